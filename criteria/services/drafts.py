"""Drafts: what was read from a file or pasted, kept until its maker confirms; stored once, or never."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts import trail
from accounts.calendar import working_day
from accounts.models import User
from criteria.choices import DraftKind, DraftState
from criteria.models import CriteriaSet, Criterion, EntryDraft
from criteria.models.plan import Plan
from criteria.selectors.drafts import tell_progress
from criteria.services.bulk import measure_many
from criteria.services.checking import Checked, checked
from criteria.services.statuses import log_many
from documents.models import StoredFile

ENDED = {
    DraftState.STORED: "Bản nhập này đã được ghi trước đó; không ghi lần thứ hai.",
    DraftState.DISCARDED: "Bản nhập này đã bỏ. Hãy nạp lại tệp nếu vẫn cần.",
    DraftState.STORING: "Bản nhập này đang được ghi. Hãy chờ kết quả trên trang.",
    DraftState.READING: "Tệp đang được đọc. Hãy chờ bản xem trước.",
    DraftState.FAILED: "Bản nhập này chưa đọc xong nên chưa ghi được. Bấm «Đọc lại».",
}
LOST = (
    "Tiến trình nền đã dừng giữa chừng nên chưa có gì được ghi. Bấm «Ghi» lần nữa hoặc «Đọc lại»; nếu vẫn vậy, báo "
    "quản trị hệ thống."
)


class LetGo(Exception):  # noqa: N818 -- reads as what happened
    """The draft was given up and taken by somebody else: this one writes nothing."""


def open_draft(
    *,
    kind: DraftKind | str,
    by: User,
    criteria_set: CriteriaSet | None = None,
    criterion: Criterion | None = None,
    file: StoredFile | None = None,
    text: str = "",
    options: dict[str, Any] | None = None,
    plan: Plan | dict[str, Any] | None = None,
    total: int = 0,
) -> EntryDraft:
    """A draft with its plan, checked and ready; or one still to be read (`plan` is None).

    `options`: `effective_on` (YYYY-MM-DD), `speaking_as` (a mandate's key; blank: the highest for
    each cell), `note`, `correcting`. `total` is how many cells will be read.
    """
    draft = EntryDraft(
        kind=kind,
        by=by,
        criteria_set=criteria_set,
        criterion=criterion,
        file=file,
        text=text,
        options={"effective_on": f"{working_day()}", "speaking_as": "", "note": ""}
        | (options or {}),
        total=total,
        heartbeat=timezone.now(),
    )
    draft.save()
    if plan is not None:
        settle(draft, plan if isinstance(plan, Plan) else Plan.from_json(plan))
    return draft


def choose(draft: EntryDraft, options: dict[str, Any]) -> None:
    """Keep what the maker chose; what is said of answers, marks and sheets joins what was said before."""
    before = draft.options
    for name in ("answers", "marks"):
        if name in options:
            options[name] = before.get(name, {}) | options[name]
    draft.options = before | options
    EntryDraft.objects.filter(pk=draft.pk).update(options=draft.options)


def settle(draft: EntryDraft, plan: Plan) -> None:
    """What was read is checked (mandates of this day, closed rounds, newer words) and may be confirmed."""
    checked(draft, plan, draft.by)
    _keep(draft, plan)


def begin_reading(draft: EntryDraft) -> bool:
    """Read it (again): false where it is being stored, was stored or dropped."""
    open_states = [DraftState.READING, DraftState.READY, DraftState.FAILED]
    return _claim(draft, open_states, DraftState.READING)


def fail(draft: EntryDraft, message: str) -> None:
    """It could not be read or stored, in words for its maker; nothing was stored."""
    held = EntryDraft.objects.filter(pk=draft.pk, heartbeat=draft.heartbeat)
    held.filter(state__in=[DraftState.READING, DraftState.STORING]).update(
        state=DraftState.FAILED, message=message[:500]
    )
    draft.refresh_from_db(fields=["state", "message"])


def give_up_lost(draft: EntryDraft) -> None:
    """One whose reader or writer died ends in FAILED; its transaction stored nothing."""
    fail(draft, LOST)


@transaction.atomic
def discard(draft: EntryDraft, by: User) -> None:
    """Drop it. Refusal: `ended` (stored, or being stored)."""
    done = EntryDraft.objects.filter(
        pk=draft.pk, state__in=[DraftState.READING, DraftState.READY, DraftState.FAILED]
    ).update(state=DraftState.DISCARDED, message="")
    draft.refresh_from_db(fields=["state"])
    if not done:
        raise ValidationError(ENDED[DraftState(draft.state)], code="ended")
    trail.record(by, "discarded draft", draft, kind=draft.kind)


def begin_storing(draft: EntryDraft, *, seen: int | None = None) -> None:
    """Claim it for one writer. Refusals: `ended`, `unseen` (the preview shows something else now).

    `seen` is how many good cells the maker saw.
    """
    good = len(Plan.from_json(draft.plan).good)
    if seen is not None and seen != good and draft.state == DraftState.READY:
        raise ValidationError(
            "Bản xem trước đã thay đổi ở một cửa sổ khác. Hãy xem lại rồi ghi.", code="unseen"
        )
    if not good and draft.state == DraftState.READY:
        raise ValidationError("Không có ô nào để ghi.", code="nothing")
    states = [DraftState.READY] + ([DraftState.FAILED] if good else [])
    if not _claim(draft, states, DraftState.STORING, total=good):
        draft.refresh_from_db(fields=["state"])
        raise ValidationError(ENDED[DraftState(draft.state)], code="ended")


def store(draft: EntryDraft, by: User, *, seen: int | None = None) -> int:
    """Claim and write at once: `begin_storing`, then `write`."""
    begin_storing(draft, seen=seen)
    return write(draft, by)


def write(draft: EntryDraft, by: User) -> int:
    """Write the good cells in one transaction; returns how many. The draft has been claimed.

    Everything is checked again first. Where a cell that was good no longer is, nothing is written,
    the plan says which and why, and it is refused (`changed`): its maker looks and confirms again.
    """
    plan = Plan.from_json(draft.plan)
    before = len(plan.good)
    try:
        with transaction.atomic():
            found = checked(draft, plan, by, opening=True)
            _refuse_change(before - len(plan.good))
            stored = _write_cells(draft, found, by)
            _finish(draft, plan, by)
    except ValidationError as refused:
        _keep(draft, checked_again(draft, plan, by), f"{' '.join(refused.messages[:3])}"[:500])
        raise
    except LetGo:
        raise
    except Exception:
        fail(
            draft,
            "Có lỗi khi ghi nên chưa có gì được ghi. Bấm «Ghi» lần nữa; nếu vẫn vậy, báo quản trị.",
        )
        raise
    return stored


def checked_again(draft: EntryDraft, plan: Plan, by: User) -> Plan:
    """The plan after a refused write: scorecards opened in vain are forgotten."""
    for cell in plan.cells:
        if cell.place is not None:
            cell.scorecard = None
    checked(draft, plan, by)
    return plan


def _write_cells(draft: EntryDraft, found: Checked, by: User) -> int:
    total = len(found.values) + len(found.statuses)

    def tell(offset: int) -> Callable[[int], None]:
        return lambda done: tell_progress(draft, offset + done, total)

    tell(0)(0)
    if found.values:
        measure_many(found.values, by=by, draft=draft, on_progress=tell(0))
    if found.statuses:
        log_many(found.statuses, by=by, draft=draft, on_progress=tell(len(found.values)))
    return total


def _finish(draft: EntryDraft, plan: Plan, by: User) -> None:
    """STORING → STORED, by whoever still holds the claim; else everything is rolled back."""
    now = timezone.now()
    held = EntryDraft.objects.filter(
        pk=draft.pk, state=DraftState.STORING, heartbeat=draft.heartbeat
    )
    good = len(plan.good)
    message = f"Đã ghi {good} ô."
    if not held.update(
        state=DraftState.STORED,
        stored_at=now,
        stored_by=by,
        plan=plan.to_json(),
        done=good,
        total=good,
        message=message,
    ):
        raise LetGo
    draft.refresh_from_db()
    trail.record(by, "stored draft", draft, kind=draft.kind, count=good)


def _keep(draft: EntryDraft, plan: Plan, message: str = "") -> None:
    """The plan stands to be confirmed, unless the draft has gone on meanwhile."""
    held = EntryDraft.objects.filter(pk=draft.pk, heartbeat=draft.heartbeat)
    held.filter(state__in=[DraftState.READING, DraftState.STORING, DraftState.READY]).update(
        plan=plan.to_json(),
        state=DraftState.READY,
        done=len(plan.cells),
        total=len(plan.cells),
        message=message,
        criteria_set=draft.criteria_set,
        criterion=draft.criterion,
        options=draft.options,
    )
    draft.refresh_from_db()


def _claim(
    draft: EntryDraft, states: list[DraftState], state: DraftState, total: int | None = None
) -> bool:
    """One conditional update; the heartbeat is the claim's key."""
    total = draft.total if total is None else total
    now: dt.datetime = timezone.now()
    taken = EntryDraft.objects.filter(pk=draft.pk, state__in=states).update(
        state=state, heartbeat=now, done=0, total=total, message=""
    )
    if taken:
        draft.state, draft.heartbeat, draft.message = state, now, ""
        draft.done, draft.total = 0, total
    return bool(taken)


def _refuse_change(lost: int) -> None:
    if lost:
        raise ValidationError(
            f"{lost} ô không còn ghi được như lúc xem trước, nên chưa có gì được ghi. Xem các ô đó "
            "bên dưới rồi ghi phần còn hợp lệ, hoặc bỏ.",
            code="changed",
        )
