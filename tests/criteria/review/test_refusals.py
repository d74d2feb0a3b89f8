"""Every no of the acts on a file, by its code; what was refused has left nothing behind."""

import datetime as dt

import pytest

from communes.models import Agency
from criteria.choices import Doubt, FileState, Stage, Status
from criteria.models import FileStep, Holding, Opinion, Remark, RemarkStep
from criteria.permissions import Mandate
from criteria.services import review
from tests.criteria.review.deeds import answer, pass_on, returned, tick
from tests.criteria.review.world import DISTRICTS_END, ReviewWorld
from tests.criteria.rounds import refused
from tests.factories import CriterionFactory, IndicatorFactory, ResponsibilityFactory

pytestmark = pytest.mark.django_db
TODAY = dt.date(2024, 6, 18)
LATER = {"due_on": dt.date(2024, 7, 5), "words": "Bão"}


@pytest.fixture
def world():
    return ReviewWorld()


# ── sending ──────────────────────────────────────────────────────────────────────────────────


def test_nothing_is_sent_before_the_round_begins_or_with_criteria_missing(world, settings):
    world.open()
    world.declare(numbers=[8])
    assert refused(world.submit) == "incomplete"
    world.declare(numbers=[1, 17])
    settings.PORTAL_TODAY = "2023-12-30"
    assert refused(world.submit) == "early"
    assert not FileStep.objects.exists()


def test_what_is_missing_is_named(world):
    world.open()
    world.declare(numbers=[8])
    with pytest.raises(Exception, match="Còn 2 tiêu chí xã chưa khai báo kết quả: 1, 17"):
        world.submit()


def test_only_who_holds_the_file_sends_it_and_only_once(world):
    world.open()
    world.declare()
    neighbour = Mandate(Stage.DECLARED, world.communal[1])
    by = world.people["neighbour"]
    assert refused(lambda: review.submit(world.file(), mandate=neighbour, by=by)) == "holder"
    world.submit()
    assert refused(world.submit) == "state"
    assert FileStep.objects.count() == 1


def test_a_file_is_taken_back_by_its_sender_before_anybody_spoke(world):
    world.open()
    assert refused(lambda: world.act("recall", "commune")) == "state"
    world.sent()
    assert refused(lambda: world.act("recall", "district")) == "holder"
    world.act("recall", "commune")
    assert (world.file().state, world.holders()) == (FileState.DECLARING, ["commune"])
    world.submit()
    world.say("sponsor", 1)
    assert refused(lambda: world.act("recall", "commune")) == "spoken"
    assert world.file().state == FileState.VERIFYING


def test_a_file_returned_and_sent_again_is_taken_back_to_where_it_was(world):
    returned(world)
    answer(world)
    world.submit()
    world.act("recall", "commune")
    assert (world.file().state, world.holders()) == (FileState.RETURNED, ["commune"])
    world.submit()
    assert world.holders() == ["district"]


# ── handing on ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("act", "scene", "holder"),
    [
        ("review", "sent", "sponsor"),
        ("verify", "sent", "district"),
        ("appraise", "verified", "information"),
        ("confirm", "appraised", "office"),
    ],
)
def test_a_part_without_an_opinion_is_not_handed_on(world, act, scene, holder):
    getattr(world, scene)()
    steps = FileStep.objects.count()
    assert refused(lambda: world.act(act, holder)) == "left"
    other = Mandate(world.mandate(holder).stage, world.agencies["other"])
    by = world.people["other"]
    wrong = refused(lambda: getattr(review, act)(world.file(), mandate=other, by=by))
    assert wrong == "holder"
    assert FileStep.objects.count() == steps


@pytest.mark.parametrize(
    ("act", "name"),
    [
        *(("verify", "district"), ("appraise", "building"), ("confirm", "office")),
        *(("review", "sponsor"), ("send_back", "district"), ("recall", "commune")),
    ],
)
def test_an_act_out_of_turn_does_not_follow(world, act, name):
    world.open()
    assert refused(lambda: world.act(act, name)) == "state"


