from django.db import models

from accounts.constraints import ends_after_it_starts
from communes.models import Agency, MemberQuerySet, Span, SpanQuerySet
from communes.names import search_key
from documents.models import OfficialDocument
from plans.choices import GroupRule


class AgencyGroup(models.Model):
    """A group in words («các sở, ban ngành», «Thành viên Ban Chỉ đạo»): whom it means depends on the day."""

    slug = models.SlugField("khóa", max_length=60, unique=True)
    name = models.CharField("tên", max_length=200)
    rule = models.CharField("gồm", max_length=12, choices=GroupRule)
    other_names = models.JSONField("cách viết khác", default=list, blank=True)
    note = models.CharField("ghi chú", max_length=300, blank=True)

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = "nhóm cơ quan"
        verbose_name_plural = "nhóm cơ quan"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def keys(self) -> set[str]:
        """Under which it is found in a paper's words, without diacritics."""
        return {search_key(name) for name in (self.name, *self.other_names)}


class GroupMember(Span):
    """An agency belongs to a group by list (rule LISTED) for a span of days."""

    group = models.ForeignKey(AgencyGroup, models.CASCADE, related_name="members")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="groups")
    paper = models.ForeignKey(
        OfficialDocument, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = SpanQuerySet.as_manager()

    class Meta:
        verbose_name = "thành viên nhóm"
        verbose_name_plural = "thành viên nhóm"
        ordering = ["group", "agency"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "agency", "starts"], name="group_member_once_a_day"
            ),
            ends_after_it_starts("group_member_ends_after_it_starts"),
        ]
