"""Help from a spreadsheet: read, asked, refused by its row and column, stored on confirm."""

import datetime as dt
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from python_calamine import CalamineWorkbook

from communes.exports import to_xlsx
from plans.imports.support import HEADER, Reader, read_rows
from plans.imports.support_sheet import template
from plans.models import PlanDraft, SupportAction
from tests.factories import (
    AgencyFactory,
    CommuneFactory,
    CriteriaSetFactory,
    CriterionFactory,
    IndicatorFactory,
    MembershipFactory,
    SupportActionFactory,
)

pytestmark = pytest.mark.django_db
DAY = dt.date(2024, 6, 18)
GOOD = {
    "commune": "gio mai",
    "content": "Tập huấn tổ công nghệ số",
    "form": "tập huấn",
    "done_on": dt.date(2024, 5, 10),
    "done-own": 12.5,
}


def sheet(*rows, names=None, above=()):
    """A workbook with our heads and these rows, by the names of the columns."""
    names = names or [*dict.fromkeys(name for row in rows for name in row)]
    cells = [[row.get(name, "") for name in names] for row in rows]
    heads = [HEADER[name] for name in names]
    if above:
        blank = [""] * (len(heads) - 1)
        return to_xlsx("Hỗ trợ", [above[0], *blank], [heads, *cells])
    return to_xlsx("Hỗ trợ", heads, cells)


@pytest.fixture
def commune():
    return CommuneFactory(name="Gio Mai")


@pytest.fixture
def own():
    return AgencyFactory(name="Sở Kế hoạch và Đầu tư", short_name="Sở KH&ĐT")


@pytest.fixture
def read(own):
    def understand(*rows, answers=None, allowed=lambda agency: True, **more):
        reader = Reader(day=DAY, own=own, allowed=allowed, answers=answers or {})
        return reader.understand(read_rows(sheet(*rows, **more)))

    return understand


def test_a_row_is_read_whole(read, commune, own):
    (row,) = read(GOOD | {"quantity_done": 24, "quantity_unit": "người", "note": "Đợt 1"})
    given = row.given
    assert row.is_good
    assert (row.at, row.agency, given.commune) == (2, own, commune)
    assert (given.state, given.done_on, given.form) == ("done", dt.date(2024, 5, 10), "training")
    assert {one.source: one.done for one in given.money}["own"] == Decimal("12.5")
    assert {one.source: one.done for one in given.money}["credit"] is None
    assert (given.quantity_done, given.quantity_unit, given.note) == (24, "người", "Đợt 1")


def test_without_a_day_it_is_planned(read, commune):
    (row,) = read(
        {"commune": commune.name, "content": "x", "form": "cho vay", "planned_on": "30/9/2024"}
    )
    assert (row.given.state, row.given.planned_on) == ("planned", dt.date(2024, 9, 30))


def test_heads_may_stand_below_a_title(read, commune):
    (row,) = read(GOOD, above=["BẢNG HỖ TRỢ 6 THÁNG"])
    assert (row.at, row.given.commune) == (3, commune)


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"commune": "Không Có"}, "cột «Xã»: không có xã «Không Có»"),
        ({"commune": ""}, "cột «Xã»: còn thiếu"),
        ({"content": ""}, "cột «Nội dung»: còn thiếu"),
        ({"form": "tặng quà"}, "cột «Hình thức»: «tặng quà» không có trong danh sách"),
        ({"form": ""}, "cột «Hình thức»: còn thiếu"),
        ({"done_on": "hôm qua"}, "cột «Ngày thực hiện»: «hôm qua» không phải là ngày"),
        ({"done_on": "20/6/2024"}, "Ngày thực hiện không được sau ngày làm việc 18/6/2024."),
        ({"done-own": "1.234"}, "cột «Kinh phí của đơn vị: thực hiện»: «1.234» có thể là"),
        ({"done-own": "-5"}, "không được âm"),
        ({"about": "99"}, "cột «Tiêu chí, chỉ tiêu»: bộ tiêu chí đang áp dụng không có «99»"),
        ({"agency": "Sở Không Có"}, "cột «Đơn vị hỗ trợ»: không rõ «Sở Không Có»"),
        ({"state": "theo kế hoạch"}, "Đã nhập số thực hiện thì tình trạng phải là"),
        ({"content": "x" * 501}, "cột «Nội dung»: dài quá 500 chữ"),
    ],
)
def test_a_wrong_cell_is_named(read, commune, more, told):
    assert commune
    (row,) = read(GOOD | more)
    assert not row.is_good
    assert any(told in problem for problem in row.problems), row.problems


