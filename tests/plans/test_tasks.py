"""Lines of tasks: who leads, what each said, which day counts."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from communes.choices import AgencyKind
from criteria.choices import Duty
from plans.choices import ExtensionState, GroupRule, Part, TaskState
from plans.evaluation import Colour
from plans.models import GroupMember, Task
from plans.selectors.tasks import coordinated_by, heir, led_by, line_of, lines, with_part_of
from tests.factories import (
    AgencyFactory,
    AgencyGroupFactory,
    ExtensionFactory,
    SponsorAssignmentFactory,
    TaskFactory,
    TaskGroupFactory,
    TaskPartyFactory,
    TaskProgressFactory,
    TaskReviewFactory,
)
from tests.plans.programmes import programme_with, reported_done

pytestmark = pytest.mark.django_db
DAY = dt.date(2024, 6, 18)


def test_each_lead_speaks_for_itself():
    first, second = AgencyFactory(name="Sở A"), AgencyFactory(name="Sở B")
    task = programme_with(first, second).task
    TaskProgressFactory(task=task, agency=second, percent=40, effective_on=dt.date(2024, 6, 17))

    line = line_of(task, DAY)

    assert [lead.agency for lead in line.leads] == [first, second]
    assert [lead.percent for lead in line.leads] == [None, 40]
    assert [lead.verdict.colour for lead in line.leads] == [Colour.BEHIND, Colour.SOON]
    assert (line.colour, line.age) == (Colour.BEHIND, 1)


def test_the_last_living_word_by_its_day_counts():
    case = programme_with()
    TaskProgressFactory(task=case.task, agency=case.lead, effective_on=dt.date(2024, 6, 5))
    TaskProgressFactory(
        task=case.task, agency=case.lead, effective_on=dt.date(2024, 5, 1), percent=10
    )
    TaskProgressFactory(
        task=case.task,
        agency=case.lead,
        effective_on=dt.date(2024, 6, 19),
        state=TaskState.DONE,
        words="Xong",
    )

    before = line_of(case.task, DAY).leads[0]
    after = line_of(case.task, dt.date(2024, 6, 19)).leads[0]

    assert before.last.effective_on == dt.date(2024, 6, 5)
    assert (before.state, after.state) == (TaskState.IN_PROGRESS, TaskState.DONE)


def test_withdrawn_words_say_nothing():
    case = programme_with()
    said = TaskProgressFactory(task=case.task, agency=case.lead)
    Task.objects.get(pk=case.task.pk).progress.filter(pk=said.pk).update(
        withdrawn_at=dt.datetime(2024, 6, 2, tzinfo=dt.UTC),
        withdrawn_by=said.by,
        withdrawn_reason="nhầm",
    )

    assert line_of(case.task, DAY).leads[0].last is None


def test_only_the_others_word_makes_it_done():
    case = programme_with()
    reported_done(case.task, case.lead, effective_on=dt.date(2024, 6, 10))

    waiting = line_of(case.task, DAY)
    TaskReviewFactory(
        task=case.task, subject=case.lead, effective_on=dt.date(2024, 6, 12), agrees=True
    )
    confirmed = line_of(case.task, DAY)

    assert (waiting.colour, waiting.ready, waiting.confirmed) == (Colour.OPEN, True, False)
    assert (confirmed.colour, confirmed.ready, confirmed.confirmed) == (Colour.DONE, False, True)


def test_a_return_counts_until_the_lead_speaks_again():
    case = programme_with()
    reported_done(case.task, case.lead, effective_on=dt.date(2024, 6, 10))
    TaskReviewFactory(
        task=case.task,
        subject=case.lead,
        agrees=False,
        reason="Thiếu tờ trình",
        effective_on=dt.date(2024, 6, 12),
    )

    returned = line_of(case.task, DAY).leads[0]
    reported_done(case.task, case.lead, effective_on=dt.date(2024, 6, 14))
    again = line_of(case.task, DAY).leads[0]

    assert (returned.waits, returned.returned.reason) == (False, "Thiếu tờ trình")
    assert returned.verdict.colour is Colour.SOON
    assert (again.waits, again.returned) == (True, None)


def test_a_review_of_one_lead_leaves_the_other_open():
    first, second = AgencyFactory(), AgencyFactory()
    task = programme_with(first, second).task
    for agency in (first, second):
        reported_done(task, agency, effective_on=dt.date(2024, 6, 10))
    TaskReviewFactory(task=task, subject=first, effective_on=dt.date(2024, 6, 12))

    line = line_of(task, DAY)

    assert [lead.confirmed is not None for lead in line.leads] == [True, False]
    assert not line.confirmed


def test_a_group_is_its_members_on_the_day():
    task = TaskFactory()
    group = AgencyGroupFactory(rule=GroupRule.ASSIGNED, name="các đơn vị được phân công")
    TaskPartyFactory(task=task, group=group, text="Các đơn vị được phân công")
    now = SponsorAssignmentFactory(duty=Duty.SPONSOR).agency
    SponsorAssignmentFactory(ends=dt.date(2023, 12, 31))

    line = line_of(task, DAY)

    assert [(lead.agency, lead.text, lead.grouped) for lead in line.leads] == [
        (now, "Các đơn vị được phân công", True)
    ]


def test_words_and_lists_without_members_stay_without_agency():
    task = TaskFactory()
    group = AgencyGroupFactory(rule=GroupRule.LISTED, name="Thành viên Ban Chỉ đạo")
    TaskPartyFactory(task=task, group=group, text="Thành viên Ban Chỉ đạo")

    (empty,) = line_of(task, DAY).leads
    member = AgencyFactory()
    GroupMember.objects.create(group=group, agency=member, starts=dt.date(2024, 1, 1))
    (listed,) = line_of(task, DAY).leads

    assert (empty.agency, empty.text) == (None, "Thành viên Ban Chỉ đạo")
    assert listed.agency == member


def test_an_agency_named_twice_leads_once():
    agency = AgencyFactory(kind=AgencyKind.DEPARTMENT)
    task = programme_with(agency).task
    TaskPartyFactory(task=task, group=AgencyGroupFactory(), text="Các sở, ban ngành")

    leads = line_of(task, DAY).leads

    assert [lead.agency for lead in leads].count(agency) == 1


def test_the_heir_leads_and_keeps_what_was_said():
    new = AgencyFactory(name="Sở Nông nghiệp và Môi trường", starts=dt.date(2025, 3, 1))
    old = AgencyFactory(ends=dt.date(2025, 2, 28), successor=new)
    task = programme_with(old).task
    TaskProgressFactory(task=task, agency=old, percent=60)

    (lead,) = line_of(task, dt.date(2025, 3, 10)).leads

    assert (lead.agency, lead.percent) == (new, 60)
    assert (heir(old, DAY), heir(old, dt.date(2025, 3, 10))) == (old, new)


def test_the_last_granted_day_counts_and_the_original_stays():
    case = programme_with()
    for day, decided in ((dt.date(2024, 7, 31), 3), (dt.date(2024, 9, 30), 10)):
        ExtensionFactory(
            task=case.task,
            agency=case.lead,
            due_on=day,
            asked_on=dt.date(2024, 6, 1),
            state=ExtensionState.GRANTED,
            decided_on=dt.date(2024, 6, decided),
        )
    waiting = ExtensionFactory(task=case.task, agency=case.lead, due_on=dt.date(2024, 12, 31))

    now, then = line_of(case.task, DAY), line_of(case.task, dt.date(2024, 6, 5))

    assert (now.due_on, now.original_due_on) == (dt.date(2024, 9, 30), dt.date(2024, 6, 30))
    assert (now.times_extended, now.waiting) == (2, waiting)
    assert (then.due_on, then.times_extended) == (dt.date(2024, 7, 31), 1)


def test_refused_and_withdrawn_extensions_move_nothing():
    case = programme_with()
    for state in (ExtensionState.REFUSED, ExtensionState.WITHDRAWN):
        ExtensionFactory(
            task=case.task, agency=case.lead, state=state, decided_on=dt.date(2024, 6, 18)
        )

    line = line_of(case.task, DAY)

    assert (line.due_on, line.original_due_on) == (dt.date(2024, 6, 30), None)
    assert (line.times_extended, line.waiting) == (0, None)


def test_lines_are_sorted_by_part():
    leads, helps = AgencyFactory(name="Sở A"), AgencyFactory(name="Sở B")
    group = TaskGroupFactory()
    own = TaskFactory(group=group, lead=leads)
    other = TaskFactory(group=group, lead=helps)
    TaskPartyFactory(task=own, part=Part.COORDINATE, agency=helps, text="Sở B")

    found = lines(Task.objects.all(), DAY)

    assert [line.task for line in led_by(found, leads.pk)] == [own]
    assert [line.task for line in coordinated_by(found, helps.pk)] == [own]
    assert [line.task for line in with_part_of(found, helps.pk)] == [own, other]
    assert found[0].coordinators == (("Sở B", (helps,)),)


def test_lines_cost_the_same_for_one_task_and_for_five():
    group = TaskGroupFactory()
    departments = AgencyGroupFactory()

    def more():
        agency = AgencyFactory()
        task = TaskFactory(group=group, lead=agency)
        TaskPartyFactory(task=task, part=Part.COORDINATE, group=departments, text="Các sở")
        TaskProgressFactory(task=task, agency=agency)
        TaskReviewFactory(task=task)
        ExtensionFactory(task=task)

    more()
    with CaptureQueriesContext(connection) as one:
        lines(Task.objects.all(), DAY)
    for _ in range(4):
        more()
    with CaptureQueriesContext(connection) as five:
        assert len(lines(Task.objects.all(), DAY)) == 5

    assert len(one) == len(five) <= 7
