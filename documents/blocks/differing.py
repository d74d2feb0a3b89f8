"""What differs between two texts, word by word, for people to read."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

from documents.blocks.merging import alike, paired

Change = Literal["", "added", "removed"]
MOST = 3000  # pairs of lines looked at in one stretch


@dataclass(frozen=True, slots=True)
class Words:
    """Some words that both texts have, or only the newer (added) or older one (removed)."""

    text: str
    change: Change = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """A line of the text: as it is, changed within, added or removed as a whole."""

    words: tuple[Words, ...]
    change: Literal["", "changed", "added", "removed"] = ""


def lines(rows: Iterable[dict[str, Any]]) -> list[str]:
    """An opened text as lines: a row of a table is one, its cells parted by bars."""
    return [line for one in rows for line in _lines(one)]


def differences(older: Sequence[str], newer: Sequence[str]) -> list[Difference]:
    """Every line of both, in order."""
    found: list[Difference] = []
    matcher = SequenceMatcher(None, older, newer, autojunk=False)
    for act, start, end, first, last in matcher.get_opcodes():
        if act == "equal":
            found += [_whole(line, "") for line in older[start:end]]
        else:
            found += _stretch(older[start:end], newer[first:last])
    return found


def difference(older: str, newer: str) -> Difference:
    """Two lines word by word."""
    if older == newer:
        return _whole(older, "")
    if not older or not newer:
        return _whole(older or newer, "removed" if older else "added")
    return Difference(tuple(_words(older, newer)), "changed")


def _stretch(older: Sequence[str], newer: Sequence[str]) -> Iterable[Difference]:
    pairs: list[int | None] = [None] * len(older)
    if len(older) * len(newer) <= MOST:
        pairs = paired(older, newer, alike)
    taken = 0
    for line, partner in zip(older, pairs, strict=True):
        if partner is None:
            yield _whole(line, "removed")
            continue
        yield from (_whole(new, "added") for new in newer[taken:partner])
        yield difference(line, newer[partner])
        taken = partner + 1
    yield from (_whole(new, "added") for new in newer[taken:])


def _whole(line: str, change: Change) -> Difference:
    return Difference((Words(line, change),), change)


def _words(older: str, newer: str) -> Iterable[Words]:
    before, after = re.findall(r"\s+|\S+", older), re.findall(r"\s+|\S+", newer)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for act, start, end, first, last in matcher.get_opcodes():
        if act == "equal":
            yield Words("".join(before[start:end]))
            continue
        if end > start:
            yield Words("".join(before[start:end]), "removed")
        if last > first:
            yield Words("".join(after[first:last]), "added")


def _lines(one: dict[str, Any]) -> Iterable[str]:
    match one["block"]:
        case "Heading":
            yield f"{one['number']}. {one['text']}" if one["number"] else one["text"]
        case "Paragraph":
            yield one["text"]
        case "Article":
            yield f"Điều {one['number']}. {one['text']}"
        case "Bullets":
            yield from (f"- {item}" for item in one["items"])
        case "Table":
            yield from _table(one)
        case "Figure":
            yield f"Hình: {one['caption']}"
        case "Appendix":
            yield f"Phụ lục {one['number']}: {one['title']}" + (
                " (khổ ngang)" if one["landscape"] else ""
            )
            yield from [one["attached_to"]] if one["attached_to"] else []
            yield from lines(one["blocks"])
        case "Fed":
            yield from lines(one["blocks"])


def _table(one: dict[str, Any]) -> Iterable[str]:
    yield from [text for text in (one["caption"], one["unit"]) if text]
    titles = [
        f"{column['group']}: {column['title']}" if column["group"] else column["title"]
        for column in one["columns"]
    ]
    yield " | ".join(titles)
    for row in one["rows"]:
        yield " | ".join(row["cells"])
