"""The illustrative files of a round: as the services would have left them, and they go on from there."""

import datetime as dt
import io
from collections import Counter
from itertools import pairwise

import pytest
from django.core.management import call_command

from accounts.models import User
from communes.models import held_by
from criteria.choices import FileAct, FileState, Stage, Status
from criteria.evaluation.diagram import STAGE_OF, UNDER_REVIEW, leads
from criteria.models import (
    Criterion,
    CurrentStatus,
    FileStep,
    Holding,
    OpenedRow,
    Opinion,
    Remark,
    Round,
    Scorecard,
    StatusEntry,
    Submission,
)
from criteria.permissions import voices
from criteria.selectors.review import file_view, file_views
from criteria.selectors.review.opinions import appraisers_on
from criteria.services import close_round, log_status, review
from criteria.services.review import Said
from ntm_portal.demo.clear import clear_demo
from ntm_portal.demo.files import DEADLINES, NOBODY, NOTE, TAKEN_BACK, clear_files, write_files

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]
ROUND = "Kỳ 6 tháng đầu năm 2024"
HUONG_VIET = "19438"
TTTT, VINH_LINH, OFFICE = "so-thong-tin-truyen-thong", "ubnd-vinh-linh", "vpdp-ntm"


@pytest.fixture
def files():
    rows = Submission.objects.filter(round__name=ROUND).with_holders()
    return list(rows.select_related("round", "scorecard__commune"))


@pytest.fixture
def views(files):
    return file_views(files)


def person(username):
    return User.objects.get(username=username)


def lying_with(username, stage):
    """The files that lie with that person's agency at the stage, each with the mandate."""
    user = person(username)
    rows = Submission.objects.filter(round__name=ROUND).with_holders()
    return [
        (one, mandate)
        for one in rows.select_related("round", "scorecard").order_by("pk")
        for holding, mandate in voices(user, one.held)
        if holding.stage == stage
    ]


def test_every_commune_has_a_file_in_one_of_the_states(files):
    assert Counter(one.state for one in files) == {
        FileState.DECLARING: 54,
        FileState.VERIFYING: 20,
        FileState.APPRAISING: 12,
        FileState.CONFIRMING: 8,
        FileState.RETURNED: 3,
        FileState.CONFIRMED: 4,
    }
    assert {one.illustrative for one in files} == {True}
    assert {one.scorecard.criteria_set.code for one in files} == {"commune-2021-2025"}


def test_the_office_s_own_check_finds_nothing_also_once_the_round_has_closed(settings):
    settings.PORTAL_TODAY = "2024-07-02"
    close_round(period=Round.objects.get(name=ROUND), by=person("vpdp"))
    call_command("check_rounds", stdout=io.StringIO())


def test_the_acts_follow_the_diagram_and_lead_to_the_state(files):
    steps = {one.pk: list(one.steps.order_by("pk")) for one in files}
    for file in files:
        walked = steps[file.pk]
        assert all(leads(one.act, one.before, one.after) for one in walked)
        assert all(one.after == then.before for one, then in pairwise(walked))
        assert all(one.on <= then.on for one, then in pairwise(walked))
        assert (walked[-1].after if walked else FileState.DECLARING) == file.state
        assert (walked[0].before if walked else FileState.DECLARING) == FileState.DECLARING
        assert sum(one.act == FileAct.SUBMIT for one in walked) == file.turn


def test_a_file_lies_with_those_for_whom_it_waits_and_never_with_nobody(files, views):
    for file in files:
        waiting = {one.stage for one in file.held if not one.beside}
        wanted = {STAGE_OF[file.state]} if file.state in UNDER_REVIEW else {Stage.DECLARED}
        assert waiting == (set() if file.state == FileState.CONFIRMED else wanted)
        way = [one for one in views[file.pk].holdings if not one.beside]
        starts = {one.since for one in way}
        ends = {one.until for one in way if one.until is not None}
        assert {one for one in starts if one != file.round.starts} <= ends


