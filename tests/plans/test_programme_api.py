"""Programmes, their tables and groups through the API: the refusals of the pages, the same rights."""

import datetime as dt

import pytest
from rest_framework.test import APIClient

from plans.choices import GroupRule
from plans.models import AgencyGroup, Task, WorkProgramme
from tests.factories import (
    AgencyGroupFactory,
    MembershipFactory,
    PaperFactory,
    TaskFactory,
    TaskProgressFactory,
    WorkProgrammeFactory,
)
from tests.plans.programme_tables import row, table

pytestmark = pytest.mark.django_db


def signed_in(user):
    client = APIClient()
    client.force_authenticate(user)
    return client


@pytest.fixture
def office(keeper):
    return signed_in(keeper)


@pytest.fixture
def department():
    return signed_in(MembershipFactory().user)


def test_a_programme_is_entered_edited_and_read(office, department):
    paper = PaperFactory(year=2024)
    given = {"year": 2024, "title": "Chương trình", "paper": paper.pk}

    made = office.post("/api/v1/programmes/", given, format="json")
    assert (made.status_code, made.data["paper"]) == (201, paper.symbol)
    again = office.post("/api/v1/programmes/", given, format="json")
    assert (again.status_code, again.data["code"]) == (409, "twin")

    url = f"/api/v1/programmes/{made.data['id']}/"
    changed = office.patch(url, {"title": "Tên mới", "version": 1}, format="json")
    assert (changed.data["title"], changed.data["version"]) == ("Tên mới", 2)
    stale = office.patch(url, {"title": "Khác", "version": 1}, format="json")
    assert (stale.status_code, stale.data["code"]) == (409, "stale")
    assert department.get(url).data["title"] == "Tên mới"
    assert department.patch(url, {"title": "Của sở"}, format="json").status_code == 403
    assert department.post("/api/v1/programmes/", given, format="json").status_code == 403


def test_a_task_is_added_understood_edited_and_removed(office, treasury):
    programme = WorkProgrammeFactory()
    url = f"/api/v1/programmes/{programme.pk}/groups/"
    group = office.post(url, {"number": "I", "title": "Nhóm"}, format="json").data["id"]
    given = {"group": group, "number": "1", "content": "Việc", "leads_text": "Sở Bí ẩn"}

    asked = office.post("/api/v1/programme-tasks/", given, format="json")
    assert (asked.status_code, asked.data["code"]) == (409, "asked")
    wrong = given | {"due_text": "Khi xong", "answers": {"so-bi-an": "agency:so-tc"}}
    assert office.post("/api/v1/programme-tasks/", wrong, format="json").status_code == 409
    assert not Task.objects.exists()

    made = office.post(
        "/api/v1/programme-tasks/", wrong | {"due_text": "Quý II/2024"}, format="json"
    )
    assert (made.status_code, made.data["code"], made.data["due_on"]) == (201, "I.1", "2024-06-30")
    assert made.data["parties"] == [
        {"part": "lead", "text": "Sở Bí ẩn", "agency": "so-tc", "group": None}
    ]

    task = f"/api/v1/programme-tasks/{made.data['id']}/"
    changed = office.patch(task, {"note": "Ghi thêm", "version": 1}, format="json")
    assert (changed.data["note"], changed.data["parties"][0]["agency"]) == ("Ghi thêm", "so-tc")
    assert changed.data["due_on"] == "2024-06-30"
    stale = office.patch(task, {"note": "Nữa", "version": 1}, format="json")
    assert (stale.status_code, stale.data["code"]) == (409, "stale")

    TaskProgressFactory(task_id=made.data["id"])
    assert office.delete(task).data["code"] == "used"
    assert office.delete(f"/api/v1/programme-tasks/{TaskFactory().pk}/").status_code == 204


def test_every_row_is_read_in_the_order_of_the_decision(department, last_year):
    rows = department.get(f"/api/v1/programmes/{last_year.pk}/tasks/").data

    assert [one["code"] for one in rows] == ["I.1", "I.2"]


