import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts import trail
from accounts.models import Activity
from criteria.choices import Stage
from criteria.models import Responsibility
from criteria.permissions import mandates
from criteria.selectors.responsibility import responsibility_rows
from criteria.services.responsibility import (
    Assignment,
    assign_responsibility,
    end_responsibility,
)
from tests.factories import (
    AgencyFactory,
    CriterionFactory,
    IndicatorFactory,
    MembershipFactory,
    PaperFactory,
    ResponsibilityFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
DAY = dt.date(2024, 6, 18)


@pytest.fixture(autouse=True)
def working_day(settings):
    settings.PORTAL_TODAY = DAY.isoformat()


def codes(error):
    refused = getattr(error.value, "error_dict", {"": getattr(error.value, "error_list", [])})
    return {one.code for errors in refused.values() for one in errors}


def gives(*indicators, agency=None, replacing=True, **given):
    """The office gives indicators to an agency."""
    given = {"starts": DAY, "source": "QĐ của tỉnh"} | given
    return assign_responsibility(
        indicators=indicators,
        given=Assignment(agency=agency or AgencyFactory(), **given),
        replacing=replacing,
        by=UserFactory(),
    )


def test_a_new_span_closes_the_old_one_the_day_before():
    old = ResponsibilityFactory()
    [fresh] = gives(old.indicator)
    old.refresh_from_db()
    assert (old.ends, fresh.starts, fresh.ends) == (dt.date(2024, 6, 17), DAY, None)


def test_a_second_agency_may_stand_beside_the_first():
    old = ResponsibilityFactory()
    gives(old.indicator, replacing=False)
    old.refresh_from_db()
    assert old.ends is None


def test_a_whole_criterion_is_given_and_stands_on_the_trail():
    criterion = CriterionFactory()
    indicators = IndicatorFactory.create_batch(3, criterion=criterion)
    rows = gives(*indicators)
    assert {row.indicator for row in rows} == set(indicators)
    lines = Activity.objects.filter(verb=trail.CORRECTED)
    assert {line.subject for line in lines} == {trail.subject_key(row) for row in rows}


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"ends": dt.date(2024, 1, 1)}, "span"),
        ({"source": " "}, "source"),
        ({"starts": dt.date(1950, 1, 1)}, "agency"),
    ],
)
def test_an_assignment_that_cannot_be_is_refused(given, code):
    indicator = IndicatorFactory()
    agency = AgencyFactory(starts=dt.date(1989, 7, 1))
    with pytest.raises(ValidationError) as error:
        gives(indicator, agency=agency, **given)
    assert codes(error) == {code}
    assert not Responsibility.objects.exists()


def test_nothing_chosen_is_refused():
    with pytest.raises(ValidationError) as error:
        gives()
    assert codes(error) == {"nothing"}


def test_who_answers_already_is_not_given_it_again_and_nothing_else_is_stored():
    old = ResponsibilityFactory()
    other = IndicatorFactory()
    with pytest.raises(ValidationError) as error:
        gives(other, old.indicator, agency=old.agency)
    assert codes(error) == {"overlap"}
    assert Responsibility.objects.count() == 1


@pytest.mark.parametrize(("starts", "code"), [(DAY, "clash"), (dt.date(2024, 7, 1), "later")])
def test_a_span_that_begins_on_the_day_or_later_is_not_swallowed(starts, code):
    old = ResponsibilityFactory(starts=starts)
    with pytest.raises(ValidationError) as error:
        gives(old.indicator)
    assert codes(error) == {code}


def test_a_paper_is_source_enough():
    [row] = gives(IndicatorFactory(), source="", paper=PaperFactory())
    assert row.paper is not None


def ends(row, *, on=DAY, reason="chuyển nhiệm vụ"):
    return end_responsibility(responsibility=row, ends=on, reason=reason, by=UserFactory())


@pytest.mark.parametrize(
    ("given", "code"),
    [({"reason": " "}, "reason"), ({"on": dt.date(2019, 1, 1)}, "span")],
)
def test_an_end_that_cannot_be_is_refused(given, code):
    with pytest.raises(ValidationError) as error:
        ends(ResponsibilityFactory(), **given)
    assert codes(error) == {code}


def test_what_has_ended_is_not_ended_again():
    row = ResponsibilityFactory(ends=dt.date(2024, 1, 1))
    with pytest.raises(ValidationError) as error:
        ends(row)
    assert codes(error) == {"ended"}


