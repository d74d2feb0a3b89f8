"""What the worker and beat call: thin, the row in the database is the truth."""

from functools import partial

import structlog
from celery import shared_task
from django.db import transaction
from kombu.exceptions import OperationalError

from accounts.models import User
from documents.models import OfficialDocument, PrintRun
from documents.services import printing
from documents.services.claims import Superseded, keep_alive

SOFT_LIMIT = 300
HARD_LIMIT = 330
logger = structlog.get_logger("ntm.prints")


@shared_task(soft_time_limit=SOFT_LIMIT, time_limit=HARD_LIMIT)
def print_paper(run_pk: int) -> None:
    """Print the paper, unless another worker does."""
    run = printing.start_print(run_pk)
    if run is None:
        return
    try:
        with keep_alive(run):
            printing.make_print(run)
    except Superseded:
        logger.warning("print superseded", run=run_pk, attempt=run.attempt)
    except Exception as error:  # noqa: BLE001 -- whatever it is, the row must say so
        printing.fail_print(run, error)


@shared_task
def sweep_lost_prints() -> None:
    """Hand over again what was lost on the way or with its worker."""
    for run_pk in printing.sweep_prints():
        hand_over(run_pk)


def print_soon(paper: OfficialDocument, by: User | None) -> PrintRun:
    """Ask for a print and give it to the worker once this is committed. Refusals: those of `ask_for_print`."""
    run = printing.ask_for_print(paper, by)
    if not run.is_settled and not run.attempt:
        transaction.on_commit(partial(hand_over, run.pk))
    return run


def hand_over(run_pk: int) -> bool:
    """Give the run to the worker. While the broker is away it stays queued, and the sweep asks again."""
    try:
        print_paper.delay(run_pk)
    except OperationalError:
        logger.warning("broker away, print stays queued", run=run_pk)
        return False
    return True
