"""How a task of the work programme stands on a day, by working days. Pure Python.

Blue, yellow and red are `design.md`'s («blue soon, yellow behind, red overdue»); no paper at hand says when
a task counts as slow, so the numbers of working days are ours (`Limits`), kept with each programme and
changed there by the coordination office.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Colour(StrEnum):
    """From what presses most to what is over."""

    LATE = "late"
    BEHIND = "behind"
    SOON = "soon"
    OPEN = "open"
    DONE = "done"

    @property
    def label(self) -> str:
        return LABELS[self]

    @property
    def sign(self) -> str:
        """The shape beside the word, so that nothing rests on colour alone."""
        return SIGNS[self]

    @property
    def rank(self) -> int:
        """0 for the worst."""
        return list(Colour).index(self)


LABELS = {
    Colour.LATE: "quá hạn",
    Colour.BEHIND: "chậm",
    Colour.SOON: "sắp đến hạn",
    Colour.OPEN: "trong hạn",
    Colour.DONE: "đã hoàn thành",
}
SIGNS = {
    Colour.LATE: "✕",
    Colour.BEHIND: "!",
    Colour.SOON: "◔",
    Colour.OPEN: "○",
    Colour.DONE: "●",
}


class Calendar(Protocol):
    """Of `documents.calendar.WorkCalendar`, what is asked here."""

    def between(self, first: dt.date, last: dt.date) -> int:
        """Working days after `first` up to and including `last`; negative where last < first."""
        ...


@dataclass(frozen=True, slots=True)
class Limits:
    """Working days: `soon` before the day a task is soon due; `silent` without a word it is behind."""

    soon: int = 10
    silent: int = 22


@dataclass(frozen=True, slots=True)
class Said:
    """What one lead has made of its task by the day.

    `done_on`: the day on which it says the task was completed, unless that was returned; `confirmed`
    by whoever may; `begun`: it has said more than «chưa thực hiện»; `last_on`: its last word.
    """

    done_on: dt.date | None = None
    confirmed: bool = False
    stuck: bool = False
    begun: bool = False
    last_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """`days_late` in working days, also of what is done; `days_left` None once done or without a day."""

    colour: Colour
    days_late: int = 0
    days_left: int | None = None
    why: str = ""

    @property
    def left_words(self) -> str:
        """Of what is in time and has a day; true on a weekend or holiday just before or after it too."""
        if self.days_left == 0:
            return "không còn ngày làm việc nào sau hôm nay"
        return "" if self.days_left is None else f"còn {self.days_left} ngày làm việc"


def judge(
    said: Said,
    day: dt.date,
    *,
    due: dt.date | None,
    since: dt.date | None,
    calendar: Calendar,
    limits: Limits,
) -> Verdict:
    """How one lead stands.

    DONE: confirmed. LATE: a working day has passed after `due` (by the day on which the lead says it
    was completed, else by `day`). BEHIND: in time, yet stuck, or soon due and not begun, or without a word
    for more than `limits.silent` working days (counted from `since` where nothing was ever said).
    SOON: at most `limits.soon` working days left. OPEN: the rest, and what waits for confirmation in time.
    A deadline on a day off does not move: «Quý II/2024» ends on Sunday 30/6, Friday 28/6 is its last working
    day, Monday 1/7 its first day late. Mails count alike (`selectors.urging`).
    """
    late = max(calendar.between(due, said.done_on or day), 0) if due else 0
    if said.confirmed:
        return Verdict(Colour.DONE, late, why="đã xác nhận hoàn thành")
    if late:
        waits = "; chờ xác nhận hoàn thành" if said.done_on else ""
        return Verdict(Colour.LATE, late, why=f"quá hạn {late} ngày làm việc{waits}")
    if said.done_on:
        return Verdict(Colour.OPEN, why="chờ xác nhận hoàn thành")
    left = max(calendar.between(day, due), 0) if due else None
    soon = left is not None and left <= limits.soon
    colour = Colour.SOON if soon else Colour.OPEN
    why = Verdict(colour, days_left=left).left_words
    silent = _silence(said, day, since, calendar)
    if said.stuck:
        colour, why = Colour.BEHIND, "đơn vị báo gặp vướng mắc"
    elif soon and not said.begun:
        colour, why = Colour.BEHIND, f"{why}, chưa bắt đầu"
    elif silent > limits.silent:
        colour, why = Colour.BEHIND, f"{silent} ngày làm việc không có tiến độ mới"
    return Verdict(colour, days_left=left, why=why)


def _silence(said: Said, day: dt.date, since: dt.date | None, calendar: Calendar) -> int:
    last = said.last_on or since
    return calendar.between(last, day) if last else 0


def together(verdicts: Sequence[Verdict]) -> Verdict:
    """A task is as far as its slowest lead; done only when each of them is."""
    worst = min(verdicts, key=lambda one: (one.colour.rank, -one.days_late))
    late = max(one.days_late for one in verdicts)
    left: Iterable[int] = (one.days_left for one in verdicts if one.days_left is not None)
    return Verdict(worst.colour, late, min(left, default=None), worst.why)
