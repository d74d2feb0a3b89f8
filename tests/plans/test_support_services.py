"""Help and needs: what may be said, what is refused, what the trail keeps."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from accounts.models import Activity
from plans.choices import ActionState, MoneySource, NeedState
from plans.models import Attachment, Need, SupportAction
from plans.selectors.trail import trail_of
from plans.services.needs import (
    NeedGiven,
    add_need,
    change_need,
    drop_need,
    meet_need,
    reopen_need,
)
from plans.services.support import (
    MoneyGiven,
    SupportGiven,
    add_support,
    carry_out,
    change_support,
    drop_support,
    resume_support,
)
from plans.services.support_import import import_support
from tests.documents import files
from tests.documents.files import upload
from tests.factories import (
    CommuneFactory,
    CriterionFactory,
    IndicatorFactory,
    MembershipFactory,
    NeedFactory,
    PlanDraftFactory,
    SupportActionFactory,
    SupportMoneyFactory,
)

pytestmark = pytest.mark.django_db
DAY = dt.date(2024, 6, 10)
OWN, LABOUR = MoneySource.OWN.value, MoneySource.LABOUR_DAYS.value


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def officer():
    return MembershipFactory()


@pytest.fixture
def commune():
    return CommuneFactory(name="Gio Mai")


def done(commune, /, **more):
    said = {"form": "guidance", "content": "Hướng dẫn hồ sơ", "state": "done", "done_on": DAY}
    return SupportGiven(**(said | {"commune": commune} | more))


def code_of(refused):
    """Of the one error, at a field or not."""
    error = refused.value
    return error.code if hasattr(error, "code") else next(iter(error.error_dict.values()))[0].code


def test_help_is_entered_with_money_files_and_a_line_of_the_trail(officer, commune):
    money = (
        MoneyGiven(OWN, Decimal(50), Decimal(0)),
        MoneyGiven(LABOUR, None, Decimal("9.5"), None, Decimal(45)),
        MoneyGiven(MoneySource.CREDIT.value),
    )
    action = add_support(
        agency=officer.agency,
        given=done(commune, money=money, total_done=Decimal(12)),
        files=[upload(files.pdf(), "Biên bản.pdf")],
        by=officer.user,
    )
    rows = {one.source: one for one in action.money.all()}
    assert set(rows) == {OWN, LABOUR}  # nothing was said of credit
    assert (rows[OWN].planned, rows[OWN].done) == (50, 0)
    assert (rows[LABOUR].planned, rows[LABOUR].days_done) == (None, 45)
    assert [one.name for one in action.attachments.all()] == ["Biên bản.pdf"]
    line = Activity.objects.get(verb="added support")
    assert (line.by, line.details["commune"]) == (officer.user, "xã Gio Mai")


def test_a_refused_file_leaves_no_action(officer, commune):
    with pytest.raises(ValidationError):
        add_support(
            agency=officer.agency,
            given=done(commune),
            files=[upload(b"MZ", "xau.exe")],
            by=officer.user,
        )
    assert not SupportAction.objects.exists()
    assert not Attachment.objects.exists()


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"commune": None}, "commune"),
        ({"commune": None, "state": "planned", "done_on": None}, "commune"),
        ({"done_on": None}, "day"),
        ({"done_on": dt.date(2024, 6, 19)}, "future"),
        ({"done_on": dt.date(2019, 12, 31)}, "outside"),
        ({"total_done": Decimal(-1)}, "negative"),
        ({"state": "planned", "done_on": None, "quantity_done": Decimal(1)}, "not_done"),
        (
            {"state": "planned", "done_on": None, "money": (MoneyGiven(OWN, done=Decimal(1)),)},
            "not_done",
        ),
        ({"money": (MoneyGiven(OWN, days_done=Decimal(1)),)}, "source"),
        ({"state": "dropped", "done_on": None}, "state"),
        ({"money": (MoneyGiven("gold", done=Decimal(1)),)}, "source"),
    ],
)
def test_what_cannot_be_is_refused(officer, commune, more, code):
    with pytest.raises(ValidationError) as refused:
        add_support(agency=officer.agency, given=done(commune, **more), by=officer.user)
    assert code_of(refused) == code
    assert not SupportAction.objects.exists()


def test_help_on_the_working_day_itself_is_taken(officer, commune):
    given = done(commune, done_on=dt.date(2024, 6, 18))
    assert add_support(agency=officer.agency, given=given, by=officer.user).pk


def test_an_indicator_goes_with_its_own_criterion(officer, commune):
    given = done(commune, criterion=CriterionFactory(), indicator=IndicatorFactory())
    with pytest.raises(ValidationError) as refused:
        add_support(agency=officer.agency, given=given, by=officer.user)
    assert code_of(refused) == "foreign"


def test_a_need_is_of_the_same_commune(officer, commune):
    with pytest.raises(ValidationError) as refused:
        add_support(
            agency=officer.agency, given=done(commune, need=NeedFactory()), by=officer.user
        )
    assert code_of(refused) == "need"


def test_an_offer_may_wait_for_its_commune(officer):
    given = SupportGiven(form="direct", content="Tặng máy tính", state="offered")
    action = add_support(agency=officer.agency, given=given, by=officer.user)
    assert (action.commune, action.state) == (None, ActionState.OFFERED)


def test_a_change_keeps_what_stood_before(officer):
    action = SupportActionFactory(agency=officer.agency)
    SupportMoneyFactory(action=action, source=OWN, done=30)
    given = done(
        action.commune, content="Nội dung mới", money=(MoneyGiven(OWN, done=Decimal(45)),)
    )
    changed = change_support(action=action, given=given, seen=1, by=officer.user)
    assert (changed.content, changed.money.get().done) == ("Nội dung mới", 45)
    told = [line.changes for line in trail_of(changed)]
    assert (("Kinh phí của đơn vị".lower(), "– | 30 | – | –", "– | 45 | – | –"),) in told
    assert any(("nội dung", action.content, "Nội dung mới") in changes for changes in told)
    with pytest.raises(ValidationError) as refused:
        change_support(action=action, given=given, seen=1, by=officer.user)
    assert refused.value.code == "stale"


def test_money_alone_is_a_change_too(officer):
    action = SupportActionFactory(agency=officer.agency)
    given = done(action.commune, content=action.content, money=(MoneyGiven(OWN, done=Decimal(1)),))
    assert change_support(action=action, given=given, seen=1, by=officer.user).version == 2
    same = change_support(action=action, given=given, seen=2, by=officer.user)
    assert same.version == 2
    assert Activity.objects.filter(verb="changed support").count() == 1


def test_what_was_planned_is_carried_out(officer):
    need = NeedFactory()
    action = SupportActionFactory(
        agency=officer.agency, state="planned", done_on=None, need=need, commune=need.commune
    )
    SupportMoneyFactory(action=action, source=OWN, planned=50, done=None)
    changed = carry_out(
        action=action,
        done_on=DAY,
        money={OWN: (Decimal(40), None), LABOUR: (Decimal(5), Decimal(25))},
        result="Đã bàn giao",
        seen=1,
        by=officer.user,
    )
    assert (changed.state, changed.done_on, changed.result) == ("done", DAY, "Đã bàn giao")
    rows = {one.source: one for one in changed.money.all()}
    assert (rows[OWN].planned, rows[OWN].done, rows[LABOUR].days_done) == (50, 40, 25)
    with pytest.raises(ValidationError) as refused:
        carry_out(action=changed, done_on=DAY, seen=None, by=officer.user)
    assert refused.value.code == "ended"


def test_help_is_dropped_with_a_reason_and_taken_up_again(officer):
    action = SupportActionFactory(agency=officer.agency, state="planned", done_on=None)
    with pytest.raises(ValidationError) as refused:
        drop_support(action=action, reason=" ", seen=1, by=officer.user)
    assert refused.value.code == "reason"
    dropped = drop_support(action=action, reason="Không bố trí được vốn", seen=1, by=officer.user)
    assert (dropped.state, dropped.result) == ("dropped", "Không bố trí được vốn")
    with pytest.raises(ValidationError) as refused:
        drop_support(action=dropped, reason="Lần nữa", seen=None, by=officer.user)
    assert refused.value.code == "ended"
    with pytest.raises(ValidationError) as refused:
        change_support(action=dropped, given=done(dropped.commune), seen=2, by=officer.user)
    assert refused.value.code == "ended"
    again = resume_support(action=dropped, seen=2, by=officer.user)
    assert (again.state, again.result) == ("planned", "")
    with pytest.raises(ValidationError) as refused:
        resume_support(action=again, seen=None, by=officer.user)
    assert refused.value.code == "ended"


def test_an_offer_without_a_commune_is_taken_up_as_an_offer(officer):
    action = SupportActionFactory(commune=None, state="dropped", done_on=None)
    assert resume_support(action=action, seen=1, by=officer.user).state == "offered"


def test_a_need_is_answered_while_help_stands_against_it(officer):
    need = NeedFactory()
    given = SupportGiven(
        form="direct", content="Hỗ trợ xi măng", commune=need.commune, need=need, state="offered"
    )
    action = add_support(agency=officer.agency, given=given, by=officer.user)
    need.refresh_from_db()
    assert need.state == NeedState.OPEN  # an offer may come to nothing
    planned = SupportGiven(
        form="direct", content="Hỗ trợ xi măng", commune=need.commune, need=need, state="planned"
    )
    action = change_support(action=action, given=planned, seen=1, by=officer.user)
    need.refresh_from_db()
    assert need.state == NeedState.ANSWERED
    drop_support(action=action, reason="Hết vốn", seen=None, by=officer.user)
    need.refresh_from_db()
    assert need.state == NeedState.OPEN


def test_help_that_turns_to_another_need_frees_the_first(officer):
    need = NeedFactory(state=NeedState.ANSWERED)
    action = SupportActionFactory(agency=officer.agency, need=need, commune=need.commune)
    other = NeedFactory(commune=need.commune)
    change_support(action=action, given=done(need.commune, need=other), seen=1, by=officer.user)
    assert [Need.objects.get(pk=one.pk).state for one in (need, other)] == ["open", "answered"]


def test_a_met_need_is_not_opened_by_other_help(officer):
    need = NeedFactory(state=NeedState.MET)
    add_support(agency=officer.agency, given=done(need.commune, need=need), by=officer.user)
    assert Need.objects.get().state == NeedState.MET


def test_a_need_is_said_met_dropped_and_opened_again(officer, commune):
    need = add_need(
        commune=commune,
        given=NeedGiven("2 km đường", quantity=Decimal(2), unit="km"),
        agency=officer.agency,
        by=officer.user,
    )
    need = meet_need(need=need, seen=1, by=officer.user)
    assert need.state == NeedState.MET
    for act in (
        lambda: meet_need(need=need, seen=None, by=officer.user),
        lambda: drop_need(need=need, reason="x", seen=None, by=officer.user),
        lambda: change_need(need=need, given=NeedGiven("y"), seen=None, by=officer.user),
    ):
        with pytest.raises(ValidationError) as refused:
            act()
        assert refused.value.code == "ended"
    SupportActionFactory(need=need, commune=commune)
    need = reopen_need(need=need, seen=2, by=officer.user)
    assert need.state == NeedState.ANSWERED  # help stands against it
    with pytest.raises(ValidationError) as refused:
        reopen_need(need=need, seen=None, by=officer.user)
    assert refused.value.code == "open"
    with pytest.raises(ValidationError) as refused:
        drop_need(need=need, reason="", seen=None, by=officer.user)
    assert refused.value.code == "reason"
    need = drop_need(need=need, reason="Đã có vốn khác", seen=None, by=officer.user)
    assert (need.state, need.note) == (NeedState.DROPPED, "Đã có vốn khác")
    assert [line.words for line in trail_of(need)][:2] == [
        "ghi không còn nhu cầu",
        "mở lại nhu cầu",
    ]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (NeedGiven("x", money=Decimal(-1)), "negative"),
        (NeedGiven("x", quantity=Decimal(-2)), "negative"),
    ],
)
def test_a_need_below_nothing_is_refused(officer, commune, given, code):
    with pytest.raises(ValidationError) as refused:
        add_need(commune=commune, given=given, by=officer.user)
    assert refused.value.code == code


def test_the_second_writer_of_a_need_is_told(officer):
    need = NeedFactory()
    change_need(need=need, given=NeedGiven("mới"), seen=1, by=officer.user)
    with pytest.raises(ValidationError) as refused:
        change_need(need=need, given=NeedGiven("khác"), seen=1, by=officer.user)
    assert refused.value.code == "stale"


def test_a_list_is_stored_once(officer, commune):
    draft = PlanDraftFactory(kind="support", by=officer.user)
    rows = [(officer.agency, done(commune)), (officer.agency, done(commune, content="Hai"))]
    assert len(import_support(draft=draft, rows=rows, seen=1, by=officer.user)) == 2
    with pytest.raises(ValidationError) as refused:
        import_support(draft=draft, rows=rows, seen=None, by=officer.user)
    assert refused.value.code == "ended"
    assert SupportAction.objects.count() == 2
    draft.refresh_from_db()
    assert draft.message == "Đã ghi 2 hoạt động hỗ trợ."


def test_a_list_with_one_wrong_row_stores_nothing(officer, commune):
    draft = PlanDraftFactory(kind="support", by=officer.user)
    rows = [(officer.agency, done(commune)), (officer.agency, done(None))]
    with pytest.raises(ValidationError):
        import_support(draft=draft, rows=rows, seen=1, by=officer.user)
    draft.refresh_from_db()
    assert (draft.state, SupportAction.objects.count()) == ("ready", 0)
    with pytest.raises(ValidationError) as refused:
        import_support(draft=draft, rows=[], seen=1, by=officer.user)
    assert refused.value.code == "none"
