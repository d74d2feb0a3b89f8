"""The editor's page: what is typed is saved, or kept on the page with what is wrong."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Activity
from documents.blocks import Appendix, Figure, Paragraph, to_json
from documents.choices import PaperState
from tests.documents.editor import BODY, address, body, draft, fields, keys, opened_by, send
from tests.factories import AgencyFactory, PaperFactory, UserFactory

pytestmark = pytest.mark.django_db
HX = {"HX-Request": "true"}


@pytest.fixture
def paper(member):
    return draft(member)


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


NEW_BLOCKS = [
    ("Heading1", "number", "IV"),
    ("Heading2", "number", "1"),
    ("Article", "number", "1"),
    ("Appendix", "number", "I"),
    ("Paragraph", "text", ""),
    ("Table", "title", "TT"),
]


def test_a_new_block_stands_where_it_was_asked_for(client, paper):
    sent = opened_by(client, paper)
    last = sent["b"][-1]

    for kind, name, value in NEW_BLOCKS:
        response = send(client, paper, sent | {f"{last}-new": [kind]}, do=f"add:{last}")

        turned = fields(response)
        new = turned["b"][-1]
        assert turned["b"][:-1] == sent["b"], kind
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


TABLE_ACTS = [
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
]


def test_tables_grow_and_shrink(client, paper):
    sent = opened_by(client, paper)
    (key,) = keys(sent, "Table")
    sent |= {f"{key}-more": ["2"], f"{key}-filling": ["Cam Lộ\nĐông Hà"]}

    for do, cells in TABLE_ACTS:
        turned = fields(send(client, paper, sent, do=do.format(key)))

        assert turned[f"{key}-cell"] == cells, do


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


WRONG = [
    ({"day": ["mười"]}, "Hãy nhập một số"),
    ({"day": ["31"], "month": ["2"], "year": ["2024"]}, "Không có ngày"),
    ({"title": [""]}, "trống"),
    ({"effective_on": ["hôm nào"]}, "không phải là ngày"),
    ({"relation-kind": ["carries_out"], "relation-paper": ["99/QĐ-X"]}, "sổ chưa có văn bản"),
    ({"recipient-to": ["Sở Không Có"]}, "không có cơ quan nào"),
]


def test_what_is_wrong_is_told_and_everything_typed_stays(client, paper):
    sent = opened_by(client, paper)
    (key,) = keys(sent, "Paragraph")

    for wrong, words in WRONG:
        response = send(client, paper, sent | {f"{key}-text": ["Gõ rất lâu"]} | wrong)

        page = response.content.decode()
        assert response.status_code == 422, wrong
        assert words in page
        assert "Gõ rất lâu" in page
        for value in wrong.values():
            assert value[0] in page
        assert paper.versions.count() == 1


def test_what_is_carried_through_the_page_cannot_be_forged(client, paper):
    sent = opened_by(client, paper)
    forged = {
        "b": [*sent["b"], "99"],
        "99-block": ["Fed"],
        "99-kept": ["eyJibG9jayI6IkZlZCJ9:x:y"],
    }

    send(client, paper, sent | forged)

    assert body(paper) == BODY


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


def test_the_page_costs_the_same_for_one_and_many_blocks(client, member):
    def cost(paper):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address(paper)).status_code == 200
        return len(captured)

    short = draft(member, body=BODY[:1])
    cost(short)
    long = draft(member, body=BODY * 5)

    assert cost(long) == cost(short)


def test_a_figure_goes_through_the_page_unchanged(client, member):
    paper = draft(member, body=(Figure("<svg></svg>", "Hình 1"), *BODY))

    assert send(client, paper, opened_by(client, paper)).status_code == 302
    assert to_json(body(paper))[0]["caption"] == "Hình 1"
    assert paper.version == 1
