"""A task of the programme: the lead reports and asks for a later day, the office grants it, the day stays struck."""

import re

import pytest
from playwright.sync_api import expect

from tests.documents.files import pdf
from tests.journeys.visitor import PHONE, picture

pytestmark = pytest.mark.journey

BOARD = "/chuong-trinh/2024/"
WORDS = "Đã tiếp thu ý kiến, đang hoàn chỉnh dự thảo."


def card(page, code):
    return page.locator(".task-card").filter(
        has=page.locator(".code", has_text=re.compile(f"^{re.escape(code)}$"))
    )


def row(page, content):
    return page.locator(".decision tbody tr").filter(has=page.get_by_role("link", name=content))


def test_the_decisions_fourteen_tasks_stand_by_lead_and_in_order(visitors):
    page = visitors.window("snnptnt")
    page.goto("/")
    rail = page.get_by_role("navigation", name="Các phần của hệ thống")
    rail.get_by_role("link", name=re.compile("Chương trình công tác")).click()
    page.goto(BOARD)
    expect(page.locator(".lane").first).to_contain_text("Sở Nông nghiệp và Phát triển nông thôn")
    expect(page.locator(".lane").first).to_contain_text("đơn vị của tôi")
    expect(card(page, "II.1").first).to_contain_text("quá hạn 12 ngày làm việc")
    expect(card(page, "II.1").first.locator("del")).to_contain_text("30/4/2024")
    expect(card(page, "I.6").first).to_contain_text("sắp đến hạn: còn 8 ngày làm việc")
    picture(page, "chuong-trinh-bang-viec", full_page=True)

    page.get_by_role("link", name="Theo quyết định").click()
    rows = page.locator(".decision tbody tr:not(:has([scope=colgroup]))")
    expect(rows).to_have_count(14)
    numbers = rows.locator("td:first-child").all_inner_texts()
    assert numbers == [*"12345678", *"1234", *"12"]
    picture(page, "chuong-trinh-theo-quyet-dinh", full_page=True)
    page.set_viewport_size(PHONE)
    page.goto(BOARD)
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= PHONE["width"]
    picture(page, "chuong-trinh-360", full_page=True)


def test_a_lead_types_its_figure_in_the_table(visitors):
    page = visitors.window("snnptnt")
    page.goto(f"{BOARD}?xem=bang")
    field = row(page, "Trình Trung ương thẩm định, xét công nhận huyện đạt chuẩn NTM năm 2024")
    field = field.locator("input[name=value]")
    field.fill("140")
    field.press("Enter")
    said = row(page, "Trình Trung ương thẩm định, xét công nhận huyện đạt chuẩn NTM năm 2024")
    expect(said.locator(".field-error")).to_contain_text("từ 0 đến 100")
    field.fill("65")
    field.press("Tab")
    expect(said.locator(".cell-value")).to_have_class(re.compile("is-saved"))
    page.reload()
    expect(said.locator("input[name=value]")).to_have_value("65")


def test_a_lead_reports_asks_for_a_later_day_and_the_office_grants_it(visitors):
    lead = visitors.window("snnptnt")
    lead.goto(BOARD)
    card(lead, "I.6").first.get_by_role("link").click()
    task = lead.url
    picture(lead, "nhiem-vu-truoc", full_page=True)
    lead.get_by_role("link", name="Báo tiến độ").first.click()
    lead.get_by_label("Tình trạng").select_option(label="Đang thực hiện")
    lead.get_by_label("Phần trăm").fill("70 %")
    lead.get_by_label("Diễn giải").fill(WORDS)
    lead.get_by_label("Minh chứng").set_input_files(
        {"name": "du-thao.pdf", "mimeType": "application/pdf", "buffer": pdf()}
    )
    picture(lead, "nhiem-vu-bao-tien-do", full_page=True)
    lead.get_by_role("button", name="Lưu tiến độ").click()
    expect(lead).to_have_url(task)
    expect(lead.locator(".events li").first).to_contain_text(f"70 %: {WORDS}")
    expect(lead.get_by_role("link", name=re.compile("du-thao.pdf"))).to_be_visible()

    lead.get_by_role("link", name="Xin gia hạn").click()
    lead.get_by_label("Xin gia hạn đến ngày").fill("30/6/2024")
    lead.get_by_label("Lý do").fill("Bộ chưa có hướng dẫn về chỉ tiêu giao tỉnh")
    lead.get_by_role("button", name="Gửi xin gia hạn").click()
    expect(lead.locator(".errorlist")).to_contain_text("phải sau 30/6/2024")
    lead.get_by_label("Xin gia hạn đến ngày").fill("30/9/2024")
    lead.get_by_role("button", name="Gửi xin gia hạn").click()
    expect(lead.get_by_text("xin gia hạn đến 30/9/2024").first).to_be_visible()
    expect(lead.get_by_role("link", name="Quyết định gia hạn")).to_have_count(0)
    picture(lead, "nhiem-vu-xin-gia-han", full_page=True)

    office = visitors.window("vpdp")
    office.goto(f"{BOARD}?mau=xin-gia-han")
    expect(card(office, "I.6").first).to_contain_text("xin gia hạn đến 30/9/2024")
    card(office, "I.6").first.get_by_role("link").click()
    office.get_by_role("link", name="Quyết định gia hạn", exact=True).click()
    office.get_by_label("Đồng ý", exact=True).check()
    picture(office, "nhiem-vu-quyet-dinh-gia-han", full_page=True)
    office.get_by_role("button", name="Ghi quyết định").click()
    expect(office).to_have_url(task)

    lead.reload()
    expect(lead.locator(".put-off del")).to_contain_text("30/6/2024")
    expect(lead.locator(".put-off")).to_contain_text("gia hạn 1 lần")
    expect(lead.locator(".put-off strong")).to_have_text("30/9/2024")
    picture(lead, "nhiem-vu-sau-gia-han", full_page=True)
