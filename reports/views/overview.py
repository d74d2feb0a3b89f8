"""The overview of the province; every member reads it, as of any day."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.views.decorators.http import require_safe

from accounts.http import SignedInRequest
from communes.http import spreadsheet
from communes.models import is_member
from criteria.choices import Status, gained, lost
from criteria.selectors import Cell
from reports.selectors.asked import read
from reports.selectors.board import board, chosen
from reports.selectors.drawings import bands_chart
from reports.selectors.heatmap import Column, in_words, sheet
from reports.selectors.overview import Picture, Row

Looks = dict[tuple[Cell, Cell | None], tuple[str, str, str]]
ILLUSTRATIVE = ' <abbr class="illustrative" title="có số liệu minh họa">◇</abbr>'
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
        address = reverse("reports:overview")
        context |= {
            "table_rows": table_rows(found.picture, found.heatmap.rows),
            "table_foot": table_foot(found.heatmap.columns),
            "chart": bands_chart(found.bands, found.scope, address),
            "choices": found.choices,
            "found": found,
            "query": request.GET.urlencode(),
        }
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


def table_rows(picture: Picture, rows: Iterable[Row]) -> SafeString:
    """The body of the table as one string: two thousand cells through a template cost too much.

    What people typed is escaped once; the rest is ours.
    """
    existing = reverse("criteria:scorecard_detail", args=[0])
    missing = reverse("criteria:scorecard_open", args=["-", picture.criteria_set.code])
    columns = [(one.number, f" – {escape(str(one))}: ") for one in picture.criteria]
    looks: Looks = {}
    made = []
    for row in rows:
        address = (
            existing.replace("0", str(row.scorecard))
            if row.scorecard
            else missing.replace("-", row.commune.code, 1)
        )
        made.append(f"<tr>{_head(row, address)}{_cells(row, address, columns, looks)}</tr>")
    return mark_safe("\n".join(made))  # noqa: S308 -- every text in it was escaped


def table_foot(columns: Sequence[Column]) -> SafeString:
    """The totals, each the way to its rows; addresses are made of query strings, escaped here."""
    rows = (
        ("Số xã đạt", [(one.met, one.met_link) for one in columns]),
        ("Số xã chưa đạt", [(one.unmet, one.unmet_link) for one in columns]),
        ("Số xã chưa đánh giá", [(one.unknown, one.unknown_link) for one in columns]),
    )
    made = []
    for label, cells in rows:
        told = (
            f'<td><a href="{escape(link)}#bang-nhiet">{count}</a></td>' for count, link in cells
        )
        made.append(f'<tr><th scope="row" colspan="3">{label}</th>{"".join(told)}</tr>')
    return mark_safe("\n".join(made))  # noqa: S308 -- every text in it was escaped


def _head(row: Row, address: str) -> str:
    standing, change = row.standing, row.change
    met = '<span class="muted">chưa có</span>'
    if standing.has_data:
        met = f"{standing.met}/{standing.total}"
    if change > 0:
        met += f' <span class="gained">▲{change}</span>'
    elif change < 0:
        met += f' <span class="lost">▼{-change}</span>'
    return (
        f'<th scope="row"><a href="{address}">{escape(row.commune.name)}</a>'
        f"{ILLUSTRATIVE if standing.illustrative else ''}</th>"
        f'<td class="d">{escape(row.commune.district.name) if row.commune.district else ""}</td>'
        f'<td class="t">{met}</td>'
    )


def _cells(row: Row, address: str, columns: Sequence[tuple[int, str]], looks: Looks) -> str:
    place = escape(capfirst(str(row.commune)))
    changed = row.before is not row.standing
    now, before = row.standing.cells, row.before.cells
    made = []
    for number, name in columns:
        key = (now[number], before[number] if changed else None)
        look = looks.get(key) or looks.setdefault(key, _look(*key))
        made.append(
            f'<td class="{look[0]}"><a href="{address}#tc-{number}"'
            f' title="{place}{name}{look[1]}">{look[2]}</a></td>'
        )
    return "".join(made)


def _look(cell: Cell, was: Cell | None) -> tuple[str, str, str]:
    """Class, words and shape of a cell; few differ, so each is made once a page."""
    letter, shape = LOOKS[cell.status]
    marks = f" s{cell.stage.value}" if cell.stage else ""
    if cell.waiting:
        marks += " w"
    if cell.illustrative:
        marks += " i"
    return f"{letter}{marks}", escape(in_words(cell, was)), f"{shape}{_arrow(cell, was)}"


def _arrow(cell: Cell, was: Cell | None) -> str:
    if was is None:
        return ""
    if gained(was.status, cell.status):
        return "<i>▲</i>"
    return "<i>▼</i>" if lost(was.status, cell.status) else ""
