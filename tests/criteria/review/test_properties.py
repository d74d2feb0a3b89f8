"""Whatever is done to a file by whomever, before and after 1/7/2025: it keeps to its way and nothing is lost."""

import datetime as dt
from itertools import pairwise
from typing import NamedTuple

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from criteria import services
from criteria.choices import Doubt, FileAct, FileState, Stage, Status
from criteria.evaluation.diagram import WAITING, leads
from criteria.models import (
    CurrentStatus,
    FileStep,
    Holding,
    OpenedRow,
    Opinion,
    Remark,
    RemarkStep,
    Round,
    StatusEntry,
)
from criteria.permissions import Mandate, steers, voices
from criteria.selectors.review.claims import claims_of
from criteria.selectors.review.opinions import file_view
from criteria.services import review
from tests.criteria.review.world import ReviewWorld

pytestmark = pytest.mark.django_db
FIRST_DAY = dt.date(2025, 6, 18)
NUMBERS = (1, 8, 17)
PEOPLE = [
    *("commune", "neighbour", "sponsor", "district", "building", "information", "environment"),
    *("office", "other", "leader", "stranger"),
]
AGENCY_OF = {"neighbour": "commune", "stranger": "other"}  # in whose name they try
ACTS = ["submit", "recall", "review", "verify", "appraise", "send_back", "confirm", "reopen"]

WHAT = [
    *["go on"] * 5,
    *("object and return", "object and return", "say", "say", "declare", "pass on", "wait"),
    *("try", "withdraw", "extend", "reopen", "close", "open rows"),
]


class Deed(NamedTuple):
    """What somebody does; each kind takes of the rest what it needs."""

    what: str
    place: int = 0
    who: str = "district"
    number: int = 8
    agrees: bool = True


