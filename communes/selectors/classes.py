"""Which class each commune has, and which communes have none."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import OuterRef, QuerySet, Subquery

from accounts.models import User
from communes.choices import CommuneClassKind
from communes.models import Commune, CommuneClass
from communes.names import search_key
from communes.selectors.matching import Match, match_communes

WORDS = {
    **{search_key(kind.label): kind for kind in CommuneClassKind},
    **{kind.value: kind for kind in CommuneClassKind},
    "dbkk": CommuneClassKind.SPECIAL,
    "dac biet kho khan": CommuneClassKind.SPECIAL,
    "xa dbkk": CommuneClassKind.SPECIAL,
    "khong dbkk": CommuneClassKind.ORDINARY,
    "khong": CommuneClassKind.ORDINARY,
    "thuong": CommuneClassKind.ORDINARY,
    "1": CommuneClassKind.GROUP_1,
    "2": CommuneClassKind.GROUP_2,
    "3": CommuneClassKind.GROUP_3,
    "nhom 1": CommuneClassKind.GROUP_1,
    "nhom 2": CommuneClassKind.GROUP_2,
    "nhom 3": CommuneClassKind.GROUP_3,
}
MOST_LINES = 200


@dataclass(frozen=True, slots=True)
class PastedClass:
    """One pasted line: as typed, the commune and the class that it means, or why it means none."""

    number: int
    text: str
    match: Match | None
    kind: CommuneClassKind | None
    why: str

    @property
    def is_whole(self) -> bool:
        return not self.why


def classes_of(commune: Commune) -> list[CommuneClass]:
    """Newest first."""
    return list(commune.classes.order_by("-starts"))


def communes_with_class(
    user: User, day: dt.date, *, only_without: bool = False
) -> QuerySet[Commune]:
    """Communes of the day, each with `class_kind`: None for one without a class on that day."""
    classed = CommuneClass.objects.on(day)
    rows = Commune.objects.visible_to(user).on(day).select_related("district")
    if only_without:
        rows = rows.exclude(pk__in=classed.values("commune"))
    kinds = classed.filter(commune=OuterRef("pk")).values("kind")
    found: QuerySet[Commune] = rows.annotate(class_kind=Subquery(kinds[:1]))
    return found


def read_classes(pasted: str, day: dt.date) -> list[PastedClass]:
    """Lines of «xã, loại» (a tab, a semicolon or the last comma between); blank ones are passed over."""
    lines = [line.strip() for line in pasted.splitlines() if line.strip()][:MOST_LINES]
    cut = [_cut(line) for line in lines]
    matches = match_communes([name for name, _ in cut], day)
    seen: set[int] = set()
    found = []
    for number, (line, (_, word), match) in enumerate(zip(lines, cut, matches, strict=True), 1):
        kind = WORDS.get(search_key(word)) or WORDS.get(word.strip())
        why = _why(match, word, kind, seen)
        if match.commune:
            seen.add(match.commune.pk)
        found.append(PastedClass(number, line, match, kind, why))
    return found


def _cut(line: str) -> tuple[str, str]:
    for mark in ("\t", ";", ","):
        if mark in line:
            name, _, word = line.rpartition(mark)
            return name, word
    return line, ""


def _why(match: Match, word: str, kind: CommuneClassKind | None, seen: set[int]) -> str:
    if match.commune is None:
        near = ", ".join(str(one) for one in match.choices)
        return f"xã: {match.how}" + (f"; có thể là {near}" if near else "")
    if kind is None:
        return f"không rõ loại «{word.strip()}»" if word.strip() else "chưa ghi loại"
    return "xã có ở hai dòng" if match.commune.pk in seen else ""
