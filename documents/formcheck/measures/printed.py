"""A PDF as lines of text and thin rules; what the rules measure on it. Lengths in points, downwards from the top."""

import io
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import Any

import pdfplumber

from documents.blocks import PrintedPaper

MM = 72 / 25.4
LEFT = 30 * MM
RIGHT = 20 * MM
KINDS = {
    "QUYẾT ĐỊNH": "QĐ",
    "KẾ HOẠCH": "KH",
    "BÁO CÁO": "BC",
    "TỜ TRÌNH": "TTr",
    "THÔNG BÁO": "TB",
    "HƯỚNG DẪN": "HD",
    "NGHỊ QUYẾT": "NQ",
}
LOOKS = {
    "upright": "đứng",
    "bold": "đậm",
    "italic": "nghiêng",
    "bold italic": "nghiêng đậm",
    "mixed": "lẫn nhiều kiểu",
}
Rule = Callable[["Print"], list[str]]
RULES: dict[str, Rule] = {}
WHERE: dict[str, str] = {}


class Missing(LookupError):  # noqa: N818 -- reads as what it is
    """What a rule measures is not on the paper; says what, in Vietnamese."""


@dataclass(frozen=True, slots=True)
class Line:
    """Characters on one baseline with no wide gap between them."""

    text: str
    page: int
    x0: float
    x1: float
    base: float
    top: float
    bottom: float
    sizes: frozenset[float]
    look: str  # upright, bold, italic, bold italic; mixed
    opens: str  # the look of its first letter
    fonts: frozenset[str]
    colours: frozenset[tuple[float, ...]]
    colon: float | None  # where its first colon stands

    @property
    def centre(self) -> float:
        return (self.x0 + self.x1) / 2

    @property
    def width(self) -> float:
        return self.x1 - self.x0


@dataclass(frozen=True, slots=True)
class Sheet:
    width: float
    height: float


class Print:
    """A PDF page by page, read once. `printed` is the paper it was made from, where that is known."""

    def __init__(self, content: bytes, printed: PrintedPaper | None = None) -> None:
        self.printed = printed
        self.pages: list[Sheet] = []
        self.lines: list[list[Line]] = []
        self.rules: list[list[tuple[float, float, float]]] = []
        self.frames: list[
            tuple[float, float, float, float]
        ] = []  # on the first page: x0, x1, top, bottom
        with pdfplumber.open(io.BytesIO(content)) as pdf:
            for page in pdf.pages:
                self.pages.append(Sheet(float(page.width), float(page.height)))
                self.lines.append(list(_lines(page)))
                self.rules.append(list(_rules(page)))
                if page.page_number == 1:
                    self.frames = [
                        (one["x0"], one["x1"], one["top"], one["bottom"]) for one in page.rects
                    ]
                page.close()  # keeps no characters of pages already read

    @cached_property
    def annexes(self) -> list[int]:
        """Pages on which an appendix begins."""
        return [
            place
            for place in range(len(self.pages))
            if any(re.fullmatch(r"Phụ lục( [IVX]+)?", line.text) for line in self.lines[place])
        ]

    @property
    def annex_spans(self) -> list[range]:
        """The pages of each appendix."""
        ends = [*self.annexes[1:], len(self.pages)]
        return [range(*span) for span in zip(self.annexes, ends, strict=False)]

    @property
    def main(self) -> range:
        return range(self.annexes[0] if self.annexes else len(self.pages))

    def inside(self, place: int) -> list[Line]:
        """Lines between the top and the bottom margin, from the top."""
        height = self.pages[place].height
        return [
            one
            for one in self.lines[place]
            if one.bottom > 20 * MM and one.top < height - 20 * MM - 1
        ]

    def numbers(self, place: int) -> list[Line]:
        """What stands in the top margin."""
        return [one for one in self.lines[place] if one.bottom <= 20 * MM]

    def foot(self, place: int) -> list[Line]:
        """What stands in the bottom margin."""
        return [
            one for one in self.lines[place] if one.top >= self.pages[place].height - 20 * MM - 1
        ]

    def seek(self, pattern: str, place: int | None = None) -> Line | None:
        for page in self.main if place is None else [place]:
            for line in self.lines[page] if page < len(self.lines) else []:
                if re.search(pattern, line.text):
                    return line
        return None

    def find(self, pattern: str, place: int | None = None, name: str = "") -> Line:
        """The first line that reads like the pattern. Raises Missing."""
        found = self.seek(pattern, place)
        if found is None:
            raise Missing(f"không thấy {name or pattern}")
        return found

    @cached_property
    def title(self) -> Line | None:
        """The kind of paper in capitals over the subject; a công văn has none."""
        near = {one.text.strip(): one for one in self.lines[0] if one.text.strip() in KINDS}
        return next(iter(near.values()), None)

    @property
    def decides(self) -> bool:
        return self.title is not None and self.title.text.strip() == "QUYẾT ĐỊNH"

    @cached_property
    def addressed(self) -> Line | None:
        return self.seek("^Kính gửi", 0)

    @cached_property
    def sign(self) -> Line | None:
        return self.seek("^Nơi nhận:")

    @cached_property
    def size(self) -> float:
        """The size of the text: the commonest of those allowed."""
        sizes = Counter(
            size
            for page in self.main
            for one in self.inside(page)
            for size in one.sizes
            if 13 <= size <= 14  # noqa: PLR2004 -- Phụ lục I, II.6e
        )
        return sizes.most_common(1)[0][0] if sizes else 14.0

    @cached_property
    def body(self) -> list[Line]:
        """Lines of the text: under the head, above the signature, no tables, nothing centred."""
        return [
            one
            for page in self.main
            for one in self.inside(page)
            if one.sizes == {self.size}
            and (page > 0 or one.base > self._start)
            and self._before_signature(one)
            and -2 < one.x0 - LEFT < 45  # noqa: PLR2004 -- 5 mm left and a first line's indent
            and not self._is_centred(one)
        ]

    @property
    def _start(self) -> float:
        head = [self.title, self.addressed, self.seek("^Số:", 0)]
        return max((one.base for one in head if one), default=-self.pages[0].height)

    def _before_signature(self, one: Line) -> bool:
        sign = self.sign
        return sign is None or (one.page, one.base + 1) < (sign.page, sign.base)

    def _is_centred(self, one: Line) -> bool:
        if one.look not in {"bold", "italic"} or abs(one.centre - middle(self, one.page)) > 2:  # noqa: PLR2004
            return False
        return one.x0 > LEFT + 5 and (one.look == "bold" or round(one.x0 - LEFT) not in {28, 36})

    def rule_under(self, line: Line) -> tuple[float, float] | None:
        """The thin rule right below a line: its ends."""
        for x0, x1, top in self.rules[line.page]:
            if -4 < top - line.bottom < 6 and x0 < line.centre < x1:  # noqa: PLR2004 -- points
                return x0, x1
        return None