DEEDS = st.builds(
    Deed,
    st.sampled_from(WHAT),
    st.integers(0, 3),
    st.sampled_from(PEOPLE),
    st.sampled_from(NUMBERS),
    st.booleans(),
)
STORIES = st.tuples(st.integers(0, 6), st.lists(DEEDS, min_size=5, max_size=14))
quick = settings(
    max_examples=20,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


class Story:
    """A file of the first half of 2025, and what is done to it; each example starts from a new one."""

    def __init__(self, world, conf):
        self.world, self.conf, self.day = world, conf, FIRST_DAY
        conf.PORTAL_TODAY = f"{FIRST_DAY}"
        world.open()
        world.declare(day=FIRST_DAY)

    @property
    def file(self):
        return self.world.file()

    def act(self, deed):
        """Done, or refused; then nothing has changed."""
        before = remembered(), now_of(self)
        try:
            with transaction.atomic():
                getattr(self, f"do_{deed.what.replace(' ', '_')}")(deed)
        except ValidationError:
            assert (remembered(), now_of(self)) == before

    # what people do
    def do_wait(self, deed):
        self.day += dt.timedelta([1, 5, 13, 30][deed.place])
        self.conf.PORTAL_TODAY = f"{self.day}"

    def do_declare(self, deed):
        self.world.declare(day=FIRST_DAY, numbers=[deed.number], status=Status.values[deed.place])

    def do_withdraw(self, deed):
        rows = StatusEntry.objects.filter(stage=Stage.DECLARED, withdrawn_at=None)
        words = list(rows.order_by("-pk"))
        if not words:
            return
        services.withdraw_status(
            entry=words[deed.place % len(words)], reason="Nhầm", by=self.world.people["commune"]
        )

    def held(self, index):
        """Somebody with whom it lies, the way before what stands beside."""
        found = [
            (holding, mandate, self.world.people[name])
            for name in PEOPLE
            for holding, mandate in voices(self.world.people[name], self.held_now())
        ]
        found.sort(key=lambda one: (one[0].beside, one[0].pk))
        return found[index % len(found)] if found else None

    def held_now(self):
        return list(Holding.objects.open().filter(submission=self.file))

    def do_go_on(self, deed):
        """Who holds the file does all that is asked of them, and hands it on."""
        found = self.held(deed.place)
        if found is None:
            return
        holding, mandate, person = found
        if holding.stage == Stage.DECLARED:
            known = claims_of([self.file], now=True)[self.file.pk]
            rows = self.world.criteria.items()
            missing = [number for number, one in rows if one.pk not in known]
            self.world.declare(day=FIRST_DAY, numbers=missing)
            for one in file_view(self.file).last_remarks():
                if self.file.state == FileState.RETURNED:
                    review.answer(one.remark, words="Đã sửa", mandate=mandate, by=person)
            review.submit(self.file, mandate=mandate, by=person)
            return
        view = file_view(self.file)
        review.open_rows(self.file, view.left(holding), mandate=mandate, by=person)
        review.agree_with_opened([self.file], mandate_of={self.file.pk: mandate}, by=person)
        for one in view.last_remarks():
            if one.remark.step.stage == holding.stage:
                review.tick(one.remark, settled=True, mandate=mandate, by=person)
        acts = {2: review.review, 3: review.verify, 4: review.appraise, 5: review.confirm}
        acts[holding.stage](self.file, mandate=mandate, by=person)

    def do_object_and_return(self, deed):
        found = self.held(deed.place)
        if found is None or found[0].stage <= Stage.REVIEWED:
            return
        _, mandate, person = found
        self.speak(mandate, person, deed.number, agrees=False)
        review.send_back(self.file, mandate=mandate, by=person)

    def do_say(self, deed):
        found = self.held(deed.place)
        if found is not None and found[0].stage > Stage.DECLARED:
            self.speak(*found[1:], deed.number, agrees=deed.agrees)

    def speak(self, mandate, person, number, *, agrees):
        criterion = self.world.criteria[number]
        view = file_view(self.file)
        last = view.opinions.get(((mandate.stage, mandate.agency.pk), criterion.pk))
        claim = view.claims[criterion.pk].status if criterion.pk in view.claims else Status.MET
        other = Status.NOT_MET if claim == Status.MET else Status.MET
        said = review.Said(True) if agrees else review.Said(False, other, Doubt.FIELD, "Khác")  # noqa: FBT003
        base = last.pk if last else None
        review.say(self.file, criterion, said, base=base, mandate=mandate, by=person)

    def do_open_rows(self, _):
        for name in ("district", "information", "office"):
            for _, mandate in voices(self.world.people[name], self.held_now()):
                keys = [one.pk for one in self.world.criteria.values()]
                person = self.world.people[name]
                review.open_rows(self.file, keys, mandate=mandate, by=person)
                review.copy_before(self.file, mandate=mandate, by=person)

    def do_try(self, deed):
        """Somebody tries what may not be theirs."""
        act, name = ACTS[(deed.place * 3 + deed.number) % len(ACTS)], deed.who
        agency = self.world.agencies[AGENCY_OF.get(name, name)]
        if name == "neighbour":
            agency = self.world.communal[1]
        stage = {"submit": 1, "recall": 1, "review": 2, "verify": 3, "appraise": 4}.get(act, 5)
        more = {"words": "Xem lại"} if act in {"send_back", "reopen"} else {}
        person = self.world.people[name]
        if act == "reopen" and steers(person) is None:
            return  # the door asks; the act itself does not
        getattr(review, act)(self.file, mandate=Mandate(Stage(stage), agency), by=person, **more)

    def do_pass_on(self, deed):
        held = self.held_now()
        self.steer(
            review.pass_on,
            held[deed.place % len(held)] if held else Holding.objects.earliest("pk"),
            to=self.world.agencies["other" if deed.agrees else "leader"],
        )

    def do_extend(self, _):
        self.steer(review.extend, self.file, due_on=self.day + dt.timedelta(7))

    def do_reopen(self, _):
        self.steer(review.reopen, self.file)

    def do_close(self, _):
        services.close_round(
            period=Round.objects.get(pk=self.world.round.pk), by=self.world.people["office"]
        )

    def steer(self, act, what, **more):
        office = self.world.people["office"]
        act(what, words="Lý do", mandate=self.world.mandate("office"), by=office, **more)


def remembered():
    """Everything said and done, as it is stored and never changes; what became of it does not belong to it."""
    opinion = [one.attname for one in Opinion._meta.concrete_fields if one.name != "entry"]
    kept = {
        Opinion: opinion,
        StatusEntry: ["pk", "criterion", "status", "stage", "effective_on", "agency", "note"],
        Holding: ["pk", "submission", "stage", "agency", "turn", "since", "passed_from"],
    }
    appended = [FileStep, Opinion, Remark, RemarkStep, OpenedRow, StatusEntry, Holding]
    return {
        one: list(one.objects.order_by("pk").values_list(*kept.get(one, []))) for one in appended
    }


def now_of(story):
    """Where the file is, and who holds it: what a refusal leaves as it was."""
    file = story.file
    open_ones = Holding.objects.open().order_by("pk").values_list("pk", flat=True)
    words = StatusEntry.objects.filter(withdrawn_at=None).count()
    return file.state, file.turn, file.due_on, file.reopened_at, list(open_ones), words


def keeps_to_the_diagram(story):
    steps = list(FileStep.objects.order_by("pk"))
    assert all(leads(one.act, one.before, one.after) for one in steps)
    assert all(one.after == two.before for one, two in pairwise(steps))
    states = [FileState.DECLARING, *(one.after for one in steps)]
    assert (steps[0].before if steps else FileState.DECLARING) == FileState.DECLARING
    assert story.file.state == states[-1]
    assert story.file.turn == sum(one.act == FileAct.SUBMIT for one in steps)
    assert all(one.words for one in steps if one.act in {"return", "extend", "reopen", "pass_on"})


def lies_with_whom_it_should(story):
    state = story.file.state
    held = Holding.objects.open().filter(submission=story.file)
    stages = sorted(held.in_the_way().values_list("stage", flat=True))
    beside = held.filter(beside=True)
    if state in {FileState.DECLARING, FileState.RETURNED}:
        assert stages == [Stage.DECLARED]
    elif state == FileState.CONFIRMED:
        assert stages == []
    else:
        assert {WAITING[stage] for stage in stages} == {state}
        assert len(stages) == 1 or state == FileState.APPRAISING
    assert state in WAITING.values() or not beside.exists()
    assert set(beside.values_list("stage", flat=True)) <= {Stage.REVIEWED}
    ended = Holding.objects.exclude(until=None)
    assert not ended.filter(ended="").exists()


def somebody_holds_it_every_day(story):
    """The holdings in the way leave no gap, except while it lay confirmed."""
    confirmed = FileStep.objects.filter(act=FileAct.CONFIRM).values_list("on", flat=True)
    reach = FIRST_DAY
    for one in Holding.objects.filter(submission=story.file, beside=False).order_by("pk"):
        assert one.since <= reach or reach in confirmed
        assert one.until is None or one.until >= one.since
        reach = max(reach, one.until or story.day)
    assert reach == story.day or story.file.state == FileState.CONFIRMED


def the_confirmed_is_what_the_office_found(story):
    file = story.file
    if file.state != FileState.CONFIRMED:
        return
    view = file_view(file)
    office = story.world.agencies["office"].pk
    said = {key: view.in_force(Stage.CONFIRMED, office, key) for key in view.claims}
    assert len(said) == len(NUMBERS)
    assert all(one is not None and one.entry_id for one in said.values())
    counted = dict(
        CurrentStatus.objects.filter(scorecard=file.scorecard).values_list("criterion", "status")
    )
    assert counted == {key: one.status for key, one in said.items()}


def words_are_those_of_opinions(story):
    """A reviewer's word on the scorecard says what an opinion of the same voice found; none stands twice."""
    said = list(Opinion.objects.exclude(entry=None).select_related("entry"))
    assert len({one.entry_id for one in said}) == len(said)
    assert all(
        (one.entry.status, one.entry.stage, one.entry.agency_id, one.entry.criterion_id)
        == (one.status, one.stage, one.agency_id, one.criterion_id)
        for one in said
    )
    words = StatusEntry.objects.exclude(stage=Stage.DECLARED)
    assert words.count() == len(said)


ALWAYS = [
    keeps_to_the_diagram,
    lies_with_whom_it_should,
    somebody_holds_it_every_day,
    the_confirmed_is_what_the_office_found,
    words_are_those_of_opinions,
]


@pytest.fixture
def world():
    return ReviewWorld(starts=dt.date(2025, 1, 1), ends=dt.date(2025, 6, 30))


ON = Deed("go on")
REOPENED = [ON, ON, Deed("reopen"), Deed("declare", number=8), *[ON] * 8]


@quick
@given(told=STORIES)
@example(told=(6, REOPENED))
@example(told=(6, [ON, ON, Deed("wait", 2), Deed("close"), *REOPENED[2:]]))
@example(told=(1, [Deed("wait", 2), *[ON] * 4, Deed("object and return", number=17), *[ON] * 6]))
def test_a_file_keeps_to_its_way_and_nothing_is_lost(world, settings, told):
    before, deeds = told
    with transaction.atomic():
        story = Story(world, settings)
        for _ in range(before):
            story.act(Deed("go on"))
        known = remembered()
        for deed in deeds:
            story.act(deed)
            for holds in ALWAYS:
                holds(story)
            now = remembered()
            assert all(now[one][: len(rows)] == rows for one, rows in known.items())
            known = now
        transaction.set_rollback(True)


def test_stories_reach_every_state(world, settings):
    """What the property is tried on is not idle: going on and on leads to a confirmed file, and back."""
    story, seen = Story(world, settings), set()
    deeds = ["go on"] * 2 + ["object and return"] + ["go on"] * 9 + ["reopen"]
    for what in deeds:
        seen.add(story.file.state)
        story.act(Deed(what, number=17))
        for holds in ALWAYS:
            holds(story)
    assert seen | {story.file.state} == set(FileState.values)
    assert story.file.state == FileState.RETURNED
