"""The page and the API where a person chooses how each kind is mailed; the list of notices by kind."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.choices import NoticeKind
from accounts.models import Activity, Notice, NoticeSetting
from tests.factories import MembershipFactory, NoticeFactory, UserFactory

pytestmark = pytest.mark.django_db
PAGE = reverse("accounts:notice_settings")
LIST = reverse("accounts:notice_list")
API = reverse("notice-mail-settings")
ALL_AT_ONCE = dict.fromkeys(NoticeKind.values, "at_once")


@pytest.fixture
def person(client):
    user = MembershipFactory.create(user__email="en@quangtri.example").user
    client.force_login(user)
    return user


def html(client, url=PAGE, **asked):
    response = client.get(url, asked)
    assert response.status_code == 200
    return response.content.decode()


def kept(person):
    return dict(NoticeSetting.objects.filter(user=person).values_list("kind", "mail"))


def is_checked(page, kind, pace):
    (found,) = [one for one in page.split("<input ") if f'name="{kind}" value="{pace}"' in one]
    return " checked" in found.split(">")[0]


def test_the_page_offers_three_ways_a_kind_and_begins_with_at_once(client, person):
    page = html(client)
    assert page.count('type="radio"') == 3 * len(NoticeKind)
    assert page.count('value="at_once"') == page.count(" checked") == len(NoticeKind)
    assert all(is_checked(page, kind, "at_once") for kind in NoticeKind)
    for words in ("Hồ sơ kỳ đánh giá", "Văn bản", "Báo cáo", "Kiến nghị", "Việc khác"):
        assert f"<legend>{words}</legend>" in page
    assert "Mỗi ngày một thư, từ 7 giờ" in page


def test_the_page_says_where_mails_go_and_what_to_do_without_an_address(client, person):
    there = html(client)
    assert "Thư gửi đến <strong>en@quangtri.example</strong>" in there
    assert "chưa có địa chỉ thư điện tử" not in there
    person.email = ""
    person.save()
    gone = html(client)
    assert "chưa có địa chỉ thư điện tử" in gone
    assert "Nhờ người quản trị của Văn phòng Điều phối" in gone
    assert "Thư gửi đến" not in gone


def test_a_choice_is_saved_with_one_button_and_shown_again(client, person):
    response = client.post(PAGE, ALL_AT_ONCE | {"paper": "daily", "report": "none"}, follow=True)
    assert response.redirect_chain == [(PAGE, 302)]
    page = response.content.decode()
    assert "Đã lưu cách nhận thông báo." in page
    assert is_checked(page, "paper", "daily")
    assert is_checked(page, "report", "none")
    assert is_checked(page, "review", "at_once")
    assert kept(person) == {"paper": "daily", "report": "none"}
    assert Activity.objects.get(verb="chose notice mail").by == person


@pytest.mark.parametrize("wrong", ["", "weekly"])
def test_a_kind_without_a_choice_is_refused_and_the_rest_stays_as_typed(client, person, wrong):
    response = client.post(PAGE, ALL_AT_ONCE | {"paper": wrong, "report": "none"})
    page = response.content.decode()
    assert response.status_code == 422
    assert "Hãy chọn một" in page
    assert is_checked(page, "report", "none")
    assert kept(person) == {}


def test_the_page_is_reached_from_the_list_and_from_the_menu(client, person):
    assert html(client, LIST).count(f'href="{PAGE}"') == 2


def test_the_page_costs_the_same_whatever_was_chosen(client, person):
    with CaptureQueriesContext(connection) as none:
        html(client)
    client.post(PAGE, ALL_AT_ONCE | dict.fromkeys(NoticeKind.values, "daily"))
    client.get(PAGE)  # with the message
    with CaptureQueriesContext(connection) as every:
        html(client)
    assert len(every) == len(none)


def test_the_list_is_filtered_by_kind_with_counts(client, person):
    NoticeFactory.create(user=person, kind="paper", title="Dự thảo chờ ký")
    NoticeFactory.create(user=person, kind="review", title="Hồ sơ đến lượt")
    read = NoticeFactory.create(user=person, kind="review", title="Hồ sơ đã xem")
    Notice.objects.filter(pk=read.pk).update(read_at=read.recorded_at)
    NoticeFactory.create(kind="report")
    page = html(client, LIST)
    assert "Tất cả <strong>3</strong>" in page
    assert "Hồ sơ kỳ đánh giá <strong>2</strong>" in page
    assert "(1 chưa đọc)" in page
    assert 'href="?loai=report"' not in page
    papers = html(client, LIST, loai="paper")
    assert "Dự thảo chờ ký" in papers
    assert "Hồ sơ đến lượt" not in papers
    assert 'href="?loai=paper&amp;chua-doc=1"' in papers
    unread = html(client, LIST, **{"loai": "review", "chua-doc": "1"})
    assert "Hồ sơ đến lượt" in unread
    assert "Hồ sơ đã xem" not in unread
    assert "Dự thảo chờ ký" in html(client, LIST, loai="frobbed")


def test_what_is_not_read_stands_first_each_newest_first(client, person):
    titles = ["Cũ chưa đọc", "Cũ đã đọc", "Mới chưa đọc", "Mới đã đọc"]
    for title in titles:
        NoticeFactory.create(user=person, title=title)
    read = Notice.objects.filter(title__endswith="đã đọc")
    read.update(read_at=Notice.objects.first().recorded_at)
    page = html(client, LIST)
    assert page.count("chờ gửi thư") == 2  # what was read is not mailed any more
    shown = sorted(titles, key=lambda title: page.index(f"<strong>{title}</strong>"))
    assert shown == ["Mới chưa đọc", "Cũ chưa đọc", "Mới đã đọc", "Cũ đã đọc"]


def test_all_of_the_kind_shown_are_read_at_once_and_the_button_says_how_many(client, person):
    NoticeFactory.create_batch(2, user=person, kind="paper")
    other = NoticeFactory.create(user=person, kind="review")
    assert "Đánh dấu đọc hết 2 thông báo về văn bản" in html(client, LIST, loai="paper")
    assert "Đánh dấu đọc hết 3 thông báo<" in html(client, LIST)
    url = reverse("accounts:notice_read_all")
    response = client.post(url, {"loai": "paper"}, follow=True)
    assert response.redirect_chain == [(f"{LIST}?loai=paper", 302)]
    assert "Đã đánh dấu đọc 2 thông báo về văn bản." in response.content.decode()
    assert Notice.objects.unread().get() == other


def test_the_list_costs_the_same_for_one_and_for_five(client, person):
    NoticeFactory.create(user=person, kind="paper")
    html(client, LIST)
    with CaptureQueriesContext(connection) as one:
        html(client, LIST)
    for kind in NoticeKind:
        NoticeFactory.create(user=person, kind=kind)
    with CaptureQueriesContext(connection) as five:
        html(client, LIST)
    assert len(five) == len(one)


def test_the_api_tells_and_takes_ones_own_choice(client, person):
    told = client.get(API).json()
    assert told["address"] == "en@quangtri.example"
    assert told["digest_hour"] == 7
    assert told["kinds"][0] == {
        "kind": "review",
        "about": "hồ sơ kỳ đánh giá",
        "mail": "at_once",
    }
    given = {"kinds": [{"kind": "paper", "mail": "daily"}]}
    answer = client.put(API, given, content_type="application/json")
    assert answer.status_code == 200
    assert answer.json() == client.get(API).json()
    paces = {one["kind"]: one["mail"] for one in answer.json()["kinds"]}
    assert paces == ALL_AT_ONCE | {"paper": "daily"}
    client.put(API, {"kinds": [{"kind": "review", "mail": "none"}]}, "application/json")
    assert kept(person) == {"paper": "daily", "review": "none"}


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"kinds": []},
        {"kinds": [{"kind": "paper"}]},
        {"kinds": [{"kind": "paper", "mail": "weekly"}]},
        {"kinds": [{"kind": "frobbed", "mail": "daily"}]},
        {"kinds": [{"kind": "paper", "mail": "daily"}, {"kind": "paper", "mail": "none"}]},
    ],
)
def test_the_api_refuses_what_it_does_not_know(client, person, given):
    assert client.put(API, given, content_type="application/json").status_code == 400
    assert kept(person) == {}


def test_nobody_sees_or_sets_anothers_choice(client, person):
    other = UserFactory.create()
    client.put(API, {"kinds": [{"kind": "paper", "mail": "none"}]}, "application/json")
    client.force_login(other)
    assert {one["mail"] for one in client.get(API).json()["kinds"]} == {"at_once"}
    client.logout()
    assert client.get(API).status_code in {401, 403}
    assert client.put(API, {}, content_type="application/json").status_code in {401, 403}
    assert client.get(PAGE).status_code == 302
    assert kept(other) == {}


def test_the_api_lists_one_kind(client, person):
    paper = NoticeFactory.create(user=person, kind="paper")
    NoticeFactory.create(user=person, kind="review")
    rows = client.get(reverse("notice-list"), {"kind": "paper"}).json()["results"]
    assert [(one["id"], one["kind"]) for one in rows] == [(paper.pk, "paper")]
