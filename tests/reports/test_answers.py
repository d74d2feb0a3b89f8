"""The pages behind the overview: every figure is as many as the rows it opens, and says what it rests on."""

import datetime as dt
import html
import re
from functools import cache

import pytest

from criteria.choices import Stage
from criteria.models import StatusEntry
from reports.selectors.asked import Asked
from reports.selectors.board import chosen
from reports.selectors.endangered import Sign, endangered
from reports.selectors.movement import MoveAsked, movement, read
from reports.selectors.round_state import round_asked, round_state
from reports.selectors.weakest import weakest
from tests.factories import (
    AgencyFactory,
    CommuneFactory,
    IndicatorFactory,
    PlanActionFactory,
    ResponsibilityFactory,
    SponsorAssignmentFactory,
)
from tests.reports.told import PAGES, SPRING, TODAY, figures, measured, opened

pytestmark = pytest.mark.django_db

QUERIES = ["", "?huyen=466", "?don-vi=so-x&ngay=2024-03-15"]


@pytest.fixture
def page_at(client, office, moving):
    """Reads a page of a world in which something moves; a second time it is the same."""
    return cache(client.get)


def test_what_a_page_counts_opens_as_many_rows(page_at):
    """Every figure of every page, and every part of its drawings."""
    addresses = [f"{page}{query}" for page in PAGES[:5] for query in QUERIES] + PAGES[5:]
    wrong, silent = [], []
    for address in addresses:
        page = page_at(address).content.decode()
        found = set(figures(page, address.partition("?")[0]))
        silent += [address] if len(found) < 3 else []
        if address in PAGES[:5]:
            parts = set(parts_of_drawings(page, address))
            silent += [] if parts or address.endswith("/nguy-co/") else [f"{address} is not drawn"]
            found |= parts
        wrong += [one for one in found if opened(page_at(one[1]), one[2]) != one[0]]

    assert (wrong, silent) == ([], [])


def parts_of_drawings(page, address):
    """As `figures` does: how many communes a part says it stands for, and where it leads."""
    for href, number in re.findall(r'<a href="([^"]*)" aria-label="[^"]*: (\d+) xã', page):
        where, _, anchor = html.unescape(href).partition("#")
        where = where if where.startswith("/") else f"{address}{where}"
        yield int(number), where, anchor if anchor in {"bang-nhiet", "xa"} else "danh-sach"


# Criteria


def test_the_criteria_stand_weakest_first(moving):
    found = weakest(chosen(Asked()))

    assert [(one.criterion.number, one.met.value, one.unmet.value) for one in found.rows] == [
        (6, 1, 1), (1, 2, 2), (2, 3, 1), (4, 3, 1), (5, 3, 1), (3, 4, 0),
    ]  # fmt: skip
    (first,) = [one for one in found.rows if one.criterion.number == 1]
    assert (first.met.value, first.unmet.value, first.unknown.value) == (2, 2, 1)
    assert (first.gained.value, first.lost.value) == (0, 2)


# Changes


def test_each_gain_and_loss_is_named_and_labelled(moving):
    found = movement(chosen(Asked()), MoveAsked())

    assert [
        (one.row.commune.name, one.criterion.number, one.way, one.reason) for one in found.moves
    ] == [
        ("Bê", 1, "mat", "yardstick"),
        ("Bê", 2, "mat", "situation"),
        ("Bê", 4, "len", "situation"),
        ("Cát", 1, "mat", "correction"),
        ("Cát", 2, "len", "correction"),
    ]
    assert [(one.label, one.gained, one.lost) for one in found.by_reason] == [
        ("tình hình thay đổi", 1, 1),
        ("thước đo thay đổi", 0, 1),
        ("đánh giá lại / sửa số liệu", 1, 1),
    ]
    assert [(row.commune.name, len(lost)) for row, lost in found.fallen] == [("Bê", 2), ("Cát", 1)]
    assert [row.commune.name for row in found.fresh] == ["Cát"]


def test_a_change_without_a_label_says_that_nobody_gave_one(tell):
    commune = tell(CommuneFactory(), "m-----")
    tell(commune, "n-----", on=SPRING)

    (one,) = movement(chosen(Asked()), MoveAsked()).moves

    assert one.reason_words == "không ghi lý do"


def test_what_is_listed_follows_the_address(moving):
    found = chosen(Asked())

    def listed(**query):
        return [one.criterion.number for one in movement(found, read(query)).moves]

    assert listed(chieu="mat") == [1, 2, 1]
    assert listed(**{"vi-sao": "correction"}) == [1, 2]
    assert listed(**{"tieu-chi": "4", "chieu": "len"}) == [4]
    assert len(read({"chieu": "x", "vi-sao": "y", "tieu-chi": "z"}).troubles) == 3


# Danger


