"""Decisions and difficulties through the API: what the pages do, in the same words."""

import datetime as dt

import pytest
from rest_framework.test import APIClient

from communes.choices import AgencyKind
from criteria.models import SponsorAssignment
from tests.factories import (
    AgencyFactory,
    CommuneFactory,
    DifficultyFactory,
    MembershipFactory,
    PaperFactory,
    SponsorAssignmentFactory,
)
from tests.plans.lists import STARTS, province

pytestmark = pytest.mark.django_db
KHDT, YTE = "so-ke-hoach-dau-tu", "so-y-te"
TABLE = "Cơ quan\tXã\tNhiệm vụ\nSở KH&ĐT\tGio Mai\tđỡ đầu\nNgân hàng\tThuan\t?"


@pytest.fixture
def world():
    AgencyFactory(slug="ubnd-tinh", name="UBND tỉnh", kind=AgencyKind.PROVINCE)
    return province()


def as_user(user):
    client = APIClient()
    client.force_authenticate(user)
    return client


@pytest.fixture
def api(office):
    return as_user(office)


def brought(api, **more):
    said = {
        "symbol": "99/QĐ-UBND",
        "dated": "2024-06-27",
        "title": "Phân công",
        "starts": f"{STARTS}",
        "text": TABLE,
    }
    return api.post("/api/v1/assignment-drafts/", said | more, format="json")


def test_a_decision_with_its_list_from_text_to_force(api, world):
    held = SponsorAssignmentFactory(
        agency=world.agencies[YTE], commune=world.communes["Vĩnh Tú"], ends=None
    )
    draft = brought(api).json()
    assert [one["text"] for one in draft["questions"]] == ["Ngân hàng"]
    assert draft["open_marks"] == ["?"]
    assert {(one["kind"], one["agency"]) for one in draft["changes"]} == {
        ("added", KHDT),
        ("removed", YTE),
    }
    url = f"/api/v1/assignment-drafts/{draft['id']}/"
    assert api.post(f"{url}store/", {}, format="json").json()["code"] == "asked"

    said = {"answers": {draft["questions"][0]["question"]: YTE}, "marks": {"?": "in_charge"}}
    draft = api.post(f"{url}answer/", said | {"version": 1}, format="json").json()
    assert (draft["version"], draft["questions"], len(draft["alone"])) == (2, [], 7)
    seen = {"version": 2, "digest": draft["digest"]}
    stored = api.post(f"{url}store/", seen, format="json").json()

    assert (stored["state"], "thêm 2" in stored["message"]) == ("stored", True)
    held.refresh_from_db()
    assert held.ends == STARTS - dt.timedelta(days=1)
    listed = api.get("/api/v1/assignments/", {"day": f"{STARTS}"}).json()["results"]
    assert {(one["agency"], one["commune"], one["duty"]) for one in listed} == {
        (KHDT, world.code("Gio Mai"), "sponsor"),
        (YTE, world.code("Thuận"), "in_charge"),
    }
    assert api.post(f"{url}store/", {}, format="json").json()["code"] == "ended"


def test_a_list_that_says_too_little_is_told_field_by_field(api, world):
    answer = brought(api, text="", title="")
    assert answer.status_code == 400
    assert set(answer.json()) == {"title", "file"}
    assert brought(api, starts="ba").status_code == 400


def test_a_draft_may_be_discarded(api, world):
    url = f"/api/v1/assignment-drafts/{brought(api).json()['id']}/"
    assert api.post(f"{url}discard/").json()["state"] == "discarded"
    assert api.post(f"{url}answer/", {}, format="json").json()["code"] == "ended"


def test_only_the_office_keeps_assignments(member, world):
    row, api = SponsorAssignmentFactory(ends=None), as_user(member)
    assert brought(api).status_code == 403
    assert api.post("/api/v1/assignments/", {}, format="json").status_code == 403
    end = {"ends": "2024-06-30", "reason": "x"}
    assert api.post(f"/api/v1/assignments/{row.pk}/end/", end, format="json").status_code == 403
    assert api.get(f"/api/v1/assignments/{row.pk}/").json()["commune"] == row.commune.code


def test_one_assignment_put_and_ended(api, world):
    said = {
        "agency": KHDT,
        "commune": world.code("Thuận"),
        "duty": "sponsor",
        "paper": PaperFactory().symbol,
        "starts": "2024-06-01",
    }
    row = api.post("/api/v1/assignments/", said, format="json").json()
    again = api.post("/api/v1/assignments/", said, format="json")
    assert again.status_code == 409
    end = {"ends": "2024-06-30", "reason": "QĐ 9"}
    assert api.post(f"/api/v1/assignments/{row['id']}/end/", end, format="json").json()[
        "ends"
    ] == ("2024-06-30")
    assert SponsorAssignment.objects.get().ends == dt.date(2024, 6, 30)
    assert api.get("/api/v1/assignments/", {"day": "ba"}).status_code == 409


def test_a_difficulty_from_raising_to_closing(world):
    commune = world.communes["Gio Mai"]
    raiser = MembershipFactory(agency=AgencyFactory(of_commune=True, commune=commune))
    asked = MembershipFactory(agency=world.agencies[KHDT])
    mine, theirs = as_user(raiser.user), as_user(asked.user)
    said = {
        "raised_by": raiser.agency.slug,
        "addressed_to": KHDT,
        "title": "Kẹt vốn",
        "commune": commune.code,
    }
    row = mine.post("/api/v1/difficulties/", said, format="json").json()
    assert (row["state"], row["waits_for"], row["answer_by"]) == ("open", KHDT, "2024-06-25")
    assert row["may"] == ["escalated", "closed"]
    url = f"/api/v1/difficulties/{row['id']}/"

    words = {"kind": "answered", "words": "Đã bố trí", "seen": 1}
    assert mine.post(f"{url}step/", words, format="json").status_code == 403
    answered = theirs.post(f"{url}step/", words, format="json").json()
    assert (answered["state"], answered["waits_for"]) == ("answered", raiser.agency.slug)
    back = {"step": answered["steps"][-1]["id"], "reason": "nhầm"}
    assert mine.post(f"{url}withdraw/", back, format="json").status_code == 403
    assert theirs.post(f"{url}withdraw/", back, format="json").json()["state"] == "open"
    theirs.post(f"{url}step/", words | {"seen": 3}, format="json")
    stale = mine.post(f"{url}step/", {"kind": "closed", "seen": 1}, format="json")
    assert (stale.status_code, stale.json()["code"]) == (409, "stale")
    closed = mine.post(f"{url}step/", {"kind": "closed"}, format="json").json()
    assert (closed["state"], closed["waits_for"], closed["may"]) == ("closed", "", ["reopened"])


def test_difficulties_are_filtered(member):
    row = DifficultyFactory(commune=CommuneFactory(), answer_by=dt.date(2024, 6, 10))
    DifficultyFactory(state="closed")
    api = as_user(member)
    found = api.get("/api/v1/difficulties/", {"state": "qua-han"}).json()["results"]
    assert [(one["id"], one["days_late"]) for one in found] == [(row.pk, 6)]
    assert len(api.get("/api/v1/difficulties/").json()["results"]) == 2
    assert api.post("/api/v1/difficulties/", {"title": "x"}, format="json").status_code == 400
