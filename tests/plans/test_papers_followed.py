"""What follows in plans from an act on a paper: duties end, a programme gets its decision, groups are reached."""

import datetime as dt

import pytest

from accounts.models import Activity
from documents.choices import PaperAct, PaperState, RelationKind
from documents.models import Delivery, Relation
from documents.selectors.reaching import reach_of
from documents.services import steps
from documents.services.papers import replace_paper
from plans.choices import GroupRule
from plans.selectors.duties import owed_by
from plans.services.decisions import draft_decision
from plans.services.duties import open_items
from tests.documents.house import House, number
from tests.factories import (
    AgencyFactory,
    AgencyGroupFactory,
    DutyItemFactory,
    GroupMemberFactory,
    PaperFactory,
    ReportDutyFactory,
    SponsorAssignmentFactory,
    TaskFactory,
    UserFactory,
    WorkProgrammeFactory,
)

pytestmark = pytest.mark.django_db
TODAY = dt.date(2024, 6, 18)


@pytest.fixture
def house():
    return House()


def out(paper, house):
    """Through every step, up to issued."""
    steps.send_up(paper=paper, by=house.officer)
    steps.approve(paper=paper, by=house.head)
    steps.confirm_form(paper=paper, by=house.desk)
    steps.sign(paper=paper, by=house.head)
    number(paper, house.desk, number="08")
    steps.issue(paper=paper, by=house.desk)
    paper.refresh_from_db()
    return paper


# ── duties ───────────────────────────────────────────────────────────────────────────────────


def owing(paper, **said):
    """A monthly duty of the paper: one report was sent, one is late, one falls on the 16th, one is to come."""
    duty = ReportDutyFactory(paper=paper, starts=dt.date(2024, 1, 1), **said)
    DutyItemFactory(duty=duty, due_on=dt.date(2024, 4, 16), done_on=TODAY, done_by=UserFactory())
    for month in (5, 6, 7):
        DutyItemFactory(duty=duty, due_on=dt.date(2024, month, 16))
    return duty


def due(duty):
    return [one.month for one in duty.items.order_by("due_on").values_list("due_on", flat=True)]


def test_duties_of_a_replaced_paper_end_from_the_new_ones_date():
    old, new = PaperFactory(), PaperFactory(day=1, month=6, year=2024)
    duty, elsewhere = owing(old), owing(PaperFactory())
    by = UserFactory()
    replace_paper(old=old, new=new, by=by)
    duty.refresh_from_db()
    elsewhere.refresh_from_db()
    assert (duty.ends, due(duty)) == (dt.date(2024, 5, 31), [4, 5])
    assert (elsewhere.ends, due(elsewhere)) == (None, [4, 5, 6, 7])
    assert [one.item.due_on.month for one in owed_by(duty.agency, TODAY)] == [5]
    open_items(TODAY)
    assert due(duty) == [4, 5]
    told = Activity.objects.get(verb="ended report duty")
    assert (told.by, told.details["changes"]["ends"]) == (by, [None, "2024-05-31"])


def test_duties_of_a_recalled_paper_end_on_the_day_of_recall(house):
    paper = house.at("issued")
    duty = owing(paper)
    steps.recall(paper=paper, by=house.desk, reason="Sai")
    duty.refresh_from_db()
    assert (duty.ends, due(duty)) == (TODAY - dt.timedelta(1), [4, 5, 6])
    assert open_items(TODAY) == 0


def test_a_duty_that_was_yet_to_begin_never_falls_due(house):
    paper = house.at("issued")
    duty = ReportDutyFactory(paper=paper, starts=dt.date(2024, 7, 1))
    steps.recall(paper=paper, by=house.desk, reason="Sai")
    duty.refresh_from_db()
    assert (duty.starts, duty.ends) == (TODAY - dt.timedelta(1),) * 2


def test_a_duty_that_has_ended_keeps_its_end():
    old = PaperFactory()
    duty = ReportDutyFactory(paper=old, starts=dt.date(2024, 1, 1), ends=dt.date(2024, 2, 1))
    replace_paper(old=old, new=PaperFactory(day=1, month=6, year=2024))
    duty.refresh_from_db()
    assert duty.ends == dt.date(2024, 2, 1)


