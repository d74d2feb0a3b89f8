"""Part II of a report of a province or a district: what was reached, and who helped."""

import datetime as dt
from collections.abc import Iterable, Sequence

from criteria.choices import Level
from documents.blocks import Block, Bullets, Column, Paragraph, Row, Table
from plans.choices import TargetKind
from reports.figures.bands import BAND_STARTS
from reports.figures.programme.tasks import YearTasks, thaw_tasks
from reports.figures.province.communes import Place
from reports.figures.province.shapes import Figures, Tally, added, mean
from reports.kinds.outline import Part, left_open, made, numbered
from reports.kinds.programme.tables import board_address, state_of, states, task_address
from reports.kinds.province.addresses import (
    at_level,
    commune,
    dossiers,
    overview,
    support,
)
from reports.kinds.province.charts import chart_of_criteria, map_of_bands, weakest
from reports.kinds.province.tables import grown
from reports.words import counted, day, listing
from reports.words.links import linked
from reports.words.numbers import average, billions
from reports.words.province import (
    across,
    mean_of,
    moved_by,
    named,
    recognised,
    stated,
    turned,
    under,
)

LABELS = {
    Level.STANDARD.value: "đạt chuẩn nông thôn mới",
    Level.ADVANCED.value: "nông thôn mới nâng cao",
    Level.MODEL.value: "nông thôn mới kiểu mẫu",
}
WEAKEST = 6


def results(figures: Figures) -> tuple[Block, ...]:
    seats = bool(figures.districts) and figures.whole_province
    parts = [
        Part("Số xã đạt chuẩn theo mức", _standard(figures)),
        Part("Kết quả theo tiêu chí", _criteria(figures)),
        Part("Số tiêu chí bình quân, xã còn ít tiêu chí", _averages(figures)),
        Part("Cấp huyện", _districts(figures) if seats else ()),
        Part("Thôn, bản; OCOP; các chương trình chuyên đề", _villages(figures)),
        Part("Công tác phụ trách, đỡ đầu", _sponsors(figures)),
        Part(
            f"Chương trình công tác năm {dt.date.fromisoformat(figures.as_of).year}",
            _programme(figures),
        ),
    ]
    return numbered(parts, level=2)


def capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def names(communes: Iterable[Place]) -> list[str]:
    """Each with the way to its page."""
    return [linked(one.bare, commune(one.code)) for one in communes]


def _standard(figures: Figures) -> tuple[Block, ...]:
    lines = [_level(figures, level) for level in LABELS]
    full, failing = figures.full_unrecognised, figures.recognised_failing
    apart = [
        _apart(figures, full, "đạt đủ tiêu chí nhưng chưa được công nhận", "du-chua"),
        _apart(figures, failing, "đã được công nhận nhưng còn tiêu chí chưa đạt", "hut"),
    ]
    told: list[Block] = [
        Paragraph(
            f"Đến {day(figures.as_of)}, {figures.place} có {len(figures.communes)} xã thuộc Chương trình. "
            "Việc đạt tiêu chí và việc được công nhận là hai số liệu khác nhau, được nêu riêng:"
        ),
        Bullets(tuple(capital(one) for one in (*lines, *apart))),
    ]
    if figures.said:
        told.append(Paragraph(_said(figures), italic=True))
    if figures.districts and figures.whole_province:
        told.append(_by_district(figures))
    if figures.whole_province:
        told += map_of_bands(figures)
    return made("ket-qua.dat-chuan", told, figures.as_of)


def _level(figures: Figures, level: str) -> str:
    now = figures.recognised(level)
    moves = [moved_by(now, figures.recognised_before(level), day(figures.before_on))]
    if figures.communes_year_ago == len(figures.communes):
        same_day = "cùng kỳ năm trước"
        if not figures.yearly:
            moves.append(moved_by(now, figures.recognised_year_ago(level), same_day))
    made_up = sum(
        any(held.level == level and held.illustrative for held in one.held)
        for one in figures.communes
    )
    text = recognised(
        LABELS[level],
        now,
        len(figures.communes),
        moves if now else [],
        address=at_level(figures, level),
    )
    return f"{text} (trong đó {made_up} xã là số liệu minh họa)" if made_up else text


def _apart(figures: Figures, communes: Sequence[Place], words: str, asked: str) -> str:
    if not communes:
        return f"không có xã nào {words}"
    count = linked(counted(len(communes), "xã"), overview(figures, cong_nhan=asked))
    return f"{count} {words}: {named(names(communes))}"


def _said(figures: Figures) -> str:
    told = [
        stated(one.label, one.value, one.out_of, one.as_of, one.source) for one in figures.said
    ]
    return (
        f"Số liệu nêu trong nguồn khác, không cộng vào kết quả đánh giá ở trên: {'; '.join(told)}."
    )


