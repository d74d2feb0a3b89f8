"""Who serves where, asked on the working day."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from accounts.calendar import working_day
from accounts.choices import Role
from accounts.models import User
from communes.choices import AgencyKind
from communes.models import Agency, Held, held_by, is_member


class IsMember(BasePermission):
    """Who has no active membership sees nothing."""

    message = "Tài khoản của bạn chưa được gán vai trò ở cơ quan nào."

    def has_permission(self, request: Request, view: Any) -> bool:  # noqa: ARG002
        return is_member(request.user)


def is_office(user: User | AnonymousUser) -> bool:
    """Somebody of the provincial coordination office (VPĐP)."""
    return any(held.agency.kind == AgencyKind.OFFICE for held in held_by(user))


def is_leader(user: User | AnonymousUser) -> bool:
    """Somebody who leads the programme of the province: serves UBND tỉnh or the Ban Chỉ đạo."""
    return any(held.agency.kind == AgencyKind.PROVINCE for held in held_by(user))


def serves(user: User | AnonymousUser, agency: Agency) -> bool:
    """Somebody of the agency in whatever role, lent ones too."""
    return any(held.agency.pk == agency.pk for held in held_by(user))


def is_focal_point(user: User | AnonymousUser, agency: Agency) -> bool:
    """The agency's focal point, in person: accounts are not kept by delegation."""
    return any(
        held.agency.pk == agency.pk and held.role == Role.FOCAL_POINT and held.lent_by is None
        for held in held_by(user)
    )


def keeps_every_agency(user: User | AnonymousUser) -> bool:
    """The coordination office's focal point or administrator, in person, keeps all accounts."""
    return any(
        held.agency.kind == AgencyKind.OFFICE
        and held.role in {Role.FOCAL_POINT, Role.ADMIN}
        and held.lent_by is None
        for held in held_by(user)
    )


def may_keep_people(user: User | AnonymousUser, agency: Agency) -> bool:
    """An agency's focal point keeps its accounts; the office's those of every agency."""
    return is_focal_point(user, agency) or keeps_every_agency(user)


def may_keep_person(user: User, person: User) -> bool:
    """Keep somebody else's account: every agency that the person serves or will serve is kept.

    A password opens everything its owner may do, so that of a colleague who also serves elsewhere
    is the office's business, and that of whoever administers the system is nobody's here.
    """
    if person.pk == user.pk or person.is_staff or person.is_superuser:
        return False
    if keeps_every_agency(user):
        return True
    today = working_day()
    served = {
        row.agency_id for row in person.memberships.all() if row.ends is None or row.ends >= today
    }
    kept = {
        held.agency.pk
        for held in held_by(user)
        if held.role == Role.FOCAL_POINT and held.lent_by is None
    }
    return bool(served) and served <= kept


def roles_to_give(user: User | AnonymousUser, agency: Agency) -> list[Role]:
    """Every role but the administrator's, which only the office's keepers give, in the office."""
    roles = [Role.OFFICER, Role.FOCAL_POINT, Role.DIRECTOR]
    if agency.kind == AgencyKind.OFFICE and keeps_every_agency(user):
        roles.append(Role.ADMIN)
    return roles


def lends(user: User | AnonymousUser) -> tuple[Held, ...]:
    """What a person lends by a delegation: their own memberships, never those lent to them."""
    return tuple(held for held in held_by(user) if held.lent_by is None)


def may_delegate(user: User | AnonymousUser) -> bool:
    """Directors and officers may let a colleague act in their stead."""
    return any(held.role in {Role.DIRECTOR, Role.OFFICER} for held in lends(user))


def on_behalf_of(user: User, agency: Agency) -> User | None:
    """In whose stead a person acts for an agency; None when they serve it themselves."""
    mine = [held for held in held_by(user) if held.agency.pk == agency.pk]
    return mine[0].lent_by if mine else None


def may_class(user: User | AnonymousUser) -> bool:
    """Officers and directors of the coordination office say which class a commune is of."""
    return any(
        held.agency.is_office and held.role in {Role.OFFICER, Role.DIRECTOR}
        for held in held_by(user)
    )
