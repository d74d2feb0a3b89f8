"""Targets as papers set them: the coordination office enters and corrects them."""

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import trail
from accounts.models import User
from plans.choices import TargetKind
from plans.models import Target
from plans.services.kept import change, hold

OF_COMMUNE = {TargetKind.CRITERIA_MET.value, TargetKind.LEVEL.value}
COUNTED = {
    TargetKind.COMMUNES_RECOGNISED.value,
    TargetKind.COMMUNES_ADVANCED.value,
    TargetKind.COMMUNES_MODEL.value,
    TargetKind.COMMUNES_UNDER.value,
    TargetKind.CRITERIA_MET.value,
    TargetKind.CRITERION_MET.value,
    TargetKind.DISTRICTS_RECOGNISED.value,
    TargetKind.VILLAGES_RECOGNISED.value,
}


@transaction.atomic
def add_target(*, by: User, on_behalf_of: User | None = None, **values: Any) -> Target:
    """Enter a target with its paper. Refusals: `place`, `value`, `below`, `criterion`, `twin`."""
    row = Target(by=by, on_behalf_of=on_behalf_of, **values)
    hold(row.paper)
    _check(row)
    _refuse_twin(row)
    row.full_clean()
    row.save()
    trail.record(by, "added target", row, on_behalf_of=on_behalf_of, paper=row.paper.short)
    return row


@transaction.atomic
def change_target(*, target: Target, seen: int | None, by: User, **values: Any) -> Target:
    """Correct a target. Refusals: those of `add_target`, and `stale`."""
    fresh = Target.objects.get(pk=target.pk)
    for name, value in values.items():
        setattr(fresh, name, value)
    hold(fresh.paper)
    _check(fresh)
    _refuse_twin(fresh)
    return change(target, seen, by, "changed target", **values)


def _check(row: Target) -> None:
    """What a kind of target must say."""
    of_commune = row.kind in OF_COMMUNE
    if of_commune != bool(row.commune_id) or of_commune == bool(row.province_id):
        words = "Mục tiêu này đặt cho một xã: hãy chọn xã."
        other = "Mục tiêu này đặt cho cả tỉnh: để trống ô Xã."
        raise ValidationError(words if of_commune else other, code="place")
    _refuse_lost(row)
    if row.kind == TargetKind.COMMUNES_UNDER and not row.below:
        raise ValidationError("Hãy ghi dưới bao nhiêu tiêu chí.", code="below")
    if row.kind == TargetKind.CRITERION_MET and row.criterion_id is None:
        raise ValidationError("Hãy chọn tiêu chí.", code="criterion")


def _refuse_lost(row: Target) -> None:
    """A count needs a number that makes sense."""
    values = [one for one in (row.at_least, row.at_most) if one is not None]
    if row.kind in COUNTED and not values:
        raise ValidationError("Hãy ghi mức phải đạt ở ô Từ hoặc Đến.", code="value")
    if any(value < 0 for value in values):
        raise ValidationError("Mức phải đạt không được âm.", code="value")
    if len(values) > 1 and values[1] < values[0]:
        raise ValidationError("Mức ở ô Đến phải từ mức ở ô Từ trở lên.", code="value")
    if row.out_of and any(value > Decimal(row.out_of) for value in values):
        raise ValidationError(
            f"Mức phải đạt lớn hơn tổng số {row.out_of}. Hãy xem lại hai ô.", code="value"
        )


def _refuse_twin(row: Target) -> None:
    """The same paper sets the same thing for the same place and year once."""
    same = Target.objects.filter(
        paper=row.paper_id,
        kind=row.kind,
        province=row.province_id,
        commune=row.commune_id,
        criterion=row.criterion_id,
        level=row.level,
        year=row.year,
    )
    if same.exclude(pk=row.pk).exists():
        raise ValidationError(
            "Văn bản này đã đặt mục tiêu ấy cho nơi và năm ấy; hãy sửa mục tiêu đã có.",
            code="twin",
        )
