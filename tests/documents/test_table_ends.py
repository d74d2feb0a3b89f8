"""Where a page breaks in a table."""

import io
from dataclasses import replace

import pypdf

from documents import pdf
from documents.blocks import Appendix, Column, Row, Table
from tests.documents.sample import REPORT

COLUMNS = (Column("STT", 10), Column("Xã", 70), Column("Số đạt", 20))


def test_a_total_never_stands_alone_on_a_page():
    """Whatever the number of rows before it."""
    tables = [Table(COLUMNS, rows_and_total(many)) for many in range(30, 38)]
    annexes = tuple(Appendix(str(len(one.rows)), "Số liệu", "", (one,)) for one in tables)
    paper = replace(REPORT, blocks=annexes)

    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf.render(paper))).pages]

    ends = [one for one in pages if "Tổng số" in one]
    turned = [one for one in ends if "Phụ lục" not in one]
    assert len(ends) == len(tables)
    assert turned
    assert len(turned) < len(tables)
    assert all("Xã thứ" in one for one in turned)


def rows_and_total(many):
    rows = [Row((str(place), f"Xã thứ {place}", "19")) for place in range(1, many)]
    return (*rows, Row(("", "Tổng số", "19"), total=True))
