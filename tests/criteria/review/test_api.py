"""Files of a round through the API: seen, filtered, sent, looked into, returned, handed on."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from criteria.choices import FileState
from criteria.models import Holding, OpenedRow, Opinion, Remark, StatusEntry
from tests.criteria.review.world import ReviewWorld
from tests.factories import DelegationFactory, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db
DISAGREES = {
    "agrees": False,
    "status": "not_met",
    "doubt": "no_evidence",
    "words": "Chưa có quyết định phê duyệt",
}


@pytest.fixture
def world():
    return ReviewWorld()


@pytest.fixture
def ask(world):
    """As one of the world's people: `ask("district").get(…)`, signed in once each."""
    clients = {}

    def signed_in(name):
        if name not in clients:
            clients[name] = Client()
            clients[name].force_login(world.people[name])
        return clients[name]

    return signed_in


def post(client, address, **said):
    return client.post(f"/api/v1/{address}/", said, content_type="application/json")


def act(client, file, name, **said):
    return post(client, f"submissions/{file.pk}/{name}", **said)


def opinion(client, file, number, *, base=None, **said):
    given = {"submission": file.pk, "criterion": number, "base": base, "agrees": True} | said
    return post(client, "opinions", **given)


def detail(client, file):
    return client.get(f"/api/v1/submissions/{file.pk}/").json()


def test_a_file_goes_its_whole_road_by_the_api(world, ask):
    file = world.open()
    world.declare()
    sent = act(ask("commune"), file, "submit")
    assert (sent.status_code, sent.json()["after"]) == (200, FileState.VERIFYING)
    for name, numbers, how in (
        ("district", [1, 8, 17], "verify"),
        ("building", [1], "appraise"),
        ("information", [8, 17], "appraise"),
        ("environment", [17], "appraise"),
        ("office", [1, 8, 17], "confirm"),
    ):
        for number in numbers:
            assert opinion(ask(name), file, number).status_code == 201
        assert act(ask(name), file, how).status_code == 200
    found = detail(ask("leader"), file)
    assert (found["state"], found["held"], found["mine"]) == ("confirmed", [], [])
    assert [one["act"] for one in found["steps"]] == [
        *("submit", "verify", "appraise", "appraise", "appraise", "confirm")
    ]
    assert len(found["opinions"]) == len(found["in_force"]) == 10
    assert {one["entry"] is None for one in found["opinions"] if one["stage"] == 5} == {False}


def test_a_return_by_the_api_is_answered_and_ticked(world, ask):
    file = world.sent()
    said = opinion(ask("district"), file, 8, **DISAGREES)
    assert (said.status_code, said.json()["doubt"]) == (201, "no_evidence")
    back = act(ask("district"), file, "return", words="Xem lại minh chứng")
    assert (back.status_code, back.json()["after"]) == (200, "returned")
    remarks = detail(ask("commune"), file)["remarks"]
    assert [(one["criterion"], one["stage"], one["tick"]) for one in remarks] == [
        (8, 3, ""),
        (None, 3, ""),
    ]
    for one in remarks:
        assert (
            post(ask("commune"), f"remarks/{one['id']}/answer", words="Đã bổ sung").status_code
            == 201
        )
    world.declare(numbers=[8])
    assert act(ask("commune"), file, "submit").status_code == 200
    claims = {one["criterion"]: one for one in detail(ask("district"), file)["claims"]}
    assert [number for number, one in claims.items() if one["changed"]] == [8]
    for one in remarks:
        ticked = post(ask("district"), f"remarks/{one['id']}/tick", settled=True)
        assert (ticked.status_code, ticked.json()["act"]) == (201, "settled")
    told = detail(ask("district"), file)["remarks"]
    assert {(one["answer"], one["tick"]) for one in told} == {("Đã bổ sung", "settled")}


def test_what_is_missing_is_declared_together_or_not_at_all(world, ask):
    file = world.open()
    world.declare(numbers=[1])
    assert act(ask("commune"), file, "submit").json()["code"] == "incomplete"
    rows = [{"criterion": 8, "status": "met"}, {"criterion": 17, "status": "not_met"}]
    stale = [*rows, {"criterion": 1, "status": "met", "base": None}]
    again = act(ask("commune"), file, "declare", results=stale)
    assert (again.status_code, StatusEntry.objects.count()) == (409, 1)
    unknown = [{"criterion": 99, "status": "met"}]
    assert act(ask("commune"), file, "declare", results=unknown).status_code == 400
    assert act(ask("district"), file, "declare", results=rows).status_code == 403
    made = act(ask("commune"), file, "declare", results=rows)
    assert [one["status"] for one in made.json()] == ["met", "not_met"]
    assert act(ask("commune"), file, "submit").status_code == 200


