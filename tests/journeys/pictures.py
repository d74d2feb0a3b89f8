"""Takes the pictures of the user guide and of the README: `python -m tests.journeys.pictures`."""

import re
import tempfile
from collections.abc import Callable, Iterable
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook, load_workbook
from playwright.sync_api import Page, Playwright, expect, sync_playwright

from tests.documents import files
from tests.journeys.camera import GUIDE, at_top, keep
from tests.journeys.pictures_of_papers import PAPERS
from tests.journeys.pictures_of_plans import PROMISES
from tests.journeys.pictures_of_reviews import REVIEWS
from tests.journeys.portal import ROOT, chromium, running
from tests.journeys.scorecards import (
    HUONG_VIET,
    SET,
    VINH_THAI,
    indicator,
    log,
    open_panel,
    open_scorecard,
    result,
    value,
)
from tests.journeys.test_evidence import PHOTO, open_drawer
from tests.journeys.test_turned import TURNED, as_a_department_keeps_it, names_of
from tests.journeys.test_yardstick import open_indicator
from tests.journeys.visitor import Visitors

README = ROOT / "docs" / "img" / "tong-quan.png"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TYPED = ("Có", "Theo quyết định", 92, "", 88, "", 250, "", 71)  # a value, its note, the next value
KIM_THACH, VINH_HOANG = "19384", "19372"
AGENCY = "/co-quan/so-thong-tin-truyen-thong/"


def nobody(visitors: Visitors) -> None:
    page = visitors.window()
    page.goto("/tai-khoan/dang-nhap/")
    keep(page, GUIDE / "dang-nhap.png")


def department(visitors: Visitors) -> None:
    page = visitors.window("tttt")
    page.goto("/")
    keep(page, GUIDE / "viec-cua-toi-so.png")
    open_scorecard(page, HUONG_VIET)
    keep(page, GUIDE / "phieu.png")
    panel = open_panel(page, 8)
    panel.get_by_role("radio", name="Đạt", exact=True).check()
    panel.get_by_label("Ghi chú").fill("Đủ bốn nội dung theo biên bản kiểm tra ngày 10/6/2024.")
    keep(page, GUIDE / "ghi-ket-qua.png")
    panel.get_by_role("button", name="Lưu kết quả").click()
    expect(result(page, 8)).to_contain_text("Đủ bốn nội dung")
    for code, typed in (("17.7", "87,5"), ("17.10", "1200")):
        value(page, code).fill(typed)
        value(page, code).press("Enter")
    expect(indicator(page, "17.7")).to_contain_text("đã lưu")
    expect(page.get_by_role("alert")).to_contain_text("Bạn nhập 1200.")
    at_top(page, '[id="ct-17.7"]')
    keep(page, GUIDE / "so-lieu.png")
    panel = open_panel(page, 8)
    panel.get_by_text("Rút (sửa nhầm)").click()
    at_top(page, "#panel-8 .status-form .btn")
    keep(page, GUIDE / "lich-su.png")
    page.goto(f"{AGENCY}nguoi-dung/")
    keep(page, GUIDE / "nguoi-dung.png")
    page.goto("/tai-khoan/uy-quyen/")
    keep(page, GUIDE / "uy-quyen.png")
    page.goto(f"/tieu-chi/{SET}/#tc-10")
    keep(page, GUIDE / "bo-tieu-chi.png")


def commune(visitors: Visitors) -> None:
    page = visitors.window("huongviet")
    open_scorecard(page, HUONG_VIET)
    log(open_panel(page, 8), "Chưa đạt", note="Loa của thôn Trăng đang hỏng.")
    expect(result(page, 8)).to_contain_text("chờ xác nhận")
    page.reload()
    at_top(page, "#tc-8")
    keep(page, GUIDE / "khai-bao.png")


