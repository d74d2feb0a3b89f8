"""An agency's six-month report: what was gathered becomes parts, sentences, a drawing and table A1."""

import datetime as dt
from typing import Any

from criteria.choices import Duty
from documents.blocks import Appendix, Block, Bullets, Paragraph
from reports.figures.shapes import AgencyFigures, CommuneFigures, Mandate, Ref, SectorFigures, thaw
from reports.kinds.agency_tables import (
    chart_of_communes,
    chart_of_criteria,
    share,
    table_a1,
    table_sector,
)
from reports.kinds.outline import Part, numbered
from reports.words import (
    across,
    change,
    communes_moved,
    counted,
    day,
    half_year_title,
    listing,
    lowered,
    moment,
    moved,
    period,
    period_after,
    sentence,
    standing,
    unmet,
)

COMMUNE_PARTS = {
    Duty.SPONSOR.value: "Xã được phân công đỡ đầu",
    Duty.IN_CHARGE.value: "Xã được phân công phụ trách",
    "": "Xã được phân công, chưa rõ nhiệm vụ đỡ đầu hay phụ trách",
}
NAMED_UP_TO = 6


def compose(given: dict[str, Any]) -> tuple[Block, ...]:
    """The whole text, from the frozen figures alone."""
    figures = thaw(given)
    parts = [
        Part("Công tác chỉ đạo, triển khai", _steering(figures)),
        Part("Kết quả", _results(figures)),
        Part("Đánh giá", _judgement(figures)),
        Part(
            f"Phương hướng, nhiệm vụ {period_after(_starts(figures))}",
            _outlook(figures),
        ),
        Part("Kiến nghị, đề xuất", _proposals(figures)),
    ]
    return (*_opening(figures), *numbered(parts), *_appendices(figures))


def tables(given: dict[str, Any]) -> tuple[Block, ...]:
    """What was frozen, as tables for the screen."""
    figures = thaw(given)
    communes = (table_a1(figures),) if figures.communes else ()
    sector = (table_sector(figures),) if figures.sector else ()
    return (*communes, *sector)


def is_illustrative(given: dict[str, Any]) -> bool:
    return thaw(given).illustrative


def _starts(figures: AgencyFigures) -> dt.date:
    return dt.date.fromisoformat(figures.period_starts)


def _opening(figures: AgencyFigures) -> tuple[Block, ...]:
    """What the report rests on, and of which day its figures are. No asking paper is made up."""
    subject = lowered(half_year_title(_starts(figures)))
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
    return tuple(told)


def _carried_on(one: Mandate) -> str:
    source = f" của {one.replaces}" if one.replaces else " trước đó"
    return (
        f"Danh sách phân công của {one.paper} chưa được nhập; "
        f"báo cáo này lấy theo phân công{source} được chuyển tiếp."
    )


def _steering(figures: AgencyFigures) -> tuple[Block, ...]:
    """Only what the data knows; the rest is left to the agency, and said so."""
    known: tuple[Block, ...] = ()
    if figures.plans:
        plans = listing(list(figures.plans), last="; ")
        known = (Paragraph(f"{figures.agency} đã ban hành {plans}."),)
    asked = (
        "(Đơn vị bổ sung: văn bản chỉ đạo trong kỳ, hoạt động của tổ công tác, "
        "các cuộc làm việc, kiểm tra tại xã, «Ngày thứ 7 vì nông thôn mới».)"
    )
    return (*known, Paragraph(asked, italic=True))


def _results(figures: AgencyFigures) -> tuple[Block, ...]:
    told = {duty: _communes(figures, duty) for duty in COMMUNE_PARTS}
    shown = [duty for duty, blocks in told.items() if blocks]
    if shown:  # one drawing for all communes, after the last of them
        told[shown[-1]] += chart_of_communes(figures)
    parts = [Part(title, told[duty]) for duty, title in COMMUNE_PARTS.items()]
    parts.append(Part("Tiêu chí do ngành phụ trách", _sector(figures)))
    return numbered(parts, level=2)


