"""The grid's cells as the server gives them: each state, the answer to a save, the drawer, a past moment."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from criteria.models import Measurement
from tests.factories import (
    IndicatorFactory,
    MeasurementFactory,
    RoundFactory,
    ThresholdFactory,
    UserFactory,
)

HTMX = {"HX-Request": "true"}
DAY = dt.date(2024, 6, 18)


@pytest.fixture
def sponsor(world, client):
    ThresholdFactory(indicator=world.indicator, number=80)
    client.force_login(world.people["sponsor"])
    return world.people["sponsor"]


def sheet(world, client, **query):
    url = reverse("criteria:scorecard_detail", args=[world.scorecard.pk])
    return client.get(url, query).content.decode()


def detail(world, client, headers=None, **query):
    url = reverse("criteria:indicator_detail", args=[world.scorecard.pk, world.indicator.pk])
    return client.get(url, query, headers=headers)


def save(world, client, value, *, headers=HTMX, **more):
    url = reverse("criteria:measure", args=[world.scorecard.pk, world.indicator.pk])
    data = {"value": value, "kind": "percent", "part": "", "base": ""} | more
    return client.post(url, data, headers=headers)


def cell(text, world, part=""):
    """The classes of a cell: its states."""
    name = f"o-{world.scorecard.pk}-{world.indicator.pk}-{part}"
    return set(re.search(rf'<div class="([^"]*)"\s+id="{name}"', text)[1].split())


def said(world, **given):
    return MeasurementFactory(
        **({"scorecard": world.scorecard, "indicator": world.indicator} | given)
    )


@pytest.mark.parametrize(
    ("given", "states"),
    [
        (None, {"is-required"}),
        ({"number": 0}, set()),
        ({"number": 85, "note": "Theo biên bản"}, {"has-note"}),
        ({"number": 85, "unusual": "giảm 40 %"}, {"is-unusual"}),
        ({"number": None, "applies": False}, {"is-na"}),
    ],
)
def test_a_cell_shows_its_state(world, sponsor, client, given, states):
    if given:
        said(world, **given)
    assert cell(sheet(world, client), world) == {"cell-value"} | states


def test_an_unusual_value_says_why_in_words(world, sponsor, client):
    said(world, number=51, unusual="giảm 40 % so với lần trước (85 → 51)")
    assert "Bất thường: giảm 40 % so với lần trước (85 → 51)." in sheet(world, client)


def test_a_conditional_indicator_is_not_demanded(world, sponsor, client):
    world.indicator.applicable_if = "xã có chợ"
    world.indicator.save()
    assert "is-required" not in cell(sheet(world, client), world)


def test_a_save_answers_with_the_cell_and_the_verdicts_alone(world, sponsor, client):
    text = save(world, client, "85").content.decode()
    assert "is-saved" in cell(text, world)
    assert f'id="dg-{world.scorecard.pk}-{world.indicator.pk}"' in text
    assert f'id="dx-{world.scorecard.pk}-8"' in text
    assert "<tr" not in text
    assert f'name="base" value="{Measurement.objects.get().pk}"' in text


def test_only_the_part_that_was_sent_comes_back(world, sponsor, client):
    world.indicator.parts = [{"code": "nam", "name": "Nam"}, {"code": "nu", "name": "Nữ"}]
    world.indicator.save()
    world.indicator.thresholds.all().delete()
    for part in ("nam", "nu"):
        ThresholdFactory(indicator=world.indicator, part=part)
    text = save(world, client, "85", part="nu").content.decode()
    assert "is-saved" in cell(text, world, "nu")
    assert f'id="o-{world.scorecard.pk}-{world.indicator.pk}-nam"' not in text


def test_an_invalid_value_stays_in_its_cell_and_says_what_to_mend(world, sponsor, client):
    page = save(world, client, "1.234")
    text = page.content.decode()
    assert page.status_code == 422
    assert "is-invalid" in cell(text, world)
    assert 'aria-invalid="true"' in text
    assert "Hãy nhập 1234 hoặc 1,234." in text
    described = re.search(r'aria-describedby="([^"]+)"', text)[1]
    assert f'id="{described}"' in text


def test_a_collision_shows_theirs_and_mine_and_keeping_mine_stores_it(world, sponsor, client):
    theirs = said(world, number=61, by=UserFactory(full_name="Trần Thị Bình"), effective_on=DAY)
    page = save(world, client, "62")
    text = page.content.decode()
    assert (page.status_code, Measurement.objects.count()) == (409, 1)
    assert "is-stale" in cell(text, world)
    assert "Trần Thị Bình" in text
    assert "<output>61</output>" in text
    assert 'value="62"' in text
    assert ("Lấy của họ" in text, "Giữ của tôi" in text) == (True, True)
    base = re.search(r'name="base"\s+value="(\d+)"', text)[1]
    assert base == str(theirs.pk)
    assert save(world, client, "62", base=base).status_code == 200
    assert Measurement.objects.latest("pk").number == 62


def test_a_collision_without_javascript_is_a_page_with_both(world, sponsor, client):
    said(world, number=61, effective_on=DAY)
    page = save(world, client, "62", headers=None)
    text = page.content.decode()
    assert page.status_code == 409
    assert "<html" in text
    assert ("<output>61</output>" in text, 'value="62"' in text) == (True, True)


def test_a_value_resent_after_its_answer_was_lost_is_stored_once(world, sponsor, client):
    assert save(world, client, "85").status_code == 200
    assert save(world, client, "85").status_code == 200
    assert Measurement.objects.count() == 1


@pytest.mark.parametrize(
    "change", [{"value": "86"}, {"note": "khác"}, {"effective_on": "1/6/2024"}]
)
def test_other_words_on_an_old_base_are_no_resend(world, sponsor, client, change):
    save(world, client, "85")
    assert save(world, client, **({"value": "85"} | change)).status_code == 409


def test_what_one_person_typed_is_never_anothers_word(world, sponsor, client):
    page = save(world, client, "85", writer=world.people["commune"].pk)
    assert (page.status_code, Measurement.objects.count()) == (403, 0)
    assert "không ghi dưới tên bạn" in page.content.decode()
    assert save(world, client, "85", writer=sponsor.pk).status_code == 200


def test_when_the_session_has_ended_nothing_is_stored_and_the_answer_says_so(world, client):
    page = save(world, client, "85")
    assert page.status_code == 302
    assert "/dang-nhap/" in page["Location"]
    again = client.get(page["Location"], headers=HTMX)
    assert (again.status_code, again["HX-Retarget"]) == (403, "#refusals")


@pytest.mark.parametrize(
    ("typed", "answer"),
    [("c", True), ("Có", True), ("1", True), ("đ", True), ("k", False), ("0", False)],
)
def test_yes_and_no_are_typed_in_a_letter(world, sponsor, client, typed, answer):
    world.indicator.value_type = "boolean"
    world.indicator.save()
    assert save(world, client, typed, kind="boolean").status_code == 200
    assert Measurement.objects.get().answer is answer


@pytest.mark.parametrize("typed", ["-", "kad", "không áp dụng"])
def test_not_applicable_is_no_zero_and_no_blank(world, sponsor, client, typed):
    assert save(world, client, typed).status_code == 200
    stored = Measurement.objects.get()
    assert (stored.applies, stored.number) == (False, None)


def test_a_reader_sees_locked_cells_and_why(world, client):
    ThresholdFactory(indicator=world.indicator)
    client.force_login(world.people["leader"])
    text = sheet(world, client)
    assert "is-locked" in cell(text, world)
    assert "không thuộc phần việc của bạn" in text


def test_a_past_day_locks_the_cells_and_says_so(world, sponsor, client):
    text = sheet(world, client, ngay="2024-06-01")
    assert "is-locked" in cell(text, world)
    assert "khóa: đang xem số liệu của ngày đã qua" in text


@pytest.fixture
def closed(world):
    return RoundFactory(
        name="Kỳ 6 tháng đầu năm 2024",
        starts=dt.date(2024, 1, 1),
        ends=dt.date(2024, 6, 30),
        closed_at=dt.datetime(2024, 6, 17, tzinfo=dt.UTC),
        closed_by=world.people["office"],
    )


def test_a_closed_round_locks_the_cells_and_the_drawer_corrects(world, sponsor, client, closed):
    text = sheet(world, client)
    assert "is-locked" in cell(text, world)
    assert "Kỳ 6 tháng đầu năm 2024 đã đóng" in text
    assert 'name="correcting"' in detail(world, client).content.decode()
    assert save(world, client, "85").status_code == 422
    assert save(world, client, "85", correcting="1").status_code == 422  # says no reason
    assert save(world, client, "85", correcting="1", note="Nhập nhầm dòng").status_code == 200
    assert Measurement.objects.get().corrects == closed


def test_the_earlier_column_shows_what_counted_at_the_last_cut_off(world, sponsor, client):
    RoundFactory(starts=dt.date(2023, 7, 1), ends=dt.date(2023, 12, 31))
    said(world, number=61, effective_on=dt.date(2023, 12, 1))
    said(world, number=85, effective_on=dt.date(2024, 5, 1))
    row = sheet(world, client).split('id="ct-8.1"')[1]
    assert re.search(r'class="earlier">\s*61\s*</td>', row)


def test_the_sheet_as_known_at_a_moment(world, sponsor, client):
    old = said(world, number=61, effective_on=dt.date(2024, 5, 1))
    Measurement.objects.filter(pk=old.pk).update(
        recorded_at=dt.datetime(2024, 5, 2, tzinfo=dt.UTC)
    )
    said(world, number=85, effective_on=dt.date(2024, 5, 1))
    then = sheet(world, client, **{"ngay": "2024-06-18", "biet-den": "2024-05-10T12:00"})
    assert "theo những gì đã ghi đến 12:00 10/5/2024: chỉ đọc" in then
    assert ("61%" in then, "85%" in then) == (True, False)
    assert "is-locked" in cell(then, world)


@pytest.mark.parametrize("typed", ["hôm qua", "2024-13-40T10:00", "2024-02-30"])
def test_a_moment_that_is_none_is_refused(world, sponsor, client, typed):
    url = reverse("criteria:scorecard_detail", args=[world.scorecard.pk])
    page = client.get(url, {"biet-den": typed})
    assert page.status_code == 422
    assert f"«{typed}» không phải là ngày giờ" in page.content.decode()


def test_a_moment_given_as_a_day_means_its_end(world, sponsor, client):
    assert "đến 23:59 10/5/2024" in sheet(world, client, **{"biet-den": "2024-05-10"})


def test_the_drawer_tells_what_the_law_asks_and_who_said_what(world, sponsor, client):
    world.indicator.thresholds.update(source="QĐ 318/QĐ-TTg", confidence="recalled")
    said(world, number=61, effective_on=dt.date(2024, 4, 1))
    said(world, number=85, note="Theo biên bản", unusual="tăng 39 %")
    text = detail(world, client, HTMX).content.decode()
    for words in (
        "≥ 80%",
        "chưa kiểm chứng",
        "Nguồn: QĐ 318/QĐ-TTg",
        "85% – đạt",
        "Theo biên bản",
        "Bất thường: tăng 39 %.",
        "61 → <strong>85</strong>",
        "<title",
        "1/4/2024: 61%; 1/6/2024: 85%. Yêu cầu ≥ 80%.",
        'name="note"',
    ):
        assert words in text
    assert "<html" not in text


def test_the_drawer_is_a_page_without_javascript(world, sponsor, client):
    text = detail(world, client).content.decode()
    assert "<h1>Chỉ tiêu 8.1</h1>" in text


def test_a_reader_gets_no_form_in_the_drawer(world, client):
    client.force_login(world.people["leader"])
    assert 'name="value"' not in detail(world, client, HTMX).content.decode()


def test_the_drawer_of_an_indicator_of_another_set_is_not_found(world, sponsor, client):
    url = reverse("criteria:indicator_detail", args=[world.scorecard.pk, IndicatorFactory().pk])
    assert client.get(url).status_code == 404


def test_a_value_with_a_note_and_a_day_is_stored_from_the_drawer(world, sponsor, client):
    save(world, client, "85", effective_on="10/6/2024", note="Theo biên bản")
    stored = Measurement.objects.get()
    assert (stored.effective_on, stored.note) == (dt.date(2024, 6, 10), "Theo biên bản")


def test_the_bar_counts_what_has_a_value_and_the_days_left(world, sponsor, client):
    RoundFactory(name="Kỳ giữa năm", starts=dt.date(2024, 1, 1), ends=dt.date(2024, 6, 30))
    said(world)
    text = sheet(world, client)
    assert '<span id="tally-measured">1</span>/1 chỉ tiêu' in text
    assert "Kỳ giữa năm: còn 12 ngày" in text


def test_the_page_names_its_reader_for_the_queue(world, sponsor, client):
    assert f'<body data-user="{sponsor.pk}">' in sheet(world, client)
