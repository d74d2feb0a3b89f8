"""The office keeps what a set consists of: criteria and indicators entered, corrected, copied.

Whether the writer may, the door has asked. Every change stands on the trail as a correction, so that
the shipped files leave it alone.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from accounts import trail
from accounts.models import User
from communes.choices import Confidence
from criteria.choices import Combine
from criteria.models import CriteriaSet, Criterion, Indicator


@dataclass(frozen=True, slots=True)
class CriterionGiven:
    number: int
    name: str
    group_code: str = ""
    group_name: str = ""


@dataclass(frozen=True, slots=True)
class IndicatorGiven:
    """`parts`: «code», «name», perhaps «unit», of an indicator that asks several numbers."""

    code: str
    name: str
    value_type: str
    unit: str = ""
    parts: Sequence[dict[str, str]] = field(default_factory=list)
    rule: str = ""
    applicable_if: str = ""
    delegated_to: str = ""
    name_confidence: str = Confidence.SOURCED.value
    name_source: str = ""
    combine: str = Combine.ANEW.value
    denominator: str = ""
    note: str = ""


@transaction.atomic
def keep_criterion(
    *,
    criteria_set: CriteriaSet,
    given: CriterionGiven,
    criterion: Criterion | None = None,
    by: User,
) -> Criterion:
    """Add a criterion, or correct one. Refusals: `twin` (the number is taken), and of the fields."""
    _lock(criteria_set)
    twins = Criterion.objects.filter(criteria_set=criteria_set, number=given.number)
    if twins.exclude(pk=criterion.pk if criterion else 0).exists():
        _refuse("number", f"Bộ đã có tiêu chí số {given.number}.", "twin")
    row = criterion or Criterion(criteria_set=criteria_set)
    _keep(row, given, by)
    return row


@transaction.atomic
def keep_indicator(
    *, criterion: Criterion, given: IndicatorGiven, indicator: Indicator | None = None, by: User
) -> Indicator:
    """Add an indicator after the last of its criterion, or correct one.

    Refusals: `twin` (the set has that code), `kind` (of another kind, while there are values of
    the old one), `parts` (a part goes that has values or a threshold), `source` (a name newly
    called sourced, without its source), and of the fields.
    """
    _lock(criterion.criteria_set)
    twins = Indicator.objects.filter(
        criterion__criteria_set=criterion.criteria_set_id, code=given.code
    )
    if twins.exclude(pk=indicator.pk if indicator else 0).exists():
        _refuse("code", f"Bộ đã có chỉ tiêu {given.code}.", "twin")
    was_sourced = indicator is not None and indicator.name_confidence == Confidence.SOURCED
    sourced = given.name_confidence == Confidence.SOURCED and not was_sourced
    if sourced and not given.name_source.strip():
        _refuse("name_source", "Đánh dấu «có nguồn» thì phải ghi nguồn của tên.", "source")
    if indicator is None:
        last = criterion.indicators.aggregate(last=Max("order"))["last"] or 0
        indicator = Indicator(criterion=criterion, order=last + 1)
    else:
        refuse_other_kind(indicator, given.value_type)
        _refuse_lost_part(indicator, given)
    _keep(indicator, given, by)
    return indicator


def refuse_other_kind(indicator: Indicator, value_type: str) -> None:
    """Values that people entered would no longer be of its kind (`kind`)."""
    if value_type != indicator.value_type and indicator.measurements.exists():
        _refuse(
            "value_type",
            f"Chỉ tiêu {indicator.code} đã có số liệu kiểu «{indicator.get_value_type_display()}» "
            "nên không đổi kiểu được: thêm ngưỡng mới với kiểu mới từ ngày văn bản sửa đổi.",
            "kind",
        )


def _refuse_lost_part(indicator: Indicator, given: IndicatorGiven) -> None:
    kept = {part["code"] for part in given.parts}
    lost = {part["code"] for part in indicator.parts} - kept
    if not lost:
        return
    used = indicator.measurements.filter(part__in=lost).values_list("part", flat=True)
    asked = indicator.thresholds.known_at().filter(part__in=lost).values_list("part", flat=True)
    for part in sorted({*used, *asked}):
        _refuse("parts", f"Phần «{part}» đã có số liệu hoặc ngưỡng nên không bỏ được.", "parts")


def _keep(row: Criterion | Indicator, given: CriterionGiven | IndicatorGiven, by: User) -> None:
    changed = [
        one.name for one in fields(given) if getattr(row, one.name) != getattr(given, one.name)
    ]
    for name in changed:
        value: Any = getattr(given, name)
        setattr(row, name, value.strip() if isinstance(value, str) else value)
    row.clean_fields(exclude=["criteria_set", "criterion", "takes_from", "asks_set"])
    row.save()
    trail.record(by, trail.CORRECTED, row, fields=changed)


@transaction.atomic
def edit_set(
    *, criteria_set: CriteriaSet, ends: dt.date | None, note: str, by: User
) -> CriteriaSet:
    """When a set ends, and what is to be said of it. Refusals: `span`, `overlap`."""
    _lock(criteria_set)
    if ends and ends < criteria_set.starts:
        _refuse("ends", "Ngày kết thúc phải từ ngày bắt đầu trở đi.", "span")
    rows = CriteriaSet.objects.filter(level=criteria_set.level).exclude(pk=criteria_set.pk)
    refuse_two_in_force(rows, criteria_set.starts, ends, field="ends")
    criteria_set.ends, criteria_set.note = ends, note.strip()
    criteria_set.save(update_fields=["ends", "note"])
    trail.record(by, trail.CORRECTED, criteria_set, fields=["ends", "note"], ends=f"{ends or ''}")
    return criteria_set


def refuse_two_in_force(
    others: Any, starts: dt.date, ends: dt.date | None, *, field: str = "starts"
) -> None:
    """Two sets of one level on one day: nobody could say which one is the yardstick (`overlap`)."""
    other = others.overlapping(starts, ends).first()
    if other is not None:
        until = f" đến {other.ends:%d/%m/%Y}" if other.ends else ", chưa có ngày kết thúc"
        _refuse(
            field,
            f"Bộ «{other}» cùng mức có hiệu lực từ {other.starts:%d/%m/%Y}{until}: "
            "hãy đặt ngày kết thúc của bộ đó trước.",
            "overlap",
        )


def _lock(criteria_set: CriteriaSet) -> None:
    """One writer at a time on what a set consists of."""
    CriteriaSet.objects.select_for_update(of=("self",)).filter(pk=criteria_set.pk).first()


def _refuse(field: str, words: str, code: str) -> None:
    raise ValidationError({field: ValidationError(words, code=code)})
