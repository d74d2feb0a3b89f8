"""Whatever is said, corrected and withdrawn in whatever order: what was answered once stays the answer."""

import datetime as dt
import itertools
from decimal import Decimal
from unittest import mock

from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from criteria import services
from criteria.choices import Change, Stage, Status
from criteria.models import (
    CurrentStatus,
    FrozenStatus,
    Measurement,
    Round,
    StatusEntry,
    counting,
)
from criteria.selectors import standings
from criteria.selectors.rounds import counted_at, differences
from criteria.services import Value, rebuild_current
from tests.factories import RoundFactory

TODAY, CUT_OFF = dt.date(2024, 6, 18), dt.date(2024, 3, 31)
DAYS = [dt.date(2024, 1, 1), CUT_OFF, dt.date(2024, 4, 1), TODAY]
stages, days = st.sampled_from(Stage), st.sampled_from(DAYS)
SAYS = st.tuples(st.just("say"), st.sampled_from(Status), stages, days)
MEASURES = st.tuples(st.just("measure"), st.integers(0, 100), stages, days)
WITHDRAWS = st.tuples(st.sampled_from(["take back", "take value back"]), st.integers(0, 5))
ACTS = st.lists(st.one_of(SAYS, SAYS, MEASURES, WITHDRAWS, st.just(("close",))), max_size=6)
quick = settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


class Story:
    """One commune, and what is done on its scorecard; each example starts from an empty one."""

    def __init__(self, world):
        self.world = world
        self.period = RoundFactory(name="Kỳ quý I", starts=dt.date(2024, 1, 1), ends=CUT_OFF)

    def act(self, what, *how):
        getattr(self, what.replace(" ", "_"))(*how)

    def is_closed(self, day):
        return day <= CUT_OFF and Round.objects.get(pk=self.period.pk).closed_at is not None

    def say(self, status, stage, day):
        closed = self.is_closed(day)
        last = StatusEntry.objects.filter(withdrawn_at=None).order_by("pk").last()
        services.log_status(
            scorecard=self.world.scorecard,
            criterion=self.world.criterion,
            status=status,
            effective_on=day,
            base=last.pk if last else None,
            change=Change.CORRECTION if closed else "",
            note="Sửa sau khi đóng kỳ" if closed else "",
            mandate=self.world.mandate(stage),
            by=self.world.people["sponsor"],
        )

    def measure(self, number, stage, day):
        last = Measurement.objects.filter(withdrawn_at=None).order_by("pk").last()
        closed = self.is_closed(day)
        services.measure(
            scorecard=self.world.scorecard,
            indicator=self.world.indicator,
            value=Value(number=Decimal(number)),
            effective_on=day,
            base=last.pk if last else None,
            correcting=closed,
            note="Sửa sau khi đóng kỳ" if closed else "",
            mandate=self.world.mandate(stage),
            by=self.world.people["sponsor"],
        )

    def take_back(self, index):
        words = list(StatusEntry.objects.filter(withdrawn_at=None).order_by("pk"))
        if words:
            services.withdraw_status(
                entry=words[index % len(words)], reason="Nhầm", by=self.world.people["sponsor"]
            )

    def take_value_back(self, index):
        values = list(Measurement.objects.filter(withdrawn_at=None).order_by("pk"))
        if values:
            services.withdraw_measurement(
                measurement=values[index % len(values)],
                reason="Nhầm",
                by=self.world.people["sponsor"],
            )

    def close(self):
        if not self.is_closed(CUT_OFF):
            services.close_round(period=self.period, by=self.world.people["office"])

    def answer(self, moment):
        """What holds on each day as known at that moment: the cell, the word, the value."""
        found = {}
        for day in DAYS[1:]:
            (standing,) = standings(
                self.world.scorecard.criteria_set,
                [self.world.commune],
                as_of=day,
                known_at=moment,
            )
            words = {cell: word.pk for cell, word in counted_at(Round(ends=day), moment).items()}
            values = Measurement.objects.as_of(day, moment).newest("indicator", "part")
            counted = counting(list(values.in_time()))
            found[day] = (standing.cells, words, counted[0].pk if counted else None)
        return found


def stored():
    return sorted(CurrentStatus.objects.values_list("entry", "waiting", "status"))


def recomputed():
    found = counting(list(StatusEntry.objects.known_at(None).in_time()))
    if found is None:
        return []
    entry, waiting = found
    return [(entry.pk, waiting.pk if waiting else None, entry.status)]


def told(world, acts, after_each, at_the_end=None):
    """Tell a story on a clock of its own, one second an act, and forget it."""
    start = dt.datetime(2024, 6, 18, 8, tzinfo=dt.UTC)
    clock = (start + dt.timedelta(seconds=one) for one in itertools.count())
    with transaction.atomic(), mock.patch.object(timezone, "now", side_effect=clock):
        story = Story(world)
        for what, *how in acts:
            story.act(what, *how)
            after_each(story)
        if at_the_end:
            at_the_end(story)
        transaction.set_rollback(True)


@quick
@given(acts=ACTS)
def test_what_was_known_once_is_the_answer_for_ever(world, acts):
    answers = {}

    def ask(story):
        moment = timezone.now()
        answers[moment] = story.answer(moment)

    def ask_again(story):
        for moment, answer in answers.items():
            assert story.answer(moment) == answer

    told(world, acts, ask, ask_again)


@quick
@given(acts=ACTS)
def test_the_stored_state_is_the_recomputed_one(world, acts):
    def ask(story):
        assert stored() == recomputed()

    def rebuild(story):
        places, criteria_set = [story.world.commune], story.world.scorecard.criteria_set
        assert standings(criteria_set, places) == standings(criteria_set, places, as_of=TODAY)
        rebuild_current()
        assert stored() == recomputed()

    told(world, acts, ask, rebuild)


@quick
@given(before=ACTS, after=ACTS)
def test_what_was_frozen_is_what_is_recomputed(world, before, after):
    frozen = []

    def ask(story):
        period = Round.objects.get(pk=story.period.pk)
        if period.closed_at is not None and not frozen:
            frozen.append(sorted(FrozenStatus.objects.values_list("criterion", "entry", "status")))

    def ask_again(story):
        assert differences(Round.objects.get(pk=story.period.pk)) == []
        now = sorted(FrozenStatus.objects.values_list("criterion", "entry", "status"))
        assert now == frozen[0]

    told(world, [*before, ("close",), *after], ask, ask_again)
