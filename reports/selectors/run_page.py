"""A report on the screen: as it will print, its numbers as links to their rows, and what people have to write."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from accounts.models import User
from documents.blocks import Appendix, Block, Fed, Table, flat, from_json
from documents.blocks.opened import opened
from documents.blocks.shape import grid
from documents.models import OfficialDocument
from documents.permissions import may_edit_paper
from documents.selectors import leaf
from reports.kinds.outline import LEFT_OPEN, SOURCE
from reports.models import ReportRun
from reports.selectors.compared import Pair, before, facts_beside
from reports.selectors.pages import page_of
from reports.selectors.runs import FrozenFigures, frozen_figures
from reports.selectors.sources import parts_of
from reports.words.links import as_links, plain

WRITTEN = {"Paragraph", "Bullets"}
LETTERS = 30  # a line beside the leaf


@dataclass(frozen=True, slots=True)
class Words:
    """A place of the text that people write: `place` in the opened text, the heading it stands under."""

    place: int
    heading: str
    text: str
    open: bool  # still as the portal left it, for somebody to write

    @property
    def tall(self) -> int:
        return max(3, min(14, len(self.text) // LETTERS + self.text.count("\n") + 1))


@dataclass(frozen=True, slots=True)
class ShownTable:
    caption: str
    rows: int
    html: SafeString


@dataclass(frozen=True, slots=True)
class RunPage:
    run: ReportRun
    frozen: FrozenFigures | None
    facts: list[Pair]
    before: ReportRun | None
    tables: list[ShownTable]
    leaf: SafeString | str
    words: list[Words]
    may_write: bool
    others: list[ReportRun]
    is_latest: bool

    @property
    def left_open(self) -> int:
        return sum(one.open for one in self.words)


def run_page(run: ReportRun, user: User) -> RunPage:
    frozen = frozen_figures(run)
    earlier = before(run) if frozen else None
    others = ReportRun.objects.visible_to(user).of_same_report(run).defer("figures", "body")
    newer = [one for one in others if one.paper_id == run.paper_id and one.pk > run.pk]
    latest = not newer
    paper = run.paper
    may_write = bool(
        frozen
        and latest
        and paper is not None
        and paper.is_editable
        and may_edit_paper(user, paper)
    )
    body = _body(run, latest=latest)
    return RunPage(
        run=run,
        frozen=frozen,
        facts=facts_beside(run, earlier) if frozen else [],
        before=earlier,
        tables=[_table(one) for one in frozen.tables] if frozen else [],
        leaf=_leaf(run, body) if body and frozen else "",
        words=words_of(body) if may_write else [],
        may_write=may_write,
        others=list(others.select_related("requested_by").order_by("-pk")[:10]),
        is_latest=latest,
    )


def _body(run: ReportRun, *, latest: bool) -> Sequence[dict[str, Any]]:
    """The text of the run; while it is the latest of its paper, as the paper has it now."""
    paper: OfficialDocument | None = run.paper
    if paper is not None and latest and paper.body:
        body: list[dict[str, Any]] = paper.body
        return body
    return run.body or []


def _leaf(run: ReportRun, body: Sequence[dict[str, Any]]) -> SafeString:
    """The page as HTML, each number that knows its rows a link."""
    parts = parts_of(run)
    blocks = tuple(_with_links(one, parts) for one in from_json(list(body)))
    page = replace(page_of(run), blocks=flat(blocks))
    return as_links(render_to_string("documents/_leaf.html", {"leaf": leaf(page)}))


def _table(one: Table) -> ShownTable:
    html = render_to_string(
        "documents/print/_table.html", {"grid": grid(replace(one, caption=""))}
    )
    return ShownTable(plain(one.caption), len(one.rows), as_links(html))


def _with_links(one: Block, parts: dict[str, Fed]) -> Block:
    if isinstance(one, Fed) and one.source == SOURCE:
        return parts.get(one.arguments.get("part", ""), one)
    if isinstance(one, Appendix):
        return replace(one, blocks=tuple(_with_links(inner, parts) for inner in one.blocks))
    return one


def words_of(body: Sequence[dict[str, Any]]) -> list[Words]:
    """What stands in the text by people's hand, or waits for it, in order."""
    found, heading = [], ""
    for place, row in enumerate(opened(body)):
        if row["block"] == "Heading":
            heading = f"{row['number']}. {row['text']}".strip(". ")
        elif row["block"] == "Appendix":
            break
        elif row["block"] in WRITTEN:
            text = row["text"] if row["block"] == "Paragraph" else "\n".join(row["items"])
            found.append(Words(place, heading, text, text.startswith(LEFT_OPEN)))
    return found
