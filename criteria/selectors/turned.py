"""One criterion over all communes as a work surface: values, thresholds, words and who may write."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery

from accounts.models import User
from communes.models import Commune
from criteria.evaluation import Asked, Rule
from criteria.models import (
    Criterion,
    Indicator,
    Measurement,
    Reply,
    Scorecard,
    StatusEntry,
)
from criteria.permissions import Mandates, mandates_across
from criteria.selectors.across import RESULTS, UNKNOWN, Tally
from criteria.selectors.borrowed import NOTHING, Lent, lent
from criteria.selectors.catalogue import asked, class_on, rules_for
from criteria.selectors.lines import (
    CriterionLine,
    criterion_line,
    indicator_line,
)
from criteria.selectors.periods import round_before
from criteria.selectors.replies import contests
from criteria.selectors.turned_lines import Column, Turned, TurnedCell, TurnedFilters, TurnedLine


def turned(
    criterion: Criterion,
    user: User,
    day: dt.date,
    filters: TurnedFilters | None = None,
    *,
    commune: str = "",
) -> Turned:
    """Every commune of that day on the criterion, Vietnamese order; `commune`: only the one of that code.

    The number of queries follows neither communes nor indicators. The criterion carries its set.
    """
    asked_for = filters or TurnedFilters()
    places = Commune.objects.visible_to(user).on(day).select_related("district")
    if commune:
        places = places.filter(code=commune)
    cards = _scorecards(criterion, places)
    districts = {one.commune.district: None for one in cards if one.commune.district}
    if asked_for.district:
        cards = [one for one in cards if _district_code(one) == asked_for.district]
    everything = list(criterion.indicators.all())
    chosen = [one for one in everything if asked_for.indicator in {"", one.code}]
    source = _Source.read(criterion, everything, cards, day)
    may = mandates_across(user, cards, on=day)
    rows = [source.line(card) for card in cards]
    columns = _columns(chosen, rows)
    contested = contests(source.words(rows))
    lines = [
        _turned_line(card, row, columns, may[card.commune_id], contested)
        for card, row in zip(cards, rows, strict=True)
    ]
    counts = Counter(line.result for line in lines)
    return Turned(
        criterion=criterion,
        indicators=tuple(everything),
        columns=columns,
        lines=tuple(line for line in lines if _is_wanted(line, asked_for)),
        tallies=tuple(Tally(one, "" if one == UNKNOWN else one, counts[one]) for one in RESULTS),
        districts=tuple(sorted(districts, key=lambda one: one.sort_key)),
        total=len(lines),
        without_value=sum(line.has_gap for line in lines),
        contested=sum(line.is_contested for line in lines),
        unopened=sum(line.scorecard.pk is None for line in lines),
        compared_on=source.compared_on,
    )


def measured_communes(
    indicators: Any, communes: QuerySet[Commune], day: dt.date
) -> dict[int, int]:
    """By criterion, how many of the communes have a value of one of its indicators (a subquery)."""
    rows = Measurement.objects.as_of(day).filter(
        indicator__in=indicators, scorecard__commune__in=communes.order_by().values("pk")
    )
    counted = rows.order_by().values("indicator__criterion")
    counts = counted.annotate(count=Count("scorecard", distinct=True))
    return dict(counts.values_list("indicator__criterion", "count"))


def _district_code(card: Scorecard) -> str:
    return card.commune.district.code if card.commune.district else ""


def _scorecards(criterion: Criterion, places: QuerySet[Commune]) -> list[Scorecard]:
    """One for each commune, in their order; where none is stored yet, one without a key."""
    found = Scorecard.objects.filter(
        commune=OuterRef("pk"), criteria_set=criterion.criteria_set_id
    )
    rows = places.annotate(scorecard_pk=Subquery(found.values("pk")[:1])).order_by(
        "sort_key", "pk"
    )
    return [
        Scorecard(pk=one.scorecard_pk, commune=one, criteria_set=criterion.criteria_set)
        for one in rows
    ]


@dataclass(frozen=True, slots=True)
class _Source:
    """All that the lines are made of, each read once."""

    criterion: Criterion
    indicators: Sequence[Indicator]
    rules: Mapping[int, list[Rule]]
    classes: Mapping[int, str]
    questions: dict[str | None, Asked]
    lent: Mapping[int, Lent]
    said: Mapping[int, list[StatusEntry]]
    values: Mapping[tuple[int, int], list[Measurement]]
    earlier: Mapping[tuple[int, int], list[Measurement]]
    compared_on: dt.date | None

    @classmethod
    def read(
        cls,
        criterion: Criterion,
        indicators: Sequence[Indicator],
        cards: Sequence[Scorecard],
        day: dt.date,
    ) -> "_Source":
        before = round_before(day)
        classes = class_on([one.commune for one in cards], day)
        keys = [one.pk for one in cards if one.pk]
        criteria_set = criterion.criteria_set
        words = StatusEntry.objects.as_of(day).filter(criterion=criterion, scorecard__in=keys)
        said: dict[int, list[StatusEntry]] = defaultdict(list)
        for word in words.select_related("agency", "by").in_time():
            said[word.scorecard_id].append(word)
        return cls(
            criterion=criterion,
            indicators=indicators,
            rules=rules_for(indicators),
            classes=classes,
            questions={kind: asked(criteria_set, day, kind) for kind in {None, *classes.values()}},
            lent=lent(indicators, [one.commune for one in cards], day),
            said=said,
            values=_values(indicators, keys, day),
            earlier=_values(indicators, keys, before.ends) if before else {},
            compared_on=before.ends if before else None,
        )

    def line(self, card: Scorecard) -> CriterionLine:
        question = self.questions[self.classes.get(card.commune_id)]
        question = self.lent.get(card.commune_id, NOTHING).told(question)
        rows = tuple(
            indicator_line(
                one,
                self.values.get((card.pk, one.pk), []),
                self.rules.get(one.pk, []),
                question,
                self.earlier.get((card.pk, one.pk), []),
            )
            for one in self.indicators
        )
        return criterion_line(self.criterion, self.said.get(card.pk, []), self.compared_on, rows)

    @staticmethod
    def words(rows: Iterable[CriterionLine]) -> list[StatusEntry | Measurement]:
        """The words that count or wait: those that a commune may contest."""
        found: list[StatusEntry | Measurement | None] = []
        for row in rows:
            found += [row.entry, row.waiting]
            for indicator in row.indicators:
                for part in indicator.parts:
                    found += [part.measurement, part.waiting]
        return [word for word in found if word is not None]


def _values(
    indicators: Sequence[Indicator], cards: Sequence[int], day: dt.date
) -> dict[tuple[int, int], list[Measurement]]:
    rows = Measurement.objects.as_of(day).filter(
        indicator__in=[one.pk for one in indicators], scorecard__in=cards
    )
    found: dict[tuple[int, int], list[Measurement]] = defaultdict(list)
    for row in rows.newest("indicator", "part").in_time():
        found[row.scorecard_id, row.indicator_id].append(row)
    return found


def _columns(indicators: Sequence[Indicator], rows: Sequence[CriterionLine]) -> tuple[Column, ...]:
    """Every part of every indicator that some commune is asked for."""
    columns: dict[tuple[int, str], Column] = {}
    demands: dict[tuple[int, str], set[str]] = defaultdict(set)
    wanted = {one.pk for one in indicators}
    for row in (one for line in rows for one in line.indicators if one.indicator.pk in wanted):
        for part, choice in zip(row.parts, row.choice.parts, strict=True):
            key = row.indicator.pk, part.code
            demands[key].add(choice.demand)
            if key not in columns:
                columns[key] = Column(
                    row.indicator, part.code, part.name, part.unit, part.value_type
                )
    return tuple(
        replace(column, demand=next(iter(demands[key])) if len(demands[key]) == 1 else "")
        for key, column in columns.items()
    )


def _turned_line(
    card: Scorecard,
    line: CriterionLine,
    columns: Sequence[Column],
    may: Mandates,
    contested: Mapping[tuple[type, int], Reply],
) -> TurnedLine:
    by_key = {
        (row.indicator.pk, part.code): (row, part) for row in line.indicators for part in row.parts
    }
    cells = []
    for column in columns:
        found = by_key.get((column.indicator.pk, column.part))
        if found:
            row, part = found
            is_open = bool(card.pk and may.for_indicator(column.indicator))
            cells.append(
                TurnedCell(column, row, part, is_open, _contest(contested, part.measurement))
            )
    return TurnedLine(
        scorecard=card,
        line=line,
        cells=tuple(cells),
        mandates=may,
        contest=_contest(contested, line.entry),
    )


def _contest(
    contested: Mapping[tuple[type, int], Reply], word: StatusEntry | Measurement | None
) -> Reply | None:
    return contested.get((type(word), word.pk)) if word else None


def _is_wanted(line: TurnedLine, filters: TurnedFilters) -> bool:
    return (
        filters.result in {"", line.result}
        and (not filters.gaps or line.has_gap)
        and (not filters.contested or line.is_contested)
    )
