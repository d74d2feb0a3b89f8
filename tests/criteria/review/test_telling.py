"""Who is told of what becomes of a file: at each act, once each, and by one mail where there is much to tell."""

import datetime as dt

import pytest
from django.urls import reverse

from accounts.choices import NoticeKind, Role
from accounts.models import Notice
from accounts.services import mail_notices
from criteria.models import Holding, Remark
from criteria.services import review
from tests.criteria.review.world import ReviewWorld
from tests.factories import UserFactory
from tests.plans.sink import running_sink

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return ReviewWorld()


def told(world, act):
    """Names of the world's people who are told by the act, and the titles they are told."""
    before = set(Notice.objects.values_list("pk", flat=True))
    act()
    names = {person.pk: name for name, person in world.people.items()}
    rows = Notice.objects.exclude(pk__in=before).order_by("pk")
    found = {}
    for one in rows:
        found.setdefault(names.get(one.user_id, "somebody else"), []).append(one)
    return found


def passed(world, to, stage):
    held = Holding.objects.open().get(submission=world.file(), stage=stage)
    return review.pass_on(
        held,
        to=world.agencies[to],
        words="Huyện kết thúc hoạt động",
        mandate=world.mandate("office"),
        by=world.people["office"],
    )


def answer_all(world):
    for one in Remark.objects.all():
        review.answer(
            one, words="Đã bổ sung", mandate=world.mandate("commune"), by=world.people["commune"]
        )


def test_a_file_sent_is_told_to_those_with_whom_it_lies(world):
    world.people["focal point"] = world.serve(world.agencies["district"], Role.FOCAL_POINT)
    world.people["director"] = world.serve(world.agencies["district"], Role.DIRECTOR)
    world.open()
    world.declare()
    found = told(world, world.submit)
    assert set(found) == {"district", "director", "sponsor"}
    (one,) = found["district"]
    assert one.kind == NoticeKind.REVIEW
    assert one.title == "Xã Hướng Việt – Kỳ 6 tháng đầu năm 2024: chờ thẩm tra"
    assert one.words == "Lần gửi thứ nhất."
    assert one.address == reverse("criteria:submission_detail", args=[world.file().pk])
    assert found["sponsor"][0].title.endswith("chờ rà soát")


def test_each_stage_is_told_when_the_file_reaches_it(world):
    world.sent()
    world.agree("district")
    found = told(world, lambda: world.act("verify", "district"))
    assert set(found) == {"building", "information", "environment"}  # the sponsor knows already
    world.agree("building", [1])
    assert told(world, lambda: world.act("appraise", "building")) == {}
    world.agree("information", [8, 17])
    world.act("appraise", "information")
    world.agree("environment", [17])
    found = told(world, lambda: world.act("appraise", "environment"))
    assert set(found) == {"office"}
    assert found["office"][0].title.endswith("chờ xác nhận")


def test_a_return_is_told_to_everyone_who_touched_the_file(world):
    world.people["writer"] = UserFactory()
    world.people["typist"] = world.serve(world.communal[0])
    world.open()
    for one in world.declare():
        type(one).objects.filter(pk=one.pk).update(by=world.people["writer"])
    world.submit()
    world.say("sponsor", 1)
    world.agree("district")
    world.act("verify", "district")
    world.say("building", 1)
    world.say("information", 8, agrees=False)
    found = told(world, lambda: world.act("send_back", "information"))
    assert set(found) == {
        *("commune", "typist"),  # who may answer
        *("writer", "sponsor", "district", "building", "information"),  # who did something to it
    }
    assert all(len(one) == 1 for one in found.values())
    (one,) = found["district"]
    assert one.title.endswith("Sở Thông tin và Truyền thông trả lại hồ sơ")
    assert one.words == "Tiêu chí phải bổ sung: 8."


def test_who_sees_it_again_is_told_so_and_who_sees_it_first_is_not(world):
    world.sent()
    world.say("district", 8, agrees=False)
    world.act("send_back", "district")
    answer_all(world)
    found = told(world, world.submit)
    assert set(found) == {"district", "sponsor"}
    assert found["district"][0].words == "Gửi lại lần 2: chỉ xem phần đã sửa."
    for number in (1, 17):
        world.say("district", number)
    world.say("district", 8, base=world.file().opinions.get(criterion__number=8).pk)
    review.tick(
        Remark.objects.get(),
        settled=True,
        mandate=world.mandate("district"),
        by=world.people["district"],
    )
    found = told(world, lambda: world.act("verify", "district"))
    assert {one.words for rows in found.values() for one in rows} == {"Lần gửi thứ 2."}


def test_a_confirmation_is_told_to_the_commune_and_all_who_reviewed(world):
    world.appraised()
    world.agree("office")
    found = told(world, lambda: world.act("confirm", "office"))
    assert set(found) >= {
        "commune",
        "district",
        "building",
        "information",
        "environment",
        "office",
    }
    assert not {"neighbour", "other", "leader"} & set(found)
    assert found["commune"][0].title.endswith("đã xác nhận")


def test_more_time_to_send_is_told_to_the_commune_alone(world):
    world.open()
    act = {"due_on": dt.date(2024, 7, 5), "words": "Ảnh hưởng của bão"}
    found = told(world, lambda: world.act("extend", "office", **act))
    assert set(found) == {"commune"}
    (one,) = found["commune"]
    assert one.title.endswith("2024: được gia hạn đến 5/7/2024")
    assert one.words == "Ảnh hưởng của bão"


def test_more_time_for_a_step_is_told_to_its_holders_too(world):
    world.verified()
    act = {"due_on": dt.date(2024, 7, 5), "words": "Ảnh hưởng của bão"}
    found = told(world, lambda: world.act("extend", "office", **act))
    assert set(found) == {"commune", "building", "information", "environment"}
    assert found["building"][0].title.endswith("bước thẩm định được gia hạn đến 5/7/2024")


def test_a_file_opened_again_is_told_to_all_who_had_to_do_with_it(world):
    world.confirmed()
    found = told(world, lambda: world.act("reopen", "office", words="Sai số liệu tiêu chí 8"))
    assert {"commune", "district", "information", "office"} <= set(found)
    assert found["commune"][0].words == "Sai số liệu tiêu chí 8"


def test_to_whom_it_is_passed_on_is_told_once(world):
    world.sent()
    assert set(told(world, lambda: passed(world, "other", 2))) == {"other"}
    world.agree("district")
    assert "other" not in told(world, lambda: world.act("verify", "district"))


def test_the_same_step_is_told_once_however_often_it_is_told(world):
    world.sent()
    before = Notice.objects.count()
    review.telling.arrived(world.file())
    assert Notice.objects.count() == before > 0


def test_a_neighbours_officer_hears_nothing(world):
    world.sent()
    world.say("district", 8, agrees=False)
    world.act("send_back", "district")
    strangers = [world.people[name] for name in ("neighbour", "other", "leader", "stranger")]
    assert not Notice.objects.filter(user__in=strangers).exists()


def test_who_has_several_things_to_hear_gets_one_mail(world):
    for place in (0, 1):
        world.sent(place)
    person = world.people["district"]
    person.email = "tham-tra@quangtri.example"
    person.save()
    Notice.objects.filter(user=person).update(mail_state="waiting")
    with running_sink() as sink:
        mail_notices(person.pk)
        (mail,) = sink.take()
        mail_notices(person.pk)
        assert sink.take() == []
    body = mail.get_body().get_content() if hasattr(mail, "get_body") else mail.as_string()
    assert body.count("chờ thẩm tra") >= 2
