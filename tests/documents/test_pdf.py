import io
from dataclasses import replace

import pypdf
import pytest

from documents import pdf
from documents.blocks import Bullets, Paragraph
from tests.documents.sample import REPORT


def _text(content):
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/x.css",
        "https://example.com/x.css",
        "file:///etc/passwd",
        "../manage.py",
        "%2e%2e/manage.py",
        "css/../../manage.py",
    ],
)
@pytest.mark.parametrize(
    "page", ['<link rel="stylesheet" href="{}">', '<img src="{}">', '<object data="{}"></object>']
)
def test_a_page_may_not_read_outside_static(page, address):
    with pytest.raises(pdf.ForbiddenAddress):
        pdf.print_html(page.format(address))


def test_a_page_reads_static_and_data(caplog):
    pdf.print_html(
        '<html lang="vi"><title>x</title><link rel="stylesheet" href="css/paper.css">'
        '<link rel="stylesheet" href="data:text/css,p{}">'
    )

    assert caplog.records == []


def test_the_same_paper_gives_the_same_bytes_without_a_warning(caplog):
    first = pdf.render(REPORT)

    assert pdf.render(REPORT) == first
    assert caplog.records == []


def test_the_paper_is_tagged_and_made_as_pdf_a():
    root = pypdf.PdfReader(io.BytesIO(pdf.render(REPORT))).trailer["/Root"]

    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "vi"
    metadata = root["/Metadata"].get_object().get_data()
    assert b"pdfaid" in metadata
    assert b"part>2<" in metadata or b'part="2"' in metadata


def test_a_sign_that_the_font_lacks_is_named_with_its_place():
    paper = replace(REPORT, blocks=(Paragraph("Đã hoàn thành tiêu chí số 8 👍 đúng hạn."),))

    with pytest.raises(pdf.GlyphMissing, match=r"«👍» .*tiêu chí số 8"):
        pdf.render(paper)


def test_a_machine_without_the_font_is_told_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setattr(pdf.fonts, "FONT_FOLDERS", (tmp_path,))

    with pytest.raises(pdf.FontMissing, match="fonts-liberation2"):
        pdf.font_files.__wrapped__()


def test_what_a_user_typed_stays_text():
    paper = replace(REPORT, blocks=(Bullets(("<b>a</b> & b",)),))

    text = _text(pdf.render(paper))

    assert "- <b>a</b> & b./." in text


def test_long_names_break_into_lines_of_about_one_length():
    lines = pdf.balanced("SỞ THÔNG TIN VÀ TRUYỀN THÔNG", pdf.LEFT_WIDTH, 12, "Bold")

    assert lines == ("SỞ THÔNG TIN VÀ", "TRUYỀN THÔNG")
    assert pdf.balanced("", 100, 12) == ()
