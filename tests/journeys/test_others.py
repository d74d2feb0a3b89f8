"""A commune that declares for itself, and people who may see nothing."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.scorecards import (
    HUONG_VIET,
    VINH_THAI,
    criterion,
    log,
    open_panel,
    open_scorecard,
    result,
)
from tests.journeys.visitor import picture, sign_in

pytestmark = pytest.mark.journey

WITHOUT_ROLE = "khach"
MAKE = (
    "from accounts.models import User; "
    "User.objects.create_user('{name}', password='{password}', full_name='Khách')"
)
CLOSED = (
    "/tong-quan/", "/xa/", "/tieu-chi/", "/phan-cong/", "/van-ban/", "/bao-cao/", "/bao-cao/moi/",
    f"/xa/{HUONG_VIET}/", "/phieu/1/", "/phieu/1/in/", "/van-ban/1/", "/tim/?q=huong",
    "/co-quan/so-thong-tin-truyen-thong/", "/co-quan/so-thong-tin-truyen-thong/nguoi-dung/",
    "/tong-quan/bang-nhiet.xlsx", "/api/v1/communes/",
)  # fmt: skip


def test_a_newer_word_of_the_commune_waits_beside_the_sponsors(visitors):
    sponsor = visitors.window("tttt")
    open_scorecard(sponsor, HUONG_VIET)
    log(open_panel(sponsor, 16), "Đạt", day="1/6/2024")
    expect(result(sponsor, 16)).to_contain_text("Đạt")

    page = visitors.window("huongviet")
    page.goto("/")
    picture(page, "huongviet-viec-cua-toi", full_page=True)
    page.get_by_role("link", name="Mở phiếu theo dõi").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("xã Hướng Việt")
    expect(result(page, 16)).to_contain_text("Sở TT&TT")
    panel = open_panel(page, 16)
    expect(panel.locator(".as")).to_contain_text("khai báo – UBND xã Hướng Việt")
    log(panel, "Chưa đạt", note="Thôn Trăng chưa đạt")

    cell = result(page, 16)
    expect(cell.locator(".status").first).to_contain_text("Đạt")
    expect(cell).to_contain_text("chờ xác nhận")
    expect(cell).to_contain_text("Chưa đạt")
    picture(page, "huongviet-cho-xac-nhan")


def test_a_commune_says_nothing_of_another(visitors):
    page = visitors.window("huongviet")
    open_scorecard(page, VINH_THAI)

    expect(page.locator(".notice")).to_contain_text("Bạn xem được phiếu này.")
    expect(page.locator("main form[method=post]")).to_have_count(0)
    expect(criterion(page, 1).get_by_role("link")).to_have_text(re.compile("^Lịch sử"))


def test_without_an_account_there_is_only_the_door(visitors):
    page = visitors.window()
    for path in CLOSED[:-1]:
        page.goto(path)
        expect(page.get_by_role("heading", level=1)).to_have_text("Đăng nhập")
    assert page.request.get(CLOSED[-1]).status in {401, 403}


def test_an_account_without_a_role_sees_nothing(visitors):
    visitors.portal.manage(
        "shell", "-c", MAKE.format(name=WITHOUT_ROLE, password=visitors.portal.password)
    )
    page = visitors.window()
    sign_in(page, WITHOUT_ROLE, visitors.portal.password)
    expect(page.locator("main")).to_contain_text("Tài khoản chưa được gán vai trò ở cơ quan nào")
    expect(page.locator("main table")).to_have_count(0)
    picture(page, "khach-viec-cua-toi")

    answers = {path: page.request.get(path, max_redirects=0).status for path in CLOSED}
    assert {path: status for path, status in answers.items() if status not in {403, 404}} == {}
