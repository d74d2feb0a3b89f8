"""The rules on a paper's data: what can be told before anything is printed."""

from documents.blocks import PrintedPaper
from documents.formcheck.finding import Finding, Known
from documents.formcheck.told import capitals, close, head, text

CHECKS = (
    head.issuer,
    head.symbol,
    head.date,
    head.title,
    text.bases,
    text.headings,
    text.chapters,
    text.articles,
    text.lists,
    text.first_mentions,
    capitals.capitals,
    close.ending,
    close.signature,
    close.recipients,
    close.marks,
    close.restrictions,
    close.appendices,
)


def check_paper(printed: PrintedPaper, known: Known | None = None) -> list[Finding]:
    """What the paper's own words and numbers breach, in the order of the paper, each once."""
    found = [one for check in CHECKS for one in check(printed, known or Known())]
    return list(dict.fromkeys(found))
