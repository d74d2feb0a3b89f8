"""A criteria set from its file."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction

from communes.choices import CommuneClassKind
from criteria.imports.files import Problems, only, read_mapping, required, rows_of
from criteria.imports.references import Wanted, links_of, resolve
from criteria.imports.sync import Report, Sync
from criteria.imports.thresholds import FIELDS, read_thresholds
from criteria.models import CriteriaSet, Criterion, Indicator, Threshold
from criteria.names import REGION_NAMES
from documents.choices import PaperKind
from documents.models import OfficialDocument
from documents.services import register_paper

SET = (
    *("name", "short_name", "level", "starts", "ends", "region", "special_region", "classes"),
    *("stated_indicators", "note"),
)
DECISION = ("kind", "number", "notation", "title", "issuer", "date", "effective", "source")
CRITERION = ("name", "group_code", "group_name")
INDICATOR = (
    *("order", "name", "value_type", "unit", "parts", "rule", "applicable_if", "delegated_to"),
    *("name_confidence", "name_source", "combine", "denominator", "note"),
)
LINKS = ("takes_from", "asks_set")


@dataclass(frozen=True, slots=True)
class GivenIndicator:
    indicator: Indicator
    thresholds: list[Threshold]
    links: list[Wanted]


@dataclass(frozen=True, slots=True)
class GivenCriterion:
    criterion: Criterion
    indicators: list[GivenIndicator]


@dataclass(frozen=True, slots=True)
class GivenSet:
    criteria_set: CriteriaSet
    decision: dict[str, Any]
    criteria: list[GivenCriterion]


@transaction.atomic
def load_criteria_set(path: Path) -> Report:
    """Bring a criteria set in line with its file. Running it again changes nothing.

    A threshold is known by its indicator and its place in the list; what a person corrected or took
    out is kept so, thresholds that the file no longer has go. Sets that it refers to are loaded
    before. Refuses with every mistake at once (`bad_file`).
    """
    given = read_criteria_set(path)
    _resolve(given, path)
    sync = Sync(CriteriaSet, Criterion, Indicator, Threshold)
    fresh = given.criteria_set
    fresh.paper = decision_paper(given.decision)
    stored = CriteriaSet.objects.filter(code=fresh.code).first()
    criteria_set = sync.bring(stored, fresh, (*SET, "paper"))
    criteria = {one.number: one for one in Criterion.objects.filter(criteria_set=criteria_set.pk)}
    indicators = {
        (one.criterion_id, one.code): one
        for one in Indicator.objects.filter(criterion__criteria_set=criteria_set.pk)
    }
    own = Threshold.objects.filter(indicator__criterion__criteria_set=criteria_set.pk)
    ended = {(one.indicator_id, one.order) for one in own.exclude(superseded_at=None)}
    thresholds = {(one.indicator_id, one.order): one for one in own.known_at()}
    for wanted in given.criteria:
        wanted.criterion.criteria_set_id = criteria_set.pk
        criterion = sync.bring(criteria.get(wanted.criterion.number), wanted.criterion, CRITERION)
        for asked in wanted.indicators:
            asked.indicator.criterion_id = criterion.pk
            key = (criterion.pk, asked.indicator.code)
            fields = (*INDICATOR, *LINKS)
            indicator = sync.bring(indicators.get(key), asked.indicator, fields)
            for threshold in asked.thresholds:
                threshold.indicator_id = indicator.pk
                place = (indicator.pk, threshold.order)
                old = thresholds.pop(place, None)
                if old is None and place in ended:
                    sync.report.kept += 1
                else:
                    sync.bring(old, threshold, FIELDS)
    sync.drop(thresholds.values())
    return sync.report


def _resolve(given: GivenSet, path: Path) -> None:
    """Put what the file refers to in its place; what is not loaded is a mistake of the file."""
    problems = Problems(path)
    links = [
        link
        for criterion in given.criteria
        for asked in criterion.indicators
        for link in asked.links
    ]
    resolve(links, problems)
    problems.raise_any()


def decision_paper(decision: dict[str, Any]) -> OfficialDocument:
    """The decision behind a set: the registered paper of that number, else registered now."""
    known = OfficialDocument.objects.filter(
        kind=decision["kind"], number=decision["number"], notation=decision["notation"]
    ).first()
    if known:
        return known
    date = decision["date"]
    return register_paper(
        kind=PaperKind(decision["kind"]),
        number=decision["number"],
        notation=decision["notation"],
        title=decision["title"],
        date=(date.day, date.month, date.year),
        issuer_text=decision["issuer"],
        effective_on=decision["effective"],
        source=decision["source"],
    )


def read_criteria_set(path: Path) -> GivenSet:
    """The file as rows not yet stored; every mistake in it is raised in one ValidationError.

    A set whose indicators are not at hand says how many there are (`stated_indicators`) and leaves
    out `indicators`.
    """
    problems = Problems(path)
    given = read_mapping(path, problems)
    problems.raise_any()
    only(given, ("set", "groups"), "cả tệp", problems)
    about = given.get("set")
    if not isinstance(about, dict):
        problems.add("set", "", "còn thiếu")
        about = {}
    criteria_set, decision = _read_about(about, problems)
    empty = criteria_set.stated_indicators is not None
    criteria = [
        criterion
        for group in rows_of(given, "groups", "cả tệp", problems)
        for criterion in _read_group(group, problems, may_be_empty=empty)
    ]
    _check_counts(about.get("counts"), given.get("groups") or [], criteria, problems)
    problems.raise_any()
    return GivenSet(criteria_set, decision, criteria)


def _read_about(about: dict[str, Any], problems: Problems) -> tuple[CriteriaSet, dict[str, Any]]:
    only(about, ("code", "decision", "counts", *SET), "set", problems)
    needed = ("code", "name", "short_name", "level", "decision", "starts", "region", "counts")
    required(about, needed, "set", problems)
    criteria_set = CriteriaSet(code=about.get("code", ""))
    for name in SET:
        if about.get(name) is not None:
            setattr(criteria_set, name, about[name])
    problems.check("set", criteria_set, leave=["paper"])
    classes = about.get("classes")
    if classes is not None and not _are_classes(classes):
        problems.add("set", "classes", f"phải là danh sách trong {CommuneClassKind.values}")
    for name in ("region", "special_region"):
        if about.get(name, "chung") not in REGION_NAMES:
            problems.add("set", name, f"không có vùng «{about[name]}»")
    decision = about.get("decision")
    if not isinstance(decision, dict):
        problems.add("set", "decision", "phải là một bảng khóa – giá trị")
        return criteria_set, {}
    only(decision, DECISION, "set, decision", problems)
    required(decision, DECISION, "set, decision", problems)
    if decision.get("kind") not in PaperKind.values:
        problems.add("set, decision", "kind", f"không có loại văn bản «{decision.get('kind')}»")
    return criteria_set, decision


def _are_classes(given: Any) -> bool:
    return isinstance(given, list) and bool(given) and set(given) <= set(CommuneClassKind.values)


def _read_group(
    group: dict[str, Any], problems: Problems, *, may_be_empty: bool
) -> list[GivenCriterion]:
    """The criteria of a group; a blank code: the law does not group them."""
    row = f"nhóm {group.get('code')}"
    only(group, ("code", "name", "criteria"), row, problems)
    required(group, ("name",) if group.get("code") == "" else ("code", "name"), row, problems)
    found = []
    for line in rows_of(group, "criteria", row, problems):
        place = f"tiêu chí {line.get('number')}"
        only(line, ("number", "name", "indicators"), place, problems)
        required(line, ("number", "name"), place, problems)
        criterion = Criterion(
            number=line.get("number") or 0,
            name=line.get("name", ""),
            group_code=group.get("code", ""),
            group_name=group.get("name", ""),
        )
        problems.check(place, criterion, leave=["criteria_set"])
        absent = may_be_empty and "indicators" not in line
        lines = [] if absent else rows_of(line, "indicators", place, problems)
        indicators = [
            _read_indicator(one, order, problems) for order, one in enumerate(lines, start=1)
        ]
        found.append(GivenCriterion(criterion, indicators))
    return found


def _read_indicator(line: dict[str, Any], order: int, problems: Problems) -> GivenIndicator:
    row = f"chỉ tiêu {line.get('code')}"
    names = [name for name in INDICATOR if name != "order"]
    only(line, ("code", "thresholds", *names, *LINKS), row, problems)
    indicator = Indicator(code=line.get("code", ""), order=order)
    for name in names:
        if line.get(name) is not None:
            setattr(indicator, name, line[name])
    indicator.parts = _read_parts(line.get("parts"), row, problems)
    problems.check(row, indicator, leave=["criterion"])
    lines = rows_of(line, "thresholds", row, problems)
    thresholds = read_thresholds(lines, indicator, row, problems)
    links = links_of(indicator, line, LINKS, row, problems)
    for threshold in thresholds:
        place = f"{row}, ngưỡng {threshold.order}"
        given = lines[threshold.order - 1]
        links += links_of(threshold, given, ("refers_to",), place, problems)
    return GivenIndicator(indicator, thresholds, links)


def _read_parts(given: Any, row: str, problems: Problems) -> list[dict[str, str]]:
    parts = given or []
    if not isinstance(parts, list) or not all(isinstance(part, dict) for part in parts):
        problems.add(row, "parts", "phải là danh sách các phần")
        return []
    for order, part in enumerate(parts, start=1):
        only(part, ("code", "name", "unit", "denominator"), f"{row}, phần {order}", problems)
        if not required(part, ("code", "name"), f"{row}, phần {order}", problems):
            return []
    return parts


def _check_counts(
    counts: Any, groups: list[Any], criteria: list[GivenCriterion], problems: Problems
) -> None:
    """The law says how many there are; a code must not come twice."""
    numbers = Counter(one.criterion.number for one in criteria)
    codes = Counter(one.indicator.code for crit in criteria for one in crit.indicators)
    for number in (number for number, times in numbers.items() if times > 1):
        problems.add(f"tiêu chí {number}", "number", "có hai lần")
    for code in (code for code, times in codes.items() if times > 1):
        problems.add(f"chỉ tiêu {code}", "code", "có hai lần")
    named = [group for group in groups if isinstance(group, dict) and group.get("code")]
    found = {"groups": len(named), "criteria": len(criteria), "indicators": codes.total()}
    if not isinstance(counts, dict):
        return
    only(counts, found, "set, counts", problems)
    for name, count in found.items():
        if counts.get(name) != count:
            words = f"ghi {counts.get(name)} nhưng tệp có {count}"
            problems.add("set, counts", name, words)
