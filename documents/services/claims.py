"""How a worker holds a run: claim it, say how far it is, end it once; what was lost is asked for again.

Every write asks whether the claim still holds. A run is a row with `state`, `attempt`, `heartbeat`, `progress`,
`step`, `error`, `queued_at` and `finished_at` (documents.models.claimed).
"""

import datetime as dt
import errno
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.conf import settings
from django.db import OperationalError, connection
from django.db.models import F
from django.utils import timezone

from documents.models.claimed import DONE, FAILED, QUEUED, RUNNING, ClaimedQuerySet


class Superseded(Exception):  # noqa: N818 -- reads as what happened
    """Another worker has taken the run: this one lets go and writes nothing more."""


def claim(runs: ClaimedQuerySet[Any], pk: int) -> bool:
    """Take the run by a conditional update; False where there is nothing to take."""
    now = timezone.now()
    taken = (
        runs.filter(pk=pk)
        .claimable(now)
        .update(
            state=RUNNING,
            heartbeat=now,
            attempt=F("attempt") + 1,
            progress=0,
            step="Bắt đầu",
            error="",
        )
    )
    return bool(taken)


def tell(run: Any, percent: int, step: str, **more: Any) -> None:
    """Write how far the run is, with a heartbeat. Raises Superseded where the claim is gone."""
    told = {"progress": percent, "step": step, **more}
    if not _held(run).update(heartbeat=timezone.now(), **told):
        raise Superseded
    for name, value in told.items():
        setattr(run, name, value)


@contextmanager
def keep_alive(run: Any) -> Iterator[None]:
    """A heartbeat from beside the work, since one step alone may take longer than RUN_EXPIRES."""
    done = threading.Event()

    def beat() -> None:
        try:
            while not done.wait(settings.RUN_EXPIRES / 4):
                with suppress(OperationalError):  # the next beat tries again
                    _held(run).update(heartbeat=timezone.now())
        finally:
            connection.close()

    thread = threading.Thread(target=beat, name=f"heartbeat of {run!r}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def end(run: Any, **made: Any) -> None:
    """Running → done, once, with what was made. Raises Superseded where the claim is gone."""
    ended = _held(run).update(
        state=DONE, progress=100, step="Hoàn thành", finished_at=timezone.now(), **made
    )
    if not ended:
        raise Superseded
    run.refresh_from_db()


def end_badly(run: Any, reason: str) -> bool:
    """Running → failed, with why and the mark to look for in the log; whether the claim still held."""
    failed = _held(run).update(
        state=FAILED,
        error=f"{reason} (mã tra nhật ký: {run.pk}-{run.attempt})",
        finished_at=timezone.now(),
    )
    return bool(failed)


def sweep(
    runs: ClaimedQuerySet[Any],
    give_up: Callable[[Any, Any], None],
    now: dt.datetime | None = None,
) -> list[int]:
    """Queue forgotten runs again and give back their keys.

    One that used up its attempts goes to `give_up`, with the rows to update: none if somebody has touched it.
    """
    moment = now or timezone.now()
    spent = set(
        runs.forgotten(moment).filter(attempt__gte=runs.tries).values_list("pk", flat=True)
    )
    again = []
    for run in runs.forgotten(moment).order_by("pk"):
        still = runs.forgotten(moment).filter(pk=run.pk, attempt=run.attempt)
        if run.pk in spent:
            give_up(run, still)
        elif still.update(state=QUEUED, queued_at=moment, heartbeat=None):
            again.append(run.pk)
    return again


def reason_of(error: BaseException, *, what: str, again: str) -> str:
    """What went wrong and the way out: `what` was being made («báo cáo»), `again` is the button («Lập lại»)."""
    if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return f"Máy chủ hết chỗ lưu tệp. Báo quản trị giải phóng ổ đĩa rồi bấm «{again}»."
    if isinstance(error, OSError):
        return f"Không ghi được tệp PDF. Báo quản trị kiểm tra nơi lưu tệp rồi bấm «{again}»."
    if type(error).__name__ == "SoftTimeLimitExceeded":
        begin = f"Lập {what} quá thời gian cho phép."
        return f"{begin} Bấm «{again}»; nếu vẫn vậy, báo quản trị."
    if type(error).__name__ in {"FontMissing", "GlyphMissing"}:
        return str(error)
    return f"Có lỗi khi lập {what}. Bấm «{again}»; nếu vẫn vậy, báo quản trị."


def _held(run: Any) -> Any:
    return type(run).objects.held_at(run.pk, run.attempt)
