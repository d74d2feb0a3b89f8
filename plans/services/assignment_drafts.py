"""A list that was read and looked at, put in force: the decision on the register, its assignments, once."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from communes.models import Agency
from documents.choices import PaperKind
from documents.models import OfficialDocument
from documents.services import register_paper
from plans.models import PlanDraft
from plans.models.assigning import WHOLE, AssignmentList
from plans.services import drafts
from plans.services.assignments import Decided, assign_by_list


@transaction.atomic
def store_list(
    draft: PlanDraft, *, by: User, version: int | None = None, digest: str | None = None
) -> Decided:
    """Register the decision where the register has it not, put the list in force, end the draft.

    `version` and `digest` are of what its maker looked at. Refusals: `ended`, `stale`, `asked`
    (something is still to be answered), those of `assign_by_list` and of `register_paper`.
    """
    plan = AssignmentList.from_json(draft.plan)
    open_ones = len(plan.open_questions) + len(plan.open_marks)
    if open_ones:
        raise ValidationError(
            f"Còn {open_ones} chỗ chưa rõ. Hãy chọn hoặc bỏ qua từng chỗ rồi ghi.", code="asked"
        )
    drafts.claim(draft, by, seen=version)
    options = draft.options
    decided = assign_by_list(
        paper=_paper(options, by),
        pairs=plan.pairs,
        starts=dt.date.fromisoformat(options["starts"]),
        ends=dt.date.fromisoformat(options["ends"]) if options.get("ends") else None,
        scope=options.get("scope", WHOLE),
        seen=digest,
        by=by,
    )
    drafts.tell(draft, by, decided.words)
    return decided


def _paper(options: dict[str, Any], by: User) -> OfficialDocument:
    if options.get("paper"):
        return OfficialDocument.objects.get(pk=options["paper"])
    given = options["new_paper"]
    day = dt.date.fromisoformat(given["dated"])
    issuer = Agency.objects.on(day).filter(slug=given.get("issuer", "")).first()
    return register_paper(
        kind=PaperKind.DECISION,
        title=given["title"],
        number=given["number"],
        notation=given["notation"],
        issuer=issuer,
        date=(day.day, day.month, day.year),
        effective_on=dt.date.fromisoformat(options["starts"]),
        by=by,
    )
