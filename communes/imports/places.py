"""Places and agencies of `communes/data/`, with their spans. Loading twice changes nothing."""

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

from django.db import transaction

from communes.choices import AgencyKind, Confidence, Extent
from communes.imports.table import Record, read_csv
from communes.models import (
    Agency,
    AgencyAlias,
    Commune,
    CommuneAlias,
    District,
    Province,
    Succession,
)
from communes.services.reference import Keeper

Upper = TypeVar("Upper", Province, District)

# The first day that the lists of places reach; an agency may be older.
LISTED_FROM = dt.date(2020, 1, 1)
DATA = Path(__file__).resolve().parent.parent / "data"

PROVINCES = ("code", "name", "kind", "home", "starts", "ends", "confidence", "note")
DISTRICTS = ("code", "name", "kind", "province_code", "starts", "ends", "confidence", "note")
COMMUNES = (
    *("code", "name", "kind", "province_code", "district_code", "starts", "ends"),
    *("border", "latitude", "longitude", "confidence", "note"),
)
SUCCESSIONS = ("old_code", "old_name", "new_code", "new_name", "on", "extent", "basis")
ALIASES = ("commune_code", "commune_name", "starts", "name", "basis")
AGENCIES = (
    *("slug", "code", "name", "short_name", "kind", "superior_name", "district_code"),
    *("starts", "ends", "successor", "successor_note", "aliases", "confidence", "note"),
)


PlaceKeepers = tuple[
    Keeper[Province], Keeper[District], Keeper[Commune], Keeper[Succession], Keeper[CommuneAlias]
]


@transaction.atomic
def load_places(folder: Path = DATA) -> PlaceKeepers:
    """Places by code and first day, what became of them, and their other names.

    Communes stand in every file `communes*.csv`. A mistake raises DataError.
    """
    provinces = Keeper(Province, "code", "starts")
    for row in read_csv(folder / "provinces.csv", *PROVINCES):
        with row.blamed():
            provinces.keep(**_place(row), home=row.yes_no("home"))
    districts = Keeper(District, "code", "starts")
    for row in read_csv(folder / "districts.csv", *DISTRICTS):
        province = _in_span(row, "province_code", provinces.rows.values())
        with row.blamed():
            districts.keep(**_place(row), province=province)
    communes = Keeper(Commune, "code", "starts")
    for path in sorted(folder.glob("communes*.csv")):
        for row in read_csv(path, *COMMUNES):
            with row.blamed():
                communes.keep(
                    **_place(row),
                    province=_in_span(row, "province_code", provinces.rows.values()),
                    district=_in_span(row, "district_code", districts.rows.values()),
                    border=row.yes_no("border"),
                    latitude=row.number("latitude"),
                    longitude=row.number("longitude"),
                )
    successions = _load_successions(folder, list(communes.rows.values()))
    return (
        provinces,
        districts,
        communes,
        successions,
        _load_aliases(folder, list(communes.rows.values())),
    )


def _load_successions(folder: Path, communes: list[Commune]) -> Keeper[Succession]:
    """The old one stood until the day before, the new one stands from that day."""
    keeper = Keeper(Succession, "old", "new", "on")
    for row in read_csv(folder / "succession.csv", *SUCCESSIONS):
        day = row.needed_day("on")
        old = _named(row, "old", communes, day - dt.timedelta(days=1))
        new = _named(row, "new", communes, day)
        with row.blamed():
            keeper.keep(
                old=old,
                new=new,
                on=day,
                extent=row.choice("extent", Extent),
                basis=row.needed("basis"),
            )
    return keeper


def _load_aliases(folder: Path, communes: list[Commune]) -> Keeper[CommuneAlias]:
    keeper = Keeper(CommuneAlias, "commune", "name")
    for row in read_csv(folder / "commune-aliases.csv", *ALIASES):
        commune = _named(row, "commune", communes, row.needed_day("starts"))
        with row.blamed():
            keeper.keep(commune=commune, name=row.needed("name"), basis=row.needed("basis"))
    return keeper


def _named(row: Record, which: str, communes: Iterable[Commune], day: dt.date) -> Commune:
    """The commune of that code on that day; the name beside the code is for who reads the file."""
    field = f"{which}_code"
    code = row.needed(field)
    for commune in communes:
        if commune.code == code and commune.covers(day):
            return commune
    raise row.error(field, f"không có đơn vị mã «{code}» vào ngày {day:%d/%m/%Y}.")


@transaction.atomic
def load_agencies(folder: Path = DATA) -> list[Keeper[Agency] | Keeper[AgencyAlias]]:
    """The agencies of the list, and UBND of every commune of the province."""
    agencies = Keeper(Agency, "slug", "starts")
    aliases = Keeper(AgencyAlias, "agency", "name")
    rows = read_csv(folder / "agencies.csv", *AGENCIES)
    districts = list(District.objects.filter(province__home=True))
    # Successors first, so that who ends may point at who follows.
    for row in sorted(rows, key=lambda row: row.text("successor") != ""):
        with row.blamed():
            agency = agencies.keep(
                slug=row.needed("slug"),
                code=row.text("code"),
                name=row.needed("name"),
                short_name=row.text("short_name"),
                kind=row.choice("kind", AgencyKind),
                superior_name=row.text("superior_name"),
                district=_in_span(row, "district_code", districts),
                starts=row.needed_day("starts"),
                ends=row.day("ends"),
                successor=_successor(row, agencies.rows.values()),
                successor_note=row.text("successor_note"),
                confidence=row.choice("confidence", Confidence),
                note=row.text("note"),
            )
        for name in row.words("aliases"):
            with row.blamed():
                aliases.keep(agency=agency, name=name)
    for commune in Commune.objects.rural_at_home():
        agencies.keep(
            slug=f"ubnd-xa-{commune.code}",
            name=f"Ủy ban nhân dân xã {commune.name}",
            short_name=f"UBND xã {commune.name}",
            kind=AgencyKind.COMMUNE,
            commune=commune,
            starts=commune.starts,
            ends=commune.ends,
        )
    return [agencies, aliases]


def _place(row: Record) -> dict[str, str | dt.date | None]:
    return {
        "code": row.needed("code"),
        "name": row.needed("name"),
        "kind": row.needed("kind"),
        "starts": row.needed_day("starts"),
        "ends": row.day("ends"),
        "confidence": row.choice("confidence", Confidence),
        "note": row.text("note"),
    }


def _in_span(row: Record, field: str, places: Iterable[Upper]) -> Upper | None:
    """The place of that code that exists on the day on which the row starts."""
    code = row.text(field)
    if not code:
        return None
    day = max(row.needed_day("starts"), LISTED_FROM)
    for place in places:
        if place.code == code and place.covers(day):
            return place
    raise row.error(field, f"không có đơn vị mã «{code}» vào ngày {day:%d/%m/%Y}.")


def _successor(row: Record, agencies: Iterable[Agency]) -> Agency | None:
    slug = row.text("successor")
    if not slug:
        return None
    for agency in agencies:
        if agency.slug == slug:
            return agency
    raise row.error("successor", f"không có cơ quan «{slug}» trong danh sách.")
