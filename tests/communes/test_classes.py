import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from accounts.choices import Role
from accounts.models import Activity
from communes.choices import CommuneClassKind
from communes.models import CommuneClass
from communes.selectors.classes import read_classes
from communes.services.classes import NewClass, set_class, set_classes
from tests.factories import (
    AgencyFactory,
    CommuneClassFactory,
    CommuneFactory,
    MembershipFactory,
    SuccessionFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
TODAY = dt.date(2024, 6, 18)
SPECIAL, ORDINARY = CommuneClassKind.SPECIAL, CommuneClassKind.ORDINARY


@pytest.fixture
def commune():
    return CommuneFactory(name="Hướng Việt", code="19438")


def new(commune, **more):
    given = {"kind": SPECIAL, "starts": dt.date(2021, 6, 4), "basis": "QĐ phê duyệt danh sách"}
    return NewClass(commune=commune, **(given | more))


def spans(commune):
    rows = commune.classes.order_by("starts")
    return [(one.kind, one.starts.isoformat(), one.ends and one.ends.isoformat()) for one in rows]


def test_a_class_begins_on_its_day_with_its_basis_and_a_line_of_the_trail(commune):
    keeper = UserFactory()
    row = set_class(new=new(commune), by=keeper)
    assert (row.kind, row.basis, row.ends) == ("dbkk", "QĐ phê duyệt danh sách", None)
    assert Activity.objects.get(verb="classed commune").by == keeper


def test_a_new_class_ends_the_open_one_on_the_eve(commune):
    set_class(new=new(commune), by=UserFactory())
    set_class(new=new(commune, kind=ORDINARY, starts=dt.date(2024, 7, 19)), by=UserFactory())
    assert spans(commune) == [
        ("dbkk", "2021-06-04", "2024-07-18"),
        ("ordinary", "2024-07-19", None),
    ]


def test_a_class_ends_with_its_commune():
    gone = CommuneFactory(ends=dt.date(2025, 6, 30))
    assert set_class(new=new(gone), by=UserFactory()).ends == dt.date(2025, 6, 30)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"basis": "  "}, "basis"),
        ({"ends": dt.date(2021, 1, 1)}, "order"),
        ({"starts": dt.date(2019, 1, 1)}, "outside"),
        ({"starts": dt.date(2023, 1, 1)}, "same"),
        ({"kind": ORDINARY, "starts": dt.date(2022, 1, 1)}, "overlap"),
        ({"kind": ORDINARY, "starts": dt.date(2020, 6, 1)}, "overlap"),
    ],
)
def test_what_cannot_be_is_refused_and_leaves_what_stood(commune, more, code):
    CommuneClassFactory(commune=commune, starts=dt.date(2022, 1, 1))
    before = spans(commune)
    with pytest.raises(ValidationError) as refused:
        set_class(new=new(commune, **more), by=UserFactory())
    errors = (
        refused.value.error_list
        if not hasattr(refused.value, "error_dict")
        else [one for rows in refused.value.error_dict.values() for one in rows]
    )
    assert [one.code for one in errors] == [code]
    assert spans(commune) == before


def test_of_a_list_all_are_stored_or_none(commune):
    gone = CommuneFactory(name="Đã Hết", ends=dt.date(2020, 12, 31))
    with pytest.raises(ValidationError, match="Đã Hết"):
        set_classes(rows=[new(commune), new(gone)], by=UserFactory())
    assert not CommuneClass.objects.exists()


def test_pasted_lines_are_understood_one_by_one(commune):
    CommuneFactory(name="Thuận")
    text = "Hướng Việt, ĐBKK\n19438; nhóm 2\n\nThuận\tkhông ĐBKK\nThuân, lạ\nThuận Vit, 1\nThuận"
    rows = read_classes(text, TODAY)
    assert [(row.match.commune and row.match.commune.name, row.kind, row.why) for row in rows] == [
        ("Hướng Việt", SPECIAL, ""),
        ("Hướng Việt", CommuneClassKind.GROUP_2, "xã có ở hai dòng"),
        ("Thuận", ORDINARY, ""),
        ("Thuận", None, "không rõ loại «lạ»"),
        (None, CommuneClassKind.GROUP_1, rows[4].why),
        ("Thuận", None, "chưa ghi loại"),
    ]
    assert rows[4].why.startswith("xã: không thấy")


