"""The text of a province's report, from frozen figures alone."""

from dataclasses import asdict, replace

import pytest

from documents.blocks import Appendix, Fed, Figure, Heading, Table, from_json, to_json
from reports.figures.province.communes import Moved
from reports.figures.province.shapes import (
    Question,
    Said,
)
from reports.kinds.outline import LEFT_OPEN
from reports.kinds.province import report as kind
from reports.kinds.province.charts import looks_of, map_of_bands
from reports.kinds.province.lists import table_c1
from reports.kinds.province.tables import table_05, table_levels
from reports.words.links import runs_of
from tests.reports.province_samples import (
    BLANK,
    FULL,
    FUNDS,
    GOAL,
    LOW,
    NEAR,
    SPONSOR,
    UNDER,
    WORKS,
    WORLD,
    cells,
    grouped,
    text_of,
    whole,
)
from tests.reports.province_world import HELD, frozen


def test_parts_are_numbered_and_stand_in_order():
    headings = [one for one in whole(WORLD) if isinstance(one, Heading) and one.level == 1]

    assert [(one.number, one.text) for one in headings] == [
        ("I", "Công tác chỉ đạo, điều hành"),
        ("II", "Kết quả thực hiện"),
        ("III", "Nguồn lực thực hiện Chương trình"),
        ("IV", "Đánh giá"),
        ("V", "Mục tiêu, nhiệm vụ"),
        ("VI", "Kiến nghị, đề xuất"),
    ]


def test_an_empty_part_is_left_out_and_the_next_takes_its_number():
    """After 1/7/2025 there is no part on districts (RF4)."""

    def told(figures):
        headings = [one for one in whole(figures) if isinstance(one, Heading) and one.level == 2]
        return {one.text: one.number for one in headings}

    with_districts = told(WORLD)
    without = told(
        frozen(communes=tuple(replace(one, district="", district_code="") for one in (FULL, LOW)))
    )

    villages = "Thôn, bản; OCOP; các chương trình chuyên đề"
    assert (with_districts["Cấp huyện"], with_districts[villages]) == ("4", "5")
    assert "Cấp huyện" not in without
    assert without[villages] == "4"


def test_what_comes_from_figures_is_fed_and_what_only_people_know_is_left_open():
    blocks = kind.compose(asdict(WORLD))
    fed = [one for one in blocks if isinstance(one, Fed)]
    parts = [one.arguments["part"] for one in fed]

    assert len(parts) == len(set(parts))
    assert {"mo-dau", "ket-qua.dat-chuan", "ket-qua.tieu-chi", "muc-tieu.gan-dat"} <= set(parts)
    assert {one.as_of for one in fed} == {"2024-06-18"}
    open_places = [
        one for one in blocks if getattr(one, "text", "").startswith(LEFT_OPEN) and one.italic
    ]
    assert len(open_places) >= 8
    assert from_json(to_json(blocks)) == blocks


def test_meeting_and_being_recognised_are_told_apart():
    failing = replace(LOW, held=(HELD,), held_before=("ntm",))
    full = replace(FULL, held=(), held_before=(), name="xã Gio Sơn", code="19509")

    text = text_of(replace(WORLD, communes=(full, failing, BLANK)))

    assert "01 xã đạt đủ tiêu chí nhưng chưa được công nhận: Gio Sơn" in text
    assert "01 xã đã được công nhận nhưng còn tiêu chí chưa đạt: Linh Trường" in text


def test_counts_of_sources_stand_apart():
    said = Said(
        "communes_recognised",
        "số xã đạt chuẩn",
        "3",
        4,
        "2023-12-31",
        "Báo Quảng Trị",
        derived=False,
    )

    figures = replace(WORLD, said=(said,))

    assert "không cộng vào kết quả đánh giá ở trên: số xã đạt chuẩn 3/4 (75,0\u00a0%)" in text_of(
        figures
    )
    assert "1/4 xã (25,0\u00a0%) được công nhận đạt chuẩn" in text_of(figures)
    assert any("nguồn nêu 3, cổng đếm được 1" in one for one in kind.warnings(asdict(figures)))


