"""The frame round every page: rail, top bar, errors, and what a strict policy lets through."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from accounts.choices import Role
from ntm_portal.context import portal
from ntm_portal.templatetags.portal import (
    initials,
    ngay,
    page_numbers,
    so,
    stage_letter,
    stage_word,
)
from tests.factories import (
    AgencyFactory,
    DelegationFactory,
    MembershipFactory,
    RoundFactory,
    UserFactory,
)

TEMPLATES = sorted(Path(settings.BASE_DIR, "templates").rglob("*.html"))
SCREENS = [path for path in TEMPLATES if "print" not in path.parts]


def context_of(user, path="/"):
    request = RequestFactory().get(path)
    request.user = user
    return portal(request)


def labels(user):
    return [item.label for item in context_of(user)["rail"]]


# Rail and top bar


@pytest.mark.django_db
def test_rail_shows_members_every_part():
    assert labels(MembershipFactory().user) == [
        "Việc của tôi",
        "Tổng quan",
        "Xã",
        "Tiêu chí",
        "Hồ sơ kỳ",
        "Công nhận",
        "Phân công",
        "Hỗ trợ",
        "Chương trình công tác",
        "Kế hoạch",
        "Văn bản",
        "Báo cáo",
    ]


@pytest.mark.django_db
def test_rail_shows_the_office_what_it_keeps():
    office = MembershipFactory(agency=AgencyFactory(office=True)).user

    assert labels(office)[-1] == "Danh mục"
    assert "Danh mục" not in labels(MembershipFactory().user)


@pytest.mark.django_db
def test_rail_shows_the_focal_point_the_accounts_of_the_agency():
    membership = MembershipFactory(role=Role.FOCAL_POINT)

    item = list(context_of(membership.user)["rail"])[-1]

    assert (item.label, item.url) == (
        "Người dùng",
        f"/co-quan/{membership.agency.slug}/nguoi-dung/",
    )


@pytest.mark.django_db
def test_accounts_are_not_kept_by_delegation():
    giver = MembershipFactory(role=Role.FOCAL_POINT).user
    receiver = DelegationFactory(giver=giver).receiver

    assert "Người dùng" not in labels(receiver)


@pytest.mark.django_db
def test_stranger_sees_only_the_first_page():
    assert labels(UserFactory()) == ["Việc của tôi"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "marks"),
    [("/xa/", {"Xã": "page"}), ("/xa/19438/", {"Xã": "true"}), ("/", {"Việc của tôi": "page"})],
)
def test_rail_says_where_the_reader_is(path, marks):
    items = context_of(MembershipFactory().user, path)["rail"]

    assert {item.label: item.current for item in items if item.current} == marks


@pytest.mark.django_db
def test_top_bar_tells_day_round_person_and_role(client):
    membership = MembershipFactory(agency__name="Sở Thông tin và Truyền thông")
    RoundFactory()
    client.force_login(membership.user)

    page = client.get("/phan-cong/").content.decode()

    for words in [
        "<strong>18/6/2024</strong>",
        "ngày trình diễn",
        "Kỳ 6 tháng đầu năm 2024 · còn 12 ngày",
        "Sở Thông tin và Truyền thông · cán bộ",
        "số liệu có dấu",
    ]:
        assert words in page


@pytest.mark.django_db
def test_demo_line_is_absent_where_there_is_no_demo(client, settings):
    settings.DEMO = False
    client.force_login(MembershipFactory().user)

    assert "Bản trình diễn" not in client.get("/phan-cong/").content.decode()


@pytest.mark.django_db
def test_nothing_is_asked_of_the_database_until_a_template_shows_it(django_assert_num_queries):
    user = MembershipFactory().user
    with django_assert_num_queries(0):
        context_of(user)


# Errors


def test_page_of_a_breakdown_asks_nothing_of_the_database():
    page = render_to_string("errors/500.html", request=RequestFactory().get("/"))

    assert "Những gì bạn đã nhập vẫn còn" in page


@pytest.mark.django_db
def test_missing_page_says_so_in_vietnamese(client):
    client.force_login(MembershipFactory().user)

    response = client.get("/khong-co/")

    assert response.status_code == 404
    assert "Không tìm thấy trang này" in response.content.decode()


@pytest.mark.django_db
def test_stranger_is_told_whom_to_ask(client):
    client.force_login(UserFactory())

    response = client.get("/phan-cong/")

    assert response.status_code == 403
    assert "nhờ đầu mối của cơ quan bạn" in response.content.decode()


@pytest.mark.django_db
def test_stale_form_is_refused_with_the_way_out():
    response = Client(enforce_csrf_checks=True).post("/tai-khoan/dang-nhap/", {"username": "a"})

    assert response.status_code == 403
    assert "Trang đã cũ" in response.content.decode()


def test_refusal_names_its_reasons():
    page = render_to_string("errors/_refused.html", {"reasons": ["Giá trị phải từ 0 đến 100."]})

    assert "<li>Giá trị phải từ 0 đến 100.</li>" in page


# What the policy lets through


@pytest.mark.parametrize("path", SCREENS, ids=str)
def test_no_screen_has_inline_script_style_or_handler(path):
    text = path.read_text()

    assert re.findall(r"<script(?![^>]*\bsrc=)[^>]*>", text) == []
    assert re.findall(r"<style\b|\sstyle=|\son(?!e=)[a-z]+=|javascript:", text) == []


@pytest.mark.parametrize("path", SCREENS, ids=str)
def test_no_screen_asks_another_host(path):
    assert re.findall(r"(?:src|href|action)=\"https?://", path.read_text()) == []


@pytest.mark.parametrize(
    "name",
    [
        "css/bootstrap.min.css",
        "css/tokens.css",
        "css/base.css",
        "css/components.css",
        "css/layout.css",
        "css/sheet.css",
        "django_htmx/htmx-2.min.js",
        "js/portal.js",
        "img/favicon.svg",
        "img/logo.svg",
        "img/icons.svg",
    ],
)
def test_what_the_frame_links_to_exists(name):
    assert finders.find(name) is not None


@pytest.mark.parametrize(
    "name", ["home", "overview", "communes", "criteria", "papers", "people", "catalogue"]
)
def test_every_icon_of_the_rail_is_drawn(name):
    assert f'id="{name}"' in Path(finders.find("img/icons.svg")).read_text()


# Words and numbers


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, ""),
        ("", ""),
        (0, "0"),
        (1234.5, "1.234,5"),
        ("87.50", "87,5"),
        (1000000, "1.000.000"),
    ],
)
def test_numbers_are_written_as_vietnamese_writes_them(value, written):
    assert so(value) == written


def test_names_days_and_stages_have_short_forms():
    assert initials("Nguyễn Văn An") == "VA"
    assert ngay(None) == ""
    assert [stage_letter(stage) for stage in (None, 1, 4)] == ["", "K", "Đ"]
    assert stage_word(5) == "xác nhận"


@pytest.mark.parametrize(
    ("status", "written"),
    [
        ("met", ["●", "Đạt"]),
        ("not_met", ["✕", "Chưa đạt"]),
        ("in_progress", ["◐", "Đang thực hiện"]),
        ("", ["○", "Chưa đánh giá"]),
        ("not_applicable", ["–", "Không áp dụng"]),
    ],
)
def test_status_is_told_by_shape_and_word(status, written):
    mark = render_to_string("components/status.html", {"status": status})

    assert re.findall(r">([^<>\s][^<>]*)</span>", mark) == written


def test_status_tells_stage_illustration_and_what_waits():
    context = {"status": "met", "stage": 2, "illustrative": True, "waiting": "not_met"}

    mark = render_to_string("components/status.html", context)

    assert 'title="cấp rà soát">R<' in mark
    assert "số liệu minh họa" in mark
    assert "chờ xác nhận: Chưa đạt" in mark


@pytest.mark.parametrize(
    ("pages", "here", "shown"),
    [
        (3, 1, [1, 2, 3]),
        (116, 1, [1, 2, 3, 0, 116]),
        (116, 60, [1, 0, 58, 59, 60, 61, 62, 0, 116]),
        (116, 116, [1, 0, 114, 115, 116]),
    ],
)
def test_a_long_list_names_first_last_and_near_pages(pages, here, shown):
    page = Paginator(range(pages * 50), 50).page(here)
    assert page_numbers(page) == shown
    text = render_to_string(
        "components/pager.html",
        {"page": page, "noun": "ô"},
        RequestFactory().get("/nhap/1/?loai=new"),
    )
    assert text.count("…") == shown.count(0)
    assert f'<span aria-current="page">{here}</span>' in text
    assert ("?loai=new&amp;trang=2" in text) == (here < 60)
