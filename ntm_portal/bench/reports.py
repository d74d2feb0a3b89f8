"""Papers as long as the reports are: four pages of a commune, forty of the province with its appendices.

They stand for what `reports.kinds` composes and hold no figure of the field: names, numbers and words are counted
out. A composed paper is measured by handing it to the same rows (`ntm_portal.bench.printing`).
"""

from dataclasses import replace

from documents.blocks import (
    Appendix,
    Block,
    Bullets,
    Column,
    Figure,
    Heading,
    Paragraph,
    PrintedPaper,
    Row,
    Table,
)
from ntm_portal.bench.papers import TASK, WORDS, short_paper

COMMUNES, CRITERIA = 101, 19


def commune_report() -> PrintedPaper:
    """About four pages: text, nineteen criteria in a table, money in another."""
    blocks = (
        *_part("I", "Công tác chỉ đạo, điều hành", 1),
        Heading("II", "Kết quả thực hiện"),
        _criteria(),
        _money(22),
        *_part("III", "Đánh giá chung và phương hướng", 1),
    )
    return replace(short_paper(), kind="BÁO CÁO", blocks=blocks)


def province_report() -> PrintedPaper:
    """About forty pages: ten of text with drawings, then five appendices with the rows of all communes."""
    text = (
        *_part("I", "Công tác chỉ đạo, điều hành", 3),
        *_part("II", "Kết quả thực hiện", 4),
        _drawing("Hình 1. Số xã theo nhóm tiêu chí đạt"),
        _criteria(),
        *_part("III", "Huy động nguồn lực", 2),
        _money(20),
        _drawing("Hình 2. Số tiêu chí đạt bình quân các năm"),
        *_part("IV", "Đánh giá chung", 3),
        *_part("V", "Phương hướng, nhiệm vụ", 3),
    )
    appendices = (
        Appendix("I", "Kết quả tiêu chí của các xã", "", (_heatmap(),), landscape=True),
        Appendix("II", "Kế hoạch và dự kiến của các xã", "", (_communes(),), landscape=True),
        Appendix("III", "Kết quả theo tiêu chí", "", (_criteria(), _criteria())),
        Appendix("IV", "Danh mục nhiệm vụ", "", (_tasks(48),), landscape=True),
        Appendix("V", "Nguồn lực huy động", "", (_money(50),)),
    )
    return replace(short_paper(), kind="BÁO CÁO", blocks=(*text, *appendices))


def _part(number: str, title: str, times: int) -> tuple[Block, ...]:
    inner: tuple[Block, ...] = (
        *(Paragraph(WORDS) for _ in range(3)),
        Bullets(tuple(TASK for _ in range(5))),
    )
    return (Heading(number, title), *inner * times)


def _heatmap() -> Table:
    columns = (
        Column("TT", 4, "center"),
        Column("Xã", 11),
        Column("Huyện", 9),
        *(Column(f"{one}", 3.6, "center", "Tiêu chí") for one in range(1, CRITERIA + 1)),
        Column("Đạt", 7.6, "center"),
    )
    rows = tuple(
        Row(
            (
                f"{place}",
                f"Xã thứ {place}",
                f"Huyện thứ {place % 9 + 1}",
                *("Đ" if (place * one) % 3 else "-" for one in range(1, CRITERIA + 1)),
                f"{place % CRITERIA}",
            )
        )
        for place in range(1, COMMUNES + 1)
    )
    return Table(columns, rows)


def _communes() -> Table:
    columns = (
        Column("TT", 4, "center"),
        Column("Xã (huyện)", 16),
        Column("Đầu kỳ", 7, "center", "Số tiêu chí đạt"),
        Column("Cuối kỳ", 7, "center", "Số tiêu chí đạt"),
        Column("Tăng, giảm", 7, "center"),
        Column("Tiêu chí chưa đạt", 31),
        Column("Cơ quan phụ trách", 18),
        Column("Ghi chú", 10),
    )
    unmet = "; ".join(f"{one}. Tiêu chí thứ {one}" for one in range(2, 7))
    rows = tuple(
        Row(
            (
                f"{place}",
                f"Xã thứ {place} (Huyện thứ {place % 9 + 1})",
                f"{place % CRITERIA}",
                f"{place % CRITERIA}",
                "0",
                unmet,
                "Sở Nông nghiệp và Phát triển nông thôn",
                "",
            )
        )
        for place in range(1, COMMUNES + 1)
    )
    return Table(columns, rows)


def _criteria() -> Table:
    columns = (
        Column("TT", 6, "center"),
        Column("Tiêu chí", 44),
        Column("Đầu kỳ", 12, "right", "Số xã đạt"),
        Column("Cuối kỳ", 12, "right", "Số xã đạt"),
        Column("Tỷ lệ", 12, "right"),
        Column("Tăng, giảm", 14, "right"),
    )
    rows = tuple(
        Row((f"{one}", f"Tiêu chí thứ {one} về một nội dung", f"{one}", f"{one}", "0,0 %", "0"))
        for one in range(1, CRITERIA + 1)
    )
    return Table(columns, rows, "Kết quả theo từng tiêu chí")


def _money(count: int) -> Table:
    columns = (
        Column("TT", 6, "center"),
        Column("Nội dung", 46),
        Column("Kế hoạch năm", 16, "right"),
        Column("Thực hiện", 16, "right"),
        Column("Tỷ lệ", 16, "right"),
    )
    rows = tuple(
        Row((f"{one}", f"Nguồn vốn thứ {one}", f"{one}.250,5", f"{one}10", "40,0 %"))
        for one in range(1, count + 1)
    )
    return Table(columns, rows, "Huy động nguồn lực", "triệu đồng")


def _tasks(count: int) -> Table:
    columns = (
        Column("TT", 5, "center"),
        Column("Nhiệm vụ", 40),
        Column("Cơ quan chủ trì", 20),
        Column("Thời hạn", 12, "center"),
        Column("Kết quả", 23),
    )
    rows = tuple(
        Row((f"{one}", TASK, "Sở Nông nghiệp và Phát triển nông thôn", "30/6/2024", "Đúng hạn"))
        for one in range(1, count + 1)
    )
    return Table(columns, rows)


def _drawing(caption: str) -> Figure:
    bars = "".join(
        f'<text x="0" y="{20 + 24 * one}">Nhóm {one}</text>'
        f'<rect x="90" y="{8 + 24 * one}" width="{30 + 20 * one}" height="16" fill="#777"/>'
        for one in range(12)
    )
    return Figure(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 460 300" width="460" height="300" role="img">'
        f'<title>{caption}</title><g font-size="13" fill="#000">{bars}</g></svg>',
        caption,
    )
