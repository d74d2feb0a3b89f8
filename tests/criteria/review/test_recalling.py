"""A file taken back by its commune: until somebody spoke of it."""

import pytest
from django.urls import reverse

from criteria.choices import FileState
from tests.criteria.review.deeds import answer, tick
from tests.criteria.review.deeds import returned as sent_back
from tests.criteria.review.world import ReviewWorld

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return ReviewWorld()


@pytest.fixture
def commune(world, client):
    client.force_login(world.people["commune"])
    return client


def url(name, *args):
    return reverse(f"criteria:{name}", args=args)


def test_the_commune_takes_its_file_back_until_somebody_spoke(world, commune):
    file = world.sent()
    assert "Rút lại hồ sơ" in commune.get(url("submission_recall", file.pk)).content.decode()
    assert commune.post(url("submission_recall", file.pk)).status_code == 302
    assert world.file().state == FileState.DECLARING
    world.submit()
    world.say("district", 8)
    refusal = commune.post(url("submission_recall", file.pk))
    assert (refusal.status_code, world.file().state) == (409, FileState.VERIFYING)
    text = refusal.content.decode()
    assert "Đã có đơn vị cho ý kiến về hồ sơ: không rút lại được." in text
    assert "UBND huyện đã có ý kiến về lần gửi này" in text


def test_taking_back_is_not_offered_once_somebody_spoke(world, commune):
    file = world.sent()
    address = url("submission_recall", file.pk)
    assert address in commune.get(url("submission_detail", file.pk)).content.decode()
    world.say("sponsor", 8)
    text = commune.get(url("submission_detail", file.pk)).content.decode()
    assert address not in text
    assert "Sở đỡ đầu đã có ý kiến về lần gửi này" in text
    assert "đề nghị UBND huyện trả lại hồ sơ" in text
    assert "<form method" not in commune.get(address).content.decode().split("<main")[1]


def test_the_opinions_of_an_earlier_turn_do_not_keep_the_file_and_a_tick_of_this_one_does(
    world, commune
):
    sent_back(world)
    answer(world)
    world.submit()
    address = url("submission_detail", world.file().pk)
    assert "Rút lại hồ sơ" in commune.get(address).content.decode()
    tick(world)
    text = commune.get(address).content.decode()
    assert "Rút lại hồ sơ" not in text
    assert "UBND huyện đã có ý kiến về lần gửi này" in text
