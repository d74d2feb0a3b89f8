"""The thresholds of one indicator in a file: read, checked, made into rows not yet stored."""

import datetime as dt
from decimal import Decimal
from itertools import combinations
from typing import Any

from communes.choices import Confidence
from criteria.choices import Comparator, ValueType
from criteria.imports.files import Problems, only, required
from criteria.models import Indicator, Threshold
from criteria.names import REGION_NAMES
from criteria.services.threshold_checks import clash, wrong_value

AS_GIVEN = (
    *("region", "part", "year", "commune_class", "condition", "starts", "ends", "value_type"),
    *("comparator", "confidence", "certainty", "source", "note", "factor"),
)
FIELDS = (*AS_GIVEN, "number", "answer", "word", "refers_to")


def read_thresholds(
    given: list[dict[str, Any]], indicator: Indicator, row: str, problems: Problems
) -> list[Threshold]:
    """The rows in their order, not yet stored; mistakes, and rows that clash, are noted."""
    parts = {part["code"] for part in indicator.parts}
    found = []
    for order, line in enumerate(given, start=1):
        place = f"{row}, ngưỡng {order}"
        only(line, (*AS_GIVEN, "value", "refers_to"), place, problems)
        if not required(line, ("region", "value_type", "comparator"), place, problems):
            continue
        threshold = _threshold(line, order)
        problems.check(place, threshold, leave=["indicator", "paper", "refers_to"])
        _check(line, threshold, parts, place, problems)
        _check_reference(line, place, problems)
        found.append(threshold)
    for one, other in combinations(found, 2):
        if clash(one, other):
            words = f"cùng đối tượng và cùng ngày với ngưỡng {one.order}"
            problems.add(f"{row}, ngưỡng {other.order}", "region", words)
    return found


def _threshold(line: dict[str, Any], order: int) -> Threshold:
    threshold = Threshold(order=order)
    for name in AS_GIVEN:
        if line.get(name) is not None:
            setattr(threshold, name, line[name])
    if isinstance(threshold.factor, int | float):
        threshold.factor = Decimal(str(threshold.factor))
    value = line.get("value")
    if isinstance(value, bool):
        threshold.answer = value
    elif isinstance(value, (int, float)):
        threshold.number = Decimal(str(value))
    elif value is not None:
        threshold.word = str(value)
    return threshold


def _check(
    line: dict[str, Any], threshold: Threshold, parts: set[str], row: str, problems: Problems
) -> None:
    """What the model cannot know: the kind of the value, the parts of the indicator, the span."""
    if threshold.region not in REGION_NAMES:
        problems.add(row, "region", f"không có vùng «{threshold.region}»")
    if threshold.part and threshold.part not in parts:
        problems.add(row, "part", f"chỉ tiêu không có phần «{threshold.part}»")
    for name in ("starts", "ends"):
        if not isinstance(line.get(name), dt.date | None):
            problems.add(row, name, "phải là ngày, viết 2024-03-01")
            return
    if threshold.starts and threshold.ends and threshold.ends < threshold.starts:
        problems.add(row, "ends", "trước ngày bắt đầu")
    if threshold.confidence == Confidence.SOURCED and not threshold.source:
        problems.add(row, "source", "có nguồn thì phải ghi nguồn")
    if threshold.confidence == Confidence.MISSING and line.get("value") is not None:
        problems.add(row, "value", "độ tin cậy là «chưa có» mà lại có giá trị")
    problem = wrong_value(threshold) if line.get("value") is not None else ""
    if problem:
        problems.add(row, "value", problem)
    if (threshold.value_type == ValueType.BOOLEAN) != (threshold.comparator == Comparator.BOOLEAN):
        problems.add(row, "comparator", "không hợp với kiểu giá trị")


def _check_reference(line: dict[str, Any], row: str, problems: Problems) -> None:
    refers = line.get("refers_to") is not None
    if refers != (line.get("factor") is not None):
        problems.add(row, "factor", "đi cùng «refers_to», không có cái này mà thiếu cái kia")
    if refers and line.get("value") is not None:
        problems.add(row, "value", "ngưỡng theo chỉ tiêu khác thì không có mức riêng")
