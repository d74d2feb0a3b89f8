from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from accounts.http import SignedInRequest
from documents.http import file_response
from plans.models import Attachment


@require_safe
def attachment_file(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """The bytes, under the name under which they were given here."""
    rows = Attachment.objects.visible_to(request.user).select_related("file")
    attachment = get_object_or_404(rows, pk=pk)
    try:
        return file_response(request, attachment.file, name=attachment.name)
    except FileNotFoundError:
        raise Http404("Tệp này không còn trên máy chủ. Hãy báo quản trị hệ thống.") from None