def test_an_answer_may_bring_a_new_result(world, ask):
    file = world.sent()
    world.say("district", 8, agrees=False)
    world.act("send_back", "district")
    remark = Remark.objects.get()
    last = StatusEntry.objects.get(criterion=world.criteria[8])
    said = {"words": "Số liệu tháng 5", "status": "not_met"}
    stale = post(ask("commune"), f"remarks/{remark.pk}/answer", **said)
    assert (stale.status_code, stale.json()["code"]) == (409, "stale")
    assert not remark.steps.exists()
    done = post(ask("commune"), f"remarks/{remark.pk}/answer", **said, base=last.pk)
    assert done.status_code == 201
    newest = StatusEntry.objects.filter(criterion=world.criteria[8]).latest("pk")
    assert (newest.status, newest.note) == ("not_met", "Số liệu tháng 5")
    assert detail(ask("commune"), file)["remarks"][0]["answered"]


def test_of_two_opinions_on_one_row_the_second_is_shown_the_first(world, ask):
    file = world.sent()
    world.people["colleague"] = world.serve(world.agencies["district"])
    first = opinion(ask("colleague"), file, 8, **DISAGREES).json()
    second = opinion(ask("district"), file, 8)
    assert (second.status_code, second.json()["code"]) == (409, "stale")
    assert second.json()["last"]["id"] == first["id"]
    assert opinion(ask("district"), file, 8, base=first["id"]).status_code == 201
    address = f"/api/v1/opinions/?submission={file.pk}&criterion=8"
    assert (
        ask("leader").get(address).json()["results"] == []
    )  # a note of theirs until it is handed on
    kept = ask("district").get(address).json()
    assert [one["agrees"] for one in kept["results"]] == [True, False]


def test_disagreeing_without_a_reason_is_refused(world, ask):
    file = world.sent()
    answer = opinion(ask("district"), file, 8, agrees=False, status="not_met")
    assert (answer.status_code, answer.json()["code"]) == (409, "reason")
    assert opinion(ask("district"), file, 8, agrees="có lẽ").status_code == 400
    assert opinion(ask("district"), file, 99).status_code == 404
    assert not Opinion.objects.exists()


def test_the_list_is_filtered_by_round_state_commune_and_whose_it_is(world, ask):
    world.sent()

    def found(name="district", **asked):
        rows = ask(name).get("/api/v1/submissions/", asked).json()["results"]
        return [one["commune"] for one in rows]

    first, second = (one.code for one in world.communes)
    assert found() == [first, second]
    assert found(state="declaring") == [second]
    assert found(commune=first) == [first]
    assert found(round=world.round.pk + 1) == []
    assert found(stage=3) == found(mine="true") == [first]
    assert found(mine="false") == [second]
    assert found("sponsor", mine="true") == [first]
    assert found("office", mine="true") == []


def test_rows_opened_are_agreed_with_at_once_and_others_left(world, ask):
    file, other = world.sent(), world.sent(1)
    assert act(ask("district"), file, "open-rows", criteria=[8, 17]).json() == {"opened": 2}
    assert act(ask("district"), file, "open-rows").json() == {"opened": 1}
    assert act(ask("district"), other, "open-rows", criteria=[1]).json() == {"opened": 1}
    assert act(ask("district"), other, "open-rows", criteria=[99]).status_code == 400
    keys = [file.pk, other.pk]
    one = post(
        ask("district"), "opinions/agree-with-opened", submissions=keys, criteria=[8], rows=1
    )
    assert [row["opinions"] for row in one.json()] == [1, 0]
    refused = post(ask("district"), "opinions/agree-with-opened", submissions=keys, rows=9)
    assert (refused.status_code, refused.json()["code"]) == (409, "count")
    rest = post(ask("district"), "opinions/agree-with-opened", submissions=keys, rows=3)
    assert [row["opinions"] for row in rest.json()] == [2, 1]
    assert Opinion.objects.filter(submission=other).get().criterion.number == 1
    not_theirs = post(ask("environment"), "opinions/agree-with-opened", submissions=keys)
    assert not_theirs.status_code == 403


def test_the_column_before_is_copied_with_its_words(world, ask):
    file = world.sent()
    world.say("district", 8, agrees=False)
    world.agree("district", [1, 17])
    world.act("verify", "district")
    act(ask("information"), file, "open-rows")
    rows = act(ask("information"), file, "copy-before", criteria=[8]).json()
    assert [(one["criterion"], one["agrees"], one["given"]) for one in rows] == [
        (8, False, "copied")
    ]
    assert rows[0]["words"] == "Chưa có quyết định phê duyệt"


