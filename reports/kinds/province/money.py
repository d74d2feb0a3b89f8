"""Biểu 07, 08 and 09: resources by source, works of the central budget by kind, money by content (triệu đồng)."""

from collections.abc import Iterable, Sequence

from documents.blocks import Column, Row, Table
from plans.choices import MoneySource, WorkKind
from reports.figures.commune.shapes import Fund
from reports.figures.province.shapes import Figures, Works
from reports.kinds.money import (
    CENTRAL,
    LOOSE,
    MONEY,
    OWN,
    SECTIONS,
    ContentLine,
    by_content,
    done_of,
    plan_of,
    rest_of,
)
from reports.kinds.province.addresses import capital, works
from reports.kinds.province.tables import captioned, coming_words, now_words, starts
from reports.words import counted, day, listing
from reports.words.links import linked
from reports.words.numbers import number, percent


def money_tables(figures: Figures) -> tuple[Table, ...]:
    """None where nobody reported anything: an empty table would look like zeros."""
    if not figures.funds:
        return ()
    return (table_07(figures), table_08(figures), *tables_09(figures))


def _rest(figures: Figures) -> str:
    year = starts(figures).year
    if figures.yearly:
        return f"Kế hoạch năm {year} chuyển sang {coming_words(figures)}"
    return f"Kế hoạch {coming_words(figures)} (phần còn lại của năm)"


def table_07(figures: Figures) -> Table:
    columns = (
        Column("STT", 7, "center"),
        Column("Nội dung", 36),
        Column(f"Kế hoạch năm {starts(figures).year} (đã phân bổ)", 18, "right"),
        Column(f"Kết quả {now_words(figures)} (đã giải ngân)", 21, "right"),
        Column(_rest(figures), 18, "right"),
    )
    by_source = {one.source: one for one in figures.funds}
    rows = [_fund("", "TỔNG SỐ", figures.funds, capital(figures))]
    for mark, label, sources in SECTIONS:
        own = [by_source[one] for one in sources if one in by_source]
        if sources == (OWN,) and not own:
            continue
        rows.append(_fund(mark, label, own))
        if sources == (CENTRAL,):
            rows += _central(own)
        elif len(sources) > 1:
            for place, source in enumerate(sources, start=1):
                name = str(MoneySource(source).label)
                given = [by_source[source]] if source in by_source else []
                line = _fund(
                    str(place), f"{name[:1].upper()}{name[1:]}", given, capital(figures, source)
                )
                rows.append(Row(line.cells))
    caption = f"Kết quả huy động nguồn lực {now_words(figures)}"
    return Table(columns, tuple(rows), captioned(figures, "07", caption), MONEY)


def _central(own: Sequence[Fund]) -> Iterable[Row]:
    """The form asks for two kinds of the central budget's money, the data knows their sum: «Không tách» closes it."""
    yield Row(("1", "Vốn đầu tư công", "", "", ""))
    yield Row(("2", "Kinh phí thường xuyên", "", "", ""))
    if own:
        yield Row(("", "Không tách", *_amounts(own)))


def _amounts(given: Sequence[Fund], address: str = "") -> tuple[str, ...]:
    plan, *others = (number(of(given)) for of in (plan_of, done_of, rest_of))
    return (linked(plan, address), *others)


def _fund(mark: str, label: str, given: Sequence[Fund], address: str = "") -> Row:
    return Row((mark, label, *_amounts(given, address)), total=True)


def _of(one: Works, *sources: str) -> list[Fund]:
    return [fund for fund in one.funds if fund.source in sources]


def table_08(figures: Figures) -> Table:
    """Works with money of the central budget: the thirteen kinds of the form, then what no work tells of."""
    columns = (
        Column("TT", 6, "center"),
        Column("Công trình", 29),
        Column(f"Kế hoạch năm {starts(figures).year}", 12, "right"),
        Column(f"Kết quả {now_words(figures)}", 16, "right"),
        Column("Kết quả thực hiện kế hoạch năm", 12, "center"),
        Column("Ghi chú", 25),
    )
    found = {one.kind: one for one in figures.works}
    rows = []
    for place, kind in enumerate(WorkKind, start=1):
        one = found.get(kind.value)
        own = _of(one, CENTRAL) if one else []
        if kind == WorkKind.OTHER and not own:
            continue
        label = str(kind.label)
        name = f"{label[:1].upper()}{label[1:]}"
        rows.append(_central_works(figures, (str(place), name), one if own else None))
    loose = found.get("")
    if loose and _of(loose, CENTRAL):
        rows.append(_central_works(figures, ("", LOOSE), loose))
    every = [fund for one in figures.works for fund in _of(one, CENTRAL)]
    rows.append(_central_sums(("", "Tổng số"), every, "", total=True))
    caption = f"Công trình có vốn ngân sách trung ương {now_words(figures)}"
    return Table(columns, tuple(rows), captioned(figures, "08", caption), MONEY)


def _central_works(figures: Figures, head: tuple[str, str], one: Works | None) -> Row:
    if one is None:
        return Row((*head, "", "", "", ""))
    count = linked(counted(one.works, "công trình"), works(figures, one.kind)) if one.works else ""
    done = f"{one.finished} hoàn thành" if one.works else ""
    notes = "; ".join(text for text in (count, *one.quantities, done) if text)
    return _central_sums(head, _of(one, CENTRAL), notes)


def _central_sums(
    head: tuple[str, str], given: Sequence[Fund], notes: str, *, total: bool = False
) -> Row:
    plan, done = plan_of(given), done_of(given)
    share = percent(done, plan) if plan else ""
    return Row((*head, number(plan), number(done), share, notes), total=total)


def tables_09(figures: Figures) -> tuple[Table, Table]:
    """Biểu 09 in two, since its twenty-two columns do not fit a page: what was raised, and what is planned."""
    done = f"Kết quả huy động theo nội dung {now_words(figures)}"
    left = f"(tiếp theo) {_rest(figures)} theo nội dung, theo số liệu đến {day(figures.as_of)}"
    lines = [
        ContentLine(
            str(place) if one.kind else "",
            one.label,
            listing(one.quantities, last=", "),
            one.funds,
        )
        for place, one in enumerate(figures.works, start=1)
    ]
    return (
        by_content(lines, "Tổng số", captioned(figures, "09", done), done_of, last="volume"),
        by_content(lines, "Tổng số", captioned(figures, "09", left), rest_of, last="note"),
    )
