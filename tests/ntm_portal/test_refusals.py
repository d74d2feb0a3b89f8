import pytest
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import path
from rest_framework.decorators import api_view, permission_classes
from rest_framework.permissions import AllowAny
from rest_framework.response import Response

import ntm_portal.urls

SAID = "Có người vừa cập nhật tiêu chí này."


@login_not_required
def refuse(request):
    raise ValidationError(SAID, code="stale")


@login_not_required
def deny(request):
    raise PermissionDenied


@login_not_required
def deny_with_a_reason(request):
    raise PermissionDenied(SAID)


@login_not_required
def fall(request):
    raise ZeroDivisionError


@login_not_required
@api_view(["GET"])
@permission_classes([AllowAny])
def refuse_by_api(request) -> Response:
    raise ValidationError(SAID, code="stale")


urlpatterns = [
    path("tu-choi/", refuse),
    path("khong-duoc/", deny),
    path("khong-duoc-vi/", deny_with_a_reason),
    path("nga/", fall),
    path("api/tu-choi/", refuse_by_api),
    *ntm_portal.urls.urlpatterns,
]
handler403 = ntm_portal.urls.handler403
handler404 = ntm_portal.urls.handler404
handler500 = ntm_portal.urls.handler500
pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]
HTMX = {"HX-Request": "true"}


def test_a_refusing_service_is_409_on_a_page(client):
    response = client.get("/tu-choi/")

    assert response.status_code == 409
    assert response.templates[0].name == "errors/refused.html"
    assert response.context["reasons"] == [SAID]


def test_a_refusing_service_is_409_in_place_for_htmx(client):
    response = client.get("/tu-choi/", headers=HTMX)

    assert response.status_code == 409
    assert [template.name for template in response.templates] == ["errors/_refused.html"]
    assert response.headers["HX-Retarget"] == "#refusals"
    assert response.headers["HX-Reswap"] == "innerHTML"
    assert SAID in response.content.decode()


def test_a_refusing_service_is_409_in_the_api(client):
    response = client.get("/api/tu-choi/")

    assert (response.status_code, response.json()) == (409, {"detail": [SAID], "code": "stale"})


@pytest.mark.parametrize(
    ("address", "reasons"),
    [("/khong-duoc/", ["Bạn không có quyền làm việc này."]), ("/khong-duoc-vi/", [SAID])],
)
def test_what_is_not_yours_is_403_and_says_so(client, address, reasons):
    response = client.get(address)

    assert (response.status_code, response.context["reasons"]) == (403, reasons)


def test_what_is_not_yours_is_said_in_place_for_htmx(client):
    response = client.get("/khong-duoc/", headers=HTMX)

    assert response.status_code == 403
    assert [template.name for template in response.templates] == ["errors/_refused.html"]


def test_what_is_nowhere_is_404_in_vietnamese(client, member):
    response = client.get("/khong-co-trang-nay/")

    assert response.status_code == 404
    assert "errors/404.html" in [template.name for template in response.templates]


def test_our_own_fault_is_500_without_details(client):
    client.raise_request_exception = False
    response = client.get("/nga/")

    assert response.status_code == 500
    assert "errors/500.html" in [template.name for template in response.templates]
    assert "ZeroDivisionError" not in response.content.decode()


def test_a_form_from_elsewhere_is_403_in_vietnamese():
    response = Client(enforce_csrf_checks=True).post("/tu-choi/")

    assert response.status_code == 403
    assert "errors/csrf.html" in [template.name for template in response.templates]
