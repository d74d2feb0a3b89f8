"""A whole set from a spreadsheet: what goes out comes back, what changes is seen before it is stored."""

import datetime as dt
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts import trail
from accounts.models import Activity
from communes.exports import to_xlsx
from criteria.choices import DraftState
from criteria.imports.set_xlsx import HEADER, read_rows, set_sheet, understand
from criteria.models import Criterion, EntryDraft, Indicator, Threshold
from criteria.selectors.drafts import drafts_for
from criteria.services.set_import import import_set, preview_set
from tests.factories import (
    CriteriaSetFactory,
    CriterionFactory,
    IndicatorFactory,
    MeasurementFactory,
    ScorecardFactory,
    ThresholdFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
ROW = {
    "at": "2",
    "number": "8",
    "criterion": "Thông tin và Truyền thông",
    "group_code": "I",
    "group_name": "Quy hoạch",
    "code": "8.1",
    "name": "Tỷ lệ thôn có sóng",
    "value_type": "phần trăm",
    "unit": "%",
    "region": "Bắc Trung Bộ",
    "value": "90",
    "confidence": "có nguồn",
    "source": "QĐ 51",
}


@pytest.fixture
def by():
    return UserFactory()


@pytest.fixture
def row():
    """A stored threshold of 8.1, as ROW tells it but for its value."""
    criterion = CriterionFactory(number=8, name="Thông tin và Truyền thông")
    indicator = IndicatorFactory(criterion=criterion, code="8.1", name="Tỷ lệ thôn có sóng")
    return ThresholdFactory(indicator=indicator, region="BTB", number=80, order=1, source="QĐ 51")


def set_of(row):
    return row.indicator.criterion.criteria_set


def looked(criteria_set, by, *rows):
    return preview_set(criteria_set=criteria_set, rows=[understand(one) for one in rows], by=by)


def stored(criteria_set, by, *rows, seen=None, reason="QĐ 51"):
    understood = [understand(one) for one in rows]
    if seen is None:
        seen = preview_set(criteria_set=criteria_set, rows=understood, by=by).digest
    return import_set(criteria_set=criteria_set, rows=understood, reason=reason, seen=seen, by=by)


def told(found):
    return [(step.what, step.state) for step in found.steps]


def read_back(content):
    return read_rows(BytesIO(content), size=len(content))


def test_what_goes_out_comes_back_unchanged(row, by):
    other = IndicatorFactory(
        criterion=row.indicator.criterion, code="8.10", parts=[{"code": "nu", "name": "Nữ"}]
    )
    ThresholdFactory(
        indicator=other,
        part="nu",
        year=2024,
        commune_class="dbkk",
        starts=dt.date(2024, 3, 1),
        number="1234.5",
        value_type="number",
        order=1,
        confidence="recalled",
        certainty="low",
    )
    yes = IndicatorFactory(criterion=row.indicator.criterion, code="8.2", value_type="boolean")
    ThresholdFactory(
        indicator=yes, value_type="boolean", comparator="boolean", number=None, answer=False
    )
    empty = IndicatorFactory(criterion=row.indicator.criterion, code="8.3")
    ThresholdFactory(indicator=empty, number=None, confidence="missing")
    IndicatorFactory(criterion=row.indicator.criterion, code="8.4")
    rows = read_back(set_sheet(set_of(row)))
    found = looked(set_of(row), by, *rows)
    assert found.changes == 0, [step for step in found.steps if step.state != "same"]
    assert found.counts["same"] == 4


def test_a_preview_says_what_changes_and_changes_nothing(row, by):
    new = ROW | {"at": "3", "code": "8.2", "name": "Tỷ lệ hộ có máy thu"}
    found = looked(set_of(row), by, ROW, new)
    assert told(found) == [
        ("ngưỡng 8.1", "changed"),
        ("chỉ tiêu 8.2", "added"),
        ("ngưỡng 8.2", "added"),
    ]
    assert (found.steps[0].before, found.steps[0].after) == (
        "BTB >= 80 (sourced)",
        "BTB >= 90 (sourced)",
    )
    assert (Indicator.objects.count(), Threshold.objects.get().number) == (1, 80)
    assert not Activity.objects.exists()


def test_what_was_seen_is_stored_as_new_rows(row, by):
    stored(set_of(row), by, ROW)
    row.refresh_from_db()
    fresh = Threshold.objects.known_at().get()
    assert (fresh.number, fresh.replaces, fresh.reason) == (90, row, "QĐ 51")
    assert (row.number, row.superseded_by) == (80, by)
    line = Activity.objects.filter(subject=trail.subject_key(set_of(row))).get()
    assert line.details["imported"]["changed"] == 1


def test_a_threshold_that_is_gone_from_a_told_indicator_goes(row, by):
    ThresholdFactory(indicator=row.indicator, region="TN", order=2)
    silent = ThresholdFactory(indicator__criterion=row.indicator.criterion)
    found = stored(set_of(row), by, ROW | {"value": "80"})
    assert told(found) == [("ngưỡng 8.1", "removed"), ("ngưỡng 8.1", "same")]
    assert set(Threshold.objects.known_at()) == {row, silent}


def test_a_row_whose_span_changed_takes_the_place_of_the_old(row, by):
    found = stored(set_of(row), by, ROW | {"starts": "1/3/2024"})
    assert told(found) == [("ngưỡng 8.1", "removed"), ("ngưỡng 8.1", "added")]


def test_a_set_is_entered_from_nothing(by):
    criteria_set = CriteriaSetFactory(stated_indicators=47)
    stored(criteria_set, by, ROW)
    assert Criterion.objects.get().name == "Thông tin và Truyền thông"
    assert Threshold.objects.get().number == 90


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"number": "tám"}, "số nguyên"),
        ({"number": ""}, "còn thiếu"),
        ({"value_type": "màu"}, "trong danh sách"),
        ({"region": "Mặt Trăng"}, "trong danh sách"),
        ({"starts": "mai"}, "không phải là ngày"),
        ({"value": "nhiều"}, "không phải là số"),
        ({"value": "120"}, "từ 0 đến 100"),
        ({"source": "", "confidence": "có nguồn"}, "văn bản hoặc nguồn"),
        ({"parts": "nu"}, "chưa đúng"),
        ({"part": "nu"}, "không có phần"),
    ],
)
def test_a_row_that_cannot_be_says_why_and_nothing_is_stored(row, by, changes, why):
    found = looked(set_of(row), by, ROW | changes)
    refused = [step for step in found.steps if step.state == "refused"]
    assert [why in step.why for step in refused] == [True]
    with pytest.raises(ValidationError) as error:
        stored(set_of(row), by, ROW | changes)
    assert error.value.code == "refused"
    assert [one.number for one in Threshold.objects.known_at()] == [80]


