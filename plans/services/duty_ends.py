"""Report duties end with the paper they rest on (`settings.PAPER_FOLLOWERS`)."""

import datetime as dt

from django.db import transaction
from django.db.models import Q

from accounts import trail
from accounts.models import User
from documents.models import OfficialDocument
from plans.models import ReportDuty
from plans.services.kept import hold_all, plain

DAY = dt.timedelta(days=1)


@transaction.atomic
def end_duties(*, paper: OfficialDocument, by: User | None, day: dt.date) -> int:
    """Replaced or recalled from a day on: its duties last until the day before; how many ended.

    What fell due before and what was sent stays. A duty that had yet to begin is left with that last day alone.
    """
    last = day - DAY
    rows = ReportDuty.objects.filter(paper=paper).filter(Q(ends=None) | Q(ends__gt=last))
    ending = hold_all(rows)
    for one in ending:
        was = {"starts": one.starts, "ends": one.ends}
        one.items.filter(done_on=None, due_on__gte=day).delete()
        one.starts, one.ends = min(one.starts, last), last
        one.version += 1
        one.save()
        changes = {
            name: [plain(before), plain(getattr(one, name))]
            for name, before in was.items()
            if before != getattr(one, name)
        }
        trail.record(by, "ended report duty", one, changes=changes, paper=paper.short)
    return len(ending)
