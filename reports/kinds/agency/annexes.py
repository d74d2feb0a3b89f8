"""Tables A2 «Hoạt động hỗ trợ», A3 «Nguồn lực», A4 «Nhiệm vụ theo kế hoạch» of an agency's report."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from urllib.parse import urlencode

from django.urls import reverse

from documents.blocks import Column, Row, Table
from plans.evaluation import Colour
from reports.figures.agency.support import Sums, Support, sums_of
from reports.figures.agency.work import Deed, Part
from reports.figures.programme.tasks import LeadFigures
from reports.figures.shapes import AgencyFigures
from reports.kinds.programme.tables import due_of, leads_of, results_of, task_address
from reports.words import day, listing, roman
from reports.words.agency import deed_state
from reports.words.links import linked
from reports.words.numbers import number, percent
from reports.words.programme import form_state

MILLIONS = "Đơn vị tính: triệu đồng"


def help_address(figures: AgencyFigures, code: str = "") -> str:
    """The list of help of the agency in the year, of one commune or of all."""
    if not figures.slug:
        return ""
    asked = {"don-vi": figures.slug, "nam": figures.as_of[:4], "tinh-trang": "done"}
    return f"{reverse('plans:support_list')}?{urlencode(asked | ({'xa': code} if code else {}))}"


def table_a2(figures: AgencyFigures) -> Table:
    """Help done in the period, by day; the last row adds its money up."""
    columns = (
        Column("STT", 4, "center"),
        Column("Ngày", 9, "center"),
        Column("Xã", 9),
        Column("Nội dung", 22),
        Column("Hình thức", 11),
        Column("Đơn vị thực hiện (phòng)", 11),
        Column("Kết quả, khối lượng", 14),
        Column("Kinh phí (triệu đồng)", 8, "right"),
        Column("Ghi chú", 12),
    )
    rows = [_help(place, one) for place, one in enumerate(figures.given, start=1)]
    total = sums_of(figures.given, ()).total
    if len(rows) > 1:
        rows.append(Row(("", "", "Tổng số", *[""] * 4, number(total), ""), total=True))
    return Table(columns, tuple(rows), _caption("A2", "Hoạt động hỗ trợ", figures))


def _help(place: int, one: Support) -> Row:
    amount = (
        " ".join(filter(None, [_plain(one.quantity), one.quantity_unit])) if one.quantity else ""
    )
    notes = [
        f"{'chỉ tiêu ' if one.about[:1].isdigit() else ''}{one.about}" if one.about else "",
        f"cùng {one.partner}" if one.partner else "",
        one.note,
        f"tổng nêu {_plain(one.doubt)} không khớp các nguồn" if one.doubt else "",
    ]
    return Row(
        (
            str(place),
            day(one.on),
            f"{one.commune}{' (*)' if one.illustrative else ''}",
            linked(one.content, reverse("plans:support_detail", args=[one.pk])),
            one.form_label,
            one.unit_name,
            "; ".join(filter(None, [amount, one.result])),
            _plain(one.money),
            "; ".join(filter(None, notes)),
        )
    )


def _plain(text: str | None) -> str:
    return "" if text is None else number(Decimal(text))


def table_a3(figures: AgencyFigures) -> Table:
    """Each commune's resources; sources without a column of their own stand under the total, so that it closes."""
    columns = (
        Column("STT", 4, "center"),
        Column("Xã", 18),
        Column("Tổng", 10, "right"),
        Column("Trực tiếp của đơn vị", 10, "right"),
        Column("Vận động (doanh nghiệp, nhà hảo tâm)", 12, "right"),
        Column("Lồng ghép", 9, "right"),
        Column("Ngày công (công)", 9, "right"),
        Column("Ngày công, hiện vật quy đổi", 11, "right"),
        Column(f"KH năm {figures.as_of[:4]}", 9, "right"),
        Column("%", 8, "right"),
    )
    rows = [
        Row((str(place), name, *_amounts(sums)))
        for place, (name, sums) in enumerate(resources_by_commune(figures), start=1)
    ]
    whole = sums_of(figures.given, figures.support)
    if rows:
        rows.append(Row(("", f"Tổng số {len(rows)} xã", *_amounts(whole)), total=True))
        rows += [
            Row(("", f"Trong tổng số: {label}", number(amount), *[""] * 7))
            for label, amount in whole.outside.items()
        ]
    return Table(columns, tuple(rows), _caption("A3", "Nguồn lực", figures), MILLIONS)


