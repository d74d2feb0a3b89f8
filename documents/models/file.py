from django.db import models

from accounts.models import User
from communes.models import MemberQuerySet


def place_of(stored: "StoredFile", name: str) -> str:  # noqa: ARG001 -- Django's own signature
    """Under its hash, so that the same bytes are kept once and no name leads outside."""
    return f"files/{stored.sha256[:2]}/{stored.sha256}"


class StoredFile(models.Model):
    """The original bytes of a file, kept once under their SHA-256; served only through a view."""

    sha256 = models.CharField("SHA-256", max_length=64, unique=True)
    content = models.FileField("nội dung", upload_to=place_of, max_length=200)
    name = models.CharField("tên tệp", max_length=255)
    media_type = models.CharField("loại", max_length=100)
    size = models.PositiveBigIntegerField("dung lượng (byte)")
    pages = models.PositiveIntegerField("số trang", null=True, blank=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField("ghi lúc", auto_now_add=True)

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = "tệp"
        verbose_name_plural = "tệp"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name
