"""What the worker and beat call: thin, the rows in the database are the truth."""

import structlog
from celery import shared_task

from accounts.calendar import working_day
from plans.services import duties, proposals, urging

LIMIT = 240  # seconds of one round of sending; what is left goes with the next
logger = structlog.get_logger("ntm.urging")


@shared_task
def write_mails() -> None:
    """Write what is to be told today. Beat asks every hour of office hours; a second time finds nothing."""
    written = urging.write_mails(working_day())
    if written:
        logger.info("mails written", count=len(written))


@shared_task(soft_time_limit=LIMIT, time_limit=LIMIT + 30)
def send_mails() -> None:
    """Send what waits, one after another; what fails waits for its next turn."""
    for pk in urging.sendable():
        urging.send(pk)


@shared_task
def keep_duties() -> None:
    """Open reports that come due, remind of them, tell addressees of proposals; each once, whenever beat asks."""
    day = working_day()
    opened = duties.open_items(day)
    reminded = duties.remind(day)
    asked = proposals.announce(day)
    logger.info("duties kept", opened=opened, reminded=reminded, proposals=asked)
