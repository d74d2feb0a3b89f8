"""What a council file is made of: findings, documents, meetings; appended, never edited.

Whether `mandate` is theirs to use, the door has asked.
"""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.utils import timezone

from accounts import trail
from accounts.models import User
from criteria.choices import SHARES, CouncilState
from criteria.evaluation.council import ConditionAsked, outcome, reaches
from criteria.models import ConditionFinding, CouncilFile, CouncilMeeting, FiledDocument
from criteria.permissions import Mandate
from criteria.selectors.council_conditions import asked_of_file, is_computed, known_beside
from criteria.services.council import (
    NOT_CHECKED,
    day_words,
    locked,
    refuse_blank,
    refuse_future,
)
from documents.models import OfficialDocument, StoredFile
from documents.services import name_of, store_file

HUNDRED = Decimal(100)


def record_finding(
    *,
    council_file: CouncilFile,
    condition: str,
    holds: bool | None = None,
    number: Decimal | None = None,
    words: str = "",
    paper: OfficialDocument | None = None,
    upload: "File[bytes] | None" = None,
    on: dt.date,
    mandate: Mandate,
    by: User,
) -> ConditionFinding:
    """State whether a condition holds, with what it rests on; of a share the number says so.

    Refusals: `state`, `future`, `unknown` (no such condition), `computed` (the portal finds it), `number`
    (a share from 0 to 100 is asked), `holds` (yes or no is asked), `basis` (neither paper, file nor words),
    and those of `documents.services.store_file`.
    """
    stored = store_file(upload, by=by) if upload else None  # reading files takes time
    with transaction.atomic():
        file = locked(council_file, CouncilState.PREPARING)
        refuse_future(on)
        asked = _asked(file, condition)
        said = _said(asked, holds, number)
        if not words.strip() and paper is None and stored is None:
            raise ValidationError(
                {"words": ValidationError("Hãy ghi căn cứ: văn bản, tệp hoặc lời.", code="basis")}
            )
        known = known_beside(file, asked, on)
        row = ConditionFinding(
            council_file=file,
            condition=condition,
            holds=said,
            number=number if asked.kind in SHARES else None,
            words=words.strip(),
            beside=known.words if known else "",
            beside_holds=known.holds if known else None,
            paper=paper,
            file=stored,
            on=on,
            agency=mandate.agency,
            by=by,
            on_behalf_of=mandate.lent_by,
        )
        row.clean_fields(exclude=NOT_CHECKED)
        row.save()
        trail.record(
            by,
            "stated condition",
            file,
            on_behalf_of=mandate.lent_by,
            condition=asked.words,
            holds=said,
            number=str(row.number) if row.number is not None else None,
        )
    return row


def file_document(
    *,
    council_file: CouncilFile,
    asked: str = "",
    upload: "File[bytes] | None" = None,
    paper: OfficialDocument | None = None,
    on: dt.date,
    mandate: Mandate,
    by: User,
) -> FiledDocument:
    """Put a document into the file, for what is asked or beside it: an upload, or a paper on the register.

    Refusals: `state`, `future`, `unknown` (nothing of that code is asked), `one` (both or neither), `twice`
    (it is there already), and those of `documents.services.store_file`.
    """
    if (upload is None) == (paper is None):
        raise ValidationError(
            "Hãy chọn một tệp, hoặc ghi số, ký hiệu của một văn bản đã vào sổ.", code="one"
        )
    stored = store_file(upload, by=by) if upload else None
    with transaction.atomic():
        file = locked(council_file, CouncilState.PREPARING)
        refuse_future(on)
        wanted = asked_of_file(file).document(asked)
        if asked and wanted is None:
            raise ValidationError("Quy định không đòi hỏi giấy tờ này.", code="unknown")
        here = file.filed.filter(withdrawn_at=None, asked=asked, file=stored, paper=paper)
        if here.exists():
            raise ValidationError(
                "Giấy tờ này đã có trong hồ sơ, không cần nộp lại.", code="twice"
            )
        row = FiledDocument(
            council_file=file,
            asked=asked,
            name=_name(upload, stored, paper),
            file=stored,
            paper=paper,
            on=on,
            agency=mandate.agency,
            by=by,
            on_behalf_of=mandate.lent_by,
        )
        row.clean_fields(exclude=NOT_CHECKED)
        row.save()
        trail.record(
            by,
            "filed document",
            file,
            on_behalf_of=mandate.lent_by,
            about=wanted.words if wanted else "",
            name=row.name,
        )
    return row


@transaction.atomic
def withdraw_document(*, document: FiledDocument, reason: str, by: User) -> FiledDocument:
    """Take a document back: it stays on record and no longer counts.

    Refusals: `state` (the file is before the council), `reason`, `withdrawn`.
    """
    file = locked(document.council_file, CouncilState.PREPARING)
    refuse_blank(reason, "Hãy nêu lý do rút.")
    row = FiledDocument.objects.select_for_update(of=("self",)).get(pk=document.pk)
    _take_back(row, reason, by, "Giấy tờ này đã được rút trước đó.")
    trail.record(by, "withdrew document", file, name=row.name, reason=row.withdrawn_reason)
    return row


