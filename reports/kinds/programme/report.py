"""The report of progress of the year's work programme: parts and sentences from the frozen figures."""

import datetime as dt
from dataclasses import replace
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from communes.models import Agency
from documents.blocks import Appendix, Block, Paragraph, Table
from documents.selectors import ADDRESSED
from plans.choices import Frequency
from plans.models import ReportDuty
from reports.figures.programme import report as gathering
from reports.figures.programme.report import ProgrammeReport, thaw
from reports.kinds.contract import Addressed, Fact, ReportKind
from reports.kinds.issuers import AS_ABOVE
from reports.kinds.outline import Part, made, numbered
from reports.kinds.programme.parts import judgement, outlook, proposals, results, steering
from reports.kinds.programme.tables import (
    board_address,
    now_of,
    sentence_case,
    states,
    table_c3,
    table_leads,
    table_states,
    table_targets,
)
from reports.models import ReportRun
from reports.words import day, listing, lowered, moment

__all__ = ["KIND", "table_c3"]


def compose(given: dict[str, Any]) -> tuple[Block, ...]:
    """The whole text, from the frozen figures alone."""
    figures = thaw(given)
    as_of = figures.as_of
    parts = [
        Part("Công tác chỉ đạo, đôn đốc", steering(figures)),
        Part("Kết quả thực hiện", numbered(results(figures), level=2)),
        Part("Đánh giá", numbered(judgement(figures), level=2)),
        Part("Nhiệm vụ trong thời gian tới", made("nhiem-vu", outlook(figures), as_of)),
        Part("Kiến nghị, đề xuất", made("kien-nghi", proposals(figures), as_of)),
    ]
    return (*_opening(figures), *numbered(parts), *_appendix(figures))


def _opening(figures: ProgrammeReport) -> tuple[Block, ...]:
    """The decision that asks for the report stands first (RF3)."""
    cited = listing([one.cited for one in figures.tasks.programmes], last="; ")
    carried_out = f"Thực hiện {cited}, " if cited else ""
    subject = lowered(_subject(dt.date.fromisoformat(figures.as_of)))
    return made(
        "mo-dau",
        (
            Paragraph(f"{carried_out}{figures.agency} báo cáo {subject} như sau:"),
            Paragraph(
                f"Số liệu tính đến ngày {day(figures.as_of)}, theo dữ liệu ghi nhận đến "
                f"{moment(figures.known_at)}; số ngày quá hạn và số ngày còn lại là ngày làm việc. "
                "Nhiệm vụ chỉ được tính là hoàn thành khi đã được xác nhận."
            ),
        ),
        figures.as_of,
    )


def _appendix(figures: ProgrammeReport) -> tuple[Block, ...]:
    if not figures.tasks.tasks:
        return ()
    appendix = Appendix(
        number="",
        title=f"Tình hình thực hiện Chương trình công tác năm {figures.year}",
        attached_to=f"Kèm theo Báo cáo của {figures.agency}",
        blocks=_under_title(table_c3(figures.tasks), figures),
        landscape=True,
    )
    return made("phu-luc-c3", (appendix,), figures.as_of)


def _under_title(table: Table, figures: ProgrammeReport) -> tuple[Block, ...]:
    """The appendix has the title already: above the table stands only the day of its figures (RF5)."""
    shown = replace(table, caption=f"Số liệu đến ngày {day(figures.as_of)}")
    marked = figures.tasks.illustrative
    return (shown, Paragraph("(*) Số liệu minh họa.", italic=True)) if marked else (shown,)


def tables(given: dict[str, Any]) -> tuple[Table, ...]:
    figures = thaw(given)
    tasks = figures.tasks
    of_tasks = (table_c3(tasks), table_states(tasks), table_leads(tasks)) if tasks.tasks else ()
    return (*of_tasks, *((table_targets(figures),) if figures.targets else ()))


