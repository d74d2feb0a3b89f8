import pytest

from documents.permissions import may_add_arrival, may_register_paper, may_see_register
from tests.factories import AgencyFactory, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_who_may_do_what_with_the_register():
    own = MembershipFactory()
    people = {
        "own": own.user,
        "other": MembershipFactory().user,
        "office": MembershipFactory(agency=AgencyFactory(office=True)).user,
        "stranger": UserFactory(),
    }

    def allowed(may, *about):
        return {who for who, user in people.items() if may(user, *about)}

    assert allowed(may_see_register) == {"own", "other", "office"}
    assert allowed(may_register_paper, own.agency) == {"own", "office"}
    assert allowed(may_register_paper, None) == {"office"}
    assert allowed(may_add_arrival, own.agency) == {"own"}
