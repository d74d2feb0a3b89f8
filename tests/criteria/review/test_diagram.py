"""The way of a file on paper: its values are those of the choices, and it has no way out of itself."""

import pytest

from criteria.choices import FileAct, FileState, Stage
from criteria.evaluation.diagram import (
    DIAGRAM,
    STAGE_OF,
    UNDER_REVIEW,
    WAITING,
    WITH_THE_COMMUNE,
    combined,
    leads,
    may_follow,
    next_stage,
)

MET, NOT = "met", "not_met"


def test_the_acts_and_states_are_those_of_the_choices():
    assert set(DIAGRAM) == set(FileAct.values)
    named = {state for ways in DIAGRAM.values() for state in ways}
    reached = {state for ways in DIAGRAM.values() for after in ways.values() for state in after}
    assert named | reached == set(FileState.values)
    assert named == set(FileState.values)  # from nowhere there is no way on
    assert {"confirmed"} == set(FileState.values) - UNDER_REVIEW - WITH_THE_COMMUNE


def test_a_file_waits_at_the_stages_that_hold_it():
    assert set(WAITING) == {Stage.VERIFIED, Stage.APPRAISED, Stage.CONFIRMED}
    assert {state: WAITING[stage] for state, stage in STAGE_OF.items()} == {
        state: state for state in UNDER_REVIEW
    }


def test_a_confirmed_file_goes_on_only_when_it_is_opened_again():
    assert [act for act in DIAGRAM if may_follow(act, "confirmed")] == ["reopen"]
    assert leads("reopen", "confirmed", "returned")
    assert not leads("reopen", "confirmed", "confirming")


def test_every_state_is_reached_from_the_first():
    found, waiting = set(), {"declaring"}
    while waiting:
        state = waiting.pop()
        found.add(state)
        waiting |= {one for ways in DIAGRAM.values() for one in ways.get(state, ())} - found
    assert found == set(FileState.values)


@pytest.mark.parametrize(
    ("act", "before", "after"),
    [
        ("submit", "verifying", "appraising"),
        ("verify", "verifying", "verifying"),
        ("verify", "verifying", "confirmed"),
        ("confirm", "appraising", "confirmed"),
        ("return", "confirmed", "returned"),
        ("return", "returned", "returned"),
        ("recall", "confirmed", "declaring"),
        ("reopen", "verifying", "returned"),
    ],
)
def test_no_act_leads_around_the_way(act, before, after):
    assert not leads(act, before, after)


@pytest.mark.parametrize(
    ("route", "after", "found"),
    [
        ([3, 4, 5], 1, 3),
        ([3, 4, 5], 3, 4),
        ([4, 5], 1, 4),
        ([4, 5], 3, 4),
        ([5], 3, 5),
        ([], 1, 5),
        ([3, 4, 5], 5, 5),
    ],
)
def test_the_next_stage_is_the_first_of_the_route_above(route, after, found):
    assert next_stage(route, after) == found


@pytest.mark.parametrize(
    ("said", "together"),
    [
        ([MET], MET),
        ([MET, MET], MET),
        ([MET, None], None),
        ([None], None),
        ([], MET),
        ([NOT, MET], NOT),
        ([MET, NOT], NOT),
        ([NOT, None], NOT),
        ([NOT, "in_progress"], "in_progress"),
    ],
)
def test_an_objection_outweighs_agreement_and_silence(said, together):
    assert combined(MET, said) == together


def test_agreeing_that_it_is_not_met_is_agreement():
    assert combined(NOT, [NOT, NOT]) == NOT
    assert combined(NOT, [NOT, MET]) == MET
