"""What plans promise to do: entered, corrected, said to be done or dropped."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, NoReturn

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import trail
from accounts.calendar import working_day
from accounts.models import User
from communes.models import Agency, Commune
from communes.permissions import on_behalf_of
from criteria.models import Criterion, Indicator
from documents.models import OfficialDocument
from plans.choices import ActionState, DueKind
from plans.models import PlanAction
from plans.services.kept import change


@dataclass(frozen=True, slots=True)
class PlanActionGiven:
    """An action as a plan words it; without a commune it is for every commune of the agency."""

    content: str
    commune: Commune | None = None
    criterion: Criterion | None = None
    indicator: Indicator | None = None
    paper: OfficialDocument | None = None
    unit_name: str = ""
    due_text: str = ""
    due_kind: str = DueKind.NONE.value
    due_on: dt.date | None = None
    state: str = ActionState.PLANNED.value
    done_on: dt.date | None = None
    result: str = ""

    @property
    def fields(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


@transaction.atomic
def add_plan_action(
    *, agency: Agency, given: PlanActionGiven, by: User, illustrative: bool = False
) -> PlanAction:
    """Enter an action of an agency's plan.

    Refusals: `foreign` (the indicator is of another criterion), `offered` (a plan promises, it does
    not offer), `undated` (done, and no day), `future` (done after the working day), `outside` (the
    commune does not stand any more), `reason` (dropped, and not said why).
    """
    _refuse(given)
    stead = on_behalf_of(by, agency)
    row = PlanAction(
        agency=agency, by=by, on_behalf_of=stead, illustrative=illustrative, **given.fields
    )
    row.full_clean()
    row.save()
    trail.record(by, "planned action", row, on_behalf_of=stead, agency=agency.slug)
    return row


@transaction.atomic
def change_plan_action(
    *, action: PlanAction, given: PlanActionGiven, seen: int | None, by: User
) -> PlanAction:
    """Say it anew, or what became of it. Refusals: those of `add_plan_action`, and `stale`."""
    _refuse(given)
    return change(action, seen, by, "changed planned action", **given.fields)


def _refuse(given: PlanActionGiven) -> None:
    today = working_day()
    if given.indicator and given.indicator.criterion_id != getattr(given.criterion, "pk", None):
        _say("indicator", "Chỉ tiêu không thuộc tiêu chí đã chọn.", "foreign")
    if given.state == ActionState.OFFERED:
        _say("state", "Việc trong kế hoạch không phải là đề xuất hỗ trợ.", "offered")
    if given.state == ActionState.DONE and given.done_on is None:
        _say("done_on", "Việc đã thực hiện phải có ngày.", "undated")
    if given.done_on is not None and given.done_on > today:
        words = f"{today.day}/{today.month}/{today.year}"
        _say("done_on", f"Ngày thực hiện không được sau ngày làm việc {words}.", "future")
    if given.commune is not None and not given.commune.covers(given.done_on or today):
        _say("commune", f"{given.commune} không còn vào ngày này.", "outside")
    if given.state == ActionState.DROPPED and not given.result.strip():
        _say("result", "Không thực hiện thì nêu lý do ở ô Kết quả.", "reason")


def _say(field: str, words: str, code: str) -> NoReturn:
    raise ValidationError({field: ValidationError(words, code=code)})
