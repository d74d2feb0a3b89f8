"""Everything that is known of one commune, gathered for its page."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from accounts.models import User
from communes.models import Agency, Commune, CommuneClass
from criteria.choices import Status
from criteria.models import (
    CriteriaSet,
    Criterion,
    CurrentStatus,
    Recognition,
    Scorecard,
    SponsorAssignment,
    StatedCount,
)
from criteria.selectors import Standing, set_in_force, standings
from criteria.selectors.levels import CommuneLevels, levels_of
from documents.models import OfficialDocument
from plans.models import Target
from plans.selectors.counting import counted
from plans.selectors.helpers import CommuneHelp, commune_help
from plans.selectors.red import Red, red


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
    commune: Commune
    commune_class: CommuneClass | None
    recognitions: list[Recognition]
    levels: CommuneLevels
    stated_counts: list[StatedCount]
    sponsors_now: list[SponsorAssignment]
    sponsors_before: list[SponsorAssignment]
    cards: list[Card]
    standing: Standing | None
    targets: list[Target]
    papers: list[OfficialDocument]
    people: Agency | None
    help: CommuneHelp
    red: Red

    @property
    def alive(self) -> list[Recognition]:
        return [one for one in self.recognitions if not one.revoked_on]


def commune_page(user: User, commune: Commune, day: dt.date) -> CommunePage:
    sponsors = list(commune.sponsorships.select_related("agency", "paper").order_by("-starts"))
    criteria_set = set_in_force(day)
    standing = standings(criteria_set, [commune])[0] if criteria_set else None
    return CommunePage(
        commune=commune,
        commune_class=commune.classes.on(day).first(),
        recognitions=list(commune.recognitions.select_related("paper", "revoking_paper")),
        levels=levels_of([commune], day)[0],
        stated_counts=list(commune.stated_counts.select_related("criteria_set", "paper")),
        sponsors_now=[one for one in sponsors if one.covers(day)],
        sponsors_before=[one for one in sponsors if one.ends and one.ends < day],
        cards=cards(commune, criteria_set),
        standing=standing,
        targets=list(
            commune.targets.filter(counted()).select_related("paper", "agency", "criterion")
        ),
        papers=papers_about(user, commune),
        people=commune.agencies.on(day).first(),
        help=commune_help(user, commune, day),
        red=red(day, Commune.objects.filter(pk=commune.pk)),
    )


def cards(commune: Commune, in_force: CriteriaSet | None) -> list[Card]:
    """One for each set on which somebody spoke, and the set in force, newest first."""
    scorecards = {one.criteria_set_id: one for one in commune.scorecards.all()}
    wanted = [*scorecards, *([in_force.pk] if in_force else [])]
    sets = CriteriaSet.objects.filter(pk__in=wanted)
    counts = _counts(list(scorecards.values()))
    totals = dict(
        Criterion.objects.filter(criteria_set__in=wanted)
        .values_list("criteria_set")
        .annotate(total=Count("pk"))
    )
    return [_card(one, scorecards.get(one.pk), counts, totals, in_force) for one in sets]


def _card(
    criteria_set: CriteriaSet,
    scorecard: Scorecard | None,
    counts: dict[int, dict[str, Any]],
    totals: dict[int, int],
    in_force: CriteriaSet | None,
) -> Card:
    count = counts.get(scorecard.pk, {}) if scorecard else {}
    return Card(
        criteria_set=criteria_set,
        scorecard=scorecard,
        met=count.get("met", 0),
        unmet=count.get("unmet", 0),
        assessed=count.get("assessed", 0),
        total=totals.get(criteria_set.pk, 0),
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
    return list(OfficialDocument.objects.visible_to(user).filter(about))
