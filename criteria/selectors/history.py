"""All that was ever said about a criterion: who, when, in which stage, from what to what."""

from collections import defaultdict
from dataclasses import dataclass
from typing import TypeVar

from accounts.models import User
from criteria.models import Criterion, Indicator, Measurement, Scorecard, StatusEntry, counting
from criteria.permissions import may_withdraw
from criteria.selectors.lines import written

Word = TypeVar("Word", StatusEntry, Measurement)


@dataclass(frozen=True, slots=True)
class Told:
    """One word of the history, newest first. `before` is what counted when it was recorded."""

    said: StatusEntry | Measurement
    subject: str
    before: str
    after: str
    may_withdraw: bool

    @property
    def is_status(self) -> bool:
        return isinstance(self.said, StatusEntry)


def status_history(scorecard: Scorecard, criterion: Criterion, *, user: User) -> list[Told]:
    """Every word about the criterion, withdrawn ones too, newest first by the moment of recording."""
    words = scorecard.entries.filter(criterion=criterion)
    rows = list(
        words.select_related(
            "corrects", "by", "on_behalf_of", "agency", "basis", "withdrawn_by"
        ).order_by("pk")
    )
    return [
        Told(
            said=row,
            subject="",
            before=counted.status if (counted := _counted(rows[:index], row)) else "",
            after=row.status,
            may_withdraw=row.withdrawn_at is None and may_withdraw(user, row),
        )
        for index, row in reversed(list(enumerate(rows)))
    ]


def value_history(
    scorecard: Scorecard,
    criterion: Criterion,
    *,
    user: User,
    indicator: Indicator | None = None,
) -> list[Told]:
    """The values of the criterion's indicators, or of one of them."""
    words = scorecard.measurements.filter(indicator__criterion=criterion)
    if indicator is not None:
        words = words.filter(indicator=indicator)
    rows = words.select_related(
        "corrects", "indicator", "by", "on_behalf_of", "agency", "withdrawn_by"
    )
    told, earlier = [], defaultdict[tuple[int, str], list[Measurement]](list)
    for row in rows.order_by("pk"):
        said = earlier[row.indicator_id, row.part]
        counted = _counted(said, row)
        told.append(
            Told(
                said=row,
                subject=row.indicator.code,
                before=written(counted),
                after=written(row),
                may_withdraw=row.withdrawn_at is None and may_withdraw(user, row),
            )
        )
        said.append(row)
    return told[::-1]


def _counted(earlier: list[Word], row: Word) -> Word | None:
    """The word that counted at the moment the row was recorded."""
    known = [
        one for one in earlier if one.withdrawn_at is None or one.withdrawn_at > row.recorded_at
    ]
    found = counting(sorted(known, key=lambda one: (one.effective_on, one.recorded_at, one.pk)))
    return found[0] if found else None
