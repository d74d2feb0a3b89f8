"""Rule RF6: sums close, or say what is not split and what disagrees."""

from decimal import Decimal

import pytest

from accounts.models import User
from plans.choices import ActionState, MoneySource
from plans.selectors.closing import Verdict, close
from plans.selectors.support import SupportFilters
from plans.selectors.support_sums import By, sum_columns, sum_rows, sums
from tests.factories import (
    AgencyFactory,
    CommuneFactory,
    CriterionFactory,
    MembershipFactory,
    SupportActionFactory,
    SupportMoneyFactory,
)


def numbers(*texts):
    return [None if text is None else Decimal(text) for text in texts]


@pytest.mark.parametrize(
    ("sources", "stated", "verdict", "total", "rest"),
    [
        ([], None, Verdict.NOTHING, None, None),
        ([None, None], None, Verdict.NOTHING, None, None),
        (["0"], None, Verdict.CLOSES, "0", None),
        (["60", "40"], None, Verdict.CLOSES, "100", None),
        (["60", "40"], "100", Verdict.CLOSES, "100", None),
        (["60.500", "40"], "100.5", Verdict.CLOSES, "100.5", None),
        ([], "600", Verdict.UNSPLIT, "600", "600"),
        # Bảo Lâm 2021: 22,9 of the centre, 11,4 local, 211 blended, of more than 600
        (["22.9", "11.4", "211"], "600", Verdict.UNSPLIT, "600", "354.7"),
        # Hà Tĩnh, eight months of 2018: printed 42,416
        (["3.305", "39.110"], "42.416", Verdict.ROUNDED, "42.416", "0.001"),
        # Hà Tĩnh in all: printed 1 014 for 1 014,5
        (["93.4", "191.6", "729.5"], "1014", Verdict.ROUNDED, "1014.5", None),
        (["93.4", "191.6", "729.5"], "1013", Verdict.OVER, "1014.5", None),
        (["3.305", "39.110"], "42.418", Verdict.UNSPLIT, "42.418", "0.003"),
    ],
)
def test_sources_stand_against_the_stated_total(sources, stated, verdict, total, rest):
    (wanted,) = numbers(stated)
    found = close(numbers(*sources), wanted)
    assert found.verdict == verdict
    assert [found.total, found.rest] == numbers(total, rest)
    assert found.stated == wanted  # kept as stated, whatever the verdict
    assert found.flagged == (verdict in {Verdict.ROUNDED, Verdict.OVER})
    if found.total is not None:
        assert (found.split or 0) + (found.rest or 0) == found.total


@pytest.fixture
def reader(db):
    user: User = MembershipFactory().user
    return user


@pytest.fixture
def helped(reader):
    """Three actions in two communes: one split, one that states more, one that contradicts itself."""
    first, second = CommuneFactory(name="Gio Mai"), CommuneFactory(name="Thuận")
    agency, other = AgencyFactory(name="Sở Một"), AgencyFactory(name="Sở Hai")
    criterion = CriterionFactory(number=2)
    one = SupportActionFactory(agency=agency, commune=first, criterion=criterion)
    SupportMoneyFactory(action=one, source=MoneySource.OWN, planned=50, done=30)
    SupportMoneyFactory(
        action=one, source=MoneySource.LABOUR_DAYS, done=20, days_done=100, days_planned=90
    )
    two = SupportActionFactory(agency=other, commune=second, total_done=600, criterion=criterion)
    SupportMoneyFactory(action=two, source=MoneySource.CENTRAL, done=100)
    three = SupportActionFactory(agency=other, commune=second, total_done=5, total_planned=7)
    SupportMoneyFactory(action=three, source=MoneySource.OWN, done=9)
    return one, two, three


