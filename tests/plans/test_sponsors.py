"""The sponsor's page: before and after, what was given, what was promised."""

import datetime as dt
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from criteria.choices import Level, Stage, Status
from criteria.services import rebuild_current
from plans.choices import ActionState, TargetKind
from plans.selectors.promises import Outcome
from plans.selectors.sponsors import sponsor_page
from tests.factories import (
    AgencyFactory,
    CommuneFactory,
    ContactFactory,
    CriteriaSetFactory,
    CriterionFactory,
    MappingFactory,
    PlanActionFactory,
    RecognitionFactory,
    ScorecardFactory,
    SponsorAssignmentFactory,
    StatusEntryFactory,
    SupportActionFactory,
    SupportMoneyFactory,
    TargetFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("member")]
DAY = dt.date(2024, 6, 18)
TAKEN_ON = dt.date(2020, 7, 14)


class Help:
    """One commune that an agency took on in 2020; an old yardstick and the one of today."""

    def __init__(self):
        self.old = CriteriaSetFactory(
            code="cu", short_name="cũ", starts=dt.date(2016, 10, 17), ends=dt.date(2022, 3, 7)
        )
        self.new = CriteriaSetFactory(code="moi", short_name="mới")
        self.roads = CriterionFactory(criteria_set=self.old, number=2, name="Giao thông")
        self.culture = CriterionFactory(criteria_set=self.old, number=6, name="Văn hóa")
        self.new_roads = CriterionFactory(criteria_set=self.new, number=2, name="Giao thông")
        self.new_culture = CriterionFactory(criteria_set=self.new, number=6, name="Văn hóa")
        for a, b, kin in (
            (self.roads, self.new_roads, "same"),
            (self.culture, self.new_culture, "changed"),
        ):
            MappingFactory(
                old_set=self.old, new_set=self.new, old_criterion=a, new_criterion=b, kinship=kin
            )
        self.agency = AgencyFactory(slug="so-thu", name="Sở Thử")
        self.commune = CommuneFactory(name="Gio Mai")
        self.assignment = self.assign(self.commune)
        self.cards = {
            one.pk: ScorecardFactory(commune=self.commune, criteria_set=one)
            for one in (self.old, self.new)
        }

    def assign(self, commune, **more):
        return SponsorAssignmentFactory(
            agency=self.agency, commune=commune, starts=TAKEN_ON, **more
        )

    def say(self, criterion, status, day, **more):
        entry = StatusEntryFactory(
            scorecard=self.cards[criterion.criteria_set_id],
            criterion=criterion,
            status=status,
            effective_on=dt.date.fromisoformat(day),
            **more,
        )
        rebuild_current()
        return entry


@pytest.fixture
def given():
    return Help()


@pytest.fixture
def line(given, member):
    def one():
        (found,) = sponsor_page(member, given.agency, DAY).lines
        return found

    return one


def test_what_was_unmet_is_that_of_the_day_of_assignment(given, line):
    given.say(given.roads, Status.NOT_MET, "2020-01-01")
    given.say(given.culture, Status.MET, "2020-01-01")
    given.say(given.roads, Status.MET, "2021-01-01")
    then = line().then
    assert (then.told, then.is_later) == (TAKEN_ON, False)
    assert (then.unmet, then.met, then.unknown) == ((given.roads,), 1, 0)


def test_nothing_known_that_day_the_first_judgement_after_it_is_shown_with_its_day(given, line):
    given.say(given.roads, Status.NOT_MET, "2020-12-08")
    given.say(given.culture, Status.NOT_MET, "2021-03-01")
    then = line().then
    assert (then.asked, then.told, then.is_later) == (TAKEN_ON, dt.date(2020, 12, 8), True)
    assert (then.unmet, then.unknown, then.criteria_set) == ((given.roads,), 1, given.old)


def test_nobody_ever_judged(given, line):
    found = line()
    assert (found.then.told, found.then.met, found.then.unmet) == (None, 0, ())
    assert (found.gained, found.lost) == ((), ())


