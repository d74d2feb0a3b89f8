"""A year's programme as people look at it: by lead agency, or row by row as the decision prints it."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from accounts.models import User
from communes.models import Agency
from communes.names import search_key
from plans.evaluation import Colour, Verdict, together
from plans.models import Task, WorkProgramme
from plans.selectors.tasks import LeadLine, TaskLine, lines

NOBODY = "Chưa rõ đơn vị chủ trì"
LEADS, COORDINATES = "chu-tri", "phoi-hop"
PARTS = [(LEADS, "chủ trì"), (COORDINATES, "phối hợp")]
WAITING, ASKING = "cho-xac-nhan", "xin-gia-han"
STANDINGS = [
    *((colour.value, colour.label) for colour in Colour),
    (WAITING, "chờ xác nhận hoàn thành"),
    (ASKING, "đang xin gia hạn"),
]
SHOWN = 3  # coordinators on a card; the task's page has all
STATE_COLUMNS = [
    *("Tình trạng", "Hạn hiện hành", "Số lần gia hạn", "Ngày làm việc quá hạn"),
    *("Tiến độ từng đơn vị", "Tiến độ gần nhất", "Số liệu minh họa"),
]


@dataclass(frozen=True, slots=True)
class BoardFilters:
    """What the address of the board says."""

    text: str = ""
    agency: str = ""
    part: str = ""
    standing: str = ""
    group: str = ""

    @classmethod
    def read(cls, query: Mapping[str, Any]) -> "BoardFilters":
        part, standing = str(query.get("vai", "")), str(query.get("mau", ""))
        group = str(query.get("nhom", ""))
        return cls(
            text=str(query.get("q", "")).strip()[:100],
            agency=str(query.get("don-vi", "")).strip()[:100],
            part=part if part in dict(PARTS) else "",
            standing=standing if standing in dict(STANDINGS) else "",
            group=group if group.isdecimal() else "",
        )

    @property
    def any(self) -> bool:
        return any((self.text, self.agency, self.part, self.standing, self.group))


@dataclass(frozen=True, slots=True)
class Tally:
    """How many leads of a group in words have come how far."""

    total: int
    reported: int
    confirmed: int
    late: int


@dataclass(frozen=True, slots=True)
class Card:
    """A task under one of its leads; under a group in words once, with `tally` over its members."""

    line: TaskLine
    lead: LeadLine
    verdict: Verdict
    tally: Tally | None = None

    @property
    def colour(self) -> Colour:
        return self.verdict.colour

    @property
    def chips(self) -> list[str]:
        """An agency by its short name, a group in the paper's words."""
        shown = self.line.coordinators[:SHOWN]
        return [str(behind[0]) if len(behind) == 1 else text for text, behind in shown]

    @property
    def more(self) -> int:
        return max(len(self.line.coordinators) - SHOWN, 0)


@dataclass(slots=True)
class Lane:
    """The cards of one lead: an agency, or a group or words of the paper (`agency` None)."""

    name: str
    agency: Agency | None
    cards: list[Card] = field(default_factory=list)
    mine: bool = False

    @property
    def counts(self) -> list[tuple[Colour, int]]:
        """The colours that it has, the worst first."""
        found = [(one, sum(card.colour is one for card in self.cards)) for one in Colour]
        return [(colour, count) for colour, count in found if count]


def programmes_of(user: User, year: int) -> list[WorkProgramme]:
    """Those of a year, the latest decision first."""
    rows = WorkProgramme.objects.visible_to(user).filter(year=year).select_related("paper")
    return list(rows.order_by("-paper__dated", "-pk"))


def years_of(user: User) -> list[int]:
    rows = WorkProgramme.objects.visible_to(user).order_by("-year")
    return list(rows.values_list("year", flat=True).distinct())


def programme_lines(programme: WorkProgramme, day: dt.date) -> list[TaskLine]:
    """In the order of the decision."""
    return lines(Task.objects.filter(group__programme=programme), day)


def matching(found: Iterable[TaskLine], filters: BoardFilters) -> list[TaskLine]:
    """Those that the filters ask for; agencies by name without diacritics, a slug word for word."""
    kept = list(found)
    if filters.text:
        key = search_key(filters.text)
        kept = [line for line in kept if key in line.task.search_key]
    if filters.group:
        kept = [line for line in kept if line.task.group_id == int(filters.group)]
    if filters.standing:
        kept = [line for line in kept if _stands(line, filters.standing)]
    if filters.agency:
        kept = [line for line in kept if _has(line, filters)]
    return kept


def _stands(line: TaskLine, standing: str) -> bool:
    if standing == WAITING:
        return line.ready
    if standing == ASKING:
        return line.waiting is not None
    return standing in {line.colour.value, *(lead.verdict.colour.value for lead in line.leads)}


def _has(line: TaskLine, filters: BoardFilters) -> bool:
    leads = [lead.agency for lead in line.leads if lead.agency]
    others = [one for _, agencies in line.coordinators for one in agencies]
    texts = [lead.text for lead in line.leads if lead.agency is None]
    if filters.part == LEADS:
        others = []
    elif filters.part == COORDINATES:
        leads, texts = [], []
    key = search_key(filters.agency)
    return any(_is(one, filters.agency) for one in (*leads, *others)) or any(
        key in search_key(text) for text in texts
    )


def _is(agency: Agency, asked: str) -> bool:
    return asked == agency.slug or search_key(asked) in agency.search_key


