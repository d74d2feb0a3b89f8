"""A commune's six-month and yearly report (report-forms.md §4): its parts, from the frozen figures alone."""

import datetime as dt
from dataclasses import replace
from typing import Any

from django.db.models import QuerySet

from accounts.calendar import working_day
from communes.choices import AgencyKind
from communes.models import Agency
from criteria.choices import RoundKind
from documents.blocks import Appendix, Block, Bullets, Paragraph, Table
from documents.selectors import ADDRESSED
from reports.choices import Kind
from reports.figures.commune import report as gathering
from reports.figures.commune.shapes import ReportCommune, added, decimal
from reports.figures.thawing import thawed
from reports.kinds.commune.facts import facts
from reports.kinds.commune.money import coming_words, now_words, starts
from reports.kinds.commune.tables import MADE_UP, UNVERIFIED, every_table
from reports.kinds.commune.text import (
    by_criterion,
    good,
    lacking,
    outlook,
    rows_of,
    scorecard,
)
from reports.kinds.contract import Addressed, ReportKind
from reports.kinds.issuers import to_the_province
from reports.kinds.money import done_of, plan_of
from reports.kinds.outline import Part, left_open, made, numbered
from reports.models import ReportRun
from reports.words import counted, day, listing, lowered, moment
from reports.words.commune import debt, disbursed, helped, title, villages
from reports.words.links import linked
from reports.words.numbers import billions, number

MONEY = "triệu đồng"


def compose(given: dict[str, Any]) -> tuple[Block, ...]:
    """The whole text, from the frozen figures alone."""
    figures = thawed(ReportCommune, given)
    yearly = figures.yearly
    kept = "năm tới" if yearly else "6 tháng cuối năm"
    parts = [
        Part("Công tác chỉ đạo, điều hành", _steering(figures)),
        Part("Kết quả thực hiện", _results(figures)),
        Part("Đánh giá chung", _judgement(figures)),
        Part(f"Đăng ký mục tiêu, nhiệm vụ {kept}", _targets(figures)),
        Part("Kiến nghị, đề xuất", _proposals(figures)),
    ]
    return (*_opening(figures), *numbered(parts), *_appendices(figures))


def tables(given: dict[str, Any]) -> tuple[Table, ...]:
    """What was frozen, as tables for the screen, for XLSX and to compare."""
    figures = thawed(ReportCommune, given)
    return tuple(one for _, some in every_table(figures, scorecard(figures)) for one in some)


def is_illustrative(given: dict[str, Any]) -> bool:
    return thawed(ReportCommune, given).illustrative


def warnings(given: dict[str, Any]) -> tuple[str, ...]:
    """Sums that do not close, and what people and the machine say differently."""
    figures = thawed(ReportCommune, given)
    told = list(figures.warnings)
    differing = [str(one.number) for one in figures.criteria if one.now and one.machine]
    if differing:
        told.append(
            f"Tiêu chí {listing(differing)}: đánh giá đã ghi nhận khác kết quả đối chiếu chỉ tiêu."
        )
    return tuple(told)


def _made(part: str, blocks: tuple[Block, ...], figures: ReportCommune) -> tuple[Block, ...]:
    return made(f"xa.{part}", blocks, figures.as_of)


def _opening(figures: ReportCommune) -> tuple[Block, ...]:
    """RF3: what the report rests on, as far as the data knows; RF5: of which day its figures are."""
    rests_on = figures.asked_by or (figures.plan.cited if figures.plan else "")
    first = f"Thực hiện {rests_on}, {figures.committee}" if rests_on else figures.committee
    subject = lowered(title(starts(figures), yearly=figures.yearly))
    told = [
        Paragraph(f"{first} báo cáo {subject} như sau:"),
        Paragraph(
            f"Số liệu tính đến ngày {day(figures.as_of)}, so với ngày {day(figures.before_on)}, "
            f"theo dữ liệu ghi nhận đến {moment(figures.known_at)}; thước đo là bộ tiêu chí "
            f"{figures.criteria_set}. Tiêu chí chưa có đánh giá được ghi là chưa đánh giá, không tính "
            "là chưa đạt."
        ),
    ]
    return _made("mo-dau", tuple(told), figures)


