"""The rules measured on a PDF."""

from documents.blocks import PrintedPaper
from documents.formcheck.finding import Finding


def measure(content: bytes, printed: PrintedPaper | None) -> list[Finding]:
    return []
