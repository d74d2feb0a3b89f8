"""Rounds as their pages show them: days, how complete, what was frozen, what was corrected later."""

import datetime as dt
import enum
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from communes.models import Commune
from criteria.choices import RoundKind, Status
from criteria.models import (
    CriteriaSet,
    FrozenStatus,
    Measurement,
    Round,
    Scorecard,
    StatusEntry,
    Submission,
    counting,
)
from criteria.selectors.lines import in_time, written
from criteria.selectors.periods import set_in_force
from criteria.selectors.review.rounds import RoundFiles, files_of_rounds
from criteria.selectors.standing import standings

Cell = tuple[int, int]  # scorecard, criterion
COLUMNS = [
    *("Mã xã", "Xã", "Huyện", "Kết quả ghi trong kỳ", "Tiêu chí đã đánh giá", "Tiêu chí đạt"),
    *("Số tiêu chí", "Hồ sơ"),
]


class State(enum.StrEnum):
    """Where a round is on a day."""

    COMING = "chưa mở"
    OPEN = "đang mở"
    CUT_OFF = "chờ đóng"
    CLOSED = "đã đóng"


@dataclass(frozen=True, slots=True)
class RoundLine:
    """A round in the list; `spoken` communes have a word that is effective within it, of `places`."""

    period: Round
    state: State
    spoken: int
    places: int
    frozen: int
    files: RoundFiles

    @property
    def may_close(self) -> bool:
        return self.state == State.CUT_OFF


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """A commune in a round: words said within it, and where it stood at the cut-off.

    Of a closed round the counts are the frozen ones.
    """

    commune: Commune
    words: int
    judged: int
    met: int
    total: int
    illustrative: bool
    file: Submission | None = None


@dataclass(frozen=True, slots=True)
class Later:
    """What was said, or taken back, about a closed round after it closed. Frozen figures stay."""

    commune: Commune
    subject: str
    before: str
    after: str
    is_status: bool
    said: StatusEntry | Measurement
    withdrawal: bool

    @property
    def at(self) -> dt.datetime:
        moment = self.said.withdrawn_at if self.withdrawal else self.said.recorded_at
        assert moment is not None  # noqa: S101 -- a withdrawal has its moment
        return moment

    @property
    def who(self) -> Any:
        return self.said.withdrawn_by if self.withdrawal else self.said.by

    @property
    def why(self) -> str:
        return self.said.withdrawn_reason if self.withdrawal else self.said.note


@dataclass(frozen=True, slots=True)
class RoundPage:
    line: RoundLine
    criteria_set: CriteriaSet | None
    places: tuple[PlaceLine, ...]
    later: tuple[Later, ...]

    @property
    def spoken(self) -> int:
        return sum(1 for one in self.places if one.words)

    @property
    def to_open(self) -> int:
        """Communes that have no file while the round runs or waits to be closed."""
        if self.line.state not in {State.OPEN, State.CUT_OFF}:
            return 0
        return sum(1 for one in self.places if one.file is None)

    @property
    def whole(self) -> int:
        """Communes judged on every criterion."""
        return sum(1 for one in self.places if one.judged == one.total)


def state_on(period: Round, day: dt.date) -> State:
    if period.closed_at:
        return State.CLOSED
    if day < period.starts:
        return State.COMING
    return State.OPEN if day <= period.ends else State.CUT_OFF


def round_lines(day: dt.date, rounds: QuerySet[Round] | None = None) -> list[RoundLine]:
    """Every round, the latest first, in three queries."""
    words = StatusEntry.objects.filter(
        withdrawn_at=None,
        effective_on__gte=OuterRef("starts"),
        effective_on__lte=OuterRef("ends"),
        scorecard__commune__in=Commune.objects.on(day).values("pk"),
    )
    named = Round.places.through.objects.filter(round=OuterRef(OuterRef("pk")))
    mine = named.filter(commune=OuterRef("scorecard__commune"))
    words = words.filter(~Exists(named) | Exists(mine))
    frozen = FrozenStatus.objects.filter(round=OuterRef("pk")).order_by().values("round")
    rows = (Round.objects.all() if rounds is None else rounds).select_related("closed_by")
    named = Round.places.through.objects.filter(round=OuterRef("pk"))
    counted = list(
        rows.annotate(
            spoken=_count(words, "withdrawn_at", "scorecard__commune"),
            frozen_count=_count(frozen, "round", "pk"),
            named=_count(named, "round", "pk"),
        )
    )
    places, files = Commune.objects.on(day).count(), files_of_rounds(counted)
    return [
        RoundLine(
            one,
            state_on(one, day),
            one.spoken,
            one.named or places,
            one.frozen_count,
            files[one.pk],
        )
        for one in counted
    ]


