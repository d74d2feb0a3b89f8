"""Groups in words and work programmes of `plans/data/`, cell by cell. Loading twice changes nothing."""

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Model

from accounts.trail import subject_key
from communes.imports.table import Record, read_yaml
from communes.models import Agency
from communes.services.reference import Keeper
from documents.imports import Papers
from documents.models import OfficialDocument
from plans.choices import GroupRule, Part
from plans.models import (
    AgencyGroup,
    GroupMember,
    Task,
    TaskGroup,
    TaskParty,
    TaskReference,
    WorkProgramme,
)
from plans.selectors.parties import Parties, Piece
from plans.selectors.references import cited
from plans.words import read_due

FOLDER = Path(__file__).resolve().parents[1] / "data"
GROUPS = FOLDER / "groups.yaml"
PROGRAMMES = [FOLDER / "programme-2024.yaml"]
TASK = ("number", "content", "leads", "coordinators", "due", "expected", "note")


@transaction.atomic
def load_groups(path: Path = GROUPS) -> list[Keeper[Any]]:
    """Agencies are loaded before. A mistake raises DataError: file, row, field."""
    groups = Keeper(AgencyGroup, "slug")
    members = Keeper(GroupMember, "group", "agency", "starts")
    agencies: dict[str, list[Agency]] = {}
    for agency in Agency.objects.order_by("starts"):
        agencies.setdefault(agency.slug, []).append(agency)
    for row in read_yaml(path).get("groups", []):
        row.only("key", "name", "rule", "other_names", "note", "members")
        with row.blamed():
            group = groups.keep(
                slug=row.needed("key"),
                name=row.needed("name"),
                rule=row.choice("rule", GroupRule),
                other_names=_list(row, "other_names"),
                note=row.text("note"),
            )
            for slug in _list(row, "members"):
                if slug not in agencies:
                    raise row.error("members", f"không có cơ quan «{slug}».")
                for one in agencies[slug]:
                    members.keep(group=group, agency=one, starts=one.starts, ends=one.ends)
    return [groups, members]


@transaction.atomic
def load_programmes(papers: Papers, paths: Iterable[Path] = PROGRAMMES) -> list[Keeper[Any]]:
    """Groups and papers are loaded before. A task that a person has edited stays as it is, whole."""
    loader = _Loader(papers)
    for path in paths:
        for row in read_yaml(path).get("programmes", []):
            with row.blamed():
                loader.load(row)
    return loader.keepers()


class _Loader:
    def __init__(self, papers: Papers) -> None:
        self.papers = papers
        self.programmes = Keeper(WorkProgramme, "year", "paper")
        self.groups = Keeper(TaskGroup, "programme", "order")
        self.tasks = Keeper(Task, "group", "order")
        self.parties = Keeper(TaskParty, "task", "part", "order")
        self.references = Keeper(TaskReference, "task", "text")

    def keepers(self) -> list[Keeper[Any]]:
        rows: list[Keeper[Any]] = [self.programmes, self.groups, self.tasks]
        return [*rows, self.parties, self.references]

    def load(self, row: Record) -> None:
        row.only("key", "year", "title", "paper", "note", "groups")
        paper = self.papers.named(row, "paper")
        year = row.whole("year")
        if year is None:
            raise row.error("year", "không được để trống.")
        programme = self.programmes.keep(
            year=year, title=row.needed("title"), paper=paper, note=row.text("note")
        )
        known = Parties(paper.dated or dt.date(year, 1, 1))
        for order, line in enumerate(row.records("groups"), start=1):
            line.only("number", "title", "tasks")
            with line.blamed():
                group = self.groups.keep(
                    programme=programme,
                    order=order,
                    number=line.text("number"),
                    title=line.needed("title"),
                )
            for place, task in enumerate(line.records("tasks"), start=1):
                with task.blamed():
                    self.task(task, group, place, known)

    def task(self, row: Record, group: TaskGroup, order: int, known: Parties) -> None:
        row.only(*TASK)
        try:
            due = read_due(row.text("due"), group.programme.year)
        except ValueError as error:
            raise row.error("due", str(error)) from error
        cells = {name: row.text(name) for name in ("leads", "coordinators", "expected", "note")}
        task = self.tasks.keep(
            group=group,
            order=order,
            number=row.text("number"),
            content=row.needed("content"),
            leads_text=cells["leads"],
            coordinators_text=cells["coordinators"],
            due_text=due.words,
            due_kind=due.kind,
            due_on=due.on,
            expected_result=cells["expected"],
            note=cells["note"],
        )
        if subject_key(task) in self.tasks.touched:
            return
        for part, field in ((Part.LEAD, "leads"), (Part.COORDINATE, "coordinators")):
            pieces = known.read(cells[field])
            for place, piece in enumerate(pieces, start=1):
                if piece.asked:
                    raise row.error(field, f"không rõ «{piece.text}» là cơ quan hay nhóm nào.")
                self._party(task, part, place, piece)
            _drop(task.parties.filter(part=part, order__gt=len(pieces)))
        found = cited(task, list(self._papers()))
        for reference in found:
            self.references.keep(task=task, text=reference.text, paper=reference.paper)
        _drop(task.references.exclude(text__in=[one.text for one in found]))

    def _party(self, task: Task, part: Part, order: int, piece: Piece) -> None:
        self.parties.keep(
            task=task,
            part=part,
            order=order,
            text=piece.text,
            agency=piece.agency,
            group=piece.group,
        )

    def _papers(self) -> Iterable[OfficialDocument]:
        return self.papers.by_key.values()


def _list(row: Record, field: str) -> list[str]:
    value = row.values.get(field) or []
    if not isinstance(value, list):
        raise row.error(field, "phải là một danh sách.")
    return [str(one).strip() for one in value]


def _drop(rows: Any) -> None:
    """What the file no longer says of a task that nobody has edited."""
    kept: list[Model] = list(rows)
    for one in kept:
        one.delete()
