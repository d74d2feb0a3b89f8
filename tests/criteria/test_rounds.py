"""Rounds: opened and closed by the office; a closed one freezes, locks, and shows what came later."""

import datetime as dt
import time

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Activity
from criteria import services
from criteria.choices import Change, RoundKind, Stage, Status
from criteria.models import FrozenStatus, Round, StatusEntry
from criteria.selectors.rounds import differences, later_words
from criteria.services import Days, rebuild_current
from tests.criteria.rounds import AFTER, CUT_OFF, TODAY, YEAR, close, log, measure, refused
from tests.factories import (
    CommuneFactory,
    CriterionFactory,
    RoundFactory,
    ScorecardFactory,
    StatusEntryFactory,
)

# opening and changing


def test_a_round_is_opened_with_its_days_and_a_name_of_its_own(office_person):
    made = services.open_round(kind=RoundKind.YEAR, year=2023, days=YEAR, by=office_person)
    assert (made.name, made.ends) == ("Kỳ năm 2023", CUT_OFF)
    assert Activity.objects.get(verb="opened round").details["days"]["ends"] == "2023-12-31"


def test_a_round_is_refused_twice(office_person, period):
    days = Days(dt.date(2025, 1, 1), dt.date(2025, 12, 31))
    assert (
        refused(
            lambda: services.open_round(
                kind=RoundKind.YEAR, year=2023, days=days, by=office_person
            )
        )
        == "twice"
    )


def test_rounds_of_a_kind_do_not_overlap(office_person, period):
    days = Days(CUT_OFF, dt.date(2024, 12, 31))
    assert (
        refused(
            lambda: services.open_round(
                kind=RoundKind.YEAR, year=2024, days=days, by=office_person
            )
        )
        == "overlap"
    )
    half = services.open_round(
        kind=RoundKind.HALF_YEAR, year=2023, days=YEAR, by=office_person
    )  # a half-year lies within a year
    assert half.pk


@pytest.mark.parametrize(
    "days",
    [
        Days(dt.date(2024, 6, 30), dt.date(2024, 1, 1)),
        Days(dt.date(2024, 1, 1), dt.date(2024, 6, 30), dt.date(2024, 6, 30)),
    ],
)
def test_days_out_of_order_are_refused(office_person, days):
    assert (
        refused(
            lambda: services.open_round(
                kind=RoundKind.HALF_YEAR, year=2024, days=days, by=office_person
            )
        )
        == "order"
    )


def test_other_days_are_on_the_trail(office_person, period):
    services.change_round(
        period=period, days=Days(YEAR.starts, dt.date(2023, 12, 14)), name="", by=office_person
    )
    line = Activity.objects.get(verb="corrected reference")
    assert Round.objects.get().ends == dt.date(2023, 12, 14)
    assert (line.details["before"]["ends"], line.details["after"]["ends"]) == (
        "2023-12-31",
        "2023-12-14",
    )


def test_a_closed_round_keeps_its_days(world, period):
    close(period, world)
    office = world.people["office"]
    assert (
        refused(lambda: services.change_round(period=period, days=YEAR, name="", by=office))
        == "closed"
    )


# closing


def test_closing_freezes_what_counts_at_the_cut_off(world, period):
    first = log(world, Status.MET)
    log(world, Status.NOT_MET, day=AFTER, base=first.pk)
    closed = close(period, world)
    frozen = FrozenStatus.objects.get()
    assert (frozen.entry, frozen.status, closed.closed_by) == (
        first,
        Status.MET,
        world.people["office"],
    )
    assert Activity.objects.get(verb="closed round").details["frozen"] == 1


def test_closing_freezes_the_highest_stage_and_leaves_out_what_was_withdrawn(world, period):
    first = log(world, Status.MET, stage=Stage.CONFIRMED)
    wrong = log(world, Status.NOT_MET, base=first.pk, stage=Stage.CONFIRMED)
    services.withdraw_status(entry=wrong, reason="Nhầm xã", by=world.people["sponsor"])
    log(world, Status.NOT_MET, base=first.pk, stage=Stage.DECLARED)
    close(period, world)
    assert FrozenStatus.objects.get().entry == first


def test_only_sets_in_force_at_the_cut_off_are_frozen(world, period):
    later = StatusEntryFactory(
        scorecard__criteria_set__starts=dt.date(2024, 1, 1), effective_on=dt.date(2023, 6, 1)
    )
    StatusEntryFactory(scorecard__commune__ends=dt.date(2023, 6, 30), effective_on=YEAR.starts)
    kept = log(world, Status.MET)
    close(period, world)
    assert [one.entry for one in FrozenStatus.objects.all()] == [kept]
    assert later.pk


