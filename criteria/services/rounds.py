"""Rounds: what a closed one locks."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db.models import QuerySet, Subquery

from criteria.models import Round, Scorecard


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
        f"{found} đã đóng, số liệu đến {found.ends.day}/{found.ends.month}/{found.ends.year} đã "
        "chốt. Hãy chọn ngày hiệu lực sau ngày đó, hoặc chọn «đánh giá lại / sửa số liệu» và ghi "
        "rõ lý do trong ghi chú.",
        code="closed",
    )
