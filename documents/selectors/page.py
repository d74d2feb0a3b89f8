"""One paper with what is known around it, and its leaf on the screen."""

from dataclasses import dataclass

from accounts.models import User
from documents.blocks import PrintedPaper, wording
from documents.blocks.shape import Piece, pieces
from documents.models import Arrival, OfficialDocument, Recipient, Relation
from documents.permissions import may_correct_registered
from documents.selectors.arrivals import offices_of
from documents.selectors.checks import Checked, checked
from documents.selectors.paper_files import PaperFiles, paper_files
from documents.selectors.printed import printed
from documents.selectors.prints import PaperPrint, print_of


@dataclass(frozen=True, slots=True)
class Annex:
    name: str
    title: str
    attached: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Leaf:
    """The paper as it would print."""

    superior: tuple[str, ...]
    issuer: tuple[str, ...]
    number_line: str
    date_line: str
    kind: str
    subject: str
    subject_lines: tuple[str, ...]  # for the head of a công văn
    attached: str
    authority: str
    addressees: tuple[str, ...]
    bases: tuple[str, ...]
    pieces: tuple[Piece, ...]
    recipients: tuple[str, ...]
    post_lines: tuple[str, ...]
    signer_name: str
    drafter: str
    urgency: str
    letter: bool
    annexes: tuple[Annex, ...]


@dataclass(frozen=True, slots=True)
class PaperPage:
    """A paper with what is known around it; the leaf only when its text is here."""

    paper: OfficialDocument
    leaf: Leaf | None
    checked: Checked
    print: PaperPrint
    files: PaperFiles
    recipients: list[Recipient]
    relations: list[Relation]
    cited_by: list[Relation]
    arrivals: list[Arrival]
    may_correct: bool  # in the register, where it is not written here
    may_enter: bool  # in an incoming register of the reader's own


def paper_page(user: User, paper: OfficialDocument) -> PaperPage:
    """One paper; related papers only as far as the reader may see them."""
    seen = OfficialDocument.objects.visible_to(user)
    recipients = list(paper.recipients.select_related("agency"))
    prints = print_of(paper)
    return PaperPage(
        paper=paper,
        leaf=leaf(printed(paper)) if paper.body else None,
        checked=checked(paper, prints),
        print=prints,
        files=paper_files(paper),
        recipients=recipients,
        relations=list(paper.relations.filter(other__in=seen).select_related("other")),
        cited_by=list(paper.cited_by.filter(paper__in=seen).select_related("paper")),
        arrivals=list(paper.arrivals.select_related("agency")),
        may_correct=may_correct_registered(user, paper),
        may_enter=not paper.is_on_its_way and bool(offices_of(user)),
    )


def leaf(one: PrintedPaper) -> Leaf:
    """A paper's lines as a page of the screen draws them."""
    return Leaf(
        superior=(one.head.superior.upper(),) if one.head.superior else (),
        issuer=(one.head.issuer.upper(),),
        number_line=wording.number_line(one.head),
        date_line=wording.date_line(one.head),
        kind=one.kind,
        subject=one.subject,
        subject_lines=(wording.subject_line(one),),
        attached=wording.attachment_line(one.extra.get("attached_to", "")),
        authority=wording.authority_line(one),
        addressees=wording.addressees(one) if one.addressees else (),
        bases=wording.bases(one),
        pieces=pieces(wording.body_of(one)),
        recipients=wording.recipients(one),
        post_lines=tuple(line.upper() for line in one.signature.lines),
        signer_name=one.signature.name,
        drafter=one.drafter,
        urgency=one.urgency,
        letter=not one.kind,
        annexes=tuple(
            Annex(
                f"Phụ lục {annex.number}".strip(),
                annex.title.upper(),
                wording.attachment_line(annex.attached_to),
                pieces(wording.annex_of(one, annex)),
            )
            for annex in wording.appendices_of(one.blocks)
        ),
    )
