"""One criterion over all communes as a work surface: values, thresholds, words and who may write."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery

from accounts.models import User
from communes.models import Commune, District
from criteria.choices import Status
from criteria.evaluation import Asked, Rule
from criteria.models import (
    Criterion,
    Indicator,
    Measurement,
    Reply,
    Scorecard,
    StatusEntry,
)
from criteria.permissions import Mandates, mandates_across
from criteria.selectors.across import RESULTS, UNKNOWN, Tally
from criteria.selectors.catalogue import asked, class_on, rules_for
from criteria.selectors.lines import (
    CriterionLine,
    IndicatorLine,
    PartLine,
    criterion_line,
    indicator_line,
    written,
)
from criteria.selectors.periods import round_before
from criteria.selectors.replies import contests


@dataclass(frozen=True, slots=True)
class TurnedFilters:
    """What the address says: `gaps` only those without a value, `contested` only those contested."""

    district: str = ""
    result: str = ""
    gaps: bool = False
    contested: bool = False
    indicator: str = ""

    @classmethod
    def read(cls, query: Mapping[str, Any]) -> "TurnedFilters":
        result = str(query.get("ketqua", ""))
        return cls(
            district=str(query.get("huyen", ""))[:10],
            result=result if result in RESULTS else "",
            gaps=query.get("thieu") == "1",
            contested=query.get("ykien") == "khong",
            indicator=str(query.get("chi-tieu", ""))[:10],
        )

    @property
    def any(self) -> bool:
        return bool(self.district or self.result or self.gaps or self.contested)


@dataclass(frozen=True, slots=True)
class Column:
    """A value asked of every commune; `demand` where all are asked the same."""

    indicator: Indicator
    part: str
    part_name: str
    unit: str
    value_type: str
    demand: str = ""

    @property
    def label(self) -> str:
        return f"{self.indicator.code} – {self.part_name}" if self.part else self.indicator.code


@dataclass(frozen=True, slots=True)
class TurnedCell:
    """A commune's value in a column; None where the thresholds of its day have no such part."""

    column: Column
    row: IndicatorLine
    part: PartLine
    is_open: bool
    contest: Reply | None

    @property
    def shown(self) -> int | None:
        """The key of the word whose value stands in the cell."""
        return self.part.measurement.pk if self.part.measurement else None

    @property
    def demand(self) -> str:
        """The commune's own threshold, where communes differ."""
        if self.column.demand:
            return ""
        return next(one.demand for one in self.row.choice.parts if one.part == self.part.code)


@dataclass(frozen=True, slots=True)
class TurnedLine:
    """A commune: its scorecard (not stored yet: no key), its values, its status, who may write."""

    scorecard: Scorecard
    line: CriterionLine
    cells: tuple[TurnedCell, ...]
    mandates: Mandates
    contest: Reply | None

    @property
    def commune(self) -> Commune:
        return self.scorecard.commune

    @property
    def result(self) -> str:
        return self.line.status or UNKNOWN

    @property
    def may_log(self) -> bool:
        return bool(self.scorecard.pk and self.mandates.for_criterion(self.line.criterion))

    @property
    def speaks_as(self) -> str:
        """In which stage and for whom a status would be logged."""
        found = self.mandates.for_criterion(self.line.criterion)
        return found[0].words if found else ""

    @property
    def has_gap(self) -> bool:
        return any(cell.part.measurement is None for cell in self.cells)

    @property
    def is_contested(self) -> bool:
        return self.contest is not None or any(cell.contest for cell in self.cells)

    @property
    def proposed(self) -> str:
        """The status that the machine would log; blank where it settles nothing."""
        found = self.line.proposal.verdict.value if self.line.proposal else ""
        return found if found in {"met", "not_met", "not_applicable"} else ""

    @property
    def stands_as_proposed(self) -> bool:
        """A word says so already, in the stage in which this person would say it, or a higher one."""
        said, stages = self.line.entry, self.mandates.for_criterion(self.line.criterion)
        return (
            said is not None
            and said.status == self.proposed
            and not said.illustrative
            and said.stage >= max((one.stage for one in stages), default=0)
        )

    def cell(self, indicator: int, part: str) -> TurnedCell | None:
        return next(
            (
                one
                for one in self.cells
                if one.column.indicator.pk == indicator and one.part.code == part
            ),
            None,
        )


@dataclass(frozen=True, slots=True)
class Turned:
    """The rows left by the filters; the counts are of the district before the other filters."""

    criterion: Criterion
    indicators: tuple[Indicator, ...]
    columns: tuple[Column, ...]
    lines: tuple[TurnedLine, ...]
    tallies: tuple[Tally, ...]
    districts: tuple[District, ...]
    total: int
    without_value: int
    contested: int
    unopened: int
    compared_on: dt.date | None

    @property
    def may_write(self) -> bool:
        return any(line.may_log or any(cell.is_open for cell in line.cells) for line in self.lines)

    @property
    def illustrative(self) -> bool:
        return any(
            (line.line.entry and line.line.entry.illustrative)
            or any(row.is_illustrative for row in line.line.indicators)
            for line in self.lines
        )


