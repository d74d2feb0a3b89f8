"""The targets of a year against reality, as it is on a day; a target has a year of its own (three dates, never one)."""

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import User
from communes.models import Commune
from criteria.choices import Level, Status, Subject
from criteria.models import CriteriaSet, Criterion, Mapping, Recognition, StatedCount
from criteria.selectors import Standing, is_under, may_be_under, set_in_force, standings
from criteria.selectors.mappings import CARRIES
from plans.choices import DossierStage, TargetKind
from plans.models import Dossier, Target
from plans.selectors.counting import counted

LEVEL_OF = {
    TargetKind.COMMUNES_RECOGNISED.value: Level.STANDARD,
    TargetKind.COMMUNES_ADVANCED.value: Level.ADVANCED,
    TargetKind.COMMUNES_MODEL.value: Level.MODEL,
}
OF_DOSSIERS = {
    TargetKind.DISTRICTS_RECOGNISED.value: "district",
    TargetKind.VILLAGES_RECOGNISED.value: "village",
}
ABOUT = ("province", "commune__district", "agency", "criterion__criteria_set", "paper")
COLUMNS = [
    *("Năm", "Chỉ tiêu", "Xã", "Nguyên văn", "Mục tiêu", "Hiện có", "Trên tổng số", "Còn thiếu"),
    *("Đạt", "Chưa rõ", "Số liệu minh họa", "Văn bản"),
]


@dataclass(frozen=True, slots=True)
class Reality:
    """What is so on the day. `value` None: nobody knows; `unclear`: how many communes are not judged."""

    value: int | None = None
    out_of: int | None = None
    unclear: int = 0
    illustrative: int = 0
    measured_on: str = ""
    recognition: Recognition | None = None
    stated: StatedCount | None = None  # what a source says, beside what was judged


@dataclass(frozen=True, slots=True)
class TargetLine:
    """A target beside what is so; `aim` is what must be reached (or not exceeded, `at_most`)."""

    target: Target
    now: Reality
    aim: int | None
    at_most: bool

    @property
    def gap(self) -> int | None:
        """How many still to gain, or too many; 0: reached; None: nothing to compare."""
        if self.aim is None or self.now.value is None:
            return None
        over = self.now.value - self.aim
        return max(0, over if self.at_most else -over)

    @property
    def reached(self) -> bool | None:
        """None where nobody can tell: nothing to compare, or unjudged communes could turn it."""
        if self.gap is None or (self.at_most and not self.gap and self.now.unclear):
            return None
        return self.gap == 0

    @property
    def percent(self) -> Decimal | None:
        return _percent(self.now.value, self.now.out_of)

    @property
    def aimed_percent(self) -> Decimal | None:
        return _percent(self.aim, self.target.out_of)

    @property
    def bar(self) -> tuple[int, int] | None:
        """Now and the aim in whole percents, for the picture."""
        now, aim = self.percent, _percent(self.aim, self.now.out_of)
        return (round(now), round(aim)) if now is not None and aim is not None else None

    @property
    def aim_words(self) -> str:
        """«77/101», «14–15/19», «không quá 0»; a level by its name."""
        target = self.target
        if target.kind == TargetKind.LEVEL:
            return target.get_level_display() or "–"
        low, high = target.at_least, target.at_most
        if low is not None and high is not None and low != high:
            words = f"{_plain(low)}–{_plain(high)}"
        elif self.at_most:
            words = f"không quá {_plain(high or 0)}"
        else:
            words = _plain(low if low is not None else high)
        return f"{words}/{target.out_of}" if words and target.out_of else words

    @property
    def now_words(self) -> str:
        now = self.now
        if self.target.kind == TargetKind.LEVEL and self.target.level:
            return "đã công nhận" if now.value else "chưa công nhận"
        if now.value is None:
            return "chưa có số liệu"
        return f"{now.value}/{now.out_of}" if now.out_of else f"{now.value}"


