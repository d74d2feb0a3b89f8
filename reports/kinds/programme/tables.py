"""Table C3 «Chương trình công tác»: the decision's own columns, then what became of each row (RF12)."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.template.loader import render_to_string
from django.urls import reverse

from documents.blocks import Column, Figure, Row, Table
from plans.evaluation import Colour
from plans.models.programme import HEADINGS
from plans.selectors.board import LEADS, WAITING
from reports import charts
from reports.figures.programme.report import ProgrammeReport, TargetFigures
from reports.figures.programme.tasks import LeadFigures, TaskFigures, YearTasks
from reports.words import day, listing
from reports.words.links import linked
from reports.words.numbers import percent
from reports.words.programme import deadline, group_of_leads, standing, word_of_lead

WIDTHS = (4, 13, 8, 9, 7, 19, 8, 9, 14, 9)
SHOWN = 5  # members of a group in words that are named one by one


def table_c3(figures: YearTasks) -> Table:
    """Group rows as the decision has them; with several decisions in a year each under a row of its own."""
    rows: list[Row] = []
    for programme in figures.programmes:
        if len(figures.programmes) > 1:
            rows.append(Row(("", f"{programme.paper}: {programme.title}"), group=True))
        for group in programme.groups:
            rows.append(Row((group.number, group.title), group=True))
            rows += [_row(task) for task in group.tasks]
    caption = f"Biểu C3. Tình hình thực hiện Chương trình công tác năm {figures.year}"
    return Table(_columns(figures), tuple(rows), f"{caption} (đến ngày {day(figures.as_of)})")


def task_address(task: TaskFigures) -> str:
    return reverse("plans:task_detail", args=[task.pk])


def state_of(task: TaskFigures) -> str:
    return standing(task.colour, days_late=task.days_late, why=task.why, waits=task.waits)


def due_of(task: TaskFigures) -> str:
    put_off_to = task.due_on if task.original_due_on else ""
    return deadline(task.cells[4], put_off_to, task.asked_until)


def leads_of(task: TaskFigures) -> str:
    """Who leads: agencies by name, a group in the words of the decision."""
    return listing([text if rows[0].grouped else rows[0].name for text, rows in _by_text(task)])


def results_of(task: TaskFigures) -> str:
    """What each lead says of its part, with the day and the files behind it; a group of many is summed up."""
    told: list[str] = []
    for text, leads in _by_text(task):
        if leads[0].grouped and len(leads) > SHOWN:
            spoke, done = (sum(map(bool, of)) for of in _days(leads))
            told.append(group_of_leads(text, among=len(leads), spoke=spoke, done=done))
        else:
            told += [_said(one, alone=len(task.leads) == 1) for one in leads]
    return "; ".join(one for one in told if one)


def _days(leads: list[LeadFigures]) -> tuple[list[str], list[str]]:
    return [one.told_on for one in leads], [one.done_on for one in leads]


def _said(lead: LeadFigures, *, alone: bool) -> str:
    name = "" if alone else lead.name
    said = word_of_lead(
        name,
        lead.told_on,
        lead.state,
        share=lead.percent,
        words=lead.words,
        files=lead.evidence,
    )
    return f"{said} (*)" if lead.illustrative else said


def _by_text(task: TaskFigures) -> list[tuple[str, list[LeadFigures]]]:
    """Leads under the words that name them; agencies named one by one stay apart."""
    found: dict[str, list[LeadFigures]] = {}
    for one in task.leads:
        found.setdefault(one.text if one.grouped else one.slug or one.text, []).append(one)
    return [(rows[0].text, rows) for rows in found.values()]


def _columns(figures: YearTasks) -> tuple[Column, ...]:
    as_of = dt.date.fromisoformat(figures.as_of)
    headings = figures.programmes[0].headings if figures.programmes else HEADINGS
    own = (f"Tình trạng đến {as_of.day}/{as_of.month}", "Kết quả thực tế", "Ngày hoàn thành")
    centred = {0, 4, 9}
    return tuple(
        Column(title, width, "center" if place in centred else "left")
        for place, (title, width) in enumerate(zip((*headings, *own), WIDTHS, strict=True))
    )


def _row(task: TaskFigures) -> Row:
    number, content, leads, others, _, expected, note = task.cells
    return Row(
        (
            number,
            content,
            leads,
            others,
            due_of(task),
            expected,
            note,
            linked(state_of(task), task_address(task)),
            results_of(task),
            day(task.done_on) if task.done_on else "",
        )
    )


@dataclass(frozen=True, slots=True)
class State:
    """Tasks that stand alike, under the word and the filter of the board («?mau=») that shows them."""

    label: str
    filter: str
    tasks: tuple[TaskFigures, ...]


def states(figures: YearTasks) -> tuple[State, ...]:
    """Each task in one state; the states make the whole (RF6)."""
    kinds: dict[str, tuple[str, Callable[[TaskFigures], bool]]] = {
        "hoàn thành đúng hạn": (Colour.DONE, lambda one: one.is_done and not one.days_late),
        "hoàn thành quá hạn": (Colour.DONE, lambda one: one.is_done and one.days_late > 0),
        "báo hoàn thành, chờ xác nhận": (WAITING, _waits),
        "đang thực hiện trong hạn": (Colour.OPEN, _is(Colour.OPEN)),
        "sắp đến hạn": (Colour.SOON, _is(Colour.SOON)),
        "chậm tiến độ": (Colour.BEHIND, _is(Colour.BEHIND)),
        "quá hạn": (Colour.LATE, lambda one: one.colour == Colour.LATE),
    }
    return tuple(
        State(label, asked, tuple(one for one in figures.tasks if holds(one)))
        for label, (asked, holds) in kinds.items()
    )


def _waits(task: TaskFigures) -> bool:
    return task.waits and task.colour != Colour.LATE


def _is(colour: Colour) -> Callable[[TaskFigures], bool]:
    return lambda one: one.colour == colour and not _waits(one)


def board_address(figures: YearTasks, **asked: str) -> str:
    return _board(figures.year, asked)


def lead_address(year: int, slug: str) -> str:
    """The tasks that an agency leads; nothing where nobody stands behind the words."""
    return _board(year, {"don-vi": slug, "vai": LEADS}) if slug else ""


def _board(year: int, asked: dict[str, str]) -> str:
    query = f"?{urlencode(asked)}" if asked else ""
    return f"{reverse('plans:programme_detail', args=[year])}{query}"


def table_states(figures: YearTasks) -> Table:
    total = len(figures.tasks)
    rows = tuple(
        Row(
            (
                str(place),
                sentence_case(one.label),
                linked(len(one.tasks), board_address(figures, mau=one.filter) * bool(one.tasks)),
                percent(len(one.tasks), total),
            )
        )
        for place, one in enumerate(states(figures), start=1)
    )
    whole = Row(
        ("", "Tổng số", linked(total, board_address(figures)), percent(total, total)), total=True
    )
    columns = (
        Column("STT", 10, "center"),
        Column("Tình trạng", 50),
        Column("Số nhiệm vụ", 20, "center"),
        Column("Tỷ lệ", 20, "center"),
    )
    caption = f"Tình trạng các nhiệm vụ (đến ngày {day(figures.as_of)})"
    return Table(columns, (*rows, whole), caption)


def table_leads(figures: YearTasks) -> Table:
    """By lead, a group in the decision's words once: a task of several leads stands with each of them."""
    columns = (
        Column("Đơn vị chủ trì", 34),
        Column("Nhiệm vụ chủ trì", 11, "center"),
        Column("Hoàn thành", 11, "center"),
        Column("Chờ xác nhận", 11, "center"),
        Column("Trong hạn", 11, "center"),
        Column("Chậm", 11, "center"),
        Column("Quá hạn", 11, "center"),
    )
    rows = tuple(_lead_row(name, parts, figures) for name, parts in _by_lead(figures))
    caption = f"Nhiệm vụ theo đơn vị chủ trì (đến ngày {day(figures.as_of)})"
    return Table(columns, rows, caption)


