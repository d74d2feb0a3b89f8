"""A commune's plan in its paper: criteria, gaps with what is to be done, people, milestones, proposals."""

from collections.abc import Callable, Iterable

from django.db.models import Q

from accounts.calendar import working_day
from accounts.models import User
from documents.blocks import Block, Bullets, Column, Offer, Paragraph, Row, Source, Table
from documents.models import OfficialDocument
from plans.models import CommunePlan, CommunePlanCriterion, Proposal
from plans.selectors.commune_plans import Gap, gaps, proposals_of, quarters

PEOPLE = "people"
GAP_COLUMNS = (
    Column("TT", 6, "center"),
    Column("Chỉ tiêu", 22),
    Column("Hiện trạng", 24),
    Column("Việc cần làm", 24),
    Column("Trách nhiệm", 13),
    Column("Thời hạn", 11, "center"),
)
PEOPLE_COLUMNS = (
    Column("TT", 8, "center"),
    Column("Tiêu chí", 40),
    Column("Hiện trạng", 16, "center"),
    Column("Người phụ trách", 36),
)


def plan_of(paper: OfficialDocument, arguments: dict[str, str]) -> CommunePlan | None:
    """The plan asked for: this paper's own, or one whose paper is out; without a key this paper's own."""
    key = arguments.get("plan", "")
    out = OfficialDocument.objects.in_force().order_by().values("pk")
    rows = CommunePlan.objects.filter(Q(paper=paper) | Q(paper__in=out))
    rows = rows.filter(pk=key) if key.isdecimal() else rows.filter(paper=paper)
    found: CommunePlan | None = rows.select_related("commune", "criteria_set", "paper").first()
    return found


def _offers(*asked: tuple[str, dict[str, str]]) -> Callable[[OfficialDocument, User], list[Offer]]:
    def offers(paper: OfficialDocument, user: User) -> list[Offer]:  # noqa: ARG001 -- a plan is the paper's
        plan = CommunePlan.objects.filter(paper=paper).first()
        return [Offer(label, more) for label, more in asked] if plan else []

    return offers


def _criteria_blocks(paper: OfficialDocument, arguments: dict[str, str]) -> tuple[Block, ...]:
    """«Có 17/19 tiêu chí …» with each by its number and name in the plan's order, then those unmet."""
    plan = plan_of(paper, arguments)
    if plan is None:
        return ()
    rows = list(plan.criteria.select_related("criterion"))
    if arguments.get("part") == PEOPLE:
        return _people(rows)
    total = plan.criteria_set.criteria.count()
    held = [one for one in rows if one.holds]
    unmet = [one for one in rows if not one.holds]
    found: list[Block] = []
    if held:
        found.append(Paragraph(f"Có {len(held)}/{total} tiêu chí đạt, được duy trì và nâng cao:"))
        found += _listed(held)
    if unmet:
        found.append(Paragraph(f"Còn {len(unmet):02d} tiêu chí chưa đạt, gồm:"))
        found += _listed(unmet)
    rest = total - len(rows)
    if rows and rest:
        found.append(Paragraph(f"Còn {rest:02d} tiêu chí chưa đánh giá."))
    return tuple(found)


def _listed(rows: list[CommunePlanCriterion]) -> Iterable[Paragraph]:
    for place, one in enumerate(rows, start=1):
        end = "." if place == len(rows) else ";"
        name = one.printed or one.criterion.name
        yield Paragraph(f"({place}) Tiêu chí số {one.criterion.number} về {name}{end}")


def _people(rows: list[CommunePlanCriterion]) -> tuple[Block, ...]:
    named = [one for one in rows if one.person]
    if not named:
        return ()
    cells = tuple(
        Row(
            (
                *(f"{place}", f"{one.criterion.number}. {one.printed or one.criterion.name}"),
                "Duy trì" if one.holds else "Chưa đạt",
                ", ".join(word for word in (one.person, one.post) if word),
            )
        )
        for place, one in enumerate(named, start=1)
    )
    return (Table(PEOPLE_COLUMNS, cells),)


def _gap_blocks(paper: OfficialDocument, arguments: dict[str, str]) -> tuple[Block, ...]:
    """A row for each action (for an indicator without one, its situation alone) under its criterion."""
    plan = plan_of(paper, arguments)
    if plan is None:
        return ()
    unmet = list(plan.criteria.filter(holds=False).select_related("criterion"))
    actions = plan.paper.plan_actions.select_related("criterion", "indicator").order_by("pk")
    found = gaps(plan, unmet, actions, working_day())
    rows = [row for one in unmet for row in _gap_rows(one, found[one.criterion_id])]
    return (Table(GAP_COLUMNS, tuple(rows)),) if rows else ()


def _gap_rows(one: CommunePlanCriterion, found: Iterable[Gap]) -> Iterable[Row]:
    number, name = str(one.criterion.number), one.printed or one.criterion.name
    yield Row((number, f"Tiêu chí {name}", "", "", "", ""), group=True)
    for gap in found:
        about = f"{gap.indicator.code}. {gap.indicator.name}" if gap.indicator else "Cả tiêu chí"
        if not gap.actions:
            yield Row(("", about, gap.situation, "", "", ""))
        for action in gap.actions:
            situation = action.situation or gap.situation
            cells = (situation, action.content, action.unit_name, action.due_text)
            yield Row(("", about, *cells))


def _milestone_blocks(paper: OfficialDocument, arguments: dict[str, str]) -> tuple[Block, ...]:
    """«Quý I: …» with everything set for it, quarter by quarter."""
    plan = plan_of(paper, arguments)
    if plan is None:
        return ()
    items = tuple(
        f"Quý {one.name}: {'; '.join(item.text.rstrip(' .;') for item in one.milestones)}"
        for one in quarters(plan)
        if one.milestones
    )
    return (Bullets(items),) if items else ()


def _proposal_blocks(
    paper: OfficialDocument,
    arguments: dict[str, str],  # noqa: ARG001 -- always this paper's own
) -> tuple[Block, ...]:
    items = tuple(_proposed(one) for one in proposals_of(paper))
    return (Bullets(items),) if items else ()


def _proposed(one: Proposal) -> str:
    to = one.addressee_text or (one.addressee.name if one.addressee else "")
    return f"Kiến nghị {to}: {one.text}" if to else one.text


def _proposal_offers(paper: OfficialDocument, user: User) -> list[Offer]:  # noqa: ARG001 -- as above
    return [Offer("Kiến nghị của kế hoạch")] if proposals_of(paper).exists() else []


COMMUNE_CRITERIA = Source(
    "Tiêu chí của xã",
    _offers(
        ("Tiêu chí duy trì và chưa đạt", {}), ("Người phụ trách từng tiêu chí", {"part": PEOPLE})
    ),
    _criteria_blocks,
)
COMMUNE_GAPS = Source(
    "Chỉ tiêu chưa đạt và việc cần làm",
    _offers(("Chỉ tiêu chưa đạt và việc cần làm", {})),
    _gap_blocks,
)
MILESTONES = Source("Mốc theo quý", _offers(("Mốc theo quý", {})), _milestone_blocks)
PROPOSALS = Source("Kiến nghị", _proposal_offers, _proposal_blocks)