def facts(given: dict[str, Any]) -> tuple[Fact, ...]:
    figures = thaw(given)
    tasks = figures.tasks
    counts = [
        ("tasks.total", "Số nhiệm vụ", len(tasks.tasks), board_address(tasks)),
        *(
            (
                f"tasks.{key}",
                sentence_case(one.label),
                len(one.tasks),
                board_address(tasks, mau=one.filter),
            )
            for key, one in zip(STATE_KEYS, states(tasks), strict=True)
        ),
        (
            "tasks.silent",
            "Chưa có báo cáo tiến độ",
            sum(one.silent for one in tasks.tasks),
            "",
        ),
        (
            "tasks.extended",
            "Đã gia hạn",
            sum(bool(one.original_due_on) for one in tasks.tasks),
            "",
        ),
        (
            "tasks.asking",
            "Đang xin gia hạn",
            sum(bool(one.asked_until) for one in tasks.tasks),
            board_address(tasks, mau="xin-gia-han"),
        ),
    ]
    targets = reverse("plans:target_list", args=[figures.year])
    return (
        *(Fact(key, label, str(count), link) for key, label, count, link in counts),
        *(
            Fact(f"target.{one.key}", sentence_case(one.kind), now_of(one), targets)
            for one in figures.targets
        ),
    )


STATE_KEYS = ("done_in_time", "done_late", "waiting", "in_time", "soon", "behind", "late")


def warnings(given: dict[str, Any]) -> tuple[str, ...]:
    figures = thaw(given)
    tasks = figures.tasks
    told = []
    if not tasks.programmes:
        told.append(f"Chưa có chương trình công tác năm {figures.year} được nhập.")
    if tasks.told_later:
        told.append(
            f"{tasks.told_later} lời báo tiến độ, xác nhận được ghi sau thời điểm chốt đã được tính vào báo cáo."
        )
    told += [
        f"Nhiệm vụ {one.code}: «{lead.text}» chưa gắn với cơ quan nào."
        for one in tasks.tasks
        for lead in one.leads
        if not lead.slug
    ]
    told += [
        f"Mục tiêu «{one.text}»: {one.unclear} xã chưa đánh giá đủ nên chưa kết luận được."
        for one in figures.targets
        if one.reached is None and one.unclear
    ]
    return tuple(told)


def _duties(on: dt.date) -> QuerySet[ReportDuty]:
    """Who follows the year's programme and reports on it, as its decision says (QĐ 645, Điều 2.2)."""
    rows: QuerySet[ReportDuty] = ReportDuty.objects.on(on).filter(
        paper__programmes__year=on.year, frequency=Frequency.PERIODIC, agency__isnull=False
    )
    return rows.select_related("addressee").order_by("pk")


def issuers(on: dt.date) -> QuerySet[Agency]:
    return Agency.objects.on(on).filter(pk__in=_duties(on).order_by().values("agency"))


def addressed(run: ReportRun) -> list[Addressed]:
    """Whom the decision says («Thường trực Ban chỉ đạo»), under the whole name of that agency."""
    own = _duties(run.as_of).filter(agency=run.agency)
    found = {_whole(one): one.addressee for one in own}
    return [*((text, ADDRESSED, agency) for text, agency in found.items()), (AS_ABOVE, "", None)]


def _whole(duty: ReportDuty) -> str:
    """«Thường trực Ban chỉ đạo» of «Ban Chỉ đạo các Chương trình …»: the printed words, then the rest of the name."""
    name = duty.addressee.name if duty.addressee else ""
    for start in range(len(duty.whom)):
        tail = duty.whom[start:]
        if name and name.casefold().startswith(tail.casefold()):
            return f"{duty.whom[:start]}{name}"
    return duty.whom or name


def _subject(as_of: dt.date) -> str:
    return (
        f"Tình hình thực hiện Chương trình công tác trọng tâm năm {as_of.year} "
        f"xây dựng nông thôn mới đến ngày {day(as_of)}"
    )


KIND = ReportKind(
    rounds=None,
    issuers=issuers,
    title=lambda run: _subject(run.as_of),
    addressed=addressed,
    gather=gathering.gather,
    compose=compose,
    tables=tables,
    is_illustrative=lambda given: thaw(given).illustrative,
    facts=facts,
    warnings=warnings,
)
