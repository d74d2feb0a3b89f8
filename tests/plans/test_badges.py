"""What waits for somebody, in one query: the same as the pages find task by task."""

import datetime as dt

import pytest

from accounts.choices import Role
from accounts.models import User
from accounts.notices import tell
from communes.models import Agency, held_by
from documents.choices import PaperState
from plans.choices import DifficultyState, ExtensionState, GroupRule, TaskState
from plans.permissions import WATCHES_THE_OFFICE
from plans.selectors.badges import Badges, _compiled, badges
from plans.selectors.owed import waiting_for, work_on
from tests.factories import (
    AgencyFactory,
    AgencyGroupFactory,
    DelegationFactory,
    DifficultyFactory,
    ExtensionFactory,
    LetterheadFactory,
    MembershipFactory,
    PaperFactory,
    ResponsibilityFactory,
    SponsorAssignmentFactory,
    TaskFactory,
    TaskGroupFactory,
    TaskPartyFactory,
    TaskProgressFactory,
    TaskReviewFactory,
    UserFactory,
    WorkProgrammeFactory,
)

pytestmark = pytest.mark.django_db
TODAY = dt.date(2024, 6, 18)
LATE = dt.date(2024, 6, 10)
DONE = {"state": TaskState.DONE, "effective_on": dt.date(2024, 6, 12)}


def counted(agency, role=Role.OFFICER):
    user = MembershipFactory(agency=agency, role=role).user
    return badges(User.objects.get(pk=user.pk), TODAY)


def by_pages(agency):
    """Task by task, as the first page finds it."""
    everybody = work_on(TODAY)
    found = len(everybody.of(agency).late)
    if agency.is_office:
        found += len(waiting_for(everybody, office=True))
    if agency.slug == WATCHES_THE_OFFICE:
        found += len(waiting_for(everybody, office=False))
    return found


def group_of(rule, lead=None, **facts):
    task = TaskFactory(due_on=LATE, **facts)
    TaskPartyFactory(task=task, group=AgencyGroupFactory(rule=rule), text=f"{rule}")
    return task


def test_badges_count_what_the_pages_show():
    first = AgencyFactory()
    office = AgencyFactory(office=True)
    watcher = AgencyFactory(slug=WATCHES_THE_OFFICE)
    district = AgencyFactory(of_district=True)
    for lead in (first, office, watcher, district):
        TaskFactory(lead=lead, due_on=LATE)
        TaskFactory(lead=lead, due_on=TODAY)
        TaskFactory(lead=lead, due_on=None, due_kind="recurring")
        TaskProgressFactory(task=TaskFactory(lead=lead, due_on=LATE), agency=lead)
        TaskProgressFactory(task=TaskFactory(lead=lead, due_on=LATE), agency=lead, **DONE)
        returned = TaskFactory(lead=lead, due_on=LATE)
        TaskProgressFactory(task=returned, agency=lead, **DONE)
        TaskReviewFactory(
            task=returned, subject=lead, agrees=False, reason="Thiếu", effective_on=TODAY
        )
        again = TaskFactory(lead=lead, due_on=LATE)
        TaskReviewFactory(task=again, subject=lead, agrees=False, reason="Thiếu")
        TaskProgressFactory(task=again, agency=lead, **DONE)
        confirmed = TaskFactory(lead=lead, due_on=LATE)
        TaskProgressFactory(task=confirmed, agency=lead, **DONE)
        TaskReviewFactory(task=confirmed, subject=lead, effective_on=TODAY)
        ExtensionFactory(task=TaskFactory(lead=lead, due_on=LATE), agency=lead)
        ExtensionFactory(
            task=TaskFactory(lead=lead, due_on=LATE),
            agency=lead,
            state=ExtensionState.GRANTED,
            decided_on=LATE,
        )
    group_of(GroupRule.DEPARTMENTS)
    group_of(GroupRule.DISTRICTS)
    group_of(GroupRule.ASSIGNED)
    group_of(GroupRule.RESPONSIBLE)
    group_of(GroupRule.LISTED)
    SponsorAssignmentFactory(agency=first)
    ResponsibilityFactory(agency=watcher)
    old = TaskFactory(
        lead=first, due_on=LATE, group=TaskGroupFactory(programme=WorkProgrammeFactory(year=2023))
    )
    TaskFactory(lead=first, due_on=TODAY, follows=old)
    found = {
        agency: (counted(agency).programme, by_pages(agency))
        for agency in (first, office, watcher, district)
    }
    assert all(here == there for here, there in found.values()), found
    assert min(here for here, _ in found.values()) >= 4


