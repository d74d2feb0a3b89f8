"""What communes claimed when they sent their files, and what they have touched since they sent them before.

Read as known at the moment of sending: what a commune writes while its file is under review stands
on its scorecard and comes with the next sending.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q

from communes.choices import AgencyKind
from criteria.choices import FileAct, Stage
from criteria.models import Evidence, FileStep, Measurement, StatusEntry, Submission


@dataclass(frozen=True, slots=True)
class Claim:
    """What the commune claims of a criterion; `touched`: when it last said or showed something of it.

    `newest`: the same whatever the moment of sending; what is later comes with the next sending.
    `gone`: withdrawn after the sending, and nothing was claimed since.
    """

    entry: StatusEntry
    touched: dt.datetime
    newest: dt.datetime
    gone: bool = False

    @property
    def status(self) -> str:
        return self.entry.status


def claims_of(files: Iterable[Submission], *, now: bool = False) -> dict[int, dict[int, Claim]]:
    """By file and criterion, as known when the file was last sent; `now`: as known now.

    Three queries a group of files with the same cut-off. Files carry their round.
    """
    found: dict[int, dict[int, Claim]] = {}
    groups: dict[dt.date, list[Submission]] = defaultdict(list)
    for one in files:
        found[one.pk] = {}
        groups[one.round.ends].append(one)
    for ends, group in groups.items():
        cards: dict[int, list[Submission]] = defaultdict(list)
        for one in group:  # a commune may have two files of one cut-off
            cards[one.scorecard_id].append(one)
        words = list(
            StatusEntry.objects.filter(
                scorecard__in=cards, stage=Stage.DECLARED, effective_on__lte=ends
            )
            .in_time()
            .select_related("agency", "by")
        )
        touched, anew = _touched(cards, ends), _claimed_anew(cards, words)
        pairs = [(word, file) for word in words for file in cards[word.scorecard_id]]
        for word, file in pairs:
            moment = None if now else file.sent_at
            if moment is not None and word.recorded_at > moment:
                continue
            if word.withdrawn_at is not None and (moment is None or word.withdrawn_at <= moment):
                continue
            every = touched.get((word.scorecard_id, word.criterion_id), [word.recorded_at])
            known = [at for at in every if moment is None or at <= moment]
            last = max(known, default=word.recorded_at)
            gone = word.withdrawn_at is not None and word.criterion_id not in anew[file.pk]
            found[file.pk][word.criterion_id] = Claim(word, last, max(every), gone=gone)
    return found


def newer_words(file: Submission) -> frozenset[int]:
    """Keys of the criteria of which the commune said something after it sent the file."""
    if file.sent_at is None:
        return frozenset()
    later = _touched([file.scorecard_id], file.round.ends)
    sent = file.sent_at
    return frozenset(key for (_, key), times in later.items() if max(times) > sent)


def sent_moments(files: Iterable[Submission]) -> dict[int, dict[int, dt.datetime]]:
    """By file and turn, when it was sent."""
    rows = (
        FileStep.objects.filter(submission__in=list(files), act=FileAct.SUBMIT)
        .order_by()
        .values_list("submission", "turn", "recorded_at")
    )
    found: dict[int, dict[int, dt.datetime]] = defaultdict(dict)
    for file, turn, moment in rows:
        found[file][turn] = moment
    return found


def _claimed_anew(
    cards: Mapping[int, Iterable[Submission]], words: Iterable[StatusEntry]
) -> dict[int, set[int]]:
    """By file, the criteria of which something claimed after the sending still stands."""
    found: dict[int, set[int]] = defaultdict(set)
    for word in words:
        for file in cards[word.scorecard_id]:
            if word.withdrawn_at is None and file.sent_at and word.recorded_at > file.sent_at:
                found[file.pk].add(word.criterion_id)
    return found


def _touched(cards: Collection[int], ends: dt.date) -> dict[tuple[int, int], list[dt.datetime]]:
    """By scorecard and criterion, the moments at which its commune said, withdrew or showed something."""
    found: dict[tuple[int, int], list[dt.datetime]] = defaultdict(list)
    said = {"stage": Stage.DECLARED, "effective_on__lte": ends, "scorecard__in": cards}
    own = Q(agency__kind=AgencyKind.COMMUNE)
    for rows, criterion in (
        (StatusEntry.objects.filter(**said), "criterion"),
        (Measurement.objects.filter(**said), "indicator__criterion"),
        (Evidence.objects.filter(own, scorecard__in=cards), "criterion"),
    ):
        for card, key, recorded, withdrawn in rows.order_by().values_list(
            "scorecard", criterion, "recorded_at", "withdrawn_at"
        ):
            found[card, key].append(recorded)
            if withdrawn is not None:
                found[card, key].append(withdrawn)
    return found
