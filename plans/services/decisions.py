"""The decision that issues a programme, drafted as a paper: articles of the last one, appendix from the tasks."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import trail
from accounts.calendar import working_day
from accounts.models import User
from documents.blocks import Appendix, Article, Block, Bullets, Fed, Paragraph, from_json
from documents.choices import ON_ITS_WAY, PaperKind, RelationKind
from documents.models import Letterhead, OfficialDocument
from documents.selectors.letterheads import notation_for
from documents.services.drafts import Addressed, start_draft
from plans.models import WorkProgramme
from plans.selectors.sources.tasks import PROGRAMME_TASKS
from plans.services.kept import hold_all, plain

SOURCE = "programme-tasks"
# A proposal is cited as far as it stays true: whose it is, not its number and day.
PROPOSAL = re.compile(r"^(Theo đề nghị .*?) tại (?:Văn bản|Tờ trình|Công văn) số .*$")


@transaction.atomic
def draft_decision(
    *, programme: WorkProgramme, letterhead: Letterhead, by: User
) -> tuple[OfficialDocument, bool]:
    """The draft, and whether it is new: one of this programme that is on its way already is given back.

    Bases, articles and recipients are those of the programme's own decision, else of the one of the
    programme it follows, the year moved on; where neither is here, the articles in short. Refusals:
    `nothing` (no tasks), those of `start_draft`.
    """
    WorkProgramme.objects.select_for_update(of=("self",)).get(pk=programme.pk)
    arguments = {"programme": str(programme.pk)}
    waiting = _waiting(letterhead, programme)
    if waiting is not None:
        return waiting, False
    table = PROGRAMME_TASKS.blocks(None, arguments)
    if not table:
        raise ValidationError(
            "Chương trình này chưa có nhiệm vụ nào để đưa vào phụ lục.", code="nothing"
        )
    model, day = _model(programme), working_day()
    title = f"Ban hành {programme.title}"
    notation = notation_for(letterhead, PaperKind.DECISION)
    annex = Appendix(
        number="",
        title=title,
        attached_to=f"Kèm theo Quyết định số  /{notation} ngày  tháng  năm {day.year} của {letterhead.name}",
        blocks=(Fed(SOURCE, arguments, table, day.isoformat()),),
        landscape=True,
    )
    bases = list(_bases(model))
    cited = {other.pk: other for _, other in bases if other}
    draft = start_draft(
        kind=PaperKind.DECISION,
        letterhead=letterhead,
        title=title,
        by=by,
        body=(*_articles(model, programme), annex),
        bases=bases,
        recipients=_recipients(model, letterhead),
        relations=[(RelationKind.BASED_ON, one) for one in cited.values()],
    )
    return draft, True


@transaction.atomic
def link_programme(*, paper: OfficialDocument, by: User | None, day: dt.date) -> None:  # noqa: ARG001 -- every follower's
    """A decision that is issued becomes that of the programme whose table it carries.

    One that only amends another decision does not; nor where that decision has a programme of the year already.
    """
    amends = paper.relations.filter(kind=RelationKind.AMENDS).exists()
    if paper.kind != PaperKind.DECISION or amends:
        return
    asked = [int(one) for one in _programmes_in(paper) if one.isdecimal()]
    for row in hold_all(WorkProgramme.objects.filter(pk__in=asked).exclude(paper=paper)):
        if WorkProgramme.objects.filter(year=row.year, paper=paper).exists():
            continue
        before, row.paper = row.paper, paper
        row.version += 1
        row.save()
        changes = {"paper": [plain(before), plain(paper)]}
        trail.record(by, "issued programme", row, changes=changes)


def _programmes_in(paper: OfficialDocument) -> list[str]:
    """Keys of the programmes that tables of the paper are fed from, in its order."""
    found = []
    for block in from_json(paper.body):
        inner = block.blocks if isinstance(block, Appendix) else (block,)
        found += [
            part.arguments.get("programme", "")
            for part in inner
            if isinstance(part, Fed) and part.source == SOURCE
        ]
    return found


def _waiting(letterhead: Letterhead, programme: WorkProgramme) -> OfficialDocument | None:
    """A draft decision of that issuer whose appendix is fed from the same programme."""
    drafts = OfficialDocument.objects.filter(
        kind=PaperKind.DECISION, letterhead=letterhead, state__in=ON_ITS_WAY
    )
    return next(
        (one for one in drafts.order_by("-pk") if str(programme.pk) in _programmes_in(one)), None
    )


def _model(programme: WorkProgramme) -> OfficialDocument | None:
    """The decision whose words are at hand: the programme's own, else that of the one before it."""
    papers = [programme.paper]
    if programme.follows:
        papers.append(programme.follows.paper)
    return next((one for one in papers if one.body), None)


def _bases(model: OfficialDocument | None) -> Iterator[tuple[str, OfficialDocument | None]]:
    for one in model.bases.select_related("other") if model else ():
        proposal = PROPOSAL.match(one.text)
        yield (proposal[1], None) if proposal else (one.text, one.other)


def _recipients(model: OfficialDocument | None, letterhead: Letterhead) -> list[Addressed]:
    rows = model.recipients.select_related("agency") if model else ()
    found = [(one.text, one.purpose, one.agency) for one in rows]
    return found or [("Như Điều 3", "", None), (f"Lưu: {letterhead.archive}", "", None)]


def _articles(model: OfficialDocument | None, programme: WorkProgramme) -> tuple[Block, ...]:
    if model is None:
        return (
            Article(
                "1",
                f"Ban hành kèm theo Quyết định này {programme.title} (Chi tiết tại Phụ lục đính kèm).",
            ),
            Article(
                "2",
                "Các cơ quan, đơn vị chủ trì, phối hợp tổ chức thực hiện nhiệm vụ được giao và báo cáo tiến độ.",
            ),
            Article("3", "Quyết định này có hiệu lực thi hành kể từ ngày ký."),
        )
    year = str(model.year or programme.year)
    blocks = (one for one in from_json(model.body) if not isinstance(one, Appendix))
    return tuple(_moved(one, year, str(programme.year)) for one in blocks)


def _moved(one: Block, old: str, new: str) -> Block:
    """«năm 2024» of the old decision becomes «năm 2025»; other years stay."""
    if isinstance(one, Article | Paragraph):
        return replace(one, text=_year(one.text, old, new))
    if isinstance(one, Bullets):
        return replace(one, items=tuple(_year(item, old, new) for item in one.items))
    return one


def _year(text: str, old: str, new: str) -> str:
    return re.sub(rf"\bnăm {old}\b", f"năm {new}", text)
