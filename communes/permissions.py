"""Who serves where, asked on the working day."""

from typing import Any

from django.contrib.auth.models import AnonymousUser

from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from accounts.choices import Role
from accounts.models import User
from communes.choices import AgencyKind
from communes.models import Agency, held_by, is_member


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
    return any(held.agency.pk == agency.pk for held in held_by(user))


def is_focal_point(user: User | AnonymousUser, agency: Agency) -> bool:
    """The agency's focal point, in person: accounts are not kept by delegation."""
    return any(
        held.agency.pk == agency.pk
        and held.role == Role.FOCAL_POINT
        and held.lent_by is None
        for held in held_by(user)
    )
