"""Measures a printed paper by the rules of NĐ 30/2020 (Phụ lục I). A rule returns what it finds wrong."""

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

import pdfplumber

MM = 72 / 25.4
LEFT = 30 * MM
Rule = Callable[["Print"], list[str]]
RULES: dict[str, Rule] = {}


@dataclass(frozen=True)
class Line:
    """Characters on one baseline with no wide gap between them."""

    chars: tuple
    page: int

    @cached_property
    def text(self) -> str:
        return "".join(c["text"] for c in self.chars)

    @property
    def x0(self) -> float:
        return self.chars[0]["x0"]

    @property
    def x1(self) -> float:
        return self.chars[-1]["x1"]

    @property
    def centre(self) -> float:
        return (self.x0 + self.x1) / 2

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def base(self) -> float:
        """The baseline, counted downwards."""
        return -self.chars[0]["matrix"][5]

    @property
    def top(self) -> float:
        return min(c["top"] for c in self.chars)

    @property
    def bottom(self) -> float:
        return max(c["bottom"] for c in self.chars)

    @property
    def sizes(self) -> set[float]:
        return {round(c["size"], 1) for c in self.chars if c["text"].strip()}

    @property
    def look(self) -> str:
        """Upright, bold, italic or bold italic: that of its letters."""
        fonts = {c["fontname"] for c in self.chars if c["text"].strip()}
        names = {_look(font) for font in fonts}
        return names.pop() if len(names) == 1 else "mixed"


def _look(font: str) -> str:
    bold, italic = "Bold" in font, "Italic" in font
    return (
        "bold italic" if bold and italic else "bold" if bold else "italic" if italic else "upright"
    )


class Print:
    """A PDF as lines of text and thin rules, page by page."""

    def __init__(self, content: bytes) -> None:
        with pdfplumber.open(io.BytesIO(content)) as pdf:
            self.pages = list(pdf.pages)
            self.lines = [list(_lines(page)) for page in self.pages]
            self.rules = [list(_rules(page)) for page in self.pages]
            self.chars = [page.chars for page in self.pages]

    @cached_property
    def annexes(self) -> list[int]:
        """Pages on which an appendix begins."""
        return [
            place
            for place in range(len(self.pages))
            if any(re.fullmatch(r"Phụ lục( [IVX]+)?", line.text) for line in self.lines[place])
        ]

    @property
    def main(self) -> range:
        return range(self.annexes[0] if self.annexes else len(self.pages))

    def inside(self, place: int) -> list[Line]:
        """Lines between the top and the bottom margin."""
        height = self.pages[place].height
        return [
            one
            for one in self.lines[place]
            if one.bottom > 20 * MM and one.top < height - 20 * MM - 1
        ]

    def numbers(self, place: int) -> list[Line]:
        """What stands in the top margin."""
        return [one for one in self.lines[place] if one.bottom <= 20 * MM]

    def find(self, pattern: str, place: int | None = None) -> Line:
        pages = self.main if place is None else [place]
        for page in pages:
            for line in self.lines[page]:
                if re.search(pattern, line.text):
                    return line
        raise AssertionError(f"nothing reads like {pattern}")

    @cached_property
    def body(self) -> list[Line]:
        """Lines of the text: under the head, above the signature, no tables."""
        start = self.find(r"^Kính gửi").base
        sign = self.find("^Nơi nhận:")
        return [
            line
            for page in self.main
            for line in self.inside(page)
            if line.sizes == {14.0}
            and (page > 0 or line.base > start)
            and (page < sign.page or (page == sign.page and line.base < sign.base - 1))
            and -2 < line.x0 - LEFT < 45
        ]

    def rule_under(self, line: Line) -> tuple[float, float] | None:
        """The thin rule right below a line: its ends."""
        for x0, x1, top in self.rules[line.page]:
            if -4 < top - line.bottom < 6 and x0 < line.centre < x1:
                return x0, x1
        return None


def _lines(page) -> Iterator[Line]:
    rows: dict[float, list] = {}
    for char in page.chars:
        rows.setdefault(round(char["matrix"][5], 0), []).append(char)
    for _, row in sorted(rows.items(), reverse=True):
        run: list = []
        for char in sorted(row, key=lambda c: c["x0"]):
            if run and char["x0"] - run[-1]["x1"] > 18:
                yield Line(tuple(run), page.page_number - 1)
                run = []
            if run or char["text"].strip():
                run.append(char)
        if run:
            yield Line(tuple(run), page.page_number - 1)


def _rules(page) -> Iterator[tuple[float, float, float]]:
    for one in [*page.rects, *page.lines, *page.curves]:
        if one["bottom"] - one["top"] < 1.5 and one["x1"] - one["x0"] > 10:
            yield one["x0"], one["x1"], one["top"]


def rule(name: str) -> Callable[[Rule], Rule]:
    def keep(check: Rule) -> Rule:
        RULES[name] = check
        return check

    return keep


def line_is(line: Line, sizes: set[float], look: str) -> list[str]:
    wrong = [] if line.sizes <= sizes else [f"«{line.text}» is set in {line.sizes}"]
    return wrong if line.look == look else [*wrong, f"«{line.text}» is {line.look}"]


def apart(what: str, found: float, wanted: float, by: float) -> list[str]:
    return [] if abs(found - wanted) <= by else [f"{what}: {found:.1f}, not {wanted:.1f}"]


def middle(doc: Print, page: int) -> float:
    return (LEFT + doc.pages[page].width - 20 * MM) / 2
