"""What the worker and beat call: thin, the row in the database is the truth."""

from collections.abc import Sequence
from functools import partial

import structlog
from celery import shared_task
from django.db import transaction
from kombu.exceptions import OperationalError

from accounts.models import User
from documents.models import OfficialDocument, PrintRun
from documents.services import chapters, printing
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


@shared_task(soft_time_limit=SOFT_LIMIT, time_limit=HARD_LIMIT)
def print_chapter(pk: int) -> None:
    """Print a chapter of another worker's paper, unless it is printed already."""
    chapter = chapters.take_chapter(pk)
    if chapter is None:
        return
    try:
        with keep_alive(chapter):
            chapters.make_chapter(chapter, chapters.tell_chapter(chapter))
    except Superseded:
        logger.warning("chapter superseded", chapter=pk, attempt=chapter.attempt)
    except Exception as error:  # noqa: BLE001 -- whatever it is, the row must say so
        chapters.fail_chapter(chapter, error)


@shared_task
def sweep_lost_prints() -> None:
    """Hand over again what was lost on the way or with its worker."""
    chapters.clear_chapters()
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


def share_chapters(keys: Sequence[int]) -> None:
    """Offer chapters to workers that are free. While the broker is away whoever prints the paper prints them all."""
    try:
        for pk in keys:
            print_chapter.delay(pk)
    except OperationalError:
        logger.warning("broker away, chapters are not shared")
