"""The page of all communes: what is said for every cell, the way back, and scorecards opened at once."""

import datetime as dt

import pytest
from django.urls import reverse

from accounts.models import Activity
from criteria.choices import Stage
from criteria.models import Measurement, Scorecard, StatusEntry
from tests.factories import (
    CommuneFactory,
    DistrictFactory,
    SponsorAssignmentFactory,
    ThresholdFactory,
)

HTMX = {"HX-Request": "true"}
DAY = dt.date(2024, 6, 18)


def url(world, name="turned", *more):
    args = [world.scorecard.criteria_set.code, world.criterion.number, *more]
    return reverse(f"criteria:{name}", args=args)


def save(world, client, data=None, **more):
    where = reverse("criteria:measure", args=[world.scorecard.pk, world.indicator.pk])
    sent = {"value": "85", "kind": "percent", "part": "", "base": ""} | (data or {})
    return client.post(where, sent, **more)


def hidden(name, value):
    return f'<input type="hidden" name="{name}" value="{value}">'


def test_a_value_saved_without_scripts_leads_back_to_its_row(world, responsible, client):
    back = f"{url(world)}?huyen={world.commune.district.code}"
    assert hidden("next", back) in client.get(back).content.decode()
    page = save(world, client, {"next": back})
    assert (page.status_code, page["Location"]) == (302, f"{back}#xa-{world.commune.code}")
    page = save(world, client, {"value": "86", "base": Measurement.objects.get().pk})
    sheet = reverse("criteria:scorecard_detail", args=[world.scorecard.pk])
    assert page["Location"] == f"{sheet}#ct-8.1"


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org/x", "javascript:x"])
def test_no_value_leads_to_another_place(world, responsible, client, elsewhere):
    page = save(world, client, {"next": elsewhere})
    assert "example.org" not in page["Location"]
    assert page["Location"].startswith("/")


def test_a_status_logged_without_scripts_keeps_the_filters(world, responsible, client):
    back = f"{url(world)}?thieu=1"
    sent = {"status": "met", "base": "", "next": back}
    page = client.post(url(world, "log_in_row", world.commune.code), sent)
    assert page["Location"] == f"{back}#xa-{world.commune.code}"


def test_a_day_and_a_note_of_the_page_go_with_every_cell(world, responsible, client):
    asked = {"hieu-luc": "1/6/2024", "ghi-chu": "Theo <báo cáo>"}
    text = client.get(url(world), asked).content.decode()
    cells = text.count('name="kind"')
    day, note = hidden("effective_on", "1/6/2024"), hidden("note", "Theo &lt;báo cáo&gt;")
    assert cells == 1
    assert text.count(day) == text.count(note) == 2  # its value and its status
    save(world, client, {"next": url(world), "effective_on": "1/6/2024", "note": "Theo báo cáo"})
    said = Measurement.objects.get()
    assert (said.effective_on, said.note) == (dt.date(2024, 6, 1), "Theo báo cáo")


def test_the_answer_to_a_save_keeps_what_is_said_for_all(world, responsible, client):
    sent = {"next": url(world), "effective_on": "1/6/2024", "note": "Chung"}
    text = save(world, client, sent, headers=HTMX).content.decode()
    assert hidden("next", url(world)) in text
    assert hidden("effective_on", "1/6/2024") in text
    assert hidden("note", "Chung") in text
    assert text.count('name="effective_on"') == 1
    assert "Hướng Việt" in text
    log = {"status": "met", "base": ""} | sent
    text = client.post(
        url(world, "log_in_row", world.commune.code), log, headers=HTMX
    ).content.decode()
    assert hidden("effective_on", "1/6/2024") in text
    assert StatusEntry.objects.get().effective_on == dt.date(2024, 6, 1)


def test_a_refused_value_without_scripts_can_be_mended_and_still_leads_back(
    world, responsible, client
):
    sent = {"next": url(world), "effective_on": "31/6/2024"}
    page = save(world, client, sent)
    text = page.content.decode()
    assert page.status_code == 422
    assert hidden("next", url(world)) in text
    assert hidden("effective_on", "31/6/2024") not in text
    assert 'value="31/6/2024"' in text


@pytest.mark.parametrize(
    ("day", "words"), [("31/6/2024", "Ngày chưa đúng"), ("19/6/2024", "không được sau")]
)
def test_a_day_that_cannot_be_is_told_and_not_sent(world, responsible, client, day, words):
    page = client.get(url(world), {"hieu-luc": day})
    text = page.content.decode()
    assert page.status_code == 422
    assert words in text
    assert hidden("effective_on", day) not in text
    assert f'value="{day}"' in text


