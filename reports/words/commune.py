"""Sentences of a commune's report and sheet. Nothing said is not zero."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from reports.words import change, counted, day, listing, moved, period, period_after
from reports.words.links import linked
from reports.words.numbers import billions, number, percent

SUBJECT = "thực hiện Chương trình mục tiêu quốc gia xây dựng nông thôn mới"
STATUS = {
    "met": "đạt",
    "not_met": "chưa đạt",
    "in_progress": "đang thực hiện, chưa đạt",
    "not_applicable": "không áp dụng",
    "": "chưa đánh giá",
}
VERDICT = {
    "met": "đạt",
    "not_met": "chưa đạt",
    "unknown": "chưa đủ căn cứ",
    "not_applicable": "không áp dụng",
    "": "chưa có số liệu",
}


def covered(starts: dt.date, *, yearly: bool) -> str:
    """The time that a report tells of: «6 tháng đầu năm 2024», «năm 2024»."""
    return f"năm {starts.year}" if yearly else period(starts)


def coming(starts: dt.date, *, yearly: bool) -> str:
    return f"năm {starts.year + 1}" if yearly else period_after(starts)


def title(starts: dt.date, *, yearly: bool) -> str:
    """RF1: what was done and what comes next."""
    return (
        f"Kết quả {SUBJECT} {covered(starts, yearly=yearly)} "
        f"và phương hướng, nhiệm vụ {coming(starts, yearly=yearly)}"
    )


def stands(
    met: int | None,
    total: int,
    unknown: int,
    *,
    before: int | None,
    before_on: str,
    as_of: str,
    address: str = "",
) -> str:
    """«Đến 18/6/2024, xã đạt 15/19 tiêu chí (78,9 %), tăng 2 tiêu chí so với ngày 31/12/2023»."""
    if met is None:
        return f"Đến {day(as_of)}, chưa có tiêu chí nào trong {total} tiêu chí được đánh giá."
    share = linked(f"{met}/{total}", address)
    text = f"Đến {day(as_of)}, xã đạt {share} tiêu chí ({percent(met, total)})"
    moved_by = change(before, met, before_on)
    text = f"{text}, {moved_by}" if moved_by else text
    return f"{text}; {counted(unknown, 'tiêu chí')} chưa đánh giá." if unknown else f"{text}."


def changes(gained: Sequence[str], lost: Sequence[str], newly: Sequence[str]) -> str:
    """Which criteria moved in the period; an empty text where none did."""
    parts = [
        moved("đạt thêm", gained),
        moved("không còn đạt", lost),
        moved("lần đầu được đánh giá, đạt", newly),
    ]
    told = "; ".join(one for one in parts if one)
    return f"Trong kỳ: {told}." if told else ""


def disbursed(
    allocated: Decimal | None, spent: Decimal | None, year: int, as_of: str, *, address: str = ""
) -> str:
    """«Kế hoạch vốn năm 2024 là 3 tỷ đồng; đến 18/6/2024 đã giải ngân 1,3 tỷ đồng (43,7 %)»."""
    if allocated is None and spent is None:
        return f"Chưa có số liệu vốn năm {year} của xã."
    plan = (
        f"Kế hoạch vốn năm {year} là {linked(billions(allocated), address)}"
        if allocated is not None
        else f"Chưa có số liệu kế hoạch vốn năm {year}"
    )
    if spent is None:
        return f"{plan}; chưa có số liệu giải ngân đến {day(as_of)}."
    if not spent:
        return f"{plan}; đến {day(as_of)} chưa giải ngân."
    share = f" ({percent(spent, allocated)})" if allocated else ""
    return f"{plan}; đến {day(as_of)} đã giải ngân {linked(billions(spent), address)}{share}."


def debt(
    before: Decimal | None, now: Decimal | None, before_on: str, as_of: str, *, address: str = ""
) -> str:
    """How the debt for construction moved; zero is said, nothing reported is said too."""
    if now is None and before is None:
        return "Chưa có số liệu nợ đọng xây dựng cơ bản của xã."
    if now is None:
        return (
            "Trong kỳ chưa có số liệu nợ đọng xây dựng cơ bản; "
            f"ngày {day(before_on)}: {_debt(before, address)}."
        )
    text = f"Đến {day(as_of)}, {_debt(now, address)}"
    if before is None:
        return f"{text}; chưa có số liệu kỳ trước để so sánh."
    if now == before:
        return f"{text}, không đổi so với ngày {day(before_on)}."
    word = "tăng" if now > before else "giảm"
    return f"{text}, {word} {billions(abs(now - before))} so với ngày {day(before_on)}."


def _debt(amount: Decimal | None, address: str) -> str:
    if not amount:
        return "không còn nợ đọng xây dựng cơ bản"
    return f"nợ đọng xây dựng cơ bản {linked(billions(amount), address)}"


def helped(
    times: int,
    agencies: Sequence[str],
    money: Decimal | None,
    days: Decimal | None,
    *,
    since: str = "Trong kỳ",
    address: str = "",
) -> str:
    """What the commune was given in the period; labour days stand apart from money."""
    if not times:
        return f"{since} chưa ghi nhận hoạt động hỗ trợ nào."
    worth = f", kinh phí {billions(money)}" if money is not None else ", chưa có số liệu kinh phí"
    labour = f", {number(days)} ngày công" if days else ""
    count = linked(counted(times, "hoạt động hỗ trợ"), address)
    return f"{since} có {count} của {listing(agencies)}{worth}{labour}."


def villages(count: int, households: int | None, poor: int | None, titled: int) -> str:
    """«Xã có 02 thôn với 150 hộ, trong đó 58 hộ nghèo (38,7 %); 01 thôn đã được công nhận»."""
    if not count:
        return ""
    text = f"Đã có số liệu của {counted(count, 'thôn, bản')}"
    if households is not None:
        text += f" với {number(households)} hộ"
        if poor is not None:
            text += f", trong đó {number(poor)} hộ nghèo ({percent(poor, households)})"
    told = (
        f"{counted(titled, 'thôn, bản')} đã được công nhận"
        if titled
        else "chưa có thôn, bản nào được công nhận"
    )
    return f"{text}; {told}."
