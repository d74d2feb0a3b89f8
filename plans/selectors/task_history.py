"""Everything that was said about a task, the latest first; what was withdrawn stays to be read."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from accounts.models import User
from communes.models import Agency
from plans.models import Attachment, Extension, Task, TaskProgress, TaskReview

Said = TaskProgress | TaskReview | Extension


@dataclass(frozen=True, slots=True)
class Event:
    """One thing said on a day; `kind` is progress, review or extension."""

    kind: str
    on: dt.date
    at: dt.datetime
    said: Said
    agency: Agency
    by: User | None
    attachments: Sequence[Attachment] = field(default=())


def history(task: Task) -> list[Event]:
    """In a fixed number of queries."""
    told = ("agency__successor__successor", "by", "on_behalf_of", "withdrawn_by")
    progress = TaskProgress.objects.filter(task=task).select_related(*told)
    reviews = TaskReview.objects.filter(task=task).select_related(*told, "subject")
    asked = Extension.objects.filter(task=task).select_related(
        "agency__successor__successor", "by", "decided_by"
    )
    events = [
        *(
            Event(
                "progress",
                one.effective_on,
                one.recorded_at,
                one,
                one.agency,
                one.by,
                list(one.attachments.all()),
            )
            for one in progress.prefetch_related("attachments__file", "attachments__by")
        ),
        *(
            Event("review", one.effective_on, one.recorded_at, one, one.agency, one.by)
            for one in reviews
        ),
        *(
            Event("extension", one.asked_on, one.recorded_at, one, one.agency, one.by)
            for one in asked
        ),
    ]
    return sorted(events, key=lambda one: (one.on, one.at), reverse=True)
