"""Acts of those who hold a file: send it, take it back, hand it on, return it."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.calendar import working_day
from accounts.models import User
from communes.models import Agency
from criteria.choices import FileAct, FileState, HoldEnd, Stage
from criteria.evaluation.diagram import STAGE_OF, next_stage
from criteria.models import FileStep, Holding, Remark, Submission
from criteria.permissions import Mandate
from criteria.selectors.review.claims import claims_of
from criteria.selectors.review.left import objections, to_tick
from criteria.selectors.review.opinions import FileView, appraisers_on, file_view, numbers
from criteria.selectors.review.spoken import spoken_by
from criteria.services.review import telling
from criteria.services.review.speaking import appraised, speak, to_speak
from criteria.services.review.way import (
    beside,
    end_holdings,
    give,
    heads_for,
    locked_file,
    move,
    open_holding,
    route_on,
    send_to,
    step,
)


@transaction.atomic
def submit(file: Submission, *, mandate: Mandate, by: User) -> FileStep:
    """Send the file to the first stage of the route of this day; a returned one to the stage that returned it.

    Refusals: `closed`, `state`, `holder`, `early` (the round has not begun), `incomplete` (criteria
    the commune has not declared, by number), `unanswered` (remarks).
    """
    found = locked_file(file, FileAct.SUBMIT)
    today = working_day()
    open_holding(found, Stage.DECLARED, mandate)
    if today < found.round.starts:
        raise ValidationError(f"{found.round} chưa mở.", code="early")
    _refuse_incomplete(found)
    _refuse_unanswered(file_view(found))
    before = found.state
    found.turn += 1
    found.sent_at, found.sent_on = timezone.now(), today
    found.save(update_fields=["turn", "sent_at", "sent_on"])
    end_holdings(found, HoldEnd.HANDED_ON)
    back = resumes(found) if before == FileState.RETURNED else None
    move(found, FileAct.SUBMIT, send_to(found, back or _first(), exact=back is not None))
    beside(found)
    row = step(found, FileAct.SUBMIT, before, stage=Stage.DECLARED, mandate=mandate, by=by)
    FileStep.objects.filter(pk=row.pk).update(recorded_at=found.sent_at)
    telling.arrived(found)
    return row


def receivers(file: Submission) -> tuple[Stage, list[Agency]]:
    """Where the file would go if it were sent now: the stage, and who would hold it there.

    Which appraisers a returned one goes to shows only when it is sent: those with something left to
    say; they are not named.
    """
    back = resumes(file) if file.state == FileState.RETURNED else None
    if back == Stage.APPRAISED:
        return Stage.APPRAISED, []
    stage, keys = heads_for(file, back or _first(), exact=back is not None)
    return Stage(stage), list(Agency.objects.filter(pk__in=keys))


def resumes(file: Submission) -> int | None:
    """The stage that returned the file last; None, from the beginning, where it was opened again since."""
    last = FileStep.objects.filter(submission=file).sent_away().order_by("pk").last()
    return last.stage if last is not None and last.act == FileAct.RETURN else None


@transaction.atomic
def recall(file: Submission, *, mandate: Mandate, by: User) -> FileStep:
    """Take the file back before anybody has spoken of it in this turn.

    Refusals: `closed`, `state`, `holder` (another agency sent it), `spoken`.
    """
    found = locked_file(file, FileAct.RECALL)
    if _commune_agency(found) != [mandate.agency.pk]:
        raise ValidationError("Chỉ cơ quan đã gửi hồ sơ mới rút lại được.", code="holder")
    if spoken_of(found):
        raise ValidationError(
            "Đã có đơn vị cho ý kiến về hồ sơ: không rút lại được. "
            "Nếu cần sửa, hãy đề nghị đơn vị đang giữ trả lại.",
            code="spoken",
        )
    before = found.state
    end_holdings(found, HoldEnd.RECALLED)
    give(found, Stage.DECLARED, [mandate.agency.pk])
    returned = FileStep.objects.filter(submission=found).sent_away().exists()
    move(found, FileAct.RECALL, FileState.RETURNED if returned else FileState.DECLARING)
    return step(found, FileAct.RECALL, before, stage=Stage.DECLARED, mandate=mandate, by=by)


def spoken_of(file: Submission) -> bool:
    """Whether somebody spoke of the file in this turn, ticked an answer, or handed it on."""
    return file.pk in spoken_by([file])


@transaction.atomic
def review(
    file: Submission, *, mandate: Mandate, by: User, view: FileView | None = None
) -> FileStep:
    """A sponsor hands in its review beside the way. Refusals: `closed`, `state`, `holder`, `left`.

    `view`: the file as read under the same lock already, by an act on many files.
    """
    found = locked_file(file, FileAct.REVIEW)
    holding = open_holding(found, Stage.REVIEWED, mandate)
    view = view or file_view(found)
    refuse_left(view, holding)
    keys = sorted(view.part(holding))
    speak(found, to_speak(view, Stage.REVIEWED, mandate.agency.pk, keys), mandate=mandate, by=by)
    end_holdings(found, HoldEnd.HANDED_ON, only=holding)
    return step(found, FileAct.REVIEW, found.state, stage=Stage.REVIEWED, mandate=mandate, by=by)


@transaction.atomic
def verify(
    file: Submission, *, mandate: Mandate, by: User, view: FileView | None = None
) -> FileStep:
    """Hand the file on after the verification, with what is agreed and what is not.

    Refusals: `closed`, `state`, `holder`, `left` (criteria without an opinion), `unticked` (answers
    to earlier remarks that nobody looked at). `view` as in `review`.
    """
    found = locked_file(file, FileAct.VERIFY)
    holding = open_holding(found, Stage.VERIFIED, mandate)
    view = view or file_view(found)
    refuse_left(view, holding)
    refuse_unticked(view, mandate)
    before = found.state
    keys = sorted(view.part(holding))
    speak(found, to_speak(view, Stage.VERIFIED, mandate.agency.pk, keys), mandate=mandate, by=by)
    end_holdings(found, HoldEnd.HANDED_ON, only=holding)
    after = send_to(found, next_stage(route_on(working_day()), Stage.VERIFIED), view=view)
    move(found, FileAct.VERIFY, after)
    row = step(found, FileAct.VERIFY, before, stage=Stage.VERIFIED, mandate=mandate, by=by)
    telling.arrived(found)
    return row


@transaction.atomic
def appraise(
    file: Submission, *, mandate: Mandate, by: User, view: FileView | None = None
) -> FileStep:
    """An appraiser hands in its part; the last one hands the file on to the office. Refusals as `verify`."""
    found = locked_file(file, FileAct.APPRAISE)
    holding = open_holding(found, Stage.APPRAISED, mandate)
    view = view or file_view(found)
    refuse_left(view, holding)
    refuse_unticked(view, mandate)
    before = found.state
    keys = sorted(view.part(holding))
    parts = appraisers_on(found.scorecard.criteria_set_id, holding.since)
    parts = _passed(view, parts)
    said = view.seen_by({mandate.agency.pk})
    speak(found, appraised(said, mandate.agency.pk, keys, parts), mandate=mandate, by=by)
    end_holdings(found, HoldEnd.HANDED_ON, only=holding)
    left = Holding.objects.open().in_the_way().filter(submission=found).exists()
    after = FileState.APPRAISING if left else send_to(found, Stage.CONFIRMED)
    move(found, FileAct.APPRAISE, after)
    row = step(found, FileAct.APPRAISE, before, stage=Stage.APPRAISED, mandate=mandate, by=by)
    if not left:
        telling.arrived(found)
    return row


@transaction.atomic
def send_back(file: Submission, *, mandate: Mandate, words: str = "", by: User) -> FileStep:
    """Return the file to its commune: each objection of this stage becomes a remark to answer.

    What other appraisers objected when they handed in goes along, so that the commune answers once;
    what they have only noted stays with them. `words` stand
    for the file as a whole. Refusals: `closed`, `state`, `holder`, `reason` (no objection, no words).
    """
    found = locked_file(file, FileAct.RETURN)
    stage = Stage(STAGE_OF[found.state])
    open_holding(found, stage, mandate)
    view = file_view(found).seen_by({mandate.agency.pk})
    against = objections(view, stage)
    if not against and not words.strip():
        raise ValidationError(
            "Trả lại phải nêu lý do: không đồng ý với ít nhất một tiêu chí, hoặc ghi nhận xét chung.",
            code="reason",
        )
    before = found.state
    end_holdings(found, HoldEnd.RETURNED)
    give(found, Stage.DECLARED, _commune_agency(found))
    move(found, FileAct.RETURN, FileState.RETURNED)
    counted = f"{len(against)} tiêu chí phải bổ sung"
    told = words.strip() or counted
    row = step(found, FileAct.RETURN, before, stage=stage, mandate=mandate, by=by, words=told)
    Remark.objects.bulk_create(
        [
            Remark(
                submission=found,
                step=row,
                criterion_id=one.criterion_id,
                opinion=one,
                words=f"{one.get_doubt_display().capitalize()}: {one.words}"[:1000],
            )
            for one in against
        ]
        + ([Remark(submission=found, step=row, words=words.strip())] if words.strip() else [])
    )
    telling.returned(found, row, against)
    return row


def _first() -> int:
    return min(
        (one for one in route_on(working_day()) if one > Stage.REVIEWED), default=Stage.CONFIRMED
    )


def _commune_agency(file: Submission) -> list[int]:
    """The agency that sent the file last: its commune's, or whom the office named in its stead."""
    last = Holding.objects.filter(submission=file, stage=Stage.DECLARED).order_by("pk").last()
    return [last.agency_id] if last else []


