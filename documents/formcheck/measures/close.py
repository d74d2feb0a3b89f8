"""Below the text: signature, recipients, appendices."""

import re
from collections.abc import Iterator

from documents.formcheck.measures.printed import (
    LEFT,
    MM,
    RIGHT,
    Line,
    Print,
    apart,
    line_is,
    middle,
    rule,
)

COPIES = "dòng «Nơi nhận:»"
_SENT_UP = {"BÁO CÁO", "TỜ TRÌNH"}


def _copies_line(doc: Print) -> Line:
    return doc.find("^Nơi nhận:", None, COPIES)


def posts(doc: Print) -> list[Line]:
    """What stands at the right of Nơi nhận: lines of authority and post, then the name."""
    copies = _copies_line(doc)
    return [
        one
        for one in doc.inside(copies.page)
        if one.base > copies.base - 2 and one.centre > doc.pages[copies.page].width / 2
    ]


def _signed(doc: Print) -> tuple[list[Line], Line | None]:
    """Posts, and the name where there is one: it alone is not in capitals."""
    lines = posts(doc)
    if lines and lines[-1].text != lines[-1].text.upper():
        return lines[:-1], lines[-1]
    return lines, None


@rule("G1", "Chữ ký")
def post_and_name(doc: Print) -> list[str]:
    above, name = _signed(doc)
    told = doc.printed.signature.lines if doc.printed else ("",)
    if not above:
        return ["Không thấy quyền hạn, chức vụ người ký"] if told else []
    axis = (name or above[-1]).centre
    caps = [f"«{one.text}» không in hoa" for one in above if one.text != one.text.upper()]
    return caps + [
        wrong
        for one in (*above, *([name] if name else []))
        for wrong in line_is(one, {13.0, 14.0}, "bold")
        + apart(f"«{one.text}»", one.centre, axis, MM)
    ]


@rule("G6", "Chữ ký")
def room_to_sign(doc: Print) -> list[str]:
    above, name = _signed(doc)
    if name is None or not above:
        return []
    room = (name.top - above[-1].bottom) / MM
    wrong = [] if 20 <= room <= 30 else [f"Chỗ ký cao {room:.0f} mm"]  # noqa: PLR2004
    sign = _copies_line(doc)
    text = [one for one in doc.inside(name.page) if one.base < sign.base - 2]
    rows = {round(one.base) for one in text}
    enough = len(rows) >= 2  # noqa: PLR2004 -- lines of text
    return wrong + ([] if enough else ["Khối chữ ký đứng một mình ở trang cuối"])


def copies(doc: Print) -> list[str]:
    """The recipients, wrapped lines joined; what follows «Lưu» is the drafter's mark."""
    lines: list[str] = []
    for one in _small(doc):
        if one.text.startswith("- "):
            lines.append(one.text.strip())
        elif lines and not _is_last(lines[-1]):
            lines[-1] += " " + one.text.strip()
    return lines


def _small(doc: Print) -> list[Line]:
    opening = _copies_line(doc)
    middle_of = doc.pages[opening.page].width / 2
    return [
        one
        for one in doc.inside(opening.page)
        if one.base > opening.base + 2 and one.sizes == {11.0} and one.x0 < middle_of
    ]


def _is_last(line: str) -> bool:
    return line.startswith("- Lưu") and line.endswith(".")


@rule("R1", "Nơi nhận")
def recipients_open(doc: Print) -> list[str]:
    line = _copies_line(doc)
    level = posts(doc)
    return (
        line_is(line, {12.0}, "bold italic")
        + apart("lề trái", line.x0, LEFT, 1)
        + (apart("so với dòng chức vụ", line.base, level[0].base, 1.5 * MM) if level else [])
    )