def _by_district(figures: Figures) -> Table:
    columns = (
        Column("Huyện", 28),
        Column("Tổng số xã", 12, "center"),
        Column(f"Đạt chuẩn {day(figures.before_on)}", 16, "center"),
        Column(f"Đạt chuẩn {day(figures.as_of)}", 16, "center"),
        Column("Nâng cao", 14, "center"),
        Column("Kiểu mẫu", 14, "center"),
    )
    rows = []
    for seat in figures.districts:
        own = [one for one in figures.communes if one.district_code == seat.code]
        rows.append(_held_row(figures, seat.name, own, seat.code))
    rows.append(Row(_held_row(figures, "Tổng số", figures.communes, "").cells, total=True))
    return Table(
        columns, tuple(rows), f"Số xã được công nhận theo huyện, đến {day(figures.as_of)}"
    )


def _held_row(figures: Figures, name: str, own: Sequence[Place], code: str) -> Row:
    within = {"huyen": code} if code else {}
    counts = [
        linked(sum(level in one.levels for one in own), at_level(figures, level, **within))
        for level in LABELS
    ]
    before = sum(Level.STANDARD in one.held_before for one in own)
    return Row((name, linked(len(own), overview(figures, **within)), str(before), *counts))


def _criteria(figures: Figures) -> tuple[Block, ...]:
    rows = weakest(figures)
    if not rows:
        words = f"Chưa xã nào được đánh giá theo bộ tiêu chí {figures.criteria_set}."
        return made("ket-qua.tieu-chi", (Paragraph(words),), figures.as_of)
    unknown = [
        figures.at(place)
        for place in range(figures.total)
        if place not in {one.place for one in rows}
    ]
    lines = [criterion_line(figures, one) for one in rows[:WEAKEST]]
    told: list[Block] = [
        Paragraph(
            f"Kết quả từng tiêu chí của bộ {figures.criteria_set} nêu tại Biểu 05; "
            f"{len(lines)} tiêu chí có ít xã đạt nhất:"
        ),
        Bullets(tuple(lines)),
    ]
    if unknown:
        told.append(
            Paragraph(
                f"{counted(len(unknown), 'tiêu chí')} chưa được đánh giá ở xã nào: "
                f"{listing([str(one) for one in unknown])}."
            )
        )
    return made("ket-qua.tieu-chi", (*told, *chart_of_criteria(figures)), figures.as_of)


def criterion_line(figures: Figures, one: Tally) -> str:
    criterion = figures.at(one.place)
    moves = turned(one.up, one.down, day(figures.before_on))
    unmet = linked(one.unmet, overview(figures, chua_dat=str(criterion.number)))
    told = across(one.met, one.communes, unmet if one.unmet else "", one.unknown, moves)
    return f"Tiêu chí {criterion.number}. {criterion.name}: {told}"


def limits(figures: Figures) -> list[int]:
    """Below which the report counts: what a target names, and the two upper bands of the set."""
    aimed = [
        one.below for one in figures.aims if one.kind == TargetKind.COMMUNES_UNDER and one.below
    ]
    known = {*aimed, *BAND_STARTS[:2]}
    return sorted(one for one in known if one <= figures.total)


def under_line(figures: Figures, limit: int) -> str:
    low = [one for one in figures.communes if one.word.is_under(limit)]
    unclear = sum(one.word.may_be_under(limit) for one in figures.communes)
    return under(limit, names(low), unclear, overview(figures, muc=f"duoi-{limit}"))


def _averages(figures: Figures) -> tuple[Block, ...]:
    found = mean(figures.communes)
    before = mean(figures.communes, before=True) if figures.compares else None
    same = before and found and before.communes == found.communes
    told: list[Block] = [
        Paragraph(
            mean_of(
                found.met if found else None,
                found.communes if found else 0,
                figures.total,
                len(figures.communes),
                before=_mean_before(figures) if same else "",
                since=day(figures.before_on),
            )
        )
    ]
    if figures.set_before:
        told.append(
            Paragraph(
                f"Ngày {day(figures.before_on)} đo bằng bộ tiêu chí {figures.set_before}; "
                f"báo cáo không so sánh số tiêu chí của hai bộ."
            )
        )
    elif found and (change := grown(figures.communes)):
        told.append(
            Paragraph(
                f"So với ngày {day(figures.before_on)}, tính trên các xã được đánh giá đủ ở cả hai ngày, "
                f"bình quân thay đổi {change} tiêu chí/xã."
            )
        )
    told.append(Bullets(tuple(capital(under_line(figures, one)) for one in limits(figures))))
    return made("ket-qua.binh-quan", told, figures.as_of)


def _mean_before(figures: Figures) -> str:
    found = mean(figures.communes, before=True)
    return average(found.met, found.communes) if found else ""


