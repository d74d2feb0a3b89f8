"""Notices: told once, read, mailed together through a real mail server, never twice."""

import ast
import datetime as dt

import pytest
from django.conf import settings as conf
from django.urls import reverse
from django.utils import timezone

from accounts import notices, tasks
from accounts.models import Notice
from accounts.services import mail_notices, people_to_mail
from tests.factories import MembershipFactory, NoticeFactory, UserFactory
from tests.plans.sink import running_sink

pytestmark = pytest.mark.django_db
LATER = dt.timedelta(minutes=11)


@pytest.fixture
def sink():
    with running_sink() as running:
        yield running


def states():
    return list(Notice.objects.order_by("pk").values_list("mail_state", flat=True))


def test_a_person_is_told_a_thing_once():
    person, other = UserFactory.create(), UserFactory.create()
    notices.tell([person, person], key="paper:1:step:2", title="Trình ký", address="/van-ban/1/")
    notices.tell([person, other], key="paper:1:step:2", title="Khác")
    assert list(Notice.objects.order_by("pk").values_list("user", "title")) == [
        (person.pk, "Trình ký"),
        (other.pk, "Khác"),
    ]


def test_what_waits_for_a_person_goes_in_one_mail_and_never_again(sink, settings):
    settings.PORTAL_URL = "https://ntm.example"
    person = UserFactory.create(full_name="Trần Thị Én")
    notices.tell([person], key="a", title="Văn bản chờ ký", words="Lý do", address="/van-ban/7/")
    notices.tell([person], key="b", title="Báo cáo sắp đến hạn")
    tasks.send_notices()
    tasks.send_notices()
    (mail,) = sink.take()
    text = mail.get_content()
    assert mail["To"] == person.email
    assert "2 việc của bạn" in mail["Subject"]
    assert "Văn bản chờ ký" in text
    assert "https://ntm.example/van-ban/7/" in text
    assert text.index("Văn bản chờ ký") < text.index("Báo cáo sắp đến hạn")
    assert states() == ["sent", "sent"]


@pytest.mark.parametrize("gone", [{"email": ""}, {"is_active": False}])
def test_who_cannot_be_mailed_is_skipped(sink, gone):
    notices.tell([UserFactory.create(**gone)], key="a", title="Việc")
    tasks.send_notices()
    assert (sink.take(), states()) == ([], ["skipped"])


def test_what_was_read_meanwhile_is_not_mailed(sink):
    notice = NoticeFactory.create()
    notices.read(user=notice.user, notice=notice)
    tasks.send_notices()
    assert (sink.take(), states()) == ([], ["skipped"])


def test_a_refused_mail_is_tried_again_until_the_tries_are_used_up(sink, settings):
    settings.MAIL_ATTEMPTS = 2
    sink.mood = "busy"
    notice = NoticeFactory.create()
    tasks.send_notices()
    assert states() == ["waiting"]
    assert people_to_mail() == []
    mail_notices(notice.user_id, timezone.now() + LATER)
    assert states() == ["failed"]
    sink.mood = ""
    mail_notices(notice.user_id, timezone.now() + 9 * LATER)
    assert sink.take() == []


def test_a_mail_without_an_answer_is_never_sent_by_itself_again(sink):
    sink.mood = "hangs up"
    notice = NoticeFactory.create()
    tasks.send_notices()
    assert len(sink.take()) == 1
    sink.mood = ""
    mail_notices(notice.user_id, timezone.now() + 9 * LATER)
    assert (sink.take(), states()) == ([], ["sending"])


def test_a_claimed_notice_is_not_claimed_twice(sink, monkeypatch):
    notice = NoticeFactory.create()

    def meanwhile(**_):
        mail_notices(notice.user_id)
        assert states() == ["sending"]

    monkeypatch.setattr("accounts.mails.hand_over", meanwhile)
    mail_notices(notice.user_id)
    assert states() == ["sent"]
    assert Notice.objects.get().mail_attempts == 1


def test_the_page_shows_ones_own_and_opening_marks_read(client):
    mine = NoticeFactory.create(title="Việc riêng", address="/van-ban/")
    NoticeFactory.create(title="Việc người khác")
    MembershipFactory.create(user=mine.user)
    client.force_login(mine.user)
    page = client.get(reverse("accounts:notice_list")).content.decode()
    assert "Việc riêng" in page
    assert "Việc người khác" not in page
    assert "1 thông báo chưa đọc" in page
    response = client.post(reverse("accounts:notice_open", args=[mine.pk]))
    assert response["Location"] == "/van-ban/"
    mine.refresh_from_db()
    assert mine.read_at is not None
    empty = client.get(reverse("accounts:notice_list") + "?chua-doc=1").content.decode()
    assert "Việc riêng" not in empty


def test_nobody_opens_anothers_notice_and_all_are_read_at_once(client):
    other = NoticeFactory.create()
    mine = NoticeFactory.create_batch(2, user=UserFactory.create())
    client.force_login(mine[0].user)
    assert client.post(reverse("accounts:notice_open", args=[other.pk])).status_code == 404
    client.post(reverse("accounts:notice_read_all"))
    assert Notice.objects.unread().get() == other


def test_every_word_to_people_says_its_kind():
    apps = ["documents", "criteria", "plans", "reports"]
    files = [path for app in apps for path in (conf.BASE_DIR / app).rglob("*.py")]
    trees = [ast.parse(text) for path in files if "notices.tell(" in (text := path.read_text())]
    told = [
        {given.arg for given in node.keywords}
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "notices.tell"
    ]
    assert len(told) >= 7
    assert [given for given in told if "kind" not in given] == []
