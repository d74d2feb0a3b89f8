"""The review sheet by the state of the file and the reader's part: what is shown first, and in which words."""

import datetime as dt

import pytest

from criteria.choices import Stage, Status
from criteria.models import Holding, StatusEntry
from criteria.selectors.review.head import file_head
from criteria.services import withdraw_status
from tests.criteria.review.deeds import answer
from tests.criteria.review.test_sheet import numbers, page, returned, sheet_of, text
from tests.criteria.review.world import ReviewWorld
from tests.factories import AgencyFactory

pytestmark = pytest.mark.django_db

WITHDRAWN, ANEW = "xã đã rút khai báo sau khi gửi", "xã đã ghi mới sau khi gửi"


@pytest.fixture
def world():
    return ReviewWorld()


def bar(client, world, name):
    return text(page(client, world, name)).split('id="review-bar"')[1].split("</div>")[0]


def withdraw(world, number):
    entry = StatusEntry.objects.get(
        criterion=world.criteria[number], stage=Stage.DECLARED, withdrawn_at=None
    )
    return withdraw_status(entry=entry, reason="Ghi nhầm", by=world.people["commune"])


def test_who_holds_a_part_of_the_criteria_sees_that_part_first(world):
    world.verified()
    found = sheet_of(world, "information")
    assert (found.show, numbers(found.shown)) == ("phan-toi", [8, 17])
    assert sheet_of(world, "information", show="tat-ca").show == "tat-ca"
    assert sheet_of(world, "leader").show == "tat-ca"


def test_who_holds_every_criterion_sees_all(world):
    world.sent()
    assert sheet_of(world, "district").show == "tat-ca"


def test_from_the_second_turn_what_it_asks_comes_first(world):
    returned(world)
    assert sheet_of(world, "district").show == "lan-nay"


def test_a_claim_withdrawn_after_sending_is_marked_as_withdrawn(client, world):
    world.sent()
    withdraw(world, 17)
    assert [row.claim.gone for row in sheet_of(world).rows] == [False, False, True]
    shown = text(page(client, world, "district"))
    assert shown.count(WITHDRAWN) == 1
    assert ANEW not in shown


def test_a_claim_withdrawn_and_made_anew_is_marked_as_new(client, world):
    world.sent()
    withdraw(world, 17)
    world.declare(numbers=[17], status=Status.NOT_MET, day=dt.date(2024, 5, 1))
    shown = text(page(client, world, "district"))
    assert shown.count(ANEW) == 1
    assert WITHDRAWN not in shown
    withdraw(world, 17)
    assert WITHDRAWN in text(page(client, world, "district"))


def test_the_act_that_waits_leads_to_what_is_missing(client, world):
    world.sent()
    shown = bar(client, world, "district")
    assert "/chuyen/?vai=" in shown
    assert "Thẩm tra xong, chuyển tiếp (còn 3 tiêu chí)</a>" in shown
    world.agree("district")
    assert "Thẩm tra xong, chuyển tiếp</a>" in bar(client, world, "district")


def test_criteria_and_remarks_that_are_missing_are_both_named(client, world):
    returned(world)
    assert "(còn 2 tiêu chí, 2 nhận xét)</a>" in bar(client, world, "district")


def test_a_reader_is_told_by_the_state_why_nothing_is_asked(client, world):
    world.open()
    assert "đang ở xã: các cơ quan cho ý kiến khi xã gửi." in bar(client, world, "commune")
    world.declare()
    world.submit()
    assert "Hồ sơ chờ thẩm tra: cơ quan đang giữ cho ý kiến" in bar(client, world, "leader")
    world.act("send_back", "district", words="Thiếu phụ lục")
    for name in ("commune", "leader"):
        shown = bar(client, world, name)
        assert "đang ở xã: các cơ quan cho ý kiến khi xã gửi lại." in shown
        assert "cơ quan đang giữ" not in shown


def test_a_confirmed_file_waits_for_nobody(client, world):
    world.confirmed()
    shown = bar(client, world, "leader")
    assert "Hồ sơ đã xác nhận: chỉ đọc." in shown
    assert "cơ quan đang giữ" not in shown


def test_a_locked_file_says_so_in_the_bar(client, world, settings):
    from criteria import services  # noqa: PLC0415

    world.sent()
    settings.PORTAL_TODAY = f"{dt.date(2024, 7, 20)}"
    services.close_round(period=world.round, by=world.people["office"])
    assert "hồ sơ đã khóa: chỉ đọc" in bar(client, world, "district")


def test_of_many_holders_the_readers_and_the_longest_are_named_first(client, world):
    world.verified()
    file = world.file()
    for place in range(4):
        Holding.objects.create(
            submission=file,
            stage=Stage.APPRAISED,
            agency=AgencyFactory(name=f"Sở thứ {place}"),
            turn=file.turn,
            since=dt.date(2024, 6, 3 if place == 2 else 18),
        )
    found = sheet_of(world, "information")
    mine = {holding.pk for holding, _ in found.voices}
    head = file_head(found.view, mine)
    named = [one.holding.agency.name for one in head.holders]
    assert named == ["Sở Thông tin và Truyền thông", "Sở thứ 2"]
    every = Holding.objects.open().filter(submission=file).count()
    assert len(head.others) == every - 2
    shown = text(page(client, world, "information"))
    assert f"<summary>và {every - 2} cơ quan khác</summary>" in shown
    assert shown.count('class="review-holder"') == every


def test_few_holders_are_all_named(client, world):
    world.sent()
    assert file_head(sheet_of(world).view).others == ()
    assert "cơ quan khác</summary>" not in text(page(client, world, "district"))


def test_a_day_given_on_reopening_is_no_extension(client, world):
    world.confirmed()
    world.act("reopen", "office", words="Sai số liệu tiêu chí 8", due_on=dt.date(2024, 6, 28))
    shown = text(page(client, world, "leader"))
    assert "<dt>Hạn mới</dt><dd>đến 28/6/2024" in shown
    assert "Được gia hạn" not in shown
    assert "Nhận xét chung khi mở lại</h2>" in shown
    assert "khi trả lại" not in shown


def test_remarks_of_a_return_and_of_a_reopening_are_headed_by_both(world):
    world.confirmed()
    world.act("reopen", "office", words="Sai số liệu tiêu chí 8")
    assert sheet_of(world).general_after == "mở lại"
    answer(world)
    world.submit()
    world.act("send_back", "district", words="Thiếu phụ lục")
    assert sheet_of(world).general_after == "trả lại, mở lại"
