"""A paper as it prints: its own fields and blocks, nothing read anew."""

from documents.blocks import Head, PrintedPaper, Signature, flat, from_json
from documents.choices import PaperKind
from documents.models import OfficialDocument, Recipient

ADDRESSED = "kính gửi"


def printed(paper: OfficialDocument, *, footer: str = "") -> PrintedPaper:
    """The paper with its head, addressees, bases, text, signature and recipients; fed blocks as they stand frozen."""
    lines = list(paper.recipients.all())
    posts = (paper.signer_prefix, paper.signer_post, paper.signer_second_post)
    issuer = paper.issuer_text or (paper.issuer.name if paper.issuer else "")
    return PrintedPaper(
        head=Head(
            superior=paper.superior_text,
            issuer=issuer,
            number=paper.number,
            notation=paper.notation,
            place=paper.place,
            day=paper.day,
            month=paper.month,
            year=paper.year,
        ),
        kind="" if paper.kind == PaperKind.LETTER else paper.get_kind_display().upper(),
        subject=paper.title,
        addressees=tuple(one.text for one in lines if one.purpose == ADDRESSED),
        bases=tuple(one.text for one in paper.bases.all()),
        blocks=flat(from_json(paper.body)),
        signature=Signature(tuple(line for line in posts if line), paper.signer_name),
        recipients=tuple(_marked(one) for one in lines if one.purpose != ADDRESSED),
        footer=footer,
        extra=_extra(paper, issuer),
        decides=paper.kind == PaperKind.DECISION,
        drafter=paper.drafter_mark,
        urgency=paper.urgency,
        code=paper.shown_code,
        as_issued=paper.letterhead_id is None and not paper.is_on_its_way,
    )


def _extra(paper: OfficialDocument, issuer: str) -> dict[str, str]:
    """What only some papers bear: the paper they come with; who decides, where that is not the issuer itself.

    An office under one head decides by that head («Giám đốc Sở …»); a collective or a post by its own name.
    """
    found = {"attached_to": paper.attached_to} if paper.attached_to else {}
    head = paper.letterhead
    decides = paper.kind == PaperKind.DECISION
    if decides and head and head.head_post and not (head.is_post or head.collective):
        post = head.head_post
        named = issuer.casefold() in post.casefold()
        found["authority"] = post if named else f"{post} {issuer}"
    return found


def _marked(line: Recipient) -> str:
    return f"{line.text} ({line.purpose})" if line.purpose else line.text
