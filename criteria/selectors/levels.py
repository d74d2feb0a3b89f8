"""Levels of recognition: what each asks on a day, where communes stand, which are at risk."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet, prefetch_related_objects

from communes.models import Commune
from criteria.choices import Level
from criteria.evaluation.levels import (
    Hold,
    LevelAsks,
    Reach,
    RevocationRule,
    Risk,
    SetResult,
    reach,
    risk,
)
from criteria.models import CriteriaSet, Criterion, LevelRule, Recognition
from criteria.selectors.standing import Standing, standings_now

Known = Mapping[int, Sequence[Standing]]  # where communes stand now, by the key of the set
LEVELS = [level.value for level in Level]
URGENT = (Hold.REVOCABLE, Hold.AT_RISK, Hold.UNKNOWN, Hold.HELD)


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A level rule with its key criteria."""

    rule: LevelRule
    keys: tuple[Criterion, ...]


@dataclass(frozen=True, slots=True)
class LevelLine:
    """A commune and a level: what it lacks, its living recognition, how near it is to losing it."""

    rule: LevelRule
    reach: Reach
    recognition: Recognition | None
    risk: Risk | None
    illustrative: bool


@dataclass(frozen=True, slots=True)
class CommuneLevels:
    commune: Commune
    lines: tuple[LevelLine, ...]

    @property
    def highest(self) -> LevelLine | None:
        """The highest level that it is recognised at."""
        held = [line for line in self.lines if line.recognition]
        return held[-1] if held else None

    @property
    def endangered(self) -> tuple[LevelLine, ...]:
        """The levels that it may lose, or is to lose."""
        wanted = {Hold.AT_RISK, Hold.REVOCABLE}
        return tuple(line for line in self.lines if line.risk and line.risk.hold in wanted)


@dataclass(frozen=True, slots=True)
class AtRisk:
    commune: Commune
    line: LevelLine


def rule_lines() -> list[RuleLine]:
    """Every level rule, the latest period first, the lowest level first; in two queries."""
    rules = _rules().prefetch_related("key_criteria")
    rows = sorted(rules, key=lambda one: LEVELS.index(one.level))
    rows.sort(key=lambda one: one.starts, reverse=True)
    return [RuleLine(one, tuple(one.key_criteria.all())) for one in rows]


def rules_on(day: dt.date) -> list[RuleLine]:
    """The rules in force on that day, the lowest level first."""
    return sorted(
        (line for line in rule_lines() if line.rule.covers(day)),
        key=lambda line: LEVELS.index(line.rule.level),
    )


def levels_of(
    communes: Iterable[Commune], day: dt.date, *, known: Known | None = None
) -> list[CommuneLevels]:
    """Each commune on every level of that day, as the criteria stand now.

    The number of queries does not follow how many. `known`: sets that need not be asked of again.
    """
    places = list(communes)
    rules = rules_on(day)
    sets = {
        one.pk: one
        for line in rules
        for one in (line.rule.criteria_set, line.rule.measured_on)
        if one is not None
    }
    found = _found(sets, places, known or {})
    alive: dict[int, dict[str, Recognition]] = defaultdict(dict)
    rows = Recognition.objects.on(day).filter(commune__in=[one.pk for one in places])
    for row in rows.select_related("paper").defer("paper__body").order_by("since"):
        alive[row.commune_id][row.level] = row
    return [
        CommuneLevels(
            commune,
            tuple(_line(line, commune, found, alive.get(commune.pk, {})) for line in rules),
        )
        for commune in places
    ]


@dataclass(frozen=True, slots=True)
class RiskReport:
    """The recognised levels that may be lost; of `unknown` ones nothing is judged that could tell."""

    lines: list[AtRisk]
    unknown: int


def risk_report(
    communes: Iterable[Commune], day: dt.date, *, known: Known | None = None
) -> RiskReport:
    """As the criteria stand now: those to be taken back first, then by losses left."""
    every = levels_of(communes, day, known=known)
    found = [AtRisk(one.commune, line) for one in every for line in one.endangered]
    risks = [line.risk for one in every for line in one.lines if line.risk]
    unknown = sum(one.hold == Hold.UNKNOWN for one in risks)
    return RiskReport(sorted(found, key=_urgency), unknown)


def at_risk(
    communes: Iterable[Commune], day: dt.date, *, known: Known | None = None
) -> list[AtRisk]:
    """The recognised levels that may be lost."""
    return risk_report(communes, day, known=known).lines


def _urgency(one: AtRisk) -> tuple[int, int, int, str]:
    known = one.line.risk
    assert known is not None  # noqa: S101 -- `endangered` lets no other pass
    level = -LEVELS.index(one.line.rule.level)
    return URGENT.index(known.hold), known.losses or 0, level, one.commune.sort_key


def _rules() -> QuerySet[LevelRule]:
    about = ("criteria_set", "measured_on", "paper", "revoking_paper")
    return LevelRule.objects.select_related(*about)


def _found(
    sets: Mapping[int, CriteriaSet], communes: list[Commune], known: Known
) -> dict[int, dict[int, Standing]]:
    """By set and commune; of sets that are not known already, all in one go."""
    asked = [one for pk, one in sets.items() if pk not in known]
    prefetch_related_objects(asked, "criteria")
    every = {**known, **standings_now(asked, communes)}
    return {pk: {row.commune.pk: row for row in rows} for pk, rows in every.items()}


def _line(
    line: RuleLine,
    commune: Commune,
    found: dict[int, dict[int, Standing]],
    alive: dict[str, Recognition],
) -> LevelLine:
    rule = line.rule
    standing = found.get(rule.criteria_set_id or 0, {}).get(commune.pk)
    measured = found.get(rule.measured_on_id or 0, {}).get(commune.pk)
    held = dict.fromkeys(alive, True)
    recognition = alive.get(rule.level)
    return LevelLine(
        rule=rule,
        reach=reach(_asks(rule), _result(standing), held),
        recognition=recognition,
        risk=_risk(line, measured) if recognition else None,
        illustrative=bool(
            (standing and standing.illustrative) or (recognition and recognition.illustrative)
        ),
    )


def _asks(rule: LevelRule) -> LevelAsks:
    return LevelAsks(
        level=rule.level,
        name=rule.get_level_display(),
        set_key=rule.criteria_set_id,
        set_name=rule.criteria_set.short_name if rule.criteria_set else "",
        requires=rule.requires,
        requires_name=rule.get_requires_display(),
    )


def _result(standing: Standing | None) -> SetResult | None:
    if standing is None:
        return None
    return SetResult(
        total=standing.total,
        met=standing.met,
        unmet=tuple(one.number for one in standing.unmet),
        unknown=tuple(one.number for one in standing.unknown),
    )


def _risk(line: RuleLine, standing: Standing | None) -> Risk:
    rule = RevocationRule(
        total=standing.total if standing else 0,
        keys=frozenset(one.number for one in line.keys),
        share_key=line.rule.revoke_share_key,
        share_any=line.rule.revoke_share_any,
    )
    failing = [one.number for one in standing.unmet] if standing else []
    return risk(rule, failing, len(standing.unknown) if standing else 0)
