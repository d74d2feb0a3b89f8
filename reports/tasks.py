"""What the worker and beat call: thin, the row in the database is the truth."""

import structlog
from celery import shared_task
from django.conf import settings
from kombu.exceptions import OperationalError

from accounts.calendar import working_day
from documents.tasks import share_chapters
from reports import services
from reports.models import ReportRun
from reports.services import cycle, cycle_owed, cycle_volume, cycle_work

BEHIND = 9  # of 0 (first) to 9: a report that somebody waits for goes before those of a cycle
SOFT_LIMIT = 540
HARD_LIMIT = 600
LANES = settings.CYCLE_LANES
logger = structlog.get_logger("ntm.reports")


@shared_task(soft_time_limit=SOFT_LIMIT, time_limit=HARD_LIMIT)
def render_report_run(run_pk: int) -> None:
    """Make the report, unless another worker has it."""
    run = services.start(run_pk)
    if run is not None:
        _make(run)


def _make(run: ReportRun) -> None:
    try:
        with services.keep_alive(run):
            cycle_work.prepare(run)
            services.render(run, share_chapters)
        cycle_work.tell_writers(run)
    except services.Superseded:
        logger.warning("report superseded", run=run.pk, attempt=run.attempt)
    except Exception as error:  # noqa: BLE001 -- whatever it is, the row must say so
        cycle_work.give_up(run, error)


@shared_task(soft_time_limit=SOFT_LIMIT, time_limit=HARD_LIMIT)
def make_next_of_cycle(cycle_pk: int) -> None:
    """Make the cycle's next report, then ask for the one after it: what is more urgent comes in between."""
    run = cycle_work.take_next(cycle_pk)
    if run is not None:
        _make(run)
        call_workers(cycle_pk, 1)
    _settle(cycle_pk)


def call_workers(cycle_pk: int, lanes: int) -> bool:
    """Ask for so many reports of a cycle at a time. While the broker is away they wait, and the sweep asks again."""
    try:
        for _ in range(lanes):
            make_next_of_cycle.apply_async((cycle_pk,), priority=BEHIND)
    except OperationalError:
        logger.warning("broker away, cycle waits", cycle=cycle_pk)
        return False
    return True


def _settle(cycle_pk: int) -> None:
    volume_pk = cycle.settle(cycle_pk)
    if volume_pk is not None:
        call_binder(volume_pk)


@shared_task(soft_time_limit=SOFT_LIMIT, time_limit=HARD_LIMIT)
def bind_volume(volume_pk: int) -> None:
    """Bind what a cycle made, unless another worker does."""
    volume = cycle_volume.take_volume(volume_pk)
    if volume is None:
        return
    try:
        with services.keep_alive(volume):
            cycle_volume.bind(volume)
    except services.Superseded:
        logger.warning("volume superseded", volume=volume_pk, attempt=volume.attempt)
    except Exception as error:  # noqa: BLE001 -- whatever it is, the row must say so
        cycle_volume.fail_volume(volume, error)


def call_binder(volume_pk: int) -> bool:
    try:
        bind_volume.delay(volume_pk)
    except OperationalError:
        logger.warning("broker away, volume waits", volume=volume_pk)
        return False
    return True


@shared_task
def open_owed_reports() -> None:
    """Open what is owed for rounds that fall due; reminders go with those of all duties."""
    opened = cycle_owed.open_due_rounds(working_day())
    if opened:
        logger.info("owed reports opened", count=opened)


@shared_task
def sweep_forgotten_runs() -> None:
    """Hand over again what was lost on the way or with its worker."""
    for run_pk in services.sweep():
        hand_over(run_pk)
    for cycle_pk, lanes in cycle_work.cycles_to_call():
        call_workers(cycle_pk, lanes)
    for cycle_pk in cycle_work.cycles_to_settle():
        _settle(cycle_pk)
    for volume_pk in cycle_volume.sweep_volumes():
        call_binder(volume_pk)


def hand_over(run_pk: int) -> bool:
    """Give the run to the worker. While the broker is away it stays queued, and the sweep asks again."""
    try:
        render_report_run.delay(run_pk)
    except OperationalError:
        logger.warning("broker away, run stays queued", run=run_pk)
        return False
    return True
