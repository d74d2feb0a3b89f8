"""Contact persons and offices of an agency: who keeps them, who sees numbers, what is refused."""

import datetime as dt

import pytest

from accounts.choices import Role
from accounts.models import Activity, User
from ntm_portal.demo.sponsors import clear_sponsors, write_contacts
from plans.choices import ActionState
from plans.models import AgencyOffice, Contact
from plans.services.plan_actions import PlanActionGiven, change_plan_action
from tests.factories import (
    AgencyFactory,
    AgencyOfficeFactory,
    CommuneFactory,
    ContactFactory,
    MembershipFactory,
    PaperFactory,
    PlanActionFactory,
    SponsorAssignmentFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
PHONE = "0912 345 678"
URL = "/phan-cong/don-vi/so-thu/"


@pytest.fixture
def agency():
    return AgencyFactory(slug="so-thu", name="Sở Thử")


@pytest.fixture
def commune(agency):
    commune = CommuneFactory(name="Gio Mai")
    SponsorAssignmentFactory(agency=agency, commune=commune)
    return commune


@pytest.fixture
def officer(agency, client):
    user = MembershipFactory(agency=agency).user
    client.force_login(user)
    return user


@pytest.fixture
def contact(agency, commune):
    return ContactFactory(
        agency=agency, commune=commune, name="Lê Thị Đào", phone=PHONE, email="dao@example.vn"
    )


def person(**more):
    said = {"kind": "head", "name": "Lê Văn Bình", "starts": "1/6/2024", "phone": PHONE}
    return said | more


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("agency", True),
        ("office", True),
        ("commune", True),
        ("other", False),
        ("neighbour", False),
    ],
)
def test_telephone_and_mail_are_for_the_agency_the_commune_and_the_office(
    who, sees, commune, contact, client
):
    reader = {
        "agency": lambda: contact.agency,
        "office": lambda: AgencyFactory(office=True),
        "commune": lambda: AgencyFactory(of_commune=True, commune=commune),
        "other": AgencyFactory,
        "neighbour": lambda: AgencyFactory(of_commune=True),
    }[who]()
    client.force_login(MembershipFactory(agency=reader, role=Role.FOCAL_POINT).user)
    for url in (URL, f"{URL}dau-moi/", f"{URL}{commune.code}/", f"/xa/{commune.code}/"):
        page = client.get(url).content.decode()
        assert "Lê Thị Đào" in page, url
        assert (PHONE in page, "dao@example.vn" in page) == (sees, sees), url
        assert ("chỉ đơn vị, xã và VPĐP thấy" in page) is not sees, url
    (row,) = client.get("/api/v1/contacts/?agency=so-thu").json()
    assert (row["phone"], row["hidden"]) == ((PHONE, False) if sees else ("", True))


def test_who_looks_after_all_communes_is_reached_by_those_it_is_assigned_to(
    agency, commune, client
):
    ContactFactory(agency=agency, commune=None, phone=PHONE)
    for one, sees in ((commune, True), (CommuneFactory(), False)):
        reader = AgencyFactory(of_commune=True, commune=one)
        client.force_login(MembershipFactory(agency=reader).user)
        assert (PHONE in client.get(URL).content.decode()) is sees


def test_an_agency_names_a_person_for_a_commune(officer, commune, client):
    answer = client.post(f"{URL}dau-moi/moi/", person(commune=str(commune.pk)))
    assert answer["Location"] == f"{URL}dau-moi/"
    row = Contact.objects.get()
    assert (row.commune, row.kind, row.starts, row.by) == (
        *(commune, "head", dt.date(2024, 6, 1), officer),
    )
    assert [(one.verb, one.by) for one in Activity.objects.all()] == [("named contact", officer)]


def test_the_office_keeps_everybodys_people_and_others_do_not(agency, client):
    for held, status in ((AgencyFactory(office=True), 302), (AgencyFactory(), 403)):
        client.force_login(MembershipFactory(agency=held).user)
        assert client.post(f"{URL}dau-moi/moi/", person()).status_code == status
    client.force_login(MembershipFactory(agency=agency, role=Role.FOCAL_POINT).user)
    assert client.post(f"{URL}dau-moi/moi/", person()).status_code == 403
    assert Contact.objects.count() == 1


@pytest.mark.usefixtures("officer")
def test_what_is_not_valid_comes_back_as_typed(commune, client):
    said = person(name="", starts="32/6/2024", email="khong-phai")
    answer = client.post(f"{URL}dau-moi/moi/", said)
    page = answer.content.decode()
    assert (answer.status_code, "32/6/2024" in page, PHONE in page) == (422, True, True)
    assert set(answer.context["form"].errors) == {"name", "starts", "email"}


@pytest.mark.usefixtures("officer")
def test_nobody_is_named_for_a_commune_in_days_in_which_it_is_not_the_agencys(
    agency, commune, client
):
    answer = client.post(
        f"{URL}dau-moi/moi/", person(commune=str(commune.pk), starts="1/1/2019", ends="1/1/2020")
    )
    assert (answer.status_code, "không được phân công" in answer.content.decode()) == (409, True)
    assert client.post(f"{URL}dau-moi/moi/", person(ends="1/1/2024")).status_code == 409
    assert Contact.objects.count() == 0


