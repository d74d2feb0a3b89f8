"""What the demonstration's papers leave behind on their way: removed with them, undone where they touched real ones."""

from django.db.models import Q, QuerySet

from accounts.models import Activity, Notice, User
from documents.choices import PaperAct, PaperState
from documents.models import (
    Arrival,
    Basis,
    Delivery,
    Letterhead,
    OfficialDocument,
    PaperFile,
    PaperStep,
    PaperVersion,
    PrintRun,
    Relation,
    StepRight,
    StoredFile,
)
from documents.services.upkeep import drop_file
from plans.models import AgencyOffice, PlanAction, SponsorPlan, Target

ENDED = (PaperAct.REPLACED, PaperAct.RECALLED)


def papers_of(demo: QuerySet[User]) -> QuerySet[OfficialDocument]:
    return OfficialDocument.objects.filter(Q(demo=True) | Q(by__in=demo))


def clear_sponsor_plans(demo: QuerySet[User]) -> int:
    """Plans that are illustrative, of a demonstration account or on its paper, with all that they promise."""
    papers = papers_of(demo)
    plans = SponsorPlan.objects.filter(Q(illustrative=True) | Q(by__in=demo) | Q(paper__in=papers))
    promised = Q(paper__in=papers) | Q(paper__in=plans.values("paper"))
    gone = 0
    for rows in (Target, PlanAction, AgencyOffice):
        gone += rows.objects.filter(promised).delete()[0]
    gone += plans.delete()[0]
    SponsorPlan.objects.filter(decision__in=papers).update(decision=None)
    return gone


def clear_papers(demo: QuerySet[User]) -> None:
    """What hangs on papers of the demonstration, and what its accounts were told, did and may do.

    Real papers that they replaced or recalled stand again, issued as before; bytes that nothing else rests
    on go.
    """
    papers = papers_of(demo)
    files = _files_of(papers)
    for rows in (PaperStep, PaperFile, Delivery, PrintRun, Relation, Basis):
        rows.objects.filter(paper__in=papers).delete()
    for file in StoredFile.objects.filter(pk__in=files):
        drop_file(file)
    _undo(demo)
    for written in (PaperStep, PaperFile, PrintRun, PaperVersion):
        written.objects.filter(by__in=demo).update(by=None)
    PaperStep.objects.filter(on_behalf_of__in=demo).update(on_behalf_of=None)
    Delivery.objects.filter(opened_by__in=demo).update(opened_at=None, opened_by=None)
    StepRight.objects.filter(user__in=demo).delete()
    told = Q(user__in=demo)
    for key in papers.values_list("pk", flat=True):
        told |= Q(address__startswith=f"/van-ban/{key}/")
    Notice.objects.filter(told).delete()


def clear_letterheads(demo: QuerySet[User]) -> None:
    """Heads that its accounts added, once their papers are gone; one that a real paper bears stays."""
    added = _subjects(demo, "added letterhead")
    borne = OfficialDocument.objects.exclude(letterhead=None).values("letterhead")
    Letterhead.objects.filter(pk__in=added).exclude(pk__in=borne).delete()


def _files_of(papers: QuerySet[OfficialDocument]) -> set[int]:
    """The keys of what was printed of them and handed in."""
    keys: set[int] = set()
    for rows in (PaperFile, PrintRun):
        held = rows.objects.filter(paper__in=papers).exclude(file=None)
        keys.update(held.values_list("file", flat=True))
    return keys


def _undo(demo: QuerySet[User]) -> None:
    """On real papers: the end that a demonstration account put to them, and the arrivals it entered."""
    ended = PaperStep.objects.filter(by__in=demo, act__in=ENDED)
    again = list(ended.values_list("paper", flat=True))
    OfficialDocument.objects.filter(pk__in=again).update(state=PaperState.ISSUED)
    ended.delete()
    lines = Activity.objects.filter(by__in=demo, verb="registered arrival")
    for subject, details in lines.values_list("subject", "details"):
        key, agency = int(subject.rpartition(":")[2]), details.get("agency", "")
        Arrival.objects.filter(paper=key, agency__slug=agency).delete()


def _subjects(demo: QuerySet[User], verb: str) -> list[int]:
    found = Activity.objects.filter(by__in=demo, verb=verb).values_list("subject", flat=True)
    return [int(subject.rpartition(":")[2]) for subject in found]