def _by_lead(figures: YearTasks) -> list[tuple[str, list[tuple[LeadFigures, ...]]]]:
    """Agencies in the order in which the decision names them, then groups and words."""
    found: dict[tuple[bool, str], list[tuple[LeadFigures, ...]]] = {}
    for task in figures.tasks:
        for text, leads in _by_text(task):
            whole = leads[0].grouped or not leads[0].slug
            name = text if whole else leads[0].name
            found.setdefault((whole, name), []).append(tuple(leads))
    return [(name, parts) for (_, name), parts in sorted(found.items(), key=lambda one: one[0][0])]


def _lead_row(name: str, parts: list[tuple[LeadFigures, ...]], figures: YearTasks) -> Row:
    slug = parts[0][0].slug if not parts[0][0].grouped else ""
    counts = [sum(_column(leads) == place for leads in parts) for place in range(5)]
    address = lead_address(figures.year, slug)
    return Row((name, linked(len(parts), address), *(str(one) for one in counts)))


def _column(leads: tuple[LeadFigures, ...]) -> int:
    """0 done, 1 waiting, 2 in time, 3 behind, 4 late; a group is as far as its slowest member."""
    worst = min(leads, key=lambda one: Colour(one.colour).rank)
    if worst.colour == Colour.OPEN and worst.waits:
        return 1
    places = {Colour.DONE: 0, Colour.OPEN: 2, Colour.SOON: 2, Colour.BEHIND: 3, Colour.LATE: 4}
    return places[Colour(worst.colour)]


