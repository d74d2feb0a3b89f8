"""Vĩnh Hoàng and the four communes that became it, with values that are made up."""

import datetime as dt

from criteria.choices import Combine, Comparator, ValueType
from criteria.models import Denominator
from criteria.selectors.inheritance import inheritance
from tests.factories import (
    CommuneFactory,
    CriteriaSetFactory,
    CriterionFactory,
    IndicatorFactory,
    MeasurementFactory,
    ProvinceFactory,
    ScorecardFactory,
    SuccessionFactory,
    ThresholdFactory,
)

MERGED, EVE = dt.date(2025, 7, 1), dt.date(2025, 6, 30)
EARLY = dt.date(2025, 1, 1)
OLD = ["Trung Nam", "Vĩnh Hòa", "Vĩnh Thái", "Vĩnh Tú"]


class Merger:
    """Vĩnh Hoàng (19372) came of four communes on 1/7/2025; the values are made up."""

    def __init__(self):
        self.set = CriteriaSetFactory(code="bo-2021", starts=dt.date(2022, 3, 8))
        self.province = ProvinceFactory(code="44", starts=MERGED)
        self.heir = self.commune("Vĩnh Hoàng", starts=MERGED, code="19372", district=None)
        self.old = {name: self.commune(name, ends=EVE) for name in OLD}
        self.cards = {}
        for commune in self.old.values():
            SuccessionFactory(old=commune, new=self.heir, on=MERGED)
            self.card(commune)
        self.criterion = CriterionFactory(criteria_set=self.set, number=9, name="Nhà ở dân cư")
        self.percent = IndicatorFactory(
            criterion=self.criterion,
            code="9.2",
            order=2,
            combine=Combine.WEIGHTED,
            denominator="số hộ",
        )
        ThresholdFactory(indicator=self.percent, number=80)
        self.shabby = IndicatorFactory(
            criterion=self.criterion,
            code="9.1",
            order=1,
            value_type=ValueType.BOOLEAN,
            unit="",
            combine=Combine.WORST,
        )
        ThresholdFactory(
            indicator=self.shabby,
            value_type=ValueType.BOOLEAN,
            comparator=Comparator.BOOLEAN,
            number=None,
            answer=False,
        )

    def commune(self, name, **more):
        province = more.pop("province", self.province)
        return CommuneFactory(name=name, province=province, **more)

    def card(self, commune):
        self.cards[commune.name] = ScorecardFactory(commune=commune, criteria_set=self.set)
        return self.cards[commune.name]

    def tell(self, name, value, indicator=None, **more):
        given = (
            {"number": value} if not isinstance(value, bool) else {"number": None, "answer": value}
        )
        return MeasurementFactory(
            scorecard=self.cards[name], indicator=indicator or self.percent, **(given | more)
        )

    def weigh(self, name, value, **more):
        return Denominator.objects.create(
            commune=self.old[name], name="số hộ", value=value, as_of=more.pop("as_of", EVE), **more
        )

    def found(self):
        return inheritance(self.heir, self.set)

    def line(self, code="9.2"):
        return next(one for one in self.found().lines if one.indicator.code == code)
