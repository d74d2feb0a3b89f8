"""Money by source and by content: what «Biểu 11» and «12» of a commune share with «07» and «09» of the province."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from documents.blocks import Column, Row, Table
from plans.choices import MoneySource
from reports.figures.commune.shapes import Fund, decimal
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


@dataclass(frozen=True, slots=True)
class ContentLine:
    """One kind of works with its money; `volume` is what was built, in natural units."""

    mark: str
    label: str
    volume: str
    funds: tuple[Fund, ...]


def by_content(
    lines: Sequence[ContentLine], total: str, caption: str, amount_of: Summed, *, last: str
) -> Table:
    """The form's columns of one amount (`amount_of`), with the volume or the note (`last`); `total` names the sum.

    The agencies' own money has a column only where there is some.
    """
    direct = "Vốn trực tiếp"
    own = any(fund.source == OWN for one in lines for fund in one.funds)
    columns = (
        Column("TT", 4, "center"),
        Column("Nội dung", 17),
        *((Column("Khối lượng", 12),) if last == "volume" else ()),
        Column("Tổng", 8, "right"),
        Column("Tổng", 8, "right", direct),
        Column("NSTW-ĐTPT", 8, "right", direct),
        Column("NSTW-SN", 7, "right", direct),
        Column("NSTW chưa tách", 8, "right", direct),
        Column("NSĐP", 8, "right", direct),
        Column("Lồng ghép", 8, "right"),
        Column("Tín dụng", 7, "right"),
        Column("Doanh nghiệp", 8, "right"),
        Column("Dân góp", 7, "right"),
        *((Column("Đơn vị hỗ trợ", 7, "right"),) if own else ()),
        *((Column("Ghi chú", 8),) if last == "note" else ()),
    )
    every = ContentLine("", total, "", tuple(fund for one in lines for fund in one.funds))
    rows = [_content_row(one, amount_of, last, own=own) for one in lines]
    summed = _content_row(every, amount_of, last, own=own)
    return Table(columns, (*rows, Row(summed.cells, total=True)), caption, MONEY)


def _content_row(one: ContentLine, amount_of: Summed, last: str, *, own: bool) -> Row:
    """The central budget is not reported by kind of money: its two columns stay blank."""

    def of(*sources: str) -> str:
        return number(amount_of([fund for fund in one.funds if fund.source in sources]))

    return Row(
        (
            *(one.mark, one.label, *((one.volume,) if last == "volume" else ())),
            number(amount_of(one.funds)),
            of(CENTRAL, *LOCAL),
            *("", "", of(CENTRAL), of(*LOCAL)),
            of(INTEGRATED),
            of(CREDIT),
            of(ENTERPRISES),
            of(*PEOPLE),
            *((of(OWN),) if own else ()),
            *(("",) if last == "note" else ()),
        )
    )
