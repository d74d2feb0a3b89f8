"""Removing the demonstration: what is marked, the accounts, and what was done with them.

A word logged with a demonstration account is demonstration too, so it goes; a real word that such an
account withdrew stands again, a round it closed is open again. An account that something real still
names (somebody real acted in its stead, say) cannot go: it is closed, and named in the answer.
"""

from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial

from django.db import transaction
from django.db.models import ProtectedError, Q, QuerySet

from accounts.models import Activity, Delegation, User
from communes.models import Membership
from criteria.models import (
    Evidence,
    FrozenStatus,
    Measurement,
    Recognition,
    Reply,
    Round,
    StatusEntry,
)
from criteria.services import rebuild_current
from documents.models import Arrival, OfficialDocument, StoredFile
from documents.services.upkeep import drop_file
from ntm_portal.demo.commune_plans import clear_commune_plans
from ntm_portal.demo.council import clear_council
from ntm_portal.demo.difficulties import clear_difficulties
from ntm_portal.demo.files import clear_files
from ntm_portal.demo.papers import (
    clear_letterheads,
    clear_papers,
    clear_sponsor_plans,
    papers_of,
)
from ntm_portal.demo.red import clear_red
from ntm_portal.demo.sponsors import clear_sponsors
from ntm_portal.demo.support import clear_support
from ntm_portal.demo.tasks import clear_tasks
from ntm_portal.demo.works import clear_works
from plans.models import Mail
from reports.models import CycleVolume, OwedReport, ReportCycle, ReportRun


@dataclass(slots=True)
class Cleared:
    words: int = 0
    values: int = 0
    evidence: int = 0
    recognitions: int = 0
    runs: int = 0
    papers: int = 0
    accounts: int = 0
    closed: list[str] = field(default_factory=list)
    kept_papers: list[str] = field(default_factory=list)

    @property
    def lines(self) -> list[str]:
        told = [
            f"kết quả đánh giá đã bỏ: {self.words}",
            f"số liệu chỉ tiêu đã bỏ: {self.values}",
            f"minh chứng đã bỏ: {self.evidence}",
            f"công nhận minh họa đã bỏ: {self.recognitions}",
            f"lần lập báo cáo đã bỏ: {self.runs}",
            f"văn bản trình diễn đã bỏ: {self.papers}",
            f"tài khoản đã bỏ: {self.accounts}",
        ]
        told += [f"  còn dấu vết thật, chỉ khóa tài khoản: {name}" for name in self.closed]
        told += [f"  còn được dẫn, giữ lại văn bản: {name}" for name in self.kept_papers]
        return told


@transaction.atomic
def clear_demo() -> Cleared:
    cleared = Cleared()
    demo = User.objects.filter(demo=True)
    marked = Q(illustrative=True) | Q(by__in=demo)
    Mail.objects.filter(user__in=demo).delete()
    undone = {"withdrawn_at": None, "withdrawn_by": None, "withdrawn_reason": ""}
    cleared.words = StatusEntry.objects.filter(marked).count()
    cleared.values = Measurement.objects.filter(marked).count()
    shown = Q(entry__illustrative=True) | Q(entry__by__in=demo) | Q(round__closed_by__in=demo)
    clear_files(demo)
    FrozenStatus.objects.filter(shown).delete()
    _drop_evidence(demo, cleared)
    for said in (StatusEntry, Measurement):
        said.objects.filter(marked).delete()
        said.objects.filter(withdrawn_by__in=demo).update(**undone)
    clear_council(demo)
    cleared.recognitions = Recognition.objects.filter(illustrative=True).delete()[0]
    Round.objects.filter(closed_by__in=demo).update(closed_at=None, closed_by=None)
    clear_difficulties(demo)
    clear_commune_plans(demo)
    clear_sponsor_plans(demo)
    clear_red(demo)
    clear_sponsors(demo)
    clear_support(demo)
    clear_works(demo)
    clear_tasks(demo)
    clear_papers(demo)
    _drop_runs(demo, cleared)
    _drop_papers(demo, cleared)
    clear_letterheads(demo)
    _drop_files(demo)
    Delegation.objects.filter(Q(giver__in=demo) | Q(receiver__in=demo) | Q(by__in=demo)).delete()
    Activity.objects.filter(Q(by__in=demo) | Q(on_behalf_of__in=demo)).delete()
    _drop_accounts(demo, cleared)
    rebuild_current()
    return cleared


def _drop_evidence(demo: QuerySet[User], cleared: Cleared) -> None:
    """What a demonstration account gave goes; what is real no longer points at illustrative words."""
    cleared.evidence = Evidence.objects.filter(by__in=demo).delete()[0]
    told = Q(illustrative=True) | Q(by__in=demo)
    values, words = Measurement.objects.filter(told), StatusEntry.objects.filter(told)
    replies = Reply.objects.filter(Q(by__in=demo) | Q(measurement__in=values) | Q(entry__in=words))
    Evidence.objects.filter(measurement__in=values).update(measurement=None)
    Evidence.objects.filter(reply__in=replies).update(reply=None)
    Evidence.objects.filter(withdrawn_by__in=demo).update(
        withdrawn_at=None, withdrawn_by=None, withdrawn_reason=""
    )
    replies.delete()


def _drop_files(demo: QuerySet[User]) -> None:
    for file in StoredFile.objects.filter(by__in=demo):
        if not drop_file(file):
            StoredFile.objects.filter(pk=file.pk).update(by=None)


def _drop_runs(demo: QuerySet[User], cleared: Cleared) -> None:
    OwedReport.objects.filter(set_by__in=demo).update(set_by=None)
    cycles = ReportCycle.objects.filter(started_by__in=demo)
    for volume in CycleVolume.objects.filter(cycle__in=cycles):
        for file in filter(None, (volume.archive, volume.book)):
            transaction.on_commit(partial(file.storage.delete, file.name))
    CycleVolume.objects.filter(cycle__in=cycles).delete()
    ReportRun.objects.filter(cycle__in=cycles).update(cycle=None)
    cycles.delete()
    ReportCycle.objects.filter(ended_by__in=demo).update(ended_by=None)
    runs = ReportRun.objects.filter(requested_by__in=demo).select_related("paper")
    for run in runs:
        paper, file = run.paper, run.file
        run.delete()
        cleared.runs += 1
        if paper is not None:
            _drop_paper(paper, cleared)
        if file:
            transaction.on_commit(partial(file.storage.delete, file.name))


def _drop_papers(demo: QuerySet[User], cleared: Cleared) -> None:
    for paper in papers_of(demo):
        if not _drop_paper(paper, cleared):
            OfficialDocument.objects.filter(pk=paper.pk, by__in=demo).update(by=None)


def _drop_paper(paper: OfficialDocument, cleared: Cleared) -> bool:
    try:
        with transaction.atomic():
            Arrival.objects.filter(paper=paper).delete()
            paper.delete()
    except ProtectedError:
        cleared.kept_papers.append(str(paper))
        return False
    cleared.papers += 1
    return True


def _drop_accounts(demo: QuerySet[User], cleared: Cleared) -> None:
    """All at once; one by one only where something real names one of them."""
    count = demo.count()
    with suppress(ProtectedError), transaction.atomic():
        demo.delete()
        cleared.accounts = count
        return
    for person in demo:
        try:
            with transaction.atomic():
                person.delete()
        except ProtectedError:
            Membership.objects.filter(user=person).delete()
            person.is_active = person.is_staff = person.is_superuser = False
            person.set_unusable_password()
            person.save()
            cleared.closed.append(person.username)
        else:
            cleared.accounts += 1
