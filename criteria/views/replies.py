"""A commune answers words of others: one by one, or all that it sees."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.calendar import working_day
from accounts.http import SignedInRequest
from communes.choices import AgencyKind
from communes.models import Agency, held_by
from criteria.choices import Stage
from criteria.forms.replies import ReplyForm
from criteria.models import Measurement, Scorecard, StatusEntry
from criteria.permissions import Mandate, mandates
from criteria.selectors.periods import set_in_force
from criteria.selectors.replies import (
    Unanswered,
    WordFilters,
    replies_to,
    unanswered,
    waiting_for,
    words_of_others,
)
from criteria.services.replies import agree_with_all, reply

PAGE = 50
NOT_YOUR_COMMUNE = (
    "Chỉ cán bộ, lãnh đạo của chính xã được nêu mới cho ý kiến. Nếu bạn làm việc ở xã này mà không "
    "ghi được, hãy báo đầu mối của xã."
)


@require_http_methods(["GET", "HEAD", "POST"])
def reply_to_status(request: SignedInRequest, pk: int) -> HttpResponse:
    words = StatusEntry.objects.select_related("criterion__criteria_set", "agency", "by")
    return _reply(request, get_object_or_404(words, pk=pk))


@require_http_methods(["GET", "HEAD", "POST"])
def reply_to_value(request: SignedInRequest, pk: int) -> HttpResponse:
    words = Measurement.objects.select_related(
        "indicator__criterion__criteria_set", "agency", "by"
    )
    return _reply(request, get_object_or_404(words, pk=pk))


def _reply(request: SignedInRequest, word: StatusEntry | Measurement) -> HttpResponse:
    scorecard = _scorecard_or_404(request, word.scorecard_id)
    own = own_mandate(request, scorecard)
    if own is None:
        raise PermissionDenied(NOT_YOUR_COMMUNE)
    form, status, saved = ReplyForm(request.POST if request.method == "POST" else None), 200, None
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                saved = reply(
                    word=word,
                    agrees=form.agrees,
                    note=form.cleaned_data["note"],
                    files=request.FILES.getlist("files"),
                    mandate=own,
                    by=request.user,
                )
                status = 200
            except ValidationError as refusal:
                form.add_error(None, refusal)
                status = 409
    if saved and not request.htmx:
        return redirect("criteria:words_of_others", code=scorecard.commune.code)
    context = {
        "one": unanswered(word),
        "replies": replies_to(word),
        "scorecard": scorecard,
        "form": form,
        "saved": saved,
    }
    template = "criteria/_reply_form.html" if request.htmx else "criteria/reply_form.html"
    return render(request, template, context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def words_of_others_list(request: SignedInRequest, code: str) -> HttpResponse:
    """What others wrote of a commune and it has not answered; a POST agrees with all that is shown."""
    day = working_day()
    agencies = Agency.objects.on(day).filter(kind=AgencyKind.COMMUNE)
    agency = get_object_or_404(
        agencies.visible_to(request.user).select_related("commune__district"), commune__code=code
    )
    criteria_set = set_in_force(day)
    card = Scorecard(commune=agency.commune, criteria_set=criteria_set)
    own = own_mandate(request, card) if criteria_set else None
    every = (
        words_of_others(agency.commune, agency, criteria_set=criteria_set.pk, day=day)
        if agency.commune and criteria_set
        else []
    )
    filters = WordFilters.read(request.GET)
    shown = waiting_for(every, filters)
    refused: list[str] = []
    if request.method == "POST":
        if own is None:
            raise PermissionDenied(NOT_YOUR_COMMUNE)
        refused = _agree(request, shown, own)
        if not refused:
            return redirect(f"{reverse('criteria:words_of_others', args=[code])}")
    context = {
        "agency": agency,
        "commune": agency.commune,
        "criteria_set": criteria_set,
        "page": Paginator(shown, PAGE).get_page(request.GET.get("trang")),
        "shown": shown,
        "waiting": len(waiting_for(every, WordFilters())),
        "answered": sum(one.reply is not None for one in every),
        "filters": filters,
        "agencies": sorted(
            {one.word.agency for one in every if one.word.agency}, key=lambda one: one.name
        ),
        "may_reply": own is not None,
        "refused": refused,
        "signature": _signature(shown),
        "query": request.GET.urlencode(),
    }
    return render(request, "criteria/reply_list.html", context, status=409 if refused else 200)


def _agree(request: SignedInRequest, shown: list[Unanswered], own: Mandate) -> list[str]:
    """Agree with all that was shown; what has come or gone since is told, and nothing is stored."""
    if request.POST.get("seen", "") != _signature(shown):
        return ["Danh sách đã đổi từ lúc bạn xem. Hãy xem lại danh sách dưới đây rồi bấm lần nữa."]
    try:
        stored = agree_with_all([one.word for one in shown], mandate=own, by=request.user)
    except ValidationError as refusal:
        return refusal.messages
    messages.success(request, f"Đã đồng ý với {len(stored)} nội dung.")
    return []


def _signature(shown: list[Unanswered]) -> str:
    """Which words a person saw: how many, and their keys."""
    keys = (f"{'k' if one.is_status else 's'}{one.word.pk}" for one in shown)
    return "-".join(sorted(keys))


def _scorecard_or_404(request: SignedInRequest, pk: int) -> Scorecard:
    rows = Scorecard.objects.visible_to(request.user)
    found: Scorecard = get_object_or_404(
        rows.select_related("commune__district", "criteria_set"), pk=pk
    )
    return found


def own_mandate(request: SignedInRequest, scorecard: Scorecard) -> Mandate | None:
    """The commune's own voice, where the person has it."""
    if not held_by(request.user):
        return None
    general = mandates(request.user, scorecard).general
    return next((one for one in general if one.stage == Stage.DECLARED), None)
