"""Steps of a paper: each is taken under a lock, written down, told to whoever is next; none leaves the way.

Who may take a step, the door has asked (`documents.permissions.may_take`). Every step refuses with `state`
where the paper is elsewhere by now, and with `stale` where it is no longer as `seen` (its version).
"""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from documents.choices import PaperAct, PaperState, PaperStepKind
from documents.models import OfficialDocument, PaperStep
from documents.permissions import Standing, standing
from documents.selectors.letterheads import SignatureBlock, block_of, block_on
from documents.selectors.steps import (
    holders_now,
    people_before,
    signed_copy,
)
from documents.services.drafts import keep_version
from documents.services.issuing import give_number, issue, recall, replace_with
from documents.services.way import hold, named, reason_of, take, tell, tell_next

__all__ = [
    "approve",
    "confirm_form",
    "give_number",
    "issue",
    "recall",
    "replace_with",
    "send_back",
    "send_up",
    "sign",
    "take_back",
]


@transaction.atomic
def send_up(
    *, paper: OfficialDocument, by: User, words: str = "", seen: int | None = None
) -> PaperStep:
    """From the desk to the unit's head, the form check or the signer, whichever the issuer has first."""
    return _forward(paper, PaperAct.SENT_UP, by, words, seen)


@transaction.atomic
def approve(
    *, paper: OfficialDocument, by: User, words: str = "", seen: int | None = None
) -> PaperStep:
    """The head of the unit that writes answers for the content."""
    return _forward(paper, PaperAct.APPROVED, by, words, seen)


@transaction.atomic
def confirm_form(
    *,
    paper: OfficialDocument,
    by: User,
    findings: Sequence[dict[str, Any]] = (),
    words: str = "",
    seen: int | None = None,
) -> PaperStep:
    """The form is confirmed as it is; `findings` that still stood are kept with the step and hinder nothing."""
    return _forward(paper, PaperAct.CHECKED, by, words, seen, findings=list(findings))


@transaction.atomic
def send_back(
    *, paper: OfficialDocument, by: User, reason: str, seen: int | None = None
) -> PaperStep:
    """Back to its writer; everybody who had it before is told why. A number already given is free again.

    Refusals: `reason`.
    """
    locked = hold(paper, PaperAct.RETURNED, seen)
    details = {"from": locked.state}
    if locked.state == PaperState.NUMBERED:
        details["number"] = locked.symbol
        locked.number, locked.day = "", None
        keep_version(locked, by)
    before = people_before(locked)
    step = take(locked, PaperAct.RETURNED, by, reason_of(reason), details=details)
    tell(step, before, f"Trả lại: {named(locked)}", step.words)
    return step


@transaction.atomic
def take_back(
    *, paper: OfficialDocument, by: User, words: str = "", seen: int | None = None
) -> PaperStep:
    """Its writers take it back before it is signed; whoever had it in hand is told."""
    locked = hold(paper, PaperAct.TAKEN_BACK, seen)
    had = holders_now(locked)
    step = take(locked, PaperAct.TAKEN_BACK, by, words)
    tell(step, had, f"Rút về: {named(locked)}", step.words)
    return step


@transaction.atomic
def sign(
    *,
    paper: OfficialDocument,
    by: User,
    own_block: bool = False,
    words: str = "",
    seen: int | None = None,
) -> PaperStep:
    """Signed by a person, or outside with the signed copy attached.

    The lines above the name must be those in whose right the person signs (head, KT., TL., TUQ.); with
    `own_block` they are set anew. Refusals: `block`, and `file` (a signed copy bears other lines).
    """
    locked = hold(paper, PaperAct.SIGNED, seen)
    right = standing(by, locked.letterhead, PaperStepKind.SIGN)
    block = _settled_block(locked, right, by, own_block=own_block)
    details = {"block": block.words}
    if right and right.right and right.right.basis:
        details["basis"] = right.right.basis
    step = take(locked, PaperAct.SIGNED, by, words, details=details)
    tell_next(step)
    return step


def _settled_block(
    paper: OfficialDocument, right: Standing | None, by: User, *, own_block: bool
) -> SignatureBlock:
    printed, copied = block_on(paper), signed_copy(paper)
    if paper.letterhead is None or right is None:
        return printed
    own = block_of(paper.letterhead, right, by)
    if printed.fits(own):
        if not printed.signer_name and not copied:
            _set_block(paper, own, by)
        return own if not printed.signer_name else printed
    if own_block and copied:
        raise ValidationError(
            "Đã có bản ký kèm theo với khối ký khác. Trả lại để soạn lại, hoặc ghi nhận đúng bản đã ký.",
            code="file",
        )
    if own_block:
        _set_block(paper, own, by)
        return own
    if copied:
        return printed
    raise ValidationError(
        f"Khối ký đang in là «{printed.words}», còn bạn ký với tư cách «{own.words}». "
        "Chọn «ký với tư cách của tôi», hoặc để người đứng tên ký.",
        code="block",
    )


def _set_block(paper: OfficialDocument, block: SignatureBlock, by: User) -> None:
    for name, value in block.fields().items():
        setattr(paper, name, value)
    keep_version(paper, by)


def _forward(
    paper: OfficialDocument,
    act: PaperAct,
    by: User,
    words: str,
    seen: int | None,
    **kept: Any,
) -> PaperStep:
    step = take(hold(paper, act, seen), act, by, words, **kept)
    tell_next(step)
    return step
