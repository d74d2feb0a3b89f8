"""An officer of a department: what it stands behind, logging in place, and what it may not touch."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.scorecards import (
    HUONG_VIET,
    VINH_THAI,
    criterion,
    expect_no_reload,
    indicator,
    log,
    met,
    open_panel,
    open_scorecard,
    remember,
    result,
    value,
)
from tests.journeys.visitor import picture, sign_in

pytestmark = pytest.mark.journey

FOREIGN = "19471"  # Thuận: the assignment of another department


def test_home_tells_what_the_department_stands_behind(visitors):
    page = visitors.window()
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Đăng nhập")
    sign_in(page, "tttt", visitors.portal.password)
    picture(page, "tttt-viec-cua-toi", full_page=True)

    cards = page.locator(".communes > li")
    names = [one.strip() for one in cards.get_by_role("heading").all_inner_texts()]
    assert names == ["Xã Hướng Việt", "Xã Vĩnh Long", "Xã Vĩnh Thái", "Xã Vĩnh Tú"]
    duties = ["đỡ đầu", "phụ trách", "đỡ đầu", "phụ trách"]
    assert cards.locator(".chip:not(.chip-warn)").all_inner_texts() == duties
    for card in cards.all():
        expect(card).to_contain_text("QĐ 1625 chưa nhập danh sách")
    expect(cards.first).to_contain_text("10/19 số tiêu chí đạt, bộ 2016–2020")

    own = page.get_by_role("row").filter(has_text="Thông tin và Truyền thông")
    counts = [int(text.split("/")[0]) for text in own.locator("td.num").all_inner_texts()]
    assert sum(counts) == 101
    own.get_by_role("rowheader").get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("8. Thông tin và Truyền thông")
    expect(page.locator(".context-line")).to_contain_text("101 xã")
    picture(page, "tttt-tieu-chi-8")


def test_assignments_of_unknown_duty_say_so(visitors):
    page = visitors.window("khdt")
    page.goto("/")

    cards = page.locator(".communes > li")
    assert cards.count() == 4
    for card in cards.all():
        expect(card.locator(".chip").first).to_have_text("chưa rõ nhiệm vụ")


def test_a_status_is_logged_in_place(visitors):
    page = visitors.window("tttt")
    page.goto("/")
    page.locator(".communes > li").filter(has_text="Hướng Việt").get_by_role(
        "link", name="Mở phiếu theo dõi"
    ).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Phiếu theo dõi tiêu chí xã Hướng Việt"
    )
    remember(page)
    before = met(page)

    log(open_panel(page, 8), "Đạt", day="10/6/2024", note="Xã đã đủ bốn nội dung.")

    expect(result(page, 8)).to_contain_text("Đạt")
    expect(result(page, 8)).to_contain_text("10/6/2024 · Sở TT&TT")
    expect(result(page, 8)).to_contain_text("Xã đã đủ bốn nội dung.")
    expect(page.locator("#tally-met")).to_have_text(str(before + 1))
    picture(page, "tttt-da-ghi")
    expect_no_reload(page)

    page.reload()
    expect(result(page, 8)).to_contain_text("10/6/2024 · Sở TT&TT")
    expect(page.locator("#tally-met")).to_have_text(str(before + 1))


def test_a_value_is_judged_at_once(visitors):
    page = visitors.window("tttt")
    open_scorecard(page, HUONG_VIET)
    remember(page)
    row = indicator(page, "17.7")
    expect(row).to_contain_text("≥ 100%")
    measured = int(page.locator("#tally-measured").inner_text())

    value(page, "17.7").fill("87,5")
    value(page, "17.7").press("Enter")

    expect(row).to_contain_text("đã lưu")
    expect(row.locator(".verdict")).to_have_text("✕ chưa đạt")
    expect(value(page, "17.7")).to_have_value("87,5")
    expect(page.locator("#tally-measured")).to_have_text(str(measured + 1))
    picture(page, "tttt-so-lieu")
    expect_no_reload(page)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("1.234", "Hãy nhập 1234 hoặc 1,234."),
        ("1200", "Giá trị phải từ 0 đến 100 (%). Bạn nhập 1200."),
    ],
)
def test_a_value_that_cannot_be_is_refused_and_kept_as_typed(visitors, typed, told):
    page = visitors.window("tttt")
    open_scorecard(page, HUONG_VIET)
    value(page, "2.1").fill(typed)
    value(page, "2.1").press("Enter")

    expect(indicator(page, "2.1").get_by_role("alert")).to_contain_text(told)
    expect(value(page, "2.1")).to_have_value(typed)
    expect(indicator(page, "2.1")).to_contain_text("chưa có số liệu")
    picture(page, f"tttt-tu-choi-{typed.replace('.', '-')}")


def test_a_wrong_entry_is_withdrawn_with_a_reason(visitors):
    page = visitors.window("tttt")
    open_scorecard(page, HUONG_VIET)
    before = met(page)
    log(open_panel(page, 7), "Đạt")
    expect(page.locator("#tally-met")).to_have_text(str(before + 1))

    panel = open_panel(page, 7)
    told = panel.get_by_role("listitem").first
    expect(told).to_contain_text("Chưa đánh giá → Đạt")
    expect(told).to_contain_text("rà soát, hiệu lực 18/6/2024")
    expect(told).to_contain_text("Cán bộ trình diễn Sở TT&TT")
    told.get_by_text("Rút (sửa nhầm)").click()
    told.get_by_label("Lý do").fill("Nhầm với xã khác")
    told.get_by_role("button", name="Rút").click()

    expect(result(page, 7)).to_contain_text("Chưa đánh giá")
    expect(page.locator("#tally-met")).to_have_text(str(before))
    told = open_panel(page, 7).get_by_role("listitem").first
    expect(told).to_contain_text("Nhầm với xã khác")
    expect(told.get_by_role("button", name="Rút")).to_have_count(0)
    picture(page, "tttt-lich-su")


def test_a_foreign_criterion_has_no_form_and_takes_no_post(visitors):
    page = visitors.window("tttt")
    open_scorecard(page, FOREIGN)
    expect(criterion(page, 8).get_by_role("link")).to_have_text(re.compile("^Ghi"))
    expect(criterion(page, 1).get_by_role("link")).to_have_text(re.compile("^Lịch sử"))
    panel = open_panel(page, 1)
    expect(panel).to_contain_text("Bạn không ghi được tiêu chí này")
    expect(panel.get_by_role("button", name="Lưu kết quả")).to_have_count(0)

    token = page.locator("[name=csrfmiddlewaretoken]").first.input_value()
    number = re.search(r"/phieu/(\d+)/", page.url)[1]
    answer = page.request.post(
        f"/phieu/{number}/tieu-chi/1/ket-qua/",
        form={"csrfmiddlewaretoken": token, "status": "met", "base": ""},
    )
    assert answer.status == 403
    assert "Bạn chỉ ghi được cho xã mà cơ quan bạn đỡ đầu, phụ trách" in answer.text()


def test_the_same_without_scripts(visitors):
    page = visitors.window("tttt", java_script_enabled=False)
    open_scorecard(page, VINH_THAI)
    before = met(page)
    criterion(page, 8).get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("8. Thông tin và Truyền thông")
    log(page.locator("main"), "Đạt", note="Ghi không cần JavaScript")

    expect(page).to_have_url(re.compile("#tc-8$"))
    expect(result(page, 8)).to_contain_text("Ghi không cần JavaScript")
    assert met(page) == before + 1

    value(page, "17.7").fill("1200")
    indicator(page, "17.7").get_by_role("button", name="Lưu").click()
    expect(page.get_by_role("alert")).to_contain_text("Bạn nhập 1200.")
    expect(value(page, "17.7")).to_have_value("1200")
    value(page, "17.7").fill("100")
    page.get_by_role("button", name="Lưu").click()
    expect(indicator(page, "17.7").locator(".verdict")).to_have_text("● đạt")

    criterion(page, 8).get_by_role("link").click()
    page.get_by_text("Rút (sửa nhầm)").click()
    page.get_by_label("Lý do").fill("Thử rút")
    page.get_by_role("button", name="Rút").click()
    expect(result(page, 8)).to_contain_text("Chưa đánh giá")


def test_the_second_of_two_people_sees_both_words_and_chooses(visitors):
    officer, director = visitors.window("tttt"), visitors.window("gdtttt")
    for page in (officer, director):
        open_scorecard(page, VINH_THAI)
        open_panel(page, 3)
    log(director.locator("#panel-3"), "Đạt", note="Đã tưới chủ động")
    expect(result(director, 3)).to_contain_text("Đạt")

    panel = officer.locator("#panel-3")
    with officer.expect_response("**/ket-qua/") as answer:
        log(panel, "Chưa đạt", note="Còn 12 ha chưa tưới được")
    assert answer.value.status == 409
    expect(panel.get_by_role("alert")).to_contain_text("Giám đốc trình diễn Sở TT&TT")
    expect(panel.locator(".now")).to_contain_text("Đạt")
    expect(panel.get_by_role("radio", name="Chưa đạt", exact=True)).to_be_checked()
    expect(panel.get_by_label("Ghi chú")).to_have_value("Còn 12 ha chưa tưới được")
    picture(officer, "tttt-hai-nguoi")

    panel.get_by_role("button", name="Lưu kết quả").click()
    expect(result(officer, 3)).to_contain_text("Còn 12 ha chưa tưới được")
    expect(open_panel(officer, 3).get_by_role("listitem").first).to_contain_text("Đạt → Chưa đạt")
