"""What an agency's plan promises and the year's programme asks of it, its people, papers, and what it waits for."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from documents.choices import PaperKind
from documents.models import OfficialDocument
from plans.choices import (
    ActionState,
    ContactKind,
    DifficultyState,
    DueKind,
    NeedState,
    ProposalState,
)
from plans.models import Contact, Difficulty, PlanAction, Proposal
from plans.models import Need as CommuneNeed
from plans.selectors.counting import counted
from plans.selectors.support import about_words
from plans.selectors.tasks import coordinated_by, led_by
from reports.figures.papers import first_day, named, short
from reports.figures.programme.tasks import (
    TaskFigures,
    evidence_of,
    frozen,
    programmes_out,
    task_lines,
)
from reports.models import ReportRun
from reports.words import lowered


@dataclass(frozen=True, slots=True)
class Issued:
    """A paper of the agency, in words, with its key."""

    text: str
    pk: int = 0


@dataclass(frozen=True, slots=True)
class Team:
    """The working group of the day: its heads with their posts, and how many people it has in all."""

    heads: tuple[str, ...] = ()
    people: int = 0


@dataclass(frozen=True, slots=True)
class Deed:
    """What the plan promises; the same words for several communes and criteria are one. Days are ISO text."""

    content: str
    places: tuple[str, ...]  # «Thuận: tiêu chí 5, 6»
    unit_name: str
    due: str
    due_on: str
    recurring: bool
    state: str
    done_on: str
    result: str
    paper: str
    pk: int
    illustrative: bool


@dataclass(frozen=True, slots=True)
class Part:
    """A task of the year's programme that the agency leads, or coordinates; `paper`: its decision."""

    leads: bool
    paper: str
    task: TaskFigures


@dataclass(frozen=True, slots=True)
class Need:
    commune: str
    content: str
    by_day: str
    pk: int
    illustrative: bool


@dataclass(frozen=True, slots=True)
class Raised:
    """A proposal or difficulty of the agency that nobody has answered."""

    text: str
    addressee: str
    source: str


def plans_of(run: ReportRun) -> tuple[Issued, ...]:
    """The agency's own plans that were out on that day and reach its year; a day left blank counts by its month."""
    year = run.as_of.year
    reaches = Q(sponsor_plan=None) | (
        Q(sponsor_plan__year_from__lte=year)
        & (Q(sponsor_plan__year_to=None) | Q(sponsor_plan__year_to__gte=year))
    )
    papers = OfficialDocument.objects.in_force().filter(
        reaches, issuer=run.agency, kind=PaperKind.PLAN, year__lte=year
    )
    out = papers.order_by("year", "month", "day", "pk").defer("body")
    return _issued(one for one in out if first_day(one) <= run.as_of)


def papers_of(run: ReportRun) -> tuple[Issued, ...]:
    """What the agency issued in the period beside its plans."""
    papers = OfficialDocument.objects.in_force().filter(
        issuer=run.agency, dated__gte=run.period_starts, dated__lte=run.as_of
    )
    rows = papers.exclude(kind=PaperKind.PLAN).order_by("dated", "pk").defer("body")
    return _issued(rows)


def _issued(papers: Iterable[OfficialDocument]) -> tuple[Issued, ...]:
    return tuple(Issued(f"{named(one)} {lowered(one.title)}", one.pk) for one in papers)


def team_of(run: ReportRun) -> Team:
    rows = Contact.objects.on(run.as_of).filter(
        agency=run.agency, kind__in=[ContactKind.HEAD, ContactKind.MEMBER]
    )
    people = list(rows.order_by("pk"))
    heads = dict.fromkeys(
        f"{one.name}{f' ({one.post})' if one.post else ''}"
        for one in people
        if one.kind == ContactKind.HEAD
    )
    return Team(tuple(heads), len({one.name for one in people}))


