"""Sở KH&ĐT logs what it did for Gio Mai: its page shows before and after; sums and lists follow."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.visitor import PHONE, picture

pytestmark = pytest.mark.journey

GIO_MAI, OWN_PAGE = "19543", "/phan-cong/don-vi/so-ke-hoach-dau-tu/19543/"
WORDS = "Hỗ trợ xi măng làm 1 km đường trục thôn"


def test_help_for_gio_mai_is_logged_and_its_page_shows_before_and_after(visitors):
    page = visitors.window("khdt")
    page.goto(OWN_PAGE)
    given = page.locator("section").filter(has=page.get_by_role("heading", name="Đã giúp"))
    expect(given).not_to_contain_text("350")
    picture(page, "khdt-gio-mai-truoc", full_page=True)

    page.get_by_role("link", name="Ghi hỗ trợ").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ghi hỗ trợ: xã Gio Mai")
    expect(page.locator("[name=commune]")).to_have_value("Gio Mai (Gio Linh)")
    page.locator("[name=content]").fill(WORDS)
    page.locator("[name=form]").select_option("hỗ trợ trực tiếp")
    page.locator("[name=about]").select_option("2. Giao thông: cả tiêu chí")
    page.locator("[name=done_on]").fill("17/6/2024")
    page.get_by_label("Kinh phí của đơn vị: thực hiện").fill("350")
    page.get_by_label("Ngày công quy đổi: thực hiện").fill("1.234")
    page.get_by_role("button", name="Ghi", exact=True).click()

    expect(page.get_by_text("Hãy nhập 1234 hoặc 1,234.")).to_be_visible()
    expect(page.locator("[name=content]")).to_have_value(WORDS)
    page.get_by_label("Ngày công quy đổi: thực hiện").fill("60")
    page.get_by_label("Ngày công quy đổi: số ngày công thực hiện").fill("300")
    page.get_by_role("button", name="Ghi", exact=True).click()

    expect(page.get_by_role("heading", level=1)).to_have_text(WORDS)
    expect(page.get_by_role("row").filter(has_text="Tổng").first).to_contain_text("410")
    expect(page.get_by_text("Trước khi hỗ trợ (16/6/2024)")).to_be_visible()
    picture(page, "khdt-gio-mai-da-ghi", full_page=True)

    page.goto(OWN_PAGE)
    expect(page.get_by_role("link", name=WORDS)).to_be_visible()
    expect(page.locator(".context-line")).to_contain_text("1 ngày từ lần hỗ trợ gần nhất")
    picture(page, "khdt-gio-mai-sau", full_page=True)

    page.goto("/ho-tro/tong-hop/?theo=xa&xa=gio+mai")
    total = page.get_by_role("row").filter(has_text="Tổng cộng")
    expect(total).to_contain_text("410")
    expect(total).to_contain_text("300")


def test_a_need_is_answered_and_help_carried_out_without_scripts_on_a_phone(visitors):
    page = visitors.window("khdt", java_script_enabled=False, viewport=PHONE)
    page.goto(f"/nhu-cau/?xa={GIO_MAI}")
    page.get_by_role("link", name=re.compile("^Bê tông hóa")).click()
    expect(page.get_by_role("main")).to_contain_text("đã có hỗ trợ")
    page.get_by_role("link", name=re.compile("^Lồng ghép vốn làm đường")).click()
    picture(page, "khdt-dien-thoai-ho-tro", full_page=True)

    page.get_by_label("Thực hiện ngày").fill("18/6/2024")
    page.get_by_label("Vốn lồng ghép").fill("1.420,5")
    page.get_by_label("Kết quả").fill("Đã đổ xong 0,9 km")
    page.get_by_role("button", name="Ghi đã thực hiện").click()

    expect(page.get_by_role("main")).to_contain_text("đã thực hiện")
    expect(page.get_by_role("row").filter(has_text="Vốn lồng ghép")).to_contain_text("1.420,5")
    expect(page.get_by_role("main")).to_contain_text("theo kế hoạch → đã thực hiện")


def test_the_commune_s_page_of_another_department_only_reads(visitors):
    page = visitors.window("lmhtx")
    page.goto("/ho-tro/?don-vi=so-ke-hoach-dau-tu")
    page.get_by_role("table").get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("link", name="Sửa", exact=True)).to_have_count(0)
    expect(page.get_by_role("button", name="Ghi đã thực hiện")).to_have_count(0)
