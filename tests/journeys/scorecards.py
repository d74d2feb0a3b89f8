"""What people do on a scorecard, in the words of the screen."""

import re

from playwright.sync_api import Locator, Page, expect

SET = "commune-2021-2025"
HUONG_VIET, VINH_THAI = "19438", "19369"


def open_scorecard(page: Page, code: str) -> None:
    page.goto(f"/xa/{code}/phieu/{SET}/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Phiếu theo dõi tiêu chí xã")


def criterion(page: Page, number: int) -> Locator:
    return page.locator(f"#tc-{number}")


def result(page: Page, number: int) -> Locator:
    return page.locator(f"#kq-{number}")


def value(page: Page, code: str) -> Locator:
    return page.get_by_label(re.compile(rf"^Giá trị chỉ tiêu {re.escape(code)}\b"))


def indicator(page: Page, code: str) -> Locator:
    return page.locator(f'[id="ct-{code}"]')


def open_panel(page: Page, number: int) -> Locator:
    """The panel of a criterion, below its row."""
    criterion(page, number).get_by_role("link").click()
    panel = page.locator(f"#panel-{number} .panel")
    expect(panel).to_be_visible()
    return panel


def log(form: Locator, word: str, *, day: str = "", note: str = "") -> None:
    form.get_by_role("radio", name=word, exact=True).check()
    if day:
        form.get_by_label("Có hiệu lực từ ngày").fill(day)
    if note:
        form.get_by_label("Ghi chú").fill(note)
    form.get_by_role("button", name="Lưu kết quả").click()


def met(page: Page) -> int:
    return int(page.locator("#tally-met").inner_text())


def remember(page: Page) -> None:
    """Leaves a mark that a reload would wipe out."""
    page.evaluate("window.sameAsBefore = true")


def expect_no_reload(page: Page) -> None:
    assert page.evaluate("window.sameAsBefore") is True
