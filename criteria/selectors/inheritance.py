"""What a merged commune inherits: who became it, what they had told, and what that comes to."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from accounts.calendar import working_day
from communes.models import Commune, Succession
from communes.models.place import RURAL
from communes.selectors.places import all_origins
from criteria.choices import Combine, Level
from criteria.evaluation import Asked, PartChoice, Rule, Value, pick
from criteria.evaluation.combining import Combined, Member, Way, combine
from criteria.models import (
    CriteriaSet,
    Criterion,
    Denominator,
    Indicator,
    Measurement,
    Recognition,
    Scorecard,
    StatusEntry,
    counting,
)
from criteria.selectors.catalogue import asked, class_on, rules_for
from criteria.selectors.lines import in_time, written

ONE_DAY = dt.timedelta(days=1)
Stood = tuple[Commune, dt.date, Succession | None]


@dataclass(frozen=True, slots=True)
class Origin:
    """A unit that became the commune, as of its last day before that (`until`)."""

    commune: Commune
    until: dt.date
    step: Succession | None  # None: the commune itself, before it took others in
    scorecard: Scorecard | None
    recognition: Recognition | None

    @property
    def silent(self) -> str:
        """Why nothing is known of it, where nothing can be."""
        if self.commune.kind != RURAL:
            return f"{self.commune.kind}, không có phiếu"
        if self.scorecard is None:
            return "chưa có phiếu trong cổng"
        return "chưa có số liệu"


@dataclass(frozen=True, slots=True)
class Told:
    """One predecessor's part in a proposal: what it told, and over what it was counted."""

    origin: Origin
    said: Measurement | None
    denominator: Denominator | None

    @property
    def text(self) -> str:
        return written(self.said)


@dataclass(frozen=True, slots=True)
class Proposed:
    """One value of an indicator for the heir: what was told, what it comes to, what the heir has."""

    indicator: Indicator
    part: str
    part_name: str
    unit: str
    denominator: str
    told: tuple[Told, ...]
    combined: Combined
    own: Measurement | None  # what the heir told since the merger
    base: int | None  # the last value on its scorecard, which a new one follows

    @property
    def may_be_stored(self) -> bool:
        return self.combined.is_settled and self.own is None

    @property
    def illustrative(self) -> bool:
        return any(
            (one.said and one.said.illustrative)
            or (one.denominator and one.denominator.illustrative)
            for one in self.told
        )

    @property
    def own_text(self) -> str:
        return written(self.own)

    @property
    def predecessors(self) -> str:
        return ", ".join(dict.fromkeys(str(one.origin.commune) for one in self.told))


@dataclass(frozen=True, slots=True)
class InheritedCriterion:
    criterion: Criterion
    said: tuple[tuple[Origin, StatusEntry | None], ...]
    lines: tuple[Proposed, ...]


@dataclass(frozen=True, slots=True)
class Need:
    """A denominator that a weighted value asks of a predecessor; None while nobody stated it."""

    name: str
    origin: Origin
    stated: Denominator | None

    @property
    def key(self) -> str:
        return f"{self.origin.commune.pk}-{self.name}"


@dataclass(frozen=True, slots=True)
class Inheritance:
    """What the commune inherits on a set; no origins where it came of nothing."""

    heir: Commune
    merged_on: dt.date | None
    criteria_set: CriteriaSet
    scorecard: Scorecard | None
    origins: tuple[Origin, ...]
    criteria: tuple[InheritedCriterion, ...]
    needs: tuple[Need, ...]

    @property
    def lines(self) -> list[Proposed]:
        return [line for criterion in self.criteria for line in criterion.lines]

    @property
    def storable(self) -> list[Proposed]:
        return [line for line in self.lines if line.may_be_stored]

    @property
    def counts(self) -> dict[str, int]:
        found = {"settled": 0, "open": 0, "anew": 0}
        for line in self.lines:
            found[line.combined.outcome.value] += 1
        return found

    @property
    def towns(self) -> list[Origin]:
        return [one for one in self.origins if one.commune.kind != RURAL]


def inheritance(heir: Commune, criteria_set: CriteriaSet) -> Inheritance:
    """Every proposal for the heir on a set; the number of queries does not follow their number."""
    return _Estate(heir, criteria_set).settle()


def set_of_merger(merged_on: dt.date) -> CriteriaSet | None:
    """The set on which communes stood when they merged."""
    return (
        CriteriaSet.objects.on(merged_on).filter(level=Level.STANDARD).order_by("-starts").first()
    )


