"""Keeps the screen as a picture of the user guide: an office PC's screen, small, colours on a palette."""

from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

from tests.journeys.portal import ROOT

GUIDE = ROOT / "docs" / "huong-dan" / "hinh"
COLOURS = 96
HEAVIEST = 150_000  # bytes


def keep(page: Page, path: Path) -> None:
    """The screen as it stands, as a small PNG."""
    picture = Image.open(BytesIO(page.screenshot(caret="initial"))).convert("RGB")
    path.parent.mkdir(parents=True, exist_ok=True)
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
    if path.stat().st_size > HEAVIEST:
        raise RuntimeError(f"{path} is {path.stat().st_size} bytes")


def at_top(page: Page, selector: str) -> None:
    page.locator(selector).evaluate("it => it.scrollIntoView({block: 'start'})")
