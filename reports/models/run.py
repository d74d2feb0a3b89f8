import datetime as dt
from typing import Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import User
from communes.models import Agency, Commune, held_by
from communes.names import search_key
from criteria.models import CriteriaSet, Round
from documents.models import OfficialDocument
from documents.models.claimed import ATTEMPTS, PATIENCE, ClaimedQuerySet
from reports.choices import CycleState, Kind, RunState
from reports.models.cycle import LIVING, ReportCycle
from reports.words import day, period

MAX_ATTEMPTS = ATTEMPTS
OF_A_DAY = {Kind.COMMUNE_SHEET, Kind.PROGRAMME}
OF_A_YEAR = {Kind.AGENCY_YEAR, Kind.COMMUNE_YEAR, Kind.DISTRICT_YEAR, Kind.PROVINCE_YEAR}


class ReportRunQuerySet(ClaimedQuerySet["ReportRun"]):
    tries = F("attempts_allowed")

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """A draft stays with its agency, whoever asked for it and the office; what is out is read by members.

        So is a sheet, which is no paper and says only what members may read; what a cycle has yet to draft is not.
        """
        held = held_by(user)
        if not held:
            return self.none()
        if any(one.agency.is_office for one in held):
            return self.all()
        papers = OfficialDocument.objects.visible_to(user)
        own = [one.agency.pk for one in held]
        unwritten = Q(paper=None) & (Q(cycle=None) | Q(agency__in=own))
        return self.filter(unwritten | Q(paper__in=papers))

    def claimable(self, now: dt.datetime) -> Self:
        """Nothing of a cycle that is paused. Asked beside the row, so that a conditional update stays one."""
        paused = ReportCycle.objects.filter(state=CycleState.PAUSED).values("pk")
        return super().claimable(now).filter(Q(cycle=None) | ~Q(cycle__in=paused))

    def forgotten(self, now: dt.datetime) -> Self:
        """What waits in a living cycle is not forgotten: workers take it from there one after another."""
        living = ReportCycle.objects.filter(state__in=LIVING).values("pk")
        lost = super().forgotten(now)
        return lost.exclude(state=RunState.QUEUED, cycle__in=living)

    def of_same_report(self, run: "ReportRun") -> Self:
        """Other runs of the report that this one makes: same kind, issuer, commune and period."""
        same = self.filter(
            kind=run.kind,
            agency=run.agency_id,
            commune=run.commune_id,
            period_starts=run.period_starts,
        )
        return same.exclude(pk=run.pk)


class ReportRun(models.Model):
    """One report made: its figures are gathered and frozen once, printed from then on. The row is the queue's truth.

    Runs of one report share its paper while that is a draft: the latest brings the figures, the writers' words
    stay. `body` is the text as this run printed it. A sheet has no paper; `commune` is whom it is about.
    """

    kind = models.CharField("loại báo cáo", max_length=20, choices=Kind)
    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="report_runs", verbose_name="cơ quan"
    )
    commune = models.ForeignKey(
        Commune,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="report_runs",
        verbose_name="xã",
    )
    criteria_set = models.ForeignKey(CriteriaSet, models.PROTECT, related_name="report_runs")
    round = models.ForeignKey(
        Round,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="report_runs",
        verbose_name="kỳ đánh giá",
    )
    cycle = models.ForeignKey(
        ReportCycle,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="runs",
        verbose_name="kỳ báo cáo",
    )
    period_starts = models.DateField("kỳ từ ngày")
    as_of = models.DateField("số liệu đến ngày")
    known_at = models.DateTimeField("theo số liệu biết lúc")
    paper = models.ForeignKey(
        OfficialDocument,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="report_runs",
        verbose_name="văn bản",
    )
    state = models.CharField(
        "trạng thái", max_length=10, choices=RunState, default=RunState.QUEUED
    )
    attempt = models.PositiveSmallIntegerField("lần thử", default=0)
    attempts_allowed = models.PositiveSmallIntegerField("số lần được thử", default=MAX_ATTEMPTS)
    queued_at = models.DateTimeField("xếp hàng lúc")
    heartbeat = models.DateTimeField("còn chạy lúc", null=True, blank=True)
    progress = models.PositiveSmallIntegerField("tiến độ (%)", default=0)
    step = models.CharField("bước", max_length=100, blank=True)
    figures = models.JSONField("số liệu đã chốt", null=True, blank=True)
    body = models.JSONField("nội dung đã in", default=list, blank=True)
    file = models.FileField("tệp PDF", upload_to="reports/%Y/%m", blank=True)
    error = models.TextField("lỗi", blank=True)
    finished_at = models.DateTimeField("xong lúc", null=True, blank=True)
    requested_at = models.DateTimeField("yêu cầu lúc", auto_now_add=True)
    requested_by = models.ForeignKey(
        User, models.PROTECT, related_name="report_runs", verbose_name="người yêu cầu"
    )

    objects = ReportRunQuerySet.as_manager()

    class Meta:
        verbose_name = "lần lập báo cáo"
        verbose_name_plural = "lần lập báo cáo"
        ordering = ["-requested_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "kind", "agency"],
                condition=Q(commune=None),
                name="report_run_once_a_cycle",
            ),
            models.UniqueConstraint(
                fields=["cycle", "kind", "agency", "commune"],
                condition=Q(commune__isnull=False),
                name="report_run_of_commune_once_a_cycle",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} – {self.subject} – {self.period}"

    @property
    def subject(self) -> str:
        """Whom it is about: the commune of a sheet, else who reports."""
        return str(self.commune or self.agency)

    @property
    def is_settled(self) -> bool:
        return self.state in {RunState.DONE, RunState.FAILED}

    @property
    def is_left_waiting(self) -> bool:
        """Queued for longer than its turn takes: no worker seems to be there."""
        patience = dt.timedelta(seconds=PATIENCE * settings.RUN_EXPIRES)
        return self.state == RunState.QUEUED and timezone.now() - self.queued_at > patience

    @property
    def period(self) -> str:
        """«6 tháng đầu năm 2024», «năm 2024»; of a report without a round the day of its figures."""
        if self.kind in OF_A_DAY:
            return f"đến ngày {day(self.as_of)}"
        if self.kind in OF_A_YEAR:
            return f"năm {self.period_starts.year}"
        return period(self.period_starts)

    @property
    def file_stem(self) -> str:
        """A name for downloads, plain letters only: every machine keeps it whole."""
        words = search_key(f"bao cao {self.subject} {self.period}").replace("/", "-")
        return words.replace(" ", "-")

    @property
    def file_name(self) -> str:
        return f"{self.file_stem}.pdf"
