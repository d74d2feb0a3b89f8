"""What people say about a criterion: appended, and withdrawn with a reason when wrong."""

import datetime as dt
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts import trail
from accounts.calendar import working_day
from accounts.models import User
from communes.models import Commune
from criteria.choices import Change, Status
from criteria.models import CriteriaSet, Criterion, EntryDraft, Scorecard, StatusEntry
from criteria.permissions import Mandate
from criteria.selectors.change import label, turn_to, words_to_turn
from criteria.services.current import refresh_current
from criteria.services.rounds import lock, refuse_closed
from documents.models import OfficialDocument

# What a form or a door has chosen already: not checked again with the words.
LINKS = ["scorecard", "criterion", "agency", "on_behalf_of", "basis", "by", "corrects", "draft"]


@transaction.atomic
def open_scorecard(*, commune: Commune, criteria_set: CriteriaSet, by: User | None) -> Scorecard:
    """The scorecard of a commune on a set; made, and noted on the trail, when it is first asked for."""
    scorecard, made = Scorecard.objects.get_or_create(commune=commune, criteria_set=criteria_set)
    if made:
        trail.record(by, "opened scorecard", scorecard)
    return scorecard


@transaction.atomic
def open_scorecards(
    *, communes: Iterable[Commune], criteria_set: CriteriaSet, by: User | None
) -> list[Scorecard]:
    """Those of many communes on a set, all in one transaction."""
    return [open_scorecard(commune=one, criteria_set=criteria_set, by=by) for one in communes]


@transaction.atomic
def log_status(
    *,
    scorecard: Scorecard,
    criterion: Criterion,
    status: Status,
    effective_on: dt.date,
    note: str = "",
    change: Change | str = "",
    base: int | None,
    mandate: Mandate,
    basis: OfficialDocument | None = None,
    draft: EntryDraft | None = None,
    by: User,
) -> StatusEntry:
    """Add an entry to the scorecard, unless somebody wrote since the writer looked.

    `base` is the last entry the writer saw for this criterion (None: none). Refusals: `stale`,
    `future`, `outside` (no such commune on that day), `foreign` (a criterion of another set),
    `closed` (a round with that day has closed: only a correction, with a note, may be said of it).
    Whether `mandate` is theirs to use, the door has asked. A `change` left blank is proposed by
    `selectors.change.label`.
    """
    closed = lock(scorecard, effective_on)
    if criterion.criteria_set_id != scorecard.criteria_set_id:
        raise ValidationError("Tiêu chí này không thuộc bộ tiêu chí của phiếu.", code="foreign")
    refuse_day(scorecard, effective_on)
    corrects = refuse_closed(closed, correcting=change == Change.CORRECTION, note=note)
    words = words_to_turn(scorecard, criterion.pk, effective_on)
    said = [one for one in words if one.withdrawn_at is None]
    last = said[-1] if said else None
    if (last.pk if last else None) != base:
        raise ValidationError(_stale(last), code="stale")
    turn = turn_to(words, status, effective_on, corrects=corrects is not None)
    entry = StatusEntry(
        scorecard=scorecard,
        criterion=criterion,
        status=status,
        stage=mandate.stage,
        effective_on=effective_on,
        note=note,
        change=change or label(turn),
        agency=mandate.agency,
        on_behalf_of=mandate.lent_by,
        basis=basis,
        corrects_id=corrects,
        draft=draft,
        by=by,
    )
    entry.clean_fields(exclude=LINKS)
    entry.save()
    refresh_current(scorecard, criterion, [*said, entry])
    trail.record(
        by,
        "logged status",
        scorecard,
        on_behalf_of=mandate.lent_by,
        criterion=str(criterion),
        before=last.status if last else "",
        after=str(status),
        stage=mandate.stage.value,
        effective_on=f"{effective_on}",
    )
    return entry


@transaction.atomic
def withdraw_status(*, entry: StatusEntry, reason: str, by: User) -> StatusEntry:
    """Take back a wrong entry (sửa nhầm): it stays on record, and no longer counts from now on.

    Refusals: `reason` (none given), `withdrawn` (already), `file` (it came of a file that was handed on).
    """
    scorecard = entry.scorecard
    lock(scorecard)
    if not reason.strip():
        raise ValidationError("Hãy nêu lý do rút (sửa nhầm).", code="reason")
    if entry.said_by.exists():
        raise ValidationError(
            "Kết quả này có từ việc xử lý hồ sơ kỳ: không rút riêng được. "
            "Muốn đổi, hãy đề nghị Văn phòng Điều phối trả lại hoặc mở lại hồ sơ.",
            code="file",
        )
    taken = StatusEntry.objects.filter(pk=entry.pk, withdrawn_at=None).update(
        withdrawn_at=timezone.now(), withdrawn_by=by, withdrawn_reason=reason.strip()
    )
    if not taken:
        raise ValidationError("Kết quả này đã được rút trước đó.", code="withdrawn")
    refresh_current(scorecard, entry.criterion, living(scorecard, entry.criterion))
    trail.record(
        by,
        "withdrew status",
        scorecard,
        criterion=str(entry.criterion),
        status=entry.status,
        reason=reason,
    )
    entry.refresh_from_db()
    return entry


def living(scorecard: Scorecard, criterion: Criterion) -> list[StatusEntry]:
    """What was said about a criterion and not withdrawn, in the order of recording."""
    words = StatusEntry.objects.filter(scorecard=scorecard, criterion=criterion, withdrawn_at=None)
    return list(words.order_by("pk"))


def refuse_day(scorecard: Scorecard, effective_on: dt.date) -> None:
    """Refuse a day after the working day (`future`), and one on which the commune was not (`outside`)."""
    today = working_day()
    if effective_on > today:
        raise ValidationError(
            f"Ngày hiệu lực không được sau ngày làm việc {today.day}/{today.month}/{today.year}.",
            code="future",
        )
    if not scorecard.commune.covers(effective_on):
        raise ValidationError(
            f"{str(scorecard.commune).capitalize()} không tồn tại vào ngày này; "
            "hãy chọn ngày trong thời gian xã còn tồn tại.",
            code="outside",
        )


def _stale(last: StatusEntry | None) -> str:
    if last is None:
        return "Kết quả bạn đang xem vừa được rút. Hãy xem lại rồi ghi."
    who = last.by or last.agency or "một người khác"
    return (
        f"{who} vừa ghi «{last.get_status_display()}» cho tiêu chí này. "
        "Nội dung bạn nhập còn nguyên: xem kết quả mới rồi bấm Lưu lần nữa nếu vẫn giữ ý kiến."
    )