def record_meeting(
    *,
    council_file: CouncilFile,
    held_on: dt.date,
    members: int,
    present: int,
    in_favour: int,
    agreed: bool | None = None,
    minutes: "File[bytes] | None" = None,
    note: str = "",
    mandate: Mandate,
    by: User,
) -> CouncilMeeting:
    """The council met. With too few present the meeting is not valid, and the file waits for another.

    `agreed` is what the minutes say, and is asked only where the shares are not known. Refusals: `state`,
    `future`, `before` (the file had not been put before it), `unknown` (the shares are not known, and the
    minutes' word is missing), `contradicts` (the minutes' word differs from what the shares give), what
    the numbers break, and those of `documents.services.store_file`.
    """
    stored = store_file(minutes, by=by) if minutes else None
    with transaction.atomic():
        file = locked(council_file, CouncilState.SUBMITTED)
        refuse_future(held_on)
        if file.submitted_on is not None and held_on < file.submitted_on:
            raise ValidationError(
                f"Ngày họp phải từ ngày trình {day_words(file.submitted_on)} trở đi.",
                code="before",
            )
        vote = asked_of_file(file).vote
        found = outcome(vote, members=members, present=present, in_favour=in_favour)
        row = CouncilMeeting(
            council_file=file,
            held_on=held_on,
            members=members,
            present=present,
            in_favour=in_favour,
            valid=found.valid,
            passed=_passed(found.passed, agreed),
            minutes=stored,
            note=note.strip(),
            agency=mandate.agency,
            by=by,
            on_behalf_of=mandate.lent_by,
        )
        row.full_clean(exclude=NOT_CHECKED)
        row.save()
        if row.valid is not False:
            file.state = CouncilState.PASSED if row.passed else CouncilState.FAILED
            file.save(update_fields=["state"])
        trail.record(
            by,
            "recorded council meeting",
            file,
            on_behalf_of=mandate.lent_by,
            on=f"{held_on}",
            members=members,
            present=present,
            in_favour=in_favour,
            valid=row.valid,
            passed=row.passed,
        )
    return row


@transaction.atomic
def withdraw_meeting(
    *, meeting: CouncilMeeting, reason: str, mandate: Mandate, by: User
) -> CouncilMeeting:
    """A meeting was entered wrongly: it stays on record, and the file waits for the council again.

    Refusals: `state` (decided, given up or worked on again), `reason`, `withdrawn`, `last` (a later one
    counts).
    """
    file = locked(
        meeting.council_file, CouncilState.SUBMITTED, CouncilState.PASSED, CouncilState.FAILED
    )
    refuse_blank(reason, "Hãy nêu lý do rút.")
    row = CouncilMeeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    later = file.meetings.filter(withdrawn_at=None, pk__gt=row.pk)
    if later.exists():
        raise ValidationError("Hãy rút phiên họp sau cùng trước.", code="last")
    _take_back(row, reason, by, "Phiên họp này đã được rút trước đó.")
    file.state = CouncilState.SUBMITTED
    file.save(update_fields=["state"])
    trail.record(
        by,
        "withdrew council meeting",
        file,
        on_behalf_of=mandate.lent_by,
        on=f"{row.held_on}",
        reason=row.withdrawn_reason,
    )
    return row


def _asked(file: CouncilFile, code: str) -> ConditionAsked:
    asked = asked_of_file(file).condition(code)
    if asked is None:
        raise ValidationError("Quy định không có điều kiện này.", code="unknown")
    if is_computed(file, asked):
        raise ValidationError(
            "Điều kiện này do cổng tính từ kết quả đánh giá, không nhập tay. Kết quả sai thì sửa ở "
            "phiếu theo dõi của xã.",
            code="computed",
        )
    return asked


def _said(asked: ConditionAsked, holds: bool | None, number: Decimal | None) -> bool:  # noqa: FBT001
    """Of a share the number says it, where the threshold is known."""
    if asked.kind in SHARES:
        if number is None:
            raise ValidationError({"number": ValidationError("Hãy ghi tỷ lệ.", code="number")})
        if not 0 <= number <= HUNDRED:
            words = f"Tỷ lệ phải từ 0 đến 100 (%). Bạn nhập {number.normalize():f}."
            raise ValidationError({"number": ValidationError(words, code="number")})
        reached = reaches(number, asked.number)
        if reached is not None:
            return reached
    if holds is None:
        raise ValidationError(
            {"holds": ValidationError("Hãy chọn đạt hay không đạt điều kiện.", code="holds")}
        )
    return holds


def _passed(computed: bool | None, agreed: bool | None) -> bool:  # noqa: FBT001
    if computed is None:
        if agreed is None:
            raise ValidationError(
                {
                    "agreed": ValidationError(
                        "Tỷ lệ biểu quyết của giai đoạn này chưa có. Hãy chọn kết quả theo biên bản.",
                        code="unknown",
                    )
                }
            )
        return agreed
    if agreed is not None and agreed != computed:
        raise ValidationError(
            {
                "agreed": ValidationError(
                    "Kết quả theo biên bản khác với kết quả tính từ số phiếu và tỷ lệ quy định. Hãy "
                    "xem lại số phiếu, hoặc tỷ lệ ở trang quy định.",
                    code="contradicts",
                )
            }
        )
    return computed


def _name(
    upload: "File[bytes] | None", stored: StoredFile | None, paper: OfficialDocument | None
) -> str:
    if stored is not None:
        return name_of((upload.name if upload else "") or "", stored)
    return paper.short[:255] if paper else ""


def _take_back(row: Any, reason: str, by: User, already: str) -> None:
    if row.withdrawn_at is not None:
        raise ValidationError(already, code="withdrawn")
    row.withdrawn_at, row.withdrawn_by = timezone.now(), by
    row.withdrawn_reason = reason.strip()
    row.clean_fields(exclude=NOT_CHECKED)
    row.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
