"""What the first page counts of words and replies: values of one's criteria, words that wait."""

import pytest

from accounts.models import User
from criteria.choices import Stage, Status
from criteria.services.current import rebuild_current
from reports.selectors.home import home
from tests.factories import (
    AgencyFactory,
    CommuneFactory,
    CriteriaSetFactory,
    CriterionFactory,
    IndicatorFactory,
    MeasurementFactory,
    MembershipFactory,
    ReplyFactory,
    ResponsibilityFactory,
    ScorecardFactory,
    StatusEntryFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def indicator():
    return IndicatorFactory(criterion=CriterionFactory(criteria_set=CriteriaSetFactory()))


@pytest.fixture
def scorecards(indicator):
    wanted = indicator.criterion.criteria_set
    return [ScorecardFactory(commune=CommuneFactory(), criteria_set=wanted) for _ in range(3)]


def first_section(user):
    [section] = home(User.objects.get(pk=user.pk))
    return section


def test_a_department_sees_how_many_communes_have_values_of_its_criteria(indicator, scorecards):
    agency = ResponsibilityFactory(indicator=indicator).agency
    officer = MembershipFactory(agency=agency).user
    neighbour = IndicatorFactory(criterion=indicator.criterion, code="1.9", order=9)
    MeasurementFactory(scorecard=scorecards[0], indicator=indicator)
    MeasurementFactory(scorecard=scorecards[0], indicator=indicator)
    MeasurementFactory(scorecard=scorecards[1], indicator=neighbour)

    [line] = first_section(officer).criteria

    assert (line.criterion, line.measured, line.total) == (indicator.criterion, 1, 3)


def test_a_department_sees_what_communes_contest(indicator, scorecards):
    agency = ResponsibilityFactory(indicator=indicator).agency
    officer = MembershipFactory(agency=agency).user
    for scorecard, agrees in zip(scorecards, (False, True, True), strict=True):
        said = MeasurementFactory(
            scorecard=scorecard, indicator=indicator, stage=Stage.APPRAISED, agency=agency
        )
        ReplyFactory(measurement=said, entry=None, agrees=agrees, note="Sai số hộ")

    [line] = first_section(officer).criteria

    assert line.contested == 1


def test_a_commune_sees_how_many_words_of_others_wait_for_it(indicator, scorecards):
    own = AgencyFactory(of_commune=True, commune=scorecards[0].commune)
    officer = MembershipFactory(agency=own).user
    waiting = StatusEntryFactory(
        scorecard=scorecards[0],
        criterion=indicator.criterion,
        status=Status.MET,
        stage=Stage.REVIEWED,
        agency=AgencyFactory(),
    )
    StatusEntryFactory(scorecard=scorecards[1], criterion=indicator.criterion)
    rebuild_current()

    assert first_section(officer).unanswered == 1

    ReplyFactory(entry=waiting, measurement=None, agrees=True, agency=own)

    assert first_section(officer).unanswered == 0
