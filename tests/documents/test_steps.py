"""The way of a paper: who may take which step, what each leaves behind, whom it tells."""

import datetime as dt
from itertools import product

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.choices import Role
from accounts.models import Activity, Notice
from communes.models import Membership
from documents.choices import PaperAct, PaperState, PaperStepKind, RelationKind
from documents.models import Delivery, OfficialDocument
from documents.models.paper import Fixed
from documents.permissions import DEFAULT_ROLES, may_edit_paper, may_take
from documents.selectors.steps import MOVES, holders_now, next_steps, signed_copy, waiting_for
from documents.services import steps
from documents.services.drafts import save_draft
from tests.documents.house import DAY, House, attach_scan, number
from tests.factories import (
    AgencyFactory,
    DelegationFactory,
    MembershipFactory,
    StepRightFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return House()


ACTS = {
    PaperAct.SENT_UP: lambda paper, by: steps.send_up(paper=paper, by=by),
    PaperAct.APPROVED: lambda paper, by: steps.approve(paper=paper, by=by),
    PaperAct.CHECKED: lambda paper, by: steps.confirm_form(paper=paper, by=by),
    PaperAct.RETURNED: lambda paper, by: steps.send_back(paper=paper, by=by, reason="Thiếu"),
    PaperAct.TAKEN_BACK: lambda paper, by: steps.take_back(paper=paper, by=by),
    PaperAct.SIGNED: lambda paper, by: steps.sign(paper=paper, by=by),
    PaperAct.NUMBERED: number,
    PaperAct.ISSUED: lambda paper, by: steps.issue(paper=paper, by=by),
    PaperAct.RECALLED: lambda paper, by: steps.recall(paper=paper, by=by, reason="Sai"),
}


@pytest.mark.parametrize(("role", "step"), list(product(Role, PaperStepKind)))
def test_by_default_each_step_is_one_roles(house, role, step):
    paper = house.paper()
    assert may_take(house.people[role], paper, step) == (role in DEFAULT_ROLES[step])


@pytest.mark.parametrize(("role", "state"), list(product(Role, PaperState)))
def test_only_whoever_has_it_in_hand_edits(house, role, state):
    paper = house.paper()
    paper.state = state
    holder = {"draft": "officer", "unit": "director", "checking": "focal_point"}.get(state)
    assert may_edit_paper(house.people[role], paper) == (role == holder)


@pytest.mark.parametrize("step", PaperStepKind)
def test_an_issuers_word_takes_the_place_of_the_default(house, step):
    clerk = house.person(Role.OFFICER)
    StepRightFactory.create(letterhead=house.letterhead, step=step, user=clerk)
    paper = house.paper()
    assert may_take(clerk, paper, step)
    for person in house.people.values():
        assert not may_take(person, paper, step)


def test_rights_of_another_day_or_another_agency_are_none(house):
    paper = house.paper()
    stranger = MembershipFactory.create(role=Role.DIRECTOR).user
    assert not may_take(stranger, paper, PaperStepKind.SIGN)
    lapsed = StepRightFactory.create(
        letterhead=house.letterhead, step="sign", user=stranger, ends=dt.date(2024, 6, 17)
    )
    assert not may_take(stranger, paper, PaperStepKind.SIGN)
    lapsed.ends = DAY
    lapsed.save()
    assert may_take(stranger, OfficialDocument.objects.get(pk=paper.pk), PaperStepKind.SIGN)
    nobody = UserFactory.create()
    StepRightFactory.create(letterhead=house.letterhead, step="sign", user=nobody)
    assert not may_take(nobody, paper, PaperStepKind.SIGN)


def test_a_delegate_signs_for_the_head_and_the_step_names_both(house):
    deputy = UserFactory.create(full_name="Lê Phó", post="Trưởng phòng")
    DelegationFactory.create(giver=house.head, receiver=deputy)
    paper = house.at("signing")
    with pytest.raises(ValidationError) as refused:
        steps.sign(paper=paper, by=deputy)
    assert refused.value.code == "block"
    step = steps.sign(paper=paper, by=deputy, own_block=True)
    paper.refresh_from_db()
    assert (paper.signer_prefix, paper.signer_post) == ("TUQ. GIÁM ĐỐC", "TRƯỞNG PHÒNG")
    assert paper.signer_name == "Lê Phó"
    assert (step.by, step.on_behalf_of) == (deputy, house.head)
    assert step.version == 2
    assert Activity.objects.filter(on_behalf_of=house.head, by=deputy).exists()


def test_a_deputy_signs_as_kt_by_the_issuers_word(house):
    deputy = UserFactory.create(full_name="Lê Phó")
    Membership.objects.create(user=deputy, agency=house.agency, role="director", starts=DAY)
    StepRightFactory.create(
        letterhead=house.letterhead,
        step="sign",
        user=deputy,
        authority="KT.",
        post="Phó Giám đốc",
        basis="QĐ phân công 12/QĐ-SCT",
    )
    paper = house.at("signing")
    step = steps.sign(paper=paper, by=deputy)
    paper.refresh_from_db()
    assert (paper.signer_prefix, paper.signer_post) == ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")
    assert step.details["basis"] == "QĐ phân công 12/QĐ-SCT"


def test_a_signed_copy_keeps_the_lines_it_bears(house):
    paper = house.at("signing", signer_name="Người đã ký giấy")
    with pytest.raises(ValidationError) as refused:
        steps.sign(paper=paper, by=house.head)
    assert refused.value.code == "block"
    attach_scan(paper)
    with pytest.raises(ValidationError) as refused:
        steps.sign(paper=paper, by=house.head, own_block=True)
    assert refused.value.code == "file"
    steps.sign(paper=paper, by=house.head)
    paper.refresh_from_db()
    assert paper.signer_name == "Người đã ký giấy"


@pytest.mark.parametrize(
    ("by_unit_head", "by_form_check", "way"),
    [
        (True, True, ["unit", "checking", "signing"]),
        (True, False, ["unit", "signing"]),
        (False, True, ["checking", "signing"]),
        (False, False, ["signing"]),
    ],
)
def test_an_issuer_leaves_out_steps(by_unit_head, by_form_check, way):
    house = House(by_unit_head=by_unit_head, by_form_check=by_form_check)
    paper = house.paper()
    went = [steps.send_up(paper=paper, by=house.officer).state]
    while went[-1] != "signing":
        act = steps.approve if went[-1] == "unit" else steps.confirm_form
        went.append(act(paper=paper, by=house.head).state)
    assert went == way


@pytest.mark.parametrize(("state", "act"), list(product(PaperState, ACTS)))
def test_no_act_leaves_the_diagram(house, state, act):
    paper = house.paper()
    OfficialDocument.objects.filter(pk=paper.pk).update(state=state)
    before = paper.steps.count()
    if state in MOVES[act].states:
        ACTS[act](paper, house.officer)
        paper.refresh_from_db()
        assert paper.steps.last().act == act
        assert paper.state == paper.steps.last().state
        return
    with pytest.raises(ValidationError) as refused:
        ACTS[act](paper, house.officer)
    assert refused.value.code == "state"
    paper.refresh_from_db()
    assert (paper.state, paper.steps.count()) == (state, before)


def test_what_the_page_offers_is_what_the_services_take(house):
    for state in PaperState:
        paper = house.paper()
        OfficialDocument.objects.filter(pk=paper.pk).update(state=state)
        paper.refresh_from_db()
        offered = {one.act for one in next_steps(paper, house.officer)}
        assert offered == {act for act, move in MOVES.items() if state in move.states}


def test_a_paper_only_registered_has_no_way(house):
    paper = house.paper()
    OfficialDocument.objects.filter(pk=paper.pk).update(letterhead=None)
    paper = OfficialDocument.objects.get(pk=paper.pk)
    assert next_steps(paper, house.officer) == []
    with pytest.raises(ValidationError):
        steps.send_up(paper=paper, by=house.officer)


def test_each_step_tells_whoever_is_next(house):
    paper = house.paper()
    told = []
    for act, by in (
        (steps.send_up, house.officer),
        (steps.approve, house.head),
        (steps.confirm_form, house.desk),
        (steps.sign, house.head),
    ):
        step = act(paper=paper, by=by)
        mine = Notice.objects.filter(key=f"paper:{paper.pk}:step:{step.pk}")
        told.append(list(mine.values_list("user", flat=True)))
    assert told == [[house.head.pk], [house.desk.pk], [house.head.pk], [house.desk.pk]]


def test_a_return_carries_its_reason_to_everyone_before(house):
    paper = house.at("signing")
    signer = house.person(Role.DIRECTOR)
    steps.send_back(paper=paper, by=signer, reason="Thiếu mục II")
    told = Notice.objects.filter(title__startswith="Trả lại", words="Thiếu mục II")
    assert set(told.values_list("user", flat=True)) == {
        house.officer.pk,
        house.head.pk,
        house.desk.pk,
    }
    paper.refresh_from_db()
    assert paper.state == "draft"
    assert paper.steps.last().words == "Thiếu mục II"


@pytest.mark.parametrize("act", [steps.send_back, steps.recall])
def test_a_return_and_a_recall_need_a_reason(house, act):
    paper = house.at("issued" if act is steps.recall else "unit")
    with pytest.raises(ValidationError) as refused:
        act(paper=paper, by=house.head, reason="  ")
    assert list(refused.value.message_dict) == ["words"]


def test_findings_that_stood_are_kept_and_hinder_nothing(house):
    paper = house.at("checking")
    found = [{"rule": "S3", "where": "ký hiệu", "what": "sai", "mend": "sửa"}]
    step = steps.confirm_form(paper=paper, by=house.desk, findings=found, words="Giữ như mẫu")
    assert (step.findings, step.words, step.state) == (found, "Giữ như mẫu", "signing")


def test_who_saw_an_older_version_is_told(house):
    paper = house.at("unit")
    save_draft(paper=paper, content={"title": "Mới"}, seen=1, by=house.head)
    with pytest.raises(ValidationError) as refused:
        steps.approve(paper=paper, by=house.head, seen=1)
    assert refused.value.code == "stale"
    assert steps.approve(paper=paper, by=house.head, seen=2).version == 2


def test_taking_back_tells_whoever_had_it(house):
    paper = house.at("checking")
    steps.take_back(paper=paper, by=house.officer)
    assert Notice.objects.filter(user=house.desk, title__startswith="Rút về").exists()


def test_number_and_day_are_kept_as_issued(house):
    paper = house.at("signed")
    number(paper, house.desk, number="2071", notation="SKH-KTN")
    paper.refresh_from_db()
    assert (paper.symbol, paper.dated) == ("2071/SKH-KTN", DAY)
    assert paper.steps.last().details["symbol"] == "2071/SKH-KTN"


@pytest.mark.parametrize(
    ("given", "field"),
    [({"number": " "}, "number"), ({"day": DAY + dt.timedelta(1)}, "day")],
)
def test_a_number_needs_its_parts(house, given, field):
    paper = house.at("signed")
    with pytest.raises(ValidationError) as refused:
        number(paper, house.desk, **given)
    assert list(refused.value.message_dict) == [field]


def test_a_double_and_a_gap_are_warned_of_and_kept_when_sure():
    house = House(own_series=True)
    number(house.at("signed"), house.desk, number="01")
    for given, code in (("1", "double"), ("05", "gap")):
        paper = house.at("signed")
        with pytest.raises(ValidationError) as refused:
            number(paper, house.desk, number=given)
        assert refused.value.error_dict["number"][0].code == code
        step = number(paper, house.desk, number=given, sure=True)
        assert step.details["warnings"] == [code]


def test_an_issued_paper_reaches_its_recipients_once_and_never_changes(house):
    other, third = AgencyFactory.create(), AgencyFactory.create()
    reader = MembershipFactory.create(agency=other, role=Role.FOCAL_POINT).user
    quiet = MembershipFactory.create(agency=other, role=Role.OFFICER).user
    officer = MembershipFactory.create(agency=third, role=Role.OFFICER).user
    to = [(f"Nơi {n}", "", one) for n, one in enumerate([other, other, third, house.agency, None])]
    paper = house.at("issued", recipients=to)
    sent = Delivery.objects.filter(paper=paper).values_list("agency", flat=True)
    assert sorted(sent) == sorted([other.pk, third.pk])
    told = Notice.objects.filter(title__startswith="Văn bản đến").values_list("user", flat=True)
    assert set(told) == {reader.pk, officer.pk}
    assert quiet.pk not in told
    assert paper.steps.last().details == {"signed_copy": False}
    paper.title = "Khác"
    with pytest.raises(Fixed):
        paper.save()
    with pytest.raises(Fixed):
        OfficialDocument.objects.filter(pk=paper.pk).update(title="Khác")
    OfficialDocument.objects.filter(pk=paper.pk).update(note="Ghi chú")
    with pytest.raises(Fixed), transaction.atomic():
        OfficialDocument.objects.bulk_update([paper], ["title"])


def test_a_recall_leaves_the_paper_and_tells_its_readers(house):
    other = AgencyFactory.create()
    reader = MembershipFactory.create(agency=other, role=Role.DIRECTOR).user
    paper = house.at("issued", recipients=[("Sở khác", "", other)])
    steps.recall(paper=paper, by=house.desk, reason="Ban hành nhầm")
    assert Notice.objects.filter(user=reader, title__startswith="Thu hồi").exists()
    assert paper not in OfficialDocument.objects.in_force()
    paper.refresh_from_db()
    assert paper.symbol == "07/KH-SCT"


def test_what_replaces_takes_the_place_once_it_is_issued(house):
    old = house.at("issued")
    new = steps.replace_with(paper=old, by=house.officer)
    assert new.relations.get().kind == RelationKind.REPLACES
    assert (new.state, new.number, new.title) == ("draft", "", old.title)
    old.refresh_from_db()
    assert old.state == "issued"
    steps.send_up(paper=new, by=house.officer)
    steps.approve(paper=new, by=house.head)
    steps.confirm_form(paper=new, by=house.desk)
    steps.sign(paper=new, by=house.head)
    number(new, house.desk, number="08")
    steps.issue(paper=new, by=house.desk)
    old.refresh_from_db()
    assert old.state == "replaced"
    assert old.steps.last().act == "replaced"


def test_a_number_is_free_again_after_a_return(house):
    paper = house.at("numbered")
    step = steps.send_back(paper=paper, by=house.desk, reason="Sai nơi nhận")
    paper.refresh_from_db()
    assert (paper.number, paper.day) == ("", None)
    assert step.details["number"] == "07/KH-SCT"


def test_a_copy_of_an_earlier_round_is_no_signed_copy(house):
    paper = house.at("signing")
    attach_scan(paper)
    assert signed_copy(paper)
    steps.send_back(paper=paper, by=house.head, reason="Sửa")
    for act, by in (
        (steps.send_up, house.officer),
        (steps.approve, house.head),
        (steps.confirm_form, house.desk),
    ):
        act(paper=paper, by=by)
    assert not signed_copy(paper)


def test_what_waits_for_each(house):
    colleague = house.person(Role.OFFICER)
    papers = {state: house.at(state) for state in ("draft", "unit", "checking", "signed")}
    house.at("issued")

    def waits(user):
        return set(waiting_for(user))

    assert waits(house.officer) == {papers["draft"]}
    assert waits(colleague) == set()
    assert waits(house.head) == {papers["unit"]}
    assert waits(house.desk) == {papers["checking"], papers["signed"]}
    assert waits(UserFactory.create()) == set()
    assert holders_now(papers["unit"]) == [house.head]
