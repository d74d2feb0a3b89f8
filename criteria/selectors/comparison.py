"""A commune, or the whole province, under two yardsticks; never an average across two sets."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from accounts.calendar import working_day
from communes.models import Commune, CommuneClass, District
from criteria.choices import Change
from criteria.models import Indicator, Measurement, counting
from criteria.selectors.borrowed import NOTHING, lent
from criteria.selectors.carrying import UNCLEAR, CriterionPair, Scale, Values, compare
from criteria.selectors.catalogue import asked, rules_for
from criteria.selectors.mappings import links_between
from criteria.selectors.standing import Standing, standings
from criteria.selectors.yardsticks import Question, Side

Classes = tuple[str | None, str | None]  # of a commune on the day of A and on that of B


@dataclass(frozen=True, slots=True)
class Compared:
    """A commune under A and under B, each with its own count; `machine` counts B's verdicts."""

    commune: Commune
    commune_class: str | None
    under_a: Standing
    under_b: Standing
    pairs: tuple[CriterionPair, ...]
    illustrative: bool  # some value behind the machine's verdicts is

    @property
    def machine(self) -> Counter[str]:
        """How many criteria of B the machine finds met, not met, unknown («» without a value)."""
        return Counter(one.verdict_b for one in self.pairs if one.criterion)

    @property
    def machine_met(self) -> int:
        return self.machine["met"]

    @property
    def machine_unmet(self) -> int:
        return self.machine["not_met"]

    @property
    def machine_unknown(self) -> int:
        return self.under_b.total - sum(
            self.machine[one] for one in ("met", "not_met", "not_applicable")
        )

    @property
    def differences(self) -> Counter[str]:
        return Counter(one.difference for one in self.pairs if one.difference)

    @property
    def by_yardstick(self) -> int:
        return self.differences[Change.YARDSTICK.value]

    @property
    def by_situation(self) -> int:
        return self.differences[Change.SITUATION.value]

    @property
    def unclear(self) -> int:
        return self.differences[UNCLEAR]


@dataclass(frozen=True, slots=True)
class Province:
    """Communes under two yardsticks; totals are of the rows shown."""

    rows: tuple[Compared, ...]
    districts: tuple[District, ...]

    @property
    def totals(self) -> dict[str, int]:
        names = ("machine_met", "machine_unmet", "machine_unknown", "by_yardstick", "by_situation")
        found = {name: sum(getattr(row, name) for row in self.rows) for name in names}
        found["unclear"] = sum(row.unclear for row in self.rows)
        found["met_a"] = sum(row.under_a.met for row in self.rows)
        found["met_b"] = sum(row.under_b.met for row in self.rows)
        found["full_a"] = sum(row.under_a.is_full for row in self.rows)
        found["full_b"] = sum(row.under_b.is_full for row in self.rows)
        return found


def compare_commune(question: Question, commune: Commune) -> Compared:
    """One commune under both yardsticks, criterion by criterion."""
    (found,) = _compare(question, Commune.objects.filter(pk=commune.pk))
    return found


def compare_province(question: Question, communes: QuerySet[Commune], district: str) -> Province:
    """Every commune of the day, or those of a district; the queries do not follow their number."""
    every = _compare(question, communes)
    districts = {
        one.commune.district.pk: one.commune.district for one in every if one.commune.district
    }
    rows = [
        one
        for one in every
        if not district or (one.commune.district and one.commune.district.code == district)
    ]
    ordered = sorted(districts.values(), key=lambda one: one.sort_key)
    return Province(tuple(rows), tuple(ordered))


def _compare(question: Question, communes: QuerySet[Commune]) -> list[Compared]:
    a, b = question.a, question.b
    places = list(
        communes.select_related("district").annotate(class_a=_class_on(a), class_b=_class_on(b))
    )
    links = links_between(a.criteria_set, b.criteria_set)
    scales = _scales(question, {_classes(one) for one in places})
    values = _values(a, places)
    own = None if question.by_machine else _values(b, places)
    elsewhere = (
        lent(_indicators(a), places, a.day),
        lent(_indicators(b), places, a.day),  # what B would say of the values of A's day
    )
    under = (_standings(a, places), _standings(b, places))
    found = []
    for commune, under_a, under_b in zip(places, *under, strict=True):
        known = values.get(commune.pk, {})
        borrowed = [one.get(commune.pk, NOTHING) for one in elsewhere]
        pairs = compare(
            *scales[_classes(commune)],
            links,
            values=known,
            cells=(under_a.cells, under_b.cells),
            own=None if own is None else own.get(commune.pk, {}),
            lent=(borrowed[0], borrowed[1]),
        )
        invented = any(one.illustrative for one in known.values()) or any(
            one.illustrative for one in borrowed
        )
        kind = _classes(commune)[1]
        found.append(Compared(commune, kind, under_a, under_b, tuple(pairs), invented))
    return found


