"""Rounds: opened and closed by the office; a closed one freezes, locks, and shows what came later."""

import datetime as dt
import time
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Activity
from criteria import services
from criteria.choices import Change, RoundKind, Stage, Status
from criteria.models import FrozenStatus, Round, StatusEntry
from criteria.selectors.rounds import State, differences, later_words, round_page, state_on
from criteria.services import Days, Value, rebuild_current
from tests.factories import (
    CommuneFactory,
    CriterionFactory,
    MeasurementFactory,
    RoundFactory,
    ScorecardFactory,
    StatusEntryFactory,
)

CUT_OFF, AFTER, TODAY = dt.date(2023, 12, 31), dt.date(2024, 3, 1), dt.date(2024, 6, 18)
YEAR = Days(dt.date(2023, 1, 1), CUT_OFF)


@pytest.fixture
def period(db):
    return RoundFactory(
        kind="year", year=2023, name="Kỳ năm 2023", starts=YEAR.starts, ends=CUT_OFF
    )


@pytest.fixture
def office_person(world):
    return world.people["office"]


def log(world, status, *, day=CUT_OFF, base=None, change="", note="", stage=Stage.REVIEWED):
    return services.log_status(
        scorecard=world.scorecard,
        criterion=world.criterion,
        status=status,
        effective_on=day,
        base=base,
        change=change,
        note=note,
        mandate=world.mandate(stage),
        by=world.people["sponsor"],
    )


def measure(world, number, *, day=CUT_OFF, base=None, **more):
    return services.measure(
        scorecard=world.scorecard,
        indicator=world.indicator,
        value=Value(number=Decimal(number)),
        effective_on=day,
        base=base,
        mandate=world.mandate(),
        by=world.people["sponsor"],
        **more,
    )


def close(period, world):
    return services.close_round(period=period, by=world.people["office"])


def refused(act):
    with pytest.raises(ValidationError) as refusal:
        act()
    return refusal.value.code


# opening and changing


def test_a_round_is_opened_with_its_days_and_a_name_of_its_own(office_person):
    made = services.open_round(kind=RoundKind.YEAR, year=2023, days=YEAR, by=office_person)
    assert (made.name, made.ends) == ("Kỳ năm 2023", CUT_OFF)
    assert Activity.objects.get(verb="opened round").details["days"]["ends"] == "2023-12-31"


def test_a_round_is_refused_twice(office_person, period):
    days = Days(dt.date(2025, 1, 1), dt.date(2025, 12, 31))
    assert (
        refused(
            lambda: services.open_round(
                kind=RoundKind.YEAR, year=2023, days=days, by=office_person
            )
        )
        == "twice"
    )


def test_rounds_of_a_kind_do_not_overlap(office_person, period):
    days = Days(CUT_OFF, dt.date(2024, 12, 31))
    assert (
        refused(
            lambda: services.open_round(
                kind=RoundKind.YEAR, year=2024, days=days, by=office_person
            )
        )
        == "overlap"
    )
    half = services.open_round(
        kind=RoundKind.HALF_YEAR, year=2023, days=YEAR, by=office_person
    )  # a half-year lies within a year
    assert half.pk


@pytest.mark.parametrize(
    "days",
    [
        Days(dt.date(2024, 6, 30), dt.date(2024, 1, 1)),
        Days(dt.date(2024, 1, 1), dt.date(2024, 6, 30), dt.date(2024, 6, 30)),
    ],
)
def test_days_out_of_order_are_refused(office_person, days):
    assert (
        refused(
            lambda: services.open_round(
                kind=RoundKind.HALF_YEAR, year=2024, days=days, by=office_person
            )
        )
        == "order"
    )


def test_other_days_are_on_the_trail(office_person, period):
    services.change_round(
        period=period, days=Days(YEAR.starts, dt.date(2023, 12, 14)), name="", by=office_person
    )
    line = Activity.objects.get(verb="corrected reference")
    assert Round.objects.get().ends == dt.date(2023, 12, 14)
    assert (line.details["before"]["ends"], line.details["after"]["ends"]) == (
        "2023-12-31",
        "2023-12-14",
    )


def test_a_closed_round_keeps_its_days(world, period):
    close(period, world)
    office = world.people["office"]
    assert (
        refused(lambda: services.change_round(period=period, days=YEAR, name="", by=office))
        == "closed"
    )


# closing


def test_closing_freezes_what_counts_at_the_cut_off(world, period):
    first = log(world, Status.MET)
    log(world, Status.NOT_MET, day=AFTER, base=first.pk)
    closed = close(period, world)
    frozen = FrozenStatus.objects.get()
    assert (frozen.entry, frozen.status, closed.closed_by) == (
        first,
        Status.MET,
        world.people["office"],
    )
    assert Activity.objects.get(verb="closed round").details["frozen"] == 1


def test_closing_freezes_the_highest_stage_and_leaves_out_what_was_withdrawn(world, period):
    first = log(world, Status.MET, stage=Stage.CONFIRMED)
    wrong = log(world, Status.NOT_MET, base=first.pk, stage=Stage.CONFIRMED)
    services.withdraw_status(entry=wrong, reason="Nhầm xã", by=world.people["sponsor"])
    log(world, Status.NOT_MET, base=first.pk, stage=Stage.DECLARED)
    close(period, world)
    assert FrozenStatus.objects.get().entry == first


