"""What of a draft may be stored today, by whom: each cell is good, or refused with why."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError

from accounts.models import User
from communes.models import Commune
from criteria.choices import Change
from criteria.models import (
    CriteriaSet,
    Criterion,
    EntryDraft,
    Indicator,
    Measurement,
    Scorecard,
    StatusEntry,
)
from criteria.models.plan import SAME, STALE, Plan, PlanCell
from criteria.permissions import Mandate, Mandates, mandates_across
from criteria.selectors.lines import written
from criteria.services.bulk import Given, last_words, refusals
from criteria.services.reading import read_status, read_value
from criteria.services.status import open_scorecard
from criteria.services.statuses import GivenStatus, last_statuses, status_refusals

NOT_YOURS = "Cơ quan bạn không được giao xã hoặc chỉ tiêu này."
NOT_IN_THIS_STEAD = "Với tư cách đã chọn, bạn không ghi được ô này."
GONE = "Không còn tìm thấy xã, chỉ tiêu hoặc tiêu chí của ô này."


@dataclass(slots=True)
class Checked:
    """What `measure_many` and `log_many` take, in the order of the cells."""

    values: list[Given] = field(default_factory=list)
    statuses: list[GivenStatus] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Said:
    """What the maker chose for the whole draft."""

    effective_on: dt.date
    speaking_as: str
    note: str
    correcting: bool

    @classmethod
    def of(cls, draft: EntryDraft) -> "Said":
        chosen = draft.options
        return cls(
            effective_on=dt.date.fromisoformat(chosen["effective_on"]),
            speaking_as=chosen.get("speaking_as", ""),
            note=chosen.get("note", ""),
            correcting=bool(chosen.get("correcting")),
        )


def checked(draft: EntryDraft, plan: Plan, user: User, *, opening: bool = False) -> Checked:
    """Mark in the plan each good cell that may not be stored; return what may.

    With `opening`, communes without a scorecard get theirs (inside the caller's transaction). The
    number of queries does not follow that of the cells.
    """
    said, known = Said.of(draft), _Known(draft.criteria_set, plan.good)
    if opening:
        known.open(user)
    allowed = known.mandates(user)
    values: list[tuple[PlanCell, Given]] = []
    statuses: list[tuple[PlanCell, GivenStatus]] = []
    for cell in plan.good:
        card = known.card(cell)
        given = allowed.get(card.commune_id) if card else None
        if card is None or given is None:
            cell.refuse(GONE)
        elif cell.indicator is not None:
            value = _value(cell, card, known.indicators.get(cell.indicator), given, said)
            values += [(cell, value)] if value else []
        else:
            status = _status(cell, card, known.criteria.get(cell.criterion or 0), given, said)
            statuses += [(cell, status)] if status else []
    _refuse_values(values)
    _refuse_statuses(statuses)
    return Checked(
        values=[given for cell, given in values if cell.is_good],
        statuses=[given for cell, given in statuses if cell.is_good],
    )


class _Known:
    """What the cells point to, fetched at once."""

    def __init__(self, criteria_set: CriteriaSet | None, cells: Iterable[PlanCell]) -> None:
        cells = list(cells)
        rows = Scorecard.objects.select_related("commune__district", "criteria_set")
        self.cards = rows.in_bulk({cell.scorecard for cell in cells if cell.scorecard})
        places = {cell.place for cell in cells if cell.place and not cell.scorecard}
        self.by_place: dict[int, Scorecard] = {}
        if places and criteria_set:
            found = rows.filter(criteria_set=criteria_set, commune__in=places)
            self.by_place = {card.commune_id: card for card in found}
            communes = Commune.objects.select_related("district")
            for pk, commune in communes.in_bulk(places - set(self.by_place)).items():
                self.by_place[pk] = Scorecard(commune=commune, criteria_set=criteria_set)
        self.indicators = (
            Indicator.objects.select_related("criterion")
            .prefetch_related("thresholds")
            .in_bulk({cell.indicator for cell in cells if cell.indicator})
        )
        self.criteria = Criterion.objects.in_bulk(
            {cell.criterion for cell in cells if cell.criterion}
        )

    def card(self, cell: PlanCell) -> Scorecard | None:
        if cell.scorecard:
            return self.cards.get(cell.scorecard)
        return self.by_place.get(cell.place or 0)

    def mandates(self, user: User) -> dict[int, Mandates]:
        cards = [*self.cards.values(), *self.by_place.values()]
        return mandates_across(user, cards)

    def open(self, user: User) -> None:
        """Scorecards that are not there yet, for communes of which something will be said."""
        for pk, card in self.by_place.items():
            if card.pk is None and mandates_across(user, [card])[card.commune_id]:
                self.by_place[pk] = open_scorecard(
                    commune=card.commune, criteria_set=card.criteria_set, by=user
                )


def _value(
    cell: PlanCell,
    card: Scorecard,
    indicator: Indicator | None,
    allowed: Mandates,
    said: Said,
) -> Given | None:
    if indicator is None:
        cell.refuse(GONE)
        return None
    mandate = _mandate(cell, allowed.for_indicator(indicator), said)
    if mandate is None:
        return None
    try:
        value = read_value(cell.said, cell.kind or indicator.value_type)
    except ValueError as error:
        cell.refuse(str(error))
        return None
    return Given(
        scorecard=card,
        indicator=indicator,
        value=value,
        effective_on=said.effective_on,
        mandate=mandate,
        base=cell.base,
        part=cell.part,
        note=cell.note or said.note,
        correcting=said.correcting,
    )


def _status(
    cell: PlanCell,
    card: Scorecard,
    criterion: Criterion | None,
    allowed: Mandates,
    said: Said,
) -> GivenStatus | None:
    if criterion is None:
        cell.refuse(GONE)
        return None
    mandate = _mandate(cell, allowed.for_criterion(criterion), said)
    if mandate is None:
        return None
    try:
        status = read_status(cell.said)
    except ValueError as error:
        cell.refuse(str(error))
        return None
    return GivenStatus(
        scorecard=card,
        criterion=criterion,
        status=status,
        effective_on=said.effective_on,
        mandate=mandate,
        base=cell.base,
        note=cell.note or said.note,
        change=Change.CORRECTION if said.correcting else "",
    )


def _mandate(cell: PlanCell, allowed: tuple[Mandate, ...], said: Said) -> Mandate | None:
    """The mandate chosen for the draft; where none was, the highest for this cell."""
    if not allowed:
        cell.refuse(NOT_YOURS)
        return None
    if not said.speaking_as:
        return allowed[0]
    chosen = next((one for one in allowed if one.key == said.speaking_as), None)
    if chosen is None:
        cell.refuse(NOT_IN_THIS_STEAD)
    return chosen


def _refuse_values(rows: list[tuple[PlanCell, Given]]) -> None:
    refused = refusals([given for _, given in rows])
    stale = {place for place, error in refused.items() if error.code == "stale"}
    now: dict[tuple[int, int, str], Measurement] = {}
    if stale:
        last = last_words([rows[place][1] for place in stale])
        words = Measurement.objects.in_bulk(set(last.values()))
        now = {key: words[pk] for key, pk in last.items()}
    for place, error in refused.items():
        cell, given = rows[place]
        if place not in stale:
            cell.refuse(" ".join(error.messages))
            continue
        word = now.get((given.scorecard.pk, given.indicator.pk, given.part))
        _mark_stale(cell, written(word), error)
        if word and _same(word, given):
            cell.refuse("Người khác đã ghi đúng giá trị này.", SAME)


def _refuse_statuses(rows: list[tuple[PlanCell, GivenStatus]]) -> None:
    refused = status_refusals([given for _, given in rows])
    stale = {place for place, error in refused.items() if error.code == "stale"}
    now: dict[tuple[int, int], StatusEntry] = {}
    if stale:
        last = last_statuses([rows[place][1] for place in stale])
        words = StatusEntry.objects.in_bulk(set(last.values()))
        now = {key: words[pk] for key, pk in last.items()}
    for place, error in refused.items():
        cell, given = rows[place]
        if place not in stale:
            cell.refuse(" ".join(error.messages))
            continue
        word = now.get((given.scorecard.pk, given.criterion.pk))
        _mark_stale(cell, word.get_status_display() if word else "", error)
        if word and word.status == given.status:
            cell.refuse("Người khác đã ghi đúng kết quả này.", SAME)


def _mark_stale(cell: PlanCell, now: str, error: ValidationError) -> None:
    cell.refuse(" ".join(error.messages), STALE)
    cell.now = now


def _same(word: Measurement, given: Given) -> bool:
    value = given.value
    return (word.number, word.answer, word.word, word.applies) == (
        *(value.number, value.answer, value.word),
        value.applies,
    )
