"""A stranger to papers writes a plan from scratch; the line drops; two windows touch the same paragraph."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.visitor import PHONE, picture

pytestmark = pytest.mark.journey
START = "/van-ban/soan/?loai=KH"
COMMUNES = ("Gio Mai", "Hải An", "Cam Tuyền", "Hướng Việt")
SAVED = re.compile(r"^Đã (tự )?lưu bản \d+")


def begin(page, title):
    """A new plan, in the editor."""
    page.goto(START)
    page.get_by_label("Trích yếu").fill(title)
    page.get_by_role("button", name="Soạn", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Soạn kế hoạch")


def blocks(page):
    return page.locator("fieldset.editor-block")


def add(page, kind):
    """A block at the end."""
    before = blocks(page).count()
    place = page.locator(".editor-add").last
    place.get_by_role("combobox").select_option(label=kind)
    place.get_by_role("button").click()
    expect(blocks(page)).to_have_count(before + 1)
    return blocks(page).last


def state(page):
    return page.locator("#editor-state")


def save(page):
    page.keyboard.press("Control+s")
    expect(state(page)).to_have_text(re.compile(r"^Đã lưu bản \d+"))


def test_a_plan_with_a_table_of_twenty_rows_is_written_from_scratch(visitors):
    page = visitors.window("tttt")
    begin(page, "Đỡ đầu bốn xã xây dựng nông thôn mới năm 2025")

    heading = add(page, "Mục lớn (I, II, III)")
    expect(heading.get_by_label("Số của mục")).to_have_value("I")
    page.keyboard.type("Danh sách xã")  # it waits for its title
    listed = add(page, "Danh sách gạch đầu dòng")
    listed.get_by_label("Danh sách, mỗi dòng một ý").fill("\n".join(COMMUNES))
    table = add(page, "Bảng")
    table.get_by_label("Số dòng thêm").fill("17")
    table.get_by_role("button", name="Thêm dòng", exact=True).click()
    expect(page.get_by_label("Dòng 20, cột 1")).to_have_value("20")
    page.get_by_label("Dòng 1, cột 2").evaluate(
        """(cell) => {
          const copied = new DataTransfer();
          copied.setData("text/plain", Array.from({length: 20}, (_, n) => `Việc ${n + 1}`).join("\\n"));
          cell.dispatchEvent(new ClipboardEvent("paste", {clipboardData: copied, bubbles: true, cancelable: true}));
        }"""
    )
    expect(page.get_by_label("Dòng 20, cột 2")).to_have_value("Việc 20")

    save(page)

    leaf = page.locator("#editor-leaf")
    expect(leaf).to_contain_text("I. DANH SÁCH XÃ")
    expect(leaf.locator(".vb-table tbody tr")).to_have_count(20)
    for name in COMMUNES:
        expect(leaf).to_contain_text(f"- {name}")
    picture(page, "editor-1366", full_page=True)


def test_what_is_pasted_from_word_keeps_its_structure(visitors):
    page = visitors.window("tttt")
    begin(page, "Dán từ nơi khác")

    page.get_by_role("heading", name="Dán từ Word", exact=True).click()
    page.get_by_label("Nội dung dán từ Word").evaluate(
        """(box) => {
          const copied = new DataTransfer();
          copied.setData("text/plain", "không dùng");
          copied.setData("text/html", "<p class=MsoNormal><b>II. NỘI DUNG</b></p><ul><li>Một<li>Hai</ul>"
            + "<table><tr><td>TT<td>Xã<tr><td>1<td>Gio Mai</table><script>document.title='x'</script>");
          box.dispatchEvent(new ClipboardEvent("paste", {clipboardData: copied, bubbles: true, cancelable: true}));
        }"""
    )
    page.get_by_role("button", name="Đưa vào văn bản").click()

    expect(blocks(page)).to_have_count(3)
    expect(page.get_by_label("Tên mục")).to_have_value("NỘI DUNG")
    expect(page.get_by_label("Danh sách, mỗi dòng một ý")).to_have_value("Một\nHai")
    expect(page.get_by_label("Dòng 1, cột 2")).to_have_value("Gio Mai")
    save(page)


def test_what_is_typed_survives_a_dropped_line_and_a_closed_window(visitors):
    page = visitors.window("tttt")
    begin(page, "Mất kết nối")
    add(page, "Đoạn văn").get_by_label("Đoạn văn", exact=True).fill("Đoạn đầu")
    save(page)

    page.context.set_offline(offline=True)
    page.get_by_label("Đoạn văn", exact=True).fill("Gõ lúc mất mạng")
    expect(state(page)).to_contain_text("Mất kết nối")
    page.context.set_offline(offline=False)
    expect(state(page)).to_have_text(SAVED)

    page.context.set_offline(offline=True)
    page.get_by_label("Đoạn văn", exact=True).fill("Gõ rồi đóng thẻ")
    expect(state(page)).to_contain_text("Mất kết nối")
    address, context = page.url, page.context
    page.close(run_before_unload=False)
    context.set_offline(offline=False)
    again = context.new_page()
    again.goto(address)
    expect(again.get_by_label("Đoạn văn", exact=True)).to_have_value("Gõ rồi đóng thẻ")
    expect(state(again)).to_have_text(SAVED)
    again.reload()
    expect(again.get_by_label("Đoạn văn", exact=True)).to_have_value("Gõ rồi đóng thẻ")


def test_two_windows_never_overwrite_each_other(visitors):
    one, two = visitors.window("tttt"), visitors.window("tttt")
    begin(one, "Hai người cùng sửa")
    add(one, "Đoạn văn").get_by_label("Đoạn văn", exact=True).fill("Đoạn thứ nhất")
    add(one, "Đoạn văn").get_by_label("Đoạn văn", exact=True).fill("Đoạn thứ hai")
    save(one)
    two.goto(one.url)
    first, second = "Đoạn văn", "Đoạn văn"

    one.get_by_label(first, exact=True).first.fill("Đoạn thứ nhất, của tôi")
    save(one)
    two.get_by_label(second, exact=True).last.fill("Đoạn thứ hai, của bạn")
    two.keyboard.press("Control+s")
    expect(state(two)).to_contain_text("gộp với phần")
    expect(two.get_by_label(first, exact=True).first).to_have_value("Đoạn thứ nhất, của tôi")

    one.get_by_label(second, exact=True).last.fill("Đoạn thứ hai, của tôi")
    one.keyboard.press("Control+s")
    expect(one.get_by_role("alert")).to_contain_text("vừa sửa cùng chỗ")
    picture(one, "editor-clash")
    one.get_by_role("radio", name="Giữ cả hai").check()
    save(one)
    leaf = one.locator("#editor-leaf")
    expect(leaf).to_contain_text("Đoạn thứ hai, của bạn")
    expect(leaf).to_contain_text("Đoạn thứ hai, của tôi")

    one.get_by_role("link", name="Phiên bản").click()
    one.get_by_role("link", name=re.compile("^So với bản")).first.click()
    expect(one.locator("ins").first).to_be_visible()
    picture(one, "editor-differences", full_page=True)


def test_a_block_goes_in_between_where_one_asks_for_it(visitors):
    page = visitors.window("tttt")
    begin(page, "Thêm vào giữa")
    add(page, "Đoạn văn").get_by_label("Đoạn văn", exact=True).fill("Đoạn thứ nhất")
    add(page, "Đoạn văn").get_by_label("Đoạn văn", exact=True).fill("Đoạn thứ ba")
    between = page.locator(".editor-add").nth(1)
    expect(between.get_by_role("combobox")).to_be_hidden()

    between.get_by_text("+ Thêm khối").click()
    between.get_by_role("button", name="Thêm vào đây").click()
    expect(blocks(page)).to_have_count(3)
    page.keyboard.type("Đoạn thứ hai")  # it waits for its words
    save(page)

    leaf = page.locator("#editor-leaf").inner_text()
    assert leaf.index("thứ nhất") < leaf.index("thứ hai") < leaf.index("thứ ba")


def test_two_tabs_keep_their_unsaved_words_apart(visitors):
    first = visitors.window("tttt")
    begin(first, "Hai thẻ một văn bản")
    for words in ("Đoạn thứ nhất", "Đoạn thứ hai"):
        add(first, "Đoạn văn").get_by_label("Đoạn văn", exact=True).fill(words)
    save(first)
    context, address = first.context, first.url
    second = context.new_page()
    second.goto(address)
    context.set_offline(offline=True)
    first.get_by_label("Đoạn văn", exact=True).first.fill("Gõ ở thẻ thứ nhất")
    second.get_by_label("Đoạn văn", exact=True).last.fill("Gõ ở thẻ thứ hai")
    for tab in (first, second):
        expect(state(tab)).to_contain_text("Mất kết nối")
    first.close(run_before_unload=False)
    second.close(run_before_unload=False)
    context.set_offline(offline=False)

    third = context.new_page()
    third.goto(address)
    expect(third.get_by_label("Đoạn văn", exact=True).last).to_have_value("Gõ ở thẻ thứ hai")
    expect(third.get_by_label("Đoạn văn", exact=True).first).to_have_value("Gõ ở thẻ thứ nhất")
    third.keyboard.press("Control+s")
    expect(state(third)).to_contain_text("gộp với phần")
    for place, words in ((0, "Gõ ở thẻ thứ nhất"), (1, "Gõ ở thẻ thứ hai")):
        expect(third.get_by_label("Đoạn văn", exact=True).nth(place)).to_have_value(words)
    third.reload()
    for place, words in ((0, "Gõ ở thẻ thứ nhất"), (1, "Gõ ở thẻ thứ hai")):
        expect(third.get_by_label("Đoạn văn", exact=True).nth(place)).to_have_value(words)


def test_a_draft_is_written_on_a_phone_without_scripts(visitors):
    page = visitors.window("tttt", viewport=PHONE, java_script_enabled=False)
    begin(page, "Không có JavaScript")
    add(page, "Đoạn văn").get_by_label("Đoạn văn", exact=True).fill("Viết trên điện thoại")
    page.get_by_role("button", name="Lưu", exact=True).first.click()

    expect(page.get_by_text("Đã lưu bản 2.")).to_be_visible()
    expect(page.locator("#editor-leaf")).to_contain_text("Viết trên điện thoại")
    picture(page, "editor-360", full_page=True)
