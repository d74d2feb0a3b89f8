"""What the demonstration makes of the lists of unmet criteria, and how it goes."""

import datetime as dt

import pytest

from accounts.models import User
from criteria.choices import Status
from ntm_portal.demo.plan import SPONSORED
from ntm_portal.demo.red import DAY, clear_red, write_red
from ntm_portal.demo.words import LATER
from plans.models import Acceptance, PlanAction, TaskAim
from plans.selectors.red import counts
from plans.services.acceptances import end_acceptance
from tests.factories import AcceptanceFactory, AgencyFactory, TaskAimFactory, UserFactory
from tests.plans.reds import Reds

pytestmark = pytest.mark.django_db


@pytest.fixture
def reds():
    """Fourteen communes with unmet criteria; one of them gained a criterion lately."""
    made = Reds()
    places = [made.place(unmet=(1, 2, 3)) for _ in range(13)]
    made.judge(1, Status.MET, LATER, places[0])
    for one in (*places, made.commune):
        AgencyFactory(of_commune=True, commune=one)
    return made


@pytest.mark.usefixtures("reds")
def test_every_list_has_rows_and_all_of_them_are_marked():
    assert write_red() > 0
    found = counts(DAY)
    assert min(found.no_plan, found.done_but_red, found.shaky, found.in_hand, found.accepted) > 0
    assert not PlanAction.objects.filter(illustrative=False).exists()
    assert not Acceptance.objects.filter(illustrative=False).exists()


def test_the_communes_of_the_sponsor_plans_get_nothing():
    made = Reds()
    code = min(SPONSORED)
    AgencyFactory(of_commune=True, commune=made.place(code=code, unmet=(1, 2, 3, 4)))
    write_red()
    assert not PlanAction.objects.filter(commune__code=code).exists()
    assert not Acceptance.objects.filter(commune__code=code).exists()


@pytest.mark.usefixtures("reds")
def test_it_goes_and_what_its_accounts_ended_stands_again():
    demo, real = UserFactory(demo=True), AcceptanceFactory()
    write_red()
    TaskAimFactory(by=demo)
    kept = TaskAimFactory()
    end_acceptance(acceptance=real, reason="Thử", by=demo)
    other = AcceptanceFactory(ended_on=dt.date(2024, 5, 1), ended_reason="Có vốn")

    clear_red(User.objects.filter(demo=True))

    real.refresh_from_db()
    other.refresh_from_db()
    assert (real.ended_on, other.ended_on) == (None, dt.date(2024, 5, 1))
    assert set(Acceptance.objects.all()) == {real, other}
    assert (PlanAction.objects.count(), list(TaskAim.objects.all())) == (0, [kept])
