"""The pages of a commune's plan: from beginning it to ticking off villages' reports."""

import pytest
from django.urls import reverse

from documents.choices import PaperState
from plans.models import CommunePlan, PlanAction
from tests.factories import (
    AgencyFactory,
    IndicatorFactory,
    LetterheadFactory,
    MeasurementFactory,
    MembershipFactory,
    PaperFactory,
    ThresholdFactory,
    VillageFactory,
)

pytestmark = pytest.mark.django_db
BEGIN = "/ke-hoach/xa/moi/"


@pytest.fixture
def commune(say, yardstick):
    """A committee whose commune holds criterion 1 and fails 2 through 2.1."""
    agency = AgencyFactory(of_commune=True)
    say(agency.commune, "10-")
    indicator = IndicatorFactory(criterion=yardstick[1], code="2.1")
    ThresholdFactory(indicator=indicator, number=20)
    card = agency.commune.scorecards.get()
    MeasurementFactory(scorecard=card, indicator=indicator, number=10)
    LetterheadFactory(agency=agency)
    return agency


@pytest.fixture
def clerk(client, commune):
    user = MembershipFactory(agency=commune).user
    client.force_login(user)
    return user


@pytest.fixture
def plan(client, clerk, commune):
    said = {"agency": commune.slug, "year": "2024", "title": "Kế hoạch năm 2024"}
    client.post(BEGIN, said)
    return CommunePlan.objects.get()


def at(plan, name, *more):
    return reverse(f"plans:{name}", args=[plan.pk, *more])


def issue(plan, state=PaperState.ISSUED):
    plan.paper.state = state
    plan.paper.save()


def test_beginning_a_plan(client, clerk, commune):
    said = {"agency": commune.slug, "year": "2024", "title": "Kế hoạch năm 2024"}
    page = client.get(BEGIN)
    assert page.context["form"]["year"].value() == 2024
    wrong = client.post(BEGIN, said | {"year": "năm nay"})
    assert (wrong.status_code, "Kế hoạch năm 2024" in wrong.content.decode()) == (422, True)
    done = client.post(BEGIN, said)
    plan = CommunePlan.objects.get()
    assert done.url == f"/ke-hoach/xa/{plan.pk}/"
    assert client.post(BEGIN, said).status_code == 409
    paper = PaperFactory(kind="KH", number="18", notation="KH-UBND", year=2023)
    followed = client.post(BEGIN, said | {"year": "2023", "paper": paper.symbol})
    assert followed.status_code == 302
    assert CommunePlan.objects.get(year=2023).paper == paper
    none = client.post(BEGIN, said | {"year": "2012"})
    assert (none.status_code, "bộ tiêu chí" in none.content.decode()) == (409, True)


def test_a_committee_without_a_letterhead_is_told_what_to_do(client, clerk, commune):
    commune.letterheads.all().delete()
    said = {"agency": commune.slug, "year": "2024", "title": "Kế hoạch"}
    page = client.post(BEGIN, said)
    assert (page.status_code, "Chủ thể ban hành" in page.content.decode()) == (409, True)


@pytest.mark.usefixtures("member")
def test_others_neither_begin_nor_see_a_draft(client, commune):
    assert client.get(BEGIN).status_code == 403
    user = MembershipFactory(agency=commune).user
    other = client.session  # the member stays signed in below
    assert other is not None
    client.force_login(user)
    client.post(BEGIN, {"agency": commune.slug, "year": "2024", "title": "Kế hoạch"})
    plan = CommunePlan.objects.get()
    client.force_login(MembershipFactory().user)
    assert client.get(at(plan, "commune_plan")).status_code == 404
    assert client.get(at(plan, "gap_add")).status_code == 404
    issue(plan)
    page = client.get(at(plan, "commune_plan")).content.decode()
    assert "Sửa" not in page.partition("<main")[2]
    for name in ("gap_add", "milestone_add", "plan_proposal_add", "commune_plan_criteria"):
        assert client.get(at(plan, name)).status_code == 403
    for name in ("village_tick", "commune_plan_feed"):
        assert client.post(at(plan, name)).status_code == 403


