import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from criteria.choices import Stage
from criteria.models import Measurement, StatusEntry
from criteria.selectors.history import value_history
from criteria.services import withdraw_measurement
from tests.factories import (
    CriterionFactory,
    IndicatorFactory,
    MeasurementFactory,
    StatusEntryFactory,
    ThresholdFactory,
)

HTMX = {"HX-Request": "true"}


@pytest.fixture
def sponsor(world, client):
    client.force_login(world.people["sponsor"])
    return world.people["sponsor"]


def log_url(world):
    return reverse("criteria:log_status", args=[world.scorecard.pk, world.criterion.number])


def measure_url(world):
    return reverse("criteria:measure", args=[world.scorecard.pk, world.indicator.pk])


def typed(value, **more):
    return {"value": value, "kind": "percent", "part": "", "base": ""} | more


def test_the_scorecard_shows_threshold_value_verdict_and_why(world, sponsor, client):
    ThresholdFactory(indicator=world.indicator, number=98)
    MeasurementFactory(scorecard=world.scorecard, indicator=world.indicator, number=90)
    page = client.get(reverse("criteria:scorecard_detail", args=[world.scorecard.pk]))
    text = page.content.decode()
    assert "≥ 98%" in text
    assert "90% – chưa đạt (yêu cầu ≥ 98%)" in text
    assert 'value="90"' in text


def test_a_status_is_saved_in_place_with_the_counts(world, sponsor, client):
    page = client.post(log_url(world), {"status": "met", "base": ""}, headers=HTMX)
    entry = StatusEntry.objects.get()
    assert (page.status_code, entry.stage, entry.effective_on) == (
        200,
        Stage.REVIEWED,
        dt.date(2024, 6, 18),
    )
    assert '<strong id="tally-met" hx-swap-oob="true">1</strong>' in page.content.decode()


def test_a_status_is_saved_without_javascript(world, sponsor, client):
    page = client.post(log_url(world), {"status": "met", "base": ""})
    where = reverse("criteria:scorecard_detail", args=[world.scorecard.pk])
    assert (page.status_code, page["Location"]) == (302, f"{where}#tc-8")


def test_a_missing_status_is_refused_and_the_note_stays(world, sponsor, client):
    page = client.post(log_url(world), {"note": "Đã làm xong nhà văn hóa", "base": ""})
    text = page.content.decode()
    assert (page.status_code, StatusEntry.objects.count()) == (422, 0)
    assert "Hãy chọn kết quả" in text
    assert "Đã làm xong nhà văn hóa" in text


def test_a_wrong_day_is_refused_and_stays(world, sponsor, client):
    page = client.post(log_url(world), {"status": "met", "effective_on": "31/2/2024", "base": ""})
    assert page.status_code == 422
    assert 'value="31/2/2024"' in page.content.decode()


def test_who_looked_at_an_older_entry_sees_both_and_keeps_what_was_typed(world, sponsor, client):
    first = StatusEntryFactory(scorecard=world.scorecard, criterion=world.criterion)
    page = client.post(
        log_url(world), {"status": "not_met", "base": "", "note": "Của tôi"}, headers=HTMX
    )
    text = page.content.decode()
    assert (page.status_code, StatusEntry.objects.count()) == (409, 1)
    assert "Của tôi" in text
    assert f'name="base" value="{first.pk}"' in text


def test_a_department_without_mandate_is_told_so(world, client):
    client.force_login(world.people["another department"])
    page = client.post(log_url(world), {"status": "met", "base": ""})
    assert page.status_code == 403
    assert "Bạn chỉ ghi được cho xã" in page.content.decode()


def test_a_reader_sees_no_form(world, client):
    ThresholdFactory(indicator=world.indicator)
    client.force_login(world.people["leader"])
    page = client.get(reverse("criteria:scorecard_detail", args=[world.scorecard.pk]))
    assert "<input" not in page.content.decode().split("<thead>")[1]


def test_a_department_that_answers_for_one_indicator_gets_its_cell_alone(world, client):
    IndicatorFactory(criterion=world.criterion, code="8.2", order=2)
    client.force_login(world.people["responsible"])
    page = client.get(reverse("criteria:scorecard_detail", args=[world.scorecard.pk]))
    text = page.content.decode()
    written = [f"Giá trị chỉ tiêu {code}" in text for code in ("8.1", "8.2")]
    assert written == [True, False]


