import datetime as dt
from typing import Self

from django.db import models
from django.db.models import OuterRef, Q, Subquery

from accounts.models import User
from communes.choices import Confidence
from communes.models import Commune, CommuneClass, District, MemberQuerySet, Province, SpanQuerySet
from criteria.choices import RoundKind, Subject
from criteria.models.catalogue import CriteriaSet
from documents.models import OfficialDocument


class ScorecardQuerySet(MemberQuerySet):
    def with_class(self, day: dt.date) -> Self:
        """Each with `class_kind`: the class of its commune on that day, None where not known."""
        classes = CommuneClass.objects.on(day).filter(commune=OuterRef("commune"))
        return self.annotate(class_kind=Subquery(classes.values("kind")[:1]))


class Scorecard(models.Model):
    """One commune on one criteria set: a living record, never closed."""

    commune = models.ForeignKey(Commune, models.PROTECT, related_name="scorecards")
    criteria_set = models.ForeignKey(CriteriaSet, models.PROTECT, related_name="scorecards")

    objects = ScorecardQuerySet.as_manager()
    class_kind: str | None  # only by `with_class`
    closed: int | None  # only by `services.rounds.lock`

    class Meta:
        verbose_name = "phiếu theo dõi tiêu chí"
        verbose_name_plural = "phiếu theo dõi tiêu chí"
        constraints = [
            models.UniqueConstraint(fields=["commune", "criteria_set"], name="scorecard_once")
        ]

    def __str__(self) -> str:
        return f"{self.commune} – {self.criteria_set}"


class StatedCount(models.Model):
    """A figure that a source states without naming what it counts («10/19»); never entries."""

    subject = models.CharField("đếm gì", max_length=20, choices=Subject)
    criteria_set = models.ForeignKey(
        CriteriaSet, models.PROTECT, null=True, blank=True, related_name="stated_counts"
    )
    commune = models.ForeignKey(
        Commune, models.PROTECT, null=True, blank=True, related_name="stated_counts"
    )
    district = models.ForeignKey(
        District, models.PROTECT, null=True, blank=True, related_name="stated_counts"
    )
    province = models.ForeignKey(
        Province, models.PROTECT, null=True, blank=True, related_name="stated_counts"
    )
    value = models.DecimalField("giá trị", max_digits=8, decimal_places=1)
    out_of = models.PositiveSmallIntegerField("trên tổng số", null=True, blank=True)
    as_of = models.DateField("tính đến ngày")
    derived = models.BooleanField("suy ra, không ghi trong nguồn", default=False)
    text = models.CharField("nguyên văn, nguồn", max_length=500)
    confidence = models.CharField(max_length=10, choices=Confidence, default=Confidence.SOURCED)
    paper = models.ForeignKey(
        OfficialDocument,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="stated_counts",
    )

    class Meta:
        verbose_name = "số liệu nêu trong nguồn"
        verbose_name_plural = "số liệu nêu trong nguồn"
        ordering = ["as_of", "pk"]
        constraints = [
            models.CheckConstraint(
                name="stated_count_is_about_one_place",
                condition=Q(commune__isnull=False, district=None, province=None)
                | Q(commune=None, district__isnull=False, province=None)
                | Q(commune=None, district=None, province__isnull=False),
            ),
        ]


class RoundQuerySet(SpanQuerySet):
    def regular(self) -> Self:
        """Half-years and years: what is compared from one to the next."""
        return self.exclude(kind=RoundKind.ON_DEMAND)


class Round(models.Model):
    """A half-year or a year in which every commune's file is due, or one on demand; its days are data.

    `places` names the communes of a round on demand; empty: all. By when a file should be with whom
    (`submit_by`, `verify_by`, `appraise_by`, `closes_on`) the office sets; blank: not set.
    """

    kind = models.CharField("loại", max_length=10, choices=RoundKind)
    year = models.PositiveSmallIntegerField("năm")
    name = models.CharField("tên", max_length=100)
    starts = models.DateField("mở")
    ends = models.DateField("chốt số liệu")
    submit_by = models.DateField("hạn xã gửi hồ sơ", null=True, blank=True)
    verify_by = models.DateField("hạn thẩm tra", null=True, blank=True)
    appraise_by = models.DateField("hạn thẩm định", null=True, blank=True)
    closes_on = models.DateField("hạn đóng", null=True, blank=True)
    places = models.ManyToManyField(
        Commune, blank=True, related_name="+", verbose_name="các xã của kỳ đột xuất"
    )
    closed_at = models.DateTimeField("đóng lúc", null=True, blank=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField("ghi chú", max_length=300, blank=True)

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = "kỳ đánh giá"
        verbose_name_plural = "kỳ đánh giá"
        ordering = ["-ends"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "year"],
                condition=~Q(kind=RoundKind.ON_DEMAND),
                name="round_once_a_period",
            ),
            models.CheckConstraint(
                name="round_closed_at_and_by",
                condition=Q(closed_at=None, closed_by=None)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def days_left(self, today: dt.date) -> int:
        return (self.ends - today).days
