"""Lines over the years as shapes: what is unknown breaks them, what stands apart is never joined."""

import datetime as dt
import itertools
from xml.etree import ElementTree as ET

from django.template.loader import render_to_string

from reports import charts
from reports.charts import Era, Moment, Series

SVG = "{http://www.w3.org/2000/svg}"
ENDS = [dt.date(year, 12, 31) for year in range(2020, 2025)]


def run(*values):
    return tuple(
        Moment(day, value, f"{day}: {value}", f"{value}")
        for day, value in zip(ENDS, values, strict=False)
    )


def draw(*series, **options):
    days = [(day, f"{day.year}") for day in ENDS]
    return charts.lines(series, days=days, title="Tên", description="Lời", **options)


def test_what_is_unknown_breaks_the_line_and_is_no_zero():
    line = draw(Series("Xã", "main", (run(57, 63, None, 75, 76),))).lines[0]

    assert len(line.paths) == 2
    assert [path.count("L") for path in line.paths] == [1, 1]
    assert [mark.text for mark in line.marks] == ["57", "63", "75", "76"]


def test_runs_are_never_joined_to_each_other():
    old, new = run(10, 12), run(None, None, 9, 11, 12)
    line = draw(Series("Bình quân", "main", (old, new))).lines[0]

    assert len(line.paths) == 2
    assert len(line.marks) == 5


def test_one_point_alone_is_a_mark_without_a_line():
    line = draw(Series("Xã", "main", (run(57),))).lines[0]

    assert (line.paths, len(line.marks)) == ((), 1)


def test_what_stands_apart_has_marks_and_a_key_and_no_line():
    chart = draw(
        Series("Xã", "main", (run(57, 63),)),
        Series("nguồn nêu", "stated", (run(56, 60),), joined=False),
    )

    assert [one.name for one in chart.lines] == ["Xã"]
    assert [(one.name, one.paths, len(one.marks)) for one in chart.apart] == [("nguồn nêu", (), 2)]
    assert [line.name for _, line in chart.keys] == ["nguồn nêu"]


def test_more_is_higher_and_later_is_further_right():
    marks = draw(Series("Xã", "main", (run(57, 63, 69, 75, 76),))).lines[0].marks

    assert [one.y for one in marks] == sorted((one.y for one in marks), reverse=True)
    assert [one.x for one in marks] == sorted({one.x for one in marks})


def test_zero_stands_on_the_floor_and_the_most_below_the_top():
    chart = draw(Series("Xã", "main", (run(0, 101),)))

    assert chart.lines[0].marks[0].y == chart.floor
    assert chart.top <= chart.lines[0].marks[1].y < chart.floor
    assert [one.text for one in chart.levels] == ["0", "20", "40", "60", "80", "100", "120"]


def test_names_of_lines_that_end_together_do_not_cover_each_other():
    chart = draw(
        Series("a", "main", (run(75, 75),)),
        Series("b", "second", (run(75, 75),)),
        Series("c", "third", (run(74, 74),)),
    )

    found = sorted(one.name_y for one in chart.lines)
    assert all(low + 15 <= high for low, high in itertools.pairwise(found))


def test_a_line_of_which_nothing_is_known_is_not_named():
    chart = draw(Series("Xã", "main", (run(57),)), Series("Kiểu mẫu", "third", (run(None, None),)))

    assert [one.name for one in chart.lines] == ["Xã"]


def test_each_yardstick_is_named_over_its_own_years():
    eras = [
        Era(dt.date(2010, 1, 1), "trước"),
        Era(dt.date(2016, 12, 1), "cũ"),
        Era(dt.date(2022, 3, 8), "mới"),
        Era(dt.date(2026, 2, 15), "sau"),
    ]
    chart = draw(Series("Bình quân", "main", (run(10, 12),)), eras=eras)

    assert [(one.name, one.drawn) for one in chart.eras] == [("cũ", False), ("mới", True)]
    assert chart.eras[0].text_x < chart.eras[1].x < chart.eras[1].text_x < chart.right


def test_days_that_find_no_room_are_left_out_from_the_last_back():
    days = [(dt.date(year, 12, 31), f"{year}") for year in range(2010, 2025)]
    chart = charts.lines(
        [Series("Xã", "main", (run(57),))], days=days, title="Tên", description="Lời"
    )

    assert chart.days[-1].text == "2024"
    assert len(chart.days) < len(days)
    places = [one.at for one in chart.days]
    assert all(low + 50 <= high for low, high in itertools.pairwise(places))


def test_nothing_known_still_draws_the_frame():
    chart = draw()

    assert (chart.lines, chart.apart) == ((), ())
    assert [one.text for one in chart.levels] == ["0", "1"]


def test_the_drawing_is_whole_tells_itself_apart_in_grey_and_carries_no_style():
    chart = draw(
        Series("Tổng số xã", "all", (run(101, 101),)),
        Series("Đạt chuẩn", "main", (run(57, 63),)),
        Series("Nâng cao", "second", (run(9, 16),)),
        Series("Kiểu mẫu", "third", (run(1, 2),)),
        Series("nguồn nêu", "stated", (run(56),), joined=False),
    )

    svg = ET.fromstring(render_to_string("charts/lines.svg", {"chart": chart}))  # noqa: S314 -- our own drawing

    assert svg.find(f"{SVG}title").text == "Tên"
    assert svg.find(f"{SVG}desc").text == "Lời"
    texts = [text.text for text in svg.iter(f"{SVG}text")]
    assert {"Tổng số xã", "Đạt chuẩn", "Nâng cao", "Kiểu mẫu", "nguồn nêu", "57"} <= set(texts)
    drawn = [one for one in svg.iter(f"{SVG}path") if "L" in one.get("d") and one.get("fill")]
    dashes = [one.get("stroke-dasharray") for one in drawn if one.get("fill") == "none"]
    assert len(set(dashes)) == 4
    assert not [one for one in svg.iter() if "style" in one.attrib]
    assert "," not in "".join(one.get("d", "") for one in svg.iter(f"{SVG}path"))
