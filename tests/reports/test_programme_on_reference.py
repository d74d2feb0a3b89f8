"""The report of progress on the programme that ships: QĐ 645/QĐ-BCĐCTMTQG, its fourteen tasks and its targets."""

import datetime as dt

import pytest
from django.utils import timezone

from plans.models import Target, Task
from plans.selectors.board import tallies
from plans.selectors.targets import target_lines
from plans.selectors.tasks import lines
from reports.choices import Kind
from reports.figures.programme.report import gather_targets
from reports.figures.programme.tasks import gather_tasks
from reports.kinds import KINDS
from reports.kinds.programme.report import table_c3
from reports.kinds.programme.tables import states, table_leads, table_states
from reports.words.links import plain

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]

DAY = dt.date(2024, 6, 18)
KIND = KINDS[Kind.PROGRAMME]


def tasks_on(day=DAY):
    return gather_tasks(2024, day, timezone.now())


def test_tasks_stand_as_on_the_board_of_that_day():
    found = tasks_on()
    board = lines(Task.objects.filter(group__programme__year=2024), DAY)

    assert [one.pk for one in found.tasks] == [one.task.pk for one in board]
    assert [one.colour for one in found.tasks] == [one.colour.value for one in board]
    assert sum(len(one.tasks) for one in states(found)) == len(found.tasks) == 14
    assert [len(one.tasks) for one in states(found)][-1] == dict(tallies(board))["late"]


def test_table_c3_cites_every_task_of_the_decision_under_its_groups():
    """RF12."""
    rows = table_c3(tasks_on()).rows

    assert [one.cells[0] for one in rows if one.group] == ["I", "II", "III"]
    assert [one.cells[0] for one in rows if not one.group] == [
        *map(str, range(1, 9)),
        *map(str, range(1, 5)),
        *("1", "2"),
    ]
    assert all(one.cells[7] for one in rows if not one.group)


def test_states_make_the_whole_and_none_is_counted_twice():
    """RF6."""
    table = table_states(tasks_on())

    counts = [int(plain(row.cells[2])) for row in table.rows]
    assert sum(counts[:-1]) == counts[-1] == 14
    assert plain(table.rows[-1].cells[3]) == "100,0\u00a0%"


def test_each_lead_closes_across_and_a_group_stands_once():
    rows = table_leads(tasks_on()).rows

    assert [
        (row.cells[0], int(plain(row.cells[1])), sum(map(int, row.cells[2:])))
        for row in rows
        if row.cells[0] in {"Sở NN&PTNT", "Thành viên Ban chỉ đạo"}
    ] == [("Sở NN&PTNT", 9, 9), ("Thành viên Ban chỉ đạo", 1, 1)]


def test_targets_are_those_of_the_portals_own_page():
    rows = Target.objects.filter(year=2024, province__home=True).order_by("pk")
    page = target_lines(rows, DAY)

    found = gather_targets(2024, DAY, timezone.now())

    assert [(one.text, one.now, one.gap) for one in found] == [
        (one.target.text, one.now.value, one.gap) for one in page
    ]
    assert [one.aim for one in found] == ["77/101", "19/101", "5/101", "không quá 0"]


def test_the_seed_names_two_who_follow_the_programme():
    assert sorted(f"{one}" for one in KIND.issuers(DAY)) == ["Sở NN&PTNT", "VPĐP NTM tỉnh"]


def test_the_text_counts_leads_one_by_one_and_a_group_once():
    assert len(table_leads(tasks_on()).rows) == 10
