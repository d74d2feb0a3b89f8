"""Who may ask for a report."""

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from communes.models import Agency
from communes.permissions import is_office, serves


def may_request(user: User | AnonymousUser, agency: Agency) -> bool:
    """Who serves the agency asks for its reports; the coordination office for anybody's."""
    return serves(user, agency) or is_office(user)
