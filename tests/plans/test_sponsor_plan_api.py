"""Sponsors' plans through the API: the same rights, refusals and results as the pages."""

import pytest

from documents.choices import PaperState
from documents.models import OfficialDocument
from plans.models import AgencyOffice, PlanAction, SponsorPlan
from tests.factories import CommuneFactory, MembershipFactory, PaperFactory
from tests.plans.sponsor_plan_world import sponsor

__all__ = ["sponsor"]

pytestmark = pytest.mark.django_db
API = "/api/v1/sponsor-plans/"


@pytest.fixture
def send(client, sponsor):
    client.force_login(sponsor.officer)

    def sent(path="", method="post", **said):
        return getattr(client, method)(f"{API}{path}", said, content_type="application/json")

    return sent


@pytest.fixture
def begun(send, sponsor):
    return send(
        letterhead=sponsor.head.pk,
        title="Đỡ đầu các xã",
        criteria_set=sponsor.set.code,
        year_from=2024,
        decision=sponsor.decision.pk,
    ).json()


def row_of(plan, commune):
    return next(one for one in plan["communes"] if one["commune"] == commune.code)


def test_a_plan_is_begun_prefilled_and_read(send, sponsor, begun):
    thuan = row_of(begun, sponsor.thuan)
    assert (thuan["duty"], thuan["met"], thuan["out_of"]) == ("sponsor", 1, 3)
    assert [one["number"] for one in thuan["unmet"]] == [2, 3]
    key = begun["plan"]["id"]
    again = send(f"{key}/", "get").json()
    assert again["plan"]["state"] == "draft"
    assert send("", "get").json()["results"][0]["id"] == key
    twin = send(
        letterhead=sponsor.head.pk, title="-", criteria_set=sponsor.set.code, year_from=2024
    )
    assert (twin.status_code, twin.json()["code"]) == (409, "twin")


def test_a_sentence_is_split_and_nothing_stored(send, sponsor, begun):
    said = "trường học, cây xanh, giao thông và phấn đấu đạt chuẩn nông thôn mới đến năm 2025"
    found = send(f"{begun['plan']['id']}/split/", sentence=said).json()
    assert [one["number"] for one in found["named"]] == [2, 1]
    assert found["rest"] == ["cây xanh"]
    assert found["target"] == "phấn đấu đạt chuẩn nông thôn mới đến năm 2025"
    assert (found["aim"]["level"], found["aim"]["year"]) == ("ntm", 2025)
    assert not OfficialDocument.objects.get(pk=begun["plan"]["paper"]).targets.exists()


def test_a_row_is_said_added_and_taken_out(send, sponsor, begun, say):
    key, row = begun["plan"]["id"], row_of(begun, sponsor.thuan)
    path = f"{key}/communes/{row['id']}/"
    said = {
        "duty": "sponsor",
        "met": 2,
        "out_of": 3,
        "unmet": [{"criterion": sponsor.criteria[2].pk, "printed": "môi trường"}],
        "targets": [{"text": "Đạt chuẩn năm 2025"}],
    }
    kept = send(path, "put", version=row["version"], **said).json()
    assert kept["unmet"][0]["printed"] == "môi trường"
    assert (kept["targets"][0]["level"], kept["targets"][0]["year"]) == ("ntm", 2025)
    late = send(path, "put", version=row["version"], **(said | {"met": 1}))
    assert (late.status_code, late.json()["code"]) == (409, "stale")
    assert send(path, "put", met=9, out_of=3).json()["code"] == "count"
    assert send(path, "put", unmet=[{"criterion": 10**6}]).status_code == 404

    new = CommuneFactory()
    say(new, "110")
    made = send(f"{key}/communes/", commune=new.code)
    assert (made.status_code, made.json()["met"]) == (201, 2)
    assert send(f"{key}/communes/", commune=new.code).json()["code"] == "twin"
    assert send(f"{key}/communes/{made.json()['id']}/", "delete").status_code == 204
    assert len(send(f"{key}/", "get").json()["communes"]) == 2


