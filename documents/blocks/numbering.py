"""The number that would come next, proposed and never forced: a paper may go I, III, IV."""

from collections.abc import Sequence
from typing import Any

_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_LETTERS = "abcdđeghiklmnopqrstuvxy"  # as Vietnamese papers count points
_ARTICLE, _ANNEX = "Điều", "Phụ lục"


def proposed(rows: Sequence[dict[str, Any]]) -> list[str]:
    """For each row of an opened text the number it would bear if all before it counted on; blank where none is due.

    Counting starts anew under each heading above, and in each appendix. It goes on from what is *printed*:
    after «III» comes «IV», whether there was a «II» or not.
    """
    last: dict[Any, str] = {}
    found = []
    for one in rows:
        key = _series(one)
        if key is None:
            found.append("")
            continue
        mine = _next(key, last.get(key, ""))
        found.append(mine)
        last[key] = one.get("number", "").strip().rstrip(".)") or mine
        _start_anew(one, last)
    return found


def _series(one: dict[str, Any]) -> Any:
    match one["block"]:
        case "Heading":
            return one["level"]
        case "Article":
            return _ARTICLE
        case "Appendix":
            return _ANNEX
    return None


def _start_anew(one: dict[str, Any], last: dict[Any, str]) -> None:
    match one["block"]:
        case "Heading":
            for level in (2, 3):
                if level > one["level"]:
                    last.pop(level, None)
        case "Appendix":
            for key in (1, 2, 3, _ARTICLE):
                last.pop(key, None)


def _next(key: Any, before: str) -> str:
    if key in {1, _ANNEX}:
        return roman(_value(before) + 1)
    if key == 3:  # noqa: PLR2004 -- points are letters
        place = _LETTERS.find(before.lower()) + 1 if len(before) == 1 else 0
        return _LETTERS[min(place, len(_LETTERS) - 1)]
    last = before.rsplit(".", 1)[-1]
    return str(int(last) + 1) if last.isdecimal() else "1"


def roman(number: int) -> str:
    words = ""
    for value, sign in _ROMAN:
        while number >= value:
            words += sign
            number -= value
    return words


def _value(numeral: str) -> int:
    worth = {"I": 1, "V": 5, "X": 10}
    if numeral.isdecimal():
        return int(numeral)
    values = [worth.get(sign, 0) for sign in numeral.upper()]
    return sum(
        -value if value < max(values[place:]) else value for place, value in enumerate(values)
    )
