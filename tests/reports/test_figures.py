"""What an agency's report gathers, and that it is frozen whole."""

import datetime as dt
import json
from dataclasses import asdict

import pytest
from django.utils import timezone

from communes.choices import Confidence
from criteria.choices import Duty, Stage, Status, Subject
from criteria.models import StatedCount, StatusEntry
from documents.choices import PaperKind, PaperState, RelationKind
from documents.models import Relation
from plans.choices import TargetKind
from reports.figures.agency.report import gather
from reports.figures.shapes import Goal, Mandate, Recognised, Ref, Stated, thaw
from tests.factories import (
    CommuneFactory,
    CriteriaSetFactory,
    CriterionFactory,
    PaperFactory,
    RecognitionFactory,
    ReportRunFactory,
    ResponsibilityFactory,
    ScorecardFactory,
    SponsorAssignmentFactory,
    StatusEntryFactory,
    TargetFactory,
)
from tests.factories.criteria import IndicatorFactory
from tests.reports.gathered import queries_of

pytestmark = pytest.mark.django_db

LAST_YEAR, THIS_YEAR = dt.date(2023, 11, 1), dt.date(2024, 5, 1)


@pytest.fixture
def criteria_set():
    criteria_set = CriteriaSetFactory(short_name="2021–2025")
    for number, name in enumerate(["Quy hoạch", "Giao thông", "Thủy lợi", "Điện"], start=1):
        CriterionFactory(criteria_set=criteria_set, number=number, name=name)
    return criteria_set


@pytest.fixture
def run(criteria_set):
    return ReportRunFactory(criteria_set=criteria_set, as_of=dt.date(2024, 6, 18))


@pytest.fixture
def commune(run):
    commune = CommuneFactory(name="Hướng Việt", district__name="Hướng Hóa")
    SponsorAssignmentFactory(agency=run.agency, commune=commune)
    return commune


@pytest.fixture
def say(commune, criteria_set):
    """Log a status of the commune on a criterion, by its number."""
    card = ScorecardFactory(commune=commune, criteria_set=criteria_set)

    def log(number, status, on, **more):
        criterion = criteria_set.criteria.get(number=number)
        StatusEntryFactory(
            scorecard=card, criterion=criterion, status=status, effective_on=on, **more
        )

    return log


def figures_of(run):
    run.known_at = timezone.now()
    return thaw(json.loads(json.dumps(gather(run))))


def the_commune(run):
    [one] = figures_of(run).communes
    return one


def test_nothing_said_is_not_zero(run, commune):
    one = the_commune(run)

    assert (one.name, one.district) == (str(commune), "huyện Hướng Hóa")
    assert (one.met_before, one.met_now, one.change) == (None, None, None)
    assert [ref.number for ref in one.unknown] == [1, 2, 3, 4]
    assert (one.unmet, one.gained, one.lost) == ((), (), ())


def test_zero_met_is_zero(run, say):
    say(1, Status.NOT_MET, LAST_YEAR)

    one = the_commune(run)

    assert (one.met_before, one.met_now, one.change) == (0, 0, 0)
    assert one.unmet == (Ref(1, "Quy hoạch"),)


def test_gained_lost_and_first_assessed_are_told_apart(run, say):
    say(1, Status.NOT_MET, LAST_YEAR)
    say(1, Status.MET, THIS_YEAR)
    say(2, Status.MET, LAST_YEAR)
    say(2, Status.IN_PROGRESS, THIS_YEAR)
    say(3, Status.MET, THIS_YEAR)

    one = the_commune(run)

    assert (one.gained, one.lost, one.newly_met) == (
        (Ref(1, "Quy hoạch"),),
        (Ref(2, "Giao thông"),),
        (Ref(3, "Thủy lợi"),),
    )
    assert (one.met_before, one.met_now, one.change) == (1, 2, 1)
    assert (one.unmet, one.unknown) == ((Ref(2, "Giao thông"),), (Ref(4, "Điện"),))


def test_only_what_holds_on_the_day_and_was_known_at_the_moment_counts(run, say):
    say(1, Status.MET, dt.date(2024, 6, 19))
    run.known_at = timezone.now()
    say(2, Status.MET, THIS_YEAR)

    [one] = thaw(gather(run)).communes

    assert one.met_now is None


def test_illustrative_words_mark_the_commune_and_the_report(run, say):
    say(1, Status.MET, THIS_YEAR, illustrative=True)

    assert the_commune(run).illustrative
    assert figures_of(run).illustrative


def test_communes_stand_by_duty_then_by_name_and_only_those_of_the_day(run):
    duties = [("Vĩnh Tú", Duty.IN_CHARGE), ("Thuận", ""), ("Đakrông", Duty.SPONSOR)]
    for name, duty in [*duties, ("Cam Chính", Duty.SPONSOR)]:
        SponsorAssignmentFactory(agency=run.agency, commune=CommuneFactory(name=name), duty=duty)
    SponsorAssignmentFactory(agency=run.agency, ends=dt.date(2024, 6, 17))
    SponsorAssignmentFactory()

    assert [(one.name, one.duty) for one in figures_of(run).communes] == [
        ("xã Cam Chính", "sponsor"),
        ("xã Đakrông", "sponsor"),
        ("xã Vĩnh Tú", "in_charge"),
        ("xã Thuận", ""),
    ]


