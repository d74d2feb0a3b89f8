"""A department's plan from its assignments to the office; a tampered file; a plan from scratch."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from playwright.sync_api import expect

from tests.documents.authority import Authority, sign
from tests.journeys.visitor import PHONE, picture

pytestmark = pytest.mark.journey

REASON = "Nêu rõ nguồn lực hỗ trợ xã Hướng Việt trước khi trình lại."
COMMUNES = ("Hải Thượng", "Hải Ba", "Hải Dương", "Tân Liên")
ROWS = 20
SAVED = re.compile("Đã (tự )?lưu")  # whichever came first: the button or the editor by itself


def act(page, name, **fields):
    """Take the next step of the paper whose page is open."""
    page.get_by_role("link", name=name, exact=True).first.click()
    for label, value in fields.items():
        page.get_by_role("textbox", name=label.replace("_", " ")).fill(value)
    page.get_by_role("main").get_by_role("button", name=name).click()


def drafted(page):
    """The plan of Sở TT&TT, prefilled from its assignments; its paper's address."""
    page.goto("/ke-hoach/do-dau/moi/")
    expect(page.get_by_role("table")).to_contain_text("Hướng Việt")
    page.get_by_role("button", name="Lập kế hoạch").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Sở TT&TT")
    picture(page, "ke-hoach-do-dau", full_page=True)
    page.get_by_role("link", name="Mở văn bản").click()
    page.wait_for_url(re.compile(r"/van-ban/\d+/$"))
    return page.url


def printed(page):
    """The open paper's pages from the worker, each of them drawn."""
    page.get_by_role("button", name="In ra PDF").click()
    leaves = page.get_by_role("list", name="Các trang in").get_by_role("img")
    expect(leaves.first).to_be_visible()
    for leaf in leaves.all():
        leaf.scroll_into_view_if_needed()  # a page out of sight is not fetched
        expect(leaf).to_have_js_property("complete", value=True)
        assert leaf.evaluate("leaf => leaf.decode().then(() => leaf.naturalWidth)") > 0
    page.evaluate("window.scrollTo(0, 0)")


def test_a_plan_goes_from_assignments_to_the_office(visitors):
    officer = visitors.window("tttt")
    paper = drafted(officer)

    _mends_what_the_form_check_finds(officer, paper)
    officer.goto(paper)
    act(officer, "Trình lãnh đạo đơn vị")
    director = visitors.window("gdtttt")
    director.goto("/van-ban/cho-toi/")
    director.get_by_role("main").get_by_role("link", name=re.compile("đỡ đầu")).first.click()
    act(director, "Trả lại", Lý_do=REASON)

    officer.goto("/tai-khoan/thong-bao/")
    expect(officer.get_by_role("main")).to_contain_text(REASON)
    officer.goto(paper)
    expect(officer.get_by_role("main")).to_contain_text(REASON)
    picture(officer, "van-ban-tra-lai", full_page=True)
    act(officer, "Trình lãnh đạo đơn vị")

    director.goto(paper)
    act(director, "Duyệt nội dung")
    officer.goto(paper)
    act(officer, "Xác nhận thể thức")
    director.goto(paper)
    act(director, "Ký")
    officer.goto(paper)
    act(officer, "Cấp số", Số="45", Ngày_văn_bản="18/6/2024")
    officer.goto(paper)
    act(officer, "Ban hành")
    expect(officer.get_by_role("heading", level=1)).to_contain_text("45/KH-STTTT")
    expect(officer.get_by_role("link", name="Sửa nội dung")).to_have_count(0)

    _is_received_and_printed(visitors.window("vpdp"), paper)


def _save_place(officer, place):
    """The page may say «saved» of what was stored before: wait for the answer to this one, whoever sends it first."""
    with officer.expect_response(lambda answer: answer.request.method == "POST"):
        officer.get_by_label("Địa danh").fill(place)
        officer.get_by_role("button", name="Lưu").first.click()


def _mends_what_the_form_check_finds(officer, paper):
    officer.get_by_role("link", name="Sửa nội dung").click()
    officer.get_by_role("heading", name="Đầu văn bản").click()
    _save_place(officer, "")
    expect(officer.locator("#editor-state")).to_contain_text(SAVED)
    expect(officer.get_by_label("Địa danh")).to_be_visible()  # the part stays open
    officer.goto(f"{paper}kiem-tra/")
    expect(officer.get_by_role("table").first).to_contain_text("Chưa có địa danh")
    picture(officer, "van-ban-the-thuc", full_page=True)
    officer.goto(f"{paper}sua/")
    officer.get_by_role("heading", name="Đầu văn bản").click()
    _save_place(officer, "Quảng Trị")
    expect(officer.locator("#editor-state")).to_contain_text(SAVED)
    picture(officer, "van-ban-soan")
    officer.goto(f"{paper}kiem-tra/")
    expect(officer.get_by_role("main")).to_contain_text("Không thấy điểm nào khác quy định.")


