"""What a sponsor's plan, or what is known of its communes today, has to say in a paper."""

from collections.abc import Iterable, Sequence

from django.db.models import Q, QuerySet

from accounts.calendar import working_day
from accounts.models import User
from communes.models import Agency
from criteria.choices import Level
from criteria.models import SponsorAssignment
from criteria.selectors import set_in_force
from criteria.words import write_number
from documents.blocks import Block, Bullets, Column, Heading, Offer, Paragraph, Row, Source, Table
from documents.models import OfficialDocument
from plans.choices import TargetKind
from plans.models import AgencyOffice, PlanAction, SponsorPlan, Target
from plans.selectors.counting import counted
from plans.selectors.sponsor_plans import (
    PlanRow,
    Proposed,
    common_actions,
    plan_offices,
    plan_rows,
    proposed,
)

COMMUNE_COLUMNS = (
    Column("TT", 6, "center"),
    Column("Xã", 18),
    Column("Huyện", 14),
    Column("Nhiệm vụ", 12, "center"),
    Column("Hiện trạng", 24),
    Column("Tiêu chí chưa đạt", 26),
)
MARK = " (*)"
MADE_UP = "(*) Số liệu minh họa, chưa phải số liệu chính thức."
UNJUDGED = "chưa đánh giá"
NOTHING_UNMET = "Các xã trong kế hoạch không có tiêu chí chưa đạt nào được nêu."
NO_TARGETS = "Kế hoạch chưa nêu mục tiêu cho từng xã."
NO_MEANS = "Kế hoạch chưa nêu nội dung hỗ trợ cho từng xã."
NO_OFFICES = "Kế hoạch chưa giao việc cho phòng, bộ phận nào."


# --- who is asked about ------------------------------------------------------------------------------


def plan_of(paper: OfficialDocument, arguments: dict[str, str]) -> SponsorPlan | None:
    """The plan asked for: this paper's own, or one whose paper is out."""
    key = arguments.get("plan", "")
    if not key.isdecimal():
        return None
    out = OfficialDocument.objects.in_force().order_by().values("pk")
    rows = SponsorPlan.objects.filter(Q(paper=paper.pk) | Q(paper__in=out), pk=key)
    return rows.select_related("agency", "paper", "criteria_set").first()


def issuer_of(paper: OfficialDocument) -> Agency | None:
    """Whose people write the paper."""
    return paper.letterhead.agency if paper.letterhead else paper.issuer


def _agency_named(arguments: dict[str, str]) -> Agency | None:
    rows = Agency.objects.filter(slug=arguments.get("agency", ""), starts__lte=working_day())
    return rows.order_by("-starts").first()


def _of_plan(paper: OfficialDocument) -> list[Offer]:
    plan = SponsorPlan.objects.filter(paper=paper.pk).first()
    return [Offer("Kế hoạch này", {"plan": str(plan.pk)})] if plan else []


def _of_issuer(paper: OfficialDocument) -> list[Offer]:
    """The communes that the issuer stands behind today."""
    agency = issuer_of(paper)
    if agency is None:
        return []
    held = SponsorAssignment.objects.on(working_day()).filter(agency__slug=agency.slug)
    if not held.exists():
        return []
    return [Offer(f"Xã {agency} được phân công hiện nay", {"agency": agency.slug})]


def _both(paper: OfficialDocument, user: User) -> list[Offer]:  # noqa: ARG001 -- members see all of it
    return _of_plan(paper) + _of_issuer(paper)


def _plan_only(paper: OfficialDocument, user: User) -> list[Offer]:  # noqa: ARG001 -- the plan is the paper's
    return _of_plan(paper)


def _today(arguments: dict[str, str]) -> tuple[Proposed, ...]:
    agency, day = _agency_named(arguments), working_day()
    return proposed(agency, set_in_force(day), day) if agency else ()


# --- communes with their state -----------------------------------------------------------------------


def _communes(paper: OfficialDocument, arguments: dict[str, str]) -> tuple[Block, ...]:
    plan = plan_of(paper, arguments)
    if plan is not None:
        rows = [_plan_line(place, one) for place, one in enumerate(plan_rows(plan), start=1)]
        made_up = plan.communes.filter(illustrative=True).exists()
    else:
        today = _today(arguments)
        rows = [_line_today(place, one) for place, one in enumerate(today, start=1)]
        made_up = any(one.state.illustrative for one in today)
    if not rows:
        return ()
    table = Table(COMMUNE_COLUMNS, tuple(rows))
    return (table, Paragraph(MADE_UP, italic=True)) if made_up else (table,)


