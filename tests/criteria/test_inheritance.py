import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from accounts.models import Activity
from communes.choices import AgencyKind
from communes.models import CommuneClass
from criteria.choices import Combine, Stage, Status
from criteria.models import Denominator, Measurement, StatusEntry
from criteria.permissions import may_inherit
from criteria.selectors.inheritance import inheritance
from criteria.services.inheritance import Stated, state_denominators, take_over
from tests.criteria.merger import EARLY, EVE, MERGED, OLD, Merger
from tests.factories import (
    AgencyFactory,
    MembershipFactory,
    RecognitionFactory,
    StatusEntryFactory,
    SuccessionFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def merger(settings):
    settings.PORTAL_TODAY = "2025-08-01"
    return Merger()


@pytest.fixture
def staff(merger):
    own = AgencyFactory(kind=AgencyKind.COMMUNE, commune=merger.heir)
    return MembershipFactory(agency=own).user


def test_percentages_of_the_four_weigh_by_their_households(merger):
    for name, value, households in zip(OLD, (80, 90, 100, 70), (1000, 500, 250, 250), strict=True):
        merger.tell(name, value)
        merger.weigh(name, households)
    line = merger.line()
    assert line.combined.value.number == Decimal("83.75")
    assert "80 × 1.000 + 90 × 500 + 100 × 250 + 70 × 250) / 2.000" in line.combined.why
    assert {one.origin.commune.name for one in line.told} == set(OLD)


def test_without_one_denominator_the_span_and_who_lacks_it_are_told(merger):
    for name, value in zip(OLD, (80, 90, 100, 70), strict=True):
        merger.tell(name, value)
    for name in OLD[:3]:
        merger.weigh(name, 100)
    line = merger.line()
    assert not line.combined.is_settled
    assert "thiếu số hộ của xã Vĩnh Tú; kết quả nằm từ 70% đến 100%" in line.combined.why
    needs = merger.found().needs
    assert [(one.origin.commune.name, one.stated is not None) for one in needs] == [
        ("Trung Nam", True),
        ("Vĩnh Hòa", True),
        ("Vĩnh Thái", True),
        ("Vĩnh Tú", False),
    ]


def test_a_missing_value_is_not_zero(merger):
    for name in OLD[:3]:
        merger.tell(name, 90)
        merger.weigh(name, 100)
    assert "thiếu số liệu của xã Vĩnh Tú (chưa có số liệu)" in merger.line().combined.why


def test_one_commune_with_shabby_houses_settles_9_1_though_others_told_nothing(merger):
    merger.tell("Vĩnh Thái", value=True, indicator=merger.shabby)
    combined = merger.line("9.1").combined
    assert combined.value.answer is True
    assert combined.why == "Lấy mức kém nhất: Có ở xã Vĩnh Thái"


def test_what_was_told_of_days_after_the_merger_or_taken_back_does_not_count(merger, staff):
    for name in OLD:
        merger.tell(name, 80)
    merger.tell("Vĩnh Tú", 99, effective_on=MERGED)
    taken = merger.tell("Vĩnh Thái", 99, effective_on=dt.date(2024, 7, 1))
    Measurement.objects.filter(pk=taken.pk).update(
        withdrawn_at=taken.recorded_at, withdrawn_by=staff, withdrawn_reason="nhầm"
    )
    assert merger.line().combined.value.number == 80


def test_the_highest_stage_counts_and_a_later_denominator_of_the_day_corrects(merger):
    merger.tell("Vĩnh Tú", 60, stage=Stage.CONFIRMED)
    merger.tell("Vĩnh Tú", 90, effective_on=dt.date(2024, 7, 1))
    for name in OLD[:3]:
        merger.tell(name, 80)
        merger.weigh(name, 100)
    merger.weigh("Vĩnh Tú", 1)
    merger.weigh("Vĩnh Tú", 100)
    merger.weigh("Vĩnh Tú", 7, as_of=MERGED)  # when it no longer stood: not the merger's
    assert merger.line().combined.value.number == 75


def test_a_town_that_joined_has_no_scorecard_and_is_named(merger):
    town = merger.commune("Hồ Xá", kind="thị trấn", ends=EVE)
    SuccessionFactory(old=town, new=merger.heir, on=MERGED)
    for name in OLD:
        merger.tell(name, 80)
    found = merger.found()
    assert [one.commune.name for one in found.towns] == ["Hồ Xá"]
    assert "thị trấn Hồ Xá (thị trấn, không có phiếu)" in merger.line().combined.why
    assert not merger.line().may_be_stored


def test_a_step_of_early_2025_is_followed_to_those_before_it(merger):
    """Hải Ba + Hải Quế = Hải Bình on 1/1/2025, which became part of the heir on 1/7/2025."""
    middle = merger.commune("Hải Bình", starts=EARLY, ends=EVE)
    SuccessionFactory(old=middle, new=merger.heir, on=MERGED)
    merger.card(middle)
    for name in ("Hải Ba", "Hải Quế"):
        first = merger.commune(name, ends=dt.date(2024, 12, 31))
        SuccessionFactory(old=first, new=middle, on=EARLY)
        merger.card(first)
        merger.tell(name, 80)
    for name in OLD:
        merger.tell(name, 80)
    told = {one.origin.commune.name for one in merger.line().told}
    assert told == {*OLD, "Hải Ba", "Hải Quế"}
    assert merger.line().combined.value.number == 80
    # what it told of itself covers those who had become it
    merger.tell("Hải Bình", 80, effective_on=dt.date(2025, 3, 1))
    assert {one.origin.commune.name for one in merger.line().told} == {*OLD, "Hải Bình"}


def test_one_that_took_another_in_must_tell_anew_or_both_are_asked(merger):
    """Gio Sơn took in Linh Hải on 1/1/2025 and kept its name: what it told before covers itself."""
    stays = merger.commune("Gio Sơn", ends=EVE)
    joins = merger.commune("Linh Hải", ends=dt.date(2024, 12, 31))
    SuccessionFactory(old=joins, new=stays, on=EARLY)
    merger.card(stays)
    merger.card(joins)
    merger.tell("Gio Sơn", 80)
    merger.tell("Linh Hải", 60)
    found = inheritance(stays, merger.set)
    line = next(one for one in found.lines if one.indicator == merger.percent)
    assert [(one.origin.commune.name, one.text) for one in line.told] == [
        ("Gio Sơn", "80"),
        ("Linh Hải", "60"),
    ]
    assert found.merged_on == EARLY


def test_statuses_and_recognitions_are_those_of_the_last_day(merger):
    StatusEntryFactory(scorecard=merger.cards["Vĩnh Tú"], criterion=merger.criterion)
    later = {"status": Status.NOT_MET, "effective_on": MERGED}
    StatusEntryFactory(scorecard=merger.cards["Vĩnh Tú"], criterion=merger.criterion, **later)
    held = RecognitionFactory(commune=merger.old["Vĩnh Tú"])
    RecognitionFactory(commune=merger.old["Trung Nam"], revoked_on=EVE, revoked_reason="mất chuẩn")
    found = merger.found()
    said = {origin.commune.name: entry for origin, entry in found.criteria[0].said}
    assert said["Vĩnh Tú"].status == Status.MET
    assert said["Trung Nam"] is None
    recognised = {one.commune.name: one.recognition for one in found.origins}
    assert (recognised["Vĩnh Tú"], recognised["Trung Nam"]) == (held, None)


def test_a_commune_that_came_of_nothing_inherits_nothing(merger):
    found = inheritance(merger.old["Vĩnh Tú"], merger.set)
    assert (found.origins, found.criteria, found.needs) == ((), (), ())


def test_settled_values_go_to_the_scorecard_with_the_names_of_the_predecessors(merger, staff):
    for name in OLD:
        merger.tell(name, 80, illustrative=name == "Vĩnh Tú")
    mandate = may_inherit(staff, merger.heir)
    stored = take_over(found=merger.found(), mandate=mandate, by=staff)
    assert [one.indicator.code for one in stored] == ["9.2"]  # 9.1 is open
    said = Measurement.objects.get(scorecard__commune=merger.heir)
    assert (said.number, said.effective_on, said.stage) == (80, MERGED, Stage.DECLARED)
    assert said.illustrative  # one of the four was
    assert all(name in said.note for name in OLD)
    assert "1/7/2025" in said.note
    assert not StatusEntry.objects.exists()
    assert Activity.objects.filter(verb="took over values").count() == 1
    with pytest.raises(ValidationError) as refused:
        take_over(found=merger.found(), mandate=mandate, by=staff)
    assert refused.value.code == "nothing"


def test_what_the_heir_told_itself_stays(merger, staff):
    for name in OLD:
        merger.tell(name, 80)
    merger.card(merger.heir)
    merger.tell("Vĩnh Hoàng", 91, effective_on=dt.date(2025, 7, 15))
    assert merger.line().own_text == "91"
    assert not merger.line().may_be_stored


def stated(merger, **more):
    given = {
        "commune": merger.old["Vĩnh Tú"],
        "name": "số hộ",
        "value": Decimal(900),
        "as_of": EVE,
    }
    return Stated(**(given | more))


def test_a_denominator_is_added_with_its_source_and_the_trail_knows(merger, staff):
    rows = state_denominators(
        heir=merger.heir, stated=[stated(merger)], source="Niên giám 2024", by=staff
    )
    assert [(row.value, row.source, row.by) for row in rows] == [(900, "Niên giám 2024", staff)]
    assert Activity.objects.get(verb="stated denominators").by == staff


@pytest.mark.parametrize(
    ("more", "source", "code"),
    [
        ({"value": Decimal(0)}, "sổ", "positive"),
        ({"as_of": dt.date(2025, 9, 1)}, "sổ", "future"),
        ({"as_of": MERGED}, "sổ", "outside"),
        ({}, " ", "source"),
        (None, "sổ", "nothing"),
    ],
)
def test_a_denominator_that_cannot_be_is_refused(merger, staff, more, source, code):
    rows = [] if more is None else [stated(merger, **more)]
    with pytest.raises(ValidationError) as refused:
        state_denominators(heir=merger.heir, stated=rows, source=source, by=staff)
    assert refused.value.code == code
    assert not Denominator.objects.exists()


def test_the_class_of_the_heir_decides_which_threshold_tells_the_worse_side(merger):
    CommuneClass.objects.create(commune=merger.heir, kind="dbkk", starts=MERGED, basis="QĐ")
    merger.percent.combine = Combine.WORST
    merger.percent.save()
    for name, value in zip(OLD, (80, 90, 100, 70), strict=True):
        merger.tell(name, value)
    assert merger.line().combined.value.number == 70
