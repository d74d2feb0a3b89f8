"""Rounds: opened, changed and closed by the office; a closed one keeps what it froze."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import astuple, dataclass, fields
from itertools import pairwise

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts import trail
from accounts.calendar import working_day
from accounts.models import User
from communes.models import Commune
from criteria.choices import RoundKind
from criteria.models import FrozenStatus, Round, Scorecard, Submission
from criteria.names import ROUND_NAMES
from criteria.selectors.periods import round_in_force
from criteria.selectors.rounds import counted_at, scorecards_of
from criteria.services.review.opening import open_files

CHUNK = 1000  # rows of one insert
UNNAMED = "Hãy đặt tên cho kỳ đột xuất."
UNREASONED = "Hãy nêu lý do mở kỳ đột xuất ở ghi chú."


@dataclass(frozen=True, slots=True)
class Days:
    """The days of a round: it opens, its figures are cut off, it should be closed by (may be unknown).

    By when a file should be sent, verified, appraised: None where nobody set it.
    """

    starts: dt.date
    ends: dt.date
    closes_on: dt.date | None = None
    submit_by: dt.date | None = None
    verify_by: dt.date | None = None
    appraise_by: dt.date | None = None


@transaction.atomic
def open_round(
    *,
    kind: RoundKind,
    year: int,
    days: Days,
    name: str = "",
    note: str = "",
    places: Collection[Commune] = (),
    by: User,
) -> Round:
    """Add a round; the files of one that runs are opened, as beat does.

    Half-years and years come once and never overlap one of their kind. A round on demand may: it has
    a name, a reason (`note`), and its communes or all. Refusals: `order`, `overlap`, `twice`, `name`,
    `reason`, `places` (named for another kind, or gone at the cut-off).
    """
    list(Round.objects.select_for_update().filter(kind=kind))
    if kind == RoundKind.ON_DEMAND:
        _refuse_unnamed(name, note)
    elif Round.objects.filter(kind=kind, year=year).exists():
        raise ValidationError(
            f"Đã có kỳ {kind.label} của năm {year}: hãy sửa ngày của kỳ đó.", code="twice"
        )
    _refuse_days(days, kind, Round.objects.all())
    _refuse_places(places, kind, days)
    period = Round(
        kind=kind,
        year=year,
        name=name.strip() or ROUND_NAMES[kind.value].format(year=year),
        note=note.strip(),
    )
    _give_days(period, days)
    period.clean_fields()
    period.save()
    period.places.set(places)
    trail.record(by, "opened round", period, days=_told(days), communes=len(places))
    _open_running(period, by)
    return period


@transaction.atomic
def change_round(
    *,
    period: Round,
    days: Days,
    name: str,
    note: str = "",
    places: Collection[Commune] | None = None,
    by: User,
) -> Round:
    """Give a round other days, one on demand other communes (`places`; None: as they are).

    Refusals: `closed` (its figures are frozen), `order`, `overlap`, `name`, `reason`, `places`, `sent`
    (the file of a commune left out was sent already).
    """
    among = list(Round.objects.select_for_update().filter(kind=period.kind))
    found: Round = next(one for one in among if one.pk == period.pk)
    kind = RoundKind(found.kind)
    if found.closed_at:
        raise ValidationError(
            f"{found} đã đóng, số liệu đã chốt: không sửa ngày được nữa.", code="closed"
        )
    if kind == RoundKind.ON_DEMAND:
        _refuse_unnamed(name, note)
    _refuse_days(days, kind, Round.objects.exclude(pk=period.pk))
    before = _told(_days_of(found))
    _give_days(found, days)
    found.name, found.note = name.strip() or found.name, note.strip()
    found.clean_fields()
    found.save()
    if places is not None:
        _refuse_places(places, kind, days)
        _leave_out(found, places)
        found.places.set(places)
    trail.record(by, trail.CORRECTED, found, before=before, after=_told(days))
    _open_running(found, by)
    return found


@transaction.atomic
def close_round(*, period: Round, by: User) -> Round:
    """Freeze what counts at the cut-off on every scorecard of the sets in force then, as known now.

    Files stay with whoever holds them, locked, confirmed or not: the figures are those of the highest
    stage that has spoken. No word is on its way meanwhile: writers wait for the scorecards. Refusals:
    `closed` (already), `early` (the cut-off has not passed).
    """
    found: Round = Round.objects.select_for_update().get(pk=period.pk)
    if found.closed_at:
        raise ValidationError(f"{found} đã đóng trước đó.", code="closed")
    if found.ends >= working_day():
        raise ValidationError(
            f"Chưa qua ngày chốt số liệu {_day(found.ends)}: chưa đóng được {found}.", code="early"
        )
    keys = list(scorecards_of(found).values_list("pk", flat=True))
    list(Submission.objects.select_for_update().only("pk").filter(round=found).order_by("pk"))
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
        for (scorecard, criterion), word in counted_at(found, moment).items()
    ]
    FrozenStatus.objects.bulk_create(rows, batch_size=CHUNK)
    found.closed_at, found.closed_by = moment, by
    found.save(update_fields=["closed_at", "closed_by"])
    trail.record(
        by, "closed round", found, ends=f"{found.ends}", scorecards=len(keys), frozen=len(rows)
    )
    return found


def _open_running(period: Round, by: User) -> None:
    """Of a half-year and a year the one in force: a commune has one regular file at a time."""
    day = working_day()
    if period.kind == RoundKind.ON_DEMAND or period == round_in_force(day):
        open_files(period, by)


def _give_days(period: Round, days: Days) -> None:
    for one in fields(days):
        setattr(period, one.name, getattr(days, one.name))


def _days_of(period: Round) -> Days:
    return Days(*(getattr(period, one.name) for one in fields(Days)))


def _refuse_days(days: Days, kind: RoundKind, others: QuerySet[Round]) -> None:
    if days.ends < days.starts:
        raise ValidationError("Ngày chốt số liệu phải sau ngày mở kỳ.", code="order")
    if days.closes_on and days.closes_on <= days.ends:
        raise ValidationError("Hạn đóng kỳ phải sau ngày chốt số liệu.", code="order")
    in_turn: Sequence[tuple[str, dt.date | None]] = (
        ("Ngày mở kỳ", days.starts),
        ("Hạn xã gửi hồ sơ", days.submit_by),
        ("Hạn thẩm tra", days.verify_by),
        ("Hạn thẩm định", days.appraise_by),
        ("Hạn đóng kỳ", days.closes_on),
    )
    known = [(label, day) for label, day in in_turn if day is not None]
    for (first, earlier), (second, later) in pairwise(known):
        if later < earlier:
            raise ValidationError(
                f"{second} ({_day(later)}) không được trước {first[:1].lower()}{first[1:]} "
                f"({_day(earlier)}).",
                code="order",
            )
    if kind == RoundKind.ON_DEMAND:
        return
    among = others.filter(kind=kind, starts__lte=days.ends, ends__gte=days.starts)
    other = among.first()
    if other is not None:
        raise ValidationError(
            f"Trùng ngày với {other} ({_day(other.starts)} – {_day(other.ends)}).", code="overlap"
        )


def _refuse_unnamed(name: str, note: str) -> None:
    if not name.strip():
        raise ValidationError(UNNAMED, code="name")
    if not note.strip():
        raise ValidationError(UNREASONED, code="reason")


def _refuse_places(places: Collection[Commune], kind: RoundKind, days: Days) -> None:
    if places and kind != RoundKind.ON_DEMAND:
        raise ValidationError("Chỉ kỳ đột xuất mới chọn xã.", code="places")
    gone = [one for one in places if not one.covers(days.ends)]
    if gone:
        raise ValidationError(
            f"Không tồn tại vào ngày chốt số liệu {_day(days.ends)}: "
            f"{', '.join(one.name for one in gone)}.",
            code="places",
        )


def _leave_out(period: Round, places: Collection[Commune]) -> None:
    """Files of communes that a round on demand leaves out go, unless something was done to them."""
    if not places:
        return
    keys = {one.pk for one in places}
    out = Submission.objects.filter(round=period).exclude(scorecard__commune__in=keys)
    used = out.filter(steps__isnull=False).select_related("scorecard__commune").distinct()
    names = ", ".join(one.scorecard.commune.name for one in used)
    if names:
        raise ValidationError(
            f"Hồ sơ đã được gửi hoặc xử lý, không bỏ khỏi kỳ được: {names}.", code="sent"
        )
    out.delete()


def _told(days: Days) -> dict[str, str]:
    names = [one.name for one in fields(days)]
    return {name: f"{day or ''}" for name, day in zip(names, astuple(days), strict=True)}


def _day(day: dt.date) -> str:
    return f"{day.day}/{day.month}/{day.year}"
