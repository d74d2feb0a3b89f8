"""The strip of figures: number, target, gap, trend, paper; beside it what sources state."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import CharField, DateField, Field, IntegerField, Q, QuerySet, Value
from django.db.models.functions import Cast

from communes.models import Province
from criteria.choices import Level, Subject
from criteria.models import StatedCount
from criteria.selectors import is_under, may_be_under
from documents.models import OfficialDocument
from plans.choices import TargetKind
from plans.models import Target
from plans.selectors.counting import counted
from reports.selectors.asked import Asked
from reports.selectors.overview import (
    Picture,
    Row,
    is_full_unrecognised,
    is_recognised_failing,
    last_year_end,
)

PAPER = ("paper_id", "paper__kind", "paper__number", "paper__notation")


@dataclass(frozen=True, slots=True)
class Said:
    """A target of the year, or a count, as a paper or a page states it for a place."""

    is_target: bool
    kind: str
    low: Decimal | None
    high: Decimal | None
    out_of: int | None
    below: int | None
    year: int | None
    as_of: dt.date | None
    text: str
    commune: str  # whose it is; empty: of the place that was asked for
    paper_pk: int | None
    paper: str

    @property
    def percent(self) -> Decimal | None:
        value = self.low if self.low is not None else self.high
        return value * 100 / self.out_of if value is not None and self.out_of else None

    @property
    def label(self) -> str:
        return Subject(self.kind).label if not self.is_target else TargetKind(self.kind).label


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of the strip; `link` opens the rows that it counts."""

    label: str
    value: int | None
    link: str
    out_of: int | None = None
    target: Said | None = None
    gap: int | None = None  # how many still to gain, or too many; 0: reached
    trend: int | None = None
    since: dt.date | None = None
    remark: str = ""


def said_of_province(day: dt.date) -> list[Said]:
    """Targets and stated counts in one query: what was out on that day, the oldest first."""
    places = Province.objects.on(day)
    counts = StatedCount.objects.filter(province__in=places)
    return _said_until(day, counts, Target.objects.filter(province__in=places, year__gte=day.year))


def said_of_scope(day: dt.date, communes: Iterable[int], district: str) -> list[Said]:
    """What papers set for these communes, and what they state of the district; in one query.

    Of the province's targets the one that none stays below a number holds in every part of it.
    """
    counts = StatedCount.objects.filter(district__code=district, district__province__home=True)
    of_all = Q(province__in=Province.objects.on(day), kind=TargetKind.COMMUNES_UNDER)
    still = Q(year=None) | Q(year__gte=day.year)
    own = Q(commune__in=list(communes))
    return _said_until(day, counts, Target.objects.filter(still, of_all | own))


def _said_until(
    day: dt.date, counts: QuerySet[StatedCount], targets: QuerySet[Target]
) -> list[Said]:
    known = counts.filter(as_of__lte=day).order_by()
    out = targets.filter(counted(), Q(paper__dated=None) | Q(paper__dated__lte=day)).order_by()
    rows = known.values_list(
        Value("count"),
        "subject",
        "value",
        "value",
        "out_of",
        _nothing(IntegerField()),
        _nothing(IntegerField()),
        "as_of",
        "text",
        _nothing(CharField()),
        *PAPER,
    ).union(
        out.values_list(
            Value("target"),
            "kind",
            "at_least",
            "at_most",
            "out_of",
            "below",
            "year",
            _nothing(DateField()),
            "text",
            "commune__name",
            *PAPER,
        ),
        all=True,
    )
    said = [_said(row) for row in rows]
    return sorted(said, key=lambda one: (one.as_of or dt.date.min, -(one.year or 0)))


def promised(said: Sequence[Said]) -> list[Said]:
    """What papers set for single communes; plans that repeat each other's words are one."""
    own = [one for one in said if one.is_target and one.commune]
    found = {(one.commune, one.kind, one.text): one for one in own}
    return sorted(found.values(), key=lambda one: (one.commune, one.year or dt.MAXYEAR))


def _nothing(field: "Field[object, object]") -> Cast:
    return Cast(Value(None, output_field=CharField()), field)


def _said(row: tuple[Any, ...]) -> Said:
    tag, *facts, commune, pk, kind, number, notation = row
    paper = OfficialDocument(kind=kind or "", number=number or "", notation=notation or "")
    cited = paper.short if kind else ""
    return Said(*[tag == "target", *facts, commune or "", pk, cited])


