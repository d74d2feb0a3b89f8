"""The current state beside the entries: refreshed with each word, rebuilt by one command."""

from collections.abc import Iterable

from django.db import transaction

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
def rebuild_current(scorecards: Iterable[Scorecard] | None = None) -> int:
    """Make the current state anew from the entries; returns how many cells it holds."""
    entries = StatusEntry.objects.filter(withdrawn_at=None)
    cells = CurrentStatus.objects.all()
    if scorecards is not None:
        keys = [scorecard.pk for scorecard in scorecards]
        entries, cells = entries.filter(scorecard__in=keys), cells.filter(scorecard__in=keys)
    cells.delete()
    words: dict[tuple[int, int], list[StatusEntry]] = {}
    for entry in entries.in_time().iterator(chunk_size=5000):
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
    CurrentStatus.objects.bulk_create(rows, batch_size=1000)
    return len(rows)
