"""What a file of a criteria set refers to in other sets: {set, code} of an indicator, code of a set."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from criteria.imports.files import Problems, only, required
from criteria.models import CriteriaSet, Indicator


@dataclass(frozen=True, slots=True)
class Wanted:
    """A field of a row that waits for an indicator of another set (or, without `code`, a set)."""

    row: Model
    field: str
    set_code: str
    code: str | None
    place: str


def links_of(
    row: Model, line: dict[str, Any], fields: Iterable[str], place: str, problems: Problems
) -> list[Wanted]:
    """The references of one line of a file, not looked up yet."""
    found = []
    for field in fields:
        given = line.get(field)
        if isinstance(given, dict):
            only(given, ("set", "code"), f"{place}, {field}", problems)
            if required(given, ("set", "code"), f"{place}, {field}", problems):
                found.append(Wanted(row, field, str(given["set"]), str(given["code"]), place))
        elif isinstance(given, str) and field == "asks_set":
            found.append(Wanted(row, field, given, None, place))
        elif given is not None:
            problems.add(place, field, "phải ghi bộ (set) và mã chỉ tiêu (code)")
    return found


def resolve(links: Iterable[Wanted], problems: Problems) -> None:
    """Give each row what it refers to, in two queries; what is not loaded is noted."""
    asked = list(links)
    codes = {link.set_code for link in asked}
    if not codes:
        return
    sets = {one.code: one for one in CriteriaSet.objects.filter(code__in=codes)}
    rows = Indicator.objects.filter(criterion__criteria_set__code__in=codes)
    rows = rows.select_related("criterion__criteria_set")
    indicators = {(one.criterion.criteria_set.code, one.code): one for one in rows}
    for link in asked:
        if link.set_code not in sets:
            problems.add(link.place, link.field, f"chưa nạp bộ «{link.set_code}»")
        elif link.code is None:
            setattr(link.row, link.field, sets[link.set_code])
        elif (link.set_code, link.code) not in indicators:
            words = f"bộ «{link.set_code}» không có chỉ tiêu {link.code}"
            problems.add(link.place, link.field, words)
        else:
            setattr(link.row, link.field, indicators[link.set_code, link.code])
