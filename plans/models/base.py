from typing import Any

from django.db import models
from django.db.models import Q

from accounts.constraints import all_or_none
from accounts.models import User
from communes.models import Agency, Commune, MemberQuerySet
from criteria.models import Criterion, Indicator


class TellingQuerySet(MemberQuerySet):
    def living(self) -> "TellingQuerySet":
        """Those not taken back."""
        return self.filter(withdrawn_at=None)


class Told(models.Model):
    """Said by somebody for an agency on a day; appended, never edited: withdrawn with a reason."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name="cơ quan")
    effective_on = models.DateField("ngày")
    recorded_at = models.DateTimeField("ghi lúc", auto_now_add=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    on_behalf_of = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    illustrative = models.BooleanField("số liệu minh họa", default=False)
    withdrawn_at = models.DateTimeField("rút lúc", null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_reason = models.CharField("lý do rút", max_length=300, blank=True)

    objects = TellingQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["effective_on", "pk"]
        constraints = [
            all_or_none("withdrawn_at", "withdrawn_by", name="%(class)s_withdrawn_at_and_by"),
            models.CheckConstraint(
                name="%(class)s_withdrawn_with_a_reason",
                condition=Q(withdrawn_at=None) | ~Q(withdrawn_reason=""),
                violation_error_message="Rút phải nêu lý do.",
            ),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            message = "What was told is appended, never edited: withdraw it and write another."
            raise TypeError(message)
        super().save(*args, **kwargs)


class Kept(models.Model):
    """A row that people edit: each change raises `version`, so that the second writer is told."""

    version = models.PositiveIntegerField("lần sửa", default=1, editable=False)
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    on_behalf_of = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField("ghi lúc", auto_now_add=True)
    illustrative = models.BooleanField("số liệu minh họa", default=False)

    objects = MemberQuerySet.as_manager()

    class Meta:
        abstract = True


class About(models.Model):
    """What a row is for: a commune, and a criterion or one of its indicators, where that is known.

    An indicator always comes with its criterion.
    """

    commune = models.ForeignKey(
        Commune,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)ss",
        verbose_name="xã",
    )
    criterion = models.ForeignKey(
        Criterion,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)ss",
        verbose_name="tiêu chí",
    )
    indicator = models.ForeignKey(
        Indicator,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)ss",
        verbose_name="chỉ tiêu",
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_indicator_with_its_criterion",
                condition=Q(indicator=None) | Q(criterion__isnull=False),
            )
        ]