def test_difficulties_that_wait_for_ones_word():
    agency = AgencyFactory()
    DifficultyFactory(addressed_to=agency)
    DifficultyFactory(raised_by=agency)  # waits for the other
    DifficultyFactory(raised_by=agency, state=DifficultyState.ANSWERED)
    DifficultyFactory(addressed_to=agency, state=DifficultyState.CLOSED)
    assert counted(agency) == Badges(programme=0, support=2)


def test_who_only_administers_is_asked_for_nothing(django_assert_num_queries):
    agency = AgencyFactory(office=True)
    TaskFactory(lead=agency, due_on=LATE)
    admin = MembershipFactory(agency=agency, role=Role.ADMIN).user
    held_by(admin)
    assert badges(admin, TODAY) == Badges()
    stranger = UserFactory()
    held_by(stranger)
    with django_assert_num_queries(0):
        assert badges(stranger, TODAY) == Badges()


def test_papers_and_notices_are_counted_for_whoever_serves():
    letterhead = LetterheadFactory()
    user = MembershipFactory(agency=letterhead.agency, role=Role.DIRECTOR).user
    PaperFactory(letterhead=letterhead, state=PaperState.SIGNING)
    PaperFactory(
        letterhead=letterhead, state=PaperState.SIGNED
    )  # a number is not a director's to give
    tell([user], key="one", title="Một việc")
    assert badges(user, TODAY) == Badges(papers=1, notices=1)


def test_badges_cost_one_query(django_assert_num_queries):
    agency = AgencyFactory(office=True)
    user = MembershipFactory(agency=agency).user
    for _ in range(5):
        TaskFactory(lead=agency, due_on=LATE)
    held_by(user)
    with django_assert_num_queries(1):
        assert badges(user, TODAY).programme == 5


def test_what_was_asked_once_is_not_answered_for_another_post_or_day():
    """The query is kept by what it is made of."""
    letterhead = LetterheadFactory()
    post = MembershipFactory(agency=letterhead.agency, role=Role.DIRECTOR)
    PaperFactory(letterhead=letterhead, state=PaperState.SIGNING)
    TaskFactory(lead=letterhead.agency, due_on=TODAY)
    asked = [badges(User.objects.get(pk=post.user_id), TODAY)]
    asked.append(badges(User.objects.get(pk=post.user_id), TODAY + dt.timedelta(1)))
    post.role = Role.OFFICER
    post.save()
    asked.append(badges(User.objects.get(pk=post.user_id), TODAY))
    assert asked == [Badges(papers=1), Badges(programme=1, papers=1), Badges()]


def test_people_of_like_posts_share_a_query_and_not_an_answer(django_assert_num_queries):
    """Lent posts too: who lends, and of which agency, is not taken for another."""
    people = []
    for count in (1, 2):
        letterhead, other = LetterheadFactory(), AgencyFactory()
        receiver = MembershipFactory(agency=other).user
        lender = MembershipFactory(agency=letterhead.agency, role=Role.DIRECTOR).user
        DelegationFactory(giver=lender, receiver=receiver)
        PaperFactory.create_batch(count, letterhead=letterhead, state=PaperState.SIGNING)
        DifficultyFactory.create_batch(count + 2, addressed_to=other)
        people.append(User.objects.get(pk=receiver.pk))

    asked = [badges(one, TODAY) for one in people]

    assert asked == [Badges(papers=1, support=3), Badges(papers=2, support=4)]
    assert _compiled.cache_info().currsize == 1


@pytest.fixture(autouse=True)
def _nothing_kept():
    _compiled.cache_clear()


def test_the_rail_shows_a_count_only_where_something_waits(client, member):
    agency = Agency.objects.get(memberships__user=member)
    assert "rail-count" not in client.get("/").content.decode()
    DifficultyFactory(addressed_to=agency)
    page = client.get("/").content.decode()
    assert '<b class="rail-count">1<i class="visually-hidden"> việc chờ bạn</i></b>' in page