def resources_by_commune(figures: AgencyFigures) -> list[tuple[str, Sums]]:
    """Its communes first, those helped or planned for beside them after; «(*)» marks made-up amounts."""
    order = {one.code: one.name.removeprefix("xã ") for one in figures.communes}
    order |= {one.code: one.commune for one in figures.support if one.code not in order}
    found = []
    for code, name in order.items():
        year = [one for one in figures.support if one.code == code]
        mark = " (*)" if any(one.illustrative for one in year) else ""
        given = [one for one in figures.given if one.code == code]
        found.append((f"{name}{mark}", sums_of(given, year)))
    return found


def _amounts(sums: Sums) -> tuple[str, ...]:
    told = (sums.total, sums.own, sums.called, sums.integrated, sums.days, sums.converted)
    return (
        *(number(one) for one in told),
        number(sums.planned),
        percent(sums.total, sums.planned),
    )


def table_a4(figures: AgencyFigures) -> Table:
    """What its plan promises, then the tasks of the year's programme that it leads and coordinates."""
    columns = (
        Column("STT", 5, "center"),
        Column("Nhiệm vụ", 28),
        Column("Đơn vị chủ trì", 13),
        Column("Thời hạn", 11, "center"),
        Column("Kết quả", 17),
        Column("Tình trạng", 12),
        Column("Giải trình", 14),
    )
    plans = listing(list(dict.fromkeys(one.paper for one in figures.deeds if one.paper)))
    decisions = listing(list(dict.fromkeys(one.paper for one in figures.tasks)))
    programme = f"theo Chương trình công tác của Ban Chỉ đạo – {decisions}"
    groups = [
        (
            f"Theo kế hoạch của đơn vị{f' – {plans}' * bool(plans)}",
            [_deed(one, figures) for one in figures.deeds],
        ),
        (f"Chủ trì {programme}", [_task(one, figures) for one in figures.tasks if one.leads]),
        (
            f"Phối hợp {programme}",
            [_task(one, figures) for one in figures.tasks if not one.leads],
        ),
    ]
    rows: list[Row] = []
    for group, (title, of) in enumerate([one for one in groups if one[1]], start=1):
        rows.append(Row((roman(group), title), group=True))
        rows += [Row((str(place), *cells)) for place, cells in enumerate(of, start=1)]
    return Table(columns, tuple(rows), _caption("A4", "Nhiệm vụ theo kế hoạch", figures))


def _deed(one: Deed, figures: AgencyFigures) -> tuple[str, ...]:
    places = f" ({'; '.join(one.places)})" if one.places else ""
    result = f"ngày {day(one.done_on)}" if one.done_on else ""
    kept = "; ".join(filter(None, [result, one.result]))
    dropped = not one.done_on
    return (
        f"{one.content}{places}{' (*)' if one.illustrative else ''}",
        one.unit_name or figures.agency_short,
        one.due or (day(one.due_on) if one.due_on else ""),
        "" if dropped else kept,
        linked(deed_state_of(one, figures), _deed_address(one)),
        one.result if dropped else "",
    )


def _deed_address(one: Deed) -> str:
    return f"{reverse('plans:plan_action_list')}?viec={one.pk}"


def deed_state_of(one: Deed, figures: AgencyFigures) -> str:
    return deed_state(
        one.state,
        due_on=one.due_on,
        done_on=one.done_on,
        as_of=figures.as_of,
        recurring=one.recurring,
    )


def _task(one: Part, figures: AgencyFigures) -> tuple[str, ...]:
    """Where the agency leads, how it stands itself and its own word; why it stands so is told apart."""
    task, own = one.task, own_lead(one, figures)
    stands = own or task
    calm = stands.colour in {Colour.DONE, Colour.OPEN} or stands.colour != task.colour
    why = "" if calm and not task.waits else task.why
    return (
        f"{task.code}. {task.content}",
        leads_of(task),
        due_of(task),
        results_of(replace(task, leads=(own,))) if own else "",
        linked(form_state(stands.colour, days_late=stands.days_late), task_address(task)),
        why,
    )


def own_lead(one: Part, figures: AgencyFigures) -> LeadFigures | None:
    """The agency among the leads of a task."""
    return next((lead for lead in one.task.leads if lead.slug == figures.slug), None)


def promises_by_state(figures: AgencyFigures) -> list[tuple[str, int]]:
    return _counted(deed_state_of(one, figures) for one in figures.deeds)


def tasks_by_state(figures: AgencyFigures) -> list[tuple[str, int]]:
    """Of those that it leads, as it stands itself."""
    own = [own_lead(one, figures) for one in figures.tasks if one.leads]
    return _counted(form_state(one.colour, days_late=one.days_late) for one in own if one)


def _counted(states: Iterable[str]) -> list[tuple[str, int]]:
    return Counter(states).most_common()


def _caption(number_: str, title: str, figures: AgencyFigures) -> str:
    return f"Biểu {number_}. {title} (từ {day(figures.period_starts)} đến {day(figures.as_of)})"
