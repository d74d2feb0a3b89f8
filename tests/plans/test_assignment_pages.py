"""The pages of assignments: as of any day, in and out as a sheet; who may keep them."""

import datetime as dt
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from communes.choices import AgencyKind
from criteria.models import SponsorAssignment
from documents.models import OfficialDocument
from plans.choices import DraftState
from plans.imports.assignments import read_sheets
from plans.imports.sheet_rows import from_file
from plans.models import PlanDraft
from plans.selectors.assignment_matrix import alone, matrix
from tests.factories import (
    AgencyFactory,
    CommuneFactory,
    PaperFactory,
    SponsorAssignmentFactory,
)
from tests.plans.lists import STARTS, province

pytestmark = pytest.mark.django_db
DAY = dt.date(2024, 6, 18)
KHDT, YTE = "so-ke-hoach-dau-tu", "so-y-te"
TABLE = "Cơ quan\tXã\tNhiệm vụ\nSở KH&ĐT\tGio Mai\tđỡ đầu\nSở Y tế\tThuan\tphụ trách"


@pytest.fixture
def world():
    AgencyFactory(slug="ubnd-tinh", name="UBND tỉnh", kind=AgencyKind.PROVINCE)
    return province()


def bring(client, text=TABLE, **more):
    said = {
        "symbol": "99/QĐ-UBND",
        "dated": "27/6/2024",
        "title": "Phân công đỡ đầu",
        "issuer": "ubnd-tinh",
        "starts": "1/7/2024",
        "scope": "whole",
        "text": text,
    }
    return client.post("/phan-cong/nhap/", said | more)


def draft_of(response):
    return PlanDraft.objects.get(pk=int(response.url.split("/")[-2]))


def act(client, draft, verb, **said):
    return client.post(f"/phan-cong/nhap/{draft.pk}/{verb}/", said)


def days(draft, **more):
    return {"starts": "1/7/2024", "ends": "", "scope": "whole", "version": draft.version} | more


# ── the matrix and those with nobody ─────────────────────────────────────────────────────────


def test_the_matrix_counts_across_and_down(member, world):
    for name in ("Gio Mai", "Thuận"):
        SponsorAssignmentFactory(agency=world.agencies[KHDT], commune=world.communes[name])
    SponsorAssignmentFactory(agency=world.agencies[YTE], commune=world.communes["Thuận"], duty="")
    SponsorAssignmentFactory(
        agency=world.agencies[YTE],
        commune=world.communes["Gio Mai"],
        ends=dt.date(2021, 1, 1),
    )
    found = matrix(member, DAY)
    assert [(str(one.agency), one.count) for one in found.columns] == [
        ("Sở KH&ĐT", 2),
        ("Sở Y tế", 1),
    ]
    rows = {row.commune.name: row for row in found.rows}
    assert [rows[name].count for name in ("Gio Mai", "Thuận", "Vĩnh Tú")] == [1, 2, 0]
    assert rows["Gio Mai"].cells[1] is None
    assert (found.count, found.alone, len(found.rows)) == (3, 7, 9)


def test_the_matrix_of_a_district_and_of_an_agency(member, world):
    SponsorAssignmentFactory(agency=world.agencies[KHDT], commune=world.communes["Thuận"])
    district = world.communes["Thuận"].district.code
    assert len(matrix(member, DAY, district=district).rows) == 3
    (row,) = matrix(member, DAY, agency="ke hoach").rows
    assert row.commune.name == "Thuận"
    assert matrix(member, DAY, agency="y te").columns == ()


def test_the_matrix_page_says_each_duty_in_words(client, member, world):
    SponsorAssignmentFactory(agency=world.agencies[KHDT], commune=world.communes["Thuận"])
    page = client.get("/phan-cong/ma-tran/").content.decode()
    assert "Sở KH&amp;ĐT – Thuận: đỡ đầu" in page
    assert (
        "Không có ngày «ba»" in client.get("/phan-cong/ma-tran/", {"ngay": "ba"}).content.decode()
    )


