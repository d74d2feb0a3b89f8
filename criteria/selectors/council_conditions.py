"""What the law asks of a council file, and how each condition stands: computed, stated, or not known."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from accounts.calendar import working_day
from communes.models import Commune
from criteria.choices import COMPUTED, SHARES, ConditionKind, Stage
from criteria.evaluation.council import (
    NOTHING_KNOWN,
    Asks,
    ConditionAsked,
    PaperAsked,
    VoteAsked,
    asks_from_json,
    reaches,
)
from criteria.evaluation.levels import Hold, RevocationRule, risk
from criteria.models import (
    ConditionFinding,
    CouncilFile,
    CriteriaSet,
    LevelRule,
    Procedure,
    Recognition,
)
from criteria.selectors.standing import Standing, standings
from criteria.words import write_number

OFFICE = "Văn phòng Điều phối"
OF_A_SET = frozenset({ConditionKind.CRITERIA.value, ConditionKind.LOWER.value})


@dataclass(frozen=True, slots=True)
class Known:
    """What the portal knows by itself of a condition; `holds` None: it cannot say."""

    words: str
    holds: bool | None
    illustrative: bool = False


Asking = Callable[[Commune, dt.date], Known | None]


@dataclass(frozen=True, slots=True)
class ConditionLine:
    """A condition of a file. `computed`: the portal says so, nobody types; `finding`: what was said last."""

    asked: ConditionAsked
    holds: bool | None
    words: str
    number: Decimal | None = None
    computed: bool = False
    finding: ConditionFinding | None = None
    beside: str = ""
    beside_holds: bool | None = None
    illustrative: bool = False

    @property
    def differs(self) -> bool:
        """What is said and what the portal knows disagree: shown, never hidden."""
        return None not in {self.holds, self.beside_holds} and self.holds != self.beside_holds

    @property
    def lacks(self) -> str:
        """Why it does not hold."""
        if self.holds is False:
            return "chưa đạt"
        return "chưa rõ" if self.computed else "chưa ghi kết quả"

    @property
    def is_share(self) -> bool:
        return self.asked.kind in SHARES


def procedure_on(level: str, purpose: str, day: dt.date) -> Procedure | None:
    """The procedure in force on a day, with everything in it."""
    rows = Procedure.objects.on(day).filter(level=level, purpose=purpose)
    found: Procedure | None = (
        rows.select_related("paper").prefetch_related("conditions", "documents").first()
    )
    return found


def asks_of(procedure: Procedure | None) -> Asks:
    """What a procedure asks; nothing where there is none."""
    if procedure is None:
        return NOTHING_KNOWN
    return Asks(
        procedure=procedure.pk,
        paper=procedure.paper.short if procedure.paper else "",
        confidence=procedure.confidence,
        source=procedure.source,
        note=procedure.note,
        vote=VoteAsked(
            present=procedure.present_share,
            in_favour=procedure.favour_share,
            confidence=procedure.vote_confidence,
            source=procedure.vote_source,
        ),
        conditions=tuple(
            ConditionAsked(
                code=one.code,
                kind=one.kind,
                words=one.words,
                number=one.number,
                confidence=one.confidence,
                source=one.source,
                note=one.note,
            )
            for one in procedure.conditions.all()
        ),
        papers=tuple(
            PaperAsked(one.code, one.words, one.confidence, one.source)
            for one in procedure.documents.all()
        ),
    )


def asked_of_file(file: CouncilFile) -> Asks:
    """What was asked when it went before the council; until then what its day's procedure asks."""
    if file.frozen is not None:
        return asks_from_json(file.frozen)
    return asks_of(procedure_on(file.level, file.purpose, file.opened_on))


def condition_lines(
    file: CouncilFile, asks: Asks, *, day: dt.date | None = None
) -> list[ConditionLine]:
    """Each condition as it stands on a day; of a file before the council as it stood when it went there.

    The file carries its commune and recognition.
    """
    said = {one.condition: one for one in _findings(file)}
    if file.frozen is not None:
        known = {code: Known(*row) for code, row in file.frozen.get("beside", {}).items()}
        return [_said(one, said.get(one.code), known.get(one.code)) for one in asks.conditions]
    when = day or working_day()
    rule = _rule(file)
    return [_line(file, rule, one, said.get(one.code), when) for one in asks.conditions]


def is_computed(file: CouncilFile, asked: ConditionAsked) -> bool:
    """Whether the portal finds it: of criteria only where the level has a set in that period."""
    return asked.kind in COMPUTED and _computes(file, _rule(file), asked)


def known_beside(file: CouncilFile, asked: ConditionAsked, day: dt.date) -> Known | None:
    """What an upper app knows of the same thing (`settings.COUNCIL_FACTS`)."""
    path = settings.COUNCIL_FACTS.get(asked.kind)
    if path is None:
        return None
    ask: Asking = import_string(path)
    return ask(file.commune, day)


def _findings(file: CouncilFile) -> list[ConditionFinding]:
    rows = file.findings.select_related("paper", "file", "by", "agency", "on_behalf_of")
    return list(rows.defer("paper__body").order_by("pk"))


def _rule(file: CouncilFile) -> LevelRule | None:
    rules = LevelRule.objects.on(file.opened_on).filter(level=file.level)
    found: LevelRule | None = rules.select_related("criteria_set", "measured_on").first()
    return found


def _computes(file: CouncilFile, rule: LevelRule | None, asked: ConditionAsked) -> bool:
    if rule is None:
        return False
    if asked.kind in OF_A_SET:
        return _set_of(rule, asked, file.opened_on) is not None
    return asked.kind == ConditionKind.REVOCATION or bool(rule.requires)


