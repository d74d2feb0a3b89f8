"""A commune's plan of a year: begun from its scorecard, mended while drafted, followed once it is out."""

import datetime as dt
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError

from criteria.choices import Status
from criteria.services import rebuild_current
from documents.blocks import Fed, Heading, Table, flat, from_json
from documents.choices import PaperState
from documents.models import OfficialDocument
from plans.choices import ActionState
from plans.models import CommunePlan, PlanAction
from plans.selectors.commune_plans import commune_plan_page, plans_seen, set_of_year
from plans.services.commune_plan_rows import (
    GapGiven,
    add_gap,
    add_milestone,
    change_gap,
    drop_gap,
    drop_milestone,
    settle_milestone,
    tick_report,
    untick_report,
)
from plans.services.commune_plans import (
    CriterionGiven,
    feed_paper,
    keep_criteria,
    start_plan,
    take_plan,
)
from plans.services.proposals import ProposalGiven, add_proposal
from tests.factories import (
    AgencyFactory,
    CommunePlanCriterionFactory,
    CommunePlanFactory,
    CriterionFactory,
    IndicatorFactory,
    LetterheadFactory,
    MeasurementFactory,
    MembershipFactory,
    MilestoneFactory,
    PaperFactory,
    ReportDutyFactory,
    StatusEntryFactory,
    ThresholdFactory,
    VillageFactory,
)

pytestmark = pytest.mark.django_db
TODAY = dt.date(2024, 6, 18)


def code(refusal):
    errors = getattr(refusal.value, "error_dict", None)
    return next(iter(errors.values()))[0].code if errors else refusal.value.code


@pytest.fixture
def world(say, yardstick):
    """A commune that holds criterion 1, fails 2 by indicator 2.1 (10 against 20), and nobody judged 3."""
    agency = AgencyFactory(of_commune=True)
    say(agency.commune, "10-")
    indicator = IndicatorFactory(criterion=yardstick[1], code="2.1", unit="%")
    ThresholdFactory(indicator=indicator, number=20)
    card = agency.commune.scorecards.get()
    MeasurementFactory(scorecard=card, indicator=indicator, number=10)
    return SimpleNamespace(
        agency=agency,
        commune=agency.commune,
        criteria=yardstick,
        indicator=indicator,
        letterhead=LetterheadFactory(agency=agency, archive="VP"),
        user=MembershipFactory(agency=agency).user,
    )


@pytest.fixture
def plan(world):
    return begun(world)


def begun(world, year=2024):
    return start_plan(
        agency=world.agency,
        year=year,
        title="Kế hoạch",
        letterhead=world.letterhead,
        by=world.user,
    )


def issue(plan, state=PaperState.ISSUED):
    plan.paper.state = state
    plan.paper.save()
    plan.refresh_from_db()


def gap(world, **more):
    known = {"content": "Vận động hộ dân", "criterion": world.criteria[1]}
    return GapGiven(**(known | {"indicator": world.indicator} | more))


def test_a_plan_begins_from_the_scorecard(plan, world):
    assert [(one.criterion, one.holds) for one in plan.criteria.all()] == [
        (world.criteria[0], True),
        (world.criteria[1], False),
    ]
    page = commune_plan_page(plan, TODAY)
    assert page.left_out == (world.criteria[2],)  # nobody judged it: neither held nor unmet
    ((found,),) = [one.gaps for one in page.unmet]
    assert (found.indicator, found.actions) == (world.indicator, ())
    assert "10" in found.situation
    assert "20" in found.situation
    assert not PlanAction.objects.exists()


def test_its_paper_is_a_draft_of_the_committee_with_the_data_in_it(plan, world):
    paper = plan.paper
    assert (paper.state, paper.issuer, paper.kind) == (PaperState.DRAFT, world.agency, "KH")
    blocks = from_json(OfficialDocument.objects.get(pk=paper.pk).body)
    fed = [one.source for one in blocks if isinstance(one, Fed)]
    assert fed == ["commune-criteria", "commune-gaps"]
    said = [getattr(one, "text", "") for one in flat(blocks)]
    assert "Có 1/3 tiêu chí đạt, được duy trì và nâng cao:" in said
    assert "Còn 01 tiêu chí chưa đạt, gồm:" in said
    assert "Còn 01 tiêu chí chưa đánh giá." in said
    assert [one.text for one in paper.recipients.all()][-1] == "Lưu: VP"