def turned(
    criterion: Criterion,
    user: User,
    day: dt.date,
    filters: TurnedFilters | None = None,
    *,
    commune: str = "",
) -> Turned:
    """Every commune of that day on the criterion, Vietnamese order; `commune`: only the one of that code.

    The number of queries follows neither communes nor indicators. The criterion carries its set.
    """
    asked_for = filters or TurnedFilters()
    places = Commune.objects.visible_to(user).on(day).select_related("district")
    if commune:
        places = places.filter(code=commune)
    cards = _scorecards(criterion, places)
    districts = {one.commune.district: None for one in cards if one.commune.district}
    if asked_for.district:
        cards = [one for one in cards if _district_code(one) == asked_for.district]
    everything = list(criterion.indicators.all())
    chosen = [one for one in everything if asked_for.indicator in {"", one.code}]
    source = _Source.read(criterion, everything, cards, day)
    may = mandates_across(user, cards, on=day)
    rows = [source.line(card) for card in cards]
    columns = _columns(chosen, rows)
    contested = contests(source.words(rows))
    lines = [
        _turned_line(card, row, columns, may[card.commune_id], contested)
        for card, row in zip(cards, rows, strict=True)
    ]
    counts = Counter(line.result for line in lines)
    return Turned(
        criterion=criterion,
        indicators=tuple(everything),
        columns=columns,
        lines=tuple(line for line in lines if _is_wanted(line, asked_for)),
        tallies=tuple(Tally(one, "" if one == UNKNOWN else one, counts[one]) for one in RESULTS),
        districts=tuple(sorted(districts, key=lambda one: one.sort_key)),
        total=len(lines),
        without_value=sum(line.has_gap for line in lines),
        contested=sum(line.is_contested for line in lines),
        unopened=sum(line.scorecard.pk is None for line in lines),
        compared_on=source.compared_on,
    )


@dataclass(frozen=True, slots=True)
class Proposals:
    """The rows that may be logged as the machine proposes, and how many are left out and why."""

    lines: tuple[TurnedLine, ...]
    same: int
    unsettled: int
    closed: int


def proposals(lines: Iterable[TurnedLine]) -> Proposals:
    """`same`: stands so already; `unsettled`: the machine settles nothing; `closed`: not theirs."""
    chosen, left = [], Counter[str]()
    for line in lines:
        if not line.may_log:
            left["closed"] += 1
        elif not line.proposed:
            left["unsettled"] += 1
        elif line.stands_as_proposed:
            left["same"] += 1
        else:
            chosen.append(line)
    return Proposals(tuple(chosen), left["same"], left["unsettled"], left["closed"])


def measured_communes(
    indicators: Any, communes: QuerySet[Commune], day: dt.date
) -> dict[int, int]:
    """By criterion, how many of the communes have a value of one of its indicators (a subquery)."""
    rows = Measurement.objects.as_of(day).filter(
        indicator__in=indicators, scorecard__commune__in=communes.order_by().values("pk")
    )
    counted = rows.order_by().values("indicator__criterion")
    counts = counted.annotate(count=Count("scorecard", distinct=True))
    return dict(counts.values_list("indicator__criterion", "count"))


def head_of_sheet(found: Turned) -> list[str]:
    """The heads of the same rows as a spreadsheet."""
    columns = [f"{one.label} ({one.unit})" if one.unit else one.label for one in found.columns]
    return ["Mã xã", "Xã", "Huyện", *columns, "Máy tính", "Kết quả", "Xã không đồng ý"]


def sheet_of(found: Turned) -> list[list[Any]]:
    """In the order of `head_of_sheet`; blank where nothing was said."""
    return [_sheet_row(found, line) for line in found.lines]


def _sheet_row(found: Turned, line: TurnedLine) -> list[Any]:
    cells = {(one.column.indicator.pk, one.part.code): one for one in line.cells}
    values = [cells.get((one.indicator.pk, one.part)) for one in found.columns]
    reasons = [one.note for one in (line.contest, *(cell.contest for cell in line.cells)) if one]
    return [
        line.commune.code,
        line.commune.name,
        line.commune.district.name if line.commune.district else "",
        *(_plain(cell.part.measurement) if cell else "" for cell in values),
        Status(line.proposed).label if line.proposed else "",
        Status(line.line.status).label if line.line.status else "Chưa đánh giá",
        "; ".join(reasons),
    ]


def _plain(said: Measurement | None) -> Any:
    """A number as a number, all else as it is written."""
    return said.number if said and said.number is not None else written(said)


def _district_code(card: Scorecard) -> str:
    return card.commune.district.code if card.commune.district else ""


def _scorecards(criterion: Criterion, places: QuerySet[Commune]) -> list[Scorecard]:
    """One for each commune, in their order; where none is stored yet, one without a key."""
    found = Scorecard.objects.filter(
        commune=OuterRef("pk"), criteria_set=criterion.criteria_set_id
    )
    rows = places.annotate(scorecard_pk=Subquery(found.values("pk")[:1])).order_by(
        "sort_key", "pk"
    )
    return [
        Scorecard(pk=one.scorecard_pk, commune=one, criteria_set=criterion.criteria_set)
        for one in rows
    ]


