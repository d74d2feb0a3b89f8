import datetime as dt
from typing import Self

from django.db import models
from django.db.models import F, Q

from communes.choices import Confidence
from communes.models import Commune, MemberQuerySet
from criteria.choices import Level
from documents.models import OfficialDocument


def holds(since: dt.date, revoked_on: dt.date | None, day: dt.date) -> bool:
    """Known to hold on that day and not revoked: what `RecognitionQuerySet.on` asks."""
    return since <= day and (revoked_on is None or revoked_on > day)


class RecognitionQuerySet(MemberQuerySet):
    def on(self, day: dt.date) -> Self:
        """The recognitions alive on that day: known to hold and not revoked."""
        return self.filter(since__lte=day).filter(Q(revoked_on=None) | Q(revoked_on__gt=day))


class Recognition(models.Model):
    """A commune is recognised at a level for a year of the standard; it may be revoked.

    `decided_on` is the day of the decision, if known. `since` is the day from which it counts:
    that day, or the day of the source that tells of it.
    """

    commune = models.ForeignKey(Commune, models.PROTECT, related_name="recognitions")
    level = models.CharField("mức", max_length=10, choices=Level)
    year = models.PositiveSmallIntegerField("năm đạt chuẩn", null=True, blank=True)
    decided_on = models.DateField("ngày quyết định", null=True, blank=True)
    since = models.DateField("tính từ ngày")
    paper = models.ForeignKey(
        OfficialDocument,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="recognitions",
    )
    source = models.CharField("nguồn", max_length=500)
    confidence = models.CharField(
        "độ tin cậy", max_length=10, choices=Confidence, default=Confidence.SOURCED
    )
    illustrative = models.BooleanField("số liệu minh họa", default=False)
    revoked_on = models.DateField("thu hồi ngày", null=True, blank=True)
    revoking_paper = models.ForeignKey(
        OfficialDocument, models.PROTECT, null=True, blank=True, related_name="+"
    )
    revoked_reason = models.CharField("lý do thu hồi", max_length=300, blank=True)
    note = models.CharField("ghi chú", max_length=300, blank=True)

    objects = RecognitionQuerySet.as_manager()

    class Meta:
        verbose_name = "công nhận"
        verbose_name_plural = "công nhận"
        ordering = ["commune", "since"]
        constraints = [
            models.UniqueConstraint(
                fields=["commune", "level", "since"], name="recognition_once_a_day"
            ),
            models.CheckConstraint(
                name="recognition_revoked_after_it_was_given",
                condition=Q(revoked_on=None) | Q(revoked_on__gte=F("since")),
                violation_error_message="Ngày thu hồi phải sau ngày công nhận.",
            ),
        ]