def test_the_highest_stage_counted_then_too(given, line):
    given.say(given.roads, Status.MET, "2020-03-01", stage=Stage.CONFIRMED)
    given.say(given.roads, Status.NOT_MET, "2020-04-01", stage=Stage.DECLARED)
    assert line().then.met == 1


def test_gained_and_lost_across_two_yardsticks_say_why(given, line):
    given.say(given.roads, Status.NOT_MET, "2020-01-01")
    given.say(given.culture, Status.MET, "2020-01-01")
    given.say(given.new_roads, Status.MET, "2024-01-01")
    given.say(given.new_culture, Status.NOT_MET, "2024-01-01")
    found = line()
    (gained,), (lost,) = found.gained, found.lost
    assert (gained.criterion, gained.old) == (given.new_roads, given.roads)
    assert gained.why == "tình hình thay đổi"
    assert lost.criterion == given.new_culture
    assert "chưa rõ do thước đo hay tình hình" in lost.why


def test_a_criterion_judged_for_the_first_time_is_no_gain(given, line):
    given.say(given.roads, Status.NOT_MET, "2020-01-01")
    given.say(given.new_culture, Status.MET, "2024-01-01")
    assert (line().gained, line().lost) == ((), ())


def test_on_one_yardstick_a_change_keeps_its_own_label(given, line):
    given.assignment.starts = dt.date(2023, 1, 1)
    given.assignment.save()
    given.say(given.new_roads, Status.NOT_MET, "2022-12-01")
    given.say(given.new_roads, Status.MET, "2024-01-01", change="correction")
    (turn,) = line().gained
    assert (turn.old, turn.why) == (None, "đánh giá lại / sửa số liệu")


def test_an_unbroken_run_of_decisions_counts_from_its_first_day(given, line):
    given.assignment.ends = dt.date(2022, 6, 21)
    given.assignment.save()
    SponsorAssignmentFactory(
        agency=given.agency, commune=given.commune, starts=dt.date(2022, 6, 22), carried_on=True
    )
    found = line()
    assert (found.tenure.since, len(found.tenure.rows)) == (TAKEN_ON, 2)


def test_after_a_break_it_counts_anew_and_the_old_one_is_history(given, member):
    given.assignment.ends = dt.date(2021, 12, 31)
    given.assignment.save()
    SponsorAssignmentFactory(
        agency=given.agency, commune=given.commune, starts=dt.date(2022, 6, 22)
    )
    page = sponsor_page(member, given.agency, DAY)
    assert page.lines[0].tenure.since == dt.date(2022, 6, 22)
    assert page.before == (given.assignment,)


def help_of(given, **more):
    return SupportActionFactory(agency=given.agency, commune=given.commune, **more)


def test_help_is_that_of_this_agency_since_it_took_the_commune_on(given, line):
    SupportMoneyFactory(action=help_of(given), source="own", done=Decimal(50))
    help_of(given, total_done=Decimal("12.5"), done_on=dt.date(2024, 5, 1))
    help_of(given, done_on=dt.date(2019, 5, 1), total_done=Decimal(900))
    help_of(given, state=ActionState.PLANNED, done_on=None, planned_on=dt.date(2024, 6, 1))
    help_of(given, state=ActionState.OFFERED, done_on=None)
    SupportActionFactory(commune=given.commune, total_done=Decimal(700))
    found = line().given
    assert (len(found.done), found.money) == (2, Decimal("62.5"))
    assert (len(found.planned), found.late) == (1, 1)
    assert (found.last_on, found.days_since) == (dt.date(2024, 6, 10), 8)


def test_help_without_a_stated_amount_is_not_zero(given, line):
    help_of(given)
    assert line().given.money is None


def test_the_last_review_is_the_agencys_own(given, line):
    given.say(given.new_roads, Status.MET, "2024-02-01", agency=given.agency, stage=Stage.REVIEWED)
    given.say(given.new_culture, Status.MET, "2024-05-01", stage=Stage.REVIEWED)
    assert line().reviewed_on == dt.date(2024, 2, 1)


