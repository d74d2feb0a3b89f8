"""An agency's six-month and yearly report on its communes: parts, sentences, drawings and tables A1 to A4."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.urls import reverse

from accounts.calendar import working_day
from criteria.choices import RoundKind
from documents.blocks import Appendix, Block, Paragraph, Table
from reports.figures.agency import report as gathering
from reports.figures.agency.support import sums_of
from reports.figures.shapes import AgencyFigures, CommuneFigures, Mandate, thaw
from reports.kinds.agency.annexes import (
    deed_state_of,
    help_address,
    table_a2,
    table_a3,
    table_a4,
)
from reports.kinds.agency.communes import commune_address, criterion_address
from reports.kinds.agency.parts import judgement, outlook, proposals, results, steering
from reports.kinds.agency.tables import table_a1, table_sector
from reports.kinds.contract import Fact, ReportKind
from reports.kinds.issuers import standing_behind, to_the_province
from reports.kinds.outline import Part, made, numbered
from reports.kinds.programme.tables import lead_address
from reports.words import day, listing, lowered, moment, signed
from reports.words.agency import span, span_after, title
from reports.words.numbers import number

MARKED = "(*) Số liệu minh họa."


def compose(given: dict[str, Any]) -> tuple[Block, ...]:
    """The whole text, from the frozen figures alone."""
    figures = thaw(given)
    next_span = span_after(_starts(figures), yearly=figures.yearly)
    parts = [
        Part("Công tác chỉ đạo, triển khai", steering(figures)),
        Part("Kết quả", results(figures)),
        Part("Đánh giá", judgement(figures)),
        Part(f"Phương hướng, nhiệm vụ {next_span}", outlook(figures)),
        Part("Kiến nghị, đề xuất", proposals(figures)),
    ]
    return (*_opening(figures), *numbered(parts), *_appendices(figures))


def _starts(figures: AgencyFigures) -> dt.date:
    return dt.date.fromisoformat(figures.period_starts)


def _opening(figures: AgencyFigures) -> tuple[Block, ...]:
    """What the report rests on, and of which day its figures are. No asking paper is made up."""
    subject = lowered(title(_starts(figures), yearly=figures.yearly))
    rests_on = listing([one.cited for one in figures.mandates], last="; ")
    carried_out = f"Thực hiện {rests_on}, " if rests_on else ""
    told = [Paragraph(f"{carried_out}{figures.agency} báo cáo {subject} như sau:")]
    told += [
        Paragraph(_carried_on(one), italic=True) for one in figures.mandates if one.carried_on
    ]
    told.append(
        Paragraph(
            f"Số liệu tính đến ngày {day(figures.as_of)}, so với ngày {day(figures.before_on)}, "
            f"theo dữ liệu ghi nhận đến {moment(figures.known_at)}; thước đo là bộ tiêu chí "
            f"{figures.criteria_set}. Tiêu chí chưa có đánh giá được ghi là chưa đánh giá, "
            "không tính là chưa đạt."
        )
    )
    return made("mo-dau", told, figures.as_of)


def _carried_on(one: Mandate) -> str:
    source = f" của {one.replaces}" if one.replaces else " trước đó"
    return (
        f"Danh sách phân công của {one.paper} chưa được nhập; "
        f"báo cáo này lấy theo phân công{source} được chuyển tiếp."
    )


def _appendices(figures: AgencyFigures) -> tuple[Block, ...]:
    """Each stands where it has a row; its number is the form's and stays (A3 is A3 without A2)."""
    period = span(_starts(figures), yearly=figures.yearly)
    titles = {
        "A1": f"Kết quả tiêu chí của các xã {period}",
        "A2": f"Hoạt động hỗ trợ các xã {period}",
        "A3": f"Nguồn lực hỗ trợ các xã {period}",
        "A4": f"Nhiệm vụ theo kế hoạch {period}",
    }
    told: list[Block] = []
    for key, table in _annexes(figures).items():
        appendix = Appendix(
            number=key,
            title=titles[key],
            attached_to=f"Kèm theo Báo cáo của {figures.agency}",
            blocks=_under_title(table, figures),
            landscape=True,
        )
        told += made(f"phu-luc-{key.lower()}", (appendix,), figures.as_of)
    return tuple(told)


def _under_title(table: Table, figures: AgencyFigures) -> tuple[Block, ...]:
    """The appendix has the title already: above the table stands only the day of its figures (RF5)."""
    shown = replace(table, caption=f"Số liệu đến ngày {day(figures.as_of)}")
    marked = any(cell.endswith("(*)") for row in table.rows for cell in row.cells)
    return (shown, Paragraph(MARKED, italic=True)) if marked else (shown,)


def _annexes(figures: AgencyFigures) -> dict[str, Table]:
    found = {
        "A1": table_a1(figures),
        "A2": table_a2(figures),
        "A3": table_a3(figures),
        "A4": table_a4(figures),
    }
    if sums_of(figures.given, figures.support).is_blank:
        del found["A3"]
    return {key: table for key, table in found.items() if table.rows}


