"""A sponsor's plan is begun from what is known, and changed row by row while its paper may."""

import pytest

from accounts.calendar import working_day
from accounts.models import Activity
from criteria.choices import Duty, Level
from documents.blocks import Fed, from_json
from documents.choices import PaperState
from documents.models import OfficialDocument
from plans.choices import TargetKind
from plans.models import SponsorPlanCommune
from plans.selectors.sponsor_plans import plan_rows
from plans.services import sponsor_plan_deeds as deeds
from plans.services import sponsor_plan_rows as rows
from plans.services import sponsor_plans as services
from plans.words import read_due
from tests.factories import (
    CommuneFactory,
    CriterionFactory,
    PaperFactory,
    SponsorPlanCommuneFactory,
    SponsorPlanFactory,
    TargetFactory,
)
from tests.plans.sponsor_plan_says import refusal, row_of, say_of, text_of
from tests.plans.sponsor_plan_world import sponsor

__all__ = ["sponsor"]

pytestmark = pytest.mark.django_db
DUE = read_due("Đến năm 2025", 2024)


# --- begun from what is known -----------------------------------------------------------------------


def test_a_new_plan_takes_duty_state_and_unmet_criteria_from_assignments_and_scorecards(sponsor):
    plan = sponsor.start()
    thuan, my = (
        plan_rows(plan)[::-1] if plan_rows(plan)[0].commune == sponsor.my else plan_rows(plan)
    )
    assert (thuan.row.duty, my.row.duty) == (Duty.SPONSOR, Duty.IN_CHARGE)
    assert (thuan.met_words, my.met_words) == ("1/3", "3/3")
    assert [one.criterion for one in thuan.unmet] == sponsor.criteria[1:]
    assert (thuan.row.recognised, my.row.recognised, my.row.level) == (False, True, Level.STANDARD)
    assert plan.as_of == working_day()
    assert plan.paper.state == PaperState.DRAFT
    assert plan.paper.notation == "KH-STH"


def test_what_nobody_judged_is_neither_met_nor_unmet(sponsor, say):
    half = sponsor.stand_behind("Hướng Việt", "10-", "", say)
    row = row_of(sponsor.start(), half)
    assert (row.met, row.out_of, row.duty) == (None, None, "")
    assert row.state_text == "Đạt 1, còn 1 tiêu chí chưa đánh giá"
    assert row.unmet.count() == 1


def test_targets_that_still_run_and_means_come_from_the_last_plan(sponsor):
    old = SponsorPlanFactory(
        agency=sponsor.agency, year_from=2022, paper__state=PaperState.ISSUED, paper__number="1"
    )
    SponsorPlanCommuneFactory(plan=old, commune=sponsor.thuan, means_text="Lồng ghép nguồn vốn")
    same = {
        "agency": sponsor.agency,
        "commune": sponsor.thuan,
        "province": None,
        "paper": old.paper,
        "kind": TargetKind.LEVEL,
        "at_least": None,
        "out_of": None,
    }
    TargetFactory(**same, level=Level.STANDARD, year=2025, text="Đạt chuẩn đến năm 2025")
    TargetFactory(**same, level=Level.STANDARD, year=2023, text="Đạt chuẩn năm 2023")
    plan = sponsor.start()
    assert row_of(plan, sponsor.thuan).means_text == "Lồng ghép nguồn vốn"
    assert [one.text for one in plan.paper.targets.all()] == ["Đạt chuẩn đến năm 2025"]


def test_targets_of_a_plan_that_is_no_more_than_a_draft_are_not_carried(sponsor):
    old = SponsorPlanFactory(agency=sponsor.agency, year_from=2022)
    TargetFactory(
        agency=sponsor.agency,
        commune=sponsor.thuan,
        province=None,
        paper=old.paper,
        kind=TargetKind.LEVEL,
        year=2025,
    )
    assert not sponsor.start().paper.targets.exists()


def test_its_paper_is_addressed_and_based_on_the_decision(sponsor):
    paper = sponsor.start().paper
    to = {one.agency.slug for one in paper.recipients.exclude(agency=None)}
    assert sponsor.office.slug in to
    assert {one.slug for one in sponsor.thuan.agencies.all()} <= to
    (base,) = paper.bases.all()
    assert base.other == sponsor.decision
    assert base.text.startswith(
        "Căn cứ Quyết định số 1841/QĐ-UBND ngày 14 tháng 7 năm 2020 của UBND"
    )
    assert paper.relations.get().other == sponsor.decision


