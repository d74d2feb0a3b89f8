"""The overview: each number equals the rows behind it, and what is not known is never counted as failing."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from criteria.choices import Level, Stage, Status
from criteria.selectors import is_under
from criteria.services.current import rebuild_current
from plans.choices import TargetKind
from reports.selectors.asked import Asked, read
from reports.selectors.board import board, chosen
from reports.selectors.heatmap import in_words, sheet
from reports.selectors.overview import band_of, bands
from tests.factories import (
    CommuneFactory,
    CriteriaSetFactory,
    CriterionFactory,
    DistrictFactory,
    RecognitionFactory,
    RoundFactory,
    ScorecardFactory,
    SponsorAssignmentFactory,
    StatusEntryFactory,
    TargetFactory,
)

pytestmark = pytest.mark.django_db
TODAY = dt.date(2024, 6, 18)
LAST_YEAR = dt.date(2023, 12, 1)


@pytest.fixture
def yardstick():
    criteria_set = CriteriaSetFactory()
    for number in range(1, 7):
        CriterionFactory(criteria_set=criteria_set, number=number)
    RoundFactory(kind="year", year=2023, starts=dt.date(2023, 1, 1), ends=dt.date(2023, 12, 31))
    return criteria_set


@pytest.fixture
def say(yardstick):
    """Tells of a commune: «m» met, «n» not met, «p» in progress, «a» does not apply, «-» nobody said."""
    words = {"m": Status.MET, "n": Status.NOT_MET, "p": "in_progress", "a": "not_applicable"}

    def told(text, on=LAST_YEAR, commune=None, **facts):
        commune = commune or CommuneFactory()
        found = commune.scorecards.filter(criteria_set=yardstick).first()
        scorecard = found or ScorecardFactory(commune=commune, criteria_set=yardstick)
        for criterion, letter in zip(yardstick.criteria.all(), text, strict=True):
            if letter in words:
                StatusEntryFactory(
                    scorecard=scorecard,
                    criterion=criterion,
                    status=words[letter],
                    effective_on=on,
                    by=None,
                    **facts,
                )
        rebuild_current()
        return commune

    return told


def names(found):
    return [row.commune.name for row in found.rows]


def test_bands_follow_the_number_of_criteria_of_the_set():
    assert [band.key for band in bands(19)] == [
        "du", "15-18", "13-14", "10-12", "5-9", "duoi-5", "chua-du-so-lieu", "chua-co-so-lieu",
    ]  # fmt: skip
    assert [band.label for band in bands(10)] == [
        "đủ 10 tiêu chí",
        "5–9 tiêu chí",
        "dưới 5 tiêu chí",
        "chưa đủ số liệu để xếp",
        "chưa có số liệu",
    ]


@pytest.mark.parametrize(
    ("text", "band"),
    [
        ("mmmmmm", "du"),
        ("mmmmma", "du"),
        ("mmmmmn", "5-5"),
        ("mmmmnn", "duoi-5"),
        ("mmmmm-", "chua-du-so-lieu"),
        ("mmmmn-", "chua-du-so-lieu"),
        ("mmmpn-", "duoi-5"),
        ("------", "chua-co-so-lieu"),
    ],
)
def test_a_commune_is_in_a_band_only_if_the_unknown_cannot_move_it(say, text, band):
    say(text)

    found = chosen(Asked())

    assert [band_of(row.standing, bands(6)) for row in found.rows] == [band]


@pytest.mark.parametrize(
    ("text", "under"), [("mmnnnn", True), ("mmnn--", False), ("------", False), ("mmmmnn", False)]
)
def test_a_commune_is_under_the_limit_only_for_certain(say, text, under):
    say(text)

    found = chosen(Asked())

    assert [is_under(row.standing, 4) for row in found.rows] == [under]


def test_every_figure_equals_the_rows_that_it_opens(say, yardstick):
    full, failing, _ = say("mmmmmm"), say("mmmnnn"), say("mnnnnn")
    say("------")
    for commune in (failing, CommuneFactory()):
        RecognitionFactory(commune=commune)
    RecognitionFactory(commune=failing, level=Level.ADVANCED)
    RecognitionFactory(commune=full, since=dt.date(2024, 6, 19))  # not yet
    TargetFactory()
    TargetFactory(kind=TargetKind.COMMUNES_UNDER, at_least=None, at_most=0, below=4)

    found = board(Asked())

    figures = {one.label: one.value for one in found.figures}
    assert figures == {
        "Xã được công nhận đạt chuẩn": 2,
        "Xã nông thôn mới nâng cao": 1,
        "Xã nông thôn mới kiểu mẫu": 0,
        "Xã dưới 4 tiêu chí": 2,
        "Đủ tiêu chí nhưng chưa công nhận": 1,
        "Đã công nhận nhưng hụt tiêu chí": 1,
    }
    for one in [*found.figures, *found.bands]:
        value = one.value if hasattr(one, "value") else one.count
        behind = chosen(read(_parameters(one.link)))
        assert (one.label, len(behind.rows)) == (one.label, value)
    assert sum(band.count for band in found.bands) == 5


def _parameters(link):
    return dict(re.findall(r"[?&]([\w-]+)=([^&]*)", link))


def test_a_target_tells_how_many_are_still_to_come(yardstick):
    RecognitionFactory()
    TargetFactory(paper__number="645", paper__notation="QĐ-BCĐCTMTQG")

    figure = board(Asked()).figures[0]

    assert (figure.value, figure.gap, figure.target.paper) == (1, 76, "QĐ 645/QĐ-BCĐCTMTQG")
    assert f"{figure.target.percent:.1f}" == "76.2"


def test_a_target_is_not_known_before_its_paper(yardstick):
    TargetFactory(paper__day=27, paper__month=3, paper__year=2024)

    assert board(Asked(day=dt.date(2024, 3, 26))).figures[0].target is None
    assert board(Asked(day=dt.date(2024, 3, 27))).figures[0].target is not None


def test_a_recognition_counts_until_it_is_revoked_and_the_trend_says_so(yardstick):
    RecognitionFactory(revoked_on=dt.date(2024, 3, 1))
    RecognitionFactory(commune=CommuneFactory(), since=dt.date(2024, 2, 1))
    RecognitionFactory(commune=CommuneFactory(), since=dt.date(2024, 2, 2))

    assert (board(Asked()).figures[0].value, board(Asked()).figures[0].trend) == (2, 1)
    assert board(Asked(day=dt.date(2024, 2, 1))).figures[0].value == 2


def test_the_trend_counts_communes_that_were_known_then_and_now(say):
    TargetFactory(kind=TargetKind.COMMUNES_UNDER, at_least=None, at_most=0, below=4, out_of=None)
    say("mmmmnn")
    fallen = say("mmmmnn")
    say("nmmmnn", on=dt.date(2024, 3, 1), commune=fallen)
    say("mmnnnn", on=dt.date(2024, 3, 1))  # nobody had judged it before

    (figure,) = [one for one in board(Asked()).figures if one.label == "Xã dưới 4 tiêu chí"]

    assert (figure.value, figure.trend) == (2, 1)


def test_the_average_is_taken_over_communes_wholly_assessed(say):
    say("mmmmmm")
    say("mmmnnn")
    say("m-----")
    say("------")

    assert board(Asked()).average == (4.5, 2)


def test_arrows_stand_only_where_something_changed_since_the_cut_off(say):
    commune = say("mnpm--")
    say("nmnm-m", on=dt.date(2024, 3, 1), commune=commune)

    (row,) = chosen(Asked()).rows

    assert (row.gained, row.lost, row.fresh, row.change) == ((2,), (1,), (6,), 0)


def test_as_of_a_day_says_what_held_then(say):
    commune = say("nnnnnn")
    say("m-----", on=dt.date(2024, 3, 1), commune=commune)

    assert [row.standing.met for row in chosen(Asked(day=dt.date(2024, 2, 29))).rows] == [0]
    assert [row.standing.met for row in chosen(Asked(day=dt.date(2024, 3, 1))).rows] == [1]
    assert [row.standing.met for row in chosen(Asked()).rows] == [1]


def test_filters_and_orders_leave_the_right_communes(say):
    gio_linh = DistrictFactory(code="466", name="Gio Linh")
    say("nmmmmm", commune=CommuneFactory(name="Đông", district=gio_linh))
    say("mmmmmm", commune=CommuneFactory(name="Ân", district=gio_linh))
    sponsored = say("nnnmmm", commune=CommuneFactory(name="Dốc"))
    SponsorAssignmentFactory(commune=sponsored, agency__slug="so-x")

    assert names(chosen(Asked())) == ["Ân", "Dốc", "Đông"]
    assert names(chosen(Asked(district="466"))) == ["Ân", "Đông"]
    assert names(chosen(Asked(agency="so-x"))) == ["Dốc"]
    assert names(chosen(Asked(unmet=1))) == ["Dốc", "Đông"]
    assert names(chosen(Asked(unmet=1, district="466"))) == ["Đông"]
    assert names(chosen(Asked(sort="-ten"))) == ["Đông", "Dốc", "Ân"]
    assert names(chosen(Asked(sort="dat"))) == ["Dốc", "Đông", "Ân"]
    assert names(chosen(Asked(sort="-dat"))) == ["Ân", "Đông", "Dốc"]
    assert names(chosen(Asked(sort="-tc-1"))) == ["Ân", "Dốc", "Đông"]


def test_the_address_keeps_everything_but_what_changes():
    asked = read({"ngay": "2024-05-01", "huyen": "466", "xep": "-dat", "chua-dat": "8"})

    assert asked.link(band="du") == "?ngay=2024-05-01&huyen=466&chua-dat=8&muc=du&xep=-dat"
    assert asked.whole(recognised="hut") == "?ngay=2024-05-01&cong-nhan=hut&xep=-dat"
    assert asked.troubles == ()


@pytest.mark.parametrize("text", ["2024-06-17", "17/6/2024"])
def test_a_day_is_read_as_it_is_typed(text):
    asked = read({"ngay": text})

    assert (asked.on, asked.troubles) == (dt.date(2024, 6, 17), ())


@pytest.mark.parametrize("text", ["18.6", "2024-13-01", "31/6/2024", "2024-06-19", "19/6/2024"])
def test_a_day_that_cannot_be_shown_is_told_and_today_is_shown(text):
    asked = read({"ngay": text})

    assert (asked.on, len(asked.troubles)) == (TODAY, 1)


def test_a_cell_says_in_words_who_said_what_and_what_waits(say):
    commune = say("n-----", stage=Stage.REVIEWED)
    say("m-----", on=dt.date(2024, 6, 1), commune=commune, illustrative=True)

    (row,) = chosen(Asked()).rows

    assert in_words(row.standing.cells[1], None) == (
        "Chưa đạt (rà soát, 1/12/2023); chờ xác nhận: Đạt"
    )
    assert in_words(row.standing.cells[2], None) == "Chưa đánh giá"


def test_the_sheet_says_what_the_page_says_and_leaves_blank_what_nobody_judged(say):
    say("mn-a--", commune=CommuneFactory(name="Ân", code="1", district__name="Gio Linh"))
    say("------", commune=CommuneFactory(name="Bê", code="2", district=None))
    found = chosen(Asked())

    head, rows = sheet(found.picture, found.rows)

    assert head[:5] == ["Mã xã", "Xã", "Huyện", "Số tiêu chí đạt", "Chưa đánh giá"]
    assert [row[:6] for row in rows] == [
        ["1", "xã Ân", "huyện Gio Linh", 1, 3, 0],
        ["2", "xã Bê", "", None, 6, None],
    ]


def test_the_page_shows_the_table_and_links_each_cell_to_its_criterion(client, office, say):
    commune = say("mn----")
    say("------", commune=CommuneFactory(code="19999"))
    scorecard = commune.scorecards.get()

    page = client.get("/tong-quan/").content.decode()

    assert f'href="/phieu/{scorecard.pk}/#tc-2"' in page
    assert f"Xã {commune.name} – 2. Tiêu chí 2: Chưa đạt (khai báo, 1/12/2023)" in page


def test_what_a_commune_is_called_cannot_break_the_page(client, office, say):
    say("mmmmmm", commune=CommuneFactory(name='<b>"x'))

    page = client.get("/tong-quan/").content.decode()

    assert '<b>"x' not in page


def test_a_wrong_day_is_told_on_the_page(client, office, yardstick):
    response = client.get("/tong-quan/?ngay=hom-qua&huyen=khong-co")

    assert response.status_code == 200
    assert [message.level_tag for message in response.context["messages"]] == ["warning"] * 2


def test_the_first_day_of_the_calendar_is_a_day_like_others(client, office, yardstick):
    address = f"/tong-quan/?ngay=0001-01-01&bo={yardstick.code}"
    assert client.get(address).status_code == 200


def test_without_a_set_in_force_the_page_says_so(client, office):
    response = client.get("/tong-quan/")

    assert (response.status_code, response.context["board"]) == (200, None)


def test_the_spreadsheet_holds_exactly_what_is_filtered(client, office, say):
    say("mmmmmm")
    say("nmmmmm")

    response = client.get("/tong-quan/bang-nhiet.xlsx?chua-dat=1")

    assert response["Content-Disposition"] == 'attachment; filename="bang-nhiet-2024-06-18.xlsx"'
    assert response.content[:2] == b"PK"


@pytest.mark.parametrize("query", ["", "?ngay=2024-05-01"])
def test_five_communes_cost_the_queries_of_one_and_no_more_than_twelve(client, office, say, query):
    def asked():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(f"/tong-quan/{query}").status_code == 200
        return len(queries)

    def one_more():
        commune = say("mnmnmn")
        say("nm----", on=dt.date(2024, 2, 1), commune=commune)
        SponsorAssignmentFactory(commune=commune)
        RecognitionFactory(commune=commune)
        TargetFactory()

    one_more()
    at_one = asked()
    for _ in range(4):
        one_more()

    assert asked() == at_one
    assert at_one <= 12


def test_a_cell_that_fell_says_why(say):
    commune = say("m-----", on=dt.date(2023, 12, 1))
    say("n-----", on=dt.date(2024, 6, 1), commune=commune, change="yardstick")

    (row,) = chosen(Asked()).rows

    assert in_words(row.standing.cells[1], row.before.cells[1]).endswith(
        "; kỳ trước: Đạt (▼ xuống – thước đo thay đổi)"
    )
    assert row.reasons == [("thước đo thay đổi", 1)]
