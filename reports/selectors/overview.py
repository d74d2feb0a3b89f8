"""The province on any day: where its communes stand, and the rows behind each figure."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import NamedTuple

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse

from accounts.calendar import working_day
from communes.models import Commune, District
from criteria.choices import Change, Level, gained, lost
from criteria.models import (
    CriteriaSet,
    Criterion,
    Recognition,
    Round,
    Scorecard,
    SponsorAssignment,
    holds,
)
from criteria.selectors import Standing, standings
from reports.figures.bands import FULL, NO_DATA, UNCLEAR
from reports.figures.bands import bands as spans
from reports.selectors.asked import Asked

# What the page shows of a place; it reads all of them.
SHOWN = ["starts"] + [
    f"{of}{name}" for of in ("", "district__") for name in ("code", "name", "kind", "sort_key")
]


@dataclass(frozen=True, slots=True)
class Row:
    """A commune of the table: now, and at the last cut-off where something has changed since."""

    standing: Standing
    before: Standing
    set_code: str
    scorecard: int | None
    recognised: frozenset[str]
    recognised_before: frozenset[str]
    illustrative: frozenset[str]  # levels whose recognition is illustrative

    @property
    def commune(self) -> Commune:
        return self.standing.commune

    @property
    def address(self) -> str:
        """Where its scorecard opens."""
        if self.scorecard:
            return reverse("criteria:scorecard_detail", args=[self.scorecard])
        return reverse("criteria:scorecard_open", args=[self.commune.code, self.set_code])

    @property
    def gained(self) -> tuple[int, ...]:
        """Criteria that were judged and not met, and are met now."""
        return self._turned(gained)

    @property
    def lost(self) -> tuple[int, ...]:
        return self._turned(lost)

    @property
    def change(self) -> int:
        """Gained less lost. A first judgement changes what is known, not the commune."""
        return len(self.gained) - len(self.lost)

    @property
    def fresh(self) -> tuple[int, ...]:
        """Criteria judged for the first time since the cut-off."""
        if self.before is self.standing:
            return ()
        was, now = self.before.cells, self.standing.cells
        return tuple(n for n in now if now[n].status and not was[n].status)

    @property
    def reasons(self) -> list[tuple[str, int]]:
        """Why: each label of what was gained and lost, in words, with how many have it."""
        cells = self.standing.cells
        found = Counter(cells[number].change for number in (*self.gained, *self.lost))
        return [(one.label, found[one.value]) for one in Change if found[one.value]]

    def _turned(self, how: Callable[[str, str], bool]) -> tuple[int, ...]:
        if self.before is self.standing:
            return ()
        was = self.before.cells
        return tuple(n for n, now in self.standing.cells.items() if how(was[n].status, now.status))


class Known(NamedTuple):
    """A recognition as far as the overview asks."""

    level: str
    since: dt.date
    revoked_on: dt.date | None
    illustrative: bool

    def holds_on(self, day: dt.date) -> bool:
        return holds(self.since, self.revoked_on, day)


@dataclass(frozen=True, slots=True)
class Band:
    """Communes by number of criteria met, as the reports count them."""

    key: str
    label: str
    low: int = 0
    high: int = 0
    count: int = 0
    link: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """Every commune of the province on one day, measured with one set."""

    day: dt.date
    criteria_set: CriteriaSet
    cutoff: dt.date | None
    rows: tuple[Row, ...]

    @property
    def criteria(self) -> list[Criterion]:
        return list(self.criteria_set.criteria.all())

    @property
    def total(self) -> int:
        return len(self.criteria)

    def average(self) -> tuple[Decimal, int] | None:
        """Criteria met on average over the communes wholly assessed, and how many these are."""
        return average(self.rows)


def average(rows: Iterable[Row]) -> tuple[Decimal, int] | None:
    """Criteria met on average over the communes wholly assessed, and how many these are."""
    whole = [row.standing for row in rows if not row.standing.unknown]
    known = [standing.met for standing in whole if standing.has_data]
    return (Decimal(sum(known)) / len(known), len(known)) if known else None


def sets_on(day: dt.date) -> list[CriteriaSet]:
    """The yardsticks to choose from, with their criteria and the last cut-off before the day.

    One query: the criteria bring their sets along, and are put where a prefetch would put them.
    """
    cutoff = Round.objects.regular().filter(ends__lt=day).order_by("-ends").values("ends")[:1]
    found: dict[int, CriteriaSet] = {}
    criteria: dict[int, list[Criterion]] = {}
    for one in Criterion.objects.select_related("criteria_set").annotate(cutoff=Subquery(cutoff)):
        whole = found.setdefault(one.criteria_set_id, one.criteria_set)
        vars(whole)["cutoff"] = vars(one)["cutoff"]
        one.criteria_set = whole
        criteria.setdefault(whole.pk, []).append(one)
    for whole in found.values():
        rows = whole.criteria.all()
        vars(rows).update(_result_cache=criteria[whole.pk], _prefetch_done=True)
        vars(whole)["_prefetched_objects_cache"] = {"criteria": rows}
    return list(found.values())


def choose_set(sets: Sequence[CriteriaSet], code: str, day: dt.date) -> CriteriaSet | None:
    """The set that was asked for, else the one in force on the day."""
    for one in sets:
        if one.code == code:
            return one
    in_force = [one for one in sets if one.level == Level.STANDARD and one.covers(day)]
    return max(in_force, key=lambda one: one.starts, default=None)


def picture(
    criteria_set: CriteriaSet, day: dt.date, *, communes: QuerySet[Commune] | None = None
) -> Picture:
    """The standings of that day, with what changed since the cut-off noted on the set."""
    cutoff: dt.date | None = getattr(criteria_set, "cutoff", None)
    places = _with_scorecards(
        Commune.objects.on(day) if communes is None else communes, criteria_set
    )
    as_of = None if day == working_day() else day
    now = standings(criteria_set, places, as_of=as_of)
    before = _before(criteria_set, now, cutoff)
    known = _recognitions(day)
    rows = tuple(
        _row(
            one,
            before.get(one.commune.pk, one),
            criteria_set.code,
            known.get(one.commune.pk, ()),
            day,
        )
        for one in now
    )
    return Picture(day, criteria_set, cutoff, rows)


def _with_scorecards(communes: QuerySet[Commune], criteria_set: CriteriaSet) -> QuerySet[Commune]:
    """Beside each commune the key of its scorecard."""
    scorecard = Scorecard.objects.filter(commune=OuterRef("pk"), criteria_set=criteria_set)
    rows: QuerySet[Commune] = communes.select_related("district").annotate(
        scorecard_pk=Subquery(scorecard.values("pk")[:1])
    )
    return rows.only(*SHOWN)


def _recognitions(day: dt.date) -> dict[int, list[Known]]:
    """What was known on that day of each commune's recognitions, revoked ones among it."""
    found: dict[int, list[Known]] = {}
    rows = Recognition.objects.filter(since__lte=day).order_by()
    for commune, *known in rows.values_list(
        "commune_id", "level", "since", "revoked_on", "illustrative"
    ):
        found.setdefault(commune, []).append(Known(*known))
    return found


