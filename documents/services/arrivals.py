"""The incoming register of an office: entered with the next number, mended, and what was sent here opened."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts import trail
from accounts.calendar import working_day
from accounts.models import User
from communes.models import Agency
from communes.permissions import serves
from documents.models import Arrival, Delivery, OfficialDocument
from documents.selectors.arrivals import next_number
from documents.services.papers import add_arrival, refuse_number_taken


@transaction.atomic
def enter_arrival(*, paper: OfficialDocument, agency: Agency, by: User, **written: Any) -> Arrival:
    """In one click: today, with the office's next number of the year. Refusals: `entered`, `on_its_way`."""
    Agency.objects.select_for_update(of=("self",)).get(pk=agency.pk)
    refuse_entered(paper, agency)
    day = working_day()
    number = next_number(agency, day.year)
    return add_arrival(paper=paper, agency=agency, number=number, arrived_on=day, by=by, **written)


def refuse_entered(paper: OfficialDocument, agency: Agency) -> None:
    """Refusals: `entered` (the office has it already), `on_its_way` (a draft arrives nowhere)."""
    if paper.is_on_its_way:
        raise ValidationError(
            "Văn bản này còn là dự thảo, chưa ban hành nên chưa vào sổ đến được.",
            code="on_its_way",
        )
    entered = Arrival.objects.filter(paper=paper, agency=agency).first()
    if entered:
        raise ValidationError(
            f"Văn bản này đã vào sổ đến của {agency}, số đến {entered.number or 'chưa ghi'}. "
            "Sửa dòng đó trong sổ.",
            code="entered",
        )


@transaction.atomic
def change_arrival(
    *, arrival: Arrival, number: str, arrived_on: dt.date | None, by: User, **written: Any
) -> Arrival:
    """Mend a line of the register: to whom it was forwarded, in which file it lies. Refusals: `taken`."""
    Agency.objects.select_for_update(of=("self",)).get(pk=arrival.agency_id)
    locked = Arrival.objects.select_for_update(of=("self",)).get(pk=arrival.pk)
    refuse_number_taken(locked.agency, number, arrived_on, but=locked)
    given = {"number": number, "arrived_on": arrived_on, **written}
    changed = {
        name: [str(getattr(locked, name) or ""), str(value or "")]
        for name, value in given.items()
        if getattr(locked, name) != value
    }
    for name, value in given.items():
        setattr(locked, name, value)
    locked.full_clean()
    if changed:
        locked.save()
        trail.record(
            by, "changed arrival", locked.paper, agency=locked.agency.slug, changed=changed
        )
    return locked


def open_delivery(*, paper: OfficialDocument, by: User) -> None:
    """Somebody of an office that it was sent to reads the paper: the first of each is kept."""
    waiting = Delivery.objects.filter(paper=paper, opened_at=None).select_related("agency")
    mine = [one.pk for one in waiting if serves(by, one.agency)]
    if not mine:
        return
    with transaction.atomic():
        rows = Delivery.objects.filter(pk__in=mine, opened_at=None)
        if rows.update(opened_at=timezone.now(), opened_by=by):
            trail.record(by, "opened delivery", paper)
