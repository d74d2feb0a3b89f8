"""Who may keep promises: an agency its own, the coordination office everybody's."""

from django.contrib.auth.models import AnonymousUser

from accounts.choices import Role
from accounts.models import User
from communes.choices import AgencyKind
from communes.models import Agency, held_by
from criteria.permissions import SPEAKING_ROLES


def speaks_as(user: User | AnonymousUser, agency: Agency) -> bool:
    """An officer or director of that very agency, own or lent."""
    return any(
        held.agency.pk == agency.pk and held.role in SPEAKING_ROLES for held in held_by(user)
    )


def may_keep(user: User | AnonymousUser, agency: Agency) -> bool:
    """Write for an agency: its own officers and directors, and those of the office."""
    return keeps_all(user) or speaks_as(user, agency)


def keeps_all(user: User | AnonymousUser) -> bool:
    """Officers and directors of the coordination office keep assignments, programmes, rules."""
    return any(held.agency.is_office and held.role in SPEAKING_ROLES for held in held_by(user))


def may_accept(user: User | AnonymousUser) -> bool:
    """A leader of the programme accepts that something stays unmet until a year."""
    return any(
        held.agency.kind == AgencyKind.PROVINCE and held.role == Role.DIRECTOR
        for held in held_by(user)
    )


def own_agencies(user: User | AnonymousUser) -> list[Agency]:
    """Those in whose name a person may write, own before lent, each once."""
    found: dict[int, Agency] = {}
    for held in held_by(user):
        if held.role in SPEAKING_ROLES:
            found.setdefault(held.agency.pk, held.agency)
    return list(found.values())