def _before(
    criteria_set: CriteriaSet, now: Iterable[Standing], cutoff: dt.date | None
) -> dict[int, Standing]:
    """The standings at the cut-off, for those communes of which a word that counts is newer.

    A word that counts now and was effective then counted then as well: the others are unchanged.
    """
    if cutoff is None:
        return {}
    changed = [
        one.commune
        for one in now
        if any(cell.effective_on and cell.effective_on > cutoff for cell in one.cells.values())
    ]
    if not changed:
        return {}
    return {one.commune.pk: one for one in standings(criteria_set, changed, as_of=cutoff)}


def _row(
    standing: Standing,
    before: Standing,
    set_code: str,
    recognitions: Sequence[Known],
    day: dt.date,
) -> Row:
    now = [one for one in recognitions if one.holds_on(day)]
    return Row(
        standing=standing,
        before=before,
        set_code=set_code,
        scorecard=vars(standing.commune)["scorecard_pk"],
        recognised=frozenset(one.level for one in now),
        recognised_before=frozenset(
            one.level for one in recognitions if one.holds_on(last_year_end(day))
        ),
        illustrative=frozenset(one.level for one in now if one.illustrative),
    )


def last_year_end(day: dt.date) -> dt.date:
    return dt.date(max(day.year - 1, dt.MINYEAR), 12, 31)


def bands(total: int) -> list[Band]:
    """From «đủ tiêu chí» down; what cannot be told from what is known comes last."""
    found = [Band(one.key, one.words, one.low, one.high) for one in spans(total)]
    found.append(Band(UNCLEAR, "chưa đủ số liệu để xếp"))
    found.append(Band(NO_DATA, "chưa có số liệu"))
    return found


def band_of(standing: Standing, among: Iterable[Band]) -> str:
    """The band a commune is in whatever nobody judged turns out to be; else «chưa đủ số liệu»."""
    if not standing.has_data:
        return NO_DATA
    if standing.is_full:
        return FULL
    if standing.unknown and not standing.unmet:
        return UNCLEAR
    low, high = standing.met, standing.met + len(standing.unknown)
    for band in among:
        if band.key not in {FULL, UNCLEAR, NO_DATA} and band.low <= low and high <= band.high:
            return band.key
    return UNCLEAR


def is_full_unrecognised(row: Row, level: str) -> bool:
    return row.standing.is_full and level not in row.recognised


def is_recognised_failing(row: Row, level: str) -> bool:
    """Recognised, and at least one criterion was judged and is not met."""
    return level in row.recognised and bool(row.standing.unmet)


def counted(rows: Sequence[Row], total: int, asked: Asked) -> list[Band]:
    """The bands with the number of communes in each, and the way to these communes."""
    among = bands(total)
    found = Counter(band_of(row.standing, among) for row in rows)
    return [
        replace(band, count=found[band.key], link=asked.link(band=band.key))
        for band in among
        if found[band.key] or band.key != UNCLEAR
    ]


def districts_of(rows: Iterable[Row]) -> list[District]:
    found = {row.commune.district.pk: row.commune.district for row in rows if row.commune.district}
    return sorted(found.values(), key=lambda one: one.sort_key)


def mandates(day: dt.date) -> list[SponsorAssignment]:
    """Who stands behind which commune on that day."""
    rows = SponsorAssignment.objects.on(day).select_related("agency")
    return list(rows.order_by("agency__sort_key"))
