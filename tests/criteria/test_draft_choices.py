"""Forms and matrices through the API: what goes out, what is chosen on reading again; the mark ◇."""

import openpyxl
import pytest

from criteria.choices import DraftState
from criteria.models import EntryDraft
from criteria.models.plan import Plan, PlanCell
from criteria.services import drafts
from tests.criteria.sheets import fetched, saved, upload
from tests.factories import CriterionFactory, MeasurementFactory, StatusEntryFactory

pytestmark = pytest.mark.django_db
TEMPLATE = "/api/v1/drafts/template/"


@pytest.fixture
def matrix(client, world):
    """A matrix of two sheets, marked with signs that nobody knows."""
    client.force_login(world.people["office"])
    for number, name in ((1, "Quy hoạch"), (2, "Giao thông")):
        CriterionFactory(criteria_set=world.scorecard.criteria_set, number=number, name=name)
    book = openpyxl.Workbook()
    for name, sign in (("Tháng 5", "x"), ("Tháng 6", "v?")):
        sheet = book.active if name == "Tháng 5" else book.create_sheet()
        sheet.title = name
        sheet.append(["STT", "Xã", 1, 2, 8])
        sheet.append([1, "Hướng Việt", "", "", sign])
    made = client.post(
        "/api/v1/drafts/",
        {
            "file": upload(saved(book), "ma-tran.xlsx"),
            "criteria_set": world.scorecard.criteria_set.code,
        },
    )
    assert made.status_code == 201, made.content
    return f"/api/v1/drafts/{made.json()['id']}/choices/"


def states(told):
    """Of the cells that are not left blank."""
    cells = told.json()["cells"]
    return [(one["says"], one["state"]) for one in cells if one["state"] != "blank"]


def test_another_sheet_and_the_meaning_of_its_marks_are_chosen(client, matrix):
    json = "application/json"
    other = client.post(matrix, {"sheet": "Tháng 6"}, json)
    assert (other.status_code, states(other)) == (200, [("v?", "refused")])
    again = client.post(matrix, {"marks": {"v?": "not_met"}, "note": "Biên bản 5"}, json)
    assert states(again) == [("not_met", "new")]
    kept = again.json()["options"]
    assert (kept["sheet"], kept["note"]) == ("Tháng 6", "Biên bản 5")
    assert client.post(matrix, {"marks": {"v?": "tốt"}}, json).status_code == 400


def test_only_the_maker_chooses_and_only_before_it_is_stored(client, world, matrix):
    draft = EntryDraft.objects.get()
    EntryDraft.objects.update(by=world.people["sponsor"])
    assert client.post(matrix, {}, "application/json").status_code == 403
    client.force_login(world.people["another department"])
    assert client.post(matrix, {}, "application/json").status_code == 404
    EntryDraft.objects.filter(pk=draft.pk).update(state=DraftState.STORED)
    client.force_login(world.people["sponsor"])
    refused = client.post(matrix, {}, "application/json")
    assert (refused.status_code, refused.json()["code"]) == (409, "ended")


def test_forms_of_a_set_and_of_a_criterion_go_out(client, world):
    client.force_login(world.people["sponsor"])
    code = world.scorecard.criteria_set.code
    for asked in (f"criteria_set={code}", f"criteria_set={code}&criterion=8"):
        book = fetched(client, f"{TEMPLATE}?{asked}")
        assert "Hướng Việt" in {
            str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row
        }


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ("criteria_set=khong-co", "criteria_set"),
        ("criteria_set={set}&criterion=99", "criterion"),
        ("criteria_set={set}&criterion=x", "criterion"),
        ("", "scorecard"),
    ],
)
def test_a_form_of_what_is_not_there_is_refused(client, world, asked, code):
    client.force_login(world.people["sponsor"])
    answer = client.get(f"{TEMPLATE}?{asked.format(set=world.scorecard.criteria_set.code)}")
    assert (answer.status_code, answer.json()["code"]) == (409, code)


@pytest.mark.parametrize("illustrative", [True, False])
def test_what_stood_before_is_marked_where_it_only_illustrates(client, world, illustrative):
    about = {"scorecard": world.scorecard, "illustrative": illustrative}
    value = MeasurementFactory(indicator=world.indicator, number=60, **about)
    word = StatusEntryFactory(criterion=world.criterion, status="met", **about)
    common = {"scorecard": world.scorecard.pk, "commune": "Hướng Việt"}
    cells = [
        PlanCell(indicator=world.indicator.pk, base=value.pk, before="60", text="85", **common),
        PlanCell(
            criterion=world.criterion.pk, base=word.pk, before="met", text="not_met", **common
        ),
    ]
    user = world.people["sponsor"]
    draft = drafts.open_draft(
        kind="matrix",
        by=user,
        criteria_set=world.scorecard.criteria_set,
        plan=Plan(cells=cells),
        total=2,
    )
    client.force_login(user)
    page = client.get(f"/nhap/{draft.pk}/").content.decode()
    assert page.count('title="số liệu minh họa"') == (2 if illustrative else 0)