def tables(given: dict[str, Any]) -> tuple[Table, ...]:
    """What was frozen, as tables for the screen."""
    figures = thaw(given)
    sector = (table_sector(figures),) if figures.sector else ()
    return (*_annexes(figures).values(), *sector)


def facts(given: dict[str, Any]) -> tuple[Fact, ...]:
    figures = thaw(given)
    sums = sums_of(figures.given, figures.support)
    sponsor = reverse("plans:sponsor_detail", args=[figures.slug]) if figures.slug else ""
    met = [one.met_now for one in figures.communes if one.met_now is not None]
    help_, deeds = (
        help_address(figures),
        f"{reverse('plans:plan_action_list')}?don-vi={figures.slug}",
    )
    states = [deed_state_of(one, figures) for one in figures.deeds]
    led = [one.task for one in figures.tasks if one.leads]
    board = lead_address(int(figures.as_of[:4]), figures.slug)
    counts: list[tuple[str, str, object, str]] = [
        ("communes", "Số xã được phân công", len(figures.communes), sponsor),
        ("communes.judged", "Số xã có đánh giá", len(met), sponsor),
        ("criteria.met", "Tổng số tiêu chí đạt", sum(met) if met else "", sponsor),
        ("criteria.gained", "Tiêu chí đạt thêm", _moved(figures, "gained"), sponsor),
        ("criteria.lost", "Tiêu chí không còn đạt", _moved(figures, "lost"), sponsor),
        ("help.times", "Hoạt động hỗ trợ trong kỳ", len(figures.given), help_),
        ("help.money", "Nguồn lực trong kỳ (triệu đồng)", number(sums.total), help_),
        ("help.own", "Kinh phí của đơn vị (triệu đồng)", number(sums.own), help_),
        ("help.called", "Vận động (triệu đồng)", number(sums.called), help_),
        ("help.integrated", "Lồng ghép (triệu đồng)", number(sums.integrated), help_),
        ("help.days", "Ngày công", number(sums.days), help_),
        ("deeds", "Việc trong kế hoạch", len(states), deeds),
        ("deeds.late", "Việc quá hạn", states.count("quá hạn"), deeds),
        ("tasks", "Nhiệm vụ chủ trì", len(led), board),
        ("tasks.done", "Nhiệm vụ chủ trì đã hoàn thành", sum(one.is_done for one in led), board),
    ]
    return (
        *(Fact(key, label, str(value), address) for key, label, value, address in counts),
        *(_fact_of(one, figures) for one in figures.communes),
        *(
            Fact(
                f"criterion.{one.criterion.number}",
                f"Số xã đạt tiêu chí {one.criterion.number}",
                "" if one.met_now is None else f"{one.met_now}/{one.communes}",
                criterion_address(one, figures),
            )
            for one in figures.sector
        ),
    )


def _moved(figures: AgencyFigures, name: str) -> object:
    """Blank where no commune was judged at both ends: nothing to compare is not zero."""
    known = [one for one in figures.communes if one.change is not None]
    return sum(len(getattr(one, name)) for one in known) if known else ""


def _fact_of(one: CommuneFigures, figures: AgencyFigures) -> Fact:
    value = "" if one.met_now is None else f"{one.met_now}/{figures.total}"
    key = one.code or one.name
    return Fact(f"commune.{key}", f"Tiêu chí đạt, {one.name}", value, commune_address(one))


def warnings(given: dict[str, Any]) -> tuple[str, ...]:
    """What does not close (RF6): told, never mended."""
    figures = thaw(given)
    told = [
        f"Hỗ trợ ngày {day(one.on)} tại xã {one.commune}: tổng nêu {number(Decimal(one.doubt))} triệu đồng "
        f"không bằng cộng các nguồn {number(_split(one.by_source))} triệu đồng."
        for one in figures.given
        if one.doubt
    ]
    for one in figures.communes:
        named = len(one.gained) + len(one.newly_met) - len(one.lost)
        if one.change is not None and one.change != named:
            told.append(
                f"{one.name}: số tiêu chí đạt thay đổi {signed(one.change)}, còn các tiêu chí nêu tên cộng lại "
                f"là {signed(named)} (có tiêu chí chuyển sang hoặc từ «không áp dụng», hay rút đánh giá)."
            )
    return tuple(told)


def _split(by_source: tuple[tuple[str, str], ...]) -> Decimal:
    return sum((Decimal(amount) for _, amount in by_source), Decimal(0))


HALF_YEAR = ReportKind(
    rounds=RoundKind.HALF_YEAR,
    issuers=standing_behind,
    title=lambda run: title(run.period_starts, yearly=False),
    addressed=lambda run: to_the_province(working_day()),  # noqa: ARG005 -- whoever reports, to the same
    gather=gathering.gather,
    compose=compose,
    tables=tables,
    is_illustrative=lambda given: thaw(given).illustrative,
    facts=facts,
    warnings=warnings,
)
YEAR = replace(
    HALF_YEAR,
    rounds=RoundKind.YEAR,
    title=lambda run: title(run.period_starts, yearly=True),
)
