from typing import Any

from django.db import models

from accounts.constraints import ends_after_it_starts
from communes.choices import AgencyKind, Confidence
from communes.models.place import Commune, District
from communes.models.span import Span, SpanQuerySet
from communes.names import search_key, sort_key


class AgencyQuerySet(SpanQuerySet):
    pass


class Agency(Span):
    """An organ as it stood for a span of days: a department, a union, UBND of a district or commune."""

    slug = models.SlugField("khóa", max_length=60)
    code = models.CharField("ký hiệu", max_length=30, blank=True)
    name = models.CharField("tên", max_length=200)
    short_name = models.CharField("tên gọn", max_length=80, blank=True)
    kind = models.CharField("loại", max_length=12, choices=AgencyKind)
    superior_name = models.CharField("cơ quan chủ quản", max_length=200, blank=True)
    district = models.ForeignKey(
        District, models.PROTECT, null=True, blank=True, related_name="agencies"
    )
    commune = models.ForeignKey(
        Commune, models.PROTECT, null=True, blank=True, related_name="agencies"
    )
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name="cơ quan kế thừa",
    )
    successor_note = models.CharField("kế thừa (bằng lời)", max_length=300, blank=True)
    confidence = models.CharField(
        "độ tin cậy", max_length=10, choices=Confidence, default=Confidence.SOURCED
    )
    note = models.CharField("ghi chú", max_length=500, blank=True)
    search_key = models.CharField(max_length=400, editable=False, db_index=True)
    sort_key = models.CharField(max_length=250, editable=False, db_index=True)

    objects = AgencyQuerySet.as_manager()

    class Meta:
        verbose_name = "cơ quan, đơn vị"
        verbose_name_plural = "cơ quan, đơn vị"
        ordering = ["sort_key", "starts"]
        constraints = [
            models.UniqueConstraint(fields=["slug", "starts"], name="agency_slug_and_start"),
            ends_after_it_starts("agency_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return self.short_name or self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search_key = search_key(f"{self.name} {self.short_name} {self.code}")
        self.sort_key = sort_key(self.name)
        super().save(*args, **kwargs)

    @property
    def is_office(self) -> bool:
        return self.kind == AgencyKind.OFFICE


class AgencyAlias(models.Model):
    """Another name under which papers know an agency."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="aliases")
    name = models.CharField("tên khác", max_length=200)
    search_key = models.CharField(max_length=200, editable=False, db_index=True)

    class Meta:
        verbose_name = "tên khác"
        verbose_name_plural = "tên khác"
        constraints = [models.UniqueConstraint(fields=["agency", "name"], name="alias_once")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search_key = search_key(self.name)
        super().save(*args, **kwargs)
