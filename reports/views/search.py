from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.http import SignedInRequest
from communes.models import is_member
from reports.selectors.search import search


@require_safe
def search_all(request: SignedInRequest) -> HttpResponse:
    """One box for communes, agencies and papers."""
    if not is_member(request.user):
        raise PermissionDenied("Chỉ người có vai trò ở một cơ quan mới tìm được.")
    text = request.GET.get("q", "").strip()[:200]
    only = request.GET.get("nhom", "")
    groups = search(request.user, text, only=only)
    found = sum(group.total for group in groups)
    context = {"text": text, "only": only, "groups": groups, "found": found}
    return render(request, "reports/search.html", context)
