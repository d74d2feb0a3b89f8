"""A commune agrees with words of others, or contests them and says why."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Activity
from criteria.choices import Stage
from criteria.models import Reply
from criteria.permissions import Mandate
from criteria.selectors.replies import contested_by_criterion, contests, words_of_others
from criteria.selectors.turned import turned
from criteria.selectors.turned_lines import TurnedFilters
from criteria.services import withdraw_measurement
from criteria.services.replies import agree_with_all, reply
from tests.factories import (
    CriteriaSetFactory,
    IndicatorFactory,
    MeasurementFactory,
    StatusEntryFactory,
    ThresholdFactory,
)

HTMX = {"HX-Request": "true"}
DAY = dt.date(2024, 6, 18)


@pytest.fixture
def commune(world, client):
    client.force_login(world.people["commune"])
    return world.people["commune"]


def answer(world, word, own, **more):
    said = {"agrees": False, "note": "Thôn 3 đã có loa"} | more
    return reply(word=word, mandate=own, by=world.people["commune"], **said)


def code_of(refusal):
    return refusal.value.code


def test_a_commune_agrees_and_it_stands_on_the_trail(world, own, value):
    found = answer(world, value, own, agrees=True, note="")
    assert (found.measurement, found.agrees, found.agency) == (value, True, own.agency)
    assert Activity.objects.filter(verb="agreed with word").count() == 1


def test_a_commune_contests_with_a_reason(world, own, status):
    found = answer(world, status, own)
    assert (found.entry, found.note) == (status, "Thôn 3 đã có loa")
    assert Activity.objects.get(verb="contested word").details["reason"] == "Thôn 3 đã có loa"


def test_contesting_without_a_reason_is_refused(world, own, value):
    with pytest.raises(ValidationError) as refusal:
        answer(world, value, own, note="  ")
    assert (code_of(refusal), Reply.objects.count()) == ("reason", 0)


def test_only_the_commune_itself_replies(world, value):
    with pytest.raises(ValidationError) as refusal:
        answer(world, value, Mandate(Stage.REVIEWED, world.sponsor))
    assert code_of(refusal) == "stage"


def test_nobody_replies_to_their_own_word(world, own):
    word = MeasurementFactory(
        scorecard=world.scorecard, indicator=world.indicator, agency=own.agency
    )
    with pytest.raises(ValidationError) as refusal:
        answer(world, word, own)
    assert code_of(refusal) == "own"


def test_a_withdrawn_word_takes_no_reply(world, own, value):
    withdraw_measurement(measurement=value, reason="Nhầm", by=world.people["responsible"])
    with pytest.raises(ValidationError) as refusal:
        answer(world, value, own)
    assert code_of(refusal) == "withdrawn"


@pytest.mark.parametrize("stage", [Stage.APPRAISED, Stage.CONFIRMED])
def test_a_word_that_was_overtaken_takes_no_reply(world, own, value, stage):
    MeasurementFactory(scorecard=world.scorecard, indicator=world.indicator, stage=stage)
    with pytest.raises(ValidationError) as refusal:
        answer(world, value, own)
    assert code_of(refusal) == "overtaken"


def test_a_word_of_a_lower_stage_or_another_part_overtakes_nothing(world, own, value):
    MeasurementFactory(scorecard=world.scorecard, indicator=world.indicator, stage=Stage.DECLARED)
    MeasurementFactory(
        scorecard=world.scorecard, indicator=world.indicator, stage=Stage.CONFIRMED, part="nu"
    )
    assert answer(world, value, own).pk


def test_the_last_reply_counts(world, own, value):
    answer(world, value, own)
    assert list(contests([value])) == [(type(value), value.pk)]
    answer(world, value, own, agrees=True, note="")
    assert contests([value]) == {}
    assert Reply.objects.count() == 2


def test_a_contest_stands_on_the_turned_page_until_a_newer_word(world, own, value, status):
    ThresholdFactory(indicator=world.indicator)
    answer(world, value, own)
    answer(world, status, own, note="Đã đạt từ tháng 5")

    def contested():
        found = turned(world.criterion, world.people["office"], DAY, TurnedFilters(contested=True))
        by_criterion = contested_by_criterion([world.criterion.pk], DAY)
        return [line.commune.name for line in found.lines], by_criterion

    assert contested() == (["Hướng Việt"], {world.criterion.pk: 2})
    MeasurementFactory(
        scorecard=world.scorecard,
        indicator=world.indicator,
        stage=Stage.APPRAISED,
        agency=world.responsible,
    )
    assert contested() == (["Hướng Việt"], {world.criterion.pk: 1})
    StatusEntryFactory(scorecard=world.scorecard, criterion=world.criterion, stage=Stage.CONFIRMED)
    assert contested() == ([], {})


def test_agreeing_with_all_is_all_or_nothing(world, own, value, status):
    withdraw_measurement(measurement=value, reason="Nhầm", by=world.people["responsible"])
    with pytest.raises(ValidationError, match=r"Chỉ tiêu 8\.1: Nội dung này đã được rút"):
        agree_with_all([status, value], mandate=own, by=world.people["commune"])
    assert not Reply.objects.exists()


def waiting(world, own):
    rows = words_of_others(
        world.commune, own.agency, criteria_set=world.scorecard.criteria_set_id, day=DAY
    )
    return [(one.key[0], one.said, one.own) for one in rows]


def test_what_others_say_is_listed_beside_what_the_commune_said(world, own, value, status):
    MeasurementFactory(
        scorecard=world.scorecard, indicator=world.indicator, agency=own.agency, number=90
    )
    assert waiting(world, own) == [("k", "Chưa đạt", ""), ("s", "75", "90")]


def test_the_commune_s_own_words_and_other_sets_are_not_listed(world, own, status):
    MeasurementFactory(scorecard=world.scorecard, indicator=world.indicator, agency=own.agency)
    rows = words_of_others(
        world.commune, own.agency, criteria_set=CriteriaSetFactory().pk, day=DAY
    )
    assert (rows, len(waiting(world, own))) == ([], 1)


def url(word):
    name = "reply_to_status" if hasattr(word, "criterion_id") else "reply_to_value"
    return reverse(f"criteria:{name}", args=[word.pk])


def test_the_form_says_what_was_said(world, commune, value, client):
    text = client.get(url(value)).content.decode()
    assert "Sở phụ trách chỉ tiêu" in text
    assert "<strong>75</strong>" in text


def test_a_reply_is_sent_with_and_without_scripts(world, commune, value, status, client):
    page = client.post(url(value), {"answer": "dong-y"}, headers=HTMX)
    assert (page.status_code, "Đã ghi ý kiến" in page.content.decode()) == (200, True)
    page = client.post(url(status), {"answer": "khong", "note": "Đã đạt"})
    where = reverse("criteria:words_of_others", args=[world.commune.code])
    assert (page.status_code, page["Location"]) == (302, where)
    assert [one.agrees for one in Reply.objects.all()] == [True, False]


def test_a_form_without_a_reason_or_an_answer_keeps_what_was_typed(commune, value, client):
    page = client.post(url(value), {"answer": "khong", "note": ""})
    assert (page.status_code, "phải nêu lý do" in page.content.decode()) == (422, True)
    page = client.post(url(value), {"note": "Của tôi"})
    assert (page.status_code, "Của tôi" in page.content.decode()) == (422, True)
    assert not Reply.objects.exists()


def test_a_reply_to_an_overtaken_word_is_refused_on_its_page(world, commune, value, client):
    MeasurementFactory(scorecard=world.scorecard, indicator=world.indicator, stage=Stage.CONFIRMED)
    page = client.post(url(value), {"answer": "dong-y"})
    assert (page.status_code, "nội dung mới hơn" in page.content.decode()) == (409, True)


@pytest.mark.parametrize("who", ["responsible", "sponsor", "office", "neighbouring commune"])
def test_others_may_neither_open_nor_send_a_reply(world, value, client, who):
    client.force_login(world.people[who])
    assert client.get(url(value)).status_code == 403
    assert client.post(url(value), {"answer": "dong-y"}).status_code == 403
    assert not Reply.objects.exists()


def list_url(world):
    return reverse("criteria:words_of_others", args=[world.commune.code])


def seen(page):
    return page.context["signature"]


def test_all_that_is_filtered_is_agreed_with(world, commune, value, status, client):
    address = f"{list_url(world)}?co-quan={world.responsible.slug}"
    page = client.get(address)
    assert "Đồng ý với cả 1 nội dung đang lọc" in page.content.decode()
    client.post(address, {"seen": seen(page)})
    assert [one.measurement for one in Reply.objects.all()] == [value]
    page = client.get(list_url(world))
    client.post(list_url(world), {"seen": seen(page)})
    assert [one.entry for one in Reply.objects.all()] == [None, status]


def test_a_word_that_came_meanwhile_is_not_agreed_with_unseen(
    world, commune, value, status, client
):
    page = client.get(list_url(world))
    MeasurementFactory(
        scorecard=world.scorecard,
        indicator=world.indicator,
        stage=Stage.APPRAISED,
        agency=world.responsible,
        number=10,
    )
    page = client.post(list_url(world), {"seen": seen(page)})
    assert (page.status_code, Reply.objects.count()) == (409, 0)
    assert "Danh sách đã đổi" in page.content.decode()


def test_others_read_the_list_and_agree_with_nothing(world, value, client):
    client.force_login(world.people["responsible"])
    page = client.get(list_url(world))
    assert "Đồng ý với cả" not in page.content.decode()
    assert client.post(list_url(world), {"seen": seen(page)}).status_code == 403
    assert not Reply.objects.exists()


def test_what_was_answered_is_shown_on_its_own(world, commune, own, value, client):
    answer(world, value, own)
    assert "Không có nội dung nào chờ xã" in client.get(list_url(world)).content.decode()
    text = client.get(list_url(world), {"xem": "da"}).content.decode()
    assert "Thôn 3 đã có loa" in text
    assert "Đổi ý kiến" in text


def test_the_list_asks_no_more_for_more_words(world, commune, value, client):
    def asked():
        with CaptureQueriesContext(connection) as caught:
            client.get(list_url(world))
        return len(caught)

    asked()
    one = asked()
    for number in range(2, 6):
        MeasurementFactory(
            scorecard=world.scorecard,
            indicator=IndicatorFactory(criterion=world.criterion, order=number),
            stage=Stage.APPRAISED,
            agency=world.responsible,
        )
    assert asked() == one