def test_a_return_says_why(world):
    world.sent()
    assert refused(lambda: world.act("send_back", "district", words="  ")) == "reason"
    assert refused(lambda: world.act("send_back", "information", words="Thiếu")) == "holder"
    world.act("send_back", "district", words="Thiếu biên bản")
    assert [one.words for one in Remark.objects.all()] == ["Thiếu biên bản"]


def test_an_appraiser_ticks_its_own_remarks_and_not_those_of_others(world):
    world.verified()
    world.say("building", 1, agrees=False)
    world.say("information", 17, agrees=False)
    world.agree("information", [8])
    world.act("send_back", "information")
    for one in Remark.objects.all():
        answer(world, remark=one)
    world.submit()
    mine = Remark.objects.get(criterion__number=17)
    base = Opinion.objects.filter(agency=world.agencies["information"], criterion__number=17).get()
    world.say("information", 17, base=base.pk)
    assert refused(lambda: world.act("appraise", "information")) == "unticked"
    tick(world, "information", remark=mine)
    world.act("appraise", "information")
    assert "information" not in world.holders()


def test_a_file_goes_back_to_the_appraiser_that_asked_though_it_agreed_with_every_row(world):
    world.verified()
    world.agree("information", [8, 17])
    world.act("send_back", "information", words="Thiếu biên bản họp thôn")
    answer(world)
    world.submit()
    assert "information" in world.holders()
    assert refused(lambda: world.act("appraise", "information")) == "unticked"
    tick(world, "information")
    world.act("appraise", "information")
    assert world.holders() == ["building", "environment"]


def test_a_criterion_added_after_the_sending_blocks_nobody(world):
    world.verified()
    added = CriterionFactory(criteria_set=world.set, number=19)
    ResponsibilityFactory(
        indicator=IndicatorFactory(criterion=added, code="19.1"), agency=world.agencies["building"]
    )
    world.criteria[19] = added
    assert refused(lambda: world.say("building", 19)) == "claim"
    world.say("building", 1)
    world.act("appraise", "building")
    assert "building" not in world.holders()


# ── opinions ─────────────────────────────────────────────────────────────────────────────────


def test_an_opinion_is_of_ones_own_part_and_of_what_is_claimed(world):
    world.verified()
    assert refused(lambda: world.say("information", 1)) == "part"
    assert refused(lambda: world.say("other", 1)) == "holder"
    late = world.mandate("district")
    by = world.people["district"]
    said = review.Said(agrees=True)
    about = world.criteria[1]
    told = refused(lambda: review.say(world.file(), about, said, base=None, mandate=late, by=by))
    assert told == "state"
    assert not Opinion.objects.filter(stage=Stage.APPRAISED).exists()


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"doubt": ""}, "reason"),
        ({"words": "   "}, "reason"),
        ({"status": Status.MET}, "status"),
    ],
)
def test_disagreeing_asks_a_reason_words_and_another_result(world, said, code):
    world.sent()
    assert refused(lambda: world.say("district", 8, agrees=False, **said)) == code
    assert not Opinion.objects.exists()


def test_a_result_or_a_reason_that_nobody_knows_is_not_kept(world):
    world.sent()
    for wrong in ({"status": "perhaps"}, {"doubt": "because"}, {"words": "x" * 1001}):
        with pytest.raises(Exception, match=r".") as error:
            world.say("district", 8, agrees=False, **wrong)
        assert type(error.value).__name__ == "ValidationError"
    assert not Opinion.objects.exists()


def test_an_opinion_over_one_that_was_not_seen_is_stale(world):
    world.sent()
    first = world.say("district", 8)
    assert refused(lambda: world.say("district", 8, agrees=False)) == "stale"
    with pytest.raises(Exception, match="vừa ghi «đồng ý» cho tiêu chí này"):
        world.say("district", 8, agrees=False)
    second = world.say("district", 8, agrees=False, base=first.pk)
    assert refused(lambda: world.say("district", 8, base=first.pk)) == "stale"
    with pytest.raises(Exception, match=str(Doubt.NO_EVIDENCE.label)):
        world.say("district", 8)
    assert refused(lambda: world.say("district", 17, base=second.pk)) == "stale"
    assert Opinion.objects.count() == 2


