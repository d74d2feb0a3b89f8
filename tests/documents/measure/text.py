"""The text: paragraphs, headings, bases, the end."""

import re
import statistics
from collections.abc import Iterator

from tests.documents.measure.printed import LEFT, MM, Print, rule


@rule("B1")
def bases(doc: Print) -> list[str]:
    lines = [one for one in doc.body if one.look == "italic"]
    paragraphs: list[str] = []
    for one in lines:
        if one.x0 > LEFT + 20:
            paragraphs.append(one.text)
        else:
            paragraphs[-1] += one.text
    wanted = [";"] * (len(paragraphs) - 1) + ["."] * bool(paragraphs)
    return [] if [one.strip()[-1] for one in paragraphs] == wanted else paragraphs


@rule("B4")
def justified(doc: Print) -> list[str]:
    right = doc.pages[0].width - 20 * MM
    wrong = []
    for one, below in zip(doc.body, doc.body[1:], strict=False):
        goes_on = below.page == one.page and below.x0 < LEFT + 2
        if goes_on and abs(one.x1 - right) > 5:
            wrong.append(f"«{one.text}» ends at {one.x1:.0f}")
    return wrong


@rule("B5")
def first_lines(doc: Print) -> list[str]:
    indents = {round(one.x0 - LEFT) for one in doc.body if one.x0 > LEFT + 5}
    return [] if indents in ({28}, {36}) else [f"{indents}"]


def _steps(doc: Print) -> Iterator[tuple[float, bool]]:
    """From each line to the next of the page: how far, and whether a paragraph begins."""
    for one, below in zip(doc.body, doc.body[1:], strict=False):
        if one.page == below.page and below.base - one.base < 40:
            yield below.base - one.base, below.x0 > LEFT + 5


@rule("B6")
def between_paragraphs(doc: Print) -> list[str]:
    pitch = statistics.median(step for step, begins in _steps(doc) if not begins)
    gaps = [step - pitch for step, begins in _steps(doc) if begins]
    return [f"{gap:.1f}" for gap in gaps if gap < 6 - 0.3]


@rule("B7")
def between_lines(doc: Print) -> list[str]:
    steps = [step for step, begins in _steps(doc) if not begins]
    return [f"{step:.1f}" for step in steps if not 16.1 <= step <= 24.1]


@rule("B10")
def headings(doc: Print) -> list[str]:
    roman = [one for one in doc.body if re.match(r"[IVX]+\. ", one.text)]
    arabic = [one for one in doc.body if re.match(r"\d\. ", one.text)]
    caps = [one.text for one in roman if one.text != one.text.upper()]
    bold = [one.text for one in roman + arabic if one.look != "bold"]
    return caps + bold + ([] if roman and arabic else ["no headings"])


@rule("B11")
def dashes(doc: Print) -> list[str]:
    text = "".join(line.text for lines in doc.lines for line in lines)
    return sorted(set(text) & set("•◦▪‣●○"))


@rule("B12")
def the_end(doc: Print) -> list[str]:
    last = doc.body[-1].text
    return [] if last.endswith("./.") else [last]
