"""How soon each kind is mailed: chosen by the person, asked when mailing, one mail a day where they chose so."""

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import notices, tasks
from accounts.choices import MailPace, NoticeKind
from accounts.models import Activity, Notice, NoticeSetting
from accounts.services import choose_notice_mail, mail_notices, people_to_mail
from tests.factories import NoticeFactory, UserFactory
from tests.plans.sink import running_sink

pytestmark = pytest.mark.django_db
DAILY, AT_ONCE, NONE = MailPace.DAILY, MailPace.AT_ONCE, MailPace.NONE
PAPER, REVIEW = NoticeKind.PAPER, NoticeKind.REVIEW


@pytest.fixture
def sink():
    with running_sink() as running:
        yield running


@pytest.fixture
def person():
    return UserFactory.create(full_name="Trần Thị Én")


def at(text):
    """A moment in Vietnam: «18/6 7:00» of 2024."""
    moment = dt.datetime.strptime(f"2024 {text}", "%Y %d/%m %H:%M")  # noqa: DTZ007
    return timezone.make_aware(moment)


def choose(person, **chosen):
    kinds = {NoticeKind(kind): pace for kind, pace in chosen.items()}
    choose_notice_mail(person=person, chosen=kinds, by=person)


def told(person, when, kind=PAPER, title=""):
    with time_machine.travel(at(when), tick=False):
        key = f"thing:{Notice.objects.count()}"
        notices.tell([person], key=key, title=title or f"Việc lúc {when}", kind=kind)


def round_of_sending(when):
    with time_machine.travel(at(when), tick=False):
        tasks.send_notices()


def states():
    return list(Notice.objects.order_by("pk").values_list("mail_state", flat=True))


def test_who_chose_nothing_is_mailed_with_the_next_round(sink, person):
    told(person, "18/6 20:00")
    round_of_sending("18/6 20:05")
    assert (len(sink.take()), states()) == (1, ["sent"])


def test_a_kind_that_nobody_named_is_another_thing(person):
    notices.tell([person], key="a", title="Việc")
    assert Notice.objects.get().kind == NoticeKind.OTHER


def test_who_wants_no_mail_gets_none_and_sees_it_on_the_portal(sink, person):
    choose(person, paper=NONE)
    told(person, "18/6 9:00")
    told(person, "18/6 9:01", kind=REVIEW)
    round_of_sending("18/6 9:05")
    (mail,) = sink.take()
    assert "Việc lúc 18/6 9:01" in mail["Subject"]
    assert states() == ["skipped", "sent"]
    assert Notice.objects.visible_to(person).unread().count() == 2


def test_a_choice_is_ones_own(sink, person):
    choose(person, paper=NONE)
    told(UserFactory.create(), "18/6 9:00")
    round_of_sending("18/6 9:05")
    assert len(sink.take()) == 1


def test_a_daily_digest_goes_at_its_hour_and_once_a_day(sink, person):
    choose(person, paper=DAILY)
    told(person, "17/6 9:00")
    told(person, "17/6 16:00")
    for early in ("17/6 9:05", "17/6 23:55", "18/6 6:55"):
        round_of_sending(early)
    assert (sink.take(), states()) == ([], ["waiting", "waiting"])
    with time_machine.travel(at("18/6 6:59")):
        assert people_to_mail() == []
    round_of_sending("18/6 7:00")
    (mail,) = sink.take()
    assert "2 việc của bạn" in mail["Subject"]
    assert states() == ["sent", "sent"]
    told(person, "18/6 7:01")
    for late in ("18/6 7:05", "18/6 23:55", "19/6 6:55"):
        round_of_sending(late)
    assert (sink.take(), states()[2]) == ([], "waiting")
    round_of_sending("19/6 8:00")
    assert (len(sink.take()), states()[2]) == (1, "sent")


def test_the_hour_of_the_digest_is_a_setting(sink, person, settings):
    settings.NOTICE_DIGEST_HOUR = 15
    choose(person, paper=DAILY)
    told(person, "18/6 14:00")
    round_of_sending("18/6 14:55")
    assert sink.take() == []
    round_of_sending("18/6 15:00")
    assert len(sink.take()) == 1


