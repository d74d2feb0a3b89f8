"""Acts of the office on one commune's file."""

import datetime as dt

import pytest
from django.urls import reverse

from criteria.choices import FileState, HoldEnd
from criteria.models import FileStep, Holding
from criteria.services import close_round
from tests.criteria.review.world import ReviewWorld

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return ReviewWorld()


@pytest.fixture
def office(world, client):
    client.force_login(world.people["office"])
    return client


def url(name, pk):
    return reverse(f"criteria:{name}", args=[pk])


def held(world):
    return Holding.objects.open().in_the_way().get(submission=world.file())


@pytest.mark.parametrize("who", ["commune", "district", "leader", "other"])
def test_nobody_else_steers(world, client, who):
    file = world.open()
    client.force_login(world.people[who])
    typed = {"due_on": "21/6/2024", "words": "x", "to": "x"}
    for address in (
        url("submission_extend", file.pk),
        url("submission_reopen", file.pk),
        url("holding_pass_on", held(world).pk),
    ):
        assert (client.get(address).status_code, client.post(address, typed).status_code) == (
            403,
            403,
        )


def test_the_office_extends(world, office):
    file = world.open()
    address = url("submission_extend", file.pk)
    assert "chưa đặt" in office.get(address).content.decode()
    assert office.post(address, {"due_on": "21/6/2024", "words": "Mưa lũ"}).status_code == 302
    assert world.file().due_on == dt.date(2024, 6, 21)
    assert FileStep.objects.get().words == "Mưa lũ"


def test_an_extension_names_the_step_at_which_the_file_lies(world, office):
    world.round.submit_by, world.round.verify_by = dt.date(2024, 6, 19), dt.date(2024, 6, 26)
    world.round.save()
    address = url("submission_extend", world.open().pk)
    text = office.get(address).content.decode()
    assert "<dt>Hạn xã gửi</dt><dd>19/6/2024" in text
    assert "Gia hạn gửi hồ sơ" in text
    world.sent()
    text = office.get(address).content.decode()
    assert "<dt>Hạn thẩm tra</dt><dd>26/6/2024" in text
    assert "Gia hạn bước thẩm tra cho hồ sơ này" in text
    assert "các cơ quan đang giữ hồ sơ và xã được báo" in text
    assert "19/6/2024" not in text
    assert "không tính quá hạn bước này" not in text


def test_an_extension_of_a_step_without_a_day_says_that_nothing_is_missed(world, office):
    address = url("submission_extend", world.sent().pk)
    assert "không tính quá hạn bước này" in office.get(address).content.decode()


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        ({"due_on": "31/2/2024", "words": "Mưa lũ"}, 422),
        ({"due_on": "21/6/2024", "words": ""}, 422),
        ({"due_on": "17/6/2024", "words": "Mưa lũ"}, 409),
    ],
)
def test_a_wrong_extension_keeps_what_was_typed(world, office, typed, status):
    file = world.open()
    page = office.post(url("submission_extend", file.pk), typed)
    assert (page.status_code, f'value="{typed["due_on"]}"' in page.content.decode()) == (
        status,
        True,
    )
    assert world.file().due_on is None


def test_a_file_that_is_open_is_not_opened_again(world, office):
    file = world.open()
    address = url("submission_reopen", file.pk)
    for page, status in ((office.get(address), 200), (office.post(address, {"words": "x"}), 409)):
        text = page.content.decode().split("<main")[1]
        assert page.status_code == status
        assert "chưa khóa: không cần mở lại" in text
        assert "<form" not in text


def test_the_office_opens_a_file_of_a_closed_round_again(world, office, settings):
    file = world.confirmed()
    settings.PORTAL_TODAY = "2024-07-20"
    close_round(period=world.round, by=world.people["office"])
    address = url("submission_reopen", file.pk)
    assert "số liệu đã chốt giữ nguyên" in office.get(address).content.decode()
    assert office.post(address, {"words": "Sai số liệu"}).status_code == 302
    assert (world.file().state, world.file().is_locked) == (FileState.RETURNED, False)


def test_the_office_gives_a_file_to_an_agency_of_the_day(world, office):
    world.sent()
    holding = held(world)
    address = url("holding_pass_on", holding.pk)
    text = office.get(address).content.decode()
    assert "UBND huyện đang giữ để thẩm tra" in text
    assert "Sở khác" in text
    assert "UBND xã" not in text
    to = world.agencies["other"].slug
    assert office.post(address, {"to": to, "words": "Huyện kết thúc"}).status_code == 302
    holding.refresh_from_db()
    assert (holding.ended, world.holders()) == (HoldEnd.PASSED_ON, ["other"])
    assert office.post(address, {"to": to, "words": "Lần nữa"}).status_code == 409


def test_an_agency_that_ended_takes_nothing_over(world, office, settings):
    settings.PORTAL_TODAY = "2025-07-02"
    file = world.open()
    assert file.pk
    holding = held(world)
    page = office.post(
        url("holding_pass_on", holding.pk),
        {"to": world.agencies["district"].slug, "words": "Giao huyện"},
    )
    assert (page.status_code, "không hoạt động" in page.content.decode()) == (422, True)


def test_what_a_commune_declares_may_go_to_another_commune(world, office):
    world.open()
    text = office.get(url("holding_pass_on", held(world).pk)).content.decode()
    assert "UBND xã Hướng Việt 1" in text