def _plan_line(place: int, one: PlanRow) -> Row:
    commune, row = one.commune, one.row
    level = Level(row.level).label if row.level else ""
    state = _state_words(one.met_words, row.recognised, level, row.state_text)
    names = _names((unmet.printed or unmet.criterion.name) for unmet in one.unmet)
    return Row(
        (
            *(str(place), commune.name, commune.district.name if commune.district else ""),
            *(row.get_duty_display(), (state or UNJUDGED) + MARK * row.illustrative, names),
        )
    )


def _line_today(place: int, one: Proposed) -> Row:
    commune, state = one.commune, one.state
    level = Level(state.level).label if state.level else ""
    met = f"{state.met}/{state.out_of}" if state.met is not None else ""
    words = _state_words(met, state.recognised, level, state.text)
    return Row(
        (
            *(str(place), commune.name, commune.district.name if commune.district else ""),
            one.duty_words if one.duty else "",
            (words or UNJUDGED) + MARK * state.illustrative,
            _names(criterion.name for criterion in state.unmet),
        )
    )


def _state_words(met: str, recognised: bool | None, level: str, text: str) -> str:  # noqa: FBT001 -- a fact or unknown
    """«Chưa đạt chuẩn; 10/19 tiêu chí; …»; what is not known is not said."""
    found = [level.capitalize() if level else ""]
    if not level and recognised is not None:
        found = ["Đã đạt chuẩn" if recognised else "Chưa đạt chuẩn"]
    found += [f"{met} tiêu chí" if met else "", text]
    told: dict[str, str] = {}
    for one in found:
        told.setdefault(one.casefold(), one)
    return "; ".join(one for one in told.values() if one)


def _names(names: Iterable[str]) -> str:
    return "; ".join(names)


# --- unmet criteria ----------------------------------------------------------------------------------


def _unmet(paper: OfficialDocument, arguments: dict[str, str]) -> tuple[Block, ...]:
    """«Xã Thuận: trường học, … (8 tiêu chí)», a line each; for a plan a sentence where there is nothing."""
    plan = plan_of(paper, arguments)
    if plan is not None:
        told = [
            (
                one.commune.name,
                [(unmet.printed or unmet.criterion.name) for unmet in one.unmet],
                one.row.illustrative,
            )
            for one in plan_rows(plan)
        ]
    else:
        told = [
            (one.commune.name, [item.name for item in one.state.unmet], one.state.illustrative)
            for one in _today(arguments)
        ]
    items = tuple(
        f"Xã {name}: {len(names)} tiêu chí chưa đạt, gồm {', '.join(names)}{MARK * made_up}"
        for name, names, made_up in told
        if names
    )
    if items:
        return (Bullets(items),)
    return (Paragraph(NOTHING_UNMET),) if plan else ()


# --- targets -----------------------------------------------------------------------------------------


def _target_offers(paper: OfficialDocument, user: User) -> list[Offer]:  # noqa: ARG001 -- members see all of it
    found, agency, day = _of_plan(paper), issuer_of(paper), working_day()
    if agency and _targets_of(agency.slug, day.year).exists():
        found.append(Offer(f"Mục tiêu {agency} đã đặt cho các xã", {"agency": agency.slug}))
    if _of_province(day.year).exists():
        found.append(Offer(f"Mục tiêu của tỉnh năm {day.year}", {"year": str(day.year)}))
    return found


def _targets(paper: OfficialDocument, arguments: dict[str, str]) -> tuple[Block, ...]:
    plan = plan_of(paper, arguments)
    year = arguments.get("year", "")
    if plan is not None:
        items = [
            f"Xã {one.commune.name}: {target_words(goal)}"
            for one in plan_rows(plan)
            for goal in one.targets
        ]
        return (Bullets(tuple(items)),) if items else (Paragraph(NO_TARGETS),)
    if year.isdecimal():
        items = [target_words(one) for one in _of_province(int(year))]
    else:
        slug = arguments.get("agency", "")
        rows = _targets_of(slug, working_day().year).select_related("commune")
        items = [f"Xã {one.commune.name}: {target_words(one)}" for one in rows if one.commune]
    return (Bullets(tuple(items)),) if items else ()