def test_no_other_kind_once_there_are_values(row, by):
    card = ScorecardFactory(criteria_set=set_of(row))
    MeasurementFactory(scorecard=card, indicator=row.indicator)
    found = looked(set_of(row), by, ROW | {"value_type": "có/không", "kind": "phần trăm"})
    assert "đã có số liệu" in found.steps[-1].why


def test_the_same_row_twice_is_refused(row, by):
    found = looked(set_of(row), by, ROW, ROW | {"at": "3", "value": "91"})
    assert (found.steps[-1].at, found.steps[-1].state) == (3, "refused")


@pytest.mark.parametrize(
    ("rows", "given", "code"),
    [
        ([ROW], {"reason": " "}, "reason"),
        ([ROW | {"value": "80"}], {}, "nothing"),
        ([ROW], {"seen": "khác"}, "stale"),
    ],
)
def test_what_may_not_be_stored_is_refused(row, by, rows, given, code):
    with pytest.raises(ValidationError) as error:
        stored(set_of(row), by, *rows, **given)
    refused = getattr(error.value, "error_dict", {"": getattr(error.value, "error_list", [])})
    assert {one.code for errors in refused.values() for one in errors} == {code}
    assert Threshold.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"khong phai xlsx", "unreadable"),
        (to_xlsx("a", ["Xã"], [["Thuận"]]), "missing_columns"),
        (to_xlsx("a", list(HEADER.values()), []), "no_rows"),
    ],
)
def test_a_file_that_is_no_set_is_refused(content, code):
    with pytest.raises(ValidationError) as error:
        read_back(content)
    assert error.value.code == code


def test_a_file_too_big_is_refused():
    with pytest.raises(ValidationError) as error:
        read_rows(BytesIO(b""), size=3 * 1024 * 1024)
    assert error.value.code == "too_big"


# ── pages ────────────────────────────────────────────────────────────────────────────────────


