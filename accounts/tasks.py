"""What the worker and beat call: thin, the rows in the database are the truth."""

from celery import shared_task

from accounts.services import mail_notices, people_to_mail

LIMIT = 240  # seconds of one round of sending; what is left goes with the next


@shared_task(soft_time_limit=LIMIT, time_limit=LIMIT + 30)
def send_notices() -> None:
    """One mail to each person for whom something waits."""
    for pk in people_to_mail():
        mail_notices(pk)
