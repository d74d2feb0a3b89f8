"""The pages of difficulties: raising, answering, closing, withdrawing; who sees which form."""

import datetime as dt

import pytest

from accounts.choices import Role
from plans.choices import StepKind
from plans.models import Difficulty
from tests.factories import MembershipFactory
from tests.plans.troubles import raised, stands, step

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return raised()


def say(client, world, **said):
    return client.post(f"/kho-khan/{world.row.pk}/buoc/", {"words": "nội dung"} | said)


def test_raising_on_a_page(client, world):
    client.force_login(world.people["raiser"])
    page = client.get("/kho-khan/moi/", {"xa": world.commune.code})
    assert page.context["form"]["commune"].value() == f"Gio Mai ({world.commune.district.name})"
    said = {
        "raised_by": world.raiser.slug,
        "addressed_to": world.other.slug,
        "title": "Kẹt vốn",
        "commune": "gio mai",
        "answer_by": "28/6/2024",
    }
    empty = client.post("/kho-khan/moi/", said | {"title": ""})
    assert (empty.status_code, empty.context["form"]["commune"].value()) == (422, "gio mai")
    assert client.post("/kho-khan/moi/", said | {"answer_by": "1/6/2024"}).status_code == 409
    response = client.post("/kho-khan/moi/", said)
    row = Difficulty.objects.latest("pk")
    assert response.url == f"/kho-khan/{row.pk}/"
    assert (row.commune, row.answer_by) == (world.commune, dt.date(2024, 6, 28))


def test_nobody_raises_in_the_name_of_others(client, world):
    client.force_login(world.people["asked"])
    said = {"raised_by": world.raiser.slug, "addressed_to": world.other.slug, "title": "x"}
    assert client.post("/kho-khan/moi/", said).status_code == 422
    client.force_login(MembershipFactory(role=Role.FOCAL_POINT).user)
    assert client.get("/kho-khan/moi/").status_code == 403


def test_answering_on_a_page(client, world):
    client.force_login(world.people["asked"])
    page = client.get(f"/kho-khan/{world.row.pk}/").content.decode()
    assert "Trả lời</button>" in page
    assert "Khép lại</button>" not in page
    blank = say(client, world, kind="answered", words="")
    assert (blank.status_code, "Hãy ghi nội dung." in blank.content.decode()) == (422, True)
    assert say(client, world, kind="answered", seen=1).url == f"/kho-khan/{world.row.pk}/"
    assert stands(world)[0] == "answered"
    assert (
        say(client, world, kind="answered").status_code == 403
    )  # nothing left to do for the asked
    client.force_login(world.people["raiser"])
    stale = say(client, world, kind="reopened", seen=1)
    assert (stale.status_code, "vừa có bước mới" in stale.content.decode()) == (409, True)
    assert say(client, world, kind="answered").status_code == 409
    assert say(client, world, kind="closed", words="").status_code == 302


@pytest.mark.usefixtures("member")
def test_others_read_and_do_nothing(client, world):
    page = client.get(f"/kho-khan/{world.row.pk}/")
    assert "Vốn sự nghiệp" in page.content.decode()
    assert page.context["forms"] == []
    for kind in ("answered", "closed", "raised", "abc"):
        assert say(client, world, kind=kind).status_code == 403
    assert client.get("/kho-khan/999999/").status_code == 404


def test_withdrawing_on_a_page(client, world):
    answer = step(world, StepKind.ANSWERED, "asked")
    url = f"/kho-khan/buoc/{answer.pk}/rut/"
    client.force_login(world.people["raiser"])
    assert client.post(url, {"reason": "x"}).status_code == 403
    client.force_login(world.people["asked"])
    assert "Rút bước này" in client.get(f"/kho-khan/{world.row.pk}/").content.decode()
    assert client.post(url, {"reason": ""}).status_code == 422
    assert client.post(url, {"reason": "nhầm"}).status_code == 302
    assert client.post(url, {"reason": "nhầm"}).status_code == 409
    assert "đã rút: nhầm" in client.get(f"/kho-khan/{world.row.pk}/").content.decode()


def test_the_list_says_whom_it_waits_for_and_downloads(client, world):
    client.force_login(world.people["asked"])
    page = client.get("/kho-khan/").content.decode()
    assert f"1 việc đang chờ {world.asked}" in page
    sheet = client.get("/kho-khan/", {"dang": "xlsx"})
    assert sheet.headers["Content-Disposition"].endswith('"kho-khan-2024-06-18.xlsx"')
