"""Paste a table of communes and values: it becomes a draft, and nothing is stored before it is confirmed."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.calendar import working_day
from accounts.http import SignedInRequest
from criteria.forms.paste import PasteForm
from criteria.imports import pasted
from criteria.selectors.turned import turned
from criteria.views.answers import NOT_YOURS
from criteria.views.turned import criterion_or_404


@require_http_methods(["GET", "HEAD", "POST"])
def paste(request: SignedInRequest, code: str, number: int) -> HttpResponse:
    """A textarea; what was pasted is kept whole in the draft, to whose page it leads."""
    criterion = criterion_or_404(request, code, number)
    found = turned(criterion, request.user, working_day())
    if not found.may_paste:
        raise PermissionDenied(NOT_YOURS)
    form = PasteForm(
        request.POST if request.method == "POST" else None, means=pasted.meanings(found)
    )
    if request.method == "POST" and form.is_valid():
        try:
            draft = pasted.start(
                criterion, form.cleaned_data["text"], options=form.options(), by=request.user
            )
        except ValidationError as refusal:
            form.add_error("only" if refusal.code == "columns" else "text", refusal)
        else:
            return redirect("criteria:draft_detail", pk=draft.pk)
    context = {"criterion": criterion, "found": found, "form": form}
    return render(request, "criteria/paste_form.html", context, status=422 if form.errors else 200)
