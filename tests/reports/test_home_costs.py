"""What the first page costs, and the papers that wait on it."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from criteria.choices import Status
from criteria.services.current import rebuild_current
from documents.choices import PaperAct, PaperState
from documents.models import OfficialDocument, PaperStep
from plans.choices import GroupRule
from reports.selectors.home.papers import SHOWN, waiting_papers
from tests.factories import (
    AgencyFactory,
    AgencyGroupFactory,
    CriteriaSetFactory,
    CriterionFactory,
    IndicatorFactory,
    LetterheadFactory,
    MeasurementFactory,
    MembershipFactory,
    PaperFactory,
    PlanActionFactory,
    RecognitionFactory,
    RoundFactory,
    ScorecardFactory,
    SponsorAssignmentFactory,
    StatusEntryFactory,
    TaskAimFactory,
    TaskFactory,
    TaskPartyFactory,
    ThresholdFactory,
)

pytestmark = pytest.mark.django_db
THIS_YEAR = dt.date(2024, 3, 1)


@pytest.fixture
def province():
    """A bit of all that the first pages read."""
    criteria_set = CriteriaSetFactory(paper=PaperFactory())
    RoundFactory()
    RoundFactory(kind="year", year=2023, starts=dt.date(2023, 1, 1), ends=dt.date(2023, 12, 31))
    indicator = IndicatorFactory(
        criterion=CriterionFactory(criteria_set=criteria_set, number=1), code="1"
    )
    ThresholdFactory(indicator=indicator)
    for _ in range(2):
        held = SponsorAssignmentFactory()
        scorecard = ScorecardFactory(commune=held.commune, criteria_set=criteria_set)
        said = {"scorecard": scorecard, "criterion": indicator.criterion}
        StatusEntryFactory(**said, status=Status.MET, effective_on=dt.date(2023, 5, 1))
        StatusEntryFactory(**said, status=Status.NOT_MET, effective_on=THIS_YEAR)
        MeasurementFactory(scorecard=scorecard, indicator=indicator, number=10)
        RecognitionFactory(commune=held.commune)
        PlanActionFactory(agency=held.agency, commune=None, criterion=indicator.criterion)
        task = TaskFactory(lead=held.agency, due_on=dt.date(2024, 6, 10))
        TaskAimFactory(task=task, criterion=indicator.criterion)
        for rule in (GroupRule.DEPARTMENTS, GroupRule.ASSIGNED, GroupRule.RESPONSIBLE):
            group = AgencyGroupFactory(rule=rule)
            TaskPartyFactory(task=task, agency=None, group=group, part="coordinate")
    rebuild_current()
    return criteria_set


@pytest.mark.parametrize(
    ("trait", "bar"),
    [
        ({"office": True}, 41),
        ({"provincial": True}, 33),
        ({"of_commune": True}, 41),
        ({"of_district": True}, 21),
        ({}, 28),
    ],
)
@pytest.mark.usefixtures("province")
def test_a_first_page_asks_each_thing_once(client, trait, bar):
    client.force_login(MembershipFactory(agency=AgencyFactory(**trait)).user)
    client.get("/")
    with CaptureQueriesContext(connection) as asked:
        assert client.get("/").status_code == 200
    assert len(asked) <= bar


# ── papers ───────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def drafts():
    """Two drafts of one writer: one begun five days ago, one older that came back two days ago."""
    writer = MembershipFactory()
    facts = {"letterhead": LetterheadFactory(agency=writer.agency), "by": writer.user}
    begun, returned = (
        PaperFactory(state=PaperState.DRAFT, title=title, **facts)
        for title in ("Kế hoạch vừa soạn", "Kế hoạch bị trả lại")
    )
    now = timezone.now()
    for paper, days in ((begun, 5), (returned, 30)):
        OfficialDocument.objects.filter(pk=paper.pk).update(
            recorded_at=now - dt.timedelta(days=days)
        )
    step = PaperStep.objects.create(
        paper=returned, act=PaperAct.RETURNED, state=PaperState.DRAFT, version=1, words="Thiếu"
    )
    PaperStep.objects.filter(pk=step.pk).update(at=now - dt.timedelta(days=2))
    return writer.user, begun, returned


def test_papers_wait_since_their_last_step_the_longest_first(drafts):
    user, begun, returned = drafts

    found = waiting_papers(user, timezone.localdate())

    assert [(one.paper, one.days) for one in found.first] == [(begun, 5), (returned, 2)]
    assert (found.total, found.more) == (2, 0)


def test_the_first_page_says_how_long_a_paper_waits(client, drafts, monkeypatch):
    user, begun, _ = drafts
    monkeypatch.setattr("reports.views.home.working_day", timezone.localdate)
    client.force_login(user)

    page = client.get("/").content.decode()

    assert f'href="/van-ban/{begun.pk}/"' in page
    assert "đã 5 ngày" in page
    assert page.index("Kế hoạch vừa soạn") < page.index("Kế hoạch bị trả lại")


def test_of_many_papers_the_first_are_shown_and_all_counted(drafts):
    user, begun, _ = drafts
    for _ in range(SHOWN):
        PaperFactory(state=PaperState.DRAFT, letterhead=begun.letterhead, by=user)

    found = waiting_papers(user, timezone.localdate())

    assert (len(found.first), found.total, found.more) == (SHOWN, SHOWN + 2, 2)


def test_what_others_wait_for_stands_before_ones_own_drafts(drafts, monkeypatch):
    user, begun, returned = drafts
    to_sign = PaperFactory(state=PaperState.SIGNING, letterhead=begun.letterhead)
    mine = OfficialDocument.objects.filter(pk__in=[begun.pk, returned.pk, to_sign.pk])
    monkeypatch.setattr("reports.selectors.home.papers.waiting_for", lambda _: mine)

    found = waiting_papers(user, timezone.localdate())

    assert [one.paper for one in found.first] == [to_sign, begun, returned]
