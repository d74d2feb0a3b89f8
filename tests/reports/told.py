"""What tests of the dashboards say of communes, and how they read figures off a page."""

import datetime as dt
import html
import re

from criteria.choices import Status
from tests.factories import IndicatorFactory, MeasurementFactory, ThresholdFactory

TODAY = dt.date(2024, 6, 18)
LAST_YEAR, SPRING = dt.date(2023, 12, 1), dt.date(2024, 3, 1)
WORDS = {"m": Status.MET, "n": Status.NOT_MET, "p": Status.IN_PROGRESS, "a": "not_applicable"}
PAGES = [
    "/tong-quan/",
    "/tong-quan/tieu-chi/",
    "/tong-quan/bien-dong/",
    "/tong-quan/nguy-co/",
    "/tong-quan/tien-do-ky/",
    "/huyen/",
    "/huyen/466/",
]


def measured(commune, yardstick, number, value, **facts):
    """A value of the criterion that asks for 80 %."""
    criterion = yardstick.criteria.get(number=number)
    indicator = criterion.indicators.first() or IndicatorFactory(criterion=criterion)
    if not indicator.thresholds.exists():
        ThresholdFactory(indicator=indicator)
    return MeasurementFactory(
        scorecard=commune.scorecards.get(), indicator=indicator, number=value,
        effective_on=facts.pop("on", LAST_YEAR), **facts,
    )  # fmt: skip


def opened(response, anchor):
    """How many rows the page shows where the link led."""
    context = response.context
    if anchor == "bang-nhiet":
        return len(context["board"].heatmap.rows)
    if anchor == "xa":
        return len(context["state"].listed)
    return len(context["moved"].moves if "moved" in context else context["risk"].listed)


LINK = re.compile(r'<a (?:class="tile" )?href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)


def figures(page, address):
    """Every figure of a page that is a link to rows: its number, the address, the place on that page."""
    for href, inside in LINK.findall(page):
        text = " ".join(re.sub(r"<(small|title)>.*?</\1>|<[^>]+>", " ", inside).split())
        where, _, anchor = html.unescape(href).partition("#")
        if 'class="tile-figure"' in inside:
            number = re.search(r'tile-figure">([\d.]+|–)', inside)[1]
            anchor = "bang-nhiet"
        else:
            found = re.fullmatch(r"(\d+)( xã| lượt)?( chưa đạt)?", text)
            number = found[1] if found else ""
        label = re.search(
            r'<a href="[^"]*" aria-label="[^"]*: (\d+) ', f'<a href="{href}"{inside}'
        )
        number = number or (label[1] if label else "")
        if number.isdecimal() and anchor in {"bang-nhiet", "danh-sach", "xa"}:
            yield int(number), where if where.startswith("/") else f"{address}{where}", anchor
