"""On the scorecard: what a commune contests is marked, and its own people answer from there."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from criteria.choices import Stage
from criteria.services.replies import reply
from tests.factories import (
    IndicatorFactory,
    MeasurementFactory,
    StatusEntryFactory,
    ThresholdFactory,
)

HTMX = {"HX-Request": "true"}
MARK = "xã không đồng ý</span>"


@pytest.fixture(autouse=True)
def threshold(world):
    return ThresholdFactory(indicator=world.indicator)


def contest(world, word, own, note="Thôn 3 đã có loa", **more):
    said = {"agrees": False, "note": note} | more
    return reply(word=word, mandate=own, by=world.people["commune"], **said)


def shown(world, client, page, who="commune", headers=None):
    client.force_login(world.people[who])
    addresses = {
        "sheet": reverse("criteria:scorecard_detail", args=[world.scorecard.pk]),
        "panel": reverse("criteria:criterion_entry", args=[world.scorecard.pk, 8]),
        "drawer": reverse(
            "criteria:indicator_detail", args=[world.scorecard.pk, world.indicator.pk]
        ),
    }
    return client.get(addresses[page], headers=headers).content.decode()


def row(text, name):
    start = text.index(f'id="{name}"')
    return text[start : text.index("</tr>", start)]


def test_the_row_of_a_contested_value_is_marked_and_no_other(world, own, value, status, client):
    contest(world, value, own)
    text = shown(world, client, "sheet", "office")
    assert 'title="Thôn 3 đã có loa"' in row(text, "ct-8.1")
    assert MARK not in row(text, "tc-8")


def test_the_row_of_a_contested_status_is_marked_and_no_other(world, own, value, status, client):
    contest(world, status, own)
    text = shown(world, client, "sheet", "office")
    assert MARK in row(text, "tc-8")
    assert MARK not in row(text, "ct-8.1")


def test_the_mark_goes_with_a_newer_word_or_when_the_commune_agrees(
    world, own, value, status, client
):
    contest(world, value, own)
    contest(world, status, own)
    assert shown(world, client, "sheet").count(MARK) == 2
    contest(world, status, own, agrees=True, note="")
    MeasurementFactory(
        scorecard=world.scorecard, indicator=world.indicator, stage=Stage.CONFIRMED, number=90
    )
    assert MARK not in shown(world, client, "sheet")


def test_the_drawer_and_the_panel_say_why(world, own, value, status, client):
    contest(world, value, own)
    contest(world, status, own, "Đã đạt từ tháng 5")
    for headers in (HTMX, None):
        drawer = shown(world, client, "drawer", "sponsor", headers)
        panel = shown(world, client, "panel", "sponsor", headers)
        assert MARK in drawer
        assert "<q>Thôn 3 đã có loa</q>" in drawer
        assert MARK in panel
        assert "<q>Đã đạt từ tháng 5</q>" in panel


def addresses(value, status):
    return (
        reverse("criteria:reply_to_value", args=[value.pk]),
        reverse("criteria:reply_to_status", args=[status.pk]),
    )


def test_the_commune_s_own_people_answer_from_the_drawer_and_the_panel(
    world, value, status, client
):
    of_value, of_status = addresses(value, status)
    assert f'href="{of_value}"' in shown(world, client, "drawer")
    assert f'href="{of_status}"' in shown(world, client, "panel")


@pytest.mark.parametrize("who", ["sponsor", "responsible", "district", "office", "leader"])
def test_nobody_else_is_led_to_an_answer(world, value, status, client, who):
    of_value, of_status = addresses(value, status)
    assert of_value not in shown(world, client, "drawer", who)
    assert of_status not in shown(world, client, "panel", who)


def test_the_commune_s_own_word_is_not_answered(world, own, client):
    ThresholdFactory(indicator=world.indicator)
    word = MeasurementFactory(
        scorecard=world.scorecard, indicator=world.indicator, agency=own.agency
    )
    entry = StatusEntryFactory(
        scorecard=world.scorecard, criterion=world.criterion, agency=own.agency
    )
    of_value, of_status = addresses(word, entry)
    assert of_value not in shown(world, client, "drawer")
    assert of_status not in shown(world, client, "panel")


def test_an_illustrative_figure_nobody_stands_behind_is_not_answered(world, client):
    ThresholdFactory(indicator=world.indicator)
    word = MeasurementFactory(
        scorecard=world.scorecard,
        indicator=world.indicator,
        stage=Stage.CONFIRMED,
        illustrative=True,
    )
    assert reverse("criteria:reply_to_value", args=[word.pk]) not in shown(world, client, "drawer")


def test_the_marks_ask_no_more_for_more_contests(world, own, value, client):
    def asked():
        with CaptureQueriesContext(connection) as caught:
            shown(world, client, "sheet")
        return len(caught)

    contest(world, value, own)
    asked()
    one = asked()
    for number in range(2, 6):
        other = IndicatorFactory(criterion=world.criterion, order=number)
        ThresholdFactory(indicator=other)
        word = MeasurementFactory(
            scorecard=world.scorecard,
            indicator=other,
            stage=Stage.APPRAISED,
            agency=world.responsible,
        )
        contest(world, word, own)
    assert asked() == one
