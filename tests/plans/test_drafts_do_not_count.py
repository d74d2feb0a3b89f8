"""What rests on a paper that is on its way or recalled counts nowhere; once it is out, everywhere."""

import pytest
from django.urls import reverse

from accounts.calendar import working_day
from criteria.choices import Level
from documents.choices import PaperState
from plans.choices import TargetKind
from plans.selectors.contacts import office_lists
from plans.selectors.movers import _planned
from plans.selectors.plan_actions import PlanActionFilters, plan_actions
from plans.selectors.red.deeds import deeds
from plans.selectors.sponsors import sponsor_page
from plans.selectors.targets import targets_of_year
from reports.selectors.home.now import Now, promised
from tests.factories import (
    AcceptanceFactory,
    AgencyOfficeFactory,
    CriterionFactory,
    MembershipFactory,
    PaperFactory,
    PlanActionFactory,
    SponsorAssignmentFactory,
    TargetFactory,
)

pytestmark = pytest.mark.django_db

COUNTS = [PaperState.REGISTERED, PaperState.ISSUED, PaperState.REPLACED]
NOT = [PaperState.DRAFT, PaperState.SIGNING, PaperState.NUMBERED, PaperState.RECALLED]


@pytest.fixture
def plan():
    """An agency that stands behind a commune, and a plan that promises something of every kind."""

    def make(state):
        held = SponsorAssignmentFactory()
        criterion = CriterionFactory()
        paper = PaperFactory(state=state, number="7")
        both = {"agency": held.agency, "commune": held.commune, "paper": paper}
        action = PlanActionFactory(**both, criterion=criterion)
        goal = {"province": None, "out_of": None, "at_least": None, "year": 2025}
        target = TargetFactory(kind=TargetKind.LEVEL, level=Level.STANDARD, **both, **goal)
        office = AgencyOfficeFactory(agency=held.agency, paper=paper)
        AcceptanceFactory(commune=held.commune, criterion=criterion, paper=paper, until_year=2025)
        return held, criterion, action, target, office

    return make


def everything_shown(held, criterion):
    """How much of it each selector shows."""
    user, day = MembershipFactory(agency=held.agency).user, working_day()
    (line,) = sponsor_page(user, held.agency, day).lines
    found = deeds(list(criterion.criteria_set.criteria.all()), [held.commune], day)
    now = Now(day, criterion.criteria_set, None, None)
    return {
        "promises": len(line.promises),
        "planned": len(line.planned),
        "deeds": len(found.by_commune),
        "accepted": len(found.accepted),
        "movers": len(_planned(day)),
        "list": plan_actions(user, PlanActionFilters(), day).count(),
        "year": targets_of_year(user, 2024).count(),
        "offices": len(office_lists(user, held.agency, day).offices),
        "home": promised(held.agency, now).total,
    }


@pytest.mark.parametrize("state", COUNTS)
def test_it_counts_once_its_paper_is_out(plan, state):
    held, criterion, *_ = plan(state)
    assert set(everything_shown(held, criterion).values()) == {1}


@pytest.mark.parametrize("state", NOT)
def test_it_counts_nowhere_before_and_after_a_recall(plan, state):
    held, criterion, *_ = plan(state)
    assert set(everything_shown(held, criterion).values()) == {0}


def test_what_rests_on_no_paper_counts(plan):
    held, criterion, action, *_ = plan(PaperState.DRAFT)
    action.paper = None
    action.save()
    assert everything_shown(held, criterion)["deeds"] == 1


def test_pages_of_single_rows_do_not_open_a_draft(plan, client):
    held, _, action, target, office = plan(PaperState.DRAFT)
    client.force_login(MembershipFactory(agency=held.agency).user)
    slug = held.agency.slug
    for name, args in [
        ("plan_action_edit", [action.pk]),
        ("target_detail", [2025, target.pk]),
        ("office_edit", [slug, office.pk]),
    ]:
        assert client.get(reverse(f"plans:{name}", args=args)).status_code == 404, name
