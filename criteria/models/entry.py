"""What was said about a commune: appended, never edited; withdrawn with a reason when wrong."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Protocol, Self, TypeVar

from django.db import models
from django.db.models import F, Max, Q, Window
from django.db.models.functions import RowNumber

from accounts.constraints import all_or_none
from accounts.models import User
from communes.models import Agency
from criteria.choices import Change, Stage, Status
from criteria.models.catalogue import Criterion, Indicator
from criteria.models.draft import EntryDraft
from criteria.models.scorecard import Round, Scorecard
from documents.models import OfficialDocument

IN_TIME = ["effective_on", "recorded_at", "pk"]


class Spoken(Protocol):
    @property
    def stage(self) -> int: ...


Word = TypeVar("Word", bound=Spoken)


def counting(said: Sequence[Word]) -> tuple[Word, Word | None] | None:
    """The word that counts and the one that waits beside it, of words given in time order.

    The latest of the highest stage counts; a newer one of a lower stage waits for confirmation.
    """
    if not said:
        return None
    top = max(word.stage for word in said)
    counts = next(word for word in reversed(said) if word.stage == top)
    return counts, None if said[-1] is counts else said[-1]


class SaidQuerySet(models.QuerySet[Any]):
    def known_at(self, moment: dt.datetime | None) -> Self:
        """What was on record at that moment and not yet withdrawn then; None means now."""
        if moment is None:
            return self.filter(withdrawn_at=None)
        rows = self.filter(recorded_at__lte=moment)
        return rows.filter(Q(withdrawn_at=None) | Q(withdrawn_at__gt=moment))

    def as_of(self, day: dt.date | None, known_at: dt.datetime | None = None) -> Self:
        """What holds on that day as known at that moment."""
        rows = self.known_at(known_at)
        return rows.filter(effective_on__lte=day) if day else rows

    def newest(self, *what: str) -> Self:
        """Of each stage the newest word about `what` (and scorecard): all that `counting` needs.

        Each carries `last_pk`, the last word recorded: one of an earlier day may not be among them.
        """
        about = [F("scorecard"), *map(F, what)]
        rank = Window(
            RowNumber(),
            partition_by=[*about, F("stage")],
            order_by=["-effective_on", "-recorded_at", "-pk"],
        )
        last = Window(Max("pk"), partition_by=about)
        return self.annotate(rank=rank, last_pk=last).filter(rank=1)

    def in_time(self) -> Self:
        """Earliest first, as `counting` wants them."""
        return self.order_by(*IN_TIME)


class Said(models.Model):
    """Who said something, in which stage, effective on which day and recorded at which moment."""

    scorecard = models.ForeignKey(Scorecard, models.PROTECT)
    stage = models.PositiveSmallIntegerField("cấp", choices=Stage)
    effective_on = models.DateField("có hiệu lực từ")
    recorded_at = models.DateTimeField("ghi lúc", auto_now_add=True)
    by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="người ghi",
    )
    on_behalf_of = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="cơ quan",
    )
    note = models.CharField("ghi chú", max_length=1000, blank=True)
    basis = models.ForeignKey(
        OfficialDocument, models.PROTECT, null=True, blank=True, related_name="+"
    )
    illustrative = models.BooleanField("số liệu minh họa", default=False)
    corrects = models.ForeignKey(
        Round,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="sửa sau khi đóng kỳ",
        help_text="kỳ đã đóng mà lời này sửa",
    )
    draft = models.ForeignKey(
        EntryDraft, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="từ tệp"
    )
    withdrawn_at = models.DateTimeField("rút lúc", null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_reason = models.CharField("lý do rút", max_length=300, blank=True)

    class Meta:
        abstract = True
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
            message = "An entry is appended, never edited: withdraw it and write another."
            raise TypeError(message)
        super().save(*args, **kwargs)


class StatusEntry(Said):
    """What was said about a criterion."""

    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="entries")
    status = models.CharField("kết quả đánh giá", max_length=15, choices=Status)
    change = models.CharField("lý do thay đổi", max_length=10, choices=Change, blank=True)

    objects = SaidQuerySet.as_manager()

    class Meta(Said.Meta):
        abstract = False
        verbose_name = "kết quả đánh giá"
        verbose_name_plural = "kết quả đánh giá"
        default_related_name = "entries"
        indexes = [
            models.Index(
                fields=["scorecard", "criterion", "effective_on"],
                name="entry_scorecard_criterion",
            )
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.get_status_display()}"


class Measurement(Said):
    """What was said about an indicator: a number, a yes/no, a word, or that it does not apply."""

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="measurements")
    part = models.CharField("phần", max_length=40, blank=True)
    number = models.DecimalField("số", max_digits=14, decimal_places=4, null=True, blank=True)
    answer = models.BooleanField("có/không", null=True, blank=True)
    word = models.CharField("mức", max_length=200, blank=True)
    applies = models.BooleanField("có áp dụng", default=True)
    unusual = models.CharField(
        "bất thường",
        max_length=300,
        blank=True,
        help_text="vì sao giá trị này đáng xem lại, lúc ghi",
    )

    last_pk: int | None = None  # only by `newest`
    latitude: Decimal | None = None  # of its commune, only by `selectors.told_of`
    longitude: Decimal | None = None

    objects = SaidQuerySet.as_manager()

    class Meta(Said.Meta):
        abstract = False
        verbose_name = "số liệu"
        verbose_name_plural = "số liệu"
        default_related_name = "measurements"
        indexes = [
            models.Index(
                fields=["scorecard", "indicator", "effective_on"],
                name="measure_scorecard_indicator",
            )
        ]
        constraints = [
            *Said.Meta.constraints,
            models.CheckConstraint(
                name="measurement_says_exactly_one_thing",
                condition=Q(applies=False, number=None, answer=None, word="")
                | Q(applies=True, number__isnull=False, answer=None, word="")
                | Q(applies=True, number=None, answer__isnull=False, word="")
                | (Q(applies=True, number=None, answer=None) & ~Q(word="")),
                violation_error_message="Số liệu phải là một giá trị, hoặc «không áp dụng».",
            ),
        ]


class CurrentStatus(models.Model):
    """The entry that counts now, kept beside the entries for speed: `rebuild_current`."""

    scorecard = models.ForeignKey(Scorecard, models.CASCADE, related_name="current")
    criterion = models.ForeignKey(Criterion, models.CASCADE, related_name="current")
    entry = models.OneToOneField(StatusEntry, models.CASCADE, related_name="counts_for")
    waiting = models.ForeignKey(
        StatusEntry,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="waits_beside",
        help_text="lời mới hơn của cấp thấp hơn: chờ xác nhận",
    )
    status = models.CharField(max_length=15, choices=Status)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scorecard", "criterion"], name="current_status_once")
        ]
        indexes = [models.Index(fields=["criterion", "status"], name="current_criterion_status")]
