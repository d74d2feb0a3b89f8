"""Which agency answers for which indicator, from its file."""

import datetime as dt
from pathlib import Path
from typing import Any

from django.db import transaction

from communes.choices import Confidence
from communes.models import Agency
from criteria.imports.files import Problems, only, read_mapping, required, rows_of
from criteria.imports.sync import Report, Sync
from criteria.models import Indicator, Responsibility

ROW = ("criteria", "indicators", "agency", "starts", "ends", "confidence", "source")
FIELDS = ("ends", "confidence", "source")


@transaction.atomic
def load_responsibilities(path: Path) -> Report:
    """Bring responsibilities in line with their file. Agencies and sets are loaded before.

    Refuses with every mistake at once (`bad_file`); what a person corrected is kept.
    """
    problems = Problems(path)
    given = read_mapping(path, problems)
    only(given, ("usual", "sets"), "cả tệp", problems)
    agencies: dict[str, list[Agency]] = {}
    for agency in Agency.objects.order_by("starts"):
        agencies.setdefault(agency.slug, []).append(agency)
    fresh = [
        one
        for block in rows_of(given, "sets", "cả tệp", problems)
        for one in _read_set(block, agencies, problems)
    ]
    problems.raise_any()
    sync = Sync(Responsibility)
    stored = {_key(one): one for one in Responsibility.objects.all()}
    for one in fresh:
        sync.bring(stored.pop(_key(one), None), one, FIELDS)
    sync.drop(stored.values())
    return sync.report


def _key(one: Responsibility) -> tuple[Any, ...]:
    return one.indicator_id, one.agency_id, one.starts


def _read_set(
    block: dict[str, Any], agencies: dict[str, list[Agency]], problems: Problems
) -> list[Responsibility]:
    code = str(block.get("set"))
    only(block, ("set", "starts", "rows"), f"bộ {code}", problems)
    if not required(block, ("set", "starts"), f"bộ {code}", problems):
        return []
    by_number: dict[int, list[Indicator]] = {}
    known = Indicator.objects.filter(criterion__criteria_set__code=code)
    for indicator in known.select_related("criterion").order_by("order"):
        by_number.setdefault(indicator.criterion.number, []).append(indicator)
    if not by_number:
        problems.add(f"bộ {code}", "set", "chưa nạp bộ tiêu chí này")
        return []
    found = []
    for order, line in enumerate(rows_of(block, "rows", f"bộ {code}", problems), start=1):
        row = f"bộ {code}, dòng {order}"
        only(line, ROW, row, problems)
        if not required(line, ("criteria", "agency", "confidence"), row, problems):
            continue
        if line["agency"] not in agencies:
            problems.add(row, "agency", f"không có cơ quan «{line['agency']}»")
            continue
        starts = line.get("starts") or block["starts"]
        for indicator in _indicators(line, by_number, row, problems):
            one = Responsibility(
                indicator=indicator,
                agency=_agency_on(agencies[line["agency"]], starts),
                starts=starts,
                ends=line.get("ends"),
                confidence=Confidence(line["confidence"]),
                source=line.get("source") or "",
            )
            problems.check(row, one, leave=["indicator", "agency", "paper"])
            found.append(one)
    return found


def _agency_on(rows: list[Agency], day: dt.date) -> Agency:
    """An agency may have several spans under one slug; the lists seldom know when it began."""
    return next((one for one in rows if one.covers(day)), rows[0])


def _indicators(
    line: dict[str, Any], by_number: dict[int, list[Indicator]], row: str, problems: Problems
) -> list[Indicator]:
    """Those named, or all of the criteria."""
    named = set(line.get("indicators") or [])
    found = []
    for number in line["criteria"]:
        if number not in by_number:
            problems.add(row, "criteria", f"bộ không có tiêu chí {number}")
        found += [one for one in by_number.get(number, []) if not named or one.code in named]
    for code in sorted(named - {one.code for one in found}):
        problems.add(row, "indicators", f"không có chỉ tiêu {code}")
    return found
