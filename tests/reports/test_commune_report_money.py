"""Money, works and help in a commune's report: of the period, closed by the rule, never mended."""

import datetime as dt
from decimal import Decimal

import pytest

from plans.choices import ActionState, MoneySource
from plans.models import Capital
from tests.factories import AgencyFactory, SupportActionFactory
from tests.reports.commune_world import AS_OF, LAST_YEAR, World, figures_of, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return World()


def test_works_are_those_of_the_cut_off(world):
    world.work("Chưa có", started_on=AS_OF + dt.timedelta(days=1))
    world.work("Đang làm", started_on=LAST_YEAR, finished_on=AS_OF + dt.timedelta(days=1))
    world.work("Đã xong", started_on=LAST_YEAR, finished_on=AS_OF)

    figures = figures_of(world.run())

    assert [(one.name, one.finished_on) for one in figures.works] == [
        ("Đang làm", ""),
        ("Đã xong", "2024-06-18"),
    ]
    assert figures.contents[0].kind == "giao thông"
    assert "Hoàn thành 01 công trình: Đã xong" in text_of(figures)


def test_help_is_that_of_the_period_and_what_is_planned_stands_apart(world):
    given = {"commune": world.commune, "agency": AgencyFactory(name="Sở Y tế")}
    SupportActionFactory(**given, content="Năm ngoái", done_on=LAST_YEAR)
    SupportActionFactory(**given, content="Trong kỳ")
    SupportActionFactory(**given, content="Sau ngày chốt", done_on=AS_OF + dt.timedelta(days=1))
    plan = {"state": ActionState.PLANNED, "done_on": None, "planned_on": dt.date(2024, 9, 1)}
    SupportActionFactory(**given, content="Sẽ làm", **plan)

    text = text_of(figures_of(world.run()))

    assert "Trong kỳ có 01 hoạt động hỗ trợ của Sở Y tế" in text
    assert "Năm ngoái" not in text
    assert "sau ngày chốt" not in text
    assert "sẽ làm (hướng dẫn, chuyên môn, theo kế hoạch, ngày 1/9/2024)" in text


def test_money_of_the_commune_as_a_whole_holds_and_the_rest_is_not_split(world):
    world.work("Đường", allocated=1000, disbursed=400)
    Capital.objects.create(
        commune=world.commune,
        year=2024,
        source=MoneySource.CENTRAL,
        as_of=dt.date(2024, 5, 31),
        allocated=Decimal(1500),
        disbursed=Decimal(400),
    )

    figures = figures_of(world.run())

    [fund] = figures.funds
    assert (fund.allocated, fund.disbursed, figures.loose) == ("1500", "400", "500")
    assert [one.kind for one in figures.contents] == ["giao thông", ""]
    assert figures.warnings == ()


def test_works_that_exceed_the_whole_are_told_and_not_mended(world):
    world.work("Đường", allocated=2000, disbursed=400)
    Capital.objects.create(
        commune=world.commune,
        year=2024,
        source=MoneySource.CENTRAL,
        as_of=dt.date(2024, 5, 31),
        allocated=Decimal(1500),
    )

    figures = figures_of(world.run())

    assert figures.funds[0].allocated == "1500"
    assert "cộng các công trình lớn hơn số chung của xã 500 triệu đồng" in figures.warnings[0]
