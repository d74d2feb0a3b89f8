"""Where places lie, for display only: outlines of 2020 and of 2025 (docs/data.md says from where)."""

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

from communes.models import Commune, Succession

Ring = Sequence[tuple[float, float]]
DATA = Path(__file__).parent.parent / "data" / "outlines"
FILES = {
    dt.date(2020, 1, 1): ("communes-2020.geojson", "towns-2020.geojson"),
    dt.date(2025, 7, 1): ("units-2025.geojson",),
}


def drawing_of(day: dt.date) -> dt.date:
    """The first day of the drawing that serves a day; earlier days take the first one."""
    return max((start for start in FILES if start <= day), default=min(FILES))


@lru_cache
def outlines(drawing: dt.date) -> dict[str, list[Ring]]:
    """Outer rings by code (longitude and latitude in degrees) of every unit, rural or not."""
    found: dict[str, list[Ring]] = {}
    for name in FILES[drawing]:
        for one in json.loads((DATA / name).read_text())["features"]:
            shape = one["geometry"]
            whole = (
                shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
            )
            found[one["id"]] = [[(x, y) for x, y in rings[0]] for rings in whole]
    return found


def codes_drawn(communes: Iterable[Commune], drawing: dt.date) -> dict[int, list[str]]:
    """By commune, the outlines that make it up; one merged since the drawing takes those it came from."""
    places = list(communes)
    later = [one.pk for one in places if one.starts > drawing]
    parts: dict[int, list[str]] = {}
    if later:
        origins = Succession.objects.filter(new__in=later).order_by("old__code")
        for new, code in origins.values_list("new_id", "old__code"):
            parts.setdefault(new, []).append(code)
    known = outlines(drawing)
    return {
        one.pk: [code for code in parts.get(one.pk, [one.code]) if code in known] for one in places
    }
