"""Where the rows behind the numbers of a report of many communes are, as of its cut-off day."""

import datetime as dt
from urllib.parse import urlencode

from django.urls import reverse

from criteria.choices import Level
from reports.figures.province.shapes import Figures

RECOGNISED = {  # `reports.selectors.filters.RECOGNISED`
    Level.STANDARD.value: "dat-chuan",
    Level.ADVANCED.value: "nang-cao",
    Level.MODEL.value: "kieu-mau",
}


def overview(figures: Figures, day: str = "", **asked: str) -> str:
    """The communes that the filters leave («cong_nhan», «muc», «chua_dat», «ket_qua», «bien_dong»)."""
    given = {
        "ngay": day or figures.as_of,
        "bo": figures.set_code,
        "huyen": figures.district_code,
        **{name.replace("_", "-"): value for name, value in asked.items()},
    }
    query = urlencode({name: value for name, value in given.items() if value})
    return f"{reverse('reports:overview')}?{query}"


def at_level(figures: Figures, level: str, **asked: str) -> str:
    return overview(figures, cong_nhan=RECOGNISED[level], **asked)


def commune(code: str) -> str:
    return reverse("reports:commune_detail", args=[code])


def paper(pk: int | None) -> str:
    return reverse("documents:paper_detail", args=[pk]) if pk else ""


def sponsor(slug: str) -> str:
    return reverse("plans:sponsor_detail", args=[slug])


def _listed(view: str, **asked: str) -> str:
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"{reverse(view)}{f'?{query}' if query else ''}"


def capital(figures: Figures, source: str = "") -> str:
    year = str(dt.date.fromisoformat(figures.as_of).year)
    return _listed("plans:capital_list", nam=year, nguon=source, huyen=figures.district_code)


def works(figures: Figures, kind: str = "") -> str:
    return _listed("plans:work_list", loai=kind, huyen=figures.district_code)


def support(figures: Figures, slug: str = "") -> str:
    year = str(dt.date.fromisoformat(figures.as_of).year)
    asked = {"don-vi": slug, "huyen": figures.district_code, "nam": year, "tinh-trang": "done"}
    return _listed("plans:support_list", **asked)


def debts(figures: Figures) -> str:
    return _listed("plans:debt_list", huyen=figures.district_code)


def dossiers(figures: Figures) -> str:
    return _listed("plans:dossier_list", huyen=figures.district_code)


def question(pk: int | None, *, proposal: bool) -> str:
    if not pk:
        return ""
    return reverse(
        "plans:proposal_list" if proposal else "plans:difficulty_detail",
        args=[] if proposal else [pk],
    )
