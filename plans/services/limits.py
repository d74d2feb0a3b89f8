"""When a task of a programme counts as soon due or behind: ours, changed by the coordination office."""

from django.db import transaction

from accounts.models import User
from plans.models import WorkProgramme
from plans.services.kept import change


@transaction.atomic
def change_limits(
    *, programme: WorkProgramme, soon_days: int, silent_days: int, seen: int | None, by: User
) -> WorkProgramme:
    """Both in working days. Refusal: `stale`."""
    return change(
        programme, seen, by, "changed limits", soon_days=soon_days, silent_days=silent_days
    )
