"""A report's own parts in its paper: what the editor asks for again comes from the frozen figures."""

from accounts.models import User
from documents.blocks import Block, Fed, Offer, Source
from documents.models import OfficialDocument
from reports.choices import Kind
from reports.kinds import KINDS
from reports.kinds.outline import SOURCE
from reports.models import ReportRun
from reports.words.links import plain_blocks


def parts_of(run: ReportRun) -> dict[str, Fed]:
    """The parts that come from the run's figures, by name, in order; their numbers carry links."""
    found: dict[str, Fed] = {}
    waiting = list(KINDS[Kind(run.kind)].compose(run.figures or {}))
    while waiting:
        one = waiting.pop(0)
        if isinstance(one, Fed) and one.source == SOURCE:
            found[one.arguments["part"]] = one
        elif blocks := getattr(one, "blocks", ()):
            waiting = [*blocks, *waiting]
    return found


def _latest(paper: OfficialDocument) -> ReportRun | None:
    runs = ReportRun.objects.filter(paper=paper.pk, figures__isnull=False)
    return runs.select_related("agency", "criteria_set").order_by("-pk").first()


def _offers(paper: OfficialDocument, user: User) -> list[Offer]:  # noqa: ARG001 -- the report is the paper's
    run = _latest(paper)
    if run is None:
        return []
    return [Offer(f"Phần {name} của báo cáo", {"part": name}) for name in parts_of(run)]


def _blocks(paper: OfficialDocument, arguments: dict[str, str]) -> tuple[Block, ...]:
    run = _latest(paper)
    part = parts_of(run).get(arguments.get("part", "")) if run else None
    return plain_blocks(part.blocks) if part else ()


REPORT_PARTS = Source("Số liệu của báo cáo", _offers, _blocks)
