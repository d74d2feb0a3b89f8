"""The one trail: every service that changes something writes one line, in its own transaction."""

from typing import Any

from django.db.models import Model

from accounts.models import Activity, User

SYSTEM = "Hệ thống"
# A row with such a line is no longer the shipped files' to change.
CORRECTED = "corrected reference"


def record(
    by: User | None,
    verb: str,
    subject: Model,
    *,
    on_behalf_of: User | None = None,
    **details: Any,
) -> Activity:
    """Write one line of the trail. `by` is None when the system acts by itself.

    `verb` is English and stands in `accounts.words.VERBS`; `details` must go into JSON.
    """
    return Activity.objects.create(
        by=by,
        label="" if by else SYSTEM,
        on_behalf_of=on_behalf_of,
        verb=verb,
        subject=subject_key(subject),
        title=str(subject)[:300],
        details=details,
    )


def subject_key(subject: Model) -> str:
    """«criteria.scorecard:7»: how the trail names a row without pointing at it."""
    return f"{subject._meta.label_lower}:{subject.pk}"