def uploads(client, row, content):
    url = reverse("criteria:set_import", args=[set_of(row).code])
    return client.post(url, {"file": SimpleUploadedFile("bo.xlsx", content)})


def sheet(*rows):
    return to_xlsx(
        "Bộ", list(HEADER.values()), [[one.get(name, "") for name in HEADER] for one in rows]
    )


@pytest.mark.usefixtures("office")
def test_the_office_takes_the_template_changes_it_looks_and_stores(client, row):
    url = reverse("criteria:set_template", args=[set_of(row).code])
    assert [one["code"] for one in read_back(client.get(url).content)] == ["8.1"]
    answer = uploads(client, row, sheet(ROW))
    draft = EntryDraft.objects.get()
    assert answer["Location"] == reverse("criteria:set_draft", args=[draft.pk])
    upload = reverse("criteria:set_import", args=[set_of(row).code])
    assert answer["Location"] in client.get(upload).content.decode()
    assert not drafts_for(draft.by).exists()
    page = client.get(answer["Location"])
    assert "BTB &gt;= 90" in page.content.decode()
    assert Threshold.objects.get().number == 80
    store = reverse("criteria:set_draft_store", args=[draft.pk])
    seen = {"seen": page.context["found"].digest}
    assert client.post(store, seen | {"reason": ""}).status_code == 422
    assert client.post(store, {"seen": "khác", "reason": "QĐ 51"}).status_code == 409
    assert client.post(store, seen | {"reason": "QĐ 51"}).status_code == 302
    draft.refresh_from_db()
    assert (draft.state, Threshold.objects.known_at().get().number) == (DraftState.STORED, 90)
    assert client.post(store, seen | {"reason": "QĐ 51"}).status_code == 404


@pytest.mark.usefixtures("office")
def test_a_file_that_cannot_be_read_is_answered_422(client, row):
    assert uploads(client, row, b"khong phai xlsx").status_code == 422
    assert not EntryDraft.objects.exists()


@pytest.mark.usefixtures("office")
def test_a_draft_is_given_up(client, row):
    uploads(client, row, sheet(ROW))
    draft = EntryDraft.objects.get()
    client.post(reverse("criteria:set_draft_discard", args=[draft.pk]))
    assert client.get(reverse("criteria:set_draft", args=[draft.pk])).status_code == 404
    assert Threshold.objects.get().number == 80


def test_others_than_the_office_may_only_take_the_sheet(client, row, office, member):
    client.force_login(office)
    uploads(client, row, sheet(ROW))
    pk = EntryDraft.objects.get().pk
    client.force_login(member)
    assert uploads(client, row, sheet(ROW)).status_code == 403
    assert client.get(reverse("criteria:set_draft", args=[pk])).status_code == 403
    store = reverse("criteria:set_draft_store", args=[pk])
    assert client.post(store, {"reason": "a"}).status_code == 403
    assert client.get(reverse("criteria:set_template", args=[set_of(row).code])).status_code == 200


# ── what merged communes combine by, and what follows another indicator ──────────────────────


def test_how_values_combine_goes_out_comes_back_and_changes(row, by):
    Indicator.objects.update(combine="weighted", denominator="số thôn")
    [line] = read_back(set_sheet(set_of(row)))
    assert (line["combine"], line["denominator"]) == ("bình quân theo mẫu số", "số thôn")
    assert told(looked(set_of(row), by, line)) == [("ngưỡng 8.1", "same")]
    stored(set_of(row), by, line | {"combine": "cộng lại", "denominator": ""})
    kept = Indicator.objects.get()
    assert (kept.combine, kept.denominator) == ("total", "")


def test_a_table_without_those_columns_leaves_them(row, by):
    Indicator.objects.update(combine="weighted", denominator="số thôn", unit="%")
    stored(set_of(row), by, ROW)
    kept = Indicator.objects.get()
    assert (kept.combine, kept.denominator) == ("weighted", "số thôn")


def test_a_threshold_that_follows_another_stays(row, by):
    other = IndicatorFactory(criterion=row.indicator.criterion, code="8.2", order=2)
    ThresholdFactory(indicator=other, number=None, refers_to=row.indicator, factor="1.1")
    lines = read_back(set_sheet(set_of(row)))
    assert "removed" not in {state for _, state in told(looked(set_of(row), by, *lines))}
