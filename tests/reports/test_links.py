"""Numbers that know their rows: links on the screen, nothing on paper."""

from django.utils.html import escape

from documents.blocks import Appendix, Bullets, Column, Fed, Paragraph, Row, Table
from reports.words.links import as_links, linked, plain, plain_blocks, runs_of

ROWS = "/xa/?tieu-chi=17&ngay=2024-06-30"


def test_a_linked_number_prints_as_itself():
    text = f"Có {linked('75/101', ROWS)} xã đạt, {linked(2, '/x/')} xã tăng."

    assert plain(text) == "Có 75/101 xã đạt, 2 xã tăng."
    assert runs_of(text) == [
        ("Có ", ""),
        ("75/101", ROWS),
        (" xã đạt, ", ""),
        ("2", "/x/"),
        (" xã tăng.", ""),
    ]


def test_without_an_address_or_without_text_there_is_no_link():
    assert linked("75", "") == "75"
    assert linked("", ROWS) == ""


def test_a_page_turns_marks_into_links_and_only_to_this_portal():
    text = f"<{linked('75 < 101', ROWS)}> {linked('x', 'https://example.com/')}"

    assert as_links(escape(text)) == (
        '&lt;<a href="/xa/?tieu-chi=17&amp;ngay=2024-06-30">75 &lt; 101</a>&gt; x'
    )


def test_every_text_of_a_block_goes_onto_paper_without_marks():
    mark = linked("7", ROWS)
    blocks = (
        Paragraph(mark),
        Fed("report", {"part": "x"}, (Bullets((mark, "8")),), "2024-06-30"),
        Appendix("I", mark, "", (Table((Column(mark, 5),), (Row((mark,)),), mark),)),
    )

    assert plain_blocks(blocks) == (
        Paragraph("7"),
        Fed("report", {"part": "x"}, (Bullets(("7", "8")),), "2024-06-30"),
        Appendix("I", "7", "", (Table((Column("7", 5),), (Row(("7",)),), "7"),)),
    )
