"""The work programme, measured: a year with 300 tasks as board and as table."""

import datetime as dt

from django.urls import reverse

from accounts.calendar import working_day
from communes.choices import AgencyKind
from communes.models import Agency
from ntm_portal.bench.measure import Row, page_rows
from ntm_portal.bench.pages import client, getter
from plans.choices import DueKind, Part, TaskState
from plans.models import AgencyGroup, Task, TaskGroup, TaskParty, TaskProgress, WorkProgramme

TASKS, GROUPS, YEAR = 300, 10, 2030
FLOORS = 10  # 300 cards are a long page; the heatmap with 101 rows has 6


def programme_pages(rounds: int) -> list[Row]:
    """As a commune's officer, who may only read; the table shows fifty rows of the 300."""
    _many_tasks()
    reader = client("huongviet")
    floor = getter(reader, "/san/")
    board = getter(reader, reverse("plans:programme_detail", args=[YEAR]))
    table = getter(reader, reverse("plans:programme_detail", args=[YEAR]) + "?xem=bang")
    return [
        *page_rows(
            "Bảng việc 300 nhiệm vụ",
            board,
            floor,
            times_floor=FLOORS,
            max_queries=20,
            rounds=rounds,
        ),
        *page_rows(
            "300 nhiệm vụ theo quyết định",
            table,
            floor,
            times_floor=FLOORS,
            max_queries=20,
            rounds=rounds,
        ),
    ]


def _many_tasks() -> None:
    """Each led by one of the departments, coordinated by a group in words, every other with progress."""
    day = working_day()
    leads = list(Agency.objects.on(day).filter(kind=AgencyKind.DEPARTMENT))
    helps = AgencyGroup.objects.order_by("pk").first()
    like = WorkProgramme.objects.select_related("paper").latest("pk")
    programme = WorkProgramme.objects.create(year=YEAR, title="Đo tốc độ", paper=like.paper)
    groups = [
        TaskGroup.objects.create(
            programme=programme, order=number, number=f"{number}", title=f"Nhóm {number}"
        )
        for number in range(1, GROUPS + 1)
    ]
    for number in range(TASKS):
        due = day + dt.timedelta(days=number - TASKS // 3)
        task = Task.objects.create(
            group=groups[number % GROUPS],
            order=number,
            number=f"{number // GROUPS + 1}",
            content=f"Nhiệm vụ thứ {number + 1}: rà soát, hướng dẫn các xã hoàn thành tiêu chí",
            due_text=f"{due.day}/{due.month}/{due.year}",
            due_kind=DueKind.DAY,
            due_on=due,
        )
        lead = leads[number % len(leads)]
        TaskParty.objects.create(task=task, part=Part.LEAD, order=1, text=str(lead), agency=lead)
        TaskParty.objects.create(
            task=task, part=Part.COORDINATE, order=1, text="UBND các huyện, thị xã", group=helps
        )
        if number % 2:
            TaskProgress.objects.create(
                task=task,
                agency=lead,
                effective_on=day - dt.timedelta(days=number % 40),
                state=TaskState.IN_PROGRESS,
                percent=number % 100,
                words="Đang thực hiện theo kế hoạch",
            )