def test_a_round_closes_only_after_its_cut_off(world):
    running = RoundFactory(ends=TODAY)
    assert refused(lambda: close(running, world)) == "early"
    running.ends = dt.date(2024, 6, 17)
    running.save()
    assert close(running, world).closed_at


def test_a_round_closes_once(world, period):
    close(period, world)
    assert refused(lambda: close(period, world)) == "closed"


def test_closing_a_province_takes_under_two_seconds(world, period):
    criteria = [
        CriterionFactory(criteria_set=world.scorecard.criteria_set, number=number)
        for number in range(20, 39)
    ]
    district = world.commune.district
    scorecards = [
        ScorecardFactory(
            commune=CommuneFactory(district=district), criteria_set=world.scorecard.criteria_set
        )
        for _ in range(100)
    ]
    StatusEntry.objects.bulk_create(
        StatusEntry(
            scorecard=one, criterion=criterion, status="met", stage=1, effective_on=CUT_OFF
        )
        for one in scorecards
        for criterion in criteria
    )
    started = time.process_time()
    with CaptureQueriesContext(connection) as caught:
        close(period, world)
    assert time.process_time() - started < 2
    assert FrozenStatus.objects.count() == 1900
    assert len(caught) < 30  # SQLite takes some two hundred rows an insert


# the lock


def test_a_closed_round_refuses_words_of_its_time(world, period):
    close(period, world)
    assert refused(lambda: log(world, Status.MET)) == "closed"
    assert refused(lambda: log(world, Status.MET, change=Change.CORRECTION)) == "closed"
    assert refused(lambda: log(world, Status.MET, note="Không nói là sửa")) == "closed"
    assert refused(lambda: measure(world, 80)) == "closed"
    assert refused(lambda: measure(world, 80, correcting=True)) == "closed"


def test_a_word_of_a_later_day_is_free(world, period):
    close(period, world)
    assert log(world, Status.MET, day=AFTER).corrects is None
    assert measure(world, 80, day=AFTER).corrects is None


def test_a_correction_names_the_round_and_leaves_what_was_frozen(world, period):
    first = log(world, Status.MET)
    close(period, world)
    word = log(world, Status.NOT_MET, base=first.pk, change=Change.CORRECTION, note="Đếm nhầm hộ")
    value = measure(world, 80, correcting=True, note="Đếm nhầm hộ")
    assert (word.corrects, value.corrects) == (period, period)
    assert FrozenStatus.objects.get().status == Status.MET
    assert differences(Round.objects.get()) == []


def test_a_correction_names_the_first_of_two_closed_rounds(world, period):
    half = RoundFactory(ends=dt.date(2024, 6, 15))
    close(half, world)
    close(period, world)
    assert log(world, Status.MET, change=Change.CORRECTION, note="Sửa").corrects == period
    word = log(
        world,
        Status.NOT_MET,
        day=AFTER,
        base=StatusEntry.objects.get().pk,
        change=Change.CORRECTION,
        note="Sửa",
    )
    assert word.corrects == half


# later corrections


def test_what_came_later_is_told_with_before_after_who_and_why(world, period):
    first = log(world, Status.MET)
    known = measure(world, 90)
    close(period, world)
    log(world, Status.NOT_MET, base=first.pk, change=Change.CORRECTION, note="Đếm nhầm hộ")
    measure(world, 70, base=known.pk, correcting=True, note="Sai mẫu số")
    services.withdraw_status(entry=first, reason="Nhầm xã", by=world.people["office"])
    told = [
        (one.before, one.after, one.who, one.why, one.withdrawal)
        for one in later_words(Round.objects.get())
    ]
    sponsor, office = world.people["sponsor"], world.people["office"]
    assert told == [
        ("met", "", office, "Nhầm xã", True),
        ("90", "70", sponsor, "Sai mẫu số", False),
        ("met", "not_met", sponsor, "Đếm nhầm hộ", False),
    ]


def test_what_is_of_a_later_day_is_no_correction(world, period):
    close(period, world)
    log(world, Status.MET, day=AFTER)
    assert later_words(Round.objects.get()) == []


# checking


def test_check_rounds_finds_frozen_equal_to_recomputed(world, period, capsys):
    first = log(world, Status.MET)
    close(period, world)
    log(world, Status.NOT_MET, base=first.pk, change=Change.CORRECTION, note="Đếm nhầm hộ")
    call_command("check_rounds")
    assert "1 kỳ đã đóng" in capsys.readouterr().out


def test_check_rounds_names_what_differs(world, period):
    log(world, Status.MET)
    close(period, world)
    FrozenStatus.objects.update(status=Status.NOT_MET)
    with pytest.raises(CommandError, match="tính lại"):
        call_command("check_rounds")


def test_rebuilding_the_current_state_leaves_frozen_rows(world, period):
    log(world, Status.MET)
    close(period, world)
    rebuild_current()
    assert FrozenStatus.objects.count() == 1
