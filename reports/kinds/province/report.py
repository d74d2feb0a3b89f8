"""The report of the province for six months or a year, and the same of a district while there are districts."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from communes.choices import AgencyKind
from communes.models import Agency, Commune
from criteria.choices import Level, RoundKind
from documents.blocks import Appendix, Block, Bullets, Paragraph, Table
from documents.models import Letterhead
from documents.selectors import ADDRESSED
from reports.figures.province import report as gathering
from reports.figures.province.shapes import Figures, dec, mean, thaw
from reports.kinds.contract import Addressed, Fact, ReportKind
from reports.kinds.issuers import AS_ABOVE, to_the_province
from reports.kinds.money import done_of, plan_of
from reports.kinds.outline import Part, left_open, made, numbered
from reports.kinds.programme.tables import table_c3
from reports.kinds.province.addresses import at_level, capital, debts, overview, support
from reports.kinds.province.checks import warnings
from reports.kinds.province.lists import LEGEND, table_c1, table_c2, table_matrix
from reports.kinds.province.money import money_tables
from reports.kinds.province.outlook import aims, judgement, proposals
from reports.kinds.province.results import LABELS, limits, results, tasks_of
from reports.kinds.province.tables import (
    mean_words,
    now_words,
    starts,
    table_04,
    table_05,
    table_06,
)
from reports.models import ReportRun
from reports.models.run import OF_A_YEAR
from reports.words import counted, day, listing, lowered, moment, roman
from reports.words.commune import SUBJECT, coming, covered
from reports.words.links import linked
from reports.words.numbers import billions, number, percent

WIDE = 8  # columns: from here on a table lies across (RF9)
CENTRAL_COMMITTEE = "Ban Chỉ đạo Trung ương các chương trình mục tiêu quốc gia"
CENTRAL_OFFICE = "Văn phòng Điều phối nông thôn mới Trung ương"
COPIES = ("Tỉnh ủy", "Hội đồng nhân dân tỉnh")
# The ministry that the programme belongs to went into another in 2025 (data/units: agencies.csv).
MINISTRY_BEFORE = "Bộ Nông nghiệp và Phát triển nông thôn"
MINISTRY = "Bộ Nông nghiệp và Môi trường"
MERGED = 2025


def subject(run: ReportRun) -> str:
    """RF1: what was done and what comes next; a district says of which place."""
    yearly = run.kind in OF_A_YEAR
    place = f" {run.agency.district}" if run.agency.district else ""
    return (
        f"Kết quả {SUBJECT}{place} {covered(run.period_starts, yearly=yearly)} "
        f"và phương hướng, nhiệm vụ {coming(run.period_starts, yearly=yearly)}"
    )


def of_the_province(on: dt.date) -> QuerySet[Agency]:
    """Who reports in its own name; of a Ban Chỉ đạo, whose papers go out under a post, the committee tells."""
    heads = Letterhead.objects.on(on).filter(agency=OuterRef("pk"))
    rows = Agency.objects.on(on).filter(kind=AgencyKind.PROVINCE)
    return rows.filter(Exists(heads.filter(is_post=False)) | ~Exists(heads))


def of_a_district(on: dt.date) -> QuerySet[Agency]:
    """Committees of the districts that have communes; none since the tier ended."""
    held = Commune.objects.on(on).filter(district=OuterRef("district"))
    return Agency.objects.on(on).filter(Exists(held), kind=AgencyKind.DISTRICT)


def to_the_centre(run: ReportRun) -> list[Addressed]:
    ministry = MINISTRY if run.as_of.year >= MERGED else MINISTRY_BEFORE
    above = [(name, ADDRESSED, None) for name in (ministry, CENTRAL_COMMITTEE, CENTRAL_OFFICE)]
    return [*above, (AS_ABOVE, "", None), *((name, "", None) for name in COPIES)]


def compose(given: dict[str, Any]) -> tuple[Block, ...]:
    """The whole text, from the frozen figures alone."""
    figures = thaw(given)
    parts = [
        Part("Công tác chỉ đạo, điều hành", _steering(figures)),
        Part("Kết quả thực hiện", results(figures)),
        Part("Nguồn lực thực hiện Chương trình", _resources(figures)),
        Part("Đánh giá", judgement(figures)),
        Part("Mục tiêu, nhiệm vụ", aims(figures)),
        Part("Kiến nghị, đề xuất", proposals(figures)),
    ]
    return (*_opening(figures), *numbered(parts), *_appendices(figures))


def _opening(figures: Figures) -> tuple[Block, ...]:
    asked = listing(list(figures.asked), last="; ")
    carried_out = f"Thực hiện {asked}, " if asked else ""
    told = [
        Paragraph(
            f"{carried_out}{figures.issuer} báo cáo kết quả {lowered(SUBJECT)} "
            f"{covered(starts(figures), yearly=figures.yearly)} như sau:"
        ),
        Paragraph(
            f"Số liệu tính đến ngày {day(figures.as_of)}, so với ngày {day(figures.before_on)}, "
            f"theo dữ liệu ghi nhận đến {moment(figures.known_at)}; thước đo là bộ tiêu chí "
            f"{figures.criteria_set}. Chỉ tiêu chí «đạt» được tính là đạt; tiêu chí chưa có đánh giá "
            "được ghi là chưa đánh giá, không tính là chưa đạt. Số hiệu biểu theo bộ biểu giai đoạn "
            "2026–2030 (chưa kiểm chứng)."
            + (" Dấu (*) chỉ số liệu minh họa." if figures.illustrative else "")
        ),
    ]
    return made("mo-dau", told, figures.as_of)


def _steering(figures: Figures) -> tuple[Block, ...]:
    period = covered(starts(figures), yearly=figures.yearly)
    parts = [
        Part("Văn bản đã ban hành", _issued(figures)),
        Part(
            "Bộ máy chỉ đạo, điều phối",
            (
                *made("chi-dao.huyen", _own_programmes(figures), figures.as_of),
                *left_open("kiện toàn Ban Chỉ đạo, Văn phòng Điều phối; các cuộc họp trong kỳ"),
            ),
        ),
        Part(
            "Tuyên truyền, phong trào thi đua",
            left_open(f"hoạt động tuyên truyền, thi đua {period}"),
        ),
        Part("Tập huấn, bồi dưỡng", left_open("số lớp, số người được tập huấn")),
        Part("Kiểm tra, giám sát", left_open("các đoàn kiểm tra, giám sát, kết luận chính")),
    ]
    return numbered(parts, level=2)


def _issued(figures: Figures) -> tuple[Block, ...]:
    kinds: dict[str, int] = {}
    for one in figures.papers:
        kinds[one.kind] = kinds.get(one.kind, 0) + 1
    if not kinds:
        words = f"Chưa có văn bản nào ban hành {now_words(figures)} được nhập vào cổng."
        return (
            *made("chi-dao.van-ban", (Paragraph(words),), figures.as_of),
            *left_open("văn bản đã ban hành trong kỳ"),
        )
    by_kind = listing([counted(count, lowered(kind)) for kind, count in kinds.items()])
    words = (
        f"Đã ban hành {counted(len(figures.papers), 'văn bản')} {now_words(figures)}: "
        f"{by_kind} (chi tiết tại Biểu 04)."
    )
    return made("chi-dao.van-ban", (Paragraph(words),), figures.as_of)


def _own_programmes(figures: Figures) -> tuple[Block, ...]:
    if not figures.districts or not figures.whole_province:
        return ()
    own = [one for one in figures.districts if one.programmes]
    words = f"{len(own)}/{len(figures.districts)} huyện, thị xã đã ban hành chương trình, kế hoạch năm của mình"
    names = f": {listing([one.name for one in own])}" if own else ""
    return (Paragraph(f"{words}{names}."),)


def _resources(figures: Figures) -> tuple[Block, ...]:
    year = starts(figures).year
    told: list[Block] = []
    if figures.funds:
        plan, done = plan_of(figures.funds), done_of(figures.funds)
        share = f" ({percent(done, plan)})" if plan and done is not None else ""
        told.append(
            Paragraph(
                f"Vốn năm {year} đã phân bổ {linked(billions(plan) or 'chưa có số liệu', capital(figures))}; "
                f"giải ngân đến {day(figures.as_of)} {billions(done) or 'chưa có số liệu'}{share}. "
                "Chi tiết tại Biểu 07, Biểu 08 và Biểu 09."
            )
        )
    else:
        words = f"Chưa có số liệu vốn năm {year} đến {day(figures.as_of)}."
        told.append(Paragraph(words))
    if figures.debt is not None:
        amount = linked(billions(dec(figures.debt)), debts(figures))
        told.append(
            Paragraph(
                f"Nợ đọng xây dựng cơ bản theo báo cáo gần nhất: {amount}, "
                f"ở {counted(figures.debtors, 'xã')}."
            )
        )
    given = [
        f"{one.what}: nêu {number(dec(one.stated))}, cộng các phần được {number(dec(one.parts))} triệu đồng"
        for one in figures.gaps
    ]
    if given:
        told += [Paragraph("Số tổng không khớp, giữ như nguồn nêu:"), Bullets(tuple(given))]
    return (
        *made("nguon-luc", told, figures.as_of),
        *left_open("vốn được giao theo quyết định nào, tiến độ phân bổ"),
    )


def every_table(figures: Figures) -> tuple[Table, ...]:
    tasks = tasks_of(figures)
    return (
        *((table_04(figures),) if figures.papers else ()),
        table_05(figures),
        table_06(figures),
        *money_tables(figures),
        table_c1(figures),
        *((table_c2(figures),) if figures.sponsors else ()),
        *((table_c3(tasks),) if tasks.tasks else ()),
        table_matrix(figures),
    )


def tables(given: dict[str, Any]) -> tuple[Table, ...]:
    return every_table(thaw(given))


def _appendices(figures: Figures) -> tuple[Block, ...]:
    """Each table an appendix of its own, brought up to date by itself."""
    found: list[Block] = []
    for place, table in enumerate(every_table(figures), start=1):
        one = Appendix(
            number=roman(place),
            title=table.caption,
            attached_to=f"Kèm theo Báo cáo của {figures.issuer}",
            blocks=(*_legend(table), replace(table, caption=""), *_notes(table)),
            landscape=len(table.columns) >= WIDE,
        )
        found += made(f"phu-luc.{_key(table)}", (one,), figures.as_of)
    return tuple(found)


def _key(table: Table) -> str:
    """«bieu-05» of «Biểu 05. …»: stays though tables before it come or go."""
    name, _, rest = table.caption.partition(". ")
    key = "bieu-" + name.removeprefix("Biểu ").lower() if rest else "bieu"
    if rest.startswith("(tiếp theo)"):
        return f"{key}-tiep"
    if not rest:
        return "ma-tran" if table.caption.startswith("Bảng") else "theo-muc"
    return key


def _legend(table: Table) -> Iterable[Block]:
    if _key(table) == "ma-tran":
        yield Paragraph(LEGEND, italic=True)


def _notes(table: Table) -> Iterable[Block]:
    if _key(table) == "theo-muc":
        yield Paragraph(
            "Bình quân và mức tăng chỉ tính trên các xã được đánh giá đủ các tiêu chí; xã có tiêu chí chưa "
            "đánh giá mà có thể thuộc hai mức được xếp vào cột «Chưa đủ số liệu».",
            italic=True,
        )


def is_illustrative(given: dict[str, Any]) -> bool:
    figures = thaw(given)
    return figures.illustrative or tasks_of(figures).illustrative


def facts(given: dict[str, Any]) -> tuple[Fact, ...]:
    figures = thaw(given)
    whole = len(figures.communes)
    found = [Fact("xa", "Số xã", str(whole), overview(figures))]
    for level, label in LABELS.items():
        value = str(figures.recognised(level))
        found.append(Fact(f"cong-nhan.{level}", f"Xã {label}", value, at_level(figures, level)))
    found.append(
        Fact(
            "cong-nhan.ty-le",
            "Tỷ lệ xã đạt chuẩn",
            percent(figures.recognised(Level.STANDARD), whole) if whole else "",
        )
    )
    apart = (
        ("du-chua", "Đủ tiêu chí, chưa công nhận", figures.full_unrecognised),
        ("hut", "Đã công nhận, còn tiêu chí chưa đạt", figures.recognised_failing),
    )
    found += [
        Fact(f"khac.{key}", label, str(len(rows)), overview(figures, cong_nhan=key))
        for key, label, rows in apart
    ]
    found.append(Fact("binh-quan", "Số tiêu chí bình quân", mean_words(figures.communes)))
    known = mean(figures.communes)
    found.append(Fact("danh-gia-du", "Xã được đánh giá đủ", str(known.communes if known else 0)))
    found += [
        Fact(
            f"duoi-{limit}",
            f"Xã dưới {limit} tiêu chí",
            str(sum(one.word.is_under(limit) for one in figures.communes))
            if figures.has_data
            else "",
            overview(figures, muc=f"duoi-{limit}"),
        )
        for limit in limits(figures)
    ]
    moved = (
        ("tang", "Xã có tiêu chí lên đạt", "gained"),
        ("giam", "Xã có tiêu chí mất đạt", "lost"),
    )
    found += [
        Fact(
            f"bien-dong.{key}",
            label,
            str(sum(bool(getattr(one, name)) for one in figures.communes))
            if figures.compares
            else "",
            overview(figures, bien_dong=key),
        )
        for key, label, name in moved
    ]
    return (*found, *_money_facts(figures), *_form_facts(figures))


def _money_facts(figures: Figures) -> Iterable[Fact]:
    plan, done = plan_of(figures.funds), done_of(figures.funds)
    yield Fact("von.phan-bo", "Vốn đã phân bổ", billions(plan), capital(figures))
    yield Fact("von.giai-ngan", "Vốn đã giải ngân", billions(done), capital(figures))
    yield Fact("no", "Nợ đọng xây dựng cơ bản", billions(dec(figures.debt)), debts(figures))
    times = sum(one.times for one in figures.sponsors)
    yield Fact("ho-tro", "Lượt hỗ trợ trong kỳ", str(times), support(figures))
    yield Fact("van-ban", "Văn bản ban hành trong kỳ", str(len(figures.papers)))


def _form_facts(figures: Figures) -> Iterable[Fact]:
    """(form set, form no.): the same number stands for other columns in another set."""
    yield Fact("bo-bieu", "Bộ biểu", figures.form_set)


def _kind(rounds: RoundKind, *, district: bool) -> ReportKind:
    return ReportKind(
        rounds=rounds,
        issuers=of_a_district if district else of_the_province,
        title=subject,
        addressed=(lambda run: to_the_province(run.as_of)) if district else to_the_centre,
        gather=gathering.gather,
        compose=compose,
        tables=tables,
        is_illustrative=is_illustrative,
        facts=facts,
        warnings=warnings,
    )


HALF_YEAR = _kind(RoundKind.HALF_YEAR, district=False)
YEAR = _kind(RoundKind.YEAR, district=False)
DISTRICT_HALF_YEAR = _kind(RoundKind.HALF_YEAR, district=True)
DISTRICT_YEAR = _kind(RoundKind.YEAR, district=True)
