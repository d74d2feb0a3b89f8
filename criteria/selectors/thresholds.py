"""One indicator as its page shows it: every threshold, living and replaced, and who corrected it."""

from dataclasses import dataclass

from criteria.models import Indicator, Threshold
from criteria.names import REGION_NAMES
from criteria.selectors.catalogue import Referred, rule
from criteria.selectors.sets import ThresholdLine, threshold_line


@dataclass(frozen=True, slots=True)
class Kept:
    """A stored threshold with its words, and the rows that it took the place of, latest first."""

    threshold: Threshold
    line: ThresholdLine
    earlier: tuple["Kept", ...] = ()

    @property
    def region(self) -> str:
        return REGION_NAMES.get(self.threshold.region, self.threshold.region)


@dataclass(frozen=True, slots=True)
class IndicatorPage:
    indicator: Indicator
    living: tuple[Kept, ...]
    withdrawn: tuple[Kept, ...]

    @property
    def corrected(self) -> bool:
        """Somebody changed what it asks: there may be words judged by another yardstick."""
        return bool(self.withdrawn) or any(
            one.earlier or one.threshold.recorded_at for one in self.living
        )


def sheet_of(indicator: Indicator) -> IndicatorPage:
    """The indicator's thresholds in one query: living ones with their past, then those withdrawn."""
    people = ("recorded_by", "superseded_by", "checked_by", "paper", "refers_to")
    rows = list(indicator.thresholds.select_related(*people).order_by("order", "pk"))
    by_key = {row.pk: row for row in rows}
    followed = {row.replaces_id for row in rows}
    ends = [row for row in rows if row.pk not in followed]
    found = [_kept(row, indicator, by_key) for row in ends]
    return IndicatorPage(
        indicator,
        tuple(one for one in found if one.threshold.superseded_at is None),
        tuple(one for one in found if one.threshold.superseded_at is not None),
    )


def standing_for(threshold: Threshold) -> Threshold | None:
    """The living row that took the place of this one, however often it was corrected since."""
    rows = {
        row.replaces_id: row for row in Threshold.objects.filter(indicator=threshold.indicator_id)
    }
    row: Threshold | None = threshold
    while row is not None and row.superseded_at is not None:
        row = rows.get(row.pk)
    return row


def kept(threshold: Threshold) -> Kept:
    return Kept(threshold, _line(threshold, threshold.indicator))


def _kept(row: Threshold, indicator: Indicator, by_key: dict[int, Threshold]) -> Kept:
    earlier: list[Kept] = []
    before: Threshold | None = row
    while before is not None and before.replaces_id in by_key:
        before = by_key[before.replaces_id]
        earlier.append(Kept(before, _line(before, indicator)))
    return Kept(row, _line(row, indicator), tuple(earlier))


def _line(row: Threshold, indicator: Indicator) -> ThresholdLine:
    other = row.refers_to
    referred = Referred(f"mức chỉ tiêu {other.code} {other.name}", ()) if other else None
    return threshold_line(rule(row, indicator, referred))
