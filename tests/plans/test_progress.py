"""What leads say and who confirms it: the services and each of their refusals."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from accounts.models import Activity
from plans.choices import TaskState
from plans.models import TaskProgress
from plans.permissions import confirms_for
from plans.selectors.tasks import line_of
from plans.services.progress import (
    NEVER,
    report_percent,
    report_progress,
    review_task,
    withdraw_progress,
    withdraw_review,
)
from tests.documents.files import pdf
from tests.factories import (
    AgencyFactory,
    MembershipFactory,
    TaskFactory,
    TaskPartyFactory,
    TaskProgressFactory,
    TaskReviewFactory,
)
from tests.plans.programmes import officer_of, programme_with, refusal, reported_done

pytestmark = pytest.mark.django_db
DAY = dt.date(2024, 6, 18)


@pytest.fixture
def case():
    return programme_with()


def say(case, **more):
    said = {
        "task": case.task,
        "agency": case.lead,
        "state": TaskState.IN_PROGRESS,
        "by": officer_of(case.lead),
    }
    return report_progress(**(said | more))


def test_a_lead_says_where_it_stands(case):
    said = say(case, percent=40, words=" Đang lấy ý kiến ", base=NEVER)

    assert (said.percent, said.words, said.effective_on) == (40, "Đang lấy ý kiến", DAY)
    line = Activity.objects.get(verb="told progress")
    assert (line.details["agency"], line.details["percent"]) == (str(case.lead), 40)


def test_blank_percent_is_not_zero(case):
    assert say(case, percent=None).percent is None
    assert say(case, percent=0).percent == 0


def test_only_a_lead_reports(case):
    other = AgencyFactory()

    assert refusal(lambda: say(case, agency=other, by=officer_of(other))) == "not_lead"


def test_a_confirmed_task_is_closed_for_its_lead(case):
    reported_done(case.task, case.lead)
    TaskReviewFactory(task=case.task, subject=case.lead)

    assert refusal(lambda: say(case)) == "confirmed"


def test_a_word_said_meanwhile_is_told(case):
    say(case, base=NEVER)

    assert refusal(lambda: say(case, base=NEVER)) == "stale"
    last = TaskProgress.objects.get()
    assert say(case, base=last.pk).pk != last.pk


def test_days_are_between_the_last_word_and_today(case):
    assert refusal(lambda: say(case, effective_on=DAY + dt.timedelta(days=1))) == "future"
    say(case, effective_on=dt.date(2024, 6, 10))
    assert refusal(lambda: say(case, effective_on=dt.date(2024, 6, 9))) == "earlier"


@pytest.mark.parametrize(
    ("state", "percent", "words", "code"),
    [
        (TaskState.DONE, 100, "", "words"),
        (TaskState.STUCK, None, " ", "words"),
        (TaskState.DONE, 90, "Xong", "percent"),
        (TaskState.NOT_STARTED, 5, "", "percent"),
    ],
)
def test_words_and_figures_agree_with_the_state(case, state, percent, words, code):
    assert refusal(lambda: say(case, state=state, percent=percent, words=words)) == code


def test_a_refused_file_leaves_nothing_behind(case):
    wrong = ContentFile(b"MZ\x90", name="a.exe")

    with pytest.raises(ValidationError):
        say(case, files=[wrong])
    assert not TaskProgress.objects.exists()


def test_evidence_stands_behind_the_word(case):
    said = say(case, files=[ContentFile(pdf(), name="to-trinh.pdf")])

    assert [one.name for one in said.attachments.all()] == ["to-trinh.pdf"]


def test_a_figure_alone_begins_the_task_and_keeps_the_state(case):
    by = officer_of(case.lead)
    first = report_percent(task=case.task, agency=case.lead, percent=30, base=NEVER, by=by)
    zero = report_percent(task=case.task, agency=case.lead, percent=0, base=first.pk, by=by)

    assert (first.state, zero.state) == (TaskState.IN_PROGRESS, TaskState.NOT_STARTED)


def test_a_figure_alone_does_not_unblock_a_stuck_task(case):
    say(case, state=TaskState.STUCK, words="Chưa có hướng dẫn")

    said = report_percent(
        task=case.task, agency=case.lead, percent=50, base=None, by=officer_of(case.lead)
    )

    assert (said.state, said.words) == (TaskState.STUCK, "Chưa có hướng dẫn")


def test_a_figure_alone_does_not_take_back_done(case):
    reported_done(case.task, case.lead)

    def act():
        report_percent(
            task=case.task, agency=case.lead, percent=50, base=None, by=officer_of(case.lead)
        )

    assert refusal(act) == "done"


def judge(case, office, **more):
    said = {
        "task": case.task,
        "lead": case.lead,
        "agency": office,
        "agrees": True,
        "by": officer_of(office),
    }
    return review_task(**(said | more))


@pytest.fixture
def of_office():
    return AgencyFactory(office=True)


def test_the_office_confirms_what_was_reported(case, of_office):
    reported_done(case.task, case.lead)

    judge(case, of_office)

    assert line_of(case.task, DAY).confirmed
    assert Activity.objects.filter(verb="confirmed task").exists()


def test_the_office_returns_with_a_reason(case, of_office):
    reported_done(case.task, case.lead)

    assert refusal(lambda: judge(case, of_office, agrees=False)) == "reason"
    judge(case, of_office, agrees=False, reason="Thiếu quyết định")

    assert line_of(case.task, DAY).leads[0].returned.reason == "Thiếu quyết định"


def test_nothing_is_confirmed_that_was_not_reported(case, of_office):
    TaskProgressFactory(task=case.task, agency=case.lead)

    assert refusal(lambda: judge(case, of_office)) == "not_reported"
    assert refusal(lambda: judge(case, of_office, agrees=False, reason="x")) == "not_reported"


def test_nobody_confirms_their_own(of_office):
    case = programme_with(of_office)
    said = reported_done(case.task, of_office)
    other = AgencyFactory(slug="so-nong-nghiep-ptnt")
    MembershipFactory(user=said.by, agency=other)

    assert refusal(lambda: judge(case, of_office)) == "own"
    assert refusal(lambda: judge(case, other, by=said.by)) == "own"


def test_a_confirmed_task_is_not_confirmed_again(case, of_office):
    reported_done(case.task, case.lead)
    judge(case, of_office)

    assert refusal(lambda: judge(case, of_office)) == "confirmed"


def test_the_reviewer_speaks_to_the_word_they_saw(case, of_office):
    reported_done(case.task, case.lead)

    assert refusal(lambda: judge(case, of_office, base=NEVER)) == "stale"


def test_an_agency_that_does_not_lead_is_not_judged(case, of_office):
    assert refusal(lambda: judge(case, of_office, lead=AgencyFactory())) == "not_lead"


def test_words_without_an_agency_are_confirmed_as_a_whole(of_office):
    task = TaskFactory()
    TaskPartyFactory(task=task, text="Thành viên Ban Chỉ đạo")

    review_task(task=task, lead=None, agency=of_office, agrees=True, by=officer_of(of_office))

    assert line_of(task, DAY).confirmed


def test_known_leads_are_confirmed_one_by_one_first(case, of_office):
    TaskPartyFactory(task=case.task, text="Thành viên Ban Chỉ đạo")

    assert refusal(lambda: judge(case, of_office, lead=None)) == "not_lead"


def test_a_word_is_taken_back_with_a_reason(case):
    said = say(case)
    by = officer_of(case.lead)

    assert refusal(lambda: withdraw_progress(progress=said, reason=" ", by=by)) == "reason"
    withdraw_progress(progress=said, reason="nhầm nhiệm vụ", by=by)
    assert refusal(lambda: withdraw_progress(progress=said, reason="nữa", by=by)) == "withdrawn"

    said.refresh_from_db()
    assert (said.withdrawn_by, said.withdrawn_reason) == (by, "nhầm nhiệm vụ")


def test_a_confirmed_word_stays_until_the_confirmation_goes(case, of_office):
    said = reported_done(case.task, case.lead)
    review = judge(case, of_office)
    by = officer_of(case.lead)

    assert refusal(lambda: withdraw_progress(progress=said, reason="nhầm", by=by)) == "confirmed"
    withdraw_review(review=review, reason="xác nhận nhầm", by=review.by)
    withdraw_progress(progress=said, reason="nhầm", by=by)

    assert line_of(case.task, DAY).leads[0].last is None


def test_who_may_confirm_what(case, of_office):
    watching = AgencyFactory(slug="so-nong-nghiep-ptnt")

    assert confirms_for(officer_of(of_office), case.lead, []) == of_office
    assert confirms_for(officer_of(case.lead), case.lead, []) is None
    assert confirms_for(officer_of(watching), case.lead, []) is None
    assert confirms_for(officer_of(watching), of_office, []) == watching
    assert confirms_for(officer_of(of_office), of_office, []) is None
    assert confirms_for(officer_of(of_office, role="focal_point"), case.lead, []) is None


def test_whoever_speaks_for_the_lead_confirms_nothing_of_it(case, of_office):
    both = officer_of(of_office)
    MembershipFactory(user=both, agency=case.lead)

    assert confirms_for(both, case.lead, []) is None


def test_the_heir_of_the_department_watches_the_office(of_office):
    heir = AgencyFactory(slug="so-nong-nghiep-moi-truong")
    AgencyFactory(slug="so-nong-nghiep-ptnt", ends=dt.date(2024, 1, 1), successor=heir)

    assert confirms_for(officer_of(heir), of_office, []) == heir
