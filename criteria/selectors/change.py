"""Why a status differs from the one before it: what the machine proposes when the writer says nothing."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from criteria.choices import Change, Status
from criteria.evaluation.rules import COMMON
from criteria.models import Measurement, Scorecard, StatusEntry, Threshold, counting

REMEASURED, REDRAWN = "remeasured", "redrawn"
SOME_CARD, SOME_CRITERION = -1, -2  # keys that no row has


@dataclass(frozen=True, slots=True)
class Turn:
    """The way from the status that counted to the next one said.

    `withdrew`: the last word was withdrawn. `corrects`: the new one is about a closed round.
    `replaces`: it is of the same day as the word that counted, or of an earlier one. `redrawn`: a
    threshold to which the criterion had a value asks something else now. `remeasured`: some value
    of the criterion differs from what was known.
    """

    before: str
    after: str
    withdrew: bool = False
    corrects: bool = False
    replaces: bool = False
    redrawn: bool = False
    remeasured: bool = False


def label(turn: Turn) -> str:
    """The label of a change (design 4.5): correction, yardstick, situation; none where nothing changed.

    A first judgement changes what is known, not the commune: no label. Where no value tells them
    apart, a change is of the situation.
    """
    if not turn.before or turn.before == turn.after:
        return ""
    if turn.withdrew or turn.corrects or turn.replaces:
        return Change.CORRECTION.value
    if turn.redrawn and not turn.remeasured:
        return Change.YARDSTICK.value
    return Change.SITUATION.value


def words_to_turn(scorecard: Scorecard, criterion: int, day: dt.date) -> list[StatusEntry]:
    """Every word about the criterion of that key, withdrawn ones too, in the order of recording.

    Each carries `remeasured` and `redrawn`: what has changed between it and that day. Asked with
    the words, since every save reads them.
    """
    criteria_set = scorecard.criteria_set
    sql, params = _compiled(day, criteria_set.region, criteria_set.special_region)
    mine = [{SOME_CARD: scorecard.pk, SOME_CRITERION: criterion}.get(one, one) for one in params]
    return list(StatusEntry.objects.raw(sql, mine))


@lru_cache(maxsize=32)
def _compiled(day: dt.date, *regions: str) -> tuple[str, tuple[Any, ...]]:
    """The query about a scorecard that is none: making it costs a third of saving a status, asking it little."""
    values = Measurement.objects.filter(
        scorecard=OuterRef("scorecard"), indicator__criterion=OuterRef("criterion")
    )
    words = StatusEntry.objects.filter(scorecard=SOME_CARD, criterion=SOME_CRITERION).annotate(
        **{REMEASURED: Exists(_news(values, day)), REDRAWN: Exists(_redrawn(regions, day))}
    )
    sql, params = words.order_by("pk").query.sql_with_params()
    return sql, tuple(params)


def turn_to(
    said: Sequence[StatusEntry], status: Status | str, day: dt.date, *, corrects: bool
) -> Turn:
    """From the words of `words_to_turn` to a new one of that day."""
    living = [one for one in said if one.withdrawn_at is None]
    withdrew = bool(said) and said[-1].withdrawn_at is not None
    before = _before(living, day) or (said[-1] if withdrew else None)
    if before is None:
        return Turn("", str(status))
    return Turn(
        before=before.status,
        after=str(status),
        withdrew=withdrew,
        corrects=corrects,
        replaces=day <= before.effective_on,
        redrawn=getattr(before, REDRAWN),
        remeasured=getattr(before, REMEASURED),
    )


def _before(living: Sequence[StatusEntry], day: dt.date) -> StatusEntry | None:
    """What counted on that day; else, where all that was said is of later days, what counts."""
    in_time = sorted(living, key=lambda one: (one.effective_on, one.recorded_at, one.pk))
    found = counting([one for one in in_time if one.effective_on <= day]) or counting(in_time)
    return found[0] if found else None


def _news(values: QuerySet[Measurement], day: dt.date) -> QuerySet[Measurement]:
    """Values that were not known at the word: said, effective or withdrawn since."""
    late = Q(recorded_at__gt=OuterRef("recorded_at")) | Q(
        effective_on__gt=OuterRef("effective_on")
    )
    known = Measurement.objects.filter(
        _same(),
        scorecard=OuterRef("scorecard"),
        indicator=OuterRef("indicator"),
        part=OuterRef("part"),
        applies=OuterRef("applies"),
        recorded_at__lte=OuterRef(OuterRef("recorded_at")),
        effective_on__lte=OuterRef(OuterRef("effective_on")),
    )
    fresh = Q(withdrawn_at=None, effective_on__lte=day) & late & ~Exists(known)
    return values.filter(fresh | Q(withdrawn_at__gt=OuterRef("recorded_at")))


def _redrawn(regions: Sequence[str], day: dt.date) -> QuerySet[Threshold]:
    """Thresholds that hold on the day and asked something else, or nothing, at the word.

    Only those of an indicator that had a value then, and of the regions of the set.
    """
    earlier = OuterRef(OuterRef("effective_on"))
    at_the_word = Threshold.objects.known_at(OuterRef(OuterRef("recorded_at")))  # type: ignore[arg-type]
    alike = at_the_word.filter(
        _same() | Q(number=None, answer=None, word=""),
        _within(earlier),
        Q(year=None) | Q(year=OuterRef(OuterRef("effective_on__year"))),
        comparator=OuterRef("comparator"),
        commune_class=OuterRef("commune_class"),
        condition=OuterRef("condition"),
        indicator=OuterRef("indicator"),
        part=OuterRef("part"),
        region=OuterRef("region"),
    )
    measured = Measurement.objects.filter(
        scorecard=OuterRef(OuterRef("scorecard")),
        indicator=OuterRef("indicator"),
        withdrawn_at=None,
        recorded_at__lte=OuterRef(OuterRef("recorded_at")),
    )
    known = Threshold.objects.known_at().exclude(number=None, answer=None, word="")
    return known.filter(
        ~Exists(alike),
        _within(day),
        Exists(measured),
        Q(year=None) | Q(year=day.year),
        indicator__criterion=OuterRef("criterion"),
        region__in=[COMMON, *regions],
    )


def _within(day: dt.date | OuterRef) -> Q:
    return (Q(starts=None) | Q(starts__lte=day)) & (Q(ends=None) | Q(ends__gte=day))


def _same() -> Q:
    """The same number, answer or word as the row around it."""
    word = ~Q(word="") & Q(word=OuterRef("word"))
    return Q(number=OuterRef("number")) | Q(answer=OuterRef("answer")) | word
