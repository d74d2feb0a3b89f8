from django.contrib.auth.models import AnonymousUser

from accounts.choices import Role
from accounts.models import User
from communes.models import Agency, held_by, is_member
from communes.permissions import is_office, serves


def may_see_register(user: User | AnonymousUser) -> bool:
    """Everybody who serves somewhere reads the register."""
    return is_member(user)


def may_register_paper(user: User | AnonymousUser, issuer: Agency | None) -> bool:
    """The coordination office registers any paper, an agency its own."""
    return is_office(user) or (issuer is not None and serves(user, issuer))


def may_add_arrival(user: User | AnonymousUser, agency: Agency) -> bool:
    """An office keeps its own incoming register."""
    return serves(user, agency)


def may_keep_days_off(user: User | AnonymousUser) -> bool:
    """Officers and directors of the coordination office say which days are off."""
    return any(
        held.agency.is_office and held.role in {Role.OFFICER, Role.DIRECTOR}
        for held in held_by(user)
    )
