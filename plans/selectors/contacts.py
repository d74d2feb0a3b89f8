"""Who looks after communes inside an agency, and its offices with their part."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet

from accounts.models import User
from communes.models import Agency, Commune
from criteria.models import SponsorAssignment
from plans.choices import ContactKind
from plans.models import AgencyOffice, Contact
from plans.permissions import numbers_seen
from plans.selectors.counting import counted

ORDER = {kind: place for place, kind in enumerate(ContactKind.values)}


@dataclass(frozen=True, slots=True)
class ContactLine:
    """A person with what the reader may see: `shown` says whether telephone and e-mail are among it."""

    contact: Contact
    shown: bool

    @property
    def phone(self) -> str:
        return self.contact.phone if self.shown else ""

    @property
    def email(self) -> str:
        return self.contact.email if self.shown else ""

    @property
    def hidden(self) -> bool:
        """There is a number, and it is not for this reader."""
        return not self.shown and bool(self.contact.phone or self.contact.email)


def contact_lines(
    user: User, contacts: QuerySet[Contact], day: dt.date
) -> tuple[ContactLine, ...]:
    """Those of the query that the reader may see, heads of working groups first."""
    rows = list(
        contacts.visible_to(user)  # type: ignore[attr-defined]  # a SpanQuerySet
        .select_related("agency", "commune__district", "user")
        .order_by("pk")
    )
    rows.sort(key=lambda one: (ORDER[one.kind], one.commune_id is None, one.pk))
    shown = numbers_seen(user, rows, day)
    return tuple(ContactLine(one, one.pk in shown) for one in rows)


@dataclass(frozen=True, slots=True)
class OfficeLists:
    """An agency's people and offices of the day, and those that were."""

    contacts: tuple[ContactLine, ...]
    former: tuple[ContactLine, ...]
    offices: tuple[AgencyOffice, ...]
    former_offices: tuple[AgencyOffice, ...]


def office_lists(user: User, agency: Agency, day: dt.date) -> OfficeLists:
    rows = Contact.objects.filter(agency__slug=agency.slug)
    lines = contact_lines(user, rows, day)
    offices = AgencyOffice.objects.visible_to(user).filter(agency__slug=agency.slug)
    known = list(offices.filter(counted()).select_related("paper", "agency"))
    return OfficeLists(
        contacts=tuple(one for one in lines if not _over(one.contact, day)),
        former=tuple(one for one in lines if _over(one.contact, day)),
        offices=tuple(one for one in known if not _over(one, day)),
        former_offices=tuple(one for one in known if _over(one, day)),
    )


def contacts_of_commune(user: User, commune: Commune, day: dt.date) -> tuple[ContactLine, ...]:
    """Who looks after the commune today: of its sponsors, and those named for it."""
    behind = SponsorAssignment.objects.on(day).filter(commune=commune).values("agency__slug")
    rows = Contact.objects.on(day)
    wanted = rows.filter(commune=commune) | rows.filter(commune=None, agency__slug__in=behind)
    return contact_lines(user, wanted, day)


def _over(row: Contact | AgencyOffice, day: dt.date) -> bool:
    return row.ends is not None and row.ends < day
