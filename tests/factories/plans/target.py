import datetime as dt

import factory

from criteria.choices import Level
from plans.choices import DossierStage, TargetKind
from plans.models import DistrictProgramme, Dossier, Target, Village
from tests.factories.communes import (
    AgencyFactory,
    CommuneFactory,
    DistrictFactory,
    ProvinceFactory,
)
from tests.factories.documents import PaperFactory


class TargetFactory(factory.django.DjangoModelFactory):
    """77 of 101 communes by 2024, for the province."""

    class Meta:
        model = Target

    kind = TargetKind.COMMUNES_RECOGNISED
    province = factory.SubFactory(ProvinceFactory)
    at_least = 77
    out_of = 101
    year = 2024
    text = "77/101 xã đạt chuẩn"
    paper = factory.SubFactory(PaperFactory)


class VillageFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Village

    commune = factory.SubFactory(CommuneFactory)
    name = factory.Sequence(lambda n: f"Thôn {n}")
    starts = dt.date(2020, 1, 1)


class DossierFactory(factory.django.DjangoModelFactory):
    """Of a district, unless a village is given and no district."""

    class Meta:
        model = Dossier

    district = factory.SubFactory(DistrictFactory)
    level = Level.STANDARD
    year = 2024
    stage = DossierStage.SELF_ASSESSED


class DistrictProgrammeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = DistrictProgramme

    agency = factory.SubFactory(AgencyFactory, of_district=True)
    year = 2024
    paper = factory.SubFactory(PaperFactory)