@rule("R2", "Nơi nhận")
def recipients_list(doc: Print) -> list[str]:
    lines = copies(doc)
    if not lines:
        return ["Không thấy nơi nhận cỡ 11, mỗi dòng mở bằng «- »"]
    wrong = [f"«{one}» không kết thúc bằng «;»" for one in lines[:-1] if one[-1] != ";"]
    if lines[-1][-1] != ".":
        wrong.append(f"«{lines[-1]}» không kết thúc bằng «.»")
    return wrong + ([] if lines[-1].startswith("- Lưu") else ["Dòng cuối không phải «Lưu: …»"])


@rule("R3", "Kính gửi")
def as_above(doc: Print) -> list[str]:
    to = doc.addressed
    upward = doc.title is None or doc.title.text.strip() in _SENT_UP
    if to is None:
        need = doc.title is None or doc.title.text.strip() == "TỜ TRÌNH"
        return ["Không có «Kính gửi»"] if need else []
    if not upward:
        return ["Loại văn bản này không có «Kính gửi»"]
    first = next(iter(copies(doc)), "")
    return line_is(to, {13.0, 14.0}, "upright") + (
        [] if first == "- Như trên;" else [f"Nơi nhận mở bằng «{first}», phải «- Như trên;»"]
    )


@rule("R4", "Kính gửi")
def addressees(doc: Print) -> list[str]:
    to = doc.addressed
    if to is None or not to.text.strip().endswith(":") or to.colon is None:
        return []
    lines: list[str] = []
    wrong: list[str] = []
    for one in doc.inside(0):
        if not 1 < one.base - to.base < 200 or one.x0 < to.x0:  # noqa: PLR2004
            continue
        if one.text.startswith("- "):
            lines.append(one.text.strip())
            wrong += apart("gạch đầu dòng", one.x0, to.colon, 2)
        elif lines and not lines[-1].endswith("."):
            lines[-1] += " " + one.text.strip()
    ends = [one[-1] for one in lines]
    same = ends == [";"] * (len(ends) - 1) + ["."] * bool(ends)
    return wrong + ([] if same else ["Các nơi kính gửi phải kết thúc «;», nơi cuối «.»"])


@rule("R5", "Nơi nhận")
def as_in_the_articles(doc: Print) -> list[str]:
    if not doc.decides:
        return []
    first = next(iter(copies(doc)), "")
    return [] if first.startswith("- Như Điều") else [f"Nơi nhận mở bằng «{first}»"]


@rule("R7", "Ký hiệu người soạn thảo")
def drafters_mark(doc: Print) -> list[str]:
    if not (doc.printed and doc.printed.drafter):
        return []
    mark = doc.printed.drafter.upper()
    found = [one for one in _small(doc) if one.text.strip() == mark]
    return [] if found else [f"Không thấy «{mark}» cỡ 11, in hoa, dưới nơi nhận"]


_ADDRESS = re.compile(r"\s*(Địa chỉ|Điện thoại|ĐT|E-?mail|Website|Fax)\s*:", re.IGNORECASE)


@rule("R8", "Địa chỉ cơ quan")
def address(doc: Print) -> list[str]:
    """Where there is one: lines of small type at the bottom of a page."""
    wrong: list[str] = []
    for page in doc.main:
        low = doc.pages[page].height - 40 * MM
        lines = [
            one
            for one in doc.lines[page]
            if one.top > low and max(one.sizes) < 13 and _ADDRESS.match(one.text)  # noqa: PLR2004
        ]
        if not lines:
            continue
        if page:
            wrong.append(f"Địa chỉ ở trang {page + 1}, phải ở trang đầu")
        for one in lines:
            wrong += line_is(one, {11.0, 12.0}, one.look)
        wide = doc.pages[page].width - LEFT - RIGHT
        above = [x1 - x0 for x0, x1, top in doc.rules[page] if -20 < top - lines[0].top < 2]  # noqa: PLR2004
        if not any(abs(one - wide) < wide * 0.02 for one in above):
            wrong.append("Trên dòng địa chỉ không có đường kẻ hết dòng")
    return wrong


