from django.db import models
from django.db.models import Q

from communes.models import MemberQuerySet
from documents.models import StoredFile
from plans.models.difficulty import DifficultyStep
from plans.models.progress import TaskProgress
from plans.models.support import SupportAction


class Attachment(models.Model):
    """A file behind a word of progress, a support action or a step of a difficulty; every member may see it."""

    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="attachments")
    name = models.CharField("tên tệp", max_length=255, help_text="tên lúc nộp ở đây")
    note = models.CharField("ghi chú", max_length=300, blank=True)
    progress = models.ForeignKey(
        TaskProgress, models.PROTECT, null=True, blank=True, related_name="attachments"
    )
    action = models.ForeignKey(
        SupportAction, models.PROTECT, null=True, blank=True, related_name="attachments"
    )
    step = models.ForeignKey(
        DifficultyStep, models.PROTECT, null=True, blank=True, related_name="attachments"
    )
    recorded_at = models.DateTimeField("ghi lúc", auto_now_add=True)
    by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = "tệp kèm theo"
        verbose_name_plural = "tệp kèm theo"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="attachment_stands_behind_one_thing",
                condition=Q(progress__isnull=False, action=None, step=None)
                | Q(progress=None, action__isnull=False, step=None)
                | Q(progress=None, action=None, step__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.name
