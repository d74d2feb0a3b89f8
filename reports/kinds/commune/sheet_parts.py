"""What stands on a commune's sheet: its lines, tables and drawings, cut to what one page holds."""

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from textwrap import shorten

from django.template.loader import render_to_string
from django.urls import reverse

from communes.selectors.outlines import outlines
from documents.blocks import Column, Figure, Row, Table
from reports import charts
from reports.charts.steps import Step, steps
from reports.figures.commune.shapes import added, decimal
from reports.figures.commune.sheet import LackFigures, SheetFigures, TaskFigures
from reports.words import counted, day, listing, moment
from reports.words.commune import STATUS, helped, stands
from reports.words.links import linked
from reports.words.numbers import number

MOST_LACKS = 12
MOST_LINES = 3
SHORT, LONG, LINE, TASK = 110, 140, 70, 60  # letters
DECISION_UNKNOWN = "chưa rõ quyết định"


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A criterion that is not met, as one row of the page: what is missing, and the work at hand."""

    name: str
    missing: str
    planned: str


@dataclass(frozen=True, slots=True)
class GoalRow:
    """A target with its three dates (design.md §4.7): planned for, year of the standard, day of the decision."""

    text: str
    planned: str
    reached: str
    decided: str


def place_of(figures: SheetFigures) -> str:
    kind = figures.commune_class or "chưa có phân loại xã"
    return ", ".join(one for one in (figures.district, figures.province, kind) if one)


def word_of(status: str) -> str:
    return STATUS[status].split(",", maxsplit=1)[0]


def standing_words(figures: SheetFigures) -> str:
    before = figures.trend[-2] if len(figures.trend) > 1 else None
    return stands(
        figures.met,
        figures.total,
        len(figures.of("")),
        before=before.met if before else None,
        before_on=before.day if before else figures.as_of,
        as_of=figures.as_of,
    )


def recognised_lines(figures: SheetFigures) -> list[str]:
    """The highest level first; a count that only papers state stands beside."""
    told = []
    for one in reversed(figures.recognised):
        year = f" năm {one.year}" if one.year else ""
        on = f" ngày {day(one.decided_on)}" if one.decided_on else ""
        mark = " (*)" if one.illustrative else ""
        told.append(
            f"Đã công nhận {one.level}{year} ({one.decision or DECISION_UNKNOWN}{on}){mark}"
        )
    if not told:
        told.append("Chưa có quyết định công nhận trong dữ liệu")
    if figures.met is None:
        told += [
            f"{one.source} nêu {one.value}{f'/{one.out_of}' if one.out_of else ''} tiêu chí "
            f"({day(one.as_of)})"
            for one in figures.stated[-1:]
        ]
    return told


def goals(figures: SheetFigures) -> list[GoalRow]:
    """Targets, then what was reached: three dates, never one."""
    rows = [
        GoalRow(
            shorten(f"{one.text} ({one.source})", SHORT, placeholder="…"), _year(one.year), "", ""
        )
        for one in figures.goals
    ]
    reached = [
        GoalRow(
            one.level[:1].upper() + one.level[1:],
            "",
            _year(one.year),
            day(one.decided_on) if one.decided_on else DECISION_UNKNOWN,
        )
        for one in reversed(figures.recognised)
    ]
    return [*reached[:1], *rows, *reached[1:]]


def _year(year: int | None) -> str:
    return str(year) if year else ""


def lacks_shown(figures: SheetFigures, *, dense: bool) -> tuple[list[SheetRow], str]:
    """As many as the page holds: few with more words, many in a line each; the rest by number."""
    width = LINE if dense else LONG
    shown = [lack_row(one, width) for one in figures.lacks[:MOST_LACKS]]
    left = figures.lacks[MOST_LACKS:]
    more = f"và tiêu chí {listing([str(one.number) for one in left])}" if left else ""
    return shown, more


def lack_row(one: LackFigures, width: int = 10_000) -> SheetRow:
    missing = "; ".join(one.told) or "chưa có số liệu chỉ tiêu"
    work = counted(one.planned, "việc") if one.planned else "chưa có"
    return SheetRow(f"{one.number}. {one.name}", shorten(missing, width, placeholder="…"), work)


def help_words(figures: SheetFigures) -> str:
    done = [one for one in figures.support if one.done]
    agencies = list(dict.fromkeys(one.agency for one in done))
    named = [*agencies[:MOST_LINES], *(["đơn vị khác"] if len(agencies) > MOST_LINES else [])]
    money, days = added([one.money for one in done]), added([one.days for one in done])
    since = f"Từ đầu năm {figures.as_of[:4]}"
    return helped(len(done), named, decimal(money), decimal(days), since=since)


def support_lines(figures: SheetFigures) -> list[str]:
    """The latest first; then what is planned."""
    done = [one for one in figures.support if one.done][::-1]
    planned = [one for one in figures.support if not one.done]
    lines = []
    for one in (*done, *planned):
        on = day(one.day) if one.day else "chưa rõ ngày"
        when = on if one.done else f"kế hoạch {on}"
        money = f", {number(decimal(one.money))} triệu đồng" if one.money is not None else ""
        lines.append(f"{when}: {one.agency} – {one.content}{money}{' (*)' * one.illustrative}")
    return lines


def task_line(one: TaskFigures) -> str:
    due = f", {one.due}" if one.due else ""
    content = shorten(one.content, TASK, placeholder="…")
    return f"{one.code} {content} ({shorten(one.who, TASK, placeholder='…')}{due})"


def difficulty_lines(figures: SheetFigures) -> list[str]:
    return [
        f"{one.title} ({one.to}, {one.state}"
        f"{f', hạn {day(one.answer_by)}' if one.answer_by else ''}){' (*)' * one.illustrative}"
        for one in figures.difficulties
    ]


def sections(figures: SheetFigures) -> list[tuple[str, list[str]]]:
    sponsors = [f"{one.agency} ({one.duty}, {one.paper})" for one in figures.sponsors]
    targets = [
        "; ".join(
            one
            for one in (
                row.text,
                f"kế hoạch {row.planned}" if row.planned else "",
                f"năm đạt chuẩn {row.reached}" if row.reached else "",
                f"quyết định {row.decided}" if row.decided else "",
            )
            if one
        )
        for row in goals(figures)
    ]
    found = [
        ("Đơn vị đỡ đầu, phụ trách", sponsors or ["Chưa có trong dữ liệu"]),
        ("Mục tiêu và công nhận", targets or ["Chưa có mục tiêu nào trong dữ liệu"]),
        ("Hỗ trợ trong năm", [help_words(figures), *support_lines(figures)]),
        ("Nhiệm vụ của Chương trình công tác", [task_line(one) for one in figures.tasks]),
        ("Khó khăn, vướng mắc", difficulty_lines(figures)),
    ]
    return [(title, lines) for title, lines in found if lines]


def table_of_marks(figures: SheetFigures) -> Table:
    """Every criterion with its word."""
    columns = (
        Column("TT", 10, "center"),
        Column("Tiêu chí", 60),
        Column(f"Kết quả đến {day(figures.as_of)}", 30, "center"),
    )
    address = scorecard(figures)
    rows = tuple(
        Row(
            (
                str(one.number),
                one.name,
                linked(word_of(one.status), f"{address}#tc-{one.number}"),
            )
        )
        for one in figures.marks
    )
    return Table(columns, rows, caption=f"Hiện trạng theo tiêu chí đến {day(figures.as_of)}")


def table_of_lacks(figures: SheetFigures) -> Table:
    columns = (
        Column("Tiêu chí chưa đạt", 32),
        Column("Còn thiếu", 50),
        Column("Việc đang có", 18, "center"),
    )
    rows = [lack_row(one) for one in figures.lacks]
    return Table(
        columns,
        tuple(Row((one.name, one.missing, one.planned)) for one in rows),
        caption=f"Tiêu chí chưa đạt đến {day(figures.as_of)}",
    )


def scorecard(figures: SheetFigures) -> str:
    return reverse("criteria:scorecard_open", args=[figures.code, figures.set_code])


def sources_words(figures: SheetFigures) -> str:
    mark = " (*): số liệu minh họa." if figures.illustrative else ""
    return (
        f"Số liệu tính đến ngày {day(figures.as_of)}, theo dữ liệu ghi nhận đến {moment(figures.known_at)}; "
        f"bộ tiêu chí {figures.criteria_set}. Chưa đánh giá không tính là chưa đạt. "
        f"Phiếu phục vụ cuộc họp, không thay văn bản.{mark}"
    )


def map_of(figures: SheetFigures) -> Figure:
    """The province in grey, the district darker, the commune dark within a ring: plain without colour."""
    drawing = _drawn(dt.date.fromisoformat(figures.drawing))
    own = [drawing.outlines[code] for code in figures.outlines]
    named = {*figures.outlines, *figures.around}
    within = f" ({figures.district})" if figures.district else ""
    words = f"Vị trí {figures.name}{within} trên bản đồ tỉnh"
    if not own:
        words = f"Chưa có ranh giới của {figures.name} trên bản đồ"
    svg = render_to_string(
        "charts/place.svg",
        {
            "width": drawing.width,
            "height": drawing.height,
            "ground": "".join(
                one.d for code, one in drawing.outlines.items() if code not in named
            ),
            "around": "".join(drawing.outlines[code].d for code in figures.around),
            "own": "".join(one.d for one in own),
            "x": own[0].x if own else 0,
            "y": own[0].y if own else 0,
            "title": words,
            "description": words,
        },
    )
    return Figure(svg=svg.strip(), caption=words, description=words)


@lru_cache
def _drawn(drawing: dt.date) -> charts.Drawing:
    return charts.drawn(outlines(drawing))


def trend_of(figures: SheetFigures) -> tuple[Figure, ...]:
    """None where nobody ever judged anything."""
    if all(one.met is None for one in figures.trend):
        return ()
    given = [
        Step(
            day(one.day),
            one.met,
            "chưa có" if one.met is None else f"{one.met}/{figures.total}",
        )
        for one in figures.trend[-5:]
    ]
    title = f"Số tiêu chí đạt theo bộ {figures.criteria_set}"
    chart = steps(given, full=figures.total, title=title)
    svg = render_to_string("charts/steps.svg", {"chart": chart}).strip()
    return (Figure(svg=svg, caption=title, description=chart.description),)
