"""Two people at one file at the same moment: one is first, the other is told what happened meanwhile."""

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from criteria.choices import FileAct, FileState, Stage
from criteria.models import FileStep, Holding, Opinion, Remark, StatusEntry
from criteria.services import review
from tests.criteria.review.world import ReviewWorld
from tests.criteria.rounds import refused
from tests.plans.test_two_writers import meanwhile

both_at_once = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in"),
]


@pytest.fixture
def world():
    found = ReviewWorld()
    found.people["colleague"] = found.serve(found.agencies["district"])
    return found


def speak(world, name, number=8, *, agrees=True, base=None):
    """An officer of the district, one of two."""
    said = review.Said(agrees=True)
    if not agrees:
        said = review.Said(False, "not_met", "no_evidence", f"{name} thấy chưa có quyết định")  # noqa: FBT003
    return review.say(
        world.file(),
        world.criteria[number],
        said,
        base=base,
        mandate=world.mandate("district"),
        by=world.people[name],
    )


def hand_on(world, name="district"):
    return review.verify(world.file(), mandate=world.mandate("district"), by=world.people[name])


def pass_on(world, held, to):
    return review.pass_on(
        held,
        to=world.agencies[to],
        words="Huyện kết thúc hoạt động",
        mandate=world.mandate("office"),
        by=world.people["office"],
    )


# ── one after the other: what the second saw is old ──────────────────────────────────────────


@pytest.mark.django_db
class TestOneAfterTheOther:
    def test_the_second_on_a_cell_is_shown_the_first_and_may_insist(self, world):
        world.sent()
        first = speak(world, "colleague", agrees=False)
        client = Client()
        client.force_login(world.people["district"])
        said = {"submission": world.file().pk, "criterion": 8, "agrees": True, "base": None}
        answer = client.post(reverse("opinion-list"), said, content_type="application/json")
        assert answer.status_code == 409
        told = answer.json()
        assert told["last"]["words"] == "colleague thấy chưa có quyết định"
        assert str(world.people["colleague"]) in told["detail"][0]
        again = said | {"base": told["last"]["id"]}
        answer = client.post(reverse("opinion-list"), again, content_type="application/json")
        assert answer.status_code == 201
        assert list(Opinion.objects.order_by("pk").values_list("agrees", flat=True)) == [
            False,
            True,
        ]
        first.refresh_from_db()
        assert first.words == "colleague thấy chưa có quyết định"

    def test_two_appraisers_of_one_criterion_do_not_stand_in_each_others_way(self, world):
        world.verified()
        world.say("information", 17, agrees=False)
        world.say("environment", 17)
        assert Opinion.objects.filter(stage=Stage.APPRAISED).count() == 2

    def test_a_file_is_handed_on_once(self, world):
        world.sent()
        world.agree("district")
        hand_on(world, "colleague")
        assert refused(lambda: hand_on(world)) == "state"
        assert StatusEntry.objects.filter(stage=Stage.VERIFIED).count() == 3

    def test_who_agrees_with_a_file_just_returned_is_told(self, world):
        world.sent()
        speak(world, "colleague", agrees=False)
        world.act("send_back", "district")
        assert refused(lambda: speak(world, "district", 17)) == "state"

    def test_an_opinion_given_first_keeps_the_file(self, world):
        world.sent()
        speak(world, "colleague")
        assert refused(lambda: world.act("recall", "commune")) == "spoken"


# ── at once ──────────────────────────────────────────────────────────────────────────────────


