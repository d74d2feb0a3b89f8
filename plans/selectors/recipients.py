"""Whom the recipients of a paper mean that are groups in words (`settings.RECIPIENT_GROUPS`)."""

import datetime as dt
import re
from collections.abc import Sequence

from communes.models import Agency
from communes.names import search_key
from criteria.models import SponsorAssignment
from documents.models import OfficialDocument
from plans.models import AgencyGroup
from plans.selectors.groups import Groups

# «Các xã được phân công đỡ đầu», «UBND các xã được đỡ đầu, phụ trách»: not «đơn vị … đỡ đầu xã».
_SPONSORED = re.compile(
    r"^(ubnd |uy ban nhan dan )?(cac )?xa (?!.*\bdon vi$).*\b(do dau|phu trach)\b"
)


def agencies_of_words(
    paper: OfficialDocument, words: Sequence[str], day: dt.date
) -> dict[str, tuple[Agency, ...]]:
    """Groups that are known as data, and the communes that the issuer stands behind. Nobody is guessed."""
    groups = {key: one for one in AgencyGroup.objects.all() for key in one.keys}
    known = Groups(day)
    found: dict[str, tuple[Agency, ...]] = {}
    for text in words:
        key = search_key(text)
        if key in groups:
            found[text] = known.members(groups[key])
        elif _SPONSORED.match(key):
            found[text] = _sponsored(paper, day)
    return {text: some for text, some in found.items() if some}


def _sponsored(paper: OfficialDocument, day: dt.date) -> tuple[Agency, ...]:
    """The people's committees of the communes that the issuer has been given; of all such for who has none."""
    held = SponsorAssignment.objects.on(day)
    own = held.filter(agency=paper.issuer_id)
    communes = (own if own.exists() else held).values("commune")
    rows = Agency.objects.on(day).filter(commune__in=communes)
    return tuple(rows.order_by("sort_key", "pk"))
