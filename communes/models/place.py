import datetime as dt
from typing import Any, Self

from django.db import models

from accounts.constraints import ends_after_it_starts
from communes.choices import CommuneClassKind, Confidence, Extent
from communes.models.span import Span, SpanQuerySet
from communes.names import search_key, sort_key

RURAL = "xã"


class PlaceQuerySet(SpanQuerySet):
    """Places of the portal's own province count; one elsewhere is known only by its papers."""

    home = "province__home"

    def on(self, day: dt.date) -> Self:
        """Those of the portal's own province that exist on that day."""
        return super().on(day).filter(**{self.home: True})


class ProvinceQuerySet(PlaceQuerySet):
    home = "home"


class CommuneQuerySet(PlaceQuerySet):
    def on(self, day: dt.date) -> Self:
        """The rural communes (xã): what the programme measures. Towns are kept for the succession."""
        return super().on(day).filter(kind=RURAL)

    def rural_at_home(self) -> Self:
        """Those of whatever day that the programme measures or measured."""
        return self.filter(**{self.home: True}, kind=RURAL)


class Place(Span):
    """A place as it stood for a span of days: known by code and span, never by name."""

    code = models.CharField("mã GSO", max_length=10)
    name = models.CharField("tên", max_length=100)
    kind = models.CharField("loại", max_length=20)
    search_key = models.CharField(max_length=120, editable=False, db_index=True)
    sort_key = models.CharField(max_length=250, editable=False, db_index=True)
    confidence = models.CharField(
        "độ tin cậy", max_length=10, choices=Confidence, default=Confidence.SOURCED
    )
    note = models.CharField("ghi chú", max_length=500, blank=True)

    class Meta:
        abstract = True
        ordering = ["sort_key", "starts"]

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search_key = search_key(self.name)
        self.sort_key = sort_key(self.name)
        super().save(*args, **kwargs)


class Province(Place):
    home = models.BooleanField("tỉnh của cổng", default=True)

    objects = ProvinceQuerySet.as_manager()

    class Meta(Place.Meta):
        abstract = False
        verbose_name = "tỉnh"
        verbose_name_plural = "tỉnh"
        constraints = [
            models.UniqueConstraint(fields=["code", "starts"], name="province_code_and_start"),
            ends_after_it_starts("province_ends_after_it_starts"),
        ]


class District(Place):
    """A district, town or city; the tier ended on 30/6/2025 (NQ 1680/NQ-UBTVQH15)."""

    province = models.ForeignKey(Province, models.PROTECT, related_name="districts")

    objects = PlaceQuerySet.as_manager()

    class Meta(Place.Meta):
        abstract = False
        verbose_name = "huyện"
        verbose_name_plural = "huyện"
        constraints = [
            models.UniqueConstraint(fields=["code", "starts"], name="district_code_and_start"),
            ends_after_it_starts("district_ends_after_it_starts"),
        ]


class Commune(Place):
    """A commune as it stood for a span of days. A merger ends some and begins another."""

    province = models.ForeignKey(Province, models.PROTECT, related_name="communes")
    district = models.ForeignKey(
        District, models.PROTECT, null=True, blank=True, related_name="communes"
    )
    border = models.BooleanField("xã biên giới", null=True, blank=True)
    latitude = models.DecimalField("vĩ độ", max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(
        "kinh độ", max_digits=8, decimal_places=5, null=True, blank=True
    )

    objects = CommuneQuerySet.as_manager()
    class_kind: str | None  # only by `selectors.classes.communes_with_class`

    class Meta(Place.Meta):
        abstract = False
        verbose_name = "xã"
        verbose_name_plural = "xã"
        constraints = [
            models.UniqueConstraint(fields=["code", "starts"], name="commune_code_and_start"),
            ends_after_it_starts("commune_ends_after_it_starts"),
        ]

    @property
    def class_words(self) -> str:
        """The class of the day that was asked for; blank where there is none on record."""
        return str(CommuneClassKind(self.class_kind).label) if self.class_kind else ""


class CommuneAlias(models.Model):
    """Another name under which lists know a commune: an old one, an abbreviation."""

    commune = models.ForeignKey(Commune, models.CASCADE, related_name="aliases")
    name = models.CharField("tên khác", max_length=100)
    search_key = models.CharField(max_length=120, editable=False, db_index=True)
    basis = models.CharField("căn cứ", max_length=300, blank=True)

    class Meta:
        verbose_name = "tên khác của xã"
        verbose_name_plural = "tên khác của xã"
        constraints = [
            models.UniqueConstraint(fields=["commune", "name"], name="commune_alias_once")
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search_key = search_key(self.name)
        super().save(*args, **kwargs)


class Succession(models.Model):
    """What became of a commune: all or part of it went into another."""

    old = models.ForeignKey(Commune, models.PROTECT, related_name="successions")
    new = models.ForeignKey(Commune, models.PROTECT, related_name="origins")
    on = models.DateField("từ ngày")
    extent = models.CharField("phần", max_length=10, choices=Extent)
    basis = models.CharField("căn cứ", max_length=300)

    class Meta:
        verbose_name = "sáp nhập / chia tách"
        verbose_name_plural = "sáp nhập / chia tách"
        constraints = [
            models.UniqueConstraint(fields=["old", "new", "on"], name="succession_once"),
        ]


class CommuneClass(Span):
    """The class of a commune for a span of days; thresholds use the class on the day asked for."""

    commune = models.ForeignKey(Commune, models.PROTECT, related_name="classes")
    kind = models.CharField("phân loại", max_length=10, choices=CommuneClassKind)
    basis = models.CharField("căn cứ", max_length=300)
    confidence = models.CharField(max_length=10, choices=Confidence, default=Confidence.SOURCED)

    objects = SpanQuerySet.as_manager()

    class Meta:
        verbose_name = "phân loại xã"
        verbose_name_plural = "phân loại xã"
        constraints = [
            models.UniqueConstraint(fields=["commune", "starts"], name="commune_class_once_a_day"),
            ends_after_it_starts("commune_class_ends_after_it_starts"),
        ]
