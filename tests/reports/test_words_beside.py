"""What people write beside the figures, on the report's own page."""

from importlib import import_module
from io import BytesIO

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.choices import Role
from documents.choices import PaperState
from documents.models import OfficialDocument
from documents.services.drafts import save_draft
from reports import services
from reports.choices import Kind
from reports.models import ReportRun
from reports.selectors.run_page import run_page, words_of
from tests.factories import (
    CriteriaSetFactory,
    MembershipFactory,
    RoundFactory,
    SponsorAssignmentFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer():
    """An officer of a department that sponsors a commune."""
    return MembershipFactory(role=Role.OFFICER).user


@pytest.fixture
def run(writer, monkeypatch):
    pdf = import_module("documents.pdf")
    monkeypatch.setattr(pdf, "render", lambda page, told=None: b"%PDF-1.7 x")
    agency = writer.memberships.get().agency
    SponsorAssignmentFactory(agency=agency)
    CriteriaSetFactory()
    run = ask(agency, RoundFactory(), writer)
    made(run)
    run.refresh_from_db()
    return run


def ask(agency, period, by):
    return services.request_report(kind=Kind.AGENCY_HALF_YEAR, agency=agency, round=period, by=by)


def made(run):
    services.render(services.start(run.pk))


def place_open(run):
    return next(one.place for one in words_of(run.paper.body) if one.open)


def test_the_open_places_are_offered_with_their_heading(run, writer):
    found = run_page(run, writer)

    assert found.may_write
    assert found.left_open >= 1
    assert all(one.heading for one in found.words if one.open)


def test_words_are_kept_line_by_line(run, writer):
    place = place_open(run)

    services.write_words(
        paper=run.paper,
        words={place: "Đã họp 3 lần.\n\n Đi xã 5 lần. "},
        seen=run.paper.version,
        by=writer,
    )

    paper = OfficialDocument.objects.get(pk=run.paper_id)
    texts = [row["text"] for row in paper.body if row["block"] == "Paragraph"]
    assert "Đã họp 3 lần." in texts
    assert texts[texts.index("Đã họp 3 lần.") + 1] == "Đi xã 5 lần."
    assert not any(row.get("italic") for row in paper.body if row.get("text") == "Đã họp 3 lần.")


def test_no_words_take_the_place_out(run, writer):
    place = place_open(run)
    count = len(words_of(run.paper.body))

    services.write_words(paper=run.paper, words={place: " "}, seen=run.paper.version, by=writer)

    run.paper.refresh_from_db()
    assert len(words_of(run.paper.body)) == count - 1


def test_words_outlive_new_figures(run, writer):
    services.write_words(
        paper=run.paper,
        words={place_open(run): "Đã họp 3 lần."},
        seen=run.paper.version,
        by=writer,
    )

    newer = ask(run.agency, run.round, writer)
    made(newer)

    newer.refresh_from_db()
    assert newer.paper_id == run.paper_id
    assert any(row.get("text") == "Đã họp 3 lần." for row in newer.body)
    assert not any(row.get("text") == "Đã họp 3 lần." for row in run.body)  # printed before


def test_the_place_of_a_figure_is_nobodys_to_write(run, writer):
    headings = [p for p, row in enumerate(run.paper.body) if row["block"] == "Heading"]

    with pytest.raises(ValidationError) as refusal:
        services.write_words(
            paper=run.paper, words={headings[0]: "x"}, seen=run.paper.version, by=writer
        )

    assert refusal.value.code == "place"


def test_two_writers_on_one_place_lose_nothing(run, writer, client):
    seen, place = run.paper.version, place_open(run)
    services.write_words(paper=run.paper, words={place: "Của người kia."}, seen=seen, by=writer)
    client.force_login(writer)

    answer = client.post(
        reverse("reports:write_words", args=[run.pk]), {"version": seen, f"w{place}": "Của tôi."}
    )

    assert answer.status_code == 409
    assert "Người khác vừa sửa cùng đoạn này" in answer.content.decode()
    assert "Của tôi." in answer.content.decode()
    run.paper.refresh_from_db()
    assert any(row.get("text") == "Của người kia." for row in run.paper.body)


def test_the_page_saves_and_says_so(run, writer, client):
    client.force_login(writer)
    place = place_open(run)

    answer = client.post(
        reverse("reports:write_words", args=[run.pk]),
        {"version": run.paper.version, f"w{place}": "Đã họp 3 lần."}
        | {f"w{one.place}": one.text for one in words_of(run.paper.body) if one.place != place},
        follow=True,
    )

    assert "Đã lưu phần đơn vị viết." in answer.content.decode()
    run.paper.refresh_from_db()
    assert [row["text"] for row in run.paper.body if row.get("text", "").startswith("Đã họp")] == [
        "Đã họp 3 lần."
    ]
    assert len(words_of(run.paper.body)) == len(words_of(run.body))


@pytest.mark.usefixtures("office")
def test_who_may_not_edit_the_paper_writes_nothing(run, client):
    answer = client.post(reverse("reports:write_words", args=[run.pk]), {"version": 1})

    assert answer.status_code == 403


def test_before_the_signer_words_and_figures_stand(run, writer):
    OfficialDocument.objects.filter(pk=run.paper_id).update(state=PaperState.SIGNING)

    run = ReportRun.objects.get(pk=run.pk)
    assert not run_page(run, writer).may_write
    with pytest.raises(ValidationError) as refusal:
        ask(run.agency, run.round, writer)
    assert refusal.value.code == "on_its_way"


def test_once_issued_a_newer_run_has_a_paper_of_its_own(run, writer):
    OfficialDocument.objects.filter(pk=run.paper_id).update(state=PaperState.ISSUED)

    assert ask(run.agency, run.round, writer).paper_id != run.paper_id


def test_an_editor_that_is_open_hears_of_new_figures(run, writer):
    """New figures are a version of their own: who saves on an older one is not written over, nor writes over."""
    seen = run.paper.version
    SponsorAssignmentFactory(agency=run.agency)
    newer = ask(run.agency, run.round, UserFactory())
    made(newer)

    paper = OfficialDocument.objects.get(pk=run.paper_id)
    assert paper.version == seen + 1
    with pytest.raises(ValidationError) as refusal:
        save_draft(paper=paper, content={"title": "Khác"}, seen=seen, by=writer)
    assert refusal.value.code == "stale"


# Through the API


@pytest.fixture
def api(client, writer):
    client.force_login(writer)
    return client


def at(name, run):
    return reverse(f"report-run-{name}", args=[run.pk])


def write(api, run, version, place, text):
    given = {"version": version, "words": [{"place": place, "text": text}]}
    return api.post(at("words", run), given, content_type="application/json")


def test_words_are_read_and_written_by_their_version(api, run):
    read = api.get(at("words", run)).json()
    place = next(one for one in read["words"] if one["open"])

    answer = write(api, run, read["version"], place["place"], "Đã họp 3 lần.")

    assert answer.status_code == 200
    assert answer.json()["version"] == read["version"] + 1
    assert {"text": "Đã họp 3 lần.", "open": False} in [
        {"text": one["text"], "open": one["open"]} for one in answer.json()["words"]
    ]
    stale = write(api, run, read["version"], place["place"], "Khác.")
    assert stale.status_code == 409


@pytest.mark.usefixtures("office")
def test_who_does_not_hold_the_paper_writes_nothing_through_the_api(run, client):
    answer = write(client, run, 1, place_open(run), "x")

    assert answer.status_code == 403


def test_the_tables_come_as_a_workbook_and_the_text_as_word(api, run):
    book = openpyxl.load_workbook(BytesIO(api.get(at("tables", run)).content))
    word = api.get(at("document", run))

    assert book.sheetnames
    assert word.headers["Content-Type"].endswith("wordprocessingml.document")
    assert word.content.startswith(b"PK")


def test_a_run_compared_with_itself_has_no_table_that_differs(api, run):
    answer = api.get(at("comparison", run), {"with": run.pk})

    assert answer.status_code == 200
    assert answer.json()["tables"] == []
    assert api.get(at("comparison", run), {"with": "x"}).status_code == 404
