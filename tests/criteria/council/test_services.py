"""A file from its first day to the council and to the decision, and every no on the way."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.models import Activity
from criteria.choices import CouncilState, Level, Purpose
from criteria.models import ConditionFinding, CouncilFile, Recognition
from criteria.services.council_parts import withdraw_document
from tests.criteria.council.conftest import confirm
from tests.criteria.council.steps import (
    LATER,
    code_of,
    decide,
    drop,
    fill,
    find,
    hand_in,
    meet,
    passed,
    submit,
)
from tests.criteria.ladder import judge
from tests.factories import (
    CommuneFactory,
    CouncilFileFactory,
    DebtFactory,
    PaperFactory,
    RecognitionFactory,
)

# ── the whole way ────────────────────────────────────────────────────────────────────────────


def test_a_file_ends_in_a_recognition_with_its_decision(council):
    file, paper = passed(council), PaperFactory()
    assert file.state == CouncilState.PASSED
    decide(council, file, paper=paper, decided_on=LATER)
    file.refresh_from_db()
    row = Recognition.objects.get()
    assert (file.state, file.recognition, file.ended_on) == ("decided", row, LATER)
    assert (row.commune, row.level, row.year, row.paper) == (council.commune, "ntm", 2023, paper)
    verbs = list(
        Activity.objects.filter(subject__startswith="criteria.councilfile:").order_by("pk")
    )
    assert [line.verb for line in verbs] == [
        *("opened council file", "stated condition", "stated condition"),
        *("filed document", "filed document", "put before council"),
        *("recorded council meeting", "decided council file"),
    ]


def test_what_was_asked_and_found_is_kept_as_it_stood(council):
    file = passed(council)
    council.procedure.conditions.filter(code="hai-long").update(number=99)
    kept = file.frozen
    assert [one["number"] for one in kept["conditions"]] == [None, None, "80.00"]
    found = ConditionFinding.objects.get(council_file=file, computed=True)
    assert (found.condition, found.words.startswith("19/19 tiêu chí đạt")) == ("tieu-chi", True)


def test_a_decision_that_recognitions_refuse_changes_nothing(council):
    file = passed(council)
    with pytest.raises(ValidationError) as refusal:
        decide(council, file, source="")
    file.refresh_from_db()
    assert (code_of(refusal), file.state) == ("source", "passed")
    assert not Recognition.objects.exists()


# ── opening ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"opened_on": dt.date(2999, 1, 1)}, "future"),
        ({"opened_on": dt.date(1990, 1, 1)}, "outside"),
        ({"purpose": Purpose.REVOKE}, "not_held"),
    ],
)
def test_what_cannot_be_opened(council, given, code):
    with pytest.raises(ValidationError) as refusal:
        council.open(**given)
    assert code_of(refusal) == code
    assert not CouncilFile.objects.exists()


def test_one_file_lives_for_a_commune_a_level_and_a_purpose(council):
    first = council.open()
    with pytest.raises(ValidationError) as refusal:
        council.open()
    assert code_of(refusal) == "duplicate"
    council.open(level=Level.ADVANCED)
    drop(council, first)
    council.open()
    assert CouncilFile.objects.living().count() == 2


def test_the_database_keeps_one_living_file(council):
    file = council.open()
    with pytest.raises(IntegrityError), transaction.atomic():
        CouncilFileFactory(commune=file.commune)


def test_a_level_that_is_held_is_not_examined_again(council):
    RecognitionFactory(commune=council.commune)
    with pytest.raises(ValidationError) as refusal:
        council.open()
    assert code_of(refusal) == "held"


# ── conditions ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("condition", "given", "code"),
    [
        ("tieu-chi", {"holds": True}, "computed"),
        ("khong-co", {"holds": True}, "unknown"),
        ("no-dong", {}, "holds"),
        ("no-dong", {"holds": True, "words": " "}, "basis"),
        ("hai-long", {}, "number"),
        ("hai-long", {"number": Decimal(101)}, "number"),
        ("no-dong", {"holds": True, "on": dt.date(2999, 1, 1)}, "future"),
    ],
)
def test_what_cannot_be_stated(council, condition, given, code):
    file = council.open()
    with pytest.raises(ValidationError) as refusal:
        find(council, file, condition, **given)
    assert code_of(refusal) == code
    assert not file.findings.exists()


@pytest.mark.parametrize(("number", "holds"), [("79.99", False), ("80", True), ("0", False)])
def test_of_a_share_the_number_says_whether_it_holds(council, number, holds):
    file = council.open()
    row = find(council, file, "hai-long", number=Decimal(number), holds=not holds)
    assert (row.holds, row.number) == (holds, Decimal(number))


def test_what_plans_knows_of_the_debt_is_kept_beside(council):
    DebtFactory(commune=council.commune, as_of=dt.date(2024, 3, 31), amount=640)
    row = find(council, council.open(), "no-dong", holds=True)
    assert row.beside == "nợ đọng 640 triệu đồng đến 31/3/2024"
    assert row.beside_holds is False


def test_the_last_word_counts_and_the_first_stays(council):
    file = council.open()
    fill(council, file)
    find(council, file, "no-dong", holds=False)
    with pytest.raises(ValidationError) as refusal:
        submit(council, file)
    assert code_of(refusal) == "conditions"
    assert file.findings.filter(condition="no-dong").count() == 2


# ── documents ────────────────────────────────────────────────────────────────────────────────


def test_what_cannot_be_filed(council):
    file, paper = council.open(), PaperFactory()
    hand_in(council, file, "to-trinh", paper=paper)
    for given, code in (
        ({"asked": "khong-co"}, "unknown"),
        ({"asked": "to-trinh", "paper": paper}, "twice"),
        ({"asked": "to-trinh", "upload": None}, "one"),
        ({"asked": "to-trinh", "on": dt.date(2999, 1, 1)}, "future"),
    ):
        with pytest.raises(ValidationError) as refusal:
            hand_in(council, file, **given)
        assert code_of(refusal) == code
    assert file.filed.count() == 1


def test_a_document_taken_back_stays_and_no_longer_counts(council):
    file = council.open()
    fill(council, file)
    row = file.filed.get(asked="to-trinh")
    with pytest.raises(ValidationError) as refusal:
        withdraw_document(document=row, reason=" ", by=council.office)
    assert code_of(refusal) == "reason"
    withdraw_document(document=row, reason="Nhầm tệp", by=council.office)
    with pytest.raises(ValidationError) as refusal:
        withdraw_document(document=row, reason="Nhầm tệp", by=council.office)
    assert code_of(refusal) == "withdrawn"
    with pytest.raises(ValidationError) as refusal:
        submit(council, file)
    assert (code_of(refusal), "Giấy tờ to-trinh" in refusal.value.messages[0]) == (
        "documents",
        True,
    )


# ── before the council ───────────────────────────────────────────────────────────────────────


def test_a_file_without_its_documents_does_not_go_before_the_council(council):
    file = council.open()
    with pytest.raises(ValidationError) as refusal:
        submit(council, file)
    assert code_of(refusal) == "documents"
    assert "Giấy tờ to-trinh; Giấy tờ bao-cao" in refusal.value.messages[0]


def test_conditions_that_do_not_hold_are_named(council):
    judged = CommuneFactory(name="Thuận")
    judge(judged, council.rules[0].criteria_set, unmet=[3])
    file = council.open(commune=judged)
    for asked in ("to-trinh", "bao-cao"):
        hand_in(council, file, asked)
    find(council, file, "hai-long", number=Decimal(75))
    with pytest.raises(ValidationError) as refusal:
        submit(council, file)
    said = refusal.value.messages[0]
    assert "18/19 tiêu chí đạt; chưa đạt: 3. Tiêu chí 3" in said
    assert "Điều kiện no-dong (chưa ghi)" in said
    assert "75 %, phải từ 80 %" in said
    file.refresh_from_db()
    assert (file.state, file.frozen) == ("preparing", None)


def test_what_the_office_has_not_confirmed_does_not_go_before_the_council(council):
    judged = CommuneFactory(name="Thuận")
    judge(judged, council.rules[0].criteria_set)
    file = council.open(commune=judged)
    fill(council, file)
    with pytest.raises(ValidationError) as refusal:
        submit(council, file)
    assert code_of(refusal) == "conditions"
    said = "19/19 tiêu chí đạt; 19 kết quả chưa được Văn phòng Điều phối xác nhận"
    assert said in refusal.value.messages[0]
    confirm(judged)
    assert submit(council, file).state == "submitted"


@pytest.mark.parametrize(
    ("on", "code"), [(dt.date(2024, 2, 1), "before"), (dt.date(2999, 1, 1), "future")]
)
def test_the_day_of_submission_must_be_possible(council, on, code):
    file = council.open()
    fill(council, file)
    with pytest.raises(ValidationError) as refusal:
        submit(council, file, on=on)
    assert code_of(refusal) == code


def test_before_the_council_nothing_in_the_file_changes(council):
    file = council.open()
    fill(council, file)
    submit(council, file)
    row = file.filed.first()
    for act in (
        lambda: find(council, file, "no-dong", holds=False),
        lambda: hand_in(council, file, "bao-cao"),
        lambda: withdraw_document(document=row, reason="Nhầm", by=council.office),
        lambda: submit(council, file),
        lambda: decide(council, file),
    ):
        with pytest.raises(ValidationError) as refusal:
            act()
        assert code_of(refusal) == "state"


def test_without_a_procedure_the_file_is_kept_and_nothing_is_asked(council):
    """2026 on: the procedure is not at hand, so the minutes say what the council decided."""
    council.procedure.delete()
    file = council.open()
    submit(council, file)
    file.refresh_from_db()
    assert (file.frozen["confidence"], file.frozen["conditions"]) == ("missing", [])
    with pytest.raises(ValidationError) as refusal:
        meet(council, file)
    assert code_of(refusal) == "unknown"
    row = meet(council, file, agreed=True)
    assert (row.valid, row.passed) == (None, True)
