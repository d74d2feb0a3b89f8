"""Places and agencies that a data file names by code or slug."""

import datetime as dt
from collections.abc import Iterable
from typing import TypeVar

from communes.imports.table import Record
from communes.models import Agency, Commune, District, Province

Spanned = TypeVar("Spanned", Province, District, Commune, Agency)


class Lookup:
    """What a row may name, found in memory by key and day."""

    def __init__(self) -> None:
        self.provinces = list(Province.objects.all())
        self.districts = list(District.objects.all())
        self.communes = list(Commune.objects.select_related("province"))
        self.agencies = list(Agency.objects.all())

    def province(self, row: Record, day: dt.date) -> Province | None:
        return _one(row, "province", self.provinces, day)

    def district(self, row: Record, day: dt.date) -> District | None:
        return _one(row, "district", self.districts, day)

    def commune(self, row: Record, day: dt.date) -> Commune | None:
        return _one(row, "commune", self.communes, day)

    def communes_of(self, row: Record, day: dt.date) -> list[Commune]:
        row.needed("communes")
        codes = row.words("communes")
        return [_alive(row, "communes", code, self.communes, day) for code in codes]

    def agency(self, row: Record, day: dt.date) -> Agency | None:
        return _one(row, "agency", self.agencies, day)


def _one(row: Record, field: str, rows: Iterable[Spanned], day: dt.date) -> Spanned | None:
    key = row.text(field)
    return _alive(row, field, key, rows, day) if key else None


def _alive(row: Record, field: str, key: str, rows: Iterable[Spanned], day: dt.date) -> Spanned:
    for one in rows:
        if key == (one.slug if isinstance(one, Agency) else one.code) and one.covers(day):
            return one
    raise row.error(field, f"không có «{key}» vào ngày {day:%d/%m/%Y}.")
