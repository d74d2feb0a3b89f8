"""Acts on the whole filter: they say what they will do, do exactly that, or nothing."""

import datetime as dt

import pytest
from django.urls import reverse

from criteria.choices import FileState, HoldEnd, OpinionWay, Stage
from criteria.models import FileStep, Holding, OpenedRow, Opinion, Remark, StatusEntry, Submission
from criteria.selectors.review.bulk import bulk_plans
from criteria.services import review
from tests.criteria.review.world import ReviewWorld
from tests.criteria.rounds import refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    """Three files with the district: all rows of the first opened, one of the second, none of the third."""
    found = ReviewWorld(communes=3)
    for place in range(3):
        found.sent(place)
    opened(found, "district", (1, 8, 17))
    opened(found, "district", (8,), place=1)
    return found


def opened(world, name, numbers, place=0):
    keys = [world.criteria[number].pk for number in numbers]
    review.open_rows(world.file(place), keys, mandate=world.mandate(name), by=world.people[name])


def files():
    return list(Submission.objects.select_related("round", "scorecard__commune"))


def plan_of(world, name, stage):
    rows = Holding.objects.open().filter(stage=stage, agency=world.agencies[name])
    mandate = world.mandate(name, stage)
    held = {one.submission_id: one for one in rows}
    (plan,) = bulk_plans([(one, held[one.pk], mandate) for one in files() if one.pk in held])
    return plan


def agree(world, name="district", *, promised, stage=Stage.VERIFIED):
    return review.agree_in_bulk(
        files(), promised=promised, mandate=world.mandate(name, stage), by=world.people[name]
    )


def hand_on(world, name="district", *, promised, stage=Stage.VERIFIED):
    return review.hand_on_in_bulk(
        files(), promised=promised, mandate=world.mandate(name, stage), by=world.people[name]
    )


# what would be done


def test_a_plan_counts_rows_and_files_and_what_is_left_out(world):
    plan = plan_of(world, "district", Stage.VERIFIED)
    assert plan.promise == (4, 2, 5)
    assert plan.agree_words == ("Sẽ đồng ý 4 dòng của 2 hồ sơ; bỏ lại 5 dòng chưa mở của 2 hồ sơ")
    assert (len(plan.ready), len(plan.unready)) == (0, 3)
    assert plan.hand_on_words == "Chưa có hồ sơ nào đủ ý kiến để chuyển tiếp"


def test_a_plan_with_nothing_to_agree_with_says_so(world):
    agree(world, promised=(4, 2, 5))
    plan = plan_of(world, "district", Stage.VERIFIED)
    assert plan.agree_words == (
        "Không có dòng nào đã mở mà chưa có ý kiến; còn 5 dòng chưa mở của 2 hồ sơ"
    )


def test_an_objection_is_no_row_to_agree_with(world):
    world.say("district", 8, agrees=False)
    assert plan_of(world, "district", Stage.VERIFIED).promise == (3, 2, 5)


def test_a_file_whose_earlier_remarks_nobody_ticked_is_not_ready(world):
    world.say("district", 8, agrees=False)
    world.act("send_back", "district")
    remark = Remark.objects.get()
    review.answer(
        remark, words="Đã sửa", mandate=world.mandate("commune"), by=world.people["commune"]
    )
    world.declare(numbers=[8])
    world.submit()
    last = Opinion.objects.latest("pk").pk
    world.say("district", 8, base=last)
    world.agree("district", [1, 17])
    plan = plan_of(world, "district", Stage.VERIFIED)
    assert [why for file, why in plan.unready if file == world.file()] == [
        "còn 1 nhận xét lần trước chưa đánh dấu"
    ]
    review.tick(
        remark, settled=True, mandate=world.mandate("district"), by=world.people["district"]
    )
    assert plan_of(world, "district", Stage.VERIFIED).ready == [world.file()]


# agreeing


def test_agreeing_in_bulk_leaves_out_what_nobody_opened(world):
    said = agree(world, promised=(4, 2, 5))
    assert sorted(len(one) for one in said.values()) == [1, 3]
    rows = Opinion.objects.values_list("submission", "criterion__number", "given", "agrees")
    assert set(rows) == {
        *((world.file().pk, number, OpinionWay.BULK, True) for number in (1, 8, 17)),
        (world.file(1).pk, 8, OpinionWay.BULK, True),
    }
    assert refused(lambda: agree(world, promised=(4, 2, 5))) == "changed"


