"""Whom a group in words means on a day («Các sở, ban ngành», «đơn vị được phân công»)."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q

from communes.choices import AgencyKind
from communes.models import Agency
from criteria.models import Responsibility, SponsorAssignment
from plans.choices import GroupRule
from plans.models import AgencyGroup, GroupMember, TaskParty


class Groups:
    """The agencies behind groups on one day: one query for all rules, one for all lists."""

    def __init__(self, day: dt.date) -> None:
        self.day = day
        self._ruled: dict[str, list[Agency]] | None = None
        self._listed: dict[int, list[Agency]] | None = None

    def members(self, group: AgencyGroup) -> tuple[Agency, ...]:
        """In Vietnamese order; nobody where the list is not at hand."""
        if group.rule == GroupRule.LISTED:
            return tuple(self._by_list().get(group.pk, []))
        return tuple(self._by_rule()[group.rule])

    def behind(self, party: TaskParty) -> tuple[Agency, ...]:
        """The agencies of a party: itself, or the members of its group on the day."""
        if party.agency_id:
            return (party.agency,) if party.agency else ()
        return self.members(party.group) if party.group else ()

    def _by_rule(self) -> dict[str, list[Agency]]:
        if self._ruled is None:
            mine = {"agency": OuterRef("pk")}
            rows = Agency.objects.on(self.day).annotate(
                assigned=Exists(SponsorAssignment.objects.on(self.day).filter(**mine)),
                responsible=Exists(Responsibility.objects.on(self.day).filter(**mine)),
            )
            whole = Q(kind__in=[AgencyKind.DEPARTMENT, AgencyKind.DISTRICT])
            meant = rows.filter(whole | Q(assigned=True) | Q(responsible=True))
            agencies = list(meant.order_by("sort_key", "pk"))
            self._ruled = {
                GroupRule.DEPARTMENTS: _of_kind(agencies, AgencyKind.DEPARTMENT),
                GroupRule.DISTRICTS: _of_kind(agencies, AgencyKind.DISTRICT),
                GroupRule.ASSIGNED: [one for one in agencies if vars(one)["assigned"]],
                GroupRule.RESPONSIBLE: [one for one in agencies if vars(one)["responsible"]],
            }
        return self._ruled

    def _by_list(self) -> dict[int, list[Agency]]:
        if self._listed is None:
            self._listed = {}
            rows = GroupMember.objects.on(self.day).select_related("agency")
            for row in rows.order_by("agency__sort_key", "pk"):
                self._listed.setdefault(row.group_id, []).append(row.agency)
        return self._listed


def _of_kind(agencies: Iterable[Agency], kind: AgencyKind) -> list[Agency]:
    return [one for one in agencies if one.kind == kind]
