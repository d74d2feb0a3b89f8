"""The thin tasks: what the worker does with a run, and what happens while the broker is away."""

import pytest
from kombu.exceptions import OperationalError

from documents import pdf
from reports import services, tasks
from reports.choices import RunState
from reports.models import ReportRun
from tests.factories import ReportRunFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def queued(monkeypatch):
    """What was handed to the broker."""
    keys = []
    monkeypatch.setattr(tasks.render_report_run, "delay", keys.append)
    return keys


@pytest.fixture
def broker_away(monkeypatch):
    def refuse(run_pk):
        raise OperationalError(f"no broker for {run_pk}")

    monkeypatch.setattr(tasks.render_report_run, "delay", refuse)


def break_print(monkeypatch, error):
    def refuse(*_):
        raise error

    monkeypatch.setattr(pdf, "render", refuse)


def test_the_task_makes_the_report(monkeypatch):
    monkeypatch.setattr(pdf, "render", lambda *_: b"%PDF")
    run = ReportRunFactory()

    tasks.render_report_run(run.pk)

    run.refresh_from_db()
    assert (run.state, run.attempt) == (RunState.DONE, 1)


def test_a_second_delivery_does_nothing(monkeypatch):
    prints = []
    monkeypatch.setattr(pdf, "render", lambda paper, _=None: prints.append(paper) or b"%PDF")
    run = ReportRunFactory()

    tasks.render_report_run(run.pk)
    tasks.render_report_run(run.pk)

    run.refresh_from_db()
    assert (run.attempt, len(prints)) == (1, 1)


def test_an_error_fails_the_run_and_says_why(monkeypatch):
    break_print(monkeypatch, pdf.FontMissing("Máy chủ chưa có phông."))
    run = ReportRunFactory()

    tasks.render_report_run(run.pk)

    run.refresh_from_db()
    assert run.state == RunState.FAILED
    assert run.error == f"Máy chủ chưa có phông. (mã tra nhật ký: {run.pk}-1)"


def test_a_superseded_worker_goes_away_quietly(monkeypatch):
    run = ReportRunFactory()

    def taken_over(*_):
        ReportRun.objects.filter(pk=run.pk).update(attempt=2)
        return b"%PDF"

    monkeypatch.setattr(pdf, "render", taken_over)

    tasks.render_report_run(run.pk)

    run.refresh_from_db()
    assert (run.state, run.attempt, run.error) == (RunState.RUNNING, 2, "")


def test_the_sweep_hands_over_what_it_queued(monkeypatch, queued):
    monkeypatch.setattr(services, "sweep", lambda: [3, 5])

    tasks.sweep_forgotten_runs()

    assert queued == [3, 5]


@pytest.mark.usefixtures("broker_away")
def test_a_run_stays_queued_while_the_broker_is_away():
    run = ReportRunFactory()

    assert tasks.hand_over(run.pk) is False
    run.refresh_from_db()
    assert run.state == RunState.QUEUED


def test_the_limits_of_a_task_leave_room_for_the_broker_to_wait(settings):
    patience = settings.CELERY_BROKER_TRANSPORT_OPTIONS["visibility_timeout"]

    assert tasks.SOFT_LIMIT < tasks.HARD_LIMIT <= patience / 2


def test_the_sweep_is_on_the_beat(settings):
    assert {one["task"] for one in settings.CELERY_BEAT_SCHEDULE.values()} >= {
        tasks.sweep_forgotten_runs.name
    }
