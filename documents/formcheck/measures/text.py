"""The text: paragraphs, headings, bases, articles, the end."""

import re
import statistics
from collections.abc import Iterator

from documents.blocks import Heading, wording
from documents.formcheck.measures.printed import LEFT, RIGHT, Line, Print, line_is, middle, rule

_INDENT = 5  # points: a line that begins so far in begins a paragraph
_TIMES = 1.149  # of the size: one line of Times New Roman at single spacing


@rule("B1", "Căn cứ")
def bases(doc: Print) -> list[str]:
    paragraphs: list[str] = []
    for one in doc.body:
        begins = one.x0 > LEFT + _INDENT
        if one.look != "italic":
            if paragraphs:
                break
            continue
        if begins and paragraphs and paragraphs[-1].endswith("."):
            break
        if begins or not paragraphs:
            paragraphs.append(one.text.strip())
        else:
            paragraphs[-1] += " " + one.text.strip()
    if not any(re.match("Căn cứ|Theo đề nghị|Thực hiện|Xét", one) for one in paragraphs):
        return []
    wanted = [";"] * (len(paragraphs) - 1) + ["."]
    return [
        f"«{text[:60]}» kết thúc bằng «{text[-1:]}», phải «{end}»"
        for text, end in zip(paragraphs, wanted, strict=True)
        if not text.endswith(end)
    ]


@rule("B4", "Nội dung")
def justified(doc: Print) -> list[str]:
    right = doc.pages[0].width - RIGHT
    wrong = []
    for one, below in zip(doc.body, doc.body[1:], strict=False):
        goes_on = below.page == one.page and below.x0 < LEFT + 2 and below.base - one.base < 40  # noqa: PLR2004
        if goes_on and abs(one.x1 - right) > 5:  # noqa: PLR2004
            wrong.append(f"Trang {one.page + 1}: dòng «{one.text[:50]}» không đều lề phải")
    return wrong


@rule("B5", "Nội dung")
def first_lines(doc: Print) -> list[str]:
    indents = {round(one.x0 - LEFT) for one in doc.body if one.x0 > LEFT + _INDENT}
    if not indents or indents in ({28}, {36}):
        return []
    return [f"Dòng đầu lùi {', '.join(f'{one * 0.3528:.0f} mm' for one in sorted(indents))}"]


def _steps(doc: Print) -> Iterator[tuple[float, bool, Line]]:
    """From each line to the next of the page: how far, whether a paragraph begins, and the next line."""
    for one, below in zip(doc.body, doc.body[1:], strict=False):
        if one.page == below.page and below.base - one.base < 40:  # noqa: PLR2004 -- no table between
            yield below.base - one.base, below.x0 > LEFT + _INDENT, below


@rule("B6", "Nội dung")
def between_paragraphs(doc: Print) -> list[str]:
    within = [step for step, begins, _ in _steps(doc) if not begins]
    if not within:
        return []
    pitch = statistics.median(within)
    return [
        f"Trang {line.page + 1}: «{line.text[:50]}» cách đoạn trên {step - pitch:.1f} pt".replace(
            ".", ","
        )
        for step, begins, line in _steps(doc)
        if begins and step - pitch < 6 - 0.3
    ]


@rule("B7", "Nội dung")
def between_lines(doc: Print) -> list[str]:
    least, most = doc.size * _TIMES, doc.size * _TIMES * 1.5
    steps = {round(step, 1) for step, begins, _ in _steps(doc) if not begins}
    return [
        f"Giãn dòng {step:.1f} pt, phải {least:.1f}–{most:.1f}".replace(".", ",")
        for step in sorted(steps)
        if not least - 0.1 <= step <= most + 0.1
    ]


