"""The words a paper prints from its data, as NĐ 30/2020 writes them; what is blank stays blank in a draft."""

import re
from collections.abc import Sequence
from dataclasses import replace

from documents.blocks.contract import (
    Appendix,
    Article,
    Block,
    Bullets,
    Head,
    Heading,
    Paragraph,
    PrintedPaper,
)

BLANK = "\N{NO-BREAK SPACE}" * 6
END = "./."
_LAST_MONTH_WITH_ZERO = 2
_MARKS = " .;,:/"


def number_line(head: Head) -> str:
    """«Số: 07/KH-STTTT»; while there is no number its place stays open."""
    number = head.number.strip()
    if number.isdecimal():
        number = number.zfill(2)
    return f"Số: {number or BLANK}/{head.notation}"


def date_line(head: Head) -> str:
    """«Quảng Trị, ngày 05 tháng 3 năm 2024»: a zero before days under 10 and before January and February only."""
    day = f"{head.day:02d}" if head.day else BLANK
    month = str(head.month) if head.month else BLANK
    if head.month and head.month <= _LAST_MONTH_WITH_ZERO:
        month = f"{head.month:02d}"
    words = f"ngày {day} tháng {month} năm {head.year or BLANK}"
    return f"{head.place}, {words}" if head.place else words


def subject_line(paper: PrintedPaper) -> str:
    """The subject; of a công văn, which has no title, with its «V/v»."""
    return paper.subject if paper.kind else f"V/v {paper.subject.removeprefix('V/v ')}"


def authority_line(paper: PrintedPaper) -> str:
    """Who decides, above the bases of a decision: «GIÁM ĐỐC SỞ …», «ỦY BAN NHÂN DÂN TỈNH …»; blank elsewhere."""
    return (paper.extra.get("authority") or paper.head.issuer).upper() if paper.decides else ""


def heading_line(one: Heading) -> str:
    """«I. TITLE», «1. Title», «a) Title»; without a number only the title."""
    title = one.text.upper() if one.level == 1 else one.text
    number = one.number.strip()
    if number and number[-1] not in ".)":
        number += ")" if number.isalpha() and number.islower() else "."
    return f"{number} {title}".strip()


def article_lead(one: Article) -> str:
    """«Điều 1.»; blank where the article bears no number."""
    number = one.number.strip().rstrip(".")
    return f"Điều {number}." if number else ""


def listed(items: Sequence[str], *, dash: str = "- ") -> tuple[str, ...]:
    """Each line with its dash and semicolon, the last with a full stop."""
    bare = [one.strip().removeprefix("- ").rstrip(_MARKS) for one in items]
    return tuple(
        f"{dash}{one}{'.' if place == len(bare) else ';'}"
        for place, one in enumerate(bare, start=1)
    )


def bases(paper: PrintedPaper) -> tuple[str, ...]:
    return listed(paper.bases, dash="")


def recipients(paper: PrintedPaper) -> tuple[str, ...]:
    return copied_to(paper.recipients, upward=bool(paper.addressees))


def copied_to(recipients: Sequence[str], *, upward: bool) -> tuple[str, ...]:
    """Nơi nhận; a paper with «Kính gửi» opens it with «Như trên»."""
    lines = list(recipients)
    if upward and not (lines and lines[0].startswith("Như trên")):
        lines.insert(0, "Như trên")
    return listed(lines)


def addressees(paper: PrintedPaper) -> tuple[str, ...]:
    return sent_to(paper.addressees)


def sent_to(addressees: Sequence[str]) -> tuple[str, ...]:
    """One stands on the line of «Kính gửi»; several stand below it, each with its dash."""
    if len(addressees) == 1:
        return (addressees[0].strip().rstrip(_MARKS),)
    return listed(addressees)


def attachment_line(words: str) -> str:
    """«(Kèm theo …)» in its brackets."""
    bare = words.strip().removeprefix("(").removesuffix(")")
    kept = re.sub(" {2,}", f" {BLANK}", bare)  # the open place of a number or a day
    return f"({kept})" if kept else ""


def body_of(paper: PrintedPaper) -> tuple[Block, ...]:
    """What stands before the signature, closed by «./.»."""
    blocks = tuple(one for one in paper.blocks if not isinstance(one, Appendix))
    return blocks if paper.as_issued else closed(blocks)


def annex_of(paper: PrintedPaper, one: Appendix) -> tuple[Block, ...]:
    """What stands in one of its appendices, closed likewise; an empty one has only its end."""
    if paper.as_issued:
        return one.blocks
    return closed(one.blocks) or (Paragraph(END),)


def appendices_of(blocks: Sequence[Block]) -> tuple[Appendix, ...]:
    return tuple(one for one in blocks if isinstance(one, Appendix))


def closed(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks with «./.» after the last word; after a table or a drawing it stands on a line of its own."""
    if not blocks:
        return blocks
    *before, last = blocks
    if isinstance(last, Paragraph | Article):
        return (*before, replace(last, text=_ended(last.text)))
    if isinstance(last, Bullets) and last.items:
        items = (*last.items[:-1], _ended(last.items[-1]))
        return (*before, replace(last, items=items))
    return (*blocks, Paragraph(END))


def _ended(text: str) -> str:
    return text.rstrip(_MARKS) + END
