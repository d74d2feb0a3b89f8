"""The parts of a commune's report that tell of criteria: II.1, and what parts III and IV make of them."""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.urls import reverse

from documents.blocks import Block, Bullets, Paragraph
from reports.figures.commune.shapes import (
    AIMED,
    KEPT,
    CriterionFigures,
    IndicatorFigures,
    ReportCommune,
)
from reports.figures.shapes import Ref
from reports.words import counted, day, listing, lowered
from reports.words.commune import STATUS, VERDICT, changes, stands
from reports.words.links import linked

FAILING = ("not_met", "in_progress")


def scorecard(figures: ReportCommune) -> str:
    """The address of the scorecard behind the figures."""
    return reverse("criteria:scorecard_open", args=[figures.code, figures.set_code])


def rows_of(view: str, figures: ReportCommune, **more: object) -> str:
    """The address of a list with the commune's rows alone."""
    asked = {"xa": figures.name.removeprefix("xã ")} | more
    return f"{reverse(view)}?{urlencode(asked)}"


def names(refs: Sequence[Ref]) -> list[str]:
    return [f"{one.number} ({one.name})" for one in refs]


def refs(criteria: Sequence[CriterionFigures]) -> list[Ref]:
    return [one.ref for one in criteria]


def gained(figures: ReportCommune) -> list[Ref]:
    return [one.ref for one in figures.of("met") if one.before in FAILING]


def newly(figures: ReportCommune) -> list[Ref]:
    """Met at their first judgement, while others had been judged before."""
    return [one.ref for one in figures.of("met") if not one.before]


def lost(figures: ReportCommune) -> list[Ref]:
    return [one.ref for one in figures.unmet if one.before == "met"]


def by_criterion(figures: ReportCommune) -> tuple[Block, ...]:
    """II.1: the count, what moved, then every criterion; indicators where something is known or lacking."""
    told: list[Block] = [Paragraph(_count(figures))]
    first = newly(figures) if figures.met_before is not None else []
    moved = changes(names(gained(figures)), names(lost(figures)), names(first))
    if moved:
        told.append(Paragraph(moved))
    told += [Paragraph(one) for one in beside(figures)]
    if figures.has_data or any(one.is_told for one in figures.criteria):
        plain = [one for one in figures.of("met") if _is_plain(one)]
        rest = [one for one in figures.criteria if one not in plain]
        lines = [line for one in rest for line in _lines(one, figures)]
        told.append(Bullets((*_together(plain, figures), *lines)))
        told += [Paragraph(one, italic=True) for one in _reading(figures)]
    else:
        told.append(
            Paragraph(f"Danh mục tiêu chí theo bộ tiêu chí {figures.criteria_set} tại Phụ lục B1.")
        )
    return tuple(told)


def _count(figures: ReportCommune) -> str:
    return stands(
        figures.met,
        figures.total,
        len(figures.unknown),
        before=figures.met_before,
        before_on=figures.before_on,
        as_of=figures.as_of,
        address=scorecard(figures),
    )


def beside(figures: ReportCommune) -> list[str]:
    """What papers say beside the assessment: recognitions, counts without names, the older set."""
    told = []
    for level in figures.recognised:
        year = f" năm {level.year}" if level.year else ""
        by = f" ({level.decision}" if level.decision else " (chưa rõ quyết định"
        on = f" ngày {day(level.decided_on)})" if level.decided_on else ")"
        told.append(f"Xã đã được công nhận {level.level}{year}{by}{on}.")
    for stated in figures.stated:
        share = f"{stated.value}/{stated.out_of}" if stated.out_of else stated.value
        verb = f"Từ {stated.source} suy ra" if stated.derived else f"{stated.source} nêu"
        of_set = f" theo bộ tiêu chí {stated.criteria_set}" if stated.criteria_set else ""
        told.append(f"{verb} {share} tiêu chí{of_set} (đến {day(stated.as_of)}).")
    if not figures.has_data:
        for older in figures.earlier:
            reached = f"đạt tiêu chí {listing(names(older.met))}" if older.met else ""
            missing = f"chưa đạt tiêu chí {listing(names(older.unmet))}" if older.unmet else ""
            words = "; ".join(one for one in (reached, missing) if one)
            told.append(
                f"Theo bộ tiêu chí {older.criteria_set} (đến {day(older.as_of)}): {words}."
            )
    return told


