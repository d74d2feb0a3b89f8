"""Parts of the report of progress: what was done, what is late, what comes next."""

from collections.abc import Iterable

from documents.blocks import Block, Bullets, Paragraph
from plans.evaluation import Colour
from reports.figures.programme.report import ProgrammeReport, TargetFigures
from reports.figures.programme.tasks import TaskFigures
from reports.kinds.outline import Part, left_open, made
from reports.kinds.programme.tables import (
    board_address,
    chart_of_states,
    due_of,
    leads_of,
    now_of,
    results_of,
    sentence_case,
    state_of,
    states,
    table_leads,
    table_states,
    table_targets,
    task_address,
)
from reports.words import counted, day, listing, lowered
from reports.words.links import linked
from reports.words.programme import reality, tally


def steering(figures: ProgrammeReport) -> tuple[Block, ...]:
    tasks = figures.tasks.tasks
    if not tasks:
        told = [Paragraph(f"Chưa có chương trình công tác năm {figures.year} được nhập.")]
    else:
        groups = sum(len(one.groups) for one in figures.tasks.programmes)
        led = len(table_leads(figures.tasks).rows)
        told = [
            Paragraph(
                f"Chương trình công tác năm {figures.year} có "
                f"{linked(counted(len(tasks), 'nhiệm vụ'), board_address(figures.tasks))} thuộc "
                f"{counted(groups, 'nhóm')}, giao cho {led} đơn vị, nhóm đơn vị chủ trì."
            )
        ]
    issued = [f"{name} – {paper}" for name, paper in figures.districts]
    if issued:
        told.append(
            Paragraph(
                f"Có {len(issued)}/{figures.districts_in_all} UBND cấp huyện đã ban hành chương trình, "
                f"kế hoạch của địa phương: {'; '.join(issued)}."
            )
        )
    asked = "văn bản đôn đốc, các cuộc họp, kiểm tra việc thực hiện Chương trình trong kỳ"
    return (*made("chi-dao", told, figures.as_of), *left_open(asked))


def results(figures: ProgrammeReport) -> list[Part]:
    tasks, as_of = figures.tasks, figures.as_of
    found = {one.label: one.tasks for one in states(tasks)}
    done = (*found["hoàn thành đúng hạn"], *found["hoàn thành quá hạn"])
    asking = [one for one in tasks.tasks if one.asked_until or one.original_due_on]
    lists = [
        ("Nhiệm vụ đã hoàn thành", "hoan-thanh", [_done(one) for one in done]),
        ("Nhiệm vụ quá hạn", "qua-han", [_open(one) for one in found["quá hạn"]]),
        ("Nhiệm vụ chậm tiến độ", "cham", [_open(one) for one in found["chậm tiến độ"]]),
        ("Nhiệm vụ sắp đến hạn", "sap-den-han", [_open(one) for one in found["sắp đến hạn"]]),
        (
            "Nhiệm vụ chờ xác nhận hoàn thành",
            "cho-xac-nhan",
            [_open(one) for one in tasks.tasks if one.waits],
        ),
        ("Gia hạn", "gia-han", [_extended(one) for one in asking]),
    ]
    return [
        Part("Tổng hợp chung", made("tong-hop", _summary(figures), as_of)),
        *(Part(title, made(key, _bullets(rows), as_of)) for title, key, rows in lists),
        Part(
            "Theo đơn vị chủ trì",
            made("theo-don-vi", (table_leads(tasks),) if tasks.tasks else (), as_of),
        ),
        Part("Mục tiêu của năm so với thực tế", made("muc-tieu", _targets(figures), as_of)),
    ]


def _summary(figures: ProgrammeReport) -> tuple[Block, ...]:
    tasks = figures.tasks
    if not tasks.tasks:
        return ()
    parts = [
        (one.label, linked(len(one.tasks), board_address(tasks, mau=one.filter)), len(one.tasks))
        for one in states(tasks)
    ]
    silent = [one for one in tasks.tasks if one.silent]
    told = f"Đến ngày {day(figures.as_of)}, trong {tally(len(tasks.tasks), parts)}."
    if silent:
        told += f" {sentence_case(counted(len(silent), 'nhiệm vụ'))} chưa có báo cáo tiến độ nào: {_codes(silent)}."
    return (
        Paragraph(told),
        table_states(tasks),
        *chart_of_states(tasks),
        Paragraph("Chi tiết từng nhiệm vụ tại Phụ lục kèm theo Báo cáo này."),
    )


def _bullets(rows: Iterable[str]) -> tuple[Block, ...]:
    items = tuple(rows)
    return (Bullets(items),) if items else ()


def _named(task: TaskFigures) -> str:
    code = linked(f"Nhiệm vụ {task.code}", task_address(task))
    return f"{code} – {task.content.rstrip('.')} ({leads_of(task)} chủ trì)"


def _done(task: TaskFigures) -> str:
    on = f" ngày {day(task.done_on)}" if task.done_on else ""
    late = "đúng hạn" if not task.days_late else f"quá hạn {task.days_late} ngày làm việc"
    result = results_of(task)
    return f"{_named(task)}: hoàn thành{on}, {late}{f'; {result}' if result else ''}"


