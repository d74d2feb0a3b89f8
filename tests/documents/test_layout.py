"""What NĐ 30/2020 asks of a page, measured on the PDF; and papers broken on purpose, which the measures catch."""

import re
from copy import copy
from dataclasses import replace
from functools import cache

import pypdfium2
import pytest
from django.template.loader import render_to_string

from documents import pdf
from documents.blocks import Appendix, Bullets, Column, Head, Paragraph, Row, Signature, Table
from documents.formcheck import check_pdf
from documents.formcheck.law import LAW
from documents.formcheck.measures import RULES, Print
from tests.documents.papers import DECISION, LETTER, PLAN
from tests.documents.sample import NUMBERED, REPORT, WIDE

PARTY = replace(
    REPORT,
    head=replace(
        REPORT.head,
        superior="UBND huyện Hướng Hóa",
        issuer="Ban Chỉ đạo các Chương trình mục tiêu quốc gia giai đoạn 2021-2025",
        number="1152",
        day=31,
        month=12,
    ),
    blocks=(Paragraph("Một dòng."), *REPORT.blocks[:5], Paragraph("Hết.")),
    signature=Signature(("TM. Ủy ban nhân dân", "KT. Chủ tịch", "Phó Chủ tịch"), "Nguyễn Văn B"),
)
APPENDIX = REPORT.blocks[-2]
assert isinstance(APPENDIX, Appendix)
SHORT = replace(
    REPORT,
    blocks=(
        *REPORT.blocks[:2],
        REPORT.blocks[4],
        *REPORT.blocks[11:15],
        REPORT.blocks[-3],
        replace(APPENDIX, blocks=(replace(WIDE, rows=WIDE.rows[:5]),)),
    ),
)
WORDED = replace(NUMBERED, blocks=(*SHORT.blocks, REPORT.blocks[-1]))
SAMPLES = {
    "draft": REPORT,
    "numbered": WORDED,
    "long names": PARTY,
    "decision": DECISION,
    "letter": LETTER,
    "plan of 140 rows": PLAN,
}


@cache
def made(name):
    return pdf.render(SAMPLES[name])


@cache
def measured(name):
    return Print(made(name), SAMPLES[name])


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("rule", RULES)
def test_a_paper_keeps_the_rule(rule, name):
    assert RULES[rule](measured(name)) == []


@pytest.mark.parametrize("name", SAMPLES)
def test_a_pdf_is_measured_without_the_paper_it_came_from(name):
    doc = copy(measured(name))  # its pages were read once; what was told of the paper goes
    for learned in set(vars(doc)) - {"pages", "lines", "rules", "frames"}:
        delattr(doc, learned)
    doc.printed = None

    assert [(rule, RULES[rule](doc)) for rule in RULES if RULES[rule](doc)] == []


def test_a_file_from_elsewhere_is_measured():
    assert check_pdf(made("letter")) == []


def test_a_damaged_file_is_one_finding():
    assert [one.what for one in check_pdf(b"%PDF-1.7 nothing")] == ["Không đọc được tệp PDF"]


def test_a_long_appendix_bears_each_row_number_once():
    doc = measured("plan of 140 rows")
    starts = {}
    for page in range(doc.annexes[0], len(doc.pages)):
        for line in doc.inside(page):
            number = re.match(r"\d+", line.text)
            if number and line.x0 < 120:
                starts[int(number[0])] = starts.get(int(number[0]), 0) + 1

    assert starts == dict.fromkeys(range(1, 141), 1)
    assert len(doc.pages) - doc.annexes[0] >= 8


def test_the_sample_has_its_appendices_where_they_belong():
    doc = measured("draft")

    assert (len(doc.main), doc.annexes) == (3, [3, 6])
    assert [page.width > page.height for page in doc.pages] == [False] * 3 + [True] * 3 + [False]


