"""Two people at the same moment: the second waits for the first, then is told. Only PostgreSQL lets two in."""

import datetime as dt
import threading
import time
from contextlib import contextmanager

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from criteria.models import SponsorAssignment
from plans.choices import ActionState, Audience, GroupRule, TaskState, UrgeKind
from plans.models import (
    AgencyGroup,
    Debt,
    Extension,
    Mail,
    SupportAction,
    Task,
    TaskProgress,
    TaskReview,
    UrgingRule,
    Work,
    WorkProgramme,
)
from plans.models.assigning import AssignmentList, Pair
from plans.selectors.assignment_changes import changes
from plans.services import assignment_drafts, urging
from plans.services.assignments import assign, assign_by_list
from plans.services.extensions import ask_extension, decide_extension
from plans.services.groups import add_group
from plans.services.programmes import (
    Wording,
    add_programme,
    add_task,
    move_task,
    remove_task,
)
from plans.services.progress import NEVER, report_progress, review_task
from plans.services.support import SupportGiven, carry_out, change_support, drop_support
from plans.services.works import add_debt, add_work, drop_money
from tests.factories import (
    AgencyFactory,
    CommuneFactory,
    DebtFactory,
    ExtensionFactory,
    MailFactory,
    MembershipFactory,
    PaperFactory,
    PlanDraftFactory,
    SponsorAssignmentFactory,
    SupportActionFactory,
    TaskFactory,
    TaskProgressFactory,
    UrgingRuleFactory,
    UserFactory,
)
from tests.plans.programmes import officer_of, programme_with
from tests.plans.sink import running_sink

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in"),
]
DAY = dt.date(2024, 6, 18)
WAITING = 20  # seconds until a second writer is given up


class Second(threading.Thread):
    """An act on a connection of its own; `came` is what it returned, or the code of its refusal."""

    def __init__(self, act):
        super().__init__(daemon=True)
        self.act, self.came = act, None

    def run(self):
        try:
            self.came = self.act()
        except ValidationError as refused:
            errors = refused.error_dict.values() if hasattr(refused, "error_dict") else [[refused]]
            codes = [one.error_list[0].code for found in errors for one in found]
            self.came = codes[0] or "refused"
        except Exception as error:  # noqa: BLE001 -- told by the test
            self.came = error
        finally:
            connection.close()


@contextmanager
def meanwhile(act):
    """Inside, the first has written and not committed; `act` is begun and waits, or is through."""
    second = Second(act)
    with transaction.atomic():
        yield second
        second.start()
        until = time.monotonic() + WAITING
        while second.is_alive() and not _waits() and time.monotonic() < until:
            time.sleep(0.02)
    second.join(WAITING)
    assert not second.is_alive()


def _waits():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return cursor.fetchone()[0] > 0


@pytest.fixture
def case():
    return programme_with()


# ── progress, reviews, more time ─────────────────────────────────────────────────────────────


def test_of_two_words_on_one_task_the_second_is_told(case):
    def say(words):
        return report_progress(
            task=case.task,
            agency=case.lead,
            state=TaskState.IN_PROGRESS,
            words=words,
            base=NEVER,
            by=person,
        )

    person = officer_of(case.lead)
    with meanwhile(lambda: say("thứ hai")) as second:
        say("thứ nhất")
    assert second.came == "stale"
    assert TaskProgress.objects.get().words == "thứ nhất"


def test_a_task_is_confirmed_once(case):
    def confirm(person):
        return review_task(
            task=case.task, lead=case.lead, agency=office, agrees=True, base=said.pk, by=person
        )

    office = AgencyFactory(office=True)
    one, other = officer_of(office), officer_of(office)
    said = TaskProgressFactory(task=case.task, agency=case.lead, state=TaskState.DONE)
    with meanwhile(lambda: confirm(other)) as second:
        confirm(one)
    assert second.came == "confirmed"
    assert TaskReview.objects.count() == 1


def test_a_lead_asks_for_more_time_once(case):
    def ask():
        return ask_extension(
            task=case.task,
            agency=case.lead,
            due_on=dt.date(2024, 9, 30),
            reason="Chờ ý kiến",
            by=person,
        )

    person = officer_of(case.lead)
    with meanwhile(ask) as second:
        ask()
    assert second.came == "waiting"
    assert Extension.objects.count() == 1


