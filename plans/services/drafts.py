"""Lists read from a sheet or pasted: kept with how they were understood, stored once, or never."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts import trail
from accounts.models import User
from documents.models import StoredFile
from plans.choices import DraftKind, DraftState
from plans.models import PlanDraft

ENDED = {
    DraftState.STORED: "Bản nhập này đã được ghi trước đó; không ghi lần thứ hai.",
    DraftState.DISCARDED: "Bản nhập này đã bỏ. Hãy nạp lại nếu vẫn cần.",
}


def open_draft(
    *,
    kind: DraftKind,
    by: User,
    plan: dict[str, Any],
    options: dict[str, Any] | None = None,
    text: str = "",
    file: StoredFile | None = None,
) -> PlanDraft:
    return PlanDraft.objects.create(
        kind=kind, by=by, plan=plan, options=options or {}, text=text, file=file
    )


def keep(draft: PlanDraft, *, seen: int | None, **fields: Any) -> None:
    """Keep another plan or other options of a draft that waits. Refusals: `ended`, `stale`."""
    waiting = PlanDraft.objects.filter(pk=draft.pk, state=DraftState.READY)
    if seen is not None:
        waiting = waiting.filter(version=seen)
    if not waiting.update(version=draft.version + 1, **fields):
        draft.refresh_from_db()
        _refuse_ended(draft)
        raise ValidationError(
            "Bản nhập vừa được sửa ở nơi khác. Hãy xem lại rồi làm tiếp.", code="stale"
        )
    draft.refresh_from_db()


def claim(draft: PlanDraft, by: User, *, seen: int | None = None) -> None:
    """Take a draft for storing, inside the transaction that stores it. Refusals: `ended`, `stale`."""
    keep(
        draft,
        seen=seen,
        state=DraftState.STORED,
        stored_at=timezone.now(),
        stored_by=by,
    )


def tell(draft: PlanDraft, by: User, message: str) -> None:
    """What came of it, in words and on the trail; the last act of storing."""
    PlanDraft.objects.filter(pk=draft.pk).update(message=message[:500])
    draft.message = message[:500]
    trail.record(by, "stored list", draft, message=message)


def discard(draft: PlanDraft, by: User) -> None:
    """Nothing of it is stored. Refusal: `ended`."""
    if not PlanDraft.objects.filter(pk=draft.pk, state=DraftState.READY).update(
        state=DraftState.DISCARDED
    ):
        draft.refresh_from_db()
        _refuse_ended(draft)
    trail.record(by, "discarded list", draft)


def _refuse_ended(draft: PlanDraft) -> None:
    if draft.state in ENDED:
        raise ValidationError(ENDED[DraftState(draft.state)], code="ended")
