"""Keyboard alone, a small screen, the dark, a slow line."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.scorecards import HUONG_VIET, SET, open_scorecard, result, value
from tests.journeys.visitor import PHONE, picture

pytestmark = pytest.mark.journey

TABS = 150
FIRST_SCREEN = 150_000  # bytes
PAGES = {
    "tttt": [
        "/", "/xa/", f"/xa/{HUONG_VIET}/", f"/xa/{HUONG_VIET}/phieu/{SET}/", "/tieu-chi/",
        f"/tieu-chi/{SET}/", f"/tieu-chi/{SET}/8/", "/phan-cong/", "/van-ban/", "/van-ban/1/",
        "/bao-cao/", "/bao-cao/moi/", "/co-quan/so-thong-tin-truyen-thong/",
        "/co-quan/so-thong-tin-truyen-thong/nguoi-dung/", "/tai-khoan/uy-quyen/", "/tim/?q=huong",
        "/tai-khoan/mat-khau/", "/tai-khoan/nhat-ky/", "/khong-co/",
    ],
    "vpdp": ["/", "/tong-quan/"],
    "huongviet": ["/"],
    "vinhlinh": ["/"],
    "lanhdao": ["/"],
    "": ["/tai-khoan/dang-nhap/"],
}  # fmt: skip


def tab_to(page, target):
    for _ in range(TABS):
        if target.evaluate("it => it === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{TABS} times Tab did not reach {target}")


def test_a_status_is_logged_by_keyboard_alone(visitors):
    page = visitors.window()
    page.goto("/")
    keys = page.keyboard
    tab_to(page, page.get_by_label("Tên đăng nhập"))
    keys.type("tttt")
    tab_to(page, page.get_by_label("Mật khẩu"))
    keys.type(visitors.portal.password)
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Việc của tôi")

    keys.press("Tab")
    keys.press("Enter")  # the first stop of every page: «Đến nội dung chính»
    expect(page).to_have_url(re.compile("#main$"))
    tab_to(page, page.get_by_role("link", name="Xã Vĩnh Tú", exact=True))
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("xã Vĩnh Tú")

    tab_to(page, page.locator("#tc-1").get_by_role("link"))
    keys.press("Enter")
    panel = page.locator("#panel-1")
    expect(panel.get_by_role("button", name="Lưu kết quả")).to_be_visible()
    tab_to(page, panel.get_by_role("radio", name="Đạt", exact=True))
    keys.press("Space")
    tab_to(page, panel.get_by_label("Ghi chú"))
    keys.type("Ghi bằng bàn phím")
    tab_to(page, panel.get_by_role("button", name="Lưu kết quả"))
    keys.press("Enter")
    expect(result(page, 1)).to_contain_text("Ghi bằng bàn phím")


def test_escape_gives_the_old_value_back(visitors):
    page = visitors.window("tttt")
    open_scorecard(page, HUONG_VIET)
    field = value(page, "2.1")
    before = field.input_value()
    field.fill("12")
    field.press("Escape")
    expect(field).to_have_value(before)


@pytest.mark.parametrize("who", PAGES, ids=lambda who: who or "nobody")
def test_nothing_overflows_a_small_phone(visitors, who):
    page = visitors.window(who, viewport=PHONE, has_touch=True)
    wide = {}
    for path in PAGES[who]:
        page.goto(path)
        over = page.evaluate(
            "document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"
        )
        if over > 0:
            wide[path] = over
        name = re.sub(r"\W+", "-", f"{who} {path}").strip("-")
        picture(page, f"360-{name}")
    assert wide == {}


def test_the_menu_opens_on_a_phone(visitors):
    page = visitors.window("vpdp", viewport=PHONE, has_touch=True)
    page.goto("/")
    overview = page.get_by_role("link", name="Tổng quan", exact=True)
    expect(overview.and_(page.locator(":visible"))).to_have_count(0)
    page.get_by_text("Mục lục").tap()
    picture(page, "360-muc-luc")
    overview.and_(page.locator(":visible")).tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tổng quan toàn tỉnh")


def test_the_dark_is_dark(visitors):
    page = visitors.window("tttt", color_scheme="dark")
    open_scorecard(page, HUONG_VIET)
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert max(int(part) for part in re.findall(r"\d+", ground)[:3]) < 60
    picture(page, "toi-phieu")
    page.goto("/tong-quan/")
    picture(page, "toi-tong-quan")


@pytest.mark.parametrize("who", ["tttt", "vpdp"])
def test_the_first_screen_is_light(visitors, who):
    page = visitors.window(who)
    answers = []
    page.on("requestfinished", lambda request: answers.append(request))  # noqa: PLW0108 -- no builtin
    page.goto("/", wait_until="networkidle")
    sizes = {one.url: one.sizes()["responseBodySize"] for one in answers}

    assert len(sizes) > 3
    assert sum(sizes.values()) <= FIRST_SCREEN
