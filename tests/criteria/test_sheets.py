"""Excel forms: out with a key, edited as people edit, back cell by cell."""

import shutil
import subprocess
import zipfile
from io import BytesIO

import pytest
from django.urls import reverse

from accounts.calendar import working_day
from communes.exports import to_xlsx
from communes.models import Commune
from criteria.choices import DraftKind, DraftState, ValueType
from criteria.imports import sheets, workbook
from criteria.models import EntryDraft, Measurement
from criteria.models.plan import Plan
from criteria.selectors.sheets import province_form
from tests.criteria.people import World
from tests.criteria.sheets import Grid, fetched, saved, upload
from tests.factories import (
    CommuneFactory,
    IndicatorFactory,
    MeasurementFactory,
    ScorecardFactory,
)

pytestmark = pytest.mark.django_db
UPLOAD = "/nhap/tep/"


@pytest.fixture
def world():
    world = World()
    world.yes_no = IndicatorFactory(
        criterion=world.criterion, code="8.2", order=2, value_type=ValueType.BOOLEAN, unit=""
    )
    world.third = IndicatorFactory(criterion=world.criterion, code="8.3", order=3)
    return world


@pytest.fixture
def signed_in(client, world):
    client.force_login(world.people["sponsor"])
    return client


def scorecard_url(world):
    return reverse("criteria:scorecard_template", args=[world.scorecard.pk])


def criterion_url(world):
    return reverse("criteria:criterion_template", args=[world.scorecard.criteria_set.code, 8])


def set_url(world):
    return reverse("criteria:province_template", args=[world.scorecard.criteria_set.code])


def sent(client, book):
    """The draft made of an edited workbook."""
    content = book if isinstance(book, bytes) else saved(book)
    answer = client.post(UPLOAD, {"file": upload(content)})
    assert answer.status_code == 302, answer.content.decode()
    return EntryDraft.objects.latest("pk")


def cells(draft):
    """Those of Hướng Việt, by code and part."""
    plan = Plan.from_json(draft.plan)
    return {(one.code, one.part): one for one in plan.cells if one.commune == "Hướng Việt"}


def test_a_blank_a_zero_and_does_not_apply_go_out_as_three_things(world, signed_in):
    MeasurementFactory(scorecard=world.scorecard, indicator=world.indicator, number=0)
    MeasurementFactory(
        scorecard=world.scorecard, indicator=world.third, number=None, applies=False
    )

    grid = Grid(fetched(signed_in, criterion_url(world)))

    code = world.commune.code
    values = [grid.cell(code, key).value for key in ("8.1", "8.2", "8.3")]
    assert values == [0, None, "không áp dụng"]


def test_a_blank_a_zero_and_does_not_apply_come_back_as_three_things(world, signed_in):
    book = fetched(signed_in, scorecard_url(world))
    grid = Grid(book)
    grid.cell("8.1", sheets.VALUE).value = 0
    grid.cell("8.3", sheets.VALUE).value = "không áp dụng"

    draft = sent(signed_in, book)
    found = cells(draft)
    assert [found[code, ""].state for code in ("8.1", "8.2", "8.3")] == ["new", "blank", "new"]

    signed_in.post(reverse("criteria:draft_store", args=[draft.pk]), {"seen": "2"})
    stored = {one.indicator.code: one for one in Measurement.objects.select_related("indicator")}
    assert (stored["8.1"].number, stored["8.1"].applies) == (0, True)
    assert (stored["8.3"].number, stored["8.3"].applies) == (None, False)
    assert "8.2" not in stored


def test_the_form_locks_all_but_values_and_notes(world, signed_in):
    grid = Grid(fetched(signed_in, scorecard_url(world)))

    assert grid.sheet.protection.sheet
    free = [cell.column for cell in grid.sheet[grid.row("8.1")] if not cell.protection.locked]
    assert free == [grid.column(sheets.VALUE), grid.column(sheets.NOTE)]


def test_the_form_offers_lists_and_its_key_is_out_of_sight(world, signed_in):
    book = fetched(signed_in, scorecard_url(world))
    grid = Grid(book)

    rules = {str(one.sqref): one for one in grid.sheet.data_validations.dataValidation}
    at = grid.cell("8.2", sheets.VALUE).coordinate
    assert rules[at].formula1 == '"Có,Không,không áp dụng"'
    assert "<=100" in rules[grid.cell("8.1", sheets.VALUE).coordinate].formula1
    assert book["khoa"].sheet_state == "veryHidden"


