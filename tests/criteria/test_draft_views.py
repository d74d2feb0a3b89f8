"""The pages and the API of drafts: who sees, who confirms, what is answered."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from kombu.exceptions import OperationalError

from criteria import tasks
from criteria.choices import DraftKind, DraftState, Status
from criteria.models import CurrentStatus, EntryDraft, Measurement
from criteria.models.plan import Plan, PlanCell
from criteria.selectors import drafts as selectors
from criteria.services import drafts, log_status, rebuild_current
from criteria.services.statuses import GivenStatus, log_many, status_refusals
from tests.criteria.people import World
from tests.criteria.sheets import Grid, fetched, saved, upload
from tests.factories import (
    CriterionFactory,
    EntryDraftFactory,
    RoundFactory,
    ScorecardFactory,
    StatusEntryFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return World()


def drafted(world, text="85", count=1, who="sponsor"):
    cell = PlanCell(
        scorecard=world.scorecard.pk,
        commune="Hướng Việt",
        indicator=world.indicator.pk,
        code="8.1",
        text=text,
        at="ô G7",
    )
    return drafts.open_draft(
        kind=DraftKind.COMMUNE_SHEET,
        by=world.people[who],
        criteria_set=world.scorecard.criteria_set,
        plan=Plan(cells=[cell] * count),
        total=count,
    )


def url(name, draft):
    return reverse(f"criteria:{name}", args=[draft.pk])


@pytest.mark.parametrize(
    ("who", "status"), [("sponsor", 200), ("office", 200), ("another department", 404)]
)
def test_a_draft_is_seen_by_its_maker_and_the_office(client, world, who, status):
    draft = drafted(world)
    client.force_login(world.people[who])

    assert client.get(url("draft_detail", draft)).status_code == status


@pytest.mark.parametrize("door", ["draft_store", "draft_discard", "draft_options", "draft_retry"])
def test_only_its_maker_confirms_or_drops_it(client, world, door):
    draft = drafted(world)
    client.force_login(world.people["office"])

    assert client.post(url(door, draft)).status_code == 403
    draft.refresh_from_db()
    assert draft.state == DraftState.READY


def test_the_list_shows_ones_own(client, world):
    mine, other = drafted(world), drafted(world, who="responsible")
    client.force_login(world.people["sponsor"])

    page = client.get(reverse("criteria:draft_list")).content.decode()

    assert url("draft_detail", mine) in page
    assert url("draft_detail", other) not in page


def test_confirming_stores_and_a_second_click_says_so(client, world):
    draft = drafted(world)
    client.force_login(world.people["sponsor"])

    assert client.post(url("draft_store", draft), {"seen": "1"}).status_code == 302
    again = client.post(url("draft_store", draft), {"seen": "1"})

    assert again.status_code == 409
    assert "đã được ghi trước đó" in again.content.decode()
    assert Measurement.objects.count() == 1


def test_the_preview_filters_by_what_becomes_of_a_cell(client, world):
    draft = drafted(world, "nhiều")
    client.force_login(world.people["sponsor"])

    page = client.get(url("draft_detail", draft) + "?loai=refused")
    assert [cell.text for cell in page.context["page"]] == ["nhiều"]
    assert not client.get(url("draft_detail", draft) + "?loai=same").context["page"].object_list
    sheet = client.get(url("draft_detail", draft) + "?dang=xlsx")
    assert sheet.headers["Content-Type"].startswith("application/vnd.openxmlformats")


def test_a_wrong_day_keeps_what_was_typed(client, world):
    draft = drafted(world)
    client.force_login(world.people["sponsor"])

    answer = client.post(url("draft_options", draft), {"effective_on": "hôm qua"})

    assert answer.status_code == 422
    assert "hôm qua" in answer.content.decode()


def test_progress_is_asked_again_and_ends_with_a_fresh_page(client, world):
    draft = drafted(world)
    client.force_login(world.people["sponsor"])
    EntryDraft.objects.filter(pk=draft.pk).update(state=DraftState.STORING)
    selectors.tell_progress(draft, 500, 5757)

    asked = client.get(url("draft_progress", draft), headers={"HX-Request": "true"})
    assert "500/5.757 ô" in asked.content.decode()
    assert client.get(url("draft_progress", draft)).status_code == 302

    EntryDraft.objects.filter(pk=draft.pk).update(state=DraftState.STORED)
    done = client.get(url("draft_progress", draft), headers={"HX-Request": "true"})
    assert done.headers["HX-Refresh"] == "true"


def test_a_lost_worker_leaves_a_known_state_and_it_may_be_stored_again(world, client):
    draft = drafted(world)
    drafts.begin_storing(draft)
    long_ago = timezone.now() - 2 * selectors.SILENCE
    EntryDraft.objects.filter(pk=draft.pk).update(heartbeat=long_ago)

    tasks.sweep_lost_drafts()

    draft.refresh_from_db()
    assert (draft.state, Measurement.objects.count()) == (DraftState.FAILED, 0)
    client.force_login(world.people["sponsor"])
    client.post(url("draft_store", draft), {"seen": "1"})
    assert Measurement.objects.count() == 1


def test_a_sign_of_life_keeps_a_long_one_alive(world):
    long_ago = timezone.now() - 2 * selectors.SILENCE
    draft = EntryDraftFactory(state=DraftState.STORING, heartbeat=long_ago)
    selectors.tell_progress(draft, 1, 2)

    tasks.sweep_lost_drafts()

    draft.refresh_from_db()
    assert draft.state == DraftState.STORING


def test_a_big_one_is_handed_to_the_worker_and_stored_once(world, monkeypatch):
    monkeypatch.setattr(tasks, "IN_PLACE", 0)
    handed = []
    monkeypatch.setattr(tasks.store_draft, "delay", lambda *args: handed.append(args))
    draft = drafted(world)

    tasks.store(draft, world.people["sponsor"])
    assert (draft.state, Measurement.objects.count()) == (DraftState.STORING, 0)
    tasks.store_draft(*handed[0])
    tasks.store_draft(*handed[0])  # a second delivery

    draft.refresh_from_db()
    assert (draft.state, Measurement.objects.count()) == (DraftState.STORED, 1)


def test_without_a_broker_the_request_does_it(world, monkeypatch):
    monkeypatch.setattr(tasks, "IN_PLACE", 0)

    def away(*args):
        raise OperationalError("no broker")

    monkeypatch.setattr(tasks.store_draft, "delay", away)
    tasks.store(drafted(world), world.people["sponsor"])

    assert Measurement.objects.count() == 1


def test_the_api_reads_shows_and_stores(client, world):
    client.force_login(world.people["sponsor"])
    book = fetched(client, f"/api/v1/drafts/template/?scorecard={world.scorecard.pk}")
    Grid(book).cell("8.1", "gia-tri").value = 64

    made = client.post("/api/v1/drafts/", {"file": upload(saved(book))})
    assert made.status_code == 201, made.content
    shown = client.get(f"/api/v1/drafts/{made.json()['id']}/").json()
    assert shown["counts"]["new"] == 1
    assert [one["says"] for one in shown["cells"] if one["state"] == "new"] == ["64"]
    assert not Measurement.objects.exists()

    store = f"/api/v1/drafts/{made.json()['id']}/store/"
    assert client.post(store).json()["state"] == "stored"
    again = client.post(store)
    assert (again.status_code, again.json()["code"]) == (409, "ended")


def test_the_api_refuses_a_file_without_a_key(client, world):
    client.force_login(world.people["sponsor"])

    answer = client.post("/api/v1/drafts/", {"file": upload(b"PK\x03\x04")})

    assert (answer.status_code, answer.json()["code"]) == (409, "unreadable")


def given(world, status=Status.MET, base=None, **more):
    said = {
        "scorecard": world.scorecard,
        "criterion": world.criterion,
        "status": status,
        "effective_on": dt.date(2024, 6, 1),
        "mandate": world.mandate(),
        "base": base,
    }
    return GivenStatus(**said | more)


def test_many_statuses_leave_the_current_state_that_a_rebuild_makes(world):
    first = log_many([given(world, Status.NOT_MET)], by=world.people["sponsor"])[0]
    other = CriterionFactory(criteria_set=world.scorecard.criteria_set)
    log_many(
        [given(world, Status.MET, first.pk), given(world, criterion=other)],
        by=world.people["sponsor"],
    )

    def kept():
        cells = CurrentStatus.objects.order_by("criterion")
        return list(cells.values_list("scorecard", "criterion", "entry", "waiting", "status"))

    before = kept()
    rebuild_current()
    assert before == kept()
    assert len(before) == 2


def test_many_statuses_get_the_label_that_one_would(world):
    one = log_status(
        scorecard=world.scorecard,
        criterion=world.criterion,
        status=Status.NOT_MET,
        effective_on=dt.date(2024, 5, 1),
        base=None,
        mandate=world.mandate(),
        by=world.people["sponsor"],
    )
    (turned,) = log_many([given(world, Status.MET, one.pk)], by=world.people["sponsor"])

    assert turned.change == "situation"


@pytest.mark.parametrize("code", ["stale", "future", "foreign", "closed", "outside"])
def test_many_statuses_are_refused_as_one_is_and_none_is_stored(world, code):
    bad = given(world)
    if code == "stale":
        StatusEntryFactory(scorecard=world.scorecard, criterion=world.criterion)
    elif code == "future":
        bad = given(world, effective_on=dt.date(2024, 6, 19))
    elif code == "outside":
        bad = given(world, effective_on=dt.date(1900, 1, 1))
    elif code == "foreign":
        bad = given(world, criterion=CriterionFactory())
    else:
        RoundFactory(closed_at=timezone.now(), closed_by=world.people["office"])
    good = given(world, scorecard=ScorecardFactory(criteria_set=world.scorecard.criteria_set))
    rows = [bad] if code == "closed" else [good, bad]

    assert [one.code for one in status_refusals(rows).values()] == [code]
    count = CurrentStatus.objects.count()
    with pytest.raises(ValidationError):
        log_many(rows, by=world.people["sponsor"])
    assert CurrentStatus.objects.count() == count
