"""Files that were given: their bytes, and a small picture of them."""

from django.http import FileResponse, Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.templatetags.static import static
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from accounts.http import SignedInRequest
from documents import services
from documents.http import file_response, guarded
from documents.models import StoredFile
from documents.services.previews import SIDES


@require_safe
def file_content(request: SignedInRequest, pk: int) -> HttpResponseBase:
    stored = get_object_or_404(StoredFile.objects.visible_to(request.user), pk=pk)
    try:
        return file_response(request, stored)
    except FileNotFoundError:
        raise Http404("Tệp này không còn trên máy chủ. Hãy báo quản trị hệ thống.") from None


@require_safe
def file_preview(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """A JPEG, small or large (?co=lon); the drawing of a sheet where there is none."""
    stored = get_object_or_404(StoredFile.objects.visible_to(request.user), pk=pk)
    size = request.GET.get("co", "nho")
    if size not in SIDES:
        raise Http404
    etag = f'"{stored.sha256}-{size}"'
    known = get_conditional_response(request, etag=etag)
    if known is not None:
        return guarded(known, etag)
    path = services.preview_of(stored, size)
    if path is None:
        return redirect(static("img/file.svg"))
    return guarded(FileResponse(path.open("rb"), content_type="image/jpeg"), etag)