def test_only_one_plan_a_year_and_only_of_a_commune(plan, world):
    with pytest.raises(ValidationError) as refusal:
        begun(world)
    assert code(refusal) == "twin"
    issue(plan, PaperState.RECALLED)
    assert begun(world).pk != plan.pk
    world.agency = AgencyFactory()
    with pytest.raises(ValidationError) as refusal:
        begun(world)
    assert code(refusal) == "commune"
    assert CommunePlan.objects.count() == 2


def test_a_year_without_a_set_has_no_plan(world):
    with pytest.raises(ValidationError) as refusal:
        begun(world, year=2012)
    assert code(refusal) == "no_set"
    assert set_of_year(2012, TODAY) is None


def test_the_next_plan_takes_people_milestones_and_duties_along(plan, world):
    row = plan.criteria.get(criterion=world.criteria[1])
    row.person, row.post = "Lê Văn A", "Công chức"
    row.save()
    MilestoneFactory(plan=plan, text="Rà soát")
    ReportDutyFactory(paper=plan.paper, agency=world.agency)
    world.criteria[0].criteria_set.ends = dt.date(2025, 12, 31)
    world.criteria[0].criteria_set.save()
    assert not begun(world, 2023).milestones.exists()  # a draft is nothing to begin from
    issue(plan)
    after = begun(world, 2025)
    assert after.criteria.get(criterion=world.criteria[1]).person == "Lê Văn A"
    assert after.milestones.get().text == "Rà soát"
    duty = after.paper.report_duties.get()
    assert (duty.day, duty.starts, duty.ends) == (16, dt.date(2025, 1, 1), dt.date(2025, 12, 31))


def test_a_plan_issued_on_paper_is_followed(world):
    paper = PaperFactory(state=PaperState.DRAFT)
    with pytest.raises(ValidationError) as refusal:
        take_plan(agency=world.agency, year=2024, paper=paper, by=world.user)
    assert code(refusal) == "draft"
    paper = PaperFactory(kind="KH")
    found = take_plan(agency=world.agency, year=2024, paper=paper, by=world.user)
    assert found.criteria.count() == 2
    with pytest.raises(ValidationError) as refusal:
        take_plan(agency=world.agency, year=2025, paper=paper, by=world.user)
    assert code(refusal) == "taken"
    add_gap(plan=found, given=gap(world), by=world.user)  # what the paper says is entered any time


def test_the_table_of_criteria(plan, world):
    one, two, three = world.criteria
    given = [
        CriterionGiven(one, holds=True, printed="Quy hoạch xã", person="Lê Văn A"),
        CriterionGiven(two, holds=None),
        CriterionGiven(three, holds=False),
    ]
    keep_criteria(plan=plan, given=given, seen=1, by=world.user)
    assert {(row.criterion, row.holds, row.person) for row in plan.criteria.all()} == {
        (one, True, "Lê Văn A"),
        (three, False, ""),
    }
    with pytest.raises(ValidationError) as refusal:
        keep_criteria(plan=plan, given=given, seen=1, by=world.user)
    assert code(refusal) == "stale"
    foreign = [CriterionGiven(CriterionFactory(), holds=True)]
    with pytest.raises(ValidationError) as refusal:
        keep_criteria(plan=plan, given=foreign, seen=2, by=world.user)
    assert code(refusal) == "foreign"
    same = keep_criteria(plan=plan, given=given, seen=2, by=world.user)
    assert same.version == 2


