"""Whom a paper reaches in the portal, recipient by recipient, and which recipients get nothing here."""

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string

from accounts.calendar import working_day
from communes.models import Agency
from documents.models import OfficialDocument, Recipient

# Whom words mean: the paper, the words, the day; words that mean nobody known are left out.
Reading = Callable[[OfficialDocument, Sequence[str], dt.date], Mapping[str, Sequence[Agency]]]
_NOBODY = re.compile(r"(?i)(như trên|lưu)\b")  # lines that name no new addressee


@dataclass(frozen=True, slots=True)
class Reach:
    """A line of Nơi nhận and the agencies that get the paper here by it; none: it goes another way."""

    line: Recipient
    agencies: tuple[Agency, ...]
    is_group: bool

    @property
    def words(self) -> str:
        """The line as printed."""
        return f"{self.line.text} ({self.line.purpose})" if self.line.purpose else self.line.text


def reach_of(paper: OfficialDocument) -> list[Reach]:
    """In the paper's order, each agency by the first line that means it; the issuer itself by none.

    Groups in words («Các sở, ban, ngành») mean whom upper apps know them to mean (`settings.RECIPIENT_GROUPS`).
    """
    lines = [
        one
        for one in paper.recipients.select_related("agency").order_by("order")
        if not _NOBODY.match(one.text.strip())
    ]
    words = [one.text for one in lines if one.agency is None]
    known = _read(paper, words) if words else {}
    named = {one.agency_id for one in lines}
    met: set[int | None] = {paper.issuer_id}
    found = []
    for one in lines:
        if one.agency is not None and one.agency_id == paper.issuer_id:
            continue
        if one.agency is not None:
            meant = [one.agency]
        else:
            meant = [each for each in known.get(one.text, ()) if each.pk not in named]
        fresh = tuple({each.pk: each for each in meant if each.pk not in met}.values())
        met |= {each.pk for each in fresh}
        if fresh or one.agency is None:
            found.append(Reach(one, fresh, is_group=bool(known.get(one.text))))
    return found


def _read(paper: OfficialDocument, words: Sequence[str]) -> dict[str, Sequence[Agency]]:
    found: dict[str, Sequence[Agency]] = {}
    for path in settings.RECIPIENT_GROUPS:
        reading: Reading = import_string(path)
        found = {**reading(paper, words, working_day()), **found}
    return found