def _districts(figures: Figures) -> tuple[Block, ...]:
    lines = []
    for seat in figures.districts:
        own = [one for one in figures.communes if one.district_code == seat.code]
        held = sum(Level.STANDARD in one.levels for one in own)
        address = at_level(figures, Level.STANDARD, huyen=seat.code)
        told = "; ".join(seat.dossiers) or "chưa ghi nhận hồ sơ công nhận"
        mark = " (*)" if seat.illustrative else ""
        lines.append(
            f"{capital(seat.name)}: {linked(held, address)}/{len(own)} xã đạt chuẩn; {told}{mark}"
        )
    intro = f"{len(figures.districts)} huyện, thị xã, thành phố có xã (hồ sơ theo dõi tại cổng):"
    return made(
        "ket-qua.huyen",
        (Paragraph(linked(intro, dossiers(figures))), Bullets(tuple(lines))),
        figures.as_of,
    )


def _villages(figures: Figures) -> tuple[Block, ...]:
    known = figures.villages
    if known.known:
        mark = (
            f" ({known.illustrative} thôn, bản là số liệu minh họa)" if known.illustrative else ""
        )
        words = (
            f"Theo dõi {linked(counted(known.known, 'thôn, bản'), dossiers(figures))}{mark}: "
            f"{counted(known.recognised, 'thôn, bản')} được công nhận đạt chuẩn, "
            f"{counted(known.model, 'thôn, bản')} kiểu mẫu, "
            f"{counted(known.under_way, 'thôn, bản')} đang làm hồ sơ."
        )
    else:
        words = "Chưa có số liệu về thôn, bản."
    return (
        *made("ket-qua.thon", (Paragraph(words),), figures.as_of),
        *left_open(
            "vườn mẫu, thôn kiểu mẫu; sản phẩm OCOP theo hạng sao; sáu chương trình chuyên đề"
        ),
    )


def _sponsors(figures: Figures) -> tuple[Block, ...]:
    if not figures.sponsors:
        words = "Chưa có phân công phụ trách, đỡ đầu nào được nhập cho kỳ này."
        return made("ket-qua.do-dau", (Paragraph(words),), figures.as_of)
    covered = {code for one in figures.sponsors for code in one.communes}
    times = sum(one.times for one in figures.sponsors)
    total = added(one.total for one in figures.sponsors)
    with_plan = sum(bool(one.plans) for one in figures.sponsors)
    money = "; chưa ghi nhận kinh phí" if total is None else f", tổng kinh phí {billions(total)}"
    among = (
        f"{counted(len(figures.sponsors), 'đơn vị')} phụ trách, đỡ đầu {counted(len(covered), 'xã')} "
        f"trong {len(figures.communes)} xã; {counted(with_plan, 'đơn vị')} có kế hoạch còn hiệu lực"
    )
    lines = [among, f"Trong kỳ ghi nhận {linked(times, support(figures))} lượt hỗ trợ{money}"]
    unclear = sum(one.unclear for one in figures.sponsors)
    if unclear:
        lines.append(
            f"{counted(unclear, 'phân công')} chưa rõ là đỡ đầu hay phụ trách (danh sách của quyết định chưa nêu)"
        )
    if figures.gaps:
        lines.append(
            f"{counted(len(figures.gaps), 'số tổng')} nêu trong báo cáo không khớp với các phần cộng lại"
        )
    told = (Paragraph("Tổng hợp tại Biểu C2:"), Bullets(tuple(lines)))
    return made("ket-qua.do-dau", told, figures.as_of)


def tasks_of(figures: Figures) -> YearTasks:
    return thaw_tasks(figures.programme)


def _programme(figures: Figures) -> tuple[Block, ...]:
    """The tally of the year's tasks; each of them stands in table C3 (RF12)."""
    found = tasks_of(figures)
    if not found.tasks:
        words = f"Đến {day(figures.as_of)} chưa có chương trình công tác năm {found.year} được ban hành."
        if found.programmes:
            words = f"Chương trình công tác năm {found.year} không giao {figures.issuer} chủ trì nhiệm vụ nào."
        return made("ket-qua.chuong-trinh", (Paragraph(words),), figures.as_of)
    cited = listing([one.cited for one in found.programmes], last="; ")
    whose = "" if figures.whole_province else f" do {figures.issuer} chủ trì"
    tallies = [
        f"{linked(len(one.tasks), board_address(found, mau=one.filter))} {one.label}"
        for one in states(found)
        if one.tasks
    ]
    told: list[Block] = [
        Paragraph(
            f"Thực hiện {cited}: {len(found.tasks)} nhiệm vụ{whose}, trong đó {'; '.join(tallies)} "
            "(từng nhiệm vụ nêu tại Biểu C3)."
        )
    ]
    late = [one for one in found.tasks if one.days_late and not one.is_done]
    if late:
        told += [
            Paragraph("Các nhiệm vụ quá hạn:"),
            Bullets(
                tuple(
                    f"{linked(one.code, task_address(one))} {one.content}: {state_of(one)}"
                    for one in late
                )
            ),
        ]
    return made("ket-qua.chuong-trinh", told, figures.as_of)
