import json
from dataclasses import replace

import pytest

from documents.blocks import (
    Appendix,
    Bullets,
    Column,
    Figure,
    Head,
    Heading,
    Paragraph,
    Row,
    Table,
    from_json,
    to_json,
    wording,
)
from documents.blocks.shape import bullet_lines, grid
from tests.documents.sample import REPORT


def test_blocks_survive_json():
    assert from_json(json.loads(json.dumps(to_json(REPORT.blocks)))) == REPORT.blocks


@pytest.mark.parametrize(
    "svg",
    [
        "<p>no drawing</p>",
        "<svg><script>x</script></svg>",
        '<svg><a href="https://example.com">x</a></svg>',
        '<svg><rect onclick="x()"/></svg>',
        "<svg><foreignObject/></svg>",
    ],
)
def test_a_figure_holds_nothing_that_runs_or_fetches(svg):
    with pytest.raises(ValueError, match="plain SVG"):
        Figure(svg, "Hình 1")


@pytest.mark.parametrize(
    ("day", "month", "words"),
    [
        (5, 1, "Quảng Trị, ngày 05 tháng 01 năm 2024"),
        (12, 2, "Quảng Trị, ngày 12 tháng 02 năm 2024"),
        (9, 3, "Quảng Trị, ngày 09 tháng 3 năm 2024"),
        (None, 11, f"Quảng Trị, ngày {wording.BLANK} tháng 11 năm 2024"),
        (None, None, f"Quảng Trị, ngày {wording.BLANK} tháng {wording.BLANK} năm 2024"),
    ],
)
def test_the_date_is_written_as_the_decree_says(day, month, words):
    assert wording.date_line(Head("", "", "", "", "Quảng Trị", day, month, 2024)) == words


@pytest.mark.parametrize(
    ("number", "words"),
    [("7", "Số: 07/KH-STTTT"), ("224", "Số: 224/KH-STTTT"), ("", f"Số: {wording.BLANK}/KH-STTTT")],
)
def test_the_number_has_two_digits_or_is_open(number, words):
    assert wording.number_line(Head("", "", number, "KH-STTTT", "", None, None, None)) == words


@pytest.mark.parametrize(
    ("heading", "words"),
    [
        (Heading("IV", "Tổ chức thực hiện"), "IV. TỔ CHỨC THỰC HIỆN"),
        (Heading("1", "Mục tiêu", 2), "1. Mục tiêu"),
        (Heading("đ", "Kinh phí", 3), "đ) Kinh phí"),
        (Heading("", "Kết luận", 2), "Kết luận"),
    ],
)
def test_headings_print_the_number_as_given(heading, words):
    assert wording.heading_line(heading) == words


def test_a_text_ends_once_whatever_stands_last():
    table = Table((Column("STT", 100),), ())

    assert wording.closed((Paragraph("Hết."),)) == (Paragraph("Hết./."),)
    assert wording.closed((Paragraph("Hết./."),)) == (Paragraph("Hết./."),)
    assert wording.closed((Bullets(("một", "hai;")),)) == (Bullets(("một", "hai./.")),)
    assert wording.closed((table,)) == (table, Paragraph("./."))


def test_a_paper_written_elsewhere_ends_as_it_was_issued():
    annex = Appendix("", "Bảng", "", (Paragraph("Hết."),))
    ours = replace(REPORT, blocks=(Paragraph("Hết."), annex))
    theirs = replace(ours, as_issued=True)

    assert wording.body_of(ours) == wording.annex_of(ours, annex) == (Paragraph("Hết./."),)
    assert wording.body_of(theirs) == wording.annex_of(theirs, annex) == (Paragraph("Hết."),)


def test_recipients_open_with_as_above_when_there_are_addressees():
    assert wording.recipients(REPORT) == (
        "- Như trên;",
        "- Ban Giám đốc Sở;",
        "- Văn phòng, các phòng chuyên môn, đơn vị trực thuộc Sở;",
        "- Lưu: VT, VP.",
    )


def test_bullets_get_the_marks_their_writer_left_out():
    assert bullet_lines(("một", "hai:", "+ ba", "- bốn")) == (
        "- một;",
        "- hai:",
        "+ ba;",
        "- bốn.",
    )


def test_neighbouring_columns_share_a_common_title():
    table = Table(
        (Column("STT", 1), Column("Quý I", 1, group="2024"), Column("Quý II", 2, group="2024")),
        (Row(("I", "Chung"), group=True), Row(("1", "2", "3"), total=True)),
    )

    drawn = grid(table)

    assert drawn.widths == ("25.00%", "25.00%", "50.00%")
    assert [[(c.text, c.across, c.down) for c in line.cells] for line in drawn.head] == [
        [("STT", 1, 2), ("2024", 2, 1)],
        [("Quý I", 1, 1), ("Quý II", 1, 1)],
    ]
    assert [(line.look, [(c.text, c.across) for c in line.cells]) for line in drawn.rows] == [
        ("b g", [("I", 1), ("Chung", 2)]),
        ("b", [("1", 1), ("2", 1), ("3", 1)]),
    ]
