"""Big imports, read and stored by the worker; without one, in the request itself."""

import structlog
from celery import shared_task
from django.core.exceptions import ValidationError
from kombu.exceptions import OperationalError

from accounts.calendar import working_day
from accounts.models import User
from criteria.choices import DraftState
from criteria.imports.reading import understand
from criteria.models import EntryDraft
from criteria.selectors.drafts import is_lost, tell_progress
from criteria.services import drafts
from criteria.services.review import reminding

IN_PLACE = 500  # cells that a request reads or stores itself
SOFT_LIMIT = 300
HARD_LIMIT = 330
logger = structlog.get_logger("ntm.drafts")


@shared_task(soft_time_limit=SOFT_LIMIT, time_limit=HARD_LIMIT)
def read_draft(pk: int) -> None:
    """Read what a draft rests on, check each cell, and leave it to be confirmed."""
    draft = _held(pk, DraftState.READING)
    if draft is None:
        return
    try:
        plan = understand(draft, lambda done, total: tell_progress(draft, done, total))
        drafts.settle(draft, plan)
    except ValidationError as refused:
        drafts.fail(draft, " ".join(refused.messages))
    except Exception:  # whatever it is, the row must say so
        logger.exception("draft unreadable", draft=pk)
        drafts.fail(draft, "Có lỗi khi đọc tệp. Bấm «Đọc lại»; nếu vẫn vậy, báo quản trị.")


@shared_task(soft_time_limit=SOFT_LIMIT, time_limit=HARD_LIMIT)
def store_draft(pk: int, user_pk: int) -> None:
    """Write a draft that was claimed; what is refused stands in its plan and its message."""
    draft = _held(pk, DraftState.STORING)
    if draft is None:
        return
    try:
        drafts.write(draft, User.objects.get(pk=user_pk))
    except ValidationError:
        logger.info("draft refused", draft=pk)
    except drafts.LetGo:
        logger.warning("draft taken by another", draft=pk)
    except Exception:  # the row says so already
        logger.exception("draft not stored", draft=pk)


@shared_task
def sweep_lost_drafts() -> None:
    """Those whose worker died end in a known state; nothing of them was stored."""
    waiting = EntryDraft.objects.filter(state__in=[DraftState.READING, DraftState.STORING])
    for draft in waiting.order_by("pk"):
        if is_lost(draft):
            drafts.give_up_lost(draft)


@shared_task
def keep_files() -> None:
    """Open files of rounds that have begun, tell who is about to be late; each once, whenever beat asks."""
    day = working_day()
    opened = reminding.open_begun(day)
    told = reminding.remind(day)
    structlog.get_logger("ntm.files").info("files kept", opened=opened, told=told)


def read(draft: EntryDraft) -> None:
    """Read a draft in state READING: a small one at once, a big one by the worker."""
    if draft.total <= IN_PLACE or not _handed_over(read_draft, draft.pk):
        read_draft(draft.pk)
    draft.refresh_from_db()


def store(draft: EntryDraft, by: User, *, seen: int | None = None) -> None:
    """Store what its maker confirmed. Refusals: those of `drafts.begin_storing` and `drafts.write`."""
    cells = draft.total
    drafts.begin_storing(draft, seen=seen)
    if cells > IN_PLACE and _handed_over(store_draft, draft.pk, by.pk):
        return
    drafts.write(draft, by)


def _held(pk: int, state: DraftState) -> EntryDraft | None:
    """The draft, unless it has gone on meanwhile (a second delivery, a lost one given up)."""
    rows = EntryDraft.objects.select_related("criteria_set", "criterion", "file", "by")
    return rows.filter(pk=pk, state=state).first()


def _handed_over(task: object, *args: int) -> bool:
    try:
        task.delay(*args)  # type: ignore[attr-defined]
    except OperationalError:
        logger.warning("broker away, done in the request", args=args)
        return False
    return True
