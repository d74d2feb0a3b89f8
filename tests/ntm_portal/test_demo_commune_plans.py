"""The illustrative plan of a commune: reports late and sent, and nothing of it left after clearing."""

import datetime as dt

import pytest

from ntm_portal.demo.accounts import create_accounts
from ntm_portal.demo.clear import clear_demo
from ntm_portal.demo.commune_plans import write_commune_plans
from plans.models import CommunePlan, DutyItem, Proposal, ReportDuty, VillageReport
from plans.selectors.duties import Owing, owed_by

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]
DAY = dt.date(2024, 6, 18)


@pytest.fixture(scope="module")
def demonstration(reference, django_db_blocker):
    with django_db_blocker.unblock():
        create_accounts()
        write_commune_plans()


def test_a_report_is_late_one_was_sent_and_others_come():
    plan = CommunePlan.objects.get(illustrative=True)
    owed = owed_by(plan.agency, DAY)
    assert {one.owing for one in owed} >= {Owing.LATE, Owing.SOON}
    assert DutyItem.objects.exclude(done_on=None).count() == 1
    made = (*ReportDuty.objects.filter(agency=plan.agency), *plan.paper.proposals.all())
    assert {one.illustrative for one in made} == {True}
    assert write_commune_plans() == 0


def test_clearing_leaves_nothing_of_it():
    clear_demo()
    for model in (ReportDuty, Proposal):
        assert not model.objects.filter(illustrative=True).exists()
    assert not VillageReport.objects.exists()
    assert not DutyItem.objects.filter(duty__agency__slug="ubnd-xa-19438").exists()
    assert not CommunePlan.objects.filter(illustrative=True).exists()
