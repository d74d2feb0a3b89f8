"""A commune's plan of a year: begun from its scorecard, its criteria named, its paper fed."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import trail
from accounts.calendar import working_day
from accounts.models import User
from communes.models import Agency, Commune
from communes.permissions import on_behalf_of
from criteria.models import CriteriaSet, Criterion
from documents.choices import PaperKind
from documents.models import Letterhead, OfficialDocument
from documents.services.drafts import save_draft, start_draft
from plans.models import CommunePlan, CommunePlanCriterion, Milestone, ReportDuty
from plans.selectors.commune_papers import bases, fed_content, recipients, skeleton
from plans.selectors.commune_plans import earlier_plan, judged, living_plan, set_of_year
from plans.services.kept import hold
from plans.services.plan_papers import refuse_frozen

NAMED = ("printed", "person", "post", "user")


@dataclass(frozen=True, slots=True)
class CriterionGiven:
    """A criterion as the plan has it; `holds` None: the plan does not name it."""

    criterion: Criterion
    holds: bool | None
    printed: str = ""
    person: str = ""
    post: str = ""
    user: User | None = None


@transaction.atomic
def start_plan(
    *, agency: Agency, year: int, title: str, letterhead: Letterhead, by: User
) -> CommunePlan:
    """Begin a commune's plan: a draft under its letterhead, criteria from the scorecard, the rest from last year.

    What nobody judged is left out: it is neither held nor unmet. Refusals: `commune` (no committee of one),
    `twin` (the commune has a plan of that year), `no_set`, and those of `start_draft`.
    """
    commune, criteria_set = _ready(agency, year)
    draft = CommunePlan(agency=agency, commune=commune, criteria_set=criteria_set, year=year)
    paper = start_draft(
        kind=PaperKind.PLAN,
        letterhead=letterhead,
        title=title,
        by=by,
        bases=bases(draft),
        recipients=recipients(draft, letterhead),
    )
    plan = _plan(draft, paper, by)
    content = {"body": skeleton(plan)}
    save_draft(paper=paper, content=content, seen=paper.version, by=by)
    return plan


def letterhead_of(agency: Agency, found: Iterable[Letterhead]) -> Letterhead:
    """Of those in whose name somebody may write, the agency's: itself before a post of it. Refusal: `letterhead`."""
    own = [one for one in found if one.agency_id == agency.pk]
    if not own:
        raise ValidationError(
            f"{agency} chưa có chủ thể ban hành mà bạn được soạn thảo. "
            "Hãy nhờ đầu mối thêm ở mục Văn bản, Chủ thể ban hành.",
            code="letterhead",
        )
    return min(own, key=lambda one: one.is_post)


@transaction.atomic
def take_plan(*, agency: Agency, year: int, paper: OfficialDocument, by: User) -> CommunePlan:
    """Follow a plan that was issued on paper and is on the register.

    Refusals: `draft` (that paper is only begun), `taken` (it has its data already), and as `start_plan`.
    """
    commune, criteria_set = _ready(agency, year)
    if paper.is_on_its_way:
        raise ValidationError(
            {"paper": ValidationError("Văn bản này chưa ban hành, chưa vào sổ.", code="draft")}
        )
    if CommunePlan.objects.filter(paper=paper).exists():
        told = "Văn bản này đã là một kế hoạch của xã."
        raise ValidationError({"paper": ValidationError(told, code="taken")})
    draft = CommunePlan(agency=agency, commune=commune, criteria_set=criteria_set, year=year)
    return _plan(draft, paper, by)


def _ready(agency: Agency, year: int) -> tuple[Commune, CriteriaSet]:
    hold(agency)
    commune = agency.commune
    if commune is None:
        raise ValidationError("Chỉ UBND xã lập kế hoạch này.", code="commune")
    twin = living_plan(commune, year)
    if twin is not None:
        told = f"{commune} đã có kế hoạch năm {year}: {twin.paper.short}."
        raise ValidationError({"year": ValidationError(told, code="twin")})
    criteria_set = set_of_year(year, working_day())
    if criteria_set is None:
        told = f"Năm {year} chưa có bộ tiêu chí nào trên cổng."
        raise ValidationError({"year": ValidationError(told, code="no_set")})
    return commune, criteria_set