@pytest.mark.parametrize(
    ("was", "told"),
    [
        (("ntm",), "không thay đổi so với 31/12/2023"),
        ((), "tăng 01 xã so với 31/12/2023"),
    ],
)
def test_recognitions_against_the_end_of_last_year(was, told):
    figures = replace(WORLD, communes=(replace(FULL, held_before=was), LOW))

    assert f"1/2 xã (50,0\u00a0%) được công nhận đạt chuẩn nông thôn mới, {told}" in text_of(
        figures
    )


def test_the_average_is_of_communes_wholly_judged_and_says_of_how_many():
    assert (
        "bình quân là 14,0 tiêu chí/xã (ngày 31/12/2023: 14,0), tính trên 2/4 xã đã được đánh giá đủ "
        "19 tiêu chí (28 tiêu chí)"
    ) in text_of(WORLD)
    alone = frozen(communes=(BLANK,))
    assert "Chưa xã nào được đánh giá đủ các tiêu chí" in text_of(alone)


def test_two_yardsticks_are_never_compared():
    figures = replace(
        WORLD,
        set_before="2016–2020",
        communes=tuple(replace(one, before="") for one in WORLD.communes),
    )

    assert (
        "đo bằng bộ tiêu chí 2016–2020; báo cáo không so sánh số tiêu chí của hai bộ"
        in text_of(figures)
    )
    assert [row[4] for row in cells(table_c1(figures))] == [""] * 4
    assert {row[3] for row in cells(table_05(figures))} == {""}
    assert any("không so sánh hai bộ" in one for one in kind.warnings(asdict(figures)))


def test_losses_are_named_with_their_reason():
    fallen = replace(LOW, moved=(Moved(9, up=False, why="thước đo thay đổi"),))
    risen = replace(NEAR, moved=(Moved(1, up=True, why=""),))

    text = text_of(replace(WORLD, communes=(risen, fallen)))

    assert (
        "01 xã giảm tổng số 1 tiêu chí so với ngày 31/12/2023: Linh Trường (tiêu chí 10, do thước đo thay đổi)"
    ) in text
    assert "Gio Mỹ (tiêu chí 2)" in text


def test_targets_stand_against_what_is_so():
    text = text_of(replace(WORLD, aims=(GOAL, UNDER)))

    assert "(QĐ 645/QĐ-BCĐCTMTQG): hiện có 1/4 xã, còn thiếu 76 xã" in text
    assert (
        "Không còn xã dưới 13, năm 2024 (QĐ 645/QĐ-BCĐCTMTQG): hiện còn 1 xã, vượt 01 xã" in text
    )
    assert "mục tiêu năm còn cần 76 xã" in text
    assert "01 xã đạt dưới 13 tiêu chí: Linh Trường" in text
    assert "Chưa có mục tiêu nào được ban hành" in text_of(WORLD)


def test_the_nearest_communes_stand_first():
    text = text_of(WORLD)

    assert "Gio Mỹ (huyện Gio Linh): đạt 16/19 tiêu chí; chưa đạt 17 (Tiêu chí 17) và 18" in text
    assert text.index("Gio Mỹ (huyện") < text.index("Linh Trường (huyện")
    assert "chưa đạt 10 tiêu chí: 10, 11, 12" in text


def test_questions_wait_by_addressee():
    asked = Question(
        "Chưa rõ nguồn vốn",
        "UBND xã Gio Mỹ",
        "Sở KH&ĐT",
        "2024-06-05",
        None,
        proposal=False,
        illustrative=True,
    )

    text = text_of(
        replace(WORLD, questions=(asked, replace(asked, text="Làm đường", proposal=True)))
    )

    assert "Chưa rõ nguồn vốn (UBND xã Gio Mỹ, gửi Sở KH&ĐT, từ 5/6/2024) (*)" in text
    assert "Kiến nghị của các xã, đơn vị chưa được trả lời" in text
    assert "Khó khăn, vướng mắc đang chờ tháo gỡ" not in text_of(WORLD)