def _class_on(side: Side) -> Subquery:
    """Each side asks for the class of its own day."""
    classes = CommuneClass.objects.on(side.day).filter(commune=OuterRef("pk"))
    return Subquery(classes.values("kind")[:1])


def _classes(commune: Commune) -> Classes:
    return vars(commune)["class_a"], vars(commune)["class_b"]


def _scales(question: Question, classes: Iterable[Classes]) -> dict[Classes, tuple[Scale, Scale]]:
    """Both yardsticks for every pair of classes there is; thresholds are read once."""
    sides = (question.a, question.b)
    rules = [rules_for(_indicators(question.a), question.a.known_at)]
    if question.same_set and question.a.known_at == question.b.known_at:
        rules.append(rules[0])
    else:
        rules.append(rules_for(_indicators(question.b), question.b.known_at))
    found = {}
    for kinds in classes:
        pair = [
            Scale.of(
                list(side.criteria_set.criteria.all()),
                known,
                asked(side.criteria_set, side.day, kind),
            )
            for side, known, kind in zip(sides, rules, kinds, strict=True)
        ]
        found[kinds] = (pair[0], pair[1])
    return found


def _indicators(side: Side) -> list[Indicator]:
    criteria = side.criteria_set.criteria.all()
    return [one for criterion in criteria for one in criterion.indicators.all()]


def _standings(side: Side, places: Sequence[Commune]) -> list[Standing]:
    """As declared on that day; the stored state answers for today."""
    as_of = None if side.day == working_day() else side.day
    return standings(side.criteria_set, places, as_of=as_of)


def _values(side: Side, places: Sequence[Commune]) -> Mapping[int, Values]:
    """The values that count on that day, by commune."""
    rows = (
        Measurement.objects.as_of(side.day)
        .filter(
            scorecard__criteria_set=side.criteria_set,
            scorecard__commune__in=[one.pk for one in places],
        )
        .newest("indicator", "part")
        .in_time()
        .select_related("scorecard")
    )
    said: dict[tuple[int, int, str], list[Measurement]] = {}
    for row in rows:
        key = (row.scorecard.commune_id, row.indicator_id, row.part)
        said.setdefault(key, []).append(row)
    found: dict[int, dict[tuple[int, str], Measurement]] = {}
    for (commune, indicator, part), words in said.items():
        counted = counting(words)
        if counted:
            found.setdefault(commune, {})[indicator, part] = counted[0]
    return found


def sheet(question: Question, rows: Iterable[Compared]) -> tuple[list[str], Iterator[list[Any]]]:
    """Head and rows of the spreadsheet; counts stay apart, each with its set named."""
    a, b = question.a.criteria_set, question.b.criteria_set
    head = [
        *("Mã xã", "Xã", "Huyện"),
        *(f"Đạt theo bộ {a} ({question.a.day:%d/%m/%Y})", f"Đã đánh giá theo bộ {a}"),
        *(f"Đạt theo bộ {b} ({question.b.day:%d/%m/%Y})", f"Đã đánh giá theo bộ {b}"),
        *(f"Máy: đạt theo ngưỡng bộ {b}", "Máy: chưa đạt", "Máy: chưa có căn cứ"),
        *("Khác do thước đo", "Khác do tình hình", "Khác chưa rõ vì sao"),
    ]
    return head, (_line(row) for row in rows)


def _line(row: Compared) -> list[Any]:
    district = row.commune.district.name if row.commune.district else ""
    under = (row.under_a, row.under_b)
    declared = [
        cell for one in under for cell in (one.met if one.has_data else None, one.assessed)
    ]
    return [
        *(row.commune.code, row.commune.name, district, *declared),
        *(row.machine_met, row.machine_unmet, row.machine_unknown),
        *(row.by_yardstick, row.by_situation, row.unclear),
    ]