def test_once_out_only_the_people_change(plan, world):
    issue(plan)
    one = world.criteria[0]
    given = [CriterionGiven(one, holds=True, person="Lê Văn A", post="Chủ tịch")]
    keep_criteria(plan=plan, given=given, seen=None, by=world.user)
    assert plan.criteria.get(criterion=one).post == "Chủ tịch"
    for refused in (
        CriterionGiven(one, holds=False),
        CriterionGiven(one, holds=True, printed="khác"),
        CriterionGiven(one, holds=None),
        CriterionGiven(world.criteria[2], holds=True),
    ):
        with pytest.raises(ValidationError) as refusal:
            keep_criteria(plan=plan, given=[refused], seen=None, by=world.user)
        assert code(refusal) == "frozen"


def test_what_is_promised_stands_with_the_paper(plan, world):
    action = add_gap(plan=plan, given=gap(world, situation="10 %"), by=world.user)
    assert (action.agency, action.paper, action.commune) == (
        world.agency,
        plan.paper,
        world.commune,
    )
    changed = change_gap(
        plan=plan, action=action, given=gap(world, unit_name="MTTQ"), seen=1, by=world.user
    )
    assert changed.unit_name == "MTTQ"
    with pytest.raises(ValidationError) as refusal:
        change_gap(plan=plan, action=action, given=gap(world), seen=1, by=world.user)
    assert code(refusal) == "stale"
    with pytest.raises(ValidationError) as refusal:
        add_gap(plan=plan, given=gap(world, criterion=world.criteria[0]), by=world.user)
    assert code(refusal) == "foreign"
    for state in (PaperState.SIGNING, PaperState.ISSUED):
        issue(plan, state)
        for act in (
            lambda: add_gap(plan=plan, given=gap(world), by=world.user),
            lambda: drop_gap(plan=plan, action=action, by=world.user),
            lambda: add_milestone(plan=plan, quarter=1, text="x", by=world.user),
        ):
            with pytest.raises(ValidationError) as refusal:
                act()
            assert code(refusal) == "frozen"
    issue(plan, PaperState.DRAFT)
    drop_gap(plan=plan, action=action, by=world.user)
    assert not PlanAction.objects.exists()


def test_milestones_are_settled_once_the_plan_is_out(plan, world):
    one = add_milestone(plan=plan, quarter=2, text="Rà soát", by=world.user)

    def settle(**said):
        known = {"milestone": one, "state": ActionState.DONE, "seen": None, "by": world.user}
        return settle_milestone(**(known | said))

    with pytest.raises(ValidationError) as refusal:
        settle(done_on=TODAY)
    assert code(refusal) == "draft"
    issue(plan)
    one.plan.refresh_from_db()
    one = plan.milestones.get()
    for said, why in (
        ({}, "undated"),
        ({"done_on": TODAY + dt.timedelta(days=1)}, "future"),
        ({"state": ActionState.DROPPED}, "reason"),
        ({"state": ActionState.OFFERED}, "offered"),
    ):
        with pytest.raises(ValidationError) as refusal:
            settle(**said)
        assert code(refusal) == why
    assert settle(done_on=TODAY).done_on == TODAY
    again = settle(state=ActionState.PLANNED, done_on=TODAY)
    assert (again.state, again.done_on) == (ActionState.PLANNED, None)
    with pytest.raises(ValidationError) as refusal:
        drop_milestone(milestone=one, by=world.user)
    assert code(refusal) == "frozen"


def test_villages_are_ticked_off_month_by_month(plan, world):
    village = VillageFactory(commune=world.commune, name="Thôn Một")

    def tick(**said):
        known = {"plan": plan, "village": village, "month": 6, "by": world.user}
        return tick_report(**(known | said))

    with pytest.raises(ValidationError) as refusal:
        tick()
    assert code(refusal) == "draft"
    issue(plan)
    report = tick()
    assert (report.came_on, tick().pk) == (TODAY, report.pk)
    tick(village=None, village_name="Bái  E", month=5, came_on=dt.date(2024, 5, 20))
    for said, why in (
        ({"month": 7}, "future"),
        ({"month": 13}, "future"),
        ({"came_on": TODAY + dt.timedelta(days=1)}, "future"),
        ({"village": VillageFactory()}, "foreign"),
        ({"village": None}, "village"),
    ):
        with pytest.raises(ValidationError) as refusal:
            tick(**said)
        assert code(refusal) == why
    lines = {one.name: one.came for one in commune_plan_page(plan, TODAY).villages}
    assert lines == {"Thôn Một": 1, "Bái E": 1}
    untick_report(report=report, by=world.user)
    assert plan.village_reports.get().village_name == "Bái E"