def _lines(page: Any) -> Iterator[Line]:
    rows: dict[float, list[dict[str, Any]]] = {}
    for char in page.chars:
        rows.setdefault(round(char["matrix"][5], 0), []).append(char)
    for _, row in sorted(rows.items(), reverse=True):
        run: list[dict[str, Any]] = []
        for char in sorted(row, key=lambda one: one["x0"]):
            if run and char["x0"] - run[-1]["x1"] > 18:  # noqa: PLR2004 -- wider than any space
                yield _line(run, page.page_number - 1)
                run = []
            if run or char["text"].strip():
                run.append(char)
        if run:
            yield _line(run, page.page_number - 1)


def _line(run: list[dict[str, Any]], page: int) -> Line:
    inked = [one for one in run if one["text"].strip()]
    fonts = frozenset(one["fontname"] for one in inked)
    looks = {_look(font) for font in fonts}
    return Line(
        text="".join(one["text"] for one in run),
        page=page,
        x0=run[0]["x0"],
        x1=run[-1]["x1"],
        base=-run[0]["matrix"][5],
        top=min(one["top"] for one in run),
        bottom=max(one["bottom"] for one in run),
        sizes=frozenset(round(one["size"], 1) for one in inked),
        look=looks.pop() if len(looks) == 1 else "mixed",
        opens=_look(inked[0]["fontname"]),
        fonts=fonts,
        colours=frozenset(_colour(one["non_stroking_color"]) for one in inked),
        colon=next((one["x0"] for one in run if one["text"] == ":"), None),
    )


def _look(font: str) -> str:
    bold, italic = "Bold" in font, "Italic" in font
    return (
        "bold italic" if bold and italic else "bold" if bold else "italic" if italic else "upright"
    )


def _colour(given: Any) -> tuple[float, ...]:
    if given is None:
        return ()
    return tuple(float(one) for one in (given if isinstance(given, list | tuple) else [given]))


def _rules(page: Any) -> Iterator[tuple[float, float, float]]:
    for one in [*page.rects, *page.lines, *page.curves]:
        if one["bottom"] - one["top"] < 1.5 and one["x1"] - one["x0"] > 10:  # noqa: PLR2004 -- points
            yield one["x0"], one["x1"], one["top"]


def rule(name: str, where: str) -> Callable[[Rule], Rule]:
    """Keeps a check under its rule; `where` is what it looks at. Something missing is a breach by itself."""

    def keep(check: Rule) -> Rule:
        @wraps(check)
        def whole(doc: Print) -> list[str]:
            try:
                return check(doc)
            except Missing as missing:
                return [str(missing).capitalize()]

        RULES[name], WHERE[name] = whole, where
        return whole

    return keep


def line_is(line: Line, sizes: set[float], look: str) -> list[str]:
    wrong = []
    if not line.sizes <= sizes:
        found = ", ".join(_number(one) for one in sorted(line.sizes))
        wrong.append(
            f"«{line.text}» cỡ {found}, phải {'–'.join(_number(s) for s in sorted(sizes))}"
        )
    if line.look != look:
        wrong.append(f"«{line.text}» kiểu {LOOKS[line.look]}, phải {LOOKS[look]}")
    return wrong


def apart(what: str, found: float, wanted: float, by: float) -> list[str]:
    """Nothing where the two lie close enough together; else how far apart they are, in millimetres."""
    if abs(found - wanted) <= by:
        return []
    return [f"{what} lệch {_number(abs(found - wanted) / MM)} mm"]


def middle(doc: Print, page: int) -> float:
    """The middle of the text, from the left to the right margin."""
    return (LEFT + doc.pages[page].width - RIGHT) / 2


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0").replace(".", ",")
