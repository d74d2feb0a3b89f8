"""Opened texts, proposed numbers, merging, differences, pasting: plain data in, plain data out."""

import pytest

from documents.blocks import (
    Appendix,
    Article,
    Bullets,
    Column,
    Fed,
    Heading,
    Paragraph,
    Row,
    Table,
    from_json,
    to_json,
)
from documents.blocks.differing import difference, differences, lines
from documents.blocks.merging import Clash, clashes, contents, merged
from documents.blocks.numbering import proposed, roman
from documents.blocks.opened import closed, opened
from documents.blocks.pasting import from_html, from_text
from tests.documents.sample import REPORT


def paragraph(text):
    return {"block": "Paragraph", "text": text, "italic": False}


def heading(number, level=1):
    return {"block": "Heading", "number": number, "text": "Mục", "level": level}


def table(*rows):
    columns = [{"title": one, "width": 50.0, "align": "left", "group": ""} for one in "ab"]
    told = [{"cells": list(one), "group": False, "total": False} for one in rows]
    return {"block": "Table", "columns": columns, "rows": told, "caption": "", "unit": ""}


BASE = [paragraph(text) for text in ("Xã Gio Mai đạt 17 tiêu chí", "Sở hỗ trợ", "Kinh phí 2024")]


def test_an_opened_text_closes_to_what_it_was():
    blocks = to_json(REPORT.blocks)

    rows = opened(blocks)

    assert [one["blocks"] for one in rows if one["block"] == "Appendix"] == [[], []]
    assert len(rows) > len(blocks)
    assert closed(rows) == blocks
    assert from_json(closed(rows)) == REPORT.blocks


def test_what_is_fed_with_its_own_appendix_never_falls_into_another():
    annex = Appendix("I", "Danh mục", "", (Paragraph("a"),))
    fed = Fed("programme-tasks", {}, (Appendix("II", "Biểu", "", ()),), "2024-06-18")
    blocks = to_json((Paragraph("x"), annex, fed))

    assert closed(opened(blocks)) == blocks


def test_numbers_go_on_from_what_is_printed():
    rows = [
        heading("I"),
        heading("", 2),
        heading("", 2),
        heading("III"),
        heading(""),
        heading("", 2),
    ]

    assert proposed(rows) == ["I", "1", "2", "II", "IV", "1"]


def test_points_articles_and_appendices_count_by_themselves():
    rows = [
        {"block": "Article", "number": "1", "text": ""},
        heading("d", 3),
        heading("", 3),
        {"block": "Article", "number": "", "text": ""},
        {"block": "Appendix", "number": "I"},
        heading(""),
        {"block": "Appendix", "number": ""},
        paragraph("x"),
    ]

    assert proposed(rows) == ["1", "a", "đ", "2", "I", "I", "II", ""]


@pytest.mark.parametrize(
    ("number", "words"), [(1, "I"), (4, "IV"), (9, "IX"), (14, "XIV"), (39, "XXXIX")]
)
def test_roman_numerals(number, words):
    assert roman(number) == words


def test_two_who_touched_different_blocks_are_put_together():
    mine = [paragraph("Xã Gio Mai đạt 18 tiêu chí"), *BASE[1:]]
    theirs = [BASE[0], paragraph("Sở hỗ trợ cây giống"), paragraph("Mới"), BASE[2]]

    assert merged(BASE, mine, theirs) == [mine[0], *theirs[1:]]
    assert merged(BASE, theirs, mine) == [mine[0], *theirs[1:]]


@pytest.mark.parametrize(
    "mine", [[paragraph("Xã Gio Mai đạt 18 tiêu chí")], [paragraph("khác hẳn")], []]
)
def test_two_who_touched_the_same_block_both_stay(mine):
    theirs = paragraph("Xã Gio Mai đạt 19 tiêu chí")

    found = merged(BASE, [*mine, *BASE[1:]], [theirs, *BASE[1:]])

    assert found == [Clash(tuple(mine), (theirs,)), *BASE[1:]]


def test_the_same_change_by_both_is_no_clash():
    mine = [paragraph("y"), *BASE[1:], paragraph("thêm")]

    assert merged(BASE, mine, mine) == mine


def test_what_both_added_in_one_place_stays_in_turn():
    assert merged(BASE, [*BASE, paragraph("tôi")], [*BASE, paragraph("họ")]) == [
        *BASE,
        paragraph("họ"),
        paragraph("tôi"),
    ]


def test_rows_of_a_table_are_put_together_too():
    base = table(["1", "Gio Mai"], ["2", "Hải An"])
    mine = table(["1", "xã Gio Mai"], ["2", "Hải An"])
    theirs = table(["1", "Gio Mai"], ["2", "xã Hải An"])

    assert merged([base], [mine], [theirs]) == [table(["1", "xã Gio Mai"], ["2", "xã Hải An"])]
    clash = table(["1", "Gio Mai 2"], ["2", "Hải An"])
    assert clashes(merged([base], [mine], [clash])) == [Clash((mine,), (clash,))]


