"""What communes ask for: said, answered by somebody's help, met, or no longer wanted."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import trail
from accounts.models import User
from communes.models import Agency, Commune
from communes.permissions import on_behalf_of
from criteria.models import Criterion, Indicator
from plans.choices import ActionState, NeedState
from plans.models import Need
from plans.services.kept import change

ENDED = frozenset({NeedState.MET.value, NeedState.DROPPED.value})
ANSWERING = [ActionState.PLANNED, ActionState.DONE]  # an offer may still come to nothing


@dataclass(frozen=True, slots=True)
class NeedGiven:
    """A need as somebody says it; `money` in triệu đồng."""

    content: str
    criterion: Criterion | None = None
    indicator: Indicator | None = None
    quantity: Decimal | None = None
    unit: str = ""
    money: Decimal | None = None
    by_day: dt.date | None = None
    note: str = ""

    @property
    def fields(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


@transaction.atomic
def add_need(
    *,
    commune: Commune,
    given: NeedGiven,
    by: User,
    agency: Agency | None = None,
    illustrative: bool = False,
) -> Need:
    """Enter what a commune asks for; `agency` speaks for it. Refusals: `foreign`, `negative`."""
    _refuse(given)
    stead = on_behalf_of(by, agency) if agency else None
    need = Need(
        commune=commune, by=by, on_behalf_of=stead, illustrative=illustrative, **given.fields
    )
    need.full_clean(validate_unique=False)
    need.save()
    trail.record(by, "added need", need, on_behalf_of=stead, commune=str(commune))
    return need


@transaction.atomic
def change_need(*, need: Need, given: NeedGiven, seen: int | None, by: User) -> Need:
    """Say it anew. Refusals: `ended`, `stale`, `foreign`, `negative`."""
    _refuse(given)
    _refuse_ended(need)
    return change(need, seen, by, "changed need", **given.fields)


@transaction.atomic
def meet_need(*, need: Need, seen: int | None, by: User) -> Need:
    """The commune has what it asked for. Refusals: `ended`, `stale`."""
    _refuse_ended(need)
    return change(need, seen, by, "met need", state=NeedState.MET.value)


@transaction.atomic
def drop_need(*, need: Need, reason: str, seen: int | None, by: User) -> Need:
    """It is no longer wanted. Refusals: `reason`, `ended`, `stale`."""
    if not reason.strip():
        raise ValidationError("Hãy nêu vì sao không còn nhu cầu.", code="reason")
    _refuse_ended(need)
    note = "; ".join(filter(None, [need.note, reason.strip()]))[:500]
    return change(need, seen, by, "dropped need", state=NeedState.DROPPED.value, note=note)


@transaction.atomic
def reopen_need(*, need: Need, seen: int | None, by: User) -> Need:
    """It was not met after all, or is wanted again. Refusals: `open`, `stale`."""
    if need.state not in ENDED:
        raise ValidationError("Nhu cầu này vẫn đang mở.", code="open")
    opened = change(need, seen, by, "reopened need", state=NeedState.OPEN.value)
    settle(opened)
    opened.refresh_from_db()
    return opened


def settle(need: Need | None) -> None:
    """Whether help stands against a need that is still open: kept beside it for lists."""
    if need is None:
        return
    answered = need.support.filter(state__in=ANSWERING).exists()
    state = NeedState.ANSWERED if answered else NeedState.OPEN
    Need.objects.filter(pk=need.pk).exclude(state__in=ENDED).update(state=state)


def _refuse_ended(need: Need) -> None:
    if need.state in ENDED:
        raise ValidationError(
            f"Nhu cầu này {need.get_state_display()}. Muốn sửa, hãy mở lại trước.", code="ended"
        )


def _refuse(given: NeedGiven) -> None:
    if given.indicator is not None and given.indicator.criterion != given.criterion:
        raise ValidationError("Chỉ tiêu không thuộc tiêu chí đã chọn.", code="foreign")
    if any(one is not None and one < 0 for one in (given.quantity, given.money)):
        raise ValidationError("Khối lượng, kinh phí không được âm.", code="negative")
