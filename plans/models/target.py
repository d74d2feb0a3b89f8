from django.db import models
from django.db.models import F, Q

from communes.models import Agency, Commune, Province
from criteria.choices import Level
from criteria.models import Criterion
from documents.models import OfficialDocument
from plans.choices import TargetKind
from plans.models.base import Kept


class Target(Kept):
    """What is to be reached, as a value or a range, by which year, by which paper."""

    kind = models.CharField("chỉ tiêu", max_length=20, choices=TargetKind)
    province = models.ForeignKey(
        Province, models.PROTECT, null=True, blank=True, related_name="targets"
    )
    commune = models.ForeignKey(
        Commune, models.PROTECT, null=True, blank=True, related_name="targets"
    )
    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="targets",
        verbose_name="cơ quan đặt ra",
    )
    level = models.CharField("mức", max_length=10, choices=Level, blank=True)
    criterion = models.ForeignKey(
        Criterion, models.PROTECT, null=True, blank=True, related_name="targets"
    )
    at_least = models.DecimalField("từ", max_digits=8, decimal_places=1, null=True, blank=True)
    at_most = models.DecimalField("đến", max_digits=8, decimal_places=1, null=True, blank=True)
    out_of = models.PositiveSmallIntegerField("trên tổng số", null=True, blank=True)
    below = models.PositiveSmallIntegerField("dưới mức (tiêu chí)", null=True, blank=True)
    year = models.PositiveSmallIntegerField("năm", null=True, blank=True)
    text = models.CharField("nguyên văn", max_length=500)
    paper = models.ForeignKey(OfficialDocument, models.PROTECT, related_name="targets")

    class Meta:
        verbose_name = "chỉ tiêu phấn đấu"
        verbose_name_plural = "chỉ tiêu phấn đấu"
        ordering = ["year", "pk"]
        constraints = [
            models.CheckConstraint(
                name="target_is_for_a_province_or_a_commune",
                condition=Q(province__isnull=False, commune=None)
                | Q(province=None, commune__isnull=False),
            ),
            models.CheckConstraint(
                name="target_range_runs_upwards",
                condition=Q(at_least=None) | Q(at_most=None) | Q(at_most__gte=F("at_least")),
                violation_error_message="Mức trên phải lớn hơn hoặc bằng mức dưới.",
            ),
        ]

    def __str__(self) -> str:
        return self.text
