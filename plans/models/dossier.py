"""Districts and villages on their way to recognition, and whether a district has its own programme."""

from django.db import models
from django.db.models import Q

from communes.models import Agency, Commune, District, MemberQuerySet, Span, SpanQuerySet
from criteria.choices import Level
from documents.models import OfficialDocument
from plans.choices import DossierStage
from plans.models.base import Kept


class Village(Kept, Span):
    """A village (thôn, bản) of a commune for a span of days."""

    commune = models.ForeignKey(Commune, models.PROTECT, related_name="villages")
    name = models.CharField("thôn, bản", max_length=100)
    households = models.PositiveIntegerField("số hộ", null=True, blank=True)
    poor_households = models.PositiveIntegerField("số hộ nghèo", null=True, blank=True)

    objects = SpanQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = "thôn, bản"
        verbose_name_plural = "thôn, bản"
        ordering = ["commune", "name"]
        constraints = [
            models.UniqueConstraint(fields=["commune", "name", "starts"], name="village_once")
        ]

    def __str__(self) -> str:
        return self.name


class Dossier(Kept):
    """How far a district or a village is at a level for a year; recognised by a decision of a day."""

    district = models.ForeignKey(
        District, models.PROTECT, null=True, blank=True, related_name="dossiers"
    )
    village = models.ForeignKey(
        Village, models.PROTECT, null=True, blank=True, related_name="dossiers"
    )
    level = models.CharField("mức", max_length=10, choices=Level)
    year = models.PositiveSmallIntegerField("năm đạt chuẩn", null=True, blank=True)
    stage = models.CharField("hồ sơ", max_length=15, choices=DossierStage)
    stage_on = models.DateField("đến bước này ngày", null=True, blank=True)
    decided_on = models.DateField("ngày quyết định", null=True, blank=True)
    paper = models.ForeignKey(
        OfficialDocument, models.PROTECT, null=True, blank=True, related_name="dossiers"
    )
    source = models.CharField("nguồn", max_length=500, blank=True)
    confidence = models.CharField("độ tin cậy", max_length=10, default="sourced")
    note = models.CharField("ghi chú", max_length=500, blank=True)

    class Meta:
        verbose_name = "hồ sơ công nhận huyện, thôn"
        verbose_name_plural = "hồ sơ công nhận huyện, thôn"
        ordering = ["district", "village", "year", "pk"]
        constraints = [
            models.CheckConstraint(
                name="dossier_is_of_a_district_or_a_village",
                condition=Q(district__isnull=False, village=None)
                | Q(district=None, village__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["district", "level"],
                condition=Q(district__isnull=False),
                name="dossier_of_a_district_once",
            ),
            models.UniqueConstraint(
                fields=["village", "level"],
                condition=Q(village__isnull=False),
                name="dossier_of_a_village_once",
            ),
        ]


class DistrictProgramme(models.Model):
    """A district has issued its own programme or plan for the year (QĐ 645, Điều 2.3)."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="district_programmes")
    year = models.PositiveSmallIntegerField("năm")
    paper = models.ForeignKey(OfficialDocument, models.PROTECT, related_name="district_programmes")
    note = models.CharField("ghi chú", max_length=300, blank=True)
    illustrative = models.BooleanField("số liệu minh họa", default=False)

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = "chương trình của huyện"
        verbose_name_plural = "chương trình của huyện"
        ordering = ["year", "agency"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "year", "paper"], name="district_programme_once"
            )
        ]
