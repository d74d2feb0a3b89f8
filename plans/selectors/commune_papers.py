"""The paper of a commune's plan as it begins, and with its data put in anew."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from accounts.calendar import working_day
from communes.choices import AgencyKind
from communes.models import Agency
from documents.blocks import Appendix, Block, Fed, Heading, Paragraph, Source, from_json, to_json
from documents.models import Letterhead, OfficialDocument
from documents.selectors.content import content_of
from plans.models import CommunePlan, WorkProgramme
from plans.selectors.commune_plans import proposals_of
from plans.selectors.sources.communes import (
    COMMUNE_CRITERIA,
    COMMUNE_GAPS,
    MILESTONES,
    PEOPLE,
    PROPOSALS,
)
from plans.selectors.sources.duties import REPORT_DUTIES
from plans.selectors.sponsor_plan_paper import cited

REVIEW, TO_DO, QUARTERLY = (
    *("Kết quả rà soát tiêu chí", "Việc cần làm với tiêu chí chưa đạt"),
    "Mốc thực hiện theo quý",
)
WHO, REPORTS, ASKED = "Phân công phụ trách tiêu chí", "Chế độ báo cáo", "Kiến nghị"
# What the data feeds: under which title, from which source (its key in settings.BLOCK_SOURCES), asked with what.
FED: tuple[tuple[str, str, dict[str, str], Source], ...] = (
    (REVIEW, "commune-criteria", {}, COMMUNE_CRITERIA),
    (TO_DO, "commune-gaps", {}, COMMUNE_GAPS),
    (QUARTERLY, "milestones", {}, MILESTONES),
    (WHO, "commune-criteria", {"part": PEOPLE}, COMMUNE_CRITERIA),
    (REPORTS, "report-duties", {}, REPORT_DUTIES),
    (ASKED, "proposals", {}, PROPOSALS),
)
ADDRESSED = "kính gửi"
Addressed = tuple[str, str, Agency | None]


def title_of(year: int) -> str:
    return (
        "Thực hiện Chương trình mục tiêu quốc gia xây dựng nông thôn mới "
        f"trên địa bàn xã năm {year}"
    )


def bases(plan: CommunePlan) -> list[tuple[str, OfficialDocument | None]]:
    """The paper of the criteria set and the province's programme of the year, where they are registered."""
    programme = WorkProgramme.objects.filter(year=plan.year).select_related("paper").first()
    papers = [plan.criteria_set.paper, programme.paper if programme else None]
    return [(cited(one), one) for one in papers if one is not None and one.number]


def recipients(plan: CommunePlan, letterhead: Letterhead) -> list[Addressed]:
    """The district above, the party's and the people's council, the steering committee, the villages; to be mended."""
    day = working_day()
    found: list[Addressed] = []
    district = plan.commune.district if plan.commune else None
    if district is not None:
        rows = Agency.objects.on(day).filter(kind=AgencyKind.DISTRICT, district=district)
        above = rows.first()
        if above is not None:
            found.append((above.name, "b/c", above))
    found += [
        ("Thường trực Đảng ủy, HĐND xã", "b/c", None),
        ("Các thành viên Ban Chỉ đạo xã", "t/h", None),
        ("Các thôn", "t/h", None),
        (f"Lưu: {letterhead.archive}", "", None),
    ]
    return found


def skeleton(plan: CommunePlan) -> list[dict[str, Any]]:
    """Sections as such plans have them, with what the data says already; the words are a beginning."""
    year = plan.year
    aim = (
        "Duy trì, nâng cao chất lượng các tiêu chí đã đạt; tập trung hoàn thành các tiêu chí, "
        f"chỉ tiêu chưa đạt trong năm {year}."
    )
    ask = (
        "Mỗi tiêu chí có người phụ trách; mỗi việc có thời hạn và kết quả kiểm tra được; "
        "không huy động quá sức dân."
    )
    blocks: list[Block] = [
        Heading("I", "Mục đích, yêu cầu"),
        Heading("1", "Mục đích", 2),
        Paragraph(aim),
        Heading("2", "Yêu cầu", 2),
        Paragraph(ask),
        Heading("II", "Nhiệm vụ"),
        Heading("1", REVIEW, 2),
        Heading("2", TO_DO, 2),
        Heading("3", QUARTERLY, 2),
        Heading("III", "Tổ chức thực hiện"),
        Heading("1", WHO, 2),
        Heading("2", REPORTS, 2),
    ]
    return to_json(tuple(_fed(plan.paper, blocks)))


def fed_content(plan: CommunePlan, paper: OfficialDocument) -> dict[str, Any]:
    """What a draft's content becomes when the data is put in anew: the text, and whom proposals go to."""
    body = to_json(tuple(_fed(paper, list(from_json(paper.body)))))
    lines = list(content_of(paper)["recipients"])
    known = {one["agency"] for one in lines}
    for one in proposals_of(plan.paper):
        if one.addressee and one.addressee.slug not in known:
            known.add(one.addressee.slug)
            line = {"text": one.addressee.name, "purpose": "b/c", "agency": one.addressee.slug}
            lines.insert(_before_archive(lines), line)
    return {"body": body, "recipients": lines}


def _before_archive(lines: Sequence[dict[str, Any]]) -> int:
    return next(
        (place for place, one in enumerate(lines) if one["text"].startswith("Lưu")), len(lines)
    )


def _fed(paper: OfficialDocument, blocks: list[Block]) -> list[Block]:
    """Each source asked anew where it stands; one that stands nowhere under its title, or at the end."""
    today = working_day().isoformat()
    for title, key, arguments, source in FED:
        said = source.blocks(paper, arguments)
        fresh = Fed(key, arguments, said, today) if said else None
        at = _place(blocks, key, arguments)
        if at is not None:
            old = blocks[at]
            assert isinstance(old, Fed)  # noqa: S101 -- `_place` looks for nothing else
            blocks[at : at + 1] = [_kept(old, fresh)] if fresh else []
        elif fresh:
            _put(blocks, title, fresh)
    return blocks


def _kept(old: Fed, fresh: Fed) -> Fed:
    """The same data of another day is no change."""
    return replace(fresh, as_of=old.as_of) if old.blocks == fresh.blocks else fresh


def _place(blocks: Sequence[Block], key: str, arguments: dict[str, str]) -> int | None:
    return next(
        (
            place
            for place, one in enumerate(blocks)
            if isinstance(one, Fed)
            and one.source == key
            and one.arguments.get("part") == arguments.get("part")
        ),
        None,
    )


def _put(blocks: list[Block], title: str, fresh: Fed) -> None:
    folded = title.casefold()
    for place, one in enumerate(blocks):
        if isinstance(one, Heading) and one.text.casefold() == folded:
            blocks.insert(place + 1, fresh)
            return
    end = next(
        (place for place, one in enumerate(blocks) if isinstance(one, Appendix)), len(blocks)
    )
    number = _next_number(blocks[:end])
    blocks[end:end] = [Heading(number, title, 2), fresh]


def _next_number(blocks: Sequence[Block]) -> str:
    """After the last of the section: proposed, and changed by whoever writes."""
    last = next((one for one in reversed(blocks) if isinstance(one, Heading)), None)
    known = last.number if last and last.level == 2 else ""  # noqa: PLR2004 -- 1, 2, 3 below I, II
    return str(int(known) + 1) if known.isdecimal() else "1"
