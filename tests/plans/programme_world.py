"""What tests of a table that waits and of its pages share."""

from plans.services import programme_drafts as services
from tests.plans.programme_tables import row

ONE = row("1", "Việc một", "Sở Tài chính", "", "Quý II/2024", "Báo cáo", "Ghi")
TWO = row("2", "Việc hai", "Sở Bí ẩn", "", "Năm 2024")


def mend(draft, act, place, **given):
    services.mend(draft, act, place, seen=draft.version, given=given)


def cells(draft, place):
    return draft.plan["rows"][place]["cells"]
