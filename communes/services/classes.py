"""The class of a commune over time: dated, with its basis; what stood before stays on record."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import trail
from accounts.models import User
from communes.choices import CommuneClassKind, Confidence
from communes.models import Commune, CommuneClass
from communes.services.spans import refuse_overlap

ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class NewClass:
    """A class from a day on (to a day, if it is known to end), and the paper that says so."""

    commune: Commune
    kind: CommuneClassKind
    starts: dt.date
    basis: str
    ends: dt.date | None = None


@transaction.atomic
def set_class(*, new: NewClass, by: User) -> CommuneClass:
    """Add a class; an open one before it ends on the eve of the new one's first day.

    Refusals: `basis` (none named), `order` (ends before it starts), `outside` (the commune did not
    stand on that day), `same` (it has this class already), `overlap` (a later or closed span has one
    of these days: correct that one first).
    """
    _refuse(new)
    list(Commune.objects.select_for_update().filter(pk=new.commune.pk).order_by("pk"))
    before = new.commune.classes.on(new.starts).first()
    if before is not None and before.ends is None and before.starts < new.starts:
        if before.kind == new.kind:
            raise ValidationError(
                f"{new.commune} đã là «{before.get_kind_display()}» từ {before.starts:%d/%m/%Y}.",
                code="same",
            )
        before.ends = new.starts - ONE_DAY
        before.save(update_fields=["ends"])
    row = CommuneClass(
        commune=new.commune,
        kind=new.kind,
        starts=new.starts,
        ends=new.ends or new.commune.ends,
        basis=new.basis.strip(),
        confidence=Confidence.SOURCED,
    )
    refuse_overlap(row)
    row.clean_fields(exclude=["commune"])
    row.save()
    trail.record(by, "classed commune", new.commune, kind=new.kind, starts=f"{new.starts}")
    return row


@transaction.atomic
def set_classes(*, rows: Sequence[NewClass], by: User) -> list[CommuneClass]:
    """All of a list, or none: the first refusal names its commune."""
    stored = []
    for row in rows:
        try:
            stored.append(set_class(new=row, by=by))
        except ValidationError as refused:
            words = " ".join(refused.messages)
            raise ValidationError(f"{row.commune}: {words}", code="row") from refused
    return stored


def _refuse(new: NewClass) -> None:
    if not new.basis.strip():
        raise ValidationError("Hãy nêu văn bản làm căn cứ.", code="basis")
    if new.ends is not None and new.ends < new.starts:
        raise ValidationError("Ngày kết thúc phải sau ngày bắt đầu.", code="order")
    if not new.commune.covers(new.starts):
        raise ValidationError(
            f"Ngày {new.starts:%d/%m/%Y} chưa có hoặc không còn {new.commune}.", code="outside"
        )
    if new.ends is not None and not new.commune.covers(new.ends):
        raise ValidationError(f"Ngày {new.ends:%d/%m/%Y} không còn {new.commune}.", code="outside")
