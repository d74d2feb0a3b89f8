"""What a commune's plan sets, through the API: worded anew and taken out while its paper is drafted."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Activity
from documents.choices import PaperState
from plans.models import CommunePlan, Milestone, PlanAction, Proposal
from tests.factories import (
    AgencyFactory,
    CommunePlanFactory,
    LetterheadFactory,
    MembershipFactory,
    MilestoneFactory,
    PlanActionFactory,
    ProposalFactory,
)

pytestmark = pytest.mark.django_db
API = "/api/v1/commune-plans/"


@pytest.fixture
def agency(say):
    agency = AgencyFactory(of_commune=True)
    say(agency.commune, "100")
    LetterheadFactory(agency=agency)
    return agency


@pytest.fixture
def send(client, agency):
    client.force_login(MembershipFactory(agency=agency).user)

    def sent(path="", method="post", **said):
        return getattr(client, method)(f"{API}{path}", said, content_type="application/json")

    return sent


@pytest.fixture
def plan(send, agency):
    """With an action, a milestone and a proposal; as the API tells it."""
    key = send(agency=agency.slug, year=2024).json()["id"]
    found = CommunePlan.objects.get()
    unmet = found.criteria.filter(holds=False).first()
    send(f"{key}/gaps/", about=f"tc-{unmet.criterion_id}", content="Kéo ống", due="Quý IV")
    send(f"{key}/milestones/", quarter=2, text="Rà soát")
    return send(f"{key}/proposals/", text="Xin nước", addressee_text="cấp trên").json()


def put_out():
    paper = CommunePlan.objects.get().paper
    paper.state = PaperState.ISSUED
    paper.save()


def actions(plan):
    return [one for gap in plan["gaps"] for one in gap["actions"]]


def test_an_action_is_worded_anew_and_taken_out(send, plan):
    (deed,) = actions(plan)
    path = f"{plan['id']}/gaps/{deed['id']}/"
    said = {"about": f"tc-{deed['criterion']}", "content": "Xây bể", "due": "Quý III/2024"}
    (kept,) = actions(send(path, "put", version=deed["version"], **said).json())
    assert (kept["id"], kept["content"], kept["due_on"]) == (deed["id"], "Xây bể", "2024-09-30")
    assert kept["unit_name"] == ""
    late = send(path, "put", version=deed["version"], **(said | {"content": "Khác"}))
    assert (late.status_code, late.json()["code"]) == (409, "stale")
    for wrong in ({"about": "tc-0"}, {"due": "sớm"}, {"content": ""}):
        assert send(path, "put", **(said | wrong)).status_code == 400
    assert send(path, "delete").status_code == 204
    assert send(path, "delete").status_code == 404
    assert not PlanAction.objects.exists()
    assert Activity.objects.filter(verb="dropped planned action").count() == 1


def test_what_is_promised_for_a_met_criterion_is_told_too(send, plan):
    (deed,) = actions(plan)
    numbers = {one["criterion"]: one["number"] for one in plan["criteria"]}
    held = [{"number": numbers[deed["criterion"]], "holds": True}]
    told = send(f"{plan['id']}/criteria/", "put", criteria=held).json()
    assert (actions(told), [one["id"] for one in told["other_actions"]]) == ([], [deed["id"]])


def test_a_milestone_is_worded_anew_and_taken_out(send, plan):
    (one,) = plan["milestones"]
    path = f"{plan['id']}/milestones/{one['id']}/"
    kept = send(path, "put", version=1, quarter=3, text="Nghiệm thu").json()["milestones"]
    assert [(one["quarter"], one["text"], one["version"]) for one in kept] == [
        (3, "Nghiệm thu", 2)
    ]
    assert send(path, "put", version=1, quarter=4, text="Khác").json()["code"] == "stale"
    assert send(path, "put", quarter=5, text="Khác").status_code == 400
    assert send(path, "delete").status_code == 204
    assert not Milestone.objects.exists()


def test_a_proposal_is_worded_anew_and_taken_out(send, plan, agency):
    (one,) = plan["proposals"]
    path = f"{plan['id']}/proposals/{one['id']}/"
    to = AgencyFactory()
    said = {"text": "Xin vốn kéo nước", "addressee": to.slug}
    (kept,) = send(path, "put", version=1, **said).json()["proposals"]
    assert (kept["text"], kept["addressee"], kept["addressee_text"], kept["order"]) == (
        *("Xin vốn kéo nước", to.slug),
        "",
        1,
    )
    assert kept["commune"] == agency.commune.code
    assert send(path, "put", version=1, **(said | {"text": "x"})).json()["code"] == "stale"
    nobody = send(path, "put", text="Xin")
    assert nobody.status_code == 409
    assert "nơi gửi đến" in nobody.content.decode()
    assert send(path, "delete").status_code == 204
    assert not Proposal.objects.exists()


def rows_of(plan):
    for act, key in (
        ("gaps", actions(plan)[0]["id"]),
        ("milestones", plan["milestones"][0]["id"]),
        ("proposals", plan["proposals"][0]["id"]),
    ):
        yield f"{plan['id']}/{act}/{key}/"


WORDS = {"about": "", "content": "x", "quarter": 1, "text": "x", "addressee_text": "trên"}


def test_once_the_paper_is_out_nothing_of_it_changes(send, plan):
    put_out()
    said = WORDS | {"about": f"tc-{actions(plan)[0]['criterion']}"}
    for path in rows_of(plan):
        for method in ("put", "delete"):
            answer = send(path, method, **said)
            assert (answer.status_code, answer.json()["code"]) == (409, "frozen"), path
    assert (PlanAction.objects.count(), Milestone.objects.count()) == (1, 1)


def test_others_change_nothing_and_do_not_find_a_draft(client, send, plan):
    client.force_login(MembershipFactory().user)
    for status in (404, 403):
        for path in rows_of(plan):
            for method in ("put", "delete"):
                assert send(path, method, **WORDS).status_code == status, path
        put_out()


def test_a_row_of_another_plan_is_not_there(send, plan):
    other = CommunePlanFactory(out=True)
    for act, row in (
        ("gaps", PlanActionFactory(paper=other.paper, agency=other.agency)),
        ("milestones", MilestoneFactory(plan=other)),
        ("proposals", ProposalFactory(paper=other.paper)),
    ):
        assert send(f"{plan['id']}/{act}/{row.pk}/", "delete").status_code == 404, act


def test_the_plan_costs_the_same_for_one_row_and_for_four(send, plan, django_assert_num_queries):
    def read():
        return send(f"{plan['id']}/", "get").json()

    read()
    with CaptureQueriesContext(connection) as one:
        read()
    cost = len(one)  # the log is emptied by the next request
    for number in range(3):
        about = f"tc-{actions(plan)[0]['criterion']}"
        send(f"{plan['id']}/gaps/", about=about, content=f"Việc {number}")
        send(f"{plan['id']}/milestones/", quarter=2, text=f"Mốc {number}")
        said = {"text": f"Xin {number}", "addressee": AgencyFactory().slug}
        send(f"{plan['id']}/proposals/", **said)
    with django_assert_num_queries(cost):
        told = read()
    assert (len(actions(told)), len(told["proposals"])) == (4, 4)
