"""What every page shows: the working day, the round in force, what the reader may open.

Whatever costs a query is asked only when a template shows it; fragments ask none.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from accounts.calendar import is_demo_day, working_day
from accounts.choices import Role
from accounts.models import User
from communes.models import held_by
from communes.permissions import is_office
from criteria.models import Round
from criteria.selectors import round_in_force
from plans.selectors.badges import Badges, badges


@dataclass(frozen=True, slots=True)
class RailItem:
    label: str
    icon: str
    url: str
    current: str  # the value of aria-current: page, true or nothing
    count: int = 0  # how much waits there for the reader


# What the rail shows: label, icon, url name, and the beginnings of the paths that belong to it.
RAIL = [
    ("Việc của tôi", "home", "reports:home", ()),
    ("Tổng quan", "overview", "reports:overview", ("/tong-quan/", "/huyen/")),
    ("Xã", "communes", "reports:commune_list", ("/xa/", "/phieu/", "/minh-chung/")),
    ("Tiêu chí", "criteria", "criteria:set_list", ("/tieu-chi/", "/chi-tieu/")),
    (
        *("Hồ sơ kỳ", "rounds", "criteria:submission_list"),
        ("/ho-so/", "/ky/", "/nhan-xet/", "/giu/"),
    ),
    (
        *("Công nhận", "recognition", "criteria:recognition_list"),
        ("/cong-nhan/", "/muc-cong-nhan/"),
    ),
    ("Phân công", "assignments", "plans:assignment_list", ("/phan-cong/",)),
    (
        *("Hỗ trợ", "support", "plans:support_list"),
        ("/ho-tro/", "/nhu-cau/", "/kho-khan/", "/cong-trinh/", "/von/", "/no-xay-dung/"),
    ),
    (
        *("Chương trình công tác", "programme", "plans:programme_list"),
        (
            *("/chuong-trinh/", "/nhiem-vu/", "/muc-tieu/", "/ho-so-huyen-thon/"),
            *("/chua-dat/", "/don-doc/"),
        ),
    ),
    (
        *("Kế hoạch", "plans", "plans:plan_list"),
        ("/ke-hoach/", "/viec-ke-hoach/", "/kien-nghi/", "/che-do-bao-cao/"),
    ),
    ("Văn bản", "papers", "documents:paper_list", ("/van-ban/", "/chu-the-ban-hanh/")),
    ("Báo cáo", "reports", "reports:run_list", ("/bao-cao/",)),
]


# The office keeps these for everybody.
KEPT = ("Danh mục", "catalogue", "criteria:catalogue_index", ("/danh-muc/", "/nguong/"))


# Where a count is shown while something waits for the reader: by a path that belongs to the entry.
COUNTED = {
    "/ho-so/": "files",
    "/kho-khan/": "support",
    "/chuong-trinh/": "programme",
    "/van-ban/": "papers",
}


def portal(request: HttpRequest) -> dict[str, Any]:
    today = working_day()
    context = {"today": today, "demo_day": is_demo_day(), "demo": settings.DEMO}
    user = getattr(request, "user", None)

    def lazy(ask: Callable[[User], Any], nothing: Any) -> Any:
        return SimpleLazyObject(lambda: ask(user) if user and user.is_authenticated else nothing)

    current_round = lazy(round_now, None)
    waits = lazy(lambda one: badges(one, today), Badges())
    return context | {
        "held": lazy(held_by, ()),
        "is_member": lazy(lambda one: bool(held_by(one)), nothing=False),
        "is_office": lazy(is_office, nothing=False),
        "rail": lazy(lambda one: rail(one, request.path, waits), ()),
        "round_in_force": current_round,
        "unread_notices": lazy(lambda _: waits.notices, 0),
        "round_days_left": lazy(
            lambda _: current_round.days_left(today) if current_round else None, None
        ),
    }


def rail(user: User, path: str, waits: Badges) -> list[RailItem]:
    """What the reader may open: a stranger only their own page."""
    held = held_by(user)
    entries = [
        (label, icon, reverse(name), prefixes)
        for label, icon, name, prefixes in (RAIL if held else RAIL[:1])
    ]
    if is_office(user):
        label, icon, name, prefixes = KEPT
        entries.append((label, icon, reverse(name), prefixes))
    for one in held:
        if one.role == Role.FOCAL_POINT and one.lent_by is None:
            url = reverse("communes:people_list", args=[one.agency.slug])
            entries.append(("Người dùng", "people", url, (url,)))
            break
    return [
        RailItem(label, icon, url, current(url, prefixes, path), _count(waits, prefixes))
        for label, icon, url, prefixes in entries
    ]


def _count(waits: Badges, prefixes: tuple[str, ...]) -> int:
    return sum(getattr(waits, COUNTED[one]) for one in prefixes if one in COUNTED)


def current(url: str, prefixes: tuple[str, ...], path: str) -> str:
    if path == url:
        return "page"
    return "true" if prefixes and path.startswith(prefixes) else ""


def round_now(user: User) -> Round | None:
    """Strangers see no round."""
    return round_in_force(working_day()) if held_by(user) else None