def test_in_which_stage_to_write_is_chosen_once(world, responsible, client):
    SponsorAssignmentFactory(commune=world.commune, agency=world.responsible)
    voice = f"{Stage.REVIEWED.value}-{world.responsible.pk}"
    text = client.get(url(world), {"tu-cach": voice}).content.decode()
    assert text.count(hidden("speaking_as", voice)) == 2
    save(world, client, {"next": url(world), "speaking_as": voice})
    assert Measurement.objects.get().stage == Stage.REVIEWED


def test_nobody_writes_in_a_stage_that_is_not_theirs(world, responsible, client):
    voice = f"{Stage.CONFIRMED.value}-{world.responsible.pk}"
    assert client.get(url(world), {"tu-cach": voice}).status_code == 422
    page = save(world, client, {"speaking_as": voice}, headers=HTMX)
    assert page.status_code == 422
    assert "với tư cách đã chọn" in page.content.decode()
    assert not Measurement.objects.exists()


def opened(world):
    rows = Scorecard.objects.filter(criteria_set=world.scorecard.criteria_set)
    return set(rows.values_list("commune__name", flat=True))


def test_the_office_opens_all_that_are_missing_in_one_act(world, client):
    ThresholdFactory(indicator=world.indicator)
    lone = CommuneFactory(name="Lẻ", district=world.commune.district)
    gone = CommuneFactory(name="Cũ", district=lone.district, ends=dt.date(2024, 6, 17))
    before = opened(world)
    client.force_login(world.people["office"])
    text = client.get(url(world)).content.decode()
    missing = len(client.get(url(world)).context["found"].to_open)
    assert f"Mở phiếu cho {missing} xã chưa có" in text
    page = client.post(url(world, "open_across"), follow=True)
    assert f"Đã mở phiếu cho {missing} xã." in page.content.decode()
    assert "Mở phiếu cho" not in page.content.decode().split("</h1>")[1].split("<table")[1]
    assert lone.name in opened(world) - before
    assert gone.name not in opened(world)
    assert Activity.objects.filter(verb="opened scorecard").count() == missing


def test_only_the_filtered_district_is_opened(world, client):
    ThresholdFactory(indicator=world.indicator)
    here, there = DistrictFactory(), DistrictFactory()
    CommuneFactory(name="Gần", district=here)
    CommuneFactory(name="Xa", district=there)
    client.force_login(world.people["office"])
    client.post(f"{url(world, 'open_across')}?huyen={here.code}")
    assert "Gần" in opened(world)
    assert "Xa" not in opened(world)


def test_a_district_opens_its_own_communes_alone(world, client):
    ThresholdFactory(indicator=world.indicator)
    CommuneFactory(name="Gần", district=world.commune.district)
    CommuneFactory(name="Xa", district=DistrictFactory())
    client.force_login(world.people["district"])
    assert "Mở phiếu cho 1 xã chưa có" in client.get(url(world)).content.decode()
    client.post(url(world, "open_across"))
    assert "Gần" in opened(world)
    assert "Xa" not in opened(world)


@pytest.mark.parametrize("who", ["leader", "another department", "focal point of the sponsor"])
def test_whoever_writes_of_no_commune_opens_none(world, client, who):
    ThresholdFactory(indicator=world.indicator)
    CommuneFactory(name="Lẻ")
    before = opened(world)
    client.force_login(world.people[who])
    assert "Mở phiếu cho" not in client.get(url(world)).content.decode()
    assert client.post(url(world, "open_across")).status_code == 403
    assert opened(world) == before


def test_one_that_cannot_be_opened_opens_none(world, client, monkeypatch):
    from criteria.services import status  # noqa: PLC0415

    ThresholdFactory(indicator=world.indicator)
    CommuneFactory(name="Ăn")
    CommuneFactory(name="Lẻ")
    before, plain = opened(world), status.open_scorecard

    def broken(*, commune, **more):
        if commune.name == "Lẻ":
            raise RuntimeError
        return plain(commune=commune, **more)

    monkeypatch.setattr(status, "open_scorecard", broken)
    client.force_login(world.people["office"])
    with pytest.raises(RuntimeError):
        client.post(url(world, "open_across"))
    assert opened(world) == before
