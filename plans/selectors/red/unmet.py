"""What is unmet: each indicator that fails, or the criterion where no indicator is known to."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Exists, Max, OuterRef, prefetch_related_objects

from communes.models import Commune
from criteria.choices import FAILING, Status
from criteria.evaluation import Asked, Rule, Verdict
from criteria.models import (
    CriteriaSet,
    Criterion,
    CurrentStatus,
    Indicator,
    Measurement,
    StatusEntry,
)
from criteria.selectors import IndicatorLine, Standing
from criteria.selectors.borrowed import NOTHING, Lent, lent
from criteria.selectors.catalogue import asked, class_on, rules_for
from criteria.selectors.lines import indicator_line

Pair = tuple[int, int]  # keys of a commune and a criterion


@dataclass(frozen=True, slots=True)
class Spot:
    """A criterion of a commune, or one of its indicators, as it stands now.

    `status` is what people declared («»: nobody judged it), `since` the day of that word; `why` what
    the machine finds of the indicator; `last_met` the last day from which it was declared met.
    """

    commune: Commune
    criterion: Criterion
    indicator: Indicator | None
    status: str
    since: dt.date | None
    why: str
    illustrative: bool
    last_met: dt.date | None = None

    @property
    def pair(self) -> Pair:
        return self.commune.pk, self.criterion.pk

    @property
    def name(self) -> str:
        """«2.1 Tỷ lệ đường xã…», else «2. Giao thông»."""
        return str(self.indicator or self.criterion)


@dataclass(frozen=True, slots=True)
class Measure:
    """Every commune asked for on the set: what fails, and what is met."""

    criteria: Sequence[Criterion]
    standings: Sequence[Standing]
    red: Sequence[Spot]

    def met(self) -> Iterable[Spot]:
        """The criteria declared met, one spot each."""
        for one in self.standings:
            for criterion in self.criteria:
                cell = one.cells[criterion.number]
                if cell.status == Status.MET:
                    facts = (cell.status, cell.effective_on, "", cell.illustrative)
                    yield Spot(one.commune, criterion, None, *facts)


def measure(criteria_set: CriteriaSet, found: Sequence[Standing], day: dt.date) -> Measure:
    """The communes as they stand (`found`), thresholds as of that day; queries do not follow how many.

    A criterion that people declared met or not applicable is not red, whatever the machine finds of
    an indicator: that difference is shown on the scorecard. One that nobody judged is, where an
    indicator fails.
    """
    criteria = list(criteria_set.criteria.all())
    prefetch_related_objects(criteria, "indicators")
    source = _Source.read(criteria_set, criteria, [one.commune for one in found], day)
    red = [spot for one in found for criterion in criteria for spot in source.red(one, criterion)]
    return Measure(criteria, found, red)


@dataclass(frozen=True, slots=True)
class _Source:
    """All that failing indicators are found with, each read once."""

    rules: Mapping[int, list[Rule]]
    questions: Mapping[str | None, Asked]
    classes: Mapping[int, str]
    lent: Mapping[int, Lent]
    values: Mapping[tuple[int, int], list[Measurement]]  # by commune and indicator
    last_met: Mapping[Pair, dt.date]

    @classmethod
    def read(
        cls,
        criteria_set: CriteriaSet,
        criteria: Iterable[Criterion],
        communes: Sequence[Commune],
        day: dt.date,
    ) -> "_Source":
        indicators = [one for criterion in criteria for one in criterion.indicators.all()]
        classes = class_on(communes, day)
        keys = [one.pk for one in communes]
        borrowed, values = lent(indicators, communes, day), _values(criteria_set, keys, day)
        valued = {indicator for _, indicator in values}
        judged = indicators if borrowed else [one for one in indicators if one.pk in valued]
        return cls(
            rules=rules_for(judged),
            questions={kind: asked(criteria_set, day, kind) for kind in {None, *classes.values()}},
            classes=classes,
            lent=borrowed,
            values=values,
            last_met=_last_met(criteria_set, keys),
        )

    def red(self, standing: Standing, criterion: Criterion) -> list[Spot]:
        cell = standing.cells[criterion.number]
        if cell.status and cell.status not in FAILING:
            return []
        commune = standing.commune
        pair = (commune.pk, criterion.pk)
        failing = self._failing(commune, criterion)
        facts = (cell.status, cell.effective_on)
        if failing:
            return [
                Spot(
                    *(commune, criterion, line.indicator, *facts, line.judgement.why),
                    illustrative=cell.illustrative or line.is_illustrative,
                    last_met=self.last_met.get(pair),
                )
                for line in failing
            ]
        if not cell.status:
            return []
        last = self.last_met.get(pair)
        return [Spot(commune, criterion, None, *facts, "", cell.illustrative, last)]

    def _failing(self, commune: Commune, criterion: Criterion) -> list[IndicatorLine]:
        """The indicators of which a value is known that does not reach its threshold."""
        borrowed = self.lent.get(commune.pk, NOTHING)
        found = []
        for one in criterion.indicators.all():
            said = self.values.get((commune.pk, one.pk), [])
            if not said and not borrowed.tells:
                continue
            question = borrowed.told(self.questions[self.classes.get(commune.pk)])
            line = indicator_line(one, said, self.rules.get(one.pk, []), question)
            if line.judgement.verdict == Verdict.NOT_MET:
                found.append(line)
        return found


def _values(
    criteria_set: CriteriaSet, communes: Sequence[int], day: dt.date
) -> dict[tuple[int, int], list[Measurement]]:
    """The values of what is not settled as met or not applicable."""
    settled = CurrentStatus.objects.filter(
        scorecard=OuterRef("scorecard"), criterion=OuterRef("indicator__criterion")
    ).exclude(status__in=FAILING)
    rows = Measurement.objects.as_of(day).filter(
        ~Exists(settled), scorecard__criteria_set=criteria_set, scorecard__commune__in=communes
    )
    found: dict[tuple[int, int], list[Measurement]] = defaultdict(list)
    for row in rows.newest("indicator", "part").in_time().select_related("scorecard"):
        found[row.scorecard.commune_id, row.indicator_id].append(row)
    return found


def _last_met(criteria_set: CriteriaSet, communes: Sequence[int]) -> dict[Pair, dt.date]:
    """Of what is not met now, the last day from which somebody declared it met."""
    failing = CurrentStatus.objects.filter(
        scorecard=OuterRef("scorecard"), criterion=OuterRef("criterion"), status__in=FAILING
    )
    rows = StatusEntry.objects.filter(
        Exists(failing),
        withdrawn_at=None,
        status=Status.MET,
        scorecard__criteria_set=criteria_set,
        scorecard__commune__in=communes,
    )
    words = rows.order_by().values("scorecard__commune_id", "criterion_id")
    return {
        (commune, criterion): day
        for commune, criterion, day in words.annotate(day=Max("effective_on")).values_list(
            "scorecard__commune_id", "criterion_id", "day"
        )
    }
