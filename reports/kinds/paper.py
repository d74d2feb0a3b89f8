"""A report's paper as it prints: its own fields and frozen blocks, nothing read anew."""

from documents.blocks import Head, PrintedPaper, Signature, from_json
from documents.models import OfficialDocument, Recipient
from documents.selectors import ADDRESSED

ILLUSTRATIVE = "Có số liệu minh họa"


def printed(paper: OfficialDocument, *, illustrative: bool) -> PrintedPaper:
    """The paper with its head, addressees, signature and recipients."""
    lines = list(paper.recipients.all())
    post = [paper.signer_prefix, paper.signer_post, paper.signer_second_post]
    return PrintedPaper(
        head=Head(
            superior=paper.superior_text,
            issuer=paper.issuer_text,
            number=paper.number,
            notation=paper.notation,
            place=paper.place,
            day=paper.day,
            month=paper.month,
            year=paper.year,
        ),
        kind=paper.get_kind_display().upper(),
        subject=paper.title,
        addressees=tuple(one.text for one in lines if one.purpose == ADDRESSED),
        bases=(),
        blocks=from_json(paper.body),
        signature=Signature(tuple(line for line in post if line), paper.signer_name),
        recipients=tuple(_marked(one) for one in lines if one.purpose != ADDRESSED),
        footer=ILLUSTRATIVE if illustrative else "",
    )


def _marked(line: Recipient) -> str:
    return f"{line.text} ({line.purpose})" if line.purpose else line.text
