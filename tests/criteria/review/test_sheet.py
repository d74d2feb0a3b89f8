"""The review sheet: what it shows to whom, which rows, how many queries."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from criteria.choices import Doubt, Stage, Status
from criteria.models import FrozenStatus, Remark
from criteria.selectors.review.head import file_head, row_detail
from criteria.selectors.review.sheet import review_sheet
from criteria.services import review
from tests.criteria.review.world import ReviewWorld
from tests.factories import (
    CriterionFactory,
    EvidenceFactory,
    IndicatorFactory,
    MeasurementFactory,
    RoundFactory,
    StatusEntryFactory,
    ThresholdFactory,
)

BEFORE = {
    "year": 2023,
    "starts": dt.date(2023, 7, 1),
    "ends": dt.date(2023, 12, 31),
    "name": "Năm 2023",
}

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return ReviewWorld()


def sheet_of(world, name="district", place=0, **asked):
    return review_sheet(world.file(place), world.people[name], **asked)


def page(client, world, name, query="", place=0):
    client.force_login(world.people[name])
    where = reverse("criteria:submission_detail", args=[world.file(place).pk])
    return client.get(f"{where}{query}")


def text(response):
    return " ".join(response.content.decode().split())


def numbers(rows):
    return [row.criterion.number for row in rows]


def returned(world):
    """Criteria 8 and 17 returned by the district, answered, 8 declared anew, sent again."""
    world.sent()
    world.say("district", 1)
    world.say("district", 8, agrees=False)
    world.say("district", 17, agrees=False, words="Chưa có hợp đồng thu gom rác")
    world.act("send_back", "district")
    for one in Remark.objects.all():
        review.answer(
            one, words="Đã bổ sung", mandate=world.mandate("commune"), by=world.people["commune"]
        )
    world.declare(numbers=[8])
    world.submit()


def test_a_holder_speaks_of_its_part_and_others_read(world):
    world.verified()
    found = sheet_of(world, "information")
    assert (found.writes, numbers(found.part), numbers(found.left)) == (True, [8, 17], [8, 17])
    for reader in ("district", "commune", "neighbour", "leader", "other"):
        assert not sheet_of(world, reader).writes
        assert sheet_of(world, reader).part == []


def test_claim_and_opinions_stand_side_by_side(client, world):
    world.verified()
    world.say("environment", 17, agrees=False, words="Bãi rác chưa đóng cửa")
    world.agree("information", [8, 17])
    assert "Bãi rác chưa đóng cửa" not in text(page(client, world, "leader"))
    for name in ("environment", "information"):
        world.act("appraise", name)
    shown = text(page(client, world, "leader"))
    assert "Bãi rác chưa đóng cửa" in shown
    assert "Thiếu minh chứng: Bãi rác chưa đóng cửa" in shown
    row = sheet_of(world, "leader").row(17)
    said = {cell.column.stage: [word.opinion.agrees for word in cell.words] for cell in row.cells}
    assert said == {Stage.VERIFIED: [True], Stage.APPRAISED: [False, True]}
    assert row.disputed
    assert "1</strong> có ý kiến không đồng ý" in shown


def test_an_agency_that_has_yet_to_speak_is_named(client, world):
    world.verified()
    world.agree("information", [8, 17])
    world.act("appraise", "information")
    row = sheet_of(world, "leader").row(17)
    (cell,) = [one for one in row.cells if one.column.stage == Stage.APPRAISED]
    assert [one.agency for one in cell.awaited] == [world.agencies["environment"]]
    assert "chờ Sở Tài nguyên và Môi trường" in text(page(client, world, "leader"))


def test_a_sponsors_review_stands_beside_the_claim(client, world):
    world.sent()
    world.say("sponsor", 1, agrees=False, words="Quy hoạch chưa công bố")
    assert "Quy hoạch chưa công bố" not in text(page(client, world, "district"))
    world.agree("sponsor", [8, 17])
    own = sheet_of(world, "sponsor")
    world.act("review", "sponsor")
    shown = text(page(client, world, "district"))
    assert '<span class="word-label">Rà soát</span>' in shown
    assert "Quy hoạch chưa công bố" in shown
    assert [one.stage for one in own.columns if one.mine] == [Stage.REVIEWED]
    assert not own.returns


def test_columns_follow_the_route(world, settings):
    world.sent()
    assert [one.stage for one in sheet_of(world).columns] == [Stage.VERIFIED, Stage.APPRAISED]
    settings.PORTAL_TODAY = f"{dt.date(2025, 7, 3)}"
    later = RoundFactory(year=2025, starts=dt.date(2025, 1, 1), ends=dt.date(2025, 12, 31))
    world.round = later
    review.open_files(later)
    world.submit()
    assert [one.stage for one in sheet_of(world, "building").columns] == [Stage.APPRAISED]


def test_the_confirmation_comes_once_the_file_is_there(world):
    world.appraised()
    assert [one.stage for one in sheet_of(world, "leader").columns][-1] == Stage.CONFIRMED
    assert numbers(sheet_of(world, "office").part) == [1, 8, 17]


def test_the_second_time_only_what_changed_or_was_remarked(client, world):
    returned(world)
    found = sheet_of(world)
    assert found.show == "lan-nay"
    assert numbers(found.shown) == [8, 17]
    assert numbers(sheet_of(world, show="tat-ca").shown) == [1, 8, 17]
    assert numbers(sheet_of(world, show="da-sua").shown) == [8]
    assert numbers(sheet_of(world, show="nhan-xet").shown) == [8, 17]
    assert sheet_of(world, "leader").show == "tat-ca"
    shown = text(page(client, world, "district"))
    assert 'id="tc-8"' in shown
    assert 'id="tc-1"' not in shown
    assert "xã đã sửa từ lần gửi trước" in shown
    assert "Chưa có hợp đồng thu gom rác" in shown
    assert "Đã bổ sung" in shown
    assert "2</strong> nhận xét chưa đánh dấu" in shown


def test_who_never_spoke_is_asked_for_everything_the_second_time(world):
    returned(world)
    world.say("district", 8, base=last(world, 8))
    world.say("district", 17, base=last(world, 17))
    for one in Remark.objects.all():
        review.tick(
            one, settled=True, mandate=world.mandate("district"), by=world.people["district"]
        )
    world.act("verify", "district")
    assert numbers(sheet_of(world, "information").shown) == [8, 17]
    assert numbers(sheet_of(world, "building").shown) == [1]


def last(world, number, name="district"):
    stage, agency = world.mandate(name).stage, world.agencies[name].pk
    view = sheet_of(world).view
    return view.opinions[(stage, agency), world.criteria[number].pk].pk


def test_an_opinion_about_an_earlier_claim_is_marked(client, world):
    returned(world)
    row = sheet_of(world).row(8)
    (cell,) = [one for one in row.cells if one.column.stage == Stage.VERIFIED]
    assert [word.holds for word in cell.words] == [False]
    assert row.mine is None
    shown = text(page(client, world, "district"))
    assert shown.count("về khai báo trước") == 1
    assert shown.count("đã trả lại xã") == 1


def test_filters_are_counted(world):
    world.sent()
    world.say("district", 8, agrees=False)
    found = {key: count for key, _, count in sheet_of(world).filters}
    assert found == {
        "phan-toi": 3,
        "chua": 2,
        "tat-ca": 3,
        "may-khac": 0,
        "bat-dong": 1,
        "nhan-xet": 0,
    }
    assert [key for key, _, _ in sheet_of(world, "leader").filters] == [
        *("tat-ca", "may-khac", "bat-dong", "nhan-xet")
    ]


def test_the_machine_that_sees_otherwise_is_marked(client, world):
    ThresholdFactory(indicator=world.indicators["8.1"], number=90)
    MeasurementFactory(scorecard=world.cards[0], indicator=world.indicators["8.1"], number=50)
    world.sent()
    found = sheet_of(world, show="may-khac")
    assert numbers(found.shown) == [8]
    assert "khác khai báo" in text(page(client, world, "district"))


def test_the_round_before_is_the_frozen_one(client, world):
    from criteria import services  # noqa: PLC0415

    before = RoundFactory(**BEFORE)
    world.declare(day=dt.date(2023, 12, 1), numbers=[8], status=Status.NOT_MET)
    services.close_round(period=before, by=world.people["office"])
    assert FrozenStatus.objects.filter(round=before).count() == 1
    StatusEntryFactory(
        scorecard=world.cards[0],
        criterion=world.criteria[8],
        status=Status.MET,
        effective_on=dt.date(2023, 12, 30),
    )
    world.sent()
    found = sheet_of(world)
    assert (found.compared, found.row(8).earlier, found.row(1).earlier) == (
        "Năm 2023",
        "not_met",
        "",
    )
    assert "Kỳ trước:" in text(page(client, world, "district"))


def test_of_an_open_round_before_it_is_what_counted_at_its_cut_off(world):
    RoundFactory(**BEFORE)
    world.declare(day=dt.date(2023, 12, 1), numbers=[8], status=Status.IN_PROGRESS)
    world.sent()
    assert sheet_of(world).row(8).earlier == Status.IN_PROGRESS


def test_what_the_commune_writes_after_sending_is_marked_and_not_shown_as_claim(client, world):
    world.sent()
    world.declare(numbers=[17], status=Status.NOT_MET)
    row = sheet_of(world).row(17)
    assert (row.status, row.newer, sheet_of(world).row(8).newer) == (Status.MET, True, False)
    assert "xã đã ghi mới sau khi gửi" in text(page(client, world, "district"))


def test_the_head_says_who_holds_it_how_long_and_what_was_done(client, world, settings):
    world.round.verify_by = dt.date(2024, 6, 21)
    world.round.save()
    world.sent()
    settings.PORTAL_TODAY = f"{dt.date(2024, 6, 24)}"
    head = file_head(sheet_of(world).view)
    held = {one.holding.agency.name: one.days for one in head.holders}
    assert held == {"UBND huyện": 4, "Sở đỡ đầu": 4}
    assert (head.due.on, head.due.late, head.due.days) == (dt.date(2024, 6, 21), True, 1)
    shown = text(page(client, world, "leader"))
    assert "UBND huyện – thẩm tra" in shown
    assert "quá hạn 1 ngày làm việc" in shown
    assert "Gửi hồ sơ" in shown


def test_returned_extended_reopened_and_passed_on_are_told(client, world):
    world.sent()
    world.act("send_back", "district", words="Thiếu phụ lục")
    world.act("extend", "office", words="Mưa lũ", due_on=dt.date(2024, 6, 28))
    shown = text(page(client, world, "leader"))
    assert "Hồ sơ đã trả lại cho xã" in shown
    assert "Thiếu phụ lục" in shown
    assert "đến 28/6/2024: Mưa lũ" in shown
    assert "Nhận xét chung khi trả lại" in shown


def test_a_reopened_file_says_why(client, world):
    world.confirmed()
    world.act("reopen", "office", words="Sai số liệu tiêu chí 8")
    assert "Sai số liệu tiêu chí 8" in text(page(client, world, "leader"))


def test_a_locked_file_is_read_only(client, world, settings):
    from criteria import services  # noqa: PLC0415

    world.sent()
    settings.PORTAL_TODAY = f"{dt.date(2024, 7, 20)}"
    services.close_round(period=world.round, by=world.people["office"])
    assert not sheet_of(world).writes
    shown = text(page(client, world, "district"))
    assert "hồ sơ đã khóa: chỉ đọc" in shown
    assert "data-act" not in shown


def test_office_acts_are_offered_to_the_office_alone(client, world):
    world.sent()
    extend = reverse("criteria:submission_extend", args=[world.file().pk])
    assert extend in text(page(client, world, "office"))
    assert extend not in text(page(client, world, "district"))


def test_the_commune_finds_its_own_acts_there(client, world):
    world.open()
    send = reverse("criteria:submission_send", args=[world.file().pk])
    assert send in text(page(client, world, "commune"))
    assert send not in text(page(client, world, "neighbour"))
    assert "Xã chưa gửi hồ sơ" in text(page(client, world, "leader"))
    world.declare()
    world.submit()
    world.act("recall", "commune")
    assert "Xã đã rút lại hồ sơ" in text(page(client, world, "leader"))


def test_a_count_leads_to_its_row_wherever_it_is_shown(world):
    world.sent()
    world.say("district", 8, agrees=False)
    assert sheet_of(world).to_against == "#tc-8"
    assert sheet_of(world, show="chua").to_against == "?loc=tat-ca#tc-8"
    assert sheet_of(world, show="chua").to_left == "#tc-1"


def test_what_changed_two_turns_ago_is_still_asked_for(world):
    returned(world)
    world.act("recall", "commune")
    world.submit()
    found = sheet_of(world)
    assert (found.show, numbers(found.shown)) == ("lan-nay", [8, 17])


def test_a_row_opened_shows_indicators_evidence_and_every_opinion(world):
    RoundFactory(**BEFORE)
    indicator = world.indicators["8.1"]
    ThresholdFactory(indicator=indicator, number=90)
    for day, number in ((dt.date(2023, 12, 1), 60), (dt.date(2024, 6, 1), 95)):
        MeasurementFactory(
            scorecard=world.cards[0], indicator=indicator, number=number, effective_on=day
        )
    EvidenceFactory(scorecard=world.cards[0], indicator=indicator, criterion=world.criteria[8])
    returned(world)
    found = sheet_of(world)
    detail = row_detail(found, found.row(8))
    (one,) = detail.line.indicators
    assert (one.shown, one.parts[0].earlier_text) == ("95%", "60")
    assert len(detail.evidence) == found.row(8).evidence == 1
    assert [word.opinion.doubt for word in detail.said] == [Doubt.NO_EVIDENCE]


def grow(world, count):
    """More criteria with values and evidence, declared; everything said, returned, answered, sent again."""
    first = max(world.criteria) + 1
    for number in range(first, first + count):
        criterion = CriterionFactory(criteria_set=world.set, number=number, name=f"Số {number}")
        world.criteria[number] = criterion
        indicator = IndicatorFactory(criterion=criterion, code=f"{number}.1")
        ThresholdFactory(indicator=indicator)
        MeasurementFactory(scorecard=world.cards[0], indicator=indicator, number=50)
        EvidenceFactory(scorecard=world.cards[0], indicator=indicator, criterion=criterion)
    world.declare(numbers=list(world.criteria))
    world.submit()
    for number in world.criteria:
        seen = sheet_of(world).row(number).last
        world.say("district", number, agrees=False, base=seen.pk if seen else None)
    world.act("send_back", "district", words="Xem lại")
    for one in Remark.objects.filter(steps=None):
        review.answer(
            one, words="Rồi", mandate=world.mandate("commune"), by=world.people["commune"]
        )
    world.declare(numbers=list(world.criteria))


@pytest.mark.parametrize("who", ["district", "leader", "commune"])
def test_queries_follow_neither_rows_nor_opinions(client, world, who):
    world.open()
    counts = []
    for many in (1, 5):
        grow(world, many)
        world.submit()
        page(client, world, who, "?loc=tat-ca")
        with CaptureQueriesContext(connection) as found:
            shown = page(client, world, who, "?loc=tat-ca")
        assert text(shown).count("data-row=") == len(world.criteria)
        counts.append(len(found))
        world.act("recall", "commune")
    assert counts[0] == counts[1]
    assert counts[0] <= 34
