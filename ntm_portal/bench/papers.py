"""A paper of three pages, and how the same page would be written first.

Untuned is the same page as one would write it first: the browser finds the widths of columns, and every cell and
paragraph carries its looks in a `style` of its own.
"""

import re

from django.template.loader import render_to_string

from documents.blocks import (
    Block,
    Bullets,
    Column,
    Head,
    Heading,
    Paragraph,
    PrintedPaper,
    Row,
    Signature,
    Table,
)

TASK = (
    "Phối hợp với Ủy ban nhân dân các huyện, thị xã rà soát từng tiêu chí của các xã được phân công, thống nhất "
    "cách tính và thời điểm chốt số liệu"
)
WORDS = (
    f"{TASK}; xác định trách nhiệm của từng đơn vị trong việc cung cấp minh chứng, thời hạn hoàn thành và nguồn lực "
    "thực hiện; các nội dung chưa thống nhất được ghi lại để tiếp tục làm rõ, báo cáo cơ quan có thẩm quyền xem xét."
)
COLUMNS = (
    Column("TT", 4, "center"),
    Column("Nội dung công việc", 34),
    Column("Đơn vị chủ trì", 13),
    Column("Đơn vị phối hợp", 15),
    Column("Kế hoạch", 8, "right", "Vốn (triệu đồng)"),
    Column("Thực hiện", 8, "right", "Vốn (triệu đồng)"),
    Column("Thời gian hoàn thành", 10, "center"),
    Column("Ghi chú", 8),
)
# What the classes of paper.css say, said again by every element.
INLINE = {
    "vb-p": "margin: 6pt 0 0; text-indent: 12.7mm; text-align: justify; orphans: 2; widows: 2",
    "td": (
        "padding: 2pt 3pt; border: .75pt solid #000; vertical-align: middle; white-space: pre-line; "
        "overflow-wrap: break-word; orphans: 2; widows: 2; font-size: 12pt; line-height: 1.2"
    ),
    "th": (
        "padding: 2pt 1pt; border: .75pt solid #000; vertical-align: middle; font-weight: bold; text-align: center; "
        "white-space: pre-line; font-size: 12pt; line-height: 1.2"
    ),
    "l": "text-align: left",
    "c": "text-align: center",
    "r": "text-align: right; font-variant-numeric: tabular-nums",
}


def short_paper() -> PrintedPaper:
    """Three pages of text with a small table."""
    return _paper((*_chapter(), _table(6)))


def page_of(paper: PrintedPaper) -> str:
    """The HTML that we print."""
    from documents import pdf

    return render_to_string("documents/print/paper.html", pdf.context(paper))


def untuned(paper: PrintedPaper) -> str:
    """The same words with columns left to find and styles on every element."""
    html = re.sub(r"<colgroup>.*?</colgroup>", "", page_of(paper))
    html = html.replace(
        '<table class="vb-table">', '<table style="width: 100%; border-collapse: collapse">'
    )
    html = re.sub(r"<th(?=[ >])", f'<th style="{INLINE["th"]}"', html)
    html = re.sub(
        r'<td class="([lcr])"',
        lambda found: f'<td style="{INLINE["td"]}; {INLINE[found[1]]}"',
        html,
    )
    return html.replace('<p class="vb-p vb-p">', f'<p style="{INLINE["vb-p"]}">')


def _paper(blocks: tuple[Block, ...]) -> PrintedPaper:
    return PrintedPaper(
        head=Head(
            superior="UBND tỉnh Quảng Trị",
            issuer="Sở Thông tin và Truyền thông",
            number="7",
            notation="KH-STTTT",
            place="Quảng Trị",
            day=5,
            month=3,
            year=2024,
        ),
        kind="KẾ HOẠCH",
        subject="Hỗ trợ các xã được phân công phụ trách, đỡ đầu xây dựng nông thôn mới",
        addressees=(),
        bases=("Căn cứ Quyết định số 1841/QĐ-UBND ngày 14/7/2020 của Ủy ban nhân dân tỉnh",),
        blocks=blocks,
        signature=Signature(("Giám đốc",), "Nguyễn Văn A"),
        recipients=("Ban Giám đốc Sở", "Các phòng chuyên môn", "Lưu: VT"),
        code="7K3M-9XPD",
    )


def _chapter() -> tuple[Block, ...]:
    return (
        Heading("I", "Mục đích, yêu cầu"),
        *(Paragraph(WORDS) for _ in range(4)),
        Heading("1", "Các nhiệm vụ", 2),
        Bullets(tuple(TASK for _ in range(8))),
        *(Paragraph(WORDS) for _ in range(4)),
    )


def _table(rows: int) -> Table:
    return Table(
        COLUMNS,
        tuple(
            Row(
                (
                    f"{place}",
                    TASK,
                    "Sở Nông nghiệp và Phát triển nông thôn",
                    "Ủy ban nhân dân các huyện, thị xã, thành phố",
                    f"{place}.250,5",
                    f"{place}10",
                    "30/6/2024",
                    "",
                )
            )
            for place in range(1, rows + 1)
        ),
    )