def test_what_was_sent_was_complete_and_what_was_handed_on_was_looked_at(views):
    for view in views.values():
        if not view.file.turn:
            continue
        assert len(view.claims) == 19
        assert all(view.holds(one) for one in view.every if one.pk not in view.returned)
        for held in view.holdings:
            if held.stage > Stage.REVIEWED and held.ended == "handed_on":
                assert view.left(held) == []
    sent = Submission.objects.filter(round__name=ROUND, turn__gt=0)
    assert not sent.exclude(sent_on__gte="2024-05-20", sent_on__lte="2024-06-17").exists()


def test_what_was_claimed_held_when_it_was_sent():
    for one in Opinion.objects.select_related("claim", "submission"):
        assert one.claim.effective_on <= one.submission.sent_on <= one.on


def test_words_are_those_of_opinions_of_a_stage_that_handed_the_file_on(views):
    words = StatusEntry.objects.filter(stage__gt=Stage.DECLARED, illustrative=True)
    said = Opinion.objects.exclude(entry=None).select_related("entry", "submission")
    assert {one.entry_id for one in said} == set(words.values_list("pk", flat=True))
    for one in said:
        assert (one.status, one.stage, one.agency_id) == (
            *(one.entry.status, one.entry.stage, one.entry.agency_id),
        )
        assert one.agrees
    for view in views.values():
        parts = appraisers_on(view.file.scorecard.criteria_set_id, dt.date(2024, 6, 18))
        for key in view.claims:
            voices_of = [agency for agency, part in parts.items() if key in part]
            handed = [one.entry_id for one in view.of_stage(Stage.APPRAISED, key) if one.entry_id]
            agreed = [view.in_force(Stage.APPRAISED, one, key) for one in voices_of]
            if handed:
                assert all(agreed)


def test_who_does_not_agree_holds_the_file_still_and_no_status_moves(views):
    noted = Opinion.objects.filter(agrees=False, entry=None, remark=None)
    by_stage = Counter(noted.values_list("stage", "agency__slug"))
    assert by_stage == {
        (Stage.VERIFIED, VINH_LINH): 1,
        (Stage.APPRAISED, TTTT): 1,
        (Stage.APPRAISED, "so-nong-nghiep-ptnt"): 1,
    }
    told = CurrentStatus.objects.filter(entry__stage__gt=Stage.DECLARED, entry__illustrative=True)
    for one in told.select_related("entry"):
        assert Opinion.objects.filter(entry=one.entry, claim__status=one.status).exists()
    assert len(views) == 101


def test_who_acts_serves_the_agency_or_is_nobody_who_could_sign_in():
    nobody = person(NOBODY)
    assert (nobody.is_active, nobody.demo, nobody.has_usable_password()) == (False, True, False)
    for model in (FileStep, Opinion, OpenedRow):
        for by, agency in set(model.objects.values_list("by", "agency")):
            user = User.objects.get(pk=by)
            assert user == nobody or agency in {one.agency.pk for one in held_by(user)}


def test_the_deadlines_are_set_and_the_note_says_that_they_are_made_up():
    period = Round.objects.get(name=ROUND)
    assert {name: getattr(period, name) for name in DEADLINES} == DEADLINES
    assert (period.note, period.closed_at) == (NOTE, None)
    assert "minh họa" in NOTE


def test_a_second_time_writes_nothing():
    assert write_files() == 0
    assert Submission.objects.filter(round__name=ROUND).count() == 101


def test_files_that_nobody_touched_are_made_anew_and_those_that_people_sent_stay():
    clear_files(User.objects.filter(demo=True))
    period = Round.objects.get(name=ROUND)
    assert review.open_files(period) == 101
    assert write_files() == 101
    assert Submission.objects.filter(round=period, illustrative=True).count() == 101
    Submission.objects.filter(round=period).update(illustrative=False)
    assert write_files() == 0


