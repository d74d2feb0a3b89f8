"""The first pages of the coordination office and of a leader of the programme."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from communes.models import Held
from criteria.choices import FileState
from criteria.models import StatusEntry, Submission
from criteria.selectors.levels import AtRisk, at_risk
from criteria.selectors.review.overdue import holdings_to_pass, late_files, unlocked
from criteria.selectors.standing import standings_now
from criteria.selectors.unverified import WITH_VALUE, WITHOUT_VALUE, waiting
from plans.choices import MailState
from plans.models import Mail
from plans.selectors import red
from plans.selectors.counting import how_many
from plans.selectors.difficulties import DifficultyLine
from plans.selectors.duties import OwedTo, owed_to_province
from plans.selectors.owed import Waiting, Work, waiting_for
from plans.selectors.proposals import open_for
from reports.choices import RunState
from reports.models import ReportRun
from reports.selectors.asked import Asked
from reports.selectors.home.files import Steered, lying_with
from reports.selectors.home.now import (
    SHOWN,
    Now,
    Reported,
    falling,
    picture_of,
    to_answer,
)
from reports.selectors.kpi import Figure, said_of_province, strip
from reports.selectors.overview import Picture, Row

LATEST = 10


@dataclass(frozen=True, slots=True)
class Overdue:
    """Agencies with tasks overdue, the worst first, as many as are shown; and how many there are."""

    works: Sequence[Work]
    agencies: int
    tasks: int


@dataclass(frozen=True, slots=True)
class Office:
    template: ClassVar[str] = "reports/_home_office.html"
    held: Held
    now: Now
    figures: Sequence[Figure]
    silent: Sequence[Row]
    unverified: int  # thresholds, of all sets
    unknown: int
    at_risk: Sequence[AtRisk]  # recognitions that may be lost
    runs: Sequence[ReportRun]
    latest: Sequence[StatusEntry]
    waiting: Waiting  # for the office's word
    difficulties: Sequence[DifficultyLine]
    mails_stuck: int  # failed, or handed over without an answer
    red: red.RedCounts
    overdue: Overdue
    work: Work
    reported: Reported  # what the office itself owes and is asked
    owed: OwedTo  # by everybody
    files: Steered  # of communes

    @property
    def waits(self) -> int:
        """How many things wait for the office's own word or deed."""
        files = bool(self.files.own.total) + bool(self.files.passing) + bool(self.files.late)
        return len(self.waiting) + len(self.difficulties) + bool(self.mails_stuck) + files


@dataclass(frozen=True, slots=True)
class Leader:
    template: ClassVar[str] = "reports/_home_leader.html"
    held: Held
    now: Now
    figures: Sequence[Figure]
    gained: Sequence[Row]
    falling: Sequence[Row]
    cutoff: dt.date | None
    red: red.RedCounts
    overdue: Overdue


def office(held: Held, now: Now) -> Office:
    whole = picture_of(now)
    owed = owed_to_province(now.today, now.calendar)
    many = how_many(
        unverified=waiting(WITH_VALUE),
        unknown=waiting(WITHOUT_VALUE),
        stuck=Mail.objects.filter(state__in=[MailState.FAILED, MailState.SENDING]),
        passing=Submission.objects.filter(pk__in=holdings_to_pass(now.today).values("submission")),
        late=late_files(now.today),
        unsent=Submission.objects.filter(unlocked(), state=FileState.DECLARING),
    )
    unsettled = ReportRun.objects.filter(
        state__in=[RunState.QUEUED, RunState.RUNNING, RunState.FAILED]
    )
    return Office(
        held=held,
        now=now,
        figures=strip(whole, said_of_province(now.today), Asked()),
        silent=[row for row in whole.rows if not row.standing.has_data],
        unverified=many["unverified"],
        unknown=many["unknown"],
        at_risk=_at_risk(whole, now),
        runs=list(unsettled.select_related("agency", "requested_by").defer("figures")),
        latest=_latest_words(),
        waiting=waiting_for(now.tasks, office=True),
        difficulties=to_answer(held.agency, now),
        mails_stuck=many["stuck"],
        red=red.counts_of(now.at_hand(whole), now.today),
        overdue=_overdue(now),
        work=now.tasks.of(held.agency),
        reported=Reported(owed.by(held.agency), list(open_for([held.agency]))),
        owed=owed,
        files=Steered(lying_with(held.agency, now), many["passing"], many["late"], many["unsent"]),
    )


def _at_risk(whole: Picture, now: Now) -> list[AtRisk]:
    """Measured with every set in force; the one of the page is known, the others are asked together."""
    places = [row.commune for row in whole.rows]
    others = [one for one in now.sets if one != now.criteria_set and one.covers(now.today)]
    known = standings_now(others, places)
    known[now.criteria_set.pk] = [row.standing for row in whole.rows]
    return at_risk(places, now.today, known=known)


def _latest_words() -> list[StatusEntry]:
    """The last words of people; figures that only illustrate are left out."""
    rows = StatusEntry.objects.filter(illustrative=False, withdrawn_at=None)
    return list(
        rows.select_related(
            "scorecard__commune", "criterion__criteria_set", "by", "agency"
        ).order_by("-recorded_at", "-pk")[:LATEST]
    )


def leader(held: Held, now: Now) -> Leader:
    whole = picture_of(now)
    gained = [row for row in whole.rows if row.change > 0]
    return Leader(
        held=held,
        now=now,
        figures=strip(whole, said_of_province(now.today), Asked()),
        gained=sorted(gained, key=lambda row: -row.change),
        falling=falling(whole.rows),
        cutoff=whole.cutoff,
        red=red.counts_of(now.at_hand(whole), now.today),
        overdue=_overdue(now),
    )


def _overdue(now: Now) -> Overdue:
    works = [one for one in now.tasks.pressing if one.late]
    return Overdue(works[:SHOWN], len(works), sum(len(one.late) for one in works))
