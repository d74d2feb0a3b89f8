"""Which agency answers for which indicator, from when to when: given, ended, handed on.

A mandate follows at once: who answers on a day may appraise the indicator on that day.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import trail
from accounts.models import User
from communes.choices import Confidence
from communes.models import Agency
from communes.services.spans import refuse_overlap
from criteria.models import Indicator, Responsibility
from documents.models import OfficialDocument


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who answers, from when to when, and by which paper or source."""

    agency: Agency
    starts: dt.date
    ends: dt.date | None = None
    confidence: str = Confidence.SOURCED.value
    source: str = ""
    paper: OfficialDocument | None = None


@transaction.atomic
def assign_responsibility(
    *, indicators: Iterable[Indicator], given: Assignment, replacing: bool, by: User
) -> list[Responsibility]:
    """Give the indicators to an agency, all of them or none.

    With `replacing` whoever answers on the first day ends the day before it. Refusals: `nothing`,
    `span`, `agency` (it does not exist on the first day), `source` (sourced, and no source),
    `later` (another span begins later: the new one must end before it), `overlap` (the agency
    answers already), `clash` (another agency begins on the same day: nothing is left to end).
    """
    rows = list(
        Indicator.objects.select_for_update().filter(pk__in=[one.pk for one in indicators])
    )
    if not rows:
        raise ValidationError("Hãy chọn ít nhất một chỉ tiêu.", code="nothing")
    _refuse_assignment(given)
    return [_assign(one, given, replacing=replacing, by=by) for one in rows]


@transaction.atomic
def end_responsibility(
    *, responsibility: Responsibility, ends: dt.date, reason: str, by: User
) -> Responsibility:
    """The last day on which the agency answers. Refusals: `reason`, `span`, `ended` (it has ended)."""
    row: Responsibility = Responsibility.objects.select_for_update().get(pk=responsibility.pk)
    if not reason.strip():
        _refuse("reason", "Hãy nêu lý do: vì sao kết thúc.", "reason")
    if ends < row.starts:
        _refuse("ends", "Ngày cuối phải từ ngày bắt đầu trở đi.", "span")
    if row.ends is not None and row.ends <= ends:
        day = f"{row.ends.day}/{row.ends.month}/{row.ends.year}"
        raise ValidationError(f"Phân công này đã kết thúc ngày {day}.", code="ended")
    _end(row, ends, by, reason.strip())
    return row


def _assign(
    indicator: Indicator, given: Assignment, *, replacing: bool, by: User
) -> Responsibility:
    fresh = Responsibility(
        indicator=indicator,
        agency=given.agency,
        starts=given.starts,
        ends=given.ends,
        confidence=given.confidence,
        source=given.source.strip(),
        paper=given.paper,
    )
    if replacing:
        _end_others(indicator, given, by)
    fresh.clean_fields(exclude=["indicator", "agency", "paper"])
    refuse_overlap(fresh, "indicator", "agency")
    fresh.save()
    trail.record(
        by,
        trail.CORRECTED,
        fresh,
        indicator=str(indicator),
        agency=given.agency.slug,
        starts=f"{given.starts}",
        ends=f"{given.ends or ''}",
    )
    return fresh


def _end_others(indicator: Indicator, given: Assignment, by: User) -> None:
    others = Responsibility.objects.filter(indicator=indicator).overlapping(
        given.starts, given.ends
    )
    for row in others.exclude(agency=given.agency).select_related("agency"):
        if row.starts > given.starts:
            _refuse(
                "ends",
                f"{row.agency} phụ trách chỉ tiêu {indicator.code} từ {row.starts:%d/%m/%Y}: "
                "hãy cho phân công mới kết thúc trước ngày đó.",
                "later",
            )
        if row.starts == given.starts:
            _refuse(
                "starts",
                f"{row.agency} cũng bắt đầu phụ trách chỉ tiêu {indicator.code} ngày này: "
                "chọn ngày sau đó, hoặc không thay cơ quan đang phụ trách.",
                "clash",
            )
        _end(row, given.starts - dt.timedelta(days=1), by, f"giao {given.agency}")


def _end(row: Responsibility, ends: dt.date, by: User, reason: str) -> None:
    before, row.ends = row.ends, ends
    row.save(update_fields=["ends"])
    trail.record(by, trail.CORRECTED, row, ends=f"{ends}", before=f"{before or ''}", reason=reason)


def _refuse_assignment(given: Assignment) -> None:
    if given.ends and given.ends < given.starts:
        _refuse("ends", "Ngày kết thúc phải từ ngày bắt đầu trở đi.", "span")
    if not given.agency.covers(given.starts):
        _refuse("agency", f"{given.agency} không tồn tại vào ngày bắt đầu.", "agency")
    if given.confidence == Confidence.SOURCED and not (given.source.strip() or given.paper):
        _refuse("source", "Đánh dấu «có nguồn» thì phải ghi văn bản hoặc nguồn.", "source")


def _refuse(field: str, words: str, code: str) -> None:
    raise ValidationError({field: ValidationError(words, code=code)})
