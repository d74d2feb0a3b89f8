"""Figures of real reports come out as they were printed there (report-forms.md §7), through the real functions."""

import datetime as dt
import json
from dataclasses import asdict

import pytest
from django.utils import timezone

from communes.models import Commune
from criteria.choices import Subject
from criteria.models import StatedCount
from plans.choices import MoneySource, WorkKind
from reports.figures.province.report import gather
from reports.figures.province.shapes import thaw
from reports.kinds.province import report as kind
from reports.kinds.province.money import table_08, tables_09
from reports.kinds.province.tables import table_levels
from reports.words.links import plain
from reports.words.numbers import average, percent
from tests.factories import (
    AgencyFactory,
    CapitalFactory,
    CommuneFactory,
    DistrictFactory,
    ProvinceFactory,
    RecognitionFactory,
    RoundFactory,
    SponsorAssignmentFactory,
    SupportActionFactory,
    SupportMoneyFactory,
    WorkFactory,
)
from tests.reports.province_world import SEAT, frozen, letters, place, run_of, say, yardstick

YEAR_END = dt.date(2023, 12, 31)


def figures_of(run):
    run.known_at = timezone.now()
    return thaw(json.loads(json.dumps(gather(run))))


def row_of(table, label):
    return next([plain(cell) for cell in row.cells] for row in table.rows if label in row.cells)


def text_of(given):
    """The whole text as it prints, one line a paragraph."""
    lines = []
    waiting = list(kind.compose(given))
    while waiting:
        one = waiting.pop(0)
        waiting = [*getattr(one, "blocks", ()), *waiting]
        lines += [plain(text) for text in (getattr(one, "text", ""), *getattr(one, "items", ()))]
    return "\n".join(lines)


@pytest.mark.django_db
def test_gio_linh_2023():
    """15 communes with 243 criteria, 12 recognised, the lowest 11/19: 16,2 and 80 %."""
    criteria_set = yardstick(19)
    district = DistrictFactory(name="Gio Linh", code="466")
    agency = AgencyFactory(of_district=True, district=district)
    counts = [11, *[13] * 2, *[16] * 4, *[17] * 5, 19, 19, 19]
    assert (len(counts), sum(counts)) == (15, 243)
    for place_, met in enumerate(counts):
        text = "m" * met + "n" * (19 - met)
        commune = say(criteria_set, text, CommuneFactory(district=district))
        if place_ >= 3:
            RecognitionFactory(commune=commune, since=dt.date(2023, 1, 5))
    run = run_of(
        criteria_set,
        "district_year",
        agency=agency,
        as_of=YEAR_END,
        period_starts=dt.date(2023, 1, 1),
        round=RoundFactory(kind="year", year=2023),
    )

    given = gather(run)
    row = row_of(table_levels(thaw(given)), "huyện Gio Linh")
    facts = {one.key: one.value for one in kind.facts(given)}

    assert (row[2], row[-2]) == ("15", "16,2")
    assert facts["binh-quan"] == "16,2"
    assert facts["cong-nhan.ty-le"] == "80,0\u00a0%"
    assert "Số tiêu chí đạt bình quân là 16,2 tiêu chí/xã" in text_of(given)
    assert "12/15 xã (80,0\u00a0%) được công nhận đạt chuẩn nông thôn mới" in text_of(given)


@pytest.mark.django_db
@pytest.mark.parametrize(("count", "share"), [(57, "56,4\u00a0%"), (75, "74,3\u00a0%")])
def test_quang_tri_of_101(count, share):
    """57/101 = 56,4 % and 75/101 = 74,3 %, stated and counted apart: neither is added to the other."""
    criteria_set = yardstick(19)
    communes = Commune.objects.bulk_create(
        CommuneFactory.build(
            province=ProvinceFactory(), district=None, code=f"{90000 + n}", sort_key=f"{n:03d}"
        )
        for n in range(101)
    )
    for commune in communes[:count]:
        RecognitionFactory(commune=commune, since=dt.date(2020, 12, 31))
    StatedCount.objects.create(
        subject=Subject.COMMUNES_RECOGNISED,
        province=ProvinceFactory(),
        value=count,
        out_of=101,
        as_of=dt.date(2020, 12, 31),
        text="Cuối năm 2020, trang tỉnh",
    )

    given = gather(run_of(criteria_set))
    text = text_of(given)

    assert f"{count}/101 xã ({share}) được công nhận đạt chuẩn nông thôn mới" in text
    assert f"số xã đạt chuẩn {count}/101 ({share}) (ngày 31/12/2020; Cuối năm 2020" in text
    assert {one.key: one.value for one in kind.facts(given)}["cong-nhan.ntm"] == str(count)


