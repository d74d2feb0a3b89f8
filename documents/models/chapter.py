"""Chapters of one long print, while it is made: whoever is free takes the next."""

from django.db import models

from documents.choices import PrintState
from documents.models.claimed import ClaimedPrint, ClaimedQuerySet


class PrintChapterQuerySet(ClaimedQuerySet["PrintChapter"]):
    """Chapters as workers claim them."""


class PrintChapter(ClaimedPrint):
    """The page of a chapter, and its PDF once printed. The rows go when the print (`job`) is joined."""

    job = models.UUIDField("lần in", db_index=True, editable=False)
    place = models.PositiveSmallIntegerField("thứ tự")
    weight = models.PositiveIntegerField("độ dài ước tính")
    html = models.TextField("trang in")
    content = models.BinaryField("bản in", null=True, blank=True)

    objects = PrintChapterQuerySet.as_manager()

    class Meta:
        verbose_name = "phần của bản in"
        verbose_name_plural = "phần của bản in"
        ordering = ["job", "place"]
        constraints = [
            models.UniqueConstraint(fields=["job", "place"], name="print_chapter_once"),
            models.CheckConstraint(
                name="print_chapter_done_has_its_print",
                condition=~models.Q(state=PrintState.DONE) | models.Q(content__isnull=False),
            ),
        ]
