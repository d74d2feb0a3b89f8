"""Papers that follow from the programme, drafted by one click: its decision, a letter to a lead that is late."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from accounts.calendar import working_day
from accounts.http import SignedInRequest
from communes.models import Agency
from documents.models import OfficialDocument
from plans.permissions import keeps_all
from plans.selectors.board import programmes_of
from plans.selectors.issuers import decision_issuer, urging_issuer
from plans.services.decisions import draft_decision
from plans.services.urging_letters import draft_letter

NOT_THE_OFFICE = "Chỉ cán bộ, lãnh đạo Văn phòng Điều phối soạn công văn đôn đốc và quyết định của chương trình."
NO_ISSUER = (
    "Bạn chưa được soạn văn bản cho chủ thể ban hành nào hợp với việc này. "
    "Đầu mối của cơ quan thêm quyền ở mục «Chủ thể ban hành»."
)


@require_POST
def urging_letter(request: SignedInRequest, slug: str) -> HttpResponse:
    """A draft letter to an agency about what it is late with; the one of today where it is there."""
    day = working_day()
    agencies = Agency.objects.visible_to(request.user).on(day)
    agency = get_object_or_404(agencies, slug=slug)
    _ask_office(request)
    letterhead = urging_issuer(request.user, day)
    if letterhead is None:
        raise PermissionDenied(NO_ISSUER)
    draft, new = draft_letter(agency=agency, letterhead=letterhead, day=day, by=request.user)
    return _opened(request, draft, new=new)


@require_POST
def decision_draft(request: SignedInRequest, year: int) -> HttpResponse:
    """A draft decision that issues a programme of the year (?qd= or the field says which)."""
    programmes = programmes_of(request.user, year)
    key = request.POST.get("qd", "")
    programme = next((one for one in programmes if str(one.pk) == key or not key), None)
    if programme is None:
        raise Http404
    _ask_office(request)
    letterhead = decision_issuer(request.user, programme, working_day())
    if letterhead is None:
        raise PermissionDenied(NO_ISSUER)
    draft, new = draft_decision(programme=programme, letterhead=letterhead, by=request.user)
    return _opened(request, draft, new=new)


def _ask_office(request: SignedInRequest) -> None:
    if not keeps_all(request.user):
        raise PermissionDenied(NOT_THE_OFFICE)


def _opened(request: SignedInRequest, draft: OfficialDocument, *, new: bool) -> HttpResponse:
    """The draft, to be read through and sent on its way."""
    told = "Đã soạn dự thảo" if new else "Dự thảo này đã có, đang mở lại"
    messages.success(request, f"{told}: {draft.title}.")
    return redirect("documents:paper_detail", pk=draft.pk)