def test_a_downloaded_matrix_can_be_read_in_again(client, member, world):
    for name, duty in (("Gio Mai", "sponsor"), ("Thuận", "in_charge"), ("Vĩnh Tú", "")):
        for agency in (KHDT, YTE, "lien-minh-htx"):
            SponsorAssignmentFactory(
                agency=world.agencies[agency], commune=world.communes[name], duty=duty
            )
    content = client.get("/phan-cong/ma-tran/", {"dang": "xlsx"}).content
    found = read_sheets(from_file(content), {"starts": f"{STARTS}"})
    assert len(found.pairs) == 9
    assert {one.duty for one in found.pairs} == {"sponsor", "in_charge", ""}
    assert (found.open_questions, found.open_marks) == ([], [])


def test_a_downloaded_list_can_be_read_in_again(client, member, world):
    SponsorAssignmentFactory(agency=world.agencies[KHDT], commune=world.communes["Thuận"])
    SponsorAssignmentFactory(
        agency=world.agencies[YTE], commune=world.communes["Gio Mai"], duty="", note="tạm"
    )
    content = client.get("/phan-cong/", {"dang": "xlsx"}).content
    found = read_sheets(from_file(content), {"starts": f"{STARTS}"})
    assert {(one.agency, one.duty, one.note) for one in found.pairs} == {
        (KHDT, "sponsor", ""),
        (YTE, "", "tạm"),
    }


@pytest.mark.parametrize("url", ["/phan-cong/ma-tran/", "/phan-cong/chua-co/"])
def test_pages_cost_the_same_queries_for_one_row_as_for_five(client, member, url):
    def cost():
        with CaptureQueriesContext(connection) as caught:
            client.get(url)
        return len(caught)

    SponsorAssignmentFactory()
    CommuneFactory()
    one = cost()
    for _ in range(4):
        SponsorAssignmentFactory()
        CommuneFactory()
    assert cost() == one <= 10


def test_communes_with_nobody_and_since_when(client, member, world):
    SponsorAssignmentFactory(commune=world.communes["Thuận"])
    SponsorAssignmentFactory(commune=world.communes["Gio Mai"], ends=dt.date(2022, 6, 21))
    rows = {one.name: one.last_day for one in alone(member, DAY)}
    assert "Thuận" not in rows
    assert (len(rows), rows["Gio Mai"]) == (8, dt.date(2022, 6, 21))
    sheet = client.get("/phan-cong/chua-co/", {"dang": "xlsx"}).content
    table = CalamineWorkbook.from_filelike(BytesIO(sheet)).get_sheet_by_index(0).to_python()
    assert len(table) == 9


def test_only_the_office_is_offered_to_write(client, office, world):
    SponsorAssignmentFactory(ends=None)
    assert "Nhập quyết định" in client.get("/phan-cong/").content.decode()


@pytest.mark.usefixtures("member", "world")
def test_others_only_read(client):
    row = SponsorAssignmentFactory(ends=None)
    page = client.get("/phan-cong/").content.decode()
    assert "Nhập quyết định" not in page
    assert "/ket-thuc/" not in page
    for url in ("/phan-cong/nhap/", "/phan-cong/them/", f"/phan-cong/{row.pk}/ket-thuc/"):
        assert client.get(url).status_code == 403
        assert client.post(url, {}).status_code == 403


# ── a decision with its list ─────────────────────────────────────────────────────────────────


@pytest.mark.usefixtures("office")
def test_a_pasted_list_is_looked_at_then_put_in_force(client, world):
    held = SponsorAssignmentFactory(
        agency=world.agencies[KHDT], commune=world.communes["Vĩnh Tú"], ends=None
    )
    draft = draft_of(bring(client))
    page = client.get(f"/phan-cong/nhap/{draft.pk}/")
    found = page.context["changes"]
    assert [count for _, _, count in found.counts] == [2, 1, 0, 0]
    assert SponsorAssignment.objects.get() == held

    act(client, draft, "ghi", version=draft.version, digest=found.digest)

    held.refresh_from_db()
    paper = OfficialDocument.objects.get(number="99")
    assert (held.ends, paper.title, paper.dated) == (
        dt.date(2024, 6, 30),
        "Phân công đỡ đầu",
        dt.date(2024, 6, 27),
    )
    assert {
        (row.agency.slug, row.commune.name, row.duty)
        for row in SponsorAssignment.objects.on(STARTS)
    } == {(KHDT, "Gio Mai", "sponsor"), (YTE, "Thuận", "in_charge")}
    draft.refresh_from_db()
    assert (draft.state, paper.issuer.slug) == (DraftState.STORED, "ubnd-tinh")
    assert "thêm 2" in client.get(f"/phan-cong/nhap/{draft.pk}/").content.decode()


