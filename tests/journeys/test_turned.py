"""A department fills one criterion for all communes by paste; a commune agrees with one word, contests another."""

import re

import pytest
from playwright.sync_api import expect

from communes.names import search_key
from tests.journeys.scorecards import HUONG_VIET, SET
from tests.journeys.visitor import PHONE, picture

pytestmark = pytest.mark.journey

TURNED = f"/tieu-chi/{SET}/8/nhap/"


def names_of(page):
    """The communes as the page writes them, with their districts."""
    rows = page.locator("table.turned tbody tr")
    return rows.evaluate_all(
        "rows => rows.map(row => [row.querySelector('.place a').innerText,"
        " row.querySelector('.place small').innerText])"
    )


def row_of(page, name):
    link = page.get_by_role("link", name=name, exact=True)
    return page.locator("table.turned tbody tr").filter(has=link)


def as_a_department_keeps_it(places):
    """A sheet as it is: numbered, by district, some names without marks or shortened, a total."""
    lines = ["TT\tTên xã\t8.1\t8.2\t8.3\t8.4\tGhi chú"]
    number = 0
    for district in sorted({one for _, one in places}):
        lines.append(f"\tHuyện {district}\t\t\t\t\t")
        for name, _ in (one for one in places if one[1] == district):
            number += 1
            said = "Có\tx\tKhông\tCó" if number % 10 == 0 else "Có\tx\tCó\tCó"
            lines.append(f"{number}\t{written(name, number)}\t{said}\t")
    return "\n".join([*lines, f"\tTổng cộng\t{number}\t{number}\t\t\t"])


def written(name, number):
    first, *rest = name.split()
    if number % 7 == 0 and rest:
        return f"{first[0]}. {' '.join(rest)}"
    return search_key(name) if number % 3 == 0 else name


def test_a_department_fills_a_criterion_for_all_communes_by_paste(visitors):
    page = visitors.window("tttt")
    page.goto("/")
    page.get_by_role("link", name="Nhập tiêu chí 8 cho các xã").click()
    expect(page).to_have_url(re.compile(re.escape(TURNED)))
    expect(page.locator("table.turned tbody tr")).to_have_count(101)
    picture(page, "tieu-chi-8-cac-xa")
    places = names_of(page)

    page.get_by_role("link", name="Dán bảng").click()
    page.get_by_label("Bảng xã và số liệu").fill(as_a_department_keeps_it(places))
    picture(page, "tieu-chi-8-dan")
    page.get_by_role("button", name="Đọc bảng").click()
    expect(page).to_have_url(re.compile(r"/nhap/\d+/$"))
    picture(page, "tieu-chi-8-xem-truoc", full_page=True)
    assert page.locator("select[name^='answer:']").count() == 0, "a short name was not understood"

    page.get_by_role("button", name=re.compile(r"^Ghi \d+ ô")).click()
    expect(page.get_by_role("status").first).to_contain_text("ô")
    picture(page, "tieu-chi-8-da-ghi")

    page.goto(TURNED)
    row = page.locator(f"#xa-{HUONG_VIET}")
    expect(row.get_by_label(re.compile("^8.2,"))).to_have_value("Có")
    expect(row.locator(".proposal")).to_contain_text("Máy tính:")
    expect(page.get_by_role("link", name="Chưa có số liệu 0")).to_be_visible()
    picture(page, "tieu-chi-8-sau-khi-dan")


def test_the_machine_proposes_and_the_department_logs_what_it_saw(visitors):
    page = visitors.window("tttt")
    page.goto(TURNED)
    page.get_by_role("link", name="Ghi theo đề xuất của máy").click()
    button = page.get_by_role("button", name=re.compile("Ghi các xã đã chọn"))
    expect(button).to_be_visible()
    picture(page, "tieu-chi-8-de-xuat")
    proposed = page.locator("table tbody th a").all_inner_texts()
    logged, left = proposed[0], proposed[-1]
    assert logged != left
    page.get_by_label(re.compile("^Ghi cho xã")).last.uncheck()
    expect(button).to_contain_text(f"({len(proposed) - 1}/{len(proposed)})")
    button.click()
    expect(page).to_have_url(re.compile(re.escape(TURNED)))
    expect(row_of(page, logged).locator(".stage").first).to_have_text("Đ")
    row = row_of(page, left)
    expect(row.locator(".stage", has_text="Đ")).to_have_count(0)

    row.get_by_label(f"Ghi kết quả cho xã {left}").select_option("met")
    expect(row.locator(".saved-mark")).to_have_text("vừa ghi")
    picture(page, "tieu-chi-8-ghi-tai-dong")


