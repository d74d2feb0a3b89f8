"""Illustrative actions of commune plans and acceptances, so that every list of what is unmet has rows."""

import datetime as dt

from django.db.models import Q, QuerySet

from accounts.models import Activity, User
from accounts.trail import subject_key
from communes.models import Agency
from criteria.selectors import standings
from ntm_portal.demo.plan import SPONSORED
from ntm_portal.demo.words import LATER
from plans.choices import ActionState, DueKind
from plans.models import Acceptance, PlanAction, TaskAim
from plans.selectors.red import RedKind, RedRow, Spot, red
from plans.selectors.red.unmet import measure

DAY = dt.date(2024, 6, 18)
DUE, DONE_ON = dt.date(2024, 12, 31), dt.date(2024, 6, 5)
# Of so many unmet ones without a plan one gets an action, a finished one, an acceptance.
PLANNED, DONE, ACCEPTED = 3, 11, 17
LEADER = "lanhdao"


def write_red() -> int:
    """Call it when the current state stands. The communes of the sponsor plans get nothing."""
    found = red(DAY)
    if found.criteria_set is None:
        return 0
    bare = [
        row
        for row in found.rows
        if row.kind == RedKind.NO_PLAN and row.spot.commune.code not in SPONSORED
    ]
    agencies = {one.commune_id: one for one in Agency.objects.on(DAY).exclude(commune=None)}
    leader = User.objects.filter(username=LEADER).first()
    actions, accepted = [], []
    for place, row in enumerate(bare):
        own = agencies.get(row.spot.commune.pk)
        if place % ACCEPTED == 0:
            accepted.append(_acceptance(row, leader))
        elif own is not None and place % DONE == 0:
            actions.append(_action(row.spot, own, DONE_ON))
        elif own is not None and place % PLANNED == 0:
            actions.append(_action(row.spot, own, None))
    communes = list({row.spot.commune.pk: row.spot.commune for row in bare}.values())
    for spot in measure(found.criteria_set, standings(found.criteria_set, communes), DAY).met():
        own = agencies.get(spot.commune.pk)
        if spot.since == LATER and own is not None:
            actions.append(_action(spot, own, None))
    PlanAction.objects.bulk_create(actions)
    Acceptance.objects.bulk_create(accepted)
    return len(actions) + len(accepted)


def clear_red(demo: QuerySet[User]) -> int:
    """What is marked or was kept by demonstration accounts; what they ended stands again."""
    marked = Q(illustrative=True) | Q(by__in=demo)
    ended = Activity.objects.filter(verb="ended acceptance", by__in=demo)
    keys = set(ended.values_list("subject", flat=True))
    gone = TaskAim.objects.filter(by__in=demo).delete()[0]
    gone += Acceptance.objects.filter(marked).delete()[0]
    gone += PlanAction.objects.filter(marked).delete()[0]
    for row in Acceptance.objects.exclude(ended_on=None):
        if subject_key(row) in keys:
            Acceptance.objects.filter(pk=row.pk).update(ended_on=None, ended_reason="")
    return gone


def _action(spot: Spot, own: Agency, done_on: dt.date | None) -> PlanAction:
    return PlanAction(
        agency=own,
        commune=spot.commune,
        criterion=spot.criterion,
        indicator=spot.indicator,
        content=f"Hoàn thành phần việc của xã để đạt {spot.name}"[:500],
        due_text="Năm 2024",
        due_kind=DueKind.YEAR,
        due_on=DUE,
        state=ActionState.DONE if done_on else ActionState.PLANNED,
        done_on=done_on,
        illustrative=True,
    )


def _acceptance(row: RedRow, leader: User | None) -> Acceptance:
    return Acceptance(
        commune=row.spot.commune,
        criterion=row.spot.criterion,
        indicator=row.spot.indicator,
        until_year=2025,
        reason="Chờ bố trí nguồn lực giai đoạn sau (minh họa)",
        starts=dt.date(2024, 4, 1),
        by=leader,
        illustrative=True,
    )
