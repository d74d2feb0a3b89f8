"""The one trail: every service that changes something writes one line, in its own transaction."""

from collections import Counter
from collections.abc import Iterable
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
    line = _line(by, verb, subject, on_behalf_of, details)
    line.save(force_insert=True)
    return line


def record_words(
    by: User | None,
    verb: str,
    spoken: Iterable[tuple[Model, User | None]],
    **details: Any,
) -> list[Activity]:
    """Lines for many words at once: one for each subject and person in whose stead, with a `count`.

    `spoken` gives both for every word.
    """
    lines = [
        _line(by, verb, subject, lender, details | {"count": count})
        for (subject, lender), count in Counter(spoken).items()
    ]
    return Activity.objects.bulk_create(lines)


def _line(
    by: User | None, verb: str, subject: Model, on_behalf_of: User | None, details: dict[str, Any]
) -> Activity:
    return Activity(
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