def _is_plain(one: CriterionFigures) -> bool:
    """Met as before, and nothing else is known of it."""
    return one.before == one.now and not (one.is_told or one.waiting or one.machine)


def _together(plain: Sequence[CriterionFigures], figures: ReportCommune) -> list[str]:
    """The criteria of which there is nothing to say but that they are met."""
    if not plain:
        return []
    address = scorecard(figures)
    told = [f"{linked(one.number, f'{address}#tc-{one.number}')} ({one.name})" for one in plain]
    mark = " (*)" if any(one.illustrative for one in plain) else ""
    count = counted(len(plain), "tiêu chí")
    return [
        f"{count} đạt, không đổi trong kỳ, chưa có số liệu từng chỉ tiêu: {listing(told)}{mark}"
    ]


def _lines(one: CriterionFigures, figures: ReportCommune) -> list[str]:
    """A criterion, then its indicators where a value is known or the criterion is not met."""
    status = linked(STATUS[one.now], f"{scorecard(figures)}#tc-{one.number}")
    said = f" ({one.stage}, {day(one.said_on)})" if one.stage else ""
    parts = [f"Tiêu chí {one.number} {one.name}: {status}{said}"]
    if one.before != one.now and one.before:
        why = f", {one.change}" if one.change else ""
        parts.append(f"{day(figures.before_on)}: {STATUS[one.before]}{why}")
    if one.waiting:
        parts.append(f"có đánh giá mới hơn chờ xác nhận: {STATUS[one.waiting]}")
    if one.machine:
        parts.append(f"đối chiếu chỉ tiêu với ngưỡng: {STATUS[one.machine]}")
    met = [row for row in one.indicators if row.now.verdict == "met"]
    if met:
        told = listing([f"{row.code} ({row.now.shown})" for row in met])
        parts.append(f"{counted(len(met), 'chỉ tiêu')} đạt ngưỡng: {told}")
    if not one.is_told and one.indicators and one.now != "not_applicable":
        parts.append(_without_values(one))
    mark = " (*)" if one.illustrative else ""
    rest = [_indicator(row) for row in one.indicators if one.is_told and row not in met]
    return [f"{'; '.join(parts)}{mark}", *rest]


def _without_values(one: CriterionFigures) -> str:
    """What the indicators ask is said where the criterion is not met."""
    text = f"{counted(len(one.indicators), 'chỉ tiêu')} chưa có số liệu"
    if one.now not in FAILING:
        return text
    asked = [f"{row.code} {row.demand}" for row in one.indicators]
    return f"{text} (yêu cầu {'; '.join(asked)})"


def is_shown(one: CriterionFigures) -> bool:
    """What its indicators ask stands in the text."""
    return one.is_told or one.now in FAILING


def _indicator(one: IndicatorFigures) -> str:
    """«+ 13.3 Truy xuất nguồn gốc: Không – chưa đạt (yêu cầu Có)»."""
    verdict = VERDICT[one.now.verdict]
    told = one.now.shown and one.now.verdict != "not_applicable"
    result = f"{one.now.shown} – {verdict}" if told else verdict
    gap = f", {one.gap}" if one.gap else ""
    return f"+ {one.code} {one.name}: {result}{gap} (yêu cầu {one.demand})"


def _reading(figures: ReportCommune) -> list[str]:
    """How the lines above are to be read, said once."""
    told = []
    if any(one.is_told for one in figures.criteria):
        told.append(
            "Kết quả của tiêu chí là đánh giá đã ghi nhận; kết quả của chỉ tiêu là đối chiếu số liệu "
            "với ngưỡng áp dụng cho xã, ngưỡng của từng chỉ tiêu tại Phụ lục B1."
        )
    shown = [row for one in figures.criteria if is_shown(one) for row in one.indicators]
    unverified = [one.code for one in shown if one.unverified]
    if unverified:
        told.append(f"Ngưỡng chưa kiểm chứng nguồn: chỉ tiêu {listing(unverified)}.")
    if shown and not figures.commune_class:
        told.append(
            "Chưa có phân loại xã (xã đặc biệt khó khăn hay không), nên nơi ngưỡng khác nhau nêu cả hai."
        )
    if figures.illustrative:
        told.append("(*) Số liệu minh họa.")
    return told