PAGES = {
    "P1": "@page { size: letter }",
    "P2": "@page { size: A4 landscape }",
    "P3": "@page { margin: 15mm }",
    "N1": "@page :first { @top-center { content: counter(page) } }",
    "N2": "@page { @top-center { content: none } @top-right { content: counter(page) } }",
    "N3": "@page { @top-center { font-weight: bold } }",
    "N4": "@page :nth(1 of wide-0) { counter-reset: none }",
}
# Made wrong in one print: no rule of a row is broken by another's style.
TOGETHER = (("P1", "N3"), ("P2", "N1"), ("P3", "N4"), ("N2",))
STYLES = {
    "P4": ".vb-kind { font-family: 'DejaVu Sans' }",
    "P5": ".vb-motto { color: #c00 }",
    "H1": ".vb-state { font-size: 14pt }",
    "H2": ".vb-motto { font-weight: normal }",
    "H3": ".vb-motto::after { width: 60% }",
    "H6": ".vb-left { font-weight: bold }",
    "H7": ".vb-left b { font-weight: normal }",
    "H8": ".vb-ruled::after { width: 80% }",
    "H9": ".vb-head .vb-left { vertical-align: top; padding-top: 10mm }",
    "S1": ".vb-number { font-size: 12pt }",
    "D1": ".vb-date { font-style: normal }",
    "T1": ".vb-kind { font-size: 16pt }",
    "T2": ".vb-subject { font-style: italic }",
    "T3": ".vb-subject .vb-ruled::after { content: none }",
    "B4": ".vb-p { text-align: left !important }",
    "B5": ".vb-h1 { text-indent: 9mm }",
    "B6": ".vb-p { margin-top: 3pt !important }",
    "B7": ".vb { line-height: 1.9 }",
    "B9": ".vb-article b { font-weight: normal }",
    "B10": ".vb-h2 { font-weight: normal }",
    "B13": ".vb-decides { font-weight: normal }",
    "G1": ".vb-name { font-weight: normal }",
    "G6": ".vb-name { margin-top: 5mm }",
    "K1": ".vb-urgency { height: 12mm; color: #000 }",
    "R1": ".vb-sign .vb-copies { font-style: normal }",
    "R7": ".vb-drafter { font-size: 9pt }",
    "T4": ".vb-about { font-weight: bold }",
    "R4": ".vb-to tr + tr td { padding-left: 5mm }",
    "A2": ".vb-annex-name { font-weight: normal }",
    "A3": ".vb-annex-title { text-align: left }",
    "A8": ".vb-table thead { display: table-row-group }",
}
WORDS = {
    "S2": ("Số: 07/BC-STTTT", "Số: 7/VPĐP"),
    "S3": ("/BC-STTTT", "/VPĐP"),
    "D2": ("tháng 3 năm", "tháng 03 năm"),
    "D3": ("Quảng Trị, ngày", "quảng trị, ngày"),
    "B1": ("của Ủy ban nhân dân tỉnh;", "của Ủy ban nhân dân tỉnh"),
    "B11": ("- Tuyên truyền", "• Tuyên truyền"),
    "B12": ("nhân dân tỉnh./.", "nhân dân tỉnh."),
    "R2": ("- Ban Giám đốc Sở;", "- Ban Giám đốc Sở"),
    "R3": ("- Như trên;", "- Như Điều 1;"),
    "R5": ("- Như Điều 3;", "- Như trên;"),
    "S4": ("Số: 07/VPĐP-NV", "Số: 07/CV-VPĐP"),
    "A1": ("các Phụ lục I, II", "các bảng"),
    "A4": ("(Kèm theo Báo cáo", "(Theo Báo cáo"),
    "A7": ("Tập huấn./.", "Tập huấn."),
}


# What no paper of ours prints: a part of its own, wrong and right.
PARTS = {
    "P6": ("<p class='vb-p'>Tuye&#x302;n truyền</p>", "<p class='vb-p'>Tuyên truyền</p>"),
    "B8": (
        "<p class='vb-p'>Chương 1</p><p class='vb-p'>Quy định chung</p>",
        "<p class='mid'>Chương I</p><p class='mid'>QUY ĐỊNH CHUNG</p>",
    ),
    "R8": (
        "<p class='low' style='font-size: 9pt'>Địa chỉ: 45 Hùng Vương</p>",
        "<div class='low' style='font-size: 11pt'><div class='line'></div>Địa chỉ: 45 Hùng Vương</div>",
    ),
    "K2": ("<p class='vb-p'>MẬT</p>", "<p class='vb-p'>Bảo mật</p>"),
    "K3": (
        "<p class='vb-p'>LƯU HÀNH NỘI BỘ</p>",
        "<p><span class='vb-urgency' style='width: 60mm'>LƯU HÀNH NỘI BỘ</span></p>",
    ),
}
PART_STYLES = """
    .mid { text-align: center; font-weight: bold; margin: 0 }
    .low { position: absolute; bottom: 0; left: 0; right: 0; margin: 0 }
    .line { height: 0.7pt; background: #000 }
"""


def page_of(paper):
    return render_to_string("documents/print/paper.html", pdf.context(paper))


# Rules that only a paper of that kind can break.
OF_DECISIONS, OF_LETTERS = {"B9", "B13", "R5"}, {"K1", "R7", "T4", "S4"}


def _kind(rule):
    return "decision" if rule in OF_DECISIONS else "letter" if rule in OF_LETTERS else "report"


