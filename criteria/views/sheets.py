"""Spreadsheets out, to be filled in, and back."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.calendar import working_day
from accounts.http import SignedInRequest
from communes.exports import MEDIA_TYPE, Form, to_form
from communes.models import Commune, is_member
from communes.names import search_key
from criteria import tasks
from criteria.forms.uploads import SheetUploadForm
from criteria.imports.sheets import recognise
from criteria.models import CriteriaSet, Criterion
from criteria.selectors.sheets import commune_form, criterion_form, province_form
from criteria.services import drafts
from criteria.views.answers import scorecard_or_404
from criteria.views.drafts import NOT_A_MEMBER
from documents.services import store_file


@require_safe
def scorecard_template(request: SignedInRequest, pk: int) -> HttpResponse:
    scorecard = scorecard_or_404(request, pk)
    form = commune_form(scorecard, working_day())
    name = search_key(scorecard.commune.name).replace(" ", "-")
    return _file(form, f"mau-{name}-{scorecard.criteria_set.code}")


@require_safe
def criterion_template(request: SignedInRequest, code: str, number: int) -> HttpResponse:
    sets = CriteriaSet.objects.visible_to(request.user).filter(code=code)
    rows = Criterion.objects.select_related("criteria_set__paper")
    criterion = get_object_or_404(rows, criteria_set__in=sets, number=number)
    form = criterion_form(criterion, _communes(request), working_day())
    return _file(form, f"mau-tieu-chi-{number}-{code}")


@require_safe
def province_template(request: SignedInRequest, code: str) -> HttpResponse:
    sets = CriteriaSet.objects.visible_to(request.user).select_related("paper")
    criteria_set = get_object_or_404(sets, code=code)
    form = province_form(criteria_set, _communes(request), working_day())
    return _file(form, f"mau-toan-tinh-{code}")


@require_http_methods(["GET", "HEAD", "POST"])
def sheet_upload(request: SignedInRequest) -> HttpResponse:
    """A sheet that was filled in: read into a draft, and looked at before anything is stored."""
    if not is_member(request.user):
        raise PermissionDenied(NOT_A_MEMBER)
    posted = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = SheetUploadForm(*posted)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            known = recognise(file.read())
            stored = store_file(file, by=request.user)
        except ValidationError as refused:
            form.add_error("file", refused)
        else:
            draft = drafts.open_draft(
                kind=known.kind,
                by=request.user,
                criteria_set=known.criteria_set,
                criterion=known.criterion,
                file=stored,
                total=len(known.cells),
            )
            tasks.read(draft)
            return redirect("criteria:draft_detail", pk=draft.pk)
    status = 422 if form.errors else 200
    return render(request, "criteria/sheet_upload.html", {"form": form}, status=status)


def _communes(request: SignedInRequest) -> list[Commune]:
    rows = Commune.objects.on(working_day()).visible_to(request.user)
    return list(rows.select_related("district").order_by("district__sort_key", "sort_key"))


def _file(form: Form, name: str) -> HttpResponse:
    response = HttpResponse(to_form(form), content_type=MEDIA_TYPE)
    response.headers["Content-Disposition"] = (
        f'attachment; filename="{name}-{working_day():%Y-%m-%d}.xlsx"'
    )
    return response