def test_actions_and_offices(send, sponsor, begun):
    key, row = begun["plan"]["id"], row_of(begun, sponsor.thuan)
    made = send(f"{key}/communes/{row['id']}/promises/", content="Hỗ trợ", due="Đến năm 2025")
    assert [one["due_on"] for one in made.json()] == ["2025-12-31"] * 2
    again = send(f"{key}/communes/{row['id']}/promises/", content="Hỗ trợ")
    assert (again.status_code, again.json()["code"]) == (409, "nothing")
    assert send(f"{key}/actions/", content="Rà soát", due="ngày mưa").status_code == 400
    deed = send(f"{key}/actions/", content="Rà soát", commune=sponsor.thuan.code).json()
    path = f"{key}/actions/{deed['id']}/"
    assert send(path, "put", content="Rà soát lại", version=1).json()["content"] == "Rà soát lại"
    assert send(path, "put", content="Khác", version=1).json()["code"] == "stale"
    assert send(path, "delete").status_code == 204
    assert PlanAction.objects.count() == 2
    office = send(f"{key}/offices/", name="Phòng A", part="Chủ trì").json()
    assert send(f"{key}/offices/", name="Phòng A").json()["code"] == "twice"
    assert send(f"{key}/offices/{office['id']}/", "delete").status_code == 204
    assert not AgencyOffice.objects.exists()


def test_the_paper_is_fed_and_written_by_whoever_holds_it(send, sponsor, begun):
    key, seen = begun["plan"]["id"], begun["plan"]["paper_version"]
    row = row_of(begun, sponsor.thuan)
    send(f"{key}/communes/{row['id']}/", "put", means_text="Lồng ghép vốn")
    fed = send(f"{key}/feed/", version=seen).json()
    assert fed["plan"]["paper_version"] == seen + 1
    assert send(f"{key}/write/", version=seen).json()["code"] == "stale"
    assert send(f"{key}/write/", version=seen + 1).status_code == 200
    assert send(f"{key}/states/").status_code == 200
    years = send(f"{key}/", "patch", version=begun["plan"]["version"], year_to=2025).json()
    assert years["plan"]["year_to"] == 2025
    OfficialDocument.objects.update(state=PaperState.CHECKING)
    assert send(f"{key}/feed/", version=seen).status_code == 403
    OfficialDocument.objects.update(state=PaperState.ISSUED)
    assert send(f"{key}/states/").json()["code"] == "frozen"


def test_others_read_what_is_out_and_change_nothing(client, send, sponsor, begun):
    key, row = begun["plan"]["id"], row_of(begun, sponsor.thuan)
    client.force_login(sponsor.stranger)
    assert send(f"{key}/", "get").status_code == 404
    assert send("", "get").json()["count"] == 0
    OfficialDocument.objects.filter(pk=begun["plan"]["paper"]).update(state=PaperState.ISSUED)
    assert send(f"{key}/", "get").status_code == 200
    for path, method in (
        (f"{key}/communes/{row['id']}/", "put"),
        (f"{key}/communes/{row['id']}/", "delete"),
        (f"{key}/communes/{row['id']}/promises/", "post"),
        (f"{key}/actions/", "post"),
        (f"{key}/offices/", "post"),
        (f"{key}/states/", "post"),
        (f"{key}/feed/", "post"),
        (f"{key}/write/", "post"),
        (f"{key}/", "patch"),
    ):
        said = {"version": 1, "content": "-", "name": "-"}
        assert send(path, method, **said).status_code == 403, path
    said = {"title": "-", "criteria_set": sponsor.set.code, "year_from": 2025}
    assert send(letterhead=sponsor.head.pk, **said).status_code == 403


def test_a_plan_on_the_register_is_taken_by_the_office(client, send, sponsor):
    paper = PaperFactory(kind="KH", issuer=sponsor.agency)
    said = {
        "agency": sponsor.agency.slug,
        "paper": paper.pk,
        "criteria_set": sponsor.set.code,
        "year_from": 2020,
    }
    client.force_login(sponsor.stranger)
    assert send("take/", **said).status_code == 403
    client.force_login(MembershipFactory(agency=sponsor.office).user)
    made = send("take/", **said)
    assert made.status_code == 201
    plan = SponsorPlan.objects.get()
    assert (plan.paper, plan.communes.count()) == (paper, 0)
    assert send("take/", **said).json()["code"] == "taken"
    added = send(f"{plan.pk}/communes/", commune=sponsor.thuan.code, state_text="chưa đạt")
    assert (added.json()["met"], added.json()["state_text"]) == (None, "chưa đạt")
