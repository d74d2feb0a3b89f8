"""What indicators of one set look up in another: where the commune stands on it, or its value."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from communes.models import Commune
from criteria.evaluation import Asked, SetStanding, Value
from criteria.models import CriteriaSet, Indicator, Measurement, Scorecard, counting
from criteria.selectors.standing import standings


@dataclass(frozen=True, slots=True)
class Lent:
    """What other sets hold of one commune, by the keys of those sets and of their indicators.

    Where it stands on a set; of an indicator the values that count, by part.
    """

    standings: Mapping[int, SetStanding] = field(default_factory=dict)
    values: Mapping[int, Mapping[str, Measurement]] = field(default_factory=dict)

    def told(self, question: Asked) -> Asked:
        """The question with what is looked up elsewhere; a value that does not apply is not lent."""
        if not self.standings and not self.values:
            return question
        taken = {
            source: {
                part: Value(one.number, one.answer, one.word, one.illustrative)
                for part, one in parts.items()
                if one.applies
            }
            for source, parts in self.values.items()
        }
        found = {source: parts for source, parts in taken.items() if parts}
        return replace(question, standings=self.standings, taken=found)

    def values_for(self, indicator: Indicator) -> dict[str, Measurement]:
        """What the indicator takes, by part."""
        found = self.values.get(indicator.takes_from_id or 0, {})
        return {part: one for part, one in found.items() if one.applies}

    def standing_for(self, indicator: Indicator) -> SetStanding | None:
        """Where the commune stands on the set that the indicator asks for, once that is known."""
        found = self.standings.get(indicator.asks_set_id or 0)
        return found if found and found.has_data else None

    @property
    def tells(self) -> bool:
        """Something is known there of the commune."""
        return bool(self.values) or any(one.has_data for one in self.standings.values())

    @property
    def illustrative(self) -> bool:
        return any(one.illustrative for one in self.standings.values()) or any(
            one.illustrative for parts in self.values.values() for one in parts.values()
        )


NOTHING = Lent()


def borrowed(
    question: Asked,
    indicators: Iterable[Indicator],
    scorecard: Scorecard,
    *,
    known_at: dt.datetime | None = None,
) -> Asked:
    """The question of one scorecard with what its indicators look up elsewhere, as of its day."""
    found = lent(indicators, [scorecard.commune], question.day, known_at=known_at)
    return found.get(scorecard.commune_id, NOTHING).told(question)


def lent(
    indicators: Iterable[Indicator],
    communes: Iterable[Commune],
    day: dt.date,
    *,
    known_at: dt.datetime | None = None,
) -> dict[int, Lent]:
    """By commune, what these indicators look up elsewhere on that day (`asks_set`, `takes_from`).

    No query while none of them does; the number does not follow that of the communes.
    """
    every, places = list(indicators), list(communes)
    sets = {one.asks_set_id for one in every if one.asks_set_id}
    sources = {one.takes_from_id for one in every if one.takes_from_id}
    stand = _standings(sets, places, day, known_at) if sets else {}
    values = _values(sources, places, day, known_at) if sources else {}
    return {
        one.pk: Lent(stand.get(one.pk, {}), values.get(one.pk, {}))
        for one in places
        if one.pk in stand or one.pk in values
    }


def _standings(
    sets: set[int], places: list[Commune], day: dt.date, known_at: dt.datetime | None
) -> dict[int, dict[int, SetStanding]]:
    found: dict[int, dict[int, SetStanding]] = defaultdict(dict)
    for one in CriteriaSet.objects.filter(pk__in=sets):
        for standing in standings(one, places, as_of=day, known_at=known_at):
            found[standing.commune.pk][one.pk] = SetStanding(
                name=one.short_name,
                met=standing.met,
                total=standing.total,
                unmet=tuple(criterion.number for criterion in standing.unmet),
                unknown=tuple(criterion.number for criterion in standing.unknown),
                illustrative=standing.illustrative,
            )
    return found


def _values(
    sources: set[int], places: list[Commune], day: dt.date, known_at: dt.datetime | None
) -> dict[int, dict[int, dict[str, Measurement]]]:
    rows = Measurement.objects.as_of(day, known_at).filter(
        scorecard__commune__in=[one.pk for one in places], indicator__in=sources
    )
    said: dict[tuple[int, int, str], list[Measurement]] = defaultdict(list)
    for row in rows.newest("indicator", "part").in_time().select_related("scorecard"):
        said[row.scorecard.commune_id, row.indicator_id, row.part].append(row)
    found: dict[int, dict[int, dict[str, Measurement]]] = defaultdict(lambda: defaultdict(dict))
    for (commune, indicator, part), words in said.items():
        counts = counting(words)
        if counts:
            found[commune][indicator][part] = counts[0]
    return found