def test_what_was_asked_is_decided_once(case):
    asked = ExtensionFactory(task=case.task, agency=case.lead)
    office = AgencyFactory(office=True)
    one, other = officer_of(office), officer_of(office)
    stale = Extension.objects.get(pk=asked.pk)
    with meanwhile(
        lambda: decide_extension(extension=stale, grants=False, answer="Không", by=other)
    ) as second:
        decide_extension(extension=asked, grants=True, by=one)
    assert second.came == "decided"
    asked.refresh_from_db()
    assert (asked.state, asked.decided_by) == ("granted", one)


def test_nobody_speaks_of_a_task_that_was_just_removed(case):
    person, office = officer_of(case.lead), UserFactory()
    with meanwhile(
        lambda: report_progress(
            task=case.task, agency=case.lead, state=TaskState.IN_PROGRESS, by=person
        )
    ) as second:
        remove_task(task=case.task, seen=None, by=office)
    assert second.came == "gone"
    assert not Task.objects.exists()


# ── programmes ───────────────────────────────────────────────────────────────────────────────


def test_a_paper_has_one_programme_of_a_year():
    def add():
        return add_programme(year=2025, title="Chương trình công tác", paper=paper, by=person)

    paper, person = PaperFactory(), UserFactory()
    with meanwhile(add) as second:
        add()
    assert second.came == "twin"
    assert WorkProgramme.objects.count() == 1


def test_a_task_moves_into_a_group_that_is_being_added_to(case):
    def move():
        return move_task(task=case.task, group=other.group, after=other, by=person).order

    person = UserFactory()
    group = case.task.group.programme.groups.create(order=99, title="Nhóm sau")
    other = TaskFactory(group=group, order=1)
    wording = Wording("Việc mới", number="2")
    with meanwhile(move) as second:
        added = add_task(group=group, wording=wording, leads=[], coordinators=[], by=person)
    assert second.came == 2
    added.refresh_from_db()
    assert (added.order, sorted(group.tasks.values_list("order", flat=True))) == (3, [1, 2, 3])


def test_a_group_goes_by_a_name_once():
    def add():
        return add_group(name="Các sở", rule=GroupRule.DEPARTMENTS, by=person)

    person = UserFactory()
    add_group(name="Các huyện", rule=GroupRule.DISTRICTS, by=person)
    with meanwhile(add) as second:
        add()
    assert second.came == "refused"
    assert AgencyGroup.objects.count() == 2


# ── assignments ──────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def place():
    return CommuneFactory()


def decided(place, agency, paper, starts, seen=None):
    return assign_by_list(
        paper=paper,
        pairs=[Pair(agency.slug, place.code, "sponsor")],
        starts=starts,
        seen=seen,
        by=UserFactory(),
    )


def test_two_lists_where_nothing_stood_do_not_both_come_into_force(place):
    agency, paper, starts = AgencyFactory(), PaperFactory(), dt.date(2024, 7, 1)
    other, later = PaperFactory(), dt.date(2024, 7, 5)
    seen = changes([Pair(agency.slug, place.code, "sponsor")], later).digest
    with meanwhile(lambda: decided(place, agency, other, later, seen)) as second:
        decided(place, agency, paper, starts)
    assert second.came == "changed"
    assert SponsorAssignment.objects.get().paper == paper


def test_a_list_and_a_hand_do_not_assign_the_same_twice(place):
    def by_hand():
        return assign(
            agency=agency, commune=place, duty="sponsor", paper=paper, starts=DAY, by=person
        )

    agency, paper, person = AgencyFactory(), PaperFactory(), UserFactory()
    with meanwhile(by_hand) as second:
        decided(place, agency, paper, dt.date(2024, 6, 1))
    assert second.came == "overlap"
    assert SponsorAssignment.objects.count() == 1


def test_a_hand_and_a_list_do_not_assign_the_same_twice(place):
    agency, paper = AgencyFactory(), PaperFactory()
    starts = dt.date(2024, 7, 1)
    with meanwhile(lambda: decided(place, agency, paper, starts)) as second:
        assign(
            agency=agency,
            commune=place,
            duty="",
            paper=PaperFactory(),
            starts=DAY,
            by=UserFactory(),
        )
    assert second.came.changed == 1
    assert list(SponsorAssignment.objects.values_list("starts", "ends").order_by("starts")) == [
        (DAY, dt.date(2024, 6, 30)),
        (starts, None),
    ]


