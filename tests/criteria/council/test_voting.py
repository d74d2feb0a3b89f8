"""Shares are compared unrounded; what is frozen comes back as it was."""

from decimal import Decimal

import pytest

from criteria.evaluation.council import (
    NOTHING_KNOWN,
    Asks,
    ConditionAsked,
    PaperAsked,
    VoteAsked,
    asks_from_json,
    outcome,
    reaches,
)

VOTE = VoteAsked(Decimal(70), Decimal(90))


@pytest.mark.parametrize(
    ("votes", "valid", "agreed"),
    [
        ((13, 9, 9), False, False),  # 69.23 %
        ((13, 10, 9), True, True),  # 76.9 %, 90 %
        ((100, 70, 63), True, True),  # both on the line
        ((100, 70, 62), True, False),
        ((19, 19, 17), True, False),  # 89.47 %
        ((1, 0, 0), False, False),
    ],
)
def test_a_vote(votes, valid, agreed):
    members, present, in_favour = votes
    found = outcome(VOTE, members=members, present=present, in_favour=in_favour)
    assert (found.valid, found.passed) == (valid, agreed)


@pytest.mark.parametrize(
    "vote", [VoteAsked(), VoteAsked(Decimal(70)), VoteAsked(None, Decimal(90))]
)
def test_without_both_shares_nothing_is_said(vote):
    found = outcome(vote, members=10, present=10, in_favour=0)
    assert (found.valid, found.passed, found.favour_share) == (None, None, 0)


def test_of_nobody_present_there_is_no_share():
    assert outcome(VOTE, members=10, present=0, in_favour=0).favour_share is None


def test_a_missing_number_reaches_nothing_and_zero_is_a_number():
    assert reaches(None, Decimal(80)) is reaches(Decimal(80), None) is None
    assert reaches(Decimal(0), Decimal(80)) is False


def test_what_is_frozen_comes_back():
    asks = Asks(
        vote=VOTE,
        conditions=(
            ConditionAsked("a", "debt", "Nợ"),
            ConditionAsked("b", "x", "y", Decimal("8.5")),
        ),
        papers=(PaperAsked("c", "Tờ trình"),),
        procedure=7,
        paper="QĐ 18",
        confidence="sourced",
    )
    assert asks_from_json(asks.to_json()) == asks
    assert asks_from_json(NOTHING_KNOWN.to_json()) == NOTHING_KNOWN