def test_what_is_unmet_is_one_step_from_its_action(client, plan, yardstick):
    page = client.get(at(plan, "commune_plan")).content.decode()
    assert "<strong>1/3</strong> tiêu chí đạt, 1 chưa đạt, 1 chưa đưa vào" in page
    indicator = yardstick[1].indicators.get()
    address = f"{at(plan, 'gap_add')}?tieu-chi={yardstick[1].pk}&chi-tieu={indicator.pk}"
    assert address.replace("&", "&amp;") in page
    form = client.get(address).context["form"]
    assert "10" in form["situation"].value()
    assert form["due"].value() == "trong năm 2024"
    said = {"about": form["about"].value(), "content": "Kéo ống nước", "due": "Quý IV"}
    said |= {"situation": "Chưa có nước", "unit_name": "UBND xã"}
    blank = client.post(at(plan, "gap_add"), said | {"content": ""})
    assert (blank.status_code, "Chưa có nước" in blank.content.decode()) == (422, True)
    unclear = client.post(at(plan, "gap_add"), said | {"due": "sớm"})
    assert unclear.status_code == 422
    assert client.post(at(plan, "gap_add"), said).url.endswith("#viec")
    row = PlanAction.objects.get()
    assert (row.situation, f"{row.due_on}", row.indicator) == (
        "Chưa có nước",
        "2024-12-31",
        indicator,
    )
    edit = at(plan, "gap_edit", row.pk)
    assert client.post(edit, said | {"content": "Khác", "seen": "1"}).status_code == 302
    assert client.post(edit, said | {"content": "Nữa", "seen": "1"}).status_code == 409
    issue(plan, PaperState.SIGNING)
    assert client.post(edit, said | {"seen": "2"}).status_code == 409
    assert client.post(at(plan, "gap_drop", row.pk)).status_code == 409
    issue(plan, PaperState.DRAFT)
    assert client.post(at(plan, "gap_drop", row.pk)).status_code == 302
    assert not PlanAction.objects.exists()


def test_the_table_of_criteria_names_people(client, plan):
    url = at(plan, "commune_plan_criteria")
    said = {"seen": "1", "tc1-holds": "1", "tc1-person": "Lê Văn A", "tc2-holds": "0"}
    wrong = client.post(url, said | {"tc1-holds": "9"})
    assert (wrong.status_code, "Lê Văn A" in wrong.content.decode()) == (422, True)
    assert client.post(url, said).status_code == 302
    assert plan.criteria.get(criterion__number=1).person == "Lê Văn A"
    stale = client.post(url, said | {"tc1-person": "Trần B"})
    assert (stale.status_code, "Trần B" in stale.content.decode()) == (409, True)
    assert "Lê Văn A" in client.get(at(plan, "commune_plan")).content.decode()


def test_milestones_and_proposals(client, plan):
    assert client.post(at(plan, "milestone_add"), {"quarter": "2", "text": ""}).status_code == 422
    client.post(at(plan, "milestone_add"), {"quarter": "2", "text": "Rà soát"})
    one = plan.milestones.get()
    client.post(at(plan, "milestone_edit", one.pk), {"quarter": "3", "text": "Rà soát", "seen": 1})
    one.refresh_from_db()
    assert one.quarter == 3
    said = {"text": "Đầu tư nước", "addressee_text": "cấp trên"}
    nobody = client.post(at(plan, "plan_proposal_add"), said | {"addressee_text": ""})
    assert nobody.status_code == 409
    client.post(at(plan, "plan_proposal_add"), said)
    proposal = plan.paper.proposals.get()
    edit = at(plan, "plan_proposal_edit", proposal.pk)
    client.post(edit, said | {"text": "Đầu tư hệ thống nước", "seen": "1"})
    page = client.get(at(plan, "commune_plan")).content.decode()
    assert "Đầu tư hệ thống nước" in page
    issue(plan)
    settled = client.post(
        at(plan, "milestone_edit", one.pk), {"state": "done", "done_on": "17/6/2024", "seen": "2"}
    )
    assert settled.status_code == 302
    one.refresh_from_db()
    assert f"{one.done_on}" == "2024-06-17"
    assert client.post(at(plan, "milestone_drop", one.pk)).status_code == 409
    assert client.post(at(plan, "plan_proposal_drop", proposal.pk)).status_code == 409


def test_villages_are_ticked_and_unticked(client, plan, commune):
    village = VillageFactory(commune=commune.commune, name="Thôn Một")
    tick = at(plan, "village_tick")
    said = {"village": village.pk, "month": "6"}
    assert client.post(tick, said).status_code == 409  # a draft
    issue(plan)
    assert client.post(tick, said).url.endswith("#thon")
    page = client.get(at(plan, "commune_plan")).content.decode()
    assert "Thôn Một, tháng 6: đã nhận 18/6/2024" in page
    assert client.post(tick, said | {"month": "99"}).status_code == 409
    assert client.post(tick, said | {"go": "1"}).status_code == 302
    assert not plan.village_reports.exists()
    assert client.post(tick, said | {"go": "1"}).status_code == 404


def test_the_data_goes_into_the_paper(client, plan):
    client.post(at(plan, "milestone_add"), {"quarter": "2", "text": "Rà soát"})
    done = client.post(at(plan, "commune_plan_feed"), {"seen": f"{plan.paper.version}"})
    assert done.status_code in {302, 409}
    plan.paper.refresh_from_db()
    done = client.post(at(plan, "commune_plan_feed"), {"seen": f"{plan.paper.version}"})
    assert done.url == f"/van-ban/{plan.paper_id}/"
    plan.paper.refresh_from_db()
    assert "Quý II: Rà soát" in str(plan.paper.body)
    issue(plan, PaperState.SIGNING)
    assert client.post(at(plan, "commune_plan_feed")).status_code == 403
