"""What the papers say of the communes (`criteria/data/seeds.yaml`). Loading twice changes nothing."""

from pathlib import Path
from typing import Any

from django.db import transaction

from accounts.models import Activity
from communes.choices import Confidence
from communes.imports.lookup import Lookup
from communes.imports.table import Record, read_yaml
from communes.models import Commune
from communes.services.reference import Keeper
from criteria.choices import Duty, Level, RoundKind, Stage, Status, Subject
from criteria.imports.shipped import DATA
from criteria.models import (
    CriteriaSet,
    Criterion,
    Recognition,
    Round,
    RouteStep,
    Scorecard,
    SponsorAssignment,
    StatedCount,
    StatusEntry,
)
from criteria.names import ROUND_NAMES
from criteria.services import rebuild_current
from documents.imports import Papers
from documents.models import OfficialDocument

HISTORY = DATA / "seeds.yaml"
ENTERED = "entered assignments"  # the trail's line about a decision whose list a person entered
ROUND_NOTE = "Ngày chốt là dữ liệu; NĐ 09/2019/NĐ-CP nói tới 14/6 và 14/12 (chưa kiểm chứng)."


class History:
    """The rows of the file, each in step with the database."""

    def __init__(self, path: Path, papers: Papers) -> None:
        self.rows = read_yaml(path)
        self.papers = papers
        self.places = Lookup()
        self.sets: dict[str, CriteriaSet] = {one.code: one for one in CriteriaSet.objects.all()}
        self.criteria: dict[tuple[int, int], Criterion] = {
            (one.criteria_set_id, one.number): one for one in Criterion.objects.all()
        }
        self.rounds = Keeper(Round, "kind", "year")
        self.route = Keeper(RouteStep, "stage", "starts")
        self.assignments = Keeper(SponsorAssignment, "commune", "agency", "starts")
        self.entered = _entered_papers()
        self.entries = Keeper(
            StatusEntry,
            *("scorecard", "criterion", "stage", "effective_on", "basis"),
            among=StatusEntry.objects.filter(by=None, illustrative=False),
        )
        self.counts = Keeper(
            StatedCount,
            *("subject", "commune", "district", "province", "criteria_set", "as_of"),
        )
        self.recognitions = Keeper(
            Recognition,
            *("commune", "level", "since"),
            among=Recognition.objects.filter(illustrative=False),
        )

    def keepers(self) -> list[Keeper[Any]]:
        kept: list[Keeper[Any]] = [self.rounds, self.route, self.assignments, self.entries]
        return [*kept, self.counts, self.recognitions]

    def load(self) -> None:
        for name, read in (
            ("rounds", self._round),
            ("route", self._step),
            ("assignments", self._assignment),
            ("statuses", self._status),
            ("stated_counts", self._count),
            ("recognitions", self._recognition),
        ):
            for row in self.rows.get(name, []):
                with row.blamed():
                    read(row)

    def _round(self, row: Record) -> None:
        row.only("kind", "year", "ends")
        kind = RoundKind(row.choice("kind", RoundKind))
        ends = row.needed_day("ends")
        self.rounds.keep(
            kind=kind,
            year=row.whole("year"),
            name=ROUND_NAMES[kind.value].format(year=row.needed("year")),
            starts=ends.replace(month=1, day=1),
            ends=ends,
            note=ROUND_NOTE,
        )

    def _step(self, row: Record) -> None:
        row.only("stage", "starts", "ends", "confidence", "source", "note")
        self.route.keep(
            stage=Stage(row.whole("stage") or 0),
            starts=row.needed_day("starts"),
            ends=row.day("ends"),
            confidence=row.choice("confidence", Confidence),
            source=row.text("source"),
            note=row.text("note"),
        )

    def _assignment(self, row: Record) -> None:
        row.only("agency", "duty", "communes", "paper", "starts", "ends", "carried_on", "note")
        starts = row.needed_day("starts")
        if self.papers.named(row, "paper").pk in self.entered:
            return  # the office has entered the whole list of that decision
        for commune in self.places.communes_of(row, starts):
            self.assignments.keep(
                commune=commune,
                agency=self.places.agency(row, starts),
                duty=row.choice("duty", Duty),
                paper=self.papers.named(row, "paper"),
                starts=starts,
                ends=row.day("ends"),
                carried_on=bool(row.yes_no("carried_on")),
                note=row.text("note"),
            )

    def _status(self, row: Record) -> None:
        row.only("communes", "set", "criteria", "status", "agency", "effective", "basis", "note")
        criteria_set = self._set(row)
        day = row.needed_day("effective")
        for commune in self.places.communes_of(row, day):
            scorecard, _ = Scorecard.objects.get_or_create(
                commune=commune, criteria_set=criteria_set
            )
            for number in row.words("criteria"):
                key: dict[str, Any] = {
                    "scorecard": scorecard,
                    "criterion": self._criterion(row, "criteria", criteria_set, number),
                    "stage": Stage.REVIEWED,
                    "effective_on": day,
                    "basis": self.papers.named(row, "basis"),
                }
                said: dict[str, Any] = {
                    "status": row.choice("status", Status),
                    "agency": self.places.agency(row, day),
                    "note": row.text("note"),
                }
                if self.entries.find(**key) is None:  # an entry is appended, never brought in step
                    self.entries.keep(**key, **said)

    def _count(self, row: Record) -> None:
        row.only(
            *("subject", "commune", "district", "province", "set", "value", "out_of"),
            *("as_of", "derived", "confidence", "paper", "text"),
        )
        day = row.needed_day("as_of")
        self.counts.keep(
            subject=row.choice("subject", Subject),
            criteria_set=self._set(row) if row.text("set") else None,
            commune=self.places.commune(row, day),
            district=self.places.district(row, day),
            province=self.places.province(row, day),
            value=row.number("value"),
            out_of=row.whole("out_of"),
            as_of=day,
            derived=bool(row.yes_no("derived")),
            confidence=row.choice("confidence", Confidence) or Confidence.SOURCED,
            paper=self._paper(row),
            text=row.needed("text"),
        )

    def _recognition(self, row: Record) -> None:
        row.only(
            *("level", "communes", "year", "decided_on", "since", "paper", "source", "confidence")
        )
        since = row.needed_day("since")
        for commune in self.places.communes_of(row, since):
            self.recognitions.keep(
                commune=commune,
                level=row.choice("level", Level),
                year=row.whole("year"),
                decided_on=row.day("decided_on"),
                since=since,
                paper=self._paper(row),
                source=row.needed("source"),
                confidence=row.choice("confidence", Confidence) or Confidence.SOURCED,
            )

    def _paper(self, row: Record) -> OfficialDocument | None:
        return self.papers.named(row, "paper") if row.text("paper") else None

    def _set(self, row: Record) -> CriteriaSet:
        code = row.needed("set")
        if code not in self.sets:
            raise row.error("set", f"không có bộ tiêu chí «{code}».")
        return self.sets[code]

    def _criterion(
        self, row: Record, field: str, criteria_set: CriteriaSet, number: str
    ) -> Criterion:
        found = self.criteria.get((criteria_set.pk, int(number) if number.isdigit() else 0))
        if found is None:
            raise row.error(field, f"{criteria_set} không có tiêu chí «{number}».")
        return found


def _entered_papers() -> set[int]:
    """Keys of the decisions whose lists the office has entered."""
    lines = Activity.objects.filter(verb=ENTERED).values_list("subject", flat=True)
    return {int(subject.rpartition(":")[2]) for subject in lines}


@transaction.atomic
def load_history(papers: Papers, path: Path = HISTORY) -> History:
    """Places, sets and papers are loaded before. A mistake raises DataError: file, row, field.

    Statuses are said by the sponsors that wrote the papers, so at the stage *rà soát*.
    """
    history = History(path, papers)
    history.load()
    if history.entries.added:
        rebuild_current()
    return history


@transaction.atomic
def open_scorecards() -> int:
    """A scorecard for every commune of the province on every set that is in force in its time."""
    standing = set(Scorecard.objects.values_list("commune", "criteria_set"))
    rows = [
        Scorecard(commune=commune, criteria_set=criteria_set)
        for criteria_set in CriteriaSet.objects.filter(level=Level.STANDARD)
        for commune in Commune.objects.rural_at_home().overlapping(
            criteria_set.starts, criteria_set.ends
        )
        if (commune.pk, criteria_set.pk) not in standing
    ]
    Scorecard.objects.bulk_create(rows)
    return len(rows)
