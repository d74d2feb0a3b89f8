"""Parts of an agency's report: what was steered, reached, given and promised, and what comes next."""

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal

from django.urls import reverse

from criteria.choices import Duty
from documents.blocks import Block, Bullets, Paragraph
from reports.figures.agency.support import Support, sums_of
from reports.figures.shapes import AgencyFigures, CommuneFigures
from reports.kinds.agency.annexes import (
    deed_state_of,
    help_address,
    promises_by_state,
    tasks_by_state,
)
from reports.kinds.agency.communes import commune_line, criterion_line, names, placed
from reports.kinds.agency.tables import chart_of_communes, chart_of_criteria
from reports.kinds.outline import Part, left_open, made, numbered
from reports.kinds.programme.tables import state_of, task_address
from reports.words import counted, day, listing, lowered, moved
from reports.words.agency import by_form, of_plan, resources
from reports.words.links import linked
from reports.words.numbers import billions, number

COMMUNE_PARTS = {
    Duty.SPONSOR.value: "Xã được phân công đỡ đầu",
    Duty.IN_CHARGE.value: "Xã được phân công phụ trách",
    "": "Xã được phân công, chưa rõ nhiệm vụ đỡ đầu hay phụ trách",
}
KEYS = {Duty.SPONSOR.value: "do-dau", Duty.IN_CHARGE.value: "phu-trach", "": "chua-ro"}
NAMED_UP_TO = 6


def steering(figures: AgencyFigures) -> tuple[Block, ...]:
    """Only what the data knows; the rest is left to the agency, and said so."""
    known: list[Block] = []
    if figures.plans:
        plans = [linked(one.text, _paper(one.pk)) for one in figures.plans]
        known.append(Paragraph(f"{figures.agency} đã ban hành {'; '.join(plans)}."))
    if figures.papers:
        papers = [linked(one.text, _paper(one.pk)) for one in figures.papers]
        known.append(
            Paragraph(
                f"Trong kỳ, đơn vị đã ban hành {counted(len(papers), 'văn bản')}: {'; '.join(papers)}."
            )
        )
    if figures.team.people:
        heads = listing(list(figures.team.heads))
        known.append(
            Paragraph(
                f"Tổ công tác có {counted(figures.team.people, 'người')}"
                f"{f', tổ trưởng: {heads}' if heads else ''}."
            )
        )
    known += _done_in_all(figures)
    asked = (
        "văn bản chỉ đạo trong kỳ, hoạt động của tổ công tác, các cuộc làm việc, kiểm tra tại xã, "
        "«Ngày thứ 7 vì nông thôn mới»"
    )
    return (*made("chi-dao", known, figures.as_of), *left_open(asked))


def _paper(pk: int) -> str:
    return reverse("documents:paper_detail", args=[pk]) if pk else ""


def _done_in_all(figures: AgencyFigures) -> list[Block]:
    given = figures.given
    if not given:
        return []
    forms = Counter(one.form_label for one in given).most_common()
    times = linked(counted(len(given), "hoạt động hỗ trợ"), help_address(figures))
    return [
        Paragraph(
            f"Trong kỳ đã thực hiện {times} tại {counted(len({one.code for one in given}), 'xã')}, "
            f"gồm {by_form(forms)} (chi tiết tại Phụ lục A2)."
        )
    ]


def results(figures: AgencyFigures) -> tuple[Block, ...]:
    told = {duty: _communes(figures, duty) for duty in COMMUNE_PARTS}
    shown = [duty for duty, blocks in told.items() if blocks]
    if shown:  # one drawing for all communes, after the last of them
        told[shown[-1]] += chart_of_communes(figures)
    as_of = figures.as_of
    parts = [
        Part(title, made(f"ket-qua.{KEYS[duty]}", told[duty], as_of))
        for duty, title in COMMUNE_PARTS.items()
    ]
    parts += [
        Part("Huy động nguồn lực", made("ket-qua.nguon-luc", _resources(figures), as_of)),
        Part("Tiêu chí do ngành phụ trách", made("ket-qua.tieu-chi", _sector(figures), as_of)),
        Part("Nhiệm vụ theo kế hoạch", made("ket-qua.nhiem-vu", _work(figures), as_of)),
    ]
    return numbered(parts, level=2)


