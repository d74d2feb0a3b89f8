"""What a sponsor's plan promises, and how its paper follows its data."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.calendar import working_day
from criteria.models import StatusEntry
from criteria.services import rebuild_current
from documents.choices import PaperState
from documents.models import OfficialDocument
from plans.choices import ActionState
from plans.models import PlanAction
from plans.selectors.sponsor_plan_paper import is_behind
from plans.selectors.sponsor_plans import names_of, plan_rows, proposed, sponsor_plan_page
from plans.services import sponsor_plan_deeds as deeds
from plans.services import sponsor_plan_rows as rows
from plans.services import sponsor_plans as services
from plans.words import read_due
from tests.factories import (
    AgencyOfficeFactory,
    CriterionFactory,
    MappingFactory,
    SponsorPlanCommuneFactory,
    SponsorPlanFactory,
)
from tests.plans.sponsor_plan_says import refusal, row_of, say_of, text_of
from tests.plans.sponsor_plan_world import sponsor

__all__ = ["sponsor"]

pytestmark = pytest.mark.django_db
DUE = read_due("Đến năm 2025", 2024)


# --- what it promises -------------------------------------------------------------------------------


def test_each_unmet_criterion_gets_one_action_once(sponsor):
    plan = sponsor.start()
    row = row_of(plan, sponsor.thuan)
    deed = deeds.DeedGiven("Hỗ trợ xã Thuận hoàn thiện tiêu chí", DUE, "Phòng Kinh tế ngành")
    given = {"row": row, "given": deed, "by": sponsor.officer}
    assert deeds.promise_unmet(**given) == 2
    found = PlanAction.objects.filter(paper=plan.paper)
    assert {one.criterion for one in found} == set(sponsor.criteria[1:])
    assert {one.due_on for one in found} == {dt.date(2025, 12, 31)}
    assert refusal(deeds.promise_unmet, **given) == "nothing"
    (thuan,) = [one for one in plan_rows(plan) if one.commune == sponsor.thuan]
    assert not thuan.unpromised


def test_the_same_work_on_several_criteria_is_printed_once(sponsor):
    plan = sponsor.start()
    row = row_of(plan, sponsor.thuan)
    deed = deeds.DeedGiven("Hỗ trợ xã Thuận", DUE, "Phòng A")
    deeds.promise_unmet(row=row, given=deed, by=sponsor.officer)
    deeds.promise(
        plan=plan, commune=None, given=deeds.DeedGiven("Rà soát", DUE), by=sponsor.officer
    )
    services.feed_paper(plan=plan, seen=plan.paper.version, by=sponsor.officer)
    words = text_of(plan.paper)
    assert (
        words.count("Hỗ trợ xã Thuận (tiêu chí: Trường học, Môi trường và an toàn thực phẩm; ")
        == 1
    )
    assert "thời hạn: Đến năm 2025; thực hiện: Phòng A)" in words
    assert "Đối với các xã được phân công:" in words


def test_an_action_of_a_draft_is_worded_anew_and_dropped(sponsor):
    plan = sponsor.start()
    action = deeds.promise(
        plan=plan, commune=sponsor.thuan, given=deeds.DeedGiven("Rà soát", DUE), by=sponsor.officer
    )
    said = deeds.DeedGiven("Rà soát hằng quý", DUE, about=(sponsor.criteria[1], None))
    given = {"plan": plan, "action": action, "given": said, "by": sponsor.officer}
    assert deeds.change_promise(**given, seen=1).content == "Rà soát hằng quý"
    assert refusal(deeds.change_promise, **given, seen=1) == "stale"
    deeds.drop_promise(plan=plan, action=action, by=sponsor.officer)
    assert not PlanAction.objects.exists()


def test_offices_of_the_plan_come_before_those_in_force(sponsor):
    plan = sponsor.start()
    AgencyOfficeFactory(agency=sponsor.agency, name="Văn phòng", paper=None)
    page = sponsor_plan_page(plan, working_day())
    assert [one.name for one in page.offices] == ["Văn phòng"]
    by = sponsor.officer
    deeds.name_office(plan=plan, name="Phòng A", part="Theo dõi", leads=True, by=by)
    page = sponsor_plan_page(plan, working_day())
    assert [one.name for one in page.offices] == ["Phòng A"]
    twice = {"plan": plan, "name": "Phòng A", "part": "", "leads": False, "by": by}
    assert refusal(deeds.name_office, **twice) == "twice"


# --- the paper follows the data -----------------------------------------------------------------------


def test_what_data_feeds_follows_it_and_the_words_around_stay(sponsor):
    plan = sponsor.start()
    paper = plan.paper
    paper.refresh_from_db()
    paper.body[1]["items"][0] = "Lời của người viết"
    paper.save()
    assert not is_behind(plan)
    row = row_of(plan, sponsor.thuan)
    rows.change_row(
        row=row, given=say_of(row, state_text="Theo báo cáo"), seen=None, by=sponsor.officer
    )
    assert is_behind(plan)
    services.feed_paper(plan=plan, seen=paper.version, by=sponsor.officer)
    words = text_of(paper)
    assert "Theo báo cáo" in words
    assert "Lời của người viết" in words
    assert not is_behind(plan)


def test_writing_the_paper_anew_drops_the_words_and_keeps_the_version(sponsor):
    plan = sponsor.start()
    paper = plan.paper
    paper.refresh_from_db()
    paper.body[1]["items"][0] = "Lời của người viết"
    paper.save()
    services.write_paper(plan=plan, seen=paper.version, by=sponsor.officer)
    assert "Lời của người viết" not in text_of(paper)
    assert paper.versions.count() == 3
    late = {"plan": plan, "seen": 1, "by": sponsor.officer}
    assert refusal(services.write_paper, **late) == "stale"


def test_states_follow_the_scorecards_when_asked(sponsor, say):
    plan = sponsor.start()
    row = row_of(plan, sponsor.thuan)
    names = ((sponsor.criteria[1], "trường học"), (sponsor.criteria[2], ""))
    rows.change_row(row=row, given=say_of(row, unmet=names), seen=None, by=sponsor.officer)
    assert services.renew_states(plan=plan, by=sponsor.officer) == 0
    StatusEntry.objects.filter(
        scorecard__commune=sponsor.thuan, criterion=sponsor.criteria[2]
    ).update(status="met")
    rebuild_current()
    assert services.renew_states(plan=plan, by=sponsor.officer) == 1
    row.refresh_from_db()
    assert (row.met, [one.printed for one in row.unmet.all()]) == (2, ["trường học"])


def test_names_of_the_set_before_are_known_too(sponsor):
    old = CriterionFactory(name="Hộ nghèo")
    MappingFactory(
        old_set=old.criteria_set,
        new_set=sponsor.set,
        old_criterion=old,
        new_criterion=sponsor.criteria[1],
        kinship="changed",
    )
    assert (sponsor.criteria[1].pk, "Hộ nghèo") in names_of(sponsor.set)


def test_queries_do_not_follow_the_number_of_communes(sponsor, say):
    def asked(act):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            act()
        return len(queries)

    day = working_day()
    few = asked(lambda: proposed(sponsor.agency, sponsor.set, day))
    plan = sponsor.start()
    page = asked(lambda: sponsor_plan_page(plan, day))
    behind = asked(lambda: is_behind(plan))
    plan.paper.state = PaperState.RECALLED
    plan.paper.save()
    started = asked(sponsor.start)
    OfficialDocument.objects.filter(state=PaperState.DRAFT).update(state=PaperState.RECALLED)
    for place in range(5):
        sponsor.stand_behind(f"Xã {place}", "010", "", say)
    assert asked(lambda: proposed(sponsor.agency, sponsor.set, day)) == few
    more = asked(sponsor.start) - started
    plan = plan.__class__.objects.select_related("agency", "paper__letterhead").latest("pk")
    assert plan.communes.count() == 7
    assert asked(lambda: sponsor_plan_page(plan, day)) == page
    assert asked(lambda: is_behind(plan)) <= behind + 1
    assert more <= 5  # a recipient for each commune
    assert PlanAction.objects.filter(state=ActionState.PLANNED).count() == 0


def test_a_plan_that_was_only_registered_keeps_its_state_as_printed(sponsor):
    plan = SponsorPlanFactory(agency=sponsor.agency, paper__state=PaperState.REGISTERED)
    SponsorPlanCommuneFactory(plan=plan, commune=sponsor.thuan, met=11, out_of=19)
    assert refusal(services.renew_states, plan=plan, by=sponsor.officer) == "frozen"
