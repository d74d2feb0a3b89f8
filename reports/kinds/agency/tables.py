"""Table A1 «Kết quả tiêu chí» and the drawings of an agency's report."""

import datetime as dt
from collections.abc import Sequence

from django.template.loader import render_to_string
from django.urls import reverse

from criteria.choices import Duty
from documents.blocks import Column, Figure, Row, Table
from reports import charts
from reports.figures.shapes import AgencyFigures, CommuneFigures, Stated
from reports.words import day, listing, signed
from reports.words.links import linked

DUTIES = {Duty.SPONSOR.value: "đỡ đầu", Duty.IN_CHARGE.value: "phụ trách", "": "chưa rõ"}
NOT_ASSESSED = "chưa đánh giá"


def table_a1(figures: AgencyFigures) -> Table:
    """Blank is not reported, 0 is zero, «-» does not apply."""
    rows = [_row(place, one, figures) for place, one in enumerate(figures.communes, start=1)]
    caption = f"Biểu A1. Kết quả tiêu chí của các xã (đến ngày {day(figures.as_of)})"
    return Table(_columns(figures), (*rows, *_total(figures)), caption)


def _columns(figures: AgencyFigures) -> tuple[Column, ...]:
    """The eleven columns of the form. Days without their year, which stands in the title."""
    as_of = dt.date.fromisoformat(figures.as_of)
    before_on = dt.date.fromisoformat(figures.before_on)
    before = "năm trước" if before_on.year < as_of.year else ""
    next_end = f"31/12/{as_of.year + 1}" if figures.yearly else "31/12"
    return (
        Column("STT", 4, "center"),
        Column("Xã (huyện)", 12),
        Column("Vai trò", 9, "center"),
        Column("Bộ tiêu chí", 8, "center"),
        Column(f"Số TC đạt {before_on.day}/{before_on.month} {before}".strip(), 7, "center"),
        Column(f"Số TC đạt đến {as_of.day}/{as_of.month}", 7, "center"),
        Column("Tăng/ giảm", 6, "center"),
        Column("Tiêu chí chưa đạt", 16),
        Column("Mục tiêu, năm", 11),
        Column(f"Dự kiến {next_end}", 7, "center"),
        Column("Ghi chú", 13),
    )


def _row(place: int, one: CommuneFigures, figures: AgencyFigures) -> Row:
    bare = one.name.removeprefix("xã ")
    placed = f"{bare} ({one.district})" if one.district else bare
    return Row(
        (
            str(place),
            f"{placed}{' (*)' if one.illustrative else ''}",
            f"{DUTIES[one.duty]}{' (chuyển tiếp)' if one.carried_on else ''}",
            figures.criteria_set,
            _count(one.met_before),
            linked(_count(one.met_now), _address(one)),
            signed(one.change),
            _unmet(one),
            "; ".join(dict.fromkeys(_goal(goal.text, goal.year) for goal in one.goals)),
            _expected(one, figures),
            "; ".join(_notes(one, figures)),
        )
    )


def _count(met: int | None) -> str:
    return "" if met is None else str(met)


def _unmet(one: CommuneFigures) -> str:
    """«-» where every criterion was judged and none is unmet: there is nothing to name."""
    if one.unmet:
        return "; ".join(f"{ref.number}. {ref.name}" for ref in one.unmet)
    return "" if one.unknown else "-"


def _expected(one: CommuneFigures, figures: AgencyFigures) -> str:
    """What papers set for the end of the year reported on (of the next, in a yearly report); blank without."""
    year = int(figures.as_of[:4]) + figures.yearly
    said = [goal.aim or goal.text for goal in one.goals if goal.year == year]
    return "; ".join(dict.fromkeys(said))


def _address(one: CommuneFigures) -> str:
    return reverse("reports:commune_detail", args=[one.code]) if one.code else ""


def _goal(text: str, year: int | None) -> str:
    return f"{text} ({year})" if year and str(year) not in text else text


def _notes(one: CommuneFigures, figures: AgencyFigures) -> list[str]:
    notes = [
        f"{given.level}{f' năm {given.year}' if given.year else ''}"
        f" ({given.decision or 'chưa rõ quyết định'})"
        for given in one.recognised
    ]
    if one.unknown:
        which = listing([str(ref.number) for ref in one.unknown])
        every = len(one.unknown) == figures.total
        notes.append("chưa đánh giá" + ("" if every else f" TC {which}"))
    if one.newly_met:
        notes.append(f"{len(one.newly_met)} TC đạt do lần đầu đánh giá")
    if one.lost:
        notes.append(f"giảm TC {listing([str(ref.number) for ref in one.lost])}")
    notes += [
        f"{share(given)} {'suy ra từ' if given.derived else 'theo'} {given.source}"
        for given in one.stated
    ]
    return notes


