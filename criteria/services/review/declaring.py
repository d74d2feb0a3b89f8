"""What the commune says while its file lies with it: criteria still missing, a new result beside an answer."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.calendar import working_day
from accounts.models import User
from criteria.choices import Change, FileAct, Stage, Status
from criteria.models import Criterion, Remark, RemarkStep, StatusEntry, Submission
from criteria.permissions import Mandate
from criteria.services.review.remarks import answer
from criteria.services.review.way import locked_file, open_holding
from criteria.services.rounds import closed_over
from criteria.services.status import log_status
from criteria.services.statuses import GivenStatus, log_many


@dataclass(frozen=True, slots=True)
class Declared:
    """What the commune says of a criterion; `base`: the last word that it saw there (None: none)."""

    criterion: Criterion
    status: Status
    base: int | None


@transaction.atomic
def declare_missing(
    file: Submission, given: Sequence[Declared], *, note: str = "", mandate: Mandate, by: User
) -> list[StatusEntry]:
    """Declare several criteria at once, as of the file's day, or none of them.

    Refusals: `closed`, `state`, `holder`, `nothing` (no criterion chosen), and those of `log_many`. Of
    a closed round that was opened again for this commune they are corrections: `note` says why.
    """
    found = locked_file(file, FileAct.SUBMIT)
    open_holding(found, Stage.DECLARED, mandate)
    if not given:
        raise ValidationError("Chưa chọn kết quả cho tiêu chí nào.", code="nothing")
    change = change_of(found)
    day = found.day(working_day())
    return log_many(
        [
            GivenStatus(
                scorecard=found.scorecard,
                criterion=one.criterion,
                status=one.status,
                effective_on=day,
                mandate=mandate,
                base=one.base,
                note=note.strip(),
                change=change,
            )
            for one in given
        ],
        by=by,
    )


@transaction.atomic
def answer_with_result(
    remark: Remark, said: Declared | None, *, words: str, mandate: Mandate, by: User
) -> RemarkStep:
    """Answer a remark, and with it say anew where the commune stands on the criterion (`said`).

    The answer is the note of the new result. Refusals: those of `answer` and of `log_status`.
    """
    row = answer(remark, words=words, mandate=mandate, by=by)
    if said is not None:
        file = locked_file(remark.submission, FileAct.SUBMIT)
        log_status(
            scorecard=file.scorecard,
            criterion=said.criterion,
            status=said.status,
            effective_on=file.day(working_day()),
            note=words.strip(),
            change=change_of(file),
            base=said.base,
            mandate=mandate,
            by=by,
        )
    return row


def change_of(file: Submission) -> Change | str:
    """A correction where a round has closed over the file's day; else as it comes."""
    day = file.day(working_day())
    closed = closed_over(day, file.scorecard.commune_id).exists()
    return Change.CORRECTION if closed else ""