def promise_of(given, line, **more):
    about = {"kind": TargetKind.LEVEL, "level": Level.STANDARD, "at_least": None, "out_of": None}
    TargetFactory(
        province=None,
        commune=given.commune,
        agency=given.agency,
        **(about | {"year": 2021} | more),
    )
    (found,) = line().promises
    return found


def test_a_level_reached_after_the_promised_year_is_late_by_the_year_of_the_standard(given, line):
    RecognitionFactory(
        commune=given.commune, year=2022, decided_on=dt.date(2023, 6, 5), since=dt.date(2023, 6, 5)
    )
    found = promise_of(given, line)
    assert (found.outcome, found.years_late) == (Outcome.LATE, 1)
    assert found.recognition.decided_on == dt.date(2023, 6, 5)


@pytest.mark.parametrize(
    ("promised", "recognised", "outcome"),
    [
        (2022, {"year": 2022, "since": dt.date(2023, 6, 5)}, Outcome.IN_TIME),
        (2023, {"year": None, "since": dt.date(2023, 6, 5)}, Outcome.IN_TIME),
        (2021, {"year": None, "since": dt.date(2023, 6, 5)}, Outcome.REACHED),
        (None, {"year": 2022, "since": dt.date(2023, 6, 5)}, Outcome.REACHED),
        (2021, {"year": 2020, "revoked_on": dt.date(2024, 1, 1)}, Outcome.REVOKED),
        (2021, {"year": 2021, "level": Level.ADVANCED}, Outcome.OVERDUE),
        (2024, None, Outcome.OPEN),
        (2023, None, Outcome.OVERDUE),
        (None, None, Outcome.NOT_YET),
    ],
)
def test_a_promised_level_by_its_year(given, line, promised, recognised, outcome):
    if recognised is not None:
        RecognitionFactory(commune=given.commune, **recognised)
    assert promise_of(given, line, year=promised).outcome is outcome


def test_a_recognition_that_comes_later_is_not_known_yet(given, line):
    RecognitionFactory(commune=given.commune, year=2021, since=dt.date(2024, 6, 19))
    assert promise_of(given, line).outcome is Outcome.OVERDUE


@pytest.mark.parametrize(
    ("statuses", "outcome"),
    [
        ([Status.MET, Status.MET], Outcome.REACHED),
        ([Status.NOT_MET, Status.MET], Outcome.OPEN),
        ([Status.MET], Outcome.UNKNOWN),
        ([], Outcome.UNKNOWN),
    ],
)
def test_a_promised_count_by_what_is_judged(given, line, statuses, outcome):
    for criterion, status in zip((given.new_roads, given.new_culture), statuses, strict=False):
        given.say(criterion, status, "2024-01-01")
    count = {"kind": TargetKind.CRITERIA_MET, "level": "", "at_least": 2, "at_most": 2}
    assert promise_of(given, line, out_of=2, year=2025, **count).outcome is outcome


def test_a_count_of_another_yardstick_is_not_compared(given, line):
    given.say(given.new_roads, Status.MET, "2024-01-01")
    count = {"kind": TargetKind.CRITERIA_MET, "level": "", "at_least": 1, "out_of": 19}
    assert promise_of(given, line, **count).outcome is Outcome.UNKNOWN


def test_words_without_a_measure_are_not_judged(given, line):
    assert promise_of(given, line, level="").outcome is Outcome.NO_MEASURE


def test_a_planned_action_meets_the_help_about_its_criterion_in_either_yardstick(given, line):
    promised = PlanActionFactory(
        agency=given.agency,
        commune=given.commune,
        criterion=given.roads,
        due_on=dt.date(2021, 12, 31),
    )
    done = help_of(given, criterion=given.new_roads)
    help_of(given, criterion=given.new_culture)
    (found,) = line().planned
    assert (found.action, found.done, found.is_late) == (promised, (done,), True)


def test_plans_of_all_communes_count_for_each_and_those_of_another_do_not(given, line):
    everywhere = PlanActionFactory(agency=given.agency, commune=None)
    PlanActionFactory(agency=given.agency)
    PlanActionFactory(commune=given.commune)
    assert [one.action for one in line().planned] == [everywhere]


