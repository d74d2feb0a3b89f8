"""Where a commune lies: its outline among those of its district, or of the province where there is none."""

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache, reduce

from django.db.models import Q

from communes.models import Commune
from communes.selectors.outlines import codes_drawn, drawing_of, outlines
from reports import charts


@dataclass(frozen=True, slots=True)
class Where:
    title: str
    drawing: charts.Drawing
    own: charts.Outline
    ground: tuple[charts.Outline, ...]


def where(commune: Commune, day: dt.date) -> Where | None:
    """Nothing where no outline of the commune is at hand."""
    drawing = drawing_of(day)
    around = Commune.objects.filter(province=commune.province_id, starts__lte=day)
    if commune.district_id:
        around = around.filter(district=commune.district_id)
    units = list(around.filter(Q(ends=None) | Q(ends__gte=day)))
    parts = codes_drawn({one.pk: one for one in [*units, commune]}.values(), drawing)
    own = parts.get(commune.pk, [])
    if not own:
        return None
    drawn = _drawn(drawing, tuple(sorted({code for codes in parts.values() for code in codes})))
    return Where(
        title=f"Vị trí {commune} trong {commune.district or commune.province}",
        drawing=drawn,
        own=reduce(charts.Outline.joined, (drawn.outlines[code] for code in own)),
        ground=tuple(one for code, one in drawn.outlines.items() if code not in own),
    )


@lru_cache(maxsize=64)
def _drawn(drawing: dt.date, codes: tuple[str, ...]) -> charts.Drawing:
    known = outlines(drawing)
    return charts.drawn({code: known[code] for code in codes})