def _steering(figures: ReportCommune) -> tuple[Block, ...]:
    told: list[Block] = []
    if figures.papers:
        told += [
            Paragraph(f"Trong kỳ, {figures.committee} đã ban hành {_papers(figures.papers)}."),
        ]
    plan = figures.plan
    if plan and plan.milestones:
        told.append(Paragraph(f"Tiến độ theo kế hoạch năm {figures.year} của xã:"))
        told.append(
            Bullets(
                tuple(
                    f"Quý {one.quarter}: {lowered(one.text)} – {one.state}"
                    f"{f' ({day(one.done_on)})' if one.done_on else ''}"
                    for one in plan.milestones
                )
            )
        )
    if plan and plan.village_reports:
        told.append(
            Paragraph(
                f"Đã nhận {counted(plan.village_reports, 'báo cáo tháng')} của các thôn, bản."
            )
        )
    asked = left_open(
        "kiện toàn, hoạt động của Ban Chỉ đạo, Ban Quản lý xã, Ban Phát triển thôn; nghị quyết, văn bản "
        "chỉ đạo khác; công tác tuyên truyền, vận động"
    )
    return (*_made("chi-dao", tuple(told), figures), *asked)


def _papers(papers: tuple[str, ...]) -> str:
    return listing(papers, last="; ") if len(papers) > 1 else papers[0]


def _results(figures: ReportCommune) -> tuple[Block, ...]:
    parts = [
        Part("Kết quả theo từng tiêu chí", _made("tieu-chi", by_criterion(figures), figures)),
        Part("Huy động nguồn lực, công trình", _made("nguon-luc", _resources(figures), figures)),
        Part("Thôn, bản nông thôn mới; sản phẩm OCOP", _villages(figures)),
        Part("Nợ đọng xây dựng cơ bản", _made("no", (Paragraph(_debt(figures)),), figures)),
        Part(
            "Sự giúp đỡ của đơn vị đỡ đầu, phụ trách",
            _made("do-dau", _help(figures), figures),
        ),
    ]
    return numbered(parts, level=2)


def _resources(figures: ReportCommune) -> tuple[Block, ...]:
    plan, done = plan_of(figures.funds), done_of(figures.funds)
    money = rows_of("plans:capital_list", figures, nam=figures.year)
    text = disbursed(plan, done, figures.year, figures.as_of, address=money)
    more = " Chi tiết tại Phụ lục B2, B3." if figures.contents else ""
    told: list[Block] = [Paragraph(f"{text}{more}")]
    if figures.works:
        every = linked(
            counted(len(figures.works), "công trình"), rows_of("plans:work_list", figures)
        )
        lines = [
            f"{one.name} ({one.kind}{f', {one.volume}' if one.volume else ''}): "
            f"{_invested(one.investment)}{_progress(one.started_on, one.finished_on)}"
            f"{' (*)' if one.illustrative else ''}"
            for one in figures.works
        ]
        told += [Paragraph(f"Trên địa bàn xã có {every}:"), Bullets(tuple(lines))]
    else:
        told.append(Paragraph("Chưa có số liệu công trình trên địa bàn xã."))
    return tuple(told)


def _invested(investment: str | None) -> str:
    known = decimal(investment)
    return f"tổng mức đầu tư {billions(known)}; " if known is not None else ""


def _progress(started_on: str, finished_on: str) -> str:
    if finished_on:
        return f"hoàn thành ngày {day(finished_on)}"
    return (
        f"khởi công ngày {day(started_on)}, chưa hoàn thành" if started_on else "chưa hoàn thành"
    )


def _villages(figures: ReportCommune) -> tuple[Block, ...]:
    count = len(figures.villages)
    households = [one.households for one in figures.villages]
    poor = [one.poor for one in figures.villages]
    told = villages(
        count,
        _whole(households),
        _whole(poor),
        sum(bool(one.titles) for one in figures.villages),
    )
    known = (Paragraph(f"{told} Chi tiết tại Phụ lục B5."),) if told else ()
    lacks = "" if told else "số thôn, bản, số hộ và danh hiệu của thôn, bản; "
    asked = left_open(f"{lacks}vườn mẫu, thôn kiểu mẫu; sản phẩm OCOP được xếp hạng")
    return (*_made("thon", known, figures), *asked)