def test_a_foreign_agency_is_refused(read, commune):
    assert commune
    other = AgencyFactory(name="Sở Công Thương")
    (row,) = read(GOOD | {"agency": "so cong thuong"}, allowed=lambda agency: agency != other)
    assert row.problems == ("cột «Đơn vị hỗ trợ»: bạn không ghi được cho Sở Công Thương",)
    (row,) = read(GOOD | {"agency": "so cong thuong"})
    assert (row.is_good, row.agency) == (True, other)


def test_two_communes_of_one_name_are_asked_and_answered(read, commune):
    twin = CommuneFactory(name="Gio Mai")
    (row,) = read(GOOD)
    assert (row.is_good, set(row.choices)) == (False, {commune, twin})
    (row,) = read(GOOD, answers={"2": str(twin.pk)})
    assert (row.is_good, row.given.commune) == (True, twin)
    (row,) = read(GOOD, answers={"2": "bo"})
    assert (row.is_good, row.skipped, row.problems) == (False, True, ())


def test_criteria_and_indicators_go_by_their_codes(read, commune):
    assert commune
    held = CriteriaSetFactory(code="now", starts=dt.date(2021, 1, 1))
    criterion = CriterionFactory(criteria_set=held, number=17)
    first = IndicatorFactory(criterion=criterion, code="17.1", order=1)
    IndicatorFactory(criterion=criterion, code="17.10", order=10)
    rows = read(
        *(GOOD | {"about": text} for text in ("17", "TC 17", "17.1", "chỉ tiêu 17.10", 17.1))
    )
    found = [(row.given.criterion, row.given.indicator) if row.given else None for row in rows]
    assert found[:3] == [(criterion, None), (criterion, None), (criterion, first)]
    assert found[3][1].code == "17.10"
    assert found[4] is None  # a number cell cannot tell 17.1 from 17.10
    assert "17.1 hoặc 17.10" in rows[4].problems[0]


def test_what_stands_there_already_is_told(read, commune, own):
    stored = SupportActionFactory(
        agency=own,
        commune=commune,
        content="tập huấn Tổ công nghệ số",
        done_on=dt.date(2024, 5, 10),
    )
    rows = read(GOOD, GOOD | {"content": "Khác"}, GOOD | {"content": "khác"})
    assert [row.twin for row in rows] == [f"đã có ở hoạt động số {stored.pk}", "", "trùng dòng 3"]


def test_reading_costs_the_same_for_one_row_as_for_five(
    read, commune, django_assert_max_num_queries
):
    assert commune
    with django_assert_max_num_queries(7):
        read(GOOD)
    with django_assert_max_num_queries(7):
        read(*(GOOD | {"content": f"{n}"} for n in range(5)))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"not a book", "unreadable"),
        (sheet({"commune": "x", "content": "y"}), "missing_columns"),
        (sheet({"note": ""}, names=["commune", "content", "form"]), "no_rows"),
    ],
)
def test_a_file_that_is_no_list_is_refused(content, code):
    with pytest.raises(ValidationError) as refused:
        read_rows(content)
    assert refused.value.code == code


def test_the_template_reads_back(read, commune):
    book = CalamineWorkbook.from_filelike(BytesIO(template()))
    heads = book.get_sheet_by_index(0).to_python()[0]
    assert len(heads) == len(HEADER)
    filled = to_xlsx("Hỗ trợ", heads, [[GOOD.get(name, "") for name in HEADER]])
    (raw,) = read_rows(filled)
    assert (raw["commune"], raw["done-own"], raw["done_on"]) == ("gio mai", "12,5", "2024-05-10")
    with pytest.raises(ValidationError) as refused:
        read_rows(template())
    assert refused.value.code == "no_rows"