def test_wide_tables_lie_across_and_every_appendix_has_its_key():
    blocks = kind.compose(
        asdict(replace(WORLD, funds=FUNDS, works=WORKS, sponsors=(SPONSOR,), papers=()))
    )
    found = {
        one.arguments["part"]: appendix
        for one in blocks
        if isinstance(one, Fed)
        for appendix in one.blocks
        if isinstance(appendix, Appendix)
    }

    assert list(found) == [
        "phu-luc.bieu-05", "phu-luc.theo-muc", "phu-luc.bieu-07", "phu-luc.bieu-08",
        "phu-luc.bieu-09", "phu-luc.bieu-09-tiep", "phu-luc.bieu-c1", "phu-luc.bieu-c2",
        "phu-luc.ma-tran",
    ]  # fmt: skip
    assert [one.number for one in found.values()][:3] == ["I", "II", "III"]
    for one in found.values():
        [table] = [block for block in one.blocks if isinstance(block, Table)]
        assert one.landscape == (len(table.columns) >= 8)
        assert "18/6/2024" in one.title or "6 THÁNG" in one.title.upper()


def test_every_form_is_kept_with_its_set():
    """The number 05 stands for other columns in another set of forms."""
    facts = {one.key: one.value for one in kind.facts(asdict(WORLD))}

    assert facts["bo-bieu"] == "2021–2025"
    assert dict(WORLD.forms)["06"] == ""
    assert dict(grouped().forms)["06"] == "06"


def test_numbers_lead_to_their_rows_on_the_screen_and_print_plain():
    bullets = [item for one in whole(WORLD) for item in getattr(one, "items", ())]
    addresses = [where for text in bullets for _, where in runs_of(text) if where]

    assert any(where.startswith("/tong-quan/?ngay=2024-06-18&bo=") for where in addresses)
    table = table_levels(WORLD)
    assert "muc=du" in runs_of(table.rows[0].cells[3])[0][1]
    assert "huyen=466" in runs_of(table.rows[0].cells[3])[0][1]


def test_the_map_has_a_shade_for_each_band_and_is_left_out_without_outlines():
    drawn = tuple(replace(one, drawn=("19465",)) for one in WORLD.communes[:1])

    [figure] = map_of_bands(replace(WORLD, communes=drawn))

    assert isinstance(figure, Figure)
    assert "Đủ 19 tiêu chí: 1 xã" in figure.description
    assert map_of_bands(WORLD) == ()
    looks = looks_of(WORLD)
    assert [looks[key].fill for key in ("du", "15-18", "chua-co-so-lieu")] == [
        "#0f4f30", "#2f7d53", "url(#dots)",
    ]  # fmt: skip


def test_a_district_asks_the_province_and_shows_no_map():
    figures = replace(
        WORLD, place="huyện Gio Linh", district_code="466", issuer="UBND huyện Gio Linh"
    )

    text = text_of(figures)

    assert "Đến 18/6/2024, huyện Gio Linh có 4 xã" in text
    assert "Kiến nghị với Ủy ban nhân dân tỉnh" in text
    assert "Cấp huyện" not in text
    assert not [
        one for one in whole(figures) if isinstance(one, Figure) and "theo xã" in one.caption
    ]


def test_nothing_known_still_makes_a_report():
    figures = frozen()
    text = text_of(figures)

    assert "chưa có xã nào được công nhận đạt chuẩn" in text.lower()
    assert "Chưa xã nào được đánh giá theo bộ tiêu chí 2021–2025." in text
    assert {one.key: one.value for one in kind.facts(asdict(figures))}["cong-nhan.ty-le"] == ""
    assert kind.warnings(asdict(figures)) == ()
    assert not kind.is_illustrative(asdict(figures))
    assert kind.is_illustrative(
        asdict(replace(WORLD, communes=(replace(FULL, illustrative=True),)))
    )
