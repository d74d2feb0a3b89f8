"""Who takes which step in the demonstration, so that every paper can go its whole way.

An agency with one demonstration account gives that account every step; the Ban Chỉ đạo's papers are
written by the coordination office and signed by a deputy head. Marked by its accounts: it goes with them.
"""

import datetime as dt

from accounts.models import User
from documents.choices import Authority, PaperStepKind
from documents.models import Letterhead, StepRight

STARTS = dt.date(2024, 1, 1)
ALONE = {
    "khdt": "so-ke-hoach-dau-tu",
    "lmhtx": "lien-minh-htx",
    "snnptnt": "so-nong-nghiep-ptnt",
    "vinhlinh": "ubnd-vinh-linh",
    "huongviet": "ubnd-xa-19438",
}
DESK = (PaperStepKind.DRAFT, PaperStepKind.CHECK, PaperStepKind.NUMBER, PaperStepKind.ISSUE)


def write_rights() -> int:
    """Rights of the demonstration accounts; what stands already stays. How many were added."""
    people = {one.username: one for one in User.objects.filter(demo=True)}
    heads = {
        one.agency.slug: one
        for one in Letterhead.objects.filter(starts__lte=STARTS).select_related("agency")
    }
    wanted: list[tuple[str, PaperStepKind, str, dict[str, str]]] = [
        (agency, step, name, {}) for name, agency in ALONE.items() for step in PaperStepKind
    ]
    for agency in ("vpdp-ntm", "bcd-ctmtqg", "ubnd-tinh"):
        wanted += [(agency, step, "vpdp", {}) for step in (*DESK, PaperStepKind.APPROVE)]
    deputy = {
        "authority": Authority.DEPUTY,
        "post": "Phó Trưởng Ban",
        "second_post": "Phó Chủ tịch UBND tỉnh",
    }
    wanted += [
        ("bcd-ctmtqg", PaperStepKind.SIGN, "lanhdao", deputy),
        ("vpdp-ntm", PaperStepKind.SIGN, "vpdp", {}),
    ]
    made = 0
    for agency, step, name, signs in wanted:
        if agency in heads and name in people:
            _, new = StepRight.objects.get_or_create(
                letterhead=heads[agency],
                step=step,
                user=people[name],
                defaults={"starts": STARTS, "basis": "trình diễn", **signs},
            )
            made += new
    return made
