"""One row said as the column before says it."""

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from criteria.choices import OpinionWay
from criteria.models import Criterion, Opinion, Submission
from criteria.permissions import Mandate
from criteria.selectors.review.left import said_before
from criteria.selectors.review.opinions import file_view
from criteria.services.review.opinions import ACT_AT, Said, say
from criteria.services.review.way import locked_file


@transaction.atomic
def copy_row(
    file: Submission,
    criterion: Criterion,
    *,
    seen: int | None,
    base: int | None,
    mandate: Mandate,
    by: User,
    turn: int | None = None,
) -> Opinion:
    """Say what the column before says, words and all; `seen` is the opinion that the writer saw there.

    Refusals: those of `say`; `before` (the column before says nothing, or something else by now).
    """
    found = locked_file(file, ACT_AT[mandate.stage])
    before = said_before(file_view(found), mandate.stage, criterion.pk)
    if before is None or before.pk != seen:
        raise ValidationError(
            "Cột trước vừa thay đổi. Hãy xem lại dòng này rồi ghi ý kiến.", code="before"
        )
    said = Said(before.agrees, before.status, before.doubt, before.words)
    return say(
        found,
        criterion,
        said,
        base=base,
        mandate=mandate,
        by=by,
        given=OpinionWay.COPIED,
        turn=turn,
    )