def _total(figures: AgencyFigures) -> tuple[Row, ...]:
    """Sums close (RF6); there is none while a commune is not reported."""
    before = [one.met_before for one in figures.communes if one.met_before is not None]
    now = [one.met_now for one in figures.communes if one.met_now is not None]
    if len(figures.communes) < 2 or len(now) < len(figures.communes):  # noqa: PLR2004 -- one needs no sum
        return ()
    whole = len(before) == len(now)
    cells = [
        "",
        f"Tổng số {len(now)} xã",
        *[""] * 2,
        str(sum(before)) if whole else "",
        str(sum(now)),
        signed(sum(now) - sum(before)) if whole else "",
        *[""] * 4,
    ]
    return (Row(tuple(cells), total=True),)


def table_sector(figures: AgencyFigures) -> Table:
    columns = (
        Column("Tiêu chí", 30),
        Column("Tổng số xã", 10, "center"),
        Column(f"Đạt {day(figures.before_on)}", 15, "center"),
        Column(f"Đạt đến {day(figures.as_of)}", 15, "center"),
        Column("Chưa đạt", 15, "center"),
        Column("Chưa đánh giá", 15, "center"),
    )
    rows = tuple(
        Row(
            (
                f"{one.criterion.number}. {one.criterion.name}{' (*)' if one.illustrative else ''}",
                str(one.communes),
                _count(one.met_before),
                _count(one.met_now),
                str(len(one.unmet)) if one.met_now is not None else "",
                str(one.unknown),
            )
        )
        for one in figures.sector
    )
    return Table(columns, rows, f"Tiêu chí do ngành phụ trách (đến ngày {day(figures.as_of)})")


def chart_of_communes(figures: AgencyFigures) -> tuple[Figure, ...]:
    """Criteria met by each commune at both ends of the period; a count stated by a paper has its own dashed bar."""
    some_stated = any(one.stated for one in figures.communes)
    given = [
        charts.Given(
            one.name.removeprefix("xã "),
            (
                *_ends(one.met_before, one.met_now, figures.total),
                *((_stated_bar(one),) if some_stated else ()),
            ),
        )
        for one in figures.communes
    ]
    series = _series(figures)
    return _drawing(
        given,
        series=[*series, "Nêu trong văn bản"] if some_stated else series,
        full=figures.total,
        title="Số tiêu chí đạt của các xã được phân công",
    )


def chart_of_criteria(figures: AgencyFigures) -> tuple[Figure, ...]:
    given = [
        charts.Given(
            f"Tiêu chí {one.criterion.number}",
            _ends(one.met_before, one.met_now, one.communes),
        )
        for one in figures.sector
    ]
    return _drawing(
        given,
        series=_series(figures),
        full=max(one.communes for one in figures.sector),
        title="Số xã đạt tiêu chí do ngành phụ trách",
    )


def _series(figures: AgencyFigures) -> list[str]:
    return [f"Ngày {day(figures.before_on)}", f"Đến {day(figures.as_of)}"]


def _ends(before: int | None, now: int | None, total: int) -> tuple[tuple[int | None, str], ...]:
    """The count at both ends; where nobody has judged at either, said once."""
    told = [NOT_ASSESSED if met is None else f"{met}/{total}" for met in (before, now)]
    if before is None and now is None:
        told[1] = ""
    return ((before, told[0]), (now, told[1]))


def _stated_bar(one: CommuneFigures) -> tuple[float | None, str]:
    if not one.stated:
        return None, ""
    last = one.stated[-1]
    return float(last.value), f"{share(last)} ({day(last.as_of)}{', suy ra' * last.derived})"


def share(given: Stated) -> str:
    """«10/19», or the count alone where the paper does not say of how many."""
    return f"{given.value}/{given.out_of}" if given.out_of else given.value


def _drawing(
    given: Sequence[charts.Given], *, series: Sequence[str], full: int, title: str
) -> tuple[Figure, ...]:
    """The drawing, with its numbers in words; none where there is not one bar to draw."""
    if not any(value is not None for row in given for value, _ in row.values):
        return ()
    told = "; ".join(
        f"{row.label}: {', '.join(text for _, text in row.values if text)}" for row in given
    )
    chart = charts.bars(given, series=series, full=full, title=title, description=told)
    svg = render_to_string("charts/bars.svg", {"chart": chart}).strip()
    return (Figure(svg=svg, caption=title, description=told),)
