"""Illustrative words of the communes of the sponsor plans, so that a new plan is prefilled from a scorecard.

What nobody at hand tells is invented near what is told: 17 for each of the two in Gio Linh make its 243,
and all together keep the average near 16,1. Who holds the higher level meets everything. Where people
of the demonstration judge or type themselves, nothing is said before them.
"""

from random import Random

from communes.models import Agency, Commune
from criteria.choices import Stage
from criteria.models import Criterion, Scorecard, StatusEntry
from ntm_portal.demo.plan import MOUNTAIN, SEED
from ntm_portal.demo.words import (
    END_OF_2023,
    LOWLAND_WEIGHTS,
    MOUNTAIN_WEIGHTS,
    SET,
    draw_status,
    draw_unmet,
)

MET = {
    "19438": 13,
    "19369": 16,
    "19372": 16,
    "19387": 16,  # Hướng Việt, Vĩnh Thái, Tú, Long
    "19543": 17,
    "19471": 13,
    "19510": 17,
    "19618": 19,  # Gio Mai, Thuận, Gio Mỹ, Cam Chính
    "19708": 19,
    "19687": 17,
    "19711": 17,
    "19465": 16,  # Hải Thượng, Ba, Dương, Tân Liên
}
OPEN = {"19438": {7, 8, 16}, "19369": {3, 8}, "19372": {1, 8}, "19387": {8}}


def write_sponsored_words() -> int:
    """One word of each of these communes on each criterion that is not left open, at the end of 2023."""
    random = Random(SEED)  # noqa: S311 -- the same figures every time is the point
    criteria = list(Criterion.objects.filter(criteria_set__code=SET).order_by("number"))
    scorecards = (
        Scorecard.objects.filter(criteria_set__code=SET, commune__code__in=MET)
        .filter(commune__in=Commune.objects.on(END_OF_2023))
        .select_related("commune__district")
        .order_by("commune__code")
    )
    agencies = {
        one.commune_id: one
        for one in Agency.objects.filter(commune__in=scorecards.values("commune"))
    }
    rows: list[StatusEntry] = []
    for scorecard in scorecards:
        code, district = scorecard.commune.code, scorecard.commune.district
        said = [one for one in criteria if one.number not in OPEN.get(code, set())]
        mountain = district is not None and district.code in MOUNTAIN
        weights = MOUNTAIN_WEIGHTS if mountain else LOWLAND_WEIGHTS
        unmet = draw_unmet(said, len(said) - MET[code], weights, random)
        rows += [
            StatusEntry(
                scorecard=scorecard,
                criterion=criterion,
                status=draw_status(criterion.number in unmet, random),
                stage=Stage.DECLARED,
                effective_on=END_OF_2023,
                agency=agencies[scorecard.commune_id],
                illustrative=True,
            )
            for criterion in said
        ]
    StatusEntry.objects.bulk_create(rows, batch_size=500)
    return len(rows)
