"""A paper as a Word file, with its drawings as pictures."""

import io

from documents.blocks import Figure
from documents.models import OfficialDocument
from documents.selectors.prints import as_printed

SHARP = 3  # times 72 dpi


def paper_as_word(paper: OfficialDocument) -> bytes:
    """The paper as it stands now, as DOCX."""
    from documents import docx  # noqa: PLC0415 -- slow to import; a web worker that never exports does not need it

    return docx.write(as_printed(paper), _picture)


def _picture(one: Figure) -> bytes:
    """The drawing as PNG, in the paper's font."""
    import pypdfium2  # noqa: PLC0415

    from documents import pdf

    html = (
        '<html lang="vi"><title>x</title><style>@page { margin: 10mm } svg { max-width: 100%; height: auto }'
        f"</style>{one.svg}</html>"
    )
    page = pypdfium2.PdfDocument(pdf.print_html(html))[0]
    picture = page.render(scale=SHARP).to_pil().convert("L")
    buffer = io.BytesIO()
    box = picture.point(lambda shade: 255 - shade).getbbox()
    picture.crop(box).save(buffer, "PNG", optimize=True, dpi=(72 * SHARP, 72 * SHARP))
    return buffer.getvalue()
