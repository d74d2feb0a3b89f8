"""The frozen shapes of an agency's report. Days are ISO text, so that they go to JSON and back unchanged.

None is «not reported», 0 is zero: both survive the round trip.
"""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Ref:
    """A criterion, named as its set names it."""

    number: int
    name: str


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
    """A target of the commune, in the words of its paper."""

    text: str
    year: int | None
    source: str


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
    agency: str
    agency_short: str
    criteria_set: str
    total: int
    period_starts: str
    before_on: str
    as_of: str
    known_at: str
    mandates: tuple[Mandate, ...]
    plans: tuple[str, ...]
    communes: tuple[CommuneFigures, ...]
    sector: tuple[SectorFigures, ...]

    @property
    def illustrative(self) -> bool:
        return any(one.illustrative for one in self.communes) or any(
            one.illustrative for one in self.sector
        )

    def of_duty(self, duty: str) -> tuple[CommuneFigures, ...]:
        return tuple(one for one in self.communes if one.duty == duty)


def thaw(given: dict[str, Any]) -> AgencyFigures:
    """The figures as they were frozen: `thaw(asdict(figures)) == figures`, also through JSON."""
    return AgencyFigures(
        **given
        | {
            "mandates": tuple(Mandate(**one) for one in given["mandates"]),
            "plans": tuple(given["plans"]),
            "communes": tuple(_commune(one) for one in given["communes"]),
            "sector": tuple(_sector(one) for one in given["sector"]),
        }
    )


def _refs(rows: list[dict[str, Any]]) -> tuple[Ref, ...]:
    return tuple(Ref(**row) for row in rows)


def _commune(given: dict[str, Any]) -> CommuneFigures:
    lists = ("gained", "newly_met", "lost", "unmet", "unknown")
    return CommuneFigures(
        **given
        | {name: _refs(given[name]) for name in lists}
        | {
            "stated": tuple(Stated(**one) for one in given["stated"]),
            "earlier": tuple(
                Earlier(**one | {"met": _refs(one["met"]), "unmet": _refs(one["unmet"])})
                for one in given["earlier"]
            ),
            "recognised": tuple(Recognised(**one) for one in given["recognised"]),
            "goals": tuple(Goal(**one) for one in given["goals"]),
        }
    )


def _sector(given: dict[str, Any]) -> SectorFigures:
    return SectorFigures(
        **given
        | {
            "criterion": Ref(**given["criterion"]),
            "indicators": tuple(given["indicators"]),
            "unmet": tuple(given["unmet"]),
        }
    )
