"""The pictures of assignments, help, difficulties, works, the work programme, urging, targets, red lists."""

import re
import tempfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from openpyxl import load_workbook
from playwright.sync_api import Locator, Page, expect

from tests.journeys.camera import GUIDE, at_top, keep
from tests.journeys.visitor import Visitors
from tests.plans.decision_sheet import UNKNOWN, made_up_list
from tests.plans.programme_tables import DAMAGED

SPONSOR = "/phan-cong/don-vi/so-ke-hoach-dau-tu/"
BOARD = "/chuong-trinh/2024/"
LATE = "so-nong-nghiep-ptnt"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def assignments(visitors: Visitors) -> None:
    """A decision's list, what it changes, and the matrix once it is stored."""
    page = visitors.window("vpdp")
    with tempfile.TemporaryDirectory() as folder:
        sheet = Path(folder) / "phan-cong.xlsx"
        made_up_list(sheet)
        page.goto("/phan-cong/nhap/")
        page.get_by_label("Số, ký hiệu quyết định").fill("9998/QĐ-UBND")
        page.get_by_label("Ngày ban hành").fill("14/6/2024")
        page.get_by_label("Trích yếu").fill("Phân công đỡ đầu (danh sách dựng để thử)")
        page.get_by_label("Phân công từ ngày").fill("1/7/2024")
        page.get_by_label("Tệp Excel").set_input_files(sheet)
        page.get_by_role("button", name="Xem trước").click()
    page.get_by_label(f"«{UNKNOWN}»").select_option(value="tinh-doan")
    page.get_by_role("button", name="Xem lại với lựa chọn này").click()
    expect(page.locator(".catalogue-tallies")).to_contain_text("thôi phân công")
    at_top(page, "#khac-biet")
    keep(page, GUIDE / "phan-cong-khac-biet.png")
    page.get_by_role("button", name=re.compile(r"^Ghi \d+ phân công")).click()
    page.goto("/phan-cong/ma-tran/?ngay=2024-07-01")
    keep(page, GUIDE / "phan-cong-ma-tran.png")


def help_given(visitors: Visitors) -> None:
    """A department logs what it did for one of its communes, and reads what came of it."""
    page = visitors.window("khdt")
    page.goto(f"{SPONSOR}19471/")
    keep(page, GUIDE / "don-vi-giup-xa.png")
    page.get_by_role("link", name="Ghi hỗ trợ").click()
    page.locator("[name=content]").fill("Hỗ trợ xi măng làm đường trục thôn")
    page.locator("[name=form]").select_option("hỗ trợ trực tiếp")
    page.locator("[name=about]").select_option("2. Giao thông: cả tiêu chí")
    page.locator("[name=done_on]").fill("17/6/2024")
    money = page.get_by_label("Kinh phí của đơn vị: thực hiện")
    money.fill("350")
    money.evaluate("it => it.closest('fieldset').scrollIntoView({block: 'center'})")
    keep(page, GUIDE / "ho-tro-ghi.png")
    page.get_by_role("button", name="Ghi", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("xi măng")
    page.goto("/ho-tro/tong-hop/")
    keep(page, GUIDE / "ho-tro-tong-hop.png")


def difficulties(visitors: Visitors) -> None:
    page = visitors.window("khdt")
    page.goto("/kho-khan/")
    page.get_by_role("link", name=re.compile("vốn đối ứng")).click()
    answer = page.locator("details.step-form").filter(has_text="Trả lời").first
    answer.get_by_label("Nội dung").fill("Xã cân đối từ nguồn dự phòng; Sở sẽ hướng dẫn.")
    answer.get_by_role("button", name="Trả lời").click()
    expect(page.get_by_role("main")).to_contain_text("đã trả lời")
    keep(page, GUIDE / "kho-khan.png")


def works(visitors: Visitors) -> None:
    """A filled form of works and money, one line with a commune that is asked."""
    page = visitors.window("vpdp")
    page.goto("/cong-trinh/nhap/")
    with page.expect_download() as form:
        page.get_by_role("link", name="Tải mẫu công trình, vốn").click()
    book = load_workbook(BytesIO(form.value.path().read_bytes()))
    sheet = book.worksheets[0]
    heads = {str(cell.value): cell.column for cell in sheet[1]}
    of_both = {"Năm vốn": 2024, "Nguồn vốn": "ngân sách trung ương", "Tính đến ngày": "31/5/2024"}
    rows: tuple[dict[str, str | int], ...] = (
        {"Xã": "Gio Mai", "Công trình": "Cầu Bến", "Loại": "giao thông", "Đã phân bổ": 500},
        {"Xã": "Kim Thach", "Công trình": "Kênh mương", "Loại": "thủy lợi", "Đã phân bổ": 300},
        {"Xã": "Không Tên", "Công trình": "Chợ", "Loại": "chợ", "Đã phân bổ": 120},
    )
    for number, row in enumerate(rows, start=sheet.max_row + 1):
        for head, value in (row | of_both).items():
            sheet.cell(number, heads[head]).value = value
    kept = BytesIO()
    book.save(kept)
    page.locator("main input[type=file]").set_input_files(
        {"name": "cong-trinh.xlsx", "mimeType": XLSX, "buffer": kept.getvalue()}
    )
    page.get_by_role("button", name="Xem trước").click()
    expect(page.get_by_role("button", name=re.compile("^Chỉ ghi 2 dòng"))).to_be_visible()
    keep(page, GUIDE / "cong-trinh-xem-truoc.png")


def programme(visitors: Visitors) -> None:
    """A table pasted from Word; the board; a task that its lead reports on and that is put off."""
    page = visitors.window("vpdp")
    page.goto("/chuong-trinh/nhap/")
    page.get_by_label("Năm:", exact=True).fill("2025")
    page.get_by_label("Dán bảng").fill(DAMAGED)
    page.get_by_role("button", name="Đọc bảng").click()
    expect(page.get_by_role("button", name="Ghi chương trình")).to_be_visible()
    keep(page, GUIDE / "chuong-trinh-xem-truoc.png")
    page.goto(BOARD)
    keep(page, GUIDE / "chuong-trinh-bang-viec.png")
    page.goto(f"{BOARD}?xem=bang")
    at_top(page, ".decision")
    keep(page, GUIDE / "chuong-trinh-theo-quyet-dinh.png")
    lead = visitors.window("snnptnt")
    lead.goto(BOARD)
    card(lead, "II.1").get_by_role("link").first.click()
    keep(lead, GUIDE / "nhiem-vu.png")


def card(page: Page, code: str) -> Locator:
    told = page.locator(".code", has_text=re.compile(f"^{re.escape(code)}$"))
    return page.locator(".task-card").filter(has=told).first


def watching(visitors: Visitors) -> None:
    """Who is late, what to send them; targets; what is unmet."""
    page = visitors.window("vpdp")
    page.goto("/muc-tieu/2024/")
    page.get_by_role("link", name=re.compile("^Số xã đạt chuẩn nông thôn mới")).first.click()
    target = page.url
    for path, name in (
        ("/don-doc/", "don-doc"),
        (f"/don-doc/chep/{LATE}/", "chep-tin-nhan"),
        ("/muc-tieu/2024/", "muc-tieu"),
        (target, "muc-tieu-ai-phai-lam"),
        ("/chua-dat/", "chua-dat"),
    ):
        page.goto(path)
        keep(page, GUIDE / f"{name}.png")


PROMISES: tuple[Callable[[Visitors], None], ...] = (
    assignments,
    help_given,
    difficulties,
    works,
    programme,
    watching,
)