def _passed(view: FileView, parts: dict[int, frozenset[int]]) -> dict[int, frozenset[int]]:
    """The same with whoever took over in place of whom the file was taken from."""
    found = dict(parts)
    by_key = {one.pk: one for one in view.holdings}
    for one in view.holdings:
        if one.stage == Stage.APPRAISED and one.passed_from_id in by_key:
            gone = by_key[one.passed_from_id]
            found.pop(gone.agency_id, None)
            found[one.agency_id] = found.get(one.agency_id, frozenset()) | view.part(one)
    return found


def _refuse_incomplete(file: Submission) -> None:
    claimed = claims_of([file], now=True)[file.pk]
    every = file.scorecard.criteria_set.criteria.values_list("pk", flat=True)
    missing = numbers(key for key in every if key not in claimed)
    if missing:
        raise ValidationError(
            f"Còn {len(missing)} tiêu chí xã chưa khai báo kết quả: "
            f"{', '.join(map(str, missing))}. Hãy khai báo rồi gửi.",
            code="incomplete",
        )


def _refuse_unanswered(view: FileView) -> None:
    if view.file.state != FileState.RETURNED:
        return
    waiting = view.unanswered()
    if waiting:
        about = [
            f"tiêu chí {one.remark.criterion.number}" if one.remark.criterion else "nhận xét chung"
            for one in waiting
        ]
        raise ValidationError(
            f"Còn {len(waiting)} nhận xét chưa trả lời: {', '.join(about)}.", code="unanswered"
        )


def refuse_left(view: FileView, holding: Holding) -> None:
    left = numbers(view.left(holding))
    if left:
        raise ValidationError(
            f"Còn {len(left)} tiêu chí chưa có ý kiến: {', '.join(map(str, left))}.", code="left"
        )


def refuse_unticked(view: FileView, mandate: Mandate) -> None:
    waiting = to_tick(view, mandate.stage, mandate.agency.pk)
    if waiting:
        raise ValidationError(
            f"Còn {len(waiting)} nhận xét lần trước chưa đánh dấu đã trả lời đủ hay chưa.",
            code="unticked",
        )
