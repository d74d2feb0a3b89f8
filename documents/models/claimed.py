"""Rows that a worker takes one at a time: what a print of a paper and a report have in common."""

import datetime as dt
from typing import Any, Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models.expressions import Combinable

from documents.choices import PrintState

ATTEMPTS = 3  # tries of one run before it counts as failed
# A queued run may wait its turn behind others; only after this many expiries is it asked for again.
PATIENCE = 3
QUEUED, RUNNING, DONE, FAILED = "queued", "running", "done", "failed"

_Run = TypeVar("_Run", bound=models.Model)


class ClaimedQuerySet(models.QuerySet[_Run]):
    """Runs with `state`, `attempt`, `heartbeat` and `queued_at`; the row is the queue's truth."""

    tries: Any | Combinable = ATTEMPTS  # how many attempts a row has, or the field that says so

    def expired(self, now: dt.datetime) -> Self:
        """Running, but nobody has said so for too long: the worker is dead or cut off."""
        limit = now - dt.timedelta(seconds=settings.RUN_EXPIRES)
        return self.filter(state=RUNNING, heartbeat__lt=limit)

    def claimable(self, now: dt.datetime) -> Self:
        """Queued, or running with an expired heartbeat; a second delivery finds nothing to claim."""
        waiting = self.filter(state=QUEUED) | self.expired(now)
        return waiting.filter(attempt__lt=self.tries)

    def forgotten(self, now: dt.datetime) -> Self:
        """Queued too long ago to be on its way still, or running with an expired heartbeat."""
        limit = now - dt.timedelta(seconds=PATIENCE * settings.RUN_EXPIRES)
        return self.filter(state=QUEUED, queued_at__lt=limit) | self.expired(now)

    def unsettled(self) -> Self:
        return self.filter(state__in=[QUEUED, RUNNING])

    def held_at(self, pk: int, attempt: int) -> Self:
        """The run, as long as that attempt is the one at work: a superseded worker finds nothing."""
        return self.filter(pk=pk, attempt=attempt, state=RUNNING)


class ClaimedPrint(models.Model):
    """What a print and a chapter of one keep of being made; `pages_done` counts pages laid out so far."""

    state = models.CharField(
        "trạng thái", max_length=8, choices=PrintState, default=PrintState.QUEUED
    )
    attempt = models.PositiveSmallIntegerField("lần thử", default=0)
    step = models.CharField("đang làm", max_length=100, blank=True)
    progress = models.PositiveSmallIntegerField("tiến độ (%)", default=0)
    pages_done = models.PositiveIntegerField("số trang đã dàn", default=0)
    heartbeat = models.DateTimeField("nhịp", null=True, blank=True)
    error = models.CharField("lỗi", max_length=500, blank=True)
    queued_at = models.DateTimeField("yêu cầu lúc", auto_now_add=True)
    finished_at = models.DateTimeField("xong lúc", null=True, blank=True)

    class Meta:
        abstract = True
