import datetime as dt

import factory

from plans.choices import MoneySource, WorkKind
from plans.models import Capital, Debt, Work
from tests.factories.communes import CommuneFactory


class WorkFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Work

    commune = factory.SubFactory(CommuneFactory)
    name = factory.Sequence(lambda n: f"Đường trục thôn {n}")
    kind = WorkKind.ROADS
    investment = 1200


class CapitalFactory(factory.django.DjangoModelFactory):
    """Of a commune as a whole in 2024, as of 31/5; with a work, of that work."""

    class Meta:
        model = Capital

    commune = factory.LazyAttribute(
        lambda one: one.work.commune if one.work else CommuneFactory.create()
    )
    work = None
    year = 2024
    source = MoneySource.CENTRAL
    as_of = dt.date(2024, 5, 31)
    allocated = 1000
    disbursed = 400


class DebtFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Debt

    commune = factory.SubFactory(CommuneFactory)
    as_of = dt.date(2024, 5, 31)
    amount = 250
