"""The queue through the API: counts with their rules, the whole filter at once, who holds how long."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from criteria.choices import FileState, Stage
from criteria.models import FileStep, Holding, Opinion, Submission
from criteria.services import review
from tests.criteria.review.world import ReviewWorld

pytestmark = pytest.mark.django_db
QUEUE = "/api/v1/submission-queue/"


@pytest.fixture
def world():
    return ReviewWorld(3)


def client_of(world, name):
    client = Client()
    client.force_login(world.people[name])
    return client


def counts(client, **asked):
    return {one["key"]: one["count"] for one in client.get(QUEUE, asked).json()["tabs"]}


def voice(world, name, stage=Stage.VERIFIED):
    return f"{stage.value}-{world.agencies[name].pk}"


def open_all(world, place, numbers=(1, 8, 17)):
    review.open_rows(
        world.file(place),
        [world.criteria[one].pk for one in numbers],
        mandate=world.mandate("district"),
        by=world.people["district"],
    )


def post(client, what, query="", **said):
    return client.post(f"{QUEUE}{what}/{query}", said, content_type="application/json")


def test_the_queue_counts_by_rules_that_it_tells(world):
    world.sent(0)
    world.sent(1)
    district = client_of(world, "district")
    found = district.get(QUEUE).json()
    assert [one["commune"] for one in found["files"]] == [one.code for one in world.communes[:2]]
    assert found["rule"] in {one["rule"] for one in found["tabs"]}
    assert all(one["rule"] for one in found["tabs"])
    (first, *_) = found["files"]
    assert first["voices"] == [voice(world, "district")]
    assert {one["agency"] for one in first["held"]} == {
        world.agencies["district"].slug,
        world.agencies["sponsor"].slug,
    }
    assert counts(district)["cho-toi"] == 2
    assert counts(district)["tat-ca"] == 3
    assert counts(client_of(world, "office"))["cho-toi"] == 0
    assert counts(district, cap=5)["tat-ca"] == 0


def test_the_whole_filter_is_agreed_with_and_handed_on_as_it_was_counted(world):
    for place in range(3):
        world.sent(place)
        open_all(world, place)
    world.say("district", 8, place=2, agrees=False)
    open_all(world, 0)
    district = client_of(world, "district")
    (plan,) = district.get(f"{QUEUE}plans/").json()
    told = {key: plan[key] for key in ("voice", "rows", "files", "left_out", "ready")}
    assert told == {
        "voice": voice(world, "district"),
        "rows": 8,
        "files": 3,
        "left_out": 0,
        "ready": 0,
    }
    wrong = post(district, "agree", voice=plan["voice"], rows=9, files=3, left_out=0)
    assert (wrong.status_code, wrong.json()["code"]) == (409, "changed")
    assert Opinion.objects.count() == 1
    done = post(district, "agree", voice=plan["voice"], rows=8, files=3, left_out=0)
    assert done.json() == {"files": 3, "rows": 8}
    early = post(district, "hand-on", voice=plan["voice"], ready=2)
    assert (early.status_code, early.json()["code"]) == (409, "changed")
    name = world.communes[0].name
    assert post(district, "hand-on", voice=plan["voice"], ready=3).json() == {"files": 3}
    assert set(Submission.objects.values_list("state", flat=True)) == {FileState.APPRAISING}
    late = post(district, "hand-on", f"?xa={name}", voice=plan["voice"], ready=3)
    assert (late.status_code, late.json()["code"]) == (409, "holder")


def test_only_the_filter_is_acted_on(world):
    for place in range(3):
        world.sent(place)
        open_all(world, place)
    district = client_of(world, "district")
    query = "?xa=Hướng Việt 2"
    (plan,) = district.get(f"{QUEUE}plans/{query}").json()
    assert (plan["rows"], plan["files"]) == (3, 1)
    post(district, "agree", query, voice=plan["voice"], rows=3, files=1, left_out=0)
    assert set(Opinion.objects.values_list("submission", flat=True)) == {world.file(2).pk}


def test_nobody_acts_in_the_voice_of_another(world):
    world.sent()
    open_all(world, 0)
    answer = post(
        client_of(world, "other"),
        "agree",
        voice=voice(world, "district"),
        rows=3,
        files=1,
        left_out=0,
    )
    assert (answer.status_code, answer.json()["code"]) == (409, "holder")
    for what in ("agree", "hand-on", "pass-on"):
        assert post(client_of(world, "stranger"), what).status_code == 403
    assert post(client_of(world, "district"), "agree", voice="x").status_code == 400
    assert not Opinion.objects.exists()


def test_the_office_passes_on_all_that_lies_with_an_ended_district(settings):
    settings.PORTAL_TODAY = "2025-06-18"
    world = ReviewWorld(starts=dt.date(2025, 1, 1), ends=dt.date(2025, 6, 30))
    world.sent(0)
    world.sent(1)
    settings.PORTAL_TODAY = "2025-07-03"
    said = {
        "stage": 3,
        "count": 2,
        "to": world.agencies["other"].slug,
        "words": "Cấp huyện kết thúc hoạt động",
    }
    query = "?xem=giao-lai"
    assert post(client_of(world, "other"), "pass-on", query, **said).status_code == 403
    office = client_of(world, "office")
    assert counts(office)["giao-lai"] == 2
    assert post(office, "pass-on", query, **said | {"count": 1}).json()["code"] == "changed"
    assert post(office, "pass-on", query, **said).json() == {"files": 2}
    assert world.holders(0) == world.holders(1) == ["other"]
    assert FileStep.objects.filter(act="pass_on", to_agency=world.agencies["other"]).count() == 2
    district = client_of(world, "district")
    open_row = {"criteria": [8]}
    held = district.post(
        f"/api/v1/submissions/{world.file().pk}/open-rows/",
        open_row,
        content_type="application/json",
    )
    assert held.status_code == 403


def test_who_held_it_how_long_sums_up(world, settings):
    world.sent()
    settings.PORTAL_TODAY = "2024-06-21"
    world.agree("district")
    world.act("verify", "district")
    settings.PORTAL_TODAY = "2024-06-25"
    reader = client_of(world, "leader")
    (first, *_) = reader.get(f"{QUEUE}times/").json()
    assert first["total"] == sum(one["days"] for one in first["steps"]) > 0
    assert [one["stage"] for one in first["steps"]] == [1, 3, 4]
    assert {one["agency"] for one in first["steps"][2]["inside"]} == {
        world.agencies[name].slug for name in ("building", "information", "environment")
    }
    assert first["steps"][1]["days"] == 3  # Tuesday to Friday


def test_the_number_of_queries_does_not_follow_the_number_of_files(world):
    reader = client_of(world, "district")

    def asked():
        found = []
        for what in ("", "plans/", "times/"):
            reader.get(f"{QUEUE}{what}")
            with CaptureQueriesContext(connection) as queries:
                assert reader.get(f"{QUEUE}{what}").status_code == 200
            found.append(len(queries))
        return found

    world.sent()
    open_all(world, 0)
    few = asked()
    for place in (1, 2):
        world.sent(place)
        open_all(world, place)
    assert Holding.objects.open().filter(stage=Stage.VERIFIED).count() == 3
    assert asked() == few
