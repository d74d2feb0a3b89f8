"""What the pages of accounts ask."""

import datetime as dt
import unicodedata

from django.utils import timezone

from accounts.models import FailedLogin

TRIES = 5
WAIT = dt.timedelta(minutes=15)


def login_key(username: str) -> str:
    """One key for a name however it was typed, so that a capital buys no further tries."""
    return unicodedata.normalize("NFKC", username).casefold()[:150]


def tries_left(username: str, address: str) -> int:
    """How many wrong tries this name still has from this address: TRIES within WAIT."""
    recent = FailedLogin.objects.filter(
        username=login_key(username), address=address, at__gt=timezone.now() - WAIT
    )
    return max(0, TRIES - recent.count())


def locked_until(username: str, address: str) -> dt.datetime | None:
    """Until when this name may not sign in from this address; None while it may."""
    if tries_left(username, address):
        return None
    last = FailedLogin.objects.filter(username=login_key(username), address=address)
    return last.latest("at").at + WAIT
