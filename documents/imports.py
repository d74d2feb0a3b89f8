"""Papers of `documents/data/`, with what is known of each. Loading twice changes nothing."""

from collections.abc import Mapping
from pathlib import Path

from django.db import transaction
from django.db.models import Model

from communes.choices import AgencyKind, Confidence
from communes.imports.table import Record, read_yaml
from communes.models import Agency
from communes.services.reference import Keeper
from documents.choices import PaperKind, PaperState, RelationKind
from documents.models import Arrival, Letterhead, OfficialDocument, Recipient, Relation

DATA = Path(__file__).resolve().parent / "data" / "papers.yaml"
LETTERHEADS = DATA.with_name("letterheads.yaml")

TEXTS = (
    *("number", "notation", "issuer_text", "superior_text", "place", "signer_prefix"),
    *("signer_post", "signer_second_post", "signer_name", "note", "source"),
)
HEAD = ("name", "superior", "code", "head_post", "collective")
PAPER = (
    *("key", "kind", "title", "issuer", "date", "month", "year", "effective", "state"),
    *("confidence", "relations", "recipients", "arrivals", *TEXTS),
)


class Papers:
    """The papers of the file, by their key in it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.by_key: dict[str, OfficialDocument] = {}
        self.papers = Keeper(
            OfficialDocument,
            *("kind", "number", "notation", "year", "month"),
            among=OfficialDocument.objects.filter(by=None),
        )
        self.relations = Keeper(Relation, "paper", "kind", "other")
        self.recipients = Keeper(Recipient, "paper", "order")
        self.arrivals = Keeper(Arrival, "paper", "agency", "number")
        self.agencies = {agency.slug: agency for agency in Agency.objects.order_by("starts")}

    def load(self) -> None:
        rows = read_yaml(self.path).get("papers", [])
        for row in rows:
            with row.blamed():
                self.by_key[row.needed("key")] = self._paper(row)
        for row in rows:
            paper = self.by_key[row.text("key")]
            for line in row.records("relations"):
                with line.blamed():
                    self._relation(line, paper)
            for order, line in enumerate(row.records("recipients"), start=1):
                with line.blamed():
                    self._recipient(line, paper, order)
            for line in row.records("arrivals"):
                with line.blamed():
                    self._arrival(line, paper)

    def named(self, row: Record, field: str) -> OfficialDocument:
        key = row.needed(field)
        if key not in self.by_key:
            raise row.error(field, f"không có văn bản «{key}» trong {self.path.name}.")
        return self.by_key[key]

    def agency(self, row: Record, field: str) -> Agency | None:
        slug = row.text(field)
        if slug and slug not in self.agencies:
            raise row.error(field, f"không có cơ quan «{slug}».")
        return self.agencies.get(slug)

    def keepers(self) -> list[Keeper[Model]]:
        return [self.papers, self.relations, self.recipients, self.arrivals]  # type: ignore[list-item]

    def _paper(self, row: Record) -> OfficialDocument:
        row.only(*PAPER)
        day = row.day("date")
        return self.papers.keep(
            kind=row.choice("kind", PaperKind),
            title=row.needed("title"),
            issuer=self.agency(row, "issuer"),
            day=day.day if day else None,
            month=day.month if day else row.whole("month"),
            year=day.year if day else row.whole("year"),
            effective_on=row.day("effective"),
            state=row.choice("state", PaperState) or PaperState.REGISTERED,
            confidence=row.choice("confidence", Confidence) or Confidence.SOURCED,
            **{name: row.text(name) for name in TEXTS},
        )

    def _relation(self, row: Record, paper: OfficialDocument) -> None:
        row.only("kind", "to")
        kind = row.choice("kind", RelationKind)
        self.relations.keep(paper=paper, kind=kind, other=self.named(row, "to"))

    def _recipient(self, row: Record, paper: OfficialDocument, order: int) -> None:
        row.only("text", "purpose", "agency")
        self.recipients.keep(
            paper=paper,
            order=order,
            text=row.needed("text"),
            purpose=row.text("purpose"),
            agency=self.agency(row, "agency"),
        )

    def _arrival(self, row: Record, paper: OfficialDocument) -> None:
        row.only("agency", "number", "arrived", "forwarded_to", "file_number", "note")
        row.needed("agency")
        self.arrivals.keep(
            paper=paper,
            agency=self.agency(row, "agency"),
            number=row.text("number"),
            arrived_on=row.day("arrived"),
            forwarded_to=row.text("forwarded_to"),
            file_number=row.text("file_number"),
            note=row.text("note"),
        )


@transaction.atomic
def load_papers(path: Path = DATA) -> Papers:
    """Agencies are loaded before. A mistake raises DataError: file, row, field."""
    papers = Papers(path)
    papers.load()
    return papers


@transaction.atomic
def load_letterheads(path: Path = LETTERHEADS) -> Keeper[Letterhead]:
    """Issuers whose head and code papers show, and the committees, which all write alike."""
    data = read_yaml(path)
    kept = Keeper(Letterhead, "agency", "name", "starts")
    agencies = {one.slug: one for one in Agency.objects.order_by("starts")}
    for row in data.get("letterheads", []):
        with row.blamed():
            row.only("agency", *HEAD, "is_post", "starts", "source")
            agency = agencies.get(row.needed("agency"))
            if agency is None:
                raise row.error("agency", f"không có cơ quan «{row.text('agency')}».")
            kept.keep(
                agency=agency,
                is_post=bool(row.yes_no("is_post")),
                starts=row.day("starts"),
                ends=agency.ends,
                **{name: row.text(name) for name in HEAD},
            )
    for row in data.get("committees", []):
        with row.blamed():
            row.only(*HEAD)
            _committees(kept, {name: row.text(name) for name in HEAD if name != "name"})
    return kept


def _committees(kept: Keeper[Letterhead], alike: Mapping[str, str]) -> None:
    rows = Agency.objects.filter(kind__in=[AgencyKind.COMMUNE, AgencyKind.DISTRICT])
    for agency in rows.select_related("commune", "district"):
        place = agency.commune or agency.district
        if place is None:
            continue
        kept.keep(
            agency=agency,
            name=agency.name,
            place=place.name,
            starts=agency.starts,
            ends=agency.ends,
            **alike,
        )
