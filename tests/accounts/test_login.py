import datetime as dt
from urllib.parse import quote

import pytest
import time_machine
from django.shortcuts import resolve_url

from accounts.models import FailedLogin
from tests.factories import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db
LOGIN = "/tai-khoan/dang-nhap/"
PASSWORD = "mat-khau-thu-2024"  # noqa: S105 -- that of UserFactory
NOW = dt.datetime(2024, 6, 18, 2, 0, tzinfo=dt.UTC)


def sign_in(client, username, password=PASSWORD, **more):
    return client.post(LOGIN, {"username": username, "password": password, **more})


def errors(response):
    return response.context["form"].non_field_errors()


def test_the_house_is_closed_and_login_leads_back_to_the_page_wanted(client):
    MembershipFactory(user__username="tttt")
    wanted = "/tai-khoan/uy-quyen/"

    turned_away = client.get(wanted)
    let_in = sign_in(client, "tttt", next=wanted)

    assert turned_away["Location"] == f"{LOGIN}?next={quote(wanted, safe='/')}"
    assert let_in["Location"] == wanted


@pytest.mark.parametrize("elsewhere", ["https://example.com/", "//example.com", "javascript:1"])
def test_login_never_leads_to_another_site(client, settings, elsewhere):
    UserFactory(username="tttt")

    assert sign_in(client, "tttt", next=elsewhere)["Location"] == resolve_url(
        settings.LOGIN_REDIRECT_URL
    )


def test_a_wrong_password_says_what_to_do_and_who_helps_and_keeps_the_name(client):
    UserFactory(username="tttt")

    response = sign_in(client, "tttt", "sai", next="/xa/")

    assert response.status_code == 422
    page = response.content.decode()
    assert [word in page for word in ("Quên mật khẩu", "đầu mối", "Văn phòng Điều phối")] == [
        True,
        True,
        True,
    ]
    assert ('value="tttt"' in page, 'value="/xa/"' in page) == (True, True)


def test_a_name_that_does_not_exist_is_told_the_same(client):
    UserFactory(username="tttt")

    assert errors(sign_in(client, "tttt", "sai")) == errors(sign_in(client, "khong-co", "sai"))


def test_after_five_wrong_tries_even_the_right_password_waits_fifteen_minutes(client):
    UserFactory(username="tttt")
    with time_machine.travel(NOW, tick=False) as clock:
        codes = [errors(sign_in(client, "tttt", "sai")).as_data()[0].code for _ in range(5)]
        right = errors(sign_in(client, "TTTT"))
        clock.shift(dt.timedelta(minutes=15))
        later = sign_in(client, "tttt")

    assert codes == ["invalid_login"] * 4 + ["locked"]
    assert right.as_data()[0].code == "locked"
    assert "Chờ 16 phút nữa (đến 09:15)" in right[0] or "Chờ 15 phút nữa (đến 09:15)" in right[0]
    assert later.status_code == 302


def test_the_lock_is_of_one_name_from_one_address(client):
    UserFactory(username="tttt")
    UserFactory(username="khdt")
    for _ in range(5):
        sign_in(client, "tttt", "sai")

    assert sign_in(client, "khdt").status_code == 302
    client.post("/tai-khoan/dang-xuat/")
    elsewhere = client.post(
        LOGIN, {"username": "tttt", "password": PASSWORD}, REMOTE_ADDR="10.0.0.9"
    )
    assert elsewhere.status_code == 302


def test_signing_in_forgets_the_wrong_tries(client):
    UserFactory(username="tttt")
    for _ in range(4):
        sign_in(client, "tttt", "sai")
    sign_in(client, "tttt")

    assert FailedLogin.objects.count() == 0


def test_the_address_behind_a_proxy_is_the_one_the_proxy_saw(client, settings):
    UserFactory(username="tttt")
    settings.SECURE_SSL_REDIRECT = True
    client.post(
        LOGIN,
        {"username": "tttt", "password": "sai"},
        secure=True,
        headers={"x-forwarded-for": "1.1.1.1, 203.0.113.7"},
    )

    assert FailedLogin.objects.get().address == "203.0.113.7"


def test_a_header_of_the_visitor_is_not_believed_without_a_proxy(client):
    client.post(
        LOGIN,
        {"username": "tttt", "password": "sai"},
        headers={"x-forwarded-for": "203.0.113.7"},
    )

    assert FailedLogin.objects.get().address == "127.0.0.1"


def test_a_closed_account_cannot_sign_in(client):
    UserFactory(username="tttt", is_active=False)

    assert sign_in(client, "tttt").status_code == 422


def test_signing_out_asks_for_a_post(client):
    client.force_login(UserFactory())

    assert client.get("/tai-khoan/dang-xuat/").status_code == 405
    assert "_auth_user_id" in client.session
    client.post("/tai-khoan/dang-xuat/")
    assert "_auth_user_id" not in client.session


def test_a_session_that_ended_says_so(client):
    user = UserFactory()
    client.force_login(user)
    user.set_password("khac")
    user.save()

    response = client.get("/tai-khoan/uy-quyen/", follow=True)

    assert "Phiên làm việc đã hết hạn" in response.content.decode()


def test_a_first_visit_says_nothing_of_a_session(client):
    response = client.get("/tai-khoan/uy-quyen/", follow=True)

    assert "Phiên làm việc" not in response.content.decode()
    assert "Đăng nhập để mở trang bạn vừa chọn." in response.content.decode()


def test_an_open_page_whose_session_ended_keeps_what_was_typed(client):
    response = client.get(
        LOGIN,
        headers={"hx-request": "true", "hx-current-url": "http://testserver/xa/?trang=2"},
    )

    assert (response.status_code, response["HX-Retarget"]) == (403, "#refusals")
    assert f'href="{LOGIN}?next=/xa/%3Ftrang%3D2"' in response.content.decode()
