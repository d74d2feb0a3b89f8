"""Who is told what on which day: by the rules, by working days, each thing once."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.choices import Role
from documents.calendar import WorkCalendar
from plans.choices import Audience, ExtensionState, Part, TaskState, UrgeKind
from plans.models import Mail, MailLine
from plans.selectors.tasks import line_of
from plans.selectors.urging import letters
from plans.services.urging import write_mails
from tests.factories import (
    AgencyFactory,
    DelegationFactory,
    ExtensionFactory,
    MembershipFactory,
    TaskFactory,
    TaskGroupFactory,
    TaskPartyFactory,
    TaskProgressFactory,
    TaskReviewFactory,
    UrgingRuleFactory,
    WorkProgrammeFactory,
)

pytestmark = pytest.mark.django_db
DUE = dt.date(2024, 6, 28)  # a Friday
TUESDAY = dt.date(2024, 6, 25)  # three working days before
MONDAY = dt.date(2024, 6, 24)


@pytest.fixture
def agency():
    return AgencyFactory(name="Sở Kế hoạch và Đầu tư")


@pytest.fixture
def officer(agency):
    return MembershipFactory(agency=agency).user


@pytest.fixture
def task(agency):
    return TaskFactory(lead=agency, due_on=DUE)


def rule(kind, audience=Audience.OFFICER, days=0):
    return UrgingRuleFactory(kind=kind, audience=audience, days=days)


def told(day):
    """(person, kind) of what would be written on a day."""
    return [(one.user, str(thing.kind)) for one in letters(day) for thing in one.things]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (dt.date(2024, 6, 24), []),  # four left
        (dt.date(2024, 6, 25), ["before"]),
        (dt.date(2024, 6, 26), ["before"]),  # beat was down on Tuesday
        (dt.date(2024, 6, 28), []),  # the day itself is another rule's
    ],
)
@pytest.mark.usefixtures("task")
def test_three_working_days_before_the_day(officer, day, expected):
    rule(UrgeKind.BEFORE, days=3)
    assert told(day) == [(officer, kind) for kind in expected]


@pytest.mark.usefixtures("task")
def test_on_the_day(officer):
    rule(UrgeKind.ON_THE_DAY)
    assert told(DUE - dt.timedelta(1)) == []
    assert told(DUE) == [(officer, "on_the_day")]


def test_a_day_off_is_reached_on_the_working_day_before(agency, officer):
    TaskFactory(lead=agency, due_on=dt.date(2024, 6, 30))  # a Sunday
    rule(UrgeKind.ON_THE_DAY)
    assert told(dt.date(2024, 6, 28)) == [(officer, "on_the_day")]


def test_a_day_off_is_overdue_on_the_working_day_after_in_mails_and_on_the_board(agency, officer):
    late = TaskFactory(lead=agency, due_on=dt.date(2024, 6, 30))  # a Sunday
    rule(UrgeKind.ESCALATION, days=1)
    monday = dt.date(2024, 7, 1)
    (letter,) = letters(monday)
    assert [(one.kind, one.days) for one in letter.things] == [("escalation", 1)]
    assert line_of(late, monday).days_late == 1


@pytest.mark.usefixtures("task", "officer")
def test_nothing_is_written_on_days_off():
    rule(UrgeKind.ON_THE_DAY)
    TaskFactory(lead=AgencyFactory(), due_on=dt.date(2024, 6, 29))
    assert told(dt.date(2024, 6, 29)) == []  # a Saturday
    assert told(dt.date(2024, 4, 30)) == []  # a public holiday


@pytest.mark.usefixtures("task")
def test_of_two_rules_before_the_tighter_speaks(officer):
    for days in (3, 10):
        rule(UrgeKind.BEFORE, days=days)
    keys = {day: [one.key for one in letters(day)[0].things] for day in (MONDAY, TUESDAY)}
    assert keys[MONDAY][0].startswith("before-10:")
    assert [key.split(":")[0] for key in keys[TUESDAY]] == ["before-3"]


@pytest.mark.usefixtures("task", "officer")
def test_silence_climbs_from_director_to_office_to_leader(agency):
    director = MembershipFactory(agency=agency, role=Role.DIRECTOR).user
    office = MembershipFactory(agency=AgencyFactory(office=True)).user
    leader = MembershipFactory(agency=AgencyFactory(provincial=True), role=Role.DIRECTOR).user
    rule(UrgeKind.ESCALATION, Audience.DIRECTOR, 3)
    rule(UrgeKind.ESCALATION, Audience.OFFICE, 5)
    rule(UrgeKind.ESCALATION, Audience.LEADER, 10)
    after = WorkCalendar().add
    assert told(after(DUE, 2)) == []
    assert told(after(DUE, 3)) == [(director, "escalation")]
    assert {who for who, _ in told(after(DUE, 5))} == {director, office}
    assert {who for who, _ in told(after(DUE, 10))} == {director, office, leader}


def test_a_word_or_an_asked_extension_ends_the_silence(agency, officer, task):
    rule(UrgeKind.ESCALATION, days=3)
    after = WorkCalendar().add
    TaskProgressFactory(task=task, agency=agency, effective_on=after(DUE, 2))
    assert told(after(DUE, 4)) == []
    assert told(after(DUE, 5)) == [(officer, "escalation")]
    ExtensionFactory(task=task, agency=agency, asked_on=after(DUE, 4))
    assert told(after(DUE, 5)) == []


def test_a_granted_extension_moves_every_reminder(agency, officer, task):
    rule(UrgeKind.ON_THE_DAY)
    rule(UrgeKind.ESCALATION, days=1)
    later = dt.date(2024, 7, 31)
    ExtensionFactory(
        task=task,
        agency=agency,
        due_on=later,
        state=ExtensionState.GRANTED,
        decided_on=dt.date(2024, 6, 20),
    )
    assert told(DUE) == told(DUE + dt.timedelta(3)) == []
    assert told(later) == [(officer, "on_the_day")]


def test_who_has_said_done_is_left_alone_until_it_is_returned(agency, officer, task):
    rule(UrgeKind.ON_THE_DAY)
    said = TaskProgressFactory(
        task=task, agency=agency, state=TaskState.DONE, effective_on=dt.date(2024, 6, 20)
    )
    assert told(DUE) == []
    TaskReviewFactory(
        task=said.task,
        subject=agency,
        agrees=False,
        reason="Thiếu quyết định",
        effective_on=dt.date(2024, 6, 24),
    )
    assert told(DUE) == [(officer, "on_the_day")]


def test_each_of_several_leads_and_each_member_of_a_group_is_told(agency, officer, task):
    other = MembershipFactory()
    TaskPartyFactory(task=task, agency=other.agency, part=Part.LEAD)
    helper = MembershipFactory()
    TaskPartyFactory(task=task, agency=helper.agency, part=Part.COORDINATE)
    rule(UrgeKind.ON_THE_DAY)
    assert {who for who, _ in told(DUE)} == {officer, other.user}


@pytest.mark.usefixtures("task")
def test_the_digest_goes_out_on_the_first_working_day_of_the_week(officer):
    rule(UrgeKind.DIGEST)
    assert told(MONDAY) == [(officer, "digest")]
    assert told(TUESDAY) == []
    assert told(dt.date(2024, 4, 29)) == []  # a day off: bridged to 30/4 and 1/5
    assert told(dt.date(2024, 5, 2)) == [(officer, "digest")]


def test_an_agency_with_nothing_open_gets_no_digest(agency, officer, task):
    rule(UrgeKind.DIGEST)
    TaskProgressFactory(task=task, agency=agency, state=TaskState.DONE)
    assert told(MONDAY) == []


def test_a_task_that_goes_on_in_a_later_programme_is_urged_there(agency, officer):
    old = TaskFactory(
        lead=agency,
        due_on=dt.date(2023, 12, 29),
        group=TaskGroupFactory(programme=WorkProgrammeFactory(year=2023)),
    )
    rule(UrgeKind.ESCALATION, days=1)
    assert told(MONDAY) == [(officer, "escalation")]
    TaskFactory(lead=agency, due_on=dt.date(2024, 12, 31), follows=old)
    assert told(MONDAY) == []


@pytest.mark.usefixtures("task")
def test_rules_that_are_off_and_people_who_left_are_left_out(agency):
    UrgingRuleFactory(kind=UrgeKind.ON_THE_DAY, days=0, active=False)
    MembershipFactory(agency=agency)
    assert told(DUE) == []
    rule(UrgeKind.ON_THE_DAY, Audience.DIRECTOR)
    MembershipFactory(agency=agency, role=Role.DIRECTOR, user__is_active=False)
    MembershipFactory(agency=agency, role=Role.DIRECTOR, ends=dt.date(2024, 6, 1))
    assert told(DUE) == []


@pytest.mark.usefixtures("task")
def test_who_acts_in_somebodys_stead_is_told_too(officer):
    lent = DelegationFactory(giver=officer, ends=DUE)
    rule(UrgeKind.ON_THE_DAY)
    assert {who for who, _ in told(DUE)} == {officer, lent.receiver}


# ── writing ──────────────────────────────────────────────────────────────────────────────────


def test_a_person_gets_one_mail_a_day_with_everything_in_it(agency, officer, task):
    TaskFactory(lead=agency, due_on=MONDAY, content="Rà soát mục tiêu 2024-2025")
    task.due_on = dt.date(2024, 6, 26)
    task.save()
    for kind, days in ((UrgeKind.DIGEST, 0), (UrgeKind.ON_THE_DAY, 0), (UrgeKind.BEFORE, 3)):
        rule(kind, days=days)
    write_mails(MONDAY)
    mail = Mail.objects.get()
    assert (mail.user, mail.agency, mail.address) == (officer, agency, officer.email)
    assert {one.kind for one in mail.lines.all()} == {"digest", "on_the_day", "before"}
    assert mail.subject == (
        "Nhắc việc NTM 24/6/2024: 1 việc đến hạn, 1 việc sắp đến hạn, tổng hợp tuần"
    )
    body = mail.body
    assert body.index("ĐẾN HẠN\n- ") < body.index("SẮP ĐẾN HẠN") < body.index("TỔNG HỢP TUẦN")
    assert "Rà soát mục tiêu 2024-2025" in body
    assert "còn 2 ngày làm việc" in body


@pytest.mark.usefixtures("task", "officer")
def test_nothing_is_told_twice(agency):
    rule(UrgeKind.BEFORE, days=3)
    rule(UrgeKind.DIGEST)
    assert len(write_mails(TUESDAY)) == 1
    assert write_mails(TUESDAY) == []
    assert write_mails(dt.date(2024, 6, 26)) == []  # the same three days
    TaskFactory(lead=agency, due_on=dt.date(2024, 6, 27))
    assert write_mails(TUESDAY) == []  # one mail a day
    assert len(write_mails(dt.date(2024, 6, 26))) == 1
    assert MailLine.objects.count() == 2


@pytest.mark.usefixtures("task")
def test_two_writers_at_once_write_once(officer, monkeypatch):
    """The second has read before the first has written."""
    rule(UrgeKind.ON_THE_DAY)
    seen = letters(DUE)
    assert len(write_mails(DUE)) == 1
    monkeypatch.setattr("plans.services.urging.letters", lambda day: seen)
    assert write_mails(DUE) == []
    assert Mail.objects.filter(user=officer).count() == 1


@pytest.mark.usefixtures("task")
def test_who_has_no_address_stands_on_record(agency):
    MembershipFactory(agency=agency, user__email="")
    rule(UrgeKind.ON_THE_DAY)
    write_mails(DUE)
    assert Mail.objects.get().state == "skipped"


def test_letters_cost_the_same_queries_for_one_task_and_for_five(
    agency, officer, django_assert_num_queries
):
    rule(UrgeKind.ON_THE_DAY)
    TaskFactory(lead=agency, due_on=DUE)
    with CaptureQueriesContext(connection) as one:
        letters(DUE)
    for _ in range(4):
        TaskFactory(lead=MembershipFactory().agency, due_on=DUE)
    with django_assert_num_queries(len(one)):
        assert len(letters(DUE)) == 5
