"""Mails through a real mail server: once each, tried again only where nothing went out."""

import datetime as dt
import socket

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.choices import Role
from accounts.models import Activity
from plans import tasks
from plans.choices import Audience, UrgeKind
from plans.evaluation import Colour
from plans.models import Mail, Task
from plans.selectors.tasks import lines
from plans.services.urging import note_arrival, send, send_again, sendable
from tests.factories import (
    AgencyFactory,
    MailFactory,
    MembershipFactory,
    TaskFactory,
    UrgingRuleFactory,
    UserFactory,
)
from tests.plans.sink import running_sink

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2024, 6, 18, 5, tzinfo=dt.UTC)


@pytest.fixture
def sink():
    with running_sink() as running:
        yield running


def state_of(mail):
    mail.refresh_from_db()
    return mail.state


def test_a_mail_arrives_as_it_stands_on_record(sink):
    mail = MailFactory(subject="Nhắc việc NTM 18/6/2024: 1 việc đến hạn", body="Kính gửi …\n")
    send(mail.pk)
    (arrived,) = sink.take()
    assert (arrived["To"], arrived["Subject"].strip()) == (mail.address, mail.subject)
    assert arrived["Auto-Submitted"] == "auto-generated"
    assert arrived["Message-ID"].startswith(f"<don-doc-{mail.pk}-")
    assert arrived["Message-ID"].endswith("@quangtri.example>")
    assert arrived.get_content().strip() == mail.body.strip()
    assert (state_of(mail), mail.attempts, mail.error) == ("sent", 1, "")
    assert mail.sent_at is not None
    assert Activity.objects.get(verb="sent urging mail").label == "Hệ thống"


def test_a_mail_is_claimed_before_it_leaves_and_goes_once(sink):
    mail = MailFactory()
    for _ in range(2):
        send(mail.pk)
    tasks.send_mails()
    assert len(sink.take()) == 1


def test_a_crash_in_between_leaves_a_known_state_and_is_never_sent_by_itself(sink, monkeypatch):
    class PowerCut(BaseException):
        pass

    def crash(mail):
        assert state_of(mail) == "sending"  # on record before anything leaves
        raise PowerCut

    monkeypatch.setattr("plans.mails.deliver", crash)
    mail = MailFactory()
    with pytest.raises(PowerCut):
        send(mail.pk)
    monkeypatch.undo()
    with time_machine.travel(timezone.now() + dt.timedelta(days=3)):
        tasks.send_mails()
    assert (sink.take(), state_of(mail)) == ([], "sending")


def test_no_answer_after_the_mail_was_taken_is_not_tried_again(sink):
    sink.mood = "hangs up"
    mail = MailFactory()
    send(mail.pk)
    assert len(sink.take()) == 1
    assert state_of(mail) == "sending"
    assert "SMTPServerDisconnected" in mail.error
    sink.mood = ""
    with time_machine.travel(timezone.now() + dt.timedelta(days=3)):
        tasks.send_mails()
    assert sink.take() == []


@pytest.mark.parametrize(
    ("mood", "arrived", "told"), [("slow", 1, "timed out"), ("dies", 0, "Disconnected")]
)
def test_a_server_that_falls_silent_leaves_the_mail_to_a_person(
    sink, settings, mood, arrived, told
):
    settings.EMAIL_TIMEOUT, sink.mood = 1, mood
    first, second = MailFactory(), MailFactory()
    tasks.send_mails()
    assert len(sink.take()) == 2 * arrived
    assert (state_of(first), state_of(second)) == ("sending", "sending")
    assert told in first.error
    with time_machine.travel(timezone.now() + dt.timedelta(days=3)):
        assert sendable() == []


