"""Rights that are lent, lapsed or one's own: which of them counts, and which copy is left as it was signed."""

import datetime as dt

import pytest

from accounts.choices import Role
from documents.choices import PaperStepKind
from documents.permissions import letterheads_of, may_keep_letterhead, standing
from documents.services import steps
from tests.documents.house import DAY, House, attach_scan
from tests.factories import DelegationFactory, LetterheadFactory, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return House()


def test_who_may_by_their_own_right_does_not_act_in_anothers_stead(house):
    deputy = house.person(Role.DIRECTOR)
    DelegationFactory.create(giver=house.head, receiver=deputy)
    paper = house.at("signing", signer_name="")

    assert standing(deputy, house.letterhead, PaperStepKind.SIGN).lent_by is None
    assert steps.sign(paper=paper, by=deputy, own_block=True).on_behalf_of is None


def test_heading_numbering_and_signing_of_papers_are_not_kept_by_delegation(house):
    deputy = UserFactory.create()
    DelegationFactory.create(giver=house.head, receiver=deputy)

    assert may_keep_letterhead(house.head, house.letterhead)
    assert not may_keep_letterhead(deputy, house.letterhead)


def test_nobody_writes_in_the_name_of_an_issuer_that_is_no_more(house):
    gone = DAY - dt.timedelta(days=1)
    LetterheadFactory.create(agency=house.agency, name="Ban Chỉ đạo cũ", ends=gone)

    assert letterheads_of(house.officer, DAY) == [house.letterhead]


def test_a_delegate_is_told_beside_whoever_lends(house):
    deputy = MembershipFactory.create().user
    DelegationFactory.create(giver=house.head, receiver=deputy)

    step = steps.send_up(paper=house.paper(), by=house.officer)

    told = {one.user for one in deputy.notices.filter(key__endswith=f":step:{step.pk}")}
    assert told == {deputy}


def test_a_copy_signed_outside_that_names_nobody_is_left_as_it_is(house):
    paper = house.at("signing", signer_name="")
    attach_scan(paper)

    step = steps.sign(paper=paper, by=house.head)

    paper.refresh_from_db()
    assert (paper.signer_name, paper.version, step.version) == ("", 1, 1)
