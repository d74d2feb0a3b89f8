"""What an issuer's papers get by themselves: their notation, the lines of the signature, the next number."""

from dataclasses import asdict, dataclass

from documents.choices import Authority, PaperKind
from documents.models import Letterhead, StepRight

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


def _in_three(lines: list[str], whole: str) -> tuple[str, str, str]:
    """In the three places that a paper has: in whose stead, the post, and what stands below it."""
    instead = bool(lines) and (lines[0] == whole or lines[0].startswith(("KT.", "TL.", "TUQ.")))
    first, rest = (lines[0], lines[1:]) if instead else ("", lines)
    post, *below = rest or [""]
    return first, post, ", ".join(below)
