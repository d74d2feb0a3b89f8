"""What a spreadsheet to be filled in shows: every value of a set, as it stands and may be said."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from communes.models import Commune
from criteria.evaluation import PartChoice, Rule, pick
from criteria.models import CriteriaSet, Indicator, Measurement, Scorecard, counting
from criteria.selectors.catalogue import asked, class_on, rules_for
from criteria.selectors.lines import written

Key = tuple[str, str, str]  # code of the commune, code of the indicator, part


@dataclass(frozen=True, slots=True)
class FormCell:
    """One value that may be said: of which commune and indicator, what stands, what is asked.

    `scorecard` is None where the commune has none yet; `base` is the last word about it.
    """

    commune: Commune
    scorecard: int | None
    indicator: Indicator
    part: str
    part_name: str
    kind: str
    unit: str
    demand: str
    text: str
    number: Decimal | None
    stage: int
    base: int | None
    illustrative: bool

    @property
    def key(self) -> Key:
        return self.commune.code, self.indicator.code, self.part

    @property
    def code(self) -> str:
        return part_code(self.indicator.code, self.part)

    @property
    def name(self) -> str:
        return (
            f"{self.indicator.name} – {self.part_name}" if self.part_name else self.indicator.name
        )


def part_code(code: str, part: str) -> str:
    return f"{code}#{part}" if part else code


def indicators_to_fill(criteria_set: CriteriaSet, number: int | None = None) -> list[Indicator]:
    """Those of the set, or of one criterion, whose values are said here, in the order of the law."""
    rows = Indicator.objects.filter(
        criterion__criteria_set=criteria_set, takes_from=None, asks_set=None
    )
    if number is not None:
        rows = rows.filter(criterion__number=number)
    return list(rows.select_related("criterion").order_by("criterion__number", "order"))


def form_cells(
    criteria_set: CriteriaSet,
    communes: Iterable[Commune],
    indicators: Sequence[Indicator],
    day: dt.date,
) -> dict[Key, FormCell]:
    """Every value of these communes and indicators, by commune, then in the order of the indicators.

    The number of queries does not follow that of the cells.
    """
    places = list(communes)
    classes = class_on(places, day)
    rules = rules_for(indicators)
    cards = dict(
        Scorecard.objects.filter(criteria_set=criteria_set, commune__in=places).values_list(
            "commune", "pk"
        )
    )
    said = _said(cards.values(), indicators, day)
    asks = _Asks(criteria_set, day, rules)
    found: dict[Key, FormCell] = {}
    for commune in places:
        card = cards.get(commune.pk)
        for indicator in indicators:
            for part in asks.parts(indicator, classes.get(commune.pk)):
                own = said.get((card or 0, indicator.pk, part.part), [])
                cell = _cell(commune, card, indicator, part, own)
                found[cell.key] = cell
    return found


class _Asks:
    """What an indicator asks of a class of communes on the day: looked up once for each."""

    def __init__(
        self, criteria_set: CriteriaSet, day: dt.date, rules: dict[int, list[Rule]]
    ) -> None:
        self.criteria_set, self.day, self.rules = criteria_set, day, rules
        self._parts: dict[tuple[int, str | None], tuple[PartChoice, ...]] = {}

    def parts(self, indicator: Indicator, commune_class: str | None) -> tuple[PartChoice, ...]:
        key = indicator.pk, commune_class
        if key not in self._parts:
            question = asked(self.criteria_set, self.day, commune_class)
            self._parts[key] = pick(self.rules.get(indicator.pk, []), question).parts
        return self._parts[key]


def _said(
    cards: Iterable[int], indicators: Sequence[Indicator], day: dt.date
) -> dict[tuple[int, int, str], list[Measurement]]:
    rows = Measurement.objects.as_of(day).filter(
        scorecard__in=list(cards), indicator__in=[one.pk for one in indicators]
    )
    found: dict[tuple[int, int, str], list[Measurement]] = defaultdict(list)
    for row in rows.newest("indicator", "part").in_time():
        found[row.scorecard_id, row.indicator_id, row.part].append(row)
    return found


def _cell(
    commune: Commune,
    card: int | None,
    indicator: Indicator,
    part: PartChoice,
    said: list[Measurement],
) -> FormCell:
    counted = counting(said)
    value = counted[0] if counted else None
    return FormCell(
        commune=commune,
        scorecard=card,
        indicator=indicator,
        part=part.part,
        part_name=part.name,
        kind=part.value_type or indicator.value_type,
        unit=next((one.rule.unit for one in part.options if one.rule), indicator.unit),
        demand=part.demand,
        text=written(value),
        number=value.number if value else None,
        stage=value.stage if value else 0,
        base=max((one.last_pk or one.pk for one in said), default=None),
        illustrative=bool(value and value.illustrative),
    )
