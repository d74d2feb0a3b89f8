"""Help that was offered, planned and given: the list, one action, and figures for other pages."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

from django.db.models import Max, Prefetch, Q, QuerySet

from accounts.models import User
from communes.models import Commune
from communes.names import matches
from plans.choices import ActionState, MoneySource, SupportForm
from plans.models import SupportAction, SupportMoney
from plans.selectors.attachments import with_files
from plans.selectors.closing import Closing, close

ABOUT = ("agency", "commune__district", "criterion__criteria_set", "indicator", "need")
COLUMNS = [
    *("Ngày", "Mã xã", "Xã", "Huyện", "Đơn vị hỗ trợ", "Phòng, bộ phận", "Cùng với", "Hình thức"),
    *("Nội dung", "Tiêu chí", "Tình trạng", "Khối lượng kế hoạch", "Khối lượng thực hiện"),
    *("Đơn vị tính", "Kế hoạch (triệu đồng)", "Thực hiện (triệu đồng)"),
    *(f"{label} (triệu đồng)" for label in MoneySource.labels),
    *("Không tách (triệu đồng)", "Ngày công", "Tổng như nêu (triệu đồng)", "Kết quả", "Ghi chú"),
    "Số liệu minh họa",
]


@dataclass(frozen=True, slots=True)
class SupportFilters:
    """What the address of the list says."""

    agency: str = ""
    commune: str = ""
    district: str = ""
    criterion: str = ""
    form: str = ""
    source: str = ""
    state: str = ""
    year: str = ""

    @classmethod
    def read(cls, query: Mapping[str, Any]) -> "SupportFilters":
        def one_of(name: str, known: Iterable[str]) -> str:
            value = str(query.get(name, ""))
            return value if value in set(known) else ""

        def number(name: str) -> str:
            value = str(query.get(name, ""))
            return value if value.isascii() and value.isdecimal() and len(value) < 10 else ""  # noqa: PLR2004

        return cls(
            agency=str(query.get("don-vi", "")).strip()[:100],
            commune=str(query.get("xa", "")).strip()[:100],
            district=str(query.get("huyen", ""))[:10],
            criterion=number("tieu-chi"),
            form=one_of("hinh-thuc", SupportForm.values),
            source=one_of("nguon", MoneySource.values),
            state=one_of("tinh-trang", ActionState.values),
            year=number("nam")[:4],
        )

    @property
    def any(self) -> bool:
        return any(getattr(self, one.name) for one in fields(self))


@dataclass(frozen=True, slots=True)
class SupportLine:
    """An action with its money closed by rule RF6."""

    action: SupportAction
    planned: Closing
    done: Closing

    @property
    def flagged(self) -> bool:
        return self.planned.flagged or self.done.flagged


@dataclass(frozen=True, slots=True)
class Help:
    """What a commune was given: how often, for how much (triệu đồng), when last; what is planned."""

    times: int = 0
    planned: int = 0
    money: Decimal | None = None
    last_on: dt.date | None = None


def in_year(year: int) -> Q:
    """An action belongs to the year in which it was done; until then to the year it is planned for."""
    done = Q(state=ActionState.DONE)
    return (done & Q(done_on__year=year)) | (~done & Q(planned_on__year=year))


def actions(user: User, filters: SupportFilters) -> QuerySet[SupportAction]:
    """As filtered, the newest first."""
    rows = SupportAction.objects.visible_to(user)
    if filters.agency:
        rows = rows.filter(
            Q(agency__slug=filters.agency) | matches(filters.agency, "agency__search_key")
        )
    if filters.commune:
        rows = rows.filter(
            Q(commune__code=filters.commune) | matches(filters.commune, "commune__search_key")
        )
    wanted = {
        "commune__district__code": filters.district,
        "criterion": filters.criterion,
        "form": filters.form,
        "state": filters.state,
    }
    rows = rows.filter(**{field: value for field, value in wanted.items() if value})
    if filters.source:
        rows = rows.filter(
            pk__in=SupportMoney.objects.filter(source=filters.source).values("action")
        )
    if filters.year:
        rows = rows.filter(in_year(int(filters.year)))
    found: QuerySet[SupportAction] = rows.select_related(*ABOUT)
    return found.order_by("-done_on", "-planned_on", "-pk")


def lines(rows: Iterable[SupportAction]) -> list[SupportLine]:
    """Each with its money; the rows come with `money` prefetched, or as a queryset that takes it."""
    if isinstance(rows, QuerySet) and not rows.query.is_sliced:
        rows = rows.prefetch_related("money")
    return [line_of(one) for one in rows]


def line_of(action: SupportAction) -> SupportLine:
    money = list(action.money.all())
    return SupportLine(
        action=action,
        planned=close((one.planned for one in money), action.total_planned),
        done=close((one.done for one in money), action.total_done),
    )


def action_page(user: User) -> QuerySet[SupportAction]:
    """One action with all that its page shows."""
    rows: QuerySet[SupportAction] = SupportAction.objects.visible_to(user).select_related(
        *ABOUT, "by", "on_behalf_of", "need__commune"
    )
    return rows.prefetch_related("money", Prefetch("attachments", with_files()))


def years(user: User) -> list[int]:
    """Those in which something was done or is planned, the latest first."""
    rows = SupportAction.objects.visible_to(user).order_by()
    done = rows.exclude(done_on=None).values_list("done_on__year", flat=True)
    planned = rows.exclude(planned_on=None).values_list("planned_on__year", flat=True)
    return sorted(set(done.union(planned)), reverse=True)


def last_contact(
    communes: Iterable[Commune] | QuerySet[Commune], day: dt.date
) -> dict[int, dt.date]:
    """By commune, the last day on which it was helped by anybody, up to `day`; never: not there."""
    rows = SupportAction.objects.filter(
        commune__in=communes, state=ActionState.DONE, done_on__lte=day
    )
    return dict(rows.order_by().values_list("commune").annotate(Max("done_on")))


def illustrative_help(day: dt.date) -> set[int]:
    """Communes of which help up to `day` is illustrative."""
    rows = SupportAction.objects.filter(
        illustrative=True, state=ActionState.DONE, done_on__lte=day
    )
    return set(rows.order_by().values_list("commune", flat=True))


def last_contact_by(
    agency: int, communes: Iterable[Commune] | QuerySet[Commune], day: dt.date
) -> dict[int, dt.date]:
    """The same for the help of one agency, by its key."""
    rows = SupportAction.objects.filter(
        agency=agency, commune__in=communes, state=ActionState.DONE, done_on__lte=day
    )
    return dict(rows.order_by().values_list("commune").annotate(Max("done_on")))


def help_given(
    communes: Iterable[Commune] | QuerySet[Commune],
    day: dt.date,
    *,
    agency: int | None = None,
    since: dt.date | None = None,
) -> dict[int, Help]:
    """By commune, help up to `day` (of one agency, from a day on); two queries for any number."""
    rows = SupportAction.objects.filter(
        commune__in=communes, state__in=[ActionState.DONE, ActionState.PLANNED]
    )
    if agency is not None:
        rows = rows.filter(agency=agency)
    found: dict[int, Help] = {}
    for one in lines(rows):
        action = one.action
        assert action.commune_id is not None  # noqa: S101 -- filtered by it
        kept = found.get(action.commune_id, Help())
        found[action.commune_id] = _with(kept, one, day, since)
    return found


def _with(kept: Help, line: SupportLine, day: dt.date, since: dt.date | None) -> Help:
    action = line.action
    if action.state == ActionState.PLANNED:
        return Help(kept.times, kept.planned + 1, kept.money, kept.last_on)
    on = action.done_on
    if on is None or on > day or (since is not None and on < since):
        return kept
    money = kept.money
    if line.done.total is not None:
        money = (money or Decimal(0)) + line.done.total
    return Help(kept.times + 1, kept.planned, money, max(on, kept.last_on or on))


def sheet_rows(rows: Iterable[SupportLine]) -> list[list[Any]]:
    """In the order of COLUMNS; what was not reported stays blank. Sources are those of what was done."""
    return [_sheet_row(one) for one in rows]


def _sheet_row(line: SupportLine) -> list[Any]:
    one, money = line.action, {row.source: row for row in line.action.money.all()}
    labour = money.get(MoneySource.LABOUR_DAYS)
    commune, district = one.commune, one.commune.district if one.commune else None
    return [
        one.done_on or one.planned_on,
        *(commune.code if commune else None, commune.name if commune else None),
        district.name if district else None,
        *(one.agency.name, one.unit_name or None, one.partner or None, one.get_form_display()),
        *(one.content, about_words(one) or None, one.get_state_display()),
        *(one.quantity_planned, one.quantity_done, one.quantity_unit or None),
        *(line.planned.total, line.done.total),
        *(money[key].done if key in money else None for key in MoneySource.values),
        line.done.rest,
        labour.days_done if labour else None,
        one.total_done,
        *(one.result or None, one.note or None, "minh họa" if one.illustrative else None),
    ]


def about_words(one: Any) -> str:
    """«8.1» of an indicator, «tiêu chí 8» of a criterion as a whole; blank where neither is said."""
    if one.indicator:
        return str(one.indicator.code)
    return f"tiêu chí {one.criterion.number}" if one.criterion else ""