def test_a_commune_agrees_with_one_word_and_contests_another(visitors):
    page = visitors.window("huongviet")
    page.goto("/")
    page.get_by_role("link", name=re.compile("chờ xã cho ý kiến")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("xã Hướng Việt")
    picture(page, "xa-cho-y-kien")
    waiting = page.locator("tbody tr").count()

    row = page.locator("tbody tr").filter(has_text="Chỉ tiêu 8.1")
    row.get_by_role("link", name="Cho ý kiến").click()
    row.get_by_label("Đồng ý", exact=True).check()
    row.get_by_role("button", name="Gửi ý kiến").click()
    expect(row.get_by_role("status")).to_have_text("Đã ghi ý kiến của xã.")

    row = page.locator("tbody tr").filter(has_text="Chỉ tiêu 8.3")
    row.get_by_role("link", name="Cho ý kiến").click()
    row.get_by_label("Không đồng ý", exact=True).check()
    row.get_by_role("button", name="Gửi ý kiến").click()
    expect(row.get_by_role("alert")).to_have_text("Không đồng ý thì phải nêu lý do.")
    row.get_by_label("Lý do").fill("Hệ thống loa của hai thôn hỏng từ tháng 5.")
    picture(page, "xa-khong-dong-y")
    row.get_by_role("button", name="Gửi ý kiến").click()
    expect(row.get_by_role("status")).to_have_text("Đã ghi ý kiến của xã.")
    page.reload()
    expect(page.locator("tbody tr")).to_have_count(waiting - 2)

    department = visitors.window("tttt", viewport=PHONE)
    department.goto("/")
    department.get_by_role("link", name="1 xã không đồng ý").click()
    expect(department.locator("table.turned tbody tr")).to_have_count(1)
    expect(department.locator("table.turned tbody tr")).to_contain_text("hỏng từ tháng 5")
    picture(department, "tieu-chi-8-xa-khong-dong-y-dien-thoai", full_page=True)


def test_the_paste_page_and_the_reply_work_on_a_phone_and_without_scripts(visitors):
    page = visitors.window("huongviet", viewport=PHONE, java_script_enabled=False)
    page.goto(f"/xa/{HUONG_VIET}/y-kien/")
    picture(page, "xa-cho-y-kien-dien-thoai")
    page.get_by_role("link", name=re.compile("^Cho ý kiến")).first.click()
    page.get_by_label("Đồng ý", exact=True).check()
    page.get_by_role("button", name="Gửi ý kiến").click()
    expect(page).to_have_url(re.compile("/y-kien/$"))
    page.get_by_role("button", name=re.compile("^Đồng ý với cả")).click()
    expect(page.get_by_role("status")).to_contain_text("Đã đồng ý với")
    expect(page.get_by_role("heading", level=2)).to_have_text(
        "Không có nội dung nào chờ xã cho ý kiến"
    )

    department = visitors.window("tttt", viewport=PHONE, java_script_enabled=False)
    department.goto(f"/tieu-chi/{SET}/8/dan/")
    department.get_by_label("Bảng xã và số liệu").fill("Huong Viet;Không")
    department.get_by_role("button", name="Đọc bảng").click()
    expect(department.get_by_text("Chưa rõ cột số liệu là chỉ tiêu nào")).to_be_visible()
    choice = department.get_by_label("Cột số liệu là")
    first = choice.locator("option").filter(has_text=re.compile("^8.1 "))
    choice.select_option(value=first.get_attribute("value"))
    picture(department, "dan-dien-thoai", full_page=True)
    department.get_by_role("button", name="Đọc bảng").click()
    expect(department).to_have_url(re.compile(r"/nhap/\d+/$"))
