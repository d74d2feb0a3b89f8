import datetime as dt
from typing import Any, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q

from accounts.models import User


class MemberQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Everything for members, nothing for strangers."""
        from communes.models.membership import is_member  # noqa: PLC0415 -- memberships point at these rows

        return self.all() if is_member(user) else self.none()


class SpanQuerySet(MemberQuerySet):
    def on(self, day: dt.date) -> Self:
        """Those that exist on that day."""
        return self.filter(starts__lte=day).filter(Q(ends=None) | Q(ends__gte=day))

    def overlapping(self, starts: dt.date, ends: dt.date | None) -> Self:
        """Those that share a day with the span."""
        rows = self.filter(Q(ends=None) | Q(ends__gte=starts))
        return rows.filter(starts__lte=ends) if ends else rows


class Span(models.Model):
    """Something that exists from one day to another, both included; no end means until now."""

    starts = models.DateField("từ ngày")
    ends = models.DateField("đến ngày", null=True, blank=True)

    class Meta:
        abstract = True

    def covers(self, day: dt.date) -> bool:
        return self.starts <= day and (self.ends is None or day <= self.ends)
