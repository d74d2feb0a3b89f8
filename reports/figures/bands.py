"""The bands in which the programme's reports and pages count communes by criteria met."""

from dataclasses import dataclass

# Where the bands begin; a set with fewer criteria uses those that fit.
BAND_STARTS = (15, 13, 10, 5)
FULL, UNCLEAR, NO_DATA = "du", "chua-du-so-lieu", "chua-co-so-lieu"


@dataclass(frozen=True, slots=True)
class Band:
    """Communes by number of criteria met."""

    key: str
    low: int
    high: int

    @property
    def words(self) -> str:
        """«đủ 19 tiêu chí», «15–18 tiêu chí», «dưới 5 tiêu chí»."""
        if self.key == FULL:
            return f"đủ {self.low} tiêu chí"
        if not self.low:
            return f"dưới {self.high + 1} tiêu chí"
        count = f"{self.low}–{self.high}" if self.low < self.high else f"{self.low}"
        return f"{count} tiêu chí"

    @property
    def label(self) -> str:
        """The same as the head of a narrow column: «Đủ 19 TC»."""
        short = self.words.replace("tiêu chí", "TC")
        return f"{short[:1].upper()}{short[1:]}"


def bands(total: int) -> tuple[Band, ...]:
    """From all criteria of the set down; a set with fewer criteria uses the bands that fit."""
    found, high = [Band(FULL, total, total)], total - 1
    for low in [start for start in BAND_STARTS if start < total]:
        found.append(Band(f"{low}-{high}", low, high))
        high = low - 1
    return (*found, Band(f"duoi-{high + 1}", 0, high))