def test_a_draft_is_stored_once(place):
    def store(draft):
        return assignment_drafts.store_list(draft, by=person, version=draft.version)

    agency, person = AgencyFactory(), UserFactory()
    SponsorAssignmentFactory(agency=agency, commune=place, starts=dt.date(2022, 1, 1), ends=None)
    made = PlanDraftFactory(
        plan=AssignmentList(pairs=[Pair(agency.slug, place.code)]).to_json(),
        options={"paper": PaperFactory().pk, "starts": "2024-07-01", "scope": "whole"},
    )
    same = type(made).objects.get(pk=made.pk)
    with meanwhile(lambda: store(same)) as second:
        store(made)
    assert second.came == "ended"
    assert SponsorAssignment.objects.count() == 2


# ── help, works, debts ───────────────────────────────────────────────────────────────────────


def test_of_two_edits_of_help_the_second_is_told():
    def say(content):
        given = SupportGiven(
            form=action.form, content=content, commune=action.commune, state=ActionState.PLANNED
        )
        stands = SupportAction.objects.get(pk=action.pk)
        return change_support(action=stands, given=given, seen=1, by=person)

    action, person = SupportActionFactory(state="planned", done_on=None), UserFactory()
    with meanwhile(lambda: say("thứ hai")) as second:
        say("thứ nhất")
    assert second.came == "stale"
    action.refresh_from_db()
    assert (action.content, action.version) == ("thứ nhất", 2)


def test_help_that_was_just_dropped_is_not_carried_out():
    action, person = SupportActionFactory(state="planned", done_on=None), UserFactory()
    stale = SupportAction.objects.get(pk=action.pk)
    with meanwhile(lambda: carry_out(action=stale, done_on=DAY, seen=None, by=person)) as second:
        drop_support(action=action, reason="Hết kinh phí", seen=None, by=person)
    assert second.came == "ended"
    action.refresh_from_db()
    assert (action.state, action.done_on) == ("dropped", None)


@pytest.mark.parametrize(
    ("add", "model", "values"),
    [
        (add_work, Work, {"name": "Đường trục thôn", "kind": "roads"}),
        (add_debt, Debt, {"as_of": dt.date(2024, 5, 31), "amount": 250}),
    ],
)
def test_what_a_commune_has_once_is_added_once(place, add, model, values):
    person = UserFactory()
    with meanwhile(lambda: add(by=person, commune=place, **values)) as second:
        add(by=person, commune=place, **values)
    assert second.came == "twin"
    assert model.objects.count() == 1


def test_a_row_is_dropped_once():
    row, person = DebtFactory(), UserFactory()
    same = Debt.objects.get(pk=row.pk)
    with meanwhile(lambda: drop_money(row=same, by=person, reason="Nhầm")) as second:
        drop_money(row=row, by=person, reason="Nhầm")
    assert second.came == "gone"


# ── mails and their rules ────────────────────────────────────────────────────────────────────


def test_two_beats_write_a_person_one_mail():
    agency = AgencyFactory()
    MembershipFactory(agency=agency)
    MembershipFactory(agency=agency)
    TaskFactory(lead=agency, due_on=dt.date(2024, 6, 19))
    UrgingRuleFactory(kind=UrgeKind.BEFORE, audience=Audience.OFFICER, days=3)
    with meanwhile(lambda: urging.write_mails(DAY)) as second:
        written = urging.write_mails(DAY)
    assert (len(written), second.came) == (2, [])
    assert Mail.objects.count() == 2


def test_two_workers_send_a_mail_once():
    with running_sink() as sink:
        mail = MailFactory()
        with meanwhile(lambda: urging.send(mail.pk)) as second:
            urging.send(mail.pk)
        assert (second.came, len(sink.take())) == (None, 1)
    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == ("sent", 1)


def test_a_rule_is_added_once():
    def add():
        return urging.add_rule(kind=UrgeKind.BEFORE, days=3, audience=Audience.OFFICER, by=person)

    person = UserFactory()
    with meanwhile(add) as second:
        add()
    assert second.came == "duplicate"
    assert UrgingRule.objects.count() == 1
