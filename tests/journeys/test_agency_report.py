"""A department's report: figures by themselves, words beside them, new figures, signed and issued."""

import re
from io import BytesIO

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.journeys.test_office import plain
from tests.journeys.test_papers import act
from tests.journeys.visitor import PHONE, picture

pytestmark = pytest.mark.journey

KIND = "Báo cáo 6 tháng của đơn vị phụ trách, đỡ đầu"
WORDS = "Tổ công tác của Sở đã làm việc tại xã Hướng Việt ba lần trong kỳ."
MADE = 120_000  # milliseconds


def made(page):
    """The run whose page is open, once the worker is done with it."""
    polls = []
    page.on("response", lambda one: polls.append(one.url) if one.url.endswith("/tien-do/") else 0)
    download = page.get_by_role("link", name="Tải báo cáo (PDF)")
    expect(download).to_be_visible(timeout=MADE)
    return re.search(r"/bao-cao/(\d+)/", page.url)[0]


def text_of(page, run):
    answer = page.request.get(f"{run}tep/")
    return plain(PdfReader(BytesIO(answer.body())))


def test_a_department_writes_beside_its_figures_signs_and_issues(visitors):
    page = visitors.window("tttt")
    page.goto("/bao-cao/")
    page.get_by_role("link", name="Lập báo cáo").first.click()
    page.get_by_role("link", name=KIND).click()
    expect(page.get_by_label("Cơ quan, đơn vị").locator("option:checked")).to_have_text("Sở TT&TT")
    picture(page, "bao-cao-lap")
    page.get_by_role("button", name="Lập báo cáo").click()
    page.wait_for_url(re.compile(r"/bao-cao/\d+/$"))
    first = made(page)
    text = text_of(page, first)
    for words in (
        *("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "SỞ THÔNG TIN VÀ TRUYỀN THÔNG", "Kính gửi:"),
        *("Hướng Việt", "Vĩnh Thái", "Vĩnh Long", "Vĩnh Tú", "Nơi nhận:"),
    ):
        assert words in text
    assert WORDS not in text

    _a_number_opens_its_rows(page, first)
    _writes(page, first)
    second = _takes_new_figures(page, first)
    paper = _signs(visitors, page, second)

    office = visitors.window("vpdp")
    office.goto(paper)
    expect(office.get_by_role("heading", level=1)).to_contain_text("46/BC-STTTT")
    expect(office.get_by_role("main")).to_contain_text(WORDS)
    office.goto(second)
    expect(office.get_by_role("main")).to_contain_text("đã ban hành")
    expect(office.get_by_role("button", name="Lưu phần đơn vị viết")).to_have_count(0)
    office.set_viewport_size(PHONE)
    office.goto(second)
    assert office.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    picture(office, "bao-cao-360", full_page=True)


def _a_number_opens_its_rows(page, run):
    page.goto(run)
    picture(page, "bao-cao-xong", full_page=True)
    links = page.get_by_role("article", name="Nội dung văn bản").get_by_role("link")
    addresses = dict.fromkeys(one.get_attribute("href") for one in links.all())
    assert addresses
    for address in list(addresses)[:6]:
        assert page.request.get(address).status == 200


def _writes(page, run):
    page.goto(run)
    place = page.get_by_role("textbox").filter(has_text="Đơn vị bổ sung").first
    place.fill(WORDS)
    page.get_by_role("button", name="Lưu phần đơn vị viết").click()
    expect(page.get_by_role("main")).to_contain_text("Đã lưu phần đơn vị viết.")
    expect(page.get_by_role("article", name="Nội dung văn bản")).to_contain_text(WORDS)
    picture(page, "bao-cao-viet", full_page=True)


def _takes_new_figures(page, run):
    page.get_by_role("button", name="Lấy số liệu mới").click()
    page.wait_for_url(lambda url: re.search(r"/bao-cao/\d+/$", url) and not url.endswith(run))
    second = made(page)
    page.goto(second)
    assert WORDS in text_of(page, second)
    page.get_by_role("link", name="so sánh").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("So từng số liệu")
    expect(page.get_by_role("main")).to_contain_text("Mọi số liệu của hai báo cáo giống nhau.")
    with page.expect_download() as caught:
        page.goto(second)
        page.get_by_role("link", name="Tải tất cả bảng (XLSX)").click()
    assert caught.value.suggested_filename.endswith(".xlsx")
    return second


def _signs(visitors, page, run):
    page.goto(run)
    page.get_by_role("link", name="Kiểm tra, trình ký, ban hành").click()
    page.wait_for_url(re.compile(r"/van-ban/\d+/$"))
    paper = page.url
    act(page, "Trình lãnh đạo đơn vị")
    director = visitors.window("gdtttt")
    director.goto(paper)
    act(director, "Duyệt nội dung")
    page.goto(paper)
    act(page, "Xác nhận thể thức")
    director.goto(paper)
    act(director, "Ký")
    page.goto(paper)
    act(page, "Cấp số", Số="46", Ngày_văn_bản="18/6/2024")
    page.goto(paper)
    act(page, "Ban hành")
    expect(page.get_by_role("heading", level=1)).to_contain_text("46/BC-STTTT")
    return paper
