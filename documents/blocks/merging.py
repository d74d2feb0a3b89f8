"""Two people wrote on the same version: what each touched is put together; where both touched the same, both are kept.

Plain data in, plain data out. The unit is a row of an opened text (`documents.blocks.opened`); tables with the
same columns are put together row by row.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from documents.blocks.opened import opened

MOST = 3000  # pairs of rows looked at in one stretch; beyond it they pair in order
LIKE = 0.45  # how like two rows of one kind must be to count as one that was changed


@dataclass(frozen=True, slots=True)
class Clash:
    """Both touched the same place; an empty side removed it."""

    mine: tuple[Any, ...]
    theirs: tuple[Any, ...]


@dataclass(slots=True)
class _Touched:
    """What one side made of a list: for each place of the base what stands there now, and what it put before it."""

    slots: list[list[Any]]
    gaps: list[list[Any]] = field(default_factory=list)


def merged(base: Sequence[Any], mine: Sequence[Any], theirs: Sequence[Any]) -> list[Any]:
    """One list of what both made of `base`, with a Clash where both touched one place in different ways."""
    one, other = _touched(base, mine), _touched(base, theirs)
    found: list[Any] = []
    for place in range(len(base) + 1):
        found += _inserted(one.gaps[place], other.gaps[place])
        if place < len(base):
            found += _slot(base[place], one.slots[place], other.slots[place])
    return found


def contents(
    base: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Clash]]:
    """Two whole contents put together, their `body` as an opened text that may hold Clashes.

    Beside it the other parts that clashed, by name: there the answer holds mine.
    """
    found: dict[str, Any] = dict(theirs)
    clashed: dict[str, Clash] = {}
    for name in (name for name in theirs if name in mine):
        before, one, other = base.get(name), mine[name], theirs[name]
        if name == "body":
            found[name] = merged(opened(before or []), opened(one), opened(other))
        elif isinstance(other, list):
            found[name] = merged(before or [], one, other)
            if clashes(found[name]):
                found[name], clashed[name] = one, Clash(tuple(one), tuple(other))
        elif other in (before, one):
            found[name] = one
        elif one != before:
            found[name], clashed[name] = one, Clash((one,), (other,))
    return found, clashed


def clashes(rows: Sequence[Any]) -> list[Clash]:
    return [one for one in rows if isinstance(one, Clash)]


def _slot(base: Any, mine: list[Any], theirs: list[Any]) -> list[Any]:
    if theirs in (mine, [base]):
        return mine
    if mine == [base]:
        return theirs
    if mine and theirs and (table := _tables(base, mine[0], theirs[0])):
        return [table]
    return [Clash(tuple(mine), tuple(theirs))]


def _inserted(mine: list[Any], theirs: list[Any]) -> list[Any]:
    return mine if mine == theirs else theirs + [one for one in mine if one not in theirs]


def _tables(base: Any, mine: Any, theirs: Any) -> dict[str, Any] | None:
    """One table, where both changed rows of their own and nothing else."""
    if not all(
        isinstance(one, dict) and one.get("block") == "Table" for one in (base, mine, theirs)
    ):
        return None
    if not (_frame(base) == _frame(mine) == _frame(theirs)):
        return None
    rows = merged(base["rows"], mine["rows"], theirs["rows"])
    return None if clashes(rows) else base | {"rows": rows}


def _frame(table: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in table.items() if key != "rows"}


def _touched(base: Sequence[Any], side: Sequence[Any]) -> _Touched:
    found = _Touched([[] for _ in base], [[] for _ in range(len(base) + 1)])
    before, after = [_key(one) for one in base], [_key(one) for one in side]
    for act, start, end, first, last in SequenceMatcher(
        None, before, after, autojunk=False
    ).get_opcodes():
        if act == "equal":
            for place in range(start, end):
                found.slots[place] = [side[first + place - start]]
        elif act == "insert":
            found.gaps[start] += side[first:last]
        elif act == "replace":
            _pair(base[start:end], side[first:last], start, found)
    return found


def _pair(base: Sequence[Any], side: Sequence[Any], start: int, found: _Touched) -> None:
    """In a stretch that changed as a whole: which new row is which old one; the others came or went."""
    pairs = _pairs(base, side)
    taken = 0
    for place, partner in enumerate(pairs):
        if partner is None:
            continue
        found.gaps[start + place] += side[taken:partner]
        found.slots[start + place] = [side[partner]]
        taken = partner + 1
    found.gaps[start + len(base)] += side[taken:]


def _pairs(base: Sequence[Any], side: Sequence[Any]) -> list[int | None]:
    """As like as can be; where as many went as came, an unlike row of the same kind stands for the old one."""
    if len(base) * len(side) > MOST:
        return [place if place < len(side) else None for place in range(len(base))]
    floor = 0.01 if len(base) == len(side) else 0.0
    return paired(
        base, side, lambda one, other: alike(one, other) or (floor if _kin(one, other) else 0.0)
    )


def _kin(one: Any, other: Any) -> bool:
    kinds = [row.get("block") if isinstance(row, dict) else type(row) for row in (one, other)]
    return bool(kinds[0] == kinds[1])


def paired(
    old: Sequence[Any], new: Sequence[Any], likeness: Callable[[Any, Any], float]
) -> list[int | None]:
    """For each old row the place of its new self, in order, so that the pairs are as like as can be."""
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    like = [[likeness(one, other) for other in new] for one in old]
    for row in range(len(old) - 1, -1, -1):
        for column in range(len(new) - 1, -1, -1):
            best[row][column] = max(
                best[row + 1][column],
                best[row][column + 1],
                best[row + 1][column + 1] + like[row][column],
            )
    pairs: list[int | None] = [None] * len(old)
    row = column = 0
    while row < len(old) and column < len(new):
        if (
            like[row][column]
            and best[row][column] == best[row + 1][column + 1] + like[row][column]
        ):
            pairs[row] = column
            row, column = row + 1, column + 1
        elif best[row][column] == best[row + 1][column]:
            row += 1
        else:
            column += 1
    return pairs


def alike(one: Any, other: Any) -> float:
    """0 for strangers; else how like their words are."""
    if (
        isinstance(one, dict)
        and isinstance(other, dict)
        and one.get("block") != other.get("block")
    ):
        return 0.0
    first, second = words_of(one), words_of(other)
    if not first and not second:
        return 1.0
    matcher = SequenceMatcher(None, first.split(), second.split(), autojunk=False)
    ratio = max(matcher.ratio(), _letters(first, second))
    return ratio if ratio >= LIKE else 0.0


def _letters(first: str, second: str) -> float:
    """For short rows, where one changed word is half of all."""
    if max(len(first), len(second)) > 200:  # noqa: PLR2004 -- longer ones have words enough
        return 0.0
    return SequenceMatcher(None, first, second, autojunk=False).ratio()


def words_of(one: Any) -> str:
    """All the text in a row, in order."""
    if isinstance(one, str):
        return one
    if isinstance(one, dict):
        return " ".join(words_of(value) for key, value in one.items() if key != "block").strip()
    if isinstance(one, list | tuple):
        return " ".join(words_of(value) for value in one).strip()
    return ""


def _key(one: Any) -> str:
    return repr(one)
