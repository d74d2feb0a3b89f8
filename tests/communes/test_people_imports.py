import base64
import re
from io import BytesIO

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from python_calamine import load_workbook

from accounts.choices import Role
from accounts.models import User
from communes.choices import AgencyKind
from communes.exports import to_xlsx
from communes.imports import people as imports
from communes.models import AgencyAlias
from tests.factories import AgencyFactory, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db
HEADER = list(imports.HEADER.values())
PAGE = "/co-quan/so-tttt/nguoi-dung/nhap/"


@pytest.fixture
def here():
    agency = AgencyFactory(
        name="Sở Thông tin và Truyền thông", slug="so-tttt", code="STTTT", short_name="Sở TT&TT"
    )
    AgencyAlias.objects.create(agency=agency, name="Sở TTTT tỉnh")
    return agency


@pytest.fixture
def keeper(here, client):
    user = MembershipFactory(agency=here, role=Role.FOCAL_POINT).user
    client.force_login(user)
    return user


def line(username="lan", name="Lê Thị Lan", agency="", role="", **more):
    return [username, name, more.get("post", ""), more.get("email", ""), "", agency, role]


def sheet(*rows, header=HEADER):
    return to_xlsx("Người dùng", header, rows)


def read(content):
    return imports.read(BytesIO(content), size=len(content))


def understand(here, *rows, roles_in=lambda _: [Role.OFFICER, Role.DIRECTOR]):
    return imports.Reader(agency=here, roles_in=roles_in, rows=read(sheet(*rows))).understand()


def problems(here, *rows, **kwargs):
    return [
        (line.row.number, problem.column)
        for line in understand(here, *rows, **kwargs)
        for problem in line.problems
    ]


@pytest.mark.parametrize(
    "name",
    ["so-tttt", "STTTT", "sở thông tin và truyền thông", "So TT&TT", "SỞ TTTT TỈNH", ""],
)
def test_an_agency_is_known_by_slug_code_name_short_name_and_alias(name, here):
    (one,) = understand(here, line(agency=name, role="Thủ trưởng"))

    assert one.problems == ()
    assert (one.person.agency, one.person.role) == (here, Role.DIRECTOR)


def test_an_ambiguous_name_asks_which(here):
    AgencyFactory(name="UBND xã Hải An", slug="ubnd-hai-an", kind=AgencyKind.COMMUNE)
    AgencyFactory(name="UBND xã Hải An", slug="ubnd-hai-an-2", kind=AgencyKind.COMMUNE)

    (one,) = understand(here, line(agency="ubnd xa hai an"))

    (problem,) = one.problems
    assert problem.column == "Cơ quan"
    assert ("«ubnd-hai-an»" in problem.reason, "«ubnd-hai-an-2»" in problem.reason) == (True, True)


def test_each_row_says_in_which_column_it_is_wrong(here):
    UserFactory(username="Co-roi")

    assert problems(
        here,
        line(),
        line("co-roi"),
        line("hai-lan"),
        line("HAI-LAN"),
        line("có cách"),
        line("", "", post="Chuyên viên"),
        line("thu", email="khong-phai"),
        line("coquan", agency="Sở Không Có"),
        line("vaitro", role="giám đốc"),
    ) == [
        (3, "Tên đăng nhập"),
        (4, "Tên đăng nhập"),
        (5, "Tên đăng nhập"),
        (6, "Tên đăng nhập"),
        (7, "Tên đăng nhập"),
        (7, "Họ và tên"),
        (8, "Thư điện tử"),
        (9, "Cơ quan"),
        (10, "Vai trò"),
    ]


def test_an_agency_that_is_not_kept_is_refused(here):
    assert problems(here, line(), roles_in=lambda _: []) == [(2, "Cơ quan")]


