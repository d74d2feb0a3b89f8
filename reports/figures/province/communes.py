"""The frozen shapes of communes in a report of a province or a district: one letter a criterion, days as ISO text."""

from dataclasses import dataclass

from criteria.choices import Status
from reports.figures.bands import FULL, NO_DATA, UNCLEAR, bands

# One letter a criterion, in the order of the set.
MET, NOT_MET, IN_PROGRESS, NOT_APPLICABLE, UNKNOWN = "M", "N", "P", "A", "-"
LETTERS = {
    Status.MET.value: MET,
    Status.NOT_MET.value: NOT_MET,
    Status.IN_PROGRESS.value: IN_PROGRESS,
    Status.NOT_APPLICABLE.value: NOT_APPLICABLE,
    "": UNKNOWN,
}
FAILING = NOT_MET + IN_PROGRESS


@dataclass(frozen=True, slots=True)
class Criterion:
    number: int
    name: str

    def __str__(self) -> str:
        return f"{self.number} ({self.name})"


@dataclass(frozen=True, slots=True)
class Word:
    """Where a commune stands on the set on one day."""

    letters: str

    def places(self, letters: str) -> tuple[int, ...]:
        return tuple(place for place, one in enumerate(self.letters) if one in letters)

    @property
    def met(self) -> int:
        return self.letters.count(MET)

    @property
    def unmet(self) -> tuple[int, ...]:
        return self.places(FAILING)

    @property
    def unknown(self) -> tuple[int, ...]:
        return self.places(UNKNOWN)

    @property
    def has_data(self) -> bool:
        return len(self.unknown) < len(self.letters)

    @property
    def is_whole(self) -> bool:
        """Every criterion was judged."""
        return self.has_data and not self.unknown

    @property
    def is_full(self) -> bool:
        """Every criterion is met or does not apply, and at least one is met."""
        return self.met > 0 and not self.unmet and not self.unknown

    def is_under(self, limit: int) -> bool:
        """Below the limit even if everything that nobody judged were met (`criteria.selectors.is_under`)."""
        return bool(self.unmet) and self.met + len(self.unknown) < limit

    def may_be_under(self, limit: int) -> bool:
        return self.met < limit and not self.is_full and not self.is_under(limit)

    @property
    def band(self) -> str:
        """The band it is in whatever the unjudged criteria turn out to be (all of them met is no band below)."""
        if not self.has_data:
            return NO_DATA
        if self.is_full:
            return FULL
        low, high = self.met, self.met + len(self.unknown)
        for one in bands(len(self.letters))[1:]:
            if one.low <= low and high <= one.high:
                return one.key
        return UNCLEAR


@dataclass(frozen=True, slots=True)
class HeldLevel:
    """A recognition that holds on the day."""

    level: str
    year: int | None
    decision: str
    decided_on: str
    paper: int | None
    illustrative: bool


@dataclass(frozen=True, slots=True)
class Moved:
    """A criterion that was met and is not, or was judged unmet and is met now, and why (as labelled)."""

    place: int
    up: bool
    why: str


@dataclass(frozen=True, slots=True)
class Place:
    """A commune. `before`: at the end of last year; blank where that day knew another set."""

    code: str
    name: str
    district: str
    district_code: str
    group: str
    now: str
    before: str
    moved: tuple[Moved, ...]
    held: tuple[HeldLevel, ...]
    held_before: tuple[str, ...]
    held_year_ago: tuple[str, ...]
    sponsors: tuple[str, ...]
    in_charge: tuple[str, ...]
    unclear: tuple[str, ...]
    goals: tuple[str, ...]
    stated: tuple[str, ...]
    drawn: tuple[str, ...]
    illustrative: bool

    @property
    def bare(self) -> str:
        return self.name.removeprefix("xã ")

    @property
    def word(self) -> Word:
        return Word(self.now)

    @property
    def word_before(self) -> Word:
        return Word(self.before)

    @property
    def levels(self) -> frozenset[str]:
        return frozenset(one.level for one in self.held)

    @property
    def gained(self) -> tuple[int, ...]:
        return tuple(one.place for one in self.moved if one.up)

    @property
    def lost(self) -> tuple[int, ...]:
        return tuple(one.place for one in self.moved if not one.up)

    @property
    def change(self) -> int | None:
        """Of the count of criteria; nothing where either end is not wholly judged."""
        if not (self.word.is_whole and self.word_before.is_whole):
            return None
        return self.word.met - self.word_before.met
