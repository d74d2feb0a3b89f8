"""Sums of capital by kind of work close (rule RF6 of the report forms)."""

import datetime as dt
from decimal import Decimal

import pytest

from plans.choices import WorkKind
from plans.selectors.work_sums import LOOSE, sum_rows, sums
from plans.selectors.works import Amounts, MoneyFilters
from tests.factories import CapitalFactory, CommuneFactory, WorkFactory

pytestmark = pytest.mark.django_db
DAY = dt.date(2024, 6, 18)


def test_kinds_and_what_no_work_tells_of_make_the_total(member):
    """A commune with works and a whole, one with a whole alone: nothing is left out (RF6)."""
    work = WorkFactory(kind=WorkKind.WATER)
    CapitalFactory(work=work, allocated=600, disbursed=100)
    CapitalFactory(work=None, commune=work.commune, allocated=1000, disbursed=150)
    CapitalFactory(work=None, commune=CommuneFactory(), allocated=300, disbursed=None)
    found = sums(member, DAY, MoneyFilters())

    assert found.total.loose == sum(line.loose or 0 for line in found.by_commune) == 700
    assert found.by_kind[-1].label == LOOSE
    assert found.by_kind[-1].amounts == Amounts(Decimal(700), Decimal(50))
    assert sum(line.amounts.allocated or 0 for line in found.by_kind) == 1300
    assert sum(line.amounts.disbursed or 0 for line in found.by_kind) == 150


def test_kinds_alone_are_the_total_where_every_work_is_told(member):
    CapitalFactory(work=WorkFactory())

    labels = [line.label for line in sums(member, DAY, MoneyFilters()).by_kind]
    assert LOOSE not in labels


def test_the_spreadsheet_names_the_total_above_each_of_its_tables(member):
    CapitalFactory(work=WorkFactory(), allocated=40)

    totals = [row for row in sum_rows(sums(member, DAY, MoneyFilters())) if row[1] == "TỔNG SỐ"]
    assert [row[2] for row in totals] == [40, 40, 40]