@pytest.mark.usefixtures("office")
def test_what_is_not_sure_is_asked_before_it_can_be_stored(client, world):
    draft = draft_of(bring(client, f"{TABLE}\nNgân hàng Nhà nước\tVĩnh Tú\tđỡ đầu"))
    page = client.get(f"/phan-cong/nhap/{draft.pk}/")
    assert "1 tên chưa rõ" in page.content.decode()
    assert "/ghi/" not in page.content.decode()
    assert act(client, draft, "ghi", version=draft.version).status_code == 409
    assert SponsorAssignment.objects.count() == 0

    (name,) = page.context["plan"].open_questions
    act(client, draft, "tra-loi", **days(draft, **{f"answer:{name.question}": "lien-minh-htx"}))
    draft.refresh_from_db()
    keys = {one["text"]: one["key"] for one in draft.plan["named"]}
    assert (draft.version, keys["Ngân hàng Nhà nước"]) == (2, "lien-minh-htx")
    act(client, draft, "ghi", version=2)
    assert SponsorAssignment.objects.count() == 3


@pytest.mark.usefixtures("office")
def test_a_sheet_is_kept_as_it_came(client, world):
    SponsorAssignmentFactory(agency=world.agencies[KHDT], commune=world.communes["Thuận"])
    sheet = client.get("/phan-cong/", {"dang": "xlsx"}).content
    file = SimpleUploadedFile("danh-sach.xlsx", sheet)
    draft = draft_of(bring(client, text="", file=file))
    assert draft.file.name == "danh-sach.xlsx"
    assert [one["commune"] for one in draft.plan["pairs"]] == [world.code("Thuận")]


@pytest.mark.usefixtures("office", "world")
def test_a_paper_on_the_register_needs_no_title(client):
    paper = PaperFactory(number="99", day=27, month=6, year=2024)
    draft = draft_of(bring(client, title="", dated="", starts=""))
    assert (draft.options["paper"], draft.options["starts"]) == (paper.pk, "2024-06-27")


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"symbol": "99"}, "symbol"),
        ({"title": ""}, "title"),
        ({"dated": ""}, "dated"),
        ({"text": ""}, "file"),
        ({"ends": "1/6/2024"}, "ends"),
        ({"starts": "ba"}, "starts"),
    ],
)
@pytest.mark.usefixtures("office", "world")
def test_a_form_that_says_too_little_keeps_what_was_typed(client, more, field):
    response = bring(client, **more)
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert response.context["form"]["symbol"].value() == (more.get("symbol") or "99/QĐ-UBND")
    assert PlanDraft.objects.count() == 0


@pytest.mark.usefixtures("office", "world")
def test_two_papers_of_one_symbol_are_asked(client):
    for year in (2022, 2023):
        PaperFactory(number="99", day=1, month=6, year=year)
    assert "hãy thêm năm" in bring(client).content.decode()
    assert draft_of(bring(client, symbol="99/QĐ-UBND 2023")).options["symbol"] == "99/QĐ-UBND 2023"


@pytest.mark.usefixtures("office", "world")
def test_a_file_that_is_none_is_told_at_its_field(client):
    response = bring(client, text="", file=SimpleUploadedFile("a.xlsx", b"khong phai"))
    assert (response.status_code, "file" in response.context["form"].errors) == (422, True)


@pytest.mark.usefixtures("office", "world")
def test_a_draft_is_stored_once(client):
    draft = draft_of(bring(client))
    assert act(client, draft, "ghi", version=draft.version).status_code == 302
    again = act(client, draft, "ghi")
    assert again.status_code == 409
    assert SponsorAssignment.objects.count() == 2
    assert act(client, draft, "bo").status_code == 409


