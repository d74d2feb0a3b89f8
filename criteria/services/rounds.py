"""What a closed round locks: its figures change by corrections alone."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, QuerySet, Subquery

from criteria.choices import RoundKind
from criteria.models import Round, Scorecard


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
    closed = closed_over(day, OuterRef("commune")).values("pk")[:1]
    found: Scorecard = rows.annotate(closed=Subquery(closed)).get(pk=scorecard.pk)
    return found.closed


def closed_over(day: dt.date, commune: int | OuterRef | None = None) -> QuerySet[Round]:
    """The closed rounds that froze what holds on that day, the earliest cut-off first.

    A round on demand froze its own communes alone: it is among them for one of these.
    """
    rows = Round.objects.exclude(closed_at=None).filter(ends__gte=day).order_by("ends")
    named = Round.places.through.objects.filter(round=OuterRef("pk"))
    if commune is None:
        return rows.filter(~Exists(named))
    mine = Round.places.through.objects.filter(round=OuterRef("pk"), commune=_outward(commune))
    return rows.filter(~Exists(named) | Exists(mine))


def closed_for(said: Collection[tuple[dt.date, int]]) -> dict[tuple[dt.date, int], int | None]:
    """The same for many words at once, by day and commune: the key of the first such round, or None."""
    if not said:
        return {}
    first = min(day for day, _ in said)
    closed = list(Round.objects.exclude(closed_at=None).filter(ends__gte=first).order_by("ends"))
    named: dict[int, set[int]] = {}
    if any(one.kind == RoundKind.ON_DEMAND for one in closed):
        links = Round.places.through.objects.filter(round__in=[one.pk for one in closed])
        for period, commune in links.values_list("round", "commune"):
            named.setdefault(period, set()).add(commune)
    return {
        (day, commune): next(
            (
                one.pk
                for one in closed
                if one.ends >= day and (one.pk not in named or commune in named[one.pk])
            ),
            None,
        )
        for day, commune in said
    }


def _outward(commune: int | OuterRef) -> Any:
    """A reference of the query around: one floor further out, inside a subquery of a subquery."""
    return OuterRef(commune) if isinstance(commune, OuterRef) else commune


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
