import datetime as dt

import factory

from accounts.models import Delegation, Notice, User


class UserFactory(factory.django.DjangoModelFactory):
    """A person who serves nowhere: a stranger."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"user{n}")
    full_name = factory.Sequence(lambda n: f"Nguyễn Văn {n}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@example.vn")
    password = factory.django.Password("mat-khau-thu-2024")


class DelegationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Delegation

    giver = factory.SubFactory(UserFactory)
    receiver = factory.SubFactory(UserFactory)
    by = factory.SelfAttribute("giver")
    starts = dt.date(2024, 6, 1)
    ends = dt.date(2024, 6, 30)
    reason = "Đi công tác"


class NoticeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Notice

    user = factory.SubFactory(UserFactory)
    key = factory.Sequence(lambda n: f"thing:{n}")
    title = factory.Sequence(lambda n: f"Việc {n}")
    address = "/van-ban/"
