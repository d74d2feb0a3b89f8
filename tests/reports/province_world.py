"""A small world for reports of a province: communes by letters, one a criterion («m» met, «n» not, «-» nobody)."""

import datetime as dt

from criteria.choices import Stage, Status
from criteria.models import StatusEntry
from criteria.services.current import rebuild_current
from reports.choices import Kind
from reports.figures.province.communes import Criterion, HeldLevel, Place
from reports.figures.province.report import FORMS
from reports.figures.province.shapes import Figures, Seat, Villages
from tests.factories import (
    AgencyFactory,
    CommuneFactory,
    CriteriaSetFactory,
    CriterionFactory,
    ReportRunFactory,
    ScorecardFactory,
)

CUTOFF = dt.date(2024, 6, 18)
LAST_YEAR, THIS_YEAR = dt.date(2023, 11, 1), dt.date(2024, 5, 1)
WORDS = {
    "m": Status.MET,
    "n": Status.NOT_MET,
    "p": Status.IN_PROGRESS,
    "a": Status.NOT_APPLICABLE,
}


def yardstick(total=6, **facts):
    criteria_set = CriteriaSetFactory(**facts)
    for number in range(1, total + 1):
        CriterionFactory(criteria_set=criteria_set, number=number)
    return criteria_set


def say(criteria_set, text, commune=None, on=LAST_YEAR, **facts):
    """Entries without the stored current state: `settle` writes that for pages of today."""
    commune = commune or CommuneFactory()
    card = commune.scorecards.filter(criteria_set=criteria_set).first()
    card = card or ScorecardFactory(commune=commune, criteria_set=criteria_set)
    StatusEntry.objects.bulk_create(
        StatusEntry(
            scorecard=card,
            criterion=criterion,
            status=WORDS[letter],
            stage=Stage.DECLARED,
            effective_on=on,
            **facts,
        )
        for criterion, letter in zip(criteria_set.criteria.all(), text, strict=True)
        if letter in WORDS
    )
    return commune


def settle():
    rebuild_current()


def run_of(criteria_set, kind=Kind.PROVINCE_HALF_YEAR, **facts):
    """The province's report of the first half of 2024, as of the working day of tests."""
    agency = facts.pop("agency", None) or AgencyFactory(
        provincial=True, name="Ủy ban nhân dân tỉnh Quảng Trị"
    )
    given = {"as_of": CUTOFF, "criteria_set": criteria_set, "agency": agency} | facts
    return ReportRunFactory(kind=kind, **given)


TASKS = {"year": 2024, "as_of": "2024-06-18", "programmes": [], "told_later": 0}
CRITERIA = tuple(Criterion(number, f"Tiêu chí {number}") for number in range(1, 20))


def frozen(**changes):
    """Figures of a province of which nothing is known, but for the changes."""
    given = {
        "place": "tỉnh Quảng Trị",
        "district_code": "",
        "issuer": "Ủy ban nhân dân tỉnh Quảng Trị",
        "yearly": False,
        "criteria_set": "2021–2025",
        "set_code": "commune-2021-2025",
        "set_before": "",
        "level": "ntm",
        "groups": (),
        "form_set": "2021–2025",
        "forms": tuple((one, "" if one == "06" else one) for one in FORMS),
        "period_starts": "2024-01-01",
        "before_on": "2023-12-31",
        "as_of": "2024-06-18",
        "known_at": "2024-06-18T08:00:00+07:00",
        "drawing": "2020-01-01",
        "asked": (),
        "criteria": CRITERIA,
        "communes": (),
        "communes_year_ago": 0,
        "districts": (),
        "said": (),
        "aims": (),
        "papers": (),
        "sponsors": (),
        "gaps": (),
        "funds": (),
        "works": (),
        "debt": None,
        "debtors": 0,
        "money_illustrative": False,
        "villages": Villages(0, 0, 0, 0, 0),
        "questions": (),
        "programme": TASKS,
    }
    return Figures(**given | changes)


SEAT = Seat("466", "huyện Gio Linh", (), (), illustrative=False)
HELD = HeldLevel("ntm", 2022, "QĐ 1161/QĐ-UBND", "2023-06-05", None, illustrative=False)


def place(now, before="", name="Gio Mai", *, held=(), was=(), **changes):
    """A commune of Gio Linh by the letters of `reports.figures.province.communes`."""
    given = {
        "code": "19501",
        "name": f"xã {name}",
        "district": SEAT.name,
        "district_code": SEAT.code,
        "group": "",
        "now": now,
        "before": before or now,
        "moved": (),
        "held": held,
        "held_before": was,
        "held_year_ago": was,
        "sponsors": (),
        "in_charge": (),
        "unclear": (),
        "goals": (),
        "stated": (),
        "drawn": (),
        "illustrative": False,
    }
    return Place(**given | changes)


def letters(met, total=19):
    return "M" * met + "N" * (total - met)
