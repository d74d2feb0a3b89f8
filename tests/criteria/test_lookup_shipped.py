"""The look-up of thresholds, row by row against the shipped files."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from functools import cache

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from criteria.evaluation import Reading, Value, Verdict, judge_indicator, pick
from criteria.imports.catalogue import read_criteria_set
from criteria.imports.shipped import SET_FILES
from criteria.selectors.catalogue import Referred, rule
from tests.criteria.asking import ASKED, MANY, chosen, measured

NOWHERE = "không có cột nào"
NO_YEAR = 1999
BY_STEM = {path.stem: path for path in SET_FILES}
NORTH = "Trung du miền núi phía Bắc"
ADVANCED, MODEL = "commune-advanced-2021-2025", "commune-model-2021-2025"


@cache
def raw(stem):
    """The lines of a file as they are written, by code of indicator."""
    data = yaml.safe_load(BY_STEM[stem].read_text(encoding="utf-8"))
    return {
        one["code"]: one
        for group in data["groups"]
        for criterion in group["criteria"]
        for one in criterion.get("indicators", [])
    }


@cache
def rules(stem):
    """What the loader makes of a file, by code of indicator."""
    found = {}
    for criterion in read_criteria_set(BY_STEM[stem]).criteria:
        for one in criterion.indicators:
            referred = None
            if any(row.factor for row in one.thresholds):
                other = raw(stem)[one.indicator.code]["thresholds"][0]["refers_to"]
                referred = Referred("mức nâng cao", tuple(rules(other["set"])[other["code"]]))
            found[one.indicator.code] = [
                rule(row, one.indicator, referred) for row in one.thresholds
            ]
    return found


def lines():
    for stem in BY_STEM:
        for code, one in raw(stem).items():
            for order, line in enumerate(one["thresholds"]):
                if "refers_to" not in line:
                    yield pytest.param(stem, code, order, id=f"{stem}-{code}-{order + 1}")


def question(line, day, **changes):
    """For whom this row was written, and nobody else."""
    facts = {line["condition"]: True} if "condition" in line else {}
    region = NOWHERE if line["region"] == "chung" else line["region"]
    year = line.get("year", NO_YEAR)
    asked = replace(ASKED, region=region, special_region="", year=year, day=day, facts=facts)
    return replace(asked, **changes)


def days(line):
    """The first and the last day of a row, and one in between."""
    start, end = line.get("starts"), line.get("ends")
    return [start or end or dt.date(2024, 6, 18), end or start or dt.date(2023, 1, 1)]


def check(line, answer):
    """The look-up gives exactly what the line says."""
    value = line["value"]
    assert answer is not None
    said = answer.number, answer.answer, answer.word or None
    if value is None:
        assert said == (None, None, None)
    elif isinstance(value, bool):
        assert said == (None, value, None)
    elif isinstance(value, str):
        assert said == (None, None, value)
    else:
        assert said == (Decimal(str(value)), None, None)
    assert answer.comparator == line["comparator"]
    assert answer.value_type == line["value_type"]
    assert answer.confidence == line["confidence"]
    assert answer.source == line.get("source", "")


@pytest.mark.parametrize(("stem", "code", "order"), list(lines()))
def test_the_look_up_gives_the_row_of_the_file(stem, code, order):
    line = raw(stem)[code]["thresholds"][order]
    for day in days(line):
        asked = question(line, day)
        ways = [asked, replace(asked, commune_class="dbkk")]
        if line["region"] == "TDMNPB":
            ways.append(
                replace(asked, region="BTB", special_region="TDMNPB", commune_class="dbkk")
            )
        for way in ways:
            choice = pick(rules(stem)[code], way)
            (part,) = [one for one in choice.parts if one.part == line.get("part", "")]
            assert part.is_settled, choice.why
            check(line, part.options[0].rule)


def test_every_row_of_every_file_is_asked_for():
    count = sum(len(one["thresholds"]) for stem in BY_STEM for one in raw(stem).values())
    refer = [line for one in raw(MODEL).values() for line in one["thresholds"]]
    assert len(list(lines())) == count - sum("refers_to" in line for line in refer)


# ── the odd ones, by name ────────────────────────────────────────────────────────────────────

NTM = "commune-2021-2025"
BEFORE, AFTER = dt.date(2024, 2, 29), dt.date(2024, 3, 1)


def judged(stem, code, values, **asked):
    values = values if isinstance(values, dict) else {"": values}
    reading = Reading({part: measured(value) for part, value in values.items()})
    return judge_indicator(chosen(rules(stem)[code], **asked), reading)


def test_9_1_passes_on_no():
    assert judged(NTM, "9.1", {"": False}).verdict == Verdict.MET
    assert judged(NTM, "9.1", {"": True}).verdict == Verdict.NOT_MET
    assert judged(NTM, "9.1", None).verdict == Verdict.UNKNOWN
    assert judged(ADVANCED, "18.5", {"": False}).verdict == Verdict.MET


@pytest.mark.parametrize(
    ("year", "number", "higher"),
    [(2021, 36, None), (2022, 39, 47), (2023, 42, 50), (2024, 45, 54), (2025, 48, 58)],
)
def test_10_by_year_and_the_higher_levels_with_it(year, number, higher):
    assert chosen(rules(NTM)["10"], year=year).parts[0].rule.number == number
    advanced = chosen(rules(ADVANCED)["10"], year=year).parts[0].rule
    assert (advanced and advanced.number) == higher
    model = chosen(rules(MODEL)["2"], year=year).parts[0].rule
    assert (model and model.number) == (higher and Decimal("1.1") * higher)


@pytest.mark.parametrize(("code", "bound"), [("11", "6.5"), ("15.3", "25")])
def test_11_and_15_3_are_upper_bounds(code, bound):
    most = Decimal(bound)
    assert judged(NTM, code, most).verdict == Verdict.MET
    assert judged(NTM, code, 0).verdict == Verdict.MET
    assert judged(NTM, code, most + Decimal("0.1")).verdict == Verdict.NOT_MET


def test_13_4_may_not_apply():
    choice = chosen(rules(NTM)["13.4"])
    assert judge_indicator(choice, Reading({}, applies=False)).verdict == Verdict.NOT_APPLICABLE
    assert judge_indicator(choice, Reading({})).verdict == Verdict.UNKNOWN


def test_15_4_changed_its_type():
    assert judged(NTM, "15.4", 50, day=BEFORE).verdict == Verdict.MET
    assert judged(NTM, "15.4", 49, day=BEFORE).verdict == Verdict.NOT_MET
    assert judged(NTM, "15.4", {"": True}, day=BEFORE).verdict == Verdict.UNKNOWN
    assert judged(NTM, "15.4", {"": True}, day=AFTER).verdict == Verdict.MET
    assert judged(NTM, "15.4", 100, day=AFTER).verdict == Verdict.UNKNOWN


def test_17_1_needs_two_numbers():
    old = "commune-2016-2020"
    both = {"hop_ve_sinh": 98, "nuoc_sach": 60}
    assert judged(old, "17.1", both).verdict == Verdict.MET
    assert judged(old, "17.1", {"hop_ve_sinh": 98}).verdict == Verdict.UNKNOWN
    assert [part.part for part in chosen(rules(NTM)["17.1"]).parts] == [
        "nuoc_sach",
        "tu_cong_trinh_tap_trung",
    ]


def test_5_and_14_1_are_set_by_a_ministry_and_known():
    schools = chosen(rules(NTM)["5"], facts={MANY: True})
    assert {part.part: part.rule.number for part in schools.parts} == {
        "co_so_vat_chat_toi_thieu": 100,
        "muc_do_1": 70,
    }
    literacy = chosen(rules(NTM)["14.1"])
    assert [part.rule.number or part.rule.answer for part in literacy.parts] == [98, True, 2, 2, 2]
    assert raw(NTM)["5"]["delegated_to"] == raw(NTM)["14.1"]["delegated_to"]


# ── delegated without a value: never met by accident ─────────────────────────────────────────


def unknown():
    """The indicators for which no row of our columns has a value on some day."""
    for stem in BY_STEM:
        for code, one in raw(stem).items():
            rows = [row for row in one["thresholds"] if "refers_to" not in row]
            if one.get("delegated_to") and all(row["value"] is None for row in rows):
                yield stem, code


DELEGATED = list(unknown())
VALUES = st.one_of(
    st.builds(Value),
    st.builds(Value, number=st.decimals(-1000, 10**30, places=2)),  # far more than a column holds
    st.builds(Value, answer=st.booleans()),
    st.builds(Value, word=st.text(max_size=20)),
)


def test_the_delegated_without_a_value_are_the_roads_and_a_field():
    assert {code for stem, code in DELEGATED if stem != MODEL} == {"2.1", "2.2", "2.3", "2.4"}
    assert [code for stem, code in DELEGATED if stem == MODEL] == ["4"]
    assert len(DELEGATED) == 13


@example(
    which=("commune-2016-2020", "2.1"),
    value=Value(number=Decimal("9999999999999999999999999999.50")),
    day=dt.date(2016, 12, 1),
    kind="ordinary",
)
@given(
    which=st.sampled_from(DELEGATED),
    value=VALUES,
    day=st.dates(dt.date(2016, 12, 1), dt.date(2030, 12, 31)),
    kind=st.sampled_from(["ordinary", "dbkk", None]),
)
def test_a_delegated_indicator_without_a_value_is_never_met_by_accident(which, value, day, kind):
    stem, code = which
    choice = chosen(rules(stem)[code], day=day, year=day.year, commune_class=kind)
    judgement = judge_indicator(choice, Reading({"": value}))
    assert judgement.verdict == Verdict.UNKNOWN
    assert "chưa có ngưỡng" in judgement.why.lower()
    assert choice.demand == "chưa có ngưỡng"


# ── a threshold that refers to another set's ─────────────────────────────────────────────────


def test_the_answer_of_a_threshold_that_refers_names_both():
    choice = chosen(rules(MODEL)["2"])
    product = "1,10 × mức nâng cao vùng Bắc Trung Bộ năm 2024 (54) = 59,4 triệu đồng/người/năm"
    assert choice.why == f"Áp dụng {product}"
    assert choice.demand == "≥ 59,4 triệu đồng/người/năm"
    assert judged(MODEL, "2", "x").verdict == Verdict.UNKNOWN
    judgement = judged(MODEL, "2", Decimal("59.4"))
    assert judgement.verdict == Verdict.MET
    assert judgement.why == f"59,4 triệu đồng/người/năm – đạt (yêu cầu ≥ {product})"
    assert judged(MODEL, "2", 59).verdict == Verdict.NOT_MET


def test_it_is_as_sure_as_the_less_sure_of_the_two():
    (row,) = rules(MODEL)["2"]
    assert row.confidence == "sourced"
    assert chosen([row]).parts[0].rule.confidence == "recalled"
    assert chosen([row], year=2021).parts[0].options[0].rule.confidence == "missing"


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        (
            {"year": 2021},
            "Chưa có ngưỡng – 1,10 × mức nâng cao vùng Bắc Trung Bộ năm 2021 (chưa có)",
        ),
        (
            {"commune_class": "dbkk"},
            f"Chưa có ngưỡng – 1,10 × mức nâng cao: chưa có mức vùng {NORTH} năm 2024",
        ),
    ],
)
def test_it_is_unknown_where_the_other_is(asked, why):
    choice = chosen(rules(MODEL)["2"], **asked)
    assert choice.why == why
    assert not choice.is_settled
    judgement = judge_indicator(choice, Reading({"": Value(number=Decimal(999))}))
    assert judgement.verdict == Verdict.UNKNOWN


def test_it_follows_region_year_and_class_of_the_other():
    assert chosen(rules(MODEL)["2"], commune_class="dbkk", year=2022).parts[
        0
    ].rule.number == Decimal("58.3")
    unsure = chosen(rules(MODEL)["2"], commune_class=None)
    assert unsure.parts[0].rule is None
    assert unsure.why.startswith("Chưa rõ phân loại xã: mức Bắc Trung Bộ ≥ 59,4")
