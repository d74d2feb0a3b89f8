import pytest

from documents.choices import PaperState
from documents.models import OfficialDocument
from reports.models import ReportRun
from tests.factories import AgencyFactory, MembershipFactory, ReportRunFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    run = ReportRunFactory()
    asked = MembershipFactory(user=run.requested_by).user
    run.paper.by = asked
    run.paper.save()
    return {
        "of the agency": MembershipFactory(agency=run.agency).user,
        "who asked for it": asked,
        "office": MembershipFactory(agency=AgencyFactory(office=True)).user,
        "another department": MembershipFactory().user,
        "stranger": UserFactory(),
    }


def seers(people):
    return {who for who, user in people.items() if ReportRun.objects.visible_to(user).exists()}


def test_a_draft_report_stays_with_those_concerned(people):
    assert seers(people) == {"of the agency", "who asked for it", "office"}


def test_a_report_that_is_out_is_read_by_every_member(people):
    OfficialDocument.objects.update(state=PaperState.ISSUED)
    assert seers(people) == set(people) - {"stranger"}