def test_mandates_follow_at_once_and_the_day_counts(world):
    responsible = world.people["responsible"]
    row = Responsibility.objects.get(indicator=world.indicator)
    ends(row, on=DAY - dt.timedelta(days=1))
    again = type(responsible).objects.get(pk=responsible.pk)
    assert not mandates(again, world.scorecard)
    before = mandates(again, world.scorecard, on=DAY - dt.timedelta(days=1))
    assert [one.stage for one in before.for_indicator(world.indicator)] == [Stage.APPRAISED]


def test_an_agency_that_lost_its_indicator_can_no_longer_enter_a_value(world, client):
    url = reverse("criteria:measure", args=[world.scorecard.pk, world.indicator.pk])
    given = {"kind": "percent", "value": "85", "part": "", "base": ""}
    newcomer = AgencyFactory()
    gives(world.indicator, agency=newcomer)
    client.force_login(world.people["responsible"])
    assert client.post(url, given).status_code == 403
    client.force_login(MembershipFactory(agency=newcomer).user)
    assert client.post(url, given).status_code == 302


def test_rows_say_who_answers_now_and_who_did():
    row = ResponsibilityFactory(ends=dt.date(2023, 12, 31))
    [now] = gives(row.indicator)
    [group] = responsibility_rows(row.indicator.criterion.criteria_set, DAY)
    [line] = group.rows
    assert ([one.row for one in line.now], [one.row for one in line.others]) == ([now], [row])


# ── pages ────────────────────────────────────────────────────────────────────────────────────


def page_of(row):
    return reverse(
        "criteria:responsibility_list", args=[row.indicator.criterion.criteria_set.code]
    )


def typed(row, agency, **changes):
    return {
        "what": str(row.indicator_id),
        "agency": str(agency.pk),
        "starts": "2024-06-18",
        "ends": "",
        "replacing": "on",
        "confidence": "sourced",
        "paper": "",
        "source": "QĐ của tỉnh",
    } | changes


@pytest.mark.usefixtures("member")
def test_members_read_and_may_not_change(client):
    row = ResponsibilityFactory(agency__name="Sở Công Thương")
    page = client.get(page_of(row))
    assert "Sở Công Thương" in page.content.decode()
    assert page.context["form"] is None
    assert client.post(page_of(row), typed(row, AgencyFactory())).status_code == 403
    assert client.post(reverse("criteria:responsibility_end", args=[row.pk])).status_code == 403


@pytest.mark.usefixtures("office")
def test_the_office_gives_one_indicator_or_a_whole_criterion(client):
    row = ResponsibilityFactory()
    other = IndicatorFactory(criterion=row.indicator.criterion)
    agency = AgencyFactory()
    assert client.post(page_of(row), typed(row, agency)).status_code == 302
    assert agency.responsibilities.get().indicator == row.indicator
    whole = typed(row, AgencyFactory(), what=f"tc-{other.criterion_id}", starts="2024-06-19")
    assert client.post(page_of(row), whole).status_code == 302
    assert Responsibility.objects.filter(indicator=other).count() == 1


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize(
    ("changes", "field", "status"),
    [
        ({"agency": ""}, "agency", 422),
        ({"starts": ""}, "starts", 422),
        ({"source": ""}, "source", 409),
    ],
)
def test_what_cannot_be_given_keeps_what_was_typed(client, changes, field, status):
    row = ResponsibilityFactory()
    answer = client.post(page_of(row), typed(row, AgencyFactory()) | changes)
    assert (answer.status_code, list(answer.context["form"].errors)) == (status, [field])
    assert Responsibility.objects.count() == 1


@pytest.mark.usefixtures("office")
def test_the_office_ends_a_span(client):
    row = ResponsibilityFactory()
    url = reverse("criteria:responsibility_end", args=[row.pk])
    assert client.post(url, {"ends": "2024-06-30", "reason": ""}).status_code == 422
    assert client.post(url, {"ends": "2019-06-30", "reason": "a"}).status_code == 409
    assert client.post(url, {"ends": "30/6/2024", "reason": "a"}).status_code == 302
    row.refresh_from_db()
    assert row.ends == dt.date(2024, 6, 30)


def test_the_table_costs_the_same_for_one_span_and_for_five(django_assert_num_queries):
    row = ResponsibilityFactory()
    criteria_set = row.indicator.criterion.criteria_set
    for _ in range(4):
        ResponsibilityFactory(indicator=IndicatorFactory(criterion=row.indicator.criterion))
    with django_assert_num_queries(3):
        responsibility_rows(criteria_set, DAY)