def test_a_decision_names_the_one_it_replaced(run):
    old = PaperFactory(number="1841")
    new = PaperFactory(number="1625", day=22, month=6, year=2022, title="Về việc phân công")
    new.issuer.name = "UBND tỉnh"
    new.issuer.save()
    Relation.objects.create(paper=new, kind=RelationKind.REPLACES, other=old)
    SponsorAssignmentFactory(agency=run.agency, paper=new, carried_on=True)

    assert figures_of(run).mandates == (
        Mandate(
            paper="Quyết định số 1625/QĐ-UBND ngày 22/6/2022",
            cited="Quyết định số 1625/QĐ-UBND ngày 22/6/2022 của UBND tỉnh về việc phân công",
            replaces="Quyết định số 1841/QĐ-UBND ngày 14/7/2020",
            carried_on=True,
        ),
    )


def test_plans_that_were_out_are_told_and_drafts_are_not(run):
    plan = {"issuer": run.agency, "kind": PaperKind.PLAN, "title": "Triển khai"}
    PaperFactory(**plan, number="", day=None, month=11, year=2020)
    PaperFactory(**plan, day=1, month=7, year=2024)
    PaperFactory(**plan, state=PaperState.DRAFT)

    assert [one.text for one in figures_of(run).plans] == ["Kế hoạch tháng 11/2020 triển khai"]


def test_what_papers_state_stands_beside_the_assessment(run, commune, criteria_set):
    paper = PaperFactory(kind=PaperKind.PLAN, number="", day=None, month=11, year=2020)
    StatedCount.objects.create(
        subject=Subject.CRITERIA_MET,
        criteria_set=criteria_set,
        commune=commune,
        value=10,
        out_of=19,
        as_of=dt.date(2020, 11, 30),
        text="10/19",
        paper=paper,
    )

    one = the_commune(run)

    assert one.stated == (
        Stated("10", 19, "2020-11-30", "KH chưa có số (11/2020)", "2021–2025", derived=False),
    )
    assert one.met_now is None


def test_an_older_set_speaks_only_while_nobody_has_on_this_one(run, commune, say):
    older = CriteriaSetFactory(short_name="2016–2020", starts=dt.date(2016, 10, 17))
    card = ScorecardFactory(commune=commune, criteria_set=older)
    for number, status in [(2, Status.NOT_MET), (6, Status.NOT_MET), (8, Status.MET)]:
        StatusEntryFactory(
            scorecard=card,
            criterion=CriterionFactory(criteria_set=older, number=number, name=f"TC{number}"),
            status=status,
            effective_on=dt.date(2020, 12, 8),
        )

    [said] = the_commune(run).earlier

    assert (said.criteria_set, said.as_of) == ("2016–2020", "2020-12-08")
    assert said.met == (Ref(8, "TC8"),)
    assert said.unmet == (Ref(2, "TC2"), Ref(6, "TC6"))
    say(1, Status.MET, THIS_YEAR)
    assert the_commune(run).earlier == ()


def test_recognitions_and_targets_of_the_day(run, commune):
    paper = PaperFactory(number="1161", day=5, month=6, year=2023)
    RecognitionFactory(commune=commune, paper=paper)
    RecognitionFactory(commune=commune, since=dt.date(2024, 7, 1))
    TargetFactory(
        province=None,
        commune=commune,
        kind=TargetKind.LEVEL,
        at_least=None,
        out_of=None,
        year=2025,
        text="đạt chuẩn",
        paper=paper,
    )

    one = the_commune(run)

    assert one.recognised == (
        Recognised(
            "đạt chuẩn nông thôn mới", 2022, "QĐ 1161/QĐ-UBND", "2023-06-05", illustrative=False
        ),
    )
    assert one.goals == (Goal("đạt chuẩn", 2025, "QĐ 1161/QĐ-UBND (05/6/2023)"),)


def test_the_criterion_it_answers_for_across_all_communes(run, commune, say, criteria_set):
    say(2, Status.MET, THIS_YEAR)
    other = ScorecardFactory(criteria_set=criteria_set)
    criterion = criteria_set.criteria.get(number=2)
    StatusEntryFactory(
        scorecard=other,
        criterion=criterion,
        status=Status.NOT_MET,
        stage=Stage.REVIEWED,
        effective_on=LAST_YEAR,
    )
    CommuneFactory()
    for code in ("2.1", "2.2"):
        ResponsibilityFactory(
            agency=run.agency,
            indicator=IndicatorFactory(criterion=criterion, code=code),
            confidence=Confidence.RECALLED,
        )

    [sector] = figures_of(run).sector

    assert (sector.criterion, sector.indicators) == (Ref(2, "Giao thông"), ("2.1", "2.2"))
    assert (sector.communes, sector.met_before, sector.met_now) == (3, 0, 1)
    assert (sector.unmet, sector.unknown) == ((str(other.commune),), 1)
    assert sector.unverified


def test_queries_do_not_grow_with_the_communes(run, criteria_set):
    def one_more():
        assignment = SponsorAssignmentFactory(agency=run.agency)
        card = ScorecardFactory(commune=assignment.commune, criteria_set=criteria_set)
        StatusEntryFactory(scorecard=card, criterion=criteria_set.criteria.first())
        RecognitionFactory(commune=assignment.commune)

    one_more()
    at_one = queries_of(gather, run)
    for _ in range(4):
        one_more()

    assert at_one == queries_of(gather, run)
    assert at_one <= 24


def test_frozen_figures_come_back_whole(run, say):
    say(1, Status.MET, THIS_YEAR)
    assert StatusEntry.objects.exists()
    figures = figures_of(run)

    assert thaw(json.loads(json.dumps(asdict(figures)))) == figures


def test_the_first_runs_named_plans_by_their_words_alone_and_are_still_read(run):
    given = gather(run) | {"plans": ["Kế hoạch số 224/KH-LMHTX"]}

    assert [one.text for one in thaw(given).plans] == ["Kế hoạch số 224/KH-LMHTX"]
