"""Whether the money of one thing closes: its sources against the total that a paper states.

Rule RF6 of the report forms: total = Σ rows, and what a source printed is never «fixed». A rest that is
in no source is «không tách» (a paper may say «trên 600 tỷ đồng» and name three sources); a difference of
one unit of the last digit stated is rounding (Hà Tĩnh printed 42,416 for 3,305 + 39,110); sources that
exceed the total stand in contradiction. Amounts in triệu đồng; None was not reported.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Verdict(StrEnum):
    NOTHING = "nothing"
    CLOSES = "closes"
    UNSPLIT = "unsplit"
    ROUNDED = "rounded"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Closing:
    """`split`: Σ of the sources; `stated`: as the paper has it."""

    split: Decimal | None
    stated: Decimal | None
    verdict: Verdict

    @property
    def total(self) -> Decimal | None:
        """What tables add up: the sources and the rest that is in none of them."""
        known = [one for one in (self.split, self.stated) if one is not None]
        return max(known, default=None)

    @property
    def rest(self) -> Decimal | None:
        """«Không tách»: so that sources and rest are the total."""
        if self.total is None or self.total == self.split:
            return None
        return self.total - (self.split or 0)

    @property
    def flagged(self) -> bool:
        """The stated total and the sources do not agree."""
        return self.verdict in {Verdict.ROUNDED, Verdict.OVER}

    @property
    def gap(self) -> Decimal | None:
        """How far they lie apart, whichever is larger."""
        if self.split is None or self.stated is None:
            return None
        return abs(self.stated - self.split)


def close(amounts: Iterable[Decimal | None], stated: Decimal | None) -> Closing:
    """The verdict on one thing's sources and its stated total."""
    known = [one for one in amounts if one is not None]
    split = sum(known, Decimal(0)) if known else None
    return Closing(split, stated, _verdict(split, stated))


def _verdict(split: Decimal | None, stated: Decimal | None) -> Verdict:
    if stated is None:
        return Verdict.NOTHING if split is None else Verdict.CLOSES
    if split is None:
        return Verdict.UNSPLIT
    if split == stated:
        return Verdict.CLOSES
    if abs(stated - split) <= last_digit(stated):
        return Verdict.ROUNDED
    return Verdict.UNSPLIT if split < stated else Verdict.OVER


def last_digit(number: Decimal) -> Decimal:
    """One unit of the last digit that a number says: 0,001 of 42,416; 1 of a whole number."""
    exponent = number.normalize().as_tuple().exponent
    assert isinstance(exponent, int)  # noqa: S101 -- neither infinite nor a signal
    return Decimal(1).scaleb(min(exponent, 0))
