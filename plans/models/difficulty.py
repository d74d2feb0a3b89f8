"""Difficulties (khó khăn, vướng mắc): raised, answered, escalated, closed by who raised them."""

from django.db import models

from communes.models import Agency
from plans.choices import DifficultyState, StepKind
from plans.models.base import About, Kept, Told
from plans.models.programme import Task


class Difficulty(Kept, About):
    """Raised by an agency (a commune's own too), addressed to another that answers by a day.

    `state`, `addressed_to`, `answer_by` are those of its last step; the steps are the truth.
    """

    raised_by = models.ForeignKey(
        Agency, models.PROTECT, related_name="difficulties", verbose_name="đơn vị nêu"
    )
    addressed_to = models.ForeignKey(
        Agency, models.PROTECT, related_name="asked_difficulties", verbose_name="đơn vị trả lời"
    )
    task = models.ForeignKey(
        Task, models.PROTECT, null=True, blank=True, related_name="difficulties"
    )
    title = models.CharField("vướng mắc", max_length=300)
    raised_on = models.DateField("ngày nêu")
    answer_by = models.DateField("hạn trả lời", null=True, blank=True)
    state = models.CharField(
        "tình trạng", max_length=10, choices=DifficultyState, default=DifficultyState.OPEN
    )

    class Meta(About.Meta):
        abstract = False
        verbose_name = "khó khăn, vướng mắc"
        verbose_name_plural = "khó khăn, vướng mắc"
        ordering = ["-raised_on", "-pk"]

    def __str__(self) -> str:
        return self.title


class DifficultyStep(Told):
    """What somebody did with a difficulty; `agency` is who did it, `to` whom it now waits for."""

    difficulty = models.ForeignKey(Difficulty, models.PROTECT, related_name="steps")
    kind = models.CharField("việc", max_length=10, choices=StepKind)
    words = models.TextField("nội dung", blank=True)
    to = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")
    answer_by = models.DateField("hạn trả lời", null=True, blank=True)

    class Meta(Told.Meta):
        abstract = False
        verbose_name = "bước xử lý vướng mắc"
        verbose_name_plural = "bước xử lý vướng mắc"
