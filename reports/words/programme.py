"""How tasks and targets of the work programme stand, in words (RF8)."""

from collections.abc import Sequence

from plans.evaluation import Colour
from reports.words import day, listing
from reports.words.numbers import SPACE, percent

IN_TIME = "đang thực hiện trong hạn"
MARKS = {Colour.BEHIND.value: ", chậm", Colour.SOON.value: ", sắp đến hạn"}


def standing(colour: str, *, days_late: int, why: str, waits: bool) -> str:
    """«hoàn thành đúng hạn», «hoàn thành quá hạn 3 ngày làm việc», «đang thực hiện trong hạn», «quá hạn …»."""
    if colour == Colour.DONE:
        late = f"quá hạn {days_late} ngày làm việc" if days_late else "đúng hạn"
        return f"hoàn thành {late}"
    if colour == Colour.LATE:
        return why
    if waits:
        return "báo hoàn thành, chờ xác nhận"
    mark = MARKS.get(colour, "")
    return f"{IN_TIME}{mark} ({why})" if mark and why else f"{IN_TIME}{mark}"


def form_state(colour: str, *, days_late: int) -> str:
    """The four states of table A4: done in time, done late, under way in time, overdue."""
    if colour == Colour.DONE:
        return "hoàn thành quá hạn" if days_late else "hoàn thành đúng hạn"
    return "quá hạn" if colour == Colour.LATE else IN_TIME


def deadline(printed: str, put_off_to: str, asked_until: str) -> str:
    """The words of the decision, the day to which it was put off, and the one that is asked for."""
    if put_off_to:
        printed = f"{printed} (gia hạn đến {day(put_off_to)})"
    if asked_until:
        printed = f"{printed} (đang xin gia hạn đến {day(asked_until)})"
    return printed.strip()


def word_of_lead(
    name: str, told_on: str, state: str, *, share: int | None, words: str, files: Sequence[str]
) -> str:
    """«Sở Xây dựng (7/6/2024): gặp vướng mắc, 20 %. Quy hoạch … (kèm biên bản)»; without a name the day alone."""
    if not told_on:
        return f"{name}: chưa báo tiến độ" if name else ""
    who = f"{name} ({day(told_on)})" if name else f"ngày {day(told_on)}"
    done = f", {share}{SPACE}%" if share is not None else ""
    more = f". {words.strip().rstrip('.')}" if words.strip() else ""
    with_files = f" (kèm {listing(list(files))})" if files else ""
    return f"{who}: {state}{done}{more}{with_files}"


def group_of_leads(text: str, *, among: int, spoke: int, done: int) -> str:
    """A group in words of which many lead: summed up."""
    return f"{text}: {spoke}/{among} đơn vị đã báo tiến độ, {done} đơn vị báo hoàn thành"


def tally(total: int, parts: Sequence[tuple[str, str, int]]) -> str:
    """«14 nhiệm vụ: 2 hoàn thành đúng hạn (14,3 %), 1 quá hạn (7,1 %)»; `shown` is the number as it is printed.

    States that nothing is in are left out.
    """
    told = [f"{shown} {label} ({percent(count, total)})" for label, shown, count in parts if count]
    return f"{total} nhiệm vụ: {listing(told, last=', ')}" if told else f"{total} nhiệm vụ"


def reality(now: str, aim: str, gap: int | None, *, reached: bool | None, unclear: int) -> str:
    """«75/101, mục tiêu 77/101: còn thiếu 2»; what nobody can tell is not called unmet."""
    text = f"{now}, mục tiêu {aim}" if aim else now
    if reached:
        return f"{text}: đã đạt"
    if reached is None:
        doubt = f" ({unclear} xã chưa đánh giá đủ)" if unclear else ""
        return f"{text}: chưa đủ số liệu để kết luận{doubt}"
    over = "vượt" if aim.startswith("không quá") else "còn thiếu"
    return f"{text}: {over} {gap}"
