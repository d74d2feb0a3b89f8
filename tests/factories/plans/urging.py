import datetime as dt

import factory

from plans.choices import Audience, UrgeKind
from plans.models import Mail, UrgingRule
from tests.factories.accounts import UserFactory


class UrgingRuleFactory(factory.django.DjangoModelFactory):
    """Three working days before the day, to the agency's officers."""

    class Meta:
        model = UrgingRule

    kind = UrgeKind.BEFORE
    days = 3
    audience = Audience.OFFICER


class MailFactory(factory.django.DjangoModelFactory):
    """Waits to be sent."""

    class Meta:
        model = Mail

    user = factory.SubFactory(UserFactory)
    day = dt.date(2024, 6, 18)
    address = factory.LazyAttribute(lambda mail: mail.user.email)
    subject = "Nhắc việc NTM 18/6/2024"
    body = "Kính gửi …"
