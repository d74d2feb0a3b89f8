"""What indicators of one set look up in another: where the commune stands on it, or its value."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from criteria.evaluation import Asked, SetStanding, Value
from criteria.models import CriteriaSet, Indicator, Measurement, Scorecard, counting
from criteria.selectors.standing import standings


def borrowed(
    question: Asked,
    indicators: Iterable[Indicator],
    scorecard: Scorecard,
    *,
    known_at: dt.datetime | None = None,
) -> Asked:
    """The question with what these indicators look up elsewhere, as of its day.

    No query while none of them does (`asks_set`, `takes_from`).
    """
    every = list(indicators)
    sets = {one.asks_set_id for one in every if one.asks_set_id}
    sources = {one.takes_from_id for one in every if one.takes_from_id}
    if sets:
        question = replace(question, standings=_standings(sets, scorecard, question.day, known_at))
    if sources:
        question = replace(question, taken=_taken(sources, scorecard, question.day, known_at))
    return question


def _standings(
    sets: set[int], scorecard: Scorecard, day: dt.date, known_at: dt.datetime | None
) -> dict[int, SetStanding]:
    found = {}
    for one in CriteriaSet.objects.filter(pk__in=sets):
        (standing,) = standings(one, [scorecard.commune], as_of=day, known_at=known_at)
        found[one.pk] = SetStanding(
            name=one.short_name,
            met=standing.met,
            total=standing.total,
            unmet=tuple(criterion.number for criterion in standing.unmet),
            unknown=tuple(criterion.number for criterion in standing.unknown),
        )
    return found


def _taken(
    sources: set[int], scorecard: Scorecard, day: dt.date, known_at: dt.datetime | None
) -> Mapping[int, Mapping[str, Value]]:
    rows = Measurement.objects.as_of(day, known_at).filter(
        scorecard__commune=scorecard.commune_id, indicator__in=sources
    )
    said: dict[tuple[int, str], list[Measurement]] = defaultdict(list)
    for row in rows.newest("indicator", "part").in_time():
        said[row.indicator_id, row.part].append(row)
    found: dict[int, dict[str, Value]] = defaultdict(dict)
    for (indicator, part), words in said.items():
        counts = counting(words)
        if counts and counts[0].applies:
            one = counts[0]
            found[indicator][part] = Value(one.number, one.answer, one.word)
    return found
