"""What signed plans say of offices and actions (`plans/data/`). Loading twice changes nothing."""

from collections.abc import Iterator
from pathlib import Path

from django.db import transaction

from communes.imports.lookup import Lookup
from communes.imports.table import Record, read_yaml
from communes.models import Agency, Commune
from communes.services.reference import Keeper
from criteria.models import Criterion, Indicator
from documents.imports import Papers
from documents.models import OfficialDocument
from plans.imports.targets import day_of
from plans.models import AgencyOffice, PlanAction
from plans.words import read_due

DATA = Path(__file__).resolve().parents[1] / "data"
OFFICES, ACTIONS = DATA / "offices.yaml", DATA / "plan-actions.yaml"
OFFICE = ("agency", "order", "name", "leads", "paper", "part")
ACTION = (
    *("agency", "paper", "communes", "set", "criteria", "indicator", "content", "due", "unit"),
)


@transaction.atomic
def load_offices(papers: Papers, path: Path = OFFICES) -> Keeper[AgencyOffice]:
    """Agencies and papers are loaded before. A mistake raises DataError: file, row, field."""
    places = Lookup()
    offices = Keeper(AgencyOffice, "agency", "name", "starts")
    for row in read_yaml(path).get("offices", []):
        row.only(*OFFICE)
        paper = papers.named(row, "paper")
        day = day_of(paper)
        with row.blamed():
            offices.keep(
                agency=_agency(row, places, paper),
                order=row.whole("order") or 1,
                name=row.needed("name"),
                leads=bool(row.yes_no("leads")),
                part=row.text("part"),
                paper=paper,
                starts=day,
            )
    return offices


@transaction.atomic
def load_plan_actions(papers: Papers, path: Path = ACTIONS) -> Keeper[PlanAction]:
    """What became of an action is the people's to say: only the promise follows the file."""
    places = Lookup()
    actions = Keeper(
        PlanAction,
        *("agency", "paper", "commune", "criterion", "indicator", "content"),
        among=PlanAction.objects.filter(by=None),
    )
    for row in read_yaml(path).get("plan_actions", []):
        row.only(*ACTION)
        paper = papers.named(row, "paper")
        day = day_of(paper)
        try:
            due = read_due(row.text("due"), day.year)
        except ValueError as unclear:
            raise row.error("due", str(unclear)) from unclear
        communes: list[Commune | None] = [None]
        if row.text("communes"):
            communes = list(places.communes_of(row, day))
        for commune in communes:
            for criterion, indicator in _about(row):
                with row.blamed():
                    actions.keep(
                        agency=_agency(row, places, paper),
                        paper=paper,
                        commune=commune,
                        criterion=criterion,
                        indicator=indicator,
                        content=row.needed("content"),
                        unit_name=row.text("unit"),
                        due_text=due.words,
                        due_kind=due.kind,
                        due_on=due.on,
                    )
    return actions


def _agency(row: Record, places: Lookup, paper: OfficialDocument) -> Agency:
    row.needed("agency")
    found = places.agency(row, day_of(paper))
    assert found is not None  # noqa: S101 -- named, or DataError
    return found


def _about(row: Record) -> Iterator[tuple[Criterion | None, Indicator | None]]:
    """Each criterion that the row names, or its one indicator; nothing where it names none."""
    code = row.text("indicator")
    if code:
        found = Indicator.objects.filter(criterion__criteria_set__code=row.needed("set"))
        one = found.filter(code=code).select_related("criterion").first()
        if one is None:
            raise row.error("indicator", f"không có chỉ tiêu {code} trong bộ «{row.text('set')}».")
        yield one.criterion, one
        return
    numbers = row.words("criteria")
    if not numbers:
        yield None, None
    for number in numbers:
        known = Criterion.objects.filter(criteria_set__code=row.needed("set"))
        criterion = known.filter(number=number).first() if number.isdecimal() else None
        if criterion is None:
            raise row.error(
                "criteria", f"không có tiêu chí {number} trong bộ «{row.text('set')}»."
            )
        yield criterion, None
