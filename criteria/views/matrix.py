"""An office brings the matrix that it has kept so far."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.calendar import working_day
from accounts.http import SignedInRequest
from communes.models import is_member
from criteria import tasks
from criteria.choices import DraftKind
from criteria.forms.uploads import MatrixUploadForm
from criteria.imports.workbook import open_workbook
from criteria.selectors import set_in_force
from criteria.services import drafts
from criteria.views.drafts import NOT_A_MEMBER
from documents.services import store_file


@require_http_methods(["GET", "HEAD", "POST"])
def matrix_upload(request: SignedInRequest) -> HttpResponse:
    """A table communes × criteria: read into a draft, and looked at before anything is stored."""
    if not is_member(request.user):
        raise PermissionDenied(NOT_A_MEMBER)
    if request.method == "POST":
        form = MatrixUploadForm(request.POST, request.FILES)
    else:
        form = MatrixUploadForm(initial={"criteria_set": set_in_force(working_day())})
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            tables = open_workbook(file.read())
            stored = store_file(file, by=request.user)
        except ValidationError as refused:
            form.add_error("file", refused)
        else:
            criteria_set = form.cleaned_data["criteria_set"]
            rows = max((len(one.rows) for one in tables), default=0)
            draft = drafts.open_draft(
                kind=DraftKind.MATRIX,
                by=request.user,
                criteria_set=criteria_set,
                file=stored,
                total=rows * criteria_set.criteria.count(),
            )
            tasks.read(draft)
            return redirect("criteria:draft_detail", pk=draft.pk)
    status = 422 if form.errors else 200
    return render(request, "criteria/matrix_upload.html", {"form": form}, status=status)
