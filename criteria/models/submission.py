"""A commune's file in a round: where it lies, who held it, what was done to it. Acts are appended, never edited."""

import datetime as dt
from typing import Any, Self

from django.db import models
from django.db.models import F, Prefetch, Q

from accounts.constraints import all_or_none
from accounts.models import User
from communes.models import Agency, MemberQuerySet
from criteria.choices import FileAct, FileState, HoldEnd, Stage
from criteria.models.scorecard import Round, Scorecard


class SubmissionQuerySet(MemberQuerySet):
    def with_holders(self) -> Self:
        """Each with `held`: the holdings that have not ended, their agencies beside."""
        open_ones = Holding.objects.open().select_related("agency").order_by("stage", "pk")
        return self.prefetch_related(Prefetch("holdings", open_ones, to_attr="held"))

    def lying_with(self, agencies: Any) -> Self:
        """Those that lie with one of the agencies, and that nobody locked."""
        held = Holding.objects.open().filter(agency__in=agencies).order_by()
        unlocked = Q(round__closed_at=None) | Q(reopened_at__isnull=False)
        return self.filter(unlocked, pk__in=held.values("submission"))

    def held_at(self, stage: Stage, agencies: Any) -> Self:
        """Those that lie with one of the agencies at that stage."""
        held = Holding.objects.open().filter(stage=stage, agency__in=agencies)
        return self.filter(pk__in=held.values("submission"))


class Submission(models.Model):
    """One commune's file in a round (hồ sơ kỳ).

    `turn` counts how often it was sent; 0: never. `due_on` is the extended day by which the commune
    should send it; `reopened_at` is set while a confirmed file, or one of a closed round, is open again.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="submissions")
    scorecard = models.ForeignKey(Scorecard, models.PROTECT, related_name="submissions")
    state = models.CharField(
        "tình trạng", max_length=10, choices=FileState, default=FileState.DECLARING
    )
    turn = models.PositiveSmallIntegerField("lần gửi", default=0)
    due_on = models.DateField("được gia hạn đến", null=True, blank=True)
    sent_at = models.DateTimeField("gửi lúc", null=True, blank=True)
    sent_on = models.DateField("gửi ngày", null=True, blank=True)
    reopened_at = models.DateTimeField("mở lại lúc", null=True, blank=True)
    illustrative = models.BooleanField("số liệu minh họa", default=False)

    objects = SubmissionQuerySet.as_manager()
    held: list["Holding"]  # only by `with_holders`

    class Meta:
        verbose_name = "hồ sơ kỳ"
        verbose_name_plural = "hồ sơ kỳ"
        ordering = ["round", "scorecard"]
        indexes = [models.Index(fields=["round", "state"], name="submission_round_state")]
        constraints = [
            models.UniqueConstraint(fields=["round", "scorecard"], name="submission_once"),
            models.CheckConstraint(
                name="submission_sent_when_it_had_a_turn",
                condition=Q(turn=0, sent_at=None, sent_on=None)
                | Q(turn__gt=0, sent_at__isnull=False, sent_on__isnull=False),
            ),
            models.CheckConstraint(
                name="submission_beyond_the_commune_was_sent",
                condition=Q(state__in=[FileState.DECLARING, FileState.RETURNED]) | Q(turn__gt=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scorecard.commune} – {self.round}"

    @property
    def is_locked(self) -> bool:
        """Its round has closed, and nobody opened the file again."""
        return self.round.closed_at is not None and self.reopened_at is None

    def day(self, today: dt.date) -> dt.date:
        """The day of which its words speak: today, or the cut-off once it has passed."""
        return min(today, self.round.ends)


class HoldingQuerySet(models.QuerySet["Holding"]):
    def open(self) -> Self:
        return self.filter(until=None)

    def in_the_way(self) -> Self:
        """Those that the file waits for: a sponsor's review stands beside the way."""
        return self.filter(beside=False)


class Holding(models.Model):
    """A file lies with an agency from one working day to another; blank `until`: it still does.

    In an appraisal several agencies hold it at once. `beside` marks a sponsor's review.
    """

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="holdings")
    stage = models.PositiveSmallIntegerField("cấp", choices=Stage)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="holdings")
    turn = models.PositiveSmallIntegerField("lần gửi")
    beside = models.BooleanField("bên cạnh, hồ sơ không chờ", default=False)
    since = models.DateField("từ ngày")
    until = models.DateField("đến ngày", null=True, blank=True)
    ended = models.CharField("kết thúc", max_length=10, choices=HoldEnd, blank=True)
    passed_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="passed_to"
    )

    objects = HoldingQuerySet.as_manager()

    class Meta:
        verbose_name = "nơi giữ hồ sơ"
        verbose_name_plural = "nơi giữ hồ sơ"
        ordering = ["pk"]
        indexes = [models.Index(fields=["agency", "until", "stage"], name="holding_of_agency")]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "stage", "agency"],
                condition=Q(until=None),
                name="holding_open_once",
            ),
            models.CheckConstraint(
                name="holding_ends_somehow",
                condition=Q(until=None, ended="") | (Q(until__isnull=False) & ~Q(ended="")),
            ),
            models.CheckConstraint(
                name="holding_ends_after_it_began",
                condition=Q(until=None) | Q(until__gte=F("since")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency} – {self.get_stage_display()}"


class Acted(models.Model):
    """Who did something for which agency, on which working day and at which moment. Appended, never edited."""

    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    on_behalf_of = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    on = models.DateField("ngày")
    recorded_at = models.DateTimeField("ghi lúc", auto_now_add=True)

    class Meta:
        abstract = True


class FileStepQuerySet(models.QuerySet["FileStep"]):
    def sent_away(self) -> Self:
        """Those that gave the file back to its commune: returns, and re-openings of confirmed files."""
        return self.filter(
            Q(act=FileAct.RETURN) | Q(act=FileAct.REOPEN, before=FileState.CONFIRMED)
        )


class FileStep(Acted):
    """An act done to a file, and from which state to which it led; `words` is the reason or the remark."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="steps")
    act = models.CharField("việc", max_length=10, choices=FileAct)
    before = models.CharField("từ", max_length=10, choices=FileState)
    after = models.CharField("đến", max_length=10, choices=FileState)
    stage = models.PositiveSmallIntegerField("cấp", choices=Stage)
    turn = models.PositiveSmallIntegerField("lần gửi")
    words = models.CharField("lý do, ý kiến", max_length=1000, blank=True)
    to_agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")
    due_on = models.DateField("hạn mới", null=True, blank=True)

    objects = FileStepQuerySet.as_manager()

    class Meta:
        verbose_name = "bước của hồ sơ"
        verbose_name_plural = "bước của hồ sơ"
        ordering = ["pk"]
        indexes = [models.Index(fields=["submission", "act"], name="file_step_act")]
        constraints = [
            models.CheckConstraint(
                name="file_step_says_why",
                condition=~Q(
                    act__in=[FileAct.RETURN, FileAct.EXTEND, FileAct.REOPEN, FileAct.PASS_ON]
                )
                | ~Q(words=""),
                violation_error_message="Việc này phải nêu lý do.",
            ),
            all_or_none("by", "agency", name="file_step_by_and_agency"),
        ]

    def __str__(self) -> str:
        return f"{self.get_act_display()} – {self.submission}"

    @property
    def gave_back(self) -> bool:
        """It gave the file back to its commune (`sent_away`)."""
        return self.act == FileAct.RETURN or (
            self.act == FileAct.REOPEN and self.before == FileState.CONFIRMED
        )
