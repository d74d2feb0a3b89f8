"""What papers and older sets say of communes, beside their standing: one query a fact, whatever the number."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from criteria.choices import Status, Subject
from criteria.models import (
    Criterion,
    Recognition,
    Scorecard,
    StatedCount,
    StatusEntry,
    counting,
)
from plans.choices import TargetKind
from plans.models import Target
from plans.selectors.counting import counted
from reports.figures.papers import short
from reports.figures.shapes import Earlier, Goal, Recognised, Ref, Stated
from reports.models import ReportRun


@dataclass(frozen=True, slots=True)
class Facts:
    stated: tuple[Stated, ...]
    earlier: tuple[Earlier, ...]
    recognised: tuple[Recognised, ...]
    goals: tuple[Goal, ...]


def facts_of(communes: list[int], run: ReportRun) -> dict[int, Facts]:
    """For each commune the counts that papers state, its recognitions, its targets, and older sets' last word."""
    stated = _stated(communes, run.as_of)
    earlier = _earlier(communes, run)
    recognised = _recognised(communes, run.as_of)
    goals = _goals(communes, run.as_of)
    return {
        pk: Facts(
            stated=tuple(stated[pk]),
            earlier=tuple(earlier[pk]),
            recognised=tuple(recognised[pk]),
            goals=tuple(goals[pk]),
        )
        for pk in communes
    }


def _stated(communes: list[int], as_of: dt.date) -> dict[int, list[Stated]]:
    found: dict[int, list[Stated]] = defaultdict(list)
    rows = StatedCount.objects.filter(
        commune__in=communes, subject=Subject.CRITERIA_MET, as_of__lte=as_of
    ).select_related("paper", "criteria_set")
    for row in rows:
        found[row.commune_id or 0].append(
            Stated(
                value=f"{row.value.normalize():f}",
                out_of=row.out_of,
                as_of=row.as_of.isoformat(),
                source=short(row.paper) or row.text,
                criteria_set=row.criteria_set.short_name if row.criteria_set else "",
                derived=row.derived,
            )
        )
    return found


def _earlier(communes: list[int], run: ReportRun) -> dict[int, list[Earlier]]:
    rows = (
        StatusEntry.objects.as_of(run.as_of, run.known_at)
        .filter(
            scorecard__commune__in=communes,
            scorecard__criteria_set__level=run.criteria_set.level,
            scorecard__criteria_set__starts__lt=run.criteria_set.starts,
        )
        .in_time()
        .select_related("scorecard__criteria_set", "criterion")
    )
    cards: dict[Scorecard, dict[Criterion, list[StatusEntry]]] = {}
    for row in rows:
        cards.setdefault(row.scorecard, {}).setdefault(row.criterion, []).append(row)
    found: dict[int, list[Earlier]] = defaultdict(list)
    for card, by_criterion in cards.items():
        words = [word[0] for said in by_criterion.values() if (word := counting(said))]
        found[card.commune_id].append(_last_word(card, words))
    return found


def _last_word(card: Scorecard, entries: list[StatusEntry]) -> Earlier:
    return Earlier(
        criteria_set=card.criteria_set.short_name,
        as_of=max(one.effective_on for one in entries).isoformat(),
        met=_said(entries, Status.MET),
        unmet=_said(entries, Status.NOT_MET, Status.IN_PROGRESS),
    )


def _said(entries: list[StatusEntry], *statuses: Status) -> tuple[Ref, ...]:
    criteria = [one.criterion for one in entries if one.status in statuses]
    return tuple(Ref(one.number, one.name) for one in sorted(criteria, key=lambda c: c.number))


def _recognised(communes: list[int], as_of: dt.date) -> dict[int, list[Recognised]]:
    found: dict[int, list[Recognised]] = defaultdict(list)
    rows = Recognition.objects.on(as_of).filter(commune__in=communes).select_related("paper")
    for row in rows:
        found[row.commune_id].append(
            Recognised(
                level=row.get_level_display(),
                year=row.year,
                decision=row.paper.short if row.paper else "",
                decided_on=row.decided_on.isoformat() if row.decided_on else "",
                illustrative=row.illustrative,
            )
        )
    return found


def _goals(communes: list[int], as_of: dt.date) -> dict[int, list[Goal]]:
    """Targets set by papers that were out on that day."""
    found: dict[int, list[Goal]] = defaultdict(list)
    rows = Target.objects.filter(counted(), commune__in=communes).select_related("paper")
    for row in rows:
        paper = row.paper
        if paper.dated is None or paper.dated <= as_of:
            found[row.commune_id or 0].append(Goal(row.text, row.year, short(paper), _aim(row)))
    return found


def _aim(target: Target) -> str:
    """The count of criteria that a target sets: «14–15/19»."""
    bounds = [one for one in (target.at_least, target.at_most) if one is not None]
    if target.kind != TargetKind.CRITERIA_MET or not bounds:
        return ""
    words = "–".join(dict.fromkeys(f"{one.normalize():f}" for one in bounds))
    return f"{words}/{target.out_of}" if target.out_of else words
