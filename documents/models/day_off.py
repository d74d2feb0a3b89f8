from django.db import models

from accounts.models import User


class DayOff(models.Model):
    """A day on which offices are closed though the calendar says otherwise, or open though it says closed.

    The yearly announcements of swapped days and of the Tết holiday: kept by the coordination office.
    """

    day = models.DateField("ngày", unique=True)
    works = models.BooleanField("làm việc", default=False)
    name = models.CharField("lý do", max_length=200)
    source = models.CharField("nguồn", max_length=300, blank=True)
    recorded_at = models.DateTimeField("ghi lúc", auto_now_add=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "ngày nghỉ, ngày làm bù"
        verbose_name_plural = "ngày nghỉ, ngày làm bù"
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y} {self.name}"
