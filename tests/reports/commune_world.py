"""A commune with a committee and a small set, for the tests of its report and sheet."""

import datetime as dt
import json
from dataclasses import asdict
from decimal import Decimal

from django.utils import timezone

from criteria.choices import Status
from documents.blocks import Bullets, Heading, Paragraph, flat
from plans.choices import MoneySource, WorkKind
from reports.choices import Kind
from reports.figures.commune.report import gather
from reports.figures.commune.shapes import ReportCommune
from reports.figures.thawing import thawed
from reports.kinds.commune.report import compose
from reports.words.links import plain_blocks
from tests.factories import (
    AgencyFactory,
    CapitalFactory,
    CommuneFactory,
    CommunePlanCriterionFactory,
    CommunePlanFactory,
    CriteriaSetFactory,
    CriterionFactory,
    DebtFactory,
    DifficultyFactory,
    DossierFactory,
    IndicatorFactory,
    MeasurementFactory,
    MilestoneFactory,
    PlanActionFactory,
    ProposalFactory,
    ReportRunFactory,
    ScorecardFactory,
    SponsorAssignmentFactory,
    StatusEntryFactory,
    SupportActionFactory,
    SupportMoneyFactory,
    TargetFactory,
    ThresholdFactory,
    VillageFactory,
    WorkFactory,
)

LAST_YEAR, THIS_YEAR = dt.date(2023, 11, 1), dt.date(2024, 5, 1)
BEFORE, AS_OF = dt.date(2023, 12, 31), dt.date(2024, 6, 18)
NAMES = ("Quy hoạch", "Giao thông", "Thủy lợi", "Điện")


class World:
    """The commune Hướng Việt, its committee, four criteria, each with one percentage of at least 80."""

    def __init__(self):
        self.commune = CommuneFactory(name="Hướng Việt", district__name="Hướng Hóa", code="19438")
        self.committee = AgencyFactory(
            of_commune=True, commune=self.commune, name="Ủy ban nhân dân xã Hướng Việt"
        )
        self.criteria_set = CriteriaSetFactory(short_name="2021–2025")
        self.criteria = [
            CriterionFactory(criteria_set=self.criteria_set, number=number, name=name)
            for number, name in enumerate(NAMES, start=1)
        ]
        self.indicators = [
            IndicatorFactory(criterion=one, code=f"{one.number}.1") for one in self.criteria
        ]
        for one in self.indicators:
            ThresholdFactory(indicator=one, region="chung", number=Decimal(80))
        self.card = ScorecardFactory(commune=self.commune, criteria_set=self.criteria_set)

    def run(self, kind=Kind.COMMUNE_HALF_YEAR, **more):
        own = {"paper": None, "commune": self.commune} if kind == Kind.COMMUNE_SHEET else {}
        given = {"agency": self.committee, "criteria_set": self.criteria_set, "as_of": AS_OF}
        return ReportRunFactory(kind=kind, **(given | own | more))

    def say(self, number, status, on=THIS_YEAR, **more):
        criterion = self.criteria[number - 1]
        StatusEntryFactory(
            scorecard=self.card, criterion=criterion, status=status, effective_on=on, **more
        )

    def measure(self, number, value, on=THIS_YEAR, **more):
        indicator = self.indicators[number - 1]
        MeasurementFactory(
            scorecard=self.card,
            indicator=indicator,
            number=Decimal(value),
            effective_on=on,
            **more,
        )

    def fill(self):
        """Something of everything; the commune's plan."""
        self.say(1, Status.MET, LAST_YEAR)
        self.say(2, Status.NOT_MET, LAST_YEAR)
        self.say(2, Status.MET)
        self.say(3, Status.IN_PROGRESS)
        self.measure(1, 90)
        self.measure(3, "71.5")
        plan = CommunePlanFactory(
            out=True, commune=self.commune, agency=self.committee, criteria_set=self.criteria_set
        )
        CommunePlanCriterionFactory(plan=plan, criterion=self.criteria[0], holds=True)
        CommunePlanCriterionFactory(plan=plan, criterion=self.criteria[2], holds=False)
        self.fill_more(plan, 1)
        return plan

    def fill_more(self, plan, place):
        MilestoneFactory(plan=plan, order=place)
        own = {"agency": self.committee, "commune": self.commune}
        PlanActionFactory(
            **own, paper=plan.paper, criterion=self.criteria[2], content=f"Kênh {place}"
        )
        ProposalFactory(agency=self.committee, paper=plan.paper, order=place)
        self.work(f"Đường {place}")
        DebtFactory(commune=self.commune, as_of=dt.date(2023, 6, place), amount=Decimal(500))
        DebtFactory(commune=self.commune, as_of=dt.date(2024, 5, place), amount=Decimal(310))
        SponsorAssignmentFactory(commune=self.commune)
        action = SupportActionFactory(commune=self.commune)
        SupportMoneyFactory(action=action, done=Decimal("105.5"))
        DifficultyFactory(commune=self.commune, raised_by=self.committee)
        village = VillageFactory(commune=self.commune, households=60, poor_households=12)
        DossierFactory(district=None, village=village)
        TargetFactory(commune=self.commune, province=None, text=f"Về đích {place}", year=2025)

    def work(self, name, allocated=1500, disbursed=600, source=MoneySource.CENTRAL, **more):
        work = WorkFactory(
            **{
                "commune": self.commune,
                "name": name,
                "kind": WorkKind.ROADS,
                "investment": Decimal(2400),
                "quantity": Decimal("1.8"),
                "unit": "km",
            }
            | more
        )
        CapitalFactory(
            commune=self.commune,
            work=work,
            year=2024,
            source=source,
            as_of=dt.date(2024, 5, 31),
            allocated=None if allocated is None else Decimal(allocated),
            disbursed=None if disbursed is None else Decimal(disbursed),
        )
        return work


def figures_of(run):
    run.known_at = timezone.now()
    return thawed(ReportCommune, json.loads(json.dumps(gather(run))))


def text_of(figures):
    told = []
    for one in flat(plain_blocks(compose(asdict(figures)))):
        if isinstance(one, Paragraph | Heading):
            told.append(one.text)
        elif isinstance(one, Bullets):
            told += one.items
    return "\n".join(told)
