"""What the address of the overview asks for, kept across links; what it asks in vain is said."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from accounts.calendar import read_day, working_day

PARAMETERS = {
    "day": "ngay",
    "set_code": "bo",
    "district": "huyen",
    "agency": "don-vi",
    "unmet": "chua-dat",
    "band": "muc",
    "recognised": "cong-nhan",
    "sort": "xep",
}
FILTERS = ("district", "agency", "unmet", "band", "recognised")


@dataclass(frozen=True, slots=True)
class Asked:
    """No day means the working day; no set the one in force."""

    day: dt.date | None = None
    set_code: str = ""
    district: str = ""
    agency: str = ""
    unmet: int | None = None
    band: str = ""
    recognised: str = ""
    sort: str = ""
    troubles: tuple[str, ...] = ()

    @property
    def on(self) -> dt.date:
        return self.day or working_day()

    @property
    def limit(self) -> int | None:
        """«duoi-13»: the communes below thirteen criteria."""
        found = re.fullmatch(r"duoi-(\d{1,3})", self.band)
        return int(found[1]) if found else None

    @property
    def is_filtered(self) -> bool:
        return any(getattr(self, name) not in {"", None} for name in FILTERS)

    def link(self, **changes: Any) -> str:
        """The query string with these changes; blanks are left out."""
        asked = replace(self, **changes)
        pairs = [(word, getattr(asked, name)) for name, word in PARAMETERS.items()]
        kept = [(word, f"{value}") for word, value in pairs if value not in {"", None}]
        return f"?{urlencode(kept)}"

    def whole(self, **changes: Any) -> str:
        """The same day, set and order with other filters than now."""
        blank: dict[str, Any] = dict.fromkeys(FILTERS, "") | {"unmet": None}
        return self.link(**(blank | changes))


def read(query: Mapping[str, Any]) -> Asked:
    """Understand an address; what cannot be understood is left out and told."""
    given = {name: str(query.get(word, "")).strip() for name, word in PARAMETERS.items()}
    troubles: list[str] = []
    return Asked(
        day=_day(given["day"], troubles),
        set_code=given["set_code"],
        district=given["district"],
        agency=given["agency"],
        unmet=_number(given["unmet"], troubles),
        band=given["band"],
        recognised=given["recognised"],
        sort=given["sort"],
        troubles=tuple(troubles),
    )


def _day(text: str, troubles: list[str]) -> dt.date | None:
    if not text:
        return None
    try:
        day = read_day(text)
    except ValueError as error:
        troubles.append(f"{error} Trang đang cho xem số liệu hôm nay.")
        return None
    today = working_day()
    if day > today:
        troubles.append(
            "Chưa có số liệu của ngày sau hôm nay; trang đang cho xem số liệu hôm nay."
        )
        return None
    return None if day == today else day


def _number(text: str, troubles: list[str]) -> int | None:
    if not text:
        return None
    if text.isascii() and text.isdigit() and len(text) <= len("999"):
        return int(text)
    troubles.append(f"Không có tiêu chí số «{text}»; trang đang không lọc theo tiêu chí.")
    return None