def grid(visitors: Visitors) -> None:
    """The grid with its drawer; two officers on one cell; values that wait for the line."""
    page, other = visitors.window("vinhlinh"), visitors.window("vpdp")
    for one in (page, other):
        open_scorecard(one, VINH_THAI)
    value(page, "3.1").focus()
    page.keyboard.press("Control+Enter")
    expect(page.locator("#drawer")).to_contain_text("Áp dụng mức")
    keep(page, GUIDE / "luoi-ngan.png")
    value(page, "17.7").fill("61")
    value(page, "17.7").press("Enter")
    expect(indicator(page, "17.7").locator("[data-cell]")).to_have_class(re.compile("is-saved"))
    value(other, "17.7").fill("62")
    value(other, "17.7").press("Enter")
    expect(indicator(other, "17.7").locator(".split")).to_be_visible()
    at_top(other, '[id="ct-17.6"]')
    keep(other, GUIDE / "hai-nguoi.png")
    open_scorecard(page, VINH_THAI)
    page.context.set_offline(offline=True)
    for code, typed in (("17.2", "98"), ("17.6", "86")):
        value(page, code).fill(typed)
        value(page, code).press("Enter")
    expect(page.get_by_role("button", name="2 chờ gửi")).to_be_visible()
    at_top(page, '[id="ct-17.1"]')
    keep(page, GUIDE / "cho-gui.png")
    page.context.set_offline(offline=False)
    expect(page.get_by_role("button", name="2 chờ gửi")).to_be_hidden()


def paste(visitors: Visitors) -> None:
    """Criterion 8 of every commune, from a department's own table."""
    page = visitors.window("tttt")
    page.goto(TURNED)
    table = as_a_department_keeps_it(names_of(page))
    page.get_by_role("link", name="Dán bảng").click()
    page.get_by_label("Bảng xã và số liệu").fill(table)
    page.get_by_role("button", name="Đọc bảng").click()
    store = page.get_by_role("button", name=re.compile(r"^Ghi \d+ ô"))
    expect(store).to_be_visible()
    keep(page, GUIDE / "dan-xem-truoc.png")
    store.click()
    expect(page.get_by_role("status").first).to_contain_text("ô")
    page.goto(TURNED)
    keep(page, GUIDE / "tieu-chi-8.png")


def sheets(visitors: Visitors) -> None:
    """A form that comes back, and a matrix as an office keeps it."""
    page = visitors.window("vinhlinh")
    open_scorecard(page, VINH_THAI)
    card = page.url.split("#")[0]
    form = load_workbook(BytesIO(page.request.get(f"{card}mau.xlsx").body()))
    sheet = form.worksheets[0]
    free = [cell for row in sheet for cell in row if not cell.protection.locked]
    for cell, typed in zip(free, TYPED, strict=False):
        cell.value = typed
    send(page, "/nhap/tep/", form, "phieu-vinh-thai.xlsx")
    keep(page, GUIDE / "excel-xem-truoc.png")
    office = visitors.window("vpdp")
    send(office, "/nhap/ma-tran/", matrix(), "ma-tran.xlsx")
    keep(office, GUIDE / "ma-tran.png")


def matrix() -> Workbook:
    """Three communes, marks as they are found, a total; made up."""
    book = Workbook()
    sheet = book.active
    sheet.append(["TT", "Tên xã", *(f"TC{number}" for number in range(1, 20)), "Tổng"])
    for place, name in enumerate(("Hướng Việt", "Vĩnh Thái", "Tân Lập"), start=1):
        marks = ["x" if (number + place) % 5 else "" for number in range(1, 20)]
        marks[7] = "?" if place == 2 else marks[7]
        sheet.append([place, name, *marks, marks.count("x")])
    return book


def send(page: Page, path: str, book: Workbook, name: str) -> None:
    page.goto(path)
    kept = BytesIO()
    book.save(kept)
    chosen = page.locator("main select")
    if chosen.count():
        chosen.first.select_option(label="2021–2025")
    page.locator("main input[type=file]").set_input_files(
        {"name": name, "mimeType": XLSX, "buffer": kept.getvalue()}
    )
    page.get_by_role("button", name="Xem trước").click()
    expect(page).to_have_url(re.compile(r"/nhap/\d+/$"))
    expect(page.get_by_text("đang đọc")).to_have_count(0)


