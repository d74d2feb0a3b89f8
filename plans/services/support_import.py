"""Help from a list: the rows that were confirmed, all in one act."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from communes.models import Agency
from plans.models import PlanDraft, SupportAction
from plans.services.drafts import claim, tell
from plans.services.support import SupportGiven, add_support


@transaction.atomic
def import_support(
    *, draft: PlanDraft, rows: Sequence[tuple[Agency, SupportGiven]], seen: int | None, by: User
) -> list[SupportAction]:
    """Store the rows of a draft, once. Refusals: `none`, `ended`, `stale`, those of `support.check`."""
    if not rows:
        raise ValidationError("Không có dòng nào ghi được. Hãy sửa tệp rồi nạp lại.", code="none")
    claim(draft, by, seen=seen)
    made = [add_support(agency=agency, given=given, by=by) for agency, given in rows]
    tell(draft, by, f"Đã ghi {len(made)} hoạt động hỗ trợ.")
    return made
