"""Communes' plans, reports owed and proposals through the API."""

import pytest

from documents.choices import PaperState
from plans.models import CommunePlan
from tests.factories import (
    AgencyFactory,
    CommunePlanFactory,
    DutyItemFactory,
    LetterheadFactory,
    MembershipFactory,
    ProposalFactory,
    ReportDutyFactory,
    VillageFactory,
)

pytestmark = pytest.mark.django_db
JSON = "application/json"


@pytest.fixture
def agency(say):
    agency = AgencyFactory(of_commune=True)
    say(agency.commune, "10-")
    LetterheadFactory(agency=agency)
    return agency


@pytest.fixture
def clerk(client, agency):
    user = MembershipFactory(agency=agency).user
    client.force_login(user)
    return user


def post(client, url, **said):
    return client.post(url, said, JSON)


@pytest.mark.usefixtures("clerk")
def test_a_plan_from_beginning_to_ticks(client, agency, yardstick):
    said = {"agency": agency.slug, "year": 2024, "title": "Kế hoạch"}
    made = post(client, "/api/v1/commune-plans/", **said)
    assert (made.status_code, made.json()["paper_state"]) == (201, "draft")
    assert post(client, "/api/v1/commune-plans/", **said).json()["code"] == "twin"
    url = f"/api/v1/commune-plans/{made.json()['id']}/"
    rows = [{"number": 1, "holds": True, "person": "Lê Văn A"}, {"number": 3, "holds": False}]
    named = client.put(f"{url}criteria/", {"version": 1, "criteria": rows}, JSON).json()
    assert [one["number"] for one in named["criteria"]] == [1, 2, 3]
    wrong = {"criteria": [{"number": 9, "holds": True}]}
    assert client.put(f"{url}criteria/", wrong, JSON).status_code == 400
    about = f"tc-{yardstick[1].pk}"
    added = post(client, f"{url}gaps/", about=about, content="Kéo ống", due="Quý IV")
    assert [one["content"] for gap in added.json()["gaps"] for one in gap["actions"]] == [
        "Kéo ống"
    ]
    assert post(client, f"{url}gaps/", about=about, content="x", due="sớm").status_code == 400
    post(client, f"{url}milestones/", quarter=2, text="Rà soát")
    post(client, f"{url}proposals/", text="Xin nước", addressee_text="cấp trên")
    fed = post(client, f"{url}feed/").json()
    assert fed["proposals"][0]["text"] == "Xin nước"
    village = VillageFactory(commune=agency.commune)
    assert post(client, f"{url}tick/", village=village.pk, month=6).json()["code"] == "draft"
    plan = CommunePlan.objects.get()
    assert "Quý II: Rà soát" in str(plan.paper.body)
    plan.paper.state = PaperState.ISSUED
    plan.paper.save()
    assert post(client, f"{url}tick/", village=village.pk, month=6).status_code == 204
    taken_back = [post(client, f"{url}untick/", village=village.pk, month=6) for _ in range(2)]
    assert [one.status_code for one in taken_back] == [204, 404]
    assert not plan.village_reports.exists()
    one = fed["milestones"][0]["id"]
    settled = post(client, f"{url}settle/", milestone=one, state="done", done_on="2024-06-17")
    assert settled.json()["milestones"][0]["state"] == "done"
    frozen = post(client, f"{url}milestones/", quarter=2, text="Nữa")
    assert (frozen.status_code, frozen.json()["code"]) == (409, "frozen")


@pytest.mark.usefixtures("member")
def test_others_read_what_is_out_and_write_nothing(client):
    draft, out = CommunePlanFactory(), CommunePlanFactory(out=True)
    found = client.get("/api/v1/commune-plans/").json()["results"]
    assert [one["id"] for one in found] == [out.pk]
    assert client.get(f"/api/v1/commune-plans/{draft.pk}/").status_code == 404
    for act in ("gaps", "milestones", "settle", "proposals", "tick", "untick", "feed"):
        assert post(client, f"/api/v1/commune-plans/{out.pk}/{act}/").status_code == 403
    said = {"agency": out.agency.slug, "year": 2025}
    assert post(client, "/api/v1/commune-plans/", **said).status_code == 403


@pytest.mark.usefixtures("clerk")
def test_duties_and_what_is_owed(client, agency):
    said = {"what": "Báo cáo", "agency": agency.slug, "frequency": "monthly", "day": 16}
    said |= {"starts": "2024-01-01"}
    duty = post(client, "/api/v1/report-duties/", **said).json()
    assert duty["when"] == "hằng tháng, ngày 16"
    other = {"agency": AgencyFactory().slug}
    assert post(client, "/api/v1/report-duties/", **(said | other)).status_code == 403
    url = f"/api/v1/report-duties/{duty['id']}/"
    changed = client.put(url, said | {"day": 20, "version": 1}, JSON)
    assert changed.json()["day"] == 20
    assert client.put(url, said | {"version": 1}, JSON).json()["code"] == "stale"
    assert client.put(url, said | other, JSON).status_code == 403
    owed = client.get("/api/v1/owed-reports/").json()["results"]
    assert [(one["due_on"], one["owing"]) for one in owed] == [("2024-06-20", "soon")]
    item = f"/api/v1/owed-reports/{owed[0]['id']}/"
    late = post(client, f"{item}send/", done_on="2024-06-19")
    assert (late.status_code, late.json()["code"]) == (409, "future")
    assert post(client, f"{item}send/").json()["owing"] == "sent"
    assert client.delete(url).json()["code"] == "used"
    assert post(client, f"{item}unsend/").json()["done_on"] is None
    asked = post(client, f"{url}ask/", due_on="2024-06-28", note="Thêm")
    assert asked.status_code == 201
    assert client.delete(url).status_code == 204


@pytest.mark.usefixtures("member")
def test_what_is_anothers_is_only_read(client):
    item = DutyItemFactory()
    assert client.get(f"/api/v1/owed-reports/{item.pk}/").json()["days"] == 1
    for url in (f"owed-reports/{item.pk}/send", f"report-duties/{item.duty_id}/ask"):
        assert post(client, f"/api/v1/{url}/").status_code == 403
    draft = ReportDutyFactory(paper=CommunePlanFactory().paper)
    assert client.get(f"/api/v1/report-duties/{draft.pk}/").status_code == 404


def test_proposals_are_answered_by_whom_they_ask(client, office):
    asked = MembershipFactory()
    row = ProposalFactory(addressee=asked.agency)
    url = f"/api/v1/proposals/{row.pk}/"
    said = {"state": "accepted", "answer": "Đồng ý", "version": 1}
    assert post(client, f"{url}answer/", **said).status_code == 403
    other = AgencyFactory()
    moved = post(client, f"{url}pass-on/", to=other.slug, version=1)
    assert moved.json()["addressee"] == other.slug
    client.force_login(MembershipFactory(agency=other).user)
    assert post(client, f"{url}answer/", **said).json()["code"] == "stale"
    assert post(client, f"{url}answer/", **(said | {"version": 2})).json()["state"] == "accepted"
    assert client.get("/api/v1/proposals/", {"tinh-trang": "open"}).json()["count"] == 0
    assert office.pk