def test_the_page_tells_before_after_help_and_promise(given, client):
    given.say(given.roads, Status.NOT_MET, "2020-12-08")
    given.say(given.new_roads, Status.MET, "2024-01-01")
    help_of(given, total_done=Decimal("12.5"))
    page = client.get("/phan-cong/don-vi/so-thu/").content.decode()
    for words in ("2&nbsp;Giao thông", "▲ tăng 1", "12,5 triệu đồng", "8 ngày</strong> trước"):
        assert words in page


def test_nothing_to_compare_is_not_nothing_gained(given, client):
    """Judged then and not now: «0 tăng, 0 giảm» would say what nobody knows (blank is not zero)."""
    given.say(given.roads, Status.NOT_MET, "2020-12-08")
    for url in ("/phan-cong/don-vi/so-thu/", f"/phan-cong/don-vi/so-thu/{given.commune.code}/"):
        page = client.get(url).content.decode()
        assert "chưa có tiêu chí nào được đánh giá cả lúc nhận lẫn nay để so" in page
        assert "tiêu chí tăng" not in page
    given.say(given.new_roads, Status.NOT_MET, "2024-01-01")
    assert "▲ 0</span> tiêu chí tăng" in client.get("/phan-cong/don-vi/so-thu/").content.decode()


def test_the_page_of_one_commune_shows_its_row_alone(given, client):
    given.assign(CommuneFactory(name="Thuận"))
    answer = client.get(f"/phan-cong/don-vi/so-thu/{given.commune.code}/")
    assert [one.commune for one in answer.context["about"].lines] == [given.commune]
    assert client.get("/phan-cong/don-vi/so-thu/00000/").status_code == 404


def test_an_agency_without_communes_has_a_page_and_an_unknown_one_none(client):
    AgencyFactory(slug="so-khac")
    assert "Chưa có xã nào" in client.get("/phan-cong/don-vi/so-khac/").content.decode()
    assert client.get("/phan-cong/don-vi/khong-co/").status_code == 404


def full(given, commune):
    """Everything that a row may show."""
    ScorecardFactory(commune=commune, criteria_set=given.old)
    card = ScorecardFactory(commune=commune, criteria_set=given.new)
    StatusEntryFactory(scorecard=card, criterion=given.new_roads, agency=given.agency, stage=2)
    action = SupportActionFactory(agency=given.agency, commune=commune, criterion=given.roads)
    SupportMoneyFactory(action=action)
    PlanActionFactory(agency=given.agency, commune=commune, criterion=given.roads)
    RecognitionFactory(commune=commune)
    ContactFactory(agency=given.agency, commune=commune)
    about = {"kind": TargetKind.LEVEL, "level": Level.STANDARD, "province": None}
    TargetFactory(commune=commune, agency=given.agency, **about)


def test_the_page_costs_the_same_queries_for_one_commune_as_for_five(given, client):
    given.assignment.delete()
    for count in (1, 4):
        for _ in range(count):
            commune = CommuneFactory()
            given.assign(commune)
            full(given, commune)
        rebuild_current()
        with CaptureQueriesContext(connection) as asked:
            answer = client.get("/phan-cong/don-vi/so-thu/")
        assert len(answer.context["about"].lines) in {1, 5}
        given.costs = [*getattr(given, "costs", []), len(asked)]
    assert given.costs[0] == given.costs[1] <= 30


def test_the_list_downloads_with_days_as_days_and_blank_as_blank(given, client):
    given.say(given.roads, Status.NOT_MET, "2020-12-08")
    answer = client.get("/phan-cong/don-vi/so-thu/", {"dang": "xlsx"})
    rows = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0)
    head, row = rows.to_python()
    said = dict(zip(head, row, strict=True))
    assert (said["Từ ngày"], said["Đánh giá lúc nhận ngày"]) == (TAKEN_ON, dt.date(2020, 12, 8))
    assert (said["Chưa đạt lúc nhận"], said["Kinh phí hỗ trợ (triệu đồng)"]) == ("2", "")
