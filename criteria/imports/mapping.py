"""What became of criteria and indicators from one set to another, from its file."""

from collections.abc import Sequence
from itertools import product
from pathlib import Path
from typing import Any

from django.db import transaction

from criteria.choices import Kinship
from criteria.imports.files import Problems, only, read_mapping, required, rows_of
from criteria.imports.sync import Report, Sync
from criteria.models import CriteriaSet, Criterion, Indicator, Mapping

ROW = ("old", "new", "kinship", "note", "confidence", "source")
FIELDS = ("kinship", "note", "confidence", "source")
SIDES = {  # how many stand on each side: none, one, one or more, two or more
    Kinship.SAME: ("1", "1"),
    Kinship.CHANGED: ("1", "1"),
    Kinship.SPLIT: ("1", "2"),
    Kinship.MERGED: ("+", "1"),
    Kinship.DROPPED: ("+", "0"),
    Kinship.NEW: ("0", "+"),
}
COUNTS = {"0": range(1), "1": range(1, 2), "+": range(1, 1000), "2": range(2, 1000)}
Things = dict[Any, Criterion] | dict[Any, Indicator]


@transaction.atomic
def load_mappings(path: Path) -> Report:
    """Bring the mappings in line with their file. Sets are loaded before.

    Refuses with every mistake at once (`bad_file`); what a person corrected is kept.
    """
    problems = Problems(path)
    given = read_mapping(path, problems)
    only(given, ("usual", "mappings"), "cả tệp", problems)
    fresh = [
        one
        for block in rows_of(given, "mappings", "cả tệp", problems)
        for one in _read_block(block, given.get("usual") or {}, problems)
    ]
    problems.raise_any()
    sync = Sync(Mapping)
    stored = {_key(one): one for one in Mapping.objects.all()}
    for one in fresh:
        sync.bring(stored.pop(_key(one), None), one, FIELDS)
    sync.drop(stored.values())
    return sync.report


def _key(one: Mapping) -> tuple[Any, ...]:
    sides = (one.old_criterion_id, one.new_criterion_id)
    return one.old_set_id, one.new_set_id, *sides, one.old_indicator_id, one.new_indicator_id


def _read_block(block: dict[str, Any], usual: dict[str, Any], problems: Problems) -> list[Mapping]:
    row = f"từ «{block.get('from')}» sang «{block.get('to')}»"
    only(block, ("from", "to", "criteria", "indicators"), row, problems)
    sets = [CriteriaSet.objects.filter(code=block.get(side)).first() for side in ("from", "to")]
    old, new = sets
    if old is None or new is None:
        problems.add(row, "from" if old is None else "to", "chưa nạp bộ tiêu chí này")
        return []
    found = []
    for kind in ("criteria", "indicators"):
        if kind == "indicators" and kind not in block:
            continue
        things = _things(kind, old), _things(kind, new)
        for order, line in enumerate(rows_of(block, kind, row, problems), start=1):
            place = f"{row}, {kind} dòng {order}"
            for pair in _pairs(line, things, place, problems):
                one = Mapping(old_set=old, new_set=new, **_sides(*pair))
                for name in FIELDS:
                    setattr(one, name, line.get(name, usual.get(name, "")))
                leave = [field.name for field in Mapping._meta.fields if field.is_relation]
                problems.check(place, one, leave=leave)
                found.append(one)
    return found


def _things(kind: str, criteria_set: CriteriaSet) -> Things:
    """By number, or by code."""
    if kind == "criteria":
        return {one.number: one for one in criteria_set.criteria.all()}
    rows = Indicator.objects.filter(criterion__criteria_set=criteria_set)
    return {one.code: one for one in rows.select_related("criterion")}


def _pairs(
    line: dict[str, Any], things: Sequence[Things], place: str, problems: Problems
) -> list[tuple[Any, Any]]:
    """Every old one of a line with every new one; None where a side is empty."""
    only(line, ROW, place, problems)
    if not required(line, ("kinship",), place, problems):
        return []
    if line["kinship"] not in SIDES:
        problems.add(place, "kinship", f"không có quan hệ «{line['kinship']}»")
        return []
    sides: list[list[Any]] = []
    for name, known, count in zip(("old", "new"), things, SIDES[line["kinship"]], strict=True):
        codes = line.get(name) or []
        for code in (code for code in codes if code not in known):
            problems.add(place, name, f"bộ không có «{code}»")
        if len(codes) not in COUNTS[count]:
            problems.add(place, name, f"số mục không hợp với «{Kinship(line['kinship']).label}»")
        sides.append([known[code] for code in codes if code in known] or [None])
    old, new = sides
    return list(product(old, new))


def _sides(old: Any, new: Any) -> dict[str, Any]:
    """The fields of a row: an indicator comes with its criterion."""
    found: dict[str, Any] = {}
    for side, thing in (("old", old), ("new", new)):
        if isinstance(thing, Indicator):
            found[f"{side}_indicator"] = thing
            found[f"{side}_criterion"] = thing.criterion
        elif thing is not None:
            found[f"{side}_criterion"] = thing
    return found
