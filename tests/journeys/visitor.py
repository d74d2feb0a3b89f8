"""People before a browser: signed in, in a window of some size, watched for what must not happen."""

import os
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, Response, expect

from tests.journeys.portal import ROOT, Portal

PICTURES = ROOT / "var" / "journeys"
PATIENCE = 30_000  # ms; the machine may have other things to do
OFFICE_PC = {"width": 1366, "height": 768}
PHONE = {"width": 360, "height": 800}


class Visitors:
    """Opens windows for people; each window signs in once a run and is watched."""

    def __init__(self, browser: Browser, portal: Portal) -> None:
        self.browser, self.portal, self.url = browser, portal, portal.url
        self.states: dict[str, Any] = {}
        self.contexts: list[BrowserContext] = []
        self.troubles: list[str] = []

    def window(self, username: str = "", **options: Any) -> Page:
        """A page before the portal, signed in as somebody or as nobody."""
        if username and username not in self.states:
            self.states[username] = self._signed_in(username)
        context = self._context(storage_state=self.states.get(username), **options)
        return context.new_page()

    def _context(self, **options: Any) -> BrowserContext:
        wanted = {"viewport": OFFICE_PC, "reduced_motion": "reduce", **options}
        context = self.browser.new_context(
            base_url=self.url, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", **wanted
        )
        context.set_default_timeout(PATIENCE)
        context.on("page", self._watch)
        self.contexts.append(context)
        return context

    def _watch(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.troubles.append(f"{page.url}: {error}"))
        page.on("request", lambda request: self._ask(request.url))
        page.on("response", self._answer)
        page.on("console", lambda said: self._said(page.url, said.type, said.text))

    def _ask(self, url: str) -> None:
        if not url.startswith((self.url, "data:", "blob:", "about:")):
            self.troubles.append(f"asked another host: {url}")

    def _answer(self, response: Response) -> None:
        if response.status >= 500:
            self.troubles.append(f"{response.url}: {response.status}")

    def _said(self, url: str, kind: str, text: str) -> None:
        if (
            kind == "error"
            and "Failed to load resource" not in text
            and "Response Status" not in text
        ):
            self.troubles.append(f"{url}: {text}")

    def _signed_in(self, username: str) -> Any:
        page = self._context().new_page()
        sign_in(page, username, self.portal.password)
        return page.context.storage_state()

    def leave(self) -> None:
        """Closes every window, and tells what went wrong in any of them."""
        for context in self.contexts:
            context.close()
        self.contexts = []
        troubles, self.troubles = self.troubles, []
        assert troubles == [], troubles


def sign_in(page: Page, username: str, password: str) -> None:
    page.goto("/tai-khoan/dang-nhap/")
    page.get_by_label("Tên đăng nhập").fill(username)
    page.get_by_label("Mật khẩu").fill(password)
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Việc của tôi")


def picture(page: Page, name: str, **options: Any) -> None:
    """Kept in var/journeys, for whoever wants to see what the journeys saw; `PICTURES=no` does without."""
    if os.environ.get("PICTURES") == "no":
        return
    PICTURES.mkdir(parents=True, exist_ok=True)
    path = PICTURES / f"{name}.png"
    page.screenshot(path=path, caret="initial", **options)  # hiding it takes an inline style