def yardsticks(visitors: Visitors) -> None:
    """The office's thresholds, rounds, recognitions; a commune under two yardsticks."""
    page = visitors.window("vpdp")
    open_indicator(page, "3.1")
    page.get_by_role("link", name="Sửa ngưỡng 3.1").first.click()
    page.get_by_label("Mức:", exact=True).fill("87")
    page.get_by_label("Văn bản:", exact=True).fill("645/QĐ-BCĐCTMTQG")
    page.get_by_label("Lý do").fill("Đối chiếu với văn bản")
    page.get_by_role("button", name="Xem ai bị ảnh hưởng").click()
    told = page.get_by_role("heading", name=re.compile("^Bản sửa chạm đến"))
    expect(told).to_be_visible()
    keep(page, GUIDE / "sua-nguong.png")
    page.goto("/")
    page.get_by_role("link", name=re.compile("ngưỡng chưa kiểm chứng")).click()
    keep(page, GUIDE / "chua-kiem-chung.png")
    for path, name in (
        (f"/xa/{KIM_THACH}/so-sanh/", "hai-thuoc-do"),
        ("/ky/", "ky"),
        ("/cong-nhan/nguy-co/", "nguy-co"),
    ):
        page.goto(path)
        keep(page, GUIDE / f"{name}.png")


def merged(visitors: Visitors) -> None:
    """A commune of 2025 and what it has from those that became it."""
    page = visitors.window("vpdp")
    page.goto(f"/xa/{VINH_HOANG}/ke-thua/?tu=2025-07-01")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Vĩnh Hoàng")
    keep(page, GUIDE / "ke-thua.png")


def evidence(visitors: Visitors) -> None:
    page = visitors.window("huongviet")
    box = open_drawer(page, "3.1")
    given = [PHOTO | {"buffer": files.photo((1200, 800))}]
    box.locator("input[type=file]").set_input_files(given)
    expect(box.locator(".uploads .done")).to_have_count(1)
    box.locator(".evidence-item").first.scroll_into_view_if_needed()
    keep(page, GUIDE / "minh-chung.png")


def office(visitors: Visitors) -> None:
    page = visitors.window("vpdp")
    page.goto("/tong-quan/")
    keep(page, README)
    page.goto("/tong-quan/?huyen=464#bang-nhiet")
    keep(page, GUIDE / "bang-nhiet.png")
    page.goto("/bao-cao/moi/?loai=agency_half_year")
    page.get_by_label("Cơ quan, đơn vị").select_option(label="Sở TT&TT")
    page.get_by_role("button", name="Lập báo cáo").click()
    expect(page.get_by_role("link", name="Tải báo cáo (PDF)")).to_be_visible(timeout=120_000)
    at_top(page, "#chinh")
    keep(page, GUIDE / "bao-cao.png")
    page.goto("/bao-cao/ky/")
    page.get_by_role("link", name="Kỳ 6 tháng đầu năm 2024", exact=True).click()
    keep(page, GUIDE / "bao-cao-ky.png")


TOURS = (
    *(nobody, department, commune, grid, sheets, yardsticks, evidence, paste, office),
    *PROMISES,
    *PAPERS,
    *REVIEWS,
)


def main() -> None:
    with tempfile.TemporaryDirectory() as var, sync_playwright() as playwright:
        take(Path(var), playwright, TOURS)
        take(Path(var), playwright, (merged,), PORTAL_TODAY="2025-08-01")


def take(
    var: Path, playwright: Playwright, tours: Iterable[Callable[[Visitors], None]], **more: str
) -> None:
    """The pictures of these tours, before a portal with these variables."""
    with running(var, **more) as portal:
        visitors = Visitors(chromium(playwright), portal)
        for tour in tours:
            tour(visitors)
        visitors.leave()


if __name__ == "__main__":
    main()