def test_a_value_is_judged_at_once(world, sponsor, client):
    ThresholdFactory(indicator=world.indicator, number=98)
    page = client.post(measure_url(world), typed("99,5"), headers=HTMX)
    text = page.content.decode()
    assert (page.status_code, Measurement.objects.get().number) == (200, Decimal("99.5"))
    assert "99,5% – đạt (yêu cầu ≥ 98%)" in text
    assert "Máy tính: đạt" in text


@pytest.mark.parametrize("value", ["1.234", "abc", "1200", ""])
def test_a_refused_value_is_not_stored_and_stays_in_its_cell(world, sponsor, client, value):
    ThresholdFactory(indicator=world.indicator)
    page = client.post(measure_url(world), typed(value), headers=HTMX)
    text = page.content.decode()
    assert (page.status_code, Measurement.objects.count()) == (422, 0)
    assert f'value="{value}"' in text
    assert 'role="alert"' in text


def test_zero_blank_and_not_applicable_are_three_things(world, sponsor, client):
    ThresholdFactory(indicator=world.indicator)
    client.post(measure_url(world), typed("0"), headers=HTMX)
    first = Measurement.objects.get()
    client.post(measure_url(world), typed("-", base=first.pk), headers=HTMX)
    said = [(one.number, one.applies) for one in Measurement.objects.order_by("pk")]
    assert said == [(0, True), (None, False)]


@pytest.mark.parametrize("value", ["1,23456", "1," + "0" * 40 + "1", "12345678901", "1" * 60])
def test_a_number_with_more_digits_than_are_kept_is_refused(world, sponsor, client, value):
    world.indicator.value_type = "number"
    world.indicator.save()
    page = client.post(measure_url(world), typed(value, kind="number"), headers=HTMX)
    assert (page.status_code, Measurement.objects.count()) == (422, 0)
    assert "Số quá dài" in page.content.decode()


def test_after_a_value_of_an_earlier_day_one_can_go_on(world, sponsor, client):
    def save(value, **more):
        base = Measurement.objects.order_by("-pk").values_list("pk", flat=True).first() or ""
        return client.post(measure_url(world), typed(value, base=base) | more, headers=HTMX)

    save("90")
    page = save("80", effective_on="1/1/2024")
    last = Measurement.objects.latest("pk")
    assert f'name="base" value="{last.pk}"' in page.content.decode()
    assert save("95").status_code == 200


def test_a_value_is_saved_without_javascript(world, sponsor, client):
    page = client.post(measure_url(world), typed("85"))
    assert page.status_code == 302
    assert page["Location"].endswith("#ct-8.1")


def test_a_refused_value_without_javascript_shows_its_own_page(world, sponsor, client):
    page = client.post(measure_url(world), typed("nhiều"))
    assert page.status_code == 422
    assert 'value="nhiều"' in page.content.decode()


def test_an_indicator_of_another_set_is_not_found(world, sponsor, client):
    url = reverse("criteria:measure", args=[world.scorecard.pk, IndicatorFactory().pk])
    assert client.post(url, typed("5")).status_code == 404


def test_the_panel_tells_the_history_from_what_to_what(world, sponsor, client):
    client.post(log_url(world), {"status": "not_met", "base": ""})
    entry = StatusEntry.objects.get()
    client.post(log_url(world), {"status": "met", "base": entry.pk})
    url = reverse("criteria:criterion_entry", args=[world.scorecard.pk, 8])
    text = client.get(url).content.decode()
    assert "Chưa đạt → <strong>Đạt</strong>" in text
    assert "Chưa đánh giá → <strong>Chưa đạt</strong>" in text


def test_a_wrong_entry_is_withdrawn_with_a_reason(world, sponsor, client):
    client.post(log_url(world), {"status": "met", "base": ""})
    entry = StatusEntry.objects.get()
    url = reverse("criteria:withdraw_status", args=[entry.pk])
    assert client.post(url, {"reason": ""}).status_code == 422
    assert client.post(url, {"reason": "Nhầm xã"}).status_code == 302
    entry.refresh_from_db()
    assert (entry.withdrawn_by, entry.withdrawn_reason) == (sponsor, "Nhầm xã")


def test_a_wrong_value_is_withdrawn_with_a_reason(world, sponsor, client):
    client.post(measure_url(world), typed("85"))
    url = reverse("criteria:withdraw_measurement", args=[Measurement.objects.get().pk])
    assert client.post(url, {}).status_code == 422
    assert client.post(url, {"reason": "Nhầm"}, headers=HTMX).status_code == 200
    assert Measurement.objects.get().withdrawn_reason == "Nhầm"


