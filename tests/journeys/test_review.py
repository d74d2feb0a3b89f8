"""A file goes up, comes back with reasons, is answered, appraised by the departments, confirmed; the round closes."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.reviewing import (
    AFTER_THE_CUT_OFF,
    DAY,
    VINH_GIANG,
    Stage,
    agree_with_all,
    enrol,
    focus,
    hand_on,
    let_the_others_appraise,
    object_to,
    open_file,
    row,
    tally,
)
from tests.journeys.scorecards import open_scorecard
from tests.journeys.visitor import PHONE, picture

pytestmark = pytest.mark.journey

ASKED = {3: "Chưa có biên bản kiểm tra tưới tiêu", 18: "Chưa có danh sách cán bộ, công chức"}


@pytest.fixture
def stage(portal, browser, tmp_path):
    return Stage(portal, browser, tmp_path / "review.sqlite3")


def test_a_file_from_the_commune_to_the_office_and_the_round_closes(stage):
    with stage.on(DAY) as (portal, visitors):
        enrol(portal, {"vinhgiang": f"ubnd-xa-{VINH_GIANG}", "sxd": "so-xay-dung"})
        _the_commune_sends(visitors.window("vinhgiang"))
        pk = _the_district_returns_two(visitors.window("vinhlinh"))
        _the_commune_answers(visitors.window("vinhgiang"))
        _the_district_looks_at_what_changed(visitors.window("vinhlinh"))
        let_the_others_appraise(portal, pk)
        for name in ("tttt", "snnptnt", "sxd"):
            _a_department_appraises(visitors.window(name), name)
        _the_office_confirms(visitors.window("vpdp"))
    with stage.on(AFTER_THE_CUT_OFF) as (_, visitors):
        _the_office_closes_the_round(visitors.window("vpdp"), pk)


def _the_commune_sends(page):
    open_scorecard(page, VINH_GIANG)
    bar = page.locator("#tally-file")
    expect(bar).to_contain_text("Đã khai báo đủ, hồ sơ chưa gửi")
    expect(bar).to_contain_text("Còn 2 ngày")
    bar.get_by_role("link", name="Gửi hồ sơ").click()
    expect(page.get_by_role("main")).to_contain_text("19/19 tiêu chí")
    expect(page.get_by_role("main")).to_contain_text("UBND huyện Vĩnh Linh")
    picture(page, "ho-so-gui", full_page=True)
    page.get_by_role("button", name="Gửi hồ sơ").click()
    expect(page.get_by_role("main")).to_contain_text("chờ thẩm tra")
    expect(page.get_by_role("link", name="Rút lại hồ sơ")).to_be_visible()


def _the_district_returns_two(page):
    pk = open_file(page, "Vĩnh Giang")
    focus(page, 1)
    page.keyboard.press("Enter")
    expect(row(page, 1)).to_contain_text("Mọi ý kiến trong hồ sơ này")
    page.keyboard.press("1")
    expect(row(page, 1)).to_have_attribute("data-said", "yes")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("1")
    expect(row(page, 2)).to_have_attribute("data-said", "yes")
    expect(tally(page)).to_contain_text("2/19 tiêu chí đã có ý kiến")
    for number, words in ASKED.items():
        object_to(page, number, words)
    expect(tally(page)).to_contain_text("2 không đồng ý")
    picture(page, "ho-so-bang", full_page=True)
    tally(page).get_by_role("link", name="Trả lại").click()
    expect(page.get_by_role("main")).to_contain_text("Xã phải trả lời 2 nhận xét")
    page.get_by_role("button", name="Trả lại cho xã").click()
    expect(page.get_by_role("main")).to_contain_text("Hồ sơ đã trả lại cho xã")
    return pk


def _the_commune_answers(page):
    page.goto("/")
    page.goto("/ho-so/")
    page.get_by_role("rowheader").get_by_role("link", name="Vĩnh Giang", exact=True).click()
    page.get_by_role("link", name="Trả lời nhận xét").click()
    for number, words in ASKED.items():
        box = page.get_by_role("article").filter(has_text=words)
        expect(box).to_contain_text(f"Tiêu chí {number}")
        box.get_by_label("Trả lời của xã").fill(f"Đã bổ sung: {words.lower()}")
        if number == 3:
            picture(page, "ho-so-nhan-xet", full_page=True)
        box.get_by_role("button", name="Lưu trả lời").click()
        expect(box).to_contain_text("Đã lưu trả lời")
    expect(page.locator("#remark-foot")).to_contain_text("Đã trả lời mọi nhận xét")
    page.locator("#remark-foot").get_by_role("link", name="Gửi lại").click()
    page.get_by_role("button", name="Gửi lại").click()
    expect(page.get_by_role("main")).to_contain_text("chờ thẩm tra")
    expect(page.get_by_role("main")).to_contain_text("gửi lần 2")


def _the_district_looks_at_what_changed(page):
    open_file(page, "Vĩnh Giang")
    for number in ASKED:
        expect(row(page, number)).to_contain_text("Đã bổ sung")
        row(page, number).get_by_role("button", name="Đã trả lời đủ").click()
        expect(row(page, number)).to_contain_text("✓ đã trả lời đủ")
    expect(row(page, 1)).to_have_count(0)  # agreed with before, and not touched since
    picture(page, "ho-so-lan-hai", full_page=True)
    for number in ASKED:
        focus(page, number)
        page.keyboard.press("1")
        expect(row(page, number)).to_have_attribute("data-said", "yes")
    agree_with_all(page)
    expect(tally(page)).to_contain_text("19/19 tiêu chí đã có ý kiến")
    hand_on(page, "Thẩm tra xong, chuyển tiếp")
    expect(page.get_by_role("main")).to_contain_text("chờ thẩm định")


def _a_department_appraises(page, name):
    open_file(page, "Vĩnh Giang")
    agree_with_all(page)
    if name == "snnptnt":
        picture(page, "ho-so-tham-dinh", full_page=True)
    hand_on(page, "Nộp ý kiến thẩm định")


def _the_office_confirms(page):
    open_file(page, "Vĩnh Giang")
    agree_with_all(page)
    picture(page, "ho-so-xac-nhan", full_page=True)
    hand_on(page, "Xác nhận")
    expect(page.get_by_role("main")).to_contain_text("đã xác nhận")
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    picture(page, "ho-so-xac-nhan-360")


def _the_office_closes_the_round(page, pk):
    page.goto("/ky/")
    page.get_by_role("link", name="Kỳ 6 tháng đầu năm 2024").first.click()
    page.get_by_role("link", name="Đóng kỳ").click()
    expect(page.get_by_role("main")).to_contain_text("96/101 hồ sơ chưa xác nhận")
    picture(page, "ho-so-dong-ky", full_page=True)
    page.get_by_role("button", name="Đóng kỳ").click()
    expect(page.get_by_role("main")).to_contain_text("Đã đóng Kỳ 6 tháng đầu năm 2024")
    page.goto(f"/ho-so/{pk}/")
    expect(page.get_by_role("main")).to_contain_text("hồ sơ đã khóa")
    page.get_by_role("link", name="Mở lại hồ sơ").click()
    page.get_by_label(re.compile("Lý do")).fill("Xã gửi nhầm biên bản của năm trước")
    page.get_by_role("button", name="Mở lại").click()
    expect(page.get_by_role("main")).to_contain_text("Hồ sơ được mở lại")
    expect(page.get_by_role("main")).to_contain_text("sửa sau khi đóng kỳ")
