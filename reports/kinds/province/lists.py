"""C1 «Danh sách xã», C2 «Tổng hợp đỡ đầu», and the sheet of communes × criteria."""

from collections.abc import Iterable
from decimal import Decimal

from criteria.choices import Level
from documents.blocks import Column, Row, Table
from reports.figures.province.communes import Place
from reports.figures.province.shapes import Figures, Sponsor, added, dec, tally
from reports.kinds.province.addresses import commune, overview, sponsor, support
from reports.kinds.province.tables import MADE_UP, group_rows, now_words, short_day
from reports.words import day, signed
from reports.words.links import linked
from reports.words.numbers import number

SHORT = {
    Level.STANDARD.value: "Đạt chuẩn",
    Level.ADVANCED.value: "Nâng cao",
    Level.MODEL.value: "Kiểu mẫu",
}
# Letters and their words (RF8: no sign stands by shape or colour alone).
SIGNS = {"M": "Đ", "N": "C", "P": "T", "A": "-", "-": ""}
LEGEND = (
    "Đ: đạt; C: chưa đạt; T: đang thực hiện, chưa đạt; -: không áp dụng; ô trống: chưa đánh giá. "
    "(*): xã có số liệu minh họa. Tên tiêu chí theo số nêu tại Biểu 05."
)


def marked(one: Place) -> str:
    made_up = one.illustrative or any(held.illustrative for held in one.held)
    return f"{linked(one.bare, commune(one.code))}{MADE_UP if made_up else ''}"


def table_c1(figures: Figures) -> Table:
    columns = (
        Column("STT", 5, "center"),
        Column("Xã", 11),
        Column("Huyện", 8),
        Column("Nhóm", 5, "center"),
        Column(f"TC đạt {short_day(figures.before_on)} năm trước", 6, "center"),
        Column(f"TC đạt đến {short_day(figures.as_of)}", 6, "center"),
        Column("TC chưa đạt", 11),
        Column("Mức đã công nhận", 9),
        Column("Số QĐ, ngày, năm đạt chuẩn", 12),
        Column("Mức, năm đăng ký", 10),
        Column("Đơn vị đỡ đầu", 9),
        Column("Đơn vị phụ trách", 7),
    )
    labels = {one[0]: one[1] for one in figures.groups}

    def row(place: int, one: Place) -> Row:
        return Row(
            (
                str(place),
                marked(one),
                one.district.removeprefix("huyện "),
                labels.get(one.group, ""),
                str(one.word_before.met) if one.word_before.has_data and one.before else "",
                str(one.word.met) if one.word.has_data else "",
                unmet(figures, one),
                "; ".join(SHORT[held.level] for held in one.held),
                "; ".join(_decided(one)),
                "; ".join(one.goals),
                "; ".join([*one.sponsors, *(f"{x} (chưa rõ nhiệm vụ)" for x in one.unclear)]),
                "; ".join(one.in_charge),
            )
        )

    caption = f"Biểu C1. Danh sách xã {now_words(figures)}"
    return Table(columns, tuple(group_rows(figures, row)), caption)


def unmet(figures: Figures, one: Place) -> str:
    """Numbers of the criteria not met, and apart those nobody judged; «-» where every one is met."""
    if not one.word.has_data:
        return "chưa đánh giá"
    parts = [_numbers(figures, one.word.unmet)] if one.word.unmet else []
    if one.word.unknown:
        parts.append(f"chưa đánh giá: {_numbers(figures, one.word.unknown)}")
    return "; ".join(parts) or "-"


def _numbers(figures: Figures, places: Iterable[int]) -> str:
    return ", ".join(str(figures.at(place).number) for place in places)


def _decided(one: Place) -> Iterable[str]:
    for held in one.held:
        paper = held.decision or "chưa rõ số"
        on = f" ({day(held.decided_on)})" if held.decided_on else ""
        year = f", năm {held.year}" if held.year else ""
        yield f"{paper}{on}{year}"


def table_c2(figures: Figures) -> Table:
    money = f"Nguồn lực {now_words(figures)}"
    columns = (
        Column("STT", 4, "center"),
        Column("Đơn vị", 12),
        Column("Số xã đỡ đầu/ phụ trách", 10, "center"),
        Column("Kế hoạch (số, ngày)", 14),
        Column("Báo cáo (số, ngày, đúng/trễ)", 12),
        Column("Tổng TC tăng", 6, "center"),
        Column("Tổng", 8, "right", money),
        Column("Trực tiếp của đơn vị", 7, "right", money),
        Column("Vận động", 7, "right", money),
        Column("Lồng ghép", 7, "right", money),
        Column("Nguồn khác", 7, "right", money),
        Column("Không tách", 7, "right", money),
    )
    rows = [_sponsor(figures, place, one) for place, one in enumerate(figures.sponsors, start=1)]
    sums = [
        number(added(getattr(one, name) for one in figures.sponsors))
        for name in ("total", "own", "raised", "integrated", "others", "rest")
    ]
    whole = Row(("", f"Tổng số {len(rows)} đơn vị", "", "", "", "", *sums), total=True)
    return Table(
        columns,
        (*rows, whole),
        f"Biểu C2. Tổng hợp đỡ đầu, phụ trách {now_words(figures)}",
        "triệu đồng",
    )


def _sponsor(figures: Figures, place: int, one: Sponsor) -> Row:
    counts = f"{one.sponsored}/{one.in_charge}"
    if one.unclear:
        counts += f" ({one.unclear} chưa rõ)"
    amounts = (one.own, one.raised, one.integrated, one.others, one.rest)
    return Row(
        (
            str(place),
            f"{linked(one.name, sponsor(one.slug))}{MADE_UP if one.illustrative else ''}",
            counts,
            "; ".join(one.plans),
            "; ".join(one.reports),
            signed(risen(figures, one)),
            linked(number(dec(one.total)), support(figures, one.slug)),
            *(number(dec(value)) for value in amounts),
        )
    )


def risen(figures: Figures, one: Sponsor) -> int | None:
    """Criteria gained less those lost, over its communes; blank where none of them was judged at both ends."""
    own = [place for place in figures.communes if place.code in one.communes]
    known = [place for place in own if place.word.has_data and place.word_before.has_data]
    if not figures.compares or not known:
        return None
    return sum(len(place.gained) - len(place.lost) for place in known)


def table_matrix(figures: Figures) -> Table:
    """Communes × criteria, as the overview shows them, in letters."""
    group = f"Tiêu chí của bộ {figures.criteria_set}"
    columns = (
        Column("STT", 5, "center"),
        Column("Xã", 14),
        *(Column(str(one.number), 3.6, "center", group) for one in figures.criteria),
        Column("Số đạt", 6, "center"),
    )

    def row(place: int, one: Place) -> Row:
        met = str(one.word.met) if one.word.has_data else ""
        return Row((str(place), marked(one), *(SIGNS[letter] for letter in one.now), met))

    rows = list(group_rows(figures, row))
    tallies = [tally(place, figures.communes) for place in range(figures.total)]
    cells = [
        linked(one.met, overview(figures, ket_qua=f"{figures.at(one.place).number}-dat"))
        if one.met is not None
        else ""
        for one in tallies
    ]
    known = [one.word.met for one in figures.communes if one.word.has_data]
    whole = number(Decimal(sum(known))) if known else ""
    rows.append(Row(("", "Số xã đạt", *cells, whole), total=True))
    caption = f"Bảng xã theo tiêu chí đến {day(figures.as_of)}"
    return Table(columns, tuple(rows), caption)
