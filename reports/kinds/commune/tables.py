"""The tables of a commune's report: B1 «Biểu 10» to B5. Blank is not reported, 0 is zero, «-» does not apply."""

from collections.abc import Iterable

from documents.blocks import Column, Row, Table
from reports.figures.commune.shapes import (
    AIMED,
    KEPT,
    CriterionFigures,
    IndicatorFigures,
    ReportCommune,
    Said,
    WorkFigures,
    decimal,
)
from reports.kinds.commune.money import coming_words, now_words, table_b2, tables_b3
from reports.kinds.money import MONEY, done_of, plan_of
from reports.words import counted, day
from reports.words.commune import STATUS
from reports.words.links import linked
from reports.words.numbers import DOES_NOT_APPLY, number, percent

MADE_UP = "(*)"
UNVERIFIED = "\N{DAGGER}"  # the threshold's source is not at hand
PLANNED = {KEPT: "Giữ đạt", AIMED: "Phấn đấu đạt", "": ""}
JUDGED = {
    "met": "Đạt",
    "not_met": "Chưa đạt",
    "in_progress": "Đang thực hiện",
    "not_applicable": DOES_NOT_APPLY,
    "": "",
}
FOUND = {"met": "Đạt", "not_met": "Chưa đạt", "not_applicable": DOES_NOT_APPLY}


def table_b1(figures: ReportCommune, address: str = "") -> Table:
    """«Biểu 10». A criterion of whose indicators nothing is known stands in one row, and says so."""
    before = f"Kết quả đến {day(figures.before_on)}"
    now = f"Thực hiện {now_words(figures)}"
    plan = f"Kế hoạch {coming_words(figures)}"
    columns = (
        Column("TT", 5, "center"),
        Column("Nội dung tiêu chí, chỉ tiêu", 31),
        Column("ĐVT", 8, "center"),
        Column("Kết quả", 9, "center", before),
        Column("Đánh giá", 12, "center", before),
        Column("Kết quả", 9, "center", now),
        Column("Đánh giá", 12, "center", now),
        Column("Kết quả", 8, "center", plan),
        Column("Đánh giá", 10, "center", plan),
        Column("Ghi chú", 27),
    )
    some = any(one.is_told for one in figures.criteria)
    rows = [
        row
        for one in figures.criteria
        for row in (
            _criterion(one, address, counts_missing=some),
            *(_indicators(one) if one.is_told else ()),
        )
    ]
    return Table(
        columns,
        (*rows, *_count(figures)),
        caption=f"Biểu B1 (Biểu 10). Kết quả theo tiêu chí {now_words(figures)}",
    )


def _criterion(one: CriterionFigures, address: str, *, counts_missing: bool) -> Row:
    return Row(
        (
            str(one.number),
            one.name,
            *("", "", JUDGED[one.before], ""),
            linked(JUDGED[one.now], f"{address}#tc-{one.number}" if address else ""),
            "",
            PLANNED[one.planned],
            "; ".join(_notes(one, counts_missing=counts_missing)),
        ),
        total=True,
    )


def _notes(one: CriterionFigures, *, counts_missing: bool) -> list[str]:
    """Who judged it, what waits, what the machine finds otherwise, and which indicators nobody reported."""
    notes = [MADE_UP] if one.illustrative else []
    if one.stage:
        notes.append(f"{one.stage} {day(one.said_on)}")
    if one.waiting:
        notes.append(f"chờ xác nhận: {STATUS[one.waiting]}")
    if one.machine:
        notes.append(f"đối chiếu chỉ tiêu: {STATUS[one.machine]}")
    if counts_missing and not one.is_told and one.indicators:
        notes.append(f"{counted(len(one.indicators), 'chỉ tiêu')} chưa có số liệu")
    return notes


def _indicators(one: CriterionFigures) -> Iterable[Row]:
    return (_indicator(row) for row in one.indicators)


def _indicator(one: IndicatorFigures) -> Row:
    notes = [MADE_UP] if one.before.illustrative or one.now.illustrative else []
    notes.append(f"yêu cầu {one.demand}{UNVERIFIED if one.unverified else ''}")
    if one.gap:
        notes.append(one.gap)
    return Row(
        (
            one.code,
            one.name,
            one.unit,
            _result(one.before, one.unit),
            FOUND.get(one.before.verdict, ""),
            _result(one.now, one.unit),
            FOUND.get(one.now.verdict, ""),
            "",
            "",
            "; ".join(notes),
        )
    )