def test_a_morning_without_a_worker_is_made_up_for_with_all_that_waits(sink, person):
    choose(person, paper=DAILY)
    told(person, "17/6 9:00")
    told(person, "18/6 8:00", title="Sau bảy giờ")
    round_of_sending("18/6 9:00")
    (mail,) = sink.take()
    assert "Việc lúc 17/6 9:00" in mail.get_content()
    assert "Sau bảy giờ" in mail.get_content()
    assert states() == ["sent", "sent"]


def test_at_the_hour_at_once_and_daily_go_in_one_mail(sink, person):
    choose(person, paper=DAILY)
    told(person, "17/6 9:00", title="Dự thảo kế hoạch")
    told(person, "18/6 6:59", kind=REVIEW, title="Hồ sơ đến lượt")
    round_of_sending("18/6 7:00")
    (mail,) = sink.take()
    text = mail.get_content()
    assert "HỒ SƠ KỲ ĐÁNH GIÁ: 1 việc" in text
    assert "VĂN BẢN: 1 việc" in text
    assert text.index("Hồ sơ đến lượt") < text.index("VĂN BẢN") < text.index("Dự thảo kế hoạch")


def test_before_the_hour_what_goes_at_once_leaves_the_daily_waiting(sink, person):
    choose(person, paper=DAILY)
    told(person, "17/6 9:00")
    told(person, "17/6 9:01", kind=REVIEW)
    round_of_sending("17/6 9:05")
    assert (len(sink.take()), states()) == (1, ["waiting", "sent"])


@pytest.mark.parametrize(
    ("first", "then", "state"),
    [
        (DAILY, AT_ONCE, "sent"),
        (DAILY, NONE, "skipped"),
        (AT_ONCE, DAILY, "waiting"),
        (AT_ONCE, NONE, "skipped"),
        (NONE, AT_ONCE, "sent"),
        (NONE, DAILY, "waiting"),
    ],
)
def test_a_change_of_mind_acts_on_what_waits(sink, person, first, then, state):
    choose(person, paper=first)
    told(person, "18/6 9:00")
    choose(person, paper=then)
    round_of_sending("18/6 9:05")
    assert states() == [state]
    assert len(sink.take()) == (state == "sent")


def test_a_change_of_mind_brings_no_second_digest_on_one_day(sink, person):
    choose(person, paper=DAILY)
    told(person, "17/6 9:00")
    told(person, "17/6 9:01", kind=REVIEW)
    sink.mood = "busy"
    round_of_sending("17/6 9:05")
    Notice.objects.filter(kind=REVIEW).update(mail_tried_at=at("18/6 6:59"))  # not yet its turn
    sink.mood = ""
    round_of_sending("18/6 7:00")
    assert len(sink.take()) == 1
    choose(person, review=DAILY)
    round_of_sending("18/6 9:00")
    assert (sink.take(), states()) == ([], ["sent", "waiting"])
    round_of_sending("19/6 7:00")
    assert len(sink.take()) == 1


def test_a_digest_that_was_refused_is_tried_again_the_same_day(sink, person):
    choose(person, paper=DAILY)
    told(person, "17/6 9:00")
    sink.mood = "busy"
    round_of_sending("18/6 7:00")
    sink.mood = ""
    round_of_sending("18/6 7:05")
    assert (sink.take(), states()) == ([], ["waiting"])
    round_of_sending("18/6 7:10")
    round_of_sending("18/6 7:15")
    assert (len(sink.take()), states()) == (1, ["sent"])


