"""A commune on one page, for meetings and field visits: no official paper, no letterhead, nobody signs it."""

import datetime as dt
from collections.abc import Sequence
from textwrap import shorten
from typing import Any

from django.db.models import QuerySet
from django.template.loader import render_to_string

from communes.models import Agency
from documents.blocks import (
    Block,
    Bullets,
    Head,
    Heading,
    Paragraph,
    Signature,
    Table,
    flat,
)
from reports.figures.commune import sheet as gathering
from reports.figures.commune.shapes import added, decimal
from reports.figures.commune.sheet import SheetFigures
from reports.figures.thawing import thawed
from reports.kinds.commune.sheet_parts import (
    MOST_LINES,
    SHORT,
    difficulty_lines,
    goals,
    help_words,
    lacks_shown,
    map_of,
    place_of,
    recognised_lines,
    scorecard,
    sections,
    sources_words,
    standing_words,
    support_lines,
    table_of_lacks,
    table_of_marks,
    task_line,
    trend_of,
    word_of,
)
from reports.kinds.contract import Fact, ReportKind, Sheet
from reports.models import ReportRun
from reports.words import day, footer
from reports.words.links import plain_blocks
from reports.words.numbers import number

TEMPLATE = "reports/print/commune_sheet.html"
PER_LINE = 5  # criteria side by side
FEW_LACKS, FEW_LINES = 6, 2
ROOMY = 12  # lines of lists that the page holds in its larger type
NAME = 40  # letters of a criterion's name that make its cell a line higher
SYMBOLS = {
    "met": "met",
    "not_met": "not",
    "in_progress": "part",
    "not_applicable": "none",
    "": "open",
}
LEGEND = ("met", "in_progress", "not_met", "not_applicable", "")


def compose(given: dict[str, Any]) -> tuple[Block, ...]:
    """The same as blocks, for the screen and for DOCX."""
    figures = thawed(SheetFigures, given)
    blocks: list[Block] = [
        Paragraph(place_of(figures)),
        Paragraph(standing_words(figures)),
        *(Paragraph(one) for one in recognised_lines(figures)),
        Heading("1", "Vị trí", 2),
        map_of(figures),
        Heading("2", "Hiện trạng theo tiêu chí", 2),
        table_of_marks(figures),
    ]
    if figures.lacks:
        blocks += [Heading("3", "Tiêu chí chưa đạt", 2), table_of_lacks(figures)]
    number_of = 4 if figures.lacks else 3
    for title, lines in sections(figures):
        blocks += [Heading(str(number_of), title, 2), Bullets(tuple(lines))]
        number_of += 1
    blocks += [Heading(str(number_of), "Số tiêu chí đạt qua các năm", 2), *trend_of(figures)]
    return (*blocks, Paragraph(sources_words(figures), italic=True))


def page(given: dict[str, Any]) -> str:
    """The page as it prints: A4, one side, for every commune (lists are cut, and say by how many)."""
    figures = thawed(SheetFigures, given)
    marks = [
        {
            "number": one.number,
            "name": one.name,
            "symbol": SYMBOLS[one.status],
            "word": f"{word_of(one.status)}{' (*)' * one.illustrative}",
        }
        for one in figures.marks
    ]
    dense = is_dense(figures)
    most = FEW_LINES if dense else MOST_LINES
    shown, more = lacks_shown(figures, dense=dense)
    trend = trend_of(figures)
    told = {
        "figures": figures,
        "title": figures.name.upper(),
        "place": place_of(figures),
        "day": day(figures.as_of),
        "standing": standing_words(figures),
        "share": "" if figures.met is None else f"{figures.met}/{figures.total}",
        "dense": dense,
        "recognised": recognised_lines(figures)[:most],
        "sponsors": _cut([f"{one.agency} ({one.duty})" for one in figures.sponsors], most),
        "map": map_of(figures).svg,
        "lines": [marks[at : at + PER_LINE] for at in range(0, len(marks), PER_LINE)],
        "blanks": range(-len(marks) % PER_LINE),
        "legend": [(SYMBOLS[one], word_of(one)) for one in LEGEND],
        "lacks": shown,
        "more_lacks": more,
        "goals": goals(figures)[:most],
        "help": help_words(figures),
        "support": _cut(support_lines(figures), most),
        "tasks": _cut([task_line(one) for one in figures.tasks], most),
        "difficulties": _cut(difficulty_lines(figures), most),
        "trend": trend[0].svg if trend else "",
        "sources": sources_words(figures),
    }
    return render_to_string(TEMPLATE, told)