def test_a_value_withdrawn_before_is_not_what_the_next_one_changed(world, sponsor):
    said = {"scorecard": world.scorecard, "indicator": world.indicator}
    wrong = MeasurementFactory(**said, number=12)
    withdraw_measurement(measurement=wrong, reason="gõ nhầm", by=sponsor)
    MeasurementFactory(**said, number=90)
    told = value_history(world.scorecard, world.criterion, user=sponsor)
    assert [(one.before, one.after) for one in told] == [("", "90"), ("", "12")]


def test_nobody_withdraws_the_words_of_others(world, client):
    entry = StatusEntryFactory(
        scorecard=world.scorecard, criterion=world.criterion, agency=world.sponsor
    )
    said = MeasurementFactory(
        scorecard=world.scorecard, indicator=world.indicator, agency=world.sponsor
    )
    client.force_login(world.people["commune"])
    for url in (
        reverse("criteria:withdraw_status", args=[entry.pk]),
        reverse("criteria:withdraw_measurement", args=[said.pk]),
    ):
        assert client.post(url, {"reason": "x"}).status_code == 403


def test_an_earlier_day_is_shown_read_only(world, sponsor, client):
    StatusEntryFactory(
        scorecard=world.scorecard, criterion=world.criterion, effective_on=dt.date(2024, 6, 1)
    )
    url = reverse("criteria:scorecard_detail", args=[world.scorecard.pk])
    then = client.get(url, {"ngay": "2024-05-31"}).content.decode()
    assert ("chỉ đọc" in then, '<strong id="tally-met">0</strong>' in then) == (True, True)
    assert client.get(url, {"ngay": "hôm qua"}).status_code == 422


def test_the_print_sheet_says_the_same_in_words(world, sponsor, client):
    StatusEntryFactory(scorecard=world.scorecard, criterion=world.criterion, illustrative=True)
    url = reverse("criteria:scorecard_print", args=[world.scorecard.pk])
    text = client.get(url).content.decode()
    assert "● Đạt" in text
    assert "Có số liệu minh họa" in text


def test_a_missing_scorecard_is_opened_by_who_may_log(world, sponsor, client):
    commune, criteria_set = world.commune, world.scorecard.criteria_set
    url = reverse("criteria:scorecard_open", args=[commune.code, criteria_set.code])
    assert client.get(url).status_code == 302
    world.scorecard.delete()
    assert client.get(url).status_code == 200
    client.force_login(world.people["leader"])
    assert client.post(url).status_code == 403
    client.force_login(sponsor)
    assert client.post(url).status_code == 302


def queries(client, url):
    with CaptureQueriesContext(connection) as caught:
        assert client.get(url).status_code == 200
    return len(caught)


def test_a_scorecard_costs_the_same_with_one_criterion_and_with_five(world, sponsor, client):
    url = reverse("criteria:scorecard_detail", args=[world.scorecard.pk])
    StatusEntryFactory(scorecard=world.scorecard, criterion=world.criterion)
    one = queries(client, url)
    for number in range(20, 24):
        criterion = CriterionFactory(criteria_set=world.scorecard.criteria_set, number=number)
        indicator = IndicatorFactory(criterion=criterion)
        ThresholdFactory(indicator=indicator)
        StatusEntryFactory(scorecard=world.scorecard, criterion=criterion)
        MeasurementFactory(scorecard=world.scorecard, indicator=indicator)
    assert queries(client, url) == one


TRANSACTION = ("SAVEPOINT", "RELEASE", "BEGIN")


def real_queries(caught):
    return [one["sql"] for one in caught if not one["sql"].startswith(TRANSACTION)]


def test_saving_a_value_takes_at_most_twelve_queries(world, sponsor, client):
    ThresholdFactory(indicator=world.indicator)
    with CaptureQueriesContext(connection) as caught:
        client.post(measure_url(world), typed("85"), headers=HTMX)
    assert len(real_queries(caught)) <= 12, real_queries(caught)


def test_saving_a_status_takes_at_most_twelve_queries(world, sponsor, client):
    with CaptureQueriesContext(connection) as caught:
        client.post(log_url(world), {"status": "met", "base": ""}, headers=HTMX)
    assert len(real_queries(caught)) <= 12, real_queries(caught)