@pytest.fixture
def officer(client, own):
    user = MembershipFactory(agency=own).user
    client.force_login(user)
    return user


def send(client, *rows):
    file = SimpleUploadedFile("ho-tro.xlsx", sheet(*rows))
    return client.post("/ho-tro/nhap/", {"file": file})


def test_a_list_is_looked_at_and_then_stored(client, officer, commune, own):
    answer = send(client, GOOD, GOOD | {"content": "Hai"})
    draft = PlanDraft.objects.get()
    assert (answer.status_code, answer.url) == (302, f"/ho-tro/nhap/{draft.pk}/")
    page = client.get(answer.url)
    assert page.context["good"] == 2
    assert not SupportAction.objects.exists()
    assert client.post(f"{answer.url}ghi/", {"seen": "1"}).url == "/ho-tro/"
    assert {(one.agency, one.commune, one.by) for one in SupportAction.objects.all()} == {
        (own, commune, officer)
    }
    again = client.post(f"{answer.url}ghi/", {"seen": "1"})
    assert (again.status_code, SupportAction.objects.count()) == (409, 2)


@pytest.mark.usefixtures("officer", "commune")
def test_wrong_rows_stay_out_only_when_that_is_said(client):
    url = send(client, GOOD, GOOD | {"commune": "Không Có"}).url
    refused = client.post(f"{url}ghi/", {"seen": "1"})
    assert (refused.status_code, SupportAction.objects.count()) == (422, 0)
    assert "Còn 1 dòng chưa ghi được" in refused.content.decode()
    client.post(f"{url}ghi/", {"seen": "1", "only_good": "1"})
    assert SupportAction.objects.count() == 1


@pytest.mark.usefixtures("officer", "commune")
def test_twins_stay_out_unless_they_are_ticked(client):
    for ticked, count in (({}, 1), ({"twins": "1"}, 2)):
        url = send(client, GOOD).url
        if not SupportAction.objects.exists():
            client.post(f"{url}ghi/", {"seen": "1"})
            url = send(client, GOOD).url
        client.post(f"{url}ghi/", {"seen": "1"} | ticked)
        assert SupportAction.objects.count() == count


@pytest.mark.usefixtures("officer", "commune")
def test_an_answer_is_kept_and_an_old_page_refused(client):
    twin = CommuneFactory(name="Gio Mai")
    url = send(client, GOOD).url
    assert "«gio mai» là xã nào?" in client.get(url).content.decode()
    assert client.post(f"{url}xa/", {"seen": "1", "answer:2": str(twin.pk)}).status_code == 302
    assert client.get(url).context["good"] == 1
    assert client.post(f"{url}xa/", {"seen": "1", "answer:2": "bo"}).status_code == 409
    assert client.post(f"{url}ghi/", {"seen": "1"}).status_code == 409
    client.post(f"{url}ghi/", {"seen": "2"})
    assert SupportAction.objects.get().commune == twin


@pytest.mark.usefixtures("officer", "commune")
def test_a_list_is_given_up(client):
    url = send(client, GOOD).url
    client.post(f"{url}bo/")
    assert client.post(f"{url}ghi/", {"seen": "1"}).status_code == 409
    assert not SupportAction.objects.exists()


@pytest.mark.usefixtures("commune")
def test_only_its_maker_stores_a_list(client, officer):
    url = send(client, GOOD).url
    assert officer
    client.force_login(MembershipFactory().user)
    assert [client.get(url).status_code, client.post(f"{url}ghi/").status_code] == [403, 403]


@pytest.mark.usefixtures("officer")
def test_a_bad_file_is_told_beside_the_field(client):
    answer = client.post("/ho-tro/nhap/", {"file": SimpleUploadedFile("a.xlsx", b"text")})
    assert answer.status_code == 422
    assert "Không đọc được tệp này" in answer.content.decode()


@pytest.mark.usefixtures("officer")
def test_the_template_downloads(client):
    answer = client.get("/ho-tro/nhap/mau.xlsx")
    assert answer.content[:2] == b"PK"
    assert "mau-ho-tro.xlsx" in answer.headers["Content-Disposition"]
