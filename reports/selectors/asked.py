"""What the address of the overview asks for, kept across links; what it asks in vain is said."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from accounts.calendar import read_day, working_day

PARAMETERS = {
    "day": "ngay",
    "set_code": "bo",
    "district": "huyen",
    "agency": "don-vi",
    "kind": "phan-loai",
    "unmet": "chua-dat",
    "result": "ket-qua",
    "moved": "bien-dong",
    "band": "muc",
    "recognised": "cong-nhan",
    "sort": "xep",
}
SCOPE = ("district", "agency", "kind")  # whose communes; the other filters choose among these
FILTERS = (*SCOPE, "unmet", "result", "moved", "band", "recognised")
BLANK: dict[str, Any] = dict.fromkeys(FILTERS, "") | {"unmet": None}


@dataclass(frozen=True, slots=True)
class Asked:
    """No day means the working day; no set the one in force."""

    day: dt.date | None = None
    set_code: str = ""
    district: str = ""
    agency: str = ""
    kind: str = ""
    unmet: int | None = None
    result: str = ""
    moved: str = ""
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

    @property
    def is_scoped(self) -> bool:
        """Of a district, an agency or a class, not of the whole province."""
        return any(getattr(self, name) for name in SCOPE)

    def link(self, **changes: Any) -> str:
        """The query string with these changes; blanks are left out."""
        kept = []  # made some fifty times a page
        for name, word in PARAMETERS.items():
            value = changes[name] if name in changes else getattr(self, name)
            if value is not None and value != "":
                kept.append((word, f"{value}"))
        return f"?{urlencode(kept)}"

    def whole(self, **changes: Any) -> str:
        """The same day, set and order with other filters than now."""
        return self.link(**(BLANK | changes))

    def within(self, **changes: Any) -> str:
        """The same day, set, order and scope, with other filters among its communes."""
        kept = {name: blank for name, blank in BLANK.items() if name not in SCOPE}
        return self.link(**(kept | changes))


def read(query: Mapping[str, Any]) -> Asked:
    """Understand an address; what cannot be understood is left out and told."""
    given = {name: str(query.get(word, "")).strip() for name, word in PARAMETERS.items()}
    troubles: list[str] = []
    return Asked(
        day=_day(given["day"], troubles),
        set_code=given["set_code"],
        district=given["district"],
        agency=given["agency"],
        kind=given["kind"],
        unmet=_number(given["unmet"], troubles),
        result=given["result"],
        moved=given["moved"],
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
