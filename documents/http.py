from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response

from documents.models import StoredFile

# What a file may do in a reader's window: nothing. A PDF needs its viewer, which a sandbox forbids.
NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
OF_A_PDF = f"{NOTHING}; object-src 'self'; style-src 'unsafe-inline'"
SANDBOX = f"{NOTHING}; img-src 'self'; style-src 'unsafe-inline'; sandbox"


def file_response(request: HttpRequest, stored: StoredFile) -> HttpResponseBase:
    """The bytes as they were given: shown in place if a picture or a PDF, to be saved otherwise.

    Asked for every time, since who may see it may change; sent only when the reader has not got it.
    """
    etag = f'"{stored.sha256}"'
    known = get_conditional_response(request, etag=etag)
    if known is not None:
        return guarded(known, etag)
    shown = stored.is_pdf or stored.is_picture
    response = FileResponse(
        stored.content.open(),
        as_attachment=not shown,
        filename=stored.name,  # RFC 6266: filename, or filename* where it is not ASCII
        content_type=stored.media_type,
    )
    response.headers["Content-Security-Policy"] = OF_A_PDF if stored.is_pdf else SANDBOX
    return guarded(response, etag)


def guarded(response: HttpResponse | FileResponse, etag: str) -> HttpResponseBase:
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers.setdefault("Content-Security-Policy", SANDBOX)
    return response
