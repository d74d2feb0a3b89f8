"""What the form check says of a paper now: its data at once, its PDF as its print was measured."""

from dataclasses import dataclass

from documents.choices import PaperState
from documents.formcheck import Finding, Known, check_paper
from documents.models import OfficialDocument, PrintRun
from documents.selectors.printed import printed
from documents.selectors.prints import PaperPrint, print_of

_SIGNED = (PaperState.SIGNED, PaperState.NUMBERED, PaperState.ISSUED, PaperState.REPLACED)
_NUMBERED = (PaperState.NUMBERED, PaperState.ISSUED, PaperState.REPLACED)


@dataclass(frozen=True, slots=True)
class Checked:
    """Findings on the data; on the print, where there is one of the paper as it stands."""

    data: list[Finding]
    pdf: list[Finding]
    run: PrintRun | None

    @property
    def all(self) -> list[Finding]:
        """Both; what breaches a rule in the words already is not told again of the print."""
        told = {one.rule for one in self.data}
        return [*self.data, *(one for one in self.pdf if one.rule not in told)]


def known_of(paper: OfficialDocument) -> Known:
    """What the register and the letterhead say beside the paper's words."""
    head = paper.letterhead
    return Known(
        code=head.code if head else "",
        place=head.place if head else "",
        is_post=head.is_post if head else False,
        collective=head.collective if head else "",
        archive=head.archive if head else "",
        signed=paper.state in _SIGNED,
        numbered=paper.state in _NUMBERED,
        twins=_twins(paper),
    )


def checked(paper: OfficialDocument, prints: PaperPrint | None = None) -> Checked:
    """The form check of the paper as it stands; nothing where its text is not here.

    The print is the one that says what the paper says now, if there is one.
    """
    if not paper.body:
        return Checked([], [], None)
    run = (prints or print_of(paper)).ready
    told = [Finding.from_json(one) for one in run.findings] if run else []
    return Checked(check_paper(printed(paper), known_of(paper)), told, run)


def findings_of(paper: OfficialDocument) -> list[Finding]:
    """Everything found, data first: what who confirms the form confirms."""
    return checked(paper).all


def _twins(paper: OfficialDocument) -> tuple[str, ...]:
    """Other papers of the issuer that bear the same number and notation in the year."""
    if not (paper.number and paper.year and (paper.letterhead_id or paper.issuer_id)):
        return ()
    same = OfficialDocument.objects.filter(
        number=paper.number, notation=paper.notation, year=paper.year
    ).exclude(pk=paper.pk)
    same = (
        same.filter(letterhead=paper.letterhead)
        if paper.letterhead_id
        else same.out().filter(issuer=paper.issuer_id)
    )
    return tuple(str(one) for one in same.defer("body")[:5])