@rule("A1", "Phụ lục")
def body_points_to_appendices(doc: Print) -> list[str]:
    if not doc.annexes:
        return []
    told = any("phụ lục" in one.text.lower() for one in doc.body)
    return [] if told else ["Nội dung không dẫn đến phụ lục"]


def annex_heads(doc: Print) -> Iterator[tuple[Line, list[Line], list[Line]]]:
    """Of each appendix: its name, the lines of its title, the lines in brackets."""
    for page in doc.annexes:
        name, *rest = doc.inside(page)
        title = [one for one in rest if one.look == "bold" and one.sizes <= {13.0, 14.0}]
        caps: list[Line] = []
        for one in title:
            if one.base - (caps[-1] if caps else name).base > 30:  # noqa: PLR2004 -- the title has ended
                break
            caps.append(one)
        yield name, caps, [one for one in rest if one.look == "italic"]


@rule("A2", "Phụ lục")
def annex_name(doc: Print) -> list[str]:
    several = len(doc.annexes) > 1
    pattern = "Phụ lục [IVX]+" if several else "Phụ lục( [IVX]+)?"
    return [
        wrong
        for name, _, _ in annex_heads(doc)
        for wrong in line_is(name, {14.0}, "bold")
        + ([] if re.fullmatch(pattern, name.text) else [f"«{name.text}» thiếu số La Mã"])
        + apart(f"«{name.text}»", name.centre, middle(doc, name.page), MM)
    ]


@rule("A3", "Phụ lục")
def annex_title(doc: Print) -> list[str]:
    return [
        f"«{one.text}» không in hoa, giữa trang"
        for _, title, _ in annex_heads(doc)
        for one in title
        if one.text != one.text.upper() or abs(one.centre - middle(doc, one.page)) > MM
    ]


@rule("A4", "Phụ lục")
def annex_attachment(doc: Print) -> list[str]:
    """And A5: the number and the day may be left open."""
    heads = [(name.text, " ".join(one.text for one in some)) for name, _, some in annex_heads(doc)]
    return [
        f"{name}: không có dòng «(Kèm theo … số … ngày … của …)»"
        for name, text in heads
        if not re.match(r"\(Kèm theo .* ngày\s[^)]*tháng[^)]*\)", text)
        and not re.match(r"\(Kèm theo .* ngày \d+/\d+/\d{4}[^)]*\)", text)
    ]


@rule("A7", "Phụ lục")
def annex_ends(doc: Print) -> list[str]:
    wrong = []
    for span in doc.annex_spans:
        last = max(doc.inside(span[-1]), key=lambda one: (one.base, one.x0)).text.strip()
        if not last.endswith("./."):
            wrong.append(f"Phụ lục ở trang {span[0] + 1} kết thúc bằng «{last[-30:]}»")
    return wrong


@rule("A8", "Bảng")
def tables_repeat_their_head(doc: Print) -> list[str]:
    """On every further page of an appendix with a table the first line is that of the table's head."""
    wrong = []
    for span in doc.annex_spans:
        for page in span[1:]:
            if not _begins_in_a_table(doc, page) or not _begins_in_a_table(
                doc, page - 1, anywhere=True
            ):
                continue
            near = doc.inside(page)[0].base + 40
            head = [one for one in doc.inside(page) if one.base < near]
            if not any(re.match("STT|TT|Số TT", one.text.strip()) for one in head):
                wrong.append(f"Trang {page + 1}: bảng không lặp lại dòng đầu")
    return wrong


def _begins_in_a_table(doc: Print, page: int, *, anywhere: bool = False) -> bool:
    """A long rule stands above the page's first line, or anywhere on the page."""
    lines = doc.inside(page)
    if not lines:
        return False
    tops: dict[int, float] = {}
    for x0, x1, top in doc.rules[page]:
        tops[round(top)] = tops.get(round(top), 0) + x1 - x0
    wide = doc.pages[page].width / 2
    return any(
        length > wide and (anywhere or top < lines[0].top + 4) for top, length in tops.items()
    )
