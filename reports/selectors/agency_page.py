"""What an agency has to do with the programme, gathered for its page."""

import datetime as dt
from dataclasses import dataclass

from accounts.models import User
from communes.models import Agency
from criteria.models import CriteriaSet, Responsibility, SponsorAssignment
from criteria.selectors import Standing, set_in_force, standings
from documents.models import OfficialDocument

PAPERS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Backed:
    """A commune that the agency stands behind, and where it stands."""

    assignment: SponsorAssignment
    standing: Standing | None


@dataclass(frozen=True, slots=True)
class AgencyPage:
    agency: Agency
    aliases: list[str]
    communes: list[Backed]
    before: list[SponsorAssignment]
    criteria_set: CriteriaSet | None
    responsibilities: list[Responsibility]
    papers: list[OfficialDocument]
    paper_count: int


def agency_page(user: User, agency: Agency, day: dt.date) -> AgencyPage:
    criteria_set = set_in_force(day)
    rows = agency.sponsorships.select_related("commune__district", "paper")
    sponsorships = list(rows.order_by("commune__sort_key", "-starts"))
    papers = OfficialDocument.objects.visible_to(user).filter(issuer=agency)
    return AgencyPage(
        agency=agency,
        aliases=[alias.name for alias in agency.aliases.all()],
        communes=_backed([one for one in sponsorships if one.covers(day)], criteria_set),
        before=[one for one in sponsorships if one.ends and one.ends < day],
        criteria_set=criteria_set,
        responsibilities=_responsibilities(agency, criteria_set, day),
        papers=list(papers[:PAPERS_SHOWN]),
        paper_count=papers.count(),
    )


def _backed(
    assignments: list[SponsorAssignment], criteria_set: CriteriaSet | None
) -> list[Backed]:
    communes = [one.commune for one in assignments]
    known = standings(criteria_set, communes) if criteria_set else []
    found = {one.commune.pk: one for one in known}
    return [Backed(one, found.get(one.commune_id)) for one in assignments]


def _responsibilities(
    agency: Agency, criteria_set: CriteriaSet | None, day: dt.date
) -> list[Responsibility]:
    rows = agency.responsibilities.on(day).filter(indicator__criterion__criteria_set=criteria_set)
    return list(
        rows.select_related("indicator__criterion", "paper").order_by(
            "indicator__criterion__number", "indicator__order"
        )
    )
