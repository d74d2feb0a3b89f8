"""What plans promised, and what happened: three dates, never one (year planned, of the standard, decision)."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from criteria.models import Recognition
from criteria.selectors import Standing
from plans.choices import TargetKind
from plans.models import Target


class Outcome(StrEnum):
    """How a promise came out by a day."""

    IN_TIME = "in_time"
    LATE = "late"
    REACHED = "reached"
    REVOKED = "revoked"
    OPEN = "open"
    OVERDUE = "overdue"
    NOT_YET = "not_yet"
    UNKNOWN = "unknown"
    NO_MEASURE = "no_measure"

    @property
    def label(self) -> str:
        return WORDS[self]

    @property
    def of_level(self) -> str:
        """The words where a level was promised: what is not recognised may only not be entered."""
        return LEVEL_WORDS.get(self, WORDS[self])

    @property
    def status(self) -> str:
        """The status whose shape and colour it takes."""
        return SHOWN.get(self, "")


WORDS = {
    Outcome.IN_TIME: "đạt đúng hẹn",
    Outcome.LATE: "đạt, muộn so với hẹn",
    Outcome.REACHED: "đã đạt",
    Outcome.REVOKED: "đã đạt rồi bị thu hồi",
    Outcome.OPEN: "chưa đạt, còn thời hạn",
    Outcome.OVERDUE: "quá năm hẹn, chưa đạt",
    Outcome.NOT_YET: "chưa đạt",
    Outcome.UNKNOWN: "chưa đủ đánh giá để biết",
    Outcome.NO_MEASURE: "kế hoạch không nêu mốc đo được",
}
LEVEL_WORDS = {
    Outcome.OPEN: "chưa có công nhận, còn thời hạn",
    Outcome.OVERDUE: "quá năm hẹn, chưa có công nhận nào được nhập",
    Outcome.NOT_YET: "chưa có công nhận nào được nhập",
}
SHOWN = {
    Outcome.IN_TIME: "met",
    Outcome.LATE: "met",
    Outcome.REACHED: "met",
    Outcome.REVOKED: "not_met",
    Outcome.OPEN: "in_progress",
    Outcome.OVERDUE: "not_met",
    Outcome.NOT_YET: "in_progress",
}


@dataclass(frozen=True, slots=True)
class Promise:
    """A target of a plan with what became of it; `met`: criteria met now, where it counts them."""

    target: Target
    outcome: Outcome
    recognition: Recognition | None = None
    met: int | None = None

    @property
    def label(self) -> str:
        of_level = self.target.kind == TargetKind.LEVEL
        return self.outcome.of_level if of_level else self.outcome.label

    @property
    def years_late(self) -> int | None:
        """Years between the year promised and the year of the standard."""
        if self.outcome is not Outcome.LATE or self.recognition is None:
            return None
        return (self.recognition.year or 0) - (self.target.year or 0)


def promises_of(
    targets: Iterable[Target],
    recognitions: Mapping[str, list[Recognition]],
    now: Standing | None,
    day: dt.date,
) -> tuple[Promise, ...]:
    """One commune's targets; its recognitions by level, as known by that day, earliest first."""
    return tuple(_promise(one, recognitions.get(one.level, []), now, day) for one in targets)


def _promise(
    target: Target, recognitions: list[Recognition], now: Standing | None, day: dt.date
) -> Promise:
    if target.kind == TargetKind.LEVEL and target.level:
        return _of_level(target, recognitions, day)
    if target.kind == TargetKind.CRITERIA_MET and target.at_least is not None:
        return _of_count(target, now, day)
    return Promise(target, Outcome.NO_MEASURE)


def _of_level(target: Target, recognitions: list[Recognition], day: dt.date) -> Promise:
    alive = [one for one in recognitions if one.revoked_on is None or one.revoked_on > day]
    if alive:
        return Promise(target, _when(target.year, alive[0]), alive[0])
    if recognitions:
        return Promise(target, Outcome.REVOKED, recognitions[-1])
    return Promise(target, _unmet(target.year, day))


def _when(promised: int | None, recognition: Recognition) -> Outcome:
    """By the year of the standard; unknown, a decision within the promised year proves it in time."""
    if promised is None:
        return Outcome.REACHED
    if recognition.year is not None:
        return Outcome.IN_TIME if recognition.year <= promised else Outcome.LATE
    return Outcome.IN_TIME if recognition.since.year <= promised else Outcome.REACHED


def _of_count(target: Target, now: Standing | None, day: dt.date) -> Promise:
    if now is None or not now.assessed or (target.out_of and now.total != target.out_of):
        return Promise(target, Outcome.UNKNOWN)
    wanted = target.at_least or 0
    if now.met >= wanted:
        return Promise(target, Outcome.REACHED, met=now.met)
    if now.met + len(now.unknown) >= wanted:
        return Promise(target, Outcome.UNKNOWN, met=now.met)
    return Promise(target, _unmet(target.year, day), met=now.met)


def _unmet(promised: int | None, day: dt.date) -> Outcome:
    if promised is None:
        return Outcome.NOT_YET
    return Outcome.OPEN if day.year <= promised else Outcome.OVERDUE
