"""A draft in the editor for tests: what its page would send, changed field by field."""

from html.parser import HTMLParser

from django.test import Client
from django.urls import reverse

from accounts.choices import Role
from documents.blocks import Bullets, Column, Heading, Paragraph, Row, Table, from_json
from documents.services.drafts import start_draft
from tests.factories import LetterheadFactory, MembershipFactory

BODY = (
    Heading("I", "Đặc điểm tình hình", 1),
    Paragraph("Xã Gio Mai đạt 17 tiêu chí."),
    Heading("III", "Nội dung hỗ trợ", 1),
    Bullets(("Hỗ trợ cây giống", "Tập huấn")),
    Table(
        (Column("TT", 10.0, "center"), Column("Xã", 90.0)),
        (Row(("1", "Gio Mai")), Row(("2", "Hải An"))),
    ),
)


def draft(user, *, body=BODY, **known):
    """A plan of the user's agency with a text."""
    agency = user.memberships.get().agency
    letterhead = agency.letterheads.first() or LetterheadFactory(agency=agency)
    return start_draft(
        kind="KH",
        letterhead=letterhead,
        title="Đỡ đầu xây dựng nông thôn mới năm 2024",
        by=user,
        body=body,
        recipients=[("Lưu: VT", "", None)],
        bases=["Căn cứ Quyết định số 1841/QĐ-UBND ngày 14/7/2020"],
        **known,
    )


def colleague(user):
    """Another officer of the same agency."""
    return MembershipFactory(agency=user.memberships.get().agency, role=Role.OFFICER).user


def address(paper, name="paper_edit", *more):
    return reverse(f"documents:{name}", args=[paper.pk, *more])


def _is_sent(given):
    return given.get("type") not in {"checkbox", "radio"} or "checked" in given


class _Fields(HTMLParser):
    """What a browser would send of the editor's form, button aside."""

    def __init__(self):
        super().__init__()
        self.found, self.inside, self.name, self.text, self.select = [], False, None, "", None

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form":
            self.inside = given.get("id") == "editor-form"
        if not self.inside:
            return
        if tag == "textarea":
            self.name, self.text = given["name"], ""
        elif tag == "select":
            self.select = [given["name"], None]
        elif tag == "option" and self.select:
            if self.select[1] is None or "selected" in given:
                self.select[1] = given["value"]
        elif tag == "input" and given.get("name") and _is_sent(given):
            self.found.append((given["name"], given.get("value", "")))

    def handle_data(self, data):
        if self.name:
            self.text += data

    def handle_endtag(self, tag):
        if tag == "form":
            self.inside = False
        elif tag == "textarea" and self.name:
            self.found.append((self.name, self.text))
            self.name = None
        elif tag == "select" and self.select:
            self.found.append(tuple(self.select))
            self.select = None


def fields(response):
    """The page's fields as lists by name."""
    reader = _Fields()
    reader.feed(response.content.decode())
    found = {}
    for name, value in reader.found:
        found.setdefault(name, []).append(value)
    return found


def opened_by(client, paper):
    return fields(client.get(address(paper)))


def keys(sent, kind):
    """The keys of the blocks of a kind, in order."""
    return [key for key in sent["b"] if sent[f"{key}-block"] == [kind]]


def other(user):
    client = Client()
    client.force_login(colleague(user))
    return client


def send(client, paper, sent, do="save", name="paper_edit", **more):
    return client.post(address(paper, name), sent | {"do": do}, **more)


def body(paper):
    paper.refresh_from_db()
    return from_json(paper.body)
