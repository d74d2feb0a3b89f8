"""Files of a round on first pages: what waits for whom."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from criteria.services import review
from reports.selectors.home import home
from tests.criteria.review.world import ReviewWorld
from tests.factories import RoundFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return ReviewWorld(communes=5)


def section(world, who):
    (one,) = home(world.people[who])
    return one


def page(world, client, who):
    client.force_login(world.people[who])
    return client.get("/").content.decode()


def test_a_commune_sees_its_file_its_progress_and_remarks_to_answer(world, client):
    world.round.submit_by = dt.date(2024, 6, 20)
    world.round.save()
    world.open()
    world.declare(numbers=[1])
    text = page(world, client, "commune")
    assert "<strong>1/3</strong> tiêu chí đã khai báo" in text
    assert "Còn 2 ngày làm việc" in text
    world.sent()
    world.say("district", 8, agrees=False)
    world.act("send_back", "district")
    text = page(world, client, "commune")
    assert "<strong>1 nhận xét</strong> chờ trả lời" in text
    assert reverse("criteria:submission_remarks", args=[world.file().pk]) in text


def test_a_full_file_asks_to_be_sent_and_a_sent_one_says_where_it_is(world, client):
    world.open()
    world.declare()
    assert "Đã khai báo đủ, hồ sơ chưa gửi" in page(world, client, "commune")
    world.submit()
    text = page(world, client, "commune")
    assert ("hồ sơ chưa gửi" in text, "đang ở UBND huyện" in text) == (False, True)


def test_what_lies_with_the_commune_stands_first(world):
    world.sent()
    year = RoundFactory(
        kind="year", name="Kỳ năm 2024", starts=dt.date(2024, 1, 1), ends=dt.date(2024, 12, 31)
    )
    review.open_files(year)
    assert [one.file.round for one in section(world, "commune").files] == [year, world.round]


def test_a_district_sees_what_waits_for_it_the_longest_first(world, client, settings):
    world.round.verify_by = dt.date(2024, 6, 19)
    world.round.save()
    world.sent(1)
    settings.PORTAL_TODAY = "2024-06-20"
    world.sent(0)
    files = section(world, "district").files
    assert [one.holding.submission for one in files.first] == [world.file(1), world.file(0)]
    assert [one.days for one in files.first] == [2, 0]
    assert (files.total, files.late, files.counts) == (2, 2, [("chờ thẩm tra", 2)])
    text = page(world, client, "district")
    assert "Hồ sơ kỳ chờ thẩm tra (2)" in text
    assert "quá hạn 1 ngày làm việc" in text


def test_a_department_sees_what_waits_for_its_appraisal(world, client):
    world.verified(0)
    assert "Hồ sơ kỳ chờ ý kiến của đơn vị (1)" in page(world, client, "building")
    assert "1 chờ rà soát" in page(world, client, "sponsor")
    assert "Hồ sơ kỳ chờ ý kiến" not in page(world, client, "other")


def test_the_office_sees_what_to_confirm_to_pass_on_and_what_is_late(world, client, settings):
    world.round.submit_by = dt.date(2024, 6, 10)
    world.round.save()
    world.appraised(0)
    settings.PORTAL_TODAY = "2024-06-20"
    files = section(world, "office").files
    assert (files.own.counts, files.passing, files.late) == ([("chờ xác nhận", 1)], 0, 4)
    text = page(world, client, "office")
    assert "1 chờ xác nhận" in text
    assert "4 hồ sơ kỳ quá hạn" in text
    assert '?xem=chua-gui">4 hồ sơ kỳ xã chưa gửi</a>' in text


def test_a_file_left_with_a_district_that_ended_is_to_be_passed_on(world, settings):
    world.sent(0)
    settings.PORTAL_TODAY = "2025-07-02"
    assert section(world, "office").files.passing == 1


def test_a_locked_file_waits_for_nobody(world, settings):
    from criteria.services import close_round  # noqa: PLC0415

    world.sent(0)
    settings.PORTAL_TODAY = "2024-07-20"
    close_round(period=world.round, by=world.people["office"])
    assert section(world, "district").files.total == 0
    assert section(world, "office").files.total == 0
    assert section(world, "commune").files == []


@pytest.mark.parametrize("who", ["district", "office", "building", "sponsor"])
def test_five_files_cost_the_queries_of_one(world, client, who):
    def asked():
        with CaptureQueriesContext(connection) as caught:
            page(world, client, who)
        return len(caught)

    world.open()
    world.verified(0)
    if who == "district":
        world.sent(1)
    asked()
    one = asked()
    for place in range(2, 5):
        world.verified(place) if who != "district" else world.sent(place)
    assert asked() == one
