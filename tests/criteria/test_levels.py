"""How near a commune is to losing its level, and what it lacks for one: the rules alone."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria.evaluation.levels import (
    Hold,
    LevelAsks,
    RevocationRule,
    SetResult,
    reach,
    risk,
)

KEYS = frozenset({10, 17, 19})
QD_18 = RevocationRule(total=19, keys=KEYS, share_key=Decimal(30), share_any=Decimal(50))
OTHERS = [number for number in range(1, 20) if number not in KEYS]


@pytest.mark.parametrize(
    ("others", "keys", "hold", "losses", "losses_any"),
    [
        (0, [], Hold.HELD, 6, 10),
        (3, [], Hold.HELD, 3, 7),
        (4, [], Hold.AT_RISK, 2, 6),
        (5, [], Hold.AT_RISK, 1, 5),
        (9, [], Hold.AT_RISK, 1, 1),  # 47 %, but no key criterion: not yet
        (10, [], Hold.REVOCABLE, 0, 0),
        (2, [10], Hold.HELD, 3, 3),
        (4, [10], Hold.AT_RISK, 1, 1),
        (5, [10], Hold.REVOCABLE, 0, 0),
        (5, [17], Hold.REVOCABLE, 0, 0),
        (5, [19], Hold.REVOCABLE, 0, 0),
        (3, [10, 17, 19], Hold.REVOCABLE, 0, 0),
        (8, [10], Hold.REVOCABLE, 0, 0),
    ],
)
def test_with_nineteen_criteria_six_with_a_key_one_or_ten(others, keys, hold, losses, losses_any):
    found = risk(QD_18, [*OTHERS[:others], *keys])
    assert (found.hold, found.losses, found.losses_any) == (hold, losses, losses_any)


def test_the_bounds_of_nineteen():
    assert (QD_18.bound(Decimal(30)), QD_18.bound(Decimal(50))) == (6, 10)


@pytest.mark.parametrize(
    ("failing", "unknown", "why"),
    [
        (
            OTHERS[:5],
            0,
            (
                "5/19 tiêu chí chưa đạt (26%): mất thêm 1 tiêu chí là thuộc diện thu hồi nếu trong đó "
                "có tiêu chí then chốt (10, 17, 19), 5 nếu không"
            ),
        ),
        (
            [1, 2, 17],
            2,
            (
                "3/19 tiêu chí chưa đạt (16%), có tiêu chí then chốt 17: mất thêm 3 tiêu chí là thuộc "
                "diện thu hồi; 2 tiêu chí chưa đánh giá, không tính là chưa đạt"
            ),
        ),
        (
            [1, 2, 3, 4, 5, 10],
            0,
            (
                "6/19 tiêu chí chưa đạt (32%), có tiêu chí then chốt 10: thuộc diện thu hồi "
                "(từ 30% mà có tiêu chí then chốt)"
            ),
        ),
        (OTHERS[:10], 0, "10/19 tiêu chí chưa đạt (53%): thuộc diện thu hồi (từ 50%)"),
    ],
)
def test_it_says_why(failing, unknown, why):
    assert risk(QD_18, failing, unknown).why == why


def test_what_nobody_judged_is_no_failure():
    found = risk(QD_18, OTHERS[:2], unknown=17)
    assert (found.hold, found.unknown) == (Hold.HELD, 17)


def test_while_nothing_is_judged_nothing_is_said():
    assert risk(QD_18, [], unknown=19).hold == Hold.UNKNOWN


def test_without_a_rule_nothing_is_said():
    found = risk(RevocationRule(19, frozenset(), None, None), range(1, 20))
    assert (found.hold, found.losses) == (Hold.UNKNOWN, None)


def is_revocable(failing):
    share = Decimal(100) * len(failing) / 19
    return share >= 50 or (share >= 30 and any(number in KEYS for number in failing))


@given(st.sets(st.integers(1, 19)))
def test_the_losses_told_are_enough_and_not_one_less(failing):
    found = risk(QD_18, failing)
    assert (found.hold == Hold.REVOCABLE) == is_revocable(failing)
    left = [*sorted(KEYS - failing), *(one for one in OTHERS if one not in failing)]
    after = failing | set(left[: found.losses])
    assert is_revocable(after)
    if found.losses:
        assert not is_revocable(failing | set(left[: found.losses - 1]))
    plain = [one for one in OTHERS if one not in failing]
    assert is_revocable(failing | set(plain[: found.losses_any]))


NTM = LevelAsks("ntm", "đạt chuẩn", set_key=1, set_name="2021–2025")
MODEL = LevelAsks("model", "kiểu mẫu", 3, "kiểu mẫu", "advanced", "nâng cao")


def met(unmet=(), unknown=(), total=19):
    return SetResult(total, total - len(unmet) - len(unknown), tuple(unmet), tuple(unknown))


@pytest.mark.parametrize(
    ("asks", "result", "held", "meets", "missing"),
    [
        (NTM, met(), {}, True, ()),
        (NTM, met([3, 5]), {}, False, ("chưa đạt tiêu chí 3, 5 của bộ 2021–2025",)),
        (NTM, met((), [7]), {}, None, ("1 tiêu chí của bộ 2021–2025 chưa đánh giá",)),
        (
            NTM,
            met([3], [7]),
            {},
            False,
            ("chưa đạt tiêu chí 3 của bộ 2021–2025", "1 tiêu chí của bộ 2021–2025 chưa đánh giá"),
        ),
        (NTM, met((), range(1, 20)), {}, None, ("bộ 2021–2025 chưa đánh giá",)),
        (NTM, None, {"ntm": True}, None, ("bộ 2021–2025 chưa đánh giá",)),
        (MODEL, met(total=4), {"advanced": True}, True, ()),
        (MODEL, met(total=4), {"ntm": True}, False, ("chưa được công nhận nâng cao",)),
        (LevelAsks("model", "kiểu mẫu"), met(), {}, None, ("tiêu chí của mức này chưa nhập",)),
    ],
)
def test_what_is_missing_for_a_level(asks, result, held, meets, missing):
    found = reach(asks, result, held)
    assert (found.meets, found.missing) == (meets, missing)


@pytest.mark.parametrize(
    ("result", "recognised", "differs"),
    [
        (met(), True, False),
        (met(), False, True),
        (met([3]), True, True),
        (met([3]), False, False),
        (None, True, False),
    ],
)
def test_meeting_and_being_recognised_are_two_facts(result, recognised, differs):
    assert reach(NTM, result, {"ntm": recognised}).differs == differs
