"""The council's vote and what follows; revocation and the higher levels."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from criteria.choices import Level, Purpose
from criteria.models import CouncilMeeting
from criteria.services.council import decide_revocation
from criteria.services.council_parts import withdraw_meeting
from tests.criteria.council.conftest import ask, confirm
from tests.criteria.council.steps import (
    LATER,
    code_of,
    decide,
    drop,
    fill,
    find,
    meet,
    passed,
    put_back,
    submit,
)
from tests.criteria.ladder import judge
from tests.factories import (
    CommuneFactory,
    CouncilMeetingFactory,
    ProcedureFactory,
    RecognitionFactory,
)

# ── the meeting ──────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def submitted(council):
    file = council.open()
    fill(council, file)
    return submit(council, file)


@pytest.mark.parametrize(
    ("votes", "told"),
    [
        ((10, 7, 7), (True, True, "passed")),
        ((10, 6, 6), (False, False, "submitted")),
        ((10, 10, 9), (True, True, "passed")),
        ((10, 10, 8), (True, False, "failed")),
        ((10, 0, 0), (False, False, "submitted")),
    ],
)
def test_presence_and_votes_are_weighed_by_the_thresholds(council, submitted, votes, told):
    row = meet(council, submitted, *votes)
    submitted.refresh_from_db()
    assert (row.valid, row.passed, submitted.state) == told


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"held_on": dt.date(2024, 6, 4)}, "before"),
        ({"held_on": dt.date(2999, 1, 1)}, "future"),
        ({"agreed": False}, "contradicts"),
        ({"present": 11}, None),
        ({"in_favour": 10}, None),
        ({"members": 0, "present": 0, "in_favour": 0}, None),
    ],
)
def test_what_cannot_be_a_meeting(council, submitted, given, code):
    with pytest.raises(ValidationError) as refusal:
        meet(council, submitted, **given)
    assert code is None or code_of(refusal) == code
    assert not CouncilMeeting.objects.exists()


@pytest.mark.parametrize(
    "numbers",
    [
        {"members": 5, "present": 6, "in_favour": 5},
        {"members": 6, "present": 5, "in_favour": 6},
        {"valid": False, "passed": True},
    ],
)
def test_the_database_refuses_impossible_votes(council, numbers):
    file = council.open()
    with pytest.raises(IntegrityError), transaction.atomic():
        CouncilMeetingFactory(council_file=file, **numbers)


def test_a_meeting_entered_wrongly_is_taken_back(council, submitted):
    first = meet(council, submitted, 10, 5, 5)
    second = meet(council, submitted, 10, 10, 8)
    taking = {"reason": "Ghi nhầm số phiếu", "mandate": council.mandate, "by": council.office}
    with pytest.raises(ValidationError) as refusal:
        withdraw_meeting(meeting=first, **taking)
    assert code_of(refusal) == "last"
    withdraw_meeting(meeting=second, **taking)
    submitted.refresh_from_db()
    assert submitted.state == "submitted"
    meet(council, submitted, 10, 10, 10)
    submitted.refresh_from_db()
    assert submitted.state == "passed"


def test_a_failed_file_is_worked_on_again(council, submitted):
    meet(council, submitted, 10, 10, 1)
    with pytest.raises(ValidationError) as refusal:
        decide(council, submitted)
    assert code_of(refusal) == "state"
    with pytest.raises(ValidationError) as refusal:
        put_back(council, submitted, " ")
    assert code_of(refusal) == "reason"
    put_back(council, submitted)
    submitted.refresh_from_db()
    assert (submitted.state, submitted.frozen, submitted.submitted_on) == ("preparing", None, None)
    submit(council, submitted)
    assert submitted.findings.filter(computed=True).count() == 2


def test_a_decision_does_not_lie_before_the_meeting(council):
    file = passed(council)
    with pytest.raises(ValidationError) as refusal:
        decide(council, file, since=dt.date(2024, 3, 20))
    assert code_of(refusal) == "before"


def test_a_file_is_given_up_with_a_reason_and_only_once(council):
    file = council.open()
    with pytest.raises(ValidationError) as refusal:
        drop(council, file, " ")
    assert code_of(refusal) == "reason"
    drop(council, file)
    file.refresh_from_db()
    assert (file.state, file.dropped_reason) == ("dropped", "Xã chưa đủ điều kiện")
    with pytest.raises(ValidationError) as refusal:
        drop(council, file)
    assert code_of(refusal) == "state"


# ── revocation and the higher levels ─────────────────────────────────────────────────────────


def revoking(council, unmet):
    commune = CommuneFactory(name="Thuận")
    judge(commune, council.rules[0].criteria_set, unmet=unmet)
    recognition = RecognitionFactory(commune=commune)
    return council.open(commune=commune, purpose=Purpose.REVOKE), recognition


def test_a_recognition_is_taken_back_by_the_council(council):
    file, recognition = revoking(council, unmet=[1, 2, 3, 4, 5, 10])
    assert file.recognition == recognition
    submit(council, file)
    meet(council, file, agreed=True)
    with pytest.raises(ValidationError) as refusal:
        decide(council, file)
    assert code_of(refusal) == "purpose"
    decide_revocation(
        council_file=file,
        revoked_on=LATER,
        reason="Sáu tiêu chí không đạt",
        mandate=council.mandate,
        by=council.office,
    )
    recognition.refresh_from_db()
    file.refresh_from_db()
    assert (recognition.revoked_on, file.state) == (LATER, "decided")


@pytest.mark.parametrize("unmet", [[1, 2, 3, 4, 10], [1, 2, 3, 4, 5, 6]])
def test_what_the_rule_of_revocation_does_not_reach_does_not_go_before_the_council(council, unmet):
    file, _ = revoking(council, unmet)
    with pytest.raises(ValidationError) as refusal:
        submit(council, file)
    assert code_of(refusal) == "conditions"
    assert "thu hồi" in refusal.value.messages[0]


def test_the_higher_level_asks_for_the_lower_one(council):
    higher = ProcedureFactory(level=Level.ADVANCED)
    ask(higher, ("dang-giu", "held", None), ("tieu-chi", "criteria", None))
    judge(council.commune, council.rules[1].criteria_set)
    confirm(council.commune)
    file = council.open(level=Level.ADVANCED)
    with pytest.raises(ValidationError) as refusal:
        submit(council, file)
    assert "chưa được công nhận đạt chuẩn nông thôn mới" in refusal.value.messages[0]
    RecognitionFactory(commune=council.commune)
    submit(council, file)
    assert "tính từ ngày" not in file.findings.get(condition="dang-giu").words


def test_the_higher_level_asks_for_the_set_of_the_lower_one(council):
    """Recognised by an older set, a commune meets today's before it rises."""
    ask(ProcedureFactory(level=Level.ADVANCED), ("tieu-chi-ntm", "lower", None))
    commune = CommuneFactory(name="Thuận")
    judge(commune, council.rules[0].criteria_set, unmet=[7])
    file = council.open(commune=commune, level=Level.ADVANCED)
    with pytest.raises(ValidationError) as refusal:
        submit(council, file)
    assert "18/19 tiêu chí đạt; chưa đạt: 7. Tiêu chí 7" in refusal.value.messages[0]
    submit(council, council.open(level=Level.ADVANCED))


def test_criteria_of_a_level_without_a_set_are_stated(council):
    """«Kiểu mẫu» of 2018–2020: its criteria are no set of the portal."""
    council.rules[1].criteria_set = None
    council.rules[1].save()
    ask(ProcedureFactory(level=Level.ADVANCED), ("tieu-chi", "criteria", None))
    file = council.open(level=Level.ADVANCED)
    assert find(council, file, "tieu-chi", holds=True).computed is False
    submit(council, file)
