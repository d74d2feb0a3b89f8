"""«Chưa kiểm chứng»: the list, as a spreadsheet too, and many rows checked with one paper."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.calendar import working_day
from accounts.http import SignedInRequest
from communes.http import spreadsheet
from communes.models import is_member
from criteria import services
from criteria.forms.catalogue import CheckForm, tell_refusal
from criteria.permissions import may_keep_catalogue
from criteria.selectors.sets import set_lines
from criteria.selectors.unverified import (
    CERTAINTIES,
    COLUMNS,
    KINDS,
    WITH_VALUE,
    Filters,
    lines,
    sets_with_waiting,
    sheet_rows,
    unverified,
    waiting_counts,
)
from criteria.views.thresholds import GET_OR_POST, PAGE, refuse_strangers
from documents.forms import papers_to_name


@require_safe
def catalogue_index(request: SignedInRequest) -> HttpResponse:
    """What the office keeps: the sets, what is unverified, who answers, classes, levels, mappings."""
    if not is_member(request.user):
        raise Http404
    context = {
        "lines": set_lines(working_day()),
        "counts": waiting_counts(),
        "keeps": may_keep_catalogue(request.user),
    }
    return render(request, "criteria/catalogue_index.html", context)


@require_http_methods(GET_OR_POST)
def unverified_list(request: SignedInRequest) -> HttpResponse:
    if not is_member(request.user):
        raise Http404
    filters = Filters.read(request.GET)
    rows = unverified(request.user, filters)
    if request.GET.get("dang") == "xlsx":
        return spreadsheet("nguong-chua-kiem-chung", "Chưa kiểm chứng", COLUMNS, sheet_rows(rows))
    form = CheckForm(request.POST or None, user=request.user)
    ticked = {int(one) for one in request.POST.getlist("nguong") if one.isdecimal()}
    status = 200
    if request.method == "POST":
        refuse_strangers(request)
        status = 422
        if form.is_valid():
            try:
                done = services.check_thresholds(
                    thresholds=rows.filter(pk__in=ticked), by=request.user, **form.cleaned_data
                )
            except ValidationError as refusal:
                tell_refusal(form, refusal)
                status = 409
            else:
                messages.success(request, f"Đã đánh dấu kiểm chứng {len(done)} ngưỡng.")
                return redirect(request.get_full_path())
    page = Paginator(rows, PAGE).get_page(request.GET.get("trang"))
    context = {
        "filters": filters,
        "page": page,
        "lines": lines(page.object_list),
        "counts": waiting_counts(),
        "kinds": KINDS,
        "sets": sets_with_waiting(filters.kind),
        "certainties": CERTAINTIES,
        "keeps": may_keep_catalogue(request.user) and filters.kind == WITH_VALUE,
        "form": form,
        "ticked": ticked,
        "papers": papers_to_name(request.user),
    }
    return render(request, "criteria/catalogue_unverified.html", context, status=status)
