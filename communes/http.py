import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse

from communes.exports import MEDIA_TYPE, to_xlsx


def spreadsheet(
    name: str, title: str, header: Sequence[str], rows: Iterable[Sequence[Any]]
) -> HttpResponse:
    """The rows of a list as a file to download."""
    response = HttpResponse(to_xlsx(title, header, rows), content_type=MEDIA_TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response


def span_asked(request: HttpRequest) -> dt.date | None:
    """The first day of a unit's span, where the address names it (?tu=2020-01-01): codes come back."""
    try:
        return dt.date.fromisoformat(request.GET.get("tu", ""))
    except ValueError:
        return None
