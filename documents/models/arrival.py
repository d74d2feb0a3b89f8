from django.db import models

from communes.models import Agency
from documents.models.paper import OfficialDocument


class Arrival(models.Model):
    """A paper's entry in an office's incoming register (dấu ĐẾN)."""

    paper = models.ForeignKey(OfficialDocument, models.PROTECT, related_name="arrivals")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="arrivals")
    number = models.CharField("số đến", max_length=11, blank=True)
    arrived_on = models.DateField("ngày đến", null=True, blank=True)
    forwarded_to = models.CharField("chuyển", max_length=300, blank=True)
    file_number = models.CharField("lưu hồ sơ số", max_length=50, blank=True)
    note = models.CharField("ghi chú", max_length=500, blank=True)

    class Meta:
        verbose_name = "văn bản đến"
        verbose_name_plural = "văn bản đến"
        ordering = ["-arrived_on", "-pk"]
