"""Rounds on their pages and through the API: what is counted, who keeps them, what it costs."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from criteria.choices import Change, Status
from criteria.models import FrozenStatus, Round
from criteria.selectors.rounds import State, round_page, state_on
from tests.criteria.rounds import AFTER, CUT_OFF, TODAY, YEAR, close, log
from tests.factories import (
    MeasurementFactory,
    RoundFactory,
    ScorecardFactory,
    StatusEntryFactory,
)

# the pages


@pytest.mark.parametrize(
    ("day", "closed", "state"),
    [
        (dt.date(2022, 12, 31), False, State.COMING),
        (CUT_OFF, False, State.OPEN),
        (AFTER, False, State.CUT_OFF),
        (AFTER, True, State.CLOSED),
    ],
)
def test_the_state_of_a_round(day, closed, state):
    period = RoundFactory.build(
        starts=YEAR.starts, ends=CUT_OFF, closed_at=dt.datetime.now(dt.UTC) if closed else None
    )
    assert state_on(period, day) == state


def test_completeness_counts_communes_with_words_in_the_round(world, period):
    log(world, Status.MET, day=dt.date(2023, 6, 1))
    silent = ScorecardFactory(criteria_set=world.scorecard.criteria_set)
    StatusEntryFactory(
        scorecard=silent, criterion=world.criterion, effective_on=dt.date(2022, 6, 1)
    )
    found = round_page(period, TODAY)
    assert (found.spoken, found.line.spoken, found.whole) == (1, 1, 2)
    assert {(one.words, one.judged, one.total) for one in found.places} >= {(1, 1, 1), (0, 1, 1)}


def test_a_closed_round_shows_its_frozen_counts(world, period):
    first = log(world, Status.MET)
    close(period, world)
    log(world, Status.NOT_MET, base=first.pk, change=Change.CORRECTION, note="Sửa")
    found = round_page(Round.objects.get(), TODAY)
    met = {one.commune: one.met for one in found.places}
    assert met[world.commune] == 1


def test_the_list_costs_the_same_with_one_round_and_with_five(world, client, period):
    client.force_login(world.people["leader"])

    def queries():
        with CaptureQueriesContext(connection) as caught:
            assert client.get("/ky/").status_code == 200
        return len(caught)

    one = queries()
    for year in range(2018, 2022):
        RoundFactory(kind="year", year=year, name=f"Kỳ năm {year}")
    assert queries() == one


def test_the_page_costs_the_same_with_one_commune_and_with_five(world, client, period):
    log(world, Status.MET)
    close(period, world)
    client.force_login(world.people["leader"])
    url = reverse("criteria:round_detail", args=[period.pk])

    def correct(scorecard):
        entry = StatusEntryFactory(
            scorecard=scorecard, criterion=world.criterion, effective_on=CUT_OFF
        )
        value = MeasurementFactory(
            scorecard=scorecard, indicator=world.indicator, effective_on=CUT_OFF
        )
        assert entry.pk < value.pk + entry.pk

    def queries():
        with CaptureQueriesContext(connection) as caught:
            assert client.get(url).status_code == 200
        return len(caught)

    correct(world.scorecard)
    one = queries()
    for _ in range(4):
        correct(ScorecardFactory(criteria_set=world.scorecard.criteria_set))
    assert queries() == one


def test_the_office_opens_a_round_in_the_browser(world, client):
    client.force_login(world.people["office"])
    typed = {"kind": "half_year", "year": "2025", "starts": "1/1/2025", "ends": "14/6/2025"}
    page = client.post("/ky/them/", typed)
    made = Round.objects.get()
    assert (page.status_code, made.ends) == (302, dt.date(2025, 6, 14))


def test_what_a_round_on_demand_lacks_is_said_with_the_rest(world, client):
    client.force_login(world.people["office"])
    typed = {"kind": "on_demand", "year": "2024", "starts": "1/6/2024", "ends": "31/6/2024"}
    page = client.post("/ky/them/", typed)
    text = page.content.decode()
    assert page.status_code == 422
    assert "Hãy đặt tên cho kỳ đột xuất." in text
    assert "Hãy nêu lý do mở kỳ đột xuất ở ghi chú." in text
    assert "31/6/2024" in text


def test_a_wrong_day_is_refused_and_stays(world, client):
    client.force_login(world.people["office"])
    page = client.post("/ky/them/", {"kind": "year", "year": "2025", "starts": "31/2/2025"})
    assert (page.status_code, "31/2/2025" in page.content.decode()) == (422, True)


def test_an_overlap_is_refused_with_what_was_typed(world, client, period):
    client.force_login(world.people["office"])
    typed = {"kind": "year", "year": "2024", "starts": "1/6/2023", "ends": "31/12/2024"}
    page = client.post("/ky/them/", typed)
    text = page.content.decode()
    assert (page.status_code, "Trùng ngày với Kỳ năm 2023" in text) == (409, True)
    assert 'value="1/6/2023"' in text


def test_the_office_changes_days_in_the_browser(world, client, period):
    client.force_login(world.people["office"])
    url = reverse("criteria:round_edit", args=[period.pk])
    assert 'value="31/12/2023"' in client.get(url).content.decode()
    page = client.post(url, {"starts": "1/1/2023", "ends": "14/12/2023"})
    assert (page.status_code, Round.objects.get().ends) == (302, dt.date(2023, 12, 14))
    close(period, world)
    assert client.post(url, {"starts": "1/1/2023", "ends": "1/12/2023"}).status_code == 409


def test_the_office_closes_a_round_after_reading_what_is_frozen(world, client, period):
    log(world, Status.MET)
    client.force_login(world.people["office"])
    url = reverse("criteria:round_close", args=[period.pk])
    text = client.get(url).content.decode()
    assert "1 xã có kết quả ghi trong kỳ" in text
    assert client.post(url).status_code == 302
    assert FrozenStatus.objects.count() == 1
    assert client.post(url).status_code == 409


@pytest.mark.parametrize("who", ["leader", "sponsor", "commune", "district"])
def test_others_read_and_do_not_keep_rounds(world, client, period, who):
    client.force_login(world.people[who])
    page = client.get(reverse("criteria:round_detail", args=[period.pk]))
    assert (page.status_code, "Sửa ngày" in page.content.decode()) == (200, False)
    for name in ("round_edit", "round_close"):
        assert client.post(reverse(f"criteria:{name}", args=[period.pk])).status_code == 403
    assert client.post("/ky/them/").status_code == 403


def test_a_stranger_sees_no_round(world, client, period):
    client.force_login(world.people["stranger"])
    assert client.get("/ky/").status_code == 403
    assert client.get(reverse("criteria:round_detail", args=[period.pk])).status_code == 404


def test_the_page_shows_later_corrections_and_the_panel_marks_them(world, client, period):
    first = log(world, Status.MET)
    close(period, world)
    log(world, Status.NOT_MET, base=first.pk, change=Change.CORRECTION, note="Đếm nhầm hộ")
    client.force_login(world.people["leader"])
    page = client.get(reverse("criteria:round_detail", args=[period.pk])).content.decode()
    assert "Sửa sau khi đóng kỳ (1)" in page
    assert "Đếm nhầm hộ" in page
    url = reverse("criteria:criterion_entry", args=[world.scorecard.pk, 8])
    panel = client.get(url).content.decode()
    assert "sửa sau khi đóng Kỳ năm 2023" in panel
    assert "đánh giá lại / sửa số liệu</span>" in panel


def test_the_communes_of_a_round_download(world, client, period):
    client.force_login(world.people["leader"])
    url = reverse("criteria:round_detail", args=[period.pk])
    page = client.get(f"{url}?dang=xlsx")
    assert page.headers["Content-Disposition"].endswith('"ky-year-2023.xlsx"')


# the API


def test_the_api_tells_a_round_and_the_office_closes_it(world, client, period):
    log(world, Status.MET)
    client.force_login(world.people["office"])
    assert client.get("/api/v1/rounds/").json()["results"][0]["name"] == "Kỳ năm 2023"
    assert client.post(f"/api/v1/rounds/{period.pk}/close/").status_code == 200
    again = client.post(f"/api/v1/rounds/{period.pk}/close/")
    assert (again.status_code, again.json()["code"]) == (409, "closed")
    told = client.get(f"/api/v1/rounds/{period.pk}/").json()
    assert (told["frozen"], told["state"]) == (1, "đã đóng")


def test_the_api_closes_for_nobody_else(world, client, period):
    client.force_login(world.people["sponsor"])
    assert client.post(f"/api/v1/rounds/{period.pk}/close/").status_code == 403
