"""The page on which tables are pasted: a draft comes of it, its maker confirms, and only then is it stored."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from criteria.choices import DraftKind, DraftState, Stage, Status
from criteria.imports import pasted
from criteria.models import EntryDraft, Measurement, StatusEntry
from criteria.models.plan import NEW, REFUSED, Plan
from criteria.services.drafts import choose, store


def url(world, name="paste"):
    args = [world.scorecard.criteria_set.code, world.criterion.number]
    return reverse(f"criteria:{name}", args=args)


@pytest.fixture
def responsible(table, client):
    client.force_login(table.people["responsible"])
    return table.people["responsible"]


TEXT = "Xã\t8.1\tKết quả\nhuong viet\t85\tx\nHải An\t1200\tChưa đạt\n"


def test_what_is_pasted_becomes_a_draft_and_nothing_is_stored(table, responsible, client):
    page = client.post(url(table), {"text": TEXT, "note": "Theo báo cáo"})
    draft = EntryDraft.objects.get()
    assert page["Location"] == reverse("criteria:draft_detail", args=[draft.pk])
    assert (draft.kind, draft.state, draft.criterion) == (
        DraftKind.PASTED,
        DraftState.READY,
        table.criterion,
    )
    assert "huong viet\t85\tx" in draft.text
    assert (Measurement.objects.count(), StatusEntry.objects.count()) == (0, 0)


def test_only_what_was_answered_for_is_good_and_the_rest_says_why(table, responsible, client):
    client.post(url(table), {"text": TEXT})
    plan = Plan.from_json(EntryDraft.objects.get().plan)
    states = {(one.commune, one.code): one.state for one in plan.cells}
    assert states == {
        ("Hướng Việt", "8.1"): NEW,
        ("Hướng Việt", "TC8"): NEW,
        ("Hải An", "8.1"): REFUSED,
        ("Hải An", "TC8"): NEW,
    }
    assert any("từ 0 đến 100" in one.why for one in plan.cells)


def test_a_cell_of_another_department_is_refused(table, responsible, client):
    client.post(url(table), {"text": "Xã\t8.2\nHải An\tCó"})
    cell = Plan.from_json(EntryDraft.objects.get().plan).cells[0]
    assert (cell.state, "không được giao" in cell.why) == (REFUSED, True)


def test_a_confirmed_draft_stores_values_and_statuses(table, responsible, client):
    client.post(url(table), {"text": TEXT, "note": "Theo báo cáo"})
    store(EntryDraft.objects.get(), responsible)
    value = Measurement.objects.get()
    assert (value.number, value.stage, value.note) == (
        Decimal(85),
        Stage.APPRAISED,
        "Theo báo cáo",
    )
    found = {one.scorecard.commune.name: one.status for one in StatusEntry.objects.all()}
    assert found == {"Hướng Việt": Status.MET, "Hải An": Status.NOT_MET}


def test_an_answer_is_read_again_from_the_text_that_was_kept(table, responsible, client):
    client.post(url(table), {"text": "Xã\t8.1\nTân Lập\t85"})
    draft, twin = EntryDraft.objects.get(), table.cards["Tân Lập bis"]
    choose(draft, {"answers": {"dòng 2": twin.commune.code}})
    assert [one.scorecard for one in pasted.reread(draft).cells] == [twin.pk]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "Hãy dán bảng"),
        ("Tổng\t12", "Không đọc được xã nào"),
        ("Hải An\tmột\thai", "Chưa rõ cột số liệu"),
    ],
)
def test_what_cannot_be_read_is_told_and_stays_in_the_box(table, responsible, client, text, told):
    page = client.post(url(table), {"text": text})
    assert page.status_code == 422
    assert told in page.content.decode()
    assert text in page.content.decode()
    assert not EntryDraft.objects.exists()


def test_the_maker_says_what_the_column_is(table, responsible, client):
    data = {"text": "Hải An\t85", "only": f"gt:{table.indicator.pk}:"}
    assert client.post(url(table), data).status_code == 302
    assert EntryDraft.objects.get().options["only"] == data["only"]


@pytest.mark.parametrize("who", ["another department", "leader", "focal point of the sponsor"])
def test_whoever_may_write_nowhere_pastes_nothing(table, client, who):
    client.force_login(table.people[who])
    assert client.get(url(table)).status_code == 403
    assert client.post(url(table), {"text": TEXT}).status_code == 403


def test_the_queries_do_not_follow_the_rows(table, responsible, client):
    def asked(text):
        with CaptureQueriesContext(connection) as caught:
            client.post(url(table), {"text": text})
        return len(caught)

    two = "Xã\t8.1\nHải An\t85\nTân Lập (Vĩnh Linh)\t60"
    asked(two)
    few = asked(two)
    assert asked(f"{two}\nTriệu Đại\t80\nHướng Việt\t70\nTân Lập (Gio Linh)\t60") == few


def test_a_reread_of_nothing_is_refused_by_name(table):
    with pytest.raises(ValidationError) as refusal:
        pasted.start(table.criterion, "Tổng", options={}, by=table.people["responsible"])
    assert refusal.value.code == "nothing"
