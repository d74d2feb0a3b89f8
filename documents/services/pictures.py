"""A drawing as a picture, for what does not read SVG: Word, slides."""

import io
from functools import lru_cache

SHARP = 3  # times 72 dpi


@lru_cache(maxsize=32)
def as_png(svg: str, *, grey: bool = False) -> bytes:
    """The drawing in the paper's font, cut to its edges; a few of the last ones are kept.

    Raises GlyphMissing where the font lacks a sign of the drawing.
    """
    import pypdfium2  # noqa: PLC0415 -- slow to import, as the next one

    from documents import pdf

    html = (
        '<html lang="vi"><title>x</title><style>@page { margin: 10mm } svg { max-width: 100%; height: auto }'
        f"</style>{svg}</html>"
    )
    page = pypdfium2.PdfDocument(pdf.print_html(html))[0]
    picture = page.render(scale=SHARP).to_pil()
    shades = picture.convert("L")
    box = shades.point(lambda shade: 255 - shade).getbbox()
    buffer = io.BytesIO()
    found = (shades if grey else picture).crop(box)
    found.save(buffer, "PNG", optimize=True, dpi=(72 * SHARP, 72 * SHARP))
    return buffer.getvalue()