def _communes(figures: AgencyFigures, duty: str) -> tuple[Block, ...]:
    group = figures.of_duty(duty)
    if not group:
        return ()
    lines = tuple(_commune(one, figures) for one in group)
    return (
        Paragraph(f"Gồm {counted(len(group), 'xã')} (chi tiết tại Phụ lục A1):"),
        Bullets(lines),
    )


def _commune(one: CommuneFigures, figures: AgencyFigures) -> str:
    facts = sentence(
        standing(one.met_now, figures.total, 0 if one.met_now is None else len(one.unknown)),
        change(one.met_before, one.met_now, figures.before_on),
        moved("đạt thêm", names(one.gained)),
        moved("lần đầu được đánh giá, đạt", names(one.newly_met)),
        moved("không còn đạt", names(one.lost)),
        "" if one.met_now is None else unmet(names(one.unmet), unknown=len(one.unknown)),
        *(recognised(one)),
        *(stated(one)),
        *(older(one)),
    )
    return f"{placed(one)}: {lowered(facts)}"


def placed(one: CommuneFigures) -> str:
    return f"{_capital(one.name)} ({one.district})" if one.district else _capital(one.name)


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def names(refs: tuple[Ref, ...]) -> list[str]:
    return [f"{one.number} ({one.name})" for one in refs]


def recognised(one: CommuneFigures) -> list[str]:
    """Level, year of the standard, decision: each told only if it is known."""
    told = []
    for given in one.recognised:
        year = f" năm {given.year}" if given.year else ""
        by = f" ({given.decision}" if given.decision else " (chưa rõ quyết định"
        on = f" ngày {day(given.decided_on)})" if given.decided_on else ")"
        told.append(f"đã được công nhận {given.level}{year}{by}{on}")
    return told


def stated(one: CommuneFigures) -> list[str]:
    """Counts that papers state without names; they stand beside the assessment, never in it."""
    return [
        f"{f'từ {given.source} suy ra' if given.derived else f'{given.source} nêu'} "
        f"{share(given)} tiêu chí"
        f"{f' theo bộ {given.criteria_set}' if given.criteria_set else ''}"
        for given in one.stated
    ]


def older(one: CommuneFigures) -> list[str]:
    """The criteria of which papers spoke on an older set, by name: no count is made of them."""
    told = []
    for given in one.earlier:
        reached = f"đạt tiêu chí {listing(names(given.met))}" if given.met else ""
        missing = f"chưa đạt tiêu chí {listing(names(given.unmet))}" if given.unmet else ""
        words = ", ".join(text for text in (reached, missing) if text)
        told.append(f"theo bộ {given.criteria_set} (đến {day(given.as_of)}): {words}")
    return told


def _sector(figures: AgencyFigures) -> tuple[Block, ...]:
    if not figures.sector:
        return ()
    lines = tuple(_criterion(one, figures) for one in figures.sector)
    return (Bullets(lines), *chart_of_criteria(figures))


def _criterion(one: SectorFigures, figures: AgencyFigures) -> str:
    unverified = "việc phân công phụ trách tiêu chí này chưa kiểm chứng" if one.unverified else ""
    indicators = listing(list(one.indicators))
    facts = sentence(
        across(one.met_now, one.communes, one.unknown),
        communes_moved(one.met_before, one.met_now, figures.before_on),
        unverified,
    )
    name = f"Tiêu chí {one.criterion.number} {one.criterion.name} (chỉ tiêu {indicators})"
    return f"{name}: {lowered(facts)}"


