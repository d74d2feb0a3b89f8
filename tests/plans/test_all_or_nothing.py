"""A list that breaks half way leaves nothing behind, and its draft waits as before."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from accounts.models import Activity
from criteria.models import SponsorAssignment
from documents.models import OfficialDocument
from plans.choices import DraftKind, DraftState, MoneySource
from plans.models import (
    Capital,
    Debt,
    PlanDraft,
    SupportAction,
    Task,
    TaskGroup,
    Work,
    WorkProgramme,
)
from plans.models.assigning import AssignmentList, Pair
from plans.services import assignment_drafts, programme_drafts, works_import
from plans.services.support import SupportGiven
from plans.services.support_import import import_support
from plans.services.works_import import (
    CapitalGiven,
    DebtGiven,
    WorkGiven,
    store_debts,
    store_works,
)
from tests.factories import (
    AgencyFactory,
    CommuneFactory,
    DebtFactory,
    PaperFactory,
    PlanDraftFactory,
    SponsorAssignmentFactory,
    UserFactory,
)
from tests.plans.programme_tables import row
from tests.plans.programme_world import ONE

pytestmark = pytest.mark.django_db
MAY = dt.date(2024, 5, 31)
KEPT = (
    *(SponsorAssignment, OfficialDocument, WorkProgramme, TaskGroup, Task),
    *(SupportAction, Work, Capital, Debt),
)


class PowerCut(Exception):  # noqa: N818 -- what happens
    pass


@pytest.fixture
def cut(monkeypatch):
    """Fail at the `number`th call of something."""

    def at(module, name, number=1):
        real, calls = getattr(module, name), []

        def fails(*args, **given):
            calls.append(name)
            if len(calls) == number:
                raise PowerCut
            return real(*args, **given)

        monkeypatch.setattr(module, name, fails)

    return at


@pytest.fixture
def nothing_left():
    """Whatever the act, it fails, and the rows stand as before it."""

    def told(draft, act, refusal=PowerCut):
        before = [list(model.objects.order_by("pk").values()) for model in (*KEPT, Activity)]
        with pytest.raises(refusal):
            act()
        after = [list(model.objects.order_by("pk").values()) for model in (*KEPT, Activity)]
        assert after == before
        draft = PlanDraft.objects.get(pk=draft.pk)
        assert (draft.state, draft.version, draft.message) == (DraftState.READY, 1, "")

    return told


def test_a_decision_and_its_assignments(cut, nothing_left):
    agency, communes = AgencyFactory(), CommuneFactory.create_batch(3)
    SponsorAssignmentFactory(commune=communes[0], starts=dt.date(2022, 1, 1), ends=None)
    new = {"title": "Phân công", "number": "7", "notation": "QĐ-UBND", "dated": "2024-06-27"}
    draft = PlanDraftFactory(
        plan=AssignmentList(pairs=[Pair(agency.slug, one.code) for one in communes]).to_json(),
        options={"new_paper": new, "starts": "2024-07-01"},
    )
    cut(assignment_drafts.drafts, "tell")
    nothing_left(draft, lambda: assignment_drafts.store_list(draft, by=UserFactory()))


def test_a_programme(cut, nothing_left, opened, keeper):
    draft = opened(ONE, row("2", "Việc hai", "Sở Tài chính", "", "Năm 2024"))
    cut(programme_drafts, "add_task", 2)
    nothing_left(draft, lambda: programme_drafts.store(draft, keeper, seen=None))


def test_help_where_the_last_row_is_refused(nothing_left):
    place, agency, person = CommuneFactory(), AgencyFactory(), UserFactory()
    facts = {"form": "training", "commune": place, "state": "planned"}
    rows = [
        (agency, SupportGiven(content="Một", **facts)),
        (agency, SupportGiven(content="Hai", quantity_planned=Decimal(-1), **facts)),
    ]
    draft = PlanDraftFactory(kind=DraftKind.SUPPORT)
    act = import_support
    nothing_left(draft, lambda: act(draft=draft, rows=rows, seen=1, by=person), ValidationError)


def test_works_and_capital(cut, nothing_left):
    place, person = CommuneFactory(), UserFactory()
    capital = CapitalGiven(2024, MoneySource.CENTRAL, MAY, Decimal(100))
    rows = [WorkGiven(number, place, f"Đường {number}", {}, capital) for number in (2, 3)]
    draft = PlanDraftFactory(kind=DraftKind.WORKS)
    cut(works_import, "tell")
    nothing_left(draft, lambda: store_works(draft, rows, by=person, seen=1))


def test_debts(cut, nothing_left):
    person, old = UserFactory(), DebtFactory(as_of=MAY, amount=250)
    rows = [
        DebtGiven(2, old.commune, MAY, Decimal(100)),
        DebtGiven(3, CommuneFactory(), MAY, Decimal(7)),
    ]
    draft = PlanDraftFactory(kind=DraftKind.DEBTS)
    cut(works_import, "tell")
    nothing_left(draft, lambda: store_debts(draft, rows, by=person, seen=1))


def test_paper_named_by_the_options_stays_as_it_was(cut, nothing_left):
    """It would be replaced by the new one at the end."""
    old = SponsorAssignmentFactory(starts=dt.date(2022, 1, 1), ends=None)
    pair = Pair(old.agency.slug, old.commune.code, "in_charge")
    draft = PlanDraftFactory(
        plan=AssignmentList(pairs=[pair]).to_json(),
        options={"paper": PaperFactory().pk, "starts": "2024-07-01"},
    )
    cut(assignment_drafts.drafts, "tell")
    nothing_left(draft, lambda: assignment_drafts.store_list(draft, by=UserFactory()))
