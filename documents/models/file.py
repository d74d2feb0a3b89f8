from typing import Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import Q
from django.utils.module_loading import import_string

from accounts.models import User
from communes.choices import AgencyKind
from communes.models import held_by


def place_of(stored: "StoredFile", name: str) -> str:  # noqa: ARG001 -- Django's own signature
    """Under its hash, so that the same bytes are kept once and no name leads outside."""
    return f"files/{stored.sha256[:2]}/{stored.sha256}"


def storage_of_files() -> Storage:
    """A place that overwrites: under one hash lie always the same bytes."""
    return storages["files"]


class StoredFileQuerySet(models.QuerySet["StoredFile"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Who gave it, the office, and whom something that rests on it is shown to.

        Upper apps say what rests on files: `settings.FILE_READERS` names functions that take a user and
        answer the keys of the files they may see.
        """
        held = held_by(user)
        if not held:
            return self.none()
        if any(one.agency.kind == AgencyKind.OFFICE for one in held):
            return self.all()
        shown = Q(by=user)
        for path in settings.FILE_READERS:
            shown |= Q(pk__in=import_string(path)(user))
        return self.filter(shown)


class StoredFile(models.Model):
    """The original bytes of a file, kept once under their SHA-256; served only through a view."""

    sha256 = models.CharField("SHA-256", max_length=64, unique=True)
    content = models.FileField(
        "nội dung", upload_to=place_of, storage=storage_of_files, max_length=200
    )
    name = models.CharField("tên tệp", max_length=255)
    media_type = models.CharField("loại", max_length=100)
    size = models.PositiveBigIntegerField("dung lượng (byte)")
    pages = models.PositiveIntegerField("số trang", null=True, blank=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField("ghi lúc", auto_now_add=True)

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        verbose_name = "tệp"
        verbose_name_plural = "tệp"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_picture(self) -> bool:
        return self.media_type.startswith("image/")

    @property
    def is_pdf(self) -> bool:
        return self.media_type == "application/pdf"

    @property
    def ending(self) -> str:
        """«PDF», «DOCX»: the kind in a word."""
        return self.name.rpartition(".")[2].upper()[:5]
