"""The coordination office: the province at a glance, figures that open, a sheet and a report on paper."""

import re
from io import BytesIO
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from tests.journeys.scorecards import HUONG_VIET, open_scorecard
from tests.journeys.visitor import picture

pytestmark = pytest.mark.journey

A4 = (595, 842)  # points
ROWS = ".heat-table tbody tr"


def plain(reader):
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in reader.pages))


def asked(page):
    return parse_qs(urlsplit(page.url).query)


def test_the_strip_tells_reality_and_target(visitors):
    page = visitors.window("vpdp")
    page.goto("/")
    page.get_by_role("navigation").get_by_role("link", name="Tổng quan").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tổng quan toàn tỉnh")
    picture(page, "vpdp-tong-quan", full_page=True)

    first = page.locator("#kpi a.tile").first
    expect(first.locator(".tile-figure")).to_have_text("75/101")
    expect(first).to_contain_text("mục tiêu 77 (76,2 %) · còn 2")
    expect(first).to_contain_text("QĐ 645")
    expect(page.locator(ROWS)).to_have_count(101)


def test_every_figure_opens_its_rows(visitors):
    page = visitors.window("vpdp")
    page.goto("/tong-quan/")
    tiles = [
        (one.locator(".tile-figure").inner_text(), one.get_attribute("href"))
        for one in page.locator("#kpi a.tile").all()
    ]
    assert len(tiles) >= 4
    for figure, link in tiles:
        page.goto(f"/tong-quan/{link}" if link.startswith("?") else link)
        assert (figure, page.locator(ROWS).count()) == (figure, int(figure.split("/")[0]))


def test_filters_stand_in_the_address(visitors):
    page = visitors.window("vpdp")
    page.goto("/tong-quan/")
    page.get_by_label("Huyện").select_option(label="Vĩnh Linh")
    page.get_by_label("Chưa đạt tiêu chí").select_option(label="10. Thu nhập")
    page.get_by_role("button", name="Xem").click()
    page.wait_for_url("**chua-dat=10**")

    rows = page.locator(ROWS)
    assert 0 < rows.count() < 101
    for row in rows.all():
        expect(row.locator("td").nth(0)).to_have_text("Vĩnh Linh")
        expect(row.locator("td").nth(11)).to_have_text(re.compile("^[✕◐]"))
    assert asked(page)["chua-dat"] == ["10"]
    picture(page, "vpdp-loc")
    names = rows.locator("th a").all_inner_texts()
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải bảng này (XLSX)").click()
    sheet = CalamineWorkbook.from_path(download.value.path()).get_sheet_by_index(0).to_python()
    cells = [str(cell) for row in sheet for cell in row]
    assert [name for name in names if f"xã {name}" not in cells] == []

    again = visitors.window("lanhdao")
    again.goto(page.url)
    assert again.locator(f"{ROWS} th a").all_inner_texts() == names


def test_the_same_as_of_another_day(visitors):
    page = visitors.window("vpdp")
    page.goto("/tong-quan/")
    now = page.locator(ROWS).all_inner_texts()
    page.get_by_label("Tại ngày").fill("2022-12-31")
    page.get_by_role("button", name="Xem").click()
    page.wait_for_url("**ngay=2022-12-31**")

    expect(page.locator(".context-line")).to_contain_text("31/12/2022")
    expect(page.locator(ROWS)).to_have_count(101)
    assert page.locator(ROWS).all_inner_texts() != now


def test_a_cell_opens_the_scorecard_at_its_criterion(visitors):
    page = visitors.window("vpdp")
    page.goto("/tong-quan/?huyen=")
    row = page.locator(ROWS).filter(has=page.get_by_role("link", name="Hướng Việt", exact=True))
    row.locator("td").nth(2 + 8 - 1).get_by_role("link").click()

    expect(page).to_have_url(re.compile(r"/phieu/\d+/#tc-8$"))
    expect(page.locator("#tc-8")).to_be_in_viewport()


def test_a_sheet_prints_on_a4(visitors):
    page = visitors.window("vpdp")
    open_scorecard(page, HUONG_VIET)
    names = page.locator("tr.criterion > th").all_inner_texts()
    assert len(names) == 19
    page.get_by_role("link", name="In phiếu").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Phiếu theo dõi tiêu chí nông thôn mới"
    )
    reader = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True)))

    sizes = {tuple(round(float(one)) for one in page.mediabox[2:]) for page in reader.pages}
    assert sizes == {A4}
    assert 2 <= len(reader.pages) <= 5  # five where every indicator has a value
    text = plain(reader)
    for name in names:
        assert re.sub(r"^\d+\s*", "", name) in text
    assert "xã Hướng Việt" in text
    assert (
        "Chưa đánh giá" in text
    )  # a status is told in words, whatever the printer makes of colours
