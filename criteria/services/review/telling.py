"""Who is told of what became of a file: in the portal and by mail, once each (`accounts.notices`)."""

from collections.abc import Iterable, Sequence

from django.db.models import Q
from django.urls import reverse

from accounts import notices
from accounts.calendar import working_day
from accounts.choices import NoticeKind
from accounts.models import User
from communes.choices import AgencyKind
from communes.models import Membership
from criteria.choices import Stage
from criteria.evaluation.diagram import STAGE_OF
from criteria.models import (
    Evidence,
    FileStep,
    Holding,
    Measurement,
    OpenedRow,
    Opinion,
    Remark,
    RemarkStep,
    StatusEntry,
    Submission,
)
from criteria.permissions import SPEAKING_ROLES


def arrived(file: Submission) -> None:
    """Those who speak for an agency to which the file has just come; to whom it was passed on, knows."""
    reviewing = Holding.objects.filter(submission=file, stage__gt=Stage.DECLARED)
    known = set(reviewing.filter(turn__lt=file.turn).values_list("agency", flat=True))
    rows = reviewing.open().filter(turn=file.turn, passed_from=None)
    for one in rows.select_related("agency"):
        _tell(
            file,
            speakers([one.agency_id]),
            f"den-{one.pk}",
            f"{file.scorecard.commune} – {file.round}: chờ {Stage(one.stage).label}",
            f"Gửi lại lần {file.turn}: chỉ xem phần đã sửa."
            if one.agency_id in known
            else f"Lần gửi thứ {file.turn}."
            if file.turn > 1
            else "Lần gửi thứ nhất.",
        )


def returned(file: Submission, step: FileStep, objections: Sequence[Opinion]) -> None:
    """Everyone who touched the file, and who speaks for its commune."""
    numbers = ", ".join(str(one.criterion.number) for one in objections)
    what = f"Tiêu chí phải bổ sung: {numbers}. " if numbers else ""
    general = Remark.objects.filter(step=step, opinion=None).exists()
    _tell(
        file,
        [*touched(file), *speakers(_declarers(file))],
        f"tra-{step.pk}",
        f"{file.scorecard.commune} – {file.round}: {step.agency} trả lại hồ sơ",
        f"{what}{step.words if general else ''}".strip(),
    )


def confirmed(file: Submission, step: FileStep) -> None:
    _tell(
        file,
        [*touched(file), *speakers(_declarers(file))],
        f"xac-nhan-{step.pk}",
        f"{file.scorecard.commune} – {file.round}: đã xác nhận",
    )


def extended(file: Submission, step: FileStep) -> None:
    """The commune, and those for whose step the day moves."""
    due = step.due_on
    day = f"{due.day}/{due.month}/{due.year}" if due else ""
    at = STAGE_OF.get(step.after)
    what = f"bước {Stage(at).label} được" if at else "được"
    holders = Holding.objects.open().in_the_way().filter(submission=file)
    _tell(
        file,
        speakers([*_declarers(file), *holders.values_list("agency", flat=True)]),
        f"gia-han-{step.pk}",
        f"{file.scorecard.commune} – {file.round}: {what} gia hạn đến {day}",
        step.words,
    )


def reopened(file: Submission, step: FileStep) -> None:
    _tell(
        file,
        [*touched(file), *speakers(_declarers(file))],
        f"mo-lai-{step.pk}",
        f"{file.scorecard.commune} – {file.round}: hồ sơ được mở lại",
        step.words,
    )


def passed_on(file: Submission, step: FileStep) -> None:
    _tell(
        file,
        speakers([step.to_agency_id] if step.to_agency_id else []),
        f"giao-{step.pk}",
        f"{file.scorecard.commune} – {file.round}: được giao {Stage(step.stage).label}",
        step.words,
    )


def touched(file: Submission) -> list[User]:
    """Everyone who did something to the file, looked into it, said or showed what it claims; for whom they did."""
    about = {"submission": file}
    of_the_card = {"scorecard": file.scorecard_id}
    until = {"effective_on__lte": file.round.ends, "stage": Stage.DECLARED}
    acts = [
        FileStep.objects.filter(**about),
        Opinion.objects.filter(**about),
        OpenedRow.objects.filter(**about),
        RemarkStep.objects.filter(remark__submission=file),
        StatusEntry.objects.filter(**of_the_card, **until),
        Measurement.objects.filter(**of_the_card, **until),
        Evidence.objects.filter(**of_the_card, agency__kind=AgencyKind.COMMUNE),
    ]
    found = Q()
    for rows in acts:
        found |= Q(pk__in=rows.values("by")) | Q(pk__in=rows.values("on_behalf_of"))
    return list(User.objects.filter(found, is_active=True))


def speakers(agencies: Iterable[int]) -> list[User]:
    """Who may speak for one of the agencies today, in person."""
    rows = Membership.objects.on(working_day()).filter(
        agency__in=list(agencies), role__in=SPEAKING_ROLES, user__is_active=True
    )
    return list(User.objects.filter(pk__in=rows.values("user")))


def _declarers(file: Submission) -> list[int]:
    rows = Holding.objects.filter(submission=file, stage=Stage.DECLARED).order_by("pk")
    last = rows.last()
    return [last.agency_id] if last else []


def _tell(file: Submission, users: Iterable[User], key: str, title: str, words: str = "") -> None:
    notices.tell(
        users,
        key=f"ho-so-{file.pk}-{key}",
        title=title[:1].upper() + title[1:],
        words=words,
        address=reverse("criteria:submission_detail", args=[file.pk]),
        kind=NoticeKind.REVIEW,
    )
