"""A file goes up and comes back: declared, verified, appraised, confirmed."""

import datetime as dt

import pytest

from criteria.choices import FileState, HoldEnd, Stage, Status
from criteria.models import CurrentStatus, FileStep, Holding, Opinion, Remark, StatusEntry
from criteria.services import review
from tests.criteria.review.world import ReviewWorld
from tests.criteria.rounds import refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return ReviewWorld()


def test_a_file_for_each_commune_lies_with_it(world):
    assert review.open_files(world.round) == 2
    assert review.open_files(world.round) == 0
    assert world.file().state == FileState.DECLARING
    assert world.holders() == ["commune"]


def test_the_whole_road(world):
    world.sent()
    assert (world.file().state, world.holders()) == (FileState.VERIFYING, ["district"])
    world.agree("district")
    world.act("verify", "district")
    assert world.file().state == FileState.APPRAISING
    assert world.holders() == ["building", "environment", "information"]
    for name, numbers in (("building", [1]), ("information", [8, 17])):
        world.agree(name, numbers)
        world.act("appraise", name)
    assert world.holders() == ["environment"]
    world.agree("environment", [17])
    world.act("appraise", "environment")
    assert (world.file().state, world.holders()) == (FileState.CONFIRMING, ["office"])
    world.agree("office")
    world.act("confirm", "office")
    assert (world.file().state, world.holders()) == (FileState.CONFIRMED, [])
    said = StatusEntry.objects.filter(scorecard=world.cards[0]).order_by("pk")
    assert [one.stage for one in said] == [1] * 3 + [3] * 3 + [4] * 3 + [5] * 3
    assert set(CurrentStatus.objects.values_list("entry__stage", "status")) == {
        (Stage.CONFIRMED, Status.MET)
    }
    acts = FileStep.objects.order_by("pk").values_list("act", flat=True)
    assert list(acts) == ["submit", "verify", "appraise", "appraise", "appraise", "confirm"]


def test_what_is_said_in_review_speaks_of_the_cut_off_once_it_has_passed(world, settings):
    world.sent()
    settings.PORTAL_TODAY = f"{dt.date(2024, 7, 5)}"
    world.agree("district")
    world.act("verify", "district")
    days = StatusEntry.objects.filter(stage=Stage.VERIFIED).values_list("effective_on", flat=True)
    assert set(days) == {dt.date(2024, 6, 30)}


def test_a_return_asks_and_the_answer_goes_back_to_who_asked(world):
    world.sent()
    world.say("district", 8, agrees=False)
    world.say("district", 17, agrees=False, words="Chưa có hợp đồng thu gom rác")
    world.say("district", 1)
    world.act("send_back", "district")
    assert (world.file().state, world.holders()) == (FileState.RETURNED, ["commune"])
    remarks = list(Remark.objects.order_by("pk"))
    assert [one.criterion.number for one in remarks] == [8, 17]
    assert not StatusEntry.objects.filter(stage=Stage.VERIFIED).exists()
    assert refused(world.submit) == "unanswered"
    for one in remarks:
        review.answer(
            one, words="Đã bổ sung", mandate=world.mandate("commune"), by=world.people["commune"]
        )
    world.declare(numbers=[8])
    world.submit()
    file = world.file()
    assert (file.state, file.turn, world.holders()) == (FileState.VERIFYING, 2, ["district"])
    assert refused(lambda: world.act("verify", "district")) == "left"
    for number in (8, 17):
        last = Opinion.objects.filter(criterion=world.criteria[number]).latest("pk")
        world.say("district", number, base=last.pk)
    assert refused(lambda: world.act("verify", "district")) == "unticked"
    for one in remarks:
        review.tick(
            one, settled=True, mandate=world.mandate("district"), by=world.people["district"]
        )
    world.act("verify", "district")
    assert world.file().state == FileState.APPRAISING


