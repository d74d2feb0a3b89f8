"""Everything that is known of one commune, gathered for its page."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from accounts.models import User
from communes.models import Agency, Commune, CommuneClass
from criteria.choices import Status
from criteria.models import (
    CriteriaSet,
    CurrentStatus,
    Recognition,
    Scorecard,
    SponsorAssignment,
    StatedCount,
)
from criteria.selectors import Standing
from criteria.selectors.levels import CommuneLevels, levels_of
from documents.models import OfficialDocument
from documents.selectors import work_calendar
from plans.choices import DifficultyState
from plans.models import Difficulty
from plans.selectors.counting import counted
from plans.selectors.difficulties import DifficultyLine
from plans.selectors.difficulties import lines as difficulty_lines
from plans.selectors.duties import DutyLine, owed_by
from plans.selectors.helpers import CommuneHelp, commune_help
from plans.selectors.owed import Everybody, Work, work_on
from plans.selectors.promises import Promise, promises_of
from plans.selectors.red import AtHand, Deed, Red, RedKind, RedRow, red_of
from reports.selectors.commune_brief import Coming, coming
from reports.selectors.overview import Picture, Row, choose_set, picture, sets_on
from reports.selectors.plans_of import PlansOfCommune, plans_of_commune
from reports.selectors.trend import CommuneTrend, commune_trend


@dataclass(frozen=True, slots=True)
class Card:
    """A scorecard with its count; without a scorecard nobody has said anything on that set yet."""

    criteria_set: CriteriaSet
    scorecard: Scorecard | None
    met: int
    unmet: int
    assessed: int
    total: int
    illustrative: bool
    in_force: bool

    @property
    def unknown(self) -> int:
        return self.total - self.assessed

    @property
    def is_whole(self) -> bool:
        return 0 < self.total == self.assessed


@dataclass(frozen=True, slots=True)
class CommunePage:
    """`row`: on the set in force, and at the last cut-off; `work`: tasks that its committee leads or helps with."""

    day: dt.date
    commune: Commune
    commune_class: CommuneClass | None
    recognitions: list[Recognition]
    levels: CommuneLevels
    stated_counts: list[StatedCount]
    sponsors_now: list[SponsorAssignment]
    sponsors_before: list[SponsorAssignment]
    cards: list[Card]
    cutoff: dt.date | None
    row: Row | None
    promises: tuple[Promise, ...]
    papers: list[OfficialDocument]
    people: Agency | None
    help: CommuneHelp
    red: Red
    work: Work | None
    duties: list[DutyLine]
    difficulties: list[DifficultyLine]
    plans: PlansOfCommune
    coming: tuple[Coming, ...]
    trend: CommuneTrend

    @property
    def standing(self) -> Standing | None:
        return self.row.standing if self.row else None

    @property
    def unmet(self) -> tuple[RedRow, ...]:
        """Each criterion or indicator that is not met, in their order."""
        return tuple(one for one in self.red.rows if one.kind is not RedKind.SHAKY)

    @property
    def answering(self) -> tuple[Agency, ...]:
        """Who answers for what is not met, each once."""
        return tuple(dict.fromkeys(agency for one in self.unmet for agency in one.answering))

    @property
    def around(self) -> tuple[Deed, ...]:
        """Tasks for the commune as a whole, each once."""
        return tuple(dict.fromkeys(deed for one in self.red.rows for deed in one.around))


def commune_page(user: User, commune: Commune, day: dt.date) -> CommunePage:
    sets = sets_on(day)
    criteria_set = choose_set(sets, "", day)
    calendar = work_calendar()
    tasks = work_on(day, calendar)
    whole = _picture(commune, criteria_set, day)
    row = whole.rows[0] if whole and whole.rows else None
    found = _red(row, criteria_set, tasks, day)
    people = commune.agencies.on(day).first()
    work = tasks.of(people) if people else None
    duties = owed_by(people, day, calendar) if people else []
    asked = Difficulty.objects.visible_to(user).filter(commune=commune, raised_on__lte=day)
    asked = asked.exclude(state=DifficultyState.CLOSED).order_by("raised_on", "pk")
    about = ("raised_by", "addressed_to", "criterion", "indicator")
    difficulties = difficulty_lines(asked.select_related(*about), day, calendar)
    sponsors = list(commune.sponsorships.select_related("agency", "paper").order_by("-starts"))
    recognitions = list(commune.recognitions.select_related("paper", "revoking_paper"))
    stated = list(commune.stated_counts.select_related("criteria_set", "paper"))
    return CommunePage(
        day=day,
        commune=commune,
        commune_class=commune.classes.on(day).first(),
        recognitions=recognitions,
        levels=levels_of([commune], day, known=_known(row, criteria_set))[0],
        stated_counts=stated,
        sponsors_now=[one for one in sponsors if one.covers(day)],
        sponsors_before=[one for one in sponsors if one.ends and one.ends < day],
        cards=cards(commune, sets, criteria_set),
        cutoff=whole.cutoff if whole else None,
        row=row,
        promises=_promises(commune, recognitions, row, day),
        papers=papers_about(user, commune),
        people=people,
        help=commune_help(user, commune, day),
        red=found,
        work=work,
        duties=duties,
        difficulties=difficulties,
        plans=plans_of_commune(user, commune),
        coming=coming(found.rows, work, duties, difficulties),
        trend=commune_trend(commune, day, sets, stated=stated, recognitions=recognitions),
    )


def _picture(commune: Commune, criteria_set: CriteriaSet | None, day: dt.date) -> Picture | None:
    if criteria_set is None:
        return None
    return picture(criteria_set, day, communes=Commune.objects.on(day).filter(pk=commune.pk))


def _red(row: Row | None, criteria_set: CriteriaSet | None, tasks: Everybody, day: dt.date) -> Red:
    if row is None or criteria_set is None:
        return Red(None, ())
    return red_of(AtHand(criteria_set, [row.standing], tasks.lines), day)


def _known(
    row: Row | None, criteria_set: CriteriaSet | None
) -> dict[int, Sequence[Standing]] | None:
    return {criteria_set.pk: [row.standing]} if row and criteria_set else None


def _promises(
    commune: Commune, recognitions: Iterable[Recognition], row: Row | None, day: dt.date
) -> tuple[Promise, ...]:
    """The commune's targets, each with the year planned, the year of the standard and the day of the decision."""
    targets = commune.targets.filter(counted()).select_related("paper", "agency", "criterion")
    by_level: dict[str, list[Recognition]] = {}
    for one in sorted(recognitions, key=lambda one: one.since):
        if one.since <= day:
            by_level.setdefault(one.level, []).append(one)
    return promises_of(targets, by_level, row.standing if row else None, day)


