"""Many statuses at once: every refusal named, all stored in one transaction or none."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from accounts import trail
from accounts.models import User
from criteria.choices import Change, Status
from criteria.models import Criterion, EntryDraft, Scorecard, StatusEntry
from criteria.permissions import Mandate
from criteria.selectors.change import label, turn_to, words_to_turn
from criteria.services.current import refresh_cells
from criteria.services.rounds import closed_for, refuse_closed
from criteria.services.status import refuse_day

CHUNK = 500  # rows of one insert


@dataclass(frozen=True, slots=True)
class GivenStatus:
    """One status to store; `base` is the last word the writer saw on the criterion (None: none)."""

    scorecard: Scorecard
    criterion: Criterion
    status: Status
    effective_on: dt.date
    mandate: Mandate
    base: int | None
    note: str = ""
    change: Change | str = ""


def status_refusals(given: Sequence[GivenStatus]) -> dict[int, ValidationError]:
    """What `log_status` would refuse, by place in the list; nothing is written.

    Scorecards carry their commune, criteria their set's key: queries do not follow the rows.
    """
    last, closed = last_statuses(given), _closed(given)
    found: dict[int, ValidationError] = {}
    for place, one in enumerate(given):
        try:
            _refuse(one, closed[_when(one)], last.get(_key(one)))
        except ValidationError as refused:
            found[place] = refused
    return found


@transaction.atomic
def log_many(
    given: Sequence[GivenStatus],
    *,
    by: User,
    draft: EntryDraft | None = None,
    on_progress: Callable[[int], None] | None = None,
) -> list[StatusEntry]:
    """Store all statuses, or none: raises a ValidationError with every refusal of `log_status`.

    A change without a label gets the one that `log_status` would give. One line of the trail per
    scorecard. `on_progress` is told how many are written.
    """
    keys = {one.scorecard.pk for one in given}
    locked = Scorecard.objects.select_for_update().only("pk")
    list(locked.filter(pk__in=keys).order_by("pk"))
    refused = status_refusals(given)
    if refused:
        raise ValidationError(list(refused.values()))
    closed = _closed(given)
    standing = _standing(given)
    rows = [_entry(one, closed[_when(one)], standing, draft, by) for one in given]
    stored: list[StatusEntry] = []
    for start in range(0, len(rows), CHUNK):
        stored += StatusEntry.objects.bulk_create(rows[start : start + CHUNK])
        if on_progress:
            on_progress(len(stored))
    refresh_cells({_key(one) for one in given})
    spoken = ((one.scorecard, one.mandate.lent_by) for one in given)
    trail.record_words(by, "logged statuses", spoken, draft=draft.pk if draft else "")
    return stored


def last_statuses(given: Iterable[GivenStatus]) -> dict[tuple[int, int], int]:
    """The last living word of each scorecard and criterion: what `base` is compared with."""
    rows = list(given)
    words = (
        StatusEntry.objects.filter(
            scorecard__in={one.scorecard.pk for one in rows},
            criterion__in={one.criterion.pk for one in rows},
            withdrawn_at=None,
        )
        .order_by()
        .values_list("scorecard", "criterion")
        .annotate(last=Max("pk"))
    )
    return {(scorecard, criterion): last for scorecard, criterion, last in words}


def _refuse(one: GivenStatus, closed: int | None, last: int | None) -> None:
    if one.criterion.criteria_set_id != one.scorecard.criteria_set_id:
        raise ValidationError("Tiêu chí này không thuộc bộ tiêu chí của phiếu.", code="foreign")
    refuse_day(one.scorecard, one.effective_on)
    refuse_closed(closed, correcting=one.change == Change.CORRECTION, note=one.note)
    if last != one.base:
        raise ValidationError(
            "Có người vừa ghi một kết quả khác cho ô này sau khi tệp được lập.", code="stale"
        )


def _entry(
    one: GivenStatus,
    closed: int | None,
    standing: set[tuple[int, int]],
    draft: EntryDraft | None,
    by: User,
) -> StatusEntry:
    change = one.change
    if not change and _key(one) in standing:  # a first word turns nothing, and needs no look
        words = words_to_turn(one.scorecard, one.criterion.pk, one.effective_on)
        change = label(turn_to(words, one.status, one.effective_on, corrects=closed is not None))
    return StatusEntry(
        scorecard=one.scorecard,
        criterion=one.criterion,
        status=one.status,
        stage=one.mandate.stage,
        effective_on=one.effective_on,
        note=one.note,
        change=change,
        agency=one.mandate.agency,
        on_behalf_of=one.mandate.lent_by,
        corrects_id=closed,
        draft=draft,
        by=by,
    )


def _standing(given: Sequence[GivenStatus]) -> set[tuple[int, int]]:
    """Scorecards and criteria of which something was ever said, withdrawn or not."""
    rows = StatusEntry.objects.filter(
        scorecard__in={one.scorecard.pk for one in given},
        criterion__in={one.criterion.pk for one in given},
    )
    return set(rows.order_by().values_list("scorecard", "criterion").distinct())


def _closed(given: Iterable[GivenStatus]) -> dict[tuple[dt.date, int], int | None]:
    return closed_for({_when(one) for one in given})


def _when(one: GivenStatus) -> tuple[dt.date, int]:
    return one.effective_on, one.scorecard.commune_id


def _key(one: GivenStatus) -> tuple[int, int]:
    return one.scorecard.pk, one.criterion.pk
