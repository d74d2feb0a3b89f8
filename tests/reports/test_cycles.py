"""All reports of a round in one go: who is asked, exactly once, paused, cancelled, retried, ended."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Activity, Notice
from criteria.choices import RoundKind
from documents import pdf
from documents.choices import PaperState
from reports import tasks
from reports.choices import CycleState, Kind, RunState
from reports.kinds import KINDS
from reports.models import CycleVolume, ReportCycle, ReportRun
from reports.selectors.cycles import progress_of
from reports.services import cycle as cycles
from reports.services import cycle_work
from tests.factories import (
    AgencyFactory,
    CommuneFactory,
    MembershipFactory,
    PaperFactory,
    ReportRunFactory,
    RoundFactory,
    SponsorAssignmentFactory,
    StatusEntryFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
KIND = Kind.AGENCY_HALF_YEAR


@pytest.fixture(autouse=True)
def only_kind(monkeypatch):
    """One kind of reports, as short as can be."""
    monkeypatch.setattr("reports.kinds.KINDS", {KIND: KINDS[KIND]})
    for one in list(KINDS):
        if one != KIND:
            monkeypatch.delitem(KINDS, one)
    monkeypatch.setattr(pdf, "render", lambda page, told=None: b"%PDF")


@pytest.fixture
def messages(monkeypatch):
    """What was handed to the broker, in order."""
    told = []
    monkeypatch.setattr(
        tasks.make_next_of_cycle, "apply_async", lambda args, **_: told.append(args[0])
    )
    monkeypatch.setattr(tasks.bind_volume, "delay", lambda pk: told.append(f"bind {pk}"))
    return told


@pytest.fixture
def period():
    StatusEntryFactory(effective_on=dt.date(2024, 3, 1))
    return RoundFactory(kind=RoundKind.HALF_YEAR)


@pytest.fixture
def reporters():
    return [SponsorAssignmentFactory().agency for _ in range(3)]


@pytest.fixture
def office():
    return UserFactory()


@pytest.fixture
def cycle(period, reporters, office):
    return cycles.start_cycle(period=period, kinds=[KIND], by=office)[0]


def work(messages, most=50):
    """What a worker does with what was handed over."""
    for _ in range(most):
        if not messages:
            return
        message = messages.pop(0)
        if isinstance(message, int):
            tasks.make_next_of_cycle(message)


def states(cycle):
    return sorted(cycle.runs.values_list("state", flat=True))


def test_everybody_who_reports_is_asked_once(cycle, reporters, office):
    runs = ReportRun.objects.filter(cycle=cycle)
    assert {one.agency for one in runs} == set(reporters)
    assert {one.known_at for one in runs} == {cycle.known_at}
    assert {one.as_of for one in runs} == {cycle.as_of}
    assert all(one.paper is None for one in runs)
    assert (cycle.asked, cycle.state) == (3, CycleState.RUNNING)
    line = Activity.objects.get(verb="started report cycle")
    assert (line.by, line.details["count"]) == (office, 3)


def test_starting_twice_finds_the_same_cycle(cycle, period, office):
    again, fresh = cycles.start_cycle(period=period, kinds=[KIND], by=office)
    assert (again, fresh) == (cycle, False)
    assert ReportRun.objects.count() == 3


def test_the_database_knows_a_report_once(cycle, reporters):
    with pytest.raises(IntegrityError), transaction.atomic():
        ReportRunFactory(cycle=cycle, agency=reporters[0], paper=None)


def test_the_database_knows_one_living_cycle_of_a_round(cycle, office):
    cycle.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        cycle.save()


def test_asking_takes_no_more_queries_for_more_reporters(
    period, reporters, office, django_assert_max_num_queries
):
    with django_assert_max_num_queries(60) as few, transaction.atomic():
        cycles.start_cycle(period=period, kinds=[KIND], by=office)
        transaction.set_rollback(True)
    for _ in range(6):
        SponsorAssignmentFactory()
    with django_assert_max_num_queries(60) as many, transaction.atomic():
        cycles.start_cycle(period=period, kinds=[KIND], by=office)
        transaction.set_rollback(True)
    per_reporter = (len(many) - len(few)) / 6
    assert per_reporter <= 1  # whom the report goes to


def test_districts_limit_who_is_asked(period, reporters, office):
    commune = SponsorAssignmentFactory().commune
    cycle, _ = cycles.start_cycle(
        period=period, kinds=[KIND], districts=[commune.district], by=office
    )
    (run,) = cycle.runs.all()
    assert run.agency not in reporters


def test_what_is_before_a_signer_or_out_is_left(period, reporters, office):
    paper = PaperFactory(state=PaperState.SIGNING, issuer=reporters[0])
    before = ReportRunFactory(agency=reporters[0], round=period, paper=paper, state="done")
    cycle, _ = cycles.start_cycle(period=period, kinds=[KIND], by=office)
    assert {one.agency for one in cycle.runs.all()} == set(reporters[1:])
    assert list(cycle.standing.all()) == [before]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"kinds": []}, "kinds"),
        ({"kinds": [Kind.AGENCY_YEAR]}, "kinds"),
        ({"starts": dt.date(2030, 1, 1)}, "round"),
        ({"nobody": True}, "nobody"),
    ],
)
def test_what_cannot_be_started_is_refused(period, office, change, code, request):
    if not change.pop("nobody", False):
        request.getfixturevalue("reporters")
    if "starts" in change:
        period.starts = change.pop("starts")
        period.ends = dt.date(2030, 6, 30)
        period.save()
    with pytest.raises(ValidationError) as refusal:
        cycles.start_cycle(period=period, **({"kinds": [KIND]} | change), by=office)
    error = refusal.value
    found = error.error_dict["kinds"][0].code if hasattr(error, "error_dict") else error.code
    assert found == code
    assert not ReportCycle.objects.exists()


def test_workers_make_every_report_once_and_end_the_cycle(cycle, messages, office):
    for agency in {one.agency for one in cycle.runs.all()}:
        MembershipFactory(agency=agency, role="officer")
    tasks.call_workers(cycle.pk, 2)
    work(messages)

    cycle.refresh_from_db()
    assert (cycle.state, cycle.ended_by) == (CycleState.DONE, None)
    assert states(cycle) == ["done"] * 3
    assert {one.attempt for one in cycle.runs.all()} == {1}
    papers = [one.paper for one in cycle.runs.all()]
    assert all(one.by is None and one.state == PaperState.DRAFT for one in papers)
    assert len({one.pk for one in papers}) == 3
    assert Notice.objects.filter(key__startswith="report-cycle-run").count() == 3
    assert Notice.objects.filter(user=office, key__startswith="report-cycle:").count() == 1
    volume = CycleVolume.objects.get(cycle=cycle)
    assert volume.state == RunState.QUEUED


def test_a_report_that_somebody_waits_for_goes_before_those_of_a_cycle(cycle, monkeypatch):
    told = []
    monkeypatch.setattr(
        tasks.make_next_of_cycle, "apply_async", lambda *_, **how: told.append(how["priority"])
    )
    tasks.call_workers(cycle.pk, 2)
    assert told == [9, 9]  # of 0, where everything else stands


def test_two_who_come_for_one_row_take_two(cycle):
    first, second = cycle_work.take_next(cycle.pk), cycle_work.take_next(cycle.pk)
    assert first.pk != second.pk


def test_paused_nothing_is_taken_and_going_on_takes_the_rest(cycle, messages, office):
    tasks.make_next_of_cycle(cycle.pk)
    cycles.pause_cycle(cycle=cycle, by=office)
    messages.clear()
    tasks.make_next_of_cycle(cycle.pk)
    queued = cycle.runs.filter(state=RunState.QUEUED).first()
    tasks.render_report_run(queued.pk)  # a stray message takes nothing either
    assert states(cycle) == ["done", "queued", "queued"]
    assert tasks.services.sweep(timezone.now() + dt.timedelta(hours=1)) == []
    assert cycle_work.cycles_to_call(timezone.now() + dt.timedelta(hours=1)) == []

    cycles.resume_cycle(cycle=cycle, by=office)
    tasks.call_workers(cycle.pk, 2)
    work(messages)
    assert states(cycle) == ["done"] * 3
    verbs = set(Activity.objects.filter(by=office).values_list("verb", flat=True))
    assert {"paused report cycle", "resumed report cycle"} <= verbs


def test_a_state_is_left_once(cycle, office):
    cycles.pause_cycle(cycle=cycle, by=office)
    with pytest.raises(ValidationError) as refusal:
        cycles.pause_cycle(cycle=cycle, by=office)
    assert refusal.value.code == "state"


def test_cancelled_what_is_done_stays(cycle, messages, office):
    tasks.make_next_of_cycle(cycle.pk)
    begun = cycle.runs.filter(state=RunState.QUEUED).first()
    ReportRun.objects.filter(pk=begun.pk).update(attempt=1)
    cycles.cancel_cycle(cycle=cycle, by=office)

    cycle.refresh_from_db()
    assert (cycle.state, cycle.ended_by, cycle.dropped) == (CycleState.CANCELLED, office, 1)
    assert states(cycle) == ["done", "failed"]
    begun.refresh_from_db()
    assert begun.error == cycles.CANCELLED
    messages.clear()
    tasks.make_next_of_cycle(cycle.pk)
    assert messages == []


def test_another_may_begin_after_one_that_ended(cycle, period, office):
    cycles.cancel_cycle(cycle=cycle, by=office)
    again, fresh = cycles.start_cycle(period=period, kinds=[KIND], by=office)
    assert fresh
    assert again.pk != cycle.pk


def test_what_fails_says_why_and_is_retried_by_hand(cycle, messages, office, monkeypatch):
    def refuse(*_):
        raise RuntimeError

    monkeypatch.setattr(pdf, "render", refuse)
    tasks.call_workers(cycle.pk, 2)
    work(messages)
    cycle.refresh_from_db()
    assert (cycle.state, states(cycle)) == (CycleState.DONE, ["failed"] * 3)
    assert not CycleVolume.objects.exists()
    failure = progress_of(cycle).failures[0]
    assert "Có lỗi khi lập báo cáo" in failure.error

    monkeypatch.setattr(pdf, "render", lambda page, told=None: b"%PDF")
    assert cycles.retry_failed(cycle=cycle, only=failure, by=office) == 1
    cycle.refresh_from_db()
    assert cycle.state == CycleState.RUNNING
    tasks.call_workers(cycle.pk, 1)
    work(messages)
    assert states(cycle) == ["done", "failed", "failed"]
    assert cycles.retry_failed(cycle=cycle, by=office) == 2
    tasks.call_workers(cycle.pk, 2)
    work(messages)
    assert states(cycle) == ["done"] * 3
    with pytest.raises(ValidationError) as refusal:
        cycles.retry_failed(cycle=cycle, by=office)
    assert refusal.value.code == "nothing"


def test_a_report_that_went_to_its_signer_meanwhile_says_so(cycle, messages, period):
    run = cycle.runs.order_by("pk").first()
    paper = PaperFactory(state=PaperState.SIGNING, issuer=run.agency)
    ReportRunFactory(
        agency=run.agency, round=period, paper=paper, state="done", period_starts=period.starts
    )
    tasks.make_next_of_cycle(cycle.pk)
    run.refresh_from_db()
    assert run.state == RunState.FAILED
    assert "trình ký" in run.error


def test_a_lost_worker_is_called_again_without_a_flood(cycle, messages, settings):
    lost = cycle_work.take_next(cycle.pk)
    later = timezone.now() + dt.timedelta(seconds=settings.RUN_EXPIRES + 1)
    assert tasks.services.sweep(later) == []  # nothing of a cycle is handed over by itself
    lost.refresh_from_db()
    assert lost.state == RunState.QUEUED
    assert cycle_work.cycles_to_call(later) == [(cycle.pk, 1)]
    assert cycle_work.cycles_to_call(later) == []
    much_later = later + dt.timedelta(hours=1)
    assert cycle_work.cycles_to_call(much_later) == [(cycle.pk, settings.CYCLE_LANES)]
    assert cycle_work.cycles_to_call(much_later) == []


def test_a_cycle_whose_last_worker_was_lost_is_ended_by_the_sweep(cycle, messages):
    cycle.runs.update(state=RunState.DONE, finished_at=timezone.now())
    tasks.sweep_forgotten_runs()
    cycle.refresh_from_db()
    assert cycle.state == CycleState.DONE
    assert messages == [f"bind {CycleVolume.objects.get().pk}"]
    tasks.sweep_forgotten_runs()
    assert Activity.objects.filter(verb="finished report cycle").count() == 1


def test_nobody_at_work_is_noticed(cycle):
    now = timezone.now()
    assert progress_of(cycle, now).still is None
    assert progress_of(cycle, now + dt.timedelta(minutes=5)).still == 5
    run = cycle_work.take_next(cycle.pk)
    assert progress_of(cycle, run.heartbeat + dt.timedelta(seconds=30)).still is None
    assert progress_of(cycle, run.heartbeat + dt.timedelta(minutes=7)).still == 7


def test_speed_and_time_left(cycle):
    now = timezone.now()
    assert progress_of(cycle, now).speed is None
    for place, agency in enumerate([AgencyFactory() for _ in range(4)]):
        ReportRunFactory(
            cycle=cycle,
            agency=agency,
            paper=None,
            state="done",
            finished_at=now - dt.timedelta(seconds=30 * (4 - place)),
        )
    found = progress_of(cycle, now)
    assert found.speed == pytest.approx(2)
    assert found.minutes_left == 2
    assert (found.total, found.done, found.waiting, found.percent) == (7, 4, 3, 57)


def test_a_report_retried_by_its_own_page_is_made_after_the_cycle(cycle, messages):
    cycle.runs.update(state=RunState.FAILED, finished_at=timezone.now(), attempt=1)
    tasks.sweep_forgotten_runs()
    run = cycle.runs.order_by("pk").first()
    tasks.services.render_again(run=run, by=run.requested_by)
    tasks.render_report_run(run.pk)
    run.refresh_from_db()
    assert run.state == RunState.DONE
    assert run.paper is not None


def test_the_page_costs_the_same_for_more_reports(cycle, django_assert_num_queries):
    def counted():
        with django_assert_num_queries(5) as caught:
            progress_of(cycle)
        return len(caught)

    cycle.runs.first()
    cycle.runs.filter(pk=cycle.runs.first().pk).update(state="failed")
    CommuneFactory()
    few = counted()
    ReportRunFactory.create_batch(4, cycle=cycle, paper=None, state="failed")
    assert counted() == few
