import datetime as dt

import factory
from django.utils import timezone

from documents.choices import PaperKind, PaperState
from reports.choices import Kind
from reports.models import ReportCycle, ReportRun
from tests.factories.accounts import UserFactory
from tests.factories.communes import AgencyFactory
from tests.factories.criteria import CriteriaSetFactory, RoundFactory
from tests.factories.documents import PaperFactory


class ReportRunFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ReportRun

    kind = Kind.AGENCY_HALF_YEAR
    agency = factory.SubFactory(AgencyFactory)
    criteria_set = factory.SubFactory(CriteriaSetFactory)
    period_starts = dt.date(2024, 1, 1)
    as_of = dt.date(2024, 6, 30)
    known_at = factory.LazyFunction(timezone.now)
    queued_at = factory.LazyFunction(timezone.now)
    requested_by = factory.SubFactory(UserFactory)
    paper = factory.SubFactory(
        PaperFactory,
        kind=PaperKind.REPORT,
        state=PaperState.DRAFT,
        issuer=factory.SelfAttribute("..agency"),
    )


class ReportCycleFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ReportCycle

    round = factory.SubFactory(RoundFactory)
    kinds = factory.LazyFunction(lambda: [Kind.AGENCY_HALF_YEAR.value])
    criteria_set = factory.SubFactory(CriteriaSetFactory)
    as_of = dt.date(2024, 6, 30)
    known_at = factory.LazyFunction(timezone.now)
    called_at = factory.LazyFunction(timezone.now)
    resumed_at = factory.LazyFunction(timezone.now)
    started_by = factory.SubFactory(UserFactory)
