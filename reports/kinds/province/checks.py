"""What does not close, or does not agree, in a report of many communes: told, never mended (RF6)."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from criteria.choices import Level, Subject
from reports.figures.province.shapes import Figures, Said, dec, thaw
from reports.kinds.province.results import tasks_of
from reports.words import counted, day
from reports.words.numbers import does_not_close, number

LEVELS = {
    Subject.COMMUNES_RECOGNISED.value: Level.STANDARD.value,
    Subject.COMMUNES_ADVANCED.value: Level.ADVANCED.value,
}


def warnings(given: dict[str, Any]) -> tuple[str, ...]:
    figures = thaw(given)
    return (
        *_gaps(figures),
        *(text for one in figures.said if (text := _differs(figures, one))),
        *_sums(figures),
        *_unknown(figures),
    )


def _gaps(figures: Figures) -> Iterable[str]:
    for one in figures.gaps:
        stated, parts = dec(one.stated), dec(one.parts)
        if stated is None or parts is None:
            continue
        differs = does_not_close([parts], stated)
        yield (
            f"{one.what[:1].upper()}{one.what[1:]}: nguồn nêu {number(stated)}, cộng các phần được "
            f"{number(parts)} triệu đồng (lệch {_signed(differs)})."
        )


def _signed(value: Decimal | None) -> str:
    return number(value).replace("-", "−")


def _differs(figures: Figures, one: Said) -> str:
    """A count of a source beside what is counted for the same day; of another day nothing is said."""
    level = LEVELS.get(one.subject)
    if level is None or one.as_of not in {figures.as_of, figures.before_on}:
        return ""
    now = one.as_of == figures.as_of
    counted_here = figures.recognised(level) if now else figures.recognised_before(level)
    if one.value == str(counted_here):
        return ""
    return (
        f"{one.label[:1].upper()}{one.label[1:]} ngày {day(one.as_of)}: nguồn nêu {one.value}, "
        f"cổng đếm được {counted_here}."
    )


def _sums(figures: Figures) -> Iterable[str]:
    """The money of each sponsor is its own, raised, integrated, other and undivided money."""
    for one in figures.sponsors:
        parts = [dec(x) for x in (one.own, one.raised, one.integrated, one.others, one.rest)]
        total = dec(one.total)
        if total is None:
            continue
        differs = does_not_close([x for x in parts if x is not None], total)
        if differs:
            yield f"Biểu C2, {one.name}: tổng {number(total)} lệch {_signed(differs)} so với các cột."


def _unknown(figures: Figures) -> Iterable[str]:
    if figures.set_before:
        yield (
            f"Ngày {day(figures.before_on)} đo bằng bộ tiêu chí {figures.set_before}: cột so sánh để trống, "
            "không so sánh hai bộ."
        )
    partly = sum(bool(one.word.unknown) for one in figures.communes)
    if partly:
        yield f"{counted(partly, 'xã')} còn tiêu chí chưa đánh giá: không tính vào bình quân."
    later = tasks_of(figures).told_later
    if later:
        yield f"{later} tiến độ nhiệm vụ được ghi sau thời điểm chốt vẫn có trong Biểu C3."
