"""Whom a group in words means on a day («Các sở, ban ngành», «đơn vị được phân công»)."""

import datetime as dt
from collections.abc import Iterable

from communes.choices import AgencyKind
from communes.models import Agency
from criteria.models import Responsibility, SponsorAssignment
from plans.choices import GroupRule
from plans.models import AgencyGroup, GroupMember, TaskParty


class Groups:
    """The agencies behind groups on one day; each rule is asked of the database once at most."""

    def __init__(self, day: dt.date) -> None:
        self.day = day
        self._kept: dict[str, tuple[Agency, ...]] = {}
        self._listed: dict[int, list[Agency]] | None = None

    def members(self, group: AgencyGroup) -> tuple[Agency, ...]:
        """In Vietnamese order; nobody where the list is not at hand."""
        if group.rule == GroupRule.LISTED:
            return tuple(self._by_list().get(group.pk, []))
        if group.rule not in self._kept:
            self._kept[group.rule] = tuple(self._by_rule(group.rule))
        return self._kept[group.rule]

    def behind(self, party: TaskParty) -> tuple[Agency, ...]:
        """The agencies of a party: itself, or the members of its group on the day."""
        if party.agency_id:
            return (party.agency,) if party.agency else ()
        return self.members(party.group) if party.group else ()

    def _by_rule(self, rule: str) -> Iterable[Agency]:
        agencies = Agency.objects.on(self.day).order_by("sort_key", "pk")
        if rule == GroupRule.DEPARTMENTS:
            return agencies.filter(kind=AgencyKind.DEPARTMENT)
        if rule == GroupRule.DISTRICTS:
            return agencies.filter(kind=AgencyKind.DISTRICT)
        if rule == GroupRule.ASSIGNED:
            held = SponsorAssignment.objects.on(self.day).values("agency")
            return agencies.filter(pk__in=held)
        answering = Responsibility.objects.on(self.day).values("agency")
        return agencies.filter(pk__in=answering)

    def _by_list(self) -> dict[int, list[Agency]]:
        if self._listed is None:
            self._listed = {}
            rows = GroupMember.objects.on(self.day).select_related("agency")
            for row in rows.order_by("agency__sort_key", "pk"):
                self._listed.setdefault(row.group_id, []).append(row.agency)
        return self._listed
