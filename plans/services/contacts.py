"""The people of an agency who look after communes, and its offices with their part: kept by span."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, NoReturn

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import trail
from accounts.models import User
from communes.models import Agency, Commune
from communes.permissions import on_behalf_of
from criteria.models import SponsorAssignment
from documents.models import OfficialDocument
from plans.choices import ContactKind
from plans.models import AgencyOffice, Contact
from plans.services.kept import change, hold


@dataclass(frozen=True, slots=True)
class ContactGiven:
    """A person as somebody names them; without a commune they look after all of the agency's."""

    kind: ContactKind
    name: str
    starts: dt.date
    ends: dt.date | None = None
    commune: Commune | None = None
    post: str = ""
    unit_name: str = ""
    phone: str = ""
    email: str = ""

    @property
    def fields(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class OfficeGiven:
    """An office of an agency with the part that a plan gives it."""

    name: str
    starts: dt.date
    part: str = ""
    leads: bool = False
    order: int = 1
    ends: dt.date | None = None
    paper: OfficialDocument | None = None

    @property
    def fields(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


@transaction.atomic
def add_contact(
    *, agency: Agency, given: ContactGiven, by: User, illustrative: bool = False
) -> Contact:
    """Name a person. Refusals: `span`, `unbacked` (the agency does not stand behind the commune)."""
    _refuse_span(given.starts, given.ends)
    _refuse_unbacked(agency, given)
    stead = on_behalf_of(by, agency)
    row = Contact(
        agency=agency, by=by, on_behalf_of=stead, illustrative=illustrative, **given.fields
    )
    row.full_clean()
    row.save()
    trail.record(by, "named contact", row, on_behalf_of=stead, agency=agency.slug)
    return row


@transaction.atomic
def change_contact(
    *, contact: Contact, given: ContactGiven, seen: int | None, by: User
) -> Contact:
    """Correct a person's line. Refusals: `span`, `unbacked`, `stale`."""
    _refuse_span(given.starts, given.ends)
    _refuse_unbacked(contact.agency, given)
    return change(contact, seen, by, "changed contact", **given.fields)


@transaction.atomic
def add_office(*, agency: Agency, given: OfficeGiven, by: User) -> AgencyOffice:
    """Enter an office. Refusals: `span`, `twice` (it stands there from that day already)."""
    _refuse_span(given.starts, given.ends)
    hold(agency)
    _refuse_twice(agency, given)
    stead = on_behalf_of(by, agency)
    row = AgencyOffice(agency=agency, by=by, on_behalf_of=stead, **given.fields)
    row.full_clean(validate_unique=False)
    row.save()
    trail.record(by, "added office", row, on_behalf_of=stead, agency=agency.slug)
    return row


@transaction.atomic
def change_office(
    *, office: AgencyOffice, given: OfficeGiven, seen: int | None, by: User
) -> AgencyOffice:
    """Correct an office. Refusals: `span`, `twice`, `stale`."""
    _refuse_span(given.starts, given.ends)
    hold(office.agency)
    _refuse_twice(office.agency, given, office.pk)
    return change(office, seen, by, "changed office", **given.fields)


def _refuse_span(starts: dt.date, ends: dt.date | None) -> None:
    if ends is not None and ends < starts:
        _refuse("ends", "Ngày cuối phải từ ngày bắt đầu trở đi.", "span")


def _refuse_unbacked(agency: Agency, given: ContactGiven) -> None:
    if given.commune is None:
        return
    behind = SponsorAssignment.objects.filter(agency__slug=agency.slug, commune=given.commune)
    if not behind.overlapping(given.starts, given.ends).exists():
        _refuse(
            "commune",
            f"{agency} không được phân công {given.commune} trong thời gian này. "
            "Hãy chọn xã khác, hoặc để trống nếu người này lo mọi xã của đơn vị.",
            "unbacked",
        )


def _refuse_twice(agency: Agency, given: OfficeGiven, but: int | None = None) -> None:
    same = AgencyOffice.objects.filter(agency=agency, name=given.name, starts=given.starts)
    if same.exclude(pk=but).exists():
        _refuse("name", f"Đã có «{given.name}» từ ngày này. Hãy sửa dòng đó.", "twice")


def _refuse(field: str, words: str, code: str) -> NoReturn:
    raise ValidationError({field: ValidationError(words, code=code)})