def test_columns_are_found_by_their_heads_and_numbers_come_as_typed():
    content = sheet(
        ["cán bộ", 912345678, "Lan", "lan", "x"],
        ["", "", "", "", ""],
        ["", "", "An", "an", "x"],
        header=["VAI TRÒ", "Điện thoại", "Họ và tên", "Tên đăng nhập", "Cơ quan"],
    )

    rows = [(row.number, row.username, row.phone, row.agency) for row in read(content)]

    assert rows == [(2, "lan", "912345678", "x"), (4, "an", "", "x")]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"khong phai excel", "unreadable"),
        (sheet(), "no_rows"),
        (sheet(["a"], header=["Tên đăng nhập"]), "missing_columns"),
        (sheet(*[line(f"u{n}") for n in range(501)]), "too_many_rows"),
        (b"x" * (2 * 1024 * 1024 + 1), "too_big"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(content, code):
    with pytest.raises(ValidationError) as refusal:
        read(content)

    assert refusal.value.code == code


def test_sealed_rows_are_for_whoever_saw_them_and_for_an_hour(here):
    mine, other = UserFactory(), UserFactory()
    rows = read(sheet(line()))
    with time_machine.travel("2024-06-18T02:00:00+00:00", tick=False) as clock:
        sealed = imports.seal(rows, by=mine)
        assert imports.unseal(sealed, by=mine) == rows
        for by, text in [(other, sealed), (mine, sealed[:-1] + "~")]:
            with pytest.raises(ValidationError):
                imports.unseal(text, by=by)
        clock.shift(3601)
        with pytest.raises(ValidationError):
            imports.unseal(sealed, by=mine)


def upload(client, content):
    file = SimpleUploadedFile("nguoi-dung.xlsx", content)
    return client.post(PAGE, {"file": file})


def test_nothing_is_stored_until_confirmed_and_passwords_are_told_once(here, keeper, client):
    before = User.objects.count()
    preview = upload(client, sheet(line(), line("an", "Nguyễn An", role="đầu mối")))
    stored_by_preview = User.objects.count() - before
    done = client.post(f"{PAGE}xac-nhan/", {"rows": preview.context["sealed"]})

    assert (preview.context["good"], preview.context["refused"], stored_by_preview) == (2, 0, 0)
    assert done.status_code == 200
    data = re.search(r'href="data:[^"]*base64,([^"]+)"', done.content.decode()).group(1)
    table = load_workbook(BytesIO(base64.b64decode(data))).get_sheet_by_index(0).to_python()
    assert table[0] == ["Tên đăng nhập", "Họ và tên", "Mật khẩu ban đầu"]
    assert [row[:2] for row in table[1:]] == [["lan", "Lê Thị Lan"], ["an", "Nguyễn An"]]
    for username, _, password in table[1:]:
        assert User.objects.get(username=username).check_password(password) is True
    again = client.post(f"{PAGE}xac-nhan/", {"rows": preview.context["sealed"]})
    assert (again.status_code, again.context["refused"]) == (422, 2)


def test_refused_rows_are_left_out_only_when_asked(here, keeper, client):
    elsewhere = AgencyFactory(name="Sở Y tế")
    preview = upload(client, sheet(line(), line("an", agency=elsewhere.name)))
    rows = {"rows": preview.context["sealed"]}

    silent = client.post(f"{PAGE}xac-nhan/", rows)
    stored = User.objects.filter(username="lan").exists()
    asked = client.post(f"{PAGE}xac-nhan/", rows | {"only_good": "1"})

    assert (silent.status_code, stored) == (422, False)
    assert asked.status_code == 200
    assert list(User.objects.filter(username__in=["lan", "an"]).values_list("username")) == [
        ("lan",)
    ]


def test_the_office_imports_people_of_several_agencies_at_once(here, client):
    office = MembershipFactory(agency=AgencyFactory(office=True), role=Role.FOCAL_POINT)
    client.force_login(office.user)
    other = AgencyFactory(name="Sở Y tế")

    preview = upload(client, sheet(line(), line("an", agency="so y te")))

    agencies = [one.person.agency for one in preview.context["lines"]]
    assert agencies == [here, other]


def test_a_file_that_is_refused_says_so_on_the_page(keeper, client):
    response = upload(client, b"khong phai excel")

    assert response.status_code == 422
    assert response.context["form"].errors.as_data()["file"][0].code == "unreadable"


def test_a_tampered_confirmation_is_refused(keeper, client):
    assert client.post(f"{PAGE}xac-nhan/", {"rows": "gia"}).status_code == 409


def test_the_template_reads_back_as_its_example(here, keeper, client):
    response = client.get(f"{PAGE}mau/")

    rows = read(response.content)
    (one,) = imports.Reader(agency=here, roles_in=lambda _: list(Role), rows=rows).understand()
    assert (one.problems, one.person.agency) == ((), here)
    assert "attachment" in response["Content-Disposition"]


def test_text_that_looks_like_a_formula_stays_text():
    content = to_xlsx("x", ["a", "b"], [["=1+1", "https://example.vn"]])

    table = load_workbook(BytesIO(content)).get_sheet_by_index(0).to_python()
    assert table == [["a", "b"], ["=1+1", "https://example.vn"]]
