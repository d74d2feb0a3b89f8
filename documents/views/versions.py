"""A draft's versions, and two of them side by side."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.http import SignedInRequest
from communes.models import held_by
from documents.models import OfficialDocument, PaperVersion
from documents.permissions import may_edit_paper
from documents.selectors.versions import compared, sittings


@require_safe
def version_list(request: SignedInRequest, pk: int) -> HttpResponse:
    paper = _paper(request, pk)
    context = {
        "paper": paper,
        "sittings": sittings(paper),
        "may_edit": may_edit_paper(request.user, paper),
    }
    return render(request, "documents/version_list.html", context)


@require_safe
def version_diff(request: SignedInRequest, pk: int, older: int, newer: int) -> HttpResponse:
    """What changed from one version to another, word by word."""
    paper = _paper(request, pk)
    versions = PaperVersion.objects.filter(paper=paper).select_related("by")
    first = get_object_or_404(versions, number=older)
    second = get_object_or_404(versions, number=newer)
    parts, text = compared(first.content, second.content, request.user)
    context = {
        "paper": paper,
        "older": first,
        "newer": second,
        "parts": parts,
        "text": text,
        "same": not parts and not any(one.change for one in text),
    }
    return render(request, "documents/version_diff.html", context)


def _paper(request: SignedInRequest, pk: int) -> OfficialDocument:
    """Drafts stay with their people, also once the paper is out: its versions are theirs alone."""
    rows = OfficialDocument.objects.visible_to(request.user)
    agencies = [one.agency.pk for one in held_by(request.user)]
    own = rows.filter(letterhead__agency__in=agencies) | rows.filter(by=request.user.pk)
    paper: OfficialDocument = get_object_or_404(own.select_related("letterhead").distinct(), pk=pk)
    return paper