def _plan(plan: CommunePlan, paper: OfficialDocument, by: User) -> CommunePlan:
    agency, commune = plan.agency, plan.commune
    assert agency is not None  # noqa: S101 -- both come from `_ready`
    assert commune is not None  # noqa: S101
    plan.paper, plan.by, plan.on_behalf_of = paper, by, on_behalf_of(by, agency)
    plan.full_clean()
    plan.save()
    before = earlier_plan(commune, plan.year)
    people = (
        {one.criterion_id: one for one in before.criteria.all()}
        if before and before.criteria_set_id == plan.criteria_set_id
        else {}
    )
    found = judged(commune, plan.criteria_set)
    told = [pair for pair in found if pair[1]] + [pair for pair in found if pair[1] is False]
    CommunePlanCriterion.objects.bulk_create(
        CommunePlanCriterion(
            plan=plan,
            order=order,
            criterion=criterion,
            holds=bool(holds),
            by=by,
            **_person(people.get(criterion.pk)),
        )
        for order, (criterion, holds) in enumerate(told, start=1)
    )
    if before is not None and paper.is_editable:
        _carry(before, plan, by)
    trail.record(by, "added commune plan", plan, on_behalf_of=plan.on_behalf_of)
    return plan


def _person(row: CommunePlanCriterion | None) -> dict[str, object]:
    return {"person": row.person, "post": row.post, "user": row.user} if row else {}


def _carry(before: CommunePlan, plan: CommunePlan, by: User) -> None:
    """Milestones and reporting duties of the plan before, for this year: to be mended in the draft."""
    Milestone.objects.bulk_create(
        Milestone(plan=plan, quarter=one.quarter, order=one.order, text=one.text, by=by)
        for one in before.milestones.all()
    )
    same = ("what", "agency", "who", "addressee", "whom", "frequency", "day", "months", "weekday")
    ReportDuty.objects.bulk_create(
        ReportDuty(
            paper=plan.paper,
            starts=dt.date(plan.year, 1, 1),
            ends=dt.date(plan.year, 12, 31),
            remind_days=one.remind_days,
            by=by,
            **{name: getattr(one, name) for name in same},
        )
        for one in before.paper.report_duties.all()
    )


@transaction.atomic
def keep_criteria(
    *, plan: CommunePlan, given: Sequence[CriterionGiven], seen: int | None, by: User
) -> CommunePlan:
    """The table of criteria at once: held, unmet or not named, printed so, minded by whom.

    Once the paper is out only the people change. Refusals: `stale`, `frozen`, `foreign` (of another set).
    """
    locked = hold(plan)
    if seen is not None and locked.version != seen:
        raise ValidationError(
            "Người khác vừa sửa kế hoạch này. Hãy xem nội dung mới rồi sửa lại nếu vẫn cần.",
            code="stale",
        )
    rows = {one.criterion_id: one for one in locked.criteria.select_related("criterion", "user")}
    order = max((one.order for one in rows.values()), default=0)
    changes: dict[str, object] = {}
    for one in given:
        if one.criterion.criteria_set_id != locked.criteria_set_id:
            raise ValidationError("Tiêu chí không thuộc bộ của kế hoạch.", code="foreign")
        row = rows.get(one.criterion.pk)
        if row is None and one.holds is not None:
            order += 1
        told = _keep_one(locked, row, one, order, by)
        if told:
            changes[f"{one.criterion.number}"] = told
    if changes:
        locked.version += 1
        locked.save(update_fields=["version"])
        trail.record(by, "changed commune plan", locked, changes=changes)
    return locked


def _keep_one(
    plan: CommunePlan,
    row: CommunePlanCriterion | None,
    given: CriterionGiven,
    order: int,
    by: User,
) -> dict[str, object]:
    """What changed of one criterion; nothing where nothing did."""
    if given.holds is None:
        if row is None:
            return {}
        refuse_frozen(plan.paper)
        row.delete()
        return {"removed": True}
    values = {name: getattr(given, name) for name in NAMED}
    if row is None:
        refuse_frozen(plan.paper)
        row = CommunePlanCriterion(
            plan=plan,
            order=order,
            criterion=given.criterion,
            holds=given.holds,
            by=by,
            **values,
        )
        row.full_clean(validate_unique=False)
        row.save()
        return {"holds": given.holds}
    if row.holds != given.holds or row.printed != given.printed:
        refuse_frozen(plan.paper)
    values["holds"] = given.holds
    told: dict[str, object] = {
        name: [str(getattr(row, name)), str(value)]
        for name, value in values.items()
        if getattr(row, name) != value
    }
    if told:
        for name, value in values.items():
            setattr(row, name, value)
        row.version += 1
        row.full_clean(validate_unique=False)
        row.save()
    return told


@transaction.atomic
def feed_paper(*, plan: CommunePlan, seen: int | None, by: User) -> OfficialDocument:
    """Put the plan's data into its paper as it stands now: what is fed there is asked anew, what is missing added.

    The writer's own words stay. Refusals: `locked`, `stale`.
    """
    paper: OfficialDocument = OfficialDocument.objects.get(pk=plan.paper_id)
    version = paper.version if seen is None else seen
    return save_draft(paper=paper, content=fed_content(plan, paper), seen=version, by=by)
