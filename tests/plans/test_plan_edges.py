"""What a plan keeps when it is brought up to date, and what it refuses once its paper is before the signer."""

import datetime as dt

import pytest

from documents.choices import PaperState
from documents.models import OfficialDocument
from plans.choices import ActionState
from plans.models import AgencyOffice, PlanAction, SponsorPlanCommune
from plans.selectors.sponsor_plans import plan_offices
from plans.services import commune_plan_rows, duties, proposals
from plans.services import sponsor_plan_deeds as deeds
from plans.services import sponsor_plan_rows as rows
from plans.services import sponsor_plans as services
from plans.words import read_due
from tests.factories import (
    AgencyFactory,
    CommuneFactory,
    CommunePlanFactory,
    CriterionFactory,
    DutyItemFactory,
    IndicatorFactory,
    MembershipFactory,
    MilestoneFactory,
    PaperFactory,
    PlanActionFactory,
    ProposalFactory,
    ReportDutyFactory,
    SponsorPlanCommuneFactory,
    SponsorPlanFactory,
)
from tests.plans.sponsor_plan_says import refusal, row_of, say_of
from tests.plans.sponsor_plan_world import sponsor

__all__ = ["sponsor"]

pytestmark = pytest.mark.django_db
TODAY = dt.date(2024, 6, 18)
DUE = read_due("Đến năm 2025", 2024)


@pytest.fixture
def by():
    return MembershipFactory.create().user


# --- a sponsor's plan ---------------------------------------------------------------------------------


def test_states_taken_anew_leave_what_nobody_judged_and_bear_the_day(sponsor):
    plan = sponsor.start()
    known = {"met": 9, "out_of": 19, "state_text": "Theo báo cáo của xã"}
    silent = SponsorPlanCommuneFactory.create(plan=plan, commune=CommuneFactory.create(), **known)
    type(plan).objects.filter(pk=plan.pk).update(as_of=dt.date(2024, 1, 1))
    plan.refresh_from_db()

    assert services.renew_states(plan=plan, by=sponsor.officer) == 0

    silent.refresh_from_db()
    assert {name: getattr(silent, name) for name in known} == known
    plan.refresh_from_db()
    assert plan.as_of == TODAY


def test_a_new_plan_takes_the_reporting_duties_of_the_last_one_for_its_own_years(sponsor):
    old = SponsorPlanFactory.create(
        agency=sponsor.agency, year_from=2022, paper__state=PaperState.ISSUED, paper__number="1"
    )
    ReportDutyFactory.create(paper=old.paper, agency=sponsor.agency, what="Kết quả đỡ đầu")

    plan = sponsor.start(year_to=2025)

    duty = plan.paper.report_duties.get()
    assert (duty.what, duty.agency, duty.day) == ("Kết quả đỡ đầu", sponsor.agency, 16)
    assert (duty.starts, duty.ends) == (dt.date(2024, 1, 1), dt.date(2025, 12, 31))


def test_a_commune_taken_out_leaves_what_was_already_done_for_it(sponsor):
    plan = sponsor.start()
    row = row_of(plan, sponsor.thuan)
    deed = deeds.DeedGiven("Hỗ trợ", DUE)
    done, planned = (
        deeds.promise(plan=plan, commune=sponsor.thuan, given=deed, by=sponsor.officer)
        for _ in range(2)
    )
    PlanAction.objects.filter(pk=done.pk).update(state=ActionState.DONE, done_on=TODAY)

    rows.remove_row(row=row, seen=None, by=sponsor.officer)

    assert set(PlanAction.objects.filter(pk__in=[done.pk, planned.pk])) == {done}


def test_no_more_criteria_are_met_than_there_are_where_none_is_named_unmet(sponsor):
    row = row_of(sponsor.start(), sponsor.my)
    said = say_of(row, met=4, out_of=3, unmet=())

    assert refusal(rows.change_row, row=row, given=said, seen=None, by=sponsor.officer) == "count"
    assert SponsorPlanCommune.objects.get(pk=row.pk).met == 3


