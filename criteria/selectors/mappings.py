"""What became of criteria and indicators from one set to another: read either way, listed, edited."""

import itertools
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from django.db.models import Q

from criteria.choices import Kinship
from criteria.models import CriteriaSet, Criterion, Indicator, Mapping

CARRIES = {Kinship.SAME.value, Kinship.CHANGED.value}
TURNED = {  # a kinship read from the new set to the old one
    Kinship.SPLIT: Kinship.MERGED,
    Kinship.MERGED: Kinship.SPLIT,
    Kinship.NEW: Kinship.DROPPED,
    Kinship.DROPPED: Kinship.NEW,
}


@dataclass(frozen=True, slots=True)
class Link:
    """One row of a mapping between set A and set B; keys of criteria and indicators, None: none."""

    kinship: str
    a: int | None
    b: int | None
    note: str = ""
    confidence: str = ""
    source: str = ""

    def turned(self) -> "Link":
        """The same, read from B to A."""
        kinship = TURNED.get(Kinship(self.kinship), Kinship(self.kinship))
        return replace(self, kinship=kinship.value, a=self.b, b=self.a)


@dataclass(frozen=True, slots=True)
class Links:
    """The mapping read from A to B: rows about criteria, rows about indicators, by the side of B."""

    criteria: tuple[Link, ...] = ()
    indicators: tuple[Link, ...] = ()
    by_indicator: dict[int, Link] = field(default_factory=dict)

    @classmethod
    def of(cls, criteria: Iterable[Link], indicators: Iterable[Link]) -> "Links":
        every = tuple(indicators)
        carried = {one.b: one for one in every if one.kinship in CARRIES and one.a and one.b}
        return cls(tuple(criteria), every, {key: one for key, one in carried.items() if key})


@dataclass(frozen=True, slots=True)
class MappingLine:
    """One row of the list: an old side, a new side, and the words between them."""

    row: Mapping
    old: Criterion | Indicator | None
    new: Criterion | Indicator | None

    @property
    def is_indicator(self) -> bool:
        return isinstance(self.old or self.new, Indicator)

    @property
    def criterion(self) -> int:
        """The number of the criterion under which it is listed."""
        found = self.row.new_criterion or self.row.old_criterion
        return found.number if found else 0


def links_between(a: CriteriaSet, b: CriteriaSet) -> Links:
    """The mapping from A to B, in one query, whichever of them is the older; of a set to itself, none."""
    if a.pk == b.pk:
        return identity(a)
    rows = Mapping.objects.filter(Q(old_set=a, new_set=b) | Q(old_set=b, new_set=a)).order_by("pk")
    criteria: list[Link] = []
    indicators: list[Link] = []
    for row in rows:
        of_indicators = bool(row.old_indicator_id or row.new_indicator_id)
        sides = (
            (row.old_indicator_id, row.new_indicator_id)
            if of_indicators
            else (row.old_criterion_id, row.new_criterion_id)
        )
        link = Link(row.kinship, *sides, row.note, row.confidence, row.source)
        (indicators if of_indicators else criteria).append(
            link if row.old_set_id == a.pk else link.turned()
        )
    return Links.of(criteria, indicators)


def identity(criteria_set: CriteriaSet) -> Links:
    """A set beside itself: everything stays the same."""
    criteria = list(criteria_set.criteria.all())
    every = itertools.chain.from_iterable(one.indicators.all() for one in criteria)
    return Links.of(
        [Link(Kinship.SAME.value, one.pk, one.pk, confidence="sourced") for one in criteria],
        [Link(Kinship.SAME.value, one.pk, one.pk, confidence="sourced") for one in every],
    )


def mapping_lines(old: CriteriaSet, new: CriteriaSet) -> list[MappingLine]:
    """Every row between two sets, criteria before their indicators, in the order of the new set."""
    rows = Mapping.objects.filter(old_set=old, new_set=new).select_related(
        "old_criterion", "new_criterion", "old_indicator", "new_indicator"
    )
    lines = [
        MappingLine(
            row,
            row.old_indicator or (None if row.new_indicator else row.old_criterion),
            row.new_indicator or (None if row.old_indicator else row.new_criterion),
        )
        for row in rows
    ]
    return sorted(lines, key=lambda one: (one.criterion, one.is_indicator, one.row.pk))


def mapped_pairs() -> list[tuple[CriteriaSet, CriteriaSet]]:
    """The pairs of sets between which something is mapped, the newest first, in two queries."""
    keys = set(Mapping.objects.order_by().values_list("old_set", "new_set").distinct())
    sets = {one.pk: one for one in CriteriaSet.objects.all()}
    pairs = [(sets[old], sets[new]) for old, new in keys]
    return sorted(pairs, key=lambda pair: (pair[1].starts, pair[1].code), reverse=True)