@pytest.mark.usefixtures("office")
def test_a_difference_that_is_no_longer_so_is_shown_again(client, world):
    draft = draft_of(bring(client))
    digest = client.get(f"/phan-cong/nhap/{draft.pk}/").context["changes"].digest
    SponsorAssignmentFactory(commune=world.communes["Gio Mỹ"], ends=None)
    answer = act(client, draft, "ghi", version=draft.version, digest=digest)
    assert answer.status_code == 409
    assert "không còn như lúc bạn xem" in answer.content.decode()
    draft.refresh_from_db()
    assert (draft.state, OfficialDocument.objects.filter(number="99").exists()) == (
        DraftState.READY,
        False,
    )


@pytest.mark.usefixtures("office", "world")
def test_other_days_are_kept_and_wrong_ones_refused(client):
    draft = draft_of(bring(client))
    assert act(client, draft, "tra-loi", **days(draft, starts="ba")).status_code == 422
    act(client, draft, "tra-loi", **days(draft, starts="15/7/2024", scope="added"))
    draft.refresh_from_db()
    assert (draft.options["starts"], draft.options["scope"]) == ("2024-07-15", "added")
    assert act(client, draft, "tra-loi", **days(draft, version=1)).status_code == 409


@pytest.mark.usefixtures("office", "world")
def test_a_discarded_draft_stores_nothing(client):
    draft = draft_of(bring(client))
    assert act(client, draft, "bo").url == "/phan-cong/nhap/"
    draft.refresh_from_db()
    assert (draft.state, SponsorAssignment.objects.count()) == (DraftState.DISCARDED, 0)


@pytest.mark.usefixtures("office", "world")
def test_the_difference_downloads(client):
    draft = draft_of(bring(client))
    content = client.get(f"/phan-cong/nhap/{draft.pk}/", {"dang": "xlsx"}).content
    table = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    assert [row[4] for row in table[1:]] == ["thêm", "thêm"]


@pytest.mark.usefixtures("office")
def test_a_draft_page_costs_the_same_queries_for_two_pairs_as_for_nine(client, world):
    def cost(text):
        draft = draft_of(bring(client, text))
        with CaptureQueriesContext(connection) as caught:
            client.get(f"/phan-cong/nhap/{draft.pk}/")
        return len(caught)

    rows = "\n".join(f"Sở Y tế\t{name}" for name in world.communes)
    assert cost(TABLE) == cost(rows) <= 16


# ── by hand ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.usefixtures("office")
def test_one_assignment_by_hand(client, world):
    paper = PaperFactory()
    said = {
        "agency": KHDT,
        "commune": world.code("Thuận"),
        "duty": "sponsor",
        "paper": paper.symbol,
        "starts": "1/6/2024",
    }
    page = client.get("/phan-cong/them/", {"xa": world.code("Thuận")})
    assert page.context["form"]["commune"].value() == world.code("Thuận")
    assert client.post("/phan-cong/them/", said | {"paper": "9/X"}).status_code == 422
    assert client.post("/phan-cong/them/", said).status_code == 302
    assert client.post("/phan-cong/them/", said).status_code == 409
    assert SponsorAssignment.objects.get().paper == paper


@pytest.mark.usefixtures("office")
def test_an_assignment_is_ended_and_its_duty_settled(client):
    row = SponsorAssignmentFactory(duty="", ends=None)
    end, duty = f"/phan-cong/{row.pk}/ket-thuc/", f"/phan-cong/{row.pk}/nhiem-vu/"
    assert client.post(end, {"ends": "30/6/2024", "reason": ""}).status_code == 422
    assert client.post(duty, {"duty": "sponsor", "reason": "tr. 2", "seen": ""}).status_code == 302
    stale = client.post(duty, {"duty": "in_charge", "reason": "tr. 2", "seen": ""})
    assert (stale.status_code, "vừa sửa" in stale.content.decode()) == (409, True)
    assert client.post(end, {"ends": "30/6/2024", "reason": "QĐ 9"}).status_code == 302
    assert client.post(end, {"ends": "30/6/2024", "reason": "QĐ 9"}).status_code == 409
    row.refresh_from_db()
    assert (row.duty, row.ends) == ("sponsor", dt.date(2024, 6, 30))
    assert client.get("/phan-cong/999999/ket-thuc/").status_code == 404
