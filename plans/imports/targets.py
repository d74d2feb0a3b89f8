"""What is to be reached (`plans/data/targets.yaml`). Loading twice changes nothing."""

import calendar
import datetime as dt
from pathlib import Path

from django.db import transaction

from accounts.calendar import working_day
from communes.imports.lookup import Lookup
from communes.imports.table import Record, read_yaml
from communes.services.reference import Keeper
from criteria.choices import Level
from criteria.models import Criterion
from documents.imports import Papers
from documents.models import OfficialDocument
from plans.choices import TargetKind
from plans.models import Target

DATA = Path(__file__).resolve().parents[1] / "data" / "targets.yaml"
TARGET = (
    *("kind", "province", "commune", "agency", "level", "set", "criterion", "at_least"),
    *("at_most", "out_of", "below", "year", "text", "paper"),
)


@transaction.atomic
def load_targets(papers: Papers, path: Path = DATA) -> Keeper[Target]:
    """Places, criteria and papers are loaded before. A mistake raises DataError: file, row, field."""
    places = Lookup()
    criteria = {
        (one.criteria_set.code, one.number): one
        for one in Criterion.objects.select_related("criteria_set")
    }
    targets = Keeper(Target, "paper", "kind", "province", "commune", "criterion", "text")
    for row in read_yaml(path).get("targets", []):
        row.only(*TARGET)
        paper = papers.named(row, "paper")
        day = day_of(paper)
        with row.blamed():
            targets.keep(
                kind=row.choice("kind", TargetKind),
                province=places.province(row, day),
                commune=places.commune(row, day),
                agency=places.agency(row, day),
                level=row.choice("level", Level),
                criterion=_criterion(row, criteria),
                at_least=row.number("at_least"),
                at_most=row.number("at_most"),
                out_of=row.whole("out_of"),
                below=row.whole("below"),
                year=row.whole("year"),
                text=row.needed("text"),
                paper=paper,
            )
    return targets


def day_of(paper: OfficialDocument) -> dt.date:
    """A day on which the paper spoke: its own, else the last of what is known of it."""
    if paper.dated or not paper.year:
        return paper.dated or working_day()
    month = paper.month or 12
    return dt.date(paper.year, month, calendar.monthrange(paper.year, month)[1])


def _criterion(row: Record, criteria: dict[tuple[str, int], Criterion]) -> Criterion | None:
    number = row.whole("criterion")
    if number is None:
        return None
    found = criteria.get((row.needed("set"), number))
    if found is None:
        raise row.error("criterion", f"không có tiêu chí {number} trong bộ «{row.text('set')}».")
    return found
