import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Activity
from criteria import services
from criteria.choices import Stage, Status, ValueType
from criteria.models import CurrentStatus, StatusEntry
from criteria.permissions import Mandate
from criteria.selectors import standings
from criteria.services import Value
from tests.factories import (
    AgencyFactory,
    CriterionFactory,
    IndicatorFactory,
    ScorecardFactory,
    StatusEntryFactory,
    ThresholdFactory,
    UserFactory,
)

DAY = dt.date(2024, 6, 18)


def log(world, status=Status.MET, *, base=None, stage=Stage.REVIEWED, day=DAY, **more):
    return services.log_status(
        scorecard=world.scorecard,
        criterion=world.criterion,
        status=status,
        effective_on=day,
        base=base,
        mandate=world.mandate(stage),
        by=world.people["sponsor"],
        **more,
    )


def test_a_logged_status_says_who_when_and_as_whom(world):
    entry = log(world, note="Đã có điểm phục vụ bưu chính")
    assert (entry.status, entry.stage, entry.agency, entry.by, entry.effective_on) == (
        Status.MET,
        Stage.REVIEWED,
        world.sponsor,
        world.people["sponsor"],
        DAY,
    )


def test_a_logged_status_becomes_the_current_one(world):
    entry = log(world)
    current = CurrentStatus.objects.get()
    assert (current.entry, current.status, current.waiting) == (entry, Status.MET, None)


def test_a_newer_word_of_a_lower_stage_waits(world):
    first = log(world, Status.MET, stage=Stage.APPRAISED, day=dt.date(2024, 6, 1))
    second = log(world, Status.NOT_MET, base=first.pk, stage=Stage.DECLARED)
    current = CurrentStatus.objects.get()
    assert (current.entry, current.status, current.waiting) == (first, Status.MET, second)


def test_a_word_of_a_higher_stage_replaces_a_lower_one_even_if_it_is_of_an_earlier_day(world):
    first = log(world, Status.MET, stage=Stage.DECLARED)
    second = log(
        world, Status.NOT_MET, base=first.pk, stage=Stage.CONFIRMED, day=dt.date(2024, 1, 1)
    )
    current = CurrentStatus.objects.get()
    assert (current.entry, current.waiting) == (second, first)


def test_a_writer_who_looked_at_an_older_entry_is_refused(world):
    log(world, Status.MET)
    with pytest.raises(ValidationError) as refusal:
        log(world, Status.NOT_MET, base=None)
    assert (refusal.value.code, StatusEntry.objects.count()) == ("stale", 1)


def test_a_day_after_the_working_day_is_refused(world):
    with pytest.raises(ValidationError) as refusal:
        log(world, day=dt.date(2024, 6, 19))
    assert refusal.value.code == "future"


def test_a_day_on_which_the_commune_did_not_exist_is_refused(world):
    with pytest.raises(ValidationError) as refusal:
        log(world, day=dt.date(2019, 12, 31))
    assert refusal.value.code == "outside"


def test_a_criterion_of_another_set_is_refused(world):
    world.criterion = CriterionFactory()
    with pytest.raises(ValidationError) as refusal:
        log(world)
    assert refusal.value.code == "foreign"


def test_the_trail_names_who_lent_the_right(world):
    lender = UserFactory()
    services.log_status(
        scorecard=world.scorecard,
        criterion=world.criterion,
        status=Status.MET,
        effective_on=DAY,
        base=None,
        mandate=Mandate(Stage.REVIEWED, world.sponsor, lender),
        by=world.people["sponsor"],
    )
    line = Activity.objects.get(verb="logged status")
    assert (line.by, line.on_behalf_of, line.details["before"], line.details["after"]) == (
        world.people["sponsor"],
        lender,
        "",
        "met",
    )


def test_an_entry_cannot_be_edited(world):
    entry = log(world)
    entry.note = "khác"
    with pytest.raises(TypeError):
        entry.save()


def test_a_withdrawn_entry_stays_and_the_one_before_counts_again(world):
    first = log(world, Status.NOT_MET)
    second = log(world, Status.MET, base=first.pk)
    services.withdraw_status(entry=second, reason="Sửa nhầm xã", by=world.people["sponsor"])
    second.refresh_from_db()
    assert (second.withdrawn_reason, CurrentStatus.objects.get().entry) == ("Sửa nhầm xã", first)


def test_withdrawing_the_only_entry_leaves_the_criterion_unjudged(world):
    entry = log(world)
    services.withdraw_status(entry=entry, reason="Sửa nhầm", by=world.people["sponsor"])
    assert not CurrentStatus.objects.exists()


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_withdrawal_needs_a_reason(world, reason):
    entry = log(world)
    with pytest.raises(ValidationError) as refusal:
        services.withdraw_status(entry=entry, reason=reason, by=world.people["sponsor"])
    assert refusal.value.code == "reason"


def test_an_entry_is_withdrawn_once(world):
    entry = log(world)
    services.withdraw_status(entry=entry, reason="Sửa nhầm", by=world.people["sponsor"])
    with pytest.raises(ValidationError) as refusal:
        services.withdraw_status(entry=entry, reason="Lần nữa", by=world.people["sponsor"])
    assert refusal.value.code == "withdrawn"


def measure(world, value, *, base=None, indicator=None):
    return services.measure(
        scorecard=world.scorecard,
        indicator=indicator or world.indicator,
        value=value,
        effective_on=DAY,
        base=base,
        mandate=world.mandate(),
        by=world.people["sponsor"],
    )


