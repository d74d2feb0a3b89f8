"""Which registered paper and which agency a line of a draft means; what is not sure stays words."""

import datetime as dt
import re
from collections.abc import Iterable

from accounts.models import User
from communes.models import Agency
from communes.names import search_key
from documents.models import OfficialDocument

_SYMBOL = re.compile(r"(\d{1,6}[a-z]?)\s*/\s*((?:\d{4}/)?[A-ZĐ][\w\-–&.]*)")
_YEAR = re.compile(r"(?:năm\s+|/)((?:19|20)\d{2})(?!\d*/)")


def papers_named(user: User, texts: Iterable[str]) -> dict[str, OfficialDocument]:
    """For each text that names one paper of the register by its number and notation, that paper.

    Where several bear them, the year in the text decides; where it does not, none is meant.
    """
    asked = {text: found for text in texts if (found := _SYMBOL.search(text))}
    numbers = {found[1] for found in asked.values()}
    rows = OfficialDocument.objects.visible_to(user).out().filter(number__in=numbers)
    known: dict[tuple[str, str], list[OfficialDocument]] = {}
    for one in rows if asked else ():
        known.setdefault((one.number, one.notation.upper()), []).append(one)
    named = {}
    for text, found in asked.items():
        papers = known.get((found[1], found[2].rstrip(".-").upper()), [])
        if len(papers) > 1:
            year = _YEAR.search(text[found.end() :])
            papers = [one for one in papers if year and str(one.year) == year[1]]
        if len(papers) == 1:
            named[text] = papers[0]
    return named


def names_a_symbol(text: str) -> bool:
    return bool(_SYMBOL.search(text))


def agencies_named(day: dt.date) -> dict[str, Agency]:
    """The agencies of a day by their names without diacritics, long and short."""
    found: dict[str, Agency] = {}
    for one in Agency.objects.on(day):
        for name in (one.name, one.short_name):
            if name:
                found.setdefault(search_key(name), one)
    return found


def papers_to_name(user: User, limit: int = 200) -> list[str]:
    """What the newest papers of the register are called where one is typed: «1841/QĐ-UBND năm 2020»."""
    rows = OfficialDocument.objects.visible_to(user).out().exclude(number="").exclude(notation="")
    return [named_words(one) for one in rows[:limit]]


def named_words(paper: OfficialDocument) -> str:
    return f"{paper.symbol} năm {paper.year}" if paper.year else paper.symbol
