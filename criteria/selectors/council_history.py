"""What the trail says of a council file and of a procedure."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet

from accounts import trail
from accounts.models import Activity
from accounts.words import said
from criteria.models import CouncilFile, Procedure

LISTED = 50
NAMES = {
    "present_share": "có mặt từ (%)",
    "favour_share": "tán thành từ (%)",
    "documents": "giấy tờ",
}


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One act: who, when, what in words, about what and why."""

    who: str
    at: dt.datetime
    words: str
    about: str = ""
    changes: tuple[tuple[str, str, str], ...] = ()


def history_of(file: CouncilFile) -> list[HistoryLine]:
    """What was done with a file, the newest first; one query."""
    return [
        HistoryLine(_who(one), one.at, said(one.verb), _about(one.details))
        for one in _lines(file)[:LISTED]
    ]


def corrections_of(procedure: Procedure) -> list[HistoryLine]:
    """What the office corrected of a procedure, from → to, with source and reason."""
    words = {one.code: one.words for one in procedure.conditions.all()} | NAMES
    rows = _lines(procedure).filter(verb=trail.CORRECTED)
    return [
        HistoryLine(
            _who(one), one.at, said(one.verb), _reason(one.details), tuple(_changes(one, words))
        )
        for one in rows[:LISTED]
    ]


def _lines(row: Model) -> QuerySet[Activity]:
    rows = Activity.objects.filter(subject=trail.subject_key(row))
    return rows.select_related("by", "on_behalf_of")


def _who(one: Activity) -> str:
    who = str(one.by or one.label)
    return f"{who} thay mặt {one.on_behalf_of}" if one.on_behalf_of else who


def _about(details: dict[str, Any]) -> str:
    found = [details.get(name) for name in ("condition", "about", "name", "reason")]
    return "; ".join(str(one) for one in found if one)


def _reason(details: dict[str, Any]) -> str:
    checked = "đã đối chiếu mọi con số" if details.get("checked") else ""
    found = [details.get("reason"), details.get("source"), checked]
    return "; ".join(str(one) for one in found if one)


def _changes(one: Activity, words: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    before, after = one.details.get("before") or {}, one.details.get("after") or {}
    for name in {**before, **after}:
        yield words.get(name, name), _text(before.get(name)), _text(after.get(name))


def _text(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(str(one) for one in value)
    return str(value).replace(".", ",") if value is not None else ""
