"""Files behind a word of progress, a support action or a step of a difficulty."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction

from accounts import trail
from accounts.models import User
from documents.models import StoredFile
from documents.services import name_of, store_file
from plans.models import Attachment, DifficultyStep, SupportAction, TaskProgress

MOST_FILES = 20  # ours: what one thing may carry


def attach(
    files: "Sequence[File[bytes]]",
    *,
    by: User,
    progress: TaskProgress | None = None,
    action: SupportAction | None = None,
    step: DifficultyStep | None = None,
    note: str = "",
) -> list[Attachment]:
    """Put files behind exactly one thing: all of them, or none. No file: nothing happens.

    Call it in the transaction that makes the thing, so that a refused file leaves nothing behind.
    Refusals: `too_many`, `twice` (the same bytes stand there already), and with `files` (each by its
    name) those of `documents.services.store_file`. Whether they may, the door has asked.
    """
    if not files:
        return []
    behind: dict[str, Any] = {"progress": progress, "action": action, "step": step}
    thing = progress or action or step
    assert thing is not None  # noqa: S101 -- the database holds it too
    stored = _stored(files, by)
    with transaction.atomic():
        _refuse(behind, stored)
        made = Attachment.objects.bulk_create(
            Attachment(file=file, name=name, note=note.strip(), by=by, **behind)
            for file, name in stored.values()
        )
        trail.record(
            by, "attached files", _subject(thing), files=[name for _, name in stored.values()]
        )
    return made


@transaction.atomic
def detach(attachment: Attachment, *, reason: str, by: User) -> None:
    """Take a file away that was put behind a support action by mistake; the trail keeps its name.

    What was told (progress, steps) is never changed: its files go with it. Refusals: `reason`, `told`.
    """
    action = attachment.action
    if action is None:
        raise ValidationError(
            "Tệp đi cùng nội dung đã nêu. Hãy rút nội dung đó rồi ghi lại.", code="told"
        )
    if not reason.strip():
        raise ValidationError("Hãy nêu lý do gỡ tệp.", code="reason")
    attachment.delete()
    trail.record(by, "detached file", action, file=attachment.name, reason=reason.strip())


def _stored(files: "Sequence[File[bytes]]", by: User) -> dict[int, tuple[StoredFile, str]]:
    """The rows of the files, each once, and what each was called. Every upload is tried."""
    found: dict[int, tuple[StoredFile, str]] = {}
    refused: list[ValidationError] = []
    for one in files:
        try:
            row = store_file(one, by=by)
        except ValidationError as refusal:
            said = f"«{one.name}»: {' '.join(refusal.messages)}"
            refused.append(ValidationError(said, code=refusal.code))
        else:
            found[row.pk] = row, name_of(one.name or "", row)
    if refused:
        if len(files) > len(refused):
            refused.append(ValidationError("Chưa tệp nào được nộp.", code="none_attached"))
        raise refused[0] if len(refused) == 1 else ValidationError(refused)
    return found


def _refuse(behind: dict[str, Any], stored: dict[int, tuple[StoredFile, str]]) -> None:
    here = dict(Attachment.objects.filter(**behind).values_list("file", "name"))
    known = [here[pk] for pk in stored if pk in here]
    if known:
        raise ValidationError(f"Tệp này đã có ở đây, tên «{known[0]}».", code="twice")
    if len(here) + len(stored) > MOST_FILES:
        raise ValidationError(
            f"Mỗi mục kèm nhiều nhất {MOST_FILES} tệp. Hãy gộp bớt tệp rồi nộp lại.",
            code="too_many",
        )


def _subject(
    thing: TaskProgress | SupportAction | DifficultyStep,
) -> Any:
    """What the trail names: the task, the action or the difficulty."""
    if isinstance(thing, TaskProgress):
        return thing.task
    return thing.difficulty if isinstance(thing, DifficultyStep) else thing
