"""Tasks of work programmes in a paper: the table of a decision, and what an agency is late with."""

from collections.abc import Iterable

from accounts.calendar import working_day
from accounts.models import User
from communes.models import Agency
from documents.blocks import Block, Column, Offer, Row, Source, Table
from documents.choices import PaperKind
from documents.models import OfficialDocument
from plans.evaluation import Colour
from plans.models import Task, WorkProgramme
from plans.permissions import keeps_all, own_agencies
from plans.selectors.owed import Own, work_on

WIDTHS = (4, 20, 14, 15, 9, 25, 13)  # percent, of the seven columns of the decision
CENTRED = frozenset({0, 4})  # number and deadline
MORE = 8  # percent of a column that a decision adds to the seven
LATE_COLUMNS = (
    Column("TT", 6, "center"),
    Column("Nhiệm vụ", 35),
    Column("Thời hạn", 17, "center"),
    Column("Tình trạng", 20),
    Column("Đơn vị phối hợp", 22),
)


def _programme(arguments: dict[str, str]) -> WorkProgramme | None:
    """The programme asked for; with a year alone that of the latest decision."""
    asked = {
        field: int(arguments[name])
        for name, field in (("programme", "pk"), ("year", "year"))
        if arguments.get(name, "").isdecimal()
    }
    if not asked:
        return None
    return WorkProgramme.objects.filter(**asked).order_by("-paper__dated", "-pk").first()


def _programme_offers(paper: OfficialDocument, user: User) -> list[Offer]:
    """Programmes of last year, this one and the next, on whatever is no letter."""
    if paper.kind == PaperKind.LETTER:
        return []
    year = working_day().year
    near = WorkProgramme.objects.visible_to(user).filter(year__range=(year - 1, year + 1))
    return [
        Offer(f"{one} ({one.paper.short})", {"programme": str(one.pk)})
        for one in near.select_related("paper")
    ]


def _programme_blocks(
    paper: OfficialDocument,  # noqa: ARG001 -- every paper gets the same table
    arguments: dict[str, str],
) -> tuple[Block, ...]:
    """The seven columns in the decision's own order, words and numbers; a row for each group's title."""
    programme = _programme(arguments)
    if programme is None:
        return ()
    tasks = Task.objects.filter(group__programme=programme).select_related("group")
    rows = tuple(_programme_rows(tasks.order_by("group__order", "order"), programme))
    return (Table(_columns(programme), rows),) if rows else ()


def _columns(programme: WorkProgramme) -> tuple[Column, ...]:
    return tuple(
        Column(
            title,
            WIDTHS[place] if place < len(WIDTHS) else MORE,
            "center" if place in CENTRED else "left",
        )
        for place, title in enumerate(programme.headings)
    )


def _programme_rows(tasks: Iterable[Task], programme: WorkProgramme) -> Iterable[Row]:
    blank = [""] * (len(programme.headings) - 2)
    seen = 0
    for task in tasks:
        if task.group_id != seen:
            seen = task.group_id
            yield Row((task.group.number, task.group.title, *blank), group=True)
        cells = [task.number, task.content, task.leads_text, task.coordinators_text]
        cells += [task.due_text, task.expected_result, task.note]
        yield Row(tuple([*cells, *blank][: len(programme.headings)]))


def _late_offers(paper: OfficialDocument, user: User) -> list[Offer]:
    """Agencies with something late: those the paper goes to, else all of them (the office) or one's own."""
    pressing = {work.agency.slug: work.agency for work in work_on(working_day()).pressing}
    named = set(paper.recipients.exclude(agency=None).values_list("agency__slug", flat=True))
    if not keeps_all(user):
        named = {one.slug for one in own_agencies(user)}
    shown = {slug: one for slug, one in pressing.items() if slug in named}
    if keeps_all(user) and not shown:
        shown = pressing
    return [
        Offer(f"Việc quá hạn, chậm của {one}", {"agency": slug}) for slug, one in shown.items()
    ]


def _late_blocks(
    paper: OfficialDocument,  # noqa: ARG001 -- as above
    arguments: dict[str, str],
) -> tuple[Block, ...]:
    """What the agency leads and is overdue or behind on the working day, the longest overdue first."""
    day = working_day()
    agency = Agency.objects.on(day).filter(slug=arguments.get("agency", "")).first()
    if agency is None:
        return ()
    work = work_on(day).of(agency)
    rows = tuple(
        Row((str(place), *_late_cells(own)))
        for place, own in enumerate([*work.late, *work.behind], start=1)
    )
    return (Table(LATE_COLUMNS, rows),) if rows else ()


def _late_cells(own: Own) -> tuple[str, ...]:
    """Content, deadline as printed (and where it was put off to), state, coordinators."""
    line = own.line
    verdict = own.lead.verdict
    due = line.due_on
    put_off = ""
    if due and line.original_due_on:
        put_off = f"\ngia hạn đến {due.day}/{due.month}/{due.year}"
    behind = f"Chậm: {verdict.why}" if verdict.why else "Chậm"
    state = verdict.why.capitalize() if verdict.colour is Colour.LATE else behind
    return (
        f"{line.task.content} (mục {line.task.code})",
        f"{line.task.due_text}{put_off}",
        state,
        ", ".join(text for text, _ in line.coordinators),
    )


PROGRAMME_TASKS = Source(
    "Bảng nhiệm vụ của chương trình công tác", _programme_offers, _programme_blocks
)
LATE_TASKS = Source("Việc quá hạn, chậm của một đơn vị", _late_offers, _late_blocks)
