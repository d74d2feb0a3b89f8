from django.db import models

from criteria.choices import Status
from criteria.models.catalogue import Criterion
from criteria.models.entry import StatusEntry
from criteria.models.scorecard import Round, Scorecard


class FrozenStatus(models.Model):
    """What counted on a criterion at a round's cut-off, as known when the round closed. Never edited."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="frozen")
    scorecard = models.ForeignKey(Scorecard, models.PROTECT, related_name="frozen")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="frozen")
    entry = models.ForeignKey(StatusEntry, models.PROTECT, related_name="frozen")
    status = models.CharField(max_length=15, choices=Status)

    class Meta:
        verbose_name = "kết quả đã chốt"
        verbose_name_plural = "kết quả đã chốt"
        constraints = [
            models.UniqueConstraint(
                fields=["round", "scorecard", "criterion"], name="frozen_status_once"
            )
        ]