@pytest.mark.parametrize("promised", [(3, 2, 5), (4, 1, 5), (4, 2, 4), (-1, -1, -1)])
def test_what_is_not_as_promised_is_not_done(world, promised):
    assert refused(lambda: agree(world, promised=promised)) == "changed"
    assert not Opinion.objects.exists()


def test_agreeing_touches_no_file_that_lies_elsewhere(world):
    agree(world, promised=(4, 2, 5))
    world.agree("district", [1, 17], place=1)
    hand_on(world, promised=2)
    assert refused(lambda: agree(world, promised=(4, 2, 5))) == "changed"
    assert plan_of(world, "district", Stage.VERIFIED).promise == (0, 0, 3)


# handing on


def test_what_is_complete_is_handed_on_and_the_rest_stays(world):
    agree(world, promised=(4, 2, 5))
    steps = hand_on(world, promised=1)
    assert [one.submission for one in steps] == [world.file()]
    assert world.file().state == FileState.APPRAISING
    assert {world.file(place).state for place in (1, 2)} == {FileState.VERIFYING}
    assert StatusEntry.objects.filter(stage=Stage.VERIFIED).count() == 3


def test_handing_on_is_refused_whole_where_the_count_changed(world):
    agree(world, promised=(4, 2, 5))
    assert refused(lambda: hand_on(world, promised=2)) == "changed"
    assert not FileStep.objects.filter(act="verify").exists()


def test_one_refusal_keeps_everything_back_and_is_named(world, monkeypatch):
    from django.core.exceptions import ValidationError  # noqa: PLC0415

    from criteria.services.review import bulk  # noqa: PLC0415

    opened(world, "district", (1, 17), place=1)
    agree(world, promised=(6, 2, 3))
    real = review.verify

    def verify(file, **given):
        if file == world.file(1):
            raise ValidationError("Còn thiếu.", code="left")
        return real(file, **given)

    monkeypatch.setitem(bulk.HAND_ON, "verify", verify)
    with pytest.raises(ValidationError) as refusal:
        hand_on(world, promised=2)
    assert refusal.value.code == "some"
    assert "xã Hướng Việt 1: Còn thiếu." in refusal.value.messages[0]
    assert {one.state for one in files()} == {FileState.VERIFYING}


def test_each_stage_hands_on_by_its_own_act(world):
    for place in range(3):
        world.agree("district", place=place)
    hand_on(world, promised=3)
    for name, numbers in (("building", [1]), ("information", [8, 17]), ("environment", [17])):
        for place in range(3):
            world.agree(name, numbers, place)
        hand_on(world, name, promised=3, stage=Stage.APPRAISED)
    for place in range(3):
        world.agree("office", place=place)
    hand_on(world, "office", promised=3, stage=Stage.CONFIRMED)
    assert {one.state for one in files()} == {FileState.CONFIRMED}


def test_a_sponsor_hands_in_beside(world):
    for place in range(3):
        world.agree("sponsor", place=place)
    hand_on(world, "sponsor", promised=3, stage=Stage.REVIEWED)
    assert {one.state for one in files()} == {FileState.VERIFYING}
    assert not Holding.objects.open().filter(beside=True).exists()


# passing on


def pass_on(world, *, promised, to="other", words="Cấp huyện kết thúc hoạt động"):
    held = Holding.objects.open().filter(stage=Stage.VERIFIED)
    return review.pass_on_in_bulk(
        held,
        promised=promised,
        to=world.agencies[to],
        words=words,
        mandate=world.mandate("office"),
        by=world.people["office"],
    )


def test_files_of_a_district_go_to_whom_the_office_names(world):
    assert len(pass_on(world, promised=3)) == 3
    assert set(Holding.objects.open().in_the_way().values_list("agency__name", flat=True)) == {
        "Sở khác"
    }
    assert Holding.objects.filter(ended=HoldEnd.PASSED_ON).count() == 3


def test_passing_on_is_all_or_nothing(world):
    assert refused(lambda: pass_on(world, promised=2)) == "changed"
    assert refused(lambda: pass_on(world, promised=3, to="district")) == "some"
    assert refused(lambda: pass_on(world, promised=3, words=" ")) == "some"
    assert not FileStep.objects.filter(act="pass_on").exists()


# the page

URL = "criteria:submission_bulk"


def post(client, query="", **said):
    return client.post(f"{reverse(URL)}?{query}", said)