class _Estate:
    """The heir, its predecessors and all that is on record of them."""

    def __init__(self, heir: Commune, criteria_set: CriteriaSet) -> None:
        self.heir, self.criteria_set = heir, criteria_set
        self.steps: dict[int, list[Succession]] = defaultdict(list)
        for step in all_origins([heir.pk]):
            self.steps[step.new_id].append(step)
        self.merged_on = max((step.on for step in self.steps.get(heir.pk, [])), default=None)
        self.stood = self._stood()
        keys = {heir.pk, *(commune.pk for commune, _, _ in self.stood)}
        cards = Scorecard.objects.filter(commune__in=keys, criteria_set=criteria_set)
        self.cards = {card.commune_id: card for card in cards}
        self.origins = tuple(self._origin(*one) for one in self.stood)
        self.by_commune = {one.commune.pk: one for one in self.origins}

    def _stood(self) -> list[Stood]:
        """The heir as it stood before it took others in, and everything that had become it."""
        if self.merged_on is None:
            return []
        before = self.heir.starts < self.merged_on
        found: list[Stood] = [(self.heir, self.merged_on - ONE_DAY, None)] if before else []
        for step in self.steps[self.heir.pk]:
            found += self._line(step)
        return found

    def _line(self, step: Succession) -> list[Stood]:
        found: list[Stood] = [(step.old, step.on - ONE_DAY, step)]
        for earlier in self.steps.get(step.old_id, []):
            found += self._line(earlier)
        return found

    def _origin(self, commune: Commune, until: dt.date, step: Succession | None) -> Origin:
        return Origin(
            commune=commune,
            until=until,
            step=step,
            scorecard=self.cards.get(commune.pk),
            recognition=self.recognitions.get(commune.pk),
        )

    @cached_property
    def recognitions(self) -> Mapping[int, Recognition]:
        """The newest recognition that each held on its last day."""
        days = {commune.pk: until for commune, until, _ in self.stood}
        rows = Recognition.objects.filter(commune__in=days).order_by("since", "pk")
        return {
            one.commune_id: one
            for one in rows.select_related("paper")
            if one.since <= days[one.commune_id]
            and (one.revoked_on is None or one.revoked_on > days[one.commune_id])
        }

    @cached_property
    def values(self) -> Mapping[tuple[int, int, str], list[Measurement]]:
        """By scorecard, indicator and part, in time order."""
        found: dict[tuple[int, int, str], list[Measurement]] = defaultdict(list)
        rows = Measurement.objects.known_at(None).filter(scorecard__in=self.cards.values())
        for row in in_time(list(rows)):
            found[row.scorecard_id, row.indicator_id, row.part].append(row)
        return found

    @cached_property
    def words(self) -> Mapping[tuple[int, int], list[StatusEntry]]:
        found: dict[tuple[int, int], list[StatusEntry]] = defaultdict(list)
        rows = StatusEntry.objects.known_at(None).filter(scorecard__in=self.cards.values())
        for row in rows.in_time():
            found[row.scorecard_id, row.criterion_id].append(row)
        return found

    @cached_property
    def denominators(self) -> Mapping[tuple[int, str], Denominator]:
        """The newest row of each, no later than the unit's last day; corrections come last."""
        found = {}
        rows = Denominator.objects.filter(commune__in=self.by_commune).order_by("as_of", "pk")
        for row in rows:
            if row.as_of <= self.by_commune[row.commune_id].until:
                found[row.commune_id, row.name] = row
        return found

    def settle(self) -> Inheritance:
        criteria = list(self.criteria_set.criteria.prefetch_related("indicators"))
        rules = rules_for(one for criterion in criteria for one in criterion.indicators.all())
        lines = [self._criterion(one, rules) for one in criteria] if self.merged_on else []
        return Inheritance(
            heir=self.heir,
            merged_on=self.merged_on,
            criteria_set=self.criteria_set,
            scorecard=self.cards.get(self.heir.pk),
            origins=self.origins if self.merged_on else (),
            criteria=tuple(lines),
            needs=tuple(self._needs(lines)),
        )

    def _criterion(
        self, criterion: Criterion, rules: Mapping[int, list[Rule]]
    ) -> InheritedCriterion:
        lines = [
            self._proposed(indicator, part)
            for indicator in criterion.indicators.all()
            for part in pick(rules.get(indicator.pk, []), self.question).parts
        ]
        return InheritedCriterion(
            criterion=criterion,
            said=tuple((one, self._status(one, criterion)) for one in self.origins),
            lines=tuple(lines),
        )

    @cached_property
    def question(self) -> Asked:
        """Asked for the heir on its first day in its new shape."""
        day = self.merged_on or working_day()
        return asked(self.criteria_set, day, class_on([self.heir], day).get(self.heir.pk))

    def _status(self, origin: Origin, criterion: Criterion) -> StatusEntry | None:
        if origin.scorecard is None:
            return None
        words = self.words.get((origin.scorecard.pk, criterion.pk), [])
        found = counting([one for one in words if one.effective_on <= origin.until])
        return found[0] if found else None

    def _proposed(self, indicator: Indicator, part: PartChoice) -> Proposed:
        told = self._told_by_all(indicator, part.part)
        unit = next((one.rule.unit for one in part.options if one.rule), indicator.unit)
        words = self._own_words(indicator, part.part)
        found = counting([one for one in words if one.effective_on >= self.question.day])
        return Proposed(
            indicator=indicator,
            part=part.part,
            part_name=part.name,
            unit=unit,
            denominator=denominator_of(indicator, part.part),
            told=tuple(told),
            combined=combine(_way(indicator, part, unit), [_member(one) for one in told]),
            own=found[0] if found else None,
            base=max((one.pk for one in words), default=None),
        )

    def _told_by_all(self, indicator: Indicator, part: str) -> list[Told]:
        """What each unit told whose people the value must cover, none twice."""
        own = self.by_commune.get(self.heir.pk)
        told = [self._told_by(own, indicator, part)] if own else []
        for step in self.steps[self.heir.pk]:
            told += self._told_through(self.by_commune[step.old_id], indicator, part)
        return told

    def _told_through(self, origin: Origin, indicator: Indicator, part: str) -> list[Told]:
        """The unit's own value, if it told one since it last took others in; else theirs too."""
        alone = self._told_by(origin, indicator, part)
        steps = self.steps.get(origin.commune.pk, [])
        if not steps:
            return [alone]
        taken_in = max(step.on for step in steps)
        if alone.said and alone.said.effective_on >= taken_in:
            return [alone]
        told = [alone] if origin.commune.starts < taken_in else []
        for step in steps:
            told += self._told_through(self.by_commune[step.old_id], indicator, part)
        return told

    def _told_by(self, origin: Origin, indicator: Indicator, part: str) -> Told:
        said = None
        if origin.scorecard is not None:
            words = self.values.get((origin.scorecard.pk, indicator.pk, part), [])
            found = counting([one for one in words if one.effective_on <= origin.until])
            said = found[0] if found else None
        weight = self.denominators.get((origin.commune.pk, denominator_of(indicator, part)))
        return Told(origin, said, weight)

    def _own_words(self, indicator: Indicator, part: str) -> list[Measurement]:
        card = self.cards.get(self.heir.pk)
        return self.values.get((card.pk, indicator.pk, part), []) if card else []

    @staticmethod
    def _needs(criteria: Iterable[InheritedCriterion]) -> list[Need]:
        found: dict[tuple[str, int], Need] = {}
        for line in (line for criterion in criteria for line in criterion.lines):
            if line.indicator.combine != Combine.WEIGHTED or len(line.told) == 1:
                continue
            for one in line.told:
                if one.said and one.said.applies:
                    key = line.denominator, one.origin.commune.pk
                    found.setdefault(key, Need(key[0], one.origin, one.denominator))
        return sorted(found.values(), key=lambda one: (one.name, one.origin.commune.sort_key))


def denominator_of(indicator: Indicator, part: str) -> str:
    """A part may be counted over something of its own: men of working age, women."""
    own = next((one.get("denominator") for one in indicator.parts if one["code"] == part), None)
    return str(own or indicator.denominator)


def _way(indicator: Indicator, part: PartChoice, unit: str) -> Way:
    rules = [option.rule for option in part.options if option.rule]
    return Way(
        rule=indicator.combine,
        denominator=denominator_of(indicator, part.part),
        comparators=frozenset(one.comparator for one in rules if one.answer is None),
        answers=frozenset(one.answer for one in rules if one.answer is not None),
        scale=next((one.scale for one in rules if one.scale), ()),
        unit=unit,
    )


def _member(told: Told) -> Member:
    """A value that counts for nothing there («không áp dụng») is told as such."""
    said = told.said
    return Member(
        name=str(told.origin.commune),
        value=Value(said.number, said.answer, said.word) if said else None,
        applies=said is None or said.applies,
        weight=told.denominator.value if told.denominator else None,
        silent=told.origin.silent,
    )
