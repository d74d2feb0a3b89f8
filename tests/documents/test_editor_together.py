"""Two editors at once, and saving by itself: nobody overwrites, nothing typed is lost."""

import pytest

from documents.choices import PaperState
from tests.documents.editor import BODY, address, body, draft, fields, keys, opened_by, other, send

pytestmark = pytest.mark.django_db
HX = {"HX-Request": "true"}


@pytest.fixture
def paper(member):
    return draft(member)


def test_two_who_changed_different_blocks_are_put_together(client, paper, member):
    mine, theirs = opened_by(client, paper), opened_by(client, paper)
    (key,) = keys(mine, "Paragraph")
    (listed,) = keys(mine, "Bullets")
    colleague_client = other(member)
    send(colleague_client, paper, theirs | {f"{listed}-items": ["Hỗ trợ cây giống\nVay vốn"]})

    response = send(client, paper, mine | {f"{key}-text": ["Đạt 18 tiêu chí."]}, headers=HX)

    assert response.status_code == 200
    assert "gộp với phần" in response.content.decode()
    found = body(paper)
    assert found[1].text == "Đạt 18 tiêu chí."
    assert found[3].items == ("Hỗ trợ cây giống", "Vay vốn")
    assert paper.version == 3


@pytest.mark.parametrize(
    ("choice", "texts"),
    [("mine", ["của tôi"]), ("theirs", ["của họ"]), ("both", ["của họ", "của tôi"])],
)
def test_two_who_changed_the_same_choose(client, paper, member, choice, texts):
    mine, theirs = opened_by(client, paper), opened_by(client, paper)
    (key,) = keys(mine, "Paragraph")
    send(other(member), paper, theirs | {f"{key}-text": ["của họ"], "title": ["Tên của họ"]})

    refused = send(client, paper, mine | {f"{key}-text": ["của tôi"], "title": ["Tên của tôi"]})

    page, shown = refused.content.decode(), fields(refused)
    assert refused.status_code == 409
    assert "của họ" in page
    assert "của tôi" in page
    assert "Tên của họ" in page
    paper.refresh_from_db()
    assert paper.version == 2
    (clash,) = keys(shown, "Clash")

    not_chosen = send(client, paper, shown)
    assert not_chosen.status_code == 422
    assert "Chọn giữ phần nào." in not_chosen.content.decode()
    assert "của tôi" in not_chosen.content.decode()

    chosen = shown | {f"{clash}-choice": [choice], "choice-title": ["theirs"]}
    assert send(client, paper, chosen).status_code == 302
    assert [one.text for one in body(paper)[1 : 1 + len(texts)]] == texts
    assert paper.title == "Tên của họ"
    assert paper.version == (2 if choice == "theirs" else 3)


def test_lists_that_both_changed_are_chosen_whole(client, paper, member):
    mine, theirs = opened_by(client, paper), opened_by(client, paper)
    send(other(member), paper, theirs | {"recipient-text": ["Lưu: VT, KT"]})

    refused = send(client, paper, mine | {"recipient-text": ["Lưu: VT, NV"]})

    assert refused.status_code == 409
    assert "Lưu: VT, KT" in refused.content.decode()
    chosen = fields(refused) | {"choice-recipients": ["theirs"]}
    assert send(client, paper, chosen).status_code == 302
    assert [one.text for one in paper.recipients.all()] == ["Lưu: VT, KT"]


def test_autosave_keeps_and_tells_its_version(client, paper):
    sent = opened_by(client, paper) | {"title": ["Tự lưu"]}

    answer = send(client, paper, sent, name="paper_autosave")

    assert answer.json() == {"state": "saved", "version": 2, "words": ""}
    paper.refresh_from_db()
    assert paper.title == "Tự lưu"


def test_autosave_never_overwrites_and_never_puts_together(client, paper, member):
    mine, theirs = opened_by(client, paper), opened_by(client, paper)
    (key,) = keys(mine, "Paragraph")
    send(other(member), paper, theirs | {"place": ["Đông Hà"]})

    answer = send(client, paper, mine | {f"{key}-text": ["x"]}, name="paper_autosave")

    assert (answer.status_code, answer.json()["state"]) == (409, "stale")
    assert body(paper) == BODY


def test_an_answer_lost_on_the_way_is_no_other_writer(client, paper):
    sent = opened_by(client, paper)
    send(client, paper, sent | {"title": ["Một"], "stamp": ["a1"]}, name="paper_autosave")

    answer = send(
        client,
        paper,
        sent | {"title": ["Một hai"], "stamp": ["a2"], "unsure": ["a1"]},
        name="paper_autosave",
    )

    assert answer.json()["state"] == "saved"
    paper.refresh_from_db()
    assert paper.title == "Một hai"


def test_autosave_says_what_is_wrong(client, paper):
    answer = send(client, paper, opened_by(client, paper) | {"title": [""]}, name="paper_autosave")
    other_answer = send(
        client, paper, opened_by(client, paper) | {"day": ["x"]}, name="paper_autosave"
    )

    assert (answer.status_code, answer.json()["state"]) == (422, "invalid")
    assert other_answer.status_code == 422


def test_a_paper_that_moved_on_keeps_what_was_typed(client, paper):
    sent = opened_by(client, paper) | {"title": ["Gõ muộn"]}
    paper.state = PaperState.SIGNING
    paper.save()

    response = send(client, paper, sent)
    answer = send(client, paper, sent, name="paper_autosave")

    assert response.status_code == 409
    assert "Gõ muộn" in response.content.decode()
    assert "trình ký" in response.content.decode()
    assert (answer.status_code, answer.json()["state"]) == (409, "locked")
    assert client.get(address(paper)).status_code == 403
    paper.refresh_from_db()
    assert paper.title != "Gõ muộn"
