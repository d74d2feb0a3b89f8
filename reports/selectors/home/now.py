"""What every section of the first page starts from."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from accounts.models import User
from communes.models import Agency, Commune
from criteria.models import CriteriaSet, Round
from documents.calendar import WorkCalendar
from plans.choices import ActionState
from plans.models import Difficulty, PlanAction, Proposal
from plans.selectors import difficulties
from plans.selectors.counting import counted
from plans.selectors.duties import DutyLine, owed_by
from plans.selectors.owed import Everybody
from plans.selectors.proposals import open_for
from plans.selectors.red import AtHand
from reports.selectors.overview import Picture, Row, picture

AHEAD = dt.timedelta(days=30)  # how far a first page looks ahead: ours
SHOWN = 10


@dataclass(frozen=True, slots=True)
class Now:
    """What is read once for the whole page. `tasks`: the work programme by agency; `sets`: every yardstick.

    `reader`: whose page it is.
    """

    today: dt.date
    criteria_set: CriteriaSet
    round: Round | None
    tasks: Everybody
    calendar: WorkCalendar | None = None
    sets: Sequence[CriteriaSet] = ()
    reader: User | None = None

    def at_hand(self, whole: Picture) -> AtHand:
        """What the red lists need not ask for again."""
        standings = [row.standing for row in whole.rows]
        return AtHand(self.criteria_set, standings, self.tasks.lines)


@dataclass(frozen=True, slots=True)
class Reported:
    """Reports that an agency owes, with the day; proposals of others that wait for its answer."""

    duties: list[DutyLine]
    proposals: list[Proposal]


@dataclass(frozen=True, slots=True)
class Promised:
    """Actions of an agency's own plan: the next ones with a day, and how many there are in all."""

    next: list[PlanAction]
    total: int

    @property
    def more(self) -> int:
        return self.total - len(self.next)


def picture_of(now: Now, **which: object) -> Picture:
    communes = Commune.objects.on(now.today).filter(**which)
    return picture(now.criteria_set, now.today, communes=communes)


def falling(rows: Iterable[Row]) -> list[Row]:
    return sorted((row for row in rows if row.lost), key=lambda row: row.change)


def promised(agency: Agency, now: Now) -> Promised:
    """Planned and not carried out; what is overdue or due within AHEAD is named, the first SHOWN."""
    rows = PlanAction.objects.filter(counted(), agency=agency, state=ActionState.PLANNED)
    pressing = rows.filter(due_on__lte=now.today + AHEAD).select_related("commune", "criterion")
    return Promised(list(pressing.order_by("due_on", "pk")[:SHOWN]), rows.count())


def to_answer(agency: Agency, now: Now) -> list[difficulties.DifficultyLine]:
    """Difficulties that wait for the agency's next word, the longest first."""
    rows = Difficulty.objects.filter(difficulties.waiting_for([agency]), raised_on__lte=now.today)
    rows = rows.select_related("commune", "raised_by", "addressed_to")
    return difficulties.lines(rows.order_by("raised_on", "pk"), now.today, now.calendar)


def reported(agency: Agency, now: Now) -> Reported:
    return Reported(owed_by(agency, now.today, now.calendar), list(open_for([agency])))