def test_values_follow_their_key_when_rows_and_columns_move(world, signed_in):
    book = fetched(signed_in, scorecard_url(world))
    grid = Grid(book)
    grid.cell("8.1", sheets.VALUE).value = 88.5
    grid.sheet.move_range(f"A{grid.row('8.1')}:H{grid.row('8.1')}", rows=20)
    grid.sheet.insert_cols(2)

    found = cells(sent(signed_in, book))

    assert (found["8.1", ""].text, found["8.1", ""].state) == ("88,5", "new")


def test_a_percentage_shown_in_percent_is_read_as_it_is_seen(world, signed_in):
    book = fetched(signed_in, scorecard_url(world))
    cell = Grid(book).cell("8.1", sheets.VALUE)
    cell.value, cell.number_format = 0.85, "0%"

    assert cells(sent(signed_in, book))["8.1", ""].text == "85"


def test_a_formula_that_nobody_computed_is_refused(world, signed_in):
    book = fetched(signed_in, scorecard_url(world))
    Grid(book).cell("8.1", sheets.VALUE).value = "=40+2"

    found = cells(sent(signed_in, book))["8.1", ""]

    assert (found.state, "công thức" in found.why) == ("refused", True)


def test_names_typed_over_are_noticed_and_without_effect(world, signed_in):
    book = fetched(signed_in, scorecard_url(world))
    grid = Grid(book)
    grid.sheet.cell(grid.row("8.1"), grid.left + 2).value = "Tên khác"

    draft = sent(signed_in, book)

    assert any("Ô đã khóa" in note for note in Plan.from_json(draft.plan).notes)


def test_a_note_without_a_value_is_refused(world, signed_in):
    book = fetched(signed_in, scorecard_url(world))
    Grid(book).cell("8.1", sheets.NOTE).value = "đang chờ"

    assert cells(sent(signed_in, book))["8.1", ""].state == "refused"


def test_a_row_twice_counts_once(world, signed_in):
    book = fetched(signed_in, criterion_url(world))
    grid = Grid(book)
    grid.cell(world.commune.code, "8.1").value = 60
    source = [cell.value for cell in grid.sheet[grid.row(world.commune.code)]]
    source[grid.column("8.1") - 1] = 99
    grid.sheet.append(source)

    plan = Plan.from_json(sent(signed_in, book).plan)
    found = [(one.text, one.state) for one in plan.cells if one.code == "8.1" and one.text]

    assert found == [("60", "new"), ("99", "refused")]


def test_rows_added_and_taken_away_are_told(world, signed_in):
    ScorecardFactory(criteria_set=world.scorecard.criteria_set)
    book = fetched(signed_in, criterion_url(world))
    grid = Grid(book)
    grid.sheet.delete_rows(grid.row(world.commune.code))
    grid.sheet.append([None, "19999", "Xã lạ", "", 50])

    notes = " ".join(Plan.from_json(sent(signed_in, book).plan).notes)

    assert "Không có khóa" in notes
    assert "3 ô của mẫu không còn trong tệp" in notes


def test_a_cleared_cell_keeps_the_value_and_says_so(world, signed_in):
    MeasurementFactory(scorecard=world.scorecard, indicator=world.indicator, number=70)
    book = fetched(signed_in, criterion_url(world))
    Grid(book).cell(world.commune.code, "8.1").value = None

    found = cells(sent(signed_in, book))["8.1", ""]

    assert (found.state, "giá trị cũ giữ nguyên" in found.why) == ("blank", True)


def test_what_others_wrote_since_the_form_was_made_is_shown(world, signed_in):
    MeasurementFactory(scorecard=world.scorecard, indicator=world.indicator, number=70)
    book = fetched(signed_in, criterion_url(world))
    Grid(book).cell(world.commune.code, "8.1").value = 80
    MeasurementFactory(scorecard=world.scorecard, indicator=world.indicator, number=75)

    found = cells(sent(signed_in, book))["8.1", ""]

    assert (found.state, found.before, found.text, found.now) == ("stale", "70", "80", "75")


def test_an_untouched_cell_is_left_though_others_wrote(world, signed_in):
    MeasurementFactory(scorecard=world.scorecard, indicator=world.indicator, number=70)
    book = fetched(signed_in, criterion_url(world))
    MeasurementFactory(scorecard=world.scorecard, indicator=world.indicator, number=75)

    assert cells(sent(signed_in, book))["8.1", ""].state == "same"


