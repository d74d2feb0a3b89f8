"""The overview of the province; every member reads it, as of any day."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from accounts.http import SignedInRequest
from communes.http import spreadsheet
from communes.models import is_member
from criteria.choices import Status
from criteria.models import Criterion
from criteria.selectors import Cell
from reports.selectors.asked import read
from reports.selectors.board import board, chosen
from reports.selectors.heatmap import in_words, sheet
from reports.selectors.overview import Picture, Row

# One letter a status for the class of a cell, and the shape within it.
LOOKS = {
    Status.MET.value: ("m", "●"),
    Status.NOT_MET.value: ("n", "✕"),
    Status.IN_PROGRESS.value: ("p", "◐"),
    Status.NOT_APPLICABLE.value: ("a", "–"),
    "": ("u", "○"),
}


@require_safe
def overview(request: SignedInRequest) -> HttpResponse:
    if not is_member(request.user):
        raise PermissionDenied
    asked = read(request.GET)
    found = board(asked)
    for trouble in found.troubles if found else asked.troubles:
        messages.warning(request, trouble)
    context: dict[str, Any] = {"board": found, "asked": asked}
    if found:
        context["lines"] = lines(found.picture, found.heatmap.rows)
    return render(request, "reports/overview.html", context)


@require_safe
def heatmap_file(request: SignedInRequest) -> HttpResponse:
    """The spreadsheet of exactly what is filtered, in the same order."""
    if not is_member(request.user):
        raise PermissionDenied
    asked = read(request.GET)
    found = chosen(asked)
    head, rows = sheet(found.picture, found.rows) if found else ([], iter(()))
    name = f"bang-nhiet-{asked.on:%Y-%m-%d}"
    return spreadsheet(name, f"{asked.on:%d-%m-%Y}", head, rows)


def lines(picture: Picture, rows: Iterable[Row]) -> list[tuple[Row, str, SafeString]]:
    """Each row, the address of its scorecard, and its cells as one string, since they are many."""
    existing = reverse("criteria:scorecard_detail", args=[0])
    missing = reverse("criteria:scorecard_open", args=["-", picture.criteria_set.code])
    columns = [(criterion, escape(str(criterion))) for criterion in picture.criteria]
    made = []
    for row in rows:
        address = (
            existing.replace("0", str(row.scorecard))
            if row.scorecard
            else missing.replace("-", row.commune.code, 1)
        )
        made.append((row, address, cells(row, address, columns)))
    return made


def cells(row: Row, address: str, columns: Iterable[tuple[Criterion, str]]) -> SafeString:
    """The cells of a row. What people typed is escaped once; the rest is ours."""
    place = escape(str(row.commune))
    gained, lost = set(row.gained), set(row.lost)
    changed = row.before is not row.standing
    made = []
    for criterion, name in columns:
        number = criterion.number
        cell = row.standing.cells[number]
        was = row.before.cells[number] if changed else None
        arrow = "▲" if number in gained else "▼" if number in lost else ""
        made.append(
            f'<td class="{_classes(cell)}"><a href="{address}#tc-{number}"'
            f' title="{place} – {name}: {escape(in_words(cell, was))}">'
            f"{LOOKS[cell.status][1]}{arrow}</a></td>"
        )
    return mark_safe("".join(made))  # noqa: S308 -- every text in it was escaped


def _classes(cell: Cell) -> str:
    marks = f" s{cell.stage.value}" if cell.stage else ""
    if cell.waiting:
        marks += " w"
    return f"{LOOKS[cell.status][0]}{marks}{' i' if cell.illustrative else ''}"
