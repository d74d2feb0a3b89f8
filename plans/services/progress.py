"""What leads say of their tasks, and what whoever confirms says to that: appended, withdrawn with a reason."""

import datetime as dt
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.utils import timezone

from accounts import trail
from accounts.calendar import working_day
from accounts.models import User
from communes.models import Agency
from communes.permissions import on_behalf_of
from plans.choices import TaskState
from plans.models import Task, TaskProgress, TaskReview
from plans.models.base import Told
from plans.selectors.tasks import LeadLine, TaskLine, line_of
from plans.services.attachments import attach
from plans.services.kept import hold

WHOLE = 100  # percent
NEVER = 0  # the `base` of whoever saw no word yet


@transaction.atomic
def report_progress(
    *,
    task: Task,
    agency: Agency,
    state: TaskState,
    percent: int | None = None,
    words: str = "",
    effective_on: dt.date | None = None,
    files: "Sequence[File[bytes]]" = (),
    base: int | None = None,
    by: User,
) -> TaskProgress:
    """A lead says where its task stands; a member of a leading group for itself alone.

    `base` is the key of the lead's last word that the writer had before their eyes (NEVER: none yet);
    None does not ask. Refusals: `not_lead`, `confirmed`, `stale`, `future`, `earlier` (than the last word
    or return), `words` (done or stuck without a word), `percent` (against the state), and those of `attach`.
    """
    day = working_day()
    line = lock(task)
    lead = lead_or_refuse(line, agency)
    refuse_stale(lead, base)
    spoken_on = effective_on or day
    _refuse_day(lead, spoken_on, day)
    _refuse_words(state, percent, words)
    said = TaskProgress(
        task=task,
        agency=agency,
        state=state,
        percent=percent,
        words=words.strip(),
        effective_on=spoken_on,
        by=by,
        on_behalf_of=on_behalf_of(by, agency),
    )
    said.full_clean()
    said.save()
    attach(files, by=by, progress=said)
    trail.record(
        by,
        "told progress",
        task,
        on_behalf_of=said.on_behalf_of,
        agency=str(agency),
        state=state.label,
        percent=percent,
    )
    return said


@transaction.atomic
def report_percent(
    *, task: Task, agency: Agency, percent: int, base: int | None, by: User
) -> TaskProgress:
    """A figure alone, as it is typed into the table: the state stays, and what had not begun has begun.

    Refusals: those of `report_progress`; `done` (a lead that said it was done says more than a figure now).
    """
    lead = lock(task).lead_of(agency.pk)
    state = lead.state if lead and not lead.returned else ""
    if state == TaskState.DONE:
        raise ValidationError(
            "Đơn vị đã báo hoàn thành. Hãy mở nhiệm vụ, «Báo tiến độ» để ghi lại.", code="done"
        )
    if state != TaskState.STUCK:
        state = TaskState.IN_PROGRESS if percent else TaskState.NOT_STARTED
    words = lead.words if lead and state == TaskState.STUCK else ""
    return report_progress(
        task=task,
        agency=agency,
        state=TaskState(state),
        percent=percent,
        words=words,
        base=base,
        by=by,
    )


@transaction.atomic
def review_task(
    *,
    task: Task,
    lead: Agency | None,
    agency: Agency,
    agrees: bool,
    reason: str = "",
    base: int | None = None,
    by: User,
) -> TaskReview:
    """Confirm that a lead has completed its task, or return it with a reason.

    `lead` None speaks of a task whose leads nobody knows (a group without a list). `agency` speaks:
    `permissions.confirms_for`. `base` as above. Refusals: `not_lead`, `own` (the same agency or person),
    `confirmed`, `not_reported` (the lead has not said that it is done), `stale`, `reason`.
    """
    line = lock(task)
    said = _line_of_lead(line, lead)
    refuse_stale(said, base)
    if (lead and lead.pk == agency.pk) or (said.last and said.last.by_id == by.pk):
        raise ValidationError(
            "Đơn vị chủ trì không tự xác nhận nhiệm vụ của mình, người đã báo tiến độ cũng vậy.",
            code="own",
        )
    if said.confirmed:
        raise ValidationError("Nhiệm vụ đã được xác nhận hoàn thành.", code="confirmed")
    if lead and not said.waits:
        raise ValidationError(
            f"{lead} chưa báo hoàn thành nên chưa xác nhận hay trả lại được.", code="not_reported"
        )
    if not agrees and not reason.strip():
        raise ValidationError("Trả lại thì phải nêu lý do.", code="reason")
    review = TaskReview(
        task=task,
        subject=lead,
        agency=agency,
        agrees=agrees,
        reason=reason.strip(),
        effective_on=working_day(),
        by=by,
        on_behalf_of=on_behalf_of(by, agency),
    )
    review.full_clean()
    review.save()
    trail.record(
        by,
        "confirmed task" if agrees else "returned task",
        task,
        on_behalf_of=review.on_behalf_of,
        agency=str(lead or ""),
        reason=review.reason,
    )
    return review


