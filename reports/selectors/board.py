"""The overview page: the strip, the bands, the table, and what the filters offer."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import OuterRef, QuerySet, Subquery

from communes.choices import CommuneClassKind
from communes.models import Agency, Commune, CommuneClass, District
from criteria.models import CriteriaSet, SponsorAssignment
from reports.selectors.asked import SCOPE, Asked
from reports.selectors.filters import MOVED, RECOGNISED, choose_rows, result_asked
from reports.selectors.heatmap import Column, Heatmap, heatmap, in_order
from reports.selectors.kpi import (
    Figure,
    Said,
    promised,
    said_of_province,
    said_of_scope,
    stated,
    strip,
)
from reports.selectors.overview import (
    Band,
    Picture,
    Row,
    bands,
    choose_set,
    counted,
    districts_of,
    mandates,
    picture,
    sets_on,
)

WEAKEST = 5  # criteria named on the overview itself


@dataclass(frozen=True, slots=True)
class Choices:
    """What the filters offer."""

    sets: Sequence[CriteriaSet]
    districts: Sequence[District]
    agencies: Sequence[Agency]
    bands: Sequence[Band]
    recognised: Sequence[tuple[str, str]]
    kinds: Sequence[tuple[str, str]]
    moved: Sequence[tuple[str, str]]

    @property
    def band_keys(self) -> set[str]:
        return {band.key for band in self.bands}


@dataclass(frozen=True, slots=True)
class Board:
    """The page of the province, or of what the scope leaves of it (`picture`)."""

    asked: Asked
    picture: Picture
    scope: str
    heatmap: Heatmap
    figures: Sequence[Figure]
    stated: Sequence[Said]
    promised: Sequence[Said]
    bands: Sequence[Band]
    moved: Sequence[tuple[str, str, int, str]]  # key, words, how many communes, their address
    choices: Choices
    troubles: Sequence[str]

    @property
    def result_words(self) -> str:
        """«Tiêu chí 8: chưa đánh giá», where the address asks for that."""
        found = result_asked(self.asked.result)
        return f"Tiêu chí {found.number}: {found.words}" if found else ""

    @property
    def weakest(self) -> list[Column]:
        """The criteria that the fewest of the communes shown meet."""
        columns = self.heatmap.columns
        return sorted(columns, key=lambda one: (one.met, -one.unmet))[:WEAKEST]

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
    scoped: Sequence[Row]  # those of the district, agency or class, whatever the other filters say
    sets: Sequence[CriteriaSet]
    mandates: Sequence[SponsorAssignment]
    troubles: Sequence[str]


def chosen(asked: Asked) -> Chosen | None:
    """Nothing where no criteria set is in force on the day."""
    sets = sets_on(asked.on)
    criteria_set = choose_set(sets, asked.set_code, asked.on)
    if criteria_set is None:
        return None
    whole = picture(criteria_set, asked.on, communes=_classed(asked))
    stand = mandates(asked.on)
    sponsored = _sponsored(stand, asked.agency)
    scope = Asked(**{name: getattr(asked, name) for name in SCOPE})
    scoped = choose_rows(whole.rows, scope, criteria_set, sponsored)
    unbanded = choose_rows(scoped, replace(asked, band=""), criteria_set, sponsored)
    rows = choose_rows(unbanded, asked, criteria_set, sponsored)
    troubles = [*asked.troubles, *_troubles(asked, whole, sets, sponsored)]
    return Chosen(
        asked, whole, in_order(rows, asked.sort), unbanded, scoped, sets, stand, troubles
    )


def _classed(asked: Asked) -> QuerySet[Commune] | None:
    """Each commune with its class on that day, only where it is asked for."""
    if not asked.kind:
        return None
    classes = CommuneClass.objects.on(asked.on).filter(commune=OuterRef("pk"))
    rows: QuerySet[Commune] = Commune.objects.on(asked.on)
    return rows.annotate(kind_on_day=Subquery(classes.values("kind")[:1]))


def _sponsored(stand: Sequence[SponsorAssignment], slug: str) -> frozenset[int] | None:
    if not slug:
        return None
    return frozenset(one.commune_id for one in stand if one.agency.slug == slug)


def board(asked: Asked) -> Board | None:
    found = chosen(asked)
    return board_of(found) if found else None


def board_of(found: Chosen) -> Board:
    """The page of what was chosen."""
    asked = found.asked
    own = replace(found.picture, rows=tuple(found.scoped))
    said = _said(found)
    return Board(
        asked=asked,
        picture=own,
        scope=scope_words(found),
        heatmap=heatmap(found.picture, found.rows, asked),
        figures=strip(own, said, asked),
        stated=stated(said),
        promised=promised(said),
        bands=counted(found.unbanded, found.picture.total, asked),
        moved=[
            (key, label, sum(has(row) for row in found.rows), asked.link(moved=key))
            for key, (label, has) in MOVED.items()
        ],
        choices=choices_of(found),
        troubles=found.troubles,
    )


def _said(found: Chosen) -> list[Said]:
    asked = found.asked
    if not asked.is_scoped:
        return said_of_province(asked.on)
    only_district = asked.district if not asked.agency and not asked.kind else ""
    return said_of_scope(asked.on, [row.commune.pk for row in found.scoped], only_district)


def scope_words(found: Chosen) -> str:
    """«toàn tỉnh», «huyện Hướng Hóa», «các xã của Sở Công Thương, huyện Gio Linh»."""
    asked = found.asked
    parts = []
    if asked.agency:
        behind = (one.agency for one in found.mandates if one.agency.slug == asked.agency)
        agency = next(behind, None)
        parts.append(f"các xã của {agency}" if agency else "cơ quan không có xã")
    if asked.district:
        named = {one.code: one for one in districts_of(found.picture.rows)}
        parts.append(f"{named.get(asked.district, 'huyện không có trong danh sách')}")
    if asked.kind:
        parts.append(dict(CommuneClassKind.choices).get(asked.kind, "phân loại không có"))
    return ", ".join(parts) or "toàn tỉnh"


def choices_of(found: Chosen) -> Choices:
    """What the filters offer over these rows."""
    agencies = {one.agency.pk: one.agency for one in found.mandates}
    return Choices(
        sets=found.sets,
        districts=districts_of(found.picture.rows),
        agencies=list(agencies.values()),
        bands=bands(found.picture.total),
        recognised=[(key, label) for key, (label, _) in RECOGNISED.items()],
        kinds=CommuneClassKind.choices,
        moved=[(key, label) for key, (label, _) in MOVED.items()],
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
        f"Không có phân loại xã «{asked.kind}».": bool(asked.kind)
        and asked.kind not in CommuneClassKind.values,
        f"Không có lựa chọn biến động «{asked.moved}».": bool(asked.moved)
        and asked.moved not in MOVED,
        f"Không có kết quả «{asked.result}» để lọc.": bool(asked.result)
        and getattr(result_asked(asked.result), "number", None) not in numbers,
    }
    return [message for message, true in found.items() if true]
