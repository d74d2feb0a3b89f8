"""What is written of many communes at once: all of it, or nothing with each refusal in its place."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from criteria.models import Measurement, StatusEntry
from criteria.services.bulk import Given, measure_many, refusals
from criteria.services.statuses import GivenStatus, log_many, status_refusals


@dataclass(slots=True)
class Outcome:
    """What was stored; or, by place in the lists given, why nothing was."""

    values: list[Measurement] = field(default_factory=list)
    statuses: list[StatusEntry] = field(default_factory=list)
    refused_values: dict[int, ValidationError] = field(default_factory=dict)
    refused_statuses: dict[int, ValidationError] = field(default_factory=dict)

    @property
    def is_refused(self) -> bool:
        return bool(self.refused_values or self.refused_statuses)


def write_across(values: Sequence[Given], statuses: Sequence[GivenStatus], *, by: User) -> Outcome:
    """Store values and statuses in one transaction, unless one of them is refused.

    Refusals are those of `measure` and `log_status`, and `twice`: the same cell given two times.
    """
    try:
        with transaction.atomic():
            refused = _refused(values, statuses)
            if refused.is_refused:
                return refused
            return Outcome(
                values=measure_many(values, by=by) if values else [],
                statuses=log_many(statuses, by=by) if statuses else [],
            )
    except ValidationError:  # somebody wrote between the look and the lock
        refused = _refused(values, statuses)
        if refused.is_refused:
            return refused
        raise


def _refused(values: Sequence[Given], statuses: Sequence[GivenStatus]) -> Outcome:
    cells = [(one.scorecard.pk, one.indicator.pk, one.part) for one in values]
    rows = [(one.scorecard.pk, one.criterion.pk) for one in statuses]
    return Outcome(
        refused_values=refusals(values) | _twice(cells),
        refused_statuses=status_refusals(statuses) | _twice(rows),
    )


def _twice(keys: Sequence[object]) -> dict[int, ValidationError]:
    """The second and later places of a key."""
    seen: set[object] = set()
    found = {}
    for place, key in enumerate(keys):
        if key in seen:
            found[place] = ValidationError("Ô này được gửi hai lần.", code="twice")
        seen.add(key)
    return found
