"""The pictures of papers and plans: drafted from data, checked, on their way, signed; plans and reports owed."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from playwright.sync_api import Page, expect

from tests.documents.authority import Authority, sign
from tests.journeys.camera import GUIDE, at_top, keep
from tests.journeys.visitor import Visitors

PASTED = (
    "trường học, cơ sở vật chất văn hóa, thu nhập, hộ nghèo, tổ chức sản xuất, môi trường và an toàn "
    "thực phẩm, hệ thống chính trị và tiếp cận pháp luật, quốc phòng và an ninh và phấn đấu đạt chuẩn "
    "nông thôn mới đến năm 2025"
)
OWED = "/che-do-bao-cao/?don-vi=ubnd-xa-19438"


def plan_of(page: Page) -> None:
    """A new plan of one's agency, prefilled from assignments and scorecards."""
    page.goto("/ke-hoach/do-dau/moi/")
    page.get_by_role("button", name="Lập kế hoạch").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Kế hoạch đỡ đầu, phụ trách")


def split(visitors: Visitors) -> None:
    """A sentence of a plan, as a department pastes it, becomes criteria and a target."""
    page = visitors.window("khdt")
    plan_of(page)
    page.get_by_role("link", name="Sửa Thuận").click()
    sentence = page.get_by_label("Câu trong kế hoạch")
    sentence.fill(PASTED)
    sentence.locator("xpath=ancestor::form").get_by_role("button").first.click()
    expect(page.get_by_role("main")).to_contain_text("phấn đấu đạt chuẩn")
    page.get_by_label("Câu trong kế hoạch").evaluate("it => it.scrollIntoView({block: 'center'})")
    keep(page, GUIDE / "ke-hoach-tach-cau.png")


def on_its_way(visitors: Visitors) -> None:
    """The plan of Sở TT&TT: written, checked, sent up, signed as a file, issued, received."""
    page, director = visitors.window("tttt"), visitors.window("gdtttt")
    plan_of(page)
    at_top(page, "#xa")
    keep(page, GUIDE / "ke-hoach-do-dau.png")
    page.get_by_role("link", name="Mở văn bản").click()
    page.wait_for_url(re.compile(r"/van-ban/\d+/$"))
    paper = page.url
    page.goto(f"{paper}sua/")
    expect(page.locator("#editor-leaf")).to_contain_text("KẾ HOẠCH")
    page.locator("fieldset.editor-block").nth(2).evaluate(
        "it => it.scrollIntoView({block: 'center'})"
    )
    keep(page, GUIDE / "van-ban-soan.png")
    checked(page, paper)
    take(page, paper, "Trình lãnh đạo đơn vị")
    director.goto("/van-ban/cho-toi/")
    keep(director, GUIDE / "van-ban-cho-toi.png")
    director.goto(paper)
    keep(director, GUIDE / "van-ban-buoc-tiep-theo.png")
    take(director, paper, "Duyệt nội dung")
    take(page, paper, "Xác nhận thể thức")
    refused(page, paper)
    take(director, paper, "Ký")
    take(page, paper, "Cấp số", Số="45", Ngày_văn_bản="18/6/2024")
    take(page, paper, "Ban hành")
    office = visitors.window("vpdp")
    office.goto("/van-ban/den/")
    keep(office, GUIDE / "van-ban-den.png")


def checked(page: Page, paper: str) -> None:
    """What the form check says of a paper without its place; the place comes back."""
    for place in ("", "Quảng Trị"):
        page.goto(f"{paper}sua/")
        page.get_by_role("heading", name="Đầu văn bản").click()
        page.get_by_label("Địa danh").fill(place)
        page.get_by_role("button", name="Lưu").first.click()
        expect(page.locator("#editor-state")).to_contain_text("Đã lưu")
        page.goto(f"{paper}kiem-tra/")
        if not place:
            keep(page, GUIDE / "van-ban-the-thuc.png")


def refused(page: Page, paper: str) -> None:
    """A file that was changed after it had been signed, beside the one that is taken."""
    page.goto(paper)
    page.get_by_role("button", name="In ra PDF").click()
    pages = page.get_by_role("list", name="Các trang in")
    expect(pages.get_by_role("img").first).to_be_visible(timeout=120_000)
    page.goto(f"{paper}tep/")
    with page.expect_download() as caught:
        page.get_by_role("link", name="Tải bản in để ký").click()
    original = caught.value.path().read_bytes()
    with ThreadPoolExecutor() as beside:  # the browser keeps this thread's event loop
        signed = beside.submit(sign, original, Authority().person()).result()
    tampered = signed.replace(b"%PDF-1.7", b"%PDF-1.6", 1)
    for name, content in (("ke-hoach-da-ky.pdf", signed), ("ke-hoach-bi-sua.pdf", tampered)):
        page.goto(f"{paper}tep/")
        page.get_by_label(re.compile("^Là")).select_option("signed")
        page.locator("main input[type=file]").first.set_input_files(
            {"name": name, "mimeType": "application/pdf", "buffer": content}
        )
        page.get_by_role("button", name="Nộp tệp").click()
    expect(page.get_by_role("main")).to_contain_text("khác bản in để ký")
    at_top(page, "form[enctype]")
    keep(page, GUIDE / "van-ban-tep.png")


def take(page: Page, paper: str, name: str, **fields: str) -> None:
    """The next step of a paper."""
    page.goto(paper)
    page.get_by_role("link", name=name, exact=True).first.click()
    for label, value in fields.items():
        page.get_by_role("textbox", name=label.replace("_", " ")).fill(value)
    page.get_by_role("main").get_by_role("button", name=name).click()
    expect(page.get_by_role("main")).to_be_visible()


def of_a_commune(visitors: Visitors) -> None:
    """The plan of Hướng Việt and what it owes."""
    page = visitors.window("huongviet")
    page.goto("/ke-hoach/")
    page.get_by_role("main").get_by_role("link", name="Kế hoạch của xã").click()
    page.get_by_role("table").get_by_role("link", name=re.compile("Hướng Việt")).first.click()
    at_top(page, "#viec")
    keep(page, GUIDE / "ke-hoach-xa.png")
    page.goto(OWED)
    keep(page, GUIDE / "bao-cao-phai-nop.png")


PAPERS: tuple[Callable[[Visitors], None], ...] = (split, on_its_way, of_a_commune)
