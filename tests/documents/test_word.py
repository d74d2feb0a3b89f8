"""Papers as Word files: the words of the PDF in its order, and near its pages once LibreOffice has opened them."""

# ruff: noqa: SLF001 -- python-docx shows the XML by no other name

import io
import shutil
import subprocess
from dataclasses import replace

import docx as word
import pypdfium2
import pytest
from django.urls import reverse
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

from documents import docx, pdf
from documents.blocks import Appendix, Article, Column, Paragraph, Row, Table, to_json
from documents.services.word import _picture
from tests.documents.sample import LONG, NUMBERED, REPORT
from tests.factories import PaperFactory

CODED = replace(REPORT, code="7K3M-9XPD")
DECISION = replace(
    NUMBERED,
    kind="QUYẾT ĐỊNH",
    decides=True,
    addressees=(),
    blocks=(Article("1", "Ban hành Chương trình công tác."), Article("2", "Hiệu lực từ ngày ký.")),
    drafter="pvt.05",
    urgency="KHẨN",
)
LETTER = replace(NUMBERED, kind="", subject="đôn đốc nhiệm vụ quá hạn", blocks=(Paragraph(LONG),))
ROWS = replace(
    NUMBERED,
    blocks=(
        Paragraph(LONG),
        Appendix(
            "I",
            "Danh mục nhiệm vụ",
            "Kèm theo Kế hoạch",
            (
                Table(
                    (Column("STT", 8, "center"), Column("Nhiệm vụ", 62), Column("Đơn vị", 30)),
                    tuple(
                        Row(
                            (
                                f"{place}",
                                LONG[: 60 + place],
                                "Sở Nông nghiệp và Phát triển nông thôn",
                            )
                        )
                        for place in range(1, 141)
                    ),
                ),
            ),
            landscape=True,
        ),
    ),
)


def opened(paper):
    return word.Document(io.BytesIO(docx.write(paper, _picture)))


def text_of(element):
    return "".join(one.text or "" for one in element.iter(qn("w:t")))


def words_of_docx(document):
    """Every word of the body in the order of the file."""
    lines = [
        text_of(line) for line in document.element.body.iter(qn("w:p")) if text_of(line).strip()
    ]
    return " ".join(" ".join(lines).split())