def _communes(figures: AgencyFigures, duty: str) -> tuple[Block, ...]:
    group = figures.of_duty(duty)
    if not group:
        return ()
    lines = tuple(commune_line(one, figures) for one in group)
    return (
        Paragraph(f"Gồm {counted(len(group), 'xã')} (chi tiết tại Phụ lục A1):"),
        Bullets(lines),
    )


def _sector(figures: AgencyFigures) -> tuple[Block, ...]:
    if not figures.sector:
        return ()
    lines = tuple(criterion_line(one, figures) for one in figures.sector)
    return (Bullets(lines), *chart_of_criteria(figures))


def _resources(figures: AgencyFigures) -> tuple[Block, ...]:
    """In tỷ đồng or triệu đồng as sentences have it (RF7); nothing where nothing was given or planned."""
    sums = sums_of(figures.given, figures.support)
    if sums.is_blank:
        return ()
    told = "Trong kỳ chưa ghi nhận kinh phí hỗ trợ các xã"
    if sums.total is not None:
        total = linked(billions(sums.total), help_address(figures))
        told = (
            f"Tổng nguồn lực hỗ trợ các xã trong kỳ {total}, {of_plan(sums.total, sums.planned)}"
        )
        parts = resources(
            [
                ("kinh phí của đơn vị", sums.own),
                ("vận động doanh nghiệp, nhà hảo tâm", sums.called),
                ("lồng ghép", sums.integrated),
                ("ngày công, hiện vật quy đổi", sums.converted),
                *sums.outside.items(),
            ]
        )
        told += f". Trong đó: {parts}" if parts else ""
    if sums.days is not None:
        told += f". Huy động {number(sums.days)} ngày công"
    return (Paragraph(f"{told} (chi tiết tại Phụ lục A3)."),)


def _work(figures: AgencyFigures) -> tuple[Block, ...]:
    """How many promises and tasks stand how; those that are overdue by name."""
    rows = []
    if figures.deeds:
        states = [(f"{count} {label}", count) for label, count in promises_by_state(figures)]
        rows.append(
            f"Kế hoạch của đơn vị: {counted(len(figures.deeds), 'việc')}, trong đó "
            f"{listing([told for told, _ in states], last=', ')}"
        )
    led = [one for one in figures.tasks if one.leads]
    others = len(figures.tasks) - len(led)
    if led:
        states = [(f"{count} {label}", count) for label, count in tasks_by_state(figures)]
        rows.append(
            f"Chương trình công tác của Ban Chỉ đạo: chủ trì {counted(len(led), 'nhiệm vụ')}, trong đó "
            f"{listing([told for told, _ in states], last=', ')}"
        )
    if others:
        rows.append(f"Phối hợp thực hiện {counted(others, 'nhiệm vụ')} của Chương trình công tác")
    return (
        (Paragraph("Chi tiết tại Phụ lục A4, tóm tắt như sau:"), Bullets(tuple(rows)))
        if rows
        else ()
    )


def judgement(figures: AgencyFigures) -> tuple[Block, ...]:
    good = [
        f"{placed(one)} {moved('đạt thêm', names(one.gained))}"
        for one in figures.communes
        if one.gained
    ]
    as_of = figures.as_of
    parts = [
        Part(
            "Kết quả nổi bật",
            (
                *made("danh-gia.noi-bat", _bullets(good), as_of),
                *left_open("kết quả nổi bật, cách làm hay của đơn vị"),
            ),
        ),
        Part("Tồn tại, hạn chế", made("danh-gia.ton-tai", _bullets(_shortfalls(figures)), as_of)),
        Part(
            "Nguyên nhân, bài học kinh nghiệm",
            left_open("nguyên nhân khách quan, chủ quan, bài học"),
        ),
    ]
    return numbered(parts, level=2)


