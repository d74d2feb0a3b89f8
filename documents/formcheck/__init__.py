"""Does a paper keep the form that NĐ 30/2020 asks for: on its data (check_paper) and on its PDF (check_pdf).

What is found never stops anybody: it says where, what, by which rule, and how to mend it.
"""

from documents.blocks import PrintedPaper
from documents.formcheck.finding import Finding, Known
from documents.formcheck.paper import check_paper

__all__ = ["Finding", "Known", "check_paper", "check_pdf"]


def check_pdf(content: bytes, printed: PrintedPaper | None = None) -> list[Finding]:
    """What a measured PDF shows; with the paper it was printed from, more can be told apart.

    A damaged file gives one finding. Slow (pdfplumber): for the worker.
    """
    from documents.formcheck.measures import measure  # noqa: PLC0415 -- pdfplumber is slow to import

    return measure(content, printed)