def test_its_text_is_fed_in_four_sections_in_order(sponsor):
    plan = sponsor.start()
    blocks = from_json(plan.paper.body)
    numbers = [one.number for one in blocks if getattr(one, "level", None) == 1]
    assert numbers == ["I", "II", "III", "IV"]
    keys = [one.source for one in blocks if isinstance(one, Fed)]
    assert keys[:4] == ["sponsor-communes", "unmet-criteria", "targets", "sponsor-support"]
    words = text_of(plan.paper)
    for part in ("Thuận", "1/3 tiêu chí", "2 tiêu chí chưa đạt, gồm Trường học, Môi trường"):
        assert part in words


@pytest.mark.parametrize(
    ("more", "code"), [({"year_to": 2023}, "years"), ({"year_from": 2024}, "twin")]
)
def test_a_plan_is_not_begun_twice_nor_backwards(sponsor, more, code):
    if code == "twin":
        sponsor.start()
    assert refusal(sponsor.start, **more) == code


def test_a_plan_on_the_register_gets_its_data(sponsor):
    paper = PaperFactory(kind="KH", issuer=sponsor.agency)
    given = services.PlanGiven(sponsor.set, 2020)
    take = {"agency": sponsor.agency, "paper": paper, "given": given, "by": sponsor.officer}
    plan = services.take_sponsor_plan(**take)
    assert not plan.communes.exists()
    rows.add_row(plan=plan, commune=sponsor.thuan, given=rows.RowGiven(), by=sponsor.officer)
    assert refusal(services.take_sponsor_plan, **take) == "taken"
    take["paper"] = SponsorPlanFactory().paper
    assert refusal(services.take_sponsor_plan, **take) == "draft"
    assert refusal(services.write_paper, plan=plan, seen=1, by=sponsor.officer) == "frozen"


# --- rows ------------------------------------------------------------------------------------------


def test_a_row_is_said_anew_with_its_unmet_criteria_and_targets(sponsor):
    plan = sponsor.start()
    row = row_of(plan, sponsor.thuan)
    given = say_of(
        row,
        means_text="Vận động doanh nghiệp",
        unmet=((sponsor.criteria[2], "vệ sinh môi trường"),),
        met=2,
        aims=(rows.AimGiven("phấn đấu đạt chuẩn nông thôn mới đến năm 2025"),),
    )
    kept = rows.change_row(row=row, given=given, seen=row.version, by=sponsor.officer)
    assert kept.version == row.version + 1
    assert [(one.criterion.number, one.printed) for one in kept.unmet.all()] == [
        (3, "vệ sinh môi trường")
    ]
    target = plan.paper.targets.get()
    assert (target.kind, target.level, target.year) == (TargetKind.LEVEL, Level.STANDARD, 2025)
    assert target.agency == sponsor.agency


def test_a_target_is_a_range_when_its_words_say_so(sponsor):
    plan = sponsor.start()
    row = row_of(plan, sponsor.thuan)
    aim = rows.AimGiven("Đến năm 2025 đạt 14 đến 15/19 tiêu chí")
    rows.change_row(row=row, given=say_of(row, aims=(aim,)), seen=None, by=sponsor.officer)
    target = plan.paper.targets.get()
    found = (target.at_least, target.at_most, target.out_of, target.year)
    assert found == (14, 15, 19, 2025)
    assert target.kind == TargetKind.CRITERIA_MET


def test_what_is_typed_of_a_target_counts_before_what_its_words_mean(sponsor):
    plan = sponsor.start()
    row = row_of(plan, sponsor.thuan)
    aim = rows.AimGiven("về đích theo lộ trình", kind="level", level="model", year=2026)
    rows.change_row(row=row, given=say_of(row, aims=(aim,)), seen=None, by=sponsor.officer)
    target = plan.paper.targets.get()
    assert (target.level, target.year) == ("model", 2026)


def test_targets_are_changed_and_taken_out(sponsor):
    plan = sponsor.start()
    row = row_of(plan, sponsor.thuan)
    two = (rows.AimGiven("Đạt chuẩn năm 2025"), rows.AimGiven("Nâng cao chất lượng các tiêu chí"))
    rows.change_row(row=row, given=say_of(row, aims=two), seen=None, by=sponsor.officer)
    first, second = plan.paper.targets.order_by("pk")
    said = say_of(row, aims=(rows.AimGiven("Đạt chuẩn năm 2026", key=first.pk),))
    before = SponsorPlanCommune.objects.get(pk=row.pk).version
    kept = rows.change_row(row=row, given=said, seen=before, by=sponsor.officer)
    target = plan.paper.targets.get()
    assert (target.pk, target.year) == (first.pk, 2026)
    assert kept.version == before + 1
    assert Activity.objects.filter(verb="removed target").count() == 1
    assert second.text == "Nâng cao chất lượng các tiêu chí"


