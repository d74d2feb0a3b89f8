"""Who inside an agency does what: offices with their part, and the people who look after communes."""

from django.db import models

from accounts.constraints import ends_after_it_starts
from accounts.models import User
from communes.models import Agency, Commune, Span, SpanQuerySet
from documents.models import OfficialDocument
from plans.choices import ContactKind
from plans.models.base import Kept


class AgencyOffice(Kept, Span):
    """An office (phòng) inside an agency with the part that the plan gives it."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="offices")
    order = models.PositiveSmallIntegerField("thứ tự", default=1)
    name = models.CharField("phòng, bộ phận", max_length=200)
    leads = models.BooleanField("chủ trì", default=False)
    part = models.TextField("việc được giao", blank=True)
    paper = models.ForeignKey(
        OfficialDocument, models.PROTECT, null=True, blank=True, related_name="agency_offices"
    )

    objects = SpanQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = "phòng, bộ phận của đơn vị"
        verbose_name_plural = "phòng, bộ phận của đơn vị"
        ordering = ["agency", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "name", "starts"], name="agency_office_once"
            ),
            ends_after_it_starts("agencyoffice_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return self.name


class Contact(Kept, Span):
    """A person who looks after a commune (or all communes of the agency, where blank) for a span.

    Telephone and e-mail are personal: shown to the office, to the agency and to the commune.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="contacts")
    commune = models.ForeignKey(
        Commune, models.PROTECT, null=True, blank=True, related_name="contacts"
    )
    kind = models.CharField("vai", max_length=8, choices=ContactKind)
    name = models.CharField("họ và tên", max_length=100)
    post = models.CharField("chức vụ", max_length=150, blank=True)
    unit_name = models.CharField("phòng, bộ phận", max_length=200, blank=True)
    phone = models.CharField("điện thoại", max_length=30, blank=True)
    email = models.EmailField("thư điện tử", blank=True)
    user = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="contacts")

    objects = SpanQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = "đầu mối, tổ công tác"
        verbose_name_plural = "đầu mối, tổ công tác"
        ordering = ["agency", "kind", "pk"]
        constraints = [ends_after_it_starts("contact_ends_after_it_starts")]

    def __str__(self) -> str:
        return self.name
