"""Illustrative words of the communes themselves (khai báo) on the set of 2021–2025."""

import datetime as dt
from collections import Counter
from random import Random

from communes.models import Agency, Commune
from criteria.choices import Change, Stage, Status
from criteria.models import Criterion, Scorecard, StatusEntry
from ntm_portal.demo.plan import GIO_LINH, MOUNTAIN, SEED, Plan

SET = "commune-2021-2025"
END_OF_2023 = dt.date(2023, 12, 31)
LATER = dt.date(2024, 6, 10)
# How hard a criterion is to meet: in the mountains, elsewhere. What is not named: 1.
MOUNTAIN_WEIGHTS = {
    1: 0.2,
    3: 0.6,
    4: 0.5,
    7: 0.8,
    8: 0.8,
    10: 4,
    11: 5,
    17: 4,
    9: 2,
    13: 2,
    19: 0.3,
}
LOWLAND_WEIGHTS = {1: 0.2, 3: 0.3, 4: 0.2, 8: 0.3, 10: 1.5, 13: 2, 17: 4, 5: 2, 18: 1.5, 19: 0.2}
IN_PROGRESS = 0.35  # share of what is not met
GAINS, LOSSES = 16, 5
WEAK = 16  # only a commune that meets fewer than so many loses one


def write_words(plan: Plan) -> int:
    """One word for each criterion at the end of 2023, a second one in June 2024 for some."""
    random = Random(SEED)  # noqa: S311 -- the same figures every time is the point
    scorecards = {
        one.commune.code: one
        for one in Scorecard.objects.filter(
            criteria_set__code=SET, commune__in=Commune.objects.on(END_OF_2023)
        )
        .filter(commune__code__in=plan.met)
        .select_related("commune__district")
    }
    criteria = list(Criterion.objects.filter(criteria_set__code=SET))
    agencies = {
        agency.commune_id: agency
        for agency in Agency.objects.filter(commune__in=[s.commune for s in scorecards.values()])
    }
    said: dict[tuple[str, int], Status] = {}
    for code in sorted(plan.met):
        district = scorecards[code].commune.district
        mountain = district is not None and district.code in MOUNTAIN
        weights = MOUNTAIN_WEIGHTS if mountain else LOWLAND_WEIGHTS
        unmet = draw_unmet(criteria, len(criteria) - plan.met[code], weights, random)
        for criterion in criteria:
            said[code, criterion.number] = draw_status(criterion.number in unmet, random)
    by_number = {criterion.number: criterion for criterion in criteria}

    def entry(key: tuple[str, int], status: Status, day: dt.date, change: str) -> StatusEntry:
        scorecard = scorecards[key[0]]
        return StatusEntry(
            scorecard=scorecard,
            criterion=by_number[key[1]],
            status=status,
            change=change,
            stage=Stage.DECLARED,
            effective_on=day,
            agency=agencies[scorecard.commune_id],
            illustrative=True,
        )

    rows = [entry(key, status, END_OF_2023, "") for key, status in said.items()]
    moved = _moves(said, scorecards, random)
    rows += [entry(key, status, LATER, change) for key, (status, change) in moved.items()]
    StatusEntry.objects.bulk_create(rows, batch_size=500)
    return len(rows)


def draw_unmet(
    criteria: list[Criterion],
    count: int,
    weights: dict[int, float],
    random: Random,
) -> set[int]:
    """So many criteria, the harder ones more often."""
    drawn = {c.number: random.random() ** (1 / weights.get(c.number, 1)) for c in criteria}
    return set(sorted(drawn, key=lambda number: drawn[number], reverse=True)[:count])


def draw_status(unmet: bool, random: Random) -> Status:  # noqa: FBT001
    under_way = random.random() < IN_PROGRESS
    if not unmet:
        return Status.MET
    return Status.IN_PROGRESS if under_way else Status.NOT_MET


def _moves(
    said: dict[tuple[str, int], Status], scorecards: dict[str, Scorecard], random: Random
) -> dict[tuple[str, int], tuple[Status, str]]:
    """Some gain a criterion, fewer lose one. Gio Linh rests: its total is known."""
    keys = [
        key
        for key in said
        if (district := scorecards[key[0]].commune.district) and district.code != GIO_LINH
    ]
    up = random.sample([key for key in keys if said[key] != Status.MET], GAINS)
    met = Counter(code for code, number in keys if said[code, number] == Status.MET)
    weak = [k for k in keys if said[k] == Status.MET and met[k[0]] < WEAK]
    down = random.sample(weak, LOSSES)
    return {
        **dict.fromkeys(up, (Status.MET, Change.SITUATION.value)),
        **{
            key: (Status.NOT_MET, (Change.SITUATION, Change.CORRECTION)[i % 2].value)
            for i, key in enumerate(down)
        },
    }