def _shortfalls(figures: AgencyFigures) -> list[str]:
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
    late = [one for one in figures.deeds if deed_state_of(one, figures) == "quá hạn"]
    if late:
        bad.append(
            f"{_capital(counted(len(late), 'việc'))} trong kế hoạch của đơn vị đã quá hạn: "
            f"{'; '.join(lowered(one.content) for one in late)}"
        )
    bad += [
        f"Nhiệm vụ {linked(one.task.code, task_address(one.task))} của Chương trình công tác "
        f"{state_of(one.task)}"
        for one in figures.tasks
        if one.leads and one.task.days_late and not one.task.is_done
    ]
    helped = {one.code for one in figures.given}
    alone = [one for one in figures.communes if one.code not in helped]
    if alone and figures.given:
        bad.append(f"Chưa ghi nhận hoạt động hỗ trợ nào trong kỳ tại {_places(alone)}")
    return bad


def outlook(figures: AgencyFigures) -> tuple[Block, ...]:
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
        f"{placed(one)}: mục tiêu {lowered(text)}{f' – {sources}' if sources else ''}"
        for one in figures.communes
        for text, sources in _goals(one, int(figures.as_of[:4]))
    ]
    lines += [_plan(one) for one in figures.support if not one.done]
    lines += _tasks_ahead(figures)
    lines += [
        f"Tiêu chí {one.criterion.number} {one.criterion.name}: hướng dẫn "
        f"{counted(len(one.unmet), 'xã')} chưa đạt"
        for one in figures.sector
        if one.unmet
    ]
    return made("nhiem-vu", _bullets(lines), figures.as_of)


def _goals(one: CommuneFigures, year: int) -> list[tuple[str, str]]:
    """What is still aimed at, each once, with the papers that say so."""
    said: dict[str, list[str]] = {}
    for goal in one.goals:
        if goal.year is None or goal.year >= year:
            said.setdefault(goal.text, []).append(goal.source)
    return [(text, listing(list(filter(None, of)))) for text, of in said.items()]


def _plan(one: Support) -> str:
    money = f", kinh phí {billions(_decimal(one.planned))}" if one.planned else ""
    when = f"dự kiến {day(one.on)}" if one.on else "chưa nêu ngày"
    mark = " (*)" if one.illustrative else ""
    address = reverse("plans:support_detail", args=[one.pk])
    return f"{linked('Hỗ trợ', address)} xã {one.commune}: {lowered(one.content)} ({when}{money}){mark}"


def _decimal(text: str | None) -> Decimal | None:
    return Decimal(text) if text is not None else None


def _tasks_ahead(figures: AgencyFigures) -> list[str]:
    led = [one.task for one in figures.tasks if one.leads and not one.task.is_done]
    if not led:
        return []
    told = [
        f"{linked(one.code, task_address(one))}{f' (hạn {day(one.due_on)})' * bool(one.due_on)}"
        for one in led
    ]
    return [
        f"Thực hiện {counted(len(led), 'nhiệm vụ')} chủ trì trong Chương trình công tác: {listing(told)}"
    ]


def proposals(figures: AgencyFigures) -> tuple[Block, ...]:
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
    lines += [
        f"Đề nghị {one.addressee or 'cấp có thẩm quyền'} xem xét: {lowered(one.text.rstrip('.'))}"
        f"{f' ({one.source})' if one.source else ''}"
        for one in figures.raised
    ]
    lines += [
        f"Xã {one.commune} đề nghị hỗ trợ, chưa có đơn vị nhận: "
        f"{linked(lowered(one.content), reverse('plans:need_detail', args=[one.pk]))}"
        f"{f' (cần trước {day(one.by_day)})' if one.by_day else ''}{' (*)' if one.illustrative else ''}"
        for one in figures.needs
    ]
    return made("kien-nghi", _bullets(lines), figures.as_of)


def _bullets(lines: Iterable[str]) -> tuple[Block, ...]:
    items = tuple(lines)
    return (Bullets(items),) if items else ()


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def _places(communes: list[CommuneFigures]) -> str:
    return listing([one.name.removeprefix("xã ") for one in communes])


def _unknown(one: CommuneFigures) -> str:
    if len(one.unknown) > NAMED_UP_TO:
        numbers = listing([str(ref.number) for ref in one.unknown])
        return f"{len(one.unknown)} tiêu chí chưa đánh giá: {numbers}"
    return f"{counted(len(one.unknown), 'tiêu chí')} chưa đánh giá: {listing(names(one.unknown))}"