def test_the_paper_takes_the_data_anew_and_keeps_the_writers_words(plan, world):
    first = OfficialDocument.objects.get(pk=plan.paper_id)
    add_gap(plan=plan, given=gap(world), by=world.user)
    add_milestone(plan=plan, quarter=1, text="Ban hành kế hoạch", by=world.user)
    ReportDutyFactory(paper=first, agency=None, who="các thôn", addressee=None, whom="BCĐ xã")
    to = AgencyFactory(name="Sở Nước")
    add_proposal(
        paper=first,
        agency=world.agency,
        given=ProposalGiven("Đầu tư hệ thống nước", to),
        by=world.user,
    )
    first.body[0]["text"] = "Lời của tôi"
    first.save()
    fed = feed_paper(plan=plan, seen=first.version, by=world.user)
    blocks = from_json(fed.body)
    assert isinstance(blocks[0], Heading)
    assert blocks[0].text == "Lời của tôi"
    sources = [one.source for one in blocks if isinstance(one, Fed)]
    assert sources == [
        *("commune-criteria", "commune-gaps", "milestones", "report-duties", "proposals"),
    ]
    (table,) = [one for one in flat(blocks) if isinstance(one, Table)]
    assert "Vận động hộ dân" in table.rows[-1].cells
    text = str(fed.body)
    for words in (
        "Quý I: Ban hành kế hoạch",
        "Các thôn báo cáo BCĐ xã hằng tháng, ngày 16: Kết quả",
        "Kiến nghị Sở Nước: Đầu tư",
    ):
        assert words in text
    assert [one.agency for one in fed.recipients.all()].count(to) == 1
    again = feed_paper(plan=plan, seen=None, by=world.user)
    assert again.version == fed.version  # nothing new: no version
    add_milestone(plan=plan, quarter=2, text="Rà soát", by=world.user)
    with pytest.raises(ValidationError) as refusal:
        feed_paper(plan=plan, seen=first.version - 1, by=world.user)
    assert code(refusal) == "stale"


def test_a_draft_is_seen_by_its_own_people_alone(plan, world, member):
    assert list(plans_seen(world.user)) == [plan]
    assert not plans_seen(member).exists()
    issue(plan)
    assert list(plans_seen(member)) == [plan]


def test_a_commune_outside_the_home_tree_has_a_plan(world):
    plan = CommunePlanFactory(
        agency=None,
        commune=None,
        place_text="Quang Trung",
        paper=PaperFactory(kind="KH"),
        criteria_set=world.criteria[0].criteria_set,
    )
    CommunePlanCriterionFactory(plan=plan, criterion=world.criteria[1], holds=False)
    row = add_gap(plan=plan, given=gap(world), by=world.user)
    page = commune_plan_page(plan, TODAY)
    assert (row.agency, page.unmet[0].gaps[0].actions, page.villages) == (None, (row,), ())


def test_the_pages_queries_do_not_follow_its_rows(plan, world, django_assert_max_num_queries):
    for number in range(3, 8):
        criterion = CriterionFactory(criteria_set=plan.criteria_set, number=number + 10)
        CommunePlanCriterionFactory(plan=plan, criterion=criterion, holds=False)
        StatusEntryFactory(
            scorecard=world.commune.scorecards.get(), criterion=criterion, status=Status.NOT_MET
        )
        MilestoneFactory(plan=plan)
        ReportDutyFactory(paper=plan.paper)
        VillageFactory(commune=world.commune)
    rebuild_current()
    with django_assert_max_num_queries(26):
        commune_plan_page(plan, TODAY)