def dangers(found):
    return [(one.row.commune.name, one.criterion.number, one.sign) for one in found.listed]


def test_a_criterion_is_in_danger_where_its_values_do_not_reach_the_threshold(moving):
    found = endangered(chosen(Asked()))

    assert dangers(found) == [("Ân", 3, Sign.MACHINE)]
    assert "80" in found.listed[0].why[0]


def test_values_that_reach_or_are_not_there_put_nothing_in_danger(tell, yardstick):
    commune = tell(CommuneFactory(), "mmnmmm")
    measured(commune, yardstick, number=1, value=80)
    measured(commune, yardstick, number=3, value=10)  # not met, and nobody says otherwise

    assert dangers(endangered(chosen(Asked()))) == []


def test_a_newer_word_that_says_not_met_puts_it_in_danger(tell):
    commune = tell(CommuneFactory(name="Ân"), "mmmmmm", stage=Stage.REVIEWED)
    tell(commune, "-nm---", on=SPRING)

    assert dangers(endangered(chosen(Asked()))) == [("Ân", 2, Sign.WAITING)]
    assert dangers(endangered(chosen(Asked(day=SPRING - dt.timedelta(1))))) == []


def test_work_that_is_not_done_puts_it_in_danger_today_only(tell, yardstick):
    commune = tell(CommuneFactory(name="Ân"), "m-----")
    PlanActionFactory(
        commune=commune, criterion=yardstick.criteria.first(), due_on=dt.date(2024, 12, 31)
    )

    assert dangers(endangered(chosen(Asked()))) == [("Ân", 1, Sign.UNFINISHED)]
    before = endangered(chosen(Asked(day=dt.date(2024, 6, 17))))
    assert (dangers(before), before.recognitions) == ([], None)


# The round


@pytest.fixture
def after_the_round(settings):
    """Real days: the moments of recording can be compared with the cut-off."""
    settings.PORTAL_TODAY = ""


def test_late_is_what_was_recorded_after_the_cut_off(tell, rounds, after_the_round):
    commune = tell(CommuneFactory(), "mm----", on=SPRING)
    in_time = dt.datetime(2024, 6, 30, 16, 59, tzinfo=dt.UTC)  # 23:59 in Vietnam
    entries = StatusEntry.objects.filter(scorecard__commune=commune).order_by("pk")
    entries.filter(pk=entries[0].pk).update(recorded_at=in_time)
    entries.filter(pk=entries[1].pk).update(recorded_at=in_time + dt.timedelta(minutes=1))

    state = round_state(chosen(Asked()), rounds)

    assert state.tells_late
    assert [(one.words, one.late, one.criteria) for one in state.every] == [(2, 1, 2)]


def test_before_the_cut_off_and_on_a_demo_day_nothing_is_called_late(moving, rounds):
    state = round_state(chosen(Asked()), rounds)

    assert (state.tells_late, [one.late for one in state.every]) == (False, [0] * 5)


def test_only_words_of_the_round_that_stand_are_counted(tell, rounds, office):
    commune = tell(CommuneFactory(), "mm----")  # before the round
    tell(commune, "--m---", on=dt.date(2024, 1, 1))
    tell(commune, "---m--", on=TODAY)
    tell(commune, "----m-", on=TODAY + dt.timedelta(1))
    tell(commune, "-----m", on=SPRING)
    StatusEntry.objects.filter(criterion__number=6).update(
        withdrawn_at=dt.datetime(2024, 3, 2, tzinfo=dt.UTC),
        withdrawn_by=office,
        withdrawn_reason="nhầm",
    )

    (one,) = round_state(chosen(Asked()), rounds).every

    assert (one.criteria, one.words) == (2, 2)


def test_who_said_nothing_is_named(moving, rounds):
    silent = AgencyFactory(name="Sở Lặng", slug="so-lang")
    SponsorAssignmentFactory(commune=moving["full"], agency=silent)
    criteria_set = chosen(Asked()).picture.criteria_set
    indicator = IndicatorFactory(criterion__criteria_set=criteria_set, criterion__number=7)
    ResponsibilityFactory(agency=silent, indicator=indicator)

    state = round_state(chosen(Asked()), rounds)

    assert [one.row.commune.name for one in state.every if not one.has_spoken] == [
        "Ân",
        "Dốc",
        "Én",
    ]
    told = {
        one.agency.slug: (len(one.communes), one.reviewed, one.answers_for)
        for one in state.agencies
    }
    assert told == {"so-x": (2, 1, 0), "so-lang": (1, 0, 1)}
    assert [one.agency.slug for one in state.silent_agencies] == ["so-lang"]


def test_between_rounds_the_last_one_is_shown(rounds):
    assert round_asked(TODAY) == rounds
    assert round_asked(dt.date(2024, 7, 1)) == rounds
    assert round_asked(dt.date(2022, 1, 1)) is None