def _whole(counts: list[int | None]) -> int | None:
    known = [one for one in counts if one is not None]
    return sum(known) if known and len(known) == len(counts) else None


def _debt(figures: ReportCommune) -> str:
    before, now = figures.debts
    text = debt(
        decimal(before.amount) if before else None,
        decimal(now.amount) if now else None,
        before.as_of if before else figures.before_on,
        now.as_of if now else figures.as_of,
        address=rows_of("plans:debt_list", figures),
    )
    marked = any(one.illustrative for one in figures.debts if one)
    return f"{text}{' (*)' if marked else ''}"


def _help(figures: ReportCommune) -> tuple[Block, ...]:
    told: list[Block] = []
    if figures.sponsors:
        behind = [
            f"{one.agency} ({one.duty}, {one.paper}"
            f"{', chuyển tiếp từ quyết định trước' if one.carried_on else ''})"
            for one in figures.sponsors
        ]
        told.append(Paragraph(f"Đơn vị được phân công giúp đỡ xã: {listing(behind, last='; ')}."))
    else:
        told.append(
            Paragraph(
                "Chưa có đơn vị nào được phân công đỡ đầu, phụ trách xã trong dữ liệu của cổng."
            )
        )
    done = [one for one in figures.support if one.done]
    agencies = list(dict.fromkeys(one.agency for one in done))
    money = decimal(added([one.money for one in done]))
    text = helped(
        len(done),
        agencies,
        money,
        decimal(added([one.days for one in done])),
        address=rows_of("plans:support_list", figures),
    )
    told.append(Paragraph(text))
    if figures.support:
        told.append(Bullets(tuple(_support_line(one) for one in figures.support)))
    return tuple(told)


def _support_line(one: Any) -> str:
    on = f"ngày {day(one.day)}" if one.day else "chưa rõ ngày"
    when = on if one.done else f"theo kế hoạch, {on}"
    money = decimal(one.money)
    worth = f"; {number(money)} {MONEY}" if money is not None else ""
    labour = f"; {number(decimal(one.days))} ngày công" if one.days else ""
    result = f"; kết quả: {lowered(one.result)}" if one.result else ""
    mark = " (*)" if one.illustrative else ""
    return (
        f"{one.agency}: {lowered(one.content)} ({one.form}, {when}){worth}{labour}{result}{mark}"
    )


def _judgement(figures: ReportCommune) -> tuple[Block, ...]:
    well, badly = good(figures), lacking(figures)
    parts = [
        Part("Kết quả nổi bật", _listed("noi-bat", well, figures)),
        Part("Tồn tại, hạn chế", _listed("ton-tai", badly, figures)),
        Part(
            "Nguyên nhân, bài học kinh nghiệm",
            left_open("nguyên nhân khách quan, chủ quan; bài học kinh nghiệm"),
        ),
    ]
    return numbered(parts, level=2)


def _listed(part: str, lines: list[str], figures: ReportCommune) -> tuple[Block, ...]:
    blocks = (Bullets(tuple(f"{one[:1].upper()}{one[1:]}" for one in lines)),) if lines else ()
    return _made(part, blocks, figures)


def _targets(figures: ReportCommune) -> tuple[Block, ...]:
    told: list[Block] = []
    if figures.plan_next:
        told.append(Paragraph(f"{figures.committee} đã ban hành {figures.plan_next}."))
    lines = outlook(figures)
    if lines:
        told.append(Bullets(tuple(f"{one[:1].upper()}{one[1:]}" for one in lines)))
    asked = left_open(
        f"mức và năm đăng ký đạt chuẩn; chỉ tiêu, nhiệm vụ chủ yếu {coming_words(figures)}"
    )
    return (*_made("muc-tieu", tuple(told), figures), *asked)


