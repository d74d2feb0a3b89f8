"""A text as one flat list of plain rows, as it is edited and compared: an appendix opens, and holds what follows it."""

from collections.abc import Iterable, Sequence
from typing import Any

Row = dict[str, Any]  # a block as `to_json` gives it; an appendix here without its blocks


def opened(blocks: Iterable[Row]) -> list[Row]:
    """The rows in the order printed: the text, then each appendix followed by what stands in it."""
    text: list[Row] = []
    annexes: list[Row] = []
    for one in blocks:
        if one["block"] == "Appendix":
            annexes.append(one | {"blocks": []})
            annexes.extend(one["blocks"])
        elif holds_appendix(one):
            annexes.append(one)
        else:
            text.append(one)
    return text + annexes


def closed(rows: Sequence[Row]) -> list[Row]:
    """The blocks again: what follows an appendix goes into it, until the next one."""
    blocks: list[Row] = []
    inside: list[Row] = blocks
    for one in rows:
        if one["block"] == "Appendix":
            inside = []
            blocks.append(one | {"blocks": inside})
        elif holds_appendix(one):
            blocks.append(one)
            inside = blocks
        else:
            inside.append(one)
    return blocks


def holds_appendix(one: Row) -> bool:
    """Something fed that brings its own appendix stands by itself, never inside another one."""
    return one["block"] == "Fed" and any(
        inner["block"] == "Appendix" or holds_appendix(inner) for inner in one["blocks"]
    )
