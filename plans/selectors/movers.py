"""Who would have to move for a target to be met: the communes nearest to it, what they lack, who answers for it."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from communes.models import Agency, Commune
from criteria.choices import FAILING, Status
from criteria.models import CriteriaSet, Criterion, SponsorAssignment
from criteria.selectors import Standing, is_under, may_be_under
from criteria.selectors.levels import rules_on
from criteria.selectors.sets import agencies_of
from plans.choices import TargetKind
from plans.models import Target
from plans.selectors.counting import counted
from plans.selectors.targets import LEVEL_OF, Ground, TargetLine

COLUMNS = [
    *("Mã xã", "Xã", "Huyện", "Trong số gần nhất", "Tiêu chí đạt", "Phải đạt thêm"),
    *("Tiêu chí chưa đạt", "Tiêu chí chưa đánh giá", "Vướng", "Đơn vị đỡ đầu, phụ trách"),
    *("Kế hoạch của xã", "Số liệu minh họa"),
]
Places = tuple[tuple[Criterion, tuple[Commune, ...]], ...]


@dataclass(frozen=True, slots=True)
class Mover:
    """A commune that does not count yet. `asked`: how many criteria it has to gain at least.

    `unmet` was judged and is not met, `unknown` nobody judged; `first`: what it must have before.
    """

    commune: Commune
    met: int
    total: int
    unmet: tuple[Criterion, ...]
    unknown: tuple[Criterion, ...]
    asked: int
    first: str = ""
    near: bool = False
    sponsors: tuple[Agency, ...] = ()
    planned: tuple[Target, ...] = ()
    illustrative: bool = False


@dataclass(frozen=True, slots=True)
class Answering:
    """What an agency would have to bring about: criterion by criterion, in which communes."""

    agency: Agency | None
    places: Places
    unverified: bool

    @property
    def count(self) -> int:
        """How many (commune, criterion) are lacking; `Movement.partly`: not all need be gained."""
        return sum(len(communes) for _, communes in self.places)


@dataclass(frozen=True, slots=True)
class Movement:
    """The communes that would have to move, the nearest first, and who answers for what they lack."""

    movers: tuple[Mover, ...]
    answering: tuple[Answering, ...]
    measured_on: CriteriaSet | None

    @property
    def near(self) -> tuple[Mover, ...]:
        return tuple(one for one in self.movers if one.near)

    @property
    def partly(self) -> bool:
        """Whether some of the nearest lack more criteria than they have to gain."""
        return any(0 < one.asked < len(one.unmet) + len(one.unknown) for one in self.near)


@dataclass(frozen=True, slots=True)
class _Step:
    """A commune with what it still has to gain; `must`: one of these criteria, else any of its own."""

    standing: Standing
    asked: int
    first: str = ""
    only: Criterion | None = None


def movement(line: TargetLine, ground: Ground) -> Movement:
    """For a target about communes; in a fixed number of queries. Nobody for one about dossiers."""
    measured, steps = _steps(line.target, ground)
    if measured is None:
        return Movement((), (), None)
    ordered = sorted(steps, key=_distance)
    gap = line.gap or 0
    near = len(ordered) if line.target.commune_id or line.at_most else gap
    sponsors, planned = _sponsors(ground.day), _planned(ground.day)
    movers = tuple(
        _mover(
            step,
            near=place < near,
            sponsors=sponsors.get(step.standing.commune.pk, ()),
            planned=planned.get(step.standing.commune.pk, ()),
        )
        for place, step in enumerate(ordered)
    )
    return Movement(movers, _answering(movers, measured, ground.day), measured)


def sheet_rows(movers: Iterable[Mover]) -> list[list[Any]]:
    """In the order of COLUMNS."""
    return [
        [
            one.commune.code,
            one.commune.name,
            one.commune.district.name if one.commune.district else "",
            "có" if one.near else "",
            f"{one.met}/{one.total}",
            one.asked,
            _numbers(one.unmet),
            _numbers(one.unknown),
            one.first,
            "; ".join(str(agency) for agency in one.sponsors),
            "; ".join(f"{target.year or ''} {target.text}".strip() for target in one.planned),
            "minh họa" if one.illustrative else "",
        ]
        for one in movers
    ]


def _steps(target: Target, ground: Ground) -> tuple[CriteriaSet | None, list[_Step]]:
    kind = target.kind
    if kind in LEVEL_OF:
        return _to_level(ground, LEVEL_OF[kind], [one.pk for one in ground.communes])
    if kind == TargetKind.LEVEL and target.level and target.commune_id:
        return _to_level(ground, target.level, [target.commune_id])
    if kind == TargetKind.COMMUNES_UNDER and target.below:
        return _out_of_the_low(ground, target.below)
    if kind == TargetKind.CRITERION_MET and target.criterion:
        return _to_criterion(ground, ground.measured(target.criterion))
    if kind == TargetKind.CRITERIA_MET and target.commune_id:
        return _to_count(ground, target)
    return None, []


def _to_level(
    ground: Ground, level: str, communes: Sequence[int]
) -> tuple[CriteriaSet | None, list[_Step]]:
    """Those not recognised at the level: every criterion of its set, and the level it requires."""
    rule = next((one.rule for one in rules_on(ground.day) if one.rule.level == level), None)
    measured = rule.criteria_set if rule else ground.set_in_force
    requires = rule.requires if rule else ""
    found = ground.standings(measured)
    steps = []
    for pk in communes:
        held = ground.recognitions.get(pk, {})
        standing = found.get(pk)
        if level in held or standing is None:
            continue
        lacks = bool(requires) and requires not in held
        first = f"chưa được công nhận {rule.get_requires_display()}" if lacks and rule else ""
        left = len(standing.unmet) + len(standing.unknown)
        steps.append(_Step(standing, left, first))
    return measured, steps


def _out_of_the_low(ground: Ground, limit: int) -> tuple[CriteriaSet | None, list[_Step]]:
    """Those below the limit, for certain or perhaps: what is missing up to it."""
    measured = ground.set_in_force
    steps = [
        _Step(one, limit - one.met)
        for one in ground.standings(measured).values()
        if is_under(one, limit) or (one.has_data and may_be_under(one, limit))
    ]
    return measured, steps


def _to_criterion(ground: Ground, criterion: Criterion) -> tuple[CriteriaSet, list[_Step]]:
    measured = criterion.criteria_set
    steps = [
        _Step(one, 1, only=criterion)
        for one in ground.standings(measured).values()
        if one.cells[criterion.number].status not in {Status.MET, Status.NOT_APPLICABLE}
    ]
    return measured, steps


def _to_count(ground: Ground, target: Target) -> tuple[CriteriaSet | None, list[_Step]]:
    measured = ground.set_in_force
    standing = ground.standings(measured).get(target.commune_id or 0)
    wanted = int(target.at_least or target.at_most or 0)
    if standing is None or standing.met >= wanted:
        return measured, []
    return measured, [_Step(standing, wanted - standing.met)]


def _distance(step: _Step) -> tuple[bool, int, int, str]:
    """The nearest first: nothing to be had before, then the fewest to gain, judged ones before others."""
    standing = step.standing
    if step.only:
        status = standing.cells[step.only.number].status
        nearness = [Status.IN_PROGRESS.value, Status.NOT_MET.value, ""].index(status)
        return bool(step.first), step.asked, nearness, standing.commune.sort_key
    return bool(step.first), step.asked, len(standing.unmet), standing.commune.sort_key


def _mover(
    step: _Step, *, near: bool, sponsors: tuple[Agency, ...], planned: tuple[Target, ...]
) -> Mover:
    standing, only = step.standing, step.only
    unmet, unknown = standing.unmet, standing.unknown
    if only:
        judged = standing.cells[only.number].status in FAILING
        unmet, unknown = ((only,), ()) if judged else ((), (only,))
    return Mover(
        commune=standing.commune,
        met=standing.met,
        total=standing.total,
        unmet=unmet,
        unknown=unknown,
        asked=step.asked,
        first=step.first,
        near=near,
        sponsors=sponsors,
        planned=planned,
        illustrative=standing.illustrative,
    )


def _answering(
    movers: Iterable[Mover], measured: CriteriaSet, day: dt.date
) -> tuple[Answering, ...]:
    """By agency: what the nearest communes lack of its criteria; nobody's criteria come last."""
    lacking: dict[int, list[Commune]] = {}
    for one in movers:
        if one.near:
            for criterion in (*one.unmet, *one.unknown):
                lacking.setdefault(criterion.pk, []).append(one.commune)
    answers = agencies_of(measured, day)
    found: dict[int, dict[int, Criterion]] = {}
    agencies: dict[int, Agency | None] = {0: None}
    doubtful: set[int] = set()
    for criterion in measured.criteria.prefetch_related("indicators"):
        if criterion.pk not in lacking:
            continue
        rows = [row for one in criterion.indicators.all() for row in answers.get(one.pk, [])]
        for row in rows:
            agencies[row.agency_id] = row.agency
            if row.confidence != "sourced":
                doubtful.add(row.agency_id)
        for key in {row.agency_id for row in rows} or {0}:
            found.setdefault(key, {})[criterion.pk] = criterion
    lines = [
        Answering(
            agencies[key],
            tuple((one, tuple(lacking[pk])) for pk, one in criteria.items()),
            unverified=key in doubtful,
        )
        for key, criteria in found.items()
    ]
    return tuple(sorted(lines, key=_most_first))


def _most_first(line: Answering) -> tuple[bool, int, str]:
    return line.agency is None, -line.count, line.agency.sort_key if line.agency else ""


def _sponsors(day: dt.date) -> dict[int, tuple[Agency, ...]]:
    found: dict[int, tuple[Agency, ...]] = {}
    rows = SponsorAssignment.objects.on(day).select_related("agency")
    for row in rows.order_by("agency__sort_key", "pk"):
        found[row.commune_id] = (*found.get(row.commune_id, ()), row.agency)
    return found


def _planned(day: dt.date) -> dict[int, tuple[Target, ...]]:
    """What plans of sponsors and communes promise for a commune, of this year, later or without one."""
    found: dict[int, tuple[Target, ...]] = {}
    rows = Target.objects.filter(counted(), commune__isnull=False).exclude(year__lt=day.year)
    for row in rows.select_related("paper").order_by("year", "pk"):
        if row.commune_id:
            found[row.commune_id] = (*found.get(row.commune_id, ()), row)
    return found


def _numbers(criteria: Iterable[Criterion]) -> str:
    return ", ".join(str(one.number) for one in criteria)
