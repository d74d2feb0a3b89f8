"""Blocks from data in the editor; versions and what differs between them."""

import pytest
from django.test import Client

from documents.blocks import Fed, Offer, Paragraph, Source
from documents.choices import PaperState
from tests.documents.editor import address, body, draft, fields, keys, opened_by, other, send

pytestmark = pytest.mark.django_db


COUNT = [1]


@pytest.fixture
def paper(member):
    return draft(member)


SOURCE = Source(
    "Xã đỡ đầu",
    lambda paper, user: [Offer("chưa đạt", {"set": "2021"})],
    lambda paper, arguments: (Paragraph(f"Số liệu {arguments['set']} {COUNT[0]}"),),
)
EMPTY = Source("Trống", lambda paper, user: [Offer("gì đó")], lambda paper, arguments: ())
SILENT = Source("Im", lambda paper, user: [], lambda paper, arguments: ())


@pytest.fixture
def sources(settings):
    COUNT[0] = 1
    settings.BLOCK_SOURCES = {
        "mine": "tests.documents.test_editor_sources.SOURCE",
        "empty": "tests.documents.test_editor_sources.EMPTY",
        "silent": "tests.documents.test_editor_sources.SILENT",
    }


def test_blocks_from_data_are_put_in_refreshed_and_detached(client, paper, sources):
    sent = opened_by(client, paper)
    last = sent["b"][-1]
    sent = fields(send(client, paper, sent | {f"{last}-new": ["nguon|mine|0"]}, f"add:{last}"))
    assert send(client, paper, sent).status_code == 302
    assert body(paper)[-1] == Fed(
        "mine", {"set": "2021"}, (Paragraph("Số liệu 2021 1"),), "2024-06-18"
    )

    COUNT[0] = 2
    (key,) = keys(sent, "Fed")
    assert "Số liệu 2021 1" in client.get(address(paper)).content.decode()
    one = send(client, paper, opened_by(client, paper), f"refresh:{key}", "paper_source")
    every = send(client, paper, opened_by(client, paper), "refresh:all")
    assert "Số liệu 2021 2" in one.content.decode()
    assert "Số liệu 2021 2" in every.content.decode()

    plain = fields(send(client, paper, fields(one), f"detach:{key}"))
    assert send(client, paper, plain).status_code == 302
    assert body(paper)[-1] == Paragraph("Số liệu 2021 2")


@pytest.mark.parametrize(
    "asked", ["nguon|empty|0", "nguon|mine|7", "nguon|gone|0", "nguon|mine|x"]
)
def test_a_source_with_nothing_to_say_is_refused(client, paper, sources, asked):
    sent = opened_by(client, paper) | {"title": ["Gõ dở"], "0-new": [asked]}

    response = send(client, paper, sent, "add:0")

    assert response.status_code == 409
    assert "Gõ dở" in response.content.decode()


def test_a_source_that_offers_nothing_is_not_shown(client, paper, sources):
    page = client.get(address(paper)).content.decode()

    assert "Xã đỡ đầu: chưa đạt" in page
    assert "Im:" not in page


def test_versions_and_differences(client, paper, member):
    sent = opened_by(client, paper)
    (key,) = keys(sent, "Paragraph")
    send(client, paper, sent | {f"{key}-text": ["Xã Gio Mai đạt 18 tiêu chí."], "place": ["Huế"]})
    send(other(member), paper, opened_by(client, paper) | {"recipient-text": ["Lưu: VT, KT"]})

    listed = client.get(address(paper, "version_list"))
    assert [(one.last.number, one.saves, one.before) for one in listed.context["sittings"]] == [
        (3, 1, 2),
        (2, 1, 1),
        (1, 1, None),
    ]
    page = client.get(address(paper, "version_diff", 1, 2)).content.decode()
    assert "<del>17</del>" in page
    assert "<ins>18</ins>" in page
    assert "<ins>Huế</ins>" in page
    assert "<del>VT</del>" not in page
    last = client.get(address(paper, "version_diff", 2, 3)).content.decode()
    assert "Nơi nhận" in last
    assert "giống nhau" in client.get(address(paper, "version_diff", 3, 3)).content.decode()
    assert client.get(address(paper, "version_diff", 1, 9)).status_code == 404


def test_versions_stay_with_their_people_also_when_the_paper_is_out(client, paper, office):
    paper.state = PaperState.ISSUED
    paper.save()

    assert client.get(address(paper, "version_list")).status_code == 404
    assert client.get(address(paper, "version_diff", 1, 1)).status_code == 404
    own = Client()
    own.force_login(paper.by)
    assert own.get(address(paper, "version_list")).status_code == 200
