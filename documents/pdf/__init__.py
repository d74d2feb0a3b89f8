"""Papers to PDF. The one room that knows WeasyPrint; slow to import, so services import it when they print."""

from documents.pdf.cutting import Chapter, chapter_page, chapters, render_chapter
from documents.pdf.fonts import (
    FontMissing,
    GlyphMissing,
    balanced,
    font_files,
    refuse_missing_glyphs,
    text_width,
)
from documents.pdf.joining import join
from documents.pdf.layout import (
    LEFT_WIDTH,
    ForbiddenAddress,
    Told,
    context,
    print_html,
    render,
)

__all__ = [
    "LEFT_WIDTH",
    "Chapter",
    "FontMissing",
    "ForbiddenAddress",
    "GlyphMissing",
    "Told",
    "balanced",
    "chapter_page",
    "chapters",
    "context",
    "font_files",
    "join",
    "print_html",
    "refuse_missing_glyphs",
    "render",
    "render_chapter",
    "text_width",
]
