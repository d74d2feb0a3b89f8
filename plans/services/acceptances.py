"""What is accepted as unmet until the end of a year: signed by a paper, or by a leader in the portal."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import trail
from accounts.calendar import working_day
from accounts.models import User
from communes.models import Commune
from criteria.choices import FAILING
from criteria.models import Criterion, CurrentStatus, Indicator
from criteria.selectors import set_in_force
from documents.models import OfficialDocument
from plans.models import Acceptance
from plans.services.kept import change


@transaction.atomic
def accept(
    *,
    commune: Commune,
    criterion: Criterion,
    indicator: Indicator | None = None,
    until_year: int,
    reason: str,
    paper: OfficialDocument | None = None,
    as_leader: bool = False,
    on_behalf_of: User | None = None,
    by: User,
) -> Acceptance:
    """Accept from the working day on that a commune does not meet something, until the end of a year.

    `as_leader`: a leader of the programme accepts it here; whoever else writes it names the paper.
    Refusals: `reason`, `past` (the year is over), `set` (not of the set in force, or the indicator of
    another criterion), `outside` (no such commune today), `paper`, `met` (it is not unmet),
    `duplicate` (accepted as long already).
    """
    Commune.objects.select_for_update(of=("self",)).get(pk=commune.pk)
    day = working_day()
    if not reason.strip():
        raise ValidationError("Hãy nêu lý do chấp nhận.", code="reason")
    if until_year < day.year:
        raise ValidationError(f"Năm {until_year} đã qua. Hãy chọn từ năm {day.year}.", code="past")
    if paper is None and not as_leader:
        raise ValidationError(
            "Hãy chọn văn bản đã ký; không có văn bản thì lãnh đạo chấp nhận ngay trên cổng.",
            code="paper",
        )
    if not commune.covers(day):
        raise ValidationError("Xã không còn tồn tại vào ngày làm việc.", code="outside")
    _refuse_other_set(criterion, indicator, day)
    _refuse_met(commune, criterion)
    _refuse_twin(commune, criterion, indicator, until_year, day)
    row = Acceptance(
        commune=commune,
        criterion=criterion,
        indicator=indicator,
        until_year=until_year,
        reason=reason.strip(),
        paper=paper,
        starts=day,
        by=by,
        on_behalf_of=on_behalf_of,
    )
    row.full_clean(validate_unique=False)
    row.save()
    trail.record(
        by,
        "accepted unmet",
        commune,
        on_behalf_of=on_behalf_of,
        criterion=str(indicator or criterion),
        until=until_year,
        paper=paper.short if paper else "",
        reason=row.reason,
    )
    return row


@transaction.atomic
def end_acceptance(
    *, acceptance: Acceptance, reason: str, seen: int | None = None, by: User
) -> Acceptance:
    """Accept it no longer, from the working day on. Refusals: `reason`, `ended`, `stale`."""
    if not reason.strip():
        raise ValidationError("Hãy nêu lý do thôi chấp nhận.", code="reason")
    row: Acceptance = Acceptance.objects.select_for_update(of=("self",)).get(pk=acceptance.pk)
    if row.ended_on is not None:
        day = row.ended_on
        raise ValidationError(
            f"Đã thôi chấp nhận từ {day.day}/{day.month}/{day.year}.", code="ended"
        )
    return change(
        row, seen, by, "ended acceptance", ended_on=working_day(), ended_reason=reason.strip()
    )


def _refuse_other_set(criterion: Criterion, indicator: Indicator | None, day: dt.date) -> None:
    held = set_in_force(day)
    if held is None or criterion.criteria_set_id != held.pk:
        raise ValidationError("Tiêu chí không thuộc bộ đang áp dụng.", code="set")
    if indicator is not None and indicator.criterion_id != criterion.pk:
        raise ValidationError("Chỉ tiêu không thuộc tiêu chí này.", code="set")


def _refuse_met(commune: Commune, criterion: Criterion) -> None:
    """What nobody judged may still have a failing indicator."""
    current = CurrentStatus.objects.filter(
        scorecard__commune=commune, criterion=criterion
    ).exclude(status__in=FAILING)
    if current.exists():
        raise ValidationError(
            f"Xã {commune.name} không ở tình trạng chưa đạt tiêu chí {criterion.number}.",
            code="met",
        )


def _refuse_twin(
    commune: Commune, criterion: Criterion, indicator: Indicator | None, year: int, day: dt.date
) -> None:
    rows = Acceptance.objects.on(day).filter(
        commune=commune, criterion=criterion, until_year__gte=year
    )
    twin = next((one for one in rows if one.indicator_id in {None, _key(indicator)}), None)
    if twin is not None:
        raise ValidationError(f"Đã chấp nhận đến hết năm {twin.until_year}.", code="duplicate")


def _key(indicator: Indicator | None) -> int | None:
    return indicator.pk if indicator else None
