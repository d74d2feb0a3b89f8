"""«Việc của tôi»: what waits for somebody, by what they hold; several memberships, several sections."""

from collections.abc import Callable

from accounts.calendar import working_day
from accounts.models import User
from communes.choices import AgencyKind
from communes.models import Held, held_by
from criteria.selectors import round_in_force
from documents.selectors import work_calendar
from plans.selectors.owed import work_on
from reports.selectors.home.department import Department, department
from reports.selectors.home.local import OwnCommune, OwnDistrict, own_commune, own_district
from reports.selectors.home.now import Now
from reports.selectors.home.province import Leader, Office, leader, office
from reports.selectors.overview import choose_set, sets_on

__all__ = ["Department", "Leader", "Office", "OwnCommune", "OwnDistrict", "home"]

Section = Department | OwnCommune | OwnDistrict | Office | Leader


def home(user: User) -> list[Section] | None:
    """The sections in the order of what is held, an agency once; nothing where no set is in force."""
    today = working_day()
    held = list({one.agency.pk: one for one in reversed(held_by(user))}.values())[::-1]
    if not held:
        return []
    sets = sets_on(today)
    criteria_set = choose_set(sets, "", today)
    if criteria_set is None:
        return None
    calendar = work_calendar()
    tasks = work_on(today, calendar)
    now = Now(today, criteria_set, round_in_force(today), tasks, calendar, sets, user)
    return [SECTIONS[AgencyKind(one.agency.kind)](one, now) for one in held]


SECTIONS: dict[AgencyKind, Callable[[Held, Now], Section]] = {
    AgencyKind.DEPARTMENT: department,
    AgencyKind.COMMUNE: own_commune,
    AgencyKind.DISTRICT: own_district,
    AgencyKind.OFFICE: office,
    AgencyKind.PROVINCE: leader,
}
