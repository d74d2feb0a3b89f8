import datetime as dt

import factory

from communes.choices import Confidence
from criteria.choices import Level, Purpose
from criteria.models import CouncilFile, CouncilMeeting, FiledDocument, Procedure
from tests.factories.accounts import UserFactory
from tests.factories.communes import AgencyFactory, CommuneFactory
from tests.factories.documents import StoredFileFactory


class ProcedureFactory(factory.django.DjangoModelFactory):
    """Recognition at the first level since 2/8/2022, with known shares of the vote."""

    class Meta:
        model = Procedure

    level = Level.STANDARD
    purpose = Purpose.RECOGNISE
    starts = dt.date(2022, 8, 2)
    present_share = 70
    favour_share = 90
    vote_confidence = Confidence.RECALLED
    confidence = Confidence.SOURCED


class CouncilFileFactory(factory.django.DjangoModelFactory):
    """Being prepared."""

    class Meta:
        model = CouncilFile

    commune = factory.SubFactory(CommuneFactory)
    level = Level.STANDARD
    purpose = Purpose.RECOGNISE
    year = 2024
    opened_on = dt.date(2024, 3, 1)
    agency = factory.SubFactory(AgencyFactory)
    by = factory.SubFactory(UserFactory)


class FiledDocumentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = FiledDocument

    council_file = factory.SubFactory(CouncilFileFactory)
    file = factory.SubFactory(StoredFileFactory)
    name = factory.LazyAttribute(lambda one: one.file.name)
    on = dt.date(2024, 3, 5)
    agency = factory.SubFactory(AgencyFactory)
    by = factory.SubFactory(UserFactory)


class CouncilMeetingFactory(factory.django.DjangoModelFactory):
    """Ten of ten present, all in favour."""

    class Meta:
        model = CouncilMeeting

    council_file = factory.SubFactory(CouncilFileFactory)
    held_on = dt.date(2024, 5, 20)
    members = 10
    present = 10
    in_favour = 10
    valid = True
    passed = True
    agency = factory.SubFactory(AgencyFactory)
    by = factory.SubFactory(UserFactory)