def test_thua_thien_hue_keeps_its_zero():
    """1 286 criteria in 92 communes print as 14,0."""
    rows = [place(letters(14)) for _ in range(90)] + [place(letters(13)) for _ in range(2)]
    figures = frozen(communes=tuple(rows), districts=(SEAT,))

    assert sum(one.word.met for one in figures.communes) == 1286
    assert row_of(table_levels(figures), SEAT.name)[-2] == "14,0"
    assert average(1286, 92) == "14,0"
    assert percent(12, 15) == "80,0\u00a0%"


@pytest.fixture
def sponsor():
    commune = CommuneFactory(name="Thuận")
    agency = AgencyFactory(short_name="Sở KH&ĐT")
    SponsorAssignmentFactory(commune=commune, agency=agency)

    def gives(total, **parts):
        action = SupportActionFactory(agency=agency, commune=commune, total_done=total)
        for source, amount in parts.items():
            SupportMoneyFactory(action=action, source=source, done=amount)
        return gather(run_of(yardstick(3)))

    return gives


@pytest.mark.django_db
def test_ha_tinh_total_is_flagged_and_kept(sponsor):
    """93,4 + 191,6 + 729,5 = 1 014,5 against a printed 1 014 (tỷ đồng)."""
    given = sponsor("1014000", own="93400", enterprises="191600", provincial="729500")
    row = row_of(kind.tables(given)[-2], "1")

    assert [row[6], row[7], row[8], row[10]] == ["1.014.500", "93.400", "191.600", "729.500"]
    assert any(
        "nguồn nêu 1.014.000, cộng các phần được 1.014.500 triệu đồng (lệch −500)" in one
        for one in kind.warnings(given)
    )
    assert "nêu 1.014.000, cộng các phần được 1.014.500 triệu đồng" in text_of(given)


@pytest.mark.django_db
def test_ha_tinh_2018_is_told_and_not_mended(sponsor):
    """3,305 + 39,110 = 42,415 against 42,416: told, and the source stands as printed."""
    given = sponsor("42.416", own="3.305", enterprises="39.110")

    assert any(
        "nguồn nêu 42,416, cộng các phần được 42,415 triệu đồng (lệch 0,001)" in one
        for one in kind.warnings(given)
    )
    row = row_of(kind.tables(given)[-2], "1")
    assert row[6:9] == ["42,416", "3,305", "39,11"]


@pytest.mark.django_db
def test_bao_lam_remainder_is_not_divided(sponsor):
    """TW 22,9 + local 11,4 + 211 of 600: what is in none of them stands in «Không tách»."""
    given = sponsor("600000", central="22900", provincial="11400", integrated="211000")
    row = row_of(kind.tables(given)[-2], "1")

    assert row[6:] == ["600.000", "", "", "211.000", "34.300", "354.700"]
    assert not any("lệch" in one for one in kind.warnings(given))


@pytest.mark.django_db
def test_bao_lam_remainder_of_works_is_a_row():
    """What the works leave of the commune's own figure is a row «Không tách theo công trình»."""
    commune = CommuneFactory()
    for kind_, amount in (
        (WorkKind.ROADS, 22900),
        (WorkKind.POWER, 11400),
        (WorkKind.WATER, 211000),
    ):
        work = WorkFactory(commune=commune, kind=kind_)
        CapitalFactory(work=work, allocated=amount, disbursed=0)
    CapitalFactory(commune=commune, source=MoneySource.CENTRAL, allocated=600000, disbursed=0)

    figures = figures_of(run_of(yardstick(3)))

    assert row_of(table_08(figures), "Không tách theo công trình")[2] == "354.700"
    assert row_of(table_08(figures), "Tổng số")[2] == "600.000"
    assert row_of(tables_09(figures)[1], "Không tách theo công trình")[2] == "354.700"


@pytest.mark.django_db
def test_a_gap_of_nothing_is_no_gap(sponsor):
    given = asdict(thaw(sponsor("100", own="60", enterprises="40")))

    assert given["gaps"] == ()
