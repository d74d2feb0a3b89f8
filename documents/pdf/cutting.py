"""A long paper in chapters: its text, and its appendices, which bear page numbers of their own.

Chapters are laid out apart, by whoever is free, and joined (documents.pdf.joining).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.template.loader import render_to_string

from documents.blocks import Appendix, Block, Bullets, PrintedPaper, Table
from documents.pdf.layout import Told, context, print_html

# What a cell of a table costs besides its words, in signs of running text (measured).
_CELL = 75
_LEAST = 0.04  # of the whole; what is smaller stays with its neighbour


@dataclass(frozen=True, slots=True)
class Chapter:
    """The text with its head and signature, or appendices that follow each other; `weight` is about its time."""

    paper: PrintedPaper
    text: bool
    weight: float


def chapters(paper: PrintedPaper) -> tuple[Chapter, ...]:
    """The paper cut where its page numbers begin anew, in order. What is short stays one chapter."""
    text = tuple(one for one in paper.blocks if not isinstance(one, Appendix))
    least = _LEAST * weight(paper.blocks)
    groups: list[tuple[bool, tuple[Block, ...]]] = [(True, text)]
    for one in paper.blocks:
        if not isinstance(one, Appendix):
            continue
        of_text, before = groups[-1]
        if not of_text and min(weight(before), weight((one,))) < least:
            groups[-1] = False, (*before, one)
        else:
            groups.append((False, (one,)))
    return tuple(
        Chapter(replace(paper, blocks=blocks), of_text, weight(blocks))
        for of_text, blocks in groups
    )


def weight(blocks: Sequence[Block]) -> float:
    """About how long the blocks take to lay out, in signs of running text."""
    found = 0.0
    for one in blocks:
        if isinstance(one, Appendix):
            found += weight(one.blocks)
        elif isinstance(one, Table):
            found += sum(len(cell) + _CELL for row in one.rows for cell in row.cells)
        else:
            words = one.items if isinstance(one, Bullets) else (getattr(one, "text", ""),)
            found += sum(map(len, words))
    return found


def chapter_page(chapter: Chapter) -> str:
    """The HTML of the chapter."""
    page = context(chapter.paper) | {"without_text": not chapter.text}
    return render_to_string("documents/print/paper.html", page)


def render_chapter(chapter: Chapter, told: Told | None = None) -> bytes:
    """The chapter as a PDF of its own, for `join`."""
    return print_html(chapter_page(chapter), told)
