import re

import pytest
from django.core import mail

from accounts import services
from accounts.models import Activity, User
from tests.factories import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db
OLD, NEW = "mat-khau-thu-2024", "nui-truong-son-xanh"


def change(client, old=OLD, new=NEW, again=None):
    return client.post(
        "/tai-khoan/mat-khau/",
        {"old_password": old, "new_password1": new, "new_password2": again or new},
    )


def test_whoever_got_a_password_chooses_their_own_before_anything_else(client):
    user = MembershipFactory(user__must_change_password=True).user
    client.force_login(user)

    turned = client.get("/tai-khoan/uy-quyen/")
    changed = change(client)
    user.refresh_from_db()

    assert turned["Location"] == "/tai-khoan/mat-khau/"
    assert changed.status_code == 302
    assert (user.must_change_password, user.check_password(NEW)) == (False, True)
    assert client.get("/tai-khoan/uy-quyen/").status_code == 200
    assert list(Activity.objects.values_list("verb", "by", "subject")) == [
        ("chose password", user.pk, f"accounts.user:{user.pk}")
    ]


def test_changing_a_password_ends_the_other_sessions(client):
    user = UserFactory()
    other = type(client)()
    client.force_login(user)
    other.force_login(user)

    change(client)

    assert client.get("/tai-khoan/uy-quyen/").status_code == 200
    assert other.get("/tai-khoan/uy-quyen/").status_code == 302


@pytest.mark.parametrize(
    ("given", "field", "reason"),
    [
        ({"old": "sai"}, "old_password", "Mật khẩu đang dùng chưa đúng. Nhập lại."),
        ({"new": "ngan"}, "new_password1", "Mật khẩu quá ngắn: cần ít nhất 10 ký tự."),
        (
            {"new": "5820194736251"},
            "new_password1",
            "Mật khẩu không được chỉ gồm chữ số. Thêm chữ cái.",
        ),
        ({"new": OLD}, "new_password1", "Mật khẩu mới phải khác mật khẩu đang dùng."),
        (
            {"again": "khac-han-di"},
            "new_password2",
            "Hai lần nhập mật khẩu mới không giống nhau. Nhập lại cả hai.",
        ),
    ],
)
def test_a_refused_password_says_why_in_vietnamese(client, given, field, reason):
    client.force_login(UserFactory())

    response = change(client, **given)

    assert response.status_code == 422
    assert response.context["form"].errors == {field: [reason]}


def ask(client, email):
    return client.post("/tai-khoan/quen-mat-khau/", {"email": email}, follow=True)


def test_a_mail_leads_to_a_new_password_and_the_link_works_once(client):
    user = UserFactory(email="lan@example.vn", full_name="Lê Thị Lan", must_change_password=True)
    ask(client, "LAN@example.vn")
    (letter,) = mail.outbox
    link = re.search(r"http://testserver(\S+)", letter.body).group(1)

    form = client.get(link, follow=True)
    done = client.post(
        form.redirect_chain[-1][0], {"new_password1": NEW, "new_password2": NEW}, follow=True
    )
    user.refresh_from_db()

    assert letter.subject == "Đặt lại mật khẩu cổng nông thôn mới tỉnh Quảng Trị"
    assert letter.body.startswith("Kính gửi Lê Thị Lan,")
    assert "Đã đặt mật khẩu mới" in done.content.decode()
    assert (user.check_password(NEW), user.must_change_password) == (True, False)
    assert "Liên kết không còn dùng được" in client.get(link).content.decode()
    assert Activity.objects.get().details == {"how": "mail"}


def test_the_answer_never_tells_whether_an_account_exists(client):
    UserFactory(email="lan@example.vn")
    UserFactory(email="nghi@example.vn", is_active=False)

    pages = {ask(client, f"{name}@example.vn").content for name in ("lan", "nghi", "khong-co")}

    assert len(pages) == 1
    assert [letter.to for letter in mail.outbox] == [["lan@example.vn"]]


def test_a_given_password_is_told_once_and_must_be_changed():
    keeper, person = UserFactory(), UserFactory()

    password = services.give_password(person=person, by=keeper)
    person = User.objects.get(pk=person.pk)

    assert (person.check_password(password), person.must_change_password) == (True, True)
    assert re.fullmatch(r"[a-hj-kmnp-z2-9]{4}(-[a-hj-kmnp-z2-9]{4}){2}", password)
    assert password not in str(Activity.objects.get().details)


def test_given_passwords_differ():
    assert len({services.new_password() for _ in range(50)}) == 50