def test_offices_stand_in_the_order_in_which_they_were_named(sponsor):
    plan = sponsor.start()
    for name in ("Văn phòng", "Phòng Bưu chính", "An toàn thông tin"):
        deeds.name_office(plan=plan, name=name, part="", leads=False, by=sponsor.officer)

    names = [one.name for one in plan_offices(plan, TODAY)]
    assert names == ["Văn phòng", "Phòng Bưu chính", "An toàn thông tin"]
    orders = AgencyOffice.objects.filter(paper=plan.paper_id).values_list("order", flat=True)
    assert sorted(orders) == [1, 2, 3]


@pytest.mark.parametrize("state", [PaperState.SIGNING, PaperState.ISSUED])
def test_years_and_day_of_a_plan_stand_from_the_signer_on(sponsor, state):
    plan = sponsor.start()
    OfficialDocument.objects.update(state=state)
    given = {"year_from": 2024, "year_to": 2025, "as_of": TODAY, "seen": None}

    refused = refusal(services.change_sponsor_plan, plan=plan, by=sponsor.officer, **given)

    assert refused == "frozen"


# --- a commune's plan, proposals, duties ---------------------------------------------------------------


def test_nothing_of_a_communes_plan_is_worded_anew_before_the_signer(by):
    plan = CommunePlanFactory.create(paper__state=PaperState.SIGNING)
    criterion = CriterionFactory.create(criteria_set=plan.criteria_set)
    action = PlanActionFactory.create(paper=plan.paper, agency=plan.agency, commune=plan.commune)
    milestone = MilestoneFactory.create(plan=plan)
    proposal = ProposalFactory.create(paper=plan.paper, agency=plan.agency)
    gap = commune_plan_rows.GapGiven("Khác", criterion)
    asked = proposals.ProposalGiven("Khác", addressee_text="cấp trên")

    for act, given in (
        (commune_plan_rows.change_gap, {"plan": plan, "action": action, "given": gap}),
        (
            commune_plan_rows.change_milestone,
            {"milestone": milestone, "quarter": 1, "text": "Khác"},
        ),
        (proposals.change_proposal, {"proposal": proposal, "given": asked}),
    ):
        assert refusal(act, **given, seen=None, by=by) == "frozen", act


def test_a_gap_stands_at_an_indicator_of_its_own_criterion(by):
    plan = CommunePlanFactory.create()
    criterion = CriterionFactory.create(criteria_set=plan.criteria_set)
    other = IndicatorFactory.create(criterion__criteria_set=plan.criteria_set)
    gap = commune_plan_rows.GapGiven("Vận động", criterion, other)

    assert refusal(commune_plan_rows.add_gap, plan=plan, given=gap, by=by) == "foreign"


def test_a_report_that_was_asked_for_stays_when_its_duty_is_said_anew(by):
    duty = ReportDutyFactory.create(agency=AgencyFactory.create())
    asked = DutyItemFactory.create(duty=duty, due_on=dt.date(2024, 6, 25), note="Theo công văn 5")
    names = ("what", "frequency", "starts", "agency", "who", "addressee", "whom")
    given = duties.DutyGiven(**{name: getattr(duty, name) for name in names}, day=20)

    duties.change_duty(duty=duty, given=given, seen=None, by=by)

    assert duty.items.filter(pk=asked.pk).exists()


def test_no_report_is_asked_for_beyond_the_end_of_its_duty_or_by_a_draft(by):
    ended = ReportDutyFactory.create(agency=AgencyFactory.create(), ends=dt.date(2024, 6, 30))
    draft = ReportDutyFactory.create(
        agency=AgencyFactory.create(), paper=PaperFactory.create(state=PaperState.DRAFT)
    )

    ask = {"note": "x", "by": by}
    beyond = dt.date(2024, 7, 1)
    assert refusal(duties.ask_report, duty=ended, due_on=beyond, **ask) == "ended"
    assert refusal(duties.ask_report, duty=draft, due_on=TODAY, **ask) == "draft"


def test_a_duty_of_a_paper_before_the_signer_is_not_taken_out(by):
    duty = ReportDutyFactory.create(paper=PaperFactory.create(state=PaperState.SIGNING))

    assert refusal(duties.drop_duty, duty=duty, by=by) == "locked"


def test_a_proposal_is_not_passed_on_to_where_it_lies(by):
    to = AgencyFactory.create()
    proposal = ProposalFactory.create(addressee=to)

    assert refusal(proposals.pass_on, proposal=proposal, to=to, seen=None, by=by) == "same"
