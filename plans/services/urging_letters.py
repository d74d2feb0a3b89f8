"""The urging letter (công văn đôn đốc) to a lead with what it is late with, its coordinators in copy."""

import datetime as dt
from collections.abc import Sequence

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from communes.models import Agency
from documents.blocks import Block, Fed, Paragraph
from documents.choices import PaperKind, PaperState, RelationKind
from documents.models import Letterhead, OfficialDocument
from documents.selectors import work_calendar
from documents.selectors.printed import ADDRESSED
from documents.services.drafts import Addressed, start_draft
from plans.models import WorkProgramme
from plans.selectors.owed import Own, Work, work_on
from plans.selectors.sources.tasks import LATE_TASKS

SOURCE = "late-tasks"
COPIED = "p/h"


@transaction.atomic
def draft_letter(
    *, agency: Agency, letterhead: Letterhead, day: dt.date, by: User
) -> tuple[OfficialDocument, bool]:
    """The draft, and whether it is new: a draft to the same agency about the same day is given back.

    Refusals: `nothing` (it is late with nothing), those of `start_draft`.
    """
    Letterhead.objects.select_for_update(of=("self",)).get(pk=letterhead.pk)
    work = work_on(day).of(agency)
    owed = [*work.late, *work.behind]
    if not owed:
        raise ValidationError(
            f"{agency} không có việc quá hạn hay chậm nên không có gì để đôn đốc.", code="nothing"
        )
    fed = _fed(agency, day)
    waiting = _waiting(agency, letterhead, fed)
    if waiting is not None:
        return waiting, False
    programmes = _programmes(owed)
    years = ", ".join(dict.fromkeys(str(one.year) for one in programmes))
    draft = start_draft(
        kind=PaperKind.LETTER,
        letterhead=letterhead,
        title=f"đôn đốc thực hiện nhiệm vụ trong Chương trình công tác trọng tâm năm {years}",
        by=by,
        body=_body(work, programmes, fed, letterhead, day),
        recipients=_recipients(agency, owed, letterhead),
        relations=[(RelationKind.CARRIES_OUT, one.paper) for one in programmes],
    )
    return draft, True


def _fed(agency: Agency, day: dt.date) -> Fed:
    arguments = {"agency": agency.slug}
    return Fed(SOURCE, arguments, LATE_TASKS.blocks(None, arguments), day.isoformat())


def _waiting(agency: Agency, letterhead: Letterhead, fed: Fed) -> OfficialDocument | None:
    """Still drafted, with the list as of the same day."""
    drafts = OfficialDocument.objects.filter(
        kind=PaperKind.LETTER,
        letterhead=letterhead,
        state=PaperState.DRAFT,
        recipients__agency=agency,
        recipients__purpose=ADDRESSED,
    )
    for one in drafts.order_by("-pk"):
        if any(
            row["block"] == "Fed" and (row["source"], row["as_of"]) == (SOURCE, fed.as_of)
            for row in one.body
        ):
            return one
    return None


def _programmes(owed: Sequence[Own]) -> list[WorkProgramme]:
    found = {}
    for own in owed:
        programme = own.line.task.group.programme
        found[programme.pk] = programme
    return list(found.values())


def _body(
    work: Work,
    programmes: Sequence[WorkProgramme],
    fed: Fed,
    letterhead: Letterhead,
    day: dt.date,
) -> tuple[Block, ...]:
    agency = work.agency.name
    cited = ", ".join(_cited(one) for one in programmes)
    counts = [
        f"{count:02d} nhiệm vụ {words}"
        for count, words in (
            (len(work.late), "đã quá hạn"),
            (len(work.behind), "chậm tiến độ"),
        )
        if count
    ]
    until = work_calendar().add(day, settings.URGING_ANSWER_DAYS)
    return (
        Paragraph(
            f"Thực hiện {cited}, {agency} được giao chủ trì các nhiệm vụ trong chương trình. "
            f"Tính đến ngày {_written(day)}, còn {' và '.join(counts)} như sau:"
        ),
        fed,
        Paragraph(
            f"{letterhead.name} đề nghị {agency} tập trung chỉ đạo thực hiện các nhiệm vụ nêu trên; "
            "cập nhật tiến độ, báo cáo kết quả, nguyên nhân chậm và thời gian hoàn thành trước ngày "
            f"{_written(until)}; nếu cần gia hạn thì đề nghị bằng văn bản."
        ),
        Paragraph(
            "Đề nghị các cơ quan phối hợp có tên ở nơi nhận phối hợp với cơ quan chủ trì để hoàn thành nhiệm vụ./."
        ),
    )


def _cited(programme: WorkProgramme) -> str:
    paper = programme.paper
    dated = f" ngày {_written(paper.dated)}" if paper.dated else ""
    return f"{paper.get_kind_display()} số {paper.symbol}{dated} ban hành {programme.title}"


def _written(day: dt.date) -> str:
    """«05/3/2024»: a zero before days under 10 and before January and February (NĐ 30/2020, Phụ lục I, II.4b)."""
    return f"{day.day:02d}/{day.month if day.month > 2 else f'0{day.month}'}/{day.year}"  # noqa: PLR2004


def _recipients(agency: Agency, owed: Sequence[Own], letterhead: Letterhead) -> list[Addressed]:
    """The lead; in copy whoever coordinates, once: an agency by its name, a group in the decision's words."""
    copied: dict[str, Agency | None] = {}
    for own in owed:
        for text, behind in own.line.coordinators:
            if len(behind) == 1:
                copied[behind[0].name] = behind[0]
            else:
                copied.setdefault(text[:1].upper() + text[1:], None)
    copied.pop(agency.name, None)
    return [
        (agency.name, ADDRESSED, agency),
        *((text, COPIED, one) for text, one in copied.items()),
        (f"Lưu: {letterhead.archive}", "", None),
    ]