DOORS = ["/xa/19438/phan-loai/them/", "/phan-loai-xa/dan/"]


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("role", [Role.FOCAL_POINT, Role.ADMIN])
def test_only_officers_and_directors_of_the_office_write(commune, client, door, role):
    client.force_login(MembershipFactory().user)
    assert client.post(door).status_code == 403
    client.force_login(MembershipFactory(agency=AgencyFactory(office=True), role=role).user)
    assert client.post(door).status_code == 403
    own = AgencyFactory(of_commune=True, commune=commune)
    client.force_login(MembershipFactory(agency=own).user)
    assert client.post(door).status_code == 403


def test_the_office_adds_a_class_on_the_communes_page(commune, office, client):
    page = client.get("/xa/19438/phan-loai/").content.decode()
    assert "Chưa có phân loại" in page
    given = {"kind": "dbkk", "starts": "4/6/2021", "basis": "QĐ 861/QĐ-TTg"}
    assert client.post("/xa/19438/phan-loai/them/", given).status_code == 302
    assert "xã đặc biệt khó khăn" in client.get("/xa/19438/phan-loai/").content.decode()
    again = client.post("/xa/19438/phan-loai/them/", given)
    assert again.status_code == 409
    assert "Trùng thời gian" in again.content.decode()
    bad = client.post("/xa/19438/phan-loai/them/", given | {"starts": "31/2/2021"})
    assert bad.status_code == 422
    assert 'value="31/2/2021"' in bad.content.decode()


def test_a_member_reads_and_is_offered_nothing_to_write(commune, member, client):
    page = client.get("/xa/19438/phan-loai/").content.decode()
    assert "Ghi phân loại" not in page
    assert "Dán danh sách" not in client.get("/phan-loai-xa/").content.decode()


def test_the_list_shows_who_has_no_class_and_downloads(commune, office, client):
    CommuneClassFactory(commune=CommuneFactory(name="Thuận"))
    page = client.get("/phan-loai-xa/")
    assert "1 xã chưa có phân loại" in page.content.decode()
    assert [one.name for one in client.get("/phan-loai-xa/?loc=chua-co").context["page"]] == [
        "Hướng Việt"
    ]
    assert client.get("/phan-loai-xa/?dang=xlsx")["Content-Type"].endswith("sheet")


def test_a_paste_is_shown_first_and_stored_when_confirmed(commune, office, client):
    given = {"lines": "Hướng Việt, ĐBKK", "starts": "2024-06-01", "basis": "QĐ"}
    shown = client.post("/phan-loai-xa/dan/", given)
    assert "Ghi 1 xã" in shown.content.decode()
    assert not CommuneClass.objects.exists()
    assert client.post("/phan-loai-xa/dan/", given | {"xac-nhan": "1"}).status_code == 302
    assert CommuneClass.objects.get().commune == commune
    refused = client.post("/phan-loai-xa/dan/", given | {"xac-nhan": "1"})
    assert refused.status_code == 409
    wrong = given | {"lines": "Không Có, ĐBKK", "xac-nhan": "1"}
    assert client.post("/phan-loai-xa/dan/", wrong).status_code == 422
    assert CommuneClass.objects.count() == 1


def test_the_api_tells_classes_and_the_office_adds_one(commune, office, client):
    url = f"/api/v1/communes/{commune.pk}/classes/"
    given = {"kind": "dbkk", "starts": "2021-06-04", "basis": "QĐ"}
    assert client.post(url, given, "application/json").status_code == 201
    assert client.post(url, given, "application/json").status_code == 409
    assert [one["kind"] for one in client.get(url).json()] == ["dbkk"]
    client.force_login(MembershipFactory().user)
    assert client.post(url, given, "application/json").status_code == 403


def test_the_api_tells_what_became_of_a_commune(member, client):
    step = SuccessionFactory()
    told = client.get(f"/api/v1/communes/{step.old_id}/succession/").json()
    assert [one["new"]["id"] for one in told["heirs"]] == [step.new_id]
    told = client.get(f"/api/v1/communes/{step.new_id}/succession/").json()
    assert [one["old"]["id"] for one in told["origins"]] == [step.old_id]