def stated(said: Sequence[Said]) -> list[Said]:
    """The latest count of each subject: shown beside what we compute, never mixed with it."""
    latest = {one.kind: one for one in said if not one.is_target}
    return [latest[subject.value] for subject in Subject if subject.value in latest]


def strip(picture: Picture, said: Sequence[Said], asked: Asked) -> list[Figure]:
    """Recognitions by level, communes under the limit, where meeting and recognition differ.

    Of the communes of the picture, which is that of the scope asked for.
    """
    targets = {one.kind: one for one in said if one.is_target and not one.commune}
    figures = [
        _recognised(picture, targets.get(kind), asked, level, (label, word))
        for level, kind, label, word in (
            (
                Level.STANDARD,
                TargetKind.COMMUNES_RECOGNISED,
                "Xã được công nhận đạt chuẩn",
                "dat-chuan",
            ),
            (
                Level.ADVANCED,
                TargetKind.COMMUNES_ADVANCED,
                "Xã nông thôn mới nâng cao",
                "nang-cao",
            ),
            (Level.MODEL, TargetKind.COMMUNES_MODEL, "Xã nông thôn mới kiểu mẫu", "kieu-mau"),
        )
    ]
    under = targets.get(TargetKind.COMMUNES_UNDER)
    if under and under.below and under.below <= picture.total:
        figures.append(_under(picture, under, under.below, asked))
    return [*figures, *_differing(picture, asked)]


def _recognised(
    picture: Picture, target: Said | None, asked: Asked, level: Level, words: tuple[str, str]
) -> Figure:
    label, word = words
    rows = [row for row in picture.rows if level.value in row.recognised]
    before = sum(level.value in row.recognised_before for row in picture.rows)
    illustrative = sum(level.value in row.illustrative for row in rows)
    aim = _aim(target)
    return Figure(
        label=label,
        value=len(rows),
        link=asked.within(recognised=word),
        out_of=len(picture.rows) if level == Level.STANDARD else None,
        target=target,
        gap=max(0, aim - len(rows)) if aim is not None else None,
        trend=len(rows) - before,
        since=last_year_end(picture.day),
        remark=_remark(len(rows), illustrative),
    )


def _remark(count: int, illustrative: int) -> str:
    if not count:
        return "chưa ghi nhận quyết định công nhận nào"
    return f"trong đó {illustrative} xã là số liệu minh họa" if illustrative else ""


def _aim(target: Said | None) -> int | None:
    if target is None:
        return None
    value = target.low if target.low is not None else target.high
    return int(value) if value is not None else None


def _under(picture: Picture, target: Said, limit: int, asked: Asked) -> Figure:
    count = sum(is_under(row.standing, limit) for row in picture.rows)
    unclear = sum(may_be_under(row.standing, limit) for row in picture.rows)
    told = [row for row in picture.rows if not _is_unclear(row, limit)]
    before = sum(is_under(row.before, limit) for row in told)
    now = sum(is_under(row.standing, limit) for row in told)
    most = target.high if target.high is not None else target.low
    return Figure(
        label=f"Xã dưới {limit} tiêu chí",
        value=count if picture.average() or count else None,
        link=asked.within(band=f"duoi-{limit}"),
        target=target,
        gap=max(0, count - int(most)) if most is not None else None,
        trend=now - before if picture.cutoff and told else None,
        since=picture.cutoff,
        remark=f"{unclear} xã chưa đủ số liệu để biết" if unclear else "",
    )


def _is_unclear(row: Row, limit: int) -> bool:
    """Not known then or now: a first judgement changes what is known, not the commune."""
    return may_be_under(row.before, limit) or may_be_under(row.standing, limit)


def _differing(picture: Picture, asked: Asked) -> list[Figure]:
    level = picture.criteria_set.level
    full = sum(is_full_unrecognised(row, level) for row in picture.rows)
    failing = sum(is_recognised_failing(row, level) for row in picture.rows)
    return [
        Figure("Đủ tiêu chí nhưng chưa công nhận", full, asked.within(recognised="du-chua")),
        Figure("Đã công nhận nhưng hụt tiêu chí", failing, asked.within(recognised="hut")),
    ]
