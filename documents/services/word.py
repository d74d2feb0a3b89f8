"""A paper as a Word file, with its drawings as pictures."""

from documents.blocks import Figure, PrintedPaper
from documents.models import OfficialDocument
from documents.selectors.prints import as_printed
from documents.services.pictures import as_png


def paper_as_word(paper: OfficialDocument) -> bytes:
    """The paper as it stands now, as DOCX."""
    return page_as_word(as_printed(paper))


def page_as_word(page: PrintedPaper) -> bytes:
    """A page that is to be printed, as DOCX."""
    from documents import docx  # noqa: PLC0415 -- slow to import; a web worker that never exports does not need it

    return docx.write(page, _picture)


def _picture(one: Figure) -> bytes:
    return as_png(one.svg, grey=True)
