import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q

from accounts.calendar import working_day
from accounts.choices import Role
from accounts.constraints import ends_after_it_starts
from accounts.models import Delegation, User
from communes.models.agency import Agency
from communes.models.span import Span, SpanQuerySet

NOBODY = -1  # a key that no row has


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
        sql, params = _compiled(day)
        mine = [user.pk if one == NOBODY else one for one in params]
        found: list[Any] = list(Agency.objects.raw(sql, mine))
        others = {agency.holder for agency in found} - {user.pk}
        lenders = User.objects.in_bulk(others) if others else {}
        held = [Held(Role(one.held_as), one, lenders.get(one.holder)) for one in found]
        kept[day] = tuple(sorted(held, key=lambda one: one.lent_by is not None))
    return kept[day]


@lru_cache(maxsize=32)
def _compiled(day: dt.date) -> tuple[str, tuple[Any, ...]]:
    """Where NOBODY serves and as what: every page asks first, and making the query costs ten times what asking does."""
    lent = Delegation.objects.on(day).filter(receiver=NOBODY, giver__is_active=True)
    rows = Membership.objects.on(day).filter(Q(user=NOBODY) | Q(user__in=lent.values("giver")))
    asked = Agency.objects.filter(memberships__in=rows.order_by()).order_by("memberships__pk")
    asked = asked.annotate(held_as=F("memberships__role"), holder=F("memberships__user"))
    sql, params = asked.query.sql_with_params()
    return sql, tuple(params)


def keep_held(user: User, day: dt.date, held: tuple[Held, ...]) -> None:
    """For somebody made up: they hold this on that day, and the database is not asked."""
    user.__dict__.setdefault("_held", {})[day] = held


def is_member(user: User | AnonymousUser) -> bool:
    """Who has no active membership sees nothing; members read the whole province."""
    return bool(held_by(user))
