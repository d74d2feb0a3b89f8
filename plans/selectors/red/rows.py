"""«Đỏ phải có kế hoạch»: each unmet indicator with what is being done about it, and what rests on promises."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlencode

from django.db.models import QuerySet, prefetch_related_objects

from communes.models import Agency, Commune
from criteria.models import CriteriaSet, Responsibility, SponsorAssignment
from criteria.selectors import Standing, set_in_force, standings
from plans.models import Acceptance
from plans.selectors.red.deeds import Deed, Deeds, deeds
from plans.selectors.red.unmet import Measure, Spot, measure
from plans.selectors.tasks import TaskLine


class RedKind(StrEnum):
    """The lists, by their word in the address. The first three ask the office for something."""

    NO_PLAN = "khong-ke-hoach"
    DONE_BUT_RED = "xong-van-chua-dat"
    SHAKY = "dat-chua-chac"
    IN_HAND = "dang-lam"
    ACCEPTED = "duoc-chap-nhan"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS = {
    RedKind.NO_PLAN: "Chưa đạt, chưa có kế hoạch",
    RedKind.DONE_BUT_RED: "Đã làm xong, vẫn chưa đạt",
    RedKind.SHAKY: "Đạt khi việc chưa xong",
    RedKind.IN_HAND: "Chưa đạt, đang làm",
    RedKind.ACCEPTED: "Chấp nhận chưa đạt",
}


@dataclass(frozen=True, slots=True)
class RedCounts:
    """Of the first three lists, for the first page of the office; `red`: every unmet one."""

    no_plan: int
    done_but_red: int
    shaky: int
    in_hand: int = 0
    accepted: int = 0

    @property
    def red(self) -> int:
        return self.no_plan + self.done_but_red + self.in_hand + self.accepted

    def of(self, kind: RedKind) -> int:
        return {
            RedKind.NO_PLAN: self.no_plan,
            RedKind.DONE_BUT_RED: self.done_but_red,
            RedKind.SHAKY: self.shaky,
            RedKind.IN_HAND: self.in_hand,
            RedKind.ACCEPTED: self.accepted,
        }[kind]


@dataclass(frozen=True, slots=True)
class RedRow:
    """A spot with what is planned, what was done since it was last met, and who stands behind it.

    `around`: tasks for the commune as a whole that say nothing of the criterion; they are no plan.
    """

    kind: RedKind
    spot: Spot
    planned: tuple[Deed, ...]
    done: tuple[Deed, ...]
    lapsed: tuple[Deed, ...]
    around: tuple[Deed, ...]
    acceptance: Acceptance | None
    sponsors: tuple[Agency, ...] = ()
    answering: tuple[Agency, ...] = ()

    @property
    def illustrative(self) -> bool:
        told = (*self.planned, *self.done)
        accepted = self.acceptance is not None and self.acceptance.illustrative
        return self.spot.illustrative or accepted or any(one.illustrative for one in told)

    @property
    def late(self) -> bool:
        return any(one.late for one in self.planned)

    @property
    def query(self) -> str:
        """What an address says of it: «xa=19543&tieu-chi=21&chi-tieu=57»."""
        spot = self.spot
        named = {"xa": spot.commune.code, "tieu-chi": spot.criterion.pk}
        return urlencode(named | ({"chi-tieu": spot.indicator.pk} if spot.indicator else {}))

    def concerns(self, slug: str) -> bool:
        """An agency that stands behind the commune or answers for the indicator."""
        return any(one.slug == slug for one in (*self.sponsors, *self.answering))


@dataclass(frozen=True, slots=True)
class Red:
    """Every row of the communes asked for, in their order; None of a set: nothing is in force."""

    criteria_set: CriteriaSet | None
    rows: tuple[RedRow, ...]

    @property
    def counts(self) -> RedCounts:
        found = Counter(row.kind for row in self.rows)
        return RedCounts(
            no_plan=found[RedKind.NO_PLAN],
            done_but_red=found[RedKind.DONE_BUT_RED],
            shaky=found[RedKind.SHAKY],
            in_hand=found[RedKind.IN_HAND],
            accepted=found[RedKind.ACCEPTED],
        )


@dataclass(frozen=True, slots=True)
class AtHand:
    """What a page knows already: the set in force, where its communes stand now, lines of tasks by task."""

    criteria_set: CriteriaSet
    standings: Sequence[Standing]
    told: Mapping[int, TaskLine]


def counts(day: dt.date) -> RedCounts:
    """Over every commune of that day."""
    known = _read(Commune.objects.on(day), day)
    return counts_of(known, day) if known else RedCounts(0, 0, 0)


def counts_of(known: AtHand, day: dt.date) -> RedCounts:
    """The same of what is at hand."""
    return _gathered(known, day, _Behind({}, {}, {})).counts


def red(day: dt.date, communes: QuerySet[Commune] | None = None) -> Red:
    """What is unmet on the set in force on that day, and what is met while its work is not done.

    Statuses as they stand now. The number of queries follows neither communes nor criteria.
    """
    known = _read(Commune.objects.on(day) if communes is None else communes, day)
    return red_of(known, day) if known else Red(None, ())


def red_of(known: AtHand, day: dt.date) -> Red:
    """The same of what is at hand."""
    return _gathered(known, day, _Behind.on(day, [one.commune for one in known.standings]))


def _read(communes: QuerySet[Commune], day: dt.date) -> AtHand | None:
    criteria_set = set_in_force(day)
    if criteria_set is None:
        return None
    prefetch_related_objects([criteria_set], "criteria")
    places = list(communes.select_related("district"))
    return AtHand(criteria_set, standings(criteria_set, places), {})


def _gathered(known: AtHand, day: dt.date, behind: "_Behind") -> Red:
    measured = measure(known.criteria_set, known.standings, day)
    places = [one.commune for one in known.standings]
    help_ = deeds(measured.criteria, places, day, known.told)
    return Red(known.criteria_set, tuple(_rows(measured, help_, behind)))


def _rows(measured: Measure, known: Deeds, behind: "_Behind") -> Iterable[RedRow]:
    order = {one.commune.pk: place for place, one in enumerate(measured.standings)}
    met = {one.commune.pk: one.met for one in measured.standings}
    rows = [_red(spot, known, met[spot.commune.pk], behind) for spot in measured.red]
    rows += [row for spot in measured.met() if (row := _shaky(spot, known, behind))]
    return sorted(rows, key=lambda row: (order[row.spot.commune.pk], row.spot.criterion.number))


def _red(spot: Spot, known: Deeds, met: int, behind: "_Behind") -> RedRow:
    about = known.about(spot)
    planned = tuple(one for one in about if one.open and not one.lapsed)
    lapsed = tuple(one for one in about if one.lapsed)
    done = tuple(one for one in about if _still_counts(one, spot))
    acceptance = known.acceptance(spot)
    if planned:
        kind = RedKind.IN_HAND
    elif acceptance:
        kind = RedKind.ACCEPTED
    else:
        kind = RedKind.DONE_BUT_RED if done else RedKind.NO_PLAN
    people = (behind.sponsors_of(spot), behind.answering_for(spot))
    around = known.around(spot, met)
    return RedRow(kind, spot, planned, done, lapsed, around, acceptance, *people)


def _still_counts(deed: Deed, spot: Spot) -> bool:
    """Done since the criterion was last met: what was done before that did its work."""
    return deed.done_on is not None and (spot.last_met is None or deed.done_on > spot.last_met)


def _shaky(spot: Spot, known: Deeds, behind: "_Behind") -> RedRow | None:
    holding = tuple(one for one in known.about(spot) if one.holds(spot))
    if not holding:
        return None
    people = (behind.sponsors_of(spot), behind.answering_for(spot))
    return RedRow(RedKind.SHAKY, spot, holding, (), (), (), None, *people)


@dataclass(frozen=True, slots=True)
class _Behind:
    """Who stands behind a commune and who answers for an indicator, or for one of a criterion's."""

    sponsors: dict[int, tuple[Agency, ...]]
    by_indicator: dict[int, tuple[Agency, ...]]
    by_criterion: dict[int, tuple[Agency, ...]]

    @classmethod
    def on(cls, day: dt.date, communes: Sequence[Commune]) -> "_Behind":
        sponsors: dict[int, dict[Agency, None]] = defaultdict(dict)
        held = SponsorAssignment.objects.on(day).filter(commune__in=[one.pk for one in communes])
        for one in held.select_related("agency").order_by("agency__sort_key", "pk"):
            sponsors[one.commune_id][one.agency] = None
        indicators: dict[int, dict[Agency, None]] = defaultdict(dict)
        criteria: dict[int, dict[Agency, None]] = defaultdict(dict)
        answers = Responsibility.objects.on(day).select_related("agency", "indicator")
        for row in answers.order_by("agency__sort_key", "pk"):
            indicators[row.indicator_id][row.agency] = None
            criteria[row.indicator.criterion_id][row.agency] = None
        return cls(
            *(
                {key: tuple(row) for key, row in found.items()}
                for found in (sponsors, indicators, criteria)
            )
        )

    def sponsors_of(self, spot: Spot) -> tuple[Agency, ...]:
        return self.sponsors.get(spot.commune.pk, ())

    def answering_for(self, spot: Spot) -> tuple[Agency, ...]:
        if spot.indicator is not None:
            return self.by_indicator.get(spot.indicator.pk, ())
        return self.by_criterion.get(spot.criterion.pk, ())
