"""The words of drafts through the API: the refusals of the pages, the same rights."""

import pytest
from rest_framework.test import APIClient

from documents.blocks import Fed, Offer, Paragraph, Source, from_json, to_json
from documents.choices import PaperState
from tests.documents.editor import BODY, colleague, draft
from tests.factories import MembershipFactory, PaperFactory, UserFactory

pytestmark = pytest.mark.django_db
SOURCE = Source(
    "Xã đỡ đầu",
    lambda _paper, _user: [Offer("chưa đạt", {"set": "2021"})],
    lambda _paper, arguments: (Paragraph(f"Số liệu {arguments['set']}"),),
)


def signed_in(user):
    client = APIClient()
    client.force_authenticate(user)
    return client


@pytest.fixture
def paper(member):
    return draft(member)


@pytest.fixture
def api(member):
    return signed_in(member)


def url(paper, more=""):
    return f"/api/v1/paper-drafts/{paper.pk}/{more}"


def body(*blocks):
    return {"body": to_json(blocks)}


def put(api, paper, content, seen=1):
    return api.put(url(paper), {"seen": seen, "content": content}, format="json")


def test_a_draft_is_read_and_saved(api, paper):
    read = api.get(url(paper)).data
    assert (read["version"], read["editable"]) == (1, True)
    assert from_json(read["content"]["body"]) == BODY

    saved = put(api, paper, {"title": "Tên mới"} | body(Paragraph("x"), *BODY))
    assert (saved.status_code, saved.data["version"]) == (200, 2)
    paper.refresh_from_db()
    assert (paper.title, paper.recipients.count()) == ("Tên mới", 1)
    assert from_json(paper.body)[0] == Paragraph("x")


def test_changes_to_different_blocks_join_and_to_the_same_clash(api, paper, member):
    theirs = signed_in(colleague(member))
    put(theirs, paper, body(BODY[0], Paragraph("của họ"), *BODY[2:]))

    joined = put(api, paper, body(*BODY, Paragraph("cuối")))
    assert joined.status_code == 200
    assert [from_json(joined.data["content"]["body"])[place].text for place in (1, 5)] == [
        "của họ",
        "cuối",
    ]

    clash = put(api, paper, body(BODY[0], Paragraph("của tôi"), *BODY[2:]) | {"title": "T"})
    assert (clash.status_code, clash.data["code"]) == (409, "clash")
    assert clash.data["blocks"][0]["theirs"][0]["text"] == "của họ"
    assert clash.data["version"] == 3


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (body(Fed("x", {}, (Paragraph("giả"),), "2024-06-18")), 409, "made"),
        (
            {
                "body": [
                    {"block": "Figure", "svg": "<svg></svg>", "caption": "", "description": ""}
                ]
            },
            409,
            "made",
        ),
        ({"body": ["x"]}, 409, "body"),
        ({"body": "x"}, 400, None),
        ({"body": [{"block": "Nothing"}]}, 400, None),
        ({"title": ""}, 400, None),
        (
            {"body": [{"block": "Table", "columns": [], "rows": [{"cells": ["x"]}]}]},
            409,
            "table",
        ),
    ],
)
def test_what_cannot_be_saved_is_refused(api, paper, content, status, code):
    answer = put(api, paper, content)

    assert (answer.status_code, answer.data.get("code")) == (status, code)
    paper.refresh_from_db()
    assert paper.version == 1


def test_who_may_not(api, paper):
    assert signed_in(UserFactory()).get(url(paper)).status_code == 403
    assert signed_in(MembershipFactory().user).get(url(paper)).status_code == 404
    assert api.get(url(PaperFactory())).status_code == 404
    paper.state = PaperState.SIGNING
    paper.save()
    assert api.get(url(paper)).data["editable"] is False
    assert put(api, paper, {"title": "x"}).status_code == 403
    assert api.post(url(paper, "feed/"), {"seen": 1}, format="json").status_code == 403


def test_versions_and_differences(api, paper, member):
    put(api, paper, body(BODY[0], Paragraph("Xã Gio Mai đạt 18 tiêu chí."), *BODY[2:]))

    versions = api.get(url(paper, "versions/")).data
    told = api.get(url(paper, "differences/"), {"older": 1}).data

    assert [(one["number"], one["by"]) for one in versions] == [
        (2, member.username),
        (1, member.username),
    ]
    assert [one["change"] for one in told] == ["changed"]
    assert {"text": "18", "change": "added"} in told[0]["words"]
    assert api.get(url(paper, "differences/"), {"older": 9}).status_code == 404


def test_blocks_from_data(api, paper, settings):
    settings.BLOCK_SOURCES = {"mine": "tests.documents.test_drafts_api.SOURCE"}

    (offer,) = api.get(url(paper, "sources/")).data
    assert offer == {
        "key": "mine",
        "words": "Xã đỡ đầu: chưa đạt",
        "arguments": {"set": "2021"},
    }
    fed = api.post(url(paper, "feed/"), {"seen": 1, "key": "mine", "place": 1}, format="json")
    assert from_json(fed.data["content"]["body"])[1].blocks == (Paragraph("Số liệu 2021"),)
    assert (
        put(api, paper, {"title": "y"} | {"body": fed.data["content"]["body"]}, 2).status_code
        == 200
    )
    again = api.post(url(paper, "feed/"), {"seen": 3}, format="json")
    assert again.data["version"] == 3
    stale = api.post(url(paper, "feed/"), {"seen": 1}, format="json")
    assert (stale.status_code, stale.data["code"]) == (409, "stale")
    for wrong in ({"key": "none"}, {"key": "mine", "arguments": {"set": "9"}}):
        answer = api.post(url(paper, "feed/"), {"seen": 3} | wrong, format="json")
        assert (answer.status_code, answer.data["code"]) == (409, "source")
