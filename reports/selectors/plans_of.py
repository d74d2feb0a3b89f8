"""The plans that stand behind a commune or come from an agency, as their pages list them."""

from dataclasses import dataclass

from accounts.models import User
from communes.models import Agency, Commune
from documents.choices import PaperState
from plans.models import CommunePlan, SponsorPlan, SponsorPlanCommune
from plans.selectors.commune_plans import plans_seen
from plans.selectors.sponsor_plans import seen_plans

GONE = (PaperState.RECALLED, PaperState.REPLACED)
SHOWN = 5


@dataclass(frozen=True, slots=True)
class PlansOfCommune:
    """Its own, and its rows in those of sponsors; the newest first, drafts only for their own people."""

    own: tuple[CommunePlan, ...]
    of_sponsors: tuple[SponsorPlanCommune, ...]


def plans_of_commune(user: User, commune: Commune) -> PlansOfCommune:
    own = plans_seen(user).filter(commune=commune).exclude(paper__state__in=GONE)
    rows = SponsorPlanCommune.objects.filter(commune=commune, plan__in=seen_plans(user))
    rows = rows.exclude(plan__paper__state__in=GONE).select_related("plan__agency", "plan__paper")
    rows = rows.defer("plan__paper__body").order_by("-plan__year_from", "-plan__pk")
    return PlansOfCommune(
        tuple(own.defer("paper__body").order_by("-year", "-pk")[:SHOWN]), tuple(rows[:SHOWN])
    )


def plans_of_agency(user: User, agency: Agency) -> tuple[SponsorPlan, ...]:
    rows = seen_plans(user).filter(agency__slug=agency.slug)
    rows = rows.exclude(paper__state__in=GONE).select_related("paper").defer("paper__body")
    return tuple(rows.order_by("-year_from", "-pk")[:SHOWN])
