"""The office corrects a threshold with its paper: sees whom it touches, stores it, sees the difference."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.visitor import OFFICE_PC, PHONE, picture

pytestmark = pytest.mark.journey

SET = "/tieu-chi/commune-2021-2025/"


def heading(page):
    return page.get_by_role("heading", level=1)


def open_indicator(page, code):
    """From the office's first page to the indicator, as somebody would go."""
    page.goto("/")
    rail = page.get_by_role("navigation", name="Các phần của hệ thống")
    rail.get_by_role("link", name="Danh mục").click()
    expect(heading(page)).to_have_text("Danh mục")
    page.get_by_role("link", name="2021–2025", exact=True).click()
    page.get_by_role("link", name=re.compile(rf"^{re.escape(code)} ")).first.click()
    expect(heading(page)).to_contain_text(code)


def test_the_office_corrects_a_threshold_and_sees_whom_it_touches(visitors):
    page = visitors.window("vpdp")
    open_indicator(page, "3.1")
    expect(page.get_by_text("≥ 80%").first).to_be_visible()
    page.get_by_role("link", name="Sửa ngưỡng 3.1").first.click()
    picture(page, "vpdp-sua-nguong-truoc", full_page=True)

    page.get_by_label("Mức:", exact=True).fill("87")
    page.get_by_label("Văn bản:", exact=True).fill("645/QĐ-BCĐCTMTQG")
    page.get_by_label("Lý do").fill("Diễn tập sửa ngưỡng")
    page.get_by_role("button", name="Xem ai bị ảnh hưởng").click()
    told = page.get_by_role("heading", name=re.compile(r"^Bản sửa chạm đến"))
    expect(told).to_be_visible()
    rows = page.get_by_role("region", name="Các xã bị ảnh hưởng").locator("tbody tr")
    touched = rows.count()
    assert touched > 0
    expect(told).to_contain_text(re.compile(rf"{touched} dòng của \d+ xã có số liệu"))
    expect(rows.first).to_contain_text("● đạt → ✕ chưa đạt")
    expect(page.get_by_text("khác kết quả đã ghi").first).to_be_visible()
    picture(page, "vpdp-sua-nguong-cham-den", full_page=True)
    names = rows.locator("th").all_inner_texts()

    page.get_by_role("button", name="Lưu ngưỡng").click()
    expect(page.get_by_role("status")).to_contain_text("Đã lưu ngưỡng của chỉ tiêu 3.1")
    living = page.get_by_role("region", name="Ngưỡng đang dùng")
    expect(living).to_contain_text("≥ 87%")
    expect(living).to_contain_text("Diễn tập sửa ngưỡng")
    expect(page.get_by_role("heading", name="Trước khi sửa, sau khi sửa")).to_be_visible()
    assert rows.locator("th").all_inner_texts() == names
    picture(page, "vpdp-sua-nguong-sau", full_page=True)

    page.set_viewport_size(PHONE)
    picture(page, "vpdp-sua-nguong-sau-360", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.set_viewport_size(OFFICE_PC)

    rows.first.get_by_role("link").click()
    expect(page).to_have_url(re.compile(r"/phieu/\d+/#ct-3\.1$"))


def test_a_second_correction_of_the_same_row_sees_both(visitors):
    first, second = visitors.window("vpdp"), visitors.window("vpdp")
    for page in (first, second):
        open_indicator(page, "4.2")
        page.get_by_role("link", name="Sửa ngưỡng 4.2").first.click()
        page.get_by_label("Lý do").fill("Diễn tập")
    for page, level in ((first, "97"), (second, "96")):
        page.get_by_label("Mức:", exact=True).fill(level)
        page.get_by_label("Nguồn").fill("Diễn tập")
        page.get_by_role("button", name="Xem ai bị ảnh hưởng").click()
        if page is first:
            page.get_by_role("button", name="Lưu ngưỡng").click()
            expect(page.get_by_role("status")).to_contain_text("Đã lưu")
    expect(second.get_by_role("alert").first).to_contain_text("≥ 97%")
    expect(second.get_by_label("Mức:", exact=True)).to_have_value("96")
    picture(second, "vpdp-sua-nguong-hai-nguoi")


def test_many_are_marked_checked_from_the_list(visitors):
    page = visitors.window("vpdp")
    page.goto("/")
    page.get_by_role("link", name=re.compile("ngưỡng chưa kiểm chứng")).click()
    expect(heading(page)).to_have_text("Ngưỡng chưa kiểm chứng")
    count = int(page.locator(".catalogue-tallies strong").first.inner_text())
    ticks = page.locator(".keeping-tick input")
    ticks.nth(0).check()
    ticks.nth(1).check()
    page.get_by_label("Nguồn").fill("Diễn tập đối chiếu")
    page.get_by_role("button", name="Đã kiểm chứng").click()
    expect(page.get_by_role("status")).to_contain_text("Đã đánh dấu kiểm chứng 2 ngưỡng")
    expect(page.locator(".catalogue-tallies strong").first).to_have_text(str(count - 2))
    picture(page, "vpdp-chua-kiem-chung")
    page.set_viewport_size(PHONE)
    picture(page, "vpdp-chua-kiem-chung-360")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
