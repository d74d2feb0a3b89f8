import factory

from criteria.choices import Duty
from documents.choices import PaperKind, PaperState
from plans.models import SponsorPlan, SponsorPlanCommune
from tests.factories.communes import AgencyFactory, CommuneFactory
from tests.factories.criteria import CriteriaSetFactory
from tests.factories.documents import LetterheadFactory, PaperFactory


class SponsorPlanFactory(factory.django.DjangoModelFactory):
    """A plan on its way: its paper is a draft of the agency."""

    class Meta:
        model = SponsorPlan

    agency = factory.SubFactory(AgencyFactory)
    paper = factory.SubFactory(
        PaperFactory,
        kind=PaperKind.PLAN,
        number="",
        state=PaperState.DRAFT,
        issuer=factory.SelfAttribute("..agency"),
        letterhead=factory.SubFactory(
            LetterheadFactory,
            agency=factory.SelfAttribute("...agency"),
            name=factory.Sequence(lambda n: f"Chủ thể {n}"),
        ),
    )
    criteria_set = factory.SubFactory(CriteriaSetFactory)
    year_from = 2024


class SponsorPlanCommuneFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SponsorPlanCommune

    plan = factory.SubFactory(SponsorPlanFactory)
    commune = factory.SubFactory(CommuneFactory)
    duty = Duty.SPONSOR
