"""Help: offered, planned, given, or not given after all; its money by source; the need it answers."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction

from accounts import trail
from accounts.calendar import working_day
from accounts.models import User
from communes.models import Agency, Commune
from communes.permissions import on_behalf_of
from criteria.models import Criterion, Indicator
from plans.choices import ActionState, MoneySource, SupportForm
from plans.models import Need, SupportAction, SupportMoney
from plans.services.attachments import attach
from plans.services.kept import change, hold
from plans.services.needs import settle

SAID = frozenset({ActionState.OFFERED.value, ActionState.PLANNED.value, ActionState.DONE.value})
AMOUNTS = ("planned", "done", "days_planned", "days_done")


@dataclass(frozen=True, slots=True)
class MoneyGiven:
    """Of one source, triệu đồng; `days` in công, of labour alone. None was not said."""

    source: str
    planned: Decimal | None = None
    done: Decimal | None = None
    days_planned: Decimal | None = None
    days_done: Decimal | None = None

    @property
    def amounts(self) -> tuple[Decimal | None, ...]:
        return (self.planned, self.done, self.days_planned, self.days_done)


@dataclass(frozen=True, slots=True)
class SupportGiven:
    """An action as somebody says it; amounts in triệu đồng, totals as a paper states them."""

    form: str
    content: str
    state: str = ActionState.PLANNED.value
    commune: Commune | None = None
    criterion: Criterion | None = None
    indicator: Indicator | None = None
    need: Need | None = None
    unit_name: str = ""
    partner: str = ""
    planned_on: dt.date | None = None
    done_on: dt.date | None = None
    quantity_planned: Decimal | None = None
    quantity_done: Decimal | None = None
    quantity_unit: str = ""
    total_planned: Decimal | None = None
    total_done: Decimal | None = None
    result: str = ""
    note: str = ""
    money: tuple[MoneyGiven, ...] = ()

    @property
    def fields(self) -> dict[str, Any]:
        """Everything but the money."""
        return {name: getattr(self, name) for name in self.__slots__ if name != "money"}


@transaction.atomic
def add_support(
    *,
    agency: Agency,
    given: SupportGiven,
    files: "Sequence[File[bytes]]" = (),
    by: User,
    illustrative: bool = False,
) -> SupportAction:
    """Enter help of an agency. Refusals: those of `check` and of `attachments.attach`."""
    check(given, agency)
    action = SupportAction(
        agency=agency,
        by=by,
        on_behalf_of=on_behalf_of(by, agency),
        illustrative=illustrative,
        **given.fields,
    )
    action.full_clean(validate_unique=False)
    action.save()
    _write_money(action, given.money)
    attach(files, by=by, action=action)
    settle(given.need)
    trail.record(
        by,
        "added support",
        action,
        on_behalf_of=action.on_behalf_of,
        agency=str(agency),
        commune=str(given.commune or ""),
        state=given.state,
    )
    return action


@transaction.atomic
def change_support(
    *, action: SupportAction, given: SupportGiven, seen: int | None, by: User
) -> SupportAction:
    """Say it anew, money too. Refusals: `ended` (dropped), `stale`, those of `check`."""
    action = hold(action)
    if action.state == ActionState.DROPPED:
        _refuse_ended(action)
    check(given, action.agency)
    before = action.need
    changed = change(action, seen, by, "changed support", **given.fields)
    _change_money(changed, given.money, by)
    for need in {one for one in (before, given.need) if one is not None}:
        settle(need)
    return changed


@transaction.atomic
def carry_out(
    *,
    action: SupportAction,
    done_on: dt.date,
    money: Mapping[str, tuple[Decimal | None, Decimal | None]] | None = None,
    quantity_done: Decimal | None = None,
    total_done: Decimal | None = None,
    result: str = "",
    files: "Sequence[File[bytes]]" = (),
    seen: int | None,
    by: User,
) -> SupportAction:
    """What was planned has been done: `money` by source, what was given and how many days of labour.

    Refusals: `ended` (done already, or dropped), `stale`, those of `check` and `attach`.
    """
    action = hold(action)
    _refuse_ended(action)
    given = SupportGiven(
        **{name: getattr(action, name) for name in SupportGiven(form="", content="").fields}
        | {
            "state": ActionState.DONE,
            "done_on": done_on,
            "quantity_done": quantity_done,
            "total_done": total_done,
            "result": result.strip(),
        },
        money=_done_money(action, money or {}),
    )
    check(given, action.agency)
    changed = change(action, seen, by, "carried out support", **given.fields)
    _change_money(changed, given.money, by)
    attach(files, by=by, action=changed)
    settle(changed.need)
    return changed


@transaction.atomic
def drop_support(
    *, action: SupportAction, reason: str, seen: int | None, by: User
) -> SupportAction:
    """It will not be given; what was planned stays on record. Refusals: `reason`, `ended`, `stale`."""
    if not reason.strip():
        raise ValidationError("Hãy nêu lý do không thực hiện.", code="reason")
    action = hold(action)
    _refuse_ended(action)
    state = ActionState.DROPPED.value
    changed = change(action, seen, by, "dropped support", state=state, result=reason.strip())
    settle(changed.need)
    return changed


@transaction.atomic
def resume_support(*, action: SupportAction, seen: int | None, by: User) -> SupportAction:
    """What was dropped is planned again, or offered where no commune is named. Refusals: `ended`, `stale`."""
    action = hold(action)
    if action.state != ActionState.DROPPED:
        raise ValidationError("Hỗ trợ này vẫn còn hiệu lực.", code="ended")
    state = ActionState.PLANNED if action.commune_id else ActionState.OFFERED
    changed = change(action, seen, by, "resumed support", state=state.value, result="")
    settle(changed.need)
    return changed


def _refuse_ended(action: SupportAction) -> None:
    if action.state == ActionState.DONE:
        raise ValidationError(
            "Hỗ trợ này đã ghi là đã thực hiện. Muốn sửa, hãy dùng «Sửa».", code="ended"
        )
    if action.state == ActionState.DROPPED:
        raise ValidationError(
            "Hỗ trợ này đã ghi là không thực hiện. Hãy đưa trở lại kế hoạch trước.", code="ended"
        )


def check(given: SupportGiven, agency: Agency) -> None:
    """Refusals: `commune`, `day`, `future`, `outside`, `foreign`, `need`, `negative`, `not_done`, `source`, `state`.

    A total that does not close is none of them: it is kept as stated and flagged (RF6).
    """
    if given.commune is None and given.state in {ActionState.PLANNED, ActionState.DONE}:
        raise ValidationError({"commune": ValidationError("Hãy chọn xã.", code="commune")})
    _refuse_days(given, agency)
    if given.indicator is not None and given.indicator.criterion != given.criterion:
        raise ValidationError("Chỉ tiêu không thuộc tiêu chí đã chọn.", code="foreign")
    if given.need is not None and given.need.commune != given.commune:
        raise ValidationError("Nhu cầu này là của xã khác.", code="need")
    if given.form not in SupportForm.values:
        raise ValidationError({"form": "Hãy chọn hình thức hỗ trợ."})
    if given.state not in SAID:
        raise ValidationError("Ghi không thực hiện thì dùng nút riêng, kèm lý do.", code="state")
    _refuse_amounts(given)


def _refuse_days(given: SupportGiven, agency: Agency) -> None:
    if given.state != ActionState.DONE:
        return
    day, today = given.done_on, working_day()
    if day is None:
        raise ValidationError({"done_on": ValidationError("Hãy ghi ngày thực hiện.", code="day")})
    if day > today:
        words = (
            f"Ngày thực hiện không được sau ngày làm việc {today.day}/{today.month}/{today.year}."
        )
        raise ValidationError({"done_on": ValidationError(words, code="future")})
    for what, unit in (("Xã", given.commune), ("Đơn vị", agency)):
        if unit is not None and not unit.covers(day):
            words = f"{what} không tồn tại vào ngày này; hãy xem lại ngày thực hiện."
            raise ValidationError({"done_on": ValidationError(words, code="outside")})


def _refuse_amounts(given: SupportGiven) -> None:
    amounts = [given.quantity_planned, given.quantity_done, given.total_planned, given.total_done]
    amounts += [one for money in given.money for one in money.amounts]
    if any(one is not None and one < 0 for one in amounts):
        raise ValidationError("Khối lượng, kinh phí không được âm.", code="negative")
    for money in given.money:
        if money.source not in MoneySource.values:
            raise ValidationError(f"Không có nguồn «{money.source}».", code="source")
        labour = money.source == MoneySource.LABOUR_DAYS
        if not labour and (money.days_planned, money.days_done) != (None, None):
            raise ValidationError("Chỉ nguồn ngày công mới có số ngày công.", code="source")
    done = [given.quantity_done, given.total_done]
    done += [one for money in given.money for one in (money.done, money.days_done)]
    if given.state != ActionState.DONE and any(one is not None for one in done):
        raise ValidationError(
            "Đã nhập số thực hiện thì tình trạng phải là «đã thực hiện», kèm ngày thực hiện.",
            code="not_done",
        )


def _done_money(
    action: SupportAction, done: Mapping[str, tuple[Decimal | None, Decimal | None]]
) -> tuple[MoneyGiven, ...]:
    """The plan as it stands, beside what was given."""
    known = {one.source: one for one in action.money.all()}
    found = []
    for source in MoneySource.values:
        plan, (amount, days) = known.get(source), done.get(source, (None, None))
        found.append(
            MoneyGiven(
                source,
                plan.planned if plan else None,
                amount,
                plan.days_planned if plan else None,
                days,
            )
        )
    return tuple(found)


def _write_money(action: SupportAction, money: Iterable[MoneyGiven]) -> None:
    """A source of which nothing is said has no row."""
    SupportMoney.objects.bulk_create(
        SupportMoney(
            action=action,
            source=one.source,
            **dict(zip(AMOUNTS, one.amounts, strict=True)),
        )
        for one in money
        if any(amount is not None for amount in one.amounts)
    )


def _change_money(action: SupportAction, money: Sequence[MoneyGiven], by: User) -> None:
    """Other amounts are another version, and a line of the trail with from → to."""
    before = _said(action.money.all())
    after = _said(one for one in money if any(amount is not None for amount in one.amounts))
    if before == after:
        return
    action.money.all().delete()
    _write_money(action, money)
    action.version += 1
    action.save(update_fields=["version"])
    differing = {
        source: [before.get(source), after.get(source)]
        for source in MoneySource.values
        if before.get(source) != after.get(source)
    }
    trail.record(by, "changed support", action, changes=differing)


def _said(money: Iterable[Any]) -> dict[str, list[str | None]]:
    """Amounts by source, alike whether typed or stored."""
    return {
        one.source: [
            None if (amount := getattr(one, name)) is None else f"{amount.normalize():f}"
            for name in AMOUNTS
        ]
        for one in money
    }