def _judgement(figures: AgencyFigures) -> tuple[Block, ...]:
    good = [
        f"{placed(one)} {moved('đạt thêm', names(one.gained))}"
        for one in figures.communes
        if one.gained
    ]
    bad = [
        f"{placed(one)} {moved('không còn đạt', names(one.lost))}"
        for one in figures.communes
        if one.lost
    ]
    short = [one for one in figures.communes if one.unmet]
    if short:
        bad.append(f"Còn {counted(len(short), 'xã')} chưa đạt đủ tiêu chí: {_places(short)}")
    blind = [one for one in figures.communes if one.unknown]
    if blind:
        bad.append(
            f"{_capital(counted(len(blind), 'xã'))} còn tiêu chí chưa được đánh giá theo bộ "
            f"{figures.criteria_set}: {_places(blind)}"
        )
    parts = [
        Part("Kết quả nổi bật", (Bullets(tuple(good)),) if good else ()),
        Part("Tồn tại, hạn chế", (Bullets(tuple(bad)),) if bad else ()),
        Part(
            "Nguyên nhân, bài học kinh nghiệm",
            (
                Paragraph(
                    "(Đơn vị bổ sung: nguyên nhân khách quan, chủ quan, bài học.)", italic=True
                ),
            ),
        ),
    ]
    return numbered(parts, level=2)


def _places(communes: list[CommuneFigures]) -> str:
    return listing([one.name.removeprefix("xã ") for one in communes])


def _outlook(figures: AgencyFigures) -> tuple[Block, ...]:
    this_year = dt.date.fromisoformat(figures.as_of).year
    lines = [
        f"{placed(one)}: hỗ trợ hoàn thành {counted(len(one.unmet), 'tiêu chí')} chưa đạt: "
        f"{listing(names(one.unmet))}"
        for one in figures.communes
        if one.unmet
    ]
    blank = [one for one in figures.communes if len(one.unknown) == figures.total]
    if blank:
        lines.append(
            f"Phối hợp với UBND xã rà soát, đánh giá cả {figures.total} tiêu chí chưa đánh giá "
            f"của {counted(len(blank), 'xã')}: {_places(blank)}"
        )
    lines += [
        f"{placed(one)}: phối hợp với UBND xã rà soát, đánh giá {_unknown(one)}"
        for one in figures.communes
        if one.unknown and one not in blank
    ]
    lines += [
        f"{placed(one)}: mục tiêu {lowered(goal.text)}{f' – {goal.source}' if goal.source else ''}"
        for one in figures.communes
        for goal in one.goals
        if goal.year is None or goal.year >= this_year
    ]
    lines += [
        f"Tiêu chí {one.criterion.number} {one.criterion.name}: hướng dẫn "
        f"{counted(len(one.unmet), 'xã')} chưa đạt"
        for one in figures.sector
        if one.unmet
    ]
    return (Bullets(tuple(lines)),) if lines else ()


def _unknown(one: CommuneFigures) -> str:
    if len(one.unknown) > NAMED_UP_TO:
        numbers = listing([str(ref.number) for ref in one.unknown])
        return f"{len(one.unknown)} tiêu chí chưa đánh giá: {numbers}"
    return f"{counted(len(one.unknown), 'tiêu chí')} chưa đánh giá: {listing(names(one.unknown))}"


def _proposals(figures: AgencyFigures) -> tuple[Block, ...]:
    lines = [
        f"Đề nghị Văn phòng Điều phối nông thôn mới tỉnh gửi danh sách phân công theo {one.paper}"
        for one in figures.mandates
        if one.carried_on
    ]
    unclear = list(figures.of_duty(""))
    if unclear:
        lines.append(
            "Đề nghị Văn phòng Điều phối nông thôn mới tỉnh xác định nhiệm vụ (đỡ đầu hay phụ trách) "
            f"của {figures.agency_short} đối với {counted(len(unclear), 'xã')}: {_places(unclear)}"
        )
    return (Bullets(tuple(lines)),) if lines else ()


def _appendices(figures: AgencyFigures) -> tuple[Block, ...]:
    if not figures.communes:
        return ()
    return (
        Appendix(
            number="A1",
            title=f"Kết quả tiêu chí của các xã {period(_starts(figures))}",
            attached_to=f"Kèm theo Báo cáo của {figures.agency}",
            blocks=(table_a1(figures),),
            landscape=True,
        ),
    )
