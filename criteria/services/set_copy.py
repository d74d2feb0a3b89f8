"""A set carried into the next period: everything as it was, nothing of it verified."""

import datetime as dt
from dataclasses import dataclass, fields

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts import trail
from accounts.models import User
from communes.choices import Confidence
from criteria.choices import Kinship
from criteria.models import CriteriaSet, Criterion, Indicator, Mapping, Threshold
from criteria.services.catalogue import Demand
from criteria.services.sets import refuse_two_in_force
from criteria.services.threshold_checks import has_value
from documents.models import OfficialDocument

CRITERION = ("number", "name", "group_code", "group_name")
INDICATOR = (
    *("code", "order", "name", "value_type", "unit", "parts", "rule", "applicable_if"),
    *("delegated_to", "combine", "denominator", "takes_from_id", "asks_set_id", "note"),
)


@dataclass(frozen=True, slots=True)
class NewSet:
    code: str
    name: str
    short_name: str
    starts: dt.date
    ends: dt.date | None = None
    paper: OfficialDocument | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Copied:
    """The new set; `left` thresholds of years or spans that the new period does not have."""

    criteria_set: CriteriaSet
    thresholds: int
    left: int


@transaction.atomic
def copy_set(*, source: CriteriaSet, new: NewSet, end_old: bool, by: User) -> Copied:
    """Criteria, indicators and living thresholds of a set as a new one, with the mapping «giữ nguyên».

    Thresholds come as recalled, «sao chép từ bộ …»; where there was no value there is none. With
    `end_old` the source ends the day before the new one begins. Refusals: `twin` (the code is
    taken), `span`, `overlap` (another set of that level is in force), `early` (it begins before
    the source does), and of the fields.
    """
    list(CriteriaSet.objects.select_for_update(of=("self",)).filter(level=source.level))
    _refuse(source, new)
    if end_old:
        source.ends = new.starts - dt.timedelta(days=1)
        source.save(update_fields=["ends"])
        trail.record(by, trail.CORRECTED, source, fields=["ends"], ends=f"{source.ends}")
    refuse_two_in_force(CriteriaSet.objects.filter(level=source.level), new.starts, new.ends)
    given = {one.name: getattr(new, one.name) for one in fields(NewSet)}
    same = ("level", "region", "special_region", "classes")
    fresh = CriteriaSet(**given, **{name: getattr(source, name) for name in same})
    fresh.clean_fields(exclude=["paper"])
    fresh.save()
    words = f"sao chép từ bộ {source.short_name}"
    indicators = _copy_rows(source, fresh, words)
    copied, left = _copy_thresholds(fresh, indicators, words, by)
    trail.record(by, trail.CORRECTED, fresh, copied_from=source.code, thresholds=copied, left=left)
    return Copied(fresh, copied, left)


def _refuse(source: CriteriaSet, new: NewSet) -> None:
    if CriteriaSet.objects.filter(code=new.code).exists():
        raise ValidationError({"code": ValidationError(f"Đã có bộ mã «{new.code}».", code="twin")})
    if new.ends and new.ends < new.starts:
        words = "Ngày kết thúc phải từ ngày bắt đầu trở đi."
        raise ValidationError({"ends": ValidationError(words, code="span")})
    if new.starts <= source.starts:
        words = f"Bộ mới phải bắt đầu sau bộ {source} ({source.starts:%d/%m/%Y})."
        raise ValidationError({"starts": ValidationError(words, code="early")})


def _copy_rows(source: CriteriaSet, fresh: CriteriaSet, words: str) -> dict[int, Indicator]:
    """The criteria and indicators of the new set, mapped; the new indicators by the old key."""
    found: dict[int, Indicator] = {}
    maps: list[Mapping] = []
    about = {
        "old_set": source,
        "new_set": fresh,
        "kinship": Kinship.SAME,
        "confidence": Confidence.RECALLED,
        "source": words,
    }
    for old in source.criteria.prefetch_related("indicators"):
        criterion = Criterion(
            criteria_set=fresh, **{name: getattr(old, name) for name in CRITERION}
        )
        criterion.save()
        sides = {"old_criterion": old, "new_criterion": criterion}
        maps.append(Mapping(**about, **sides))
        for one in old.indicators.all():
            copy = Indicator(
                criterion=criterion,
                name_confidence=Confidence.RECALLED,
                name_source=words,
                **{name: getattr(one, name) for name in INDICATOR},
            )
            copy.save()
            found[one.pk] = copy
            maps.append(Mapping(**about, **sides, old_indicator=one, new_indicator=copy))
    Mapping.objects.bulk_create(maps)
    _point_inside(source, fresh, found)
    return found


def _point_inside(source: CriteriaSet, fresh: CriteriaSet, found: dict[int, Indicator]) -> None:
    """What looked up the old set itself looks up the new one; what looked up another stays."""
    for copy in found.values():
        changed = []
        if copy.takes_from_id in found:
            copy.takes_from = found[copy.takes_from_id]
            changed.append("takes_from")
        if copy.asks_set_id == source.pk:
            copy.asks_set = fresh
            changed.append("asks_set")
        if changed:
            copy.save(update_fields=changed)


def _copy_thresholds(
    fresh: CriteriaSet, indicators: dict[int, Indicator], words: str, by: User
) -> tuple[int, int]:
    rows = list(Threshold.objects.known_at().filter(indicator__in=list(indicators)))
    kept = [row for row in rows if _can_apply(row, fresh)]
    moment = timezone.now()
    Threshold.objects.bulk_create([_copied(row, indicators, words, moment, by) for row in kept])
    return len(kept), len(rows) - len(kept)


def _can_apply(row: Threshold, fresh: CriteriaSet) -> bool:
    """Whether a row of the old period has a day in the new one."""
    if row.year is not None and row.year < fresh.starts.year:
        return False
    return row.ends is None or row.ends >= fresh.starts


def _copied(
    row: Threshold, indicators: dict[int, Indicator], words: str, moment: dt.datetime, by: User
) -> Threshold:
    copy = Demand.of(row).row(indicators[row.indicator_id], row.order)
    if row.refers_to_id in indicators:
        copy.refers_to = indicators[row.refers_to_id]
    copy.confidence = Confidence.RECALLED if has_value(row) else Confidence.MISSING
    copy.certainty, copy.paper, copy.source = "", None, words
    copy.recorded_at, copy.recorded_by, copy.reason = moment, by, words
    return copy
