"""Who is recognised since when, and who meets how many criteria: invented, yet in step with what is known.

Known and kept: 57, 63, 69 and 75 recognised communes by year of the standard; recognised communes
by district; the sixteen named communes at the higher level; 243 criteria over the 15 communes of
Gio Linh with Linh Trường lowest at 11; an average near 16,1. The twelve communes of the sponsor
plans are not drawn: nobody is invented as recognised among them, and `sponsored` says what they meet.
"""

from dataclasses import dataclass, field
from random import Random

SEED = 2024
SPONSORED = frozenset(
    {
        *("19438", "19369", "19372", "19387"),  # Hướng Việt, Vĩnh Thái, Vĩnh Tú, Vĩnh Long
        *("19543", "19471", "19510", "19618"),  # Gio Mai, Thuận, Gio Mỹ, Cam Chính
        *("19708", "19687", "19711", "19465"),  # Hải Thượng, Hải Ba, Hải Dương, Tân Liên
    }
)
LINH_TRUONG, VINH_O = "19534", "19426"
GIO_LINH, VINH_LINH, CAM_LO = "466", "464", "468"
MOUNTAIN = frozenset({"465", "467"})  # Hướng Hóa, Đakrông
# How many are invented for each year of the standard, beside the nine that the papers name.
BY_YEAR = {2020: 49, 2021: 6, 2022: 5, 2023: 6}
MOUNTAIN_RECOGNISED = 8  # the ninth, Tân Liên, is real
GIO_LINH_RECOGNISED = 10  # Gio Mai and Gio Mỹ are real
GIO_LINH_MET = 209  # 243 less 17 for each of the two of the sponsor plans


@dataclass(frozen=True, slots=True)
class Place:
    code: str
    district: str
    border: bool | None
    advanced: bool = False


@dataclass(slots=True)
class Plan:
    """By code: the year of the standard, and how many criteria were met at the end of 2023."""

    recognised: dict[str, int] = field(default_factory=dict)
    met: dict[str, int] = field(default_factory=dict)


def plan(places: list[Place], total: int) -> Plan:
    """The same for the same places, whatever the order in which they come."""
    random = Random(SEED)  # noqa: S311 -- the same figures every time is the point
    free = sorted((p for p in places if p.code not in SPONSORED), key=lambda p: p.code)
    made = Plan()
    made.recognised = _years(free, random)
    made.met = _counts(free, made.recognised, total, random)
    return made


def _years(free: list[Place], random: Random) -> dict[str, int]:
    highland = [p for p in free if p.district in MOUNTAIN and not p.border]
    gio_linh = [p for p in free if p.district == GIO_LINH and p.code != LINH_TRUONG]
    upland = random.sample(highland, MOUNTAIN_RECOGNISED)
    coast = random.sample(gio_linh, GIO_LINH_RECOGNISED)
    elsewhere = [p for p in free if p.district not in {*MOUNTAIN, GIO_LINH}]
    # Cam Lộ was recognised as a district in 2019, so its communes come first; so do the advanced.
    early = [p for p in elsewhere + coast if p.advanced or p.district == CAM_LO]
    later = [p for p in elsewhere + coast if p not in early and p.code != VINH_O]
    random.shuffle(later)
    last = [p for p in elsewhere if p.code == VINH_O]
    order = [*early, *later, *random.sample(upland, len(upland)), *last]
    years: dict[str, int] = {}
    queue = iter(order)
    for year, count in BY_YEAR.items():
        for _ in range(count):
            years[next(queue).code] = year
    return years


def _counts(
    free: list[Place], recognised: dict[str, int], total: int, random: Random
) -> dict[str, int]:
    bounds = {place.code: _bounds(place, place.code in recognised) for place in free}
    met = {code: random.randint(low, high) for code, (low, high) in bounds.items()}
    gio_linh = [p.code for p in free if p.district == GIO_LINH]
    others = [p.code for p in free if p.district != GIO_LINH]
    _settle(met, bounds, gio_linh, GIO_LINH_MET, random)
    _settle(met, bounds, others, total - GIO_LINH_MET, random)
    return met


def _bounds(place: Place, recognised: bool) -> tuple[int, int]:  # noqa: FBT001
    if place.code == LINH_TRUONG:
        return 11, 11
    if place.advanced:
        return 19, 19
    if place.district == GIO_LINH:
        return (16, 18) if recognised else (12, 15)
    if place.district in MOUNTAIN:
        return (16, 17) if recognised else (8, 14)
    return 17, 19


def _settle(
    met: dict[str, int],
    bounds: dict[str, tuple[int, int]],
    codes: list[str],
    wanted: int,
    random: Random,
) -> None:
    """Raise or lower one commune after another until the sum is the one that is known."""
    while (gap := wanted - sum(met[code] for code in codes)) != 0:
        step = 1 if gap > 0 else -1
        open_to = [c for c in codes if bounds[c][0] <= met[c] + step <= bounds[c][1]]
        met[random.choice(open_to)] += step