def round_page(period: Round, day: dt.date) -> RoundPage:
    """A round with every commune of its cut-off, and what was corrected after it closed."""
    (line,) = round_lines(day, Round.objects.filter(pk=period.pk))
    criteria_set = set_in_force(period.ends)
    places = tuple(_places(period, criteria_set)) if criteria_set else ()
    later = tuple(later_words(period)) if period.closed_at else ()
    return RoundPage(line, criteria_set, places, later)


def scorecards_of(period: Round) -> QuerySet[Scorecard]:
    """The scorecards of the sets in force at the cut-off, of its communes that existed then."""
    rows: QuerySet[Scorecard] = Scorecard.objects.filter(
        criteria_set__in=CriteriaSet.objects.on(period.ends).values("pk"),
        commune__in=Commune.objects.on(period.ends).values("pk"),
    )
    if period.kind == RoundKind.ON_DEMAND and period.places.exists():
        rows = rows.filter(commune__in=period.places.values("pk"))
    return rows


def counted_at(period: Round, moment: dt.datetime) -> dict[Cell, StatusEntry]:
    """The word that counts in each cell of `scorecards_of` at the cut-off, as known at that moment."""
    words = (
        StatusEntry.objects.as_of(period.ends, moment)
        .filter(scorecard__in=scorecards_of(period).values("pk"))
        .only("scorecard", "criterion", "stage", "status", "effective_on")
    )
    said: dict[Cell, list[StatusEntry]] = defaultdict(list)
    for word in words.in_time():
        said[word.scorecard_id, word.criterion_id].append(word)
    return {cell: found[0] for cell, rows in said.items() if (found := counting(rows))}


def differences(period: Round) -> list[str]:
    """Where what a closed round froze is not what its cut-off, as known when it closed, gives now."""
    assert period.closed_at is not None  # noqa: S101 -- asked of closed rounds only
    frozen = {
        (one.scorecard_id, one.criterion_id): (one.entry_id, one.status)
        for one in FrozenStatus.objects.filter(round=period)
    }
    again = {
        cell: (word.pk, word.status) for cell, word in counted_at(period, period.closed_at).items()
    }
    return [
        f"{period}: phiếu {scorecard}, tiêu chí {criterion}: đã chốt "
        f"{frozen.get((scorecard, criterion))}, tính lại {again.get((scorecard, criterion))}"
        for scorecard, criterion in sorted(frozen.keys() | again.keys())
        if frozen.get((scorecard, criterion)) != again.get((scorecard, criterion))
    ]


def later_words(period: Round) -> list[Later]:
    """What was said or withdrawn of the round's time after it closed, newest first."""
    found = [*_later_statuses(period), *_later_values(period)]
    return sorted(found, key=lambda one: one.at, reverse=True)


def sheet_rows(page: RoundPage) -> Iterator[list[Any]]:
    """The communes for a spreadsheet, in the order of COLUMNS."""
    for one in page.places:
        district = one.commune.district.name if one.commune.district else ""
        yield [
            *(one.commune.code, one.commune.name, district),
            *(one.words, one.judged, one.met, one.total),
            one.file.get_state_display() if one.file else "",
        ]


