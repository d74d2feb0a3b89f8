"""Numbers of an issuer's papers: one row a year for the kinds that share it (NĐ 30/2020, Điều 15)."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from documents.models import Letterhead, OfficialDocument


@dataclass(frozen=True, slots=True)
class Numbering:
    """The row of numbers that a paper belongs to in a year."""

    last: int  # 0: none yet
    gaps: tuple[int, ...]  # between the first and the last that are known here
    proposed: str  # nothing where the issuer keeps no row here


def numbering(letterhead: Letterhead, kind: str, year: int) -> Numbering:
    """What the portal knows of the row: what was issued elsewhere and not registered here is not known."""
    used = {
        int(one)
        for one in _of_series(letterhead, kind, year).values_list("number", flat=True)
        if one.isdecimal()
    }
    last = max(used, default=0)
    first = min(used, default=0)
    gaps = tuple(one for one in range(first, last) if one not in used)
    proposed = f"{last + 1:02d}" if letterhead.own_series else ""
    return Numbering(last, gaps, proposed)


def warnings_about(paper: OfficialDocument, number: str, year: int) -> dict[str, str]:
    """What is unusual about a number, by code: `double` (used already), `gap` (numbers left out before it)."""
    letterhead = paper.letterhead
    found: dict[str, str] = {}
    if letterhead is None:
        return found
    rows = _of_series(letterhead, paper.kind, year).exclude(pk=paper.pk)
    same = Q(number=number)
    if number.isdecimal():
        same |= Q(number=str(int(number))) | Q(number=f"{int(number):02d}")
    twin = rows.filter(same).first()
    if twin is not None:
        found["double"] = f"Số {number} năm {year} đã dùng cho {twin} «{twin.title[:80]}»."
    row = numbering(letterhead, paper.kind, year)
    if letterhead.own_series and row.last and number.isdecimal() and int(number) > row.last + 1:
        left = (
            str(row.last + 1)
            if int(number) == row.last + 2
            else f"{row.last + 1}–{int(number) - 1}"
        )
        found["gap"] = f"Bỏ trống số {left} của năm {year}."
    return found


def _of_series(letterhead: Letterhead, kind: str, year: int) -> QuerySet[OfficialDocument]:
    """Numbered papers of the row: those written here, and those of the same issuer that were registered."""
    rules = {one.kind: one.series for one in letterhead.symbol_rules.all()}
    series = rules.get(kind, "")
    apart = [one for one, name in rules.items() if name != series]
    together = [one for one, name in rules.items() if name == series]
    rows = OfficialDocument.objects.filter(
        Q(letterhead=letterhead)
        | Q(
            letterhead=None,
            issuer=letterhead.agency_id,
            issuer_text__in=["", letterhead.name, letterhead.name.upper()],
        ),
        year=year,
    ).exclude(number="")
    return rows.filter(kind__in=together) if series else rows.exclude(kind__in=apart)
