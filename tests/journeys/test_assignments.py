"""The coordination office enters a new decision from a sheet of 92 communes × 22 agencies."""

import pytest
from playwright.sync_api import expect

from tests.journeys.visitor import PHONE, picture
from tests.plans.decision_sheet import COMMUNES, UNKNOWN, made_up_list

pytestmark = pytest.mark.journey


def test_a_new_decision_from_a_sheet(visitors, tmp_path):
    sheet = tmp_path / "phan-cong.xlsx"
    marks = made_up_list(sheet)
    page = visitors.window("vpdp")
    page.goto("/phan-cong/")
    before = page.locator("tbody tr").count()
    page.get_by_role("link", name="Nhập quyết định").click()
    page.get_by_label("Số, ký hiệu quyết định").fill("9999/QĐ-UBND")
    page.get_by_label("Ngày ban hành").fill("14/6/2024")
    page.get_by_label("Trích yếu").fill("Phân công đỡ đầu (thử)")
    page.get_by_label("Phân công từ ngày").fill("1/7/2024")
    page.get_by_label("Tệp Excel").set_input_files(sheet)
    page.get_by_role("button", name="Xem trước").click()

    expect(page.get_by_text("1 tên chưa rõ")).to_be_visible()
    expect(page.get_by_role("button", name="Ghi ")).to_have_count(0)
    picture(page, "phan-cong-hoi", full_page=True)
    page.get_by_label(f"«{UNKNOWN}»").select_option(value="tinh-doan")
    page.get_by_role("button", name="Xem lại với lựa chọn này").click()

    tallies = page.locator(".catalogue-tallies")
    expect(tallies).to_contain_text("thôi phân công")
    picture(page, "phan-cong-khac-biet", full_page=True)
    page.get_by_role("button", name=f"Ghi {marks} phân công từ 1/7/2024").click()
    expect(page.get_by_role("status")).to_contain_text(f"Đã ghi {marks} phân công")
    expect(page.get_by_role("status")).to_contain_text("Thay thế QĐ 1625/QĐ-UBND")

    page.goto("/phan-cong/ma-tran/?ngay=2024-07-01")
    expect(page.locator(".context-line")).to_contain_text(f"22 cơ quan, {marks} phân công")
    expect(page.locator(".duty-table tbody .duty-mark")).to_have_count(marks)
    picture(page, "phan-cong-ma-tran", full_page=True)
    page.goto("/phan-cong/chua-co/?ngay=2024-07-01")
    expect(page.locator(".context-line")).to_contain_text(f"{101 - COMMUNES} trong 101 xã")
    page.goto("/phan-cong/")
    assert page.locator("tbody tr").count() == before  # in force until 30/6


def test_the_matrix_fits_a_phone(visitors):
    page = visitors.window("huongviet", viewport=PHONE)
    page.goto("/phan-cong/ma-tran/?ngay=2024-07-01")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    picture(page, "phan-cong-ma-tran-dien-thoai")


def test_a_difficulty_from_a_commune_to_its_answer(visitors):
    page = visitors.window("huongviet")
    page.goto("/kho-khan/moi/")
    page.get_by_label("Vướng mắc", exact=False).first.fill(
        "Chưa có hướng dẫn thanh toán vốn sự nghiệp (thử)"
    )
    page.get_by_label("Đề nghị đơn vị trả lời").select_option(label="Sở KH&ĐT")
    page.get_by_role("button", name="Nêu vướng mắc").click()
    expect(page.locator(".context-line")).to_contain_text("đang chờ Sở KH&ĐT")
    url = page.url

    other = visitors.window("khdt")
    other.goto("/kho-khan/")
    expect(other.locator(".context-line")).to_contain_text("việc đang chờ Sở KH&ĐT")
    other.goto(url)
    answer = other.locator("details.step-form").filter(has_text="Trả lời").first
    answer.get_by_label("Nội dung").fill("Thanh toán theo hướng dẫn hiện hành")
    answer.get_by_role("button", name="Trả lời").click()
    expect(other.locator(".context-line")).to_contain_text("khép lại")

    page.goto(url)
    closing = page.locator("details.step-form").filter(has_text="Khép lại")
    closing.locator("summary").click()
    closing.get_by_role("button", name="Khép lại").click()
    expect(page.locator(".context-line")).to_contain_text("đã khép lại")
    picture(page, "kho-khan", full_page=True)