def test_a_line_is_corrected_and_the_second_writer_is_told(officer, contact, client):
    url = f"{URL}dau-moi/{contact.pk}/"
    shown = client.get(url).context["form"].initial
    said = person(commune=shown["commune"], seen=shown["seen"], starts="1/1/2020", ends="1/7/2024")
    assert client.post(url, said).status_code == 302
    contact.refresh_from_db()
    assert (contact.name, contact.ends, contact.version) == ("Lê Văn Bình", dt.date(2024, 7, 1), 2)
    late = client.post(url, said | {"name": "Người khác"})
    assert (late.status_code, "Người khác" in late.content.decode()) == (409, True)
    line = Activity.objects.get(verb="changed contact")
    assert line.details["changes"]["name"] == ["Lê Thị Đào", "Lê Văn Bình"]


@pytest.mark.usefixtures("officer")
def test_a_person_of_another_agency_is_not_found_here(client):
    other = ContactFactory()
    assert client.get(f"{URL}dau-moi/{other.pk}/").status_code == 404


@pytest.mark.usefixtures("officer")
def test_who_has_left_stands_apart(agency, contact, client):
    gone = ContactFactory(agency=agency, ends=dt.date(2024, 6, 17))
    lists = client.get(f"{URL}dau-moi/").context["lists"]
    assert [one.contact for one in lists.contacts] == [contact]
    assert [one.contact for one in lists.former] == [gone]


def test_an_office_with_its_part_is_kept(officer, agency, client):
    paper = PaperFactory(number="2071", notation="SKH-KTN", year=2020)
    said = {"name": "Phòng Kinh tế ngành", "leads": "on", "part": "Chủ trì", "order": 1}
    said |= {"paper": "2071/SKH-KTN", "starts": "8/12/2020"}
    assert client.post(f"{URL}phong/moi/", said).status_code == 302
    row = AgencyOffice.objects.get()
    assert (row.agency, row.leads, row.paper, row.by) == (agency, True, paper, officer)
    again = client.post(f"{URL}phong/moi/", said)
    assert (again.status_code, "Đã có" in again.content.decode()) == (409, True)


@pytest.mark.usefixtures("officer")
def test_a_paper_without_a_number_stays_when_an_office_is_corrected(agency, client):
    paper = PaperFactory(number="", day=None, month=11)
    row = AgencyOfficeFactory(agency=agency, paper=paper)
    url = f"{URL}phong/{row.pk}/"
    said = {"name": row.name, "part": "Việc khác", "order": 2, "starts": "8/12/2020"}
    assert client.post(url, said | {"seen": 1, "paper": ""}).status_code == 302
    row.refresh_from_db()
    assert (row.part, row.order, row.paper, row.version) == ("Việc khác", 2, paper, 2)
    stale = client.post(url, said | {"seen": 1, "paper": "", "part": "Nữa"})
    assert stale.status_code == 409


def test_the_api_names_and_corrects_a_person(officer, commune, client):
    said = {"agency": "so-thu", "commune": commune.code, "kind": "contact", "name": "An"}
    said |= {"starts": "2024-06-01"}
    made = client.post("/api/v1/contacts/", said)
    assert (made.status_code, made.json()["commune"]) == (201, commune.code)
    url = f"/api/v1/contacts/{made.json()['id']}/"
    kept = client.put(url, said | {"name": "Bình", "version": 1}, "application/json")
    assert (kept.status_code, kept.json()["name"]) == (200, "Bình")
    late = client.put(url, said | {"name": "Cúc", "version": 1}, "application/json")
    assert (late.status_code, late.json()["code"]) == (409, "stale")
    wrong = client.post("/api/v1/contacts/", said | {"starts": "2019-01-01", "ends": "2019-12-31"})
    assert (wrong.status_code, wrong.json()["code"]) == (409, "unbacked")


@pytest.mark.usefixtures("agency", "member")
def test_the_api_lets_no_other_agency_write(client, contact):
    said = {"agency": "so-thu", "kind": "contact", "name": "An", "starts": "2024-06-01"}
    assert client.post("/api/v1/contacts/", said).status_code == 403
    url = f"/api/v1/contacts/{contact.pk}/"
    assert client.put(url, said, "application/json").status_code == 403
    assert Contact.objects.count() == 1


@pytest.mark.usefixtures("member")
def test_the_api_tells_a_sponsors_page(agency, commune, client):
    AgencyOfficeFactory(agency=agency)
    said = client.get("/api/v1/sponsors/so-thu/").json()
    (row,) = said["communes"]
    assert (row["commune"], row["since"], row["then"]["told"]) == (
        *(commune.code, "2020-07-14", None),
    )
    assert (row["given"]["times"], row["given"]["money"]) == (0, None)
    assert said["offices"][0]["name"] == "Phòng Kinh tế ngành"


def test_the_demonstration_names_people_and_takes_them_back(agency, commune):
    real = ContactFactory(agency=agency, commune=commune)
    demo = User.objects.filter(demo=True)
    person = UserFactory(demo=True)
    promised = PlanActionFactory(agency=agency, commune=commune, by=None)
    said = PlanActionGiven(
        content=promised.content, state=ActionState.DONE.value, done_on=dt.date(2024, 6, 1)
    )
    change_plan_action(action=promised, given=said, seen=1, by=person)
    made = write_contacts()
    assert (made, Contact.objects.filter(illustrative=True).count()) == (2, 2)
    clear_sponsors(demo)
    assert list(Contact.objects.all()) == [real]
    promised.refresh_from_db()
    assert (promised.state, promised.done_on) == ("planned", None)
