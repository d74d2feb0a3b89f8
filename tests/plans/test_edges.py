"""Rules just where they turn: two that look alike, the day itself, one beside another."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.choices import Role
from criteria.choices import Status
from criteria.models import SponsorAssignment, StatusEntry
from plans.choices import ActionState, Audience, GroupRule, UrgeKind
from plans.evaluation import Colour, Verdict, together
from plans.models import Mail, TaskAim
from plans.models.assigning import ADDED, Pair
from plans.permissions import keeps_all, may_accept, numbers_seen
from plans.selectors.owed import tasks_alive
from plans.selectors.red import RedKind, red
from plans.selectors.support import SupportFilters
from plans.selectors.support_sums import By, sums
from plans.selectors.tasks import line_of
from plans.selectors.urging import letters
from plans.services import urging
from plans.services.assignments import assign_by_list
from tests.factories import (
    AcceptanceFactory,
    AgencyFactory,
    AgencyGroupFactory,
    CommuneFactory,
    ContactFactory,
    DelegationFactory,
    ExtensionFactory,
    GroupMemberFactory,
    MailFactory,
    MembershipFactory,
    PaperFactory,
    PlanActionFactory,
    SponsorAssignmentFactory,
    SuccessionFactory,
    SupportActionFactory,
    SupportMoneyFactory,
    TaskFactory,
    TaskPartyFactory,
    TaskReviewFactory,
    UrgingRuleFactory,
    UserFactory,
    WorkProgrammeFactory,
)
from tests.plans.programmes import programme_with, reported_done
from tests.plans.reds import Reds

pytestmark = pytest.mark.django_db
DAY = dt.date(2024, 6, 18)


@pytest.fixture
def reds():
    return Reds()


def row(reds, number, day=DAY):
    return next(
        one
        for one in red(day).rows
        if one.spot.commune == reds.commune and one.spot.criterion.number == number
    )


# ── colours ──────────────────────────────────────────────────────────────────────────────────


def test_of_two_late_leads_the_later_one_says_why():
    short, long = Verdict(Colour.LATE, 2, why="hai ngày"), Verdict(Colour.LATE, 9, why="chín ngày")
    assert together([short, long]).why == together([long, short]).why == "chín ngày"


def test_the_days_left_are_those_of_the_most_pressed_lead():
    leads = [Verdict(Colour.SOON, days_left=3), Verdict(Colour.OPEN, days_left=30)]
    assert together(leads).days_left == 3


# ── a task on a day gone by ──────────────────────────────────────────────────────────────────


def test_an_extension_counts_from_the_day_of_its_decision_and_waits_until_then():
    case = programme_with()
    asked = ExtensionFactory(
        task=case.task,
        agency=case.lead,
        asked_on=dt.date(2024, 6, 10),
        state="granted",
        decided_on=dt.date(2024, 6, 14),
        decided_at=dt.datetime(2024, 6, 14, 8, tzinfo=dt.UTC),
        decided_by=UserFactory(),
    )
    before = line_of(case.task, dt.date(2024, 6, 13))
    assert (before.due_on, before.times_extended, before.waiting) == (case.task.due_on, 0, asked)
    after = line_of(case.task, dt.date(2024, 6, 14))
    assert (after.due_on, after.times_extended, after.waiting) == (asked.due_on, 1, None)


def test_a_group_is_those_of_its_programmes_year_even_years_later():
    programme = WorkProgrammeFactory(year=2023)
    task = TaskFactory(group__programme=programme)
    member = GroupMemberFactory(ends=dt.date(2023, 12, 31))
    GroupMemberFactory(group=member.group, starts=dt.date(2024, 1, 1))
    TaskPartyFactory(task=task, group=member.group)
    assert [one.agency for one in line_of(task, DAY).leads] == [member.agency]


def test_what_is_confirmed_without_a_word_of_the_lead_was_done_on_that_day():
    task = TaskFactory(due_on=dt.date(2024, 6, 3))
    TaskPartyFactory(task=task, text="Các cơ quan liên quan")
    TaskReviewFactory(task=task, effective_on=dt.date(2024, 6, 5))
    line = line_of(task, DAY)
    assert (line.colour, line.days_late) == (Colour.DONE, 2)


def test_a_lead_is_silent_from_the_day_on_which_its_word_was_returned():
    case = programme_with(due_on=dt.date(2024, 12, 31))
    reported_done(case.task, case.lead, effective_on=dt.date(2024, 4, 1))
    TaskReviewFactory(
        task=case.task,
        subject=case.lead,
        agrees=False,
        reason="Thiếu",
        effective_on=dt.date(2024, 6, 10),
    )
    assert line_of(case.task, DAY).colour is Colour.OPEN
    assert line_of(case.task, dt.date(2024, 7, 15)).colour is Colour.BEHIND


def test_an_agency_that_is_no_more_is_in_no_group_of_departments():
    task = TaskFactory()
    group = AgencyGroupFactory(rule=GroupRule.DEPARTMENTS)
    TaskPartyFactory(task=task, group=group)
    now = AgencyFactory()
    gone = AgencyFactory(ends=dt.date(2023, 12, 31))
    found = {one.agency for one in line_of(task, DAY).leads}
    assert (now in found, gone in found) == (True, False)


def test_a_task_that_goes_on_next_year_is_this_years_until_then():
    task = TaskFactory()
    TaskFactory(group__programme=WorkProgrammeFactory(year=2025), follows=task)
    assert list(tasks_alive(DAY)) == [task]
    assert task not in tasks_alive(dt.date(2025, 1, 2))


# ── red ──────────────────────────────────────────────────────────────────────────────────────


def test_what_is_planned_for_today_is_not_late_yet(reds):
    about = {"commune": reds.commune, "criterion": reds.criteria[2]}
    PlanActionFactory(**about, due_on=DAY)
    assert not row(reds, 2).late
    assert row(reds, 2, dt.date(2024, 6, 19)).late


def test_what_was_done_on_the_day_it_was_last_met_did_its_work(reds):
    reds.judge(2, Status.MET, dt.date(2024, 1, 31))
    about = {"commune": reds.commune, "criterion": reds.criteria[2]}
    SupportActionFactory(**about, done_on=dt.date(2024, 1, 31))
    assert row(reds, 2).kind == RedKind.NO_PLAN


def test_a_word_that_was_taken_back_never_met_anything(reds):
    reds.judge(2, Status.MET, dt.date(2024, 1, 31))
    said = StatusEntry.objects.filter(criterion=reds.criteria[2], status=Status.MET)
    said.update(
        withdrawn_at=timezone.now(), withdrawn_by=UserFactory(), withdrawn_reason="Ghi nhầm"
    )
    about = {"commune": reds.commune, "criterion": reds.criteria[2]}
    SupportActionFactory(**about, done_on=dt.date(2024, 1, 10))
    assert row(reds, 2).kind == RedKind.DONE_BUT_RED


def test_what_is_accepted_is_accepted_though_something_was_done(reds):
    about = {"commune": reds.commune, "criterion": reds.criteria[2]}
    SupportActionFactory(**about)
    AcceptanceFactory(**about)
    assert row(reds, 2).kind == RedKind.ACCEPTED


def test_of_two_acceptances_the_longer_one_is_told(reds):
    about = {"commune": reds.commune, "criterion": reds.criteria[2]}
    longer = AcceptanceFactory(**about, until_year=2026)
    AcceptanceFactory(**about, until_year=2025)
    assert row(reds, 2).acceptance == longer


def test_a_limit_of_criteria_leaves_out_who_meets_just_as_many(reds):
    TaskAim.objects.create(task=TaskFactory(), under=2)  # the commune meets 1 and 4
    assert row(reds, 2).around == ()
    TaskAim.objects.create(task=TaskFactory(), under=3)
    assert len(row(reds, 2).around) == 1


def test_a_criterion_that_turned_green_on_the_day_of_the_order_does_not_rest_on_it(reds):
    paper = PaperFactory(day=1, month=6, year=2024)  # the criterion was judged that day
    programme = WorkProgrammeFactory(paper=paper)
    task = TaskFactory(group__programme=programme)
    TaskAim.objects.create(task=task, criterion=reds.criteria[1])
    assert RedKind.SHAKY not in {one.kind for one in red(DAY).rows}


def test_help_planned_for_a_commune_is_not_its_later_heirs_before_the_merger(reds):
    heir = reds.place(unmet=(2,))
    SuccessionFactory(old=reds.commune, new=heir, on=dt.date(2025, 7, 1))
    PlanActionFactory(commune=reds.commune, criterion=reds.criteria[2])
    found = {one.spot.commune: one.kind for one in red(DAY).rows if one.spot.criterion.number == 2}
    assert found == {reds.commune: RedKind.IN_HAND, heir: RedKind.NO_PLAN}


def test_a_sponsor_that_no_longer_stands_behind_a_commune_plans_nothing_for_it(reds):
    agency = AgencyFactory()
    SponsorAssignmentFactory(agency=agency, commune=reds.commune, ends=dt.date(2023, 12, 31))
    PlanActionFactory(agency=agency, commune=None, criterion=reds.criteria[2])
    assert row(reds, 2).kind == RedKind.NO_PLAN


# ── sums ─────────────────────────────────────────────────────────────────────────────────────


def test_dropped_help_is_no_help_and_a_year_is_that_of_the_giving():
    user = MembershipFactory().user
    given = SupportActionFactory(planned_on=dt.date(2023, 11, 1), total_planned=200)
    SupportMoneyFactory(action=given, planned=150, done=100)
    dropped = SupportActionFactory(state=ActionState.DROPPED, done_on=None, result="Hết tiền")
    SupportMoneyFactory(action=dropped, planned=900, done=None)
    planned = SupportActionFactory(
        state=ActionState.PLANNED, done_on=None, planned_on=dt.date(2025, 1, 1), total_planned=50
    )
    SupportMoneyFactory(action=planned, planned=20, done=None)
    years = sums(user, SupportFilters(), By.YEAR)
    told = [(one.label, one.planned.value, one.done.value, one.percent) for one in years.rows]
    assert told == [("2024", 200, 100, 50), ("2025", 50, None, None)]
    assert (years.total.planned_times, years.total.done_times) == (1, 1)
    sources = sums(user, SupportFilters(), By.SOURCE)
    assert sum(one.planned.value for one in sources.rows) == 250
    assert [one.done.value for one in sources.rows] == [100, None]


# ── assignments ──────────────────────────────────────────────────────────────────────────────


def test_an_added_list_is_refused_only_where_its_own_pairs_begin_later():
    later = SponsorAssignmentFactory(starts=dt.date(2024, 9, 1), ends=None)
    other = AgencyFactory()
    facts = {"paper": PaperFactory(), "scope": ADDED, "by": UserFactory()}
    starts = dt.date(2024, 7, 1)
    pair = Pair(other.slug, later.commune.code)
    assert assign_by_list(pairs=[pair], starts=starts, **facts).added == 1
    pair = Pair(later.agency.slug, later.commune.code)
    with pytest.raises(ValidationError) as refused:
        assign_by_list(pairs=[pair], starts=starts, **facts)
    assert refused.value.code == "later"
    assert SponsorAssignment.objects.count() == 2


# ── mails ────────────────────────────────────────────────────────────────────────────────────


def test_nobody_who_left_is_told_in_anothers_stead():
    agency = AgencyFactory()
    officer = MembershipFactory(agency=agency).user
    DelegationFactory(giver=officer, ends=DAY, receiver__is_active=False)
    TaskFactory(lead=agency, due_on=DAY)
    UrgingRuleFactory(kind=UrgeKind.ON_THE_DAY, audience=Audience.OFFICER, days=0)
    assert [one.user for one in letters(DAY)] == [officer]


def test_a_try_that_was_given_up_says_nothing_of_the_next(monkeypatch):
    """Somebody had it sent again while the first try still hung."""

    def meanwhile(mail):
        Mail.objects.filter(pk=mail.pk).update(attempts=mail.attempts + 1)
        raise urging.mails.NotSent

    mail = MailFactory()
    monkeypatch.setattr("plans.mails.deliver", meanwhile)
    urging.send(mail.pk)
    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == ("sending", 2)


# ── who may ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("role", [Role.FOCAL_POINT, Role.OFFICER, Role.DIRECTOR])
def test_who_keeps_all_and_who_accepts(role):
    of_office = MembershipFactory(agency=AgencyFactory(office=True), role=role).user
    leading = MembershipFactory(agency=AgencyFactory(kind="province"), role=role).user
    assert keeps_all(of_office) is (role != Role.FOCAL_POINT)
    assert may_accept(leading) is (role == Role.DIRECTOR)
    assert not keeps_all(leading)
    assert not may_accept(of_office)


def test_a_commune_sees_numbers_of_its_own_people_and_of_those_who_look_after_all():
    commune, agency, gone = CommuneFactory(), AgencyFactory(), AgencyFactory()
    SponsorAssignmentFactory(commune=commune, agency=agency)
    SponsorAssignmentFactory(commune=commune, agency=gone, ends=dt.date(2023, 12, 31))
    mine = ContactFactory(agency=agency, commune=commune)
    of_all = ContactFactory(agency=agency)
    others = ContactFactory(agency=agency, commune=CommuneFactory())
    former = ContactFactory(agency=gone)
    user = MembershipFactory(agency=AgencyFactory(of_commune=True, commune=commune)).user
    assert numbers_seen(user, [mine, of_all, others, former], DAY) == {mine.pk, of_all.pk}
