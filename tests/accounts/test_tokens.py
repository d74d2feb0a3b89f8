from io import StringIO

import pytest
from django.core.management import call_command
from rest_framework.authtoken.models import Token

from accounts import services
from tests.factories import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db
URL = "/api/v1/"


def made_token(user):
    out = StringIO()
    call_command("drf_create_token", user.username, stdout=out)
    return out.getvalue().split()[2]


def answer(client, token):
    return client.get(URL, headers={"authorization": f"Token {token}"}).status_code


def test_a_token_made_on_the_server_opens_the_api(client):
    user = MembershipFactory().user
    token = made_token(user)

    assert answer(client, token) == 200
    assert answer(client, "0" * 40) == 403


def test_the_token_of_a_closed_account_is_dead(client):
    user = MembershipFactory().user
    token = made_token(user)

    user.is_active = False
    user.save()

    assert answer(client, token) == 403


@pytest.mark.parametrize("act", [services.close_account, services.give_password])
def test_closing_an_account_and_giving_a_password_take_the_token_away(act):
    user = MembershipFactory().user
    made_token(user)

    act(person=user, by=UserFactory())

    assert Token.objects.count() == 0
