"""What tasks are to turn green (`plans/data/task-aims.yaml`). Loading twice changes nothing."""

import datetime as dt
from pathlib import Path

from django.db import transaction

from accounts.models import Activity
from accounts.trail import subject_key
from communes.imports.lookup import Lookup
from communes.imports.table import Record, read_yaml
from communes.models import District
from communes.services.reference import Keeper
from criteria.models import Criterion
from documents.imports import Papers
from plans.models import Task, TaskAim

DATA = Path(__file__).resolve().parents[1] / "data" / "task-aims.yaml"
AIM = ("paper", "task", "set", "criterion", "commune", "districts", "under", "text")
KEY = ("task", "criterion", "indicator", "commune", "district", "under")
VERBS = ("aimed task", "dropped aim")


@transaction.atomic
def load_aims(papers: Papers, path: Path = DATA) -> Keeper[TaskAim]:
    """Programmes and criteria are loaded before. A task whose aims a person has kept stays as it is.

    A mistake raises DataError: file, row, field.
    """
    places = Lookup()
    aims = Keeper(TaskAim, *KEY)
    told = Activity.objects.filter(verb__in=VERBS, by__isnull=False)
    touched = set(told.values_list("subject", flat=True))
    for row in read_yaml(path).get("aims", []):
        row.only(*AIM)
        with row.blamed():
            task = _task(row, papers)
            if subject_key(task) in touched:
                continue
            day = task.group.programme.paper.dated or dt.date(task.group.programme.year, 12, 31)
            for district in _districts(row, places, day):
                aims.keep(
                    task=task,
                    criterion=_criterion(row),
                    indicator=None,
                    commune=places.commune(row, day),
                    district=district,
                    under=row.whole("under"),
                    text=row.text("text"),
                )
    return aims


def _task(row: Record, papers: Papers) -> Task:
    tasks = Task.objects.filter(group__programme__paper=papers.named(row, "paper"))
    tasks = tasks.select_related("group__programme__paper")
    found: list[Task] = [one for one in tasks if one.code == row.needed("task")]
    if len(found) != 1:
        raise row.error("task", f"không có nhiệm vụ «{row.text('task')}».")
    return found[0]


def _districts(row: Record, places: Lookup, day: dt.date) -> list[District | None]:
    """Those named; one None where the row names none."""
    value = row.values.get("districts") or []
    alive = {one.code: one for one in places.districts if one.covers(day)}
    codes = [str(code) for code in value] if isinstance(value, list) else [str(value)]
    for code in codes:
        if code not in alive:
            raise row.error("districts", f"không có huyện «{code}» vào ngày {day:%d/%m/%Y}.")
    return [alive[code] for code in codes] or [None]


def _criterion(row: Record) -> Criterion | None:
    number = row.whole("criterion")
    if number is None:
        return None
    found = Criterion.objects.filter(criteria_set__code=row.needed("set"), number=number).first()
    if found is None:
        raise row.error("criterion", f"không có tiêu chí {number} trong bộ «{row.text('set')}».")
    return found
