"""Evidence: a commune drops files, one serves two values, the office opens one and takes one back."""

import base64

import pytest
from playwright.sync_api import expect

from tests.documents import files
from tests.journeys.scorecards import HUONG_VIET, indicator, open_scorecard
from tests.journeys.test_axe import findings
from tests.journeys.visitor import PHONE, picture

pytestmark = pytest.mark.journey

FIRST, SECOND = "3.1", "3.2"
PHOTO = {"name": "kênh mương.jpg", "mimeType": "image/jpeg"}
RECORD, PROGRAM = "biên bản nghiệm thu.pdf", "thật ra là chương trình.pdf"
DROP = """([name, data]) => {
  const bytes = Uint8Array.from(atob(data), (one) => one.charCodeAt(0));
  const carried = new DataTransfer();
  carried.items.add(new File([bytes], name));
  return carried;
}"""


def open_drawer(page, code):
    """The evidence of an indicator, in the drawer beside the grid."""
    open_scorecard(page, HUONG_VIET)
    indicator(page, code).get_by_role("link", name="Chi tiết").click()
    box = page.locator("#drawer [data-evidence]")
    expect(box).to_be_visible()
    return box


def drop(page, box, name, data):
    carried = page.evaluate_handle(DROP, [name, base64.b64encode(data).decode()])
    zone = box.locator("[data-drop]")
    for kind in ("dragenter", "dragover", "drop"):
        zone.dispatch_event(kind, {"dataTransfer": carried})


def shown(picture_):
    """The preview has arrived: it has a width of its own."""
    picture_.scroll_into_view_if_needed()
    expect(picture_).to_be_visible()
    expect(picture_).to_have_js_property("complete", value=True)
    assert picture_.evaluate("it => it.naturalWidth") > 50


def test_a_commune_gives_files_and_the_office_takes_one_back(visitors):
    page = visitors.window("huongviet")
    box = open_drawer(page, FIRST)
    expect(box).to_contain_text("Chưa có minh chứng")
    box.locator("input[type=file]").set_input_files([PHOTO | {"buffer": files.photo((1200, 800))}])
    expect(box.locator(".uploads .done")).to_have_count(1)
    drop(page, box, RECORD, files.pdf(2, mark="hành trình"))
    expect(box.locator(".uploads .done")).to_have_count(2)
    drop(page, box, PROGRAM, b"MZ\x90")
    expect(box.locator(".uploads .failed")).to_contain_text("Đây là tệp chương trình")
    expect(box.locator("[data-count]")).to_have_text("2")
    items = box.locator(".evidence-item")
    expect(items).to_have_count(2)
    expect(items.nth(1)).to_contain_text("2 trang")
    for item in items.all():
        shown(item.locator("img"))
    picture(page, "minh-chung-ngan-ben")

    box = open_drawer(page, SECOND)
    box.get_by_text("Dùng tệp đã nộp cho xã").click()
    box.get_by_label(RECORD).check()
    box.get_by_role("button", name="Nộp minh chứng").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Minh chứng chỉ tiêu {SECOND}")
    expect(page.get_by_role("main")).to_contain_text(
        f"Tệp «{RECORD}» đã dùng ở {FIRST} của xã Hướng Việt."
    )
    picture(page, "minh-chung-dung-chung", full_page=True)

    office = visitors.window("vpdp")
    open_scorecard(office, HUONG_VIET)
    indicator(office, FIRST).locator(".evidence-mark").click()
    office.get_by_role("link", name=RECORD, exact=True).click()
    expect(office.get_by_role("main")).to_contain_text(f"{SECOND}, xã Hướng Việt")
    shown(office.locator(".evidence-sheet img"))
    picture(office, "minh-chung-chi-tiet")
    office.get_by_label("Lý do").fill("Biên bản của công trình khác.")
    office.get_by_role("button", name="Rút").click()
    expect(office.get_by_text("Đã rút (1)")).to_be_visible()
    expect(office.locator(".evidence > .evidence-items .evidence-item")).to_have_count(1)

    page.goto(office.url)
    page.get_by_text("Đã rút (1)").click()
    expect(page.get_by_role("main")).to_contain_text("Biên bản của công trình khác.")


def test_the_line_drops_and_the_file_is_sent_again(visitors):
    page = visitors.window("huongviet")
    open_scorecard(page, HUONG_VIET)
    page.goto(indicator(page, "4.1").get_by_role("link", name="Chi tiết").get_attribute("href")
              .replace("chi-tiet", "minh-chung"))  # fmt: skip
    page.context.set_offline(True)
    page.locator("input[type=file]").set_input_files(
        [{"name": "điện.jpg", "mimeType": "image/jpeg", "buffer": files.photo((300, 200))}]
    )
    expect(page.locator(".uploads .failed")).to_contain_text("mất kết nối")
    page.context.set_offline(False)
    page.get_by_role("button", name="Gửi lại").click()
    expect(page.locator(".uploads .done")).to_contain_text("điện.jpg: đã nộp")
    expect(page.locator(".evidence-item")).to_have_count(1)


def test_without_scripts_a_plain_form_gives_files(visitors):
    page = visitors.window("huongviet", java_script_enabled=False)
    page.goto(f"/xa/{HUONG_VIET}/phieu/commune-2021-2025/")
    href = indicator(page, "3.1").get_by_role("link", name="Chi tiết").get_attribute("href")
    page.goto(href.replace("chi-tiet", "minh-chung"))
    page.locator("input[type=file]").set_input_files(
        [
            {
                "name": "không kịch bản.pdf",
                "mimeType": "application/pdf",
                "buffer": files.pdf(1, mark="js"),
            }
        ]
    )
    page.get_by_role("button", name="Nộp minh chứng").click()
    expect(page.get_by_text("Đã nộp 1 tệp.")).to_be_visible()
    expect(page.get_by_role("link", name="không kịch bản.pdf", exact=True)).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_on_a_phone_and_before_axe(visitors, scheme):
    page = visitors.window("huongviet", bypass_csp=True, viewport=PHONE, color_scheme=scheme)
    open_scorecard(page, HUONG_VIET)
    every = f"{page.url}minh-chung/"
    one = indicator(page, "8.1").locator(".evidence-mark").get_attribute("href")
    for name, path in (("tat-ca", every), ("mot", one)):
        page.goto(path)
        picture(page, f"minh-chung-{name}-{scheme}", full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        assert findings(page) == []
    page.locator(".evidence-name").first.click()
    picture(page, f"minh-chung-chi-tiet-{scheme}", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert findings(page) == []