def _places(period: Round, criteria_set: CriteriaSet) -> Iterator[PlaceLine]:
    communes = Commune.objects.on(period.ends).select_related("district")
    if period.kind == RoundKind.ON_DEMAND and period.places.exists():
        communes = communes.filter(pk__in=period.places.values("pk"))
    of_the_set = {"scorecard__criteria_set": criteria_set}
    words = dict(
        StatusEntry.objects.filter(
            **of_the_set,
            withdrawn_at=None,
            effective_on__gte=period.starts,
            effective_on__lte=period.ends,
        )
        .order_by()
        .values_list("scorecard__commune")
        .annotate(count=Count("pk"))
    )
    kept = FrozenStatus.objects.filter(round=period, **of_the_set).order_by()
    counts = kept.values("scorecard__commune").annotate(
        judged=Count("pk"), met=Count("pk", filter=Q(status=Status.MET))
    )
    frozen = {one["scorecard__commune"]: (one["judged"], one["met"]) for one in counts}
    files = {
        one.scorecard.commune_id: one
        for one in Submission.objects.filter(round=period, **of_the_set).select_related(
            "scorecard"
        )
    }
    for one in standings(criteria_set, communes, as_of=period.ends):
        key = one.commune.pk
        judged, met_then = one.assessed, one.met
        if period.closed_at:
            judged, met_then = frozen.get(key, (0, 0))
        yield PlaceLine(
            one.commune,
            words.get(key, 0),
            judged,
            met_then,
            one.total,
            one.illustrative,
            files.get(key),
        )


def _since(period: Round) -> Q:
    """Recorded, or known and then withdrawn, after the round closed."""
    return Q(recorded_at__gt=period.closed_at) | Q(withdrawn_at__gt=period.closed_at)


def _later_statuses(period: Round) -> Iterator[Later]:
    rows = (
        StatusEntry.objects.filter(
            _since(period),
            effective_on__lte=period.ends,
            scorecard__in=scorecards_of(period).values("pk"),
        )
        .select_related("scorecard__commune", "criterion", "agency", "by", "withdrawn_by")
        .order_by("pk")
    )
    words = list(rows)
    frozen = {
        (one.scorecard_id, one.criterion_id): one.status
        for one in FrozenStatus.objects.filter(
            round=period, scorecard__in={word.scorecard_id for word in words}
        )
    }
    for word in words:
        kept = frozen.get((word.scorecard_id, word.criterion_id), "")
        subject = f"Tiêu chí {word.criterion}"
        for withdrawal in _acts(word, period):
            before, after = (word.status, "") if withdrawal else (kept, word.status)
            place = word.scorecard.commune
            yield Later(place, subject, before, after, True, word, withdrawal)  # noqa: FBT003


def _later_values(period: Round) -> Iterator[Later]:
    scorecards = scorecards_of(period).values("pk")
    rows = Measurement.objects.filter(
        _since(period), effective_on__lte=period.ends, scorecard__in=scorecards
    )
    values = list(
        rows.select_related("scorecard__commune", "indicator", "agency", "by", "withdrawn_by")
    )
    known = defaultdict[tuple[int, int, str], list[Measurement]](list)
    earlier = Measurement.objects.as_of(period.ends, period.closed_at).filter(
        scorecard__in={one.scorecard_id for one in values},
        indicator__in={one.indicator_id for one in values},
    )
    for one in earlier if values else ():
        known[one.scorecard_id, one.indicator_id, one.part].append(one)
    for value in values:
        key = (value.scorecard_id, value.indicator_id, value.part)
        counted = counting(in_time(known[key]))
        subject = f"Chỉ tiêu {value.indicator.code}" + (f" ({value.part})" if value.part else "")
        for withdrawal in _acts(value, period):
            kept = written(counted[0]) if counted else ""
            before, after = (written(value), "") if withdrawal else (kept, written(value))
            place = value.scorecard.commune
            yield Later(place, subject, before, after, False, value, withdrawal)  # noqa: FBT003


def _acts(word: StatusEntry | Measurement, period: Round) -> Iterable[bool]:
    """What was done after the closing: said (False), withdrawn (True)."""
    closed = period.closed_at
    if closed is None:
        return
    if word.recorded_at > closed:
        yield False
    if word.withdrawn_at is not None and word.withdrawn_at > closed:
        yield True


def _count(rows: QuerySet[Any], group: str, what: str) -> Coalesce:
    """How many different ones, as a subquery; `group` has one value in all rows."""
    counted = rows.order_by().values(group).annotate(n=Count(what, distinct=True)).values("n")
    return Coalesce(Subquery(counted), 0)
