"""Levels of recognition and the way from one criteria set to another: rules as dated data."""

from django.db import models
from django.db.models import Q

from accounts.constraints import ends_after_it_starts
from communes.choices import Confidence
from communes.models import Span, SpanQuerySet
from criteria.choices import Kinship, Level
from criteria.models.catalogue import CriteriaSet, Criterion, Indicator
from documents.models import OfficialDocument


class LevelRule(Span):
    """What a level asks in a period, and when it is taken back (QĐ 18/2022/QĐ-TTg).

    To be recognised a commune meets every criterion of `criteria_set` and holds `requires`; the
    ladder belongs to its period (QĐ 691/QĐ-TTg asked no «nâng cao» of «kiểu mẫu»). It loses the
    level when the share of criteria of `measured_on` that fail, in percent, reaches
    `revoke_share_any`, or reaches `revoke_share_key` and one of `key_criteria` is among them.
    Blank shares: no rule of revocation is known.
    """

    level = models.CharField("mức", max_length=10, choices=Level)
    criteria_set = models.ForeignKey(
        CriteriaSet,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="level_rules",
        verbose_name="bộ tiêu chí phải đạt",
    )
    requires = models.CharField("phải đang giữ mức", max_length=10, choices=Level, blank=True)
    measured_on = models.ForeignKey(
        CriteriaSet,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="bộ tiêu chí để xét thu hồi",
    )
    revoke_share_key = models.DecimalField(
        "thu hồi từ (%), có tiêu chí then chốt",
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
    )
    revoke_share_any = models.DecimalField(
        "thu hồi từ (%)", max_digits=5, decimal_places=2, null=True, blank=True
    )
    key_criteria = models.ManyToManyField(
        Criterion, blank=True, related_name="+", verbose_name="tiêu chí then chốt"
    )
    paper = models.ForeignKey(
        OfficialDocument, models.PROTECT, null=True, blank=True, related_name="level_rules"
    )
    revoking_paper = models.ForeignKey(
        OfficialDocument, models.PROTECT, null=True, blank=True, related_name="+"
    )
    confidence = models.CharField("độ tin cậy", max_length=10, choices=Confidence)
    source = models.CharField("nguồn", max_length=500, blank=True)
    note = models.CharField("ghi chú", max_length=1000, blank=True)

    objects = SpanQuerySet.as_manager()

    class Meta:
        verbose_name = "quy định mức công nhận"
        verbose_name_plural = "quy định mức công nhận"
        ordering = ["level", "starts"]
        constraints = [
            models.UniqueConstraint(fields=["level", "starts"], name="level_rule_once_a_day"),
            ends_after_it_starts("level_rule_ends_after_it_starts"),
        ]


class Mapping(models.Model):
    """What became of a criterion, or of an indicator, from one set to another.

    Several rows tell a split or a merger; blank on one side: new, or dropped.
    """

    old_set = models.ForeignKey(CriteriaSet, models.PROTECT, related_name="mapped_to")
    new_set = models.ForeignKey(CriteriaSet, models.PROTECT, related_name="mapped_from")
    kinship = models.CharField("quan hệ", max_length=10, choices=Kinship)
    old_criterion = models.ForeignKey(
        Criterion, models.PROTECT, null=True, blank=True, related_name="+"
    )
    new_criterion = models.ForeignKey(
        Criterion, models.PROTECT, null=True, blank=True, related_name="+"
    )
    old_indicator = models.ForeignKey(
        Indicator, models.PROTECT, null=True, blank=True, related_name="+"
    )
    new_indicator = models.ForeignKey(
        Indicator, models.PROTECT, null=True, blank=True, related_name="+"
    )
    note = models.CharField("ghi chú", max_length=500, blank=True)
    confidence = models.CharField("độ tin cậy", max_length=10, choices=Confidence)
    source = models.CharField("nguồn", max_length=500, blank=True)

    class Meta:
        verbose_name = "tương ứng giữa hai bộ tiêu chí"
        verbose_name_plural = "tương ứng giữa hai bộ tiêu chí"
        ordering = ["old_set", "new_set", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["old_set", "new_set", "old_criterion", "new_criterion"],
                condition=Q(old_indicator=None, new_indicator=None),
                name="mapping_of_criteria_once",
            ),
            models.UniqueConstraint(
                fields=["old_set", "new_set", "old_indicator", "new_indicator"],
                condition=Q(old_indicator__isnull=False) | Q(new_indicator__isnull=False),
                name="mapping_of_indicators_once",
            ),
            models.CheckConstraint(
                name="mapping_has_a_side",
                condition=Q(old_criterion__isnull=False) | Q(new_criterion__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        old = self.old_indicator or self.old_criterion or "–"
        return f"{old} → {self.new_indicator or self.new_criterion or '–'}"