def test_nothing_said_changes_nothing(sponsor):
    row = row_of(sponsor.start(), sponsor.thuan)
    kept = rows.change_row(row=row, given=say_of(row), seen=row.version, by=sponsor.officer)
    assert kept.version == row.version


@pytest.mark.parametrize(
    ("given", "code"),
    [({"met": 4}, "count"), ({"met": 2}, "count"), ({"unmet": "foreign"}, "foreign")],
)
def test_a_row_must_hold_together(sponsor, given, code):
    row = row_of(sponsor.start(), sponsor.thuan)
    if given.get("unmet"):
        given = {"unmet": ((CriterionFactory(), ""),)}
    said = say_of(row, **given)
    assert refusal(rows.change_row, row=row, given=said, seen=None, by=sponsor.officer) == code


def test_the_second_writer_is_told(sponsor):
    row = row_of(sponsor.start(), sponsor.thuan)
    only_unmet = say_of(row, unmet=((sponsor.criteria[1], ""),))
    rows.change_row(row=row, given=only_unmet, seen=row.version, by=sponsor.officer)
    late = say_of(row, means_text="Khác")
    given = {"row": row, "given": late, "seen": row.version, "by": sponsor.officer}
    assert refusal(rows.change_row, **given) == "stale"


def test_made_up_figures_that_somebody_writes_over_are_no_longer_made_up(sponsor):
    row = row_of(sponsor.start(), sponsor.thuan)
    SponsorPlanCommune.objects.update(illustrative=True)
    row.refresh_from_db()
    same = say_of(row, means_text="Khác")
    assert rows.change_row(row=row, given=same, seen=None, by=sponsor.officer).illustrative
    other = say_of(row, met=0, state_text="theo báo cáo của xã")
    assert not rows.change_row(row=row, given=other, seen=None, by=sponsor.officer).illustrative


def test_communes_are_added_moved_and_taken_out_with_what_was_promised_them(sponsor):
    plan = sponsor.start()
    new = CommuneFactory(name="Cam Chính")
    aims = (rows.AimGiven("Đạt chuẩn năm 2025"),)
    row = rows.add_row(plan=plan, commune=new, given=rows.RowGiven(aims=aims), by=sponsor.officer)
    assert row.order == 3
    deed = deeds.DeedGiven("Hỗ trợ", DUE)
    deeds.promise(plan=plan, commune=new, given=deed, by=sponsor.officer)
    rows.move_row(row=row, up=True, by=sponsor.officer)
    assert list(plan.communes.values_list("commune__name", flat=True))[1] == "Cam Chính"
    rows.remove_row(row=row, seen=None, by=sponsor.officer)
    assert not plan.communes.filter(commune=new).exists()
    assert not plan.paper.targets.exists()
    assert not plan.paper.plan_actions.exists()


def test_a_commune_stands_in_a_plan_once(sponsor):
    plan = sponsor.start()
    given = {"plan": plan, "commune": sponsor.thuan, "given": rows.RowGiven()}
    assert refusal(rows.add_row, **given, by=sponsor.officer) == "twin"


FROZEN = [PaperState.SIGNING, PaperState.NUMBERED, PaperState.ISSUED, PaperState.RECALLED]


@pytest.mark.parametrize("state", FROZEN)
def test_nothing_of_it_changes_from_the_signer_on(sponsor, state):
    plan = sponsor.start()
    row = row_of(plan, sponsor.thuan)
    by = sponsor.officer
    deed = deeds.DeedGiven("Hỗ trợ", DUE)
    action = deeds.promise(plan=plan, commune=None, given=deed, by=by)
    office = deeds.name_office(plan=plan, name="Phòng A", part="", leads=True, by=by)
    OfficialDocument.objects.update(state=state)
    acts = [
        (rows.change_row, {"row": row, "given": say_of(row), "seen": None}),
        (rows.remove_row, {"row": row, "seen": None}),
        (rows.move_row, {"row": row, "up": True}),
        (rows.add_row, {"plan": plan, "commune": CommuneFactory(), "given": rows.RowGiven()}),
        (deeds.promise, {"plan": plan, "commune": None, "given": deed}),
        (deeds.promise_unmet, {"row": row, "given": deed}),
        (deeds.change_promise, {"plan": plan, "action": action, "given": deed, "seen": None}),
        (deeds.drop_promise, {"plan": plan, "action": action}),
        (deeds.name_office, {"plan": plan, "name": "Phòng B", "part": "", "leads": False}),
        (deeds.drop_office, {"plan": plan, "office": office}),
        (services.renew_states, {"plan": plan}),
        (services.write_paper, {"plan": plan, "seen": 1}),
        (services.feed_paper, {"plan": plan, "seen": 1}),
    ]
    for act, given in acts:
        assert refusal(act, **given, by=by) == "frozen", act
