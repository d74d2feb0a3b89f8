"""What a commune answers to a word that another said of it."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction

from accounts import trail
from accounts.models import User
from criteria.choices import Stage
from criteria.models import Measurement, Reply, StatusEntry
from criteria.permissions import Mandate
from criteria.selectors.replies import is_overtaken
from criteria.services.evidence import attach

Word = StatusEntry | Measurement
NOTE = 500  # characters of a note of evidence


@transaction.atomic
def reply(
    *,
    word: Word,
    agrees: bool,
    note: str = "",
    files: "Sequence[File[bytes]]" = (),
    mandate: Mandate,
    by: User,
) -> Reply:
    """Agree with a word, or contest it with a reason; a later reply takes the place of an earlier.

    Files stand as evidence behind the reply; one that is refused (as by `evidence.attach`) refuses all.
    Refusals: `reason` (contested without one), `withdrawn`, `overtaken` (a newer word stands in its
    place), `own` (the commune's own word), `stage` (only the commune itself may reply).
    """
    _refuse(word, agrees=agrees, note=note, mandate=mandate)
    answer = Reply(
        entry=word if isinstance(word, StatusEntry) else None,
        measurement=word if isinstance(word, Measurement) else None,
        agrees=agrees,
        note=note.strip(),
        agency=mandate.agency,
        by=by,
        on_behalf_of=mandate.lent_by,
    )
    answer.clean_fields(exclude=["entry", "measurement", "agency", "by", "on_behalf_of"])
    answer.save()
    if files:
        attach(
            scorecard=word.scorecard,
            criterion=(
                word.indicator.criterion if isinstance(word, Measurement) else word.criterion
            ),
            indicator=word.indicator if isinstance(word, Measurement) else None,
            files=files,
            note=note.strip()[:NOTE],
            reply=answer,
            mandate=mandate,
            by=by,
        )
    trail.record(
        by,
        "agreed with word" if agrees else "contested word",
        word.scorecard,
        on_behalf_of=mandate.lent_by,
        about=_about(word),
        reason=note.strip(),
    )
    return answer


@transaction.atomic
def agree_with_all(words: Sequence[Word], *, mandate: Mandate, by: User) -> list[Reply]:
    """Agree with each of the words, or with none: raises the refusals of `reply` together."""
    refused: list[ValidationError] = []
    replies = []
    for word in words:
        try:
            replies.append(reply(word=word, agrees=True, mandate=mandate, by=by))
        except ValidationError as refusal:
            refused.append(
                ValidationError(f"{_about(word)}: {' '.join(refusal.messages)}", code=refusal.code)
            )
    if refused:
        raise ValidationError(refused)
    return replies


def _refuse(word: Word, *, agrees: bool, note: str, mandate: Mandate) -> None:
    if mandate.stage != Stage.DECLARED:
        raise ValidationError("Chỉ xã được nêu mới cho ý kiến.", code="stage")
    if word.agency_id == mandate.agency.pk or word.stage == Stage.DECLARED:
        raise ValidationError(
            "Đây là nội dung xã tự ghi; muốn sửa thì ghi lại trên phiếu.", code="own"
        )
    if word.withdrawn_at is not None:
        raise ValidationError("Nội dung này đã được rút.", code="withdrawn")
    if is_overtaken(word):
        raise ValidationError(
            "Đã có nội dung mới hơn thay nội dung này. Hãy xem và cho ý kiến về nội dung mới.",
            code="overtaken",
        )
    if not agrees and not note.strip():
        raise ValidationError("Không đồng ý thì phải nêu lý do.", code="reason")


def _about(word: Word) -> str:
    if isinstance(word, StatusEntry):
        return f"Tiêu chí {word.criterion.number}"
    return f"Chỉ tiêu {word.indicator.code}"
