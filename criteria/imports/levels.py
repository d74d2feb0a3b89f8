"""What each level of recognition asks in each period, from its file."""

from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction

from criteria.imports.catalogue import decision_paper
from criteria.imports.files import Problems, only, read_mapping, required, rows_of
from criteria.imports.sync import Report, Sync
from criteria.models import CriteriaSet, Criterion, LevelRule
from documents.choices import PaperKind

PAPER = ("kind", "number", "notation", "title", "issuer", "date", "source")
RULE = ("level", "starts", "ends", "requires", "confidence", "source", "note")
SETS = ("criteria_set", "measured_on")
REVOKING = ("paper", "with_key", "any", "source", "measured_on", "key")
FIELDS = (
    *("ends", "criteria_set", "requires", "measured_on", "revoke_share_key", "revoke_share_any"),
    *("paper", "revoking_paper", "confidence", "source", "note"),
)


@transaction.atomic
def load_levels(path: Path) -> Report:
    """Bring the level rules in line with their file. Sets and papers are loaded before.

    A rule is known by its level and first day. Refuses with every mistake at once (`bad_file`); what
    a person corrected is kept.
    """
    problems = Problems(path)
    given = read_mapping(path, problems)
    only(given, ("papers", "revoking", "rules"), "cả tệp", problems)
    sets = {one.code: one for one in CriteriaSet.objects.all()}
    lines = rows_of(given, "rules", "cả tệp", problems)
    found = [_read(line, sets, problems) for line in lines]
    problems.raise_any()
    sync = Sync(LevelRule)
    stored = {(one.level, one.starts): one for one in LevelRule.objects.all()}
    for line, rule in zip(lines, found, strict=True):
        rule.paper = _paper(line.get("paper"))
        rule.revoking_paper = _paper((line.get("revoking") or {}).get("paper"))
        old = stored.pop((rule.level, rule.starts), None)
        kept = old is not None and sync.is_corrected(old)
        row = sync.bring(old, rule, FIELDS)
        if isinstance(row, LevelRule) and not kept:
            row.key_criteria.set(_keys(line, rule, problems))
    problems.raise_any()
    sync.drop(stored.values())
    return sync.report


def _read(line: dict[str, Any], sets: dict[str, CriteriaSet], problems: Problems) -> LevelRule:
    place = f"mức {line.get('level')} từ {line.get('starts')}"
    only(line, (*RULE, "criteria_set", "paper", "revoking"), place, problems)
    required(line, ("level", "starts", "confidence"), place, problems)
    revoking = line.get("revoking") or {}
    only(revoking, REVOKING, f"{place}, revoking", problems)
    rule = LevelRule()
    for name in RULE:
        if line.get(name) is not None:
            setattr(rule, name, line[name])
    if revoking:
        required(revoking, ("paper", "with_key", "any", "measured_on", "key"), place, problems)
        rule.revoke_share_key = Decimal(str(revoking.get("with_key")))
        rule.revoke_share_any = Decimal(str(revoking.get("any")))
    for name, code in zip(
        SETS, (line.get("criteria_set"), revoking.get("measured_on")), strict=True
    ):
        if code is not None and code not in sets:
            problems.add(place, name, f"chưa nạp bộ «{code}»")
        elif code is not None:
            setattr(rule, name, sets[code])
    for paper in (line.get("paper"), revoking.get("paper")):
        if paper is not None and required(paper, PAPER, f"{place}, văn bản", problems):
            only(paper, (*PAPER, "effective"), f"{place}, văn bản", problems)
    leave = [*SETS, "paper", "revoking_paper"]
    problems.check(place, rule, leave=leave)
    return rule


def _paper(given: dict[str, Any] | None) -> Any:
    """The registered paper of that number, else registered now; its effective day may be unknown."""
    if given is None:
        return None
    return decision_paper({"effective": None, **given, "kind": PaperKind(given["kind"])})


def _keys(line: dict[str, Any], rule: LevelRule, problems: Problems) -> list[Criterion]:
    """The criteria that weigh more; every one must be there."""
    numbers = (line.get("revoking") or {}).get("key") or []
    found = list(Criterion.objects.filter(criteria_set=rule.measured_on, number__in=numbers))
    for number in sorted(set(numbers) - {one.number for one in found}):
        problems.add(f"mức {rule.level} từ {rule.starts}", "key", f"bộ không có tiêu chí {number}")
    return found
