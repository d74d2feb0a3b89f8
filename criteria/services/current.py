"""The current state beside the entries: refreshed with each word, rebuilt by one command."""

from collections.abc import Collection, Iterable

from django.db import transaction
from django.db.models import QuerySet

from criteria.models import Criterion, CurrentStatus, Scorecard, StatusEntry, counting


def refresh_current(
    scorecard: Scorecard, criterion: Criterion, said: list[StatusEntry]
) -> CurrentStatus | None:
    """Bring one cell in line with its living entries. Call it under the scorecard's lock."""
    in_time = sorted(said, key=lambda one: (one.effective_on, one.recorded_at, one.pk))
    found = counting(in_time)
    if found is None:
        CurrentStatus.objects.filter(scorecard=scorecard, criterion=criterion).delete()
        return None
    entry, waiting = found
    current = CurrentStatus(
        scorecard=scorecard, criterion=criterion, entry=entry, waiting=waiting, status=entry.status
    )
    CurrentStatus.objects.bulk_create(
        [current],
        update_conflicts=True,
        unique_fields=["scorecard", "criterion"],
        update_fields=["entry", "waiting", "status"],
    )
    return current


@transaction.atomic
def refresh_cells(keys: Collection[tuple[int, int]]) -> None:
    """Bring many cells, as (scorecard, criterion), in line with their living entries at once.

    Call it under the scorecards' locks.
    """
    wanted = set(keys)
    about = {
        "scorecard__in": {scorecard for scorecard, _ in wanted},
        "criterion__in": {criterion for _, criterion in wanted},
    }
    entries = StatusEntry.objects.filter(withdrawn_at=None, **about).in_time()
    rows = [row for row in _cells(entries) if (row.scorecard_id, row.criterion_id) in wanted]
    kept = {(row.scorecard_id, row.criterion_id) for row in rows}
    there = CurrentStatus.objects.filter(**about).values_list("pk", "scorecard", "criterion")
    gone = [pk for pk, *key in there if tuple(key) in wanted - kept]
    CurrentStatus.objects.filter(pk__in=gone).delete()
    CurrentStatus.objects.bulk_create(
        rows,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["scorecard", "criterion"],
        update_fields=["entry", "waiting", "status"],
    )


@transaction.atomic
def rebuild_current(scorecards: Iterable[Scorecard] | None = None) -> int:
    """Make the current state anew from the entries; returns how many cells it holds."""
    entries = StatusEntry.objects.filter(withdrawn_at=None)
    cells = CurrentStatus.objects.all()
    if scorecards is not None:
        keys = [scorecard.pk for scorecard in scorecards]
        entries, cells = entries.filter(scorecard__in=keys), cells.filter(scorecard__in=keys)
    cells.delete()
    rows = _cells(entries.in_time())
    CurrentStatus.objects.bulk_create(rows, batch_size=1000)
    return len(rows)


def _cells(entries: QuerySet[StatusEntry]) -> list[CurrentStatus]:
    """What counts in each cell, of living entries in the order of time; nothing is written."""
    words: dict[tuple[int, int], list[StatusEntry]] = {}
    for entry in entries.iterator(chunk_size=5000):
        words.setdefault((entry.scorecard_id, entry.criterion_id), []).append(entry)
    rows = []
    for (scorecard_pk, criterion_pk), said in words.items():
        found = counting(said)
        if found:
            entry, waiting = found
            rows.append(
                CurrentStatus(
                    scorecard_id=scorecard_pk,
                    criterion_id=criterion_pk,
                    entry=entry,
                    waiting=waiting,
                    status=entry.status,
                )
            )
    return rows