def _open(task: TaskFigures) -> str:
    result = results_of(task) or "chưa báo tiến độ"
    return (
        f"{_named(task)}: hạn {lowered(due_of(task)) or 'không nêu'}; {state_of(task)}; {result}"
    )


def _extended(task: TaskFigures) -> str:
    told = []
    if task.original_due_on:
        told.append(
            f"đã gia hạn {task.times_extended:02d} lần, từ {day(task.original_due_on)} đến {day(task.due_on)}"
        )
    if task.asked_until:
        told.append(
            f"{task.asked_by} xin gia hạn đến {day(task.asked_until)}, chưa có quyết định "
            f"(lý do: {lowered(task.asked_why.rstrip('.'))})"
        )
    return f"{linked(f'Nhiệm vụ {task.code}', task_address(task))}: {'; '.join(told)}"


def _targets(figures: ProgrammeReport) -> tuple[Block, ...]:
    return (table_targets(figures),) if figures.targets else ()


def judgement(figures: ProgrammeReport) -> list[Part]:
    tasks, as_of = figures.tasks.tasks, figures.as_of
    done = [one for one in tasks if one.is_done]
    good = [f"Đã hoàn thành {counted(len(done), 'nhiệm vụ')}: {_codes(done)}"] if done else []
    good += [_target(one) for one in figures.targets if one.reached]
    bad = [
        f"{counted(len(rows), 'nhiệm vụ').capitalize()} {word}: {_codes(rows)}"
        for word, rows in (
            ("quá hạn", [one for one in tasks if one.colour == Colour.LATE]),
            ("chậm tiến độ", [one for one in tasks if one.colour == Colour.BEHIND]),
            ("chưa có báo cáo tiến độ nào", [one for one in tasks if one.silent]),
        )
        if rows
    ]
    bad += [_target(one) for one in figures.targets if one.reached is False]
    stuck = [f"Nhiệm vụ {one.code}: {_stuck(one)}" for one in tasks if _stuck(one)]
    return [
        Part(
            "Kết quả nổi bật",
            (*made("noi-bat", _bullets(good), as_of), *left_open("kết quả nổi bật khác")),
        ),
        Part("Tồn tại, hạn chế", made("ton-tai", _bullets(bad), as_of)),
        Part(
            "Khó khăn, vướng mắc, nguyên nhân",
            (
                *made("vuong-mac", _bullets(stuck), as_of),
                *left_open("nguyên nhân khách quan, chủ quan, bài học"),
            ),
        ),
    ]


def _target(one: TargetFigures) -> str:
    now = now_of(one) or "chưa có số liệu"
    told = reality(now, one.aim, one.gap, reached=one.reached, unclear=one.unclear)
    return f"{one.text.rstrip('.')}: {told}{' (*)' if one.illustrative else ''}"


def _stuck(task: TaskFigures) -> str:
    """What leads that are stuck say."""
    return listing(
        [
            f"{one.name} ({lowered(one.words.strip().rstrip('.'))})"
            for one in task.leads
            if one.words and "vướng mắc" in one.state
        ]
    )


def outlook(figures: ProgrammeReport) -> tuple[Block, ...]:
    """What is not done, by the day that counts; those of the year's end together."""
    tasks = [one for one in figures.tasks.tasks if not one.is_done]
    late = [one for one in tasks if one.colour == Colour.LATE]
    rows = (
        [f"Hoàn thành ngay {counted(len(late), 'nhiệm vụ')} đã quá hạn: {_codes(late)}"]
        if late
        else []
    )
    for due in sorted({one.due_on for one in tasks if one.due_on and one not in late}):
        of = [one for one in tasks if one.due_on == due and one not in late]
        rows.append(f"Đến {day(due)}: hoàn thành {counted(len(of), 'nhiệm vụ')}: {_codes(of)}")
    free = [one for one in tasks if not one.due_on]
    if free:
        rows.append(
            f"Thường xuyên, không nêu thời hạn: {counted(len(free), 'nhiệm vụ')}: {_codes(free)}"
        )
    short = [one for one in figures.targets if one.reached is False]
    if short:
        rows.append(
            f"Tập trung các mục tiêu chưa đạt: {'; '.join(lowered(one.text) for one in short)}"
        )
    return _bullets(rows)


def proposals(figures: ProgrammeReport) -> tuple[Block, ...]:
    tasks = figures.tasks.tasks
    asking = [one for one in tasks if one.asked_until]
    rows = (
        [f"Xem xét, quyết định việc xin gia hạn đối với nhiệm vụ {_codes(asking)}"]
        if asking
        else []
    )
    silent: dict[str, list[TaskFigures]] = {}
    for task in tasks:
        for lead in task.leads:
            if not lead.told_on and lead.slug and not task.is_done:
                silent.setdefault(lead.name, []).append(task)
    if silent:
        who = listing([f"{name} (nhiệm vụ {_codes(of)})" for name, of in silent.items()])
        rows.append(f"Đôn đốc các đơn vị chủ trì chưa báo tiến độ: {who}")
    nobody = [one for one in tasks if any(not lead.slug for lead in one.leads)]
    if nobody:
        rows.append(f"Xác định rõ cơ quan, người chủ trì đối với nhiệm vụ {_codes(nobody)}")
    return _bullets(rows)


def _codes(tasks: Iterable[TaskFigures]) -> str:
    return listing([linked(one.code, task_address(one)) for one in tasks])
