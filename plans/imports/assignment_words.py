"""What the cells of a list of assignments say: names of communes in a row, duties, districts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from communes.names import search_key
from criteria.choices import Duty
from plans.models.assigning import NOTHING, UNKNOWN

SPONSOR_WORDS = {"d", "dd", "do dau"}
CHARGE_WORDS = {"p", "pt", "phu trach"}
ASSIGNED_WORDS = {"x", "1", "v", "co", "chua ro", "chua ro nhiem vu"}
ASSIGNED_SIGNS = {"✓", "✔", "√", "+", "●", "•"}
NOTHING_WORDS = {"0", "khong"}
NOTHING_SIGNS = {"-", "–", "—", "."}
HEADS = {
    *(
        "tt",
        "stt",
        "so tt",
        "so thu tu",
        "xa",
        "ten xa",
        "huyen",
        "ten huyen",
        "don vi",
        "ghi chu",
    ),
    *("co quan", "co quan don vi", "ten co quan", "ten don vi", "nhiem vu", "dia ban", "tinh"),
    *("ten co quan don vi", "ma xa", "ma", "van ban", "tu ngay", "den ngay", "van ban phan cong"),
    *("xa phu trach do dau", "dia phuong", "huyen thi xa", "cac xa", "ten cac xa", "vai tro"),
}
_BETWEEN = re.compile(r"[;\n•]|,|\s+và\s+", re.IGNORECASE)
_PARTS = re.compile(r"\(([^)]*)\)|([^()]+)")
_LEAD = re.compile(
    r"^\s*(?:[-–+*•]\s*)*(?:\d{1,3}\s*[.)]\s*)?(?:(?:gồm\s+)?(?:\d{1,3}\s+)?các xã\s+|gồm\s+(?:xã\s+)?)?",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Piece:
    """One name of a cell, with the duty and the district that stand beside it there."""

    text: str
    duty: str = ""
    within: str = ""


def pieces(cell: str) -> list[Piece]:
    """«Đỡ đầu: Hướng Việt, Vĩnh Thái (Vĩnh Linh)»: the names; what stands in brackets is of those before."""
    found: list[Piece] = []
    since = 0
    duty = within = ""
    for part in _PARTS.finditer(cell):
        if part[1] is not None:
            _set(found[since:], part[1].strip())
            since = len(found)
            continue
        for text, head in _names(part[2]):
            if head is not None:
                since = len(found)
                duty, within = (head, "") if duties(head) else ("", head)
            if any(one.isalpha() for one in text):
                found.append(Piece(text, duty, within))
    return found


def duties(text: str) -> list[Duty]:
    """The duties that words name: «xã đỡ đầu» one, «phụ trách, đỡ đầu» both, «Gio Mai» none."""
    key = search_key(text)
    named = [(Duty.SPONSOR, "do dau"), (Duty.IN_CHARGE, "phu trach")]
    return [duty for duty, words in named if re.search(rf"\b{words}\b", key)]


def meaning(text: str) -> str:
    """A mark or word for a duty: a duty, UNKNOWN, NOTHING; blank where nobody can tell."""
    key = search_key(text)
    if key in ASSIGNED_WORDS or text.strip() in ASSIGNED_SIGNS:
        return UNKNOWN
    if key in NOTHING_WORDS or text.strip() in NOTHING_SIGNS:
        return NOTHING
    if key in SPONSOR_WORDS:
        return Duty.SPONSOR.value
    if key in CHARGE_WORDS:
        return Duty.IN_CHARGE.value
    named = duties(text)
    return named[0].value if len(named) == 1 else ""


def is_duty(text: str) -> bool:
    """A cell that only tells a duty; an ordinal «1» or a lone «x» is left to the column."""
    key = search_key(text)
    return key in SPONSOR_WORDS | CHARGE_WORDS or (bool(duties(text)) and len(key) <= 40)  # noqa: PLR2004 -- letters


def is_head(text: str) -> bool:
    key = search_key(text)
    return key in HEADS or not any(one.isalpha() for one in key)


def _names(text: str) -> Iterator[tuple[str, str | None]]:
    """Each name, with the words before a colon where it follows one."""
    for chunk in _BETWEEN.split(text):
        head: str | None = None
        name = chunk
        if ":" in chunk:
            before, name = chunk.split(":", 1)
            head = _LEAD.sub("", before).strip()
        name = _LEAD.sub("", name, count=1).strip(" .-–:")
        yield name, head


def _set(named: list[Piece], words: str) -> None:
    found = duties(words) or (meaning(words) in Duty.values)
    for one in named:
        if found:
            one.duty = words
        else:
            one.within = words
