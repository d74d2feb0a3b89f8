"""Whether a value is worth a second look, and why in words: it is stored all the same.

Beside the commune's own value of an earlier day and beside its neighbours. The bounds are the
portal's own, not the law's: loose enough that an ordinary year raises no flag.
"""

import statistics
from collections.abc import Sequence
from decimal import Decimal

from criteria.evaluation.words import with_unit

JUMP = Decimal("0.4")  # of the value before
POINTS = Decimal(10)  # a percentage moves at least so much before a jump is told
SLIPS = (Decimal(10), Decimal(100), Decimal(1000))
NEAR_SLIP = Decimal("0.05")  # how near to ten, a hundred, a thousand times
FEWEST = 5  # neighbours that make a comparison
SPREADS = 5  # robust standard deviations from the median
TO_DEVIATION = Decimal("1.4826")  # a median absolute deviation as a standard deviation
LEAST_SPREAD = Decimal("0.05")  # of the median, where the neighbours are all alike
LEAST_POINTS = Decimal(3)
PERCENT = "%"
LONGEST = 300  # characters, of `Measurement.unusual`


def unusual(
    value: Decimal,
    *,
    before: Decimal | None,
    neighbours: Sequence[Decimal],
    where: str = "xã cùng huyện",
    unit: str = "",
) -> str:
    """Why the value is unusual, blank where it is not: «giảm 40 % so với lần trước (85 → 51)».

    `before` is the commune's value of an earlier day, `neighbours` one value a commune, `where` says
    which; all in `unit`.
    """
    reasons = [_beside_own(value, before, unit), _beside_others(value, neighbours, where, unit)]
    return "; ".join(reason for reason in reasons if reason)[:LONGEST]


def _beside_own(value: Decimal, before: Decimal | None, unit: str) -> str:
    if before is None or value == before:
        return ""
    told = f"({with_unit(before, '')} → {with_unit(value, '')})"
    if value * before < 0:
        return f"trái dấu với lần trước {told}"
    slip = _slip(value, before)
    if slip:
        return f"{slip} giá trị trước {told}: kiểm tra dấu phẩy, đơn vị"
    if before == 0 or (unit == PERCENT and abs(value - before) < POINTS):
        return ""
    share = abs(value - before) / abs(before)
    if share < JUMP:
        return ""
    return f"{'tăng' if value > before else 'giảm'} {share * 100:.0f} % so với lần trước {told}"


def _slip(value: Decimal, before: Decimal) -> str:
    """«gấp 10 lần», «bằng 1/100», where a comma or a unit may have slipped."""
    if 0 in {value, before}:
        return ""
    for times in SLIPS:
        if abs(value / before / times - 1) <= NEAR_SLIP:
            return f"gấp {times} lần"
        if abs(before / value / times - 1) <= NEAR_SLIP:
            return f"bằng 1/{times}"
    return ""


def _beside_others(value: Decimal, neighbours: Sequence[Decimal], where: str, unit: str) -> str:
    """Far from the median, measured by how far the neighbours themselves lie from it."""
    if len(neighbours) < FEWEST:
        return ""
    median = statistics.median(neighbours)
    spread = TO_DEVIATION * statistics.median([abs(one - median) for one in neighbours])
    least = max(abs(median) * LEAST_SPREAD, LEAST_POINTS if unit == PERCENT else Decimal(0))
    if abs(value - median) <= SPREADS * max(spread, least):
        return ""
    side = "cao" if value > median else "thấp"
    return f"{side} hơn hẳn {len(neighbours)} {where} (trung vị {with_unit(median, unit)})"
