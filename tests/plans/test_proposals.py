"""Proposals of plans reach their addressee once the paper is out, and are answered there."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Notice
from documents.choices import PaperState
from plans.choices import ProposalState
from plans.models import Proposal
from plans.selectors.proposals import open_for
from plans.services.proposals import (
    ProposalGiven,
    add_proposal,
    announce,
    answer_proposal,
    change_proposal,
    drop_proposal,
    pass_on,
)
from plans.tasks import keep_duties
from tests.factories import (
    AgencyFactory,
    CommunePlanFactory,
    MembershipFactory,
    PaperFactory,
    ProposalFactory,
)

pytestmark = pytest.mark.django_db
URL = "/kien-nghi/"


def code(refusal):
    errors = getattr(refusal.value, "error_dict", None)
    return next(iter(errors.values()))[0].code if errors else refusal.value.code


@pytest.fixture
def proposer():
    return MembershipFactory(agency=AgencyFactory(of_commune=True))


@pytest.fixture
def asked():
    return MembershipFactory(agency=AgencyFactory(name="Sở Nước"))


@pytest.fixture
def proposal(proposer, asked):
    plan = CommunePlanFactory(agency=proposer.agency, commune=proposer.agency.commune)
    given = ProposalGiven("Đầu tư hệ thống nước", asked.agency, commune=plan.commune)
    return add_proposal(paper=plan.paper, agency=plan.agency, given=given, by=proposer.user)


def issue(proposal, state=PaperState.ISSUED):
    proposal.paper.state = state
    proposal.paper.save()


def test_nobody_is_asked_before_the_plan_is_out(client, proposal, asked):
    keep_duties()
    client.force_login(asked.user)
    assert not Notice.objects.exists()
    assert not open_for([asked.agency]).exists()
    assert client.get(f"{URL}{proposal.pk}/").status_code == 404
    issue(proposal)
    keep_duties()
    keep_duties()
    told = Notice.objects.get()
    assert (told.user, told.address) == (asked.user, f"{URL}{proposal.pk}/")
    assert list(open_for([asked.agency])) == [proposal]
    assert "Đầu tư hệ thống nước" in client.get(URL).content.decode()
    issue(proposal, PaperState.RECALLED)
    assert not open_for([asked.agency]).exists()


def test_an_answer_goes_back_to_whoever_proposed(client, proposal, asked, proposer):
    issue(proposal)
    client.force_login(asked.user)
    said = {"state": "accepted", "answer": "Bố trí năm 2025", "seen": "1"}
    blank = client.post(f"{URL}{proposal.pk}/", said | {"answer": ""})
    assert (blank.status_code, "Hãy ghi nội dung" in blank.content.decode()) == (422, True)
    assert client.post(f"{URL}{proposal.pk}/", said).status_code == 302
    stale = client.post(f"{URL}{proposal.pk}/", said)
    assert (stale.status_code, "Bố trí năm 2025" in stale.content.decode()) == (409, True)
    proposal.refresh_from_db()
    assert (proposal.state, proposal.answered_by) == (ProposalState.ACCEPTED, asked.user)
    assert Notice.objects.get().user == proposer.user
    assert not open_for([asked.agency]).exists()


def test_others_read_and_do_not_answer(client, proposal, proposer):
    issue(proposal)
    for user in (MembershipFactory().user, proposer.user):
        client.force_login(user)
        page = client.get(f"{URL}{proposal.pk}/").content.decode()
        assert "Nội dung trả lời" not in page
        answer = client.post(f"{URL}{proposal.pk}/", {"state": "noted", "answer": "x"})
        assert answer.status_code == 403
        assert client.post(f"{URL}{proposal.pk}/chuyen/", {}).status_code == 403


def test_the_office_sends_on_what_went_astray(client, proposal, asked, office):
    issue(proposal)
    url = f"{URL}{proposal.pk}/chuyen/"
    other = MembershipFactory(agency=AgencyFactory(name="Sở Xây dựng"))
    assert client.post(url, {"to": "khong-co"}).status_code == 422
    assert client.post(url, {"to": asked.agency.slug}).status_code == 409
    assert client.post(url, {"to": other.agency.slug, "seen": "1"}).status_code == 302
    proposal.refresh_from_db()
    assert (proposal.addressee, proposal.addressee_text) == (other.agency, "Sở Nước")
    assert Notice.objects.get().user == other.user
    answer = client.post(f"{URL}{proposal.pk}/", {"state": "noted", "answer": "x"})
    assert answer.status_code == 403  # the office sends on, it does not answer for others


def test_what_a_proposal_may_not_say(proposal, proposer, asked):
    def refused(act, why):
        with pytest.raises(ValidationError) as refusal:
            act()
        assert code(refusal) == why

    paper, agency, by = proposal.paper, proposer.agency, proposer.user

    def add(given):
        return add_proposal(paper=paper, agency=agency, given=given, by=by)

    refused(lambda: add(ProposalGiven("Xin vốn")), "nobody")
    refused(lambda: add(ProposalGiven("Xin vốn", agency)), "itself")
    assert add(ProposalGiven("Xin vốn", addressee_text="cấp trên")).order == 2
    answer = {"proposal": proposal, "answer": "x", "seen": None, "by": asked.user}
    refused(lambda: answer_proposal(state="noted", **answer), "draft")
    issue(proposal)
    refused(lambda: answer_proposal(state="open", **answer), "open")
    refused(lambda: answer_proposal(state="noted", **(answer | {"answer": " "})), "words")
    given = ProposalGiven("Khác", asked.agency)
    refused(lambda: change_proposal(proposal=proposal, given=given, seen=1, by=by), "frozen")
    refused(lambda: drop_proposal(proposal=proposal, by=by), "frozen")
    refused(lambda: pass_on(proposal=proposal, to=agency, seen=1, by=by), "itself")
    answered = answer_proposal(state="noted", **answer)
    refused(lambda: pass_on(proposal=answered, to=AgencyFactory(), seen=None, by=by), "answered")


def test_nothing_is_told_of_what_was_answered(proposal, asked):
    issue(proposal)
    answer_proposal(proposal=proposal, state="noted", answer="x", seen=1, by=asked.user)
    Notice.objects.all().delete()
    assert announce(proposal.paper.dated) == 0
    assert not Notice.objects.exists()


def test_the_list_filters_and_downloads(client, member):
    mine = ProposalFactory(addressee=member.memberships.get().agency)
    ProposalFactory(
        state=ProposalState.NOTED, answer="đã rõ", answered_on=mine.paper.dated, text="Việc khác"
    )
    page = client.get(URL)
    assert [one.state for one, _ in page.context["lines"]] == ["open", "noted"]
    assert page.context["waiting"] == 1
    found = client.get(URL, {"gui-den": mine.addressee.slug, "tinh-trang": "open"})
    assert [one for one, _ in found.context["lines"]] == [mine]
    sheet = client.get(URL, {"dang": "xlsx"})
    assert "kien-nghi-2024-06-18.xlsx" in sheet.headers["Content-Disposition"]


@pytest.mark.usefixtures("member")
def test_more_rows_ask_no_more(client):
    ProposalFactory()
    client.get(URL)
    with CaptureQueriesContext(connection) as one:
        client.get(URL)
    for _ in range(4):
        ProposalFactory(paper=PaperFactory())
    with CaptureQueriesContext(connection) as five:
        client.get(URL)
    assert Proposal.objects.count() == 5
    assert len(five) == len(one)