def test_a_server_that_never_speaks_costs_a_try(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        settings.EMAIL_HOST, settings.EMAIL_PORT = deaf.getsockname()
        settings.EMAIL_TIMEOUT = 0.2
        mail = MailFactory()
        send(mail.pk)
    assert (state_of(mail), mail.attempts) == ("waiting", 1)
    assert "timed out" in mail.error


@pytest.mark.parametrize("address", ["a b@c@d", "x\n@y.example"])
def test_an_address_that_cannot_be_written_stops_no_other_mail(sink, address):
    bad, good = MailFactory(address=address), MailFactory()
    tasks.send_mails()
    assert [one["To"] for one in sink.take()] == [good.address]
    assert (state_of(bad), state_of(good)) == ("waiting", "sent")
    assert bad.error


@pytest.mark.parametrize(("mood", "told"), [("busy", "451"), ("refuses", "550")])
def test_what_certainly_failed_is_tried_later_and_given_up_at_last(sink, settings, mood, told):
    settings.MAIL_ATTEMPTS = 3
    sink.mood = mood
    mail = MailFactory()
    tried = []
    with time_machine.travel(NOON, tick=False) as clock:
        for minute in range(60):
            tasks.send_mails()
            if state_of(mail) and mail.attempts > len(tried):
                tried.append(minute)
            clock.shift(60)
    assert tried == [0, 10, 30]
    assert (mail.state, mail.attempts) == ("failed", 3)
    assert told in mail.error
    assert sink.take() == []


def test_a_server_that_is_away_costs_a_try_and_nothing_else(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    mail = MailFactory()
    send(mail.pk)
    assert (state_of(mail), mail.attempts) == ("waiting", 1)
    assert "ConnectionRefusedError" in mail.error
    assert sendable(timezone.now()) == []


def test_a_mail_that_failed_may_be_followed_by_a_good_try(sink):
    sink.mood = "busy"
    mail = MailFactory()
    with time_machine.travel(NOON, tick=False) as clock:
        tasks.send_mails()
        sink.mood = ""
        clock.shift(dt.timedelta(minutes=10))
        tasks.send_mails()
    assert (state_of(mail), mail.attempts, mail.error) == ("sent", 2, "")


# ── a person's word ──────────────────────────────────────────────────────────────────────────


def test_a_hanging_mail_is_sent_again_when_a_person_says_so(sink):
    mail = MailFactory(
        state="sending", sending_at=timezone.now() - dt.timedelta(hours=1), attempts=4
    )
    by = UserFactory()
    send_again(mail=mail, by=by)
    assert (state_of(mail), mail.attempts) == ("waiting", 0)
    tasks.send_mails()
    assert (state_of(mail), len(sink.take())) == ("sent", 1)
    assert Activity.objects.get(verb="sent mail again").by == by


def test_a_mail_without_address_is_sent_once_there_is_one(sink):
    mail = MailFactory(state="skipped", address="")
    send_again(mail=mail, by=UserFactory())
    tasks.send_mails()
    assert [one["To"] for one in sink.take()] == [mail.user.email]


def test_a_hanging_mail_is_noted_as_arrived():
    then = timezone.now() - dt.timedelta(hours=1)
    mail = MailFactory(state="sending", sending_at=then, attempts=1)
    note_arrival(mail=mail, by=UserFactory())
    assert (state_of(mail), mail.sent_at) == ("sent", then)
    assert Activity.objects.filter(verb="noted mail arrived").count() == 1


@pytest.mark.parametrize(
    ("act", "facts", "code"),
    [
        (send_again, {"state": "sent", "sent_at": NOON}, "sent"),
        (send_again, {}, "waiting"),
        (send_again, {"state": "sending", "sending_at": "now"}, "sending"),
        (send_again, {"state": "failed", "user__email": ""}, "address"),
        (note_arrival, {"state": "sent", "sent_at": NOON}, "sent"),
        (note_arrival, {"state": "failed"}, "waiting"),
        (note_arrival, {"state": "sending", "sending_at": "now"}, "sending"),
    ],
)
def test_what_is_refused(act, facts, code):
    if facts.get("sending_at") == "now":
        facts = facts | {"sending_at": timezone.now()}
    mail = MailFactory(**facts)
    before = mail.state
    with pytest.raises(ValidationError) as refused:
        act(mail=mail, by=UserFactory())
    assert (refused.value.code, state_of(mail)) == (code, before)


# ── the clock moved ──────────────────────────────────────────────────────────────────────────


def test_a_task_turns_yellow_and_red_and_each_mail_comes_once(sink, settings):
    agency = AgencyFactory(name="Sở Nông nghiệp và PTNT")
    officer = MembershipFactory(agency=agency).user
    director = MembershipFactory(agency=agency, role=Role.DIRECTOR).user
    office = MembershipFactory(agency=AgencyFactory(office=True)).user
    TaskFactory(lead=agency, due_on=dt.date(2024, 6, 28))
    for kind, audience, days in (
        (UrgeKind.DIGEST, Audience.OFFICER, 0),
        (UrgeKind.BEFORE, Audience.OFFICER, 3),
        (UrgeKind.ON_THE_DAY, Audience.OFFICER, 0),
        (UrgeKind.ESCALATION, Audience.DIRECTOR, 3),
        (UrgeKind.ESCALATION, Audience.OFFICE, 5),
    ):
        UrgingRuleFactory(kind=kind, audience=audience, days=days)
    came, colours = {}, {}
    for number in range(31):  # 10/6 to 10/7
        day = dt.date(2024, 6, 10) + dt.timedelta(days=number)
        settings.PORTAL_TODAY = f"{day}"
        for _ in range(2):  # beat asks more than once a day
            tasks.write_mails()
            tasks.send_mails()
        colours[day.day if day.month == 6 else 30 + day.day] = lines(Task.objects.all(), day)[
            0
        ].colour
        if found := sink.take():
            came[f"{day.day}/{day.month}"] = sorted(one["To"] for one in found)
    assert (colours[17], colours[28], colours[31]) == (
        *(Colour.BEHIND, Colour.BEHIND, Colour.LATE),
    )
    assert came == {
        "10/6": [officer.email],
        "17/6": [officer.email],
        "24/6": [officer.email],
        "25/6": [officer.email],
        "28/6": [officer.email],
        "1/7": [officer.email],
        "3/7": [director.email],
        "5/7": [office.email],
        "8/7": [officer.email],
    }
    assert set(Mail.objects.values_list("state", flat=True)) == {"sent"}
