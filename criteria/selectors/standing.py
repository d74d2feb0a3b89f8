"""Where communes stand on a criteria set: the figure behind every page and every report."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, QuerySet
from django.db.models.functions import Cast

from communes.models import Commune
from criteria.choices import FAILING, Stage, Status
from criteria.models import CriteriaSet, Criterion, CurrentStatus, StatusEntry, counting


@dataclass(frozen=True, slots=True)
class Cell:
    """A commune on a criterion. Empty status: «chưa đánh giá»; `waiting`: a newer, lower word.

    `change`: why it differs from what counted before, as labelled when it was said.
    """

    status: str = ""
    stage: Stage | None = None
    waiting: str = ""
    illustrative: bool = False
    effective_on: dt.date | None = None
    change: str = ""


EMPTY = Cell()


@dataclass(frozen=True, slots=True)
class Standing:
    """A commune on a whole set: `unmet` was judged and is not met, `unknown` nobody judged."""

    commune: Commune
    cells: dict[int, Cell]
    met: int
    assessed: int
    total: int
    unmet: tuple[Criterion, ...]
    unknown: tuple[Criterion, ...]
    illustrative: bool

    @property
    def has_data(self) -> bool:
        return self.assessed > 0

    @property
    def is_full(self) -> bool:
        """Every criterion is met or does not apply, and at least one is met."""
        return self.met > 0 and not self.unmet and not self.unknown


def is_under(standing: Standing, limit: int) -> bool:
    """Below the limit even if everything that nobody judged were met."""
    may_be_full = not standing.unmet
    highest = standing.met + len(standing.unknown)
    return standing.has_data and not may_be_full and highest < limit


def may_be_under(standing: Standing, limit: int) -> bool:
    """Nobody knows whether it is below: too little was judged."""
    return standing.met < limit and not standing.is_full and not is_under(standing, limit)


def standings(
    criteria_set: CriteriaSet,
    communes: QuerySet[Commune] | Iterable[Commune],
    *,
    as_of: dt.date | None = None,
    known_at: dt.datetime | None = None,
) -> list[Standing]:
    """Each commune with its cells, in the order given.

    Without `as_of` and `known_at` the stored current state answers; with either, the entries do.
    """
    criteria = list(criteria_set.criteria.all())
    places = list(communes)
    if as_of is None and known_at is None:
        found = _current([criteria_set], communes)
    else:
        found = _recomputed(criteria_set, communes, as_of, known_at)
    return [_standing(commune, criteria, found.get(commune.pk, {})) for commune in places]


def standings_now(
    sets: Sequence[CriteriaSet], communes: Iterable[Commune]
) -> dict[int, list[Standing]]:
    """By the key of each set, what `standings` says today; in one query, beside those for their criteria."""
    places = list(communes)
    cells = _current(sets, places) if sets else {}
    found = {}
    for one in sets:
        criteria = list(one.criteria.all())
        found[one.pk] = [_standing(place, criteria, cells.get(place.pk, {})) for place in places]
    return found


def _standing(commune: Commune, criteria: list[Criterion], known: dict[int, Cell]) -> Standing:
    cells = {criterion.number: known.get(criterion.pk, EMPTY) for criterion in criteria}
    statuses = [cell.status for cell in cells.values()]
    pairs = list(zip(criteria, statuses, strict=True))
    return Standing(
        commune=commune,
        cells=cells,
        met=statuses.count(Status.MET.value),
        assessed=len(statuses) - statuses.count(""),
        total=len(criteria),
        unmet=tuple(criterion for criterion, status in pairs if status in FAILING),
        unknown=tuple(criterion for criterion, status in pairs if not status),
        illustrative=any(cell.illustrative for cell in cells.values()),
    )


def _places(communes: QuerySet[Commune] | Iterable[Commune]) -> Any:
    """A subquery where the communes are one: their keys need not travel."""
    if isinstance(communes, QuerySet) and not communes.query.is_sliced:
        return communes.order_by().values("pk")
    return [commune.pk for commune in communes]


def _current(
    sets: Sequence[CriteriaSet], communes: QuerySet[Commune] | Iterable[Commune]
) -> dict[int, dict[int, Cell]]:
    """By commune and criterion; a criterion is of one set."""
    rows = CurrentStatus.objects.filter(
        scorecard__criteria_set__in=[one.pk for one in sets],
        scorecard__commune__in=_places(communes),
    ).values_list(
        "scorecard__commune_id",
        "criterion_id",
        "status",
        "entry__stage",
        "waiting__status",
        "entry__illustrative",
        "entry__change",
        Cast("entry__effective_on", CharField()),
    )
    found: dict[int, dict[int, Cell]] = defaultdict(dict)
    alike: dict[tuple[Any, ...], Cell] = {}  # few cells differ: each is made once
    for row in rows:
        said = row[2:]
        cell = alike.get(said)
        if cell is None:
            status, stage, waiting, illustrative, change, day = said
            effective_on = dt.date.fromisoformat(day)
            cell = Cell(status, Stage(stage), waiting or "", illustrative, effective_on, change)
            alike[said] = cell
        found[row[0]][row[1]] = cell
    return found


def _recomputed(
    criteria_set: CriteriaSet,
    communes: QuerySet[Commune] | Iterable[Commune],
    as_of: dt.date | None,
    known_at: dt.datetime | None,
) -> dict[int, dict[int, Cell]]:
    """The same from the entries: the latest of the highest stage, and what was said after it."""
    rows = (
        StatusEntry.objects.as_of(as_of, known_at)
        .filter(scorecard__criteria_set=criteria_set, scorecard__commune__in=_places(communes))
        .in_time()
        .values_list(
            "scorecard__commune_id",
            "criterion_id",
            "status",
            "stage",
            "illustrative",
            "effective_on",
            "change",
            named=True,
        )
    )
    words: dict[tuple[int, int], list[Any]] = {}
    for row in rows:
        words.setdefault((row.scorecard__commune_id, row.criterion_id), []).append(row)
    found: dict[int, dict[int, Cell]] = {}
    for (commune, criterion), said in words.items():
        pair = counting(said)
        if pair:
            word, waiting = pair
            found.setdefault(commune, {})[criterion] = Cell(
                word.status,
                Stage(word.stage),
                waiting.status if waiting else "",
                word.illustrative,
                word.effective_on,
                word.change,
            )
    return found
