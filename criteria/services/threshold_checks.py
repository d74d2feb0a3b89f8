"""What no threshold may be, whichever door it comes through: a form, a file, the API."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from django.core.exceptions import ValidationError

from communes.choices import Confidence
from criteria.choices import Comparator, ValueType
from criteria.models import Threshold
from criteria.names import REGION_NAMES

SAME = ("region", "part", "year", "commune_class", "condition")
LINKS = ["indicator", "paper", "refers_to", "replaces", "recorded_by", "checked_by"]
HUNDRED = Decimal(100)


def wrong_value(threshold: Threshold) -> str:
    """Why its value cannot be; empty where it can. A percentage lies from 0 to 100."""
    number = threshold.number
    kinds: dict[str, object] = {
        ValueType.BOOLEAN: threshold.answer,
        ValueType.PERCENT: number,
        ValueType.NUMBER: number,
        ValueType.TEXT: threshold.word or None,
    }
    if threshold.value_type in kinds and kinds[threshold.value_type] is None:
        return f"không đúng kiểu «{ValueType(threshold.value_type).label}»"
    if threshold.value_type == ValueType.PERCENT and number and not 0 <= number <= HUNDRED:
        return "phần trăm phải từ 0 đến 100"
    return ""


def clash(one: Threshold, other: Threshold) -> bool:
    """Two rows for the same communes on the same day: nobody could say which one applies."""
    if any(getattr(one, name) != getattr(other, name) for name in SAME):
        return False
    starts = max(one.starts or dt.date.min, other.starts or dt.date.min)
    ends = min(one.ends or dt.date.max, other.ends or dt.date.max)
    return starts <= ends


def has_value(threshold: Threshold) -> bool:
    """A value of its own, or another indicator's threshold times a factor."""
    return bool(
        threshold.number is not None
        or threshold.answer is not None
        or threshold.word
        or threshold.refers_to_id
    )


def refuse_threshold(fresh: Threshold, living: Iterable[Threshold]) -> None:
    """Refuse what cannot stand beside the living rows of its indicator.

    Refusals, each at its field: `region`, `part`, `span`, `kind` (a value of another kind),
    `range` (a percentage outside 0–100), `missing` (a value, and «chưa có»), `source` (sourced
    without a source or a paper), `clash` (same communes, same day), and what the fields refuse.
    """
    fresh.clean_fields(exclude=LINKS)
    _refuse_whom(fresh)
    _refuse_value(fresh)
    _refuse_unfounded(fresh)
    for other in living:
        if clash(fresh, other):
            span = _span(other)
            _refuse(
                "region", f"Trùng đối tượng và ngày với ngưỡng số {other.order}{span}.", "clash"
            )


def _refuse_whom(fresh: Threshold) -> None:
    if fresh.region not in REGION_NAMES:
        _refuse("region", f"Không có vùng «{fresh.region}».", "region")
    parts = {part["code"] for part in fresh.indicator.parts}
    if fresh.part and fresh.part not in parts:
        _refuse("part", f"Chỉ tiêu không có phần «{fresh.part}».", "part")
    if fresh.starts and fresh.ends and fresh.ends < fresh.starts:
        _refuse("ends", "Ngày kết thúc phải từ ngày bắt đầu trở đi.", "span")


def _refuse_value(fresh: Threshold) -> None:
    boolean = fresh.value_type == ValueType.BOOLEAN
    if boolean != (fresh.comparator == Comparator.BOOLEAN):
        _refuse("comparator", "Cách so sánh không hợp với kiểu giá trị.", "kind")
    if fresh.refers_to_id or not has_value(fresh):
        return
    problem = wrong_value(fresh)
    if problem:
        code = "range" if "phần trăm phải" in problem else "kind"
        _refuse("value", f"Mức {problem}.", code)


def _refuse_unfounded(fresh: Threshold) -> None:
    known = has_value(fresh)
    if known and fresh.confidence == Confidence.MISSING:
        _refuse("confidence", "Đã có mức thì độ tin cậy không thể là «chưa có».", "missing")
    if not known and fresh.confidence != Confidence.MISSING:
        _refuse("value", "Hãy nhập mức, hoặc chọn độ tin cậy «chưa có».", "missing")
    if fresh.confidence == Confidence.SOURCED and not (fresh.source or fresh.paper_id):
        _refuse("source", "Đánh dấu «có nguồn» thì phải ghi văn bản hoặc nguồn.", "source")


def _span(other: Threshold) -> str:
    starts = f" từ {other.starts:%d/%m/%Y}" if other.starts else ""
    ends = f" đến {other.ends:%d/%m/%Y}" if other.ends else ""
    return starts + ends


def _refuse(field: str, words: str, code: str) -> None:
    raise ValidationError({field: ValidationError(words, code=code)})
