"""The office corrects thresholds: always a new row beside the old one, which stays as it was.

Whether the writer may keep the catalogue, the door has asked. What people said of communes is not
touched: a status is declared by people and changes only by them.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts import trail
from accounts.models import User
from communes.choices import Confidence
from criteria.evaluation import Rule
from criteria.models import Indicator, Threshold
from criteria.selectors.catalogue import rules_for
from criteria.selectors.impact import Impact, impact, judged_with
from criteria.services.threshold_checks import has_value, refuse_threshold
from documents.models import OfficialDocument


@dataclass(frozen=True, slots=True)
class Demand:
    """What a threshold says: for whom, from when to when, how much, and how that is known."""

    region: str
    value_type: str
    comparator: str
    confidence: str
    part: str = ""
    year: int | None = None
    commune_class: str = ""
    condition: str = ""
    starts: dt.date | None = None
    ends: dt.date | None = None
    number: Decimal | None = None
    answer: bool | None = None
    word: str = ""
    certainty: str = ""
    source: str = ""
    paper: OfficialDocument | None = None
    refers_to: Indicator | None = None
    factor: Decimal | None = None
    note: str = ""

    @classmethod
    def of(cls, threshold: Threshold) -> "Demand":
        """What a stored row says."""
        return cls(**{one.name: getattr(threshold, one.name) for one in fields(cls)})

    def row(self, indicator: Indicator, order: int) -> Threshold:
        """A row not yet stored."""
        given = {one.name: getattr(self, one.name) for one in fields(self)}
        return Threshold(indicator=indicator, order=order, **given)


@transaction.atomic
def correct_threshold(*, threshold: Threshold, wanted: Demand, reason: str, by: User) -> Threshold:
    """Put a new row in the place of a living one; the old row stays, marked as superseded.

    Refusals: `reason` (none given), `stale` (somebody corrected or withdrew it meanwhile),
    `unchanged`, and those of `refuse_threshold`.
    """
    _refuse_blank(reason)
    old = _living(threshold)
    if wanted == Demand.of(old):
        raise ValidationError("Bản sửa giống hệt ngưỡng đang dùng.", code="unchanged")
    moment = timezone.now()
    fresh = wanted.row(old.indicator, old.order)
    fresh.replaces, fresh.reason = old, reason.strip()
    _stamp(fresh, moment, by)
    refuse_threshold(fresh, _others(old))
    _supersede(old, moment, by)
    fresh.save()
    trail.record(
        by,
        trail.CORRECTED,
        fresh,
        replaces=old.pk,
        before=_plain(old),
        after=_plain(fresh),
        reason=fresh.reason,
    )
    return fresh


@transaction.atomic
def add_threshold(*, indicator: Indicator, wanted: Demand, reason: str, by: User) -> Threshold:
    """One more threshold of an indicator, after its last. Refusals as `correct_threshold`."""
    _refuse_blank(reason)
    _lock(indicator)
    rows = indicator.thresholds.all()
    last = rows.aggregate(last=Max("order"))["last"] or 0
    fresh = wanted.row(indicator, last + 1)
    fresh.reason = reason.strip()
    _stamp(fresh, timezone.now(), by)
    refuse_threshold(fresh, rows.known_at())
    fresh.save()
    trail.record(by, trail.CORRECTED, fresh, after=_plain(fresh), reason=fresh.reason)
    return fresh


@transaction.atomic
def withdraw_threshold(*, threshold: Threshold, reason: str, by: User) -> Threshold:
    """A threshold that should not be: it no longer counts from now on, and stays on record.

    Refusals: `reason`, `stale`.
    """
    _refuse_blank(reason)
    old = _living(threshold)
    _supersede(old, timezone.now(), by)
    trail.record(by, trail.CORRECTED, old, withdrawn=_plain(old), reason=reason.strip())
    return old


@transaction.atomic
def check_threshold(
    *, threshold: Threshold, source: str = "", paper: OfficialDocument | None = None, by: User
) -> Threshold:
    """Somebody has compared the value with the paper that says it: from now on it is sourced.

    The value does not change, hence no new row. Refusals: `stale`, `missing` (there is no value to
    check), `source` (neither a paper nor a source).
    """
    old = _living(threshold)
    if not (source.strip() or paper):
        raise ValidationError(
            "Hãy ghi văn bản hoặc nguồn đã đối chiếu; không có thì chưa gọi là đã kiểm chứng.",
            code="source",
        )
    if not has_value(old):
        raise ValidationError(
            f"Ngưỡng của chỉ tiêu {old.indicator.code} chưa có mức để kiểm chứng. "
            "Hãy nhập mức trước.",
            code="missing",
        )
    before = {"confidence": old.confidence, "source": old.source, "paper": old.paper_id}
    old.confidence, old.certainty = Confidence.SOURCED, ""
    old.source = source.strip() or (old.source if paper is None else "")
    old.paper = paper or old.paper
    old.checked_at, old.checked_by = timezone.now(), by
    old.clean_fields(exclude=["indicator", "paper", "refers_to", "replaces"])
    old.save()
    trail.record(by, trail.CORRECTED, old, checked=_plain(old), before=before)
    return old


@transaction.atomic
def check_thresholds(
    *,
    thresholds: Iterable[Threshold],
    source: str = "",
    paper: OfficialDocument | None = None,
    by: User,
) -> list[Threshold]:
    """All of them with one source, or none. Refusals: `nothing`, and of `check_threshold`."""
    rows = sorted(thresholds, key=lambda one: one.pk)
    if not rows:
        raise ValidationError("Hãy chọn ít nhất một ngưỡng.", code="nothing")
    return [check_threshold(threshold=one, source=source, paper=paper, by=by) for one in rows]


def rules_if(
    change: Callable[[], Threshold], indicators: Iterable[Indicator]
) -> dict[int, list[Rule]]:
    """What the indicators would ask after a change, which is made and undone: same refusals."""
    with transaction.atomic():
        change()
        found = rules_for(indicators)
        transaction.set_rollback(True)
    return found


def whom(
    indicator: Indicator, change: Callable[[], Threshold], *, user: User, day: dt.date
) -> Impact:
    """Whom a change would touch on that day, before it is stored; refused as the change itself."""
    indicators = judged_with(indicator)
    before, after = rules_for(indicators), rules_if(change, indicators)
    return impact(indicators, before, after, user=user, day=day)


def _living(threshold: Threshold) -> Threshold:
    """The row as it is stored, with its indicator locked; refused where it no longer stands."""
    _lock(threshold.indicator)
    row = Threshold.objects.select_related("indicator__criterion", "superseded_by", "paper").get(
        pk=threshold.pk
    )
    if row.superseded_at is not None:
        raise ValidationError(
            f"{row.superseded_by} vừa sửa hoặc bỏ ngưỡng này. Nội dung bạn nhập còn nguyên: "
            "xem ngưỡng đang dùng rồi sửa trên ngưỡng đó.",
            code="stale",
        )
    return row


def _lock(indicator: Indicator) -> None:
    """One writer at a time on the thresholds of an indicator."""
    Indicator.objects.select_for_update().filter(pk=indicator.pk).first()


def _others(old: Threshold) -> Iterable[Threshold]:
    return Threshold.objects.known_at().filter(indicator=old.indicator_id).exclude(pk=old.pk)


def _supersede(old: Threshold, moment: dt.datetime, by: User) -> None:
    old.superseded_at, old.superseded_by = moment, by
    old.save(update_fields=["superseded_at", "superseded_by"])


def _stamp(fresh: Threshold, moment: dt.datetime, by: User) -> None:
    """A value that its writer says is sourced, they have compared with the source."""
    fresh.recorded_at, fresh.recorded_by = moment, by
    if fresh.confidence == Confidence.SOURCED:
        fresh.checked_at, fresh.checked_by = moment, by


def _refuse_blank(reason: str) -> None:
    if not reason.strip():
        raise ValidationError(
            {"reason": ValidationError("Hãy nêu lý do: vì sao sửa.", code="reason")}
        )


def _plain(row: Threshold) -> dict[str, Any]:
    """For the trail: only what is said, as text."""
    said = {one.name: getattr(row, one.name) for one in fields(Demand)}
    return {
        name: str(getattr(value, "pk", value))
        for name, value in said.items()
        if value is not None and value != ""
    }
