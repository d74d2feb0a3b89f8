import datetime as dt

import factory

from accounts.choices import Role
from communes.choices import AgencyKind, CommuneClassKind, Extent
from communes.models import (
    Agency,
    Commune,
    CommuneClass,
    District,
    Membership,
    Province,
    Succession,
)
from tests.factories.accounts import UserFactory

STARTS = dt.date(2020, 1, 1)


class ProvinceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Province
        django_get_or_create = ("code", "starts")

    code = "45"
    name = "Quảng Trị"
    kind = "tỉnh"
    starts = STARTS


class DistrictFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = District

    code = factory.Sequence(lambda n: f"{900000 + n}")  # real ones have three digits
    name = factory.Sequence(lambda n: f"Huyện {n}")
    kind = "huyện"
    province = factory.SubFactory(ProvinceFactory)
    starts = STARTS


class CommuneFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Commune

    code = factory.Sequence(lambda n: f"{80000 + n}")  # none of the province is that high
    name = factory.Sequence(lambda n: f"Xã số {n}")
    kind = "xã"
    province = factory.SubFactory(ProvinceFactory)
    district = factory.SubFactory(DistrictFactory)
    starts = STARTS


class AgencyFactory(factory.django.DjangoModelFactory):
    """A department of the province unless a trait says otherwise."""

    class Meta:
        model = Agency

    class Params:
        office = factory.Trait(
            kind=AgencyKind.OFFICE, slug=factory.Sequence(lambda n: f"vpdp-{n}")
        )
        provincial = factory.Trait(kind=AgencyKind.PROVINCE)
        of_commune = factory.Trait(
            kind=AgencyKind.COMMUNE, commune=factory.SubFactory(CommuneFactory)
        )
        of_district = factory.Trait(
            kind=AgencyKind.DISTRICT, district=factory.SubFactory(DistrictFactory)
        )

    slug = factory.Sequence(lambda n: f"co-quan-{n}")
    name = factory.Sequence(lambda n: f"Sở số {n}")
    kind = AgencyKind.DEPARTMENT
    starts = STARTS


class MembershipFactory(factory.django.DjangoModelFactory):
    """An officer of a department unless told otherwise."""

    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    agency = factory.SubFactory(AgencyFactory)
    role = Role.OFFICER
    starts = STARTS


class SuccessionFactory(factory.django.DjangoModelFactory):
    """All of one commune went into another on 1/7/2025."""

    class Meta:
        model = Succession

    old = factory.SubFactory(CommuneFactory, ends=dt.date(2025, 6, 30))
    new = factory.SubFactory(CommuneFactory, starts=dt.date(2025, 7, 1), district=None)
    on = dt.date(2025, 7, 1)
    extent = Extent.WHOLLY
    basis = "Nghị quyết sắp xếp"


class CommuneClassFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CommuneClass

    commune = factory.SubFactory(CommuneFactory)
    kind = CommuneClassKind.SPECIAL
    basis = "Quyết định phân loại"
    starts = dt.date(2021, 6, 4)