def good(figures: ReportCommune) -> list[str]:
    """III.1: what stands out."""
    found = gained(figures)
    told = (
        [f"Đạt thêm {counted(len(found), 'tiêu chí')}: {listing(names(found))}"] if found else []
    )
    if figures.met == figures.total:
        told.append(f"Xã đạt đủ {figures.total}/{figures.total} tiêu chí")
    finished = [
        one.name
        for one in figures.works
        if one.finished_on and figures.period_starts <= one.finished_on <= figures.as_of
    ]
    if finished:
        told.append(f"Hoàn thành {counted(len(finished), 'công trình')}: {listing(finished)}")
    return told


def lacking(figures: ReportCommune) -> list[str]:
    """III.2: what is not reached, what nobody judged, and what stands in the way."""
    down = lost(figures)
    told = (
        [f"Không còn đạt {counted(len(down), 'tiêu chí')}: {listing(names(down))}"] if down else []
    )
    if figures.unmet:
        count = counted(len(figures.unmet), "tiêu chí")
        told.append(f"Còn {count} chưa đạt: {listing(names(refs(figures.unmet)))}")
    if figures.has_data and figures.unknown:
        told.append(
            f"{counted(len(figures.unknown), 'tiêu chí')} chưa được đánh giá: "
            f"{listing(names(refs(figures.unknown)))}"
        )
    elif not figures.has_data:
        told.append(
            f"Chưa đánh giá tiêu chí nào theo bộ tiêu chí {figures.criteria_set}; "
            "chưa đủ căn cứ nhận xét mức độ đạt chuẩn của xã"
        )
    for one in figures.difficulties:
        due = f", hạn trả lời {day(one.answer_by)}" if one.answer_by else ""
        mark = " (*)" if one.illustrative else ""
        told.append(
            f"Vướng mắc {one.raised_by} nêu ngày {day(one.raised_on)}: {lowered(one.title)} "
            f"({one.to}, {one.state}{due}){mark}"
        )
    return told


def outlook(figures: ReportCommune) -> list[str]:
    """IV: what plans ask of the coming months, criterion by criterion."""
    kept = [one.ref for one in figures.criteria if one.planned == KEPT]
    aimed = [one.ref for one in figures.criteria if one.planned == AIMED]
    told = []
    if kept:
        told.append(f"Giữ vững {counted(len(kept), 'tiêu chí')} đã đạt: {_numbers(kept)}")
    if aimed:
        told.append(
            f"Phấn đấu đạt thêm {counted(len(aimed), 'tiêu chí')}: {listing(names(aimed))}"
        )
    this_year = figures.as_of[:4]
    for goal in figures.goals:
        if goal.year is None or goal.year >= int(this_year):
            source = f" – {goal.source}" if goal.source else ""
            told.append(f"Mục tiêu: {lowered(goal.text)}{source}")
    told += [
        f"Tiêu chí {one.number} {one.name}: {'; '.join(lowered(text) for text in one.actions)}"
        for one in figures.criteria
        if one.actions
    ]
    idle = [one.ref for one in figures.unmet if not one.actions]
    if idle:
        told.append(
            f"{counted(len(idle), 'tiêu chí')} chưa đạt và chưa có việc nào trong kế hoạch: "
            f"{listing(names(idle))}"
        )
    if figures.unknown:
        which = (
            f"cả {figures.total} tiêu chí"
            if len(figures.unknown) == figures.total
            else f"tiêu chí {_numbers(refs(figures.unknown))}"
        )
        told.append(f"Rà soát, đánh giá {which} theo bộ tiêu chí {figures.criteria_set}")
    return told


def _numbers(criteria: Sequence[Ref]) -> str:
    return listing([str(one.number) for one in criteria])
