"""Difficulties of the demonstration; lists of assignments beside what the shipped files tell of them."""

import datetime as dt

import pytest
from django.core.management import call_command

from accounts.models import User
from criteria.models import SponsorAssignment
from documents.choices import PaperState
from documents.models import OfficialDocument
from ntm_portal.demo.accounts import create_accounts
from ntm_portal.demo.clear import clear_demo
from ntm_portal.demo.difficulties import write_difficulties
from plans.models import Difficulty
from plans.models.assigning import Pair
from plans.selectors.difficulties import lines
from plans.services.assignments import assign_by_list
from plans.services.difficulties import standing
from tests.factories import PaperFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]
DAY = dt.date(2024, 6, 18)
PAIRS = [Pair("so-y-te", "19543", "sponsor"), Pair("so-ke-hoach-dau-tu", "19543", "in_charge")]


@pytest.fixture(scope="module")
def demonstration(reference, django_db_blocker):
    with django_db_blocker.unblock():
        create_accounts()
        write_difficulties()


def standing_now():
    rows = SponsorAssignment.objects.on(DAY).order_by("agency__slug", "commune__code")
    return list(rows.values_list("agency__slug", "commune__code", "duty", "paper", "carried_on"))


def entered(by, starts):
    paper = OfficialDocument.objects.get(number="1625")
    if starts == DAY:
        paper = PaperFactory(day=14, month=6, year=2024, by=by)
    assign_by_list(paper=paper, pairs=PAIRS, starts=starts, by=by)


def test_difficulties_of_every_state_and_one_that_is_late():
    rows = list(Difficulty.objects.all())
    assert {one.state for one in rows} == {"open", "answered", "closed"}
    assert any(one.days_late for one in lines(rows, DAY))
    assert all(one.illustrative for one in rows)
    for one in rows:
        steps = one.steps.living().order_by("pk")
        assert standing(steps) == (one.state, one.addressed_to, one.answer_by)


def test_a_list_entered_in_the_demonstration_goes_with_it():
    before = standing_now()
    entered(User.objects.get(username="vpdp"), DAY)
    assert len(standing_now()) == 2
    clear_demo()
    call_command("load_reference", verbosity=0)
    assert (standing_now(), Difficulty.objects.count()) == (before, 0)
    assert OfficialDocument.objects.get(number="1625").state == PaperState.REGISTERED


@pytest.mark.parametrize("starts", [dt.date(2022, 6, 22), DAY])
def test_a_real_list_is_not_overwritten_by_the_shipped_files(starts):
    entered(UserFactory(), starts)
    after = standing_now()
    assert len(after) == 2
    assert not any(row[-1] for row in after)
    call_command("load_reference", verbosity=0)
    assert standing_now() == after
