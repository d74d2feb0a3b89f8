import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.choices import Role
from accounts.models import Activity, User
from tests.factories import AgencyFactory, DelegationFactory, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = re.compile(r"<samp>([a-z2-9-]{14})</samp>")


@pytest.fixture
def here():
    return AgencyFactory(name="Sở Thông tin và Truyền thông", slug="so-tttt")


@pytest.fixture
def keeper(here, client):
    user = MembershipFactory(agency=here, role=Role.FOCAL_POINT).user
    client.force_login(user)
    return user


PAGE = "/co-quan/so-tttt/nguoi-dung/"


def test_the_list_names_people_by_given_name_with_roles_and_closed_ones_last(here, keeper, client):
    User.objects.filter(pk=keeper.pk).update(full_name="Trần Bình")
    MembershipFactory(agency=here, user__full_name="Lê Thị Đào")
    MembershipFactory(agency=here, user__full_name="Nguyễn Văn Dũng")
    MembershipFactory(agency=here, user__full_name="Hồ An", user__is_active=False)
    MembershipFactory(user__full_name="Ngô Ở Nơi Khác")

    lines = client.get(PAGE).context["page"].object_list

    assert [(line.person.full_name, line.may_keep) for line in lines] == [
        ("Trần Bình", False),
        ("Nguyễn Văn Dũng", True),
        ("Lê Thị Đào", True),
        ("Hồ An", False),
    ]


def test_the_list_costs_the_same_for_one_person_and_for_five(here, keeper, client):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            client.get(PAGE)
        return len(captured)

    MembershipFactory(agency=here)
    one = queries()
    for _ in range(4):
        MembershipFactory(user=MembershipFactory(agency=here).user)

    assert queries() == one


@pytest.mark.parametrize("role", [Role.OFFICER, Role.DIRECTOR])
def test_only_focal_points_see_the_list(role, here, client):
    client.force_login(MembershipFactory(agency=here, role=role).user)

    assert client.get(PAGE).status_code == 403


def test_an_agency_that_is_not_there_is_not_found(keeper, client):
    assert client.get("/co-quan/khong-co/nguoi-dung/").status_code == 404


def added(client, **given):
    return client.post(
        f"{PAGE}them/", {"username": "lan", "full_name": "Lê Thị Lan", "role": "officer"} | given
    )


def test_a_person_is_added_and_the_password_shown_once(here, keeper, client):
    response = added(client, username="Lan", post="Chuyên viên", email="lan@example.vn")
    person = User.objects.get(username="lan")

    password = PASSWORD.search(response.content.decode()).group(1)
    assert person.check_password(password) is True
    assert (person.post, person.email, person.must_change_password) == (
        "Chuyên viên",
        "lan@example.vn",
        True,
    )
    assert [(m.agency, m.role) for m in person.memberships.all()] == [(here, "officer")]
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"username": "có dấu cách"}, "username"),
        ({"username": "TRUNG"}, "username"),
        ({"email": "khong-phai-thu"}, "email"),
        ({"role": "admin"}, "role"),
        ({"full_name": ""}, "full_name"),
    ],
)
def test_a_form_that_is_refused_keeps_what_was_typed(given, field, keeper, client):
    UserFactory(username="trung")

    response = added(client, post="Phó trưởng phòng", **given)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert 'value="Phó trưởng phòng"' in response.content.decode()


def test_a_password_is_given_anew_and_ends_the_sessions(here, keeper, client):
    person = MembershipFactory(agency=here).user
    theirs = type(client)()
    theirs.force_login(person)

    asked = client.get(f"{PAGE}{person.pk}/mat-khau/")
    response = client.post(f"{PAGE}{person.pk}/mat-khau/")
    person.refresh_from_db()

    assert asked.status_code == 200
    password = PASSWORD.search(response.content.decode()).group(1)
    assert (person.check_password(password), person.must_change_password) == (True, True)
    assert theirs.get("/tai-khoan/uy-quyen/")["Location"].startswith("/tai-khoan/dang-nhap/")


