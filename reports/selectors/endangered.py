"""Criteria that count as met and may not stay so: only where the data itself says something against them."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import prefetch_related_objects

from accounts.calendar import working_day
from communes.models import Commune
from criteria.choices import FAILING, Status
from criteria.evaluation import Verdict
from criteria.models import Criterion, Measurement
from criteria.selectors import set_in_force
from criteria.selectors.borrowed import NOTHING, lent
from criteria.selectors.catalogue import asked as asked_of
from criteria.selectors.catalogue import class_on, rules_for
from criteria.selectors.levels import AtRisk, at_risk
from criteria.selectors.lines import IndicatorLine, indicator_line, proposed
from plans.selectors.red import Deed, RedKind, red
from reports.selectors.asked import Asked
from reports.selectors.board import Chosen
from reports.selectors.heatmap import WORDS
from reports.selectors.overview import Picture, Row


class Sign(StrEnum):
    """What says that a criterion may be lost, by its word in the address."""

    MACHINE = "so-lieu"
    WAITING = "cho-xac-nhan"
    UNFINISHED = "viec-chua-xong"

    @property
    def label(self) -> str:
        return LABELS[self]

    @property
    def rule(self) -> str:
        """Why such a criterion is in the list, for the page."""
        return RULES[self]


LABELS = {
    Sign.MACHINE: "Số liệu không đạt ngưỡng",
    Sign.WAITING: "Có lời mới hơn: chưa đạt",
    Sign.UNFINISHED: "Đạt khi việc chưa xong",
}
RULES = {
    Sign.MACHINE: "đang tính là đạt, nhưng số liệu đã nhập không đạt ngưỡng áp dụng cho xã vào ngày này",
    Sign.WAITING: "đang tính là đạt theo cấp cao hơn, nhưng một cấp dưới vừa ghi là chưa đạt và đang chờ xác nhận",
    Sign.UNFINISHED: "đang tính là đạt, nhưng việc đã định để đạt hoặc giữ tiêu chí đó chưa xong (chỉ xét cho hôm nay)",
}


@dataclass(frozen=True, slots=True)
class Danger:
    """A criterion of a commune that counts as met, and what speaks against it."""

    row: Row
    criterion: Criterion
    sign: Sign
    why: tuple[str, ...]
    illustrative: bool

    @property
    def address(self) -> str:
        return f"{self.row.address}#tc-{self.criterion.number}"


@dataclass(frozen=True, slots=True)
class SignCount:
    sign: Sign
    count: int
    link: str


@dataclass(frozen=True, slots=True)
class Endangered:
    """`listed` of one sign or of all; `recognitions` may be lost (None: asked for another day than today)."""

    every: tuple[Danger, ...]
    listed: tuple[Danger, ...]
    counts: tuple[SignCount, ...]
    recognitions: tuple[AtRisk, ...] | None
    is_today: bool

    @property
    def communes(self) -> int:
        return len({one.row.commune.pk for one in self.every})

    @property
    def by_commune(self) -> list[tuple[Row, list[Danger]]]:
        found: dict[int, tuple[Row, list[Danger]]] = {}
        for one in self.listed:
            found.setdefault(one.row.commune.pk, (one.row, []))[1].append(one)
        return list(found.values())


def endangered(found: Chosen, sign: str = "") -> Endangered:
    """Of the communes that the filters leave, in their order; queries do not follow how many."""
    asked = found.asked
    is_today = asked.on == working_day()
    every = [*_by_machine(found.picture, found.rows), *_by_waiting(found.picture, found.rows)]
    if is_today:
        every += _by_unfinished(found)
    place = {row.commune.pk: number for number, row in enumerate(found.rows)}
    every.sort(key=lambda one: (place[one.row.commune.pk], one.criterion.number, one.sign))
    counts = Counter(one.sign for one in every)
    return Endangered(
        every=tuple(every),
        listed=tuple(one for one in every if not sign or one.sign == sign),
        counts=tuple(SignCount(one, counts[one], link(asked, one)) for one in Sign),
        recognitions=tuple(_recognitions(found)) if is_today else None,
        is_today=is_today,
    )


def link(asked: Asked, sign: str) -> str:
    given = asked.link()
    return f"{given}{'' if given == '?' else '&'}dau-hieu={sign}"


def _by_waiting(picture: Picture, rows: Sequence[Row]) -> Iterator[Danger]:
    for row in rows:
        for one in picture.criteria:
            cell = row.standing.cells[one.number]
            if cell.status == Status.MET and cell.waiting in FAILING:
                stage = f"cấp {cell.stage.label}: đạt; " if cell.stage else ""
                why = f"{stage}chờ xác nhận: {WORDS[cell.waiting].lower()}"
                yield Danger(row, one, Sign.WAITING, (why,), cell.illustrative)


def _by_machine(picture: Picture, rows: Sequence[Row]) -> Iterator[Danger]:
    criteria = picture.criteria
    prefetch_related_objects(criteria, "indicators")
    indicators = [one for criterion in criteria for one in criterion.indicators.all()]
    communes = [row.commune for row in rows]
    values = _values(picture, communes)
    borrowed = lent(indicators, communes, picture.day)
    rules = rules_for(indicators)
    classes = class_on(communes, picture.day)
    questions = {
        kind: asked_of(picture.criteria_set, picture.day, kind)
        for kind in {None, *classes.values()}
    }
    for row in rows:
        known = values.get(row.commune.pk, {})
        elsewhere = borrowed.get(row.commune.pk, NOTHING)
        if not known and not elsewhere.tells:
            continue
        question = elsewhere.told(questions[classes.get(row.commune.pk)])
        for one in criteria:
            cell = row.standing.cells[one.number]
            if cell.status != Status.MET:
                continue
            lines = tuple(
                indicator_line(
                    indicator, known.get(indicator.pk, ()), rules.get(indicator.pk, ()), question
                )
                for indicator in one.indicators.all()
            )
            verdict = proposed(lines)
            if verdict is not None and verdict.verdict == Verdict.NOT_MET:
                yield _against(row, one, lines)


def _against(row: Row, criterion: Criterion, lines: Sequence[IndicatorLine]) -> Danger:
    failing = [one for one in lines if one.judgement.verdict == Verdict.NOT_MET]
    cell = row.standing.cells[criterion.number]
    return Danger(
        row,
        criterion,
        Sign.MACHINE,
        tuple(f"{one.indicator}: {one.judgement.why}" for one in failing),
        cell.illustrative or any(one.is_illustrative for one in failing),
    )


def _values(
    picture: Picture, communes: Sequence[Commune]
) -> Mapping[int, Mapping[int, Sequence[Measurement]]]:
    """What was said of each indicator until that day, by commune, in time."""
    rows = Measurement.objects.as_of(picture.day).filter(
        scorecard__criteria_set=picture.criteria_set,
        scorecard__commune__in=[one.pk for one in communes],
    )
    found: dict[int, dict[int, list[Measurement]]] = defaultdict(lambda: defaultdict(list))
    for row in rows.newest("indicator", "part").in_time().select_related("scorecard"):
        found[row.scorecard.commune_id][row.indicator_id].append(row)
    return found


def _by_unfinished(found: Chosen) -> Iterator[Danger]:
    """The red list's own rule: work that should keep or reach a criterion declared met is still open."""
    day: dt.date = found.asked.on
    if set_in_force(day) != found.picture.criteria_set:
        return
    own = {row.commune.pk: row for row in found.rows}
    for one in red(day, Commune.objects.filter(pk__in=own)).rows:
        if one.kind == RedKind.SHAKY:
            row = own[one.spot.commune.pk]
            why = tuple(_deed(deed) for deed in one.planned)
            yield Danger(row, one.spot.criterion, Sign.UNFINISHED, why, one.illustrative)


def _deed(deed: Deed) -> str:
    due = f", hạn {deed.due_on.day}/{deed.due_on.month}/{deed.due_on.year}" if deed.due_on else ""
    return f"{deed.title} ({deed.who}{due})"


def _recognitions(found: Chosen) -> list[AtRisk]:
    return at_risk([row.commune for row in found.rows], found.asked.on)


def sheet(found: Endangered) -> tuple[list[str], Iterator[list[Any]]]:
    head = [
        *("Mã xã", "Xã", "Huyện", "Tiêu chí số", "Tên tiêu chí", "Dấu hiệu", "Căn cứ", "Minh họa"),
    ]
    return head, (
        [
            *(one.row.commune.code, one.row.commune.name),
            one.row.commune.district.name if one.row.commune.district else None,
            *(one.criterion.number, one.criterion.name, one.sign.label, "; ".join(one.why)),
            "minh họa" if one.illustrative else None,
        ]
        for one in found.listed
    )
