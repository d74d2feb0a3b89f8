"""The paper of a sponsor's plan: as it begins, and with its data put in anew."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from accounts.calendar import working_day
from communes.choices import AgencyKind
from communes.models import Agency, Commune
from documents.blocks import (
    Appendix,
    Block,
    Bullets,
    Fed,
    Heading,
    Paragraph,
    Source,
    from_json,
    to_json,
)
from documents.models import Letterhead, OfficialDocument
from plans.models import SponsorPlan
from plans.selectors.sources.duties import REPORT_DUTIES
from plans.selectors.sources.sponsors import (
    SPONSOR_COMMUNES,
    SPONSOR_OFFICES,
    SPONSOR_SUPPORT,
    TARGETS,
    UNMET_CRITERIA,
)

Addressed = tuple[str, str, Agency | None]

# What a plan's data feeds, by the keys of settings.BLOCK_SOURCES.
SOURCES: dict[str, Source] = {
    "sponsor-communes": SPONSOR_COMMUNES,
    "unmet-criteria": UNMET_CRITERIA,
    "targets": TARGETS,
    "sponsor-support": SPONSOR_SUPPORT,
    "sponsor-offices": SPONSOR_OFFICES,
}
REPORTS = "report-duties"
AIMS = (
    (
        "Hỗ trợ các xã được phân công đỡ đầu, phụ trách hoàn thành các tiêu chí chưa đạt, giữ vững và nâng "
        "cao chất lượng các tiêu chí đã đạt theo lộ trình của tỉnh và của huyện"
    ),
    "Xác định rõ nội dung, nguồn lực hỗ trợ, thời hạn và đơn vị thực hiện đối với từng xã",
    (
        "Phối hợp với Văn phòng Điều phối nông thôn mới tỉnh, các sở, ban, ngành, UBND các huyện và các xã "
        "để kịp thời tháo gỡ khó khăn, vướng mắc"
    ),
)
ADDRESS = 500  # letters of a base


def title_of(year_from: int, year_to: int | None) -> str:
    """A title to begin with; whoever writes changes it."""
    span = (
        f"giai đoạn {year_from}-{year_to}"
        if year_to and year_to != year_from
        else f"năm {year_from}"
    )
    return f"Phụ trách, đỡ đầu các xã xây dựng nông thôn mới {span}"


def cited(paper: OfficialDocument) -> str:
    """A paper as a base names it."""
    issuer = paper.issuer.name if paper.issuer else paper.issuer_text
    dated = f" ngày {_day_words(paper)}" if paper.date_words else ""
    title = f"{paper.title[:1].lower()}{paper.title[1:]}"
    words = f"Căn cứ {paper.get_kind_display()} số {paper.symbol}{dated}"
    return f"{words}{f' của {issuer}' if issuer else ''} {title}"[:ADDRESS]


def _day_words(paper: OfficialDocument) -> str:
    """«14 tháng 7 năm 2020»; less where less is known."""
    if not (paper.day and paper.month):
        return paper.date_words
    return f"{paper.day:02d} tháng {paper.month} năm {paper.year}"


def recipients(
    letterhead: Letterhead, communes: Sequence[Commune], day: dt.date
) -> list[Addressed]:
    """The coordination office, the districts and communes of the plan, one's own units, the archive."""
    rows = list(Agency.objects.on(day).exclude(kind=AgencyKind.DEPARTMENT).order_by("sort_key"))
    offices = [one for one in rows if one.kind == AgencyKind.OFFICE]
    above = {one.district_id for one in communes if one.district_id}
    districts = [
        one for one in rows if one.kind == AgencyKind.DISTRICT and one.district_id in above
    ]
    committees = {one.commune_id: one for one in rows if one.kind == AgencyKind.COMMUNE}
    found: list[Addressed] = [(one.name, "b/c", one) for one in offices]
    found += [(one.name, "p/h", one) for one in districts]
    for commune in communes:
        committee = committees.get(commune.pk)
        found.append(
            (committee.name if committee else f"UBND xã {commune.name}", "p/h", committee)
        )
    found += [
        ("Các phòng, đơn vị trực thuộc", "t/h", None),
        (f"Lưu: {letterhead.archive}", "", None),
    ]
    return found


def composed(plan: SponsorPlan) -> tuple[Block, ...]:
    """The whole text as such plans have it, sections I to IV, fed from the plan's data; the words are a beginning."""
    asked = {"plan": str(plan.pk)}

    def fed(key: str) -> Fed | None:
        return _fed(plan.paper, key, asked)

    blocks: list[Block | None] = [
        Heading("I", "Mục đích, yêu cầu"),
        Bullets(AIMS),
        Heading("II", "Hiện trạng"),
        fed("sponsor-communes"),
        fed("unmet-criteria"),
        Heading("III", "Nội dung thực hiện"),
        Heading("1", "Mục tiêu", 2),
        fed("targets"),
        Heading("2", "Nội dung, nguồn lực hỗ trợ", 2),
        fed("sponsor-support"),
        Heading("IV", "Tổ chức thực hiện"),
        fed("sponsor-offices"),
        *_reports(plan),
        Paragraph(_closing(plan)),
    ]
    return tuple(one for one in blocks if one is not None)


def fed_anew(plan: SponsorPlan, blocks: Iterable[Block]) -> tuple[Block, ...]:
    """The text with everything that the plan feeds put in anew where it stands; other words stay as they are."""
    found: list[Block] = []
    for one in blocks:
        if isinstance(one, Appendix):
            found.append(replace(one, blocks=fed_anew(plan, one.blocks)))
        elif isinstance(one, Fed) and (one.source in SOURCES or one.source == REPORTS):
            fresh = _fed(plan.paper, one.source, one.arguments)
            if fresh is not None:
                found.append(one if fresh.blocks == one.blocks else fresh)
        else:
            found.append(one)
    return tuple(found)


def is_behind(plan: SponsorPlan) -> bool:
    """Whether the draft's text shows older data than the plan has."""
    if not plan.paper.is_editable:
        return False
    blocks = from_json(plan.paper.body)
    return to_json(fed_anew(plan, blocks)) != to_json(blocks)


def body_of(blocks: tuple[Block, ...]) -> list[dict[str, Any]]:
    return to_json(blocks)


def _fed(paper: OfficialDocument, key: str, arguments: dict[str, str]) -> Fed | None:
    """What a source says today; nothing where it has nothing to say."""
    own = {} if key == REPORTS else arguments
    source = REPORT_DUTIES if key == REPORTS else SOURCES[key]
    said = source.blocks(paper, own)
    return Fed(key, own, said, working_day().isoformat()) if said else None


def _reports(plan: SponsorPlan) -> list[Block]:
    told = _fed(plan.paper, REPORTS, {})
    return [Heading("", "Chế độ báo cáo", 2), told] if told else []


def _closing(plan: SponsorPlan) -> str:
    return (
        f"Trên đây là Kế hoạch phụ trách, đỡ đầu các xã xây dựng nông thôn mới của {plan.agency.name}. "
        "Trong quá trình thực hiện, nếu có khó khăn, vướng mắc, các đơn vị kịp thời phản ánh để xem "
        "xét, giải quyết"
    )
