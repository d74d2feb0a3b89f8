"""What was printed of a paper, and whether it still says what the paper says."""

import hashlib
import json
from dataclasses import asdict, dataclass

from documents.blocks import PrintedPaper
from documents.choices import PrintState
from documents.models import OfficialDocument, PrintRun
from documents.selectors.printed import printed

ILLUSTRATIVE = "Có số liệu minh họa"


@dataclass(frozen=True, slots=True)
class PaperPrint:
    """The print of a paper: the last run asked for, and the one that says what the paper says now."""

    last: PrintRun | None
    ready: PrintRun | None

    @property
    def is_underway(self) -> bool:
        return self.last is not None and not self.last.is_settled

    @property
    def failed(self) -> bool:
        return (
            self.ready is None and self.last is not None and self.last.state == PrintState.FAILED
        )

    @property
    def is_old(self) -> bool:
        """There is a print, and the paper has changed since."""
        return self.ready is None and self.last is not None and self.last.state == PrintState.DONE

    @property
    def pages(self) -> range:
        """The pages to look at, from 1."""
        return range(1, (self.ready.pages or 0) + 1) if self.ready else range(0)


def as_printed(paper: OfficialDocument) -> PrintedPaper:
    """The paper as it goes to print; one with made-up figures says so at the foot."""
    return printed(paper, footer=ILLUSTRATIVE if paper.demo else "")


def fingerprint(one: PrintedPaper) -> str:
    """Two papers that print alike have the same."""
    text = json.dumps(asdict(one), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def latest_print(paper: OfficialDocument) -> PrintRun | None:
    """The finished print that says what the paper says now; its `file` are the exact bytes."""
    return print_of(paper).ready


def print_of(paper: OfficialDocument) -> PaperPrint:
    runs = PrintRun.objects.filter(paper=paper).select_related("file")
    last = runs.first()
    done = runs.filter(state=PrintState.DONE).exclude(fingerprint="")
    if not paper.body or last is None:
        return PaperPrint(last, None)
    return PaperPrint(last, done.filter(fingerprint=fingerprint(as_printed(paper))).last())
