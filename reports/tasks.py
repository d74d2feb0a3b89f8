"""What the worker and beat call: thin, the row in the database is the truth."""

import structlog
from celery import shared_task
from kombu.exceptions import OperationalError

from reports import services

SOFT_LIMIT = 540
HARD_LIMIT = 600
logger = structlog.get_logger("ntm.reports")


@shared_task(soft_time_limit=SOFT_LIMIT, time_limit=HARD_LIMIT)
def render_report_run(run_pk: int) -> None:
    """Make the report, unless another worker has it."""
    run = services.start(run_pk)
    if run is None:
        return
    try:
        with services.keep_alive(run):
            services.render(run)
    except services.Superseded:
        logger.warning("report superseded", run=run_pk, attempt=run.attempt)
    except Exception as error:  # noqa: BLE001 -- whatever it is, the row must say so
        services.fail(run, error)


@shared_task
def sweep_forgotten_runs() -> None:
    """Hand over again what was lost on the way or with its worker."""
    for run_pk in services.sweep():
        hand_over(run_pk)


def hand_over(run_pk: int) -> bool:
    """Give the run to the worker. While the broker is away it stays queued, and the sweep asks again."""
    try:
        render_report_run.delay(run_pk)
    except OperationalError:
        logger.warning("broker away, run stays queued", run=run_pk)
        return False
    return True
