"""What tasks are to turn green: kept by the office, shipped as the decision words it."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts import trail
from accounts.models import Activity
from communes.imports.table import DataError
from plans.imports.aims import load_aims
from plans.models import TaskAim
from plans.services.aims import aim_task, drop_aim
from tests.factories import (
    CommuneFactory,
    CriterionFactory,
    DistrictFactory,
    IndicatorFactory,
    TaskAimFactory,
    TaskFactory,
    UserFactory,
    WorkProgrammeFactory,
)
from tests.plans.reds import Reds
from tests.plans.test_imports import Papers

pytestmark = pytest.mark.django_db


@pytest.fixture
def reds():
    return Reds()


@pytest.fixture
def task():
    return TaskFactory(number="6")


# ── the service ──────────────────────────────────────────────────────────────────────────────


def test_an_aim_is_kept_with_a_line_on_the_trail(task, reds):
    aim = aim_task(
        task=task,
        criterion=reds.criteria[3],
        indicator=reds.first,
        commune=reds.commune,
        text=" Theo quyết định ",
        by=UserFactory(),
    )
    assert (aim.words, aim.text) == ("3.1 Tỷ lệ hộ – xã Gio Mai", "Theo quyết định")
    assert Activity.objects.get(verb="aimed task").details["aim"] == aim.words


def test_what_is_refused(task):
    criterion = CriterionFactory()
    for given, code in (
        ({}, "nothing"),
        ({"text": "Đẩy mạnh"}, "nothing"),
        ({"commune": CommuneFactory(), "district": DistrictFactory()}, "place"),
        ({"criterion": criterion, "indicator": IndicatorFactory()}, "indicator"),
        ({"indicator": IndicatorFactory()}, "indicator"),
        ({"criterion": criterion, "under": 13}, "under"),
    ):
        with pytest.raises(ValidationError) as caught:
            aim_task(task=task, by=UserFactory(), **given)
        assert caught.value.code == code
    assert TaskAim.objects.count() == 0


def test_the_same_aim_is_not_set_twice(task):
    aim_task(task=task, under=13, by=UserFactory())
    with pytest.raises(ValidationError) as caught:
        aim_task(task=task, under=13, by=UserFactory())
    assert caught.value.code == "duplicate"
    aim_task(task=task, under=15, by=UserFactory())
    aim_task(task=TaskFactory(), under=13, by=UserFactory())


def test_an_aim_is_dropped_once_and_the_trail_keeps_its_words():
    aim = TaskAimFactory()
    drop_aim(aim=aim, by=UserFactory())
    line = Activity.objects.get(verb="dropped aim")
    assert (TaskAim.objects.count(), line.details["aim"]) == (0, aim.words)
    with pytest.raises(ValidationError) as caught:
        drop_aim(aim=aim, by=UserFactory())
    assert caught.value.code == "gone"


# ── the page ─────────────────────────────────────────────────────────────────────────────────


def address(task):
    return reverse("plans:task_aims", args=[task.pk])


@pytest.mark.usefixtures("office")
def test_the_office_aims_and_drops(client, task, reds):
    said = {"about": f"tc-{reds.criteria[2].pk}", "district": reds.commune.district.code}
    page = client.post(address(task), said, follow=True).content.decode()
    aim = TaskAim.objects.get()
    assert (aim.criterion, aim.district) == (reds.criteria[2], reds.commune.district)
    assert f"Đã gắn nhiệm vụ với {aim.words}" in page
    drop = reverse("plans:aim_drop", args=[aim.pk])
    assert client.get(drop).status_code == 405
    assert client.post(drop).status_code == 302
    assert client.post(drop).status_code == 404


@pytest.mark.usefixtures("office")
def test_what_was_typed_is_kept_and_a_refusal_is_a_409(client, task, reds):
    wrong = client.post(address(task), {"commune": "không có", "text": "Lời quyết định"})
    assert wrong.status_code == 422
    assert "Lời quyết định" in wrong.content.decode()
    refused = client.post(address(task), {"text": "Lời quyết định"})
    assert refused.status_code == 409
    assert "Hãy nêu ít nhất một" in refused.content.decode()
    assert TaskAim.objects.count() == 0


@pytest.mark.usefixtures("member")
def test_members_read_and_do_not_aim(client, task):
    TaskAimFactory(task=task, commune=None, under=13, text="không còn xã dưới 13 tiêu chí")
    page = client.get(address(task)).content.decode()
    assert "Các xã dưới 13 tiêu chí" in page
    assert "Gắn thêm" not in page
    for answer in (
        client.post(address(task), {"under": "13"}),
        client.post(reverse("plans:aim_drop", args=[TaskAim.objects.get().pk])),
    ):
        assert answer.status_code == 403
        assert "Chỉ cán bộ, lãnh đạo Văn phòng Điều phối" in answer.content.decode()


# ── what ships ───────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def load(tmp_path):
    programme = WorkProgrammeFactory()
    row = TaskFactory(group__programme=programme, group__number="I", number="5")

    def run(line):
        path = tmp_path / "task-aims.yaml"
        path.write_text(f"aims:\n- {{paper: decision, {line}}}\n", encoding="utf-8")
        return load_aims(Papers(decision=programme.paper), path)

    run.task = row
    return run


def test_aims_are_loaded_once_for_each_district(load):
    first, second = DistrictFactory(code="464"), DistrictFactory(code="465")
    line = "task: I.5, districts: [464, 465], under: 13, text: không còn xã dưới 13 tiêu chí"
    load(line)
    report = load(line)
    assert {(aim.district, aim.under) for aim in load.task.aims.all()} == {
        *((first, 13), (second, 13)),
    }
    assert (report.added, report.changed) == (0, 0)


def test_what_a_person_dropped_stays_dropped(load):
    CommuneFactory(code="19426")
    line = "task: I.5, commune: 19426"
    load(line)
    drop_aim(aim=TaskAim.objects.get(), by=UserFactory())
    load(line)
    assert TaskAim.objects.count() == 0


def test_progress_told_by_a_person_leaves_the_aims_to_the_file(load):
    CommuneFactory(code="19426")
    trail.record(UserFactory(), "told progress", load.task)
    load("task: I.5, commune: 19426")
    assert TaskAim.objects.count() == 1


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ("task: I.9, under: 13", "task"),
        ("task: I.5, districts: [999]", "districts"),
        ("task: I.5, set: none, criterion: 1", "criterion"),
        ("task: I.5, commune: 99999", "commune"),
        ("task: I.5, what: 1", "what"),
    ],
)
def test_a_mistake_names_row_and_field(load, line, field):
    with pytest.raises(DataError) as refused:
        load(line)
    assert refused.value.field == field