def lanes(found: Sequence[TaskLine], filters: BoardFilters, own: Iterable[int] = ()) -> list[Lane]:
    """Own lanes first, agencies in Vietnamese order, then groups and words that name no agency.

    A group's task is one card; where the filter names one member it is that member's card.
    """
    mine = set(own)
    made: dict[Any, Lane] = {}
    for line in found:
        for text, leads in _by_party(line):
            named = [
                lead
                for lead in leads
                if lead.agency
                and filters.part != COORDINATES
                and filters.agency
                and _is(lead.agency, filters.agency)
            ]
            grouped = leads[0].grouped or leads[0].agency is None
            if grouped and not named:
                lane = made.setdefault(("text", search_key(text)), Lane(text or NOBODY, None))
                lane.cards.append(_group_card(line, leads))
                continue
            for lead in named or leads:
                agency = lead.agency
                if agency is None:
                    continue
                lane = made.setdefault(
                    agency.pk, Lane(agency.name, agency, mine=agency.pk in mine)
                )
                lane.cards.append(Card(line, lead, lead.verdict))
    return sorted(made.values(), key=_place)


def _place(lane: Lane) -> tuple[bool, bool, str]:
    return (not lane.mine, lane.agency is None, lane.agency.sort_key if lane.agency else lane.name)


def _by_party(line: TaskLine) -> list[tuple[str, list[LeadLine]]]:
    """Leads under the words that name them; agencies named one by one stay apart."""
    found: dict[str, list[LeadLine]] = {}
    for lead in line.leads:
        found.setdefault(lead.text, []).append(lead)
    return list(found.items())


def _group_card(line: TaskLine, leads: list[LeadLine]) -> Card:
    known = [lead for lead in leads if lead.agency]
    tally = Tally(
        total=len(known),
        reported=sum(lead.last is not None for lead in known),
        confirmed=sum(lead.confirmed is not None for lead in known),
        late=sum(lead.verdict.colour is Colour.LATE for lead in known),
    )
    spoken = max(leads, key=lambda one: one.last.effective_on if one.last else dt.date.min)
    return Card(line, spoken, together([lead.verdict for lead in leads]), tally)


def tallies(found: Iterable[TaskLine]) -> list[tuple[Colour, int]]:
    """Tasks by their colour, each colour even where there is none."""
    colours = [line.colour for line in found]
    return [(one, colours.count(one)) for one in Colour]


def leads_in_words(line: TaskLine) -> list[str]:
    """What each lead says, for a cell; a group of many is summed up."""
    told: list[str] = []
    for text, leads in _by_party(line):
        if leads[0].grouped and len(leads) > 1:
            one = _group_card(line, leads).tally
            assert one is not None  # noqa: S101 -- a group's card has it
            told.append(
                f"{text}: {one.reported}/{one.total} đơn vị đã báo, {one.confirmed} đã xác nhận"
            )
            continue
        told.extend(_in_words(lead) for lead in leads)
    return told


def _in_words(lead: LeadLine) -> str:
    percent = f" {lead.percent} %" if lead.percent is not None else ""
    words = f": {lead.words}" if lead.words else ""
    return f"{lead.agency or lead.text or NOBODY}: {lead.state_words}{percent}{words}"


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row as the decision prints it, with what became of it; `mine` is the reader's own lead line."""

    line: TaskLine
    words: list[str]
    mine: LeadLine | None = None

    @property
    def cells(self) -> list[str]:
        """The decision's cells after «Nội dung»."""
        return printed_cells(self.line)[2:]


def table_rows(found: Iterable[TaskLine], own: Iterable[int] = ()) -> list[TableRow]:
    keys = set(own)
    return [
        TableRow(
            line,
            leads_in_words(line),
            next((one for one in line.leads if one.agency and one.agency.pk in keys), None),
        )
        for line in found
    ]


def head(programme: WorkProgramme) -> list[str]:
    """The columns of the sheet: the decision's own, then what became of each row."""
    return [*programme.headings, *STATE_COLUMNS]


def sheet_rows(found: Iterable[TaskLine]) -> list[list[Any]]:
    """In the order of `head`; a row for each group's title as the decision has it."""
    rows: list[list[Any]] = []
    group = 0
    for line in found:
        task = line.task
        if task.group_id != group:
            group = task.group_id
            blank = [""] * (len(printed_cells(line)) + len(STATE_COLUMNS) - 2)
            rows.append([task.group.number, task.group.title, *blank])
        rows.append([*printed_cells(line), *state_cells(line)])
    return rows


def printed_cells(line: TaskLine) -> list[str]:
    """The seven cells of the decision, as printed."""
    task = line.task
    return [
        task.number,
        task.content,
        ", ".join(dict.fromkeys(lead.text for lead in line.leads)),
        ", ".join(text for text, _ in line.coordinators),
        task.due_text,
        task.expected_result,
        task.note,
    ]


def state_cells(line: TaskLine) -> list[Any]:
    """In the order of STATE_COLUMNS; what is not known stays blank."""
    last = line.last
    return [
        f"{line.colour.label}" + (f" ({line.why})" if line.why else ""),
        line.due_on,
        line.times_extended or None,
        line.days_late or None,
        "\n".join(leads_in_words(line)),
        last.effective_on if last else None,
        "minh họa" if line.illustrative else "",
    ]
