"""One criterion over all communes: what the page shows, who writes in it, what the machine proposes."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from communes.models import CommuneClass
from criteria.choices import Stage, Status, ValueType
from criteria.models import Measurement, StatusEntry
from criteria.selectors.turned import turned
from criteria.selectors.turned_lines import TurnedFilters, proposals
from criteria.services import Given, Value
from criteria.services.statuses import GivenStatus
from criteria.services.turned import write_across
from tests.factories import (
    CommuneFactory,
    IndicatorFactory,
    MeasurementFactory,
    RoundFactory,
    ScorecardFactory,
    StatusEntryFactory,
    ThresholdFactory,
)

HTMX = {"HX-Request": "true"}
DAY = dt.date(2024, 6, 18)


def url(world, name="turned", *more):
    args = [world.scorecard.criteria_set.code, world.criterion.number, *more]
    return reverse(f"criteria:{name}", args=args)


def card(world, name, **more):
    commune = CommuneFactory(name=name, district=world.commune.district, **more)
    return ScorecardFactory(commune=commune, criteria_set=world.scorecard.criteria_set)


def page_of(world, who="responsible", **filters):
    return turned(world.criterion, world.people[who], DAY, TurnedFilters(**filters))


def measured(world, scorecard, number, **more):
    return MeasurementFactory(
        scorecard=scorecard, indicator=world.indicator, number=number, **more
    )


def names(found):
    return [line.commune.name for line in found.lines]


def test_rows_are_the_communes_of_the_day_in_vietnamese_order(world, responsible):
    for name in ("Đakrông", "Ba Tầng", "Ăn Thôn"):
        card(world, name)
    card(world, "Cũ", ends=dt.date(2024, 6, 17))
    found = [name for name in names(page_of(world)) if not name.startswith("Xã số")]
    assert found == ["Ăn Thôn", "Ba Tầng", "Đakrông", "Hướng Việt"]


def test_a_commune_without_a_scorecard_has_a_row_that_nobody_writes_in(world, responsible):
    lone = CommuneFactory(name="Lẻ")
    line = next(one for one in page_of(world).lines if one.commune == lone)
    assert (line.scorecard.pk, line.may_log, line.cells[0].is_open) == (None, False, False)


def test_a_cell_has_value_base_threshold_of_its_class_and_the_earlier_value(world, responsible):
    RoundFactory(ends=dt.date(2023, 12, 31), starts=dt.date(2023, 7, 1), year=2023)
    ThresholdFactory(indicator=world.indicator, region="TDMNPB", number=70)
    ThresholdFactory(indicator=world.indicator, region="BTB", number=90)
    CommuneClass.objects.create(
        commune=world.commune, kind="dbkk", starts=dt.date(2020, 1, 1), basis="QĐ"
    )
    other = card(world, "Ăn Thôn")
    CommuneClass.objects.create(
        commune=other.commune, kind="ordinary", starts=dt.date(2020, 1, 1), basis="QĐ"
    )
    measured(world, world.scorecard, 60, effective_on=dt.date(2023, 12, 1))
    last = measured(world, world.scorecard, 75)
    lines = {line.commune.name: line for line in page_of(world).lines}
    cell = lines["Hướng Việt"].cells[0]
    assert (cell.part.text, cell.part.earlier_text, cell.part.base) == ("75", "60", last.pk)
    assert (cell.demand, lines["Ăn Thôn"].cells[0].demand) == ("≥ 70%", "≥ 90%")
    assert cell.column.demand == ""
    assert lines["Hướng Việt"].proposed == "met"


def test_one_threshold_for_all_stands_in_the_head_alone(world, responsible):
    card(world, "Ăn Thôn")
    found = page_of(world)
    assert found.columns[0].demand == "≥ 80%"
    assert {line.cells[0].demand for line in found.lines} == {""}


def test_filters_leave_a_district_a_result_the_gaps_or_the_contested(world, responsible):
    near = card(world, "Ăn Thôn")
    StatusEntryFactory(scorecard=near, criterion=world.criterion, status=Status.NOT_MET)
    measured(world, near, 50)
    far = ScorecardFactory(criteria_set=world.scorecard.criteria_set)
    here = world.commune.district.code
    assert far.commune.name not in names(page_of(world, district=here))
    assert names(page_of(world, result="not_met")) == ["Ăn Thôn"]
    assert "Ăn Thôn" not in names(page_of(world, gaps=True))
    assert names(page_of(world, contested=True)) == []
    tallies = {one.result: one.count for one in page_of(world, result="not_met").tallies}
    assert (tallies["not_met"], tallies["met"]) == (1, 0)


def test_one_indicator_alone_is_shown_and_the_proposal_still_asks_all(world, responsible):
    second = IndicatorFactory(criterion=world.criterion, code="8.2", order=2)
    ThresholdFactory(indicator=second)
    measured(world, world.scorecard, 90)
    found = page_of(world, indicator="8.1")
    assert [one.label for one in found.columns] == ["8.1"]
    assert next(line for line in found.lines if line.commune == world.commune).proposed == ""


def test_an_unknown_indicator_in_the_address_is_not_found(world, responsible, client):
    assert client.get(url(world), {"chi-tieu": "9.9"}).status_code == 404
    assert client.get(url(world), {"chi-tieu": "8.1"}).status_code == 200


@pytest.mark.parametrize(
    ("who", "writes"),
    [
        ("responsible", True),
        ("office", True),
        ("commune", True),
        ("leader", False),
        ("focal point of the sponsor", False),
        ("another department", False),
    ],
)
def test_who_finds_an_open_cell_for_the_commune(world, client, who, writes):
    ThresholdFactory(indicator=world.indicator)
    client.force_login(world.people[who])
    text = client.get(url(world)).content.decode()
    action = reverse("criteria:measure", args=[world.scorecard.pk, world.indicator.pk])
    assert (action in text) is writes
    assert (url(world, "log_in_row", world.commune.code) in text) is writes


def test_a_commune_writes_in_its_own_row_alone(world, client):
    ThresholdFactory(indicator=world.indicator)
    other = card(world, "Ăn Thôn")
    client.force_login(world.people["commune"])
    text = client.get(url(world)).content.decode()
    assert url(world, "log_in_row", world.commune.code) in text
    assert url(world, "log_in_row", other.commune.code) not in text


def test_queries_follow_neither_communes_nor_values(world, responsible, client):
    def asked():
        with CaptureQueriesContext(connection) as caught:
            assert client.get(url(world)).status_code == 200
        return len(caught)

    measured(world, world.scorecard, 90)
    asked()
    one = asked()
    for number in range(5):
        extra = card(world, f"Thêm {number}")
        measured(world, extra, 80 + number)
        StatusEntryFactory(scorecard=extra, criterion=world.criterion)
    assert asked() == one <= 15


def test_the_rows_as_a_spreadsheet(world, responsible, client):
    answer = client.get(url(world), {"dang": "xlsx"})
    assert answer["Content-Disposition"].endswith('.xlsx"')


def log(client, world, data, **more):
    return client.post(url(world, "log_in_row", world.commune.code), data, **more)


def test_a_status_is_logged_in_its_row(world, responsible, client):
    page = log(client, world, {"status": "met", "base": ""}, headers=HTMX)
    entry = StatusEntry.objects.get()
    assert (page.status_code, entry.status, entry.stage) == (200, "met", Stage.APPRAISED)
    text = page.content.decode()
    assert "vừa ghi" in text
    assert f'name="base" value="{entry.pk}"' in text


def test_a_status_is_logged_in_its_row_without_scripts(world, responsible, client):
    page = log(client, world, {"status": "met", "base": ""})
    assert (page.status_code, page["Location"]) == (302, f"{url(world)}#xa-{world.commune.code}")


def test_a_status_in_a_row_says_why_it_is_refused(world, responsible, client):
    StatusEntryFactory(scorecard=world.scorecard, criterion=world.criterion)
    stale = log(client, world, {"status": "not_met", "base": ""}, headers=HTMX)
    assert stale.status_code == 409
    assert 'value="not_met" selected' in stale.content.decode()
    empty = log(client, world, {"status": "", "base": ""})
    assert empty.status_code == 422
    assert "Hãy chọn kết quả" in empty.content.decode()
    assert StatusEntry.objects.count() == 1


def test_a_row_takes_no_status_from_whom_it_is_not_open_to(world, client):
    for who in ("leader", "another department", "neighbouring commune"):
        client.force_login(world.people[who])
        assert log(client, world, {"status": "met", "base": ""}).status_code == 403
    client.force_login(world.people["office"])
    nowhere = client.post(url(world, "log_in_row", "99999"), {"status": "met", "base": ""})
    assert nowhere.status_code == 404
    assert not StatusEntry.objects.exists()


def proposed(world, client):
    rows = proposals(page_of(world).lines).lines
    return [f"{one.commune.code}:{one.line.base or ''}:{one.proposed}" for one in rows]


def test_proposals_leave_out_what_is_logged_so_or_not_settled(world, responsible):
    met, same, silent = card(world, "Ăn"), card(world, "Ba"), card(world, "Can")
    measured(world, met, 90)
    measured(world, same, 70)
    StatusEntryFactory(
        scorecard=same, criterion=world.criterion, status=Status.NOT_MET, stage=Stage.APPRAISED
    )
    CommuneFactory()
    found = proposals(page_of(world).lines)
    assert [one.commune.name for one in found.lines] == ["Ăn"]
    assert (found.same, found.unsettled) == (1, 2)  # Hướng Việt and Can have no value
    assert found.closed >= 1
    assert silent.commune.name == "Can"


@pytest.mark.parametrize("more", [{"stage": Stage.DECLARED}, {"illustrative": True}])
def test_what_a_lower_stage_or_a_demo_figure_says_may_be_said_again(world, responsible, more):
    measured(world, world.scorecard, 90)
    said = {"stage": Stage.APPRAISED} | more
    StatusEntryFactory(scorecard=world.scorecard, criterion=world.criterion, **said)
    assert len(proposals(page_of(world).lines).lines) == 1


def test_proposals_are_shown_before_anything_is_stored(world, responsible, client):
    measured(world, world.scorecard, 90)
    text = client.get(url(world, "log_proposed")).content.decode()
    assert 'Ghi các xã đã chọn (<span data-ticked="row">1</span>/1)' in text
    assert not StatusEntry.objects.exists()


def test_chosen_proposals_are_stored_together(world, responsible, client):
    other = card(world, "Ăn")
    measured(world, world.scorecard, 90)
    measured(world, other, 10)
    page = client.post(
        url(world, "log_proposed"), {"row": proposed(world, client), "note": "Theo số liệu"}
    )
    assert page.status_code == 302
    stored = {one.scorecard.commune.name: one for one in StatusEntry.objects.all()}
    assert {name: one.status for name, one in stored.items()} == {
        "Hướng Việt": "met",
        "Ăn": "not_met",
    }
    assert {one.note for one in stored.values()} == {"Theo số liệu"}


def test_only_ticked_rows_are_stored(world, responsible, client):
    other = card(world, "Ăn")
    measured(world, world.scorecard, 90)
    measured(world, other, 10)
    rows = [row for row in proposed(world, client) if row.startswith(other.commune.code)]
    client.post(url(world, "log_proposed"), {"row": rows})
    assert [one.scorecard for one in StatusEntry.objects.all()] == [other]


def test_a_proposal_that_changed_since_stores_nothing_and_names_the_commune(
    world, responsible, client
):
    other = card(world, "Ăn")
    measured(world, world.scorecard, 90)
    measured(world, other, 90)
    rows = proposed(world, client)
    measured(world, other, 10)
    page = client.post(url(world, "log_proposed"), {"row": rows})
    assert page.status_code == 422
    assert "đã đổi từ lúc bạn xem: Ăn" in page.content.decode()
    assert not StatusEntry.objects.exists()


def test_a_row_written_meanwhile_is_refused_by_name_and_nothing_is_stored(
    world, responsible, client
):
    other = card(world, "Ăn")
    measured(world, world.scorecard, 90)
    measured(world, other, 90)
    rows = proposed(world, client)
    StatusEntryFactory(
        scorecard=other, criterion=world.criterion, status=Status.NOT_MET, stage=Stage.DECLARED
    )
    page = client.post(url(world, "log_proposed"), {"row": rows})
    assert page.status_code == 409
    assert "Ăn: Có người vừa ghi" in page.content.decode()
    assert StatusEntry.objects.count() == 1


def test_nothing_ticked_is_told(world, responsible, client):
    measured(world, world.scorecard, 90)
    page = client.post(url(world, "log_proposed"), {})
    assert page.status_code == 422
    assert "Hãy chọn ít nhất một xã" in page.content.decode()


def test_whoever_may_log_nothing_logs_no_proposals(world, client):
    ThresholdFactory(indicator=world.indicator)
    measured(world, world.scorecard, 90)
    client.force_login(world.people["another department"])
    row = f"{world.commune.code}::met"
    assert client.post(url(world, "log_proposed"), {"row": row}).status_code == 403
    assert not StatusEntry.objects.exists()


def given(world, number, **more):
    mandate = world.mandate()
    return Given(
        scorecard=world.scorecard,
        indicator=world.indicator,
        value=Value(number=Decimal(number)),
        effective_on=DAY,
        mandate=mandate,
        base=None,
        **more,
    )


def test_values_and_statuses_are_stored_together_or_not_at_all(world):
    status = GivenStatus(
        scorecard=world.scorecard,
        criterion=world.criterion,
        status=Status.MET,
        effective_on=DAY,
        mandate=world.mandate(),
        base=12345,
    )
    by = world.people["sponsor"]
    outcome = write_across([given(world, 85)], [status], by=by)
    assert outcome.is_refused
    assert list(outcome.refused_statuses) == [0]
    assert (Measurement.objects.count(), StatusEntry.objects.count()) == (0, 0)
    outcome = write_across([given(world, 85)], [], by=by)
    assert ([one.number for one in outcome.values], outcome.is_refused) == ([85], False)


def test_a_cell_given_twice_is_refused_in_its_second_place(world):
    outcome = write_across([given(world, 85), given(world, 86)], [], by=world.people["sponsor"])
    assert {place: one.code for place, one in outcome.refused_values.items()} == {1: "twice"}
    assert not Measurement.objects.exists()


def test_a_refusal_nobody_can_place_is_not_swallowed(world, monkeypatch):
    def refuse(*_, **__):
        raise ValidationError("x", code="odd")

    monkeypatch.setattr("criteria.services.turned.measure_many", refuse)
    with pytest.raises(ValidationError, match="x"):
        write_across([given(world, 85)], [], by=world.people["sponsor"])


def test_a_part_is_a_column_of_its_own(world, responsible):
    pair = IndicatorFactory(
        criterion=world.criterion,
        code="8.2",
        order=2,
        parts=[{"code": "nam", "name": "Nam"}, {"code": "nu", "name": "Nữ"}],
    )
    for part in ("nam", "nu"):
        ThresholdFactory(indicator=pair, part=part, value_type=ValueType.PERCENT)
    labels = [one.label for one in page_of(world).columns]
    assert labels == ["8.1", "8.2 – Nam", "8.2 – Nữ"]
