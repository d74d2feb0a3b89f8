"""Tables of a commune's money: B2 «Biểu 11» by source and B3 «Biểu 12» by content, in triệu đồng."""

import datetime as dt
from collections.abc import Iterable, Sequence

from documents.blocks import Column, Row, Table
from plans.choices import MoneySource
from reports.figures.commune.shapes import Fund, ReportCommune
from reports.kinds.money import (
    LOOSE,
    MONEY,
    SECTIONS,
    ContentLine,
    by_content,
    done_of,
    plan_of,
    rest_of,
)
from reports.words import day
from reports.words.commune import coming, covered
from reports.words.numbers import number


def starts(figures: ReportCommune) -> dt.date:
    return dt.date.fromisoformat(figures.period_starts)


def now_words(figures: ReportCommune) -> str:
    """«6 tháng đầu năm 2024 (đến 18/6/2024)»."""
    return f"{covered(starts(figures), yearly=figures.yearly)} (đến {day(figures.as_of)})"


def coming_words(figures: ReportCommune) -> str:
    return coming(starts(figures), yearly=figures.yearly)


def table_b2(figures: ReportCommune) -> Table:
    """«Biểu 11»: what was raised, by source. The plan for the rest is what the year's plan leaves."""
    columns = (
        Column("STT", 7, "center"),
        Column("Nội dung", 39),
        Column(f"Kế hoạch năm {figures.year}", 18, "right"),
        Column(f"Kết quả huy động {now_words(figures)}", 20, "right"),
        Column(_rest_title(figures), 18, "right"),
    )
    by_source = {one.source: one for one in figures.funds}
    rows = [_fund_row("", "TỔNG SỐ", figures.funds, total=True)]
    for mark, label, sources in SECTIONS:
        own = [by_source[one] for one in sources if one in by_source]
        if mark == "VII" and not own:
            continue
        rows.append(_fund_row(mark, label, own, total=True))
        rows += _parts(mark, sources, by_source, own)
    return Table(
        columns,
        tuple(rows),
        caption=f"Biểu B2 (Biểu 11). Kết quả huy động nguồn lực {now_words(figures)}",
        unit=MONEY,
    )


def _rest_title(figures: ReportCommune) -> str:
    if figures.yearly:
        return f"Kế hoạch năm {figures.year} chuyển sang {coming_words(figures)}"
    return f"Kế hoạch {coming_words(figures)} (phần còn lại của kế hoạch năm)"


def _parts(
    mark: str, sources: Sequence[str], by_source: dict[str, Fund], own: Sequence[Fund]
) -> Iterable[Row]:
    """The rows under a section; the central budget is not reported by kind of money."""
    if mark == "I":
        yield Row(("1", "Vốn đầu tư công", "", "", ""))
        yield Row(("2", "Kinh phí thường xuyên", "", "", ""))
        if own:
            yield _fund_row("3", "Chưa tách đầu tư công, thường xuyên", own)
    elif len(sources) > 1:
        for place, source in enumerate(sources, start=1):
            label = str(MoneySource(source).label).capitalize()
            given = [by_source[source]] if source in by_source else []
            yield _fund_row(str(place), label, given)


def _fund_row(mark: str, label: str, given: Sequence[Fund], *, total: bool = False) -> Row:
    amounts = (plan_of(given), done_of(given), rest_of(given))
    return Row((mark, label, *(number(one) for one in amounts)), total=total)


def tables_b3(figures: ReportCommune) -> tuple[Table, Table]:
    """«Biểu 12» in two, as its twenty-two columns do not fit a page: what was raised, and what is planned."""
    done = f"Biểu B3a (Biểu 12). Kết quả huy động {now_words(figures)}"
    left = f"Biểu B3b (Biểu 12, tiếp theo). {_rest_title(figures)}"
    lines = [
        ContentLine(
            str(place),
            f"{one.kind[:1].upper()}{one.kind[1:]}" or LOOSE,
            one.volume,
            one.funds,
        )
        for place, one in enumerate(figures.contents, start=1)
    ]
    return (
        by_content(lines, "TỔNG SỐ", done, done_of, last="volume"),
        by_content(lines, "TỔNG SỐ", left, rest_of, last="note"),
    )