def deeds_of(run: ReportRun) -> tuple[Deed, ...]:
    """What its plans promise and is still to do on that day, or was done in the year; by deadline; one query."""
    out = Q(paper=None) | Q(paper__dated=None) | Q(paper__dated__lte=run.as_of)
    rows = (
        PlanAction.objects.filter(counted(), out, agency=run.agency, recorded_at__lte=run.known_at)
        .exclude(state=ActionState.DONE, done_on__lt=dt.date(run.as_of.year, 1, 1))
        .select_related("paper", "commune", "criterion", "indicator")
        .order_by("due_on", "pk")
    )
    alike: dict[tuple[str, ...], list[PlanAction]] = defaultdict(list)
    for row in rows:
        done = row.done_on.isoformat() if _is_done(row, run.as_of) and row.done_on else ""
        due = row.due_on.isoformat() if row.due_on else ""
        words = (
            row.content,
            row.unit_name,
            row.due_text,
            due,
            str(row.paper_id),
            done,
            row.result,
        )
        alike[*words, row.state].append(row)
    found = [_deed(of, run.as_of) for of in alike.values()]
    return tuple(sorted(found, key=lambda one: (not one.due_on, one.due_on)))


def _is_done(row: PlanAction, as_of: dt.date) -> bool:
    return row.state == ActionState.DONE and row.done_on is not None and row.done_on <= as_of


def _deed(rows: list[PlanAction], as_of: dt.date) -> Deed:
    one, done = rows[0], _is_done(rows[0], as_of)
    state = one.state if done or one.state != ActionState.DONE else ActionState.PLANNED.value
    return Deed(
        content=one.content,
        places=tuple(_places(rows)),
        unit_name=one.unit_name,
        due=one.due_text,
        due_on=one.due_on.isoformat() if one.due_on else "",
        recurring=one.due_kind == DueKind.RECURRING,
        state=state,
        done_on=one.done_on.isoformat() if done and one.done_on else "",
        result=one.result if done or one.state == ActionState.DROPPED else "",
        paper=short(one.paper),
        pk=one.pk,
        illustrative=any(row.illustrative for row in rows),
    )


def _places(rows: list[PlanAction]) -> Iterable[str]:
    """Each commune with its criteria; of every commune of the agency there is no word."""
    by_commune: dict[str, list[str]] = {}
    for row in rows:
        about = by_commune.setdefault(row.commune.name if row.commune else "", [])
        if words := about_words(row):
            about.append(words)
    for name, about in by_commune.items():
        what = ", ".join(dict.fromkeys(one.removeprefix("tiêu chí ") for one in about))
        told = [name, f"tiêu chí {what}" if what else ""]
        if text := ": ".join(filter(None, told)):
            yield text


def tasks_of(run: ReportRun) -> tuple[Part, ...]:
    """Tasks of the year's programmes that the agency leads, then those that it coordinates."""
    programmes = programmes_out(run.as_of.year, run.as_of)
    found = task_lines(programmes, run.as_of)
    own = [(True, one) for one in led_by(found, run.agency.pk)]
    own += [(False, one) for one in coordinated_by(found, run.agency.pk)]
    evidence = evidence_of(line for _, line in own)
    papers = {one.pk: short(one.paper) for one in programmes}
    return tuple(
        Part(leads, papers[line.task.group.programme_id], frozen(line, evidence))
        for leads, line in own
    )


def needs_of(run: ReportRun, communes: Iterable[int]) -> tuple[Need, ...]:
    """What its communes ask for and nobody has answered yet."""
    rows = CommuneNeed.objects.filter(
        commune__in=list(communes), state=NeedState.OPEN, recorded_at__lte=run.known_at
    ).select_related("commune")
    return tuple(
        Need(
            commune=one.commune.name,
            content=one.content,
            by_day=one.by_day.isoformat() if one.by_day else "",
            pk=one.pk,
            illustrative=one.illustrative,
        )
        for one in rows.order_by("commune__sort_key", "by_day", "pk")
    )


def raised_by(run: ReportRun) -> tuple[Raised, ...]:
    """Its proposals and difficulties without an answer."""
    proposals = Proposal.objects.filter(
        counted(), agency=run.agency, state=ProposalState.OPEN, recorded_at__lte=run.known_at
    ).select_related("paper", "addressee")
    difficulties = Difficulty.objects.filter(
        raised_by=run.agency,
        raised_on__lte=run.as_of,
        state__in=[DifficultyState.OPEN, DifficultyState.ESCALATED],
    ).select_related("addressed_to")
    return (
        *(
            Raised(one.text, str(one.addressee or one.addressee_text), short(one.paper))
            for one in proposals.order_by("pk")
        ),
        *(Raised(one.title, str(one.addressed_to), "") for one in difficulties.order_by("pk")),
    )
