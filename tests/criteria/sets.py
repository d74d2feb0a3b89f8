"""Two sets that map onto each other, a commune under both, and what is said of it."""

import datetime as dt
from types import SimpleNamespace

from criteria.choices import Kinship
from criteria.selectors.comparison import compare_commune
from criteria.selectors.yardsticks import Question, Side, yardsticks
from criteria.services import rebuild_current
from tests.factories import (
    CommuneFactory,
    CriteriaSetFactory,
    CriterionFactory,
    IndicatorFactory,
    MappingFactory,
    MeasurementFactory,
    ScorecardFactory,
    StatusEntryFactory,
    ThresholdFactory,
)

TODAY, BEFORE = dt.date(2024, 6, 18), dt.date(2023, 12, 31)


class Sets:
    """Two sets of three criteria: 1 stays the same, 2 asks more, 3 of A is dropped, 3 of B is new."""

    def __init__(self):
        self.old = CriteriaSetFactory(
            code="cu", short_name="cũ", starts=dt.date(2016, 10, 17), ends=dt.date(2022, 3, 7)
        )
        self.new = CriteriaSetFactory(code="moi", short_name="mới")
        self.commune = CommuneFactory(name="Hướng Việt")
        self.cards = {
            one.code: ScorecardFactory(commune=self.commune, criteria_set=one)
            for one in (self.old, self.new)
        }
        self.a, self.b = self.make(self.old, (80, 80, 80)), self.make(self.new, (80, 90, 80))
        for number, kinship in ((1, Kinship.SAME), (2, Kinship.CHANGED)):
            self.map(kinship, number, number)
        self.map(Kinship.DROPPED, 3, None)
        self.map(Kinship.NEW, None, 3)

    def make(self, criteria_set, asked):
        found = {}
        for number, bound in enumerate(asked, start=1):
            criterion = CriterionFactory(criteria_set=criteria_set, number=number)
            indicator = IndicatorFactory(criterion=criterion, code=f"{number}.1", order=1)
            ThresholdFactory(indicator=indicator, number=bound)
            found[number] = SimpleNamespace(criterion=criterion, indicator=indicator)
        return found

    def map(self, kinship, old, new, **more):
        sides = {
            "old_criterion": self.a[old].criterion if old else None,
            "new_criterion": self.b[new].criterion if new else None,
        }
        MappingFactory(old_set=self.old, new_set=self.new, kinship=kinship, **sides, **more)
        return MappingFactory(
            old_set=self.old,
            new_set=self.new,
            kinship=kinship,
            **sides,
            old_indicator=self.a[old].indicator if old else None,
            new_indicator=self.b[new].indicator if new else None,
            **more,
        )

    def measure(self, number, value, *, code="cu", day=BEFORE, commune=None, **more):
        side = self.a if code == "cu" else self.b
        card = self.cards[code]
        if commune is not None:
            card, _ = commune.scorecards.get_or_create(criteria_set=card.criteria_set)
        return MeasurementFactory(
            scorecard=card,
            indicator=side[number].indicator,
            number=value,
            effective_on=day,
            **more,
        )

    def say(self, number, status, *, code="cu", day=BEFORE):
        side = self.a if code == "cu" else self.b
        StatusEntryFactory(
            scorecard=self.cards[code],
            criterion=side[number].criterion,
            status=status,
            effective_on=day,
        )
        rebuild_current()

    def compare(self, *, turned=False, **more):
        loaded = {one.code: one for one in yardsticks()}
        sides = [Side(loaded[code], TODAY) for code in ("cu", "moi")]
        question = Question(*(sides[::-1] if turned else sides), **more)
        return compare_commune(question, self.commune)


def pair(found, number):
    return next(one for one in found.pairs if one.criterion and one.criterion.number == number)
