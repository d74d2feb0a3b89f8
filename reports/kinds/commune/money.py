"""Tables of a commune's money: B2 «Biểu 11» by source and B3 «Biểu 12» by content, in triệu đồng."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

from documents.blocks import Column, Row, Table
from plans.choices import MoneySource
from reports.figures.commune.shapes import Content, Fund, ReportCommune, decimal
from reports.words import day
from reports.words.commune import coming, covered
from reports.words.numbers import number

MONEY = "triệu đồng"
LOOSE = "Không tách theo công trình"
Summed = Callable[[Iterable[Fund]], Decimal | None]
CENTRAL, INTEGRATED = MoneySource.CENTRAL.value, MoneySource.INTEGRATED.value
CREDIT, ENTERPRISES = MoneySource.CREDIT.value, MoneySource.ENTERPRISES.value
LOCAL = (MoneySource.PROVINCIAL.value, MoneySource.COMMUNE.value)
PEOPLE = (
    MoneySource.COMMUNITY_CASH.value,
    MoneySource.LABOUR_DAYS.value,
    MoneySource.IN_KIND.value,
)
OWN = MoneySource.OWN.value
SECTIONS = (  # the rows of «Biểu 11», as report-forms.md §5 has them
    ("I", "Ngân sách trung ương", (CENTRAL,)),
    ("II", "Ngân sách địa phương", LOCAL),
    ("III", "Vốn lồng ghép", (INTEGRATED,)),
    ("IV", "Vốn tín dụng", (CREDIT,)),
    ("V", "Doanh nghiệp, nhà hảo tâm", (ENTERPRISES,)),
    ("VI", "Cộng đồng, người dân", PEOPLE),
    ("VII", "Kinh phí của đơn vị", (OWN,)),
)


def starts(figures: ReportCommune) -> dt.date:
    return dt.date.fromisoformat(figures.period_starts)


def now_words(figures: ReportCommune) -> str:
    """«6 tháng đầu năm 2024 (đến 18/6/2024)»."""
    return f"{covered(starts(figures), yearly=figures.yearly)} (đến {day(figures.as_of)})"


def coming_words(figures: ReportCommune) -> str:
    return coming(starts(figures), yearly=figures.yearly)


def table_b2(figures: ReportCommune) -> Table:
    """«Biểu 11»: what was raised, by source. The plan for the rest is what the year's plan leaves."""
    columns = (
        Column("STT", 7, "center"),
        Column("Nội dung", 39),
        Column(f"Kế hoạch năm {figures.year}", 18, "right"),
        Column(f"Kết quả huy động {now_words(figures)}", 20, "right"),
        Column(_rest_title(figures), 18, "right"),
    )
    by_source = {one.source: one for one in figures.funds}
    rows = [_fund_row("", "TỔNG SỐ", figures.funds, total=True)]
    for mark, label, sources in SECTIONS:
        own = [by_source[one] for one in sources if one in by_source]
        if mark == "VII" and not own:
            continue
        rows.append(_fund_row(mark, label, own, total=True))
        rows += _parts(mark, sources, by_source, own)
    return Table(
        columns,
        tuple(rows),
        caption=f"Biểu B2 (Biểu 11). Kết quả huy động nguồn lực {now_words(figures)}",
        unit=MONEY,
    )


def _rest_title(figures: ReportCommune) -> str:
    if figures.yearly:
        return f"Kế hoạch năm {figures.year} chuyển sang {coming_words(figures)}"
    return f"Kế hoạch {coming_words(figures)} (phần còn lại của kế hoạch năm)"


def _parts(
    mark: str, sources: Sequence[str], by_source: dict[str, Fund], own: Sequence[Fund]
) -> Iterable[Row]:
    """The rows under a section; the central budget is not reported by kind of money."""
    if mark == "I":
        yield Row(("1", "Vốn đầu tư công", "", "", ""))
        yield Row(("2", "Kinh phí thường xuyên", "", "", ""))
        if own:
            yield _fund_row("3", "Chưa tách đầu tư công, thường xuyên", own)
    elif len(sources) > 1:
        for place, source in enumerate(sources, start=1):
            label = str(MoneySource(source).label).capitalize()
            given = [by_source[source]] if source in by_source else []
            yield _fund_row(str(place), label, given)


