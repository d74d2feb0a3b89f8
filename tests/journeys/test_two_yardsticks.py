"""A commune under two yardsticks, and a round that has closed: what is the same, what differs, and why."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.visitor import PHONE, picture

pytestmark = pytest.mark.journey

KIM_THACH = "19384"  # one of those with illustrative values
OLD, NEW = "commune-2016-2020", "commune-2021-2025"


def fits(page):
    """Nothing is wider than the window."""
    width = page.evaluate("document.documentElement.scrollWidth")
    return width <= page.viewport_size["width"]


def test_a_commune_under_two_yardsticks(visitors):
    page = visitors.window("lanhdao")
    page.goto(f"/xa/{KIM_THACH}/")
    page.get_by_role("link", name="Hai thước đo").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("dưới hai thước đo")
    rows = page.locator(".comparison-pairs tbody > tr")
    expect(rows).to_have_count(19)
    planning = rows.filter(has=page.get_by_role("rowheader", name="1. Quy hoạch", exact=True))
    expect(planning).to_contain_text("giữ nguyên")
    expect(planning).to_contain_text("chưa kiểm chứng")
    page.get_by_text(re.compile(r"^\d+ chỉ tiêu$")).first.click()
    picture(page, "hai-thuoc-do-xa", full_page=True)

    page.get_by_label("Bộ A").select_option(OLD)
    page.get_by_label("Bộ B").select_option(NEW)
    page.get_by_label("So cái gì").select_option("ghi")
    page.get_by_role("button", name="So", exact=True).click()
    page.wait_for_url(f"**a={OLD}**b={NEW}**kieu=ghi**")
    expect(page.locator(".context-line")).to_contain_text("A: bộ 2016–2020")


def test_the_province_under_two_yardsticks(visitors):
    page = visitors.window("vpdp")
    page.goto("/tong-quan/")
    page.get_by_role("link", name="Hai thước đo").click()
    page.get_by_label("Huyện").select_option("464")
    page.get_by_role("button", name="So", exact=True).click()
    page.wait_for_url("**huyen=464**")
    rows = page.locator(".comparison tbody > tr")
    assert 0 < rows.count() < 50
    picture(page, "hai-thuoc-do-tinh")
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải Excel").click()
    assert download.value.suggested_filename.startswith("hai-thuoc-do-")


def test_a_closed_round_shows_what_it_froze_and_the_way_to_close_another(visitors):
    page = visitors.window("vpdp")
    page.goto("/")
    page.get_by_role("navigation").get_by_role("link", name="Hồ sơ kỳ").first.click()
    page.get_by_role("link", name="Các kỳ đánh giá").click()
    page.get_by_role("link", name="Kỳ năm 2023").click()
    expect(page.get_by_role("heading", name="Sửa sau khi đóng kỳ")).to_be_visible()
    picture(page, "ky-da-dong")
    expect(page.get_by_role("link", name="Sửa ngày")).to_have_count(0)
    page.go_back()
    page.get_by_role("link", name="Kỳ năm 2022").click()
    page.get_by_role("link", name="Đóng kỳ").click()
    expect(page.get_by_role("button", name="Đóng kỳ")).to_be_visible()
    picture(page, "ky-dong-hoi")


@pytest.mark.parametrize("path", ["/ky/", "/so-sanh/", f"/xa/{KIM_THACH}/so-sanh/", "/tuong-ung/"])
def test_the_pages_fit_a_phone(visitors, path):
    page = visitors.window("vpdp", viewport=PHONE)
    page.goto(path)
    assert fits(page)
    picture(page, f"dien-thoai{path.replace('/', '-')}", full_page=True)
