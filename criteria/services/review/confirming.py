"""Acts of the coordination office: confirm, extend, open again, name who takes a file over."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.calendar import working_day
from accounts.models import User
from communes.models import Agency
from criteria.choices import FileAct, FileState, HoldEnd, Stage
from criteria.models import FileStep, Holding, Remark, Submission
from criteria.permissions import Mandate
from criteria.selectors.review.left import takers
from criteria.selectors.review.opinions import FileView, file_view
from criteria.services.review import telling
from criteria.services.review.handing import refuse_left, refuse_unticked
from criteria.services.review.speaking import speak, to_speak
from criteria.services.review.way import (
    end_holdings,
    give,
    locked_file,
    move,
    open_holding,
    step,
)


@transaction.atomic
def confirm(
    file: Submission, *, mandate: Mandate, by: User, view: FileView | None = None
) -> FileStep:
    """Confirm every criterion as the office found it. Refusals: `closed`, `state`, `holder`, `left`."""
    found = locked_file(file, FileAct.CONFIRM)
    holding = open_holding(found, Stage.CONFIRMED, mandate)
    view = view or file_view(found)
    refuse_left(view, holding)
    refuse_unticked(view, mandate)
    before = found.state
    keys = sorted(view.part(holding))
    speak(found, to_speak(view, Stage.CONFIRMED, mandate.agency.pk, keys), mandate=mandate, by=by)
    end_holdings(found, HoldEnd.HANDED_ON)
    move(found, FileAct.CONFIRM, FileState.CONFIRMED, reopened_at=None)
    row = step(found, FileAct.CONFIRM, before, stage=Stage.CONFIRMED, mandate=mandate, by=by)
    telling.confirmed(found, row)
    return row


@transaction.atomic
def extend(
    file: Submission, *, due_on: dt.date, words: str, mandate: Mandate, by: User
) -> FileStep:
    """Give one commune until another day. Refusals: `closed`, `state`, `reason`, `past`."""
    found = locked_file(file, FileAct.EXTEND)
    _refuse_wordless(words, "gia hạn")
    if due_on < working_day():
        raise ValidationError("Hạn mới phải từ ngày làm việc hôm nay trở đi.", code="past")
    before = found.state
    move(found, FileAct.EXTEND, FileState(before), due_on=due_on)
    row = step(
        found,
        FileAct.EXTEND,
        before,
        stage=Stage.CONFIRMED,
        mandate=mandate,
        by=by,
        words=words,
        due_on=due_on,
    )
    telling.extended(found, row)
    return row


@transaction.atomic
def reopen(
    file: Submission, *, words: str, due_on: dt.date | None = None, mandate: Mandate, by: User
) -> FileStep:
    """Let one commune's confirmed file, or its file of a closed round, go on; what was frozen stays frozen.

    A confirmed file returns to its commune with `words` as a remark; another goes on where it lay.
    What is said from now on of a closed round is a correction. Refusals: `reason`, `past`,
    `open` (it is neither confirmed nor locked).
    """
    found = locked_file(file, FileAct.REOPEN)
    _refuse_wordless(words, "mở lại")
    if due_on is not None and due_on < working_day():
        raise ValidationError("Hạn mới phải từ ngày làm việc hôm nay trở đi.", code="past")
    before = found.state
    refuse_open(found)
    moment = timezone.now() if found.round.closed_at else None
    if before == FileState.CONFIRMED:
        end_holdings(found, HoldEnd.RETURNED)
        last = Holding.objects.filter(submission=found, stage=Stage.DECLARED).order_by("pk").last()
        give(found, Stage.DECLARED, [last.agency_id] if last else [])
    after = FileState.RETURNED if before == FileState.CONFIRMED else FileState(before)
    until = {"due_on": due_on} if due_on else {}
    move(found, FileAct.REOPEN, after, reopened_at=moment, **until)
    row = step(
        found,
        FileAct.REOPEN,
        before,
        stage=Stage.CONFIRMED,
        mandate=mandate,
        by=by,
        words=words,
        due_on=due_on,
    )
    if before == FileState.CONFIRMED:
        Remark.objects.create(submission=found, step=row, words=words.strip())
    telling.reopened(found, row)
    return row


@transaction.atomic
def pass_on(holding: Holding, *, to: Agency, words: str, mandate: Mandate, by: User) -> FileStep:
    """Name who holds the file in the place of an agency: its history goes with it.

    So a district's open step passes on when districts end. Refusals: `closed`, `state`, `reason`,
    `gone` (it lies there no longer), `same`, `ended` (the agency does not exist today), `taker`
    (it is not one for this step), `twice` (it holds the file at this stage already).
    """
    found = locked_file(holding.submission, FileAct.PASS_ON)
    _refuse_wordless(words, "giao lại")
    day = working_day()
    held = (
        Holding.objects.open()
        .filter(pk=holding.pk, submission=found)
        .select_related("agency")
        .first()
    )
    if held is None:
        raise ValidationError("Hồ sơ không còn ở cơ quan này. Hãy tải lại trang.", code="gone")
    if held.agency_id == to.pk:
        raise ValidationError(f"{to} đang giữ hồ sơ rồi.", code="same")
    if not to.covers(day):
        raise ValidationError(f"{to} không hoạt động vào ngày {day:%d/%m/%Y}.", code="ended")
    if not takers(held, Agency.objects.filter(pk=to.pk)).exists():
        raise ValidationError(
            f"{to} không nhận được bước này: hồ sơ chờ khai báo chỉ giao cho UBND xã, "
            "bước khác không giao cho UBND xã.",
            code="taker",
        )
    rows = Holding.objects.open().filter(submission=found, stage=held.stage)
    if rows.filter(agency=to).exists():
        raise ValidationError(f"{to} đã giữ hồ sơ ở bước này.", code="twice")
    before = found.state
    end_holdings(found, HoldEnd.PASSED_ON, only=held)
    Holding.objects.create(
        submission=found,
        stage=held.stage,
        agency=to,
        turn=held.turn,
        beside=held.beside,
        since=day,
        passed_from=held,
    )
    row = step(
        found,
        FileAct.PASS_ON,
        before,
        stage=Stage(held.stage),
        mandate=mandate,
        by=by,
        words=words,
        to_agency=to,
    )
    telling.passed_on(found, row)
    return row


def refuse_open(file: Submission) -> None:
    """Refusal: `open`; a file that is neither confirmed nor locked need not be opened again."""
    if file.state != FileState.CONFIRMED and not file.is_locked:
        raise ValidationError(
            f"Hồ sơ {file.get_state_display()}, chưa khóa: không cần mở lại.", code="open"
        )


def _refuse_wordless(words: str, what: str) -> None:
    if not words.strip():
        raise ValidationError(f"Hãy nêu lý do {what}.", code="reason")
