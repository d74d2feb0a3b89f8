"""In whose name a person drafts a paper that follows from the programme."""

import datetime as dt

from accounts.models import User
from communes.choices import AgencyKind
from documents.models import Letterhead
from documents.permissions import letterheads_of
from plans.models import WorkProgramme


def decision_issuer(user: User, programme: WorkProgramme, day: dt.date) -> Letterhead | None:
    """Whoever issued the programme's decision, else a post or body of the province; of those the person drafts for."""
    printed = programme.paper.issuer_text.casefold()

    def rank(one: Letterhead) -> tuple[bool, bool, bool]:
        same = one.name.casefold() == printed
        return (not same, one.agency_id != programme.paper.issuer_id, not one.is_post)

    own = [one for one in letterheads_of(user, day) if _decides(one, programme)]
    return min(own, key=rank, default=None)


def urging_issuer(user: User, day: dt.date) -> Letterhead | None:
    """The coordination office, in whose name its people urge."""
    own = [one for one in letterheads_of(user, day) if one.agency.is_office]
    return min(own, key=lambda one: one.is_post, default=None)


def _decides(one: Letterhead, programme: WorkProgramme) -> bool:
    same = one.agency_id == programme.paper.issuer_id
    return same or one.is_post or one.agency.kind == AgencyKind.PROVINCE
