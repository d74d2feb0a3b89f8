"""Remarks of a returned file: the commune answers, whoever made them ticks the answers."""

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import trail
from accounts.calendar import working_day
from accounts.models import User
from criteria.choices import FileAct, FileState, RemarkAct, Stage
from criteria.models import Remark, RemarkStep
from criteria.permissions import Mandate
from criteria.services.review.opinions import ACT_AT
from criteria.services.review.way import locked_file, open_holding


@transaction.atomic
def answer(remark: Remark, *, words: str, mandate: Mandate, by: User) -> RemarkStep:
    """The commune answers a remark; a later answer takes the place of an earlier one.

    The same words again, with nothing between, store nothing: the last answer stands.
    Refusals: `closed`, `state` (the file is not with the commune), `holder`, `words` (none).
    """
    file = locked_file(remark.submission, FileAct.SUBMIT)
    open_holding(file, Stage.DECLARED, mandate)
    if file.state != FileState.RETURNED:
        raise ValidationError("Hồ sơ không còn ở trạng thái bị trả lại.", code="state")
    if not words.strip():
        raise ValidationError("Hãy ghi nội dung trả lời.", code="words")
    last = remark.steps.order_by("pk").last()
    if last is not None and last.act == RemarkAct.ANSWERED and last.words == words.strip():
        return last
    row = _step(remark, RemarkAct.ANSWERED, words, turn=file.turn, mandate=mandate, by=by)
    trail.record(
        by,
        "answered remark",
        file,
        on_behalf_of=mandate.lent_by,
        remark=remark.words,
        words=row.words,
    )
    return row


@transaction.atomic
def tick(
    remark: Remark, *, settled: bool, words: str = "", mandate: Mandate, by: User
) -> RemarkStep:
    """Whoever looks at the file again says whether the answer is enough.

    Refusals: `closed`, `state`, `holder`, `stage` (the remark is of another stage).
    """
    file = locked_file(remark.submission, ACT_AT[mandate.stage])
    open_holding(file, mandate.stage, mandate)
    if remark.step.stage not in {mandate.stage, Stage.CONFIRMED}:
        raise ValidationError("Nhận xét này do cấp khác nêu.", code="stage")
    act = RemarkAct.SETTLED if settled else RemarkAct.UNSETTLED
    return _step(remark, act, words, turn=file.turn, mandate=mandate, by=by)


def _step(
    remark: Remark, act: RemarkAct, words: str, *, turn: int, mandate: Mandate, by: User
) -> RemarkStep:
    row = RemarkStep(
        remark=remark,
        act=act,
        words=words.strip(),
        turn=turn,
        agency=mandate.agency,
        by=by,
        on_behalf_of=mandate.lent_by,
        on=working_day(),
    )
    row.clean_fields(exclude=["remark", "agency", "by", "on_behalf_of"])
    row.save()
    return row