def test_the_district_hands_on_what_it_has_looked_at():
    found = {
        len(view.left(holding)): (view.file, mandate)
        for file, mandate in lying_with("vinhlinh", Stage.VERIFIED)
        for view in [file_view(file)]
        for holding in view.holdings
        if holding.stage == Stage.VERIFIED and holding.until is None
    }
    assert {0, 14, 19} <= set(found)
    file, mandate = found[0]
    review.verify(file, mandate=mandate, by=person("vinhlinh"))
    assert Submission.objects.get(pk=file.pk).state == FileState.APPRAISING


def test_the_department_appraises_its_criterion_where_it_waits_for_it():
    waiting = lying_with("tttt", Stage.APPRAISED)
    assert len(waiting) == 6
    number_8 = Criterion.objects.get(criteria_set__code="commune-2021-2025", number=8)
    bare = [
        pair for pair in waiting if file_view(pair[0]).left(holding_of(*pair)) == [number_8.pk]
    ]
    assert len(bare) == 5
    file, mandate = bare[0]
    user = person("tttt")
    review.say(file, number_8, Said(agrees=True), base=None, mandate=mandate, by=user)
    review.appraise(file, mandate=mandate, by=user)
    assert not Holding.objects.open().filter(submission=file, agency=mandate.agency).exists()


def holding_of(file, mandate):
    return Holding.objects.open().get(submission=file, agency=mandate.agency, stage=mandate.stage)


def test_the_office_confirms_one_of_those_that_wait_for_it():
    waiting = lying_with("vpdp", Stage.CONFIRMED)
    assert len(waiting) == 8
    file, mandate = waiting[-1]
    user = person("vpdp")
    keys = file_view(file).claims
    review.open_rows(file, keys, mandate=mandate, by=user)
    review.agree_with_opened([file], mandate_of={file.pk: mandate}, by=user)
    review.confirm(file, mandate=mandate, by=user)
    assert Submission.objects.get(pk=file.pk).state == FileState.CONFIRMED


def test_huong_viet_answers_declares_what_it_took_back_and_sends_again():
    ((file, mandate),) = lying_with("huongviet", Stage.DECLARED)
    user = person("huongviet")
    assert (file.state, file.turn) == (FileState.RETURNED, 1)
    remarks = list(Remark.objects.filter(submission=file))
    assert len(remarks) == 2
    assert {one.criterion.number in TAKEN_BACK for one in remarks} == {True, False}
    for one in remarks:
        review.answer(one, words="Đã bổ sung", mandate=mandate, by=user)
    for number in TAKEN_BACK:
        log_status(
            scorecard=file.scorecard,
            criterion=Criterion.objects.get(
                criteria_set=file.scorecard.criteria_set_id, number=number
            ),
            status=Status.MET,
            effective_on=dt.date(2024, 6, 18),
            base=None,
            mandate=mandate,
            by=user,
        )
    review.submit(file, mandate=mandate, by=user)
    again = file_view(Submission.objects.select_related("round").get(pk=file.pk))
    assert (again.file.state, again.file.turn) == (FileState.VERIFYING, 2)
    assert len(again.changed()) == len(TAKEN_BACK)
    assert {one.agency.slug for one in again.holdings if one.until is None and not one.beside} == {
        "ubnd-huong-hoa"
    }


def test_three_of_huong_viet_are_open_as_people_find_them():
    card = Scorecard.objects.get(commune__code=HUONG_VIET, criteria_set__code="commune-2021-2025")
    said = CurrentStatus.objects.filter(scorecard=card).values_list("criterion__number", flat=True)
    assert set(range(1, 20)) - set(said) == set(TAKEN_BACK)


def test_sponsors_look_at_some_beside():
    assert lying_with("khdt", Stage.REVIEWED)
    beside = Holding.objects.open().filter(stage=Stage.REVIEWED)
    assert {one.beside for one in beside} == {True}


def test_clearing_takes_every_file_and_the_deadlines():
    clear_files(User.objects.filter(demo=True))
    assert not Submission.objects.filter(round__name=ROUND).exists()
    assert not Opinion.objects.exists()
    period = Round.objects.get(name=ROUND)
    assert {getattr(period, name) for name in DEADLINES} == {None}
    assert "minh họa" not in period.note
    clear_demo()
    assert not User.objects.filter(username=NOBODY).exists()
