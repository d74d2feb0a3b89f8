"""Takes the pictures of the user guide and of the README: `python -m tests.journeys.pictures`.

Small files: the size of an office PC's screen, colours on a palette.
"""

import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, expect, sync_playwright

from tests.journeys.portal import ROOT, chromium, running
from tests.journeys.scorecards import (
    HUONG_VIET,
    SET,
    indicator,
    log,
    open_panel,
    open_scorecard,
    result,
    value,
)
from tests.journeys.visitor import Visitors

GUIDE = ROOT / "docs" / "huong-dan" / "hinh"
README = ROOT / "docs" / "img" / "tong-quan.png"
COLOURS = 96
HEAVIEST = 150_000  # bytes
AGENCY = "/co-quan/so-thong-tin-truyen-thong/"


def keep(page: Page, path: Path) -> None:
    """The screen as it stands, as a small PNG."""
    picture = Image.open(BytesIO(page.screenshot(caret="initial"))).convert("RGB")
    path.parent.mkdir(parents=True, exist_ok=True)
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
    if path.stat().st_size > HEAVIEST:
        raise RuntimeError(f"{path} is {path.stat().st_size} bytes")


def at_top(page: Page, selector: str) -> None:
    page.locator(selector).evaluate("it => it.scrollIntoView({block: 'start'})")


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


def office(visitors: Visitors) -> None:
    page = visitors.window("vpdp")
    page.goto("/tong-quan/")
    keep(page, README)
    page.goto("/tong-quan/?huyen=464#bang-nhiet")
    keep(page, GUIDE / "bang-nhiet.png")
    page.goto("/bao-cao/moi/")
    page.get_by_label("Cơ quan, đơn vị").select_option(label="Sở TT&TT")
    page.get_by_role("button", name="Lập báo cáo").click()
    expect(page.get_by_role("link", name="Tải báo cáo (PDF)")).to_be_visible(timeout=120_000)
    keep(page, GUIDE / "bao-cao.png")


def main() -> None:
    with (
        tempfile.TemporaryDirectory() as var,
        running(Path(var)) as portal,
        sync_playwright() as playwright,
    ):
        visitors = Visitors(chromium(playwright), portal)
        for tour in (nobody, department, commune, office):
            tour(visitors)
        visitors.leave()


if __name__ == "__main__":
    main()
