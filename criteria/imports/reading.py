"""From what a draft rests on to its plan: which reader takes it."""

from collections.abc import Callable
from importlib import import_module

from django.core.exceptions import ValidationError

from criteria.choices import DraftKind
from criteria.models import EntryDraft
from criteria.models.plan import Plan

Tell = Callable[[int, int], None]
READERS = {
    DraftKind.COMMUNE_SHEET: "criteria.imports.sheets",
    DraftKind.CRITERION_SHEET: "criteria.imports.sheets",
    DraftKind.PROVINCE_SHEET: "criteria.imports.sheets",
    DraftKind.MATRIX: "criteria.imports.matrix",
    DraftKind.PASTED: "criteria.imports.pasted",
}


def understand(draft: EntryDraft, tell: Tell) -> Plan:
    """The plan of a draft, made anew; `tell` hears how many cells of how many are read.

    Refusals are those of the reader; `kind` where nobody reads such a draft.
    """
    name = READERS.get(DraftKind(draft.kind))
    if name is None:
        raise ValidationError("Loại bản nhập này không đọc lại được.", code="kind")
    reader = import_module(name)
    if draft.kind == DraftKind.PASTED:
        found = reader.reread(draft)
        return found if isinstance(found, Plan) else Plan.from_json(found or draft.plan)
    plan: Plan = reader.read(draft, tell)
    return plan