@dataclass(frozen=True, slots=True)
class _Source:
    """All that the lines are made of, each read once."""

    criterion: Criterion
    indicators: Sequence[Indicator]
    rules: Mapping[int, list[Rule]]
    classes: Mapping[int, str]
    questions: dict[str | None, Asked]
    said: Mapping[int, list[StatusEntry]]
    values: Mapping[tuple[int, int], list[Measurement]]
    earlier: Mapping[tuple[int, int], list[Measurement]]
    compared_on: dt.date | None

    @classmethod
    def read(
        cls,
        criterion: Criterion,
        indicators: Sequence[Indicator],
        cards: Sequence[Scorecard],
        day: dt.date,
    ) -> "_Source":
        before = round_before(day)
        classes = class_on([one.commune for one in cards], day)
        keys = [one.pk for one in cards if one.pk]
        criteria_set = criterion.criteria_set
        words = StatusEntry.objects.as_of(day).filter(criterion=criterion, scorecard__in=keys)
        said: dict[int, list[StatusEntry]] = defaultdict(list)
        for word in words.select_related("agency", "by").in_time():
            said[word.scorecard_id].append(word)
        return cls(
            criterion=criterion,
            indicators=indicators,
            rules=rules_for(indicators),
            classes=classes,
            questions={kind: asked(criteria_set, day, kind) for kind in {None, *classes.values()}},
            said=said,
            values=_values(indicators, keys, day),
            earlier=_values(indicators, keys, before.ends) if before else {},
            compared_on=before.ends if before else None,
        )

    def line(self, card: Scorecard) -> CriterionLine:
        question = self.questions[self.classes.get(card.commune_id)]
        rows = tuple(
            indicator_line(
                one,
                self.values.get((card.pk, one.pk), []),
                self.rules.get(one.pk, []),
                question,
                self.earlier.get((card.pk, one.pk), []),
            )
            for one in self.indicators
        )
        return criterion_line(self.criterion, self.said.get(card.pk, []), self.compared_on, rows)

    @staticmethod
    def words(rows: Iterable[CriterionLine]) -> list[StatusEntry | Measurement]:
        """The words that count or wait: those that a commune may contest."""
        found: list[StatusEntry | Measurement | None] = []
        for row in rows:
            found += [row.entry, row.waiting]
            for indicator in row.indicators:
                for part in indicator.parts:
                    found += [part.measurement, part.waiting]
        return [word for word in found if word is not None]


def _values(
    indicators: Sequence[Indicator], cards: Sequence[int], day: dt.date
) -> dict[tuple[int, int], list[Measurement]]:
    rows = Measurement.objects.as_of(day).filter(
        indicator__in=[one.pk for one in indicators], scorecard__in=cards
    )
    found: dict[tuple[int, int], list[Measurement]] = defaultdict(list)
    for row in rows.newest("indicator", "part").in_time():
        found[row.scorecard_id, row.indicator_id].append(row)
    return found


def _columns(indicators: Sequence[Indicator], rows: Sequence[CriterionLine]) -> tuple[Column, ...]:
    """Every part of every indicator that some commune is asked for."""
    columns: dict[tuple[int, str], Column] = {}
    demands: dict[tuple[int, str], set[str]] = defaultdict(set)
    wanted = {one.pk for one in indicators}
    for row in (one for line in rows for one in line.indicators if one.indicator.pk in wanted):
        for part, choice in zip(row.parts, row.choice.parts, strict=True):
            key = row.indicator.pk, part.code
            demands[key].add(choice.demand)
            if key not in columns:
                columns[key] = Column(
                    row.indicator, part.code, part.name, part.unit, part.value_type
                )
    return tuple(
        replace(column, demand=next(iter(demands[key])) if len(demands[key]) == 1 else "")
        for key, column in columns.items()
    )


def _turned_line(
    card: Scorecard,
    line: CriterionLine,
    columns: Sequence[Column],
    may: Mandates,
    contested: Mapping[tuple[type, int], Reply],
) -> TurnedLine:
    by_key = {
        (row.indicator.pk, part.code): (row, part) for row in line.indicators for part in row.parts
    }
    cells = []
    for column in columns:
        found = by_key.get((column.indicator.pk, column.part))
        if found:
            row, part = found
            is_open = bool(card.pk and may.for_indicator(column.indicator))
            cells.append(
                TurnedCell(column, row, part, is_open, _contest(contested, part.measurement))
            )
    return TurnedLine(
        scorecard=card,
        line=line,
        cells=tuple(cells),
        mandates=may,
        contest=_contest(contested, line.entry),
    )


def _contest(
    contested: Mapping[tuple[type, int], Reply], word: StatusEntry | Measurement | None
) -> Reply | None:
    return contested.get((type(word), word.pk)) if word else None


def _is_wanted(line: TurnedLine, filters: TurnedFilters) -> bool:
    return (
        filters.result in {"", line.result}
        and (not filters.gaps or line.has_gap)
        and (not filters.contested or line.is_contested)
    )
