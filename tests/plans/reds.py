"""A commune with unmet criteria, for the tests of «đỏ phải có kế hoạch»."""

import datetime as dt

from criteria.choices import Status
from criteria.services import rebuild_current
from tests.factories import (
    CommuneFactory,
    CriteriaSetFactory,
    CriterionFactory,
    IndicatorFactory,
    MeasurementFactory,
    ScorecardFactory,
    StatusEntryFactory,
    ThresholdFactory,
)

DAY = dt.date(2024, 6, 18)


class Reds:
    """A set in force with criteria 1–4; the third has two indicators, each at least 80 %."""

    def __init__(self):
        self.criteria_set = CriteriaSetFactory(code="ntm")
        self.criteria = {
            number: CriterionFactory(criteria_set=self.criteria_set, number=number)
            for number in range(1, 5)
        }
        self.first, self.second = (
            IndicatorFactory(criterion=self.criteria[3], code=f"3.{order}", order=order)
            for order in (1, 2)
        )
        for one in (self.first, self.second):
            ThresholdFactory(indicator=one)
        self.commune = self.place(name="Gio Mai", unmet=(2, 3))

    def place(self, unmet=(), in_progress=(), unknown=(), **commune):
        """A commune judged on every criterion but the unknown ones."""
        made = CommuneFactory(**commune)
        card = ScorecardFactory(commune=made, criteria_set=self.criteria_set)
        for number, criterion in self.criteria.items():
            status = Status.NOT_MET if number in unmet else Status.MET
            status = Status.IN_PROGRESS if number in in_progress else status
            if number not in unknown:
                StatusEntryFactory(scorecard=card, criterion=criterion, status=status)
        rebuild_current()
        return made

    def judge(self, number, status, day, commune=None):
        card = (commune or self.commune).scorecards.get(criteria_set=self.criteria_set)
        criterion = self.criteria[number]
        StatusEntryFactory(scorecard=card, criterion=criterion, status=status, effective_on=day)
        rebuild_current()

    def measured(self, indicator, value, commune=None):
        card = (commune or self.commune).scorecards.get(criteria_set=self.criteria_set)
        return MeasurementFactory(scorecard=card, indicator=indicator, number=value)