def _proposals(figures: ReportCommune) -> tuple[Block, ...]:
    """By addressee (RF4); none is made up."""
    by_addressee: dict[str, list[str]] = {}
    for one in figures.proposals:
        answer = f" (trả lời – {one.answer.rstrip('.')})" if one.answer else ""
        mark = " (*)" if one.illustrative else ""
        line = f"{one.text.rstrip(' .;')}{answer}{mark}"
        by_addressee.setdefault(one.to or "cấp trên", []).append(line)
    told: list[Block] = []
    for to, lines in by_addressee.items():
        told += [Paragraph(f"Với {to}:"), Bullets(tuple(lines))]
    return _made("kien-nghi", tuple(told), figures)


def _appendices(figures: ReportCommune) -> tuple[Block, ...]:
    return tuple(
        block
        for mark, some in every_table(figures, scorecard(figures))
        for block in made(f"xa.{mark}", (_appendix(mark, some, figures),), figures.as_of)
    )


def _appendix(mark: str, some: tuple[Table, ...], figures: ReportCommune) -> Appendix:
    """One table takes its title from the appendix; two keep their captions."""
    first = some[0].caption.split(". ", 1)
    subject = (
        first[1] if len(some) == 1 else f"Kết quả huy động theo nội dung {now_words(figures)}"
    )
    blocks: tuple[Block, ...] = (replace(some[0], caption=""),) if len(some) == 1 else tuple(some)
    if mark == "B1":
        blocks = (*_legend(figures), *blocks)
    return Appendix(
        number=mark,
        title=subject,
        attached_to=f"Kèm theo Báo cáo của {figures.committee}",
        blocks=blocks,
        landscape=any(len(one.columns) > 7 for one in some),  # noqa: PLR2004 -- RF9: from eight on
    )


def _legend(figures: ReportCommune) -> tuple[Block, ...]:
    """How B1 is to be read: only of the marks that stand in it."""
    told = ["Ô trống: chưa có số liệu, chưa đánh giá; «-»: không áp dụng"]
    some = any(one.is_told for one in figures.criteria)
    if not some:
        told.append("chưa có số liệu của chỉ tiêu nào, nên chỉ nêu tiêu chí")
    elif not all(one.is_told for one in figures.criteria):
        told.append(
            "chỉ tiêu chưa có số liệu không tách dòng riêng, nêu ở cột Ghi chú của tiêu chí"
        )
    if any(row.unverified for one in figures.criteria if one.is_told for row in one.indicators):
        told.append(f"{UNVERIFIED}: ngưỡng chưa kiểm chứng nguồn")
    if any(one.illustrative for one in figures.criteria):
        told.append(f"{MADE_UP}: số liệu minh họa")
    return (Paragraph(f"{'; '.join(told)}.", italic=True),)


def committees(on: dt.date) -> QuerySet[Agency]:
    """People's committees of the rural communes that the programme measures on that day."""
    rows = Agency.objects.on(on).filter(kind=AgencyKind.COMMUNE)
    return rows.filter(commune__kind="xã", commune__province__home=True)


def addressed(run: ReportRun) -> list[Addressed]:
    """The district as long as there is one (until 30/6/2025), the province and its office."""
    today = working_day()
    commune = run.agency.commune
    district = commune.district if commune else None
    above = (
        Agency.objects.on(today).filter(kind=AgencyKind.DISTRICT, district=district).first()
        if district
        else None
    )
    first: list[Addressed] = [(above.name, ADDRESSED, above)] if above else []
    return [*first, *to_the_province(today)]


def _kind(*, yearly: bool) -> ReportKind:
    return ReportKind(
        rounds=RoundKind.YEAR if yearly else RoundKind.HALF_YEAR,
        issuers=committees,
        title=lambda run: title(run.period_starts, yearly=run.kind == Kind.COMMUNE_YEAR),
        addressed=addressed,
        gather=gathering.gather,
        compose=compose,
        tables=tables,
        is_illustrative=is_illustrative,
        facts=facts,
        warnings=warnings,
    )


HALF_YEAR = _kind(yearly=False)
YEAR = _kind(yearly=True)