def _result(said: Said, unit: str) -> str:
    """The value alone: its unit has a column of its own."""
    if not unit or ";" in said.shown or "(" in said.shown:
        return said.shown
    return said.shown.removesuffix(unit).strip()


def _count(figures: ReportCommune) -> tuple[Row, ...]:
    """How many are met, at both ends."""
    if figures.met is None:
        return ()
    total = figures.total
    before = "" if figures.met_before is None else f"{figures.met_before}/{total}"
    aimed = [one.planned for one in figures.criteria]
    plan = f"{sum(bool(one) for one in aimed)}/{total}" if any(aimed) else ""
    cells = ("", "Số tiêu chí đạt", "tiêu chí", before, "", f"{figures.met}/{total}", "", plan)
    return (Row((*cells, "", ""), total=True),)


def central_works(figures: ReportCommune) -> tuple[WorkFigures, ...]:
    return tuple(one for one in figures.works if one.central is not None)


def table_b4(figures: ReportCommune) -> Table:
    """«Biểu 13»: works with money of the central budget."""
    columns = (
        Column("TT", 6, "center"),
        Column("Công trình", 28),
        Column(f"Kế hoạch năm {figures.year}", 14, "right"),
        Column(f"Kết quả {now_words(figures)}", 16, "right"),
        Column("Kết quả thực hiện kế hoạch năm", 14, "right"),
        Column("Ghi chú", 26),
    )
    works = central_works(figures)
    rows = [_work(place, one) for place, one in enumerate(works, start=1)]
    funds = [one.central for one in works if one.central]
    plan, done = plan_of(funds), done_of(funds)
    share = percent(done, plan) if done is not None and plan else ""
    sums = ("", "Tổng số", number(plan), number(done), share, "")
    return Table(
        columns,
        (*rows, Row(sums, total=True)),
        caption=f"Biểu B4 (Biểu 13). Công trình có vốn ngân sách trung ương {now_words(figures)}",
        unit=MONEY,
    )


def _work(place: int, one: WorkFigures) -> Row:
    plan = decimal(one.central.allocated) if one.central else None
    done = decimal(one.central.disbursed) if one.central else None
    notes = [MADE_UP] if one.illustrative else []
    notes += [one.kind, *([one.volume] if one.volume else [])]
    if one.finished_on:
        notes.append(f"hoàn thành {day(one.finished_on)}")
    elif one.started_on:
        notes.append(f"khởi công {day(one.started_on)}")
    cells = (str(place), one.name, number(plan), number(done), percent(done, plan))
    return Row((*cells, "; ".join(notes)))


def table_b5(figures: ReportCommune) -> Table:
    columns = (
        Column("STT", 6, "center"),
        Column("Thôn, bản", 24),
        Column("Số hộ", 10, "center"),
        Column("Hộ nghèo", 10, "center"),
        Column("TC thôn đạt", 10, "center"),
        Column("Danh hiệu, số QĐ", 24),
        Column("Ghi chú", 20),
    )
    rows = []
    for place, one in enumerate(figures.villages, start=1):
        notes = [*([MADE_UP] if one.illustrative else []), *one.stages]
        counts = (number(one.households), number(one.poor), "")
        cells = (str(place), one.name, *counts, "; ".join(one.titles), "; ".join(notes))
        rows.append(Row(cells))
    households = _whole(one.households for one in figures.villages)
    poor = _whole(one.poor for one in figures.villages)
    sums = ("", f"Tổng số {len(rows)} thôn, bản", number(households), number(poor), "", "", "")
    return Table(
        columns,
        (*rows, Row(sums, total=True)),
        caption=f"Biểu B5. Thôn, bản đến {day(figures.as_of)}",
    )


def _whole(counts: Iterable[int | None]) -> int | None:
    """A sum only where every row is reported."""
    given = list(counts)
    known = [one for one in given if one is not None]
    return sum(known) if given and len(known) == len(given) else None


def every_table(
    figures: ReportCommune, address: str = ""
) -> tuple[tuple[str, tuple[Table, ...]], ...]:
    """By the mark of its appendix; a table of which nothing is known is left out, B1 never is."""
    found: list[tuple[str, tuple[Table, ...]]] = [("B1", (table_b1(figures, address),))]
    if figures.funds:
        found.append(("B2", (table_b2(figures),)))
    if figures.contents:
        found.append(("B3", tables_b3(figures)))
    if central_works(figures):
        found.append(("B4", (table_b4(figures),)))
    if figures.villages:
        found.append(("B5", (table_b5(figures),)))
    return tuple(found)
