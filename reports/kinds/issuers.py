"""Who makes which report, and to whom it goes, as data of the day (RF2: a report upward has «Kính gửi»)."""

import datetime as dt

from django.db.models import Exists, OuterRef, QuerySet

from communes.choices import AgencyKind
from communes.models import Agency
from criteria.models import Responsibility, SponsorAssignment
from documents.selectors import ADDRESSED
from reports.kinds.contract import Addressed

PROVINCE = "Ủy ban nhân dân tỉnh (Ban Chỉ đạo các chương trình mục tiêu quốc gia)"
OFFICE = "Văn phòng Điều phối nông thôn mới tỉnh"
AS_ABOVE = "Như trên"


def standing_behind(day: dt.date) -> QuerySet[Agency]:
    """Agencies that stand behind a commune or answer for an indicator on that day."""
    sponsors = SponsorAssignment.objects.on(day).filter(agency=OuterRef("pk"))
    answers = Responsibility.objects.on(day).filter(agency=OuterRef("pk"))
    return Agency.objects.on(day).filter(Exists(sponsors) | Exists(answers))


def to_the_province(day: dt.date) -> list[Addressed]:
    """The province's people's committee and the coordination office; «Như trên» among the recipients."""
    office = Agency.objects.on(day).filter(kind=AgencyKind.OFFICE).first()
    return [
        (PROVINCE, ADDRESSED, None),
        (office.name if office else OFFICE, ADDRESSED, office),
        (AS_ABOVE, "", None),
    ]
