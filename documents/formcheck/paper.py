"""The rules on a paper's data: what can be told before anything is printed."""

from documents.blocks import PrintedPaper
from documents.formcheck.finding import Finding, Known


def check_paper(printed: PrintedPaper, known: Known | None = None) -> list[Finding]:
    """What the paper's own words and numbers breach, in the order of the paper."""
    return []