def _set_of(rule: LevelRule, asked: ConditionAsked, opened_on: dt.date) -> CriteriaSet | None:
    """The set of the level, or of the level that must be held, in the same period."""
    if asked.kind == ConditionKind.CRITERIA:
        return rule.criteria_set
    lower = LevelRule.objects.on(opened_on).filter(level=rule.requires)
    found = lower.select_related("criteria_set").first() if rule.requires else None
    return found.criteria_set if found else None


def _line(
    file: CouncilFile,
    rule: LevelRule | None,
    asked: ConditionAsked,
    finding: ConditionFinding | None,
    day: dt.date,
) -> ConditionLine:
    if rule is not None and asked.kind in COMPUTED and _computes(file, rule, asked):
        found = _compute(file, rule, asked, day)
        return ConditionLine(
            asked, found.holds, found.words, computed=True, illustrative=found.illustrative
        )
    own = finding if finding is not None and not finding.computed else None
    return _said(asked, own, known_beside(file, asked, day))


def _said(
    asked: ConditionAsked, finding: ConditionFinding | None, known: Known | None
) -> ConditionLine:
    """What somebody said last, beside what the portal knows."""
    known = known or Known("", None)
    if finding is None:
        return ConditionLine(
            asked,
            None,
            "",
            beside=known.words,
            beside_holds=known.holds,
            illustrative=known.illustrative,
        )
    reached = reaches(finding.number, asked.number) if asked.kind in SHARES else None
    return ConditionLine(
        asked,
        finding.holds if reached is None else reached,
        finding.words,
        number=finding.number,
        computed=finding.computed,
        finding=finding,
        beside=known.words,
        beside_holds=known.holds,
        illustrative=known.illustrative,
    )


def _compute(file: CouncilFile, rule: LevelRule, asked: ConditionAsked, day: dt.date) -> Known:
    criteria_set = _set_of(rule, asked, file.opened_on) if asked.kind in OF_A_SET else None
    if criteria_set is not None:
        return _criteria(file.commune, criteria_set, day)
    if asked.kind == ConditionKind.HELD:
        return _held(file.commune, rule, day)
    return _revocation(file.commune, rule, day)


def _standing(criteria_set: CriteriaSet, commune: Commune, day: dt.date) -> Standing:
    as_of = day if day < working_day() else None
    return standings(criteria_set, [commune], as_of=as_of)[0]


def _criteria(commune: Commune, criteria_set: CriteriaSet, day: dt.date) -> Known:
    """Every criterion is met and confirmed; what the office has not confirmed is not known yet."""
    standing = _standing(criteria_set, commune, day)
    if not standing.has_data:
        return Known(f"chưa tiêu chí nào của bộ {criteria_set} được đánh giá", None)
    words = f"{standing.met}/{standing.total} tiêu chí đạt"
    for about, rows in (("chưa đạt", standing.unmet), ("chưa đánh giá", standing.unknown)):
        if rows:
            words += f"; {about}: {', '.join(str(one) for one in rows)}"
    lower = _not_confirmed(standing)
    if lower:
        words += f"; {lower} kết quả chưa được {OFFICE} xác nhận"
    holds = False if standing.unmet else None if lower or not standing.is_full else True
    return Known(words, holds, standing.illustrative)


def _not_confirmed(standing: Standing) -> int:
    """How many of its statuses the office has not confirmed."""
    return sum(1 for one in standing.cells.values() if one.stage and one.stage < Stage.CONFIRMED)


def _held(commune: Commune, rule: LevelRule, day: dt.date) -> Known:
    rows = Recognition.objects.on(day).filter(commune=commune, level=rule.requires)
    found = rows.select_related("paper").first()
    if found is None:
        return Known(f"chưa được công nhận {rule.get_requires_display()}", holds=False)
    since = f"{found.since.day}/{found.since.month}/{found.since.year}"
    paper = found.paper.short if found.paper else found.source
    return Known(f"đã công nhận từ {since} ({paper})", holds=True, illustrative=found.illustrative)


def _revocation(commune: Commune, rule: LevelRule, day: dt.date) -> Known:
    standing = _standing(rule.measured_on, commune, day) if rule.measured_on else None
    asked = RevocationRule(
        total=standing.total if standing else 0,
        keys=frozenset(rule.key_criteria.values_list("number", flat=True)),
        share_key=rule.revoke_share_key,
        share_any=rule.revoke_share_any,
    )
    failing = [one.number for one in standing.unmet] if standing else []
    found = risk(asked, failing, len(standing.unknown) if standing else 0)
    holds = None if found.hold == Hold.UNKNOWN else found.hold == Hold.REVOCABLE
    names = "; ".join(str(one) for one in standing.unmet) if standing else ""
    words = f"{found.why}. Chưa đạt: {names}" if names else found.why
    lower = _not_confirmed(standing) if standing else 0
    if lower:
        words += f"; {lower} kết quả chưa được {OFFICE} xác nhận"
    return Known(words, holds, bool(standing and standing.illustrative))


def frozen_beside(lines: list[ConditionLine]) -> dict[str, list[Any]]:
    """What the portal knew of each condition when the file went before the council, as it is kept."""
    return {
        line.asked.code: [line.beside, line.beside_holds, line.illustrative]
        for line in lines
        if line.beside
    }


def lacking(lines: list[ConditionLine]) -> list[str]:
    """What keeps a file from the council: conditions that do not hold, or of which nothing is known."""
    found = []
    for line in lines:
        if line.holds:
            continue
        why = line.words if line.computed else "không đạt" if line.holds is False else "chưa ghi"
        if line.is_share and line.holds is False and line.number is not None:
            why = f"{write_number(line.number)} %, phải từ {write_number(line.asked.number)} %"
        found.append(f"{line.asked.words} ({why})")
    return found
