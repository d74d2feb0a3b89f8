"""Rounds: opened and closed by the office; a closed one keeps what it froze, and locks it."""

import datetime as dt
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet, Subquery
from django.utils import timezone

from accounts import trail
from accounts.calendar import working_day
from accounts.models import User
from criteria.choices import RoundKind
from criteria.models import FrozenStatus, Round, Scorecard
from criteria.names import ROUND_NAMES
from criteria.selectors.rounds import counted_at, scorecards_of

CHUNK = 1000  # rows of one insert


@dataclass(frozen=True, slots=True)
class Days:
    """The days of a round: it opens, its figures are cut off, it should be closed by (may be unknown)."""

    starts: dt.date
    ends: dt.date
    closes_on: dt.date | None = None


@transaction.atomic
def open_round(
    *, kind: RoundKind, year: int, days: Days, name: str = "", note: str = "", by: User
) -> Round:
    """Add a round. Refusals: `order`, `overlap`, `twice` (there is one of that kind and year)."""
    list(Round.objects.select_for_update().filter(kind=kind))
    if Round.objects.filter(kind=kind, year=year).exists():
        raise ValidationError(
            f"Đã có kỳ {kind.label} của năm {year}: hãy sửa ngày của kỳ đó.", code="twice"
        )
    _refuse_days(days, Round.objects.filter(kind=kind))
    period = Round(
        kind=kind,
        year=year,
        name=name.strip() or ROUND_NAMES[kind.value].format(year=year),
        starts=days.starts,
        ends=days.ends,
        closes_on=days.closes_on,
        note=note.strip(),
    )
    period.clean_fields()
    period.save()
    trail.record(by, "opened round", period, days=_told(days))
    return period


@transaction.atomic
def change_round(*, period: Round, days: Days, name: str, note: str = "", by: User) -> Round:
    """Give a round other days. Refusals: `closed` (its figures are frozen), `order`, `overlap`."""
    among = list(Round.objects.select_for_update().filter(kind=period.kind))
    found: Round = next(one for one in among if one.pk == period.pk)
    if found.closed_at:
        raise ValidationError(
            f"{found} đã đóng, số liệu đã chốt: không sửa ngày được nữa.", code="closed"
        )
    _refuse_days(days, Round.objects.filter(kind=period.kind).exclude(pk=period.pk))
    before = _told(Days(found.starts, found.ends, found.closes_on))
    found.starts, found.ends, found.closes_on = days.starts, days.ends, days.closes_on
    found.name, found.note = name.strip() or found.name, note.strip()
    found.clean_fields()
    found.save()
    trail.record(by, trail.CORRECTED, found, before=before, after=_told(days))
    return found


@transaction.atomic
def close_round(*, period: Round, by: User) -> Round:
    """Freeze what counts at the cut-off on every scorecard of the sets in force then, as known now.

    No word is on its way meanwhile: writers wait for the scorecards. Refusals: `closed` (already),
    `early` (the cut-off has not passed).
    """
    found: Round = Round.objects.select_for_update().get(pk=period.pk)
    if found.closed_at:
        raise ValidationError(f"{found} đã đóng trước đó.", code="closed")
    if found.ends >= working_day():
        raise ValidationError(
            f"Chưa qua ngày chốt số liệu {_day(found.ends)}: chưa đóng được {found}.", code="early"
        )
    keys = list(scorecards_of(found.ends).values_list("pk", flat=True))
    list(Scorecard.objects.select_for_update().only("pk").filter(pk__in=keys).order_by("pk"))
    moment = timezone.now()
    rows = [
        FrozenStatus(
            round=found,
            scorecard_id=scorecard,
            criterion_id=criterion,
            entry_id=word.pk,
            status=word.status,
        )
        for (scorecard, criterion), word in counted_at(found.ends, moment).items()
    ]
    FrozenStatus.objects.bulk_create(rows, batch_size=CHUNK)
    found.closed_at, found.closed_by = moment, by
    found.save(update_fields=["closed_at", "closed_by"])
    trail.record(
        by, "closed round", found, ends=f"{found.ends}", scorecards=len(keys), frozen=len(rows)
    )
    return found


def _refuse_days(days: Days, others: QuerySet[Round]) -> None:
    if days.ends < days.starts:
        raise ValidationError("Ngày chốt số liệu phải sau ngày mở kỳ.", code="order")
    if days.closes_on and days.closes_on <= days.ends:
        raise ValidationError("Hạn đóng kỳ phải sau ngày chốt số liệu.", code="order")
    other = others.filter(starts__lte=days.ends, ends__gte=days.starts).first()
    if other is not None:
        raise ValidationError(
            f"Trùng ngày với {other} ({_day(other.starts)} – {_day(other.ends)}).", code="overlap"
        )


def _told(days: Days) -> dict[str, str]:
    return {
        "starts": f"{days.starts}",
        "ends": f"{days.ends}",
        "closes_on": f"{days.closes_on or ''}",
    }


def _day(day: dt.date) -> str:
    return f"{day.day}/{day.month}/{day.year}"


def lock(scorecard: Scorecard, day: dt.date | None = None) -> int | None:
    """One writer at a time on a scorecard, until the transaction ends.

    Returns the key of the closed round whose figures a word of that day would change, if any: asked
    with the lock, since every save asks it.
    """
    rows = Scorecard.objects.select_for_update(of=("self",)).only("pk")
    if day is None:
        rows.get(pk=scorecard.pk)
        return None
    found: Scorecard = rows.annotate(closed=Subquery(closed_over(day).values("pk")[:1])).get(
        pk=scorecard.pk
    )
    return found.closed


def closed_over(day: dt.date) -> QuerySet[Round]:
    """The closed rounds that froze what holds on that day, the earliest cut-off first."""
    return Round.objects.exclude(closed_at=None).filter(ends__gte=day).order_by("ends")


def refuse_closed(closed: int | None, *, correcting: bool, note: str) -> int | None:
    """Refuse a word about a closed round (`closed`), unless the writer corrects it and says why."""
    if closed is None or (correcting and note.strip()):
        return closed
    found = Round.objects.get(pk=closed)
    raise ValidationError(
        f"{found} đã đóng, số liệu đến {_day(found.ends)} đã chốt. Hãy chọn ngày hiệu lực sau "
        "ngày đó, hoặc chọn «đánh giá lại / sửa số liệu» và ghi rõ lý do trong ghi chú.",
        code="closed",
    )
