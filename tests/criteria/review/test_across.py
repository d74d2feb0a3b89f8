"""One criterion over all files that lie with a reader: what is shown, opened, said, and by whom."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from criteria.choices import OpinionWay, Stage, Status
from criteria.models import Measurement, OpenedRow, Opinion, Round
from criteria.selectors.review.across import across
from criteria.selectors.review.queue import Filters
from criteria.services import review
from criteria.services.review import Said
from tests.criteria.review.crowd import crowd
from tests.criteria.review.world import ReviewWorld
from tests.factories import (
    EvidenceFactory,
    MeasurementFactory,
    ResponsibilityFactory,
    RoundFactory,
    ThresholdFactory,
)

pytestmark = pytest.mark.django_db
URL = "criteria:submission_across"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def world():
    """Two files with the appraisers."""
    found = ReviewWorld()
    for place in range(2):
        found.verified(place)
    return found


def seen(world, name, number=None, **more):
    return across(User.objects.get(pk=world.people[name].pk), Filters(), number, **more)


def row_url(world, number, place=0):
    return reverse("criteria:across_row", args=[world.file(place).pk, number])


def test_only_criteria_of_ones_own_part(world):
    assert [(one.number, one.files, one.left) for one in seen(world, "information").tallies] == [
        (8, 2, 2),
        (17, 2, 2),
    ]
    assert [one.number for one in seen(world, "building").tallies] == [1]
    assert seen(world, "district").criterion is None  # handed on


def test_the_first_that_waits_is_shown_until_another_is_asked_for(world):
    assert seen(world, "information").criterion == world.criteria[8]
    for place in range(2):
        world.agree("information", [8], place)
    assert seen(world, "information").criterion == world.criteria[17]
    assert seen(world, "information", 8).criterion == world.criteria[8]
    assert seen(world, "information", 1).criterion == world.criteria[17]  # not theirs


def test_what_most_files_wait_for_comes_first(world):
    world.say("information", 8)
    assert seen(world, "information").criterion == world.criteria[17]


def test_what_a_file_waits_for_comes_before_side_reviews():
    world = ReviewWorld()
    ResponsibilityFactory(indicator=world.indicators["17.1"], agency=world.agencies["sponsor"])
    world.verified(0)
    world.sent(1)
    found = seen(world, "sponsor")
    assert [(one.number, one.left, one.ahead) for one in found.tallies] == [
        (1, 1, 0),
        (8, 1, 0),
        (17, 2, 1),
    ]
    assert found.criterion == world.criteria[17]
    as_appraiser = {"mandate": world.mandate("sponsor", Stage.APPRAISED), "base": None}
    review.say(
        world.file(0),
        world.criteria[17],
        Said(agrees=True),
        by=world.people["sponsor"],
        **as_appraiser,
    )
    assert seen(world, "sponsor").criterion == world.criteria[1]


def test_a_row_has_what_one_has_to_know(world):
    EvidenceFactory(scorecard=world.cards[0], criterion=world.criteria[8], indicator=None)
    before = RoundFactory(
        kind="year",
        year=2023,
        starts=world.round.starts.replace(year=2023),
        ends=world.round.starts.replace(year=2023, month=12, day=31),
    )
    world.declare(day=before.ends, numbers=[8], status=Status.NOT_MET)
    row = seen(world, "information", 8).row(world.file().pk)
    assert (row.evidence, row.earlier, row.opened, row.mine) == (1, Status.NOT_MET, False, None)
    assert (row.before.agency, row.before.agrees) == (world.agencies["district"], True)
    assert row.claim.status == Status.MET


def test_the_machine_speaks_of_values_known_when_the_file_was_sent():
    world = ReviewWorld()
    indicator = world.indicators["8.1"]
    ThresholdFactory(indicator=indicator)
    world.open()
    value = MeasurementFactory(
        scorecard=world.cards[0], indicator=indicator, effective_on=world.round.starts, number=0
    )
    world.verified()
    Measurement.objects.filter(pk=value.pk).update(
        recorded_at=world.file().sent_at - timezone.timedelta(minutes=1)
    )
    row = seen(world, "information", 8).row(world.file().pk)
    assert (row.verdict, row.differs) == ("not_met", True)
    Measurement.objects.filter(pk=value.pk).update(recorded_at=timezone.now())
    assert seen(world, "information", 8).row(world.file().pk).verdict != "not_met"


def test_the_page_opens_a_row_and_keeps_an_opinion(world, client):
    client.force_login(world.people["information"])
    page = client.get(reverse(URL)).content.decode()
    assert "Tiêu chí 8. Thông tin và Truyền thông" in page
    assert "còn 2/2" in page
    assert "chưa mở" in page
    answer = client.post(row_url(world, 8), {"viec": "mo"}, headers=HTMX)
    assert "Minh chứng (0)" in answer.content.decode()
    assert OpenedRow.objects.filter(agency=world.agencies["information"]).count() == 1
    said = {"agrees": "yes", "base": ""}
    answer = client.post(row_url(world, 8), said, headers=HTMX)
    assert (answer.status_code, "Đồng ý" in answer.content.decode()) == (200, True)
    assert answer.headers["HX-Trigger"] == "counted"
    assert "counted from:body" in page
    stays = f"{reverse(URL)}?so=8&amp;ky={world.round.pk}"  # whatever waits the most meanwhile
    assert f'hx-get="{stays}"' in page
    assert f'class="queue-bulk" action="{stays}"' in page
    opinion = Opinion.objects.get(agency=world.agencies["information"])
    assert (opinion.criterion, opinion.stage, opinion.agrees) == (
        world.criteria[8],
        Stage.APPRAISED,
        True,
    )


def test_without_scripts_a_row_opens_on_the_page(world, client):
    client.force_login(world.people["information"])
    answer = client.post(row_url(world, 8, 1), {"viec": "mo"})
    pk = world.file(1).pk
    assert answer.url == f"{reverse(URL)}?ky={world.round.pk}&so=8&mo={pk}#hs-{pk}"
    page = client.get(answer.url).content.decode()
    assert page.count('class="detail-row"') == 1
    answer = client.post(row_url(world, 8, 1), {"agrees": "yes", "base": ""})
    assert answer.url == f"{reverse(URL)}?ky={world.round.pk}&so=8#hs-{pk}"


@pytest.mark.parametrize("headers", [HTMX, {}])
def test_what_is_missing_is_said_and_what_was_typed_stays(world, client, headers):
    client.force_login(world.people["information"])
    said = {"agrees": "no", "base": "", "words": "Chưa có đài truyền thanh", "doubt": ""}
    answer = client.post(row_url(world, 8), said, headers=headers)
    page = answer.content.decode()
    assert (answer.status_code, "Chưa có đài truyền thanh" in page) == (422, True)
    assert "Hãy chọn lý do không đồng ý." in page
    world.say("information", 8)
    stale = {"agrees": "no", "base": "", "words": "Khác", "doubt": "field", "status": "not_met"}
    answer = client.post(row_url(world, 8), stale, headers=headers)
    assert (answer.status_code, "vừa ghi" in answer.content.decode()) == (409, True)
    assert Opinion.objects.filter(agency=world.agencies["information"]).count() == 1


def test_a_row_of_another_is_not_there(world, client):
    client.force_login(world.people["building"])
    for number in (8, 17, 99):
        assert client.post(row_url(world, number), {"viec": "mo"}).status_code == 404
    client.force_login(world.people["other"])
    assert client.post(row_url(world, 8), {"viec": "mo"}).status_code == 404
    assert "Không có hồ sơ nào chờ ý kiến của bạn" in client.get(reverse(URL)).content.decode()
    client.force_login(world.people["stranger"])
    assert client.get(reverse(URL)).status_code == 403
    assert client.post(row_url(world, 8), {"viec": "mo"}).status_code == 403


def test_all_opened_rows_of_the_criterion_at_once(world, client):
    client.force_login(world.people["information"])
    for place, number in ((0, 8), (0, 17), (1, 17)):
        client.post(row_url(world, number, place), {"viec": "mo"})
    page = client.get(reverse(URL), {"so": 8}).content.decode()
    assert "Sẽ đồng ý 1 dòng của 1 hồ sơ; bỏ lại 1 dòng chưa mở của 1 hồ sơ" in page
    said = {"vai": world.mandate("information").key, "dong": 2, "ho-so": 2, "bo-lai": 0}
    answer = client.post(f"{reverse(URL)}?so=8", said)
    assert (answer.status_code, "Bây giờ: Sẽ đồng ý 1 dòng" in answer.content.decode()) == (
        409,
        True,
    )
    said |= {"dong": 1, "ho-so": 1, "bo-lai": 1}
    assert client.post(f"{reverse(URL)}?so=8", said).status_code == 302
    (opinion,) = Opinion.objects.filter(agency=world.agencies["information"])
    assert (opinion.criterion.number, opinion.given) == (8, OpinionWay.BULK)


def test_only_those_left_and_only_one_round(world, client):
    world.agree("information", [8])
    assert [one.file for one in seen(world, "information", 8, only_left=True).rows] == [
        world.file(1)
    ]
    Round.objects.update(closed_at=timezone.now(), closed_by=world.people["office"])
    assert seen(world, "information").period is None


def test_the_page_costs_the_same_with_one_file_and_with_a_hundred(client):
    world = ReviewWorld(communes=1)
    world.verified()
    client.force_login(world.people["information"])
    client.get(reverse(URL))

    def cost():
        with CaptureQueriesContext(connection) as caught:
            assert client.get(reverse(URL), {"so": 8}).status_code == 200
        return len(caught)

    one = cost()
    crowd(world, 100, stage=Stage.APPRAISED, holders=("information",))
    assert cost() == one <= 35
