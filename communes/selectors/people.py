"""What the pages about people ask."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.calendar import working_day
from accounts.choices import Role
from accounts.models import Activity, Delegation, User
from accounts.words import said
from communes.models import Agency, Membership, held_by
from communes.names import sort_key
from communes.permissions import is_focal_point, is_office, may_keep_person


@dataclass(frozen=True, slots=True)
class RoleLine:
    """One role of a person in the agency, in force or not."""

    role: str
    starts: dt.date
    ends: dt.date | None
    in_force: bool


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A person of an agency, as its focal point sees them."""

    person: User
    roles: tuple[RoleLine, ...]
    elsewhere: tuple[str, ...]
    may_keep: bool

    @property
    def serves(self) -> bool:
        return self.person.is_active and any(role.in_force for role in self.roles)


def people_of(agency: Agency, *, seen_by: User) -> list[PersonLine]:
    """Everybody who serves or served the agency: those who serve first, by name."""
    people = (
        User.objects.filter(Exists(agency.memberships.filter(user=OuterRef("pk"))))
        .prefetch_related("memberships__agency")
        .distinct()
    )
    lines = [_person_line(person, agency, seen_by) for person in people]
    return sorted(lines, key=lambda line: (not line.serves, _by_name(line.person)))


def _person_line(person: User, agency: Agency, seen_by: User) -> PersonLine:
    today = working_day()
    rows = list(person.memberships.all())
    return PersonLine(
        person=person,
        roles=tuple(
            RoleLine(Role(row.role).label, row.starts, row.ends, row.covers(today))
            for row in rows
            if row.agency_id == agency.pk
        ),
        elsewhere=tuple(
            str(row.agency)
            for row in rows
            if row.agency_id != agency.pk and (row.ends is None or row.ends >= today)
        ),
        may_keep=person.is_active and may_keep_person(seen_by, person),
    )


def colleagues(person: User, agencies: Iterable[Agency]) -> list[User]:
    """Those who serve every one of these agencies today, but the person, by name."""
    others = User.objects.filter(is_active=True).exclude(pk=person.pk)
    agencies = list(agencies)
    if not agencies:
        return []
    for agency in agencies:
        serving = Membership.objects.on(working_day()).filter(agency=agency)
        others = others.filter(Exists(serving.filter(user=OuterRef("pk"))))
    return sorted(others, key=_by_name)


@dataclass(frozen=True, slots=True)
class DelegationLine:
    """A delegation and how it stands today."""

    delegation: Delegation
    state: str
    may_revoke: bool


@dataclass(frozen=True, slots=True)
class Delegations:
    given: list[DelegationLine]
    received: list[DelegationLine]


def delegations_of(person: User) -> Delegations:
    """What a person gave and received, newest first."""
    rows = Delegation.objects.select_related("giver", "receiver", "revoked_by")
    return Delegations(
        given=[_delegation_line(row, person) for row in rows.filter(giver=person)],
        received=[_delegation_line(row, person) for row in rows.filter(receiver=person)],
    )


def _delegation_line(row: Delegation, person: User) -> DelegationLine:
    today = working_day()
    if row.revoked_at:
        state = "đã thu hồi"
    elif row.ends < today:
        state = "đã hết hạn"
    elif not row.giver.is_active:
        state = "không còn hiệu lực: tài khoản người ủy quyền đã đóng"
    elif row.starts > today:
        state = "chưa bắt đầu"
    else:
        state = "đang có hiệu lực"
    open_still = row.revoked_at is None and row.ends >= today
    return DelegationLine(row, state, open_still and row.giver_id == person.pk)


@dataclass(frozen=True, slots=True)
class ActivityLine:
    """One line of the trail, in words."""

    at: dt.datetime
    who: str
    on_behalf_of: str
    what: str
    subject: str


def activities_for(user: User) -> QuerySet[Activity]:
    """One's own acts; a focal point also those of the agency's people; the office all of them."""
    rows = Activity.objects.select_related("by", "on_behalf_of")
    if is_office(user):
        return rows
    seen = Q(by=user) | Q(on_behalf_of=user)
    kept = [held.agency.pk for held in held_by(user) if is_focal_point(user, held.agency)]
    if kept:
        today = working_day()
        here = Q(starts__lte=today) & (Q(ends=None) | Q(ends__gte=today))
        left = Q(user__is_active=False)
        people = Membership.objects.filter(here | left, agency__in=kept)
        seen |= Q(by__in=people.values("user"))
    return rows.filter(seen)


def activity_lines(rows: Iterable[Activity]) -> list[ActivityLine]:
    """The rows in words; they come with `by` and `on_behalf_of`."""
    return [
        ActivityLine(
            at=row.at,
            who=str(row.by) if row.by else row.label,
            on_behalf_of=str(row.on_behalf_of) if row.on_behalf_of else "",
            what=said(row.verb),
            subject=row.title,
        )
        for row in rows
    ]


def _by_name(person: User) -> tuple[str, str]:
    """Vietnamese lists of people go by the last word, the given name."""
    words = person.full_name.split()
    return sort_key(words[-1] if words else ""), sort_key(person.full_name)
