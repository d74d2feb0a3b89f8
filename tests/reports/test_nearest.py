"""The communes nearest to the standard: their order, what each lacks, and what the target still asks for."""

import datetime as dt
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from accounts.choices import Role
from communes.choices import AgencyKind
from criteria.choices import Level
from plans.choices import TargetKind
from reports.selectors.asked import Asked
from reports.selectors.board import chosen
from reports.selectors.nearest import SHOWN, nearest
from tests.factories import (
    AgencyFactory,
    CommuneFactory,
    IndicatorFactory,
    MeasurementFactory,
    MembershipFactory,
    PlanActionFactory,
    RecognitionFactory,
    SponsorAssignmentFactory,
    TargetFactory,
    ThresholdFactory,
)

pytestmark = pytest.mark.django_db
TODAY = dt.date(2024, 6, 18)
PAGE = reverse("reports:nearest")


@pytest.fixture
def four(say):
    """Full but not recognised; one lacking; one lacking and one not judged; recognised."""
    found = {}
    for name, text in (("Bốn", "mmmmmm"), ("Ba", "mmmmmn"), ("Hai", "mmmmn-"), ("Xong", "mmmmmm")):
        found[name] = CommuneFactory(name=name)
        say(found[name], text)
    RecognitionFactory(commune=found["Xong"], level=Level.STANDARD, since=dt.date(2023, 5, 1))
    CommuneFactory(name="Trống")
    return found


def asked(**question):
    return nearest(chosen(Asked(**question)))


def test_the_fewest_left_come_first_and_what_is_unknown_is_counted_not_ranked(four):
    found = asked()
    assert [(one.row.commune.name, one.distance) for one in found.rows] == [
        ("Bốn", 0), ("Ba", 1), ("Hai", 2),
    ]  # fmt: skip
    assert (found.total, found.without_data) == (4, 1)


def test_of_equals_the_one_with_fewer_failing_comes_first(say):
    for name, text in (("An", "mmmmnn"), ("Bình", "mmmmn-")):
        say(CommuneFactory(name=name), text)
    assert [one.row.commune.name for one in asked().rows] == ["Bình", "An"]


def test_as_many_are_marked_as_the_target_still_asks_for(four):
    province = four["Ba"].province
    TargetFactory(
        province=province, kind=TargetKind.COMMUNES_RECOGNISED, year=2024, at_least=3, at_most=None
    )
    found = asked()
    assert (found.goal.value, found.goal.gap) == (1, 2)
    assert [needed for _, needed in found.marked] == [True, True, False]


def test_what_is_lacking_stands_in_natural_units_with_the_work_planned(four, yardstick):
    criterion = yardstick.criteria.get(number=6)
    indicator = IndicatorFactory(criterion=criterion, code="6.1", name="Tỷ lệ")
    ThresholdFactory(indicator=indicator, number=80)
    scorecard = four["Ba"].scorecards.get()
    MeasurementFactory(scorecard=scorecard, indicator=indicator, number=46)
    (lack,) = asked().rows[1].lacks
    (told,) = lack.told
    assert "46" in told
    assert "80" in told
    assert lack.is_idle
    PlanActionFactory(commune=four["Ba"], criterion=criterion)
    assert asked().rows[1].lacks[0].planned == 1


def test_another_day_names_criteria_and_claims_nothing_of_work(four):
    (lack,) = asked(day=dt.date(2024, 2, 1)).rows[1].lacks
    assert (lack.criterion.number, lack.told, lack.planned, lack.is_idle) == (6, (), None, False)


def test_filters_and_sponsors(four):
    held = SponsorAssignmentFactory(commune=four["Hai"])
    found = asked(agency=held.agency.slug)
    assert [one.row.commune.name for one in found.rows] == ["Hai"]
    assert found.rows[0].sponsors == (held.agency,)


def test_a_long_list_is_cut_and_can_be_had_whole(client, office, say):
    for _ in range(SHOWN + 1):
        say(CommuneFactory(), "mmmmmn")
    page = client.get(PAGE).content.decode()
    assert "Xem cả danh sách" in page
    assert page.count('<li class="card">') == SHOWN
    page = client.get(PAGE, {"tat-ca": "1"}).content.decode()
    assert "Xem cả danh sách" not in page
    assert page.count('<li class="card">') == SHOWN + 1


def test_the_sheet_has_a_line_for_each_criterion_lacking(client, office, four):
    answer = client.get(reverse("reports:nearest_file"))
    rows = list(load_workbook(BytesIO(answer.content)).active.iter_rows(values_only=True))
    assert [(row[2], row[7]) for row in rows[-3:]] == [
        ("Bốn", None),
        ("Ba", str(four["Ba"].scorecards.get().criteria_set.criteria.get(number=6))),
        ("Hai", str(four["Ba"].scorecards.get().criteria_set.criteria.get(number=5))),
    ]


def test_five_communes_cost_the_queries_of_one(say):
    def queries():
        with CaptureQueriesContext(connection) as caught:
            asked()
        return len(caught)

    say(CommuneFactory(), "mmmmmn")
    one = queries()
    for _ in range(4):
        say(CommuneFactory(), "mmmmnn")
    assert queries() == one


def test_a_leader_reaches_it_from_the_first_page(client, four):
    leader = MembershipFactory(agency=AgencyFactory(kind=AgencyKind.PROVINCE), role=Role.DIRECTOR)
    client.force_login(leader.user)
    assert f'href="{PAGE}"' in client.get("/").content.decode()


def test_a_day_without_a_set_says_so(client, office):
    assert "Chưa có bộ tiêu chí nào có hiệu lực" in client.get(PAGE).content.decode()
