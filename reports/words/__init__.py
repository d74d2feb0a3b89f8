"""Sentences made of numbers, as Vietnamese papers write them. Nothing said is not zero."""

import datetime as dt
from collections.abc import Sequence

from django.utils import timezone

ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
JUNE = 6


def roman(number: int) -> str:
    """The number of a part: 1 → I, 4 → IV."""
    text = ""
    for value, letters in ROMAN:
        while number >= value:
            text += letters
            number -= value
    return text


def day(given: str | dt.date) -> str:
    """18/6/2024, from a day or its ISO text."""
    date = dt.date.fromisoformat(given) if isinstance(given, str) else given
    return f"{date.day}/{date.month}/{date.year}"


def period(starts: dt.date) -> str:
    """The half-year that opens on that day, in words."""
    half = "đầu" if starts.month <= JUNE else "cuối"
    return f"6 tháng {half} năm {starts.year}"


def period_after(starts: dt.date) -> str:
    if starts.month <= JUNE:
        return f"6 tháng cuối năm {starts.year}"
    return f"6 tháng đầu năm {starts.year + 1}"


def half_year_title(starts: dt.date) -> str:
    """The subject of a six-month report: what was done, and what comes next."""
    return (
        "Kết quả phụ trách, đỡ đầu các xã xây dựng nông thôn mới "
        f"{period(starts)} và phương hướng, nhiệm vụ {period_after(starts)}"
    )


def listing(items: Sequence[str], last: str = " và ") -> str:
    """«a», «a và b», «a, b và c»."""
    if len(items) < 2:  # noqa: PLR2004 -- one needs no «và»
        return "".join(items)
    return f"{', '.join(items[:-1])}{last}{items[-1]}"


def counted(number: int, noun: str) -> str:
    """«02 xã»: papers write a count below ten with a leading zero; none is said in words."""
    return f"{number:02d} {noun}" if number else f"không có {noun} nào"


def signed(change: int | None) -> str:
    """+2, −1, 0; blank where either end is not reported."""
    if change is None:
        return ""
    if change == 0:
        return "0"
    return f"+{change}" if change > 0 else f"−{-change}"


def standing(met: int | None, total: int, unknown: int) -> str:
    """What a commune has reached, and how much of it nobody has judged."""
    if met is None:
        return f"chưa có tiêu chí nào trong {total} tiêu chí được đánh giá"
    text = f"đạt {met}/{total} tiêu chí"
    return f"{text} ({unknown} tiêu chí chưa đánh giá)" if unknown else text


def change(before: int | None, now: int | None, before_on: str) -> str:
    """How the count moved since the end of the last period; an empty text where there is nothing to compare."""
    if now is None:
        return ""
    if before is None:
        return f"chưa có số liệu ngày {day(before_on)} để so sánh"
    if now > before:
        return f"tăng {now - before} tiêu chí so với ngày {day(before_on)}"
    if now < before:
        return f"giảm {before - now} tiêu chí so với ngày {day(before_on)}"
    return f"không tăng, không giảm so với ngày {day(before_on)}"


def unmet(names: Sequence[str], *, unknown: int) -> str:
    """Which criteria are not met; all met is said only where everything was judged."""
    if names:
        return f"{counted(len(names), 'tiêu chí')} chưa đạt: {listing(names)}"
    return "" if unknown else "không còn tiêu chí chưa đạt"


def moved(verb: str, names: Sequence[str]) -> str:
    """«đạt thêm 02 tiêu chí: 2 (Giao thông) và 10 (Thu nhập)»; nothing where none moved."""
    return f"{verb} {counted(len(names), 'tiêu chí')}: {listing(names)}" if names else ""


def across(met: int | None, communes: int, unknown: int) -> str:
    """A criterion across all communes: «75/101 xã đạt, 20 xã chưa đạt, 6 xã chưa đánh giá»."""
    if met is None:
        return f"chưa xã nào trong {communes} xã được đánh giá"
    failing = communes - met - unknown
    parts = [f"{met}/{communes} xã đạt"]
    if failing:
        parts.append(f"{failing} xã chưa đạt")
    if unknown:
        parts.append(f"{unknown} xã chưa đánh giá")
    return ", ".join(parts)


def communes_moved(before: int | None, now: int | None, before_on: str) -> str:
    """The same, against the end of the last period."""
    if now is None:
        return ""
    if before is None:
        return f"ngày {day(before_on)} chưa có số liệu"
    if now == before:
        return f"bằng ngày {day(before_on)}"
    word = "tăng" if now > before else "giảm"
    return f"{word} {abs(now - before)} xã so với ngày {day(before_on)}"


def sentence(*parts: str) -> str:
    """Clauses joined by semicolons and closed by a full stop; empty ones are left out."""
    text = "; ".join(part for part in parts if part)
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def moment(given: str) -> str:
    """09:15 ngày 22/11/2026, local time, from a moment's ISO text."""
    local = timezone.localtime(dt.datetime.fromisoformat(given))
    return f"{local:%H:%M} ngày {day(local.date())}"


def lowered(text: str) -> str:
    """The text as it goes on inside a sentence."""
    return f"{text[:1].lower()}{text[1:]}"


def footer(*, illustrative: bool) -> str:
    """What stands at the foot of every page of a report with made-up figures."""
    return "Có số liệu minh họa" if illustrative else ""
