"""Help that an agency gave and plans in a year: its actions, and what their money adds up to (RF6, triệu đồng)."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from plans.choices import ActionState, MoneySource
from plans.models import SupportAction
from plans.selectors.support import ABOUT, SupportLine, about_words, in_year, lines
from reports.models import ReportRun


@dataclass(frozen=True, slots=True)
class Support:
    """One action. Amounts are decimal text; None is not reported. `by_source`: what was done, source by source.

    `rest` is in no source («không tách»); `doubt`: the stated total where its sources do not add up to it.
    """

    pk: int
    done: bool
    on: str
    commune: str
    code: str
    content: str
    form: str
    form_label: str
    unit_name: str
    partner: str
    about: str
    quantity: str | None
    quantity_unit: str
    planned: str | None
    money: str | None
    by_source: tuple[tuple[str, str], ...]
    rest: str | None
    days: str | None
    doubt: str
    result: str
    note: str
    illustrative: bool


def support_of(run: ReportRun) -> tuple[Support, ...]:
    """Of the year, as it stood on the day: what was done later was then still planned. By day; two queries."""
    rows = SupportAction.objects.filter(
        in_year(run.as_of.year),
        agency=run.agency,
        state__in=[ActionState.DONE, ActionState.PLANNED],
        commune__isnull=False,
        recorded_at__lte=run.known_at,
    ).select_related(*ABOUT)
    found = [_frozen(one, run.as_of) for one in lines(rows)]
    return tuple(sorted(found, key=lambda one: (one.on, one.pk)))


def _frozen(line: SupportLine, as_of: dt.date) -> Support:
    one = line.action
    done = one.state == ActionState.DONE and one.done_on is not None and one.done_on <= as_of
    on = one.done_on if done else (one.planned_on or one.done_on)
    money = list(one.money.all())
    labour = [row.days_done for row in money if row.days_done is not None]
    commune = one.commune
    assert commune is not None  # noqa: S101 -- filtered by it
    return Support(
        pk=one.pk,
        done=done,
        on=on.isoformat() if on else "",
        commune=commune.name,
        code=commune.code,
        content=one.content,
        form=one.form,
        form_label=one.get_form_display(),
        unit_name=one.unit_name,
        partner=one.partner,
        about=about_words(one),
        quantity=_text(one.quantity_done) if done else None,
        quantity_unit=one.quantity_unit,
        planned=_text(line.planned.total),
        money=_text(line.done.total) if done else None,
        by_source=tuple((row.source, f"{row.done:f}") for row in money if row.done is not None)
        if done
        else (),
        rest=_text(line.done.rest) if done else None,
        days=_text(sum(labour, Decimal(0))) if done and labour else None,
        doubt=_text(line.done.stated) or "" if done and line.done.flagged else "",
        result=one.result,
        note=one.note,
        illustrative=one.illustrative,
    )


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value.normalize():f}"


OUTSIDE = (
    MoneySource.CENTRAL,
    MoneySource.PROVINCIAL,
    MoneySource.COMMUNE,
    MoneySource.CREDIT,
    MoneySource.COMMUNITY_CASH,
)
UNSPLIT = "không tách"


@dataclass(frozen=True, slots=True)
class Sums:
    """What was done in a period and planned for the year; `outside`: sources that table A3 has no column for.

    None is not reported, zero is zero.
    """

    total: Decimal | None = None
    own: Decimal | None = None
    called: Decimal | None = None
    integrated: Decimal | None = None
    days: Decimal | None = None
    converted: Decimal | None = None
    planned: Decimal | None = None
    outside: dict[str, Decimal] = field(default_factory=dict)

    @property
    def is_blank(self) -> bool:
        return self == Sums()


def sums_of(done: Iterable[Support], year: Iterable[Support]) -> Sums:
    """`done` in the period; `year`: every action of the year, whose plans make the year's."""
    given = list(done)
    outside: dict[str, Decimal] = {}
    for source in OUTSIDE:
        amount = _of(given, source)
        if amount is not None:
            outside[source.label] = amount
    rest = _sum(one.rest for one in given)
    if rest is not None:
        outside[UNSPLIT] = rest
    return Sums(
        total=_sum(one.money for one in given),
        own=_of(given, MoneySource.OWN),
        called=_of(given, MoneySource.ENTERPRISES),
        integrated=_of(given, MoneySource.INTEGRATED),
        days=_sum(one.days for one in given),
        converted=_of(given, MoneySource.LABOUR_DAYS, MoneySource.IN_KIND),
        planned=_sum(one.planned for one in year),
        outside=outside,
    )


def _of(given: Iterable[Support], *sources: str) -> Decimal | None:
    return _sum(amount for one in given for source, amount in one.by_source if source in sources)


def _sum(amounts: Iterable[str | None]) -> Decimal | None:
    known = [Decimal(one) for one in amounts if one is not None]
    return sum(known, Decimal(0)) if known else None
