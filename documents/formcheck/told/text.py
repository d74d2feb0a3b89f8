"""Bases, headings, articles, lists: their numbers, order and signs."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise

from documents.blocks import Appendix, Article, Bullets, Heading, Paragraph, PrintedPaper
from documents.blocks.numbering import roman as write_roman
from documents.formcheck.finding import Finding, Known

LETTERS = "abcdđeghiklmnopqrstuvxy"  # points of a khoản, II.6đ
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50}
_OPENINGS = ("Căn cứ", "Thực hiện", "Theo đề nghị", "Xét", "Thi hành", "Để")
# A paper cited: a kind, then its number.
_CITED = re.compile(
    r"(Quyết định|Nghị quyết|Nghị định|Thông tư|Chỉ thị|Kế hoạch|Công văn|Văn bản|Thông báo|Báo cáo|Tờ trình)"
    r"\s+(số\s+)?(\d+[\w/\-]*)",
    re.IGNORECASE,
)
_DATE = re.compile(r"ngày\s+\d{1,2}(/|\s+tháng\s+)\d{1,2}")
_BULLETS = "•◦▪‣●○■□➢✓"
# Letters that TCVN3 and VNI fonts leave behind once their text is read as Unicode.
_OLD_CODES = re.compile(r"[^\W\d_][¬×§®©£¨¸µ¶¹¼½¾][^\W\d_]")  # noqa: RUF001
_SHORT = 60


def bases(paper: PrintedPaper, _: Known) -> Iterator[Finding]:
    """The bases of the paper: each names its paper in full."""
    for place, text in enumerate(paper.bases, start=1):
        where = f"Căn cứ {place}"
        lacking = _lacking(text)
        if lacking:
            yield Finding("B2", where, f"«{_cut(text)}» {lacking[0]}", lacking[1])
        if place == 1 and not text.startswith(_OPENINGS):
            what = f"«{_cut(text)}» không mở bằng «Căn cứ»"
            yield Finding("B1", where, what, "Mở bằng «Căn cứ …» hoặc «Thực hiện …»")
    if paper.decides and not paper.bases:
        mend = "Thêm căn cứ về thẩm quyền và về nội dung"
        yield Finding("B13", "Căn cứ", "Quyết định chưa có căn cứ", mend)


def _lacking(text: str) -> tuple[str, str] | None:
    """What a basis does not say of its paper, and what to write; a law is named without number and organ."""
    cited = _CITED.search(text)
    law = re.search(r"(Luật|Bộ luật|Pháp lệnh|Hiến pháp)\b", text)
    if re.match(r"(?i)căn cứ (Luật|Bộ luật|Pháp lệnh)[^;]*\bsố\s+\d", text):
        return "là luật mà ghi số", "Chỉ ghi tên luật và ngày"
    if cited is None:
        unnamed = re.search("(?i)(quyết định|nghị định|nghị quyết|công văn|thông tư)", text)
        missing = unnamed and not law
        return ("không có số, ký hiệu", "Ghi số và ký hiệu") if missing else None
    if not _DATE.search(text):
        return "không có ngày", "Ghi ngày ban hành"
    after = re.search(r"(?i)\bcủa\b|\bvề\b", text[cited.end() :])
    if not after and not text.startswith("Theo đề nghị"):
        return "thiếu cơ quan hoặc trích yếu", "Ghi cơ quan ban hành và trích yếu"
    return None


def headings(paper: PrintedPaper, _: Known) -> Iterator[Finding]:
    """Numbers of headings, level by level, as they stand: what is left out or stands twice."""
    for where, blocks in _texts(paper):
        yield from _in_order(where, [one for one in blocks if isinstance(one, Heading)])


def _texts(paper: PrintedPaper) -> Iterator[tuple[str, Sequence[object]]]:
    yield "", [one for one in paper.blocks if not isinstance(one, Appendix)]
    for one in paper.blocks:
        if isinstance(one, Appendix):
            yield f"Phụ lục {one.number}".strip() + ", ", one.blocks


def _in_order(prefix: str, found: Sequence[Heading]) -> Iterator[Finding]:
    last = {1: 0, 2: 0, 3: 0}
    for one in found:
        number = one.number.strip().rstrip(".)")
        for deeper in range(one.level + 1, 4):
            last[deeper] = 0
        where = f"{prefix}Mục «{one.number} {_cut(one.text)}»"
        if not number or "." in number:
            continue
        value = _value(number, one.level)
        if value is None:
            kinds = {1: "số La Mã (I, II)", 2: "số Ả Rập (1, 2)", 3: "chữ cái (a, b, c, d, đ)"}
            yield Finding(
                "B10",
                where,
                f"Đánh bằng «{number}»",
                f"Dùng {kinds[one.level]}, hoặc đổi cấp của mục",
            )
            continue
        if value != last[one.level] + 1:
            missing = _number(last[one.level] + 1, one.level)
            yield Finding(
                "B10",
                where,
                f"Sau mục trước phải là «{missing}», đang là «{number}»",
                "Đánh lại số, hoặc giữ nếu bản gốc in như vậy",
            )
        last[one.level] = value


def _value(number: str, level: int) -> int | None:
    if level == 1:
        return roman(number)
    if level == 2:  # noqa: PLR2004 -- a khoản
        return int(number) if number.isdecimal() else None
    place = LETTERS.find(number) if len(number) == 1 else -1
    return place + 1 if place >= 0 else None


def _number(value: int, level: int) -> str:
    if level == 1:
        return write_roman(value)
    return str(value) if level == 2 else LETTERS[min(value, len(LETTERS)) - 1]  # noqa: PLR2004


def roman(word: str) -> int | None:
    """«IV» → 4; None where it is no Roman number."""
    if not word or set(word) - set(_ROMAN):
        return None
    values = [_ROMAN[sign] for sign in word]
    less = sum(2 * one for one, after in pairwise(values) if one < after)
    return sum(values) - less


_CHAPTER = re.compile(
    r"(Phần|Chương|Mục|Tiểu mục)\s+([IVXL]+|\d+)(?=$|[\s.:])[.:]?\s*(.*)", re.DOTALL
)
_REFERS = ("Chương", "Phần", "Mục", "Điều", "Nghị", "Quyết", "Thông", "Luật", "Quy", "Kế hoạch")


def chapters(paper: PrintedPaper, _: Known) -> Iterator[Finding]:
    """«Chương I» and what stands under it; a sentence that only begins so is none."""
    blocks = [one for one in paper.blocks if isinstance(one, Paragraph | Heading)]
    for place, one in enumerate(blocks):
        match = _CHAPTER.fullmatch(one.text.strip())
        if match is None:
            continue
        kind, number, rest = match.groups()
        if rest and (not rest[0].isupper() or rest.startswith(_REFERS)):
            continue
        where = f"{kind} {number}"
        roman_kind = kind in {"Phần", "Chương"}
        if number.isdecimal() == roman_kind:
            wanted = "số La Mã (I, II)" if roman_kind else "số Ả Rập (1, 2)"
            yield Finding("B8", where, f"Đánh bằng «{number}»", f"Dùng {wanted}")
        title = rest or (blocks[place + 1].text if place + 1 < len(blocks) else "")
        if rest:
            yield Finding(
                "B8", where, f"Tiêu đề «{_cut(rest)}» cùng dòng", "Đưa tiêu đề xuống dòng dưới"
            )
        if title and title != title.upper():
            yield Finding(
                "B8",
                where,
                f"Tiêu đề «{_cut(title)}» không in hoa",
                "Viết tiêu đề bằng chữ in hoa",
            )


def articles(paper: PrintedPaper, _: Known) -> Iterator[Finding]:
    """Articles of a decision, counted on from 1."""
    found = [one.number.strip().rstrip(".") for one in paper.blocks if isinstance(one, Article)]
    if paper.decides and not found:
        yield Finding("B13", "Điều", "Quyết định chưa có điều nào", "Thêm Điều 1, Điều 2 …")
    for place, number in enumerate(found, start=1):
        if number != str(place):
            yield Finding(
                "B9", f"Điều {number or place}", f"Phải là Điều {place}", "Đánh lại số các điều"
            )


def lists(paper: PrintedPaper, _: Known) -> Iterator[Finding]:
    """Signs before items, points in the order of the Vietnamese alphabet, text in Unicode."""
    letters = 0
    for text in _lines(paper):
        first = text.strip()[:1]
        if first and first in _BULLETS:
            yield Finding("B11", f"«{_cut(text)}»", f"Mở bằng «{first}»", "Đổi thành «- »")
        if _OLD_CODES.search(text):
            yield Finding(
                "P6",
                f"«{_cut(text)}»",
                "Có chữ của bảng mã cũ (TCVN3, VNI)",
                "Chuyển sang Unicode rồi dán lại",
            )
        elif unicodedata.normalize("NFC", text) != text:
            yield Finding(
                "P6", f"«{_cut(text)}»", "Có dấu tổ hợp rời", "Lưu lại để chuyển sang chữ dựng sẵn"
            )
        point = re.match(r"([a-zđ])\)\s", text.strip())
        if not point:
            letters = letters if text.strip().startswith(("-", "+")) else 0
            continue
        place = LETTERS.find(point[1]) + 1
        if place != letters + 1:
            wanted = LETTERS[min(letters, len(LETTERS) - 1)]
            yield Finding(
                "B10",
                f"«{_cut(text)}»",
                f"Điểm «{point[1]})» phải là «{wanted})»",
                "Thứ tự điểm: a, b, c, d, đ, e, g, h …",
            )
        letters = place


def _lines(paper: PrintedPaper) -> Iterator[str]:
    """Every line of the text that somebody wrote; no tables."""
    yield paper.subject
    yield from paper.bases
    for one in paper.blocks:
        if isinstance(one, Paragraph | Article | Heading):
            yield one.text
        elif isinstance(one, Bullets):
            yield from one.items


def first_mentions(paper: PrintedPaper, _: Known) -> Iterator[Finding]:
    """A paper cited for the first time bears its day."""
    seen: set[str] = set()
    for text in _lines(paper):
        for cited in _CITED.finditer(text):
            symbol = cited[3].rstrip("/-").casefold()
            if symbol in seen or ("/" not in symbol and not cited[2]):
                continue
            seen.add(symbol)
            own = paper.head.number and symbol.startswith(f"{paper.head.number}/")
            if not own and not _DATE.search(text[cited.end() : cited.end() + _SHORT]):
                yield Finding(
                    "B3",
                    f"«{_cut(text[cited.start() :])}»",
                    f"Lần đầu nêu {cited[0]} mà không ghi ngày",
                    "Ghi ngày và cơ quan ban hành ở lần nêu đầu",
                )


def _cut(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _SHORT else f"{words[:_SHORT].rstrip()}…"
