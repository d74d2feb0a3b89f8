"""The council's files: opened, put before the council, decided, given up (QĐ 2540, QĐ 18/2022/QĐ-TTg).

Whether `mandate` is theirs to use, the door has asked.
"""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import trail
from accounts.calendar import working_day
from accounts.models import User
from communes.models import Commune
from criteria.choices import CouncilState, Level, Purpose
from criteria.evaluation.council import Asks
from criteria.models import ConditionFinding, CouncilFile, Recognition
from criteria.permissions import Mandate
from criteria.selectors.council_conditions import (
    ConditionLine,
    asked_of_file,
    condition_lines,
    frozen_beside,
    lacking,
)
from criteria.services.recognition import recognise, revoke_recognition
from documents.models import OfficialDocument

NOT_CHECKED = [
    *("commune", "recognition", "agency", "by", "on_behalf_of", "council_file", "frozen"),
    *("file", "paper", "minutes", "withdrawn_by"),
]


@transaction.atomic
def open_council_file(
    *,
    commune: Commune,
    level: Level,
    purpose: Purpose,
    opened_on: dt.date,
    year: int | None = None,
    note: str = "",
    mandate: Mandate,
    by: User,
) -> CouncilFile:
    """Begin a file; the procedure in force on `opened_on` applies to it.

    Refusals: `future`, `outside` (no such commune on that day), `duplicate` (one lives already), `held`
    (it holds the level already), `not_held` (there is nothing to take back).
    """
    Commune.objects.select_for_update(of=("self",)).get(pk=commune.pk)
    refuse_future(opened_on)
    if not commune.covers(opened_on):
        raise ValidationError(
            "Xã không tồn tại vào ngày này; hãy chọn ngày trong thời gian xã còn tồn tại.",
            code="outside",
        )
    living = CouncilFile.objects.living().filter(commune=commune, level=level, purpose=purpose)
    twin = living.first()
    if twin is not None:
        raise ValidationError(
            f"Xã đã có hồ sơ {purpose.label} {level.label} lập ngày {day_words(twin.opened_on)}, "
            f"{twin.get_state_display()}. Hãy dùng hồ sơ đó, hoặc ghi thôi xét trước.",
            code="duplicate",
        )
    file = CouncilFile(
        commune=commune,
        level=level,
        purpose=purpose,
        year=year,
        opened_on=opened_on,
        recognition=_recognition(commune, level, purpose),
        note=note.strip(),
        agency=mandate.agency,
        by=by,
        on_behalf_of=mandate.lent_by,
    )
    file.clean_fields(exclude=NOT_CHECKED)
    file.save()
    trail.record(
        by,
        "opened council file",
        file,
        on_behalf_of=mandate.lent_by,
        commune=commune.code,
        level=str(level),
        purpose=str(purpose),
        on=f"{opened_on}",
    )
    return file


@transaction.atomic
def put_before_council(
    *, council_file: CouncilFile, on: dt.date, mandate: Mandate, by: User
) -> CouncilFile:
    """The file is complete and goes before the council; what is asked of it, and how it stood, is kept.

    Refusals: `state`, `future`, `before` (it was opened), `documents` (missing ones by name),
    `conditions` (those that do not hold, or of which nothing is known).
    """
    file = locked(council_file, CouncilState.PREPARING)
    refuse_future(on)
    if on < file.opened_on:
        raise ValidationError(
            f"Ngày trình phải từ ngày lập hồ sơ {day_words(file.opened_on)} trở đi.", code="before"
        )
    asks = asked_of_file(file)
    _refuse_missing(file, asks)
    lines = condition_lines(file, asks, day=on)
    short = lacking(lines)
    if short:
        raise ValidationError(
            f"Chưa đủ điều kiện để trình hội đồng: {'; '.join(short)}.", code="conditions"
        )
    for line in lines:
        if line.computed:
            _keep(file, line, on, mandate, by)
    file.frozen, file.submitted_on = asks.to_json() | {"beside": frozen_beside(lines)}, on
    file.state = CouncilState.SUBMITTED
    file.save(update_fields=["frozen", "submitted_on", "state"])
    trail.record(
        by, "put before council", file, on_behalf_of=mandate.lent_by, on=f"{on}", paper=asks.paper
    )
    return file


@transaction.atomic
def return_to_preparation(
    *, council_file: CouncilFile, reason: str, mandate: Mandate, by: User
) -> CouncilFile:
    """The council did not agree, or asks for more: the file is worked on again, by the rules of its day.

    Refusals: `state`, `reason`.
    """
    file = locked(council_file, CouncilState.SUBMITTED, CouncilState.FAILED)
    refuse_blank(reason, "Hãy nêu lý do đưa hồ sơ về hoàn thiện.")
    file.frozen, file.submitted_on, file.state = None, None, CouncilState.PREPARING
    file.save(update_fields=["frozen", "submitted_on", "state"])
    trail.record(
        by,
        "returned council file",
        file,
        on_behalf_of=mandate.lent_by,
        reason=reason.strip(),
    )
    return file


@transaction.atomic
def decide_recognition(
    *,
    council_file: CouncilFile,
    since: dt.date,
    year: int | None = None,
    decided_on: dt.date | None = None,
    paper: OfficialDocument | None = None,
    source: str = "",
    note: str = "",
    mandate: Mandate,
    by: User,
) -> CouncilFile:
    """The Chair of the province decided: the commune is recognised, in the same step.

    Refusals: `state` (the council has not agreed), `purpose`, `before` (the decision lies before the
    meeting), and those of `services.recognition.recognise`.
    """
    file = locked(council_file, CouncilState.PASSED)
    _refuse_purpose(file, Purpose.RECOGNISE)
    _refuse_early(file, decided_on or since)
    row = recognise(
        commune=file.commune,
        level=Level(file.level),
        since=since,
        year=year if year is not None else file.year,
        decided_on=decided_on,
        paper=paper,
        source=source,
        note=note,
        by=by,
    )
    return _decided(file, row, decided_on or since, mandate, by)


