import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import trail
from accounts.calendar import working_day
from accounts.models import User
from communes.models import Agency
from documents.choices import PaperAct, PaperKind, PaperState, RelationKind
from documents.models import Arrival, OfficialDocument, Recipient, Relation
from documents.services.following import follow


@transaction.atomic
def register_paper(
    *,
    kind: PaperKind,
    title: str,
    issuer: Agency | None = None,
    number: str = "",
    notation: str = "",
    date: tuple[int | None, int | None, int | None] = (None, None, None),
    recipients: Sequence[str] = (),
    relations: Sequence[tuple[str, OfficialDocument]] = (),
    by: User | None = None,
    **known: Any,
) -> OfficialDocument:
    """Put a paper on the register as it was issued: what is not known (number, day) stays blank.

    `date` is day, month and year; `relations` are pairs of kind and the other paper; `known` holds further
    fields of the paper as printed. Refusals: `date` (no such day), `twin` (the number, notation, issuer and
    year are there already: a number is used once a year, NĐ 30/2020, Điều 15), and what the fields refuse.
    """
    if issuer:
        Agency.objects.select_for_update(of=("self",)).get(pk=issuer.pk)
    day, month, year = date
    refuse_impossible(day, month, year)
    refuse_twin(number, notation, issuer, year)
    known.setdefault("state", PaperState.REGISTERED)
    paper = OfficialDocument(
        kind=kind, title=title, issuer=issuer, number=number, notation=notation, by=by, **known
    )
    paper.day, paper.month, paper.year = day, month, year
    paper.full_clean(exclude=["search_key"])
    paper.save()
    for order, text in enumerate(recipients, start=1):
        Recipient.objects.create(paper=paper, order=order, text=text)
    for relation, other in relations:
        Relation.objects.create(paper=paper, kind=relation, other=other)
    trail.record(by, "registered paper", paper)
    return paper


@transaction.atomic
def add_arrival(
    *,
    paper: OfficialDocument,
    agency: Agency,
    number: str = "",
    arrived_on: dt.date | None = None,
    by: User | None = None,
    **written: Any,
) -> Arrival:
    """Enter a paper in an office's incoming register; its numbers run by year (NĐ 30/2020, Điều 22).

    Number and day may be unknown. Refusals: `taken`.
    """
    Agency.objects.select_for_update(of=("self",)).get(pk=agency.pk)
    refuse_number_taken(agency, number, arrived_on)
    arrival = Arrival(paper=paper, agency=agency, number=number, arrived_on=arrived_on, **written)
    arrival.full_clean()
    arrival.save()
    trail.record(by, "registered arrival", paper, agency=agency.slug, number=number)
    return arrival


def refuse_number_taken(
    agency: Agency, number: str, arrived_on: dt.date | None, but: Arrival | None = None
) -> None:
    """Refusal: `taken`."""
    if not (number and arrived_on):
        return
    taken = Arrival.objects.filter(agency=agency, number=number, arrived_on__year=arrived_on.year)
    if taken.exclude(pk=but.pk if but else 0).exists():
        raise ValidationError(
            f"Số đến {number} năm {arrived_on.year} của {agency} đã dùng. Kiểm tra sổ rồi nhập số khác.",
            code="taken",
        )


@transaction.atomic
def replace_paper(*, old: OfficialDocument, new: OfficialDocument, by: User | None = None) -> None:
    """A paper takes the place of another: the older one stays as issued and reads «đã được thay thế».

    Once is enough: a second time changes nothing. A draft has nothing to replace.
    """
    locked = OfficialDocument.objects.select_for_update(of=("self",)).get(pk=old.pk)
    Relation.objects.get_or_create(paper=new, kind=RelationKind.REPLACES, other=locked)
    if locked.state not in {PaperState.REGISTERED, PaperState.ISSUED}:
        return
    locked.state = PaperState.REPLACED
    locked.save(update_fields=["state"])
    old.state = locked.state
    follow(PaperAct.REPLACED, locked, by, new.dated or working_day())
    trail.record(by, "replaced paper", locked, by_paper=new.short)


def refuse_impossible(day: int | None, month: int | None, year: int | None) -> None:
    """Refusal: `date`."""
    if not (day and month and year):
        return
    try:
        dt.date(year, month, day)
    except ValueError:
        raise ValidationError(
            f"Không có ngày {day}/{month}/{year}. Kiểm tra lại ngày của văn bản.", code="date"
        ) from None


def refuse_twin(
    number: str,
    notation: str,
    issuer: Agency | None,
    year: int | None,
    but: OfficialDocument | None = None,
) -> None:
    """Refusal: `twin`."""
    if not number:
        return
    twins = OfficialDocument.objects.filter(
        number=number, notation=notation, issuer=issuer, year=year
    ).exclude(pk=but.pk if but else 0)
    twin = twins.first()
    if twin and twin.is_on_its_way:  # its title is for its own people
        raise ValidationError(
            f"Số, ký hiệu {twin.symbol} đang dùng cho một dự thảo của cơ quan đó. Kiểm tra lại số và ký hiệu.",
            code="twin",
        )
    if twin:
        raise ValidationError(
            f"Sổ đã có {twin}: «{twin.title}». Mở văn bản đó, hoặc kiểm tra lại số và ký hiệu.",
            code="twin",
        )
