from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F

from accounts.models import User
from communes.models import Agency, held_by
from communes.names import search_key
from criteria.models import CriteriaSet
from documents.models import OfficialDocument
from documents.models.claimed import ATTEMPTS, ClaimedQuerySet
from reports.choices import Kind, RunState
from reports.words import period

MAX_ATTEMPTS = ATTEMPTS


class ReportRunQuerySet(ClaimedQuerySet["ReportRun"]):
    tries = F("attempts_allowed")

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """A draft stays with its agency, whoever asked for it and the office; what is out is read by members."""
        held = held_by(user)
        if any(one.agency.is_office for one in held):
            return self.all()
        papers = OfficialDocument.objects.visible_to(user)
        return self.filter(paper__in=papers)


class ReportRun(models.Model):
    """One report made: its figures are gathered and frozen once, printed from then on. The row is the queue's truth."""

    kind = models.CharField("loại báo cáo", max_length=20, choices=Kind)
    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="report_runs", verbose_name="cơ quan"
    )
    criteria_set = models.ForeignKey(CriteriaSet, models.PROTECT, related_name="report_runs")
    period_starts = models.DateField("kỳ từ ngày")
    as_of = models.DateField("số liệu đến ngày")
    known_at = models.DateTimeField("theo số liệu biết lúc")
    paper = models.OneToOneField(OfficialDocument, models.PROTECT, related_name="report_run")
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

    def __str__(self) -> str:
        return f"{self.get_kind_display()} – {self.agency} – {self.period}"

    @property
    def is_settled(self) -> bool:
        return self.state in {RunState.DONE, RunState.FAILED}

    @property
    def period(self) -> str:
        return period(self.period_starts)

    @property
    def file_name(self) -> str:
        """A name for the download, plain letters only: every machine keeps it whole."""
        words = search_key(f"bao cao {self.agency} {self.period}").replace(" ", "-")
        return f"{words}.pdf"