def test_the_page_says_what_will_be_done_and_does_it(world, client):
    client.force_login(world.people["district"])
    page = client.get(reverse(URL)).content.decode()
    assert "Sẽ đồng ý 4 dòng của 2 hồ sơ; bỏ lại 5 dòng chưa mở của 2 hồ sơ" in page
    key = world.mandate("district").key
    said = {"viec": "dong-y", "vai": key, "dong": 4, "ho-so": 2, "bo-lai": 5}
    answer = post(client, "xem=cho-toi", **said)
    assert (answer.status_code, Opinion.objects.count()) == (302, 4)
    assert answer.url == f"{reverse('criteria:submission_list')}?xem=cho-toi"
    page = client.get(reverse(URL)).content.decode()
    assert "Chuyển tiếp 1 hồ sơ đã có đủ ý kiến; để lại 2 hồ sơ" in page
    assert "còn 2 tiêu chí chưa có ý kiến" in page
    answer = post(client, viec="chuyen", vai=key, **{"ho-so": 1})
    assert (answer.status_code, world.file().state) == (302, FileState.APPRAISING)
    assert not answer.url.endswith("?")


def test_a_count_that_changed_is_answered_with_the_new_one(world, client):
    client.force_login(world.people["district"])
    opened(world, "district", (1,), place=1)
    said = {"viec": "dong-y", "vai": world.mandate("district").key}
    answer = post(client, **said, dong=4, **{"ho-so": 2, "bo-lai": 5})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Bây giờ: Sẽ đồng ý 5 dòng của 2 hồ sơ; bỏ lại 4 dòng chưa mở của 2 hồ sơ" in page
    assert 'name="dong" value="5"' in page
    assert not Opinion.objects.exists()


def test_the_filter_says_which_files(world, client):
    client.force_login(world.people["district"])
    page = client.get(reverse(URL), {"xa": "huong viet 1"}).content.decode()
    assert "Sẽ đồng ý 1 dòng của 1 hồ sơ; bỏ lại 2 dòng chưa mở của 1 hồ sơ" in page
    said = {"viec": "dong-y", "vai": world.mandate("district").key, "dong": 1, "ho-so": 1}
    assert post(client, "xa=huong+viet+1", **said, **{"bo-lai": 2}).status_code == 302
    assert set(Opinion.objects.values_list("submission", flat=True)) == {world.file(1).pk}


def test_nobody_acts_in_another_name(world, client):
    client.force_login(world.people["building"])
    said = {"viec": "dong-y", "dong": 4, "ho-so": 2, "bo-lai": 5}
    for key in (world.mandate("district").key, "", "x"):
        assert post(client, vai=key, **said).status_code == 409
    assert post(client, viec="giao", **{"cap-giao": 3, "ho-so": 3}).status_code == 403
    assert not Opinion.objects.exists()


def test_a_file_with_its_commune_is_not_handed_on_in_bulk(world, client):
    world.act("send_back", "district", words="Thiếu hồ sơ")
    client.force_login(world.people["commune"])
    key = world.mandate("commune").key
    assert post(client, viec="chuyen", vai=key, **{"ho-so": 1}).status_code == 409
    page = client.get(reverse(URL)).content.decode()
    assert "Không có việc nào làm được với cả danh sách này" in page


def test_the_office_passes_on_what_needs_it(world, client, settings):
    settings.PORTAL_TODAY = "2025-07-03"
    client.force_login(world.people["office"])
    page = client.get(reverse(URL), {"xem": "giao-lai"}).content.decode()
    assert "Sẽ giao lại 3 hồ sơ đang chờ thẩm tra" in page
    said = {"viec": "giao", "cap-giao": 3, "ho-so": 3}
    answer = post(client, "xem=giao-lai", **said, **{"b3-agency": world.agencies["other"].pk})
    assert answer.status_code == 422
    assert "Hãy nêu lý do giao lại." in answer.content.decode()
    said |= {"b3-agency": world.agencies["other"].pk, "b3-words": "Cấp huyện kết thúc"}
    answer = post(client, "xem=giao-lai", **said | {"ho-so": 2})
    assert (answer.status_code, "Cấp huyện kết thúc" in answer.content.decode()) == (409, True)
    assert post(client, "xem=giao-lai", **said).status_code == 302
    held = Holding.objects.open().filter(stage=Stage.VERIFIED)
    assert {one.agency for one in held} == {world.agencies["other"]}
    assert {one.since for one in held} == {dt.date(2025, 7, 3)}
    assert OpenedRow.objects.count() == 4
