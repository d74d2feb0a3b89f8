"""Papers whose next step is the reader's, by how long they wait."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Case, OuterRef, Subquery, When
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate

from accounts.models import User
from documents.choices import PaperState
from documents.models import OfficialDocument, PaperStep
from documents.selectors.steps import waiting_for

SHOWN = 6


@dataclass(frozen=True, slots=True)
class WaitingPaper:
    """`since`: the day of its last step, of a draft without one the day on which it was begun."""

    paper: OfficialDocument
    since: dt.date
    days: int


@dataclass(frozen=True, slots=True)
class WaitingPapers:
    """The first SHOWN: what others wait for, then one's own drafts, the longest first; and how many there are."""

    first: Sequence[WaitingPaper]
    total: int

    @property
    def more(self) -> int:
        return self.total - len(self.first)


def waiting_papers(user: User, today: dt.date) -> WaitingPapers:
    steps = PaperStep.objects.filter(paper=OuterRef("pk")).order_by("-pk").values("at")
    waiting = waiting_for(user).annotate(came=Coalesce(Subquery(steps[:1]), "recorded_at"))
    own = Case(When(state=PaperState.DRAFT, then=1), default=0)
    rows = list(waiting.defer("body").order_by(own, "came", "pk")[: SHOWN + 1])
    total = len(rows) if len(rows) <= SHOWN else waiting.count()
    return WaitingPapers([_line(one, today) for one in rows[:SHOWN]], total)


def _line(paper: OfficialDocument, today: dt.date) -> WaitingPaper:
    since = localdate(vars(paper)["came"])
    return WaitingPaper(paper, since, (today - since).days)
