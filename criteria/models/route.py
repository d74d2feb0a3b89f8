"""The steps that a file passes, by date: districts verified until 30/6/2025."""

from django.db import models

from accounts.constraints import ends_after_it_starts
from communes.choices import Confidence
from communes.models import Span, SpanQuerySet
from criteria.choices import Stage


class RouteStep(Span):
    """On the days of its span a file submitted passes this stage. Who speaks there, `permissions.mandates` says."""

    stage = models.PositiveSmallIntegerField("cấp", choices=Stage)
    confidence = models.CharField("độ tin cậy", max_length=10, choices=Confidence)
    source = models.CharField("nguồn", max_length=500, blank=True)
    note = models.CharField("ghi chú", max_length=500, blank=True)

    objects = SpanQuerySet.as_manager()

    class Meta:
        verbose_name = "bước của hồ sơ kỳ"
        verbose_name_plural = "bước của hồ sơ kỳ"
        ordering = ["starts", "stage"]
        constraints = [
            models.UniqueConstraint(fields=["stage", "starts"], name="route_step_once_a_day"),
            ends_after_it_starts("route_step_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return str(self.get_stage_display())
