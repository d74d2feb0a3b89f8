"""Outlines into paths: north is up, corners that fall together are one, words stand inside."""

import re
from itertools import pairwise

import pytest

from communes.selectors.outlines import FILES, outlines
from reports import charts

SQUARE = [(107.0, 16.0), (108.0, 16.0), (108.0, 17.0), (107.0, 17.0), (107.0, 16.0)]
EAST = [(108.0, 16.0), (108.5, 16.0), (108.5, 17.0), (108.0, 17.0), (108.0, 16.0)]


def corners(path):
    """The points of a path of steps, ring by ring."""
    rings = []
    for start, steps in re.findall(r"M(\d+ \d+)l([-\d ]+)z", path):
        x, y = map(int, start.split())
        ring, moves = [(x, y)], list(map(int, steps.split()))
        for right, down in zip(moves[::2], moves[1::2], strict=True):
            x, y = x + right, y + down
            ring.append((x, y))
        rings.append(ring)
    return rings


def test_the_drawing_is_as_wide_as_asked_and_as_high_as_the_land():
    drawing = charts.drawn({"a": [SQUARE], "b": [EAST]})
    assert drawing.width == 1000
    # 1.5 degrees of longitude near 16.5 degrees north are 1.438 of latitude
    assert drawing.height == pytest.approx(984 / 1.438 + 16, abs=2)


def test_north_is_up_and_neighbours_share_their_line():
    drawing = charts.drawn({"a": [SQUARE], "b": [EAST]})
    west, east = (corners(drawing.outlines[code].d)[0] for code in "ab")
    assert west[0] == (8, drawing.height - 8)  # the south-western corner
    assert {west[1], west[2]} == {east[0], east[3]}


def test_corners_that_fall_together_are_one():
    near = [(107.0, 16.0), (107.00001, 16.0), (108.0, 16.0), (108.0, 17.0), (107.0, 16.0)]
    assert len(corners(charts.drawn({"a": [near]}).outlines["a"].d)[0]) == 4


def test_words_stand_inside_even_of_a_crescent():
    outer = [(0.0, 0.0), (3.0, 0.0), (3.0, 3.0), (0.0, 3.0)]
    crescent = [*outer, (0.0, 2.6), (2.6, 2.6), (2.6, 0.4), (0.0, 0.4), outer[0]]
    outline = charts.drawn({"a": [crescent]}).outlines["a"]
    (ring,) = corners(outline.d)
    assert _inside(outline.x, outline.y, ring)


def _inside(x, y, ring):
    """By the crossings to the left."""
    found = False
    for (left, top), (right, foot) in zip(ring, [*ring[1:], ring[0]], strict=True):
        if (top > y) != (foot > y) and x < left + (y - top) * (right - left) / (foot - top):
            found = not found
    return found


@pytest.mark.parametrize(
    ("drawing", "count"), [(min(FILES), 125), (max(FILES), 78)], ids=["2020", "2025"]
)
def test_every_unit_has_its_outline_with_its_words_inside(drawing, count):
    found = charts.drawn(outlines(drawing))
    assert len(found.outlines) == count
    for code, outline in found.outlines.items():
        assert any(_inside(outline.x, outline.y, ring) for ring in corners(outline.d)), code


def test_two_places_are_joined_with_the_words_of_the_first():
    drawing = charts.drawn({"a": [SQUARE], "b": [EAST]})
    joined = drawing.outlines["a"].joined(drawing.outlines["b"])
    assert len(corners(joined.d)) == 2
    assert (joined.x, joined.y) == (drawing.outlines["a"].x, drawing.outlines["a"].y)


def test_each_shade_is_lighter_than_the_one_before():
    """Grey paper tells them apart: at least 8 of 100 steps of lightness."""
    shades = [charts.PAINTS[f"r{step}"].fill for step in range(1, 7)]
    light = [_lightness(shade) for shade in shades]
    assert all(later - earlier > 8 for earlier, later in pairwise(light))


@pytest.mark.parametrize("paint", [one for one in charts.PAINTS.values() if not one.patterned])
def test_what_is_written_on_a_shade_can_be_read(paint):
    """WCAG 2.2, 1.4.3: 4.5 to 1."""
    bright, dark = sorted((_luminance(paint.fill), _luminance(paint.ink)), reverse=True)
    assert (bright + 0.05) / (dark + 0.05) >= 4.5


def _luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.03928 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _lightness(colour):
    return 116 * _luminance(colour) ** (1 / 3) - 16