def table_targets(figures: ProgrammeReport) -> Table:
    """RF5: last year-end, now, and what was set for the year."""
    before, as_of = (dt.date.fromisoformat(one) for one in (figures.before_on, figures.as_of))
    columns = (
        Column("STT", 6, "center"),
        Column("Mục tiêu (theo văn bản)", 36),
        Column(f"Mục tiêu năm {figures.year}", 14, "center"),
        Column(f"{before.day}/{before.month}/{before.year}", 14, "center"),
        Column(f"Đến {as_of.day}/{as_of.month}/{as_of.year}", 14, "center"),
        Column("Đánh giá", 16, "center"),
    )
    rows = tuple(
        Row(
            (
                str(place),
                f"{one.text}{' (*)' if one.illustrative else ''}",
                one.aim,
                "" if one.before is None else str(one.before),
                linked(now_of(one), reverse("plans:target_list", args=[figures.year])),
                verdict_of(one),
            )
        )
        for place, one in enumerate(figures.targets, start=1)
    )
    return Table(columns, rows, f"Mục tiêu năm {figures.year} (đến ngày {day(figures.as_of)})")


def now_of(one: TargetFigures) -> str:
    """«75/101»; blank where nobody knows."""
    if one.now is None:
        return ""
    return f"{one.now}/{one.out_of}" if one.out_of else str(one.now)


def verdict_of(one: TargetFigures) -> str:
    """In words (RF8)."""
    if one.reached is None:
        return "Chưa đủ số liệu"
    over = "vượt" if one.aim.startswith("không quá") else "còn thiếu"
    return "Đạt" if one.reached else f"Chưa đạt ({over} {one.gap})"


def chart_of_states(figures: YearTasks) -> tuple[Figure, ...]:
    """One bar a state; none where there is no task."""
    found = [one for one in states(figures) if one.tasks]
    if not found:
        return ()
    given = [
        charts.Given(sentence_case(one.label), ((len(one.tasks), str(len(one.tasks))),))
        for one in found
    ]
    title = "Số nhiệm vụ theo tình trạng"
    told = "; ".join(f"{one.label}: {len(one.tasks)}" for one in found)
    chart = charts.bars(
        given,
        series=[f"Đến {day(figures.as_of)}"],
        full=len(figures.tasks),
        title=title,
        description=told,
    )
    svg = render_to_string("charts/bars.svg", {"chart": chart}).strip()
    return (Figure(svg=svg, caption=title, description=told),)


def sentence_case(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