PAPERS = {"BC": CODED, "QĐ": DECISION, "CV": LETTER, "140": ROWS}


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """All papers as DOCX, turned into PDFs by one start of LibreOffice."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    folder = tmp_path_factory.mktemp("office")
    files = {name: folder / f"{place}.docx" for place, name in enumerate(PAPERS)}
    for name, file in files.items():
        file.write_bytes(docx.write(_without_drawings(PAPERS[name]), _picture))
    done = subprocess.run(  # noqa: S603
        [
            program,
            "--headless",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            *("--convert-to", "pdf", "--outdir", str(folder), *map(str, files.values())),
        ],
        capture_output=True,
        timeout=120,
        check=True,
    )
    made = {name: file.with_suffix(".pdf") for name, file in files.items()}
    if not made["BC"].exists() and b"could not be loaded" in done.stderr + done.stdout:
        pytest.skip("LibreOffice has no Writer (libreoffice-writer-nogui)")
    return made


def words_of_pages(file, *, skip):
    """The words as a set with their counts: lines break elsewhere, so order is that of the DOCX test."""
    found = " ".join(page.get_textpage().get_text_range() for page in file).split()
    return sorted(one for one in found if one not in skip)


@pytest.mark.parametrize("name", PAPERS)
def test_libreoffice_opens_it_with_the_same_words_on_near_the_same_pages(name, office):
    paper = _without_drawings(PAPERS[name])
    ours = pypdfium2.PdfDocument(pdf.render(paper))
    theirs = pypdfium2.PdfDocument(office[name])

    assert abs(len(theirs) - len(ours)) <= 1
    numbers = {str(number) for number in range(1, 40)}  # page numbers, and heads repeated on pages
    head = set(_heads(paper))
    assert words_of_pages(theirs, skip=numbers | head) == words_of_pages(ours, skip=numbers | head)
    sizes = [tuple(map(round, page.get_size())) for page in theirs]
    assert ((842, 595) in sizes) == any(getattr(one, "landscape", False) for one in paper.blocks)


def _heads(paper):
    for one in (*paper.blocks, *(b for a in paper.blocks for b in getattr(a, "blocks", ()))):
        for column in getattr(one, "columns", ()):
            yield from f"{column.title} {column.group}".split()
    yield from (paper.footer + " · Mã tra cứu: " + paper.code).split()


def _without_drawings(paper):
    blocks = tuple(one for one in paper.blocks if type(one).__name__ != "Figure")
    return replace(paper, blocks=blocks)


def test_the_words_stand_in_the_order_of_the_paper():
    said = words_of_docx(opened(CODED))
    order = [
        "UBND TỈNH QUẢNG TRỊ",
        "SỞ THÔNG TIN VÀ TRUYỀN THÔNG",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "/BC-STTTT",
        "BÁO CÁO",
        "Kính gửi:",
        "- Văn phòng Điều phối nông thôn mới tỉnh Quảng Trị.",
        "Căn cứ Quyết định số 1841/QĐ-UBND",
        "I. CÔNG TÁC CHỈ ĐẠO, TRIỂN KHAI",
        "1. Xã được phân công đỡ đầu",
        "Hình 1.",
        "Đơn vị tính: triệu đồng",
        "STT Nội dung Kế hoạch năm Thực hiện 6 tháng 1 Hỗ trợ trực tiếp",
        "Nơi nhận: - Như trên;",
        "- Lưu: VT, VP.",
        "KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC Nguyễn Văn A",
        "Phụ lục I KẾT QUẢ THỰC HIỆN TIÊU CHÍ CỦA CÁC XÃ",
        "Phụ lục II",
        "- Tập huấn./.",
    ]
    places = [said.find(one) for one in order]
    assert -1 not in places, [one for one in order if one not in said]
    assert places == sorted(places)


def test_pages_keep_the_margins_and_appendices_count_their_own():
    sections = opened(CODED).sections

    assert [one.orientation for one in sections] == [
        WD_ORIENT.PORTRAIT,
        WD_ORIENT.LANDSCAPE,
        WD_ORIENT.PORTRAIT,
    ]
    for one in sections:
        sides = (one.left_margin, one.right_margin, one.top_margin, one.bottom_margin)
        assert [round(side.mm) for side in sides] == [30, 20, 20, 20]
        assert one.different_first_page_header_footer
        assert "PAGE" in one.header._element.xml
        assert "PAGE" not in one.first_page_header._element.xml
        assert "7K3M-9XPD" in one.first_page_footer._element.xml
    starts = [one._sectPr.find(qn("w:pgNumType")) for one in sections]
    assert [one is not None and one.get(qn("w:start")) for one in starts] == [False, "1", "1"]


def test_heads_of_tables_are_repeated_and_rows_not_torn():
    table = opened(ROWS).tables[-1]
    heads = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]

    assert heads == [True] + [False] * 140
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)


def test_titles_in_common_and_group_rows_span_their_columns():
    table = next(one for one in opened(CODED).tables if len(one.columns) == 11)
    cells = table.rows[0].cells

    assert cells[4]._tc is cells[5]._tc
    assert cells[4].text == "Số tiêu chí đạt"
    assert [cell.text for cell in table.rows[1].cells[4:6]] == ["31/12/\n2023", "30/6/\n2024"]
    assert cells[0]._tc is table.rows[1].cells[0]._tc
    group = table.rows[2].cells
    assert group[1]._tc is group[10]._tc
    assert group[1].text == "Xã được phân công đỡ đầu"


def test_a_drawing_comes_along_as_a_picture():
    pictures = opened(CODED).inline_shapes

    assert len(pictures) == 1
    assert 80 < pictures[0].width.mm < 160


def test_a_letter_has_its_subject_under_the_number_and_no_title():
    head = opened(LETTER).tables[0]

    assert "V/v đôn đốc nhiệm vụ quá hạn" in head.rows[1].cells[0].text


def test_a_decision_names_who_decides_before_its_bases():
    said = words_of_docx(opened(DECISION))

    assert said.index("SỞ THÔNG TIN VÀ TRUYỀN THÔNG Căn cứ") < said.index(
        "QUYẾT ĐỊNH: Điều 1. Ban"
    )
    assert "KHẨN" in said
    assert "PVT.05" in said


@pytest.mark.django_db
@pytest.mark.usefixtures("member")
def test_the_page_gives_the_file(client):
    paper = PaperFactory(body=to_json((Paragraph("Nâng cao chất lượng."),)), number="645")
    response = client.get(reverse("documents:paper_docx", args=[paper.pk]))

    assert 'filename="qd-645-qd-ubnd-2020.docx"' in response.headers["Content-Disposition"]
    said = words_of_docx(word.Document(io.BytesIO(response.content)))
    assert "Nâng cao chất lượng" in said
