import pytest
from django.urls import reverse
from structlog.testing import capture_logs

from ntm_portal import middleware
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def newcomer(client):
    """Somebody who was given a password by somebody else, signed in on `client`."""
    user = UserFactory(must_change_password=True)
    client.force_login(user)
    return user


def test_every_page_carries_the_content_security_policy(client):
    response = client.get("/healthz")

    assert response.headers["Content-Security-Policy"] == (
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'"
    )


@pytest.fixture
def lines(monkeypatch):
    """What the request log wrote."""
    with capture_logs() as written:
        monkeypatch.setattr(middleware, "logger", middleware.structlog.get_logger("ntm.request"))
        yield written


def test_each_request_leaves_one_line(client, lines, newcomer):
    client.get("/healthz")

    line = {key: lines[0][key] for key in ("event", "method", "path", "status", "user")}
    assert len(lines) == 1
    assert line == {
        "event": "request",
        "method": "GET",
        "path": "/healthz",
        "status": 302,
        "user": newcomer.pk,
    }


def test_a_request_of_nobody_is_logged_without_a_person(client, lines):
    client.get("/healthz?secret=1")

    assert [(line["path"], line["user"]) for line in lines] == [("/healthz", None)]


def test_a_given_password_is_changed_before_anything_else(client, newcomer):
    response = client.get(reverse("schema"))

    assert (response.status_code, response.url) == (302, reverse("accounts:password_change"))


def test_a_given_password_lets_htmx_go_to_the_form_itself(client, newcomer):
    response = client.get(reverse("schema"), headers={"HX-Request": "true"})

    assert response.status_code == 204
    assert response.headers["HX-Redirect"] == reverse("accounts:password_change")


@pytest.mark.parametrize("door", ["accounts:password_change", "accounts:logout"])
def test_a_given_password_leaves_the_way_out_open(client, newcomer, door):
    response = client.get(reverse(door))

    assert response.headers.get("Location") != reverse("accounts:password_change")


def test_an_own_password_stands_in_nobodys_way(client, member):
    assert client.get(reverse("api-root")).status_code == 200
