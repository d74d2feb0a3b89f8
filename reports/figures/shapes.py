"""The frozen shapes of an agency's report. Days are ISO text, so that they go to JSON and back unchanged.

None is «not reported», 0 is zero: both survive the round trip.
"""

from dataclasses import dataclass, field
from typing import Any

from reports.figures.agency.support import Support
from reports.figures.agency.work import Deed, Issued, Need, Part, Raised, Team
from reports.figures.thawing import thawed


@dataclass(frozen=True, slots=True)
class Ref:
    """A criterion, named as its set names it; `why`: what a change of it was labelled when it was said."""

    number: int
    name: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Stated:
    """A count that a paper states without naming what it counts, or that follows from what it says (derived)."""

    value: str
    out_of: int | None
    as_of: str
    source: str
    criteria_set: str
    derived: bool


@dataclass(frozen=True, slots=True)
class Earlier:
    """What was said on an older set, while nobody has spoken on the one in force."""

    criteria_set: str
    as_of: str
    met: tuple[Ref, ...]
    unmet: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class Recognised:
    level: str
    year: int | None
    decision: str
    decided_on: str
    illustrative: bool


@dataclass(frozen=True, slots=True)
class Goal:
    """A target of the commune, in the words of its paper; `aim`: the count that it sets («14–15/19»)."""

    text: str
    year: int | None
    source: str
    aim: str = ""


@dataclass(frozen=True, slots=True)
class Mandate:
    """The paper by which the agency stands behind its communes.

    Where its list is not at hand the assignments are carried on from the paper that it replaced.
    """

    paper: str
    cited: str
    replaces: str
    carried_on: bool


@dataclass(frozen=True, slots=True)
class CommuneFigures:
    name: str
    district: str
    duty: str
    carried_on: bool
    met_before: int | None
    met_now: int | None
    unknown_before: int
    gained: tuple[Ref, ...]
    newly_met: tuple[Ref, ...]
    lost: tuple[Ref, ...]
    unmet: tuple[Ref, ...]
    unknown: tuple[Ref, ...]
    stated: tuple[Stated, ...]
    earlier: tuple[Earlier, ...]
    recognised: tuple[Recognised, ...]
    goals: tuple[Goal, ...]
    illustrative: bool
    code: str = ""
    levels_before: tuple[str, ...] = ()  # recognised at the end of the last period

    @property
    def change(self) -> int | None:
        """How the count moved; nothing where either end is not reported."""
        if self.met_before is None or self.met_now is None:
            return None
        return self.met_now - self.met_before


@dataclass(frozen=True, slots=True)
class SectorFigures:
    """A criterion that the agency answers for, across all communes."""

    criterion: Ref
    indicators: tuple[str, ...]
    unverified: bool
    communes: int
    met_before: int | None
    met_now: int | None
    unmet: tuple[str, ...]
    unknown: int
    illustrative: bool


@dataclass(frozen=True, slots=True)
class AgencyFigures:
    """`yearly`: the report of a year, else of a half-year; `support` is of the whole year, the period's and before."""

    agency: str
    agency_short: str
    criteria_set: str
    total: int
    period_starts: str
    before_on: str
    as_of: str
    known_at: str
    mandates: tuple[Mandate, ...]
    plans: tuple[Issued, ...]
    communes: tuple[CommuneFigures, ...]
    sector: tuple[SectorFigures, ...]
    yearly: bool = False
    slug: str = ""
    set_code: str = ""
    papers: tuple[Issued, ...] = ()
    team: Team = field(default_factory=Team)
    support: tuple[Support, ...] = ()
    deeds: tuple[Deed, ...] = ()
    tasks: tuple[Part, ...] = ()
    needs: tuple[Need, ...] = ()
    raised: tuple[Raised, ...] = ()

    @property
    def illustrative(self) -> bool:
        marks = [
            *(one.illustrative for one in self.communes),
            *(one.illustrative for one in self.sector),
            *(one.illustrative for one in self.support),
            *(one.illustrative for one in self.deeds),
            *(one.illustrative for one in self.needs),
            *(one.task.illustrative for one in self.tasks),
        ]
        return any(marks)

    @property
    def given(self) -> tuple[Support, ...]:
        """Help that was done in the period."""
        return tuple(one for one in self.support if one.done and one.on >= self.period_starts)

    def of_duty(self, duty: str) -> tuple[CommuneFigures, ...]:
        return tuple(one for one in self.communes if one.duty == duty)


def thaw(given: dict[str, Any]) -> AgencyFigures:
    """The figures as they were frozen: `thaw(asdict(figures)) == figures`, also through JSON.

    The first runs named the agency's plans by their words alone.
    """
    plans = [{"text": one} if isinstance(one, str) else one for one in given["plans"]]
    return thawed(AgencyFigures, given | {"plans": plans})
