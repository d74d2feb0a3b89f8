"""The frozen shapes of a report of a province or a district. Money is text of triệu đồng: blank is None, not 0."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from criteria.choices import Level
from reports.figures.commune.shapes import Fund
from reports.figures.province.communes import FAILING, MET, UNKNOWN, Criterion, Place
from reports.figures.thawing import thawed


@dataclass(frozen=True, slots=True)
class Cited:
    """A paper as tables name it."""

    pk: int | None
    kind: str
    number: str
    issuer: str
    title: str
    aims: tuple[str, ...]
    illustrative: bool


@dataclass(frozen=True, slots=True)
class Said:
    """A count that a source states: shown apart, never added to what was judged."""

    subject: str
    label: str
    value: str
    out_of: int | None
    as_of: str
    source: str
    derived: bool


@dataclass(frozen=True, slots=True)
class Aim:
    """A target of the place: a number to reach, or not to exceed."""

    kind: str
    text: str
    low: int | None
    high: int | None
    out_of: int | None
    below: int | None
    year: int | None
    paper: str
    pk: int | None
    criterion: int | None = None

    @property
    def wanted(self) -> int | None:
        return self.low if self.low is not None else self.high


@dataclass(frozen=True, slots=True)
class Seat:
    """A district: its dossiers, and its own programme of the year."""

    code: str
    name: str
    dossiers: tuple[str, ...]
    programmes: tuple[str, ...]
    illustrative: bool


@dataclass(frozen=True, slots=True)
class Sponsor:
    """An agency behind communes (table C2); the money it gave in the period, by where it came from."""

    name: str
    slug: str
    communes: tuple[str, ...]  # codes
    sponsored: int
    in_charge: int
    unclear: int
    plans: tuple[str, ...]
    reports: tuple[str, ...]
    times: int
    total: str | None
    own: str | None
    raised: str | None
    integrated: str | None
    others: str | None
    rest: str | None
    illustrative: bool


@dataclass(frozen=True, slots=True)
class Gap:
    """A stated sum and its parts that do not agree: told, never mended (RF6)."""

    what: str
    stated: str
    parts: str


@dataclass(frozen=True, slots=True)
class Works:
    """Works of one kind; the blank kind is what no work tells of («không tách theo công trình»)."""

    kind: str
    label: str
    works: int
    finished: int
    quantities: tuple[str, ...]
    funds: tuple[Fund, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A difficulty or a proposal that waits for an answer on the day."""

    text: str
    by: str
    to: str
    since: str
    pk: int | None
    proposal: bool
    illustrative: bool


@dataclass(frozen=True, slots=True)
class Villages:
    known: int
    recognised: int
    model: int
    under_way: int
    illustrative: int


@dataclass(frozen=True, slots=True)
class Figures:
    """`form_set` and `forms`: of which set of forms each table is, and its number there."""

    place: str
    district_code: str
    issuer: str
    yearly: bool
    criteria_set: str
    set_code: str
    set_before: str
    level: str
    groups: tuple[tuple[str, ...], ...]
    form_set: str
    forms: tuple[tuple[str, ...], ...]
    period_starts: str
    before_on: str
    as_of: str
    known_at: str
    drawing: str
    asked: tuple[str, ...]
    criteria: tuple[Criterion, ...]
    communes: tuple[Place, ...]
    communes_year_ago: int
    districts: tuple[Seat, ...]
    said: tuple[Said, ...]
    aims: tuple[Aim, ...]
    papers: tuple[Cited, ...]
    sponsors: tuple[Sponsor, ...]
    gaps: tuple[Gap, ...]
    funds: tuple[Fund, ...]
    works: tuple[Works, ...]
    debt: str | None
    debtors: int
    money_illustrative: bool
    villages: Villages
    questions: tuple[Question, ...]
    programme: dict[str, Any]

    @property
    def total(self) -> int:
        return len(self.criteria)

    @property
    def is_grouped(self) -> bool:
        """The set measures communes by groups (from 2026 on)."""
        return bool(self.groups)

    @property
    def compares(self) -> bool:
        """The day before the period knew the same yardstick."""
        return not self.set_before

    @property
    def whole_province(self) -> bool:
        return not self.district_code

    @property
    def illustrative(self) -> bool:
        marked = [
            *(one.illustrative for one in self.communes),
            *(one.illustrative for one in self.districts),
            *(one.illustrative for one in self.papers),
            *(one.illustrative for one in self.sponsors),
            *(one.illustrative for one in self.questions),
            *(held.illustrative for one in self.communes for held in one.held),
        ]
        return self.money_illustrative or bool(self.villages.illustrative) or any(marked)

    def at(self, place: int) -> Criterion:
        return self.criteria[place]

    def recognised(self, level: str = Level.STANDARD) -> int:
        return sum(level in one.levels for one in self.communes)

    def recognised_before(self, level: str = Level.STANDARD) -> int:
        return sum(level in one.held_before for one in self.communes)

    def recognised_year_ago(self, level: str = Level.STANDARD) -> int:
        return sum(level in one.held_year_ago for one in self.communes)

    @property
    def full_unrecognised(self) -> list[Place]:
        return [one for one in self.communes if one.word.is_full and self.level not in one.levels]

    @property
    def recognised_failing(self) -> list[Place]:
        return [one for one in self.communes if self.level in one.levels and one.word.unmet]

    @property
    def has_data(self) -> bool:
        return any(one.word.has_data for one in self.communes)


def thaw(given: dict[str, Any]) -> Figures:
    """The figures as they were frozen: `thaw(asdict(figures)) == figures`, also through JSON."""
    return thawed(Figures, given)


def dec(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def added(values: Iterable[str | None]) -> Decimal | None:
    """Of what was reported; None where nothing was."""
    known = [Decimal(one) for one in values if one is not None]
    return sum(known, Decimal(0)) if known else None


@dataclass(frozen=True, slots=True)
class Mean:
    """Criteria met on average over the communes wholly judged (the others would falsify it)."""

    met: int
    communes: int


def mean(communes: Iterable[Place], *, before: bool = False) -> Mean | None:
    words = [one.word_before if before else one.word for one in communes]
    whole = [one.met for one in words if one.is_whole]
    return Mean(sum(whole), len(whole)) if whole else None


@dataclass(frozen=True, slots=True)
class Tally:
    """A criterion across communes; None: nobody judged one of them.

    `up` and `down`: gained and lost since the end of last year, no first judgements among them.
    """

    place: int
    communes: int
    met: int | None
    before: int | None
    unmet: int
    unknown: int
    up: int
    down: int


def tally(place: int, communes: Iterable[Place]) -> Tally:
    rows = list(communes)
    now = "".join(one.now[place] for one in rows)
    before = "".join(one.before[place] for one in rows if one.before)
    unknown = now.count(UNKNOWN)
    return Tally(
        place=place,
        communes=len(rows),
        met=_met(now),
        before=_met(before),
        unmet=sum(letter in FAILING for letter in now),
        unknown=unknown,
        up=sum(place in one.gained for one in rows),
        down=sum(place in one.lost for one in rows),
    )


def _met(letters: str) -> int | None:
    return letters.count(MET) if letters.replace(UNKNOWN, "") else None