@pytest.mark.parametrize("by", list(By))
def test_rows_and_sources_make_the_same_total(reader, helped, by):
    assert len(helped) == 3
    found = sums(reader, SupportFilters(), by)
    for name in ("planned", "done"):
        parts = [getattr(row, name).value for row in found.rows]
        assert sum(one for one in parts if one is not None) == getattr(found.total, name).value
    assert found.total.done.value == 30 + 20 + 600 + 9
    assert found.total.planned.value == 50 + 7
    if by != By.SOURCE:
        for row in (*found.rows, found.total):
            assert sum(one for one in row.amounts if one is not None) == row.done.value
    header, rows = sum_columns(found), sum_rows(found)
    assert {len(header)} == {len(row) for row in rows}
    assert rows[-1][0] == "Tổng cộng"


def test_what_is_not_split_is_a_source_of_its_own(reader, helped):
    assert helped
    found = {row.label: row for row in sums(reader, SupportFilters(), By.SOURCE).rows}
    assert found["Không tách"].done.value == 500
    assert found["Không tách"].planned.value == 7
    assert found["Ngày công quy đổi"].days.value == 100
    assert found["Kinh phí của đơn vị"].done.value == 39
    assert "Tín dụng" not in found


def test_a_total_that_contradicts_its_sources_is_flagged_and_the_sources_count(reader, helped):
    assert helped
    rows = {row.label: row for row in sums(reader, SupportFilters(), By.COMMUNE).rows}
    assert list(rows) == ["Gio Mai", "Thuận"]
    assert (rows["Thuận"].flagged, rows["Gio Mai"].flagged) == (1, 0)
    assert (rows["Thuận"].done.value, rows["Thuận"].rest.value) == (609, 500)


def test_offers_and_dropped_help_are_not_added(reader):
    for state in (ActionState.OFFERED, ActionState.DROPPED):
        action = SupportActionFactory(state=state, done_on=None)
        SupportMoneyFactory(action=action, planned=10, done=None)
    assert sums(reader, SupportFilters(), By.COMMUNE).rows == []


def test_planned_help_adds_its_plan_alone(reader):
    action = SupportActionFactory(state=ActionState.PLANNED, done_on=None)
    SupportMoneyFactory(action=action, planned=10, done=None)
    (row,) = sums(reader, SupportFilters(), By.AGENCY).rows
    assert (row.planned.value, row.done.value, row.planned_times, row.done_times) == (
        10,
        None,
        1,
        0,
    )
    assert row.percent is None


def test_blank_is_not_zero(reader):
    SupportActionFactory()
    (row,) = sums(reader, SupportFilters(), By.COMMUNE).rows
    assert (row.done.value, row.days.value, row.done_times) == (None, None, 1)
    zero = SupportActionFactory(commune__name="A")
    SupportMoneyFactory(action=zero, done=0)
    assert sums(reader, SupportFilters(), By.COMMUNE).total.done.value == 0


def test_an_action_belongs_to_the_year_in_which_it_was_done(reader):
    SupportActionFactory(planned_on="2023-12-01", done_on="2024-01-15")
    SupportActionFactory(state=ActionState.PLANNED, planned_on="2025-03-01", done_on=None)
    SupportActionFactory(state=ActionState.PLANNED, done_on=None)
    found = sums(reader, SupportFilters(), By.YEAR)
    assert [row.label for row in found.rows] == ["2024", "2025", "Chưa rõ năm"]
    assert len(sums(reader, SupportFilters(year="2023"), By.COMMUNE).rows) == 0
    assert len(sums(reader, SupportFilters(year="2024"), By.COMMUNE).rows) == 1


def test_sums_cost_the_same_for_one_action_as_for_five(reader, django_assert_num_queries):
    SupportMoneyFactory()
    list(reader.memberships.all())
    sums(reader, SupportFilters(), By.COMMUNE)  # the reader's memberships are asked once
    with django_assert_num_queries(2):
        sums(reader, SupportFilters(), By.COMMUNE)
    for _ in range(4):
        SupportMoneyFactory()
    with django_assert_num_queries(2):
        sums(reader, SupportFilters(), By.COMMUNE)