@pytest.mark.parametrize("pace", [AT_ONCE, DAILY])
def test_a_worker_killed_between_claim_and_send_leaves_no_second_mail(
    sink, person, monkeypatch, pace
):
    class Killed(BaseException):
        pass

    def killed(**_):
        raise Killed

    choose(person, paper=pace)
    told(person, "17/6 9:00")
    with monkeypatch.context() as patched:
        patched.setattr("accounts.mails.hand_over", killed)
        with pytest.raises(Killed):
            round_of_sending("18/6 7:00")
    told(person, "18/6 6:30", title="Sau lượt gửi")
    for later in ("18/6 7:05", "18/6 12:00"):
        round_of_sending(later)
    texts = [mail.get_content() for mail in sink.take()]
    assert [text for text in texts if "Việc lúc 17/6" in text] == []
    assert states()[0] == "sending"
    assert len(texts) == (1 if pace == AT_ONCE else 0)  # a digest of that day may have gone


def test_a_digest_read_before_its_hour_is_not_mailed(sink, person):
    choose(person, paper=DAILY)
    told(person, "17/6 9:00")
    notices.read(user=person)
    round_of_sending("18/6 7:00")
    assert (sink.take(), states()) == ([], ["skipped"])


@pytest.mark.parametrize("gone", [{"email": ""}, {"is_active": False}])
def test_who_can_no_longer_be_mailed_is_skipped_at_the_hour(sink, person, gone):
    choose(person, paper=DAILY)
    told(person, "17/6 9:00")
    for name, value in gone.items():
        setattr(person, name, value)
    person.save()
    round_of_sending("18/6 7:00")
    assert (sink.take(), states()) == ([], ["skipped"])


def test_two_workers_at_the_hour_send_one_digest(sink, person, monkeypatch):
    choose(person, paper=DAILY)
    told(person, "17/6 9:00")

    def meanwhile(**_):
        mail_notices(person.pk, at("18/6 7:00"))
        assert states() == ["sending"]

    monkeypatch.setattr("accounts.mails.hand_over", meanwhile)
    mail_notices(person.pk, at("18/6 7:00"))
    assert states() == ["sent"]
    assert Notice.objects.get().mail_attempts == 1


def test_a_choice_stands_once_a_kind_and_on_the_trail(person):
    choose(person, paper=DAILY, review=NONE)
    choose(person, paper=NONE)
    choose(person, paper=NONE)
    rows = NoticeSetting.objects.filter(user=person).values_list("kind", "mail")
    assert dict(rows) == {"paper": "none", "review": "none"}
    trail = Activity.objects.filter(verb="chose notice mail").order_by("pk")
    assert [one.details["chosen"] for one in trail] == [
        {"paper": "daily", "review": "none"},
        {"paper": "none"},
    ]
    assert f"{NoticeSetting.objects.get(kind='paper')}" == "văn bản: không gửi thư"


def test_who_is_due_is_asked_at_the_same_cost_for_one_and_for_five():
    def asked(count):
        for _ in range(count):
            one = UserFactory.create()
            choose(one, paper=DAILY)
            told(one, "17/6 9:00")
        with CaptureQueriesContext(connection) as queries:
            people = people_to_mail(at("18/6 7:00"))
        return len(people), len(queries)

    assert (asked(1), asked(4)) == ((1, 2), (5, 2))


def test_a_mail_is_claimed_at_the_same_cost_for_one_thing_and_for_five(person, monkeypatch):
    monkeypatch.setattr("accounts.mails.hand_over", lambda **_: None)
    choose(person, paper=DAILY)

    def mailed(count, day):
        for number in range(count):
            told(person, f"{day}/6 9:0{number}", kind=PAPER if number else REVIEW)
        with CaptureQueriesContext(connection) as queries:
            mail_notices(person.pk, at(f"{day + 1}/6 7:00"))
        return len(queries)

    assert mailed(2, 17) == mailed(5, 19)
    assert set(states()) == {"sent"}


@pytest.mark.django_db(transaction=True)
def test_the_claim_is_on_record_before_anything_leaves(person, monkeypatch):
    seen = []

    def handed_over(**_):
        seen.append((connection.in_atomic_block, states()))

    monkeypatch.setattr("accounts.mails.hand_over", handed_over)
    NoticeFactory.create(user=person)
    mail_notices(person.pk)
    assert seen == [(False, ["sending"])]