def targets_of_year(user: User, year: int) -> QuerySet[Target]:
    """Those of that year, and those of later years or without one, which still stand."""
    rows = Target.objects.visible_to(user).filter(counted(), Q(year__gte=year) | Q(year=None))
    found: QuerySet[Target] = rows.select_related(*ABOUT)
    return found.order_by("year", "pk")


def years_of_targets(user: User) -> list[int]:
    rows = Target.objects.visible_to(user).filter(counted()).exclude(year=None).order_by("-year")
    return list(rows.values_list("year", flat=True).distinct())


def target_lines(targets: Iterable[Target], day: dt.date) -> list[TargetLine]:
    """Each target beside what is so on the day, in the order given; queries do not follow how many."""
    rows = list(targets)
    ground = Ground(day)
    ground.ask_for([one.criterion for one in rows if one.criterion])
    return [line_of(one, ground) for one in rows]


def line_of(target: Target, ground: "Ground") -> TargetLine:
    aim, at_most = _aim(target)
    return TargetLine(target, ground.reality(target), aim, at_most)


class Ground:
    """The province on a day, each part read once and only when it is asked for."""

    def __init__(self, day: dt.date) -> None:
        self.day = day
        self._standings: dict[int, dict[int, Standing]] = {}
        self._measured: dict[int, Criterion] | None = None

    @cached_property
    def communes(self) -> list[Commune]:
        rows = Commune.objects.on(self.day).select_related("district")
        return list(rows.order_by("sort_key", "pk"))

    @cached_property
    def set_in_force(self) -> CriteriaSet | None:
        return set_in_force(self.day)

    @cached_property
    def recognitions(self) -> dict[int, dict[str, Recognition]]:
        """The living ones, by commune and level."""
        found: dict[int, dict[str, Recognition]] = {}
        rows = Recognition.objects.on(self.day).select_related("paper").order_by("since")
        for row in rows:
            found.setdefault(row.commune_id, {})[row.level] = row
        return found

    @cached_property
    def stated(self) -> dict[int, StatedCount]:
        """The last count of criteria that a source states of a commune."""
        rows = StatedCount.objects.filter(
            subject=Subject.CRITERIA_MET, commune__isnull=False, as_of__lte=self.day
        )
        return {row.commune_id: row for row in rows.order_by("as_of") if row.commune_id}

    @cached_property
    def dossiers(self) -> list[Dossier]:
        rows = Dossier.objects.filter(stage=DossierStage.RECOGNISED)
        return list(rows.filter(Q(decided_on=None) | Q(decided_on__lte=self.day)))

    def standings(self, criteria_set: CriteriaSet | None) -> dict[int, Standing]:
        """By commune, as the criteria stand now."""
        if criteria_set is None:
            return {}
        if criteria_set.pk not in self._standings:
            found = standings(criteria_set, self.communes)
            self._standings[criteria_set.pk] = {one.commune.pk: one for one in found}
        return self._standings[criteria_set.pk]

    def ask_for(self, criteria: Sequence[Criterion]) -> None:
        """What these criteria became in the set in force, in one query."""
        self._measured = {one.pk: one for one in criteria}
        now = self.set_in_force
        if not criteria or now is None:
            return
        rows = Mapping.objects.filter(
            new_set=now,
            old_criterion__in=criteria,
            new_criterion__isnull=False,
            old_indicator=None,
            new_indicator=None,
            kinship__in=CARRIES,
        )
        for row in rows.select_related("new_criterion__criteria_set"):
            if row.old_criterion_id and row.new_criterion:
                self._measured[row.old_criterion_id] = row.new_criterion

    def measured(self, criterion: Criterion) -> Criterion:
        """The criterion as the set in force has it; the very same where it became none."""
        if self._measured is None:
            self.ask_for([criterion])
        return (self._measured or {}).get(criterion.pk, criterion)

    def reality(self, target: Target) -> Reality:
        if target.commune_id:
            return self._of_commune(target, target.commune_id)
        kind = target.kind
        if kind in LEVEL_OF:
            return self._recognised(LEVEL_OF[kind])
        if kind in OF_DOSSIERS:
            return self._decided(OF_DOSSIERS[kind], target.level or Level.STANDARD)
        if kind == TargetKind.COMMUNES_UNDER and target.below:
            return self._under(target.below)
        if kind == TargetKind.CRITERION_MET and target.criterion:
            return self._criterion(self.measured(target.criterion))
        return Reality()

    def _of_commune(self, target: Target, commune: int) -> Reality:
        if target.kind == TargetKind.CRITERIA_MET:
            return self._met(commune)
        if target.kind == TargetKind.LEVEL and target.level:
            return self._level(commune, target.level)
        return Reality()

    def _recognised(self, level: Level) -> Reality:
        of = [self.recognitions.get(one.pk, {}).get(level) for one in self.communes]
        held = [one for one in of if one]
        return Reality(
            len(held), len(self.communes), illustrative=sum(one.illustrative for one in held)
        )

    def _decided(self, what: str, level: str) -> Reality:
        of = [one for one in self.dossiers if one.level == level and getattr(one, f"{what}_id")]
        return Reality(len(of), illustrative=sum(one.illustrative for one in of))

    def _under(self, limit: int) -> Reality:
        criteria_set = self.set_in_force
        found = list(self.standings(criteria_set).values())
        below = [one for one in found if is_under(one, limit)]
        unclear = sum(may_be_under(one, limit) for one in found)
        return Reality(
            len(below) if any(one.has_data for one in found) else None,
            len(self.communes),
            unclear=unclear,
            illustrative=sum(one.illustrative for one in below),
            measured_on=criteria_set.short_name if criteria_set else "",
        )

    def _criterion(self, criterion: Criterion) -> Reality:
        found = self.standings(criterion.criteria_set).values()
        cells = [one.cells[criterion.number] for one in found]
        met = [cell for cell in cells if cell.status == Status.MET]
        return Reality(
            len(met) if any(cell.status for cell in cells) else None,
            len(self.communes),
            unclear=sum(not cell.status for cell in cells),
            illustrative=sum(cell.illustrative for cell in met),
            measured_on=f"tiêu chí {criterion.number}, bộ {criterion.criteria_set.short_name}",
        )

    def _met(self, commune: int) -> Reality:
        standing = self.standings(self.set_in_force).get(commune)
        stated = self.stated.get(commune)
        if standing is None or not standing.has_data or self.set_in_force is None:
            return Reality(stated=stated)
        return Reality(
            standing.met,
            standing.total,
            unclear=len(standing.unknown),
            illustrative=int(standing.illustrative),
            measured_on=self.set_in_force.short_name,
            stated=stated,
        )

    def _level(self, commune: int, level: str) -> Reality:
        row = self.recognitions.get(commune, {}).get(level)
        return Reality(
            int(row is not None), illustrative=int(bool(row and row.illustrative)), recognition=row
        )