def test_a_table_is_read_mended_answered_and_stored(office, treasury):
    lines = (
        row("1", "Việc một", "Sở Tài chính", "", "Năm 2024"),
        row("2", "Việc hai", "Sở Bí ẩn", "", "Năm 2024"),
    )
    paper = PaperFactory(year=2024)
    given = {"year": 2024, "title": "Chương trình", "text": table(*lines), "paper": paper.pk}

    draft = office.post("/api/v1/programme-drafts/", given, format="json").data
    url = f"/api/v1/programme-drafts/{draft['id']}/"
    assert draft["rows"][1]["leads"][0]["answer"] == ""
    refused = office.post(f"{url}store/", format="json")
    assert (refused.status_code, refused.data["code"]) == (409, "open")

    said = {"answers": {"so-bi-an": "agency:so-tc"}, "version": draft["version"]}
    assert office.post(f"{url}answer/", said, format="json").data["open_rows"] == 0
    stale = office.post(f"{url}answer/", said, format="json")
    assert (stale.status_code, stale.data["code"]) == (409, "stale")
    mended = office.post(f"{url}mend/", {"act": "up", "row": 1}, format="json").data
    assert [one["cells"][1] for one in mended["rows"]] == ["Việc một Việc hai"]
    office.post(f"{url}mend/", {"act": "undo"}, format="json")
    office.post(
        f"{url}head/", {"year": 2024, "title": "Tên khác", "paper": paper.pk}, format="json"
    )

    stored = office.post(f"{url}store/", format="json").data
    assert stored["state"] == "stored"
    assert WorkProgramme.objects.get().title == "Tên khác"
    assert Task.objects.count() == 2
    ended = office.post(f"{url}discard/", format="json")
    assert (ended.status_code, ended.data["code"]) == (409, "ended")


def test_an_edit_sends_all_seven_cells(office):
    given = {"year": 2024, "text": table(row("1", "Việc", "Sở A", "", "Năm 2024"))}
    draft = office.post("/api/v1/programme-drafts/", given, format="json").data

    url = f"/api/v1/programme-drafts/{draft['id']}/mend/"
    assert office.post(url, {"act": "edit", "row": 0}, format="json").status_code == 400
    cells = ["1", "Việc mới", "Sở A", "", "Sau này", "", ""]
    given = {"act": "edit", "row": 0, "cells": cells, "due_kind": "month", "due_on": "2024-09-30"}
    found = office.post(url, given, format="json").data["rows"][0]
    assert (found["cells"][1], found["due_on"]) == ("Việc mới", "2024-09-30")


def test_text_without_a_table_is_refused(office):
    answer = office.post("/api/v1/programme-drafts/", {"year": 2024, "text": "?"}, format="json")

    assert (answer.status_code, answer.data["code"]) == (409, "nothing")


def test_drafts_are_none_of_a_departments_business(office, department):
    given = {"year": 2024, "text": table(row("1", "Việc", "Sở A"))}
    draft = office.post("/api/v1/programme-drafts/", given, format="json").data

    url = f"/api/v1/programme-drafts/{draft['id']}/"
    assert department.get(url).status_code == 403
    assert department.post(f"{url}store/").status_code == 403
    assert department.post("/api/v1/programme-drafts/", given, format="json").status_code == 403


def test_next_year_starts_through_the_api(office, last_year):
    url = f"/api/v1/programmes/{last_year.pk}/next/"

    assert office.post(url).status_code == 201
    again = office.post(url)
    assert (again.status_code, again.data["code"]) == (409, "waiting")


def test_groups_are_read_on_a_day_and_kept_by_the_office(office, department, treasury):
    given = {"name": "Tổ công tác", "rule": "listed", "other_names": ["Tổ CT"]}
    group = office.post("/api/v1/agency-groups/", given, format="json").data
    url = f"/api/v1/agency-groups/{group['id']}/"

    member = {"agency": "so-tc", "starts": "2024-07-01"}
    office.post(f"{url}members/", member, format="json")
    twice = office.post(f"{url}members/", member, format="json")
    assert twice.status_code == 409
    now = department.get("/api/v1/agency-groups/").data
    later = department.get("/api/v1/agency-groups/", {"day": "2024-07-01"}).data
    assert ([one["members"] for one in now], [one["members"] for one in later]) == (
        *([[]], [["so-tc"]]),
    )

    refused = office.put(url, given | {"rule": "districts"}, format="json")
    assert refused.status_code == 409
    assert office.put(url, given | {"note": "Ghi"}, format="json").data["note"] == "Ghi"
    assert department.put(url, given, format="json").status_code == 403
    assert AgencyGroup.objects.get().rule == GroupRule.LISTED


def test_a_group_by_rule_takes_no_members(office, treasury):
    group = AgencyGroupFactory()

    answer = office.post(
        f"/api/v1/agency-groups/{group.pk}/members/",
        {"agency": treasury.slug, "starts": dt.date(2024, 1, 1)},
        format="json",
    )

    assert (answer.status_code, answer.data["code"]) == (409, "rule")
