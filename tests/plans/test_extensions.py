"""Asking for a later day: the services and their refusals."""

import datetime as dt

import pytest

from accounts.models import Activity
from plans.choices import DueKind, ExtensionState
from plans.selectors.tasks import line_of
from plans.services.extensions import ask_extension, decide_extension, withdraw_extension
from tests.factories import AgencyFactory, TaskReviewFactory
from tests.plans.programmes import officer_of, programme_with, refusal, reported_done

pytestmark = pytest.mark.django_db
DAY = dt.date(2024, 6, 18)
LATER = dt.date(2024, 9, 30)


@pytest.fixture
def case():
    return programme_with()


@pytest.fixture
def office_officer():
    return officer_of(AgencyFactory(office=True))


def ask(case, **more):
    said = {
        "task": case.task,
        "agency": case.lead,
        "due_on": LATER,
        "reason": "Chờ ý kiến của bộ",
        "by": officer_of(case.lead),
    }
    return ask_extension(**(said | more))


def test_a_granted_day_counts_and_the_original_stays(case, office_officer):
    asked = ask(case)

    decide_extension(extension=asked, grants=True, by=office_officer)

    line = line_of(case.task, DAY)
    assert (line.due_on, line.original_due_on) == (LATER, dt.date(2024, 6, 30))
    assert (line.times_extended, line.waiting) == (1, None)
    case.task.refresh_from_db()
    assert case.task.due_on == dt.date(2024, 6, 30)
    assert set(Activity.objects.values_list("verb", flat=True)) >= {
        "asked extension",
        "granted extension",
    }


def test_it_is_counted_how_often_a_task_was_put_off(case, office_officer):
    for month in (9, 10, 11):
        asked = ask(case, due_on=dt.date(2024, month, 30))
        decide_extension(extension=asked, grants=True, by=office_officer)

    assert line_of(case.task, DAY).times_extended == 3


def test_no_needs_a_why_and_moves_nothing(case, office_officer):
    asked = ask(case)

    assert refusal(lambda: decide_extension(extension=asked, grants=False, by=office_officer)) == (
        "answer"
    )
    decide_extension(
        extension=asked, grants=False, answer="Trung ương đã ấn định", by=office_officer
    )

    assert asked.state == ExtensionState.REFUSED
    assert line_of(case.task, DAY).due_on == dt.date(2024, 6, 30)


def test_a_decision_is_made_once(case, office_officer):
    asked = ask(case)
    decide_extension(extension=asked, grants=True, by=office_officer)

    again = refusal(
        lambda: decide_extension(extension=asked, grants=False, answer="x", by=office_officer)
    )

    assert again == "decided"


def test_the_asker_does_not_decide(case):
    asked = ask(case)

    assert refusal(lambda: decide_extension(extension=asked, grants=True, by=asked.by)) == "own"


def test_only_a_later_day_is_asked_and_granted(case, office_officer):
    assert refusal(lambda: ask(case, due_on=dt.date(2024, 6, 30))) == "not_later"
    second = AgencyFactory()
    case.task.parties.create(part="lead", order=90, text="Sở khác", agency=second)
    first = ask(case, due_on=dt.date(2024, 7, 31))
    other = ask(case, agency=second, due_on=LATER, by=officer_of(second))
    decide_extension(extension=other, grants=True, by=office_officer)

    assert refusal(lambda: decide_extension(extension=first, grants=True, by=office_officer)) == (
        "not_later"
    )


def test_an_overdue_task_is_put_off_beyond_today():
    case = programme_with(due_on=dt.date(2024, 4, 30))

    assert refusal(lambda: ask(case, due_on=DAY)) == "not_later"
    assert ask(case, due_on=DAY + dt.timedelta(days=1)).pk


def test_one_request_waits_at_a_time(case):
    asked = ask(case)

    assert refusal(lambda: ask(case)) == "waiting"
    withdraw_extension(extension=asked, by=asked.by)
    assert ask(case).pk
    assert refusal(lambda: withdraw_extension(extension=asked, by=asked.by)) == "decided"


def test_who_does_not_lead_or_is_done_does_not_ask(case):
    other = AgencyFactory()

    assert refusal(lambda: ask(case, agency=other, by=officer_of(other))) == "not_lead"
    assert refusal(lambda: ask(case, reason=" ")) == "reason"
    reported_done(case.task, case.lead)
    TaskReviewFactory(task=case.task, subject=case.lead)
    assert refusal(lambda: ask(case)) == "confirmed"


def test_a_task_without_a_day_is_not_put_off():
    case = programme_with(due_kind=DueKind.RECURRING, due_on=None, due_text="Thường xuyên")

    assert refusal(lambda: ask(case)) == "no_day"
