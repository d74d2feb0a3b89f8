"""Illustrative working groups and contact persons of the sponsors: names, posts and numbers are made up."""

import datetime as dt

from django.db.models import Q, QuerySet

from accounts.models import Activity, User
from communes.models import Agency
from criteria.models import SponsorAssignment
from plans.choices import ActionState, ContactKind
from plans.models import AgencyOffice, Contact, PlanAction

DAY = dt.date(2024, 6, 18)
STARTS = dt.date(2022, 6, 22)
NAMES = ("Nguyễn Văn Minh Họa", "Trần Thị Minh Họa", "Lê Văn Minh Họa", "Hoàng Thị Minh Họa")


def write_contacts() -> int:
    """A head for each sponsor, and for each of its communes a contact person; numbers that ring nobody."""
    backed = SponsorAssignment.objects.on(DAY).select_related("agency", "commune")
    rows: list[Contact] = []
    heads: set[int] = set()
    for place, one in enumerate(backed.order_by("agency__slug", "commune__code")):
        if one.agency_id not in heads:
            heads.add(one.agency_id)
            rows.append(_contact(one.agency, ContactKind.HEAD, len(rows), post="Phó Giám đốc"))
        row = _contact(one.agency, ContactKind.CONTACT, place + 1, post="Chuyên viên")
        row.commune = one.commune
        rows.append(row)
    return len(Contact.objects.bulk_create(rows))


def _contact(agency: Agency, kind: ContactKind, place: int, post: str) -> Contact:
    return Contact(
        agency=agency,
        kind=kind,
        name=NAMES[place % len(NAMES)],
        post=post,
        phone=f"0900 000 {place:03d}",
        email=f"minh-hoa-{place}@example.vn",
        starts=STARTS,
        illustrative=True,
    )


def clear_sponsors(demo: QuerySet[User]) -> int:
    """What is illustrative or was written by a demonstration account; real promises stand open again."""
    marked = Q(illustrative=True) | Q(by__in=demo)
    gone: int = Contact.objects.filter(marked).delete()[0]
    gone += AgencyOffice.objects.filter(marked).delete()[0]
    said = Activity.objects.filter(by__in=demo, subject__startswith="plans.planaction:")
    keys = [int(subject.rpartition(":")[2]) for subject in said.values_list("subject", flat=True)]
    PlanAction.objects.filter(pk__in=keys, by=None).update(
        state=ActionState.PLANNED, done_on=None, result=""
    )
    return gone
