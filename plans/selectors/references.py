"""Which papers on the register the words of a task name."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q

from documents.models import OfficialDocument
from plans.models import Task
from plans.words import Citation, citations


@dataclass(frozen=True, slots=True)
class Cited:
    """Words that name a paper, and the paper where it is on the register, alone of its symbol."""

    text: str
    paper: OfficialDocument | None


def cited(task: Task, papers: Sequence[OfficialDocument]) -> list[Cited]:
    """What a task's cells name, each paper once; the note is read first, since it is there for that."""
    return cited_in([task.note, task.expected_result, task.content], papers)


def cited_in(texts: Iterable[str], papers: Sequence[OfficialDocument]) -> list[Cited]:
    found: dict[tuple[str, str], Citation] = {}
    for text in texts:
        for one in citations(text):
            found.setdefault((one.number, one.notation.upper()), one)
    return [Cited(one.text, _paper(one, papers)) for one in found.values()]


def papers_named(texts: Iterable[str]) -> list[OfficialDocument]:
    """The papers on the register that these words may name; one query."""
    wanted = Q(pk=None)
    for text in texts:
        for one in citations(text):
            wanted |= Q(number__iexact=one.number, notation__iexact=one.notation)
    rows = OfficialDocument.objects.filter(wanted).out()
    return list(rows.defer("body"))


def _paper(one: Citation, papers: Sequence[OfficialDocument]) -> OfficialDocument | None:
    """The only one of that symbol, in that year where the words say one; two: nobody is sure."""
    same = [
        paper
        for paper in papers
        if (paper.number.upper(), paper.notation.upper())
        == (one.number.upper(), one.notation.upper())
        and (one.year is None or paper.year in {None, one.year})
    ]
    return same[0] if len(same) == 1 else None
