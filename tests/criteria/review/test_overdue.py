"""Late files counted by the database are those that are late one by one."""

import datetime as dt
from itertools import product

import pytest
from django.utils import timezone

from criteria.choices import FileAct, FileState, Stage
from criteria.models import FileStep, Holding, Submission
from criteria.selectors.review.late import due_of, returned_by
from criteria.selectors.review.overdue import holdings_to_pass, late_files
from criteria.selectors.review.queue import must_pass
from documents.calendar import WorkCalendar
from tests.factories import (
    AgencyFactory,
    CriteriaSetFactory,
    HoldingFactory,
    RoundFactory,
    RouteStepFactory,
    ScorecardFactory,
    SubmissionFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
TODAY = dt.date(2024, 6, 18)
PAST, TO_COME = dt.date(2024, 6, 17), dt.date(2024, 6, 19)
DUE = [None, PAST, TODAY, TO_COME]
BACK = [
    (FileAct.RETURN, Stage.VERIFIED),
    (FileAct.RETURN, Stage.APPRAISED),
    (FileAct.RETURN, Stage.CONFIRMED),
    (FileAct.REOPEN, Stage.CONFIRMED),
]


@pytest.fixture
def yardstick():
    return CriteriaSetFactory()


def period(year, **days):
    return RoundFactory(year=year, name=f"Kỳ {year}", **days)


def a_file(of, yardstick, state, due_on):
    sent = {} if state == FileState.DECLARING else {"turn": 1, "sent_on": PAST}
    sent |= {"sent_at": timezone.now()} if sent else {}
    card = ScorecardFactory(criteria_set=yardstick)
    return SubmissionFactory(round=of, scorecard=card, state=state, due_on=due_on, **sent)


@pytest.fixture
def files(yardstick):
    """Every state and extension in rounds with days missed, to come, not set; returned by each stage."""
    days = ("submit_by", "verify_by", "appraise_by", "closes_on")
    rounds = [
        period(2020 + number, **dict.fromkeys(days, day))
        for number, day in enumerate((PAST, TO_COME, None))
    ]
    for of, state, due_on in product(rounds, FileState, DUE):
        if state != FileState.RETURNED:
            a_file(of, yardstick, state, due_on)
            continue
        for act, stage in BACK:
            one = a_file(of, yardstick, state, due_on)
            FileStep.objects.create(
                submission=one,
                act=act,
                before=FileState.CONFIRMING,
                after=FileState.RETURNED,
                stage=stage,
                turn=1,
                words="x",
                on=PAST,
            )
    return list(Submission.objects.select_related("round"))


def test_the_count_is_that_of_one_by_one(files):
    back, calendar = returned_by(files), WorkCalendar()
    late = {one.pk for one in files if due_of(one, back.get(one.pk), TODAY, calendar).late}
    assert set(late_files(TODAY).values_list("pk", flat=True)) == late
    assert 0 < len(late) < len(files)


def test_a_locked_file_is_never_late_until_it_is_opened_again(yardstick):
    closed = period(2020, submit_by=PAST, closed_at=timezone.now(), closed_by=UserFactory())
    one = a_file(closed, yardstick, FileState.DECLARING, None)
    assert not late_files(TODAY).exists()
    Submission.objects.filter(pk=one.pk).update(reopened_at=timezone.now())
    assert late_files(TODAY).exists()


@pytest.mark.parametrize("verified", [True, False])
def test_what_is_to_be_passed_on_is_counted_as_one_by_one(yardstick, verified):
    if verified:
        RouteStepFactory(stage=Stage.VERIFIED)
    of = period(2020)
    for stage in (Stage.DECLARED, Stage.VERIFIED, Stage.APPRAISED):
        for agency in (AgencyFactory(), AgencyFactory(ends=PAST)):
            one = a_file(of, yardstick, FileState.DECLARING, None)
            first = HoldingFactory(
                submission=one, stage=stage, agency=agency, until=PAST, ended="passed_on"
            )
            HoldingFactory(submission=one, stage=stage, agency=agency, passed_from=first)
            other = a_file(of, yardstick, FileState.DECLARING, None)
            HoldingFactory(submission=other, stage=stage, agency=agency)
    held = Holding.objects.open().select_related("agency")
    asked = {one.pk for one in held if must_pass(one, TODAY, verified=verified)}
    assert set(holdings_to_pass(TODAY).values_list("pk", flat=True)) == asked
    assert len(asked) == (6 if verified else 7)