def test_copying_and_agreeing_in_bulk_leave_alone_what_is_not_theirs(world):
    world.verified()
    by = world.people["other"]
    mandate = world.mandate("other")
    file = world.file()
    assert refused(lambda: review.copy_before(file, mandate=mandate, by=by)) == "holder"
    key = world.criteria[8].pk
    assert refused(lambda: review.open_rows(file, [key], mandate=mandate, by=by)) == "holder"
    found = review.agree_with_opened([file], mandate_of={file.pk: mandate}, by=by)
    assert found == {file.pk: []}


# ── remarks ──────────────────────────────────────────────────────────────────────────────────


def test_a_remark_is_answered_in_words_by_the_commune_that_holds_the_file(world):
    remark = returned(world)
    assert refused(lambda: answer(world, "  ")) == "words"
    assert refused(lambda: answer(world, name="district")) == "holder"
    answer(world)
    answer(world, "Đã bổ sung đủ")
    assert list(remark.steps.values_list("words", flat=True)) == ["Đã bổ sung", "Đã bổ sung đủ"]
    world.submit()
    assert refused(lambda: answer(world)) == "state"


def test_a_remark_is_ticked_at_its_stage_by_who_holds_the_file(world):
    returned(world)
    assert refused(lambda: tick(world)) == "state"
    answer(world)
    world.submit()
    assert refused(lambda: tick(world, "sponsor")) == "stage"
    assert refused(lambda: tick(world, "other", Stage.VERIFIED)) == "holder"
    assert not RemarkStep.objects.filter(act="settled").exists()
    tick(world)
    assert RemarkStep.objects.filter(act="settled", turn=2).count() == 1


# ── the office ───────────────────────────────────────────────────────────────────────────────


def test_more_time_asks_a_reason_and_a_day_to_come(world):
    world.sent()
    assert refused(lambda: world.act("extend", "office", **LATER | {"words": " "})) == "reason"
    past = LATER | {"due_on": TODAY - dt.timedelta(1)}
    assert refused(lambda: world.act("extend", "office", **past)) == "past"
    world.act("extend", "office", **LATER | {"due_on": TODAY})
    assert world.file().due_on == TODAY


def test_more_time_for_a_confirmed_file_makes_no_sense(world):
    world.confirmed()
    assert refused(lambda: world.act("extend", "office", **LATER)) == "state"


def test_opening_again_asks_a_reason_and_something_to_open(world):
    world.sent()
    assert refused(lambda: world.act("reopen", "office", words="Sai")) == "open"
    assert refused(lambda: world.act("reopen", "office", words="")) == "reason"
    past = {"words": "Sai", "due_on": TODAY - dt.timedelta(1)}
    assert refused(lambda: world.act("reopen", "office", **past)) == "past"


def test_who_takes_over_exists_and_holds_the_file_not_yet(world):
    world.verified()
    held = Holding.objects.open().get(agency=world.agencies["building"])
    assert refused(lambda: pass_on(world, words=" ", holding=held)) == "reason"
    assert refused(lambda: pass_on(world, "building", holding=held)) == "same"
    assert refused(lambda: pass_on(world, "information", holding=held)) == "twice"
    Agency.objects.filter(pk=world.agencies["other"].pk).update(ends=TODAY - dt.timedelta(1))
    world.agencies["other"].refresh_from_db()
    assert refused(lambda: pass_on(world, holding=held)) == "ended"
    pass_on(world, "leader", holding=held)
    assert refused(lambda: pass_on(world, "sponsor", holding=held)) == "gone"
    assert world.holders() == ["environment", "information", "leader"]


def test_a_confirmed_file_is_passed_on_to_nobody(world):
    world.confirmed()
    held = Holding.objects.filter(submission=world.file()).first()
    assert refused(lambda: pass_on(world, holding=held)) == "state"


def test_nothing_is_sent_to_an_office_that_is_not_there(world, settings):
    settings.PORTAL_TODAY = "2025-07-03"
    world.open()
    world.declare()
    Agency.objects.filter(kind="office").update(ends=DISTRICTS_END)
    ResponsibilityFactory._meta.model.objects.all().delete()
    assert refused(world.submit) == "nobody"
    assert (world.file().state, world.file().turn) == (FileState.DECLARING, 0)
