"""Sentences of an agency's report on its communes: its period, its help, its money."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from reports.words import half_year_title, listing, period, period_after
from reports.words.numbers import billions, number, percent


def title(starts: dt.date, *, yearly: bool) -> str:
    """The subject: what was done, and what comes next (RF1)."""
    if not yearly:
        return half_year_title(starts)
    return (
        "Kết quả phụ trách, đỡ đầu các xã xây dựng nông thôn mới "
        f"năm {starts.year} và phương hướng, nhiệm vụ năm {starts.year + 1}"
    )


def span(starts: dt.date, *, yearly: bool) -> str:
    """«6 tháng đầu năm 2024», «năm 2024»."""
    return f"năm {starts.year}" if yearly else period(starts)


def span_after(starts: dt.date, *, yearly: bool) -> str:
    return f"năm {starts.year + 1}" if yearly else period_after(starts)


def by_form(counts: Sequence[tuple[str, int]]) -> str:
    """«02 tập huấn, 01 hỗ trợ trực tiếp»: help by its forms."""
    return listing([f"{count:02d} {label}" for label, count in counts], last=" và ")


def helped(times: str, money: Decimal | None, days: Decimal | None) -> str:
    """«trong kỳ được hỗ trợ 02 lần, kinh phí 117,5 triệu đồng, 9 ngày công»; `times` as it is printed."""
    amounts = [f"kinh phí {billions(money)}"] if money is not None else []
    amounts += [f"{number(days)} ngày công"] if days is not None else []
    return ", ".join([f"trong kỳ được hỗ trợ {times} lần", *amounts])


def resources(parts: Sequence[tuple[str, Decimal | None]]) -> str:
    """«kinh phí của đơn vị 72,5 triệu đồng; vận động 45 triệu đồng»: what was not reported is left out."""
    return "; ".join(
        f"{label} {billions(amount)}" for label, amount in parts if amount is not None
    )


def of_plan(done: Decimal | None, planned: Decimal | None) -> str:
    """«bằng 96,3 % kế hoạch năm (120 triệu đồng)»; without a plan it says so."""
    if not planned:
        return "chưa có kế hoạch nguồn lực của năm để so sánh"
    share = percent(done, planned)
    return f"bằng {share} kế hoạch năm ({billions(planned)})" if share else ""


def withdrawn(before: Sequence[str], now: Sequence[str]) -> list[str]:
    """Recognitions of a commune that it had at the end of the last period and has no more."""
    return [f"không còn được công nhận {one}" for one in before if one not in now]


def deed_state(state: str, *, due_on: str, done_on: str, as_of: str, recurring: bool) -> str:
    """How a promise of a plan stands (RF8): the four states of the form, and what has no day."""
    if state == "done":
        return "hoàn thành quá hạn" if due_on and done_on > due_on else "hoàn thành đúng hạn"
    if state == "dropped":
        return "không thực hiện"
    if due_on:
        return "quá hạn" if due_on < as_of else "đang thực hiện trong hạn"
    return "thực hiện định kỳ" if recurring else "đang thực hiện, không nêu thời hạn"
