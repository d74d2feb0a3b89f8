from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.http import SignedInRequest
from documents import selectors
from documents.formcheck.law import LAW
from documents.models import OfficialDocument


@require_safe
def paper_check(request: SignedInRequest, pk: int) -> HttpResponse:
    """Everything the form check finds in a paper: where, what, how to mend it, by which rule."""
    seen = OfficialDocument.objects.visible_to(request.user)
    paper = get_object_or_404(seen.select_related("issuer", "letterhead"), pk=pk)
    context = {"paper": paper, "checked": selectors.checked(paper), "law": LAW}
    return render(request, "documents/paper_check.html", context)
