import datetime as dt

import factory

from documents.choices import PaperKind, PaperState
from plans.choices import Frequency
from plans.models import (
    CommunePlan,
    CommunePlanCriterion,
    DutyItem,
    Milestone,
    Proposal,
    ReportDuty,
)
from tests.factories.communes import AgencyFactory, CommuneFactory
from tests.factories.criteria import CriteriaSetFactory, CriterionFactory
from tests.factories.documents import LetterheadFactory, PaperFactory


class CommunePlanFactory(factory.django.DjangoModelFactory):
    """A commune's plan of 2024, its paper a draft of its committee; with `out` issued on 27/2/2024."""

    class Meta:
        model = CommunePlan

    class Params:
        out = False

    commune = factory.SubFactory(CommuneFactory)
    agency = factory.SubFactory(
        AgencyFactory, of_commune=True, commune=factory.SelfAttribute("..commune")
    )
    paper = factory.SubFactory(
        PaperFactory,
        kind=PaperKind.PLAN,
        number=factory.LazyAttribute(lambda paper: "18" if paper.factory_parent.out else ""),
        notation="KH-UBND",
        day=27,
        month=2,
        year=2024,
        state=factory.LazyAttribute(
            lambda paper: PaperState.ISSUED if paper.factory_parent.out else PaperState.DRAFT
        ),
        issuer=factory.SelfAttribute("..agency"),
        letterhead=factory.SubFactory(
            LetterheadFactory, agency=factory.SelfAttribute("...agency")
        ),
    )
    criteria_set = factory.SubFactory(CriteriaSetFactory)
    year = 2024


class CommunePlanCriterionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CommunePlanCriterion

    plan = factory.SubFactory(CommunePlanFactory)
    order = factory.Sequence(lambda n: n + 1)
    criterion = factory.SubFactory(
        CriterionFactory, criteria_set=factory.SelfAttribute("..plan.criteria_set")
    )
    holds = True


class MilestoneFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Milestone

    plan = factory.SubFactory(CommunePlanFactory)
    quarter = 1
    text = "Ban hành kế hoạch"


class ReportDutyFactory(factory.django.DjangoModelFactory):
    """On the 16th of every month, from 1/1/2024."""

    class Meta:
        model = ReportDuty

    what = "Kết quả thực hiện kế hoạch"
    agency = factory.SubFactory(AgencyFactory)
    addressee = factory.SubFactory(AgencyFactory)
    frequency = Frequency.MONTHLY
    day = 16
    starts = dt.date(2024, 1, 1)


class DutyItemFactory(factory.django.DjangoModelFactory):
    """Due on Monday 17/6/2024, a day before the working day."""

    class Meta:
        model = DutyItem

    duty = factory.SubFactory(ReportDutyFactory)
    due_on = dt.date(2024, 6, 17)
    period = "tháng 6/2024"


class ProposalFactory(factory.django.DjangoModelFactory):
    """Of a registered plan, to some agency."""

    class Meta:
        model = Proposal

    agency = factory.SubFactory(AgencyFactory)
    addressee = factory.SubFactory(AgencyFactory)
    paper = factory.SubFactory(PaperFactory, kind=PaperKind.PLAN)
    text = "Đầu tư hệ thống cấp nước tập trung"
