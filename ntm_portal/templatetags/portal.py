"""Numbers, dates and marks as Vietnamese writes them. Loaded in every template."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django import template
from django.core.paginator import Page
from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from criteria.choices import Stage

register = template.Library()

SIGNS = {"met": "●", "not_met": "✕", "in_progress": "◐", "not_applicable": "–", "": "○"}
WORDS = {
    "met": "Đạt",
    "not_met": "Chưa đạt",
    "in_progress": "Đang thực hiện",
    "not_applicable": "Không áp dụng",
    "": "Chưa đánh giá",
}


@register.filter
def ngay(value: dt.date | dt.datetime | None) -> str:
    """30/6/2024; a moment is shown as the local day."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        value = timezone.localtime(value)
    return f"{value.day}/{value.month}/{value.year}"


@register.filter
def gio(value: dt.datetime | None) -> str:
    """14:05 30/6/2024, local time."""
    if value is None:
        return ""
    local = timezone.localtime(value)
    return f"{local:%H:%M} {local.day}/{local.month}/{local.year}"


@register.filter
def so(value: Any, places: int | None = None) -> str:
    """1.234,5: dot for thousands, comma for decimals. Blank stays blank: nothing is not zero.

    Without `places` trailing zeros go; with it they stay (14,0).
    """
    if value is None or value == "":
        return ""
    number = Decimal(str(value))
    if places is None:
        number = number.normalize()
        if number == number.to_integral():
            number = number.quantize(Decimal(1))
        text = f"{number:,f}"
    else:
        text = f"{number:,.{places}f}"
    return text.replace(",", "\0").replace(".", ",").replace("\0", ".")


@register.filter
def sign(status: str | None) -> str:
    """The shape of a status, beside its word: never colour alone."""
    return SIGNS[status or ""]


@register.filter
def status_word(status: str | None) -> str:
    return WORDS[status or ""]


@register.filter
def stage_letter(stage: int | None) -> str:
    """K, R, T, Đ, X: who speaks, for tight places."""
    return Stage(stage).letter if stage else ""


@register.filter
def stage_word(stage: int | None) -> str:
    return Stage(stage).label if stage else ""


@register.filter
def initials(name: str) -> str:
    """The first letters of the last two words, as a person is called: «Nguyễn Văn An» → VA."""
    return "".join(word[0] for word in name.split()[-2:]).upper()


@register.filter
def get(mapping: dict[Any, Any], key: Any) -> Any:
    return mapping.get(key)


@register.filter
def words(text: str) -> list[str]:
    """A list written in a template: «Có,Không»."""
    return text.split(",")


@register.filter
def page_numbers(page: Page[Any]) -> list[int]:
    """First, last and the two on each side of this page; 0 stands for those left out."""
    rows = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return [one if isinstance(one, int) else 0 for one in rows]


@register.filter
def options(choices: Iterable[tuple[str, str]], chosen: str | None = None) -> SafeString:
    """The options of a select from (value, word), one of them chosen."""
    rows = ((value, " selected" if value == chosen else "", word) for value, word in choices)
    return format_html_join("", '<option value="{}"{}>{}</option>', rows)


@register.simple_tag
def link(name: str, *args: Any) -> str:
    """As {% url %}, for pages with hundreds of links: each address is made once."""
    return _address(get_urlconf(), get_script_prefix(), name, *args)


@lru_cache(maxsize=20_000)
def _address(urlconf: str | None, _prefix: str, name: str, *args: Any) -> str:
    return reverse(name, urlconf, args)