def test_the_form_of_the_province_has_every_commune_and_value(world, signed_in):
    CommuneFactory()
    communes = Commune.objects.on(working_day()).count()
    book = fetched(signed_in, set_url(world))
    grid = Grid(book)
    grid.cell(world.commune.code, "8.3").value = 12

    draft = sent(signed_in, book)

    assert draft.kind == DraftKind.PROVINCE_SHEET
    assert draft.total == communes * 3 == len(Plan.from_json(draft.plan).cells)
    assert cells(draft)["8.3", ""].state == "new"


def refusal(client, content, name="mau.xlsx"):
    answer = client.post(UPLOAD, {"file": upload(content, name)})
    assert answer.status_code == 422
    assert not EntryDraft.objects.exists()
    return answer.content.decode()


def test_a_file_without_the_key_is_refused_in_words(signed_in):
    assert "không phải mẫu tải từ hệ thống" in refusal(signed_in, to_xlsx("A", ["x"], [["1"]]))


@pytest.mark.parametrize("content", [b"<html>", b"PK\x03\x04 not a zip", b"\xd0\xcf\x11\xe0old"])
def test_what_is_no_spreadsheet_is_refused_in_words(signed_in, content):
    assert "Không đọc được tệp này như một tệp Excel" in refusal(signed_in, content)


def test_a_key_that_was_edited_is_refused(world, signed_in):
    book = fetched(signed_in, scorecard_url(world))
    book["khoa"]["A12"].value = "x"

    assert "khóa ẩn của tệp đã bị sửa" in refusal(signed_in, saved(book))


def test_a_form_of_another_version_is_refused(world, signed_in):
    book = fetched(signed_in, scorecard_url(world))
    book["khoa"]["B1"].value = "0"

    assert "Mẫu này của bản cũ" in refusal(signed_in, saved(book))


def test_a_form_of_an_unknown_set_is_refused(world, signed_in):
    book = fetched(signed_in, scorecard_url(world))
    type(world.scorecard.criteria_set).objects.update(code="other")

    assert "hệ thống không có bộ đó" in refusal(signed_in, saved(book))


def test_a_file_too_big_is_refused(signed_in, monkeypatch):
    monkeypatch.setattr(workbook, "MOST_BYTES", 10)

    assert "lớn hơn" in refusal(signed_in, to_xlsx("A", ["x"], []))


def test_a_bomb_is_refused_before_it_unpacks(signed_in, monkeypatch):
    monkeypatch.setattr(workbook, "MOST_UNPACKED", 1000)

    assert "bung ra quá lớn" in refusal(signed_in, to_xlsx("A", ["x"] * 50, []))


def test_a_cell_far_away_is_refused_before_it_is_read(signed_in):
    source = BytesIO(to_xlsx("A", ["x"], []))
    target = BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for part in old.infolist():
            content = old.read(part)
            if part.filename.endswith("sheet1.xml"):
                content = content.replace(b'r="A1"', b'r="XFD1048576"')
            new.writestr(part, content)

    assert "bung ra quá lớn" in refusal(signed_in, target.getvalue())


def test_the_queries_of_a_form_do_not_follow_the_communes(world, django_assert_max_num_queries):
    for _ in range(4):
        ScorecardFactory(criteria_set=world.scorecard.criteria_set)
    communes = list(Commune.objects.select_related("district"))
    with django_assert_max_num_queries(6):
        form = province_form(world.scorecard.criteria_set, communes, working_day())
    assert len(form.rows) == len(communes)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not on this machine")
def test_what_libreoffice_saves_is_read(world, signed_in, tmp_path):
    book = fetched(signed_in, scorecard_url(world))
    Grid(book).cell("8.1", sheets.VALUE).value = "=40+2"
    (tmp_path / "mau.xlsx").write_bytes(saved(book))
    subprocess.run(  # noqa: S603 -- our own file
        [
            *("soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/office"),
            *("--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", f"{tmp_path}/out"),
            f"{tmp_path}/mau.xlsx",
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )

    draft = sent(signed_in, (tmp_path / "out" / "mau.xlsx").read_bytes())

    assert draft.state == DraftState.READY
    assert cells(draft)["8.1", ""].text == "42"
