"""Columns and stacked rows: arithmetic, before anything is drawn."""

from reports import charts


def column(label, value, look="r1"):
    return charts.GivenColumn(label, value, look, f"{label}: {value} xã", "?muc=x")


def test_the_tallest_column_fills_the_room_and_nobody_has_none():
    drawn = charts.columns(
        [column("a", 0), column("b", 20), column("c", 10)], title="", description=""
    )

    heights = [one.height for one in drawn.columns]
    assert heights == [0, max(heights), max(heights) // 2]
    assert [one.y + one.height for one in drawn.columns] == [drawn.floor] * 3
    assert len({one.slot_x for one in drawn.columns}) == 3


def test_columns_of_nobody_are_drawn_flat():
    drawn = charts.columns([column("a", 0)], title="", description="")

    assert [one.height for one in drawn.columns] == [0]


def test_labels_break_between_words():
    drawn = charts.columns([column("chưa có số liệu", 1)], title="", description="")

    assert [line.text for line in drawn.columns[0].lines] == ["chưa có", "số liệu"]


def stacked(*values, full):
    series = [charts.StackSeries(f"{n}", "r1") for n, _ in enumerate(values)]
    given = [charts.GivenStack("a", tuple(charts.GivenPart(v, f"{v} xã", "?x") for v in values))]
    return charts.stacks(given, series=series, full=full, title="", description="").rows[0].parts


def test_parts_lie_end_to_end_and_close():
    parts = stacked(33, 33, 35, full=101)

    assert [one.x + one.width for one in parts[:-1]] == [one.x for one in parts[1:]]
    assert sum(one.width for one in parts) == sum(one.width for one in stacked(101, full=101))


def test_a_narrow_part_is_no_link_and_tells_no_figure():
    wide, narrow = stacked(100, 1, full=101)

    assert (wide.address, wide.told) == ("?x", True)
    assert (narrow.address, narrow.told) == ("", False)


def test_a_row_of_nothing_has_no_width():
    assert [one.width for one in stacked(0, 0, full=0)] == [0, 0]
