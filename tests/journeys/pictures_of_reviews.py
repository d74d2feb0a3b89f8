"""The pictures of files of a round: queue, sheet, sending, remarks, who held how long; a file before the council."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.journeys.camera import GUIDE, at_top, keep
from tests.journeys.reviewing import VINH_GIANG, enrol, focus, object_to, open_file, row
from tests.journeys.visitor import Visitors


def sending(visitors: Visitors) -> None:
    """A commune before it sends; another that was returned two criteria."""
    enrol(visitors.portal, {"vinhgiang": f"ubnd-xa-{VINH_GIANG}"})
    page = visitors.window("vinhgiang")
    open_file(page, "Vĩnh Giang")
    page.get_by_role("link", name="Gửi hồ sơ").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Gửi hồ sơ")
    keep(page, GUIDE / "ho-so-gui.png")
    returned = visitors.window("huongviet")
    open_file(returned, "Hướng Việt")
    returned.get_by_role("link", name="Trả lời nhận xét").click()
    returned.get_by_label("Trả lời của xã").first.fill("Đã bổ sung biên bản kiểm tra")
    keep(returned, GUIDE / "ho-so-nhan-xet.png")


def sheet(visitors: Visitors) -> None:
    """The queue of a district, a file with a row open and an objection."""
    page = visitors.window("vinhlinh")
    page.goto("/ho-so/")
    keep(page, GUIDE / "ho-so-ky.png")
    open_file(page, "Vĩnh Chấp")
    object_to(page, 6, "Chưa có biên bản kiểm tra sân thể thao")
    focus(page, 5)
    page.keyboard.press("Enter")
    expect(row(page, 5)).to_contain_text("Mọi ý kiến trong hồ sơ này")
    at_top(page, "#dong-4")
    keep(page, GUIDE / "ho-so-bang.png")


def holders(visitors: Visitors) -> None:
    page = visitors.window("vpdp")
    page.goto("/ho-so/thoi-gian/")
    keep(page, GUIDE / "ho-so-thoi-gian.png")
    page.goto("/cong-nhan/ho-so/")
    page.get_by_role("main").locator("tbody a").first.click()
    keep(page, GUIDE / "ho-so-xet-cong-nhan.png")


REVIEWS: tuple[Callable[[Visitors], None], ...] = (sending, sheet, holders)
