"""Papers of others: registered as they came, with their arrival and scan, and mended by who wrote them down."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction

from accounts import trail
from accounts.models import User
from communes.models import Agency
from documents.choices import PaperFileKind, PaperKind, PaperState
from documents.models import Basis, OfficialDocument, Recipient, Relation
from documents.services.arrivals import refuse_entered
from documents.services.papers import (
    add_arrival,
    refuse_impossible,
    refuse_twin,
    register_paper,
)
from documents.services.signed import attach_file

Date = tuple[int | None, int | None, int | None]


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of a paper of others. `known` holds further fields of the paper as printed."""

    kind: PaperKind
    title: str
    issuer: Agency | None = None
    number: str = ""
    notation: str = ""
    date: Date = (None, None, None)
    bases: Sequence[str] = ()
    recipients: Sequence[str] = ()
    relations: Sequence[tuple[str, OfficialDocument]] = ()
    known: dict[str, Any] = field(default_factory=dict)


@transaction.atomic
def register_told(
    *,
    told: Told,
    by: User,
    arrival: dict[str, Any] | None = None,
    scan: "File[bytes] | None" = None,
) -> OfficialDocument:
    """Register a paper; with its `arrival` (agency, number, arrived_on, …) and `scan` in the same act.

    Refusals: those of `register_paper`, `add_arrival` and `attach_file`; then nothing is registered.
    """
    paper = register_paper(
        kind=told.kind,
        title=told.title,
        issuer=told.issuer,
        number=told.number,
        notation=told.notation,
        date=told.date,
        recipients=told.recipients,
        relations=told.relations,
        by=by,
        **told.known,
    )
    _write_bases(paper, told.bases)
    if arrival is not None:
        refuse_entered(paper, arrival["agency"])
        add_arrival(paper=paper, by=by, **arrival)
    if scan is not None:
        try:
            attach_file(paper=paper, kind=PaperFileKind.SCAN, upload=scan, by=by)
        except ValidationError as refusal:
            raise ValidationError({"scan": refusal.messages}) from refusal
    return paper


@transaction.atomic
def correct_registered(
    *, paper: OfficialDocument, told: Told, seen: int, by: User
) -> OfficialDocument:
    """Mend what was written down of a paper of others. Refusals: `stale`, `state`, `twin`, `date`, field errors."""
    locked = OfficialDocument.objects.select_for_update(of=("self",)).get(pk=paper.pk)
    if locked.version != seen:
        raise ValidationError(
            "Văn bản này vừa được sửa. Hãy xem lại bản mới rồi sửa tiếp.", code="stale"
        )
    if locked.state != PaperState.REGISTERED or locked.letterhead_id:
        raise ValidationError(
            f"Văn bản ở trạng thái «{locked.get_state_display()}» nên không sửa ở sổ được.",
            code="state",
        )
    if told.issuer:
        Agency.objects.select_for_update(of=("self",)).get(pk=told.issuer.pk)
    day, month, year = told.date
    refuse_impossible(day, month, year)
    refuse_twin(told.number, told.notation, told.issuer, year, but=locked)
    given = {
        "kind": told.kind,
        "title": told.title,
        "issuer": told.issuer,
        "number": told.number,
        "notation": told.notation,
        "day": day,
        "month": month,
        "year": year,
        **told.known,
    }
    changed = {
        name: [str(getattr(locked, name) or ""), str(value or "")]
        for name, value in given.items()
        if getattr(locked, name) != value
    }
    for name, value in given.items():
        setattr(locked, name, value)
    locked.version += 1
    locked.full_clean(exclude=["search_key"])
    locked.save()
    changed |= _write_lines(locked, told)
    trail.record(by, "corrected registered paper", locked, changed=changed)
    return locked


def _write_lines(paper: OfficialDocument, told: Told) -> dict[str, list[str]]:
    """Bases, recipients and relations anew where they differ; what differed."""
    changed = {}
    bases = list(paper.bases.values_list("text", flat=True))
    if bases != list(told.bases):
        changed["bases"] = ["; ".join(bases), "; ".join(told.bases)]
        paper.bases.all().delete()
        _write_bases(paper, told.bases)
    lines = list(paper.recipients.values_list("text", flat=True))
    if lines != list(told.recipients):
        changed["recipients"] = ["; ".join(lines), "; ".join(told.recipients)]
        paper.recipients.all().delete()
        for order, text in enumerate(told.recipients, start=1):
            Recipient.objects.create(paper=paper, order=order, text=text)
    had = {(one.kind, one.other_id) for one in paper.relations.all()}
    has = {(kind, other.pk) for kind, other in told.relations}
    if had != has:
        changed["relations"] = [str(len(had)), str(len(has))]
        paper.relations.all().delete()
        for kind, pk in sorted(has):
            Relation.objects.create(paper=paper, kind=kind, other_id=pk)
    return changed


def _write_bases(paper: OfficialDocument, bases: Sequence[str]) -> None:
    for order, text in enumerate(bases, start=1):
        Basis.objects.create(paper=paper, order=order, text=text)