@cache
def _dressed(kind, styles):
    paper = {"decision": DECISION, "letter": LETTER, "report": SHORT}[kind]
    html = page_of(paper).replace("</head>", f"<style>{styles}</style></head>")
    return Print(pdf.print_html(html), paper)


def badly_dressed(rule, styles):
    return _dressed(_kind(rule), styles)


@cache
def _worded(kind):
    paper = {"decision": DECISION, "letter": LETTER, "report": WORDED}[kind]
    html = page_of(paper)
    for right, wrong in WORDS.values():
        html = html.replace(right, wrong)
    return Print(pdf.print_html(html), paper)


def badly_worded(rule):
    return _worded(_kind(rule))


@pytest.mark.parametrize("rule", PAGES)
def test_a_wrong_page_is_caught(rule):
    (row,) = (one for one in TOGETHER if rule in one)

    assert RULES[rule](badly_dressed(rule, "\n".join(PAGES[one] for one in row))) != []


@pytest.mark.parametrize("rule", STYLES)
def test_a_wrong_style_is_caught(rule):
    assert RULES[rule](badly_dressed(rule, "\n".join(STYLES.values()))) != []


@pytest.mark.parametrize("rule", WORDS)
def test_a_wrong_word_is_caught(rule):
    assert RULES[rule](badly_worded(rule)) != []


@cache
def parted(wrong):
    """All parts in one print, wrong or right."""
    paper = replace(LETTER, blocks=(Paragraph("@@"), Paragraph("Một dòng."), Paragraph("Hết.")))
    html = page_of(paper).replace("</head>", f"<style>{PART_STYLES}</style></head>")
    parts = "".join(part[0 if wrong else 1] for part in PARTS.values())
    return Print(pdf.print_html(re.sub("<p[^>]*>@@</p>", parts, html)), paper)


@pytest.mark.parametrize("rule", PARTS)
def test_a_wrong_part_is_caught_and_a_right_one_is_not(rule):
    assert RULES[rule](parted(wrong=True)) != []
    assert RULES[rule](parted(wrong=False)) == []


def test_every_rule_is_shown_to_fail():
    assert set(RULES) == set(PAGES) | set(STYLES) | set(WORDS) | set(PARTS)
    assert set(RULES) <= set(LAW)


def closes_below(content):
    """A rule as wide as the text stands near the lower margin of the first page."""
    with pypdfium2.PdfDocument(content) as doc:
        page = doc[0].render(scale=2).to_pil().convert("L")
    left, right = (int(place / 210 * page.width) for place in (31, 189))
    top, bottom = (int(place / 297 * page.height) for place in (268, 279))
    near = page.crop((left, top, right, bottom)).point(lambda shade: 255 if shade < 160 else 0)
    rows = [near.crop((0, row, near.width, row + 1)) for row in range(near.height)]
    return any(row.histogram()[255] > 0.98 * near.width for row in rows)


def test_a_row_longer_than_a_page_goes_on_with_its_number_once():
    words = "Rà soát, đánh giá từng nội dung. " * 250
    table = Table((Column("STT", 10, "center"), Column("Nội dung", 90)), (Row(("77", words)),))
    content = pdf.render(replace(REPORT, blocks=(table, Paragraph("Hết")), footer=""))
    doc = Print(content)

    assert len(doc.pages) > 1
    assert closes_below(content)
    assert sum(line.text == "77" for lines in doc.lines for line in lines) == 1
    assert [sum(line.text.startswith("STT") for line in doc.lines[page]) for page in (0, 1)] == [
        1,
        1,
    ]


@pytest.mark.parametrize("lines", range(22, 32))
def test_the_signature_never_stands_alone(lines):
    blocks = (Bullets(tuple(f"Dòng {count}" for count in range(lines))), Paragraph("Hết"))
    doc = Print(pdf.render(replace(REPORT, blocks=blocks, bases=(), footer="")))

    assert RULES["G6"](doc) == []


def test_a_letter_has_its_subject_under_the_number_and_no_title():
    head = Head("", "Ủy ban nhân dân tỉnh", "794", "UBND-KT", "Quảng Trị", 18, 3, 2024)
    doc = Print(
        pdf.render(
            replace(
                NUMBERED,
                head=head,
                kind="",
                subject="rà soát tiêu chí",
                blocks=(Paragraph("Nội dung."),),
            )
        )
    )

    about = doc.find("^V/v rà soát tiêu chí$")

    assert (about.sizes, about.look) == ({12.0}, "upright")
    assert about.base > doc.find("^Số: 794/UBND-KT$").base
