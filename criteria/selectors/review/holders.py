"""Who held each file of a round for how many working days; the steps of a file partition its way.

The way begins on the day the file was opened (it lies with its commune then) and ends with the
confirmation, today, or the day on which the round closed over it. Appraisers that hold a file at
once stand inside one step; a sponsor's review stands beside the way and is not counted in it.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.utils import timezone

from accounts.calendar import working_day
from communes.models import Agency
from criteria.choices import FileState, HoldEnd, Stage
from criteria.models import Holding, Round, Submission
from documents.calendar import WorkCalendar
from documents.selectors.days_off import work_calendar

NOBODY = "không cơ quan nào giữ"
COLUMNS = [
    *("Kỳ", "Mã xã", "Xã", "Huyện", "Bước", "Cơ quan giữ", "Lần gửi"),
    *("Từ ngày", "Đến ngày", "Ngày làm việc của bước", "Ngày làm việc của cơ quan", "Kết thúc"),
]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A file lay somewhere from one day (not counted) to another (counted).

    `until` is None while it still lies there. `inside` holds the single appraisers of a step, if
    several held the file; `agency` is None then. `stage` is None while nobody held the file.
    """

    since: dt.date
    until: dt.date | None
    days: int
    stage: int | None = None
    agency: Agency | None = None
    turn: int = 0
    ended: str = ""
    inside: tuple["Stretch", ...] = ()

    @property
    def who(self) -> str:
        if self.inside:
            return f"{len(self.inside)} cơ quan cùng giữ"
        return str(self.agency) if self.agency else NOBODY

    @property
    def ended_words(self) -> str:
        return str(HoldEnd(self.ended).label) if self.ended else ""

    @property
    def single(self) -> tuple["Stretch", ...]:
        """What each agency held in this step."""
        if self.inside:
            return self.inside
        return (self,) if self.agency else ()


@dataclass(frozen=True, slots=True)
class FileTime:
    """The steps of a file in their order; their sum is the total. `beside`: sponsors' reviews."""

    file: Submission
    steps: tuple[Stretch, ...]
    beside: tuple[Stretch, ...]
    total: int

    @property
    def since(self) -> dt.date | None:
        return self.steps[0].since if self.steps else None


@dataclass(slots=True)
class Average:
    """How long an agency, or a stage, holds a file: how often, on average, at the longest."""

    agency: Agency | None = None
    stage: int | None = None
    days: list[int] = field(default_factory=list)
    held: int = 0  # of them still held
    longest: FileTime | None = None

    @property
    def count(self) -> int:
        return len(self.days)

    @property
    def mean(self) -> float:
        return sum(self.days) / len(self.days)

    @property
    def most(self) -> int:
        return max(self.days)

    def add(self, stretch: Stretch, time: FileTime) -> None:
        if not self.days or stretch.days > self.most:
            self.longest = time
        self.days.append(stretch.days)
        self.held += stretch.until is None


def stretches(file: Submission) -> FileTime:
    """One file; it carries its round. Two queries."""
    return file_times([file])[0]


def file_times(files: Iterable[Submission]) -> list[FileTime]:
    """In the order given; two queries, however many. Files carry their round."""
    wanted = list(files)
    held: dict[int, list[Holding]] = defaultdict(list)
    rows = Holding.objects.filter(submission__in=wanted).select_related("agency")
    for one in rows.order_by("pk"):
        held[one.submission_id].append(one)
    calendar, today = work_calendar(), working_day()
    return [time_of(one, held[one.pk], end_of(one, today), calendar) for one in wanted]


def periods() -> list[Round]:
    """The rounds that have files."""
    return list(Round.objects.filter(submissions__isnull=False).distinct())


def end_of(file: Submission, today: dt.date) -> dt.date:
    """Up to when what is still held counts."""
    closed = file.round.closed_at
    if closed is None or not file.is_locked:
        return today
    return min(today, timezone.localtime(closed).date())


