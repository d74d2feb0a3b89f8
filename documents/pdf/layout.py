"""The page of a paper laid out by WeasyPrint: doors closed, one font, its rules read once for the process."""

import gc
import logging
import re
import threading
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.template.loader import render_to_string
from weasyprint import CSS, HTML
from weasyprint.logger import PROGRESS_LOGGER
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import (
    FatalURLFetchingError,
    URLFetcher,
    URLFetcherResponse,
)

from documents.blocks import Appendix, PrintedPaper, wording
from documents.blocks.shape import pieces
from documents.pdf.fonts import FACES, FAMILY, balanced, font_files, refuse_missing_glyphs
from documents.pdf.writing import write_once

Told = Callable[[int], None]  # hears how many pages are done
STATIC = Path(settings.BASE_DIR, "static").resolve()
# Points: the left column of the head (68 of 160 mm, less a little air), titles upright and across.
LEFT_WIDTH, TITLE_WIDTH, WIDE_TITLE_WIDTH = 186.0, 400.0, 600.0

SELDOM = 20_000  # new objects between two looks for garbage; 700 is Python's own


class ForbiddenAddress(FatalURLFetchingError):  # noqa: N818
    """A printed page asked for something outside `static/`."""


class _StaticOnly(URLFetcher):
    """Lets a page read static/ and data: addresses; anything else stops the print."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        parts = urlsplit(url)
        path = Path(unquote(parts.path)).resolve()
        inside = parts.scheme == "file" and path.is_relative_to(STATIC)
        if not (inside or parts.scheme == "data"):
            raise ForbiddenAddress(f"A printed page may not read {url}")
        return super().fetch(url, headers)


class _FontFilesOnly(URLFetcher):
    """Reads the four files of the font for papers."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        if Path(unquote(urlsplit(url).path)) not in font_files().values():
            raise ForbiddenAddress(f"Not a font of papers: {url}")
        return super().fetch(url, headers)


@dataclass(frozen=True, slots=True)
class _Fonts:
    config: FontConfiguration
    faces: CSS


def render(paper: PrintedPaper, told: Told | None = None) -> bytes:
    """The paper as a tagged PDF, made as PDF/A-2a. The same paper gives the same bytes.

    `told` hears how many pages are laid out. Raises FontMissing, GlyphMissing, ForbiddenAddress, and what `told`
    raises.
    """
    html = render_to_string("documents/print/paper.html", context(paper))
    return print_html(html, told)


def print_html(html: str, told: Told | None = None) -> bytes:
    """Any page of ours as PDF, with the fonts, rules and closed doors of papers."""
    html = _with_one_font(unicodedata.normalize("NFC", html))
    refuse_missing_glyphs(html)
    fonts = _fonts()
    page = HTML(string=html, base_url=f"{STATIC.as_uri()}/", url_fetcher=_StaticOnly())
    with _listening(told), _seldom_collecting():
        content: bytes = page.write_pdf(
            stylesheets=[fonts.faces],
            font_config=fonts.config,
            finisher=write_once,
            pdf_variant="pdf/a-2a",
            presentational_hints=True,
        )
    return content


@contextmanager
def _seldom_collecting() -> Iterator[None]:
    """Laying out makes boxes by the hundred thousand that all live to the end: looking for garbage is in vain.

    An eighth of the time of forty pages goes without it, for a tenth more memory.
    """
    before = gc.get_threshold()
    gc.set_threshold(SELDOM, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


class _Ear(logging.Handler):
    """Hears WeasyPrint say which page it lays out next; other threads' pages are not ours."""

    def __init__(self, told: Told) -> None:
        super().__init__()
        self.told, self.thread = told, threading.get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        if record.thread == self.thread and "Page %d" in str(record.msg):
            self.told(int(record.args[0]) - 1)  # type: ignore[arg-type, index]


@contextmanager
def _listening(told: Told | None) -> Iterator[None]:
    if told is None:
        yield
        return
    ear, level = _Ear(told), PROGRESS_LOGGER.level
    PROGRESS_LOGGER.addHandler(ear)
    PROGRESS_LOGGER.setLevel(logging.INFO)
    spread, PROGRESS_LOGGER.propagate = PROGRESS_LOGGER.propagate, False
    try:
        yield
    finally:
        PROGRESS_LOGGER.propagate = spread
        PROGRESS_LOGGER.setLevel(level)
        PROGRESS_LOGGER.removeHandler(ear)


def _with_one_font(html: str) -> str:
    """Drawings name their own fonts in attributes, and page styles do not reach into them: all take the paper's."""
    html = re.sub(r'\sfont-family="[^"]*"', "", html)
    return html.replace("<svg", f'<svg font-family="{FAMILY}"')


def context(paper: PrintedPaper) -> dict[str, Any]:
    """What the template draws: every line as it is printed, long names broken into balanced lines."""
    body = wording.body_of(paper)
    letter = not paper.kind
    subject = wording.subject_line(paper)
    return {
        "paper": paper,
        "superior": balanced(paper.head.superior.upper(), LEFT_WIDTH, 12),
        "issuer": balanced(paper.head.issuer.upper(), LEFT_WIDTH, 12, "Bold"),
        "number_line": wording.number_line(paper.head),
        "date_line": wording.date_line(paper.head),
        "letter": letter,
        "subject": balanced(subject, LEFT_WIDTH, 12)
        if letter
        else balanced(subject, TITLE_WIDTH, 14, "Bold"),
        "attached": _attached(paper.extra.get("attached_to", ""), TITLE_WIDTH),
        "addressees": wording.addressees(paper) if paper.addressees else (),
        "authority": balanced(wording.authority_line(paper), TITLE_WIDTH, 14, "Bold"),
        "bases": wording.bases(paper),
        "pieces": pieces(body, kept=2),
        "recipients": wording.recipients(paper),
        "post_lines": [line.upper() for line in paper.signature.lines],
        "appendices": [
            _appendix(paper, one, place)
            for place, one in enumerate(wording.appendices_of(paper.blocks))
        ],
    }


def _appendix(paper: PrintedPaper, one: Appendix, place: int) -> dict[str, Any]:
    """Neighbours take turns between two page names, since pages of one name share their numbers."""
    width = WIDE_TITLE_WIDTH if one.landscape else TITLE_WIDTH
    return {
        "name": f"Phụ lục {one.number}".strip(),
        "title": balanced(one.title.upper(), width, 14, "Bold"),
        "attached": _attached(one.attached_to, width),
        "pieces": pieces(wording.annex_of(paper, one)),
        "page": f"{'wide' if one.landscape else 'tall'}-{place % 2}",
    }


def _attached(words: str, width: float) -> tuple[str, ...]:
    return balanced(wording.attachment_line(words), width, 14, "Italic")


@cache
def _fonts() -> _Fonts:
    """One configuration for the process: a new one for every paper makes memory grow."""
    config = FontConfiguration()
    faces = "\n".join(_faces())
    return _Fonts(
        config,
        CSS(
            string=faces,
            base_url=f"{STATIC.as_uri()}/",
            url_fetcher=_FontFilesOnly(),
            font_config=config,
        ),
    )


def _faces() -> Iterable[str]:
    for face, look in FACES.items():
        address = font_files()[face].as_uri()
        yield f"@font-face {{ font-family: '{FAMILY}'; src: url('{address}'); {look} }}"
