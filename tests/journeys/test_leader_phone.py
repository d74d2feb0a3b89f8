"""A leader in the car: which communes stand between us and the target, and what of the nearest one."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.scorecards import HUONG_VIET
from tests.journeys.visitor import PHONE, picture

pytestmark = pytest.mark.journey
COMMUNE = re.compile(r"/xa/\d+/$")


def on_first_screen(page, part):
    """Whole on the phone's screen before anything is scrolled."""
    box = part.bounding_box()
    assert page.evaluate("scrollY") == 0
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE["width"]
    assert box["y"] + box["height"] <= PHONE["height"], box


def test_two_taps_from_the_first_page_to_the_communes_between_us_and_the_target(visitors):
    page = visitors.window("lanhdao", viewport=PHONE, has_touch=True)
    page.goto("/")
    page.get_by_role("link", name=re.compile(r"^Còn \d+ xã để đạt 77")).tap()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Xã gần đạt")
    expect(page.get_by_role("main")).to_contain_text("mục tiêu 77")
    needed = page.locator(".near > li", has_text="còn thiếu")
    expect(needed).to_have_count(2)
    picture(page, "lanhdao-dien-thoai-xa-gan-dat")

    nearest = needed.first.get_by_role("heading", level=2).get_by_role("link")
    name = nearest.inner_text()
    lacks = needed.first.locator(".near-lacks > li").first.get_by_role("link").first.inner_text()
    nearest.tap()
    expect(page).to_have_url(COMMUNE)
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Xã {name}")
    brief = page.get_by_role("region", name="Tóm tắt")
    stands = brief.locator("> div", has_text="Hiện trạng")
    missing = brief.locator("> div", has_text="Còn thiếu")
    behind = brief.locator("> div", has_text="Ai phụ trách")
    expect(stands).to_contain_text(re.compile(r"\d+/19 tiêu chí đạt"))
    number = lacks.split(".")[0]  # told by its indicators where values are known
    expect(missing).to_contain_text(re.compile(rf"\b{number}\."))
    expect(behind).to_contain_text("Phụ trách điều chưa đạt")
    for part in (stands, missing, behind):
        on_first_screen(page, part)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    picture(page, "lanhdao-dien-thoai-xa")


def test_the_sponsor_and_what_comes_next_stand_on_the_first_screen(visitors):
    page = visitors.window("lanhdao", viewport=PHONE, has_touch=True)
    page.goto(f"/xa/{HUONG_VIET}/")
    brief = page.get_by_role("region", name="Tóm tắt")
    sponsor = brief.get_by_role("link", name="Sở TT&TT", exact=True).first
    on_first_screen(page, sponsor)
    on_first_screen(page, brief.get_by_role("heading", name="Sắp tới"))
    sponsor.tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sở Thông tin và Truyền thông")
    expect(page.get_by_role("region", name="Tóm tắt")).to_contain_text("4 xã")


def test_from_the_commune_to_its_trend_and_back_on_the_phone(visitors):
    page = visitors.window("lanhdao", viewport=PHONE, has_touch=True)
    page.goto("/xa/19477/")
    page.get_by_label("Các mục của trang").get_by_role("link", name="Qua các kỳ").tap()
    expect(page.get_by_role("heading", name="Qua các kỳ")).to_be_in_viewport()
    page.get_by_role("link", name="Xu hướng của xã").tap()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Xu hướng: xã")
    expect(page.get_by_role("img").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.get_by_label("Đường dẫn").get_by_role("link").last.tap()
    expect(page).to_have_url(re.compile(r"/xa/19477/"))