def is_dense(figures: SheetFigures) -> bool:
    """There is more to say than the larger type has room for."""
    lists = (figures.sponsors, figures.goals, figures.support, figures.tasks, figures.difficulties)
    lines = sum(min(len(one), MOST_LINES) for one in lists)
    lines += sum(len(one.name) > NAME for one in figures.marks) // PER_LINE
    return len(figures.lacks) > FEW_LACKS or len(figures.lacks) + lines > ROOMY


def sheet(run: ReportRun) -> Sheet:
    """From the frozen figures alone."""
    figures = run.figures or {}
    return Sheet(
        head=Head("", str(run.agency), "", "", "", None, None, None),
        kind="PHIẾU THÔNG TIN",
        subject=str(run.commune),
        addressees=(),
        bases=(),
        blocks=flat(plain_blocks(compose(figures))),
        signature=Signature(()),
        recipients=(),
        footer=footer(illustrative=is_illustrative(figures)),
        html=page(figures),
    )


def _cut(lines: Sequence[str], most: int, width: int = SHORT) -> list[str]:
    """The first ones, shortened; the last line says how many are left out."""
    shown = [shorten(one, width, placeholder="…") for one in lines[:most]]
    left = len(lines) - most
    return [*shown, f"và {left} mục khác"] if left > 0 else shown


def tables(given: dict[str, Any]) -> tuple[Table, ...]:
    figures = thawed(SheetFigures, given)
    lacks = (table_of_lacks(figures),) if figures.lacks else ()
    return (table_of_marks(figures), *lacks)


def facts(given: dict[str, Any]) -> tuple[Fact, ...]:
    figures = thawed(SheetFigures, given)
    judged = figures.met is not None
    card = scorecard(figures)
    done = [one for one in figures.support if one.done]
    money = decimal(added([one.money for one in done]))
    idle = sum(not one.planned for one in figures.lacks)
    rows = [
        ("met", f"Số tiêu chí đạt đến {day(figures.as_of)}", number(figures.met), card),
        ("unmet", "Tiêu chí chưa đạt", number(len(figures.lacks)) if judged else "", card),
        ("unknown", "Tiêu chí chưa đánh giá", number(len(figures.of(""))), card),
        ("idle", "Chưa đạt, chưa có việc nào", number(idle) if judged else "", card),
        ("sponsors", "Đơn vị đỡ đầu, phụ trách", number(len(figures.sponsors)), ""),
        ("support_times", "Hỗ trợ từ đầu năm", number(len(done)), ""),
        ("support_money", "Kinh phí hỗ trợ (triệu đồng)", number(money), ""),
        ("difficulties", "Vướng mắc chưa khép lại", number(len(figures.difficulties)), ""),
    ]
    return tuple(Fact(*row) for row in rows)


def is_illustrative(given: dict[str, Any]) -> bool:
    return thawed(SheetFigures, given).illustrative


def agencies(on: dt.date) -> QuerySet[Agency]:
    """Who may read the province may ask for it: any agency of the day."""
    return Agency.objects.on(on)


KIND = ReportKind(
    rounds=None,
    issuers=agencies,
    title=lambda run: f"Phiếu thông tin {run.commune}",
    addressed=lambda run: (),  # noqa: ARG005 -- it goes to nobody
    gather=gathering.gather,
    compose=compose,
    tables=tables,
    is_illustrative=is_illustrative,
    facts=facts,
    sheet=sheet,
    of_commune=True,
)