@rule("B8", "Phần, Chương, Mục")
def chapters(doc: Print) -> list[str]:
    """A line that is nothing but «Chương I», and the title on the line below it."""
    wrong: list[str] = []
    for page in doc.main:
        lines = doc.inside(page)
        for one, below in zip(lines, [*lines[1:], None], strict=True):
            name = re.fullmatch(r"(Phần|Chương|Mục|Tiểu mục) ([IVXL]+|\d+)\.?", one.text.strip())
            if name is None:
                continue
            wrong += line_is(one, {13.0, 14.0}, "bold")
            if abs(one.centre - middle(doc, page)) > 3:  # noqa: PLR2004 -- points
                wrong.append(f"«{one.text}» không ở giữa trang")
            if name[2].isdecimal() == (name[1] in {"Phần", "Chương"}):
                wrong.append(f"«{one.text}» sai loại số")
            if below is None or below.look != "bold" or below.text != below.text.upper():
                wrong.append(f"Dưới «{one.text}» không có tiêu đề in hoa, đậm")
    return wrong


@rule("B9", "Điều")
def articles(doc: Print) -> list[str]:
    lines = [one for one in doc.body if re.match(r"Điều \d+\.", one.text)]
    if not doc.decides:
        return []
    numbers = [int(re.findall(r"\d+", one.text)[0]) for one in lines]
    wrong = [f"«{one.text[:30]}» không đậm" for one in lines if one.opens != "bold"]
    if numbers != list(range(1, len(numbers) + 1)):
        wrong.append(f"Các điều đánh số {', '.join(map(str, numbers))}")
    return wrong


@rule("B10", "Đề mục")
def headings(doc: Print) -> list[str]:
    roman = [one for one in doc.body if re.match(r"[IVX]+\. ", one.text)]
    caps = [f"«{one.text[:50]}» không in hoa" for one in roman if one.text != one.text.upper()]
    blocks = doc.printed.blocks if doc.printed else ()
    titles = {
        wording.heading_line(one)[:30]
        for one in blocks
        if isinstance(one, Heading) and one.level == 2  # noqa: PLR2004
    }
    arabic = [one for one in doc.body if one.text[:30] in titles]
    return caps + [f"«{one.text[:50]}» không đậm" for one in roman + arabic if one.opens != "bold"]


@rule("B11", "Gạch đầu dòng")
def dashes(doc: Print) -> list[str]:
    text = "".join(line.text for lines in doc.lines for line in lines)
    return [f"Có dấu «{one}»" for one in sorted(set(text) & set("•◦▪‣●○"))]


@rule("B12", "Cuối văn bản")
def the_end(doc: Print) -> list[str]:
    """The last words above the signature, those of a table too."""
    sign = doc.sign
    if sign is None:
        return []
    above = [
        one
        for page in doc.main
        for one in doc.inside(page)
        if (one.page, one.base) < (sign.page, sign.base - 1)
    ]
    last = max(above, key=lambda one: (one.page, one.base, one.x0), default=None)
    if last is None or last.text.strip().endswith("./."):
        return []
    return [f"Nội dung kết thúc bằng «{last.text.strip()[-30:]}», thiếu «./.»"]


@rule("B13", "Quyết định")
def order_of_a_decision(doc: Print) -> list[str]:
    if not doc.decides:
        return []
    word = doc.find("^QUYẾT ĐỊNH:$", None, "dòng «QUYẾT ĐỊNH:»")
    first = doc.find(r"^Điều \d", None, "điều nào")
    wrong = line_is(word, {13.0, 14.0}, "bold")
    if abs(word.centre - middle(doc, word.page)) > 3:  # noqa: PLR2004
        wrong.append("«QUYẾT ĐỊNH:» không ở giữa trang")
    if (word.page, word.base) > (first.page, first.base):
        wrong.append("«QUYẾT ĐỊNH:» đứng sau các điều")
    bases = [one for one in doc.body if one.text.startswith("Căn cứ")]
    if not bases or (bases[0].page, bases[0].base) > (word.page, word.base):
        wrong.append("Không thấy căn cứ đứng trước «QUYẾT ĐỊNH:»")
    return wrong