class TestAtOnce:
    pytestmark = both_at_once

    def test_of_two_opinions_on_a_cell_the_second_is_stale(self, world):
        world.sent()
        with meanwhile(lambda: speak(world, "district")) as second:
            speak(world, "colleague", agrees=False)
        assert second.came == "stale"
        assert Opinion.objects.get().by == world.people["colleague"]

    def test_two_opinions_on_two_cells_both_stay(self, world):
        world.sent()
        with meanwhile(lambda: speak(world, "district", 17)) as second:
            speak(world, "colleague", 8)
        assert isinstance(second.came, Opinion)
        assert Opinion.objects.count() == 2

    def test_of_two_who_hand_it_on_one_does(self, world):
        world.sent()
        world.agree("district")
        with meanwhile(lambda: hand_on(world)) as second:
            hand_on(world, "colleague")
        assert second.came == "state"
        assert FileStep.objects.filter(act=FileAct.VERIFY).count() == 1
        assert StatusEntry.objects.filter(stage=Stage.VERIFIED).count() == 3
        assert world.holders() == ["building", "environment", "information"]

    def test_the_last_two_appraisers_send_it_to_the_office_once(self, world):
        world.verified()
        for name, numbers in (("building", [1]), ("information", [8, 17]), ("environment", [17])):
            world.agree(name, numbers)
        world.act("appraise", "building")
        with meanwhile(lambda: world.act("appraise", "environment")) as second:
            world.act("appraise", "information")
        assert isinstance(second.came, FileStep)
        assert (world.file().state, world.holders()) == (FileState.CONFIRMING, ["office"])
        held = Holding.objects.filter(submission=world.file(), stage=Stage.CONFIRMED)
        assert held.count() == 1

    def test_an_agreement_does_not_slip_into_a_file_being_returned(self, world):
        world.sent()
        speak(world, "colleague", agrees=False)
        with meanwhile(lambda: speak(world, "district", 17)) as second:
            world.act("send_back", "district")
        assert second.came == "state"
        assert (world.file().state, Opinion.objects.count()) == (FileState.RETURNED, 1)

    def test_an_objection_given_first_goes_along_with_the_return(self, world):
        world.sent()
        speak(world, "colleague", 8, agrees=False)
        with meanwhile(lambda: world.act("send_back", "district")) as second:
            speak(world, "colleague", 17, agrees=False)
        assert isinstance(second.came, FileStep)
        assert Remark.objects.count() == 2

    def test_a_file_taken_back_takes_no_opinion(self, world):
        world.sent()
        with meanwhile(lambda: speak(world, "district")) as second:
            world.act("recall", "commune")
        assert second.came == "state"
        assert not Opinion.objects.exists()
        assert (world.file().state, world.holders()) == (FileState.DECLARING, ["commune"])

    def test_a_file_just_spoken_of_is_not_taken_back(self, world):
        world.sent()
        with meanwhile(lambda: world.act("recall", "commune")) as second:
            speak(world, "district")
        assert second.came == "spoken"
        assert world.holders() == ["district"]

    def test_of_two_takers_over_one_is_named(self, world):
        world.sent()
        held = Holding.objects.open().get(submission=world.file(), stage=Stage.VERIFIED)
        with meanwhile(lambda: pass_on(world, held, "leader")) as second:
            pass_on(world, held, "other")
        assert second.came == "gone"
        assert world.holders() == ["other"]

    def test_agreeing_in_bulk_waits_for_the_return_and_finds_nothing(self, world):
        world.sent()
        speak(world, "colleague", 8, agrees=False)
        mandate, by = world.mandate("district"), world.people["district"]
        keys = [one.pk for one in world.criteria.values()]
        review.open_rows(world.file(), keys, mandate=mandate, by=by)
        file = world.file()

        def agree():
            return review.agree_with_opened([file], mandate_of={file.pk: mandate}, by=by)

        with meanwhile(agree) as second:
            world.act("send_back", "district")
        assert second.came == {file.pk: []}
        assert Opinion.objects.count() == 1

    def test_of_two_sendings_one_counts(self, world):
        world.open()
        world.declare()
        with meanwhile(world.submit) as second:
            world.submit()
        assert second.came == "state"
        assert (world.file().turn, FileStep.objects.count()) == (1, 1)
