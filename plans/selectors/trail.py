"""What the trail says of one row, for its own page."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from accounts.models import Activity
from accounts.trail import subject_key
from accounts.words import said
from plans.choices import MoneySource

LISTED = 50


@dataclass(frozen=True, slots=True)
class TrailLine:
    """One act: who, what in words, and from → to of each field that differs."""

    activity: Activity
    words: str
    changes: tuple[tuple[str, str, str], ...]


def trail_of(row: Model) -> list[TrailLine]:
    """The newest first, so many of them; one query."""
    lines = Activity.objects.filter(subject=subject_key(row)).select_related("by", "on_behalf_of")
    return [
        TrailLine(one, said(one.verb), tuple(_changes(row, one.details.get("changes"))))
        for one in lines[:LISTED]
    ]


def _changes(row: Model, changes: Any) -> Iterable[tuple[str, str, str]]:
    if not isinstance(changes, dict):
        return
    fields: dict[str, Any] = {field.name: field for field in row._meta.get_fields()}
    for name, (before, after) in changes.items():
        field = fields.get(name)
        label = getattr(field, "verbose_name", "") or dict(MoneySource.choices).get(name, name)
        words = dict(getattr(field, "flatchoices", ()))
        yield str(label), _words(before, words), _words(after, words)


def _words(value: Any, choices: dict[Any, Any]) -> str:
    """As people write it: choices by their words, days as 18/6/2024, amounts with «–» for blank."""
    if isinstance(value, list):
        return " | ".join("–" if one is None else _words(one, {}) for one in value)
    if value is None:
        return ""
    text = str(choices.get(value, value))
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return text.replace(".", ",") if text.replace(".", "", 1).isdecimal() else text
    return f"{day.day}/{day.month}/{day.year}"
