"""A draft: checked when read, checked again when confirmed, stored once or not at all."""

import pytest
from django.core.exceptions import ValidationError

from criteria.choices import DraftKind, DraftState, Stage, Status
from criteria.models import EntryDraft, Measurement, StatusEntry
from criteria.models.plan import Plan, PlanCell
from criteria.services import drafts
from tests.criteria.people import World
from tests.factories import MeasurementFactory, StatusEntryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return World()


def cell(world, text="85", **more):
    given = {
        "scorecard": world.scorecard.pk,
        "commune": "Hướng Việt",
        "indicator": world.indicator.pk,
        "code": "8.1",
        "text": text,
        "at": "ô G7",
    }
    return PlanCell(**given | more)


def drafted(world, *cells, who="sponsor", **options):
    return drafts.open_draft(
        kind=DraftKind.COMMUNE_SHEET,
        by=world.people[who],
        criteria_set=world.scorecard.criteria_set,
        options=options,
        plan=Plan(cells=list(cells)),
    )


def only_cell(draft):
    (found,) = Plan.from_json(draft.plan).cells
    return found


def test_nothing_is_stored_before_it_is_confirmed(world):
    draft = drafted(world, cell(world))

    assert draft.state == DraftState.READY
    assert not Measurement.objects.exists()


def test_what_is_confirmed_is_stored_with_its_draft(world):
    draft = drafted(world, cell(world, "0"))

    assert drafts.store(draft, world.people["sponsor"], seen=1) == 1

    said = Measurement.objects.get()
    assert (said.number, said.draft, said.stage) == (0, draft, Stage.REVIEWED)
    assert (draft.state, draft.stored_by) == (DraftState.STORED, world.people["sponsor"])
