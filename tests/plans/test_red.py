"""Each unmet indicator points to what is being done; what rests on unfinished work is told."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from communes.models import Commune
from criteria.choices import Status
from plans.choices import ActionState
from plans.models import TaskAim, WorkProgramme
from plans.selectors.red import RedCounts, RedKind, counts, red
from tests.factories import (
    AcceptanceFactory,
    AgencyFactory,
    CommuneFactory,
    CriteriaSetFactory,
    CriterionFactory,
    IndicatorFactory,
    MappingFactory,
    PaperFactory,
    PlanActionFactory,
    ResponsibilityFactory,
    SponsorAssignmentFactory,
    SuccessionFactory,
    SupportActionFactory,
    TaskFactory,
    TaskReviewFactory,
    ThresholdFactory,
)
from tests.plans.reds import DAY, Reds

pytestmark = pytest.mark.django_db


@pytest.fixture
def reds():
    return Reds()


def rows(**commune):
    found = red(DAY, Commune.objects.on(DAY).filter(**commune)).rows
    return {row.spot.name.split(" ")[0].rstrip("."): row for row in found}


def kinds(**commune):
    return {name: row.kind for name, row in rows(**commune).items()}


# ── what is red ──────────────────────────────────────────────────────────────────────────────


def test_without_values_the_criterion_is_red_as_a_whole(reds):
    assert kinds() == {"2": RedKind.NO_PLAN, "3": RedKind.NO_PLAN}


def test_with_values_each_failing_indicator_is_red_by_itself(reds):
    reds.measured(reds.first, 60)
    reds.measured(reds.second, 90)
    found = rows()
    assert set(found) == {"2", "3.1"}
    assert "60% – chưa đạt" in found["3.1"].spot.why


def test_values_that_all_pass_leave_the_criterion_red_as_declared(reds):
    reds.measured(reds.first, 85)
    assert set(rows()) == {"2", "3"}


def test_in_progress_is_not_met(reds):
    other = reds.place(in_progress=(1,))
    assert kinds(pk=other.pk) == {"1": RedKind.NO_PLAN}


def test_a_failing_indicator_of_what_nobody_judged_is_red_an_unjudged_criterion_is_not(reds):
    other = reds.place(unknown=(1, 3))
    reds.measured(reds.second, 10, other)
    assert set(rows(pk=other.pk)) == {"3.2"}
    assert rows(pk=other.pk)["3.2"].spot.status == ""


def test_what_people_declared_met_is_not_red_whatever_the_machine_finds(reds):
    other = reds.place()
    reds.measured(reds.first, 10, other)
    assert rows(pk=other.pk) == {}


def test_the_set_in_force_on_the_day_is_asked(reds):
    CriteriaSetFactory(code="next", starts=dt.date(2026, 2, 15))
    assert counts(DAY).red == 2
    assert counts(dt.date(2026, 3, 1)).red == 0


def test_nothing_is_red_while_no_set_is_in_force():
    assert counts(DAY) == RedCounts(0, 0, 0)


# ── what is being done ───────────────────────────────────────────────────────────────────────


def about(reds, number=2, **more):
    return {"commune": reds.commune, "criterion": reds.criteria[number], **more}


def test_planned_support_for_the_criterion_is_a_plan(reds):
    action = SupportActionFactory(**about(reds), state=ActionState.PLANNED, done_on=None)
    found = rows()["2"]
    assert (found.kind, [one.pk for one in found.planned]) == (RedKind.IN_HAND, [action.pk])


@pytest.mark.parametrize("state", [ActionState.OFFERED, ActionState.DROPPED])
def test_an_offer_and_what_was_dropped_are_no_plan(reds, state):
    SupportActionFactory(**about(reds), state=state, done_on=None)
    assert kinds()["2"] == RedKind.NO_PLAN


def test_help_that_names_no_criterion_is_no_plan(reds):
    SupportActionFactory(commune=reds.commune, state=ActionState.PLANNED, done_on=None)
    assert kinds()["2"] == RedKind.NO_PLAN


def test_help_for_one_indicator_leaves_the_other_without_a_plan(reds):
    reds.measured(reds.first, 60)
    reds.measured(reds.second, 60)
    more = {"indicator": reds.first, "state": ActionState.PLANNED, "done_on": None}
    SupportActionFactory(**about(reds, 3, **more))
    assert kinds() == {"2": RedKind.NO_PLAN, "3.1": RedKind.IN_HAND, "3.2": RedKind.NO_PLAN}


def test_help_for_an_indicator_is_a_plan_where_no_indicator_is_known_to_fail(reds):
    PlanActionFactory(**about(reds, 3, indicator=reds.first))
    assert kinds()["3"] == RedKind.IN_HAND


def test_a_plan_of_the_commune_itself_counts_without_naming_it(reds):
    own = AgencyFactory(of_commune=True, commune=reds.commune)
    PlanActionFactory(agency=own, commune=None, criterion=reds.criteria[2])
    assert kinds()["2"] == RedKind.IN_HAND


def test_a_sponsors_action_without_a_commune_is_for_all_that_it_stands_behind(reds):
    action = PlanActionFactory(commune=None, criterion=reds.criteria[2])
    assert kinds()["2"] == RedKind.NO_PLAN
    SponsorAssignmentFactory(commune=reds.commune, agency=action.agency, ends=dt.date(2022, 6, 21))
    assert kinds()["2"] == RedKind.NO_PLAN
    SponsorAssignmentFactory(
        commune=reds.commune, agency=action.agency, starts=dt.date(2022, 6, 22)
    )
    assert kinds()["2"] == RedKind.IN_HAND


@pytest.mark.parametrize(
    ("due", "kind"),
    [(dt.date(2024, 3, 1), RedKind.IN_HAND), (dt.date(2023, 12, 31), RedKind.NO_PLAN)],
)
def test_a_plan_of_a_year_that_is_over_has_lapsed(reds, due, kind):
    PlanActionFactory(**about(reds), due_on=due)
    found = rows()["2"]
    assert (found.kind, [one.late for one in (*found.planned, *found.lapsed)]) == (kind, [True])


def test_what_was_done_and_did_not_turn_it_green_is_told(reds):
    """Also where the commune has said again since that it is not met (1/6/2024)."""
    SupportActionFactory(**about(reds), done_on=dt.date(2024, 5, 20))
    assert kinds()["2"] == RedKind.DONE_BUT_RED


def test_what_was_done_before_it_was_last_met_did_its_work(reds):
    reds.judge(2, Status.MET, dt.date(2024, 1, 31))
    SupportActionFactory(**about(reds), done_on=dt.date(2023, 6, 10))
    assert kinds()["2"] == RedKind.NO_PLAN


def test_with_something_still_planned_it_is_in_hand(reds):
    SupportActionFactory(**about(reds))
    PlanActionFactory(**about(reds))
    assert kinds()["2"] == RedKind.IN_HAND


# ── tasks of the programme ───────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("where", ["commune", "district", "everywhere"])
def test_a_task_aimed_at_the_criterion_is_a_plan(reds, where):
    place = {
        "commune": {"commune": reds.commune},
        "district": {"district": reds.commune.district},
        "everywhere": {},
    }[where]
    TaskAim.objects.create(task=TaskFactory(), criterion=reds.criteria[2], **place)
    other = reds.place(unmet=(2,))
    found = red(DAY).rows
    hand = {row.spot.commune for row in found if row.kind == RedKind.IN_HAND}
    assert hand == ({reds.commune, other} if where == "everywhere" else {reds.commune})


def test_a_task_of_last_years_programme_is_no_plan(reds):
    TaskAim.objects.create(
        task=TaskFactory(group__programme__year=2023), criterion=reds.criteria[2]
    )
    TaskFactory(group__programme__year=2024)
    assert kinds()["2"] == RedKind.NO_PLAN


@pytest.mark.parametrize("state", ["draft", "recalled"])
def test_a_task_of_a_programme_that_is_not_in_force_is_no_plan(reds, state):
    """Not issued yet, or taken back: the one of the year before still asks."""
    task, kept = TaskFactory(), TaskFactory(group__programme__year=2023)
    TaskAim.objects.create(task=task, criterion=reds.criteria[2])
    TaskAim.objects.create(task=kept, criterion=reds.criteria[1])
    WorkProgramme.objects.filter(pk=task.group.programme_id).update(
        paper=PaperFactory(state=state, number="")
    )
    assert kinds() | {"1": RedKind.SHAKY, "2": RedKind.NO_PLAN} == kinds()


def test_a_confirmed_task_is_done_though_the_criterion_is_red(reds):
    lead = AgencyFactory()
    task = TaskFactory(lead=lead)
    TaskAim.objects.create(task=task, criterion=reds.criteria[2])
    assert kinds()["2"] == RedKind.IN_HAND
    TaskReviewFactory(task=task, effective_on=dt.date(2024, 6, 10))
    assert kinds()["2"] == RedKind.DONE_BUT_RED


def test_a_task_for_communes_as_a_whole_is_shown_and_is_no_plan(reds):
    weak = reds.place(unmet=(1, 2, 3))
    TaskAim.objects.create(task=TaskFactory(), under=2)
    shown = {row.spot.commune for row in red(DAY).rows if row.around}
    assert shown == {weak}
    assert counts(DAY).in_hand == 0


# ── accepted ─────────────────────────────────────────────────────────────────────────────────


def test_a_signed_acceptance_takes_it_off_the_list_until_its_year_is_over(reds):
    AcceptanceFactory(commune=reds.commune, criterion=reds.criteria[2], until_year=2024)
    assert kinds()["2"] == RedKind.ACCEPTED
    assert counts(dt.date(2025, 1, 1)).accepted == 0


def test_an_ended_acceptance_accepts_nothing(reds):
    AcceptanceFactory(
        commune=reds.commune,
        criterion=reds.criteria[2],
        ended_on=DAY,
        ended_reason="Đã có nguồn",
    )
    assert kinds()["2"] == RedKind.NO_PLAN


def test_an_acceptance_of_one_indicator_does_not_accept_the_whole_criterion(reds):
    AcceptanceFactory(commune=reds.commune, criterion=reds.criteria[3], indicator=reds.first)
    assert kinds()["3"] == RedKind.NO_PLAN
    reds.measured(reds.first, 60)
    assert kinds()["3.1"] == RedKind.ACCEPTED


# ── green that rests on unfinished work ──────────────────────────────────────────────────────


def test_a_green_rests_on_what_is_planned_for_it(reds):
    SupportActionFactory(**about(reds, 1), state=ActionState.PLANNED, done_on=None)
    assert kinds()["1"] == RedKind.SHAKY
    assert counts(DAY).shaky == 1


def test_a_promise_without_a_day_to_keep_it_green_is_not_told(reds):
    PlanActionFactory(**about(reds, 1))
    PlanActionFactory(**about(reds, 4), due_on=dt.date(2024, 12, 31))
    assert "1" not in kinds()
    assert kinds()["4"] == RedKind.SHAKY


def test_a_green_rests_on_a_task_for_all_only_if_it_turned_after_the_task_was_ordered(reds):
    TaskAim.objects.create(task=TaskFactory(), criterion=reds.criteria[1])
    assert kinds()["1"] == RedKind.SHAKY  # judged on 1/6/2024, ordered on 27/3/2024
    early = reds.place()
    reds.judge(1, Status.MET, dt.date(2024, 2, 1), early)
    early.scorecards.get().entries.filter(effective_on=dt.date(2024, 6, 1)).update(
        effective_on=dt.date(2023, 12, 31)
    )
    reds.judge(2, Status.MET, dt.date(2024, 6, 2), early)
    assert "1" not in kinds(pk=early.pk)


# ── dated sets, merged communes ──────────────────────────────────────────────────────────────


def test_what_was_planned_on_the_set_before_counts_for_what_it_became(reds):
    old = CriterionFactory(criteria_set__code="old", criteria_set__starts=dt.date(2016, 10, 17))
    MappingFactory(
        old_set=old.criteria_set,
        new_set=reds.criteria_set,
        old_criterion=old,
        new_criterion=reds.criteria[2],
        kinship="changed",
    )
    PlanActionFactory(commune=reds.commune, criterion=old)
    assert kinds() == {"2": RedKind.IN_HAND, "3": RedKind.NO_PLAN}


def test_an_old_indicator_counts_for_the_one_that_carries_it(reds):
    reds.measured(reds.first, 60)
    reds.measured(reds.second, 60)
    old = IndicatorFactory(criterion__criteria_set__code="old")
    sides = {"old_set": old.criterion.criteria_set, "new_set": reds.criteria_set}
    criteria = {"old_criterion": old.criterion, "new_criterion": reds.criteria[3]}
    MappingFactory(**sides, **criteria)
    PlanActionFactory(commune=reds.commune, criterion=old.criterion, indicator=old)
    assert kinds()["3.1"] == kinds()["3.2"] == RedKind.NO_PLAN
    MappingFactory(**sides, **criteria, old_indicator=old, new_indicator=reds.second)
    assert kinds()["3.1"] == RedKind.NO_PLAN
    assert kinds()["3.2"] == RedKind.IN_HAND


def test_a_plan_of_a_commune_counts_for_its_heir_an_acceptance_does_not(reds):
    day = dt.date(2025, 7, 2)
    heir = reds.place(unmet=(2, 3), starts=dt.date(2025, 7, 1), district=None)
    SuccessionFactory(old=reds.commune, new=heir)
    AcceptanceFactory(commune=reds.commune, criterion=reds.criteria[3], until_year=2026)
    PlanActionFactory(**about(reds), due_on=dt.date(2025, 12, 31))
    found = red(day, Commune.objects.filter(pk=heir.pk)).rows
    assert [row.kind for row in found] == [RedKind.IN_HAND, RedKind.NO_PLAN]
    assert found[0].planned[0].place == "xã Gio Mai"


# ── who stands behind it ─────────────────────────────────────────────────────────────────────


def test_sponsors_and_those_who_answer_stand_beside_a_row(reds):
    sponsor, answering = AgencyFactory(), AgencyFactory()
    SponsorAssignmentFactory(commune=reds.commune, agency=sponsor)
    ResponsibilityFactory(indicator=reds.first, agency=answering)
    found = rows()
    assert (found["2"].sponsors, found["2"].answering) == ((sponsor,), ())
    assert found["3"].answering == (answering,)


def test_the_number_of_queries_follows_neither_communes_nor_what_is_done(reds):
    def spent():
        with CaptureQueriesContext(connection) as asked:
            red(DAY)
        return len(asked)

    def fill(commune):
        SupportActionFactory(commune=commune, criterion=reds.criteria[2])
        PlanActionFactory(commune=commune, criterion=reds.criteria[2])
        TaskAim.objects.create(task=TaskFactory(), commune=commune, criterion=reds.criteria[2])
        AcceptanceFactory(commune=commune, criterion=reds.criteria[3])
        SponsorAssignmentFactory(commune=commune)

    ThresholdFactory(indicator=IndicatorFactory(criterion=reds.criteria[2]))
    fill(reds.commune)
    one = spent()
    for _ in range(4):
        fill(reds.place(unmet=(2, 3)))
    assert spent() == one <= 34
    assert CommuneFactory()
