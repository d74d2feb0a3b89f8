"""One criterion over all communes: read it, write a status in its row, log what the machine proposes."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.calendar import working_day
from accounts.http import SignedInRequest, next_page
from communes.http import spreadsheet
from criteria import services
from criteria.choices import Status
from criteria.forms import StatusForm
from criteria.forms.turned import PAGE_WIDE, PageWideForm, ProposalForm, sent_along
from criteria.models import CriteriaSet, Criterion
from criteria.selectors.turned import turned
from criteria.selectors.turned_lines import (
    Turned,
    TurnedFilters,
    TurnedLine,
    head_of_sheet,
    proposals,
    sheet_of,
)
from criteria.services.statuses import GivenStatus
from criteria.services.turned import write_across
from criteria.views.answers import NOT_YOURS


def criterion_or_404(request: SignedInRequest, code: str, number: int) -> Criterion:
    """A criterion of a set that the person may see, with its set and the set's paper."""
    sets = CriteriaSet.objects.visible_to(request.user).filter(code=code)
    criteria = Criterion.objects.select_related("criteria_set__paper")
    return get_object_or_404(criteria, criteria_set__in=sets, number=number)


@require_safe
def criterion_turned(request: SignedInRequest, code: str, number: int) -> HttpResponse:
    """All communes on one page: a work surface, not a list; as a spreadsheet with ?dang=xlsx."""
    criterion = criterion_or_404(request, code, number)
    filters = TurnedFilters.read(request.GET)
    found = turned(criterion, request.user, working_day(), filters)
    if filters.indicator and not found.columns:
        raise Http404
    if request.GET.get("dang") == "xlsx":
        name = f"tieu-chi-{number}-so-lieu-{working_day():%Y-%m-%d}"
        return spreadsheet(name, f"Tiêu chí {number}", head_of_sheet(found), sheet_of(found))
    wide = PageWideForm(request.GET, voices=found.voices)
    context = {
        "criterion": criterion,
        "found": found,
        "filters": filters,
        "statuses_to_choose": Status.choices,
        "query": _query(request.GET),
        "plain_query": _query(request.GET, *PAGE_WIDE.values()),
        "wide": wide,
        "kept": wide.fields_of_cells(request.get_full_path()),
    }
    return render(
        request,
        "criteria/turned_detail.html",
        context,
        status=200 if wide.is_valid() else 422,
    )


@require_POST
def open_across(request: SignedInRequest, code: str, number: int) -> HttpResponse:
    """Scorecards for the communes of the page (its filters) that have none on the set yet."""
    criterion = criterion_or_404(request, code, number)
    filters = TurnedFilters.read(request.GET)
    found = turned(criterion, request.user, working_day(), filters)
    if not any(line.mandates for line in found.lines):
        raise PermissionDenied(NOT_YOURS)
    opened = services.open_scorecards(
        communes=[line.commune for line in found.to_open],
        criteria_set=criterion.criteria_set,
        by=request.user,
    )
    said = f"Đã mở phiếu cho {len(opened)} xã." if opened else "Các xã này đã có phiếu."
    messages.success(request, said)
    query = _query(request.GET)
    return redirect(f"{reverse('criteria:turned', args=[code, number])}?{query}")


@require_POST
def log_in_row(request: SignedInRequest, code: str, number: int, commune: str) -> HttpResponse:
    """A status for one commune: its cell for htmx, the page at its row without."""
    criterion = criterion_or_404(request, code, number)
    line = _line_or_404(request, criterion, commune)
    given = line.mandates.for_criterion(criterion)
    if not line.may_log:
        raise PermissionDenied(NOT_YOURS)
    form = StatusForm(request.POST, mandates=given)
    status = 200
    if not form.is_valid():
        status = 422
    else:
        try:
            services.log_status(
                scorecard=line.scorecard, criterion=criterion, by=request.user, **form.said()
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
            status = 409
    context = {
        "criterion": criterion,
        "line": _line_or_404(request, criterion, commune),
        "form": form,
        "saved": status == 200,  # noqa: PLR2004 -- HTTP
        "statuses_to_choose": Status.choices,
        "kept": sent_along(request.POST),
    }
    if request.htmx:
        return render(request, "criteria/_turned_status.html", context, status=status)
    if form.errors:
        return render(request, "criteria/turned_row.html", context, status=status)
    where = reverse("criteria:turned", args=[code, number])
    where = next_page(request) if "next" in request.POST else where
    return redirect(f"{where}#xa-{commune}")


@require_http_methods(["GET", "HEAD", "POST"])
def log_proposed(request: SignedInRequest, code: str, number: int) -> HttpResponse:
    """What the machine proposes where it differs: seen first, then stored for the chosen rows."""
    criterion = criterion_or_404(request, code, number)
    filters = TurnedFilters.read(request.GET)
    found = turned(criterion, request.user, working_day(), filters)
    rows = proposals(found.lines)
    form = ProposalForm(request.POST if request.method == "POST" else None, rows=rows.lines)
    status = 200
    if request.method == "POST":
        if not rows.lines and not any(line.may_log for line in found.lines):
            raise PermissionDenied(NOT_YOURS)
        status = _log_chosen(request, criterion, form)
        if status == 302:  # noqa: PLR2004 -- HTTP
            where = reverse("criteria:turned", args=[code, number])
            return redirect(f"{where}?{_query(request.GET)}")
    context = {
        "criterion": criterion,
        "found": found,
        "rows": rows,
        "form": form,
        "filters": filters,
        "query": _query(request.GET),
    }
    return render(request, "criteria/turned_proposed.html", context, status=status)


def _log_chosen(request: SignedInRequest, criterion: Criterion, form: ProposalForm) -> int:
    if not form.is_valid():
        return 422
    chosen = form.cleaned_data["chosen"]
    given = [
        GivenStatus(
            scorecard=line.scorecard,
            criterion=criterion,
            status=Status(line.proposed),
            effective_on=form.cleaned_data["effective_on"],
            mandate=line.mandates.for_criterion(criterion)[0],
            base=base,
            note=form.cleaned_data["note"],
        )
        for line, base in chosen
    ]
    outcome = write_across([], given, by=request.user)
    if outcome.is_refused:
        for place, refusal in sorted(outcome.refused_statuses.items()):
            name = chosen[place][0].commune.name
            form.add_error(None, f"{name}: {' '.join(refusal.messages)}")
        return 409
    return 302


def _line_or_404(request: SignedInRequest, criterion: Criterion, commune: str) -> TurnedLine:
    found: Turned = turned(criterion, request.user, working_day(), commune=commune)
    if not found.lines:
        raise Http404
    return found.lines[0]


def _query(given: QueryDict, *without: str) -> str:
    """The filters of the address, to be kept from page to page."""
    kept = given.copy()
    for name in ("dang", *without):
        kept.pop(name, None)
    return kept.urlencode()
