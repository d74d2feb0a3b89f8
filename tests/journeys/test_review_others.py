"""Files of a round: two reviewers at once, without JavaScript, on a phone, many at once, and after districts ended."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.reviewing import (
    DAY,
    WITHOUT_DISTRICTS,
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
from tests.journeys.test_axe import findings
from tests.journeys.visitor import PHONE, picture

pytestmark = pytest.mark.journey

VINH_HOANG = "19372"  # of 2025
TALL = {"width": 1366, "height": 4000}  # nothing lies under the bar at the foot
OF_TODAY = ("skhcn", "snnmt", "sxd")


@pytest.fixture
def stage(portal, browser, tmp_path):
    return Stage(portal, browser, tmp_path / "review.sqlite3")


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


def test_two_reviewers_at_once_on_one_cell(stage):
    with stage.on(DAY) as (portal, visitors):
        enrol(portal, {"vinhlinh2": "ubnd-vinh-linh"})
        first, second = visitors.window("vinhlinh"), visitors.window("vinhlinh2")
        for page in (first, second):
            open_file(page, "Vĩnh Thủy")
        focus(first, 4)
        first.keyboard.press("1")
        expect(row(first, 4)).to_have_attribute("data-said", "yes")

        focus(second, 4)
        second.keyboard.press("2")
        box = row(second, 4)
        box.get_by_label("Lý do").select_option(label="số liệu không đúng")
        box.get_by_label("Kết quả theo đơn vị bạn").select_option(index=1)
        box.get_by_label("Xã cần bổ sung").fill("Số hộ dùng điện khác với ngành điện")
        box.get_by_role("button", name="Ghi không đồng ý").click()
        split = box.locator(".split")
        expect(split).to_contain_text("Cán bộ trình diễn UBND huyện Vĩnh Linh")
        expect(split).to_contain_text("Đồng ý")
        expect(box.get_by_label("Xã cần bổ sung")).to_have_value(
            "Số hộ dùng điện khác với ngành điện"
        )
        picture(second, "ho-so-hai-nguoi", full_page=True)
        box.get_by_role("button", name="Giữ ý kiến của tôi").click()
        expect(row(second, 4)).to_have_attribute("data-said", "no")
        first.reload()
        expect(row(first, 4)).to_contain_text("Số hộ dùng điện khác với ngành điện")
        expect(row(first, 4)).to_contain_text("Người thử vinhlinh2")


def test_keys_act_on_the_row_and_never_in_a_field(stage):
    with stage.on(DAY) as (_, visitors):
        page = visitors.window("vinhlinh")
        open_file(page, "Vĩnh Lâm", tab="tat-ca")
        focus(page, 1)
        page.keyboard.press("1")  # the district has handed it on: to read
        expect(page.locator("#review-said")).to_contain_text("chỉ xem")
        open_file(page, "Vĩnh Thủy")
        page.keyboard.press("ArrowDown")  # with nothing in focus: the first row that waits
        expect(page.locator("#mo-1")).to_be_focused()
        for _ in range(2):
            page.keyboard.press("ArrowDown")
        expect(page.locator("#mo-3")).to_be_focused()
        page.keyboard.press("ArrowUp")
        expect(page.locator("#mo-2")).to_be_focused()
        page.keyboard.press("2")
        words = row(page, 2).get_by_label("Xã cần bổ sung")
        words.focus()
        page.keyboard.type("123")
        expect(words).to_have_value("123")
        assert row(page, 2).get_attribute("data-said") is None
        page.keyboard.press("Escape")
        expect(page.locator("#mo-2")).to_be_focused()
        page.keyboard.press("1")
        expect(row(page, 2)).to_have_attribute("data-said", "yes")
        expect(tally(page)).to_contain_text("1/19")


def test_a_department_appraises_without_javascript(stage):
    with stage.on(DAY) as (_, visitors):
        page = visitors.window("tttt", java_script_enabled=False)
        open_file(page, "Thuận")
        row(page, 8).get_by_role("button", name=re.compile("Thông tin")).click()
        expect(page.get_by_role("main")).to_contain_text("Mọi ý kiến trong hồ sơ này")
        page.get_by_text("Không đồng ý", exact=False).first.click()
        page.get_by_label("Lý do").select_option(label="chưa đạt ngưỡng")
        page.get_by_label("Kết quả theo đơn vị bạn").select_option(index=1)
        page.get_by_label("Xã cần bổ sung").fill("Còn hai thôn chưa có loa")
        page.get_by_role("button", name="Ghi không đồng ý").click()
        expect(page.get_by_role("main")).to_contain_text("Còn hai thôn chưa có loa")
        open_file(page, "Thuận")
        hand_on(page, "Nộp ý kiến thẩm định")
        expect(page.get_by_role("main")).to_contain_text("Đã nộp ý kiến thẩm định")


def test_the_sheet_and_the_queue_on_a_phone(stage):
    with stage.on(DAY) as (_, visitors):
        page = visitors.window("vinhlinh", viewport=PHONE)
        page.goto("/ho-so/")
        assert fits(page)
        picture(page, "ho-so-ky-360", full_page=True)
        open_file(page, "Trung Nam")
        assert fits(page)
        row(page, 1).get_by_role("button", name="Đồng ý tiêu chí 1", exact=False).first.click()
        expect(row(page, 1)).to_have_attribute("data-said", "yes")
        row(page, 2).locator("summary").click()
        save = row(page, 2).get_by_role("button", name="Ghi không đồng ý")
        page.wait_for_timeout(300)  # the page scrolls to the form
        under = save.bounding_box()["y"] + save.bounding_box()["height"]
        assert under <= tally(page).bounding_box()["y"]
        row(page, 2).locator("summary").click()
        assert fits(page)
        picture(page, "ho-so-bang-360")
        page.goto("/ho-so/thoi-gian/")
        assert fits(page)
        commune = visitors.window("huongviet", viewport=PHONE)
        open_file(commune, "Hướng Việt")
        commune.get_by_role("link", name="Trả lời nhận xét").click()
        assert fits(commune)
        picture(commune, "ho-so-nhan-xet-360", full_page=True)


def test_many_files_at_once_leave_out_what_nobody_opened(stage):
    with stage.on(DAY) as (_, visitors):
        page = visitors.window("vinhlinh")
        page.goto("/ho-so/")
        page.get_by_role("link", name=re.compile(r"^Làm với cả")).click()
        main = page.get_by_role("main")
        expect(main).to_contain_text("Sẽ đồng ý 21 dòng của 2 hồ sơ")
        picture(page, "ho-so-hang-loat", full_page=True)
        page.get_by_role("button", name="Đồng ý 21 dòng").click()
        page.goto("/ho-so/hang-loat/?xem=cho-toi")
        expect(main).to_contain_text("2 hồ sơ")
        page.get_by_role("button", name=re.compile("2 hồ sơ")).click()
        page.goto("/ho-so/?xem=cho-nguoi-khac")
        expect(main).to_contain_text("Kim Thạch")


def test_after_districts_ended_the_departments_of_the_day_appraise_at_once(stage):
    with stage.on(WITHOUT_DISTRICTS) as (portal, visitors):
        enrol(
            portal,
            {
                "vinhhoang": f"ubnd-xa-{VINH_HOANG}",
                "skhcn": "so-khoa-hoc-cong-nghe",
                "snnmt": "so-nong-nghiep-moi-truong",
                "sxd": "so-xay-dung",
            },
        )
        _the_office_opens_a_round_on_demand(visitors.window("vpdp"))
        _the_commune_declares_and_sends(visitors.window("vinhhoang"))
        _departments_confirmed_by_the_office(portal, visitors)


def _the_office_opens_a_round_on_demand(page):
    page.goto("/ky/")
    page.get_by_role("link", name="Thêm kỳ").click()
    page.get_by_label("Loại").select_option(label="đột xuất")
    page.get_by_label("Năm").fill("2025")
    page.get_by_label("Tên kỳ").fill("Rà soát xã mới")
    page.get_by_label("Mở từ ngày").fill("1/8/2025")
    page.get_by_label("Chốt số liệu đến hết ngày").fill("30/9/2025")
    page.get_by_label("Các xã (kỳ đột xuất)").fill("Vĩnh Hoàng")
    page.get_by_label("Ghi chú").fill("Xã mới thành lập, rà soát lại (thử)")
    picture(page, "ho-so-ky-dot-xuat", full_page=True)
    page.get_by_role("button", name=re.compile("Thêm kỳ|Lưu|Mở kỳ")).click()
    expect(page.get_by_role("main")).to_contain_text("Rà soát xã mới")


def _the_commune_declares_and_sends(page):
    open_file(page, "Vĩnh Hoàng")
    page.get_by_role("link", name="Gửi hồ sơ").click()
    boxes = page.locator("fieldset.missing")
    expect(boxes).to_have_count(19)
    for place in range(19):
        boxes.nth(place).get_by_role("radio", name="Đạt", exact=True).check()
    page.get_by_role("button", name="Lưu khai báo").click()
    expect(page.get_by_role("main")).to_contain_text("19/19 tiêu chí")
    expect(page.get_by_role("main")).to_contain_text("thẩm định")
    page.get_by_role("button", name="Gửi hồ sơ").click()
    expect(page.get_by_role("main")).to_contain_text("chờ thẩm định")


def _departments_confirmed_by_the_office(portal, visitors):
    page = visitors.window("skhcn")
    pk = open_file(page, "Vĩnh Hoàng")
    object_to(page, 8, "Ba thôn chưa có loa", doubt="chưa đạt ngưỡng")
    hand_on(page, "Nộp ý kiến thẩm định")
    let_the_others_appraise(portal, pk, OF_TODAY)
    for name in ("snnmt", "sxd"):
        other = visitors.window(name)
        open_file(other, "Vĩnh Hoàng")
        agree_with_all(other)
        hand_on(other, "Nộp ý kiến thẩm định")
    office = visitors.window("vpdp")
    open_file(office, "Vĩnh Hoàng")
    expect(row(office, 8)).to_contain_text("Ba thôn chưa có loa")
    assert office.get_by_text("Thẩm tra", exact=True).count() == 0
    focus(office, 8)
    office.keyboard.press("3")  # as the column before says
    expect(row(office, 8)).to_have_attribute("data-said", "no")
    agree_with_all(office)
    picture(office, "ho-so-khong-huyen", full_page=True)
    hand_on(office, "Xác nhận")
    expect(office.get_by_role("main")).to_contain_text("đã xác nhận")
    expect(row(office, 8)).to_contain_text("Đạt")  # what the commune claims stays beside
    expect(row(office, 8).locator("td").last).to_contain_text("Chưa đạt")
    office.goto("/ho-so/thoi-gian/")
    expect(office.get_by_role("main")).to_contain_text("Vĩnh Hoàng")


def test_what_districts_left_passes_with_its_history_to_whom_the_office_names(stage):
    with stage.on(WITHOUT_DISTRICTS) as (portal, visitors):
        enrol(portal, {"snnmt": "so-nong-nghiep-moi-truong"})
        office = visitors.window("vpdp")
        office.goto("/ho-so/?xem=giao-lai&cap=3")
        office.get_by_role("link", name="Làm với cả 20 hồ sơ").click()
        form = office.get_by_role("region", name="Giao lại bước thẩm tra")
        form.get_by_label("Giao cho").select_option(label="Sở NN&MT")
        form.get_by_label("Lý do").fill("Cấp huyện kết thúc hoạt động ngày 30/6/2025")
        picture(office, "ho-so-giao-lai", full_page=True)
        form.get_by_role("button", name="Giao lại 20 hồ sơ").click()
        expect(office.get_by_role("main")).to_contain_text("20 hồ sơ")

        heir = visitors.window("snnmt")
        open_file(heir, "Vĩnh Chấp")
        main = heir.get_by_role("main")
        expect(main).to_contain_text("Phần thẩm tra được giao lại cho Sở NN&MT")
        expect(row(heir, 5)).to_contain_text("Chưa có tài liệu chứng minh kèm theo")
        expect(row(heir, 5)).to_contain_text("UBND huyện Vĩnh Linh")
        agree_with_all(heir)
        hand_on(heir, "Thẩm tra xong, chuyển tiếp")
        expect(main).to_contain_text("chờ thẩm định")


def test_a_sponsor_reviews_beside_and_the_file_does_not_wait(stage):
    with stage.on(DAY) as (_, visitors):
        page = visitors.window("khdt")
        open_file(page, "Gio Mai", tab="ben-canh")
        main = page.get_by_role("main")
        expect(main).to_contain_text("bên cạnh, hồ sơ không chờ")
        assert page.get_by_role("link", name="Trả lại").count() == 0
        agree_with_all(page)
        hand_on(page, "Nộp ý kiến rà soát")
        expect(main).to_contain_text("Đã nộp ý kiến rà soát")
        expect(main).to_contain_text("chờ thẩm tra")
        expect(row(page, 1)).to_contain_text("Rà soát")


def test_axe_finds_nothing_on_the_pages_of_a_file(stage):
    with stage.on(DAY) as (_, visitors):
        page = visitors.window("vinhlinh", bypass_csp=True, viewport=TALL)
        pk = open_file(page, "Vĩnh Thủy")
        focus(page, 1)
        page.keyboard.press("Enter")
        expect(row(page, 1)).to_contain_text("Mọi ý kiến trong hồ sơ này")
        object_to(page, 2, "Thiếu biên bản")
        found = findings(page)
        for path in ("tra-lai/", "chuyen/", "tieu-chi/1/"):
            page.goto(f"/ho-so/{pk}/{path}")
            found += findings(page)
        office = visitors.window("vpdp", bypass_csp=True, viewport=TALL)
        for path in ("gia-han/", ""):
            office.goto(f"/ho-so/{pk}/{path}")
            found += findings(office)
        office.get_by_role("link", name=re.compile("Giao lại")).first.click()
        found += findings(office)
        assert "\n".join(found) == ""
