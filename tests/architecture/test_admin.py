"""The administrators' door: closed to all but staff, and what must not be touched cannot be."""

import pytest
from django.contrib import admin
from django.urls import reverse
from rest_framework.authtoken.models import Token

from accounts.models import Activity, Delegation, User
from criteria.models import (
    Denominator,
    EntryDraft,
    Evidence,
    FrozenStatus,
    LevelRule,
    Mapping,
    Reply,
)
from documents.models import StoredFile
from tests.factories import DelegationFactory, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db
HOME = "/quan-tri/"
MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)  # noqa: SLF001
READ_ONLY = [Activity, Delegation]


@pytest.fixture
def administrator(client):
    user = UserFactory(is_staff=True, is_superuser=True)
    client.force_login(user)
    return user


def url(model, page, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


@pytest.mark.parametrize("who", ["nobody", "stranger", "member"])
def test_only_staff_come_in(who, client):
    if who != "nobody":
        client.force_login(UserFactory() if who == "stranger" else MembershipFactory().user)
    pages = [HOME, *(url(model, page) for model in MODELS for page in ("changelist", "add"))]

    led = {page: client.get(page).get("Location", "").split("?")[0] for page in pages}

    assert set(led.values()) <= {"/quan-tri/login/", "/tai-khoan/dang-nhap/"}, led


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_list_opens_and_what_may_not_be_added_may_not_be_changed(
    model, administrator, client, rf
):
    request = rf.get(HOME)
    request.user = administrator
    keeper = admin.site._registry[model]  # noqa: SLF001
    may_add = keeper.has_add_permission(request)

    assert client.get(url(model, "changelist")).status_code == 200
    assert client.get(url(model, "add")).status_code == (200 if may_add else 403)
    assert may_add or not keeper.has_change_permission(request)
    assert may_add or not keeper.has_delete_permission(request)


@pytest.mark.parametrize("model", READ_ONLY, ids=lambda model: model._meta.label)
def test_what_is_there_to_read_is_not_touched(model, administrator, client):
    DelegationFactory()
    Activity.objects.create(by=administrator, verb="gave role", subject="x:1", title="x")
    row = model.objects.get()
    change, delete = url(model, "change", row.pk), url(model, "delete", row.pk)
    many = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}

    answers = [
        client.get(change).status_code,
        client.post(change, {}).status_code,
        client.post(delete, {"post": "yes"}).status_code,
        client.post(url(model, "add"), {}).status_code,
    ]
    client.post(url(model, "changelist"), many)

    assert answers == [200, 403, 403, 403]
    assert model.objects.get() == row


@pytest.mark.parametrize(
    "model",
    [Denominator, EntryDraft, Evidence, FrozenStatus, LevelRule, Mapping, Reply, StoredFile],
    ids=lambda model: model._meta.label,
)
def test_what_is_said_and_given_is_there_to_read_alone(model, administrator, rf):
    request = rf.get(HOME)
    request.user = administrator
    keeper = admin.site._registry[model]  # noqa: SLF001

    assert keeper.has_view_permission(request)
    assert not keeper.has_add_permission(request)
    assert not keeper.has_change_permission(request)
    assert not keeper.has_delete_permission(request)


def test_the_site_speaks_vietnamese(administrator, client):
    page = client.get(HOME).content.decode()

    assert "quản trị dữ liệu" in page
    assert "Danh mục và tài khoản" in page


def test_a_password_set_here_must_be_changed_and_ends_tokens(administrator, client):
    person = UserFactory()
    Token.objects.create(user=person)

    given = {"password1": "nui-truong-son-xanh", "password2": "nui-truong-son-xanh"}
    client.post(f"/quan-tri/accounts/user/{person.pk}/password/", given | {"set-password": "1"})
    person.refresh_from_db()

    assert (person.check_password("nui-truong-son-xanh"), person.must_change_password) == (
        True,
        True,
    )
    assert not Token.objects.filter(user=person).exists()


def test_an_account_added_here_must_change_its_password_and_is_on_the_trail(administrator, client):
    given = {"password1": "nui-truong-son-xanh", "password2": "nui-truong-son-xanh"}
    fields = {"username": "moi", "full_name": "Người Mới", "usable_password": "true"}

    client.post("/quan-tri/accounts/user/add/", fields | given)

    person = User.objects.get(username="moi")
    assert person.must_change_password is True
    assert [(line.verb, line.by) for line in Activity.objects.all()] == [
        ("added account", administrator)
    ]


def test_accounts_are_not_deleted(administrator, client):
    person = UserFactory()

    assert client.post(f"/quan-tri/accounts/user/{person.pk}/delete/").status_code == 403


def test_staff_who_are_no_superusers_make_none_and_touch_none(client):
    from django.contrib.auth.models import Permission  # noqa: PLC0415

    staff, boss, person = UserFactory(is_staff=True), UserFactory(is_superuser=True), UserFactory()
    staff.user_permissions.set(Permission.objects.filter(content_type__app_label="accounts"))
    client.force_login(staff)

    client.post(
        f"/quan-tri/accounts/user/{person.pk}/change/",
        {
            "username": person.username,
            "full_name": "Đã sửa",
            "is_active": "on",
            "is_staff": "on",
            "is_superuser": "on",
        },
    )
    person.refresh_from_db()

    assert (person.full_name, person.is_staff, person.is_superuser) == ("Đã sửa", False, False)
    assert client.post(f"/quan-tri/accounts/user/{boss.pk}/password/").status_code == 403


def test_five_wrong_tries_close_this_door_too(client):
    staff = UserFactory(is_staff=True)
    for _ in range(5):
        client.post("/quan-tri/login/", {"username": staff.username, "password": "sai"})

    client.post("/quan-tri/login/", {"username": staff.username, "password": "mat-khau-thu-2024"})

    assert "_auth_user_id" not in client.session


def test_members_are_not_let_in_by_this_door(client):
    person = MembershipFactory().user
    response = client.post(
        "/quan-tri/login/", {"username": person.username, "password": "mat-khau-thu-2024"}
    )

    assert response.context["form"].non_field_errors().as_data()[0].code == "not_staff"
