"""Asking for a later day: the task keeps its original one, and how often it was put off can be counted."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts import trail
from accounts.calendar import working_day
from accounts.models import User
from communes.models import Agency
from communes.permissions import on_behalf_of
from plans.choices import ExtensionState
from plans.models import Extension, Task
from plans.selectors.tasks import TaskLine
from plans.services.progress import lead_or_refuse, lock


@transaction.atomic
def ask_extension(
    *, task: Task, agency: Agency, due_on: dt.date, reason: str, by: User
) -> Extension:
    """A lead asks for a later day.

    Refusals: `not_lead`, `confirmed`, `no_day` (the task has none), `waiting` (it has asked already),
    `not_later` (than the day in force or than today), `reason`.
    """
    line = lock(task)
    lead_or_refuse(line, agency)
    if line.due_on is None:
        raise ValidationError(
            "Nhiệm vụ không có ngày hoàn thành nên không xin gia hạn.", code="no_day"
        )
    if task.extensions.filter(agency=agency, state=ExtensionState.ASKED).exists():
        raise ValidationError(
            "Đơn vị đã xin gia hạn và đang chờ quyết định. Muốn xin ngày khác, hãy rút lần xin đó.",
            code="waiting",
        )
    today = working_day()
    _refuse_earlier(line, due_on, today)
    if not reason.strip():
        raise ValidationError("Hãy nêu lý do xin gia hạn.", code="reason")
    asked = Extension(
        task=task,
        agency=agency,
        due_on=due_on,
        reason=reason.strip(),
        asked_on=today,
        by=by,
        on_behalf_of=on_behalf_of(by, agency),
    )
    asked.full_clean()
    asked.save()
    trail.record(
        by,
        "asked extension",
        task,
        on_behalf_of=asked.on_behalf_of,
        agency=str(agency),
        due_on=due_on.isoformat(),
        reason=asked.reason,
    )
    return asked


@transaction.atomic
def decide_extension(*, extension: Extension, grants: bool, answer: str = "", by: User) -> None:
    """Grant or refuse what a lead asked.

    Refusals: `decided`, `own` (the asker), `answer` (no without a why), `not_later` (than the day in
    force by now or than today).
    """
    line = lock(extension.task)
    extension.refresh_from_db(fields=["state"])
    _refuse_decided(extension)
    if extension.by_id == by.pk:
        raise ValidationError("Người xin gia hạn không tự quyết định.", code="own")
    if not grants and not answer.strip():
        raise ValidationError("Không đồng ý thì phải nêu lý do.", code="answer")
    today = working_day()
    if grants:
        _refuse_earlier(line, extension.due_on, today)
    _settle(
        extension,
        state=ExtensionState.GRANTED if grants else ExtensionState.REFUSED,
        decided_on=today,
        decided_at=timezone.now(),
        decided_by=by,
        answer=answer.strip(),
    )
    trail.record(
        by,
        "granted extension" if grants else "refused extension",
        extension.task,
        agency=str(extension.agency),
        due_on=extension.due_on.isoformat(),
        answer=answer.strip(),
    )


@transaction.atomic
def withdraw_extension(*, extension: Extension, by: User) -> None:
    """The asker takes it back while it waits. Refusal: `decided`."""
    lock(extension.task)
    _settle(extension, state=ExtensionState.WITHDRAWN)
    trail.record(by, "withdrew extension", extension.task, agency=str(extension.agency))


def _settle(extension: Extension, **values: object) -> None:
    waiting = Extension.objects.filter(pk=extension.pk, state=ExtensionState.ASKED)
    if not waiting.update(**values):
        extension.refresh_from_db()
        _refuse_decided(extension)
    extension.refresh_from_db()


def _refuse_decided(extension: Extension) -> None:
    if extension.state != ExtensionState.ASKED:
        raise ValidationError(
            f"Lần xin gia hạn này không còn chờ quyết định: {extension.get_state_display()}.",
            code="decided",
        )


def _refuse_earlier(line: TaskLine, due_on: dt.date, today: dt.date) -> None:
    floor = max(line.due_on or today, today)
    if due_on <= floor:
        said = f"Ngày gia hạn phải sau {floor.day}/{floor.month}/{floor.year}."
        raise ValidationError(said, code="not_later")
