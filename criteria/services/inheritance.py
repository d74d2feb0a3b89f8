"""What a merged commune takes over: denominators of its predecessors, and values that combine."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import trail
from accounts.calendar import working_day
from accounts.models import User
from communes.models import Commune
from criteria.models import Denominator, Measurement
from criteria.permissions import Mandate
from criteria.selectors.inheritance import Inheritance, Proposed
from criteria.services.bulk import Given, measure_many
from criteria.services.measurement import Value
from criteria.services.status import open_scorecard

LONGEST_NOTE = 1000


@dataclass(frozen=True, slots=True)
class Stated:
    """A denominator of one predecessor, in the unit that its name tells («số hộ»)."""

    commune: Commune
    name: str
    value: Decimal
    as_of: dt.date


@transaction.atomic
def state_denominators(
    *, heir: Commune, stated: Sequence[Stated], source: str, by: User
) -> list[Denominator]:
    """Add rows; a later row of the same day corrects an earlier one, and nothing is overwritten.

    Refusals: `nothing`, `source` (none named), `positive`, `future`, `outside` (the unit did not
    stand on that day).
    """
    if not stated:
        raise ValidationError("Hãy nhập ít nhất một mẫu số.", code="nothing")
    if not source.strip():
        raise ValidationError("Hãy nêu nguồn của mẫu số.", code="source")
    for one in stated:
        _refuse(one)
    rows = [
        Denominator(
            commune=one.commune,
            name=one.name,
            value=one.value,
            as_of=one.as_of,
            source=source.strip(),
            by=by,
        )
        for one in stated
    ]
    for row in rows:
        row.clean_fields(exclude=["commune", "by"])
        row.save()
    told = [f"{row.commune.code} {row.name}: {row.value}" for row in rows]
    trail.record(by, "stated denominators", heir, denominators=told)
    return rows


def _refuse(one: Stated) -> None:
    where = f"{one.name} của {one.commune}"
    if one.value <= 0:
        raise ValidationError(f"Mẫu số phải lớn hơn 0: {where}.", code="positive")
    if one.as_of > working_day():
        raise ValidationError(f"Ngày tính chưa tới: {where}.", code="future")
    if not one.commune.covers(one.as_of):
        raise ValidationError(f"Vào ngày đó chưa có hoặc không còn {one.commune}.", code="outside")


@transaction.atomic
def take_over(*, found: Inheritance, mandate: Mandate, by: User) -> list[Measurement]:
    """Store every settled proposal of which the heir has told nothing yet; never a status.

    Each is effective on the day of the merger, says in its note of whom it was made, and is
    illustrative where anything in it was. Refusals: `nothing`, and those of `measure_many`.
    """
    lines = found.storable
    if not lines or found.merged_on is None:
        raise ValidationError("Không còn số liệu nào gộp được mà chưa ghi.", code="nothing")
    scorecard = found.scorecard or open_scorecard(
        commune=found.heir, criteria_set=found.criteria_set, by=by
    )
    scorecard.commune, scorecard.criteria_set = found.heir, found.criteria_set
    given = [
        Given(
            scorecard=scorecard,
            indicator=line.indicator,
            part=line.part,
            value=_value(line),
            effective_on=found.merged_on,
            mandate=mandate,
            base=line.base,
            note=_note(line, found.merged_on),
        )
        for line in lines
    ]
    stored = measure_many(given, by=by)
    invented = [row.pk for row, line in zip(stored, lines, strict=True) if line.illustrative]
    # Rows of this very transaction, which nobody has seen: an entry on record is never edited.
    Measurement.objects.filter(pk__in=invented).update(illustrative=True)
    trail.record(by, "took over values", scorecard, count=len(stored))
    return stored


def _value(line: Proposed) -> Value:
    value = line.combined.value
    if not line.combined.applies:
        return Value(applies=False)
    return Value(value.number, value.answer, value.word)


def _note(line: Proposed, merged_on: dt.date) -> str:
    day = f"{merged_on.day}/{merged_on.month}/{merged_on.year}"
    return f"Gộp từ {line.predecessors} khi sáp nhập {day}. {line.combined.why}."[:LONGEST_NOTE]
