"""Who may keep promises: an agency its own, the coordination office everybody's."""

from collections.abc import Collection

from django.contrib.auth.models import AnonymousUser

from accounts.choices import Role
from accounts.models import User
from communes.choices import AgencyKind
from communes.models import Agency, held_by
from communes.permissions import is_office, serves
from criteria.permissions import SPEAKING_ROLES

WATCHES_THE_OFFICE = "so-nong-nghiep-ptnt"


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


def confirms_for(
    user: User | AnonymousUser, lead: Agency | None, leads: Collection[Agency]
) -> Agency | None:
    """In whose name a person may say that a lead (None: nobody known) has completed a task, or put it off.

    The coordination office, and for what the office itself leads Sở NN&PTNT or whoever followed it;
    never somebody who speaks for the lead, whatever else they are.
    """
    judged = [lead] if lead else list(leads)
    if any(speaks_as(user, one) for one in judged):
        return None
    of_office = any(one.is_office for one in judged)
    for held in held_by(user):
        if held.role in SPEAKING_ROLES and (
            _is_watched_by(held.agency) if of_office else held.agency.is_office
        ):
            return held.agency
    return None


def _is_watched_by(agency: Agency) -> bool:
    """The department of the standing member of the Ban Chỉ đạo (QĐ 645, Điều 2), or its heir."""
    if agency.slug == WATCHES_THE_OFFICE:
        return True
    return agency.predecessors.filter(slug=WATCHES_THE_OFFICE).exists()


def may_urge(user: User | AnonymousUser, agency: Agency) -> bool:
    """Read the message about an agency's late tasks and whom to ring: the office, and the agency itself."""
    return is_office(user) or serves(user, agency)