def test_a_new_plan_ends_the_duties_of_the_old_one_once_it_is_issued(house):
    old = house.at("issued")
    duty = owing(old)
    new = steps.replace_with(paper=old, by=house.officer)
    duty.refresh_from_db()
    assert duty.ends is None
    out(new, house)
    old.refresh_from_db()
    duty.refresh_from_db()
    assert (old.state, duty.ends) == (PaperState.REPLACED, new.dated - dt.timedelta(1))


# ── a programme's decision ───────────────────────────────────────────────────────────────────


@pytest.fixture
def programme():
    found = WorkProgrammeFactory(year=2025)
    TaskFactory(group__programme=found)
    return found


def drafted(programme, house):
    return draft_decision(programme=programme, letterhead=house.letterhead, by=house.officer)[0]


def test_a_programme_is_linked_to_its_decision_by_the_issue(house, programme):
    draft, before = drafted(programme, house), programme.paper
    programme.refresh_from_db()
    assert programme.paper == before
    out(draft, house)
    programme.refresh_from_db()
    assert programme.paper == draft
    told = Activity.objects.get(verb="issued programme")
    assert told.details["changes"]["paper"][1].startswith("Quyết định 08/")


def test_a_decision_that_amends_another_takes_no_programme(house, programme):
    draft, before = drafted(programme, house), programme.paper
    Relation.objects.create(paper=draft, kind=RelationKind.AMENDS, other=before)
    out(draft, house)
    programme.refresh_from_db()
    assert programme.paper == before


def test_only_decisions_issue_programmes(house, programme):
    draft, before = drafted(programme, house), programme.paper
    type(draft).objects.filter(pk=draft.pk).update(kind="BC")
    draft.refresh_from_db()
    out(draft, house)
    programme.refresh_from_db()
    assert programme.paper == before


# ── recipients that are groups ───────────────────────────────────────────────────────────────


def test_groups_in_words_get_the_paper_each_agency_once(house):
    listed = AgencyGroupFactory(name="Thành viên Ban Chỉ đạo", rule=GroupRule.LISTED)
    first, second, third = (AgencyFactory() for _ in range(3))
    for one in (first, second, house.agency):
        GroupMemberFactory(group=listed, agency=one)
    AgencyGroupFactory(name="Tổ giúp việc", rule=GroupRule.LISTED)
    commune = AgencyFactory(of_commune=True)
    others = AgencyFactory(of_commune=True)
    SponsorAssignmentFactory(agency=house.agency, commune=commune.commune)
    SponsorAssignmentFactory(agency=third, commune=others.commune)
    SponsorAssignmentFactory(
        agency=house.agency,
        commune=AgencyFactory(of_commune=True).commune,
        ends=dt.date(2023, 1, 1),
    )
    to = [
        ("Sở một", "", first),
        ("Các thành viên Ban Chỉ đạo", "", None),
        ("thành viên ban chỉ đạo", "t/h", None),
        ("Các xã được phân công đỡ đầu", "t/h", None),
        ("Tổ giúp việc", "", None),
        ("Đơn vị phụ trách xã", "", None),
        ("Lưu: VT", "", None),
    ]
    listed.other_names = ["Các thành viên Ban Chỉ đạo"]
    listed.save()
    paper = house.at("issued", recipients=to)
    sent = Delivery.objects.filter(paper=paper).values_list("agency", "recipient__order")
    assert set(sent) == {(first.pk, 1), (second.pk, 2), (commune.pk, 4)}
    assert [(one.line.order, len(one.agencies), one.is_group) for one in reach_of(paper)] == [
        *((1, 1, False), (2, 1, True), (3, 0, True), (4, 1, True), (5, 0, False), (6, 0, False)),
    ]


def test_the_communes_of_who_has_none_are_all(house):
    commune = AgencyFactory(of_commune=True)
    SponsorAssignmentFactory(commune=commune.commune)
    paper = house.paper(recipients=[("UBND các xã được đỡ đầu, phụ trách", "", None)])
    assert [one.agencies for one in reach_of(paper)] == [(commune,)]


def test_every_act_that_is_followed_is_an_act(settings):
    assert set(settings.PAPER_FOLLOWERS) <= set(PaperAct.values)
