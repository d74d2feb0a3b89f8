"""Who may ask for a report."""

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from communes.models import Agency
from communes.permissions import is_leader, is_office, serves


def may_request(user: User | AnonymousUser, agency: Agency) -> bool:
    """Who serves the agency asks for its reports; the coordination office for anybody's."""
    return serves(user, agency) or is_office(user)


def runs_cycles(user: User | AnonymousUser) -> bool:
    """Start, pause, cancel the making of all reports of a round, set its days: the coordination office."""
    return is_office(user)


def sees_all_owed(user: User | AnonymousUser) -> bool:
    """What everybody owes for a round: the office and who leads the programme; others see what is their own."""
    return is_office(user) or is_leader(user)
