"""How one set maps onto another: our reading, which the office corrects."""

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import trail
from accounts.models import User
from communes.choices import Confidence
from criteria.choices import Kinship
from criteria.models import Mapping

BOTH, OLD, NEW = (True, True), (True, False), (False, True)
SIDES = {Kinship.DROPPED: OLD, Kinship.NEW: NEW}  # any other has both


@transaction.atomic
def change_mapping(
    *,
    mapping: Mapping,
    kinship: Kinship,
    note: str,
    confidence: Confidence,
    source: str,
    by: User,
) -> Mapping:
    """Correct a row of a mapping; the sides stay as they are.

    Refusals: `sides` (a kinship that these sides cannot have), `source` (sourced by nothing).
    """
    row: Mapping = Mapping.objects.select_for_update().get(pk=mapping.pk)
    if SIDES.get(kinship, BOTH) != (
        row.old_criterion_id is not None,
        row.new_criterion_id is not None,
    ):
        raise ValidationError(
            f"«{kinship.label}» không hợp với dòng này: «bỏ» chỉ có bên bộ cũ, «mới» chỉ có bên bộ "
            "mới, các quan hệ khác có cả hai bên.",
            code="sides",
        )
    if confidence == Confidence.SOURCED and not source.strip():
        raise ValidationError("Đã kiểm chứng thì phải ghi nguồn.", code="source")
    before = {"kinship": row.kinship, "note": row.note, "confidence": row.confidence}
    row.kinship, row.note = kinship, note.strip()
    row.confidence, row.source = confidence, source.strip()
    row.clean_fields()
    row.save()
    after = {"kinship": row.kinship, "note": row.note, "confidence": row.confidence}
    trail.record(by, trail.CORRECTED, row, before=before, after=after)
    return row
