from django.db import models

from accounts.constraints import ends_after_it_starts
from communes.choices import Confidence
from communes.models import Agency, Commune, Span, SpanQuerySet
from criteria.choices import Duty
from criteria.models.catalogue import Indicator
from documents.models import OfficialDocument


class MandateQuerySet(SpanQuerySet):
    pass


class SponsorAssignment(Span):
    """An agency stands behind a commune for a span of days, by a decision; duty maybe unknown."""

    commune = models.ForeignKey(Commune, models.PROTECT, related_name="sponsorships")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="sponsorships")
    duty = models.CharField("nhiệm vụ", max_length=10, choices=Duty, blank=True)
    paper = models.ForeignKey(OfficialDocument, models.PROTECT, related_name="sponsorships")
    carried_on = models.BooleanField(
        "chuyển tiếp, danh sách của quyết định mới chưa nhập", default=False
    )
    note = models.CharField("ghi chú", max_length=500, blank=True)

    objects = MandateQuerySet.as_manager()

    class Meta:
        verbose_name = "phân công"
        verbose_name_plural = "phân công"
        ordering = ["agency", "commune", "starts"]
        constraints = [
            models.UniqueConstraint(
                fields=["commune", "agency", "starts"], name="assignment_once_a_day"
            ),
            ends_after_it_starts("assignment_ends_after_it_starts"),
        ]

    @property
    def duty_words(self) -> str:
        return self.get_duty_display() or "chưa rõ nhiệm vụ"


class Responsibility(Span):
    """An agency answers for an indicator in the whole province for a span of days."""

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="responsibilities")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="responsibilities")
    confidence = models.CharField("độ tin cậy", max_length=10, choices=Confidence)
    source = models.CharField("nguồn", max_length=500, blank=True)
    paper = models.ForeignKey(
        OfficialDocument,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="responsibilities",
    )

    objects = MandateQuerySet.as_manager()

    class Meta:
        verbose_name = "cơ quan phụ trách chỉ tiêu"
        verbose_name_plural = "cơ quan phụ trách chỉ tiêu"
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "agency", "starts"],
                name="responsibility_once_a_day",
            ),
            ends_after_it_starts("responsibility_ends_after_it_starts"),
        ]
