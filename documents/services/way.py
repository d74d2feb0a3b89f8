"""What every step of a paper shares: the lock, the line that stays, the word to whoever is next."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts import notices, trail
from accounts.choices import NoticeKind
from accounts.models import User
from documents.choices import PaperAct
from documents.models import OfficialDocument, PaperStep
from documents.permissions import standing
from documents.selectors.steps import (
    MOVES,
    after,
    holders_now,
    step_of,
)

WORDS = 1000


def hold(paper: OfficialDocument, act: PaperAct, seen: int | None) -> OfficialDocument:
    """The paper as it stands now, locked. Refusals: `state`, `stale`."""
    locked: OfficialDocument = (
        OfficialDocument.objects.select_for_update(of=("self",))
        .select_related("letterhead", "by")
        .get(pk=paper.pk)
    )
    move = MOVES[act]
    if locked.state not in move.states or locked.letterhead is None:
        raise ValidationError(
            f"Văn bản đang ở bước «{locked.get_state_display()}», không làm «{move.label}» được. "
            "Hãy tải lại trang để xem bước tiếp theo.",
            code="state",
        )
    if seen is not None and seen != locked.version:
        raise ValidationError(
            "Văn bản vừa được sửa sau khi bạn mở. Hãy xem lại bản mới rồi làm tiếp.", code="stale"
        )
    return locked


def take(
    locked: OfficialDocument,
    act: PaperAct,
    by: User,
    words: str = "",
    *,
    details: dict[str, Any] | None = None,
    findings: list[dict[str, Any]] | None = None,
) -> PaperStep:
    """Write the act down and set the state."""
    right = standing(by, locked.letterhead, step_of(locked, act))
    behalf = right.lent_by if right else None
    locked.state = after(locked, act)
    locked.save()
    step = PaperStep.objects.create(
        paper=locked,
        act=act,
        state=locked.state,
        version=locked.version,
        words=words.strip()[:WORDS],
        details=details or {},
        findings=findings or [],
        by=by,
        on_behalf_of=behalf,
    )
    trail.record(by, "took paper's step", locked, on_behalf_of=behalf, act=act, words=step.words)
    return step


def reason_of(words: str) -> str:
    if not words.strip():
        told = "Hãy nêu lý do, để người soạn và những người đã xem biết."
        raise ValidationError({"words": ValidationError(told, code="reason")})
    return words


def tell_next(step: PaperStep) -> None:
    paper = step.paper
    title = f"{paper.get_state_display().capitalize()}: {named(paper)}"
    tell(step, holders_now(paper), title, step.words or paper.title)


def tell(step: PaperStep, people: Sequence[User], title: str, words: str) -> None:
    """Everybody but whoever did it."""
    notices.tell(
        [one for one in people if one.pk != step.by_id],
        key=f"paper:{step.paper_id}:step:{step.pk}",
        title=title,
        words=words,
        address=reverse("documents:paper_detail", args=[step.paper_id]),
        kind=NoticeKind.PAPER,
    )


def named(paper: OfficialDocument) -> str:
    return f"{paper.short} «{paper.title}»"
