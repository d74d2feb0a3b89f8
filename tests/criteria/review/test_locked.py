"""A closed round locks its files: nothing is done to them until the office opens one again."""

import datetime as dt

import pytest

from criteria import services
from criteria.choices import FileAct, FileState
from criteria.models import FileStep, Holding
from criteria.services import review
from tests.criteria.review.deeds import answer, pass_on, returned, tick
from tests.criteria.review.world import ReviewWorld
from tests.criteria.rounds import refused

pytestmark = pytest.mark.django_db
LATER = {"due_on": dt.date(2024, 8, 5), "words": "Bão"}


@pytest.fixture
def world():
    return ReviewWorld()


@pytest.fixture
def closed(world, settings):
    """The round has closed over a file that lies with the district."""
    world.sent()
    settings.PORTAL_TODAY = "2024-07-20"
    services.close_round(period=world.round, by=world.people["office"])
    return world


@pytest.mark.parametrize(
    ("act", "name", "more"),
    [
        *(("submit", "commune", {}), ("recall", "commune", {}), ("review", "sponsor", {})),
        *(("verify", "district", {}), ("appraise", "information", {}), ("confirm", "office", {})),
        *(("send_back", "district", {"words": "Thiếu"}), ("extend", "office", LATER)),
    ],
)
def test_a_file_of_a_closed_round_is_locked(closed, act, name, more):
    assert refused(lambda: closed.act(act, name, **more)) == "closed"


def test_in_a_closed_round_nobody_speaks_answers_or_passes_on(world, settings):
    remark = returned(world)
    world.sent(1)
    settings.PORTAL_TODAY = "2024-07-20"
    services.close_round(period=world.round, by=world.people["office"])
    assert refused(lambda: world.say("district", 8, place=1)) == "closed"
    assert refused(lambda: answer(world, remark=remark)) == "closed"
    assert refused(lambda: tick(world, remark=remark)) == "closed"
    held = Holding.objects.open().get(submission=world.file(1), stage=3)
    assert refused(lambda: pass_on(world, holding=held)) == "closed"
    file = world.file(1)
    about = {"mandate": world.mandate("district"), "by": world.people["district"]}
    key = world.criteria[8].pk
    assert refused(lambda: review.open_rows(file, [key], **about)) == "closed"
    mandates = {file.pk: world.mandate("district")}
    assert not any(
        review.agree_with_opened([file], mandate_of=mandates, by=world.people["district"]).values()
    )


def test_a_locked_file_opened_again_goes_on_where_it_lay(closed):
    closed.act("reopen", "office", words="Mất điện ngày cuối kỳ")
    (last,) = FileStep.objects.filter(act=FileAct.REOPEN)
    assert (last.before, last.after) == (FileState.VERIFYING, FileState.VERIFYING)
    assert (closed.file().is_locked, closed.holders()) == (False, ["district"])
    closed.agree("district")
    closed.act("verify", "district")
    assert closed.file().state == FileState.APPRAISING


def test_a_file_opened_again_is_locked_once_it_is_confirmed(closed):
    closed.act("reopen", "office", words="Mất điện ngày cuối kỳ")
    for name, numbers, act in (
        ("district", (1, 8, 17), "verify"),
        ("building", [1], "appraise"),
        ("information", [8, 17], "appraise"),
        ("environment", [17], "appraise"),
        ("office", (1, 8, 17), "confirm"),
    ):
        closed.agree(name, numbers)
        closed.act(act, name)
    file = closed.file()
    assert (file.state, file.is_locked) == (FileState.CONFIRMED, True)
    assert refused(lambda: closed.act("extend", "office", **LATER)) == "closed"
