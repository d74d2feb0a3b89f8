"""A whole set from a table: tried out row by row, and stored when every row is fine and confirmed.

What a preview says is what storing does, since both do it; a preview takes everything back.
"""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import trail
from accounts.models import User
from criteria.models import CriteriaSet, Criterion, Indicator, Threshold
from criteria.services.catalogue import (
    Demand,
    add_threshold,
    correct_threshold,
    withdraw_threshold,
)
from criteria.services.sets import CriterionGiven, IndicatorGiven, keep_criterion, keep_indicator

ADDED, CHANGED, REMOVED, SAME, REFUSED = "added", "changed", "removed", "same", "refused"
KEY = ("part", "region", "year", "commune_class", "condition", "starts")
Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row as it was understood; `problems` say why it was not. Without a demand: the indicator alone."""

    at: int
    criterion: CriterionGiven | None = None
    indicator: IndicatorGiven | None = None
    demand: Demand | None = None
    problems: tuple[str, ...] = ()
    untold: tuple[str, ...] = ()  # what the table leaves as it is stored


@dataclass(frozen=True, slots=True)
class Step:
    """What becomes of one criterion, indicator or threshold, and why not."""

    at: int | None
    what: str
    state: str
    before: str = ""
    after: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    steps: tuple[Step, ...]

    @property
    def counts(self) -> dict[str, int]:
        found = Counter(step.state for step in self.steps)
        return {state: found[state] for state in (ADDED, CHANGED, REMOVED, SAME, REFUSED)}

    @property
    def changes(self) -> int:
        return sum(step.state in {ADDED, CHANGED, REMOVED} for step in self.steps)

    @property
    def digest(self) -> str:
        """What was seen must be what is stored."""
        return hashlib.sha256(repr(self.steps).encode()).hexdigest()[:16]


def preview_set(*, criteria_set: CriteriaSet, rows: Sequence[SheetRow], by: User) -> Outcome:
    """What storing would do: it is done, and taken back."""
    with transaction.atomic():
        found = _Import(criteria_set, "xem trước", by).run(rows)
        transaction.set_rollback(True)
    return found


@transaction.atomic
def import_set(
    *, criteria_set: CriteriaSet, rows: Sequence[SheetRow], reason: str, seen: str, by: User
) -> Outcome:
    """Store what was previewed, all of it or nothing; corrected thresholds are new rows.

    Refusals: `reason`, `refused` (a row cannot be), `nothing` (no change), `stale` (the set changed
    since the preview: `seen` is its digest).
    """
    if not reason.strip():
        words = "Hãy nêu lý do: theo văn bản nào."
        raise ValidationError({"reason": ValidationError(words, code="reason")})
    CriteriaSet.objects.select_for_update(of=("self",)).get(pk=criteria_set.pk)
    found = _Import(criteria_set, reason.strip(), by).run(rows)
    if found.counts[REFUSED]:
        raise ValidationError(
            f"Còn {found.counts[REFUSED]} dòng không nhận: sửa tệp rồi nạp lại.", code="refused"
        )
    if not found.changes:
        raise ValidationError("Tệp không đổi gì so với bộ đang có.", code="nothing")
    if found.digest != seen:
        raise ValidationError(
            "Bộ tiêu chí vừa được sửa sau khi bạn xem trước: xem lại rồi xác nhận.", code="stale"
        )
    trail.record(by, trail.CORRECTED, criteria_set, imported=found.counts, reason=reason.strip())
    return found


class _Import:
    """One run over the rows; each row is a savepoint of its own."""

    def __init__(self, criteria_set: CriteriaSet, reason: str, by: User) -> None:
        self.criteria_set, self.reason, self.by = criteria_set, reason, by
        self.steps: list[Step] = []
        self.criteria = {one.number: one for one in criteria_set.criteria.all()}
        self.indicators = {
            one.code: one
            for one in Indicator.objects.filter(
                criterion__criteria_set=criteria_set
            ).select_related("criterion__criteria_set")
        }
        self.stored: dict[str, dict[Key, Threshold]] = {}
        living = Threshold.objects.known_at().filter(
            indicator__criterion__criteria_set=criteria_set
        )
        for row in living.select_related("indicator__criterion__criteria_set", "paper"):
            self.stored.setdefault(row.indicator.code, {})[_key(row)] = row
        self.kept: set[tuple[str, Key]] = set()

    def run(self, rows: Sequence[SheetRow]) -> Outcome:
        if not any(row.problems for row in rows):
            self.drop_what_is_gone(rows)
        for row in rows:
            if row.problems:
                self.tell(row.at, "dòng", REFUSED, why="; ".join(row.problems))
                continue
            try:
                with transaction.atomic():
                    self.take(row)
            except ValidationError as refusal:
                what = f"chỉ tiêu {row.indicator.code}" if row.indicator else "dòng"
                self.tell(row.at, what, REFUSED, why=" ".join(refusal.messages))
        return Outcome(tuple(self.steps))

    def tell(
        self,
        at: int | None,
        what: str,
        state: str,
        *,
        before: str = "",
        after: str = "",
        why: str = "",
    ) -> None:
        self.steps.append(Step(at, what, state, before, after, why))

    def take(self, row: SheetRow) -> None:
        assert row.criterion is not None  # noqa: S101 -- a row without one has problems
        criterion = self.take_criterion(row.at, row.criterion)
        if row.indicator is None:
            return
        indicator = self.take_indicator(row, criterion, row.indicator)
        if row.demand is not None:
            self.take_threshold(row.at, indicator, row.demand)

    def take_criterion(self, at: int, given: CriterionGiven) -> Criterion:
        old = self.criteria.get(given.number)
        changed = _changed(old, given)
        if old is not None and not changed:
            return old
        before = str(old) if old else ""
        row = keep_criterion(
            criteria_set=self.criteria_set, given=given, criterion=old, by=self.by
        )
        self.criteria[given.number] = row
        state = CHANGED if old else ADDED
        self.tell(at, f"tiêu chí {given.number}", state, before=before, after=str(row))
        return row

    def take_indicator(
        self, row: SheetRow, criterion: Criterion, given: IndicatorGiven
    ) -> Indicator:
        old = self.indicators.get(given.code)
        if old is not None:  # what the table does not tell stays
            kept = (*row.untold, "name_confidence", "name_source", "note")
            given = replace(given, **{name: getattr(old, name) for name in kept})
        changed = _changed(old, given)
        if old is not None and not changed and old.criterion_id == criterion.pk:
            return old
        if old is not None and old.criterion_id != criterion.pk:
            raise ValidationError(
                f"Chỉ tiêu {given.code} đang thuộc tiêu chí {old.criterion.number}.", code="moved"
            )
        before = ", ".join(f"{getattr(old, name)}" for name in changed) if old else ""
        new = keep_indicator(criterion=criterion, given=given, indicator=old, by=self.by)
        self.indicators[given.code] = new
        after = ", ".join(f"{getattr(new, name)}" for name in changed) if old else new.name
        state = CHANGED if old else ADDED
        self.tell(row.at, f"chỉ tiêu {given.code}", state, before=before, after=after)
        return new

    def take_threshold(self, at: int, indicator: Indicator, demand: Demand) -> None:
        stored = self.stored.setdefault(indicator.code, {})
        key = tuple(getattr(demand, name) for name in KEY)
        if (indicator.code, key) in self.kept:
            raise ValidationError("Trùng với một dòng ở trên.", code="twice")
        old = stored.get(key)
        what = f"ngưỡng {indicator.code}"
        if old is None:
            stored[key] = add_threshold(
                indicator=indicator, wanted=demand, reason=self.reason, by=self.by
            )
            self.tell(at, what, ADDED, after=_words(demand))
        else:
            said = Demand.of(old)
            wanted = replace(
                demand, paper=said.paper, refers_to=said.refers_to, factor=said.factor
            )
            if wanted.confidence == said.confidence:
                wanted = replace(wanted, certainty=said.certainty)
            if wanted == said:
                self.tell(at, what, SAME, before=_words(said))
            else:
                stored[key] = correct_threshold(
                    threshold=old, wanted=wanted, reason=self.reason, by=self.by
                )
                self.tell(at, what, CHANGED, before=_words(said), after=_words(wanted))
        self.kept.add((indicator.code, key))

    def drop_what_is_gone(self, rows: Sequence[SheetRow]) -> None:
        """Thresholds that the table no longer has, of indicators that it tells.

        Those that follow another indicator's stand in no table, and stay.
        """
        told: dict[str, set[Key]] = {}
        for row in rows:
            if row.indicator is not None:
                keys = told.setdefault(row.indicator.code, set())
                if row.demand is not None:
                    keys.add(tuple(getattr(row.demand, name) for name in KEY))
        for code, keys in told.items():
            own = {key for key, row in self.stored.get(code, {}).items() if not row.refers_to_id}
            for key in sorted(own - keys, key=repr):
                gone = self.stored[code].pop(key)
                withdraw_threshold(threshold=gone, reason=self.reason, by=self.by)
                self.tell(None, f"ngưỡng {code}", REMOVED, before=_words(Demand.of(gone)))


def _key(row: Threshold) -> Key:
    return tuple(getattr(row, name) for name in KEY)


def _changed(
    old: Criterion | Indicator | None, given: CriterionGiven | IndicatorGiven
) -> list[str]:
    """The fields in which a stored row differs."""
    if old is None:
        return []
    return [
        one.name for one in fields(given) if getattr(old, one.name) != getattr(given, one.name)
    ]


def _words(demand: Demand) -> str:
    """«BTB 2024 >= 95, có nguồn»: enough to tell two rows apart."""
    value = demand.number if demand.number is not None else demand.answer
    shown = "chưa có" if value is None and not demand.word else demand.word or _plain(value)
    whom = [demand.part, demand.region, demand.year, demand.commune_class, demand.condition]
    since = demand.starts and f"từ {demand.starts:%d/%m/%Y}"
    until = demand.ends and f"đến {demand.ends:%d/%m/%Y}"
    said = [*whom, since, until, demand.comparator if demand.answer is None else "", shown]
    return " ".join(str(one) for one in said if one) + f" ({demand.confidence})"


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "Có" if value else "Không"
    return (
        f"{value:f}".rstrip("0").rstrip(".").replace(".", ",") if "." in f"{value}" else f"{value}"
    )
