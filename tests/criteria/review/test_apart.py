"""What must stay apart: two files of a commune, the notes of two agencies, a file's words and a scorecard's."""

import pytest

from criteria import services
from criteria.choices import FileState, RoundKind, Stage
from criteria.models import Holding, Opinion, Remark, RemarkStep, StatusEntry, Submission
from criteria.selectors.review import claims_of, file_view
from criteria.services import review
from criteria.services.review.telling import touched
from tests.criteria.review.world import CUT_OFF, ReviewWorld
from tests.criteria.rounds import refused
from tests.factories import EvidenceFactory, RoundFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return ReviewWorld()


def test_two_files_of_a_commune_with_one_cut_off_have_each_their_claims(world):
    world.sent()
    twin = RoundFactory(kind=RoundKind.ON_DEMAND, starts=world.round.starts, ends=CUT_OFF)
    review.open_files(twin)
    other = Submission.objects.get(round=twin, scorecard=world.cards[0])
    review.submit(other, mandate=world.mandate("commune"), by=world.people["commune"])
    files = [world.file(), Submission.objects.get(pk=other.pk)]
    assert {key: len(claims) for key, claims in claims_of(files).items()} == {
        one.pk: 3 for one in files
    }


def test_what_an_agency_has_only_noted_is_its_own(world):
    world.verified()
    world.say("environment", 17, agrees=False)
    view = file_view(world.file())
    theirs = view.seen_by({world.agencies["information"].pk})
    assert {one.stage for one in theirs.every} == {Stage.VERIFIED}
    assert len(view.seen_by({world.agencies["environment"].pk}).every) == 4
    world.act("appraise", "environment")
    assert len(file_view(world.file()).seen_by(set()).every) == 4


def test_a_return_takes_no_objection_along_that_another_has_only_noted(world):
    world.verified()
    world.say("environment", 17, agrees=False)
    world.say("information", 8, agrees=False)
    world.act("send_back", "information")
    assert [one.criterion.number for one in Remark.objects.all()] == [8]


def test_a_noted_agreement_of_another_makes_no_word(world):
    world.verified()
    world.say("environment", 17)
    world.agree("information", [8, 17])
    world.act("appraise", "information")
    assert {one.criterion.number for one in StatusEntry.objects.filter(stage=4)} == {8}
    world.act("appraise", "environment")
    (entry,) = StatusEntry.objects.filter(stage=4, criterion=world.criteria[17])
    assert entry.agency == world.agencies["environment"]


def test_a_file_handed_on_without_a_new_opinion_is_not_taken_back(world):
    world.sent()
    world.agree("district")
    world.act("send_back", "district", words="Thiếu tờ trình")
    remark = Remark.objects.get()
    about = {"mandate": world.mandate("commune"), "by": world.people["commune"]}
    review.answer(remark, words="Đã có", **about)
    world.submit()
    review.tick(
        remark, settled=True, mandate=world.mandate("district"), by=world.people["district"]
    )
    assert refused(lambda: world.act("recall", "commune")) == "spoken"
    world.act("verify", "district")
    assert refused(lambda: world.act("recall", "commune")) == "spoken"


def test_a_returned_file_of_a_closed_round_goes_on_to_who_returned_it(world, settings):
    world.verified()
    world.say("information", 8, agrees=False)
    world.act("send_back", "information")
    world.act("extend", "office", words="Bão", due_on=CUT_OFF)
    settings.PORTAL_TODAY = "2024-07-20"
    services.close_round(period=world.round, by=world.people["office"])
    world.act("reopen", "office", words="Xin bổ sung")
    assert world.file().due_on == CUT_OFF
    about = {"mandate": world.mandate("commune"), "by": world.people["commune"]}
    review.answer(Remark.objects.get(), words="Đã có", **about)
    world.submit()
    assert world.file().state == FileState.APPRAISING


def test_the_office_ticks_its_own_remark_before_it_confirms(world):
    world.appraised()
    world.agree("office")
    world.act("send_back", "office", words="Thiếu biểu tổng hợp")
    remark = Remark.objects.get()
    about = {"mandate": world.mandate("commune"), "by": world.people["commune"]}
    review.answer(remark, words="Đã có", **about)
    world.submit()
    assert refused(lambda: world.act("confirm", "office")) == "unticked"
    review.tick(remark, settled=True, mandate=world.mandate("office"), by=world.people["office"])
    world.act("confirm", "office")
    assert RemarkStep.objects.filter(act="settled").count() == 1


def test_a_word_that_came_of_a_file_is_not_withdrawn_by_itself(world):
    world.verified()
    entry = Opinion.objects.exclude(entry=None).first().entry
    by = world.people["district"]
    assert refused(lambda: services.withdraw_status(entry=entry, reason="Nhầm", by=by)) == "file"


@pytest.mark.parametrize(("stage", "to"), [(3, "commune"), (1, "other")])
def test_a_step_passes_only_to_who_can_do_it(world, stage, to):
    world.sent()
    review.open_files(world.round)
    place = 0 if stage > 1 else 1
    held = Holding.objects.open().get(submission=world.file(place), stage=stage)
    about = {"mandate": world.mandate("office"), "by": world.people["office"]}
    agency = world.agencies[to] if to == "other" else world.communal[0]
    assert refused(lambda: review.pass_on(held, to=agency, words="Giao lại", **about)) == "taker"


def test_who_showed_evidence_for_the_claim_has_touched_the_file(world):
    file = world.sent()
    card, number = world.cards[0], world.criteria[8]
    shown = EvidenceFactory(scorecard=card, criterion=number, agency=world.communal[0])
    assert shown.by in touched(file)
