"""Values worth a second look: beside the commune's own and its neighbours'."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from criteria import selectors, services
from criteria.evaluation import unusual
from criteria.models import Measurement
from criteria.services import Given, Value
from tests.factories import CommuneFactory, MeasurementFactory, ScorecardFactory

DAY = dt.date(2024, 6, 18)
EARLIER = dt.date(2023, 12, 31)


def why(value, before=None, neighbours=(), unit="%", **more):
    return unusual(
        Decimal(str(value)),
        before=None if before is None else Decimal(str(before)),
        neighbours=[Decimal(str(one)) for one in neighbours],
        unit=unit,
        **more,
    )


@pytest.mark.parametrize(
    ("value", "before", "unit", "told"),
    [
        (51, 85, "%", "giảm 40 % so với lần trước (85 → 51)"),
        (52, 85, "%", ""),
        (4, 2, "%", ""),  # twice as much, two points
        (90, 60, "%", "tăng 50 % so với lần trước (60 → 90)"),
        (85, 85, "%", ""),
        (520, 52, "", "gấp 10 lần giá trị trước (52 → 520): kiểm tra dấu phẩy, đơn vị"),
        (5200, 51.5, "", "gấp 100 lần giá trị trước (51,5 → 5.200): kiểm tra dấu phẩy, đơn vị"),
        ("0.085", 85, "%", "bằng 1/1000 giá trị trước (85 → 0,085): kiểm tra dấu phẩy, đơn vị"),
        (8, 80, "%", "bằng 1/10 giá trị trước (80 → 8): kiểm tra dấu phẩy, đơn vị"),
        (-3, 3, "", "trái dấu với lần trước (3 → -3)"),
        (0, 2, "%", ""),
        (0, 60, "%", "giảm 100 % so với lần trước (60 → 0)"),
        (60, 0, "", ""),
        (60, None, "", ""),
    ],
)
def test_a_value_is_held_beside_the_one_before(value, before, unit, told):
    assert why(value, before, unit=unit) == told


@pytest.mark.parametrize(
    ("value", "neighbours", "unit", "told"),
    [
        (95, [60, 61, 62, 63, 64], "%", "cao hơn hẳn 5 xã cùng huyện (trung vị 62%)"),
        (30, [60, 61, 62, 63, 64], "%", "thấp hơn hẳn 5 xã cùng huyện (trung vị 62%)"),
        (70, [60, 61, 62, 63, 64], "%", ""),
        (95, [60, 61, 62, 63], "%", ""),  # too few to compare with
        (95, [20, 40, 62, 80, 99], "%", ""),  # the neighbours differ as much
        (90, [100] * 5, "%", ""),  # all alike: a spread of nothing is no yardstick
        (60, [48, 50, 50, 50, 52], "triệu đồng", ""),
        (
            90,
            [48, 50, 50, 50, 52],
            "triệu đồng",
            "cao hơn hẳn 5 xã cùng huyện (trung vị 50 triệu đồng)",
        ),
    ],
)
def test_a_value_is_held_beside_the_neighbours(value, neighbours, unit, told):
    assert why(value, neighbours=neighbours, unit=unit) == told


def test_both_reasons_are_told():
    told = why(30, 85, [84, 85, 86, 85, 84], where="xã gần nhất")
    assert told == (
        "giảm 65 % so với lần trước (85 → 30); thấp hơn hẳn 5 xã gần nhất (trung vị 85%)"
    )


def measure(world, number, *, base=None, day=DAY, by="sponsor", **more):
    return services.measure(
        scorecard=world.scorecard,
        indicator=world.indicator,
        value=Value(number=Decimal(number)),
        effective_on=day,
        base=base,
        mandate=world.mandate(),
        by=world.people[by],
        **more,
    )


def said(world, number, day=EARLIER, **more):
    return MeasurementFactory(
        scorecard=world.scorecard,
        indicator=world.indicator,
        number=number,
        effective_on=day,
        **more,
    )


def neighbours(world, numbers, **commune):
    for number in numbers:
        place = CommuneFactory(**({"district": world.commune.district} | commune))
        card = ScorecardFactory(commune=place, criteria_set=world.scorecard.criteria_set)
        MeasurementFactory(scorecard=card, indicator=world.indicator, number=number)


def test_an_unusual_value_is_stored_with_the_reason(world):
    before = said(world, 85)
    stored = measure(world, 51, base=before.pk)
    stored.refresh_from_db()
    assert (stored.number, stored.unusual) == (51, "giảm 40 % so với lần trước (85 → 51)")


def test_a_slip_of_the_same_day_is_mended_without_a_flag(world):
    slip = said(world, 8, day=DAY)
    assert measure(world, 85, base=slip.pk).unusual == ""


def test_a_withdrawn_value_is_no_yardstick(world):
    wrong = said(world, 8)
    services.withdraw_measurement(measurement=wrong, reason="gõ nhầm", by=world.people["sponsor"])
    assert measure(world, 85).unusual == ""


def test_neighbours_are_the_communes_of_the_same_district(world):
    neighbours(world, [60, 61, 62, 63, 64])
    elsewhere = CommuneFactory()
    neighbours(world, [95] * 9, district=elsewhere.district)
    assert measure(world, 95).unusual == "cao hơn hẳn 5 xã cùng huyện (trung vị 62%)"


def test_without_a_district_the_nearest_communes_are_the_neighbours(world):
    world.commune.district, world.commune.latitude, world.commune.longitude = None, 16.8, 107
    world.commune.save()
    neighbours(world, range(55, 65), district=None, latitude=16.9, longitude=107)
    neighbours(world, [95] * 9, district=None, latitude=17.4, longitude=106.5)
    assert measure(world, 95).unusual == "cao hơn hẳn 10 xã gần nhất (trung vị 59,5%)"


def test_a_commune_that_no_longer_stands_is_no_neighbour(world):
    neighbours(world, [60, 61, 62, 63, 64], ends=dt.date(2024, 6, 1))
    assert measure(world, 95).unusual == ""


def given(world, number, base=None):
    return Given(
        scorecard=world.scorecard,
        indicator=world.indicator,
        value=Value(number=Decimal(number)),
        effective_on=DAY,
        mandate=world.mandate(),
        base=base,
    )


def test_values_stored_together_are_flagged_too(world):
    before = said(world, 85)
    neighbours(world, [84, 85, 86, 85, 84])
    stored = services.measure_many([given(world, 30, before.pk)], by=world.people["sponsor"])
    assert stored[0].unusual == (
        "giảm 65 % so với lần trước (85 → 30); thấp hơn hẳn 5 xã cùng huyện (trung vị 85%)"
    )


def test_values_stored_together_know_the_nearest_where_there_is_no_district(world):
    world.commune.district, world.commune.latitude, world.commune.longitude = None, 16.8, 107
    world.commune.save()
    neighbours(world, range(55, 65), district=None, latitude=16.9, longitude=107)
    neighbours(world, [95] * 9, district=None, latitude=17.4, longitude=106.5)
    [stored] = services.measure_many([given(world, 95)], by=world.people["sponsor"])
    assert stored.unusual == "cao hơn hẳn 10 xã gần nhất (trung vị 59,5%)"


def test_values_stored_together_leave_out_communes_that_no_longer_stand(world):
    neighbours(world, [60, 61, 62, 63, 64], ends=dt.date(2024, 6, 1))
    [stored] = services.measure_many([given(world, 95)], by=world.people["sponsor"])
    assert stored.unusual == ""


def test_values_of_one_file_are_each_others_neighbours(world):
    cards = [
        ScorecardFactory(
            commune=CommuneFactory(district=world.commune.district),
            criteria_set=world.scorecard.criteria_set,
        )
        for _ in range(6)
    ]
    numbers = [Decimal(one) for one in (60, 61, 62, 63, 64, 6)]
    typed = [
        selectors.Typed(card, world.indicator, "", number, DAY)
        for card, number in zip(cards, numbers, strict=True)
    ]
    with CaptureQueriesContext(connection) as caught:
        found = selectors.why_unusual_many(typed)
    assert found == [""] * 5 + ["thấp hơn hẳn 5 xã cùng huyện (trung vị 62%)"]
    assert len(caught) == 1


def test_what_is_no_number_is_never_unusual(world):
    said(world, 85)
    typed = [selectors.Typed(world.scorecard, world.indicator, "", None, DAY)]
    assert selectors.why_unusual_many(typed) == [""]
    assert selectors.why_unusual([], world.scorecard, world.indicator, None, DAY) == ""


def test_the_same_words_sent_twice_are_said_once(world):
    before = said(world, 84)
    first = measure(world, 85, base=before.pk)
    again = measure(world, 85, base=before.pk)
    assert again.pk == first.pk
    assert Measurement.objects.count() == 2


def test_the_same_words_of_another_person_on_an_old_base_are_refused(world):
    """Two people who say the same are two: the second sees what the first said."""
    before = said(world, 84)
    measure(world, 85, base=before.pk)
    with pytest.raises(ValidationError) as caught:
        measure(world, 85, base=before.pk, by="office")
    assert caught.value.code == "stale"
