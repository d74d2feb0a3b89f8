"""The editor's page: what is typed is saved, put together with others, or kept on the page."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Activity
from documents.blocks import Appendix, Fed, Offer, Paragraph, Source, from_json, to_json
from documents.choices import PaperState
from tests.documents.editor import BODY, address, colleague, draft, fields, keys, opened_by
from tests.factories import AgencyFactory, PaperFactory, UserFactory

pytestmark = pytest.mark.django_db
HX = {"HX-Request": "true"}


@pytest.fixture
def paper(member):
    return draft(member)


def other(user):
    client = Client()
    client.force_login(colleague(user))
    return client


def send(client, paper, sent, do="save", name="paper_edit", **more):
    return client.post(address(paper, name), sent | {"do": do}, **more)


def body(paper):
    paper.refresh_from_db()
    return from_json(paper.body)


def test_the_page_sends_back_what_it_shows(client, paper):
    response = send(client, paper, opened_by(client, paper))

    assert response.status_code == 302
    assert body(paper) == BODY
    assert paper.version == 1
    assert [one.text for one in paper.recipients.all()] == ["Lưu: VT"]


def test_what_is_typed_is_saved_as_a_version(client, paper, member):
    sent = opened_by(client, paper)
    (key,) = keys(sent, "Paragraph")
    table, listed = keys(sent, "Table")[0], keys(sent, "Bullets")[0]
    sent |= {
        f"{key}-text": ["Xã  Gio Mai đạt 18 tiêu chí.\r\nĐoạn hai"],
        f"{key}-italic": ["on"],
        f"{listed}-items": ["- một\nhai\n\n"],
        f"{table}-cell": ["1", "xã Gio Mai", "2", "Hải An"],
        f"{table}-row": ["group", "total"],
        "title": ["Kế hoạch mới"],
        "day": ["5"],
    }

    assert send(client, paper, sent).status_code == 302

    found = body(paper)
    assert found[1:3] == (
        Paragraph("Xã Gio Mai đạt 18 tiêu chí.", italic=True),
        Paragraph("Đoạn hai", italic=True),
    )
    assert found[4].items == ("một", "hai")
    assert [(one.cells, one.group, one.total) for one in found[5].rows] == [
        (("1", "xã Gio Mai"), True, False),
        (("2", "Hải An"), False, True),
    ]
    assert (paper.title, paper.day, paper.version) == ("Kế hoạch mới", 5, 2)
    assert paper.versions.count() == 2
    assert Activity.objects.filter(by=member, verb="changed draft").exists()


def test_numbers_are_proposed_and_never_forced(client, paper):
    page = client.get(address(paper)).content.decode()
    assert "Theo thứ tự sẽ là II." in page

    sent = opened_by(client, paper)
    second = keys(sent, "Heading")[1]
    send(client, paper, sent)
    assert body(paper)[2].number == "III"

    taken = fields(send(client, paper, sent, do=f"number:{second}"))
    assert taken[f"{second}-number"] == ["II"]
    assert body(paper)[2].number == "III"


@pytest.mark.parametrize(
    ("kind", "name", "value"),
    [
        ("Heading1", "number", "IV"),
        ("Heading2", "number", "1"),
        ("Article", "number", "1"),
        ("Appendix", "number", "I"),
        ("Paragraph", "text", ""),
        ("Table", "title", "TT"),
    ],
)
def test_a_new_block_stands_where_it_was_asked_for(client, paper, kind, name, value):
    sent = opened_by(client, paper)
    last = sent["b"][-1]

    response = send(client, paper, sent | {f"{last}-new": [kind]}, do=f"add:{last}")

    turned = fields(response)
    new = turned["b"][-1]
    assert turned["b"][:-1] == sent["b"]
    assert turned[f"{new}-{name}"][0] == value
    assert "autofocus" in response.content.decode() or kind == "Table"
    assert body(paper) == BODY


def test_acts_move_and_remove_blocks_and_keep_what_was_typed(client, paper):
    sent = opened_by(client, paper) | {"title": ["Gõ dở"]}
    first, second = sent["b"][:2]

    moved = fields(send(client, paper, sent, do=f"up:{second}"))
    gone = fields(send(client, paper, moved, do=f"remove:{first}"))

    assert moved["b"][:2] == [second, first]
    assert first not in gone["b"]
    assert gone["title"] == ["Gõ dở"]
    assert paper.versions.count() == 1


@pytest.mark.parametrize(
    ("do", "cells"),
    [
        ("row-add:{}:0", ["1", "Gio Mai", "", "", "2", "Hải An"]),
        ("row-remove:{}:0", ["2", "Hải An"]),
        ("row-down:{}:0", ["2", "Hải An", "1", "Gio Mai"]),
        ("row-up:{}:0", ["1", "Gio Mai", "2", "Hải An"]),
        ("col-add:{}:0", ["1", "", "Gio Mai", "2", "", "Hải An"]),
        ("col-remove:{}:0", ["Gio Mai", "Hải An"]),
        ("col-right:{}:0", ["Gio Mai", "1", "Hải An", "2"]),
        ("rows:{}", ["1", "Gio Mai", "2", "Hải An", "3", "", "4", ""]),
        ("fill:{}:1.1", ["1", "Gio Mai", "2", "Cam Lộ", "", "Đông Hà"]),
        ("row-remove:{}:99", ["1", "Gio Mai", "2", "Hải An"]),
        ("no-such:{}:1", ["1", "Gio Mai", "2", "Hải An"]),
    ],
)
def test_tables_grow_and_shrink(client, paper, do, cells):
    sent = opened_by(client, paper)
    (key,) = keys(sent, "Table")
    sent |= {f"{key}-more": ["2"], f"{key}-filling": ["Cam Lộ\nĐông Hà"]}

    turned = fields(send(client, paper, sent, do=do.format(key)))

    assert turned[f"{key}-cell"] == cells


def test_a_table_of_many_rows_comes_through(client, member):
    paper = draft(member)
    sent = opened_by(client, paper)
    (key,) = keys(sent, "Table")
    sent |= {f"{key}-more": ["300"]}
    grown = fields(send(client, paper, sent, do=f"rows:{key}"))

    assert send(client, paper, grown).status_code == 302
    assert len(body(paper)[-1].rows) == 302


def test_appendices_hold_what_follows_them(client, paper):
    sent = opened_by(client, paper)
    last = sent["b"][-1]
    grown = fields(send(client, paper, sent | {f"{last}-new": ["Appendix"]}, do=f"add:{last}"))
    annex = grown["b"][-1]
    grown = fields(send(client, paper, grown, do=f"up:{annex}"))
    grown |= {f"{annex}-title": ["Danh mục xã"], f"{annex}-landscape": ["on"]}

    assert send(client, paper, grown).status_code == 302
    assert body(paper)[-1] == Appendix("I", "Danh mục xã", "", BODY[-1:], landscape=True)


def test_paste_puts_structure_in_without_saving(client, paper):
    sent = opened_by(client, paper)
    html = "<p><b>IV. TỔ CHỨC</b></p><script>x</script><table><tr><td>TT</td></tr><tr><td>1</td></tr></table>"
    last = sent["b"][-1]

    rich = fields(
        send(client, paper, sent | {"pasted-html": [html]}, f"paste:{last}", "paper_paste")
    )
    plain = fields(send(client, paper, sent | {"pasted": ["- a\n- b"]}, f"paste:{last}"))

    assert [rich[f"{key}-block"][0] for key in rich["b"][-2:]] == ["Heading", "Table"]
    assert plain[f"{plain['b'][-1]}-items"] == ["a\nb"]
    assert paper.versions.count() == 1


def test_lines_of_bases_recipients_and_relations(client, paper, member):
    cited = PaperFactory(number="1841", notation="QĐ-UBND", year=2020)
    AgencyFactory(name="Sở Nội vụ", slug="so-noi-vu")
    sent = opened_by(client, paper)
    for part in ("recipients", "relations", "bases"):
        sent = fields(send(client, paper, sent, do=f"add:{part}"))
    sent |= {
        "recipient-text": ["Lưu: VT", "Sở Nội vụ"],
        "recipient-purpose": ["", "kính gửi"],
        "relation-paper": ["1841/QĐ-UBND năm 2020"],
        "basis-text": [*sent["basis-text"][:1], "Xét đề nghị"],
    }
    sent = fields(send(client, paper, sent, do="up:recipients:1"))

    assert send(client, paper, sent).status_code == 302
    assert [(one.text, one.agency and one.agency.slug) for one in paper.recipients.all()] == [
        ("Sở Nội vụ", "so-noi-vu"),
        ("Lưu: VT", None),
    ]
    assert [(one.kind, one.other) for one in paper.relations.all()] == [("carries_out", cited)]
    assert [one.other for one in paper.bases.all()] == [cited, None]
    again = opened_by(client, paper)
    assert again["relation-paper"] == ["1841/QĐ-UBND năm 2020"]
    assert send(client, paper, again).status_code == 302
    paper.refresh_from_db()
    assert paper.version == 2


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"day": ["mười"]}, "Hãy nhập một số"),
        ({"day": ["31"], "month": ["2"], "year": ["2024"]}, "Không có ngày"),
        ({"title": [""]}, "trống"),
        ({"effective_on": ["hôm nào"]}, "không phải là ngày"),
        ({"relation-kind": ["carries_out"], "relation-paper": ["99/QĐ-X"]}, "sổ chưa có văn bản"),
        ({"recipient-to": ["Sở Không Có"]}, "không có cơ quan nào"),
    ],
)
def test_what_is_wrong_is_told_and_everything_typed_stays(client, paper, wrong, words):
    sent = opened_by(client, paper)
    (key,) = keys(sent, "Paragraph")
    sent |= {f"{key}-text": ["Gõ rất lâu"]} | wrong

    response = send(client, paper, sent)

    page = response.content.decode()
    assert response.status_code == 422
    assert words in page
    assert "Gõ rất lâu" in page
    for value in wrong.values():
        assert value[0] in page
    assert paper.versions.count() == 1


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


def test_what_is_carried_through_the_page_cannot_be_forged(client, paper):
    sent = opened_by(client, paper)
    forged = {
        "b": [*sent["b"], "99"],
        "99-block": ["Fed"],
        "99-kept": ["eyJibG9jayI6IkZlZCJ9:x:y"],
    }

    send(client, paper, sent | forged)

    assert body(paper) == BODY


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


def test_who_may_not_edit(client, paper, member):
    office = UserFactory()
    stranger = Client()
    stranger.force_login(office)

    assert stranger.get(address(paper)).status_code == 404
    for name in ("paper_edit", "paper_autosave", "paper_paste", "paper_source", "paper_leaf"):
        assert stranger.post(address(paper, name)).status_code == 404
    for state in (PaperState.UNIT, PaperState.ISSUED):
        paper.state = state
        paper.save()
        assert client.get(address(paper)).status_code == 403
    registered = PaperFactory()
    assert client.get(address(registered)).status_code == 403
    assert client.post(address(registered)).status_code == 403
    assert client.post(address(registered, "paper_autosave")).status_code == 403


def test_the_leaf_shows_what_is_typed_and_saves_nothing(client, paper):
    sent = opened_by(client, paper) | {"title": ["Tên đang gõ"], "recipient-text": ["Sở X"]}

    page = send(client, paper, sent, name="paper_leaf").content.decode()

    assert "Tên đang gõ" in page
    assert "- Sở X." in page
    assert 'id="editor-leaf"' in page
    paper.refresh_from_db()
    assert paper.version == 1


def test_htmx_gets_the_form_and_the_leaf(client, paper):
    page = send(client, paper, opened_by(client, paper), headers=HX).content.decode()

    assert page.lstrip().startswith('<div id="editor"')
    assert 'hx-swap-oob="true"' in page
    assert "<html" not in page


SOURCE = Source(
    "Xã đỡ đầu",
    lambda paper, user: [Offer("chưa đạt", {"set": "2021"})],
    lambda paper, arguments: (Paragraph(f"Số liệu {arguments['set']} {COUNT[0]}"),),
)
EMPTY = Source("Trống", lambda paper, user: [Offer("gì đó")], lambda paper, arguments: ())
SILENT = Source("Im", lambda paper, user: [], lambda paper, arguments: ())
COUNT = [1]


@pytest.fixture
def sources(settings):
    COUNT[0] = 1
    settings.BLOCK_SOURCES = {
        "mine": "tests.documents.test_editor_pages.SOURCE",
        "empty": "tests.documents.test_editor_pages.EMPTY",
        "silent": "tests.documents.test_editor_pages.SILENT",
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


def test_the_page_costs_the_same_for_one_and_many_blocks(client, member):
    def cost(paper):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address(paper)).status_code == 200
        return len(captured)

    short = draft(member, body=BODY[:1])
    cost(short)
    long = draft(member, body=BODY * 5)

    assert cost(long) == cost(short)


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


def test_a_figure_goes_through_the_page_unchanged(client, member):
    from documents.blocks import Figure  # noqa: PLC0415

    paper = draft(member, body=(Figure("<svg></svg>", "Hình 1"), *BODY))

    assert send(client, paper, opened_by(client, paper)).status_code == 302
    assert to_json(body(paper))[0]["caption"] == "Hình 1"
    assert paper.version == 1
