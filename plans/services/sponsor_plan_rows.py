"""Communes of a sponsor's plan: their state, unmet criteria and targets."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NoReturn

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from accounts import trail
from accounts.models import User
from communes.models import Commune
from communes.permissions import on_behalf_of
from criteria.models import Criterion
from plans.choices import ActionState, TargetKind
from plans.models import (
    PlanAction,
    SponsorPlan,
    SponsorPlanCommune,
    SponsorPlanUnmet,
    Target,
)
from plans.names import read_aim
from plans.services.kept import change, hold
from plans.services.sponsor_plans import hold_paper
from plans.services.targets import add_target, change_target

CHANGED = "changed sponsor plan commune"
FACTS = (
    *("duty", "level", "recognised", "met", "out_of"),
    *("state_text", "target_text", "means_text"),
)


@dataclass(frozen=True, slots=True)
class AimGiven:
    """A target of a commune in the plan's words. Without a `kind` the words are read for what they mean.

    `key`: of the stored target that it stands for.
    """

    text: str
    key: int | None = None
    kind: str = ""
    level: str = ""
    at_least: Decimal | None = None
    at_most: Decimal | None = None
    out_of: int | None = None
    year: int | None = None

    @property
    def fields(self) -> dict[str, Any]:
        if self.kind:
            of_level = self.kind == TargetKind.LEVEL
            return {
                "kind": self.kind,
                "text": self.text,
                "year": self.year,
                "level": self.level if of_level else "",
                "at_least": None if of_level else self.at_least,
                "at_most": None if of_level else self.at_most,
                "out_of": None if of_level else self.out_of,
            }
        read = read_aim(self.text)
        return {
            "kind": (TargetKind.CRITERIA_MET if read.counts else TargetKind.LEVEL).value,
            "text": self.text,
            "year": self.year or read.year,
            "level": read.level,
            "at_least": read.at_least,
            "at_most": read.at_most,
            "out_of": read.out_of,
        }


@dataclass(frozen=True, slots=True)
class RowGiven:
    """All that a plan says of a commune; `unmet`: criteria with their names as printed."""

    duty: str = ""
    level: str = ""
    recognised: bool | None = None
    met: int | None = None
    out_of: int | None = None
    state_text: str = ""
    target_text: str = ""
    means_text: str = ""
    unmet: tuple[tuple[Criterion, str], ...] = ()
    aims: tuple[AimGiven, ...] = ()

    @property
    def facts(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in FACTS}


@transaction.atomic
def add_row(
    *,
    plan: SponsorPlan,
    commune: Commune,
    given: RowGiven,
    by: User,
    illustrative: bool = False,
) -> SponsorPlanCommune:
    """One more commune, last. Refusals: `frozen`, `twin` (it stands there already), and those of `change_row`."""
    hold_paper(plan)
    hold(plan)
    if plan.communes.filter(commune=commune).exists():
        _say("commune", f"{commune} đã có trong kế hoạch.", "twin")
    _refuse(plan, given)
    last = plan.communes.aggregate(last=Max("order"))["last"] or 0
    row = SponsorPlanCommune(
        plan=plan,
        commune=commune,
        order=last + 1,
        by=by,
        on_behalf_of=on_behalf_of(by, plan.agency),
        illustrative=illustrative,
        **given.facts,
    )
    row.full_clean()
    row.save()
    trail.record(by, "added sponsor plan commune", row, on_behalf_of=row.on_behalf_of)
    _name_unmet(row, given.unmet)
    _keep_aims(plan, row, given.aims, by)
    return row


@transaction.atomic
def change_row(
    *, row: SponsorPlanCommune, given: RowGiven, seen: int | None, by: User
) -> SponsorPlanCommune:
    """Everything that the plan says of a commune, at once.

    Refusals: `frozen`, `stale`, `count` (more met than there are, or than the unmet ones leave), `foreign`
    (a criterion of another set), and those of targets.
    """
    plan = row.plan
    hold_paper(plan)
    _refuse(plan, given)
    before = hold(row).version
    values = dict(given.facts)
    if row.illustrative and _differs(row, given):
        values["illustrative"] = False  # somebody wrote over the made-up figures
    kept = change(row, seen, by, CHANGED, **values)
    told = _name_unmet(kept, given.unmet)
    told = _keep_aims(plan, kept, given.aims, by) or told
    if told and kept.version == before:
        kept.version += 1
        kept.save()
        trail.record(by, CHANGED, kept)
    return kept


@transaction.atomic
def remove_row(*, row: SponsorPlanCommune, seen: int | None, by: User) -> None:
    """Take a commune out, with what the plan promises it. Refusals: `frozen`, `stale`."""
    plan = row.plan
    hold_paper(plan)
    change(row, seen, by, CHANGED)
    trail.record(by, "removed sponsor plan commune", row)
    Target.objects.filter(paper=plan.paper_id, commune=row.commune_id).delete()
    PlanAction.objects.filter(
        paper=plan.paper_id, commune=row.commune_id, state=ActionState.PLANNED
    ).delete()
    row.delete()


@transaction.atomic
def move_row(*, row: SponsorPlanCommune, up: bool, by: User) -> None:
    """One place up or down; at the end nothing happens. Refusal: `frozen`."""
    plan = row.plan
    hold_paper(plan)
    rows = list(plan.communes.order_by("order", "pk"))
    at = next(place for place, one in enumerate(rows) if one.pk == row.pk)
    to = at - 1 if up else at + 1
    if not 0 <= to < len(rows):
        return
    rows[at], rows[to] = rows[to], rows[at]
    for place, one in enumerate(rows, start=1):
        one.order = place
    SponsorPlanCommune.objects.bulk_update(rows, ["order"])
    trail.record(by, CHANGED, row, moved="up" if up else "down")


def _refuse(plan: SponsorPlan, given: RowGiven) -> None:
    if any(one.criteria_set_id != plan.criteria_set_id for one, _ in given.unmet):
        _say("unmet", f"Chọn tiêu chí của bộ {plan.criteria_set}.", "foreign")
    if given.met is None:
        return
    if given.out_of is not None and given.met > given.out_of:
        _say("met", f"Số tiêu chí đạt không thể lớn hơn {given.out_of}.", "count")
    most = given.out_of - len(given.unmet) if given.out_of is not None else None
    if most is not None and given.unmet and given.met > most:
        told = f"Đã chọn {len(given.unmet)} tiêu chí chưa đạt nên nhiều nhất {most} tiêu chí đạt."
        _say("met", told, "count")


def _differs(row: SponsorPlanCommune, given: RowGiven) -> bool:
    state = ("level", "recognised", "met", "out_of", "state_text")
    said = any(getattr(row, name) != getattr(given, name) for name in state)
    own = set(row.unmet.values_list("criterion", flat=True))
    return said or own != {one.pk for one, _ in given.unmet}


def _name_unmet(row: SponsorPlanCommune, wanted: Sequence[tuple[Criterion, str]]) -> bool:
    """Whether the unmet criteria or their printed names differ from what stood there."""
    before = dict(row.unmet.values_list("criterion", "printed"))
    after = {one.pk: printed for one, printed in wanted}
    if before == after:
        return False
    row.unmet.all().delete()
    SponsorPlanUnmet.objects.bulk_create(
        SponsorPlanUnmet(row=row, criterion_id=key, printed=printed)
        for key, printed in after.items()
    )
    return True


def _keep_aims(
    plan: SponsorPlan, row: SponsorPlanCommune, wanted: Sequence[AimGiven], by: User
) -> bool:
    """Whether any target of the commune was added, changed or taken out; those not given any more go first."""
    rows = Target.objects.filter(paper=plan.paper_id, commune=row.commune_id)
    stored = {one.pk: one for one in rows}
    kept = {one.key for one in wanted}
    told = False
    for key, target in stored.items():
        if key not in kept:
            trail.record(by, "removed target", target, text=target.text)
            target.delete()
            told = True
    for one in wanted:
        known = stored.get(one.key or 0)
        if known is None:
            stead = on_behalf_of(by, plan.agency)
            place = {"paper": plan.paper, "agency": plan.agency, "commune": row.commune}
            add_target(by=by, on_behalf_of=stead, **place, **one.fields)
            told = True
        else:
            fresh = change_target(target=known, seen=None, by=by, **one.fields)
            told = told or fresh.version != known.version
    return told


def _say(field: str, words: str, code: str) -> NoReturn:
    raise ValidationError({field: ValidationError(words, code=code)})
