"""What an issuer's papers get by themselves: their notation, the lines of the signature, the next number."""

import datetime as dt
from dataclasses import asdict, dataclass

from accounts.models import User
from documents.choices import Authority, PaperKind, PaperStepKind
from documents.models import Letterhead, OfficialDocument, StepRight
from documents.permissions import Standing, holders, rights_on

NAMED = "{kind}-{code}"  # NĐ 30/2020, Phụ lục I, II.3b: 224/KH-LMHTX
LETTERS = "{code}-{unit}"  # a công văn has no type: 794/SNN-KHTC


@dataclass(frozen=True, slots=True)
class SignatureBlock:
    """The lines above a signer's name, in the order printed, and the name."""

    signer_prefix: str = ""
    signer_post: str = ""
    signer_second_post: str = ""
    signer_name: str = ""

    def fields(self) -> dict[str, str]:
        return asdict(self)

    def fits(self, other: "SignatureBlock") -> bool:
        """The same lines, and the same name or none yet."""
        lines = self.signer_prefix, self.signer_post, self.signer_second_post
        theirs = other.signer_prefix, other.signer_post, other.signer_second_post
        return lines == theirs and self.signer_name in {"", other.signer_name}

    @property
    def words(self) -> str:
        """«KT. GIÁM ĐỐC, PHÓ GIÁM ĐỐC Nguyễn A»."""
        lines = [self.signer_prefix, self.signer_post, self.signer_second_post]
        return f"{', '.join(one for one in lines if one)} {self.signer_name}".strip()


def notation_for(letterhead: Letterhead, kind: str, unit_name: str = "") -> str:
    """By the issuer's rule for the kind, else as the decree writes it; nothing without a code."""
    rule = letterhead.symbol_rules.filter(kind=kind).first()
    template = rule.template if rule else (LETTERS if kind == PaperKind.LETTER else NAMED)
    if not letterhead.code and "{code}" in template:
        return ""
    notation = template.replace("{kind}", kind).replace("{code}", letterhead.code)
    return notation.replace("{unit}", unit_name.strip()).strip("-")[:30]


def signature_block(
    letterhead: Letterhead, right: StepRight | None = None, name: str = ""
) -> SignatureBlock:
    """The lines of whoever signs in a right (none: the head), as Nghị định 30/2020, Điều 13 writes them.

    `name` counts where the right names nobody.
    """
    head = letterhead.head_post.upper()
    whole = f"TM. {letterhead.collective.upper()}" if letterhead.collective else ""
    signer = right.user.full_name if right and right.user else name
    authority = right.authority if right else Authority.HEAD
    own = right.post.upper() if right else ""
    second = right.second_post.upper() if right else ""
    match authority:
        case Authority.ACTING:
            lines = [whole, f"Q. {head}".strip(), second]
        case Authority.DEPUTY | Authority.ORDER | Authority.AUTHORISED:
            lines = [whole, f"{authority} {head}".strip(), own, second]
            if authority != Authority.DEPUTY:
                lines = lines[1:]
        case _:
            lines = [whole, own or head, second]
    return SignatureBlock(*_in_three([one for one in lines if one], whole), signer_name=signer)


def block_of(letterhead: Letterhead, right: Standing, user: User) -> SignatureBlock:
    """The lines under which a person signs: in their own right, or by somebody's delegation as TUQ."""
    if right.lent_by is not None:
        head = letterhead.head_post or right.lent_by.post
        return SignatureBlock(f"TUQ. {head.upper()}", user.post.upper(), "", user.full_name)
    return signature_block(letterhead, right.right, user.full_name)


def block_on(paper: OfficialDocument) -> SignatureBlock:
    """The lines as they stand on a paper."""
    names = SignatureBlock.__dataclass_fields__
    return SignatureBlock(**{name: getattr(paper, name) for name in names})


def proposed_block(letterhead: Letterhead, day: dt.date) -> SignatureBlock:
    """Who will sign, as proposed: the first right to sign that the issuer keeps, else its head.

    The name where it is one person's.
    """
    rights = rights_on(letterhead, PaperStepKind.SIGN, day)
    right = rights[0] if rights else None
    people = [] if right and right.user else holders(letterhead, PaperStepKind.SIGN, day)
    alone = people[0].full_name if len(people) == 1 else ""
    return signature_block(letterhead, right, alone)


def _in_three(lines: list[str], whole: str) -> tuple[str, str, str]:
    """In the three places that a paper has: in whose stead, the post, and what stands below it."""
    instead = bool(lines) and (lines[0] == whole or lines[0].startswith(("KT.", "TL.", "TUQ.")))
    first, rest = (lines[0], lines[1:]) if instead else ("", lines)
    post, *below = rest or [""]
    return first, post, ", ".join(below)
