"""All reports of a round: asked for in one go, bound together at the end, owed by those who make them."""

from django.db import models
from django.db.models import Q

from accounts.models import User
from communes.models import Agency, District, MemberQuerySet
from communes.names import search_key
from criteria.models import CriteriaSet, Round
from documents.models.claimed import ClaimedQuerySet
from plans.models import DutyItem
from reports.choices import CycleState, Kind, RunState

LIVING = (CycleState.RUNNING, CycleState.PAUSED)


class ReportCycle(models.Model):
    """The reports of a round made in one go: every figure of one moment (`as_of`, `known_at`).

    Its runs are the queue; workers take one after another. `standing`: reports that were before a signer or
    out already, which the cycle leaves as they are. `asked` and `dropped` count reports.
    """

    round = models.ForeignKey(
        Round, models.PROTECT, related_name="report_cycles", verbose_name="kỳ đánh giá"
    )
    kinds = models.JSONField("loại báo cáo", default=list)
    districts = models.ManyToManyField(
        District, blank=True, related_name="+", verbose_name="chỉ các huyện"
    )
    criteria_set = models.ForeignKey(CriteriaSet, models.PROTECT, related_name="+")
    as_of = models.DateField("số liệu đến ngày")
    known_at = models.DateTimeField("theo số liệu biết lúc")
    state = models.CharField(
        "trạng thái", max_length=10, choices=CycleState, default=CycleState.RUNNING
    )
    asked = models.PositiveSmallIntegerField("số báo cáo", default=0)
    dropped = models.PositiveSmallIntegerField("số báo cáo không lập do hủy", default=0)
    standing = models.ManyToManyField("reports.ReportRun", blank=True, related_name="+")
    called_at = models.DateTimeField("gọi hệ thống nền lúc")
    resumed_at = models.DateTimeField("chạy tiếp lúc")
    taken_at = models.DateTimeField("nhận báo cáo gần nhất lúc", null=True, blank=True)
    started_at = models.DateTimeField("bắt đầu lúc", auto_now_add=True)
    started_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="người bắt đầu"
    )
    ended_at = models.DateTimeField("kết thúc lúc", null=True, blank=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = "kỳ báo cáo"
        verbose_name_plural = "kỳ báo cáo"
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round"], condition=Q(state__in=LIVING), name="report_cycle_one_lives"
            ),
            models.CheckConstraint(
                name="report_cycle_ended_at_and_by",
                condition=Q(ended_by=None) | Q(ended_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"mọi báo cáo {self.round}"

    @property
    def is_living(self) -> bool:
        return self.state in LIVING


class CycleVolume(models.Model):
    """What a cycle made, bound together by a worker: a ZIP and one PDF to print. Claimed as runs are."""

    cycle = models.ForeignKey(ReportCycle, models.PROTECT, related_name="volumes")
    state = models.CharField(
        "trạng thái", max_length=10, choices=RunState, default=RunState.QUEUED
    )
    attempt = models.PositiveSmallIntegerField("lần thử", default=0)
    queued_at = models.DateTimeField("xếp hàng lúc")
    heartbeat = models.DateTimeField("còn chạy lúc", null=True, blank=True)
    progress = models.PositiveSmallIntegerField("tiến độ (%)", default=0)
    step = models.CharField("bước", max_length=100, blank=True)
    archive = models.FileField("tệp ZIP", max_length=200, blank=True)
    book = models.FileField("tệp in", max_length=200, blank=True)
    count = models.PositiveSmallIntegerField("số báo cáo", default=0)
    error = models.TextField("lỗi", blank=True)
    finished_at = models.DateTimeField("xong lúc", null=True, blank=True)

    objects = ClaimedQuerySet.as_manager()

    class Meta:
        verbose_name = "tập báo cáo"
        verbose_name_plural = "tập báo cáo"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"Tập báo cáo {self.cycle.round}"

    @property
    def is_settled(self) -> bool:
        return self.state in {RunState.DONE, RunState.FAILED}

    @property
    def stem(self) -> str:
        """A name for the downloads, plain letters only."""
        return search_key(f"bao cao {self.cycle.round}").replace("/", "-").replace(" ", "-")


class OwedReport(models.Model):
    """Who owes which of the portal's reports for a round; when, and whether it was sent, says the duty's item.

    `set_by`: who set another day than the round's.
    """

    kind = models.CharField("loại báo cáo", max_length=20, choices=Kind)
    round = models.ForeignKey(Round, models.PROTECT, related_name="owed_reports")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="owed_reports")
    item = models.OneToOneField(DutyItem, models.CASCADE, related_name="owed_report")
    set_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = "báo cáo phải nộp của kỳ"
        verbose_name_plural = "báo cáo phải nộp của kỳ"
        ordering = ["kind", "agency", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "round", "agency"], name="owed_report_once_a_round"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} – {self.agency} – {self.round}"
