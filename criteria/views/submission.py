"""A commune's file in a round: the review sheet, and the acts on the file as a whole."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.calendar import working_day
from accounts.http import SignedInRequest
from criteria.choices import Doubt, Stage, Status
from criteria.forms.opinions import ReturnForm, RowsForm
from criteria.models import Submission
from criteria.models.submission import SubmissionQuerySet
from criteria.permissions import Mandate, spoken_for, steers, voices
from criteria.selectors.review.head import file_head
from criteria.selectors.review.left import objections
from criteria.selectors.review.sending import side_of
from criteria.selectors.review.sheet import ReviewSheet, chosen, review_sheet
from criteria.services import review
from criteria.services.review.opinions import refuse_other_turn

NOT_HELD = (
    "Hồ sơ này không ở cơ quan của bạn, nên bạn chỉ xem được. "
    "Trang hồ sơ ghi rõ cơ quan nào đang giữ."
)
NOT_RETURNED = "Đơn vị đỡ đầu nộp ý kiến rà soát, không trả lại hồ sơ."
GET_OR_POST = ["GET", "HEAD", "POST"]


@dataclass(frozen=True, slots=True)
class HandingOn:
    """The act by which a stage hands the file on, in the words of the button."""

    act: Callable[..., object]
    button: str
    done: str
    told: str


HANDING = {
    Stage.REVIEWED: HandingOn(
        review.review,
        "Nộp ý kiến rà soát",
        "Đã nộp ý kiến rà soát.",
        "Ý kiến được ghi vào phiếu của xã ở cấp rà soát. Hồ sơ đi tiếp theo các bước, không chờ rà soát.",
    ),
    Stage.VERIFIED: HandingOn(
        review.verify,
        "Thẩm tra xong, chuyển tiếp",
        "Đã chuyển hồ sơ đi tiếp.",
        "Ý kiến được ghi vào phiếu của xã ở cấp thẩm tra. Hồ sơ chuyển đến các đơn vị thẩm định.",
    ),
    Stage.APPRAISED: HandingOn(
        review.appraise,
        "Nộp ý kiến thẩm định",
        "Đã nộp ý kiến thẩm định.",
        "Ý kiến được ghi vào phiếu của xã ở cấp thẩm định. "
        "Khi đơn vị cuối cùng nộp, hồ sơ chuyển đến Văn phòng Điều phối.",
    ),
    Stage.CONFIRMED: HandingOn(
        review.confirm,
        "Xác nhận",
        "Đã xác nhận hồ sơ.",
        "Kết quả xác nhận là kết quả được tính. Ý kiến các cấp trước giữ nguyên bên cạnh.",
    ),
}


@require_safe
def submission_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """The review sheet: for those who hold the file with their acts, for others to read."""
    sheet = sheet_or_404(request, pk)
    file = sheet.file
    file.held = [one for one in sheet.view.holdings if one.until is None]
    speaks_for = {one.pk for one in spoken_for(request.user)}
    context = sheet_context(sheet) | {
        "head": file_head(sheet.view, {holding.pk for holding, _ in sheet.voices}),
        "steers": steers(request.user) is not None,
        "side": side_of(request.user, file, working_day())
        if speaks_for & sheet.declarers
        else None,
    }
    return render(request, "criteria/submission_detail.html", context)


@require_http_methods(GET_OR_POST)
def hand_on(request: SignedInRequest, pk: int) -> HttpResponse:
    """Hand the file on as the stage does it; the page says first what goes with it."""
    sheet = speaking_sheet(request, pk)
    assert sheet.mandate is not None  # noqa: S101 -- `speaking_sheet`
    handing = HANDING[sheet.mandate.stage]
    if request.method == "POST":
        handing.act(sheet.file, mandate=sheet.mandate, by=request.user)
        messages.success(request, handing.done)
        return redirect("criteria:submission_detail", pk=pk)
    return render(request, "criteria/submission_hand_on.html", sheet_context(sheet))


@require_http_methods(GET_OR_POST)
def send_back(request: SignedInRequest, pk: int) -> HttpResponse:
    """Return the file: every objection of the stage becomes a remark, general words beside them."""
    sheet = speaking_sheet(request, pk)
    assert sheet.mandate is not None  # noqa: S101 -- `speaking_sheet`
    if not sheet.holding or sheet.holding.beside:
        raise PermissionDenied(NOT_RETURNED)
    form, status = ReturnForm(request.POST or None), 200
    if request.method == "POST":
        form = ReturnForm(request.POST)
        status = 422
        if form.is_valid():
            words = form.cleaned_data["words"]
            try:
                review.send_back(sheet.file, mandate=sheet.mandate, words=words, by=request.user)
            except ValidationError as refusal:
                form.add_error(None, refusal)
                status = 409
            else:
                messages.success(
                    request, "Đã trả lại hồ sơ cho xã. Mọi người đã xử lý hồ sơ được báo."
                )
                return redirect("criteria:submission_detail", pk=pk)
    context = sheet_context(sheet) | {
        "form": form,
        "against": objections(sheet.view, sheet.mandate.stage),
    }
    return render(request, "criteria/submission_return.html", context, status=status)


@require_POST
def rows_open(request: SignedInRequest, pk: int) -> HttpResponse:
    """Note that every row of the filter was looked into."""
    sheet = speaking_sheet(request, pk)
    assert sheet.mandate is not None  # noqa: S101 -- `speaking_sheet`
    keys = _promised(request, sheet, sheet.bulk.open)
    count = review.open_rows(sheet.file, keys, mandate=sheet.mandate, by=request.user)
    messages.success(request, f"Đã mở {count} dòng. Hãy xem từng dòng trước khi đồng ý hàng loạt.")
    return redirect(address_asked(request, pk))


@require_POST
def rows_agree(request: SignedInRequest, pk: int) -> HttpResponse:
    """Agree with every row of the filter that was opened and has no opinion yet."""
    sheet = speaking_sheet(request, pk)
    assert sheet.mandate is not None  # noqa: S101 -- `speaking_sheet`
    keys = _promised(request, sheet, sheet.bulk.agree)
    given = review.agree_with_opened(
        [sheet.file], only=keys, mandate_of={pk: sheet.mandate}, by=request.user
    )
    count = sum(len(one) for one in given.values())
    messages.success(request, f"Đã đồng ý {count} dòng.{_left_out(sheet)}")
    return redirect(address_asked(request, pk))


@require_POST
def rows_copy(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say of every opened row of the filter what the column before says."""
    sheet = speaking_sheet(request, pk)
    assert sheet.mandate is not None  # noqa: S101 -- `speaking_sheet`
    keys = _promised(request, sheet, sheet.bulk.copy)
    given = review.copy_before(sheet.file, keys, mandate=sheet.mandate, by=request.user)
    messages.success(request, f"Đã lấy theo cột trước {len(given)} dòng.{_left_out(sheet)}")
    return redirect(address_asked(request, pk))


