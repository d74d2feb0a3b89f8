"""Files of a paper: what was printed to be signed, the signed copy, the Word file, and who may see them."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from accounts.models import User
from documents.choices import EDITABLE, PaperAct, PaperFileKind, PaperState, PrintState
from documents.models import OfficialDocument, PaperFile, PrintRun
from documents.signing import SignatureReport

SIGNED_COPIES = (PaperFileKind.SIGNED, PaperFileKind.SCAN)
# Papers written here that are out: they keep what they were issued with.
ISSUED = (PaperState.ISSUED, PaperState.RECALLED, PaperState.REPLACED)


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file with what was found in it; `counts`: the newest of its kind."""

    row: PaperFile
    counts: bool
    report: SignatureReport | None


@dataclass(frozen=True, slots=True)
class PaperFiles:
    """Everything that is kept of a paper. `to_sign`: the print whose bytes are to be signed now.

    `words_by_word`: the issued words are those of the Word file, not of the data here.
    """

    lines: tuple[FileLine, ...]
    to_sign: PrintRun | None
    words_by_word: bool

    @property
    def signed(self) -> FileLine | None:
        """The signed copy that counts: signed file or scan, whichever came last."""
        copies = [one for one in self.lines if one.row.kind in SIGNED_COPIES and one.counts]
        return max(copies, key=lambda one: one.row.pk, default=None)


def paper_files(paper: OfficialDocument) -> PaperFiles:
    """In three queries."""
    rows = list(paper.files.select_related("file", "by").order_by("pk"))
    newest = {row.kind: row.pk for row in rows}
    lines = tuple(
        FileLine(
            row,
            counts=row.kind == PaperFileKind.ATTACHED or newest[row.kind] == row.pk,
            report=SignatureReport.from_json(row.report) if row.report else None,
        )
        for row in rows
    )
    return PaperFiles(
        lines=lines,
        to_sign=prints_of(paper).last() if paper.state not in EDITABLE else None,
        words_by_word=PaperFileKind.WORD in newest,
    )


def prints_of(paper: OfficialDocument) -> QuerySet[PrintRun]:
    """Finished prints of the words as they stand, oldest first."""
    done = PrintRun.objects.filter(paper=paper, state=PrintState.DONE)
    return done.filter(version__gte=settled_version(paper)).select_related("file").order_by("pk")


def settled_version(paper: OfficialDocument) -> int:
    """Since which version its words stand: number and day, given once it is signed, change none of them."""
    if paper.letterhead_id is None or paper.state not in {PaperState.NUMBERED, *ISSUED}:
        return paper.version
    signed = paper.steps.filter(act=PaperAct.SIGNED).order_by("-pk").first()
    return signed.version if signed else paper.version


def kinds_open(paper: OfficialDocument) -> list[PaperFileKind]:
    """What may be handed in as the paper stands: a signed copy once its words are settled.

    An issued paper keeps what it was issued with; only a better copy of it may still come.
    """
    if paper.state in EDITABLE:
        return [PaperFileKind.ATTACHED]
    if paper.letterhead_id and paper.state in ISSUED:
        return [PaperFileKind.SIGNED, PaperFileKind.SCAN]
    if paper.letterhead_id:
        return [
            *(PaperFileKind.SIGNED, PaperFileKind.SCAN),
            *(PaperFileKind.WORD, PaperFileKind.ATTACHED),
        ]
    return [PaperFileKind.SCAN, PaperFileKind.SIGNED, PaperFileKind.ATTACHED]


def files_shown_to(user: User | AnonymousUser) -> "QuerySet[PaperFile, Any]":
    """Keys of the files of papers that a person sees (`settings.FILE_READERS`)."""
    seen = OfficialDocument.objects.visible_to(user).order_by()
    return PaperFile.objects.filter(paper__in=seen).order_by().values_list("file", flat=True)


def prints_shown_to(user: User | AnonymousUser) -> "QuerySet[PrintRun, Any]":
    """Keys of the prints of papers that a person sees (`settings.FILE_READERS`)."""
    seen = OfficialDocument.objects.visible_to(user).order_by()
    runs = PrintRun.objects.filter(paper__in=seen, state=PrintState.DONE)
    return runs.order_by().values_list("file", flat=True)