def test_only_sets_in_force_at_the_cut_off_are_frozen(world, period):
    later = StatusEntryFactory(
        scorecard__criteria_set__starts=dt.date(2024, 1, 1), effective_on=dt.date(2023, 6, 1)
    )
    StatusEntryFactory(scorecard__commune__ends=dt.date(2023, 6, 30), effective_on=YEAR.starts)
    kept = log(world, Status.MET)
    close(period, world)
    assert [one.entry for one in FrozenStatus.objects.all()] == [kept]
    assert later.pk


def test_a_round_closes_only_after_its_cut_off(world):
    running = RoundFactory(ends=TODAY)
    assert refused(lambda: close(running, world)) == "early"
    running.ends = dt.date(2024, 6, 17)
    running.save()
    assert close(running, world).closed_at


def test_a_round_closes_once(world, period):
    close(period, world)
    assert refused(lambda: close(period, world)) == "closed"


def test_closing_a_province_takes_under_two_seconds(world, period):
    criteria = [
        CriterionFactory(criteria_set=world.scorecard.criteria_set, number=number)
        for number in range(20, 39)
    ]
    district = world.commune.district
    scorecards = [
        ScorecardFactory(
            commune=CommuneFactory(district=district), criteria_set=world.scorecard.criteria_set
        )
        for _ in range(100)
    ]
    StatusEntry.objects.bulk_create(
        StatusEntry(
            scorecard=one, criterion=criterion, status="met", stage=1, effective_on=CUT_OFF
        )
        for one in scorecards
        for criterion in criteria
    )
    started = time.process_time()
    with CaptureQueriesContext(connection) as caught:
        close(period, world)
    assert time.process_time() - started < 2
    assert FrozenStatus.objects.count() == 1900
    assert len(caught) < 30  # SQLite takes some two hundred rows an insert


# the lock


def test_a_closed_round_refuses_words_of_its_time(world, period):
    close(period, world)
    assert refused(lambda: log(world, Status.MET)) == "closed"
    assert refused(lambda: log(world, Status.MET, change=Change.CORRECTION)) == "closed"
    assert refused(lambda: log(world, Status.MET, note="Không nói là sửa")) == "closed"
    assert refused(lambda: measure(world, 80)) == "closed"
    assert refused(lambda: measure(world, 80, correcting=True)) == "closed"


def test_a_word_of_a_later_day_is_free(world, period):
    close(period, world)
    assert log(world, Status.MET, day=AFTER).corrects is None
    assert measure(world, 80, day=AFTER).corrects is None


def test_a_correction_names_the_round_and_leaves_what_was_frozen(world, period):
    first = log(world, Status.MET)
    close(period, world)
    word = log(world, Status.NOT_MET, base=first.pk, change=Change.CORRECTION, note="Đếm nhầm hộ")
    value = measure(world, 80, correcting=True, note="Đếm nhầm hộ")
    assert (word.corrects, value.corrects) == (period, period)
    assert FrozenStatus.objects.get().status == Status.MET
    assert differences(Round.objects.get()) == []


def test_a_correction_names_the_first_of_two_closed_rounds(world, period):
    half = RoundFactory(ends=dt.date(2024, 6, 15))
    close(half, world)
    close(period, world)
    assert log(world, Status.MET, change=Change.CORRECTION, note="Sửa").corrects == period
    word = log(
        world,
        Status.NOT_MET,
        day=AFTER,
        base=StatusEntry.objects.get().pk,
        change=Change.CORRECTION,
        note="Sửa",
    )
    assert word.corrects == half


# later corrections


def test_what_came_later_is_told_with_before_after_who_and_why(world, period):
    first = log(world, Status.MET)
    known = measure(world, 90)
    close(period, world)
    log(world, Status.NOT_MET, base=first.pk, change=Change.CORRECTION, note="Đếm nhầm hộ")
    measure(world, 70, base=known.pk, correcting=True, note="Sai mẫu số")
    services.withdraw_status(entry=first, reason="Nhầm xã", by=world.people["office"])
    told = [
        (one.before, one.after, one.who, one.why, one.withdrawal)
        for one in later_words(Round.objects.get())
    ]
    sponsor, office = world.people["sponsor"], world.people["office"]
    assert told == [
        ("met", "", office, "Nhầm xã", True),
        ("90", "70", sponsor, "Sai mẫu số", False),
        ("met", "not_met", sponsor, "Đếm nhầm hộ", False),
    ]


def test_what_is_of_a_later_day_is_no_correction(world, period):
    close(period, world)
    log(world, Status.MET, day=AFTER)
    assert later_words(Round.objects.get()) == []


# checking


def test_check_rounds_finds_frozen_equal_to_recomputed(world, period, capsys):
    first = log(world, Status.MET)
    close(period, world)
    log(world, Status.NOT_MET, base=first.pk, change=Change.CORRECTION, note="Đếm nhầm hộ")
    call_command("check_rounds")
    assert "1 kỳ đã đóng" in capsys.readouterr().out


def test_check_rounds_names_what_differs(world, period):
    log(world, Status.MET)
    close(period, world)
    FrozenStatus.objects.update(status=Status.NOT_MET)
    with pytest.raises(CommandError, match="tính lại"):
        call_command("check_rounds")


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


def test_rebuilding_the_current_state_leaves_frozen_rows(world, period):
    log(world, Status.MET)
    close(period, world)
    rebuild_current()
    assert FrozenStatus.objects.count() == 1
