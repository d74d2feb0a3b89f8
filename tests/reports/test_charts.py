from xml.etree import ElementTree as ET

from django.template.loader import render_to_string

from reports import charts

SVG = "{http://www.w3.org/2000/svg}"


def draw(*given, full=20):
    return charts.bars(given, series=["trước", "nay"], full=full, title="Tên", description="Lời")


def test_a_bar_takes_its_share_of_the_room():
    chart = draw(charts.Given("a", ((5, "5/20"), (20, "20/20"))))

    assert [bar.width for bar in chart.rows[0].bars] == [charts.ROOM // 4 + 1, charts.ROOM]


def test_nothing_said_draws_no_bar_and_zero_draws_an_empty_one():
    chart = draw(charts.Given("a", ((None, "chưa đánh giá"), (0, "0/20"))))

    assert [(bar.drawn, bar.width) for bar in chart.rows[0].bars] == [(False, 0), (True, 0)]


def test_a_bar_never_leaves_the_room():
    chart = draw(charts.Given("a", ((25, "25/20"),)))

    assert chart.rows[0].bars[0].width == charts.ROOM


def test_rows_stand_below_each_other_and_the_drawing_holds_them_all():
    chart = draw(*[charts.Given(name, ((1, "1"), (2, "2"))) for name in "abc"])

    tops = [row.bars[0].y for row in chart.rows]
    assert tops == sorted(set(tops))
    assert chart.rows[-1].bars[-1].y + chart.bar_height < chart.floor < chart.height


def test_no_full_no_scale():
    assert draw(charts.Given("a", ((0, "0"),)), full=0).ticks == ()


def test_the_drawing_is_whole_and_says_itself_in_words():
    chart = draw(charts.Given("Hướng Việt", ((None, "chưa đánh giá"), (10, "10/20"))))

    drawing = render_to_string("charts/bars.svg", {"chart": chart})
    svg = ET.fromstring(drawing)  # noqa: S314 -- our own drawing

    assert svg.find(f"{SVG}title").text == "Tên"
    assert svg.find(f"{SVG}desc").text == "Lời"
    texts = [text.text for text in svg.iter(f"{SVG}text")]
    assert texts == ["trước", "nay", "0", "10", "20", "Hướng Việt", "chưa đánh giá", "10/20"]
    assert len(list(svg.iter(f"{SVG}rect"))) == 3  # two keys and one bar
    assert not [one for one in svg.iter() if "style" in one.attrib or "class" in one.attrib]