def test_long_stretches_pair_in_order_in_no_time():
    base = [paragraph(f"dòng {n}") for n in range(200)]
    mine = [paragraph(f"{n} line") for n in range(200)]

    assert merged(base, mine, base) == mine


def test_contents_merge_by_part():
    base = {"title": "Kế hoạch", "place": "Đông Hà", "bases": [{"text": "a"}], "body": BASE}
    mine = base | {"title": "Kế hoạch đỡ đầu", "bases": [{"text": "a"}, {"text": "b"}]}
    theirs = base | {"place": "Quảng Trị", "body": BASE[:2]}

    found, clashed = contents(base, mine, theirs)

    assert found == base | {
        "title": "Kế hoạch đỡ đầu",
        "place": "Quảng Trị",
        "bases": mine["bases"],
        "body": BASE[:2],
    }
    assert clashed == {}
    assert contents(base, mine, base | {"title": "Khác"})[1] == {
        "title": Clash(("Kế hoạch đỡ đầu",), ("Khác",))
    }


def test_differences_word_by_word():
    found = difference("đạt 17 tiêu chí", "đạt 18 tiêu chí")

    assert [(one.text, one.change) for one in found.words] == [
        ("đạt ", ""),
        ("17", "removed"),
        ("18", "added"),
        (" tiêu chí", ""),
    ]


def test_differences_line_by_line():
    older, newer = (
        lines(BASE),
        lines([BASE[0], paragraph("Thêm dòng"), paragraph("Sở hỗ trợ vốn")]),
    )

    told = [one.change for one in differences(older, newer)]

    assert sorted(told) == sorted(["", "added", "changed", "removed"])


def test_every_word_of_a_text_is_in_its_lines():
    told = "\n".join(lines(to_json(REPORT.blocks)))

    assert "Phụ lục I" in told
    assert "Đơn vị tính" in told or "triệu đồng" in told or " | " in told


WORD = """<html><head><style>p{color:red}</style><xml>bỏ</xml></head><body lang=VI>
<p class=MsoNormal><b><span style='font-size:14pt'>I. ĐẶC ĐIỂM TÌNH HÌNH<o:p></o:p></span></b></p>
<p class=MsoNormal onclick="evil()">Xã Hướng Việt<span> là xã</span>
biên giới. <a href="javascript:x">xem</a></p>
<p class=MsoListParagraph>
<![if !supportLists]><span style='mso-list:Ignore'>-<span>&nbsp;&nbsp; </span></span><![endif]>
Hỗ trợ cây giống</p>
<p>+ Tập huấn</p><ul><li>Tuyên truyền</li></ul>
<p><b>1. Mục tiêu</b></p><p>1. Một câu thường trong đoạn.</p>
<script>alert(1)</script><img src="http://x/y.png">
<table><tr><td rowspan=2><p>TT</p></td><td colspan=2><p>Kết quả</p></td></tr><tr><td>2023</td><td>2024</td></tr>
<tr><td>1</td><td><p>x</p><p>y</p></td><td>3,5</td></tr></table>
<p>Điều 1. Ban hành kèm theo</p></body></html>"""


def test_paste_from_word_keeps_structure_and_drops_the_rest():
    assert from_html(WORD) == (
        Heading("I", "ĐẶC ĐIỂM TÌNH HÌNH", 1),
        Paragraph("Xã Hướng Việt là xã biên giới. xem"),
        Bullets(("Hỗ trợ cây giống", "Tập huấn", "Tuyên truyền")),
        Heading("1", "Mục tiêu", 2),
        Paragraph("1. Một câu thường trong đoạn."),
        Table(
            (
                Column("TT", 20.0, "center"),
                Column("2023", 40.0, "center", "Kết quả"),
                Column("2024", 40.0, "center", "Kết quả"),
            ),
            (Row(("1", "x\ny", "3,5")),),
        ),
        Article("1", "Ban hành kèm theo"),
    )


def test_paste_of_plain_text_finds_headings_lists_and_tables():
    text = "I. MỤC TIÊU\r\nĐoạn văn.\n- một\n• hai\nTT\tXã\tSố tiêu chí\n1\tGio Mai\t17\n2\tHải An\t14\n\nCuối."

    found = from_text(text)

    assert [type(one) for one in found] == [Heading, Paragraph, Bullets, Table, Paragraph]
    assert found[2] == Bullets(("một", "hai"))
    assert [row.cells for row in found[3].rows] == [("1", "Gio Mai", "17"), ("2", "Hải An", "14")]


@pytest.mark.parametrize("text", ["", "  \n ", "<table></table>", "\t\t\n"])
def test_nothing_pasted_is_nothing(text):
    assert from_html(text) == ()
    assert from_text("" if "<" in text else text) == ()


def test_broken_markup_is_read_as_far_as_it_goes():
    found = from_html("<table><td>a<td>b<tr><td>1<td rowspan=99999 colspan=x>2")

    assert found[0].rows[0].cells == ("1", "2")
