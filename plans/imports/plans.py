"""The plans of shipped papers as data (`plans/data/plans.yaml`). Loading twice changes nothing."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import transaction

from communes.imports.lookup import Lookup
from communes.imports.table import Record, read_yaml
from communes.models import Agency
from communes.services.reference import Keeper
from criteria.choices import Duty, Level
from criteria.models import CriteriaSet, Criterion, Indicator
from documents.imports import Papers
from documents.models import OfficialDocument
from plans.choices import Frequency
from plans.imports.targets import day_of
from plans.models import (
    CommunePlan,
    CommunePlanCriterion,
    Milestone,
    PlanAction,
    Proposal,
    ReportDuty,
    SponsorPlan,
    SponsorPlanCommune,
    SponsorPlanUnmet,
)
from plans.words import read_due

DATA = Path(__file__).resolve().parents[1] / "data" / "plans.yaml"
SPONSOR_PLAN = ("paper", "agency", "decision", "set", "from", "to", "communes")
COMMUNE = (
    *("commune", "duty", "level", "recognised", "met", "out_of", "state", "target", "means"),
    "unmet",
)
COMMUNE_PLAN = (
    *("paper", "place", "set", "year", "holds", "unmet", "actions", "milestones", "proposals"),
)
ACTION = ("criterion", "indicator", "situation", "content", "unit", "due")
DUTY = ("paper", "agency", "who", "to", "whom", "what", "frequency", "day", "until", "note")


@transaction.atomic
def load_plans(papers: Papers, path: Path = DATA) -> list[Keeper[Any]]:
    """Places, criteria and papers are loaded before. A mistake raises DataError: file, row, field."""
    loader = _Loader(papers)
    content = read_yaml(path)
    told: tuple[tuple[str, Callable[[Record], None]], ...] = (
        ("sponsor_plans", loader.sponsor_plan),
        ("commune_plans", loader.commune_plan),
        ("report_duties", loader.duty),
    )
    for name, load in told:
        for row in content.get(name, []):
            with row.blamed():
                load(row)
    return loader.keepers()


class _Loader:
    def __init__(self, papers: Papers) -> None:
        self.papers = papers
        self.places = Lookup()
        self.sponsor_plans = Keeper(SponsorPlan, "paper")
        self.communes = Keeper(SponsorPlanCommune, "plan", "commune")
        self.unmet = Keeper(SponsorPlanUnmet, "row", "criterion")
        self.commune_plans = Keeper(CommunePlan, "paper")
        self.criteria = Keeper(CommunePlanCriterion, "plan", "criterion")
        self.actions = Keeper(
            PlanAction,
            *("agency", "paper", "criterion", "indicator", "content"),
            among=PlanAction.objects.filter(by=None, agency=None),
        )
        self.milestones = Keeper(Milestone, "plan", "quarter", "order")
        self.proposals = Keeper(Proposal, "paper", "order")
        self.duties = Keeper(
            ReportDuty,
            "paper",
            "agency",
            "who",
            "frequency",
            among=ReportDuty.objects.filter(by=None),
        )

    def keepers(self) -> list[Keeper[Any]]:
        plans: list[Keeper[Any]] = [self.sponsor_plans, self.communes, self.unmet]
        plans += [self.commune_plans, self.criteria, self.actions]
        return [*plans, self.milestones, self.proposals, self.duties]

    def sponsor_plan(self, row: Record) -> None:
        row.only(*SPONSOR_PLAN)
        paper, criteria_set = self.papers.named(row, "paper"), _set(row)
        day = day_of(paper)
        plan = self.sponsor_plans.keep(
            paper=paper,
            agency=self._agency(row, "agency", day),
            decision=self.papers.named(row, "decision"),
            criteria_set=criteria_set,
            year_from=row.whole("from"),
            year_to=row.whole("to"),
            as_of=paper.dated,
        )
        for order, line in enumerate(row.records("communes"), start=1):
            line.only(*COMMUNE)
            with line.blamed():
                kept = self.communes.keep(
                    plan=plan,
                    order=order,
                    commune=self.places.commune(line, day),
                    duty=line.choice("duty", Duty),
                    level=line.choice("level", Level),
                    recognised=line.yes_no("recognised"),
                    met=line.whole("met"),
                    out_of=line.whole("out_of"),
                    state_text=line.text("state"),
                    target_text=line.text("target"),
                    means_text=line.text("means"),
                )
                for number, printed in (line.values.get("unmet") or {}).items():
                    criterion = _criterion(line, "unmet", criteria_set, number)
                    self.unmet.keep(row=kept, criterion=criterion, printed=str(printed))

    def commune_plan(self, row: Record) -> None:
        row.only(*COMMUNE_PLAN)
        paper, criteria_set = self.papers.named(row, "paper"), _set(row)
        plan = self.commune_plans.keep(
            paper=paper,
            place_text=row.needed("place"),
            criteria_set=criteria_set,
            year=row.whole("year"),
        )
        lists = [(line, True) for line in row.records("holds")]
        lists += [(line, False) for line in row.records("unmet")]
        for order, (line, holds) in enumerate(lists, start=1):
            line.only("criterion", "printed")
            self.criteria.keep(
                plan=plan,
                order=order,
                criterion=_criterion(line, "criterion", criteria_set, line.text("criterion")),
                printed=line.text("printed"),
                holds=holds,
            )
        for line in row.records("actions"):
            self._action(line, paper, criteria_set)
        for line in row.records("milestones"):
            line.only("quarter", "text")
            quarter, text = line.whole("quarter"), line.needed("text")
            self.milestones.keep(plan=plan, quarter=quarter, order=1, text=text)
        for order, line in enumerate(row.records("proposals"), start=1):
            line.only("criterion", "to", "text")
            self.proposals.keep(
                paper=paper,
                order=order,
                criterion=_criterion(line, "criterion", criteria_set, line.text("criterion")),
                addressee_text=line.text("to"),
                text=line.needed("text"),
            )

    def _action(self, row: Record, paper: OfficialDocument, criteria_set: CriteriaSet) -> None:
        row.only(*ACTION)
        criterion = _criterion(row, "criterion", criteria_set, row.text("criterion"))
        code = row.text("indicator")
        indicator = Indicator.objects.filter(criterion=criterion, code=code).first()
        if code and indicator is None:
            raise row.error("indicator", f"không có chỉ tiêu {code} trong «{criteria_set.code}».")
        due = read_due(row.text("due"), day_of(paper).year)
        self.actions.keep(
            agency=None,
            paper=paper,
            criterion=criterion,
            indicator=indicator,
            situation=row.text("situation"),
            content=row.needed("content"),
            unit_name=row.text("unit"),
            due_text=due.words,
            due_kind=due.kind,
            due_on=due.on,
        )

    def duty(self, row: Record) -> None:
        row.only(*DUTY)
        paper = self.papers.named(row, "paper")
        day = day_of(paper)
        self.duties.keep(
            paper=paper,
            agency=self._agency(row, "agency", day) if row.text("agency") else None,
            who=row.text("who"),
            addressee=self._agency(row, "to", day) if row.text("to") else None,
            whom=row.text("whom"),
            what=row.needed("what"),
            frequency=row.choice("frequency", Frequency),
            day=row.whole("day"),
            starts=day,
            ends=row.day("until"),
            note=row.text("note"),
        )

    def _agency(self, row: Record, field: str, day: dt.date) -> Agency:
        asked = Record(row.file, row.row, {"agency": row.needed(field)})
        found = self.places.agency(asked, day)
        assert found is not None  # noqa: S101 -- named, or DataError
        return found


def _set(row: Record) -> CriteriaSet:
    found: CriteriaSet | None = CriteriaSet.objects.filter(code=row.needed("set")).first()
    if found is None:
        raise row.error("set", f"không có bộ tiêu chí «{row.text('set')}».")
    return found


def _criterion(row: Record, field: str, criteria_set: CriteriaSet, number: Any) -> Criterion:
    asked = str(number)
    known = Criterion.objects.filter(criteria_set=criteria_set)
    found: Criterion | None = known.filter(number=asked).first() if asked.isdecimal() else None
    if found is None:
        raise row.error(field, f"không có tiêu chí {asked} trong bộ «{criteria_set.code}».")
    return found