@transaction.atomic
def decide_revocation(
    *,
    council_file: CouncilFile,
    revoked_on: dt.date,
    reason: str,
    paper: OfficialDocument | None = None,
    mandate: Mandate,
    by: User,
) -> CouncilFile:
    """The Chair of the province decided: the recognition is taken back, in the same step.

    Refusals: `state`, `purpose`, `before`, and those of `services.recognition.revoke_recognition`.
    """
    file = locked(council_file, CouncilState.PASSED)
    _refuse_purpose(file, Purpose.REVOKE)
    _refuse_early(file, revoked_on)
    assert file.recognition is not None  # noqa: S101 -- the database keeps it
    row = revoke_recognition(
        recognition=file.recognition, revoked_on=revoked_on, reason=reason, paper=paper, by=by
    )
    return _decided(file, row, revoked_on, mandate, by)


@transaction.atomic
def drop_council_file(
    *, council_file: CouncilFile, reason: str, mandate: Mandate, by: User
) -> CouncilFile:
    """The file is given up; it stays on record. Refusals: `state` (it has ended), `reason`."""
    file = locked(council_file, *CouncilState)
    if not file.is_living:
        raise ValidationError(
            f"Hồ sơ này đã khép: {file.get_state_display()}, không thôi xét được nữa.",
            code="state",
        )
    refuse_blank(reason, "Hãy nêu lý do thôi xét.")
    file.state, file.ended_on = CouncilState.DROPPED, working_day()
    file.dropped_reason = reason.strip()
    file.clean_fields(exclude=NOT_CHECKED)
    file.save(update_fields=["state", "ended_on", "dropped_reason"])
    trail.record(
        by,
        "dropped council file",
        file,
        on_behalf_of=mandate.lent_by,
        reason=file.dropped_reason,
    )
    return file


def locked(council_file: CouncilFile, *states: CouncilState) -> CouncilFile:
    """The row for the length of the transaction, in one of these states; else `state`."""
    rows = CouncilFile.objects.select_for_update(of=("self",))
    file: CouncilFile = rows.select_related("commune", "recognition").get(pk=council_file.pk)
    if file.state not in states:
        wanted = ", ".join(one.label for one in states)
        raise ValidationError(
            f"Hồ sơ đang ở bước «{file.get_state_display()}»; việc này chỉ làm được ở bước: "
            f"{wanted}. Hãy tải lại trang.",
            code="state",
        )
    return file


def refuse_future(day: dt.date) -> None:
    today = working_day()
    if day > today:
        raise ValidationError(
            f"Ngày không được sau ngày làm việc {day_words(today)}.", code="future"
        )


def refuse_blank(reason: str, words: str) -> None:
    if not reason.strip():
        raise ValidationError(words, code="reason")


def day_words(day: dt.date) -> str:
    return f"{day.day}/{day.month}/{day.year}"


def _recognition(commune: Commune, level: Level, purpose: Purpose) -> Recognition | None:
    held: Recognition | None = Recognition.objects.filter(
        commune=commune, level=level, revoked_on=None
    ).first()
    if purpose == Purpose.REVOKE:
        if held is None:
            raise ValidationError(
                f"Xã không giữ mức {level.label}, không có công nhận nào để thu hồi.",
                code="not_held",
            )
        return held
    if held is not None:
        raise ValidationError(
            f"Xã đã được công nhận {level.label} từ {day_words(held.since)}, không cần xét lại.",
            code="held",
        )
    return None


def _refuse_missing(file: CouncilFile, asks: Asks) -> None:
    present = set(file.filed.filter(withdrawn_at=None).values_list("asked", flat=True))
    missing = [one.words for one in asks.papers if one.code not in present]
    if missing:
        raise ValidationError(
            f"Hồ sơ còn thiếu giấy tờ: {'; '.join(missing)}. Hãy nộp đủ rồi trình.",
            code="documents",
        )


def _keep(file: CouncilFile, line: ConditionLine, on: dt.date, mandate: Mandate, by: User) -> None:
    """What the portal found, as it stood when the file went before the council."""
    ConditionFinding.objects.create(
        council_file=file,
        condition=line.asked.code,
        holds=bool(line.holds),
        words=line.words[:500],
        computed=True,
        on=on,
        agency=mandate.agency,
        by=by,
        on_behalf_of=mandate.lent_by,
    )


def _refuse_purpose(file: CouncilFile, purpose: Purpose) -> None:
    if file.purpose != purpose:
        raise ValidationError(
            f"Đây là hồ sơ {file.get_purpose_display()}; hãy ghi quyết định đúng loại việc.",
            code="purpose",
        )


def _refuse_early(file: CouncilFile, day: dt.date) -> None:
    meeting = file.meetings.filter(withdrawn_at=None).order_by("held_on", "pk").last()
    if meeting is not None and day < meeting.held_on:
        raise ValidationError(
            f"Ngày quyết định phải từ ngày hội đồng họp {day_words(meeting.held_on)} trở đi.",
            code="before",
        )


def _decided(
    file: CouncilFile, row: Recognition, day: dt.date, mandate: Mandate, by: User
) -> CouncilFile:
    file.recognition, file.state, file.ended_on = row, CouncilState.DECIDED, day
    file.save(update_fields=["recognition", "state", "ended_on"])
    trail.record(
        by, "decided council file", file, on_behalf_of=mandate.lent_by, recognition=row.pk
    )
    return file
