"""axe finds nothing: every rule it knows, in the light; contrast again in the dark."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.journeys.scorecards import HUONG_VIET, SET, open_panel, open_scorecard
from tests.journeys.visitor import Visitors

pytestmark = pytest.mark.journey

AGENCY = "/co-quan/so-thong-tin-truyen-thong/"
SPONSOR = "/phan-cong/don-vi/so-ke-hoach-dau-tu/"
PAGES = {
    "": ["/tai-khoan/dang-nhap/", "/tai-khoan/quen-mat-khau/"],
    "tttt": [
        "/", "/xa/", f"/xa/{HUONG_VIET}/", f"/xa/{HUONG_VIET}/phieu/{SET}/",
        f"/xa/19471/phieu/{SET}/", "/phieu/1/", "/phieu/1/in/", "/tieu-chi/", f"/tieu-chi/{SET}/",
        f"/tieu-chi/{SET}/8/", "/phan-cong/", "/van-ban/", "/van-ban/1/", "/bao-cao/",
        "/bao-cao/ky/", "/bao-cao/ky/9/",
        "/bao-cao/moi/", AGENCY, f"{AGENCY}nguoi-dung/", f"{AGENCY}nguoi-dung/them/",
        f"{AGENCY}nguoi-dung/nhap/", "/tai-khoan/uy-quyen/", "/tai-khoan/nhat-ky/",
        "/tai-khoan/thong-bao/", "/tai-khoan/thong-bao/cai-dat/",
        "/tai-khoan/mat-khau/", "/tim/?q=huong", "/khong-co/",
        f"/tieu-chi/{SET}/8/nhap/?huyen=464", f"/tieu-chi/{SET}/8/dan/",
        f"/tieu-chi/{SET}/8/de-xuat/", "/nhap/", "/nhap/tep/", "/nhap/ma-tran/",
        "/phieu/1/minh-chung/", f"/xa/{HUONG_VIET}/y-kien/", "/cong-nhan/", "/ky/",
        "/ho-so/?xem=ben-canh", "/ho-so/theo-tieu-chi/", "/ho-so/28/",
        "/van-ban/11/in/", "/van-ban/soan/", "/van-ban/cho-toi/", "/chu-the-ban-hanh/",
    ],
    "gdtttt": ["/chu-the-ban-hanh/moi/"],
    "khdt": [
        "/", "/phan-cong/ma-tran/", "/phan-cong/chua-co/", SPONSOR, f"{SPONSOR}dau-moi/",
        "/viec-ke-hoach/", "/viec-ke-hoach/moi/", "/ho-tro/", "/ho-tro/?nam=1990",
        "/ke-hoach/", "/ke-hoach/?loai=xa", "/ke-hoach/do-dau/moi/", "/ke-hoach/do-dau/1/",
        "/ho-tro/tong-hop/", "/ho-tro/moi/", "/ho-tro/nhap/", "/ho-tro/1/", "/nhu-cau/",
        "/nhu-cau/1/", "/kho-khan/", "/kho-khan/moi/", "/kho-khan/1/", "/cong-trinh/",
        "/cong-trinh/1/", "/von/", "/no-xay-dung/", "/chuong-trinh/", "/nhiem-vu/2/",
        "/muc-tieu/2024/", "/muc-tieu/2024/1/", "/ho-so-huyen-thon/", "/chua-dat/",
        "/chua-dat/?loai=xong-van-chua-dat", "/chua-dat/?loai=dat-chua-chac",
        "/chua-dat/chap-nhan/", "/don-doc/", "/che-do-bao-cao/moi/",
    ],
    "vpdp": [
        "/", "/tong-quan/?huyen=464", "/tong-quan/ban-do/", "/tong-quan/tieu-chi/?huyen=465",
        "/tong-quan/bien-dong/", "/tong-quan/nguy-co/", "/tong-quan/tien-do-ky/?huyen=465",
        "/huyen/", "/huyen/465/",
        "/tong-quan/ban-do/?xem=tieu-chi&tieu-chi=8&huyen=464", "/danh-muc/", "/nguong/chua-kiem-chung/",
        f"/tieu-chi/{SET}/sua/", f"/tieu-chi/{SET}/nhap/", f"/tieu-chi/{SET}/sao-chep/",
        f"/tieu-chi/{SET}/phan-cong/", f"/tieu-chi/{SET}/them-tieu-chi/",
        f"/tieu-chi/{SET}/8/them-chi-tieu/", f"/tieu-chi/{SET}/", "/chi-tieu/1/",
        "/chi-tieu/1/sua/", "/chi-tieu/1/nguong/them/", "/nguong/1/sua/", "/nguong/1/kiem-chung/",
        "/nguong/1/bo/", "/ky/1/", "/ky/them/", "/ky/2/dong/", "/so-sanh/?huyen=464",
        f"/xa/{HUONG_VIET}/so-sanh/", "/tuong-ung/", "/tuong-ung/1/sua/", "/cong-nhan/nguy-co/",
        "/muc-cong-nhan/", f"/xa/{HUONG_VIET}/cong-nhan/them/", "/cong-nhan/1/thu-hoi/",
        "/phan-loai-xa/", f"/xa/{HUONG_VIET}/phan-loai/", "/xa/19372/ke-thua/",
        "/phieu/1/chi-tieu/1/chi-tiet/", "/phieu/1/chi-tieu/1/minh-chung/",
        f"/xa/{HUONG_VIET}/phieu/commune-advanced-2021-2025/",
        f"/xa/{HUONG_VIET}/phieu/commune-model-2021-2025/",
        "/ho-so/?xem=tat-ca", "/ho-so/hang-loat/?xem=cho-toi", "/ho-so/thoi-gian/", "/ho-so/28/mo-lai/",
        "/cong-nhan/ho-so/", "/cong-nhan/ho-so/1/", "/cong-nhan/ho-so/them/", "/cong-nhan/quy-trinh/",
        "/chuong-trinh/2024/muc-bao/", "/van-ban/den/", "/van-ban/den/1/", "/van-ban/vao-so/",
        "/van-ban/7/vao-so/", "/danh-muc/ngay-nghi/", "/kien-nghi/",
    ],
    "snnptnt": [
        "/chuong-trinh/2024/", "/chuong-trinh/2024/?xem=bang", "/chuong-trinh/2024/in/",
        "/chuong-trinh/2031/", "/nhiem-vu/6/", "/nhiem-vu/6/tien-do/", "/nhiem-vu/6/gia-han/",
        "/nhiem-vu/4/xac-nhan/?don-vi=vpdp-ntm", "/kien-nghi/2/",
    ],
    "lanhdao": ["/", "/tong-quan/gan-dat/", "/tong-quan/xu-huong/", "/tong-quan/xu-huong/?xa=19438"],
    "vinhlinh": ["/", "/ho-so/", "/ho-so/hang-loat/?xem=cho-toi", "/ho-so/4/", "/ho-so/4/chuyen/"],
    "lmhtx": ["/"],
    "huongviet": [
        "/", "/ho-so/17/", "/ho-so/17/gui/", "/ho-so/17/nhan-xet/",
        "/bao-cao/moi/", "/nhu-cau/moi/", "/kho-khan/", "/cong-trinh/nhap/",
        "/cong-trinh/moi/", "/von/moi/", "/no-xay-dung/moi/", "/ke-hoach/xa/2/",
        "/ke-hoach/xa/2/tieu-chi/", "/ke-hoach/xa/moi/", "/che-do-bao-cao/",
    ],
    "quantri": ["/"],
}  # fmt: skip
ALL = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
CONTRAST = {"resultTypes": ["violations"], "runOnly": ["color-contrast"]}


# Of rows, items and options made alike (the same tags, classes and attributes, in boxes alike) three stay on a
# page: axe's time goes with their number, and what it finds in one it finds in all.
ALIKE = 3
THIN = """most => {
  for (let timer = setTimeout(() => {}); timer; timer--) clearTimeout(timer); // no thinned form is drawn
  const name = part => part.tagName + part.className + [...part.attributes].map(each => each.name);
  const seen = {};
  const boxes = document.querySelectorAll("tbody, td, td div, ul, ol, select, datalist, svg g");
  for (const box of [...boxes].reverse()) {
    for (const one of [...box.children]) {
      const key = [box, one, ...one.querySelectorAll("*")].map(name).join();
      seen[key] = (seen[key] || 0) + 1;
      if (seen[key] > most) one.remove();
    }
  }
}"""


# Contrast is most of axe's time, and a matter of colours: of texts in the same colours, boxes and types, one is asked.
HUES = """() => {
  const seen = new Set(), places = new Map();
  const place = one => {
    if (!one) return "";
    if (!places.has(one)) {
      const look = getComputedStyle(one);
      const own = [
        one.tagName, one.getAttribute("class"), look.backgroundColor, look.backgroundImage,
        look.opacity, look.filter, look.visibility, look.position, one.matches(":disabled"),
      ];
      places.set(one, place(one.parentElement) + own.join());
    }
    return places.get(one);
  };
  const says = one => [...one.childNodes].some(part => part.nodeType === 3 && part.data.trim());
  for (const one of document.querySelectorAll("body, body *")) {
    one.removeAttribute("data-hue");
    if (!says(one) && !one.matches("input, select, textarea")) continue;
    const look = getComputedStyle(one);
    const text = [look.color, look.fontSize, look.fontWeight, look.textShadow, look.textIndent];
    const key = [...text, one.type, one.getClientRects().length > 0, place(one)].join();
    if (!seen.has(key)) one.setAttribute("data-hue", "");
    seen.add(key);
  }
}"""
ONE_OF_A_HUE = {"rules": [{"id": "color-contrast", "selector": "[data-hue]"}]}


@pytest.fixture(scope="module")
def reading(_visitors, portal, browser):
    """A window for each person, kept for all pages it reads."""
    visitors, windows = Visitors(browser, portal), {}
    visitors.states = _visitors.states  # who has signed in already need not do it again

    def window(who):
        if who not in windows:
            windows[who] = visitors.window(who, bypass_csp=True)
        return windows[who]

    yield window
    visitors.leave()


def findings(page):
    """What axe finds on the page as it stands, with no more than a few of what is made alike."""
    page.evaluate(THIN, ALIKE)
    page.evaluate(Axe().axe_script)
    page.evaluate("rules => axe.configure(rules)", ONE_OF_A_HUE)
    found = []
    for scheme, options in (("light", ALL), ("dark", CONTRAST)):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.evaluate(HUES)
        for one in page.evaluate(
            "options => axe.run(options).then(all => all.violations)", options
        ):
            nodes = [node["html"][:120] for node in one["nodes"][:3]]
            found.append(f"{page.url} {scheme} {one['id']} {len(one['nodes'])}: {nodes}")
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    return found


@pytest.mark.parametrize(
    ("who", "path"), [(who, path) for who, paths in PAGES.items() for path in paths]
)
def test_axe_finds_nothing(reading, who, path):
    page = reading(who)
    page.goto(path)
    assert findings(page) == []


def test_axe_finds_nothing_in_a_panel_and_in_a_refusal(visitors):
    page = visitors.window("tttt", bypass_csp=True)
    open_scorecard(page, HUONG_VIET)
    open_panel(page, 8)
    page.get_by_label("Giá trị chỉ tiêu 2.1").fill("1200")
    page.get_by_label("Giá trị chỉ tiêu 2.1").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Bạn nhập 1200.")
    assert findings(page) == []


def test_axe_finds_nothing_in_the_drawer_of_turned_entry(visitors):
    page = visitors.window("tttt", bypass_csp=True)
    page.goto(f"/tieu-chi/{SET}/8/nhap/?huyen=465")
    page.locator("[data-cell] input[name=value]").first.press("Control+Enter")
    expect(page.get_by_role("complementary", name="Chi tiết chỉ tiêu")).to_contain_text("8.1")
    assert findings(page) == []


def test_axe_finds_nothing_in_the_editor_and_in_what_it_refuses(visitors):
    page = visitors.window("tttt", bypass_csp=True)
    page.goto("/van-ban/soan/")
    page.get_by_label("Trích yếu").fill("Soạn cho trình đọc màn hình")
    page.get_by_role("button", name="Soạn", exact=True).click()
    for kind in ("Mục lớn (I, II, III)", "Danh sách gạch đầu dòng", "Bảng"):
        place = page.locator(".editor-add").last
        place.get_by_role("combobox").select_option(label=kind)
        place.get_by_role("button").click()
        expect(page.locator("fieldset.editor-block").last).to_contain_text(kind.split()[0])
    page.get_by_label("Ngày", exact=True).fill("mai")
    page.get_by_role("button", name="Lưu", exact=True).first.click()
    expect(page.locator("#error_day")).to_contain_text("Hãy nhập một số")
    assert findings(page) == []


def test_axe_finds_nothing_on_the_pages_of_a_draft(visitors):
    page = visitors.window("tttt", bypass_csp=True)
    page.goto("/van-ban/soan/")
    page.get_by_label("Trích yếu").fill("Các trang của một dự thảo")
    page.get_by_role("button", name="Soạn", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Soạn kế hoạch")
    paper = page.url.removesuffix("sua/")
    for part in ("", "kiem-tra/", "tep/", "phien-ban/", "buoc/trinh/"):
        page.goto(f"{paper}{part}")
        assert findings(page) == []


def test_axe_finds_nothing_where_an_issuer_is_kept(visitors):
    page = visitors.window("gdtttt", bypass_csp=True)
    page.goto("/chu-the-ban-hanh/")
    page.get_by_role("main").get_by_role("link", name="Sở Thông tin và Truyền thông").click()
    for one in ("Ghi quyền", "Ghi mẫu ký hiệu của một loại"):
        page.locator("summary").filter(has_text=one).click()
    assert findings(page) == []


def test_axe_finds_nothing_in_a_plan_being_written(visitors):
    page = visitors.window("tttt", bypass_csp=True)
    page.goto("/ke-hoach/do-dau/moi/")
    page.get_by_label("Từ năm").fill("2029")
    page.get_by_role("button", name="Lập kế hoạch").click()
    page.get_by_role("link", name="Sửa Hướng Việt").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Xã Hướng Việt")
    assert findings(page) == []