def time_of(
    file: Submission, holdings: Sequence[Holding], end: dt.date, calendar: WorkCalendar
) -> FileTime:
    """The way of a file from its holdings, in the order in which they were made."""
    way = [one for one in holdings if not one.beside]
    steps = tuple(_steps(way, end, calendar, done=file.state == FileState.CONFIRMED))
    beside = tuple(_stretch(one, end, calendar) for one in holdings if one.beside)
    return FileTime(file, steps, beside, _total(steps, end, calendar))


def _total(steps: Sequence[Stretch], end: dt.date, calendar: WorkCalendar) -> int:
    """Counted in one piece, from the first day to the last: what the steps have to add up to."""
    if not steps:
        return 0
    return calendar.between(steps[0].since, steps[-1].until or max(end, steps[-1].since))


def _steps(
    way: Sequence[Holding], end: dt.date, calendar: WorkCalendar, *, done: bool
) -> Iterator[Stretch]:
    """One after another without gap or overlap: where nobody held the file, a step says so."""
    at: dt.date | None = None
    held = False
    for group in _groups(way):
        began = min(one.since for one in group)
        if at is not None and began > at:
            yield Stretch(at, began, calendar.between(at, began))
        began = began if at is None else max(began, at)
        held = any(one.until is None for one in group)
        at = max(began, end if held else max(one.until for one in group if one.until))
        days = calendar.between(began, at)
        first, until = group[0], None if held else at
        if len(group) == 1:
            yield Stretch(began, until, days, first.stage, first.agency, first.turn, first.ended)
            continue
        inside = tuple(_stretch(one, end, calendar) for one in group)
        yield Stretch(began, until, days, first.stage, turn=first.turn, inside=inside)
    if at is not None and not held and not done and end > at:
        yield Stretch(at, None, calendar.between(at, end))


def _stretch(one: Holding, end: dt.date, calendar: WorkCalendar) -> Stretch:
    until = one.until or max(end, one.since)
    days = calendar.between(one.since, until)
    return Stretch(one.since, one.until, days, one.stage, one.agency, one.turn, one.ended)


def _groups(way: Sequence[Holding]) -> Iterator[list[Holding]]:
    """Each holding by itself, but the appraisers of a turn together."""

    def key(pair: tuple[int, Holding]) -> tuple[int, int]:
        place, one = pair
        return (one.turn, -1) if one.stage == Stage.APPRAISED else (one.turn, place)

    for _, group in groupby(enumerate(way), key=key):
        yield [one for _, one in group]


def by_stage(times: Iterable[FileTime]) -> list[Average]:
    """How long files stay at each stage, lowest first; what nobody held is left out."""
    found: dict[int, Average] = {}
    for time in times:
        for step in time.steps:
            if step.stage is not None:
                found.setdefault(step.stage, Average(stage=step.stage)).add(step, time)
    return [found[stage] for stage in sorted(found)]


def by_agency(times: Iterable[FileTime]) -> list[Average]:
    """How long each agency holds a file at each stage, the slowest first."""
    found: dict[tuple[int, int], Average] = {}
    for time in times:
        for step in time.steps:
            for one in step.single:
                assert one.agency is not None  # noqa: S101 -- `single` gives those of agencies
                row = found.setdefault(
                    (one.stage or 0, one.agency.pk), Average(one.agency, one.stage)
                )
                row.add(one, time)
    return sorted(
        found.values(),
        key=lambda one: (-one.mean, one.stage or 0, one.agency.sort_key if one.agency else ""),
    )


def sheet_rows(times: Iterable[FileTime]) -> Iterator[list[Any]]:
    """Every stretch for a spreadsheet, in the order of COLUMNS; days of steps add up, those beside are blank."""
    for time in times:
        for step in time.steps:
            rows = step.inside or (step,)
            for place, one in enumerate(rows):
                yield _row(time.file, one, step.days if not place else None)
        for one in time.beside:
            yield _row(time.file, one, None)


def _row(file: Submission, one: Stretch, days: int | None) -> list[Any]:
    commune = file.scorecard.commune
    return [
        *(str(file.round), commune.code, commune.name),
        commune.district.name if commune.district else "",
        Stage(one.stage).label if one.stage else "",
        *(one.who, one.turn, one.since, one.until, days, one.days, one.ended_words),
    ]
