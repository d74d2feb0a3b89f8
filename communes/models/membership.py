import datetime as dt
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q

from accounts.calendar import working_day
from accounts.choices import Role
from accounts.constraints import ends_after_it_starts
from accounts.models import Delegation, User
from communes.models.agency import Agency
from communes.models.span import Span, SpanQuerySet


class Membership(Span):
    """A person serves an agency in a role for a span of days."""

    user = models.ForeignKey(
        User, models.CASCADE, related_name="memberships", verbose_name="người dùng"
    )
    role = models.CharField("vai trò", max_length=12, choices=Role)
    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="memberships", verbose_name="cơ quan"
    )

    objects = SpanQuerySet.as_manager()

    class Meta:
        verbose_name = "vai trò"
        verbose_name_plural = "vai trò"
        ordering = ["pk"]
        constraints = [
            ends_after_it_starts("membership_ends_after_it_starts"),
            models.UniqueConstraint(
                fields=["user", "agency", "role", "starts"], name="membership_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.get_role_display()}, {self.agency}"


@dataclass(frozen=True, slots=True)
class Held:
    """A membership that counts for somebody today: their own, or lent by a delegation."""

    role: Role
    agency: Agency
    lent_by: User | None = None


def held_by(user: User | AnonymousUser, on: dt.date | None = None) -> tuple[Held, ...]:
    """What the person holds on that day, their own first.

    Kept on the user object: a request asks many times. A test that changes memberships asks a fresh user.
    """
    if not isinstance(user, User) or not user.is_active:
        return ()
    day = on or working_day()
    kept: dict[dt.date, tuple[Held, ...]] = user.__dict__.setdefault("_held", {})
    if day not in kept:
        givers = (
            Delegation.objects.on(day).filter(receiver=user, giver__is_active=True).values("giver")
        )
        rows = (
            Membership.objects.on(day)
            .filter(Q(user=user) | Q(user__in=givers))
            .select_related("agency")
        )
        found = list(rows)
        others = {row.user_id for row in found} - {user.pk}
        lenders = User.objects.in_bulk(others) if others else {}
        held = [Held(Role(row.role), row.agency, lenders.get(row.user_id)) for row in found]
        kept[day] = tuple(sorted(held, key=lambda one: one.lent_by is not None))
    return kept[day]


def is_member(user: User | AnonymousUser) -> bool:
    """Who has no active membership sees nothing; members read the whole province."""
    return bool(held_by(user))
