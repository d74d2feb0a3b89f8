"""What a reviewer finds of a claim, row by row: kept as it is given, in force until the claim changes."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.calendar import working_day
from accounts.models import User
from criteria.choices import Doubt, FileAct, OpinionWay, Stage, Status
from criteria.models import Criterion, OpenedRow, Opinion, Submission
from criteria.permissions import Mandate
from criteria.selectors.review.left import opened_and_left, said_before, to_agree
from criteria.selectors.review.opinions import FileView, file_view, file_views
from criteria.services.review.way import ABOUT, locked_file, open_holding

ACT_AT = {
    Stage.REVIEWED: FileAct.REVIEW,
    Stage.VERIFIED: FileAct.VERIFY,
    Stage.APPRAISED: FileAct.APPRAISE,
    Stage.CONFIRMED: FileAct.CONFIRM,
}


@dataclass(frozen=True, slots=True)
class Said:
    """What a reviewer says of one claim. `status`: what they find; blank where they agree."""

    agrees: bool
    status: Status | str = ""
    doubt: Doubt | str = ""
    words: str = ""


@transaction.atomic
def say(
    file: Submission,
    criterion: Criterion,
    said: Said,
    *,
    base: int | None,
    mandate: Mandate,
    by: User,
    given: OpinionWay = OpinionWay.ROW,
    turn: int | None = None,
) -> Opinion:
    """Keep an opinion, unless a colleague gave another since the writer looked.

    `base` is the key of the last opinion of this agency and stage that the writer saw (None: none),
    `turn` the turn they looked at, where they say so. Refusals: `closed`, `state`, `holder`, `turn` (the
    commune has sent it again since), `part` (not theirs to look at), `claim` (nothing is
    claimed), `reason` (disagrees without a reason and words), `status` (disagrees and finds the same),
    `stale`.
    """
    found = locked_file(file, ACT_AT[mandate.stage])
    holding = open_holding(found, mandate.stage, mandate)
    refuse_other_turn(found, turn)
    view = file_view(found)
    if criterion.pk not in view.part(holding):
        raise ValidationError("Tiêu chí này do cơ quan khác thẩm định.", code="part")
    if criterion.pk not in view.claims:
        raise ValidationError("Xã chưa khai báo tiêu chí này.", code="claim")
    last = view.opinions.get(((mandate.stage, mandate.agency.pk), criterion.pk))
    if (last.pk if last else None) != base:
        raise ValidationError(_stale(last), code="stale")
    row = _opinion(view, criterion.pk, said, mandate=mandate, by=by, given=given)
    row.save()
    _mark_opened(found, [criterion.pk], mandate=mandate, by=by)
    return row


def refuse_other_turn(file: Submission, turn: int | None) -> None:
    """Who looked at an earlier sending has not seen what they would speak of. Refusal: `turn`."""
    if turn is not None and turn != file.turn:
        raise ValidationError(
            f"Xã đã gửi lại hồ sơ (lần gửi {file.turn}) sau khi bạn mở trang này. Chưa ghi gì: "
            "hãy tải lại trang để xem phần xã đã sửa.",
            code="turn",
        )


@transaction.atomic
def open_rows(file: Submission, criteria: Iterable[int], *, mandate: Mandate, by: User) -> int:
    """Note that the agency looked into these criteria in this turn; how many are new.

    Refusals: `closed`, `state`, `holder`.
    """
    found = locked_file(file, ACT_AT[mandate.stage])
    open_holding(found, mandate.stage, mandate)
    return _mark_opened(found, criteria, mandate=mandate, by=by)


@transaction.atomic
def agree_with_opened(
    files: Collection[Submission],
    *,
    only: Collection[int] | None = None,
    mandate_of: dict[int, Mandate],
    by: User,
) -> dict[int, list[Opinion]]:
    """Agree, in each file, with what the agency has opened and not spoken of; by key of the file.

    `mandate_of` says for each file in whose name; `only` narrows the criteria. Rows never opened,
    those that hold an opinion already, and those to which a stage below objects are left as they are.
    """
    locked = Submission.objects.select_for_update(of=("self",)).select_related(*ABOUT)
    keys = sorted(one.pk for one in files)
    held = [one for one in locked.filter(pk__in=keys).order_by("pk") if not one.is_locked]
    views = file_views(held)
    rows: list[Opinion] = []
    for one in held:
        mandate = mandate_of[one.pk]
        view = views[one.pk]
        rows += [
            _opinion(view, key, Said(agrees=True), mandate=mandate, by=by, given=OpinionWay.BULK)
            for key in to_agree(view, mandate)
            if only is None or key in only
        ]
    stored = Opinion.objects.bulk_create(rows, batch_size=500)
    found: dict[int, list[Opinion]] = {one.pk: [] for one in held}
    for said in stored:
        found[said.submission_id].append(said)
    return found


@transaction.atomic
def copy_before(
    file: Submission,
    criteria: Collection[int] | None = None,
    *,
    mandate: Mandate,
    by: User,
) -> list[Opinion]:
    """Say what the stage before said, words and all, of the criteria opened and not spoken of.

    The stage before is the highest one below with an opinion in force; where several agencies spoke
    there, an objection goes before an agreement.
    """
    found = locked_file(file, ACT_AT[mandate.stage])
    open_holding(found, mandate.stage, mandate)
    view = file_view(found)
    rows = []
    for key in opened_and_left(view, mandate):
        if criteria is not None and key not in criteria:
            continue
        before = said_before(view, mandate.stage, key)
        if before is None:
            continue
        said = Said(before.agrees, before.status, before.doubt, before.words)
        rows.append(_opinion(view, key, said, mandate=mandate, by=by, given=OpinionWay.COPIED))
    return Opinion.objects.bulk_create(rows)


def _opinion(
    view: FileView,
    criterion: int,
    said: Said,
    *,
    mandate: Mandate,
    by: User,
    given: OpinionWay,
) -> Opinion:
    claim = view.claims[criterion]
    status = str(claim.status if said.agrees else said.status)
    if not said.agrees and not (said.doubt and said.words.strip()):
        raise ValidationError("Không đồng ý thì phải chọn lý do và ghi ý kiến.", code="reason")
    if not said.agrees and status == claim.status:
        raise ValidationError(
            "Không đồng ý mà kết quả lại như xã khai báo: hãy chọn kết quả khác, hoặc đồng ý.",
            code="status",
        )
    row = Opinion(
        submission=view.file,
        criterion_id=criterion,
        stage=mandate.stage,
        turn=view.file.turn,
        claim=claim.entry,
        agrees=said.agrees,
        status=status,
        doubt="" if said.agrees else said.doubt,
        words=said.words.strip(),
        given=given,
        agency=mandate.agency,
        by=by,
        on_behalf_of=mandate.lent_by,
        on=working_day(),
    )
    row.clean_fields(
        exclude=["submission", "criterion", "claim", "agency", "by", "on_behalf_of", "entry"]
    )
    return row


def _mark_opened(file: Submission, criteria: Iterable[int], *, mandate: Mandate, by: User) -> int:
    wanted = set(criteria)
    rows = OpenedRow.objects.filter(submission=file, agency=mandate.agency, turn=file.turn)
    new = wanted - set(rows.values_list("criterion", flat=True))
    OpenedRow.objects.bulk_create(
        [
            OpenedRow(
                submission=file,
                criterion_id=key,
                turn=file.turn,
                agency=mandate.agency,
                by=by,
                on_behalf_of=mandate.lent_by,
                on=working_day(),
            )
            for key in sorted(new)
        ],
        ignore_conflicts=True,
    )
    return len(new)


def _stale(last: Opinion | None) -> str:
    if last is None:
        return "Ý kiến bạn đang xem không còn. Hãy tải lại dòng này."
    found = "đồng ý" if last.agrees else f"không đồng ý ({last.get_doubt_display()})"
    return (
        f"{last.by} vừa ghi «{found}» cho tiêu chí này. "
        "Nội dung bạn nhập còn nguyên: xem ý kiến mới rồi ghi lần nữa nếu vẫn giữ ý kiến."
    )
