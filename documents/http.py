from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response

from documents.models import StoredFile

# What a file may do in a reader's window: nothing. A PDF needs its viewer, which a sandbox forbids.
NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
OF_A_PDF = f"{NOTHING}; object-src 'self'; style-src 'unsafe-inline'"
SANDBOX = f"{NOTHING}; img-src 'self'; style-src 'unsafe-inline'; sandbox"


class SizeGuard(FileUploadHandler):
    """Writes no more of an upload to the disk than the largest file may have and one byte over it.

    What was cut off is then refused for its size by whoever takes files in.
    """

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        left = settings.FILE_MAX_BYTES + 1 - start
        return raw_data[:left] if left > 0 else None

    def file_complete(self, file_size: int) -> None:  # noqa: ARG002 -- Django's own signature
        """The handlers after this one have the file."""
        return


def file_response(request: HttpRequest, stored: StoredFile, *, name: str = "") -> HttpResponseBase:
    """The bytes as they were given: shown in place if a picture or a PDF, to be saved otherwise.

    `name`: under which they were given here, where it is not the first one.
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
        filename=name or stored.name,  # RFC 6266: filename, or filename* where it is not ASCII
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
