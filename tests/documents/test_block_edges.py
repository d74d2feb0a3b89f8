"""Blocks where it is easy to go wrong: tables both changed, numbers in parts, words as Word and the web write them."""

import unicodedata

from documents.blocks import Heading, Paragraph
from documents.blocks.merging import Clash, merged
from documents.blocks.numbering import proposed
from documents.blocks.pasting import from_html, from_text

COLUMNS = [{"title": "TT", "width": 20.0}, {"title": "Xã", "width": 80.0}]


def table(*rows, columns=COLUMNS):
    return {"block": "Table", "columns": columns, "rows": [{"cells": [*one]} for one in rows]}


def test_a_table_whose_columns_one_changed_is_not_put_together_row_by_row():
    base = table(["1", "Gio Mai"])
    mine = table(["1", "Gio Mai"], columns=[COLUMNS[0], {"title": "Xã, thị trấn", "width": 80.0}])
    theirs = table(["1", "xã Gio Mai"])

    assert merged([base], [mine], [theirs]) == [Clash((mine,), (theirs,))]
    assert merged([base], [theirs], [mine]) == [Clash((theirs,), (mine,))]


def test_a_number_in_parts_counts_on_by_its_last():
    rows = [{"block": "Heading", "number": one, "level": 2, "text": ""} for one in ("2.3", "")]

    assert proposed(rows)[1] == "4"


def test_pasted_words_are_in_one_form_without_marks_that_print_nothing():
    loose = unicodedata.normalize("NFD", "Trường học")
    hidden = "xã\u200b Gio\u00ad Mai\ufeff"

    assert from_text(f"{loose}\n{hidden}") == (Paragraph("Trường học"), Paragraph("xã Gio Mai"))
    assert from_html(f"<p>{loose}</p><p>{hidden}</p>") == (
        *(Paragraph("Trường học"), Paragraph("xã Gio Mai")),
    )


def test_a_numbered_line_as_long_as_a_paragraph_is_one():
    long = "I. " + "RÀ SOÁT TIÊU CHÍ " * 12

    assert from_text("I. RÀ SOÁT") == (Heading("I", "RÀ SOÁT", 1),)
    assert from_text(long) == (Paragraph(long.strip()),)


def test_a_table_inside_a_cell_adds_no_rows_and_no_cells():
    inner = "<table><tr><td>17</td><td>19</td></tr><tr><td>18</td></tr></table>"
    (found,) = from_html(
        f"<table><tr><td>Xã</td><td>Đạt</td><td>Năm</td></tr>"
        f"<tr><td>Gio Mai</td><td>{inner}</td><td>2024</td></tr></table>"
    )

    (row,) = found.rows
    assert (row.cells[0], row.cells[2]) == ("Gio Mai", "2024")