def sheet_rows(lines: Iterable[TargetLine]) -> list[list[Any]]:
    """In the order of COLUMNS; what nobody knows stays blank."""
    return [
        [
            line.target.year,
            line.target.get_kind_display(),
            line.target.commune.name if line.target.commune else "",
            line.target.text,
            line.aim_words,
            line.now.value,
            line.now.out_of,
            line.gap,
            {True: "đạt", False: "chưa đạt", None: "chưa rõ"}[line.reached],
            line.now.unclear or None,
            "minh họa" if line.now.illustrative or line.target.illustrative else "",
            line.target.paper.short,
        ]
        for line in lines
    ]


def _aim(target: Target) -> tuple[int | None, bool]:
    """What must be reached at least, or may not be exceeded (only an upper bound was set)."""
    if target.kind == TargetKind.LEVEL:
        return (1, False) if target.level else (None, False)
    low, high = target.at_least, target.at_most
    if low is None and high is not None:
        return int(high), True
    return (math.ceil(low), False) if low is not None else (None, False)


def _percent(value: int | None, out_of: int | None) -> Decimal | None:
    return Decimal(value) * 100 / out_of if value is not None and out_of else None


def _plain(number: Decimal | int | None) -> str:
    return "" if number is None else f"{Decimal(number).normalize():f}".replace(".", ",")