def test_zero_is_a_number(world):
    said = measure(world, Value(number=Decimal(0)))
    assert (said.number, said.applies) == (0, True)


def test_an_indicator_may_not_apply(world):
    said = measure(world, Value(applies=False))
    assert (said.number, said.answer, said.word, said.applies) == (None, None, "", False)


@pytest.mark.parametrize("number", [Decimal("-0.1"), Decimal("100.1"), Decimal(1200)])
def test_a_percentage_outside_0_to_100_is_refused(world, number):
    with pytest.raises(ValidationError) as refusal:
        measure(world, Value(number=number))
    assert refusal.value.code == "range"


def test_a_word_for_a_number_is_refused(world):
    with pytest.raises(ValidationError) as refusal:
        measure(world, Value(word="Khá"))
    assert refusal.value.code == "kind"


def test_a_kind_that_an_older_threshold_had_is_taken(world):
    indicator = IndicatorFactory(criterion=world.criterion, value_type=ValueType.BOOLEAN)
    ThresholdFactory(indicator=indicator, value_type=ValueType.PERCENT)
    assert measure(world, Value(number=Decimal(50)), indicator=indicator).number == 50


def test_a_stale_value_is_refused(world):
    measure(world, Value(number=Decimal(50)))
    with pytest.raises(ValidationError) as refusal:
        measure(world, Value(number=Decimal(60)))
    assert refusal.value.code == "stale"


def test_a_value_of_another_set_is_refused(world):
    with pytest.raises(ValidationError) as refusal:
        measure(world, Value(number=Decimal(5)), indicator=IndicatorFactory())
    assert refusal.value.code == "foreign"


def test_a_withdrawn_value_needs_a_reason_and_goes_once(world):
    said = measure(world, Value(number=Decimal(50)))
    user = world.people["sponsor"]
    with pytest.raises(ValidationError) as refusal:
        services.withdraw_measurement(measurement=said, reason=" ", by=user)
    assert refusal.value.code == "reason"
    assert services.withdraw_measurement(
        measurement=said, reason="Nhầm xã", by=user
    ).withdrawn_reason == ("Nhầm xã")
    with pytest.raises(ValidationError) as refusal:
        services.withdraw_measurement(measurement=said, reason="Nữa", by=user)
    assert refusal.value.code == "withdrawn"


def test_opening_a_scorecard_twice_gives_the_same_one(world):
    again = services.open_scorecard(
        commune=world.commune, criteria_set=world.scorecard.criteria_set, by=None
    )
    assert again == world.scorecard


ENTRIES = st.lists(
    st.tuples(
        st.sampled_from(list(Status)),
        st.sampled_from(list(Stage)),
        st.integers(0, 20),
        st.booleans(),
    ),
    max_size=8,
)


@pytest.mark.django_db
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(said=ENTRIES)
def test_the_stored_state_equals_the_recomputed_one(said, db):
    """Whatever was said in whatever order, and whatever of it was withdrawn."""
    scorecard = ScorecardFactory()
    criterion = CriterionFactory(criteria_set=scorecard.criteria_set)
    user, agency = UserFactory(), AgencyFactory()
    base = None
    living = []
    for status, stage, days, withdrawn in said:
        entry = services.log_status(
            scorecard=scorecard,
            criterion=criterion,
            status=status,
            effective_on=DAY - dt.timedelta(days=days),
            base=base,
            mandate=Mandate(stage, agency),
            by=user,
        )
        living.append(entry.pk)
        if withdrawn:
            services.withdraw_status(entry=entry, reason="nhầm", by=user)
            living.remove(entry.pk)
        base = living[-1] if living else None
    communes = [scorecard.commune]
    stored = standings(scorecard.criteria_set, communes)
    recomputed = standings(scorecard.criteria_set, communes, as_of=DAY)
    assert stored == recomputed
    services.rebuild_current([scorecard])
    assert standings(scorecard.criteria_set, communes) == stored


def test_what_was_known_at_a_moment_does_not_change_later(world, time_machine):
    time_machine.move_to(dt.datetime(2024, 7, 1, tzinfo=dt.UTC))
    entry = log(world)
    moment = dt.datetime(2024, 7, 10, tzinfo=dt.UTC)
    time_machine.move_to(dt.datetime(2024, 7, 20, tzinfo=dt.UTC))
    services.withdraw_status(entry=entry, reason="nhầm", by=world.people["sponsor"])
    [then] = standings(world.scorecard.criteria_set, [world.commune], as_of=DAY, known_at=moment)
    [now] = standings(world.scorecard.criteria_set, [world.commune], as_of=DAY)
    assert (then.cells[8].status, now.cells[8].status) == ("met", "")


def test_rebuilding_everything_counts_the_cells(world):
    StatusEntryFactory(scorecard=world.scorecard, criterion=world.criterion)
    assert services.rebuild_current() == 1


def test_a_part_that_the_indicator_has_not_is_refused(world):
    with pytest.raises(ValidationError) as refusal:
        services.measure(
            scorecard=world.scorecard,
            indicator=world.indicator,
            part="nam",
            value=Value(number=Decimal(50)),
            effective_on=DAY,
            base=None,
            mandate=world.mandate(),
            by=world.people["sponsor"],
        )
    assert refusal.value.code == "part"