def _fund_row(mark: str, label: str, given: Sequence[Fund], *, total: bool = False) -> Row:
    amounts = (plan_of(given), done_of(given), rest_of(given))
    return Row((mark, label, *(number(one) for one in amounts)), total=total)


def plan_of(given: Iterable[Fund]) -> Decimal | None:
    return _sum(one.allocated for one in given)


def done_of(given: Iterable[Fund]) -> Decimal | None:
    return _sum(one.disbursed for one in given)


def rest_of(given: Iterable[Fund]) -> Decimal | None:
    """What the plan leaves; nothing where plan or result of a source is not reported."""
    rests = []
    for one in given:
        plan, done = decimal(one.allocated), decimal(one.disbursed)
        if plan is None:
            continue
        rests.append(max(plan - (done or 0), Decimal(0)))
    return sum(rests, Decimal(0)) if rests else None


def _sum(amounts: Iterable[str | None]) -> Decimal | None:
    known = [Decimal(one) for one in amounts if one is not None]
    return sum(known, Decimal(0)) if known else None


def tables_b3(figures: ReportCommune) -> tuple[Table, Table]:
    """«Biểu 12» in two, as its twenty-two columns do not fit a page: what was raised, and what is planned."""
    done = f"Kết quả huy động {now_words(figures)}"
    left = _rest_title(figures)
    return (
        _by_content(figures, f"Biểu B3a (Biểu 12). {done}", done_of, last="volume"),
        _by_content(figures, f"Biểu B3b (Biểu 12, tiếp theo). {left}", rest_of, last="note"),
    )


def _by_content(figures: ReportCommune, caption: str, amount_of: Summed, *, last: str) -> Table:
    direct = "Vốn trực tiếp"
    own = any(fund.source == OWN for one in figures.contents for fund in one.funds)
    columns = (
        Column("TT", 5, "center"),
        Column("Nội dung", 18),
        *((Column("Khối lượng", 10, "center"),) if last == "volume" else ()),
        Column("Tổng", 8, "right"),
        Column("Tổng", 8, "right", direct),
        Column("NSTW-ĐTPT", 8, "right", direct),
        Column("NSTW-SN", 8, "right", direct),
        Column("NSTW chưa tách", 8, "right", direct),
        Column("NSĐP", 8, "right", direct),
        Column("Lồng ghép", 8, "right"),
        Column("Tín dụng", 8, "right"),
        Column("Doanh nghiệp", 8, "right"),
        Column("Dân góp", 8, "right"),
        *((Column("Đơn vị hỗ trợ", 8, "right"),) if own else ()),
        *((Column("Ghi chú", 10),) if last == "note" else ()),
    )
    rows = [
        _content_row(str(place), one, amount_of, last, own=own)
        for place, one in enumerate(figures.contents, start=1)
    ]
    every = Content("TỔNG SỐ", "", tuple(fund for one in figures.contents for fund in one.funds))
    return Table(
        columns,
        (*rows, _content_row("", every, amount_of, last, own=own, total=True)),
        caption=caption,
        unit=MONEY,
    )


def _content_row(
    mark: str, one: Content, amount_of: Summed, last: str, *, own: bool, total: bool = False
) -> Row:
    def of(*sources: str) -> str:
        return number(amount_of([fund for fund in one.funds if fund.source in sources]))

    amounts = (
        number(amount_of(list(one.funds))),
        of(CENTRAL, *LOCAL),
        *("", "", of(CENTRAL), of(*LOCAL)),
        of(INTEGRATED),
        of(CREDIT),
        of(ENTERPRISES),
        of(*PEOPLE),
        *((of(OWN),) if own else ()),
    )
    head = (mark, f"{one.kind[:1].upper()}{one.kind[1:]}" or LOOSE)
    volume = (one.volume,) if last == "volume" else ()
    note = ("",) if last == "note" else ()
    return Row((*head, *volume, *amounts, *note), total=total)
