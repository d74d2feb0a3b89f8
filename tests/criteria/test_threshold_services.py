import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from accounts import trail
from accounts.models import Activity
from criteria import services
from criteria.models import Threshold
from criteria.selectors.catalogue import rules_for
from criteria.services import Demand
from criteria.services.catalogue import rules_if
from tests.factories import IndicatorFactory, PaperFactory, ThresholdFactory, UserFactory

pytestmark = pytest.mark.django_db
SOURCED = {"confidence": "sourced", "source": "QĐ của tỉnh, mục 2"}


@pytest.fixture
def by():
    return UserFactory(full_name="Trần Thị Văn Phòng")


@pytest.fixture
def row():
    return ThresholdFactory(order=1, number=80, confidence="recalled", certainty="low")


def correct(row, by, reason="Đối chiếu quyết định", **changes):
    wanted = replace(Demand.of(row), **(SOURCED | {"certainty": ""} | changes))
    return services.correct_threshold(threshold=row, wanted=wanted, reason=reason, by=by)


def codes(error):
    """The codes of a refusal, whether it names fields or not."""
    refused = getattr(error.value, "error_dict", {"": getattr(error.value, "error_list", [])})
    return {one.code for errors in refused.values() for one in errors}


def test_a_correction_is_a_new_row_and_the_old_one_stays_as_it_was(row, by):
    fresh = correct(row, by, number=Decimal(85))
    row.refresh_from_db()
    assert (row.number, row.confidence, row.superseded_by) == (80, "recalled", by)
    assert (fresh.number, fresh.order, fresh.replaces, fresh.recorded_by) == (85, 1, row, by)
    assert fresh.reason == "Đối chiếu quyết định"
    assert fresh.recorded_at == row.superseded_at
    assert list(Threshold.objects.known_at()) == [fresh]


def test_a_correction_stands_on_the_trail_with_before_and_after(row, by):
    fresh = correct(row, by, number=Decimal(85))
    line = Activity.objects.get(verb=trail.CORRECTED)
    assert (line.by, line.subject) == (by, trail.subject_key(fresh))
    assert (line.details["before"]["number"], line.details["after"]["number"]) == ("80.0000", "85")
    assert line.details["reason"] == "Đối chiếu quyết định"


def test_what_was_known_before_a_correction_keeps_its_yardstick(row, by):
    fresh = correct(row, by, number=Decimal(85))
    before = fresh.recorded_at - dt.timedelta(seconds=1)
    [old] = rules_for([row.indicator], known_at=before)[row.indicator_id]
    [new] = rules_for([row.indicator])[row.indicator_id]
    assert (old.number, new.number) == (80, 85)


