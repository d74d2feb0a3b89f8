"""Who reports to whom and when, as a plan's paper says it."""

from accounts.models import User
from documents.blocks import Block, Bullets, Offer, Source
from documents.models import OfficialDocument
from plans.calendar import falls_words
from plans.models import ReportDuty
from plans.selectors.commune_plans import duties_of
from plans.selectors.duties import falls_of


def _offers(paper: OfficialDocument, user: User) -> list[Offer]:  # noqa: ARG001 -- always this paper's own
    return [Offer("Chế độ báo cáo của văn bản này")] if duties_of(paper).exists() else []


def _blocks(
    paper: OfficialDocument,
    arguments: dict[str, str],  # noqa: ARG001 -- always this paper's own
) -> tuple[Block, ...]:
    items = tuple(_said(one) for one in duties_of(paper))
    return (Bullets(items),) if items else ()


def _said(one: ReportDuty) -> str:
    """«Các thôn báo cáo Thường trực Ban Chỉ đạo xã hằng tháng, ngày 16: kết quả thực hiện kế hoạch»."""
    who = one.who or (one.agency.name if one.agency else "")
    whom = one.whom or (one.addressee.name if one.addressee else "")
    when = falls_words(falls_of(one), ours=False)
    return f"{who[:1].upper()}{who[1:]} báo cáo {whom} {when}: {one.what}".replace("  ", " ")


REPORT_DUTIES = Source("Chế độ báo cáo", _offers, _blocks)