def file_or_404(request: SignedInRequest, pk: int) -> Submission:
    found: Submission = get_object_or_404(_files(request), pk=pk)
    return found


def speaker_or_403(request: SignedInRequest, pk: int) -> tuple[Submission, Mandate]:
    """The file and in whose name the person speaks of it (`vai`): what a single opinion needs."""
    file: Submission = get_object_or_404(_files(request).with_holders(), pk=pk)
    given = [pair for pair in voices(request.user, file.held) if pair[0].stage > Stage.DECLARED]
    _, mandate = chosen(tuple(given), request.POST.get("vai", ""))
    if mandate is None:
        raise PermissionDenied(NOT_HELD)
    return file, mandate


def _files(request: SignedInRequest) -> SubmissionQuerySet:
    rows: SubmissionQuerySet = Submission.objects.visible_to(request.user).select_related(
        "round", "scorecard__commune__district", "scorecard__criteria_set__paper"
    )
    return rows


def sheet_or_404(request: SignedInRequest, pk: int) -> ReviewSheet:
    """The file as this reader sees it: as whom (`vai`) and which rows (`loc`), from the address or the form."""
    asked = request.POST if request.method == "POST" else request.GET
    return review_sheet(
        file_or_404(request, pk),
        request.user,
        as_whom=asked.get("vai", ""),
        show=asked.get("loc", ""),
    )


def speaking_sheet(request: SignedInRequest, pk: int) -> ReviewSheet:
    """The same for somebody whose agency holds the file, else 403."""
    sheet = sheet_or_404(request, pk)
    if sheet.mandate is None:
        raise PermissionDenied(NOT_HELD)
    return sheet


def sheet_context(sheet: ReviewSheet) -> dict[str, object]:
    """What the sheet's templates take, the whole page and a single row alike."""
    return {
        "sheet": sheet,
        "file": sheet.file,
        "handing": HANDING.get(sheet.mandate.stage) if sheet.mandate else None,
        "doubts": Doubt.choices,
        "statuses": Status.choices,
        "reviews_beside": all(one.stage != Stage.REVIEWED for one in sheet.columns),
    }


def address_asked(request: SignedInRequest, pk: int, number: int | None = None) -> str:
    """The sheet on the filter and as the agency that were asked for, at a row."""
    asked = request.POST if request.method == "POST" else request.GET
    query = urlencode({key: asked[key] for key in ("loc", "vai") if asked.get(key)})
    where = reverse("criteria:submission_detail", args=[pk])
    return f"{where}?{query}".rstrip("?") + (f"#tc-{number}" if number else "")


def _promised(
    request: SignedInRequest, sheet: ReviewSheet, keys: frozenset[int]
) -> frozenset[int]:
    """The rows of a bulk act, if they are as many as the page said."""
    form = RowsForm(request.POST)
    if form.is_valid():
        refuse_other_turn(sheet.file, form.cleaned_data["turn"])
    if not form.is_valid() or form.cleaned_data["count"] != len(keys):
        raise ValidationError(
            f"Số dòng vừa thay đổi: nay là {len(keys)} dòng. Chưa ghi gì; hãy tải lại trang rồi chọn lại.",
            code="count",
        )
    return keys


def _left_out(sheet: ReviewSheet) -> str:
    count = len(sheet.bulk.closed)
    return f" Bỏ lại {count} dòng chưa mở." if count else ""