def test_one_departments_agreement_does_not_cover_anothers_objection(world):
    world.verified()
    world.say("environment", 17, agrees=False)
    world.act("appraise", "environment")
    world.agree("information", [8, 17])
    world.act("appraise", "information")
    found = CurrentStatus.objects.get(criterion=world.criteria[17])
    assert (found.status, found.entry.agency) == (Status.NOT_MET, world.agencies["environment"])
    assert CurrentStatus.objects.get(criterion=world.criteria[8]).entry.stage == Stage.APPRAISED


def test_after_a_return_only_those_appraise_again_whose_criteria_changed(world):
    world.verified()
    world.agree("building", [1])
    world.act("appraise", "building")
    world.agree("information", [8])
    world.say("information", 17, agrees=False)
    world.act("send_back", "information")
    assert world.holders() == ["commune"]
    for one in Remark.objects.all():
        review.answer(
            one, words="Đã bổ sung", mandate=world.mandate("commune"), by=world.people["commune"]
        )
    world.declare(numbers=[17])
    world.submit()
    assert world.holders() == ["environment", "information"]


def test_a_district_step_open_when_districts_end_passes_to_whom_the_office_names(settings):
    settings.PORTAL_TODAY = f"{dt.date(2025, 6, 18)}"
    world = ReviewWorld(starts=dt.date(2025, 1, 1), ends=dt.date(2025, 6, 30))
    world.sent()
    world.say("district", 8)
    settings.PORTAL_TODAY = f"{dt.date(2025, 7, 3)}"
    held = Holding.objects.open().in_the_way().get(submission=world.file())
    review.pass_on(
        held,
        to=world.agencies["other"],
        words="Cấp huyện kết thúc hoạt động",
        mandate=world.mandate("office"),
        by=world.people["office"],
    )
    held.refresh_from_db()
    assert (held.ended, held.until) == (HoldEnd.PASSED_ON, dt.date(2025, 7, 3))
    assert world.holders() == ["other"]
    mandate = world.mandate("other", Stage.VERIFIED)
    for number in (1, 8, 17):
        review.say(
            world.file(),
            world.criteria[number],
            review.Said(agrees=True),
            base=None,
            mandate=mandate,
            by=world.people["other"],
        )
    review.verify(world.file(), mandate=mandate, by=world.people["other"])
    assert world.file().state == FileState.APPRAISING
    assert Opinion.objects.filter(agency=world.agencies["district"]).count() == 1


def test_a_file_sent_after_districts_ended_goes_to_the_appraisers(settings):
    settings.PORTAL_TODAY = f"{dt.date(2025, 7, 3)}"
    world = ReviewWorld(starts=dt.date(2025, 1, 1), ends=dt.date(2025, 12, 31))
    world.sent()
    assert world.file().state == FileState.APPRAISING


def test_a_file_opened_again_goes_from_the_beginning_and_corrects_the_closed_round(
    world, settings
):
    from criteria import services  # noqa: PLC0415

    world.confirmed()
    settings.PORTAL_TODAY = f"{dt.date(2024, 7, 20)}"
    services.close_round(period=world.round, by=world.people["office"])
    assert refused(lambda: world.act("recall", "commune")) == "closed"
    world.act("reopen", "office", words="Sai số liệu tiêu chí 8")
    file = world.file()
    assert (file.state, file.is_locked) == (FileState.RETURNED, False)
    review.answer(
        Remark.objects.get(),
        words="Đã sửa",
        mandate=world.mandate("commune"),
        by=world.people["commune"],
    )
    world.declare(numbers=[8], status=Status.NOT_MET)
    world.submit()
    assert world.holders() == ["district"]
    world.say(
        "district", 8, base=Opinion.objects.filter(stage=3, criterion=world.criteria[8]).get().pk
    )
    world.act("verify", "district")
    (entry,) = StatusEntry.objects.filter(corrects=world.round)
    assert (entry.criterion.number, entry.change) == (8, "correction")
