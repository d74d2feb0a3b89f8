"""The reports themselves, of the demonstration data: what gathering and composing take, then printing."""

from accounts.calendar import working_day
from accounts.models import User
from communes.models import Agency
from criteria.selectors import round_in_force
from documents.blocks import PrintedPaper
from ntm_portal.bench.measure import Row, timed
from ntm_portal.bench.printing import long, short
from reports import services
from reports.choices import Kind
from reports.kinds import KINDS
from reports.models import ReportRun
from reports.selectors.pages import page_of
from reports.services.body import composed

COMMUNE, PROVINCE = "ubnd-xa-19438", "ubnd-tinh"


def real_reports() -> list[Row]:
    """A commune's half-year and the province's, beside the programs that could print them."""
    rows, commune = _made(Kind.COMMUNE_HALF_YEAR, COMMUNE)
    more, province = _made(Kind.PROVINCE_HALF_YEAR, PROVINCE)
    return [*rows, *short(commune), *more, *long(province)]


def _made(kind: Kind, slug: str) -> tuple[list[Row], PrintedPaper]:
    run = services.request_report(
        kind=kind,
        agency=Agency.objects.on(working_day()).get(slug=slug),
        round=round_in_force(working_day()),
        by=User.objects.get(username="vpdp"),
    )

    def gather() -> None:
        run.figures = KINDS[kind].gather(run)

    def compose() -> None:
        run.body = composed(run)

    gather()
    rows = [
        Row(f"{kind.label}: lấy số liệu", round(min(timed(gather) for _ in range(3))), "ms"),
        Row(f"{kind.label}: soạn", round(min(timed(compose) for _ in range(3))), "ms"),
    ]
    page = page_of(run)
    ReportRun.objects.filter(pk=run.pk).delete()
    return rows, page