def test_of_a_moment_after_a_correction_only_the_new_row_is_known(row, by):
    fresh = correct(row, by, number=Decimal(85))
    for moment in (fresh.recorded_at, fresh.recorded_at + dt.timedelta(seconds=1)):
        assert list(Threshold.objects.known_at(moment)) == [fresh]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"number": Decimal(120)}, "range"),
        ({"number": Decimal(-1)}, "range"),
        ({"number": None, "word": "Khá"}, "kind"),
        ({"number": None, "answer": True}, "kind"),
        ({"comparator": "boolean"}, "kind"),
        ({"number": None}, "missing"),
        ({"confidence": "missing"}, "missing"),
        ({"source": "", "paper": None}, "source"),
        ({"region": "sao Hỏa"}, "region"),
        ({"part": "nu"}, "part"),
        ({"starts": dt.date(2024, 2, 1), "ends": dt.date(2024, 1, 1)}, "span"),
        ({"reason": "  "}, "reason"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_changes(row, by, changes, code):
    with pytest.raises(ValidationError) as error:
        correct(row, by, **changes)
    assert codes(error) == {code}
    row.refresh_from_db()
    assert (row.superseded_at, Threshold.objects.count()) == (None, 1)


def test_a_correction_that_says_nothing_new_is_refused(row, by):
    with pytest.raises(ValidationError) as error:
        services.correct_threshold(threshold=row, wanted=Demand.of(row), reason="a", by=by)
    assert codes(error) == {"unchanged"}


def test_a_correction_of_a_row_superseded_meanwhile_is_stale_and_names_who(row, by):
    first = UserFactory(full_name="Lê Người Trước")
    stale = Threshold.objects.get(pk=row.pk)
    correct(row, first, number=Decimal(85))
    with pytest.raises(ValidationError, match="Lê Người Trước") as error:
        correct(stale, by, number=Decimal(90))
    assert codes(error) == {"stale"}


def test_two_rows_for_the_same_communes_and_day_clash(row, by):
    ThresholdFactory(indicator=row.indicator, order=2, region="BTB", starts=dt.date(2024, 1, 1))
    with pytest.raises(ValidationError, match="ngưỡng số 2") as error:
        correct(row, by, region="BTB")
    assert codes(error) == {"clash"}
    fresh = correct(row, by, region="BTB", ends=dt.date(2023, 12, 31))
    assert fresh.pk


def test_a_withdrawn_row_clashes_with_nobody(row, by):
    services.withdraw_threshold(threshold=row, reason="không có trong quyết định", by=by)
    wanted = Demand.of(row)
    fresh = services.add_threshold(indicator=row.indicator, wanted=wanted, reason="ghi lại", by=by)
    assert fresh.order == 2
    assert list(Threshold.objects.known_at()) == [fresh]


def test_a_paper_is_source_enough(row, by):
    fresh = correct(row, by, number=Decimal(85), source="", paper=PaperFactory())
    assert (fresh.checked_by, fresh.confidence) == (by, "sourced")


def test_a_threshold_is_added_after_the_last(row, by):
    wanted = replace(Demand.of(row), region="BTB", number=Decimal(90))
    fresh = services.add_threshold(indicator=row.indicator, wanted=wanted, reason="QĐ tỉnh", by=by)
    assert (fresh.order, fresh.replaces, fresh.recorded_by, fresh.checked_at) == (
        2,
        None,
        by,
        None,
    )
    assert Activity.objects.get().details["after"]["region"] == "BTB"


@pytest.mark.parametrize(
    ("changes", "reason", "code"),
    [({}, "a", "clash"), ({"region": "BTB"}, "", "reason"), ({"region": "x"}, "a", "region")],
)
def test_a_threshold_that_cannot_be_added_is_refused(row, by, changes, reason, code):
    wanted = replace(Demand.of(row), **changes)
    with pytest.raises(ValidationError) as error:
        services.add_threshold(indicator=row.indicator, wanted=wanted, reason=reason, by=by)
    assert codes(error) == {code}


def test_a_withdrawn_threshold_stays_on_record_and_no_longer_counts(row, by):
    services.withdraw_threshold(threshold=row, reason="nhầm", by=by)
    row.refresh_from_db()
    assert (row.superseded_by, row.number) == (by, 80)
    assert rules_for([row.indicator]) == {}
    assert Activity.objects.get().details["reason"] == "nhầm"


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_withdrawal_needs_a_reason(row, by, reason):
    with pytest.raises(ValidationError) as error:
        services.withdraw_threshold(threshold=row, reason=reason, by=by)
    assert codes(error) == {"reason"}


def test_a_threshold_is_withdrawn_once(row, by):
    services.withdraw_threshold(threshold=row, reason="nhầm", by=by)
    with pytest.raises(ValidationError) as error:
        services.withdraw_threshold(threshold=row, reason="nhầm", by=by)
    assert codes(error) == {"stale"}


def test_a_checked_threshold_is_sourced_and_says_by_whom(row, by):
    paper = PaperFactory()
    services.check_threshold(threshold=row, source="mục 3", paper=paper, by=by)
    row.refresh_from_db()
    assert (row.confidence, row.certainty, row.source) == ("sourced", "", "mục 3")
    assert (row.paper, row.checked_by, row.number) == (paper, by, 80)
    assert Activity.objects.get(verb=trail.CORRECTED).details["before"]["confidence"] == "recalled"


@pytest.mark.parametrize(
    ("given", "number", "code"),
    [({}, 80, "source"), ({"source": "  "}, 80, "source"), ({"source": "QĐ"}, None, "missing")],
)
def test_a_check_needs_a_source_and_a_value(row, by, given, number, code):
    row.number = number
    row.save()
    with pytest.raises(ValidationError) as error:
        services.check_threshold(threshold=row, by=by, **given)
    assert codes(error) == {code}


def test_a_superseded_threshold_is_not_checked(row, by):
    correct(row, by, number=Decimal(85))
    with pytest.raises(ValidationError) as error:
        services.check_threshold(threshold=row, source="QĐ", by=by)
    assert codes(error) == {"stale"}


def test_many_are_checked_with_one_source_or_none(row, by):
    other = ThresholdFactory(confidence="recalled")
    empty = ThresholdFactory(confidence="recalled", number=None)
    with pytest.raises(ValidationError):
        services.check_thresholds(thresholds=[row, other, empty], source="QĐ", by=by)
    assert not Threshold.objects.filter(confidence="sourced").exists()
    services.check_thresholds(thresholds=[row, other], source="QĐ", by=by)
    assert Threshold.objects.filter(confidence="sourced", source="QĐ").count() == 2
    with pytest.raises(ValidationError) as error:
        services.check_thresholds(thresholds=[], source="QĐ", by=by)
    assert codes(error) == {"nothing"}


def test_a_change_is_tried_without_being_made(row, by):
    found = rules_if(lambda: correct(row, by, number=Decimal(85)), [row.indicator])
    assert [one.number for one in found[row.indicator_id]] == [85]
    row.refresh_from_db()
    assert (row.superseded_at, Threshold.objects.count()) == (None, 1)
    assert not Activity.objects.exists()


def test_a_refused_change_is_refused_when_tried_too(row, by):
    with pytest.raises(ValidationError):
        rules_if(lambda: correct(row, by, number=Decimal(120)), [row.indicator])


def test_a_correction_costs_the_same_beside_one_row_and_beside_five(
    row, by, django_assert_max_num_queries
):
    for region in ("BTB", "TN", "DNB", "DBSH"):
        ThresholdFactory(indicator=row.indicator, region=region)
    IndicatorFactory(criterion=row.indicator.criterion)
    with django_assert_max_num_queries(9):
        correct(row, by, number=Decimal(85))
