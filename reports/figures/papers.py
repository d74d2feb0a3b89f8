"""How papers are named in what is frozen."""

import datetime as dt

from documents.models import OfficialDocument
from reports.words import lowered


def named(paper: OfficialDocument) -> str:
    """«Quyết định số 1841/QĐ-UBND ngày 14/7/2020», «Kế hoạch tháng 11/2020»."""
    parts = [paper.get_kind_display()]
    if paper.number:
        parts.append(f"số {paper.symbol}")
    if paper.date_words:
        parts.append(f"{'ngày' if paper.dated else 'tháng'} {paper.date_words}")
    return " ".join(parts)


def cited(paper: OfficialDocument) -> str:
    """A paper at its first mention: kind, number and symbol, date, issuer, subject, as far as they are known."""
    issuer = paper.issuer.name if paper.issuer else paper.issuer_text
    return f"{named(paper)}{f' của {issuer}' if issuer else ''} {lowered(paper.title)}"


def short(paper: OfficialDocument | None) -> str:
    """«KH 2071/SKH-KTN (08/12/2020)», «KH chưa có số (11/2020)»."""
    if paper is None:
        return ""
    return f"{paper.short} ({paper.date_words})" if paper.date_words else paper.short


def first_day(paper: OfficialDocument) -> dt.date:
    """The day of a paper; one left blank counts from the first of its month or year."""
    return paper.dated or dt.date(paper.year or 1, paper.month or 1, 1)
