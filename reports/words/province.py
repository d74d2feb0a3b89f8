"""Sentences of a report of a province or a district. Nothing said is not zero."""

from collections.abc import Sequence

from reports.words import counted, day, listing
from reports.words.links import linked
from reports.words.numbers import average, number, percent

NAMED_UP_TO = 12


def share(part: int | None, whole: int, noun: str = "xã", address: str = "") -> str:
    """«75/101 xã (74,3 %)»; of nothing no percentage; blank where nobody knows."""
    if part is None:
        return ""
    text = f"{linked(part, address)}/{whole} {noun}"
    return f"{text} ({percent(part, whole)})" if whole else text


def moved_by(now: int, before: int | None, since: str, noun: str = "xã") -> str:
    """«tăng 02 xã so với 31/12/2023», «giảm …», «không thay đổi …»; empty where there is nothing to compare."""
    if before is None:
        return ""
    if now == before:
        return f"không thay đổi so với {since}"
    word = "tăng" if now > before else "giảm"
    return f"{word} {counted(abs(now - before), noun)} so với {since}"


def recognised(
    label: str, now: int, whole: int, moves: Sequence[str], *, address: str = ""
) -> str:
    """«75/101 xã được công nhận đạt chuẩn (74,3 %), tăng 02 xã so với cùng kỳ năm trước»."""
    if not now:
        return f"chưa có xã nào được công nhận {label}"
    text = f"{share(now, whole, address=address)} được công nhận {label}"
    return ", ".join([text, *(one for one in moves if one)])


def mean_of(
    met: int | None, communes: int, total: int, whole: int, *, before: str = "", since: str = ""
) -> str:
    """The average over communes wholly judged, and how many these are of all."""
    if met is None or not communes:
        return (
            "Chưa xã nào được đánh giá đủ các tiêu chí nên chưa tính được số tiêu chí bình quân."
        )
    among = (
        f"{communes} xã"
        if communes == whole
        else f"{communes}/{whole} xã đã được đánh giá đủ {total} tiêu chí"
    )
    was = f" (ngày {since}: {before})" if before else ""
    return (
        f"Số tiêu chí đạt bình quân là {average(met, communes)} tiêu chí/xã{was}, "
        f"tính trên {among} ({number(met)} tiêu chí)."
    )


def named(names: Sequence[str], up_to: int = NAMED_UP_TO) -> str:
    """«A, B và C»; of many the first ones, and how many more there are."""
    if len(names) <= up_to:
        return listing(names)
    return f"{', '.join(names[:up_to])} và {len(names) - up_to} xã khác"


def under(limit: int, names: Sequence[str], unclear: int, address: str = "") -> str:
    """How many communes are below a number of criteria for certain; those of whom nobody can tell are told."""
    if names:
        count = linked(counted(len(names), "xã"), address)
        text = f"{count} đạt dưới {limit} tiêu chí: {named(names)}"
    else:
        text = f"không có xã nào được xác định là dưới {limit} tiêu chí"
    if unclear:
        text += f"; {counted(unclear, 'xã')} chưa đủ đánh giá để biết"
    return text


def across(met: int | None, communes: int, unmet: str, unknown: int, moves: str) -> str:
    """A criterion across the communes: «57/101 xã đạt (56,4 %); 02 xã lên đạt …; 40 xã chưa đạt; 04 xã …»."""
    if met is None:
        return f"chưa xã nào trong {communes} xã được đánh giá"
    text = f"{met}/{communes} xã đạt ({percent(met, communes)})"
    parts = [text, *([moves] if moves else [])]
    if unmet:
        parts.append(f"{unmet} xã chưa đạt")
    if unknown:
        parts.append(f"{counted(unknown, 'xã')} chưa đánh giá")
    return "; ".join(parts)


def against(now: str, gap: int | None, *, at_most: bool = False) -> str:
    """A target beside what is so: «hiện có 75/101 xã, còn thiếu 02 xã»."""
    if gap is None:
        return "chưa có số liệu để đối chiếu"
    if at_most:
        return (
            f"hiện còn {now}, vượt {counted(gap, 'xã')}" if gap else "hiện không còn, đạt mục tiêu"
        )
    return f"hiện có {now}, còn thiếu {counted(gap, 'xã')}" if gap else f"hiện có {now}, đã đạt"


def turned(up: int, down: int, since: str) -> str:
    """«02 xã lên đạt, 01 xã mất đạt so với 31/12/2023»; empty where none did. First judgements are no change."""
    parts = [
        f"{counted(up, 'xã')} lên đạt" if up else "",
        f"{counted(down, 'xã')} mất đạt" if down else "",
    ]
    told = ", ".join(one for one in parts if one)
    return f"{told} so với {since}" if told else ""


def stated(label: str, value: str, out_of: int | None, as_of: str, source: str) -> str:
    """A count of a source, with its day and where it stands: never added to what was judged."""
    given = value.replace(".", ",")
    share_of = f"/{out_of} ({percent(int(value), out_of)})" if out_of and value.isdigit() else ""
    return f"{label} {given}{share_of} (ngày {day(as_of)}; {source.rstrip('.')})"


def why(reasons: Sequence[str]) -> str:
    """« (do thước đo thay đổi)»; nothing where nobody said."""
    given = list(dict.fromkeys(one for one in reasons if one))
    return f" (do {listing(given)})" if given else ""