def _targets_of(slug: str, year: int) -> QuerySet[Target]:
    rows = Target.objects.filter(counted(), Q(year__gte=year) | Q(year=None), agency__slug=slug)
    return rows.filter(commune__isnull=False).order_by("commune__sort_key", "year", "pk")


def _of_province(year: int) -> QuerySet[Target]:
    return Target.objects.filter(counted(), province__isnull=False, year=year).order_by("pk")


def target_words(goal: Target) -> str:
    """The plan's own words, and what they mean where the words leave it out: «(14–15/19 tiêu chí, năm 2025)»."""
    known = goal.text
    told = [_value(goal)] if goal.kind == TargetKind.CRITERIA_MET else []
    if goal.year and str(goal.year) not in known:
        told.append(f"năm {goal.year}")
    missing = [one for one in told if one and one.split(" ")[0] not in known]
    return f"{known} ({', '.join(missing)})" if missing else known


def _value(goal: Target) -> str:
    low, high = goal.at_least, goal.at_most
    numbers = [write_number(one) for one in (low, high) if one is not None]
    if not numbers or all(number in goal.text for number in numbers):
        return ""
    words = "–".join(dict.fromkeys(numbers))
    return f"{words}/{goal.out_of} tiêu chí" if goal.out_of else f"{words} tiêu chí"


# --- what is to be supported, and who does it --------------------------------------------------------


def _support(paper: OfficialDocument, arguments: dict[str, str]) -> tuple[Block, ...]:
    """What is for every commune, then each commune under a line of its own: means and actions."""
    plan = plan_of(paper, arguments)
    if plan is None:
        return ()
    found: list[Block] = []
    common = _deeds(common_actions(plan))
    if common:
        found += [Paragraph("Đối với các xã được phân công:"), Bullets(tuple(common))]
    for one in plan_rows(plan):
        lines = [line for line in one.row.means_text.splitlines() if line.strip()]
        items = tuple(dict.fromkeys([*lines, *_deeds(one.actions)]))
        if items:
            found += [Paragraph(f"Đối với xã {one.commune.name}:"), Bullets(items)]
    return tuple(found) or (Paragraph(NO_MEANS),)


def _deeds(actions: Sequence[PlanAction]) -> list[str]:
    """«việc (tiêu chí …; thời hạn …; phòng …)»; the same work on several criteria stands once."""
    same: dict[tuple[str, str, str], list[str]] = {}
    for one in actions:
        about = (
            one.indicator.name if one.indicator else one.criterion.name if one.criterion else ""
        )
        same.setdefault((one.content, one.due_text, one.unit_name), []).append(about)
    found = []
    for (content, due, unit), names in same.items():
        named = ", ".join(dict.fromkeys(name for name in names if name))
        more = [
            f"tiêu chí: {named}" if named else "",
            f"thời hạn: {due}" if due else "",
            f"thực hiện: {unit}" if unit else "",
        ]
        told = "; ".join(one for one in more if one)
        found.append(f"{content.rstrip('.;')} ({told})" if told else content)
    return found


def _offices(paper: OfficialDocument, arguments: dict[str, str]) -> tuple[Block, ...]:
    plan = plan_of(paper, arguments)
    if plan is None:
        return ()
    rows = plan_offices(plan, working_day())
    found: list[Block] = []
    for place, one in enumerate(rows, start=1):
        found.append(Heading(str(place), _office_title(one), 2))
        parts = [line.strip() for line in one.part.splitlines() if line.strip()]
        if len(parts) > 1:
            found.append(Bullets(tuple(parts)))
        elif parts:
            found.append(Paragraph(f"{parts[0].rstrip('.;')}."))
    return tuple(found) or (Paragraph(NO_OFFICES),)


def _office_title(one: AgencyOffice) -> str:
    return f"{one.name} (chủ trì)" if one.leads and "chủ trì" not in one.part.lower() else one.name


SPONSOR_COMMUNES = Source("Xã được phân công và hiện trạng", _both, _communes)
UNMET_CRITERIA = Source("Tiêu chí chưa đạt của từng xã", _both, _unmet)
TARGETS = Source("Mục tiêu", _target_offers, _targets)
SPONSOR_SUPPORT = Source("Nội dung, nguồn lực hỗ trợ từng xã", _plan_only, _support)
SPONSOR_OFFICES = Source("Phòng, bộ phận thực hiện", _plan_only, _offices)