@transaction.atomic
def withdraw_progress(*, progress: TaskProgress, reason: str, by: User) -> None:
    """Take back a word said by mistake. Refusals: `withdrawn`, `confirmed` (it rests on that word), `reason`."""
    line = lock(progress.task)
    lead = next((one for one in line.leads if one.last and one.last.pk == progress.pk), None)
    if lead and lead.confirmed:
        raise ValidationError(
            "Tiến độ này đã được xác nhận hoàn thành nên không rút được.", code="confirmed"
        )
    _withdraw(progress, reason, by)
    trail.record(by, "withdrew progress", progress.task, reason=reason.strip())


@transaction.atomic
def withdraw_review(*, review: TaskReview, reason: str, by: User) -> None:
    """Take back a confirmation or a return; the task stands as before it. Refusals: `withdrawn`, `reason`."""
    lock(review.task)
    _withdraw(review, reason, by)
    trail.record(by, "withdrew review", review.task, reason=reason.strip())


def lock(task: Task) -> TaskLine:
    """Hold the task until the end of the transaction, and read how it stands now."""
    hold(task)
    return line_of(task, working_day())


def lead_or_refuse(line: TaskLine, agency: Agency) -> LeadLine:
    """The agency's own line of a task that is not over for it. Refusals: `not_lead`, `confirmed`."""
    lead = line.lead_of(agency.pk)
    if lead is None:
        raise ValidationError(f"{agency} không chủ trì nhiệm vụ này.", code="not_lead")
    if lead.confirmed:
        raise ValidationError(
            "Nhiệm vụ đã được xác nhận hoàn thành. Cần ghi thêm thì đề nghị Văn phòng rút xác nhận.",
            code="confirmed",
        )
    return lead


def refuse_stale(lead: LeadLine, base: int | None) -> None:
    if base is not None and base != (lead.last.pk if lead.last else NEVER):
        raise ValidationError(
            "Đã có tiến độ mới từ lúc bạn mở trang. Hãy xem nội dung mới rồi ghi nếu vẫn cần.",
            code="stale",
        )


def _line_of_lead(line: TaskLine, lead: Agency | None) -> LeadLine:
    """None stands for words that nobody stands behind: heard once every known lead is confirmed."""
    if lead:
        found = line.lead_of(lead.pk)
        refusal = f"{lead} không chủ trì nhiệm vụ này."
    else:
        open_leads = [one for one in line.leads if one.agency and not one.confirmed]
        unknown = [one for one in line.leads if one.agency is None]
        found = unknown[0] if unknown and not open_leads else None
        refusal = "Hãy xác nhận từng đơn vị chủ trì của nhiệm vụ này trước."
    if found is None:
        raise ValidationError(refusal, code="not_lead")
    return found


def _refuse_day(lead: LeadLine, spoken_on: dt.date, day: dt.date) -> None:
    if spoken_on > day:
        raise ValidationError("Tiến độ không ghi cho ngày sau hôm nay.", code="future")
    before = max((one.effective_on for one in (lead.last, lead.returned) if one), default=None)
    if before and spoken_on < before:
        said = f"Đã có tiến độ hoặc ý kiến ngày {before.day}/{before.month}/{before.year}; hãy ghi từ ngày đó."
        raise ValidationError(said, code="earlier")


def _refuse_words(state: TaskState, percent: int | None, words: str) -> None:
    if state in {TaskState.DONE, TaskState.STUCK} and not words.strip():
        what = "kết quả đã đạt" if state == TaskState.DONE else "vướng mắc gì"
        raise ValidationError(f"Hãy nêu {what}.", code="words")
    wrong = ""
    if state == TaskState.DONE and percent not in {None, WHOLE}:
        wrong = "Báo hoàn thành thì phần trăm là 100, hoặc để trống."
    elif state == TaskState.NOT_STARTED and percent:
        wrong = "Chưa thực hiện thì phần trăm là 0, hoặc để trống."
    if wrong:
        raise ValidationError(wrong, code="percent")


def _withdraw(told: Told, reason: str, by: User) -> None:
    if not reason.strip():
        raise ValidationError("Rút phải nêu lý do.", code="reason")
    waiting = type(told).objects.filter(pk=told.pk, withdrawn_at=None)
    if not waiting.update(
        withdrawn_at=timezone.now(), withdrawn_by=by, withdrawn_reason=reason.strip()
    ):
        raise ValidationError("Nội dung này đã được rút.", code="withdrawn")
