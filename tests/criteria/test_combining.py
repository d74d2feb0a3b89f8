from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria.evaluation.combining import Combined, Member, Outcome, Way, combine
from criteria.evaluation.rules import Value

WEIGHTED = Way("weighted", "số hộ", frozenset({">="}), unit="%")
WORST = Way("worst", comparators=frozenset({">="}), unit="%")


def number(name, value, weight=None):
    return Member(
        name, Value(number=Decimal(value)), weight=None if weight is None else Decimal(weight)
    )


def yes(name):
    return Member(name, Value(answer=True))


def no(name):
    return Member(name, Value(answer=False))


def silent(name, why="chưa có số liệu"):
    return Member(name, silent=why)


def test_percentages_weigh_by_what_they_are_counted_over():
    found = combine(WEIGHTED, [number("A", 80, 1000), number("B", 95, 500)])
    assert found.value.number == Decimal(85)
    assert found.why == "Bình quân theo số hộ: (80 × 1.000 + 95 × 500) / 1.500 = 85%"


def test_a_missing_denominator_leaves_it_open_between_the_lowest_and_the_highest():
    found = combine(WEIGHTED, [number("A", 80, 1000), number("B", 95), number("C", "87.5")])
    assert (found.outcome, found.lowest, found.highest) == (Outcome.OPEN, 80, 95)
    assert found.why == "Chưa gộp được: thiếu số hộ của B, C; kết quả nằm từ 80% đến 95%"
    assert found.value == Value()


def test_equal_values_need_no_denominator():
    assert combine(WEIGHTED, [number("A", 80), number("B", 80)]).value.number == 80


def test_who_told_nothing_is_neither_zero_nor_left_out():
    found = combine(
        WEIGHTED, [number("A", 80, 10), silent("B"), silent("C", "thị trấn, không có phiếu")]
    )
    assert found.outcome == Outcome.OPEN
    assert found.lowest is None
    assert found.why == (
        "Chưa gộp được: thiếu số liệu của B (chưa có số liệu), C (thị trấn, không có phiếu)"
    )
    assert combine(Way("total"), [number("A", 3), silent("B")]).outcome == Outcome.OPEN
    assert combine(WORST, [number("A", 80), silent("B")]).outcome == Outcome.OPEN


def test_zero_is_a_number():
    found = combine(WEIGHTED, [number("A", 0, 10), number("B", 100, 10)])
    assert found.value.number == 50
    assert combine(Way("total", unit="km"), [number("A", 0), number("B", 2)]).value.number == 2


def test_counts_are_added():
    found = combine(Way("total", unit="nhà"), [number("A", 3), number("B", "4.5")])
    assert found.value.number == Decimal("7.5")
    assert found.why == "Cộng lại: 3 + 4,5 = 7,5 nhà"


@pytest.mark.parametrize(
    ("comparators", "worst"),
    [({">="}, 2), ({">"}, 2), ({"<="}, 9), ({"<"}, 9), ({">=", "<="}, None), (set(), None)],
)
def test_the_worst_number_is_the_one_farthest_on_the_wrong_side(comparators, worst):
    way = Way("worst", comparators=frozenset(comparators))
    found = combine(way, [number("A", 2), number("B", 9)])
    assert found.value.number == worst
    assert found.is_settled == (worst is not None)


@pytest.mark.parametrize(
    ("passing", "members", "answer"),
    [
        ({True}, [yes("A"), yes("B")], True),
        ({True}, [yes("A"), no("B")], False),
        ({True}, [yes("A"), silent("B")], None),
        ({True}, [no("A"), silent("B")], False),
        # 9.1 passes on «Không»: one commune with such houses is enough to fail
        ({False}, [no("A"), no("B")], False),
        ({False}, [no("A"), yes("B")], True),
        ({False}, [no("A"), silent("B")], None),
        ({True, False}, [yes("A"), no("B")], None),
    ],
)
def test_one_place_that_fails_settles_a_yes_or_no(passing, members, answer):
    way = Way("worst", answers=frozenset(passing))
    assert combine(way, members).value.answer is answer


def test_the_worst_word_is_the_lowest_of_the_scale():
    members = [Member("A", Value(word="Tốt")), Member("B", Value(word="khá"))]
    way = Way("worst", scale=("Trung bình", "Khá", "Tốt"))
    assert combine(way, members).value.word == "khá"
    assert combine(Way("worst"), members).outcome == Outcome.OPEN
    same = [Member("A", Value(word="Tốt")), Member("B", Value(word="tốt"))]
    assert combine(Way("worst"), same).value.word == "Tốt"


def test_what_does_not_apply_to_some_is_left_out_and_to_all_stays_so():
    away = Member("B", applies=False)
    found = combine(WEIGHTED, [number("A", 80), away])
    assert found.value.number == 80
    assert found.why.endswith("không áp dụng ở B, không tính")
    nowhere = combine(WEIGHTED, [away, Member("C", applies=False)])
    assert (nowhere.is_settled, nowhere.applies) == (True, False)


def test_without_a_rule_it_is_declared_anew():
    found = combine(Way("anew"), [number("A", 80), number("B", 80)])
    assert (found.outcome, found.value) == (Outcome.ANEW, Value())


@pytest.mark.parametrize("rule", ["weighted", "total", "worst"])
def test_values_of_two_kinds_do_not_combine(rule):
    found = combine(Way(rule, comparators=frozenset({">="})), [number("A", 80, 1), yes("B")])
    assert found.outcome == Outcome.OPEN


PERCENT = st.decimals(0, 100, places=4)
WEIGHT = st.decimals("0.01", 100000, places=2)


@given(st.lists(st.tuples(PERCENT, WEIGHT), min_size=1, max_size=6))
def test_a_weighted_value_lies_between_the_lowest_and_the_highest(rows):
    members = [number(f"{at}", *row) for at, row in enumerate(rows)]
    found = combine(WEIGHTED, members)
    values = [value for value, _ in rows]
    assert found.is_settled
    assert min(values) <= found.value.number <= max(values)


RULES = st.sampled_from(["weighted", "total", "worst"])


@given(RULES, st.lists(st.tuples(PERCENT, WEIGHT), min_size=1, max_size=5), st.randoms())
def test_the_order_of_predecessors_does_not_matter(rule, rows, random):
    members = [number(f"{at}", *row) for at, row in enumerate(rows)]
    shuffled = random.sample(members, len(members))
    way = Way(rule, "số hộ", frozenset({">="}))
    assert outcome(combine(way, members)) == outcome(combine(way, shuffled))


def outcome(found: Combined):
    return found.outcome, found.value, found.lowest, found.highest


@given(RULES, st.lists(PERCENT, min_size=0, max_size=4))
def test_numbers_with_a_silent_one_among_them_are_never_settled(rule, values):
    members = [number(f"{at}", value, 1) for at, value in enumerate(values)]
    assert not combine(
        Way(rule, comparators=frozenset({">="})), [*members, silent("X")]
    ).is_settled