def cards(
    commune: Commune, sets: Iterable[CriteriaSet], in_force: CriteriaSet | None
) -> list[Card]:
    """One for each set on which somebody spoke, and the set in force, newest first."""
    scorecards = {one.criteria_set_id: one for one in commune.scorecards.all()}
    wanted = [one for one in sets if one.pk in scorecards or one == in_force]
    counts = _counts(list(scorecards.values()))
    wanted.sort(key=lambda one: one.starts, reverse=True)
    return [_card(one, scorecards.get(one.pk), counts, in_force) for one in wanted]


def _card(
    criteria_set: CriteriaSet,
    scorecard: Scorecard | None,
    counts: dict[int, dict[str, Any]],
    in_force: CriteriaSet | None,
) -> Card:
    count = counts.get(scorecard.pk, {}) if scorecard else {}
    return Card(
        criteria_set=criteria_set,
        scorecard=scorecard,
        met=count.get("met", 0),
        unmet=count.get("unmet", 0),
        assessed=count.get("assessed", 0),
        total=len(criteria_set.criteria.all()),
        illustrative=bool(count.get("illustrative", 0)),
        in_force=criteria_set == in_force,
    )


def _counts(scorecards: list[Scorecard]) -> dict[int, dict[str, Any]]:
    rows = (
        CurrentStatus.objects.filter(scorecard__in=scorecards)
        .values("scorecard")
        .annotate(
            met=Count("pk", filter=Q(status=Status.MET)),
            unmet=Count("pk", filter=Q(status__in=[Status.NOT_MET, Status.IN_PROGRESS])),
            assessed=Count("pk"),
            illustrative=Count("pk", filter=Q(entry__illustrative=True)),
        )
    )
    return {row["scorecard"]: row for row in rows}


def papers_about(user: User, commune: Commune) -> list[OfficialDocument]:
    """The papers that name the commune in the data, or that its own People's Committee issued."""
    about = (
        Q(pk__in=commune.sponsorships.values("paper"))
        | Q(pk__in=commune.recognitions.values("paper"))
        | Q(pk__in=commune.targets.values("paper"))
        | Q(pk__in=commune.stated_counts.values("paper"))
        | Q(issuer__in=commune.agencies.all())
    )
    return list(OfficialDocument.objects.visible_to(user).filter(about).defer("body"))
