"""The plans of the papers at hand as data: only what a plan says, in its own names and order."""

import pytest

from communes.imports.table import DataError
from criteria.choices import Duty
from documents.imports import load_papers
from documents.models import OfficialDocument
from plans.choices import DueKind, Frequency
from plans.imports import load_plans, load_texts
from plans.models import CommunePlan, Milestone, PlanAction, Proposal, ReportDuty, SponsorPlan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


def plan_of(number):
    return SponsorPlan.objects.get(paper__number=number, year_from=2020)


def rows_of(number):
    rows = plan_of(number).communes.select_related("commune").prefetch_related("unmet__criterion")
    return {row.commune.name: row for row in rows}


def test_the_first_plan_names_duties_and_counts():
    rows = rows_of("")

    assert [*rows] == ["Hướng Việt", "Vĩnh Thái", "Vĩnh Tú", "Vĩnh Long"]
    assert [(row.duty, row.met, row.out_of, row.recognised) for row in rows.values()] == [
        (Duty.SPONSOR, 10, 19, False),
        (Duty.SPONSOR, 17, 19, False),
        (Duty.IN_CHARGE, None, None, True),
        (Duty.IN_CHARGE, None, None, True),
    ]
    assert not any(row.unmet.exists() for row in rows.values())
    assert plan_of("").as_of is None


def test_the_second_plan_names_unmet_criteria_and_no_duty():
    rows = rows_of("2071")

    assert {row.duty for row in rows.values()} == {""}
    assert {row.met for row in rows.values()} == {None}
    assert [one.criterion.number for one in rows["Gio Mai"].unmet.all()] == [2, 6]
    thuan = list(rows["Thuận"].unmet.all())
    assert [one.criterion.number for one in thuan] == [5, 6, 10, 11, 13, 17, 18, 19]
    assert thuan[6].printed == "tổ chức chính trị và tiếp cận pháp luật"
    assert [name for name, row in rows.items() if row.recognised] == ["Gio Mỹ", "Cam Chính"]


def test_the_third_plan_says_nothing_of_its_communes():
    rows = rows_of("224")

    assert sorted(rows) == ["Hải Ba", "Hải Dương", "Hải Thượng", "Tân Liên"]
    said = {
        (row.duty, row.level, row.recognised, row.met, row.target_text) for row in rows.values()
    }
    assert said == {("", "", None, None, "")}


def test_a_commune_elsewhere_has_its_plan_in_the_order_printed():
    plan = CommunePlan.objects.get()

    assert (plan.commune, plan.agency, plan.place_text, plan.year) == (
        *(None, None, "xã Quang Trung", 2024),
    )
    rows = list(plan.criteria.select_related("criterion"))
    holds = [one.criterion.number for one in rows if one.holds]
    assert holds == [*range(1, 13), 15, 14, 16, 18, 19]
    assert [one.criterion.number for one in rows if not one.holds] == [13, 17]
    assert rows[7].printed == "thông tin & tuyên truyền"


def test_its_gaps_stand_at_their_indicators():
    actions = PlanAction.objects.filter(paper__number="18", agency=None)

    assert sorted(str(one.indicator.code) for one in actions if one.indicator) == ["13.2", "13.3"]
    (water,) = [one for one in actions if one.criterion.number == 17]
    assert water.indicator is None
    assert "trên 20%" in water.content
    assert water.due_kind == DueKind.NONE
    assert all(one.situation for one in actions)


def test_its_quarters_reports_and_proposal():
    quarters = Milestone.objects.order_by("quarter").values_list("quarter", flat=True)
    assert list(quarters) == [1, 2, 3, 4]
    duties = ReportDuty.objects.filter(paper__number="18")
    assert duties.get(frequency=Frequency.MONTHLY).day == 16
    assert duties.get(frequency=Frequency.WEEKLY).whom == "Trưởng ban chỉ đạo xã"
    assert {one.agency for one in duties} == {None}
    proposal = Proposal.objects.get()
    assert (proposal.criterion.number, proposal.addressee_text) == (17, "cấp trên")


def test_the_decision_owes_reports_on_demand_too():
    duties = ReportDuty.objects.filter(paper__number="645", agency__slug="so-nong-nghiep-ptnt")

    assert sorted(one.frequency for one in duties) == [Frequency.DEMAND, Frequency.PERIODIC]
    assert {one.addressee.slug for one in duties} == {"bcd-ctmtqg"}


def test_loading_again_changes_nothing():
    papers = load_papers()

    for keeper in [*load_plans(papers), *load_texts(papers)]:
        assert (keeper.added, keeper.changed, keeper.kept) == (0, 0, []), str(keeper)


@pytest.mark.parametrize(
    ("block", "field"),
    [
        ("- {x: chữ}", "x"),
        ("- {list: chữ}", "list"),
        ("- {article: [một]}", "article"),
        ("- {fed: khong-co}", "fed"),
        ("- {p: chữ, đậm: true}", "đậm"),
    ],
)
def test_a_mistake_in_a_text_is_named(tmp_path, block, field):
    path = tmp_path / "texts.yaml"
    path.write_text(f"texts:\n- paper: kh-tttt\n  blocks:\n  {block}\n", encoding="utf-8")

    with pytest.raises(DataError) as mistake:
        load_texts(load_papers(), path)
    assert mistake.value.field == field


def test_a_criterion_that_is_not_in_the_set_is_a_mistake(tmp_path):
    path = tmp_path / "plans.yaml"
    path.write_text(
        "commune_plans:\n- {paper: kh-18, place: xã A, set: commune-2021-2025, year: 2024,"
        " holds: [{criterion: 20, printed: Lạ}]}\n",
        encoding="utf-8",
    )
    with pytest.raises(DataError) as mistake:
        load_plans(load_papers(), path)
    assert mistake.value.field == "criterion"


def test_papers_whose_words_are_here_are_the_five():
    assert OfficialDocument.objects.exclude(body=[]).count() == 5
