"""The grid: a whole commune without the mouse, a column pasted, two officers on one cell, a line that drops."""

import re

import pytest
from playwright.sync_api import Error, expect

from tests.journeys.scorecards import HUONG_VIET, SET, VINH_THAI, indicator, open_scorecard, value
from tests.journeys.visitor import PHONE, picture

pytestmark = pytest.mark.journey

FIELDS = "table[data-grid] input[name=value]"
TYPED = {"percent": "87,5", "number": "1234,5", "boolean": "c", "text": "Khá"}
SHOWN = TYPED | {"boolean": "Có", "number": "1.234,5"}


def cell(page, code):
    return indicator(page, code).locator("[data-cell]").first


def at_rest(page):
    """Until nothing is on its way any more."""
    page.wait_for_function(
        "() => !Object.keys(localStorage).some(k => k.startsWith('ntm-cho-gui-'))"
    )


def told(page, code):
    """How many values the history of an indicator tells."""
    page.goto(indicator(page, code).get_by_role("link", name="Chi tiết").get_attribute("href"))
    return page.locator(".history li").count()


def test_a_whole_commune_is_entered_without_the_mouse(visitors):
    page = visitors.window("huongviet")
    open_scorecard(page, HUONG_VIET)
    keys = page.keyboard
    fields = page.locator(FIELDS)
    kinds = fields.evaluate_all("all => all.map(it => it.dataset.kind)")
    assert len(kinds) >= 57
    for _ in range(80):
        if page.evaluate(f"document.activeElement === document.querySelector('{FIELDS}')"):
            break
        keys.press("Tab")
    for place, kind in enumerate(kinds):
        here = page.evaluate(
            f"[...document.querySelectorAll('{FIELDS}')].indexOf(document.activeElement)"
        )
        assert here == place
        keys.type(TYPED[kind])
        keys.press(("Enter", "ArrowDown", "Tab")[place % 3])
    expect(page.locator("#tally-measured")).to_have_text("57")
    at_rest(page)
    picture(page, "luoi-57-gia-tri")
    page.reload()
    assert fields.evaluate_all("all => all.map(it => it.value)") == [SHOWN[one] for one in kinds]
    expect(page.locator("[data-jump=invalid]")).to_be_hidden()
    page.set_viewport_size(PHONE)
    picture(page, "luoi-360", full_page=True)


def test_a_column_of_a_spreadsheet_fills_the_cells(visitors):
    page = visitors.window("vinhlinh")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    open_scorecard(page, VINH_THAI)
    page.evaluate("navigator.clipboard.writeText('91\\n\\n87,5%\\n1.234\\n64\\n0\\n')")
    value(page, "2.1").focus()
    page.keyboard.press("Control+v")

    expect(page.locator("#grid-state")).to_contain_text(
        re.compile("đã điền 5 ô, 1 ô chưa hợp lệ, 1 dòng trống")
    )
    at_rest(page)
    expect(value(page, "2.4")).to_have_attribute("aria-invalid", "true")
    expect(indicator(page, "2.4").get_by_role("alert")).to_contain_text("1234 hoặc 1,234")
    picture(page, "luoi-dan-cot")
    page.get_by_role("button", name="1 giá trị chưa hợp lệ").click()
    expect(value(page, "2.4")).to_be_focused()
    page.keyboard.press("Escape")
    page.reload()
    expect(value(page, "2.3")).to_have_value("87,5")
    expect(value(page, "3.2")).to_have_value("Không")


def test_two_officers_on_one_cell_see_both_and_choose(visitors):
    first, second = visitors.window("huongviet"), visitors.window("tttt", color_scheme="dark")
    for page in (first, second):
        open_scorecard(page, HUONG_VIET)
    value(first, "17.7").fill("61")
    value(first, "17.7").press("Enter")
    expect(cell(first, "17.7")).to_have_class(re.compile("is-saved"))
    value(second, "17.7").fill("62")
    value(second, "17.7").press("Enter")

    split = cell(second, "17.7").locator(".split")
    expect(split).to_contain_text("Công chức trình diễn UBND xã Hướng Việt")
    expect(split.locator("output")).to_have_text("61")
    expect(split.locator("input")).to_have_value("62")
    picture(second, "luoi-hai-nguoi-toi")
    split.get_by_role("button", name="Giữ của tôi").click()
    expect(cell(second, "17.7")).to_have_class(re.compile("is-saved"))
    at_rest(second)

    value(first, "17.7").fill("63")
    value(first, "17.7").press("Enter")
    theirs = cell(first, "17.7").get_by_text("Lấy của họ")
    theirs.click()
    expect(value(first, "17.7")).to_have_value("62")
    at_rest(first)


def test_values_typed_while_the_line_is_down_arrive_once(visitors):
    page = visitors.window("huongviet")
    open_scorecard(page, HUONG_VIET)
    page.context.set_offline(offline=True)
    for code, typed in (("3.1", "71"), ("17.2", "72")):
        value(page, code).fill(typed)
        value(page, code).press("Enter")
    expect(page.get_by_role("button", name="2 chờ gửi")).to_be_visible()
    expect(indicator(page, "3.1")).to_contain_text("chờ gửi")
    expect(page.locator("#line-state")).to_contain_text("Mất kết nối")
    picture(page, "luoi-mat-ket-noi")
    with pytest.raises(Error):
        page.reload()
    page.context.set_offline(offline=False)
    open_scorecard(page, HUONG_VIET)
    at_rest(page)
    page.reload()
    expect(value(page, "3.1")).to_have_value("71")
    expect(value(page, "17.2")).to_have_value("72")
    before = told(page, "3.1")

    open_scorecard(page, HUONG_VIET)
    lost = []

    def lose_the_answer(route):
        if not lost:
            lost.append(route.fetch().status)
            route.abort()
        else:
            route.continue_()

    page.route("**/chi-tieu/*/", lose_the_answer)
    value(page, "3.1").fill("73")
    value(page, "3.1").press("Enter")
    expect(cell(page, "3.1")).to_have_class(re.compile("is-saved"))
    at_rest(page)
    assert (lost, told(page, "3.1")) == ([200], before + 1)


def test_the_drawer_follows_from_cell_to_cell(visitors):
    page = visitors.window("tttt")
    page.goto(f"/xa/{HUONG_VIET}/phieu/{SET}/")
    value(page, "3.1").focus()
    page.keyboard.press("Control+Enter")
    drawer = page.locator("#drawer")
    expect(drawer.get_by_role("heading", level=2)).to_have_text("Chỉ tiêu 3.1")
    expect(drawer).to_contain_text("Áp dụng mức")
    page.keyboard.press("ArrowDown")
    expect(drawer.get_by_role("heading", level=2)).to_have_text("Chỉ tiêu 3.2")
    page.keyboard.press("ArrowUp")
    expect(drawer.get_by_role("heading", level=2)).to_have_text("Chỉ tiêu 3.1")
    page.keyboard.press("Control+Enter")
    drawer.get_by_text("Ghi giá trị kèm ngày, ghi chú").press("Enter")
    drawer.get_by_label("Giá trị").fill("90")
    drawer.get_by_role("textbox", name="Ghi chú").fill("Theo biên bản kiểm tra")
    picture(page, "luoi-ngan-chi-tiet")
    drawer.get_by_role("button", name="Ghi", exact=True).click()
    expect(value(page, "3.1")).to_have_value("90")
    expect(drawer.locator(".history")).to_contain_text("Theo biên bản kiểm tra")
    picture(page, "luoi-ngan-da-ghi")
