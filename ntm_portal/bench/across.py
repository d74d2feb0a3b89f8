"""Turned entry, measured: a criterion over all communes, and 101 pasted values from text to store."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse

from accounts.calendar import working_day
from communes.models import Commune
from communes.names import search_key
from criteria.models import EntryDraft
from criteria.selectors import set_in_force
from ntm_portal.bench.measure import Row, page_rows, queries, timed
from ntm_portal.bench.pages import client, getter

NUMBER = 8  # Thông tin và Truyền thông: the department of the demonstration answers for it


def turned_entry(rounds: int) -> list[Row]:
    """As an officer of the department that answers for the criterion."""
    criteria_set = set_in_force(working_day())
    if criteria_set is None:
        return []
    officer, address = client("tttt"), [criteria_set.code, NUMBER]
    page = getter(officer, reverse("criteria:turned", args=address))
    paste_url = reverse("criteria:paste", args=address)
    names = list(Commune.objects.on(working_day()).values_list("name", "district__name"))
    turn = iter(range(10_000))

    def paste() -> Callable[[], Any]:
        """Every other time the other answer, so that each value is a change."""
        said = ("Có", "Không")[next(turn) % 2]
        lines = [f"{search_key(name)} ({district})\t{said}" for name, district in names]
        text = "\n".join(["Xã\t8.1", *lines])
        return lambda: _pasted_and_stored(officer, paste_url, text)

    act = paste()
    act()
    took = sorted(timed(paste()) for _ in range(5))
    return [
        *page_rows(
            "Trang tiêu chí × xã",
            page,
            getter(officer, "/san/"),
            times_floor=None,
            max_queries=15,
            rounds=rounds,
        ),
        Row("Dán 101 giá trị (đọc, xem trước, ghi): trung vị", round(took[len(took) // 2]), "ms"),
        Row("Dán 101 giá trị: truy vấn", queries(paste()), "câu"),
    ]


def _pasted_and_stored(officer: Any, paste_url: str, text: str) -> None:
    """Paste, look at the preview, confirm; what was not stored is no figure."""
    where = officer.post(paste_url, {"text": text})["Location"]
    officer.get(where)
    draft = EntryDraft.objects.latest("pk")
    officer.post(reverse("criteria:draft_store", args=[draft.pk]))
    draft.refresh_from_db()
    if not draft.stored_at:
        message = f"The draft was not stored: {draft.get_state_display()} {draft.message}"
        raise RuntimeError(message)
