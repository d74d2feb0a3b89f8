"""Many values at once: every refusal named, all stored in one transaction or none."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from accounts import trail
from accounts.models import User
from criteria import selectors
from criteria.models import EntryDraft, Indicator, Measurement, Scorecard
from criteria.permissions import Mandate
from criteria.services.measurement import Value, refuse_value
from criteria.services.rounds import closed_for, refuse_closed

CHUNK = 500  # rows of one insert


@dataclass(frozen=True, slots=True)
class Given:
    """One value to store; `base` is the last value the writer saw for this part (None: none)."""

    scorecard: Scorecard
    indicator: Indicator
    value: Value
    effective_on: dt.date
    mandate: Mandate
    base: int | None
    part: str = ""
    note: str = ""
    correcting: bool = False


def refusals(given: Sequence[Given]) -> dict[int, ValidationError]:
    """What would be refused, by place in the list; nothing is written.

    Scorecards carry their set and commune, indicators their criterion and thresholds (prefetched),
    so that queries stay few.
    """
    last, closed = last_words(given), closed_rounds(given)
    found: dict[int, ValidationError] = {}
    for place, one in enumerate(given):
        try:
            refuse_value(one.scorecard, one.indicator, one.part, one.value, one.effective_on)
            refuse_closed(closed[when(one)], correcting=one.correcting, note=one.note)
            _refuse_stale(last.get(_key(one)), one.base)
        except ValidationError as refused:
            found[place] = refused
    return found


@transaction.atomic
def measure_many(
    given: Sequence[Given],
    *,
    by: User,
    draft: EntryDraft | None = None,
    on_progress: Callable[[int], None] | None = None,
) -> list[Measurement]:
    """Store all values, or none: raises a ValidationError with every refusal of `measure`.

    Unusual values are stored with the reason. One line of the trail per
    scorecard and person in whose stead. `on_progress` is
    told how many are written.
    """
    keys = sorted({one.scorecard.pk for one in given})
    list(Scorecard.objects.select_for_update().only("pk").filter(pk__in=keys).order_by("pk"))
    refused = refusals(given)
    if refused:
        raise ValidationError(list(refused.values()))
    closed = closed_rounds(given)
    unusual = selectors.why_unusual_many(
        [
            selectors.Typed(
                one.scorecard, one.indicator, one.part, one.value.number, one.effective_on
            )
            for one in given
        ]
    )
    rows = [
        Measurement(
            scorecard_id=one.scorecard.pk,  # keys, not rows: half the time where there are thousands
            indicator_id=one.indicator.pk,
            part=one.part,
            number=one.value.number,
            answer=one.value.answer,
            word=one.value.word,
            applies=one.value.applies,
            stage=one.mandate.stage,
            effective_on=one.effective_on,
            note=one.note,
            agency_id=one.mandate.agency.pk,
            on_behalf_of_id=one.mandate.lent_by.pk if one.mandate.lent_by else None,
            corrects_id=closed[when(one)],
            draft_id=draft.pk if draft else None,
            unusual=why,
            by_id=by.pk,
        )
        for one, why in zip(given, unusual, strict=True)
    ]
    stored: list[Measurement] = []
    for start in range(0, len(rows), CHUNK):
        stored += Measurement.objects.bulk_create(rows[start : start + CHUNK])
        if on_progress:
            on_progress(len(stored))
    spoken = ((one.scorecard, one.mandate.lent_by) for one in given)
    trail.record_words(by, "logged values", spoken, draft=draft.pk if draft else "")
    return stored


def last_words(given: Iterable[Given]) -> dict[tuple[int, int, str], int]:
    """The last living value of each scorecard, indicator and part: what `base` is compared with."""
    rows = list(given)
    words = (
        Measurement.objects.filter(
            scorecard__in={one.scorecard.pk for one in rows},
            indicator__in={one.indicator.pk for one in rows},
            withdrawn_at=None,
        )
        .order_by()
        .values_list("scorecard", "indicator", "part")
        .annotate(last=Max("pk"))
    )
    return {(scorecard, indicator, part): last for scorecard, indicator, part, last in words}


def closed_rounds(given: Iterable[Given]) -> dict[tuple[dt.date, int], int | None]:
    """For each day and commune spoken of, the closed round that has it."""
    return closed_for({when(one) for one in given})


def when(one: Given) -> tuple[dt.date, int]:
    """The day and the commune that it speaks of."""
    return one.effective_on, one.scorecard.commune_id


def _refuse_stale(last: int | None, base: int | None) -> None:
    if last != base:
        raise ValidationError(
            "Có người vừa ghi một giá trị khác cho ô này sau khi tệp được lập.", code="stale"
        )


def _key(one: Given) -> tuple[int, int, str]:
    return one.scorecard.pk, one.indicator.pk, one.part