def _is_received_and_printed(office, paper):
    office.goto("/van-ban/den/")
    arrived = office.get_by_role("region", name="Văn bản gửi đến, chưa vào sổ")
    arrived.get_by_role("row").filter(has_text="45/KH-STTTT").get_by_role("button").click()
    office.goto("/van-ban/den/")
    expect(office.get_by_role("region", name="Sổ đến", exact=True)).to_contain_text("45/KH-STTTT")
    office.goto(paper)
    printed(office)
    picture(office, "van-ban-da-ban-hanh", full_page=True)
    code = re.search(r"[2-9A-Z]{4}-[2-9A-Z]{4}", office.get_by_role("main").inner_text())[0]
    office.goto(f"/tim/?q={code}")
    expect(office.get_by_role("main")).to_contain_text("45/KH-STTTT")
    office.set_viewport_size(PHONE)
    office.goto(paper)
    assert office.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_a_signed_file_is_taken_and_a_tampered_one_refused(visitors):
    """Sở NN&PTNT's one account walks a letter to its signer."""
    page = visitors.window("snnptnt")
    page.goto("/van-ban/soan/")
    page.get_by_label("Trích yếu").fill("Rà soát tiêu chí xã nông thôn mới năm 2024")
    page.get_by_role("main").get_by_role("button", name="Soạn").click()
    page.wait_for_url(re.compile(r"/van-ban/\d+/"))
    paper = re.search(r".*/van-ban/\d+/", page.url)[0]
    page.goto(f"{paper}sua/")
    page.get_by_label("Khối mới ở đầu").select_option(label="Đoạn văn")
    page.get_by_role("button", name="Thêm ở đầu").click()
    page.get_by_label("Đoạn văn", exact=True).fill(
        "Rà soát toàn bộ tiêu chí trước ngày 30/6/2024."
    )
    page.get_by_role("button", name="Lưu").first.click()
    expect(page.locator("#editor-state")).to_contain_text(SAVED)
    for step in ("Trình lãnh đạo đơn vị", "Duyệt nội dung", "Xác nhận thể thức"):
        page.goto(paper)
        act(page, step)
    page.goto(paper)
    printed(page)
    page.goto(f"{paper}tep/")
    with page.expect_download() as caught:
        page.get_by_role("link", name="Tải bản in để ký").click()
    original = caught.value.path().read_bytes()
    assert original.startswith(b"%PDF")
    with ThreadPoolExecutor() as beside:  # the browser keeps this thread's event loop
        signed = beside.submit(sign, original, Authority().person()).result()
    tampered = signed.replace(b"%PDF-1.7", b"%PDF-1.6", 1)
    assert tampered != signed

    def give(name, content):
        page.goto(f"{paper}tep/")
        page.get_by_label(re.compile("^Là")).select_option("signed")
        file = {"name": name, "mimeType": "application/pdf", "buffer": content}
        page.get_by_label(re.compile("^Tệp")).set_input_files(file)
        page.get_by_role("button", name="Nộp tệp").click()

    give("sua-noi-dung.pdf", tampered)
    expect(page.get_by_role("main")).to_contain_text("khác bản in để ký")
    picture(page, "van-ban-tep-bi-tu-choi", full_page=True)
    give("da-ky.pdf", signed)
    expect(page.get_by_role("region", name="Đã có")).to_contain_text("da-ky.pdf")
    picture(page, "van-ban-ban-ky", full_page=True)


def test_a_stranger_enters_a_plan_from_scratch(visitors):
    """Four communes in words and a table of twenty rows, pasted as Word gives it."""
    page = visitors.window("lmhtx")
    page.goto("/van-ban/soan/")
    page.get_by_label("Trích yếu").fill("Hỗ trợ bốn xã xây dựng nông thôn mới năm 2024")
    page.get_by_role("main").get_by_role("button", name="Soạn").click()
    page.wait_for_url(re.compile(r"/van-ban/\d+/"))
    paper = re.search(r".*/van-ban/\d+/", page.url)[0]
    page.goto(f"{paper}sua/")
    table = "\n".join(f"{one}\tViệc {one}\tPhòng {one}\tQuý III" for one in range(1, ROWS + 1))
    communes = "\n".join(f"- {one}" for one in COMMUNES)
    text = f"I. CÁC XÃ ĐƯỢC GIÚP\n{communes}\nTT\tNội dung\tThực hiện\tThời gian\n{table}\n"
    page.get_by_role("heading", name="Dán từ Word").click()
    page.get_by_label("Nội dung dán từ Word").fill(text)
    page.locator("#editor-paste-button").click()
    expect(page.locator("#editor")).to_contain_text(f"Việc {ROWS}")
    page.get_by_role("button", name="Lưu").first.click()
    expect(page.locator("#editor-state")).to_contain_text(SAVED)
    picture(page, "van-ban-dan-tu-word", full_page=True)
    page.goto(paper)
    leaf = page.get_by_role("article", name="Nội dung văn bản")
    for name in (*COMMUNES, f"Việc {ROWS}"):
        expect(leaf).to_contain_text(name)
    expect(leaf.locator(".vb-table tbody tr")).to_have_count(ROWS)
    printed(page)
    picture(page, "van-ban-trang-in", full_page=True)
