"""Who helps a commune: the people who look after it, and what it was given."""

import datetime as dt
from dataclasses import dataclass

from accounts.models import User
from communes.models import Commune
from plans.choices import ActionState
from plans.models import SupportAction
from plans.selectors.contacts import ContactLine, contacts_of_commune
from plans.selectors.support import Help, help_given

LATEST = 3


@dataclass(frozen=True, slots=True)
class CommuneHelp:
    """Everybody's help to one commune up to a day; `latest`: the last things done, newest first."""

    given: Help
    days_since: int | None
    latest: tuple[SupportAction, ...]
    contacts: tuple[ContactLine, ...]

    @property
    def illustrative(self) -> bool:
        """Something made up is among the last things done."""
        return any(one.illustrative for one in self.latest)


def commune_help(user: User, commune: Commune, day: dt.date) -> CommuneHelp:
    given = help_given([commune], day).get(commune.pk, Help())
    rows = SupportAction.objects.visible_to(user).filter(
        commune=commune, state=ActionState.DONE, done_on__lte=day
    )
    return CommuneHelp(
        given=given,
        days_since=(day - given.last_on).days if given.last_on else None,
        latest=tuple(rows.select_related("agency").order_by("-done_on", "-pk")[:LATEST]),
        contacts=contacts_of_commune(user, commune, day),
    )
