"""Places and agencies of `communes/data/`, with their spans. Loading twice changes nothing."""

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

from django.db import transaction

from communes.choices import AgencyKind, Confidence
from communes.imports.table import Record, read_csv
from communes.models import Agency, AgencyAlias, Commune, District, Province
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
AGENCIES = (
    *("slug", "code", "name", "short_name", "kind", "superior_name", "district_code"),
    *("starts", "ends", "successor", "successor_note", "aliases", "confidence", "note"),
)


@transaction.atomic
def load_places(
    folder: Path = DATA,
) -> list[Keeper[Province] | Keeper[District] | Keeper[Commune]]:
    """Provinces, districts and communes, by code and first day. A mistake raises DataError."""
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
    for row in read_csv(folder / "communes.csv", *COMMUNES):
        with row.blamed():
            communes.keep(
                **_place(row),
                province=_in_span(row, "province_code", provinces.rows.values()),
                district=_in_span(row, "district_code", districts.rows.values()),
                border=row.yes_no("border"),
                latitude=row.number("latitude"),
                longitude=row.number("longitude"),
            )
    return [provinces, districts, communes]


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
    for commune in Commune.objects.filter(province__home=True):
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
