"""What is measured: the acts of a day, each as the least privileged user who may do it."""

import shutil
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.test import Client
from django.urls import reverse

from accounts.calendar import working_day
from accounts.models import User
from criteria.models import Indicator, Scorecard
from criteria.selectors import set_in_force
from ntm_portal.bench.measure import Act, Row, page_rows

CHROMIUM = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
)


HTMX = {"HX-Request": "true"}


def find_browser() -> str | None:
    """Debian's Chromium, the whole of it where it is there."""
    return shutil.which("chromium") or shutil.which("chromium-headless-shell")


def client(username: str) -> Client:
    signed_in = Client()
    signed_in.force_login(User.objects.get(username=username))
    return signed_in


def getter(signed_in: Client, url: str) -> Act:
    return lambda: lambda: well(signed_in.get(url))


def well(answer: Any) -> None:
    """A page that failed quickly is no figure."""
    if answer.status_code != HTTPStatus.OK:
        message = f"{answer.request['PATH_INFO']} answered {answer.status_code}"
        raise RuntimeError(message)


def reading(rounds: int) -> list[Row]:
    """The heatmap and the own scorecard as a commune's officer opens them; home as a department's."""
    commune, department = client("huongviet"), client("tttt")
    floor, own_floor = getter(commune, "/san/"), getter(department, "/san/")
    heatmap = getter(commune, reverse("reports:overview"))
    home = getter(department, reverse("reports:home"))
    sheet = getter(commune, reverse("criteria:scorecard_detail", args=[own_scorecard().pk]))
    return [
        *page_rows(
            "Bảng nhiệt toàn tỉnh", heatmap, floor, times_floor=6, max_queries=12, rounds=rounds
        ),
        *page_rows(
            "Việc của tôi (sở)", home, own_floor, times_floor=None, max_queries=None, rounds=rounds
        ),
        *page_rows(
            "Phiếu theo dõi", sheet, floor, times_floor=None, max_queries=24, rounds=rounds
        ),
    ]


def own_scorecard() -> Scorecard:
    """Hướng Việt on the yardstick in force."""
    return Scorecard.objects.get(commune__code="19438", criteria_set=set_in_force(working_day()))


def saving(rounds: int) -> list[Row]:
    """A commune's officer saves a value and a status, each time on top of the last."""
    officer = client("huongviet")
    scorecard = own_scorecard()
    indicator = Indicator.objects.filter(
        criterion__criteria_set=scorecard.criteria_set_id, value_type="percent", parts=[]
    ).earliest("criterion__number", "order")
    value_url = reverse("criteria:measure", args=[scorecard.pk, indicator.pk])
    status_url = reverse("criteria:log_status", args=[scorecard.pk, indicator.criterion.number])
    turn = iter(range(10_000))

    def save_value() -> Callable[[], Any]:
        last = scorecard.measurements.filter(indicator=indicator).order_by("-pk").first()
        base = last.pk if last else ""
        said = {"value": f"{next(turn) % 100},5", "kind": "percent", "base": base}
        return lambda: well(officer.post(value_url, said, headers=HTMX))

    def save_status() -> Callable[[], Any]:
        last = scorecard.entries.filter(criterion=indicator.criterion).order_by("-pk").first()
        said = {"status": ("met", "not_met")[next(turn) % 2], "base": last.pk if last else ""}
        return lambda: well(officer.post(status_url, said, headers=HTMX))

    floor = getter(officer, "/san/")
    bars: dict[str, Any] = {"times_floor": 3, "max_queries": 12, "rounds": rounds}
    return [
        *page_rows("Lưu một giá trị", save_value, floor, **bars),
        *page_rows("Lưu một kết quả", save_status, floor, **bars),
    ]
