"""A draft: checked when read, checked again when confirmed, stored once or not at all."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import Activity
from criteria.choices import DraftKind, DraftState, Stage, Status
from criteria.models import CurrentStatus, EntryDraft, Measurement, Scorecard, StatusEntry
from criteria.models.plan import Plan, PlanCell
from criteria.services import drafts
from tests.criteria.people import World
from tests.factories import CommuneFactory, MeasurementFactory, RoundFactory, StatusEntryFactory

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


def status_cell(world, status="met", **more):
    return cell(world, status, indicator=None, criterion=world.criterion.pk, code="TC8", **more)


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


def refused(code, act, *args, **kwargs):
    with pytest.raises(ValidationError) as caught:
        act(*args, **kwargs)
    assert caught.value.code == code
    return caught.value


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
    assert Activity.objects.filter(verb="stored draft").count() == 1


def test_a_blank_a_zero_and_does_not_apply_stay_three_things(world):
    draft = drafted(world, cell(world, "không áp dụng"))
    drafts.store(draft, world.people["sponsor"])

    said = Measurement.objects.get()
    assert (said.applies, said.number) == (False, None)

    blank = drafted(world, cell(world, "", state="blank"))
    refused("nothing", drafts.store, blank, world.people["sponsor"])
    assert Measurement.objects.count() == 1


def test_a_second_confirmation_says_that_it_is_stored(world):
    draft = drafted(world, cell(world))
    twin = EntryDraft.objects.get(pk=draft.pk)
    drafts.store(draft, world.people["sponsor"])

    refused("ended", drafts.store, twin, world.people["sponsor"])

    assert Measurement.objects.count() == 1


def test_a_claim_lost_on_the_way_rolls_everything_back(world):
    draft = drafted(world, cell(world))
    drafts.begin_storing(draft)
    EntryDraft.objects.filter(pk=draft.pk).update(state=DraftState.FAILED)

    with pytest.raises(drafts.LetGo):
        drafts.write(draft, world.people["sponsor"])

    assert not Measurement.objects.exists()


@pytest.mark.parametrize("who", ["another department", "leader", "focal point of the sponsor"])
def test_cells_of_others_are_refused_with_why(world, who):
    found = only_cell(drafted(world, cell(world), who=who))

    assert found.state == "refused"
    assert "không được giao" in found.why


def test_a_stead_that_is_not_theirs_is_refused(world):
    found = only_cell(drafted(world, cell(world), speaking_as=f"5-{world.responsible.pk}"))

    assert (found.state, found.why) == (
        "refused",
        "Với tư cách đã chọn, bạn không ghi được ô này.",
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [("120", "từ 0 đến 100"), ("nhiều", "không phải là số"), ("1.234", "có thể")],
)
def test_a_value_that_cannot_be_is_refused_with_why(world, text, words):
    found = only_cell(drafted(world, cell(world, text)))

    assert found.state == "refused"
    assert words in found.why


def test_a_closed_round_is_refused_unless_it_is_corrected(world):
    RoundFactory(closed_at=timezone.now(), closed_by=world.people["office"])
    found = only_cell(drafted(world, cell(world)))
    assert (found.state, "đã đóng" in found.why) == ("refused", True)

    draft = drafted(world, cell(world), correcting=True, note="sửa theo báo cáo")
    drafts.store(draft, world.people["sponsor"])
    assert Measurement.objects.get().corrects is not None


def test_a_newer_word_is_shown_with_both_values(world):
    base = MeasurementFactory(scorecard=world.scorecard, indicator=world.indicator, number=70)
    MeasurementFactory(scorecard=world.scorecard, indicator=world.indicator, number=75)

    found = only_cell(drafted(world, cell(world, base=base.pk, before="70")))

    assert (found.state, found.before, found.now) == ("stale", "70", "75")


def test_a_newer_word_that_says_the_same_needs_no_storing(world):
    MeasurementFactory(scorecard=world.scorecard, indicator=world.indicator, number=85)

    assert only_cell(drafted(world, cell(world, "85"))).state == "same"


def test_what_changed_before_the_confirmation_stores_nothing_and_shows_which(world):
    draft = drafted(world, cell(world), status_cell(world, "not_met"))
    StatusEntryFactory(scorecard=world.scorecard, criterion=world.criterion)

    refused("changed", drafts.store, draft, world.people["sponsor"])

    assert not Measurement.objects.exists()
    states = [one.state for one in Plan.from_json(draft.plan).cells]
    assert (draft.state, states) == (DraftState.READY, ["new", "stale"])

    assert drafts.store(draft, world.people["sponsor"]) == 1  # what is still good


def test_what_another_window_changed_is_looked_at_again(world):
    draft = drafted(world, cell(world))

    refused("unseen", drafts.store, draft, world.people["sponsor"], seen=2)


def test_statuses_are_stored_and_counted(world):
    draft = drafted(world, status_cell(world, "not_met"))

    drafts.store(draft, world.people["sponsor"])

    entry = StatusEntry.objects.get()
    assert (entry.status, entry.draft) == (Status.NOT_MET, draft)
    assert CurrentStatus.objects.get().entry == entry


def test_a_commune_without_a_scorecard_gets_one_when_it_is_stored(world):
    commune = CommuneFactory()
    new = status_cell(world, scorecard=None, place=commune.pk)
    draft = drafted(world, new, who="office")
    assert not Scorecard.objects.filter(commune=commune).exists()

    drafts.store(draft, world.people["office"])

    assert StatusEntry.objects.get().scorecard.commune == commune


def test_a_discarded_draft_is_never_stored(world):
    draft = drafted(world, cell(world))
    drafts.discard(draft, world.people["sponsor"])

    refused("ended", drafts.store, draft, world.people["sponsor"])
    refused("ended", drafts.discard, draft, world.people["sponsor"])


def test_an_error_while_storing_fails_the_draft_and_it_may_be_stored_again(world, monkeypatch):
    draft = drafted(world, cell(world))

    def breaks(*args, **kwargs):
        raise OSError("disk")

    with monkeypatch.context() as broken:
        broken.setattr(drafts, "measure_many", breaks)
        with pytest.raises(OSError, match="disk"):
            drafts.store(draft, world.people["sponsor"])
    assert (draft.state, Measurement.objects.count()) == (DraftState.FAILED, 0)

    assert drafts.store(draft, world.people["sponsor"]) == 1


def test_checking_asks_as_often_for_many_cells_as_for_one(world, django_assert_max_num_queries):
    cells = [cell(world, f"{number}", at=f"ô G{number}") for number in range(1, 30)]
    with django_assert_max_num_queries(24):
        drafted(world, *cells)