def test_who_holds_it_sees_what_is_left_of_their_part(world, ask):
    file = world.verified()
    world.say("information", 8)
    (mine,) = detail(ask("information"), file)["mine"]
    assert (mine["agency"], mine["part"], mine["left"]) == (
        world.agencies["information"].slug,
        [8, 17],
        [17],
    )


def test_the_office_extends_opens_again_and_passes_on(world, ask):
    file = world.sent()
    early = act(ask("office"), file, "extend", due_on="2024-06-01", words="Bão")
    assert (early.status_code, early.json()["code"]) == (409, "past")
    assert act(ask("office"), file, "extend", due_on="2024-07-05").status_code == 400
    later = act(ask("office"), file, "extend", due_on="2024-07-05", words="Bão")
    assert (later.status_code, later.json()["due_on"]) == (200, "2024-07-05")
    held = Holding.objects.open().get(submission=file, beside=False)
    to = {"to": world.agencies["other"].slug, "words": "Huyện không còn"}
    passed = post(ask("office"), f"holdings/{held.pk}/pass-on", **to)
    assert (passed.status_code, passed.json()["to_agency"]) == (200, to["to"])
    assert world.holders() == ["other"]
    again = post(ask("office"), f"holdings/{held.pk}/pass-on", **to)
    assert (again.status_code, again.json()["code"]) == (409, "gone")
    opened = act(ask("office"), file, "reopen", words="Sai số liệu")
    assert (opened.status_code, opened.json()["code"]) == (409, "open")


def test_whose_hands_it_left_is_told_so_and_not_that_it_is_none_of_theirs(world, ask):
    file = world.verified()
    late = act(ask("district"), file, "verify")
    assert (late.status_code, late.json()["code"]) == (409, "state")
    back = act(ask("district"), file, "return", words="Thiếu")
    assert (back.status_code, back.json()["code"]) == (409, "holder")
    assert act(ask("commune"), file, "submit").json()["code"] == "state"


def test_a_delegate_acts_in_the_stead_of_another(world, ask):
    file = world.sent()
    world.people["delegate"] = UserFactory()
    giver = world.people["district"]
    DelegationFactory(giver=giver, receiver=world.people["delegate"], ends=dt.date(2024, 6, 30))
    said = opinion(ask("delegate"), file, 8).json()
    assert (said["by"], said["on_behalf_of"]) == (
        world.people["delegate"].username,
        giver.username,
    )
    (mine,) = detail(ask("delegate"), file)["mine"]
    assert mine["lent_by"] == giver.username


def test_one_of_two_agencies_is_named(world, ask):
    """Who serves two appraisers says for which."""
    file = world.verified()
    person = world.people["information"]
    MembershipFactory(user=person, agency=world.agencies["environment"])
    slug = world.agencies["environment"].slug
    assert opinion(ask("information"), file, 17, agency=slug).json()["agency"] == slug
    assert act(ask("information"), file, "appraise", agency=slug).json()["agency"] == slug
    assert world.holders() == ["building", "information"]


def test_a_stranger_finds_no_file(world, ask):
    file = world.sent()
    world.say("district", 8, agrees=False)
    world.act("send_back", "district")
    for address in ("submissions", f"submissions/{file.pk}", "opinions"):
        assert ask("stranger").get(f"/api/v1/{address}/").status_code == 403
    for address in (
        f"remarks/{Remark.objects.get().pk}/answer",
        "opinions/agree-with-opened",
        f"submissions/{file.pk}/open-rows",
    ):
        assert post(ask("stranger"), address, words="a", submissions=[file.pk]).status_code == 403
    assert not OpenedRow.objects.filter(by=world.people["stranger"]).exists()


def queries(client, address):
    client.get(address)  # what is kept for a while is asked once
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


def test_the_number_of_queries_does_not_follow_files_and_opinions():
    world = ReviewWorld(5)
    client = Client()
    client.force_login(world.people["district"])

    def counted():
        key = world.file().pk
        return (
            queries(client, "/api/v1/submissions/?state=verifying"),
            queries(client, f"/api/v1/submissions/{key}/"),
            queries(client, f"/api/v1/opinions/?submission={key}"),
        )

    world.sent()
    world.say("district", 1)
    few = counted()
    for place in range(1, 5):
        world.sent(place)
    world.agree("district", [8, 17])
    assert client.get("/api/v1/submissions/?state=verifying").json()["count"] == 5
    assert counted() == few
    assert few[1] <= 30
