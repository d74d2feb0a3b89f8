"""The office corrects thresholds in the browser: who may, what is asked, whom it touches."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from communes.choices import Confidence
from criteria.choices import Status
from criteria.models import CurrentStatus, Threshold
from criteria.selectors.impact import difference
from criteria.selectors.sets import set_lines, set_page
from tests.factories import (
    CommuneFactory,
    IndicatorFactory,
    MeasurementFactory,
    MembershipFactory,
    PaperFactory,
    ScorecardFactory,
    StatusEntryFactory,
    ThresholdFactory,
)

pytestmark = pytest.mark.django_db
DAY = dt.date(2024, 6, 18)
PAGES = ["threshold_correct", "threshold_check", "threshold_withdraw"]


@pytest.fixture(autouse=True)
def working_day(settings):
    settings.PORTAL_TODAY = DAY.isoformat()


@pytest.fixture
def row():
    return ThresholdFactory(order=1, number=80, confidence=Confidence.RECALLED)


def told(number, row, *, status=None):
    """A commune that told a value of the indicator, and perhaps how it stands."""
    indicator = row.indicator
    card = ScorecardFactory(
        criteria_set=indicator.criterion.criteria_set, commune=CommuneFactory()
    )
    MeasurementFactory(scorecard=card, indicator=indicator, number=number)
    if status:
        entry = StatusEntryFactory(scorecard=card, criterion=indicator.criterion, status=status)
        CurrentStatus.objects.create(
            scorecard=card, criterion=indicator.criterion, entry=entry, status=status
        )
    return card


def typed(**changes):
    return {
        "region": "chung",
        "year": "",
        "commune_class": "",
        "condition": "",
        "starts": "",
        "ends": "",
        "value_type": "percent",
        "comparator": ">=",
        "value": "85",
        "confidence": "sourced",
        "paper": "",
        "source": "Quyết định của tỉnh",
        "note": "",
        "reason": "Đối chiếu quyết định",
    } | changes


def url_of(row, page="threshold_correct"):
    return reverse(f"criteria:{page}", args=[row.pk])


def store(client, row, **changes):
    """Look first, then confirm what was seen."""
    given = typed(**changes)
    seen = client.post(url_of(row), given | {"preview": "1"})
    digest = seen.context["digest"]
    return client.post(url_of(row), given | {"store": "1", "previewed": digest})


# ── who may ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.usefixtures("member")
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("method", ["get", "post"])
def test_only_the_office_changes_thresholds(client, row, page, method):
    answer = getattr(client, method)(url_of(row, page))
    assert answer.status_code == 403
    assert "Văn phòng Điều phối" in answer.content.decode()


def test_the_leader_and_the_offices_focal_point_only_read(client, row, office):
    from accounts.choices import Role  # noqa: PLC0415

    agency = office.memberships.get().agency
    client.force_login(MembershipFactory(agency=agency, role=Role.FOCAL_POINT).user)
    assert client.get(url_of(row)).status_code == 403
    client.force_login(MembershipFactory(agency=agency, role=Role.DIRECTOR).user)
    assert client.get(url_of(row)).status_code == 200


@pytest.mark.usefixtures("member")
def test_every_member_reads_and_is_offered_nothing_to_change(client, row):
    page = client.get(reverse("criteria:indicator_page", args=[row.indicator_id])).content.decode()
    assert "≥ 80%" in page
    assert url_of(row) not in page
    code = row.indicator.criterion.criteria_set.code
    assert (
        url_of(row) not in client.get(reverse("criteria:set_detail", args=[code])).content.decode()
    )


@pytest.mark.usefixtures("office")
def test_the_office_is_offered_what_it_may_do(client, row):
    code = row.indicator.criterion.criteria_set.code
    page = client.get(reverse("criteria:set_detail", args=[code])).content.decode()
    add = reverse("criteria:threshold_add", args=[row.indicator_id])
    for link in (url_of(row), url_of(row, "threshold_check"), add):
        assert link in page


@pytest.mark.usefixtures("office")
def test_a_delegated_indicator_without_a_value_asks_for_the_provinces(client):
    indicator = IndicatorFactory(delegated_to="UBND cấp tỉnh")
    ThresholdFactory(indicator=indicator, number=None, confidence=Confidence.MISSING)
    page = client.get(reverse("criteria:indicator_page", args=[indicator.pk])).content.decode()
    assert "Nhập mức của tỉnh" in page


# ── look, then store ─────────────────────────────────────────────────────────────────────────


@pytest.mark.usefixtures("office")
def test_before_anything_is_stored_it_says_whom_it_touches(client, row):
    card = told(82, row, status=Status.MET)
    told(90, row)
    told(70, row)
    answer = client.post(url_of(row), typed() | {"preview": "1"})
    found = answer.context["found"]
    assert (answer.status_code, found.looked) == (200, 3)
    [line] = found.lines
    assert (line.scorecard, line.value) == (card, "82%")
    assert (line.verdict.before, line.verdict.after) == ("met", "not_met")
    assert (line.proposal.before, line.proposal.after) == ("met", "not_met")
    assert line.differs
    page = answer.content.decode()
    assert reverse("criteria:scorecard_detail", args=[card.pk]) in page
    assert "khác kết quả đã ghi" in page
    assert Threshold.objects.count() == 1


@pytest.mark.usefixtures("office")
def test_what_was_seen_is_stored_and_the_declared_status_stays(client, row):
    card = told(82, row, status=Status.MET)
    answer = store(client, row)
    assert answer.status_code == 302
    assert [one.number for one in Threshold.objects.known_at()] == [85]
    assert CurrentStatus.objects.get(scorecard=card).status == Status.MET
    page = client.get(answer["Location"])
    [line] = page.context["difference"].lines
    assert (line.verdict.before, line.verdict.after, line.differs) == ("met", "not_met", True)
    assert "Đối chiếu quyết định" in page.content.decode()


@pytest.mark.usefixtures("office")
def test_what_was_changed_after_the_look_is_looked_at_again(client, row):
    seen = client.post(url_of(row), typed() | {"preview": "1"})
    later = typed(value="90") | {"store": "1", "previewed": seen.context["digest"]}
    answer = client.post(url_of(row), later)
    assert (answer.status_code, answer.context["found"].looked) == (200, 0)
    assert Threshold.objects.count() == 1


@pytest.mark.usefixtures("office")
def test_nothing_is_stored_unseen(client, row):
    assert client.post(url_of(row), typed() | {"store": "1"}).status_code == 200
    assert Threshold.objects.count() == 1


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize(
    ("changes", "field", "status"),
    [
        ({"reason": ""}, "reason", 422),
        ({"value": "nhiều"}, "value", 422),
        ({"paper": "99999/QĐ-UBND"}, "paper", 422),
        ({"starts": "mai"}, "starts", 422),
        ({"value": "120"}, "value", 409),
        ({"source": ""}, "source", 409),
        ({"value_type": "boolean", "value": "Có"}, "comparator", 409),
    ],
)
def test_what_cannot_be_keeps_what_was_typed(client, row, changes, field, status):
    answer = client.post(url_of(row), typed(**changes) | {"preview": "1"})
    form = answer.context["form"]
    assert (answer.status_code, list(form.errors)) == (status, [field])
    assert form["note"].value() == ""
    assert form["value"].value() == changes.get("value", "85")


@pytest.mark.usefixtures("office")
def test_a_paper_is_named_by_its_symbol(client, row):
    paper = PaperFactory(number="645", notation="QĐ-UBND")
    store(client, row, paper="645/QĐ-UBND", source="")
    assert Threshold.objects.known_at().get().paper == paper
    PaperFactory(number="645", notation="QĐ-UBND", year=2024)
    row = Threshold.objects.known_at().get()
    answer = client.post(url_of(row), typed(value="86", paper="645/QĐ-UBND", source=""))
    assert "thêm năm" in answer.content.decode()
    assert store(client, row, value="86", paper="645/QĐ-UBND 2024", source="").status_code == 302


@pytest.mark.usefixtures("office")
def test_who_comes_second_sees_both_and_keeps_what_was_typed(client, row):
    store(client, row, value="85")
    answer = client.post(url_of(row), typed(value="90") | {"preview": "1"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "≥ 80%" in page
    assert "≥ 85%" in page
    assert answer.context["form"]["value"].value() == "90"


@pytest.mark.usefixtures("office")
def test_a_threshold_is_added_for_the_province(client, row):
    url = reverse("criteria:threshold_add", args=[row.indicator_id])
    assert client.get(url).context["form"]["region"].value() == "BTB"
    given = typed(region="BTB", value="95")
    seen = client.post(url, given | {"preview": "1"})
    client.post(url, given | {"store": "1", "previewed": seen.context["digest"]})
    added = Threshold.objects.get(region="BTB")
    assert (added.number, added.order, added.reason) == (95, 2, "Đối chiếu quyết định")


@pytest.mark.usefixtures("office")
def test_a_checked_threshold_is_no_longer_unverified(client, row):
    url = url_of(row, "threshold_check")
    assert client.post(url, {"paper": "", "source": ""}).status_code == 409
    assert client.post(url, {"paper": "1/X", "source": ""}).status_code == 422
    assert client.post(url, {"paper": "", "source": "QĐ 1, mục 2"}).status_code == 302
    row.refresh_from_db()
    assert (row.confidence, row.source) == ("sourced", "QĐ 1, mục 2")


@pytest.mark.usefixtures("office")
def test_a_withdrawal_says_first_whom_it_touches(client, row):
    told(82, row)
    url = url_of(row, "threshold_withdraw")
    [line] = client.get(url).context["found"].lines
    assert (line.verdict.before, line.verdict.after) == ("met", "unknown")
    assert client.post(url, {"reason": ""}).status_code == 422
    assert Threshold.objects.known_at().count() == 1
    assert client.post(url, {"reason": "nhầm"}).status_code == 302
    assert client.post(url, {"reason": "nhầm"}).status_code == 409
    assert not Threshold.objects.known_at().exists()


# ── what was judged before keeps its judgement ───────────────────────────────────────────────


@pytest.mark.usefixtures("office")
def test_a_word_after_the_correction_is_judged_by_the_new_yardstick_alone(client, row, office):
    told(82, row, status=Status.MET)
    store(client, row)
    told(83, row, status=Status.NOT_MET)
    found = difference(row.indicator, user=office, day=DAY)
    assert (found.looked, [line.value for line in found.lines]) == (2, ["82%"])


def test_each_word_is_judged_by_what_was_known_when_it_was_said(row, office):
    moment = timezone.now() - dt.timedelta(days=1)
    Threshold.objects.filter(pk=row.pk).update(superseded_at=moment, superseded_by=office)
    ThresholdFactory(
        indicator=row.indicator, order=1, number=85, recorded_at=moment, recorded_by=office
    )
    told(82, row)
    assert difference(row.indicator, user=office, day=DAY).lines == ()


@pytest.mark.usefixtures("member")
@pytest.mark.parametrize("missing", ["indicator_page", "threshold_correct", "threshold_add"])
def test_what_is_not_there_is_not_found(client, missing):
    assert client.get(reverse(f"criteria:{missing}", args=[99])).status_code == 404


@pytest.mark.usefixtures("office")
def test_the_look_and_the_page_cost_the_same_for_one_commune_and_for_five(
    client, row, django_assert_num_queries, django_assert_max_num_queries
):
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    told(82, row, status=Status.MET)
    page = reverse("criteria:indicator_page", args=[row.indicator_id])
    client.get(page)
    with CaptureQueriesContext(connection) as look:
        client.post(url_of(row), typed() | {"preview": "1"})
    for _ in range(4):
        told(82, row, status=Status.MET)
    with django_assert_num_queries(len(look)):
        client.post(url_of(row), typed() | {"preview": "1"})
    store(client, row)
    with CaptureQueriesContext(connection) as shown:
        client.get(page)
    told(82, row, status=Status.MET)
    with django_assert_max_num_queries(len(shown)):
        client.get(page)


@pytest.mark.usefixtures("office")
def test_a_superseded_row_is_counted_nowhere(client, row):
    store(client, row, confidence="recalled", source="")
    criteria_set = row.indicator.criterion.criteria_set
    [line] = set_lines(DAY)
    assert (line.thresholds, line.unverified) == (1, 1)
    assert set_page(criteria_set, DAY).line == line
