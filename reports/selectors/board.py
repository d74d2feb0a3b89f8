"""The overview page: the strip, the bands, the table, and what the filters offer."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from communes.models import Agency, District
from criteria.models import CriteriaSet, SponsorAssignment
from reports.selectors.asked import Asked
from reports.selectors.heatmap import Heatmap, heatmap, in_order
from reports.selectors.kpi import Figure, Said, said_of_province, stated, strip
from reports.selectors.overview import (
    RECOGNISED,
    Band,
    Picture,
    Row,
    bands,
    choose_rows,
    choose_set,
    counted,
    districts_of,
    mandates,
    picture,
    sets_on,
)


@dataclass(frozen=True, slots=True)
class Choices:
    """What the filters offer."""

    sets: Sequence[CriteriaSet]
    districts: Sequence[District]
    agencies: Sequence[Agency]
    bands: Sequence[Band]
    recognised: Sequence[tuple[str, str]]

    @property
    def band_keys(self) -> set[str]:
        return {band.key for band in self.bands}


@dataclass(frozen=True, slots=True)
class Board:
    asked: Asked
    picture: Picture
    heatmap: Heatmap
    figures: Sequence[Figure]
    stated: Sequence[Said]
    bands: Sequence[Band]
    choices: Choices
    troubles: Sequence[str]

    @property
    def bands_total(self) -> int:
        return sum(band.count for band in self.bands)

    @property
    def average(self) -> tuple[Decimal, int] | None:
        return self.picture.average()


@dataclass(frozen=True, slots=True)
class Chosen:
    """The province on the day, and the rows that the filters leave, in order."""

    asked: Asked
    picture: Picture
    rows: Sequence[Row]
    unbanded: Sequence[Row]  # what the filters leave but for that by number of criteria
    sets: Sequence[CriteriaSet]
    mandates: Sequence[SponsorAssignment]
    troubles: Sequence[str]


def chosen(asked: Asked) -> Chosen | None:
    """Nothing where no criteria set is in force on the day."""
    sets = sets_on(asked.on)
    criteria_set = choose_set(sets, asked.set_code, asked.on)
    if criteria_set is None:
        return None
    whole = picture(criteria_set, asked.on)
    stand = mandates(asked.on)
    sponsored = _sponsored(stand, asked.agency)
    unbanded = choose_rows(whole.rows, replace(asked, band=""), criteria_set, sponsored)
    rows = choose_rows(unbanded, asked, criteria_set, sponsored)
    troubles = [*asked.troubles, *_troubles(asked, whole, sets, sponsored)]
    return Chosen(asked, whole, in_order(rows, asked.sort), unbanded, sets, stand, troubles)


def _sponsored(stand: Sequence[SponsorAssignment], slug: str) -> frozenset[int] | None:
    if not slug:
        return None
    return frozenset(one.commune_id for one in stand if one.agency.slug == slug)


def board(asked: Asked) -> Board | None:
    found = chosen(asked)
    if found is None:
        return None
    said = said_of_province(asked.on)
    return Board(
        asked=asked,
        picture=found.picture,
        heatmap=heatmap(found.picture, found.rows, asked),
        figures=strip(found.picture, said, asked),
        stated=stated(said),
        bands=counted(found.unbanded, found.picture.total, asked),
        choices=choices_of(found),
        troubles=found.troubles,
    )


def choices_of(found: Chosen) -> Choices:
    """What the filters offer over these rows."""
    agencies = {one.agency.pk: one.agency for one in found.mandates}
    return Choices(
        sets=found.sets,
        districts=districts_of(found.picture.rows),
        agencies=list(agencies.values()),
        bands=bands(found.picture.total),
        recognised=[(key, label) for key, (label, _) in RECOGNISED.items()],
    )


def _troubles(
    asked: Asked,
    whole: Picture,
    sets: Sequence[CriteriaSet],
    sponsored: frozenset[int] | None,
) -> list[str]:
    """What the address names and the province does not know."""
    known_districts = {one.code for one in districts_of(whole.rows)}
    known_bands = {band.key for band in bands(whole.total)}
    numbers = {criterion.number for criterion in whole.criteria}
    found = {
        f"Không có bộ tiêu chí «{asked.set_code}»; đang dùng bộ có hiệu lực.": bool(asked.set_code)
        and asked.set_code not in {one.code for one in sets},
        f"Không có huyện mã «{asked.district}».": bool(asked.district)
        and asked.district not in known_districts,
        f"Cơ quan «{asked.agency}» không được phân công xã nào vào ngày này.": sponsored
        is not None
        and not sponsored,
        f"Bộ tiêu chí này không có tiêu chí số {asked.unmet}.": asked.unmet is not None
        and asked.unmet not in numbers,
        f"Không có mức «{asked.band}».": bool(asked.band)
        and asked.limit is None
        and asked.band not in known_bands,
        f"Không có lựa chọn công nhận «{asked.recognised}».": bool(asked.recognised)
        and asked.recognised not in RECOGNISED,
    }
    return [message for message, true in found.items() if true]
