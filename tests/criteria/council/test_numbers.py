"""The numbers of a procedure are corrected with their source; a file keeps what it was judged by."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from accounts.models import Activity
from communes.choices import Confidence
from criteria.selectors.council import council_files, council_sheet
from criteria.selectors.council_conditions import asked_of_file, condition_lines
from criteria.services.council_rules import Numbers, correct_procedure, list_documents
from tests.criteria.council.conftest import DAY, OPENED, ask
from tests.criteria.council.steps import (
    code_of,
    find,
    hand_in,
    passed,
)
from tests.factories import (
    CommuneFactory,
    DebtFactory,
    ProcedureFactory,
)

# ── correcting the numbers ───────────────────────────────────────────────────────────────────


def correct(council, wanted=None, **given):
    seen = Numbers.of(council.procedure)
    wanted = wanted or Numbers(Decimal(75), seen.favour_share, {"hai-long": Decimal(85)})
    given = {"source": "QĐ 18, Điều 5", "reason": "Đọc lại văn bản", "seen": seen} | given
    return correct_procedure(
        procedure=council.procedure, wanted=wanted, by=council.office, **given
    )


def test_a_correction_is_on_the_trail_and_files_in_preparation_follow_it(council):
    before, being_prepared = passed(council), council.open(commune=CommuneFactory())
    row = correct(council)
    condition = row.conditions.get(code="hai-long")
    assert (row.present_share, condition.number) == (75, 85)
    assert (row.vote_confidence, condition.confidence) == ("sourced", "sourced")
    line = Activity.objects.get(verb="corrected reference")
    assert line.details["before"] == {"present_share": "70", "hai-long": "80"}
    assert line.details["after"] == {"present_share": "75", "hai-long": "85"}
    assert find(council, being_prepared, "hai-long", number=Decimal(82)).holds is False
    before.refresh_from_db()
    assert before.frozen["vote"]["present"] == "70.00"


def test_numbers_that_stay_are_marked_as_checked(council):
    row = correct(
        council,
        Numbers(Decimal(70), Decimal(90), {"hai-long": Decimal(80)}),
        checked=True,
    )
    assert row.conditions.get(code="hai-long").confidence == Confidence.SOURCED
    assert row.conditions.get(code="no-dong").confidence == Confidence.RECALLED


def test_what_cannot_be_corrected(council):
    same = Numbers(Decimal(70), Decimal(90), {"hai-long": Decimal(80)})
    for given, code in (
        ({"source": " "}, "source"),
        ({"reason": " "}, "reason"),
        ({"wanted": same}, "unchanged"),
        ({"wanted": Numbers(Decimal(101), None)}, "range"),
        ({"wanted": Numbers(None, None, {"no-dong": Decimal(1)})}, "unknown"),
        ({"seen": Numbers(None, None)}, "stale"),
    ):
        with pytest.raises(ValidationError) as refusal:
            correct(council, **given)
        assert code_of(refusal) == code
    council.procedure.refresh_from_db()
    assert council.procedure.present_share == 70


def test_the_rules_of_its_day_apply_to_a_file(council):
    council.procedure.ends = dt.date(2024, 3, 31)
    council.procedure.save()
    ask(
        ProcedureFactory(starts=dt.date(2024, 4, 1), favour_share=50),
        ("dang-ky", "registered", None),
    )
    old, new = council.open(), council.open(commune=CommuneFactory(), opened_on=DAY)
    assert OPENED < DAY
    with pytest.raises(ValidationError) as refusal:
        find(council, old, "dang-ky", holds=True)
    assert code_of(refusal) == "unknown"
    assert find(council, new, "dang-ky", holds=True).holds


# ── which documents are asked ────────────────────────────────────────────────────────────────


def relist(council, words, **given):
    given = {"source": "QĐ 18, Điều 6", "reason": "Đọc lại văn bản"} | given
    return list_documents(procedure=council.procedure, words=words, by=council.office, **given)


def test_lines_that_stay_keep_what_was_filed_for_them(council):
    file = council.open()
    for asked in ("to-trinh", "bao-cao"):
        hand_in(council, file, asked)
    relist(council, ["Phim tư liệu", " Giấy tờ  bao-cao ", ""])
    sheet = council_sheet(council_files(council.office).get(pk=file.pk), council.office)
    assert [(one.asked.words, len(one.filed)) for one in sheet.documents] == [
        ("Phim tư liệu", 0),
        ("Giấy tờ bao-cao", 1),
    ]
    assert [one.asked for one in sheet.others] == ["to-trinh"]
    assert {one.confidence for one in sheet.asks.papers} == {"sourced"}
    line = Activity.objects.get(verb="corrected reference")
    assert line.details["before"] == {"documents": ["Giấy tờ to-trinh", "Giấy tờ bao-cao"]}
    assert line.details["after"] == {"documents": ["Phim tư liệu", "Giấy tờ bao-cao"]}


def test_what_cannot_be_a_list_of_documents(council):
    same = ["Giấy tờ to-trinh", "Giấy tờ bao-cao"]
    for words, given, code in (
        (same, {}, "unchanged"),
        (["A", "A "], {}, "twice"),
        (["A" * 301], {}, "long"),
        (["A"], {"source": " "}, "source"),
        (["A"], {"reason": " "}, "reason"),
    ):
        with pytest.raises(ValidationError) as refusal:
            relist(council, words, **given)
        assert code_of(refusal) == code
    assert council.procedure.documents.count() == 2


def test_a_file_before_the_council_keeps_its_list(council):
    file = passed(council)
    relist(council, ["Phim tư liệu"])
    assert [one.code for one in asked_of_file(file).papers] == ["to-trinh", "bao-cao"]


def test_what_the_portal_knew_is_kept_as_it_stood(council):
    debt = DebtFactory(commune=council.commune, as_of=dt.date(2024, 3, 31), amount=640)
    file = passed(council)
    debt.delete()
    line = condition_lines(file, asked_of_file(file))[1]
    assert (line.holds, line.beside_holds, line.differs) == (True, False, True)
    assert line.beside == "nợ đọng 640 triệu đồng đến 31/3/2024"