@pytest.mark.parametrize("act", ["mat-khau", "dong"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_what_is_not_ones_own_to_keep_is_refused(act, method, here, keeper, client):
    elsewhere = MembershipFactory().user
    both = MembershipFactory(agency=here).user
    MembershipFactory(user=both)

    def answer(person):
        return getattr(client, method)(f"{PAGE}{person.pk}/{act}/").status_code

    assert [answer(elsewhere), answer(both), answer(keeper)] == [404, 403, 403]


def test_a_leavers_account_is_closed_and_handed_over(here, keeper, client):
    leaver = MembershipFactory(agency=here, role=Role.DIRECTOR).user
    successor = MembershipFactory(agency=here).user
    MembershipFactory(user__full_name="Người nơi khác")

    form = client.get(f"{PAGE}{leaver.pk}/dong/").context["form"]
    response = client.post(f"{PAGE}{leaver.pk}/dong/", {"successor": successor.pk}, follow=True)

    offered = {key for key, _ in form.fields["successor"].choices}
    assert offered == {"", str(keeper.pk), str(successor.pk)}
    assert f"Đã đóng tài khoản của {leaver}." in response.content.decode()
    assert set(successor.memberships.values_list("role", flat=True)) == {"officer", "director"}


def test_a_successor_who_was_not_offered_is_refused(here, keeper, client):
    leaver = MembershipFactory(agency=here).user
    elsewhere = MembershipFactory().user

    response = client.post(f"{PAGE}{leaver.pk}/dong/", {"successor": elsewhere.pk})

    assert response.status_code == 422
    assert User.objects.get(pk=leaver.pk).is_active is True


def give(client, to, **given):
    fields = {"starts": "2024-06-18", "ends": "2024-06-30", "reason": "Đi công tác"}
    return client.post(
        "/tai-khoan/uy-quyen/moi/", {"receiver": to.pk} | fields | given, follow=True
    )


def test_a_delegation_is_given_shown_to_both_and_revoked(here, client):
    giver = MembershipFactory(agency=here, user__full_name="Trần Văn Giám").user
    receiver = MembershipFactory(agency=here, user__full_name="Lê Thị Thay").user
    client.force_login(giver)
    theirs = type(client)()
    theirs.force_login(receiver)

    def states(one):
        seen = one.get("/tai-khoan/uy-quyen/").context["delegations"]
        return [[line.state for line in lines] for lines in (seen.given, seen.received)]

    give(client, receiver)
    in_force = states(client), states(theirs)
    pk = giver.delegations_given.get().pk
    not_theirs = theirs.post(f"/tai-khoan/uy-quyen/{pk}/thu-hoi/").status_code
    client.post(f"/tai-khoan/uy-quyen/{pk}/thu-hoi/")

    assert in_force == ([["đang có hiệu lực"], []], [[], ["đang có hiệu lực"]])
    assert not_theirs == 404
    assert states(theirs) == [[], ["đã thu hồi"]]
    assert client.post(f"/tai-khoan/uy-quyen/{pk}/thu-hoi/").status_code == 409


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        ({"ends": "2024-06-17"}, ["ends"]),
        ({"starts": "2024-06-17"}, ["starts"]),
        ({"starts": "chưa rõ"}, ["starts"]),
        ({"receiver": ""}, ["receiver"]),
    ],
)
def test_a_delegation_that_is_refused_keeps_what_was_typed(given, fields, here, client):
    giver, receiver = (MembershipFactory(agency=here).user for _ in range(2))
    client.force_login(giver)

    response = give(client, receiver, **given)

    assert (response.status_code, list(response.context["form"].errors)) == (422, fields)
    assert 'value="Đi công tác"' in response.content.decode()


def test_a_second_delegation_for_the_same_days_is_refused_in_place(here, client):
    giver, receiver = (MembershipFactory(agency=here).user for _ in range(2))
    client.force_login(giver)
    give(client, receiver)

    response = give(client, receiver)

    assert response.status_code == 422
    assert response.context["form"].non_field_errors().as_data()[0].code == "delegated_already"


def test_dates_are_typed_as_vietnamese_writes_them_too(here, client):
    giver, receiver = (MembershipFactory(agency=here).user for _ in range(2))
    client.force_login(giver)

    response = give(client, receiver, starts="20/6/2024", ends="30/6/2024")

    assert response.status_code == 200
    assert str(giver.delegations_given.get().starts) == "2024-06-20"


def test_the_pages_of_delegations_and_of_the_trail_cost_the_same_at_one_row_and_at_five(
    here, keeper, client
):
    def queries(path):
        with CaptureQueriesContext(connection) as captured:
            client.get(path)
        return len(captured)

    def row():
        lent = DelegationFactory(giver=MembershipFactory(agency=here).user, receiver=keeper)
        DelegationFactory(giver=keeper)
        line = {"by": lent.giver, "on_behalf_of": keeper, "verb": "gave role"}
        Activity.objects.create(**line, subject="x:1", title="Ai đó")

    paths = ["/tai-khoan/uy-quyen/", "/tai-khoan/nhat-ky/"]
    row()
    one = [queries(path) for path in paths]
    for _ in range(4):
        row()

    assert [queries(path) for path in paths] == one


@pytest.fixture
def trail_of_all(here):
    """One act of each kind of person, named by its title."""
    inside, outside = MembershipFactory(agency=here).user, MembershipFactory().user
    rows = {"inside": inside, "outside": outside, "system": None}
    for title, by in rows.items():
        Activity.objects.create(by=by, verb="gave role", subject="x:1", title=title)
    return rows


def seen_by(client, user):
    client.force_login(user)
    return {line.subject for line in client.get("/tai-khoan/nhat-ky/").context["lines"]}


def test_everybody_sees_their_own_acts_a_focal_point_the_agencys_the_office_all(
    here, trail_of_all, client
):
    focal = MembershipFactory(agency=here, role=Role.FOCAL_POINT).user
    office = MembershipFactory(agency=AgencyFactory(office=True)).user

    assert seen_by(client, trail_of_all["inside"]) == {"inside"}
    assert seen_by(client, focal) == {"inside"}
    assert seen_by(client, office) == {"inside", "outside", "system"}
    assert seen_by(client, UserFactory()) == set()


def test_the_trail_says_in_whose_stead(client):
    giver, actor = UserFactory(full_name="Trần Giám"), UserFactory()
    Activity.objects.create(
        by=actor, on_behalf_of=giver, verb="logged status", subject="x:1", title="Hướng Việt"
    )
    client.force_login(giver)

    page = client.get("/tai-khoan/nhat-ky/").content.decode()

    assert "thay mặt Trần Giám" in page
    assert "ghi kết quả đánh giá trên" in page
