"""Numbers of reports: comma decimals, dots between thousands, trailing zeros kept. Blank is not reported, 0 is zero."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

DOES_NOT_APPLY = "-"
SPACE = "\u00a0"  # keeps a number and its sign on one line
BILLION = 1000  # of a million đồng
Number = Decimal | int


def number(value: Number | None, places: int | None = None) -> str:
    """«1.014,5», «14,0»; without `places` as many decimals as there are. None is blank."""
    if value is None:
        return ""
    given = Decimal(value).normalize() if places is None else rounded(value, places)
    text = f"{given or abs(given):,f}"  # no «-0,0»
    return text.replace(",", "\0").replace(".", ",").replace("\0", ".")


def rounded(value: Number, places: int) -> Decimal:
    """Half away from zero, as papers round."""
    return Decimal(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def percent(part: Number | None, whole: Number | None, places: int = 1) -> str:
    """«56,4 %» for 57 of 101; blank where a side is not reported, «-» of nothing (RF6)."""
    if part is None or whole is None:
        return ""
    if not whole:
        return DOES_NOT_APPLY
    return f"{number(Decimal(part) * 100 / Decimal(whole), places)}{SPACE}%"


def average(total: Number | None, count: int | None, places: int = 1) -> str:
    """«16,2» criteria a commune, «14,0» with its zero (RF6); blank where nothing is reported."""
    if total is None or not count:
        return ""
    return number(Decimal(total) / count, places)


def billions(millions: Number | None, places: int = 1) -> str:
    """An amount of triệu đồng in the words of a sentence: «1,2 tỷ đồng», under a billion «850 triệu đồng» (RF7)."""
    if millions is None:
        return ""
    given = Decimal(millions)
    if abs(given) < BILLION:
        return f"{number(given)}{SPACE}triệu đồng"
    return f"{number(rounded(given / BILLION, places))}{SPACE}tỷ đồng"


def does_not_close(parts: Iterable[Number], stated: Number) -> Decimal | None:
    """By how much a stated total differs from the sum of its parts; None where it closes (RF6).

    To be told, never mended: 3,305 + 39,110 is not 42,416.
    """
    differs = Decimal(stated) - sum((Decimal(one) for one in parts), Decimal(0))
    return differs or None
