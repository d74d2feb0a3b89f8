"""What a council file is made of: findings, documents, meetings, the decision."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from accounts.http import SignedInRequest
from criteria.forms.council import (
    CouncilReasonForm,
    DecisionForm,
    DocumentForm,
    FindingForm,
    MeetingForm,
)
from criteria.forms.recognition import RevocationForm
from criteria.models import CouncilFile, CouncilMeeting, FiledDocument
from criteria.permissions import may_file, speaks_for
from criteria.selectors.council import council_files
from criteria.selectors.council_conditions import asked_of_file, condition_lines
from criteria.services.council import decide_recognition, decide_revocation
from criteria.services.council_parts import (
    file_document,
    record_finding,
    record_meeting,
    withdraw_document,
    withdraw_meeting,
)
from criteria.views.council import GET_OR_POST, act_page, file_or_404, keeper_or_403

NOT_YOURS = "Chỉ xã có hồ sơ và Văn phòng Điều phối nộp giấy tờ vào hồ sơ này."
NOT_YOUR_DOCUMENT = "Chỉ cơ quan đã nộp hoặc Văn phòng Điều phối rút được giấy tờ này."


@require_http_methods(GET_OR_POST)
def council_finding(request: SignedInRequest, pk: int, code: str) -> HttpResponse:
    """State whether a condition holds; what the portal computes has no form."""
    file, mandate = file_or_404(request, pk), keeper_or_403(request)
    lines = condition_lines(file, asked_of_file(file))
    line = next((one for one in lines if one.asked.code == code), None)
    if line is None:
        raise Http404("Quy định không có điều kiện này.")
    form = FindingForm(request.POST or None, request.FILES or None, user=request.user, line=line)
    return act_page(
        request,
        file,
        form,
        lambda said: record_finding(
            council_file=file, condition=code, mandate=mandate, by=request.user, **said
        ),
        heading="Ghi kết quả điều kiện",
        button="Ghi kết quả",
        done="Đã ghi kết quả điều kiện.",
        told=line.asked.words,
        line=line,
    )


@require_http_methods(GET_OR_POST)
def council_document(request: SignedInRequest, pk: int) -> HttpResponse:
    """Put a document into the file (?giay=to-trinh): the commune itself, or the office."""
    file = file_or_404(request, pk)
    mandate = may_file(request.user, file.commune)
    if mandate is None:
        raise PermissionDenied(NOT_YOURS)
    form = DocumentForm(
        request.POST or None,
        request.FILES or None,
        user=request.user,
        papers=asked_of_file(file).papers,
        initial={"asked": request.GET.get("giay", "")},
    )
    return act_page(
        request,
        file,
        form,
        lambda said: file_document(council_file=file, mandate=mandate, by=request.user, **said),
        heading="Nộp giấy tờ vào hồ sơ",
        button="Nộp giấy tờ",
        done="Đã nộp giấy tờ.",
    )


@require_http_methods(GET_OR_POST)
def council_document_withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    rows = FiledDocument.objects.filter(council_file__in=council_files(request.user))
    document = get_object_or_404(rows.select_related("council_file"), pk=pk)
    if not speaks_for(request.user, document.agency_id):
        raise PermissionDenied(NOT_YOUR_DOCUMENT)
    return act_page(
        request,
        file_or_404(request, document.council_file_id),
        CouncilReasonForm(request.POST or None),
        lambda said: withdraw_document(document=document, reason=said["reason"], by=request.user),
        heading="Rút giấy tờ",
        button="Rút giấy tờ",
        done="Đã rút giấy tờ.",
        told=f"«{document}» vẫn được lưu, ghi rõ đã rút.",
    )


@require_http_methods(GET_OR_POST)
def council_meeting(request: SignedInRequest, pk: int) -> HttpResponse:
    file, mandate = file_or_404(request, pk), keeper_or_403(request)
    vote = asked_of_file(file).vote
    return act_page(
        request,
        file,
        MeetingForm(request.POST or None, request.FILES or None, vote=vote),
        lambda said: record_meeting(council_file=file, mandate=mandate, by=request.user, **said),
        heading="Ghi phiên họp hội đồng",
        button="Ghi phiên họp",
        done="Đã ghi phiên họp.",
        vote=vote,
    )


@require_http_methods(GET_OR_POST)
def council_meeting_withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    rows = CouncilMeeting.objects.filter(council_file__in=council_files(request.user))
    meeting = get_object_or_404(rows.select_related("council_file"), pk=pk)
    mandate = keeper_or_403(request)
    return act_page(
        request,
        file_or_404(request, meeting.council_file_id),
        CouncilReasonForm(request.POST or None),
        lambda said: withdraw_meeting(
            meeting=meeting, reason=said["reason"], mandate=mandate, by=request.user
        ),
        heading="Rút phiên họp ghi nhầm",
        button="Rút phiên họp",
        done="Đã rút phiên họp.",
        told="Phiên họp vẫn được lưu, ghi rõ đã rút; hồ sơ trở lại bước chờ hội đồng họp.",
    )


@require_http_methods(GET_OR_POST)
def council_decide(request: SignedInRequest, pk: int) -> HttpResponse:
    """The decision after the vote: the recognition is made, or taken back, in the same step."""
    file, mandate = file_or_404(request, pk), keeper_or_403(request)
    form, decide, done = _decision(request, file)
    return act_page(
        request,
        file,
        form,
        lambda said: decide(council_file=file, mandate=mandate, by=request.user, **said),
        heading="Ghi quyết định",
        button="Ghi quyết định",
        done=done,
        told="Ghi theo quyết định của Chủ tịch UBND tỉnh; ngày viết như 18/6/2024",
    )


def _decision(
    request: SignedInRequest, file: CouncilFile
) -> tuple[DecisionForm | RevocationForm, Callable[..., CouncilFile], str]:
    """What is asked of a decision, who writes it, and what is said then."""
    given = request.POST or None
    if file.revokes:
        form = RevocationForm(given, user=request.user)
        return form, decide_revocation, "Đã ghi quyết định thu hồi."
    decision = DecisionForm(given, user=request.user, initial={"year": file.year})
    return decision, decide_recognition, "Đã ghi quyết định công nhận."
