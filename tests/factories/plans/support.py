import datetime as dt

import factory

from plans.choices import ActionState, ContactKind, MoneySource, StepKind, SupportForm
from plans.models import (
    Acceptance,
    AgencyOffice,
    Attachment,
    Contact,
    Difficulty,
    DifficultyStep,
    Need,
    PlanAction,
    SupportAction,
    SupportMoney,
)
from tests.factories.accounts import UserFactory
from tests.factories.communes import AgencyFactory, CommuneFactory
from tests.factories.criteria import CriterionFactory
from tests.factories.documents import PaperFactory, StoredFileFactory


class NeedFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Need

    commune = factory.SubFactory(CommuneFactory)
    content = "Làm 2 km đường trục thôn"
    by = factory.SubFactory(UserFactory)


class SupportActionFactory(factory.django.DjangoModelFactory):
    """Guidance given on 10/6/2024."""

    class Meta:
        model = SupportAction

    agency = factory.SubFactory(AgencyFactory)
    commune = factory.SubFactory(CommuneFactory)
    form = SupportForm.GUIDANCE
    content = "Hướng dẫn hoàn thiện hồ sơ"
    state = ActionState.DONE
    done_on = dt.date(2024, 6, 10)
    by = factory.SubFactory(UserFactory)


class SupportMoneyFactory(factory.django.DjangoModelFactory):
    """100 triệu đồng of the province's budget, given."""

    class Meta:
        model = SupportMoney

    action = factory.SubFactory(SupportActionFactory)
    source = MoneySource.PROVINCIAL
    done = 100


class AttachmentFactory(factory.django.DjangoModelFactory):
    """A file behind a support action unless told otherwise."""

    class Meta:
        model = Attachment

    file = factory.SubFactory(StoredFileFactory)
    name = "bien-ban.pdf"
    action = factory.SubFactory(SupportActionFactory)
    by = factory.SubFactory(UserFactory)


class PlanActionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PlanAction

    agency = factory.SubFactory(AgencyFactory)
    commune = factory.SubFactory(CommuneFactory)
    paper = factory.SubFactory(PaperFactory)
    content = "Xây dựng mô hình liên kết"


class AcceptanceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Acceptance

    commune = factory.SubFactory(CommuneFactory)
    criterion = factory.SubFactory(CriterionFactory)
    until_year = 2025
    reason = "Chờ hệ thống nước tập trung"
    starts = dt.date(2024, 1, 1)
    paper = factory.SubFactory(PaperFactory)


class DifficultyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Difficulty

    raised_by = factory.SubFactory(AgencyFactory)
    addressed_to = factory.SubFactory(AgencyFactory)
    title = "Chưa có hướng dẫn thanh toán"
    raised_on = dt.date(2024, 6, 3)
    by = factory.SubFactory(UserFactory)


class DifficultyStepFactory(factory.django.DjangoModelFactory):
    """An answer, given on 5/6/2024."""

    class Meta:
        model = DifficultyStep

    difficulty = factory.SubFactory(DifficultyFactory)
    kind = StepKind.ANSWERED
    agency = factory.SubFactory(AgencyFactory)
    words = "Thanh toán theo hướng dẫn cũ"
    effective_on = dt.date(2024, 6, 5)
    by = factory.SubFactory(UserFactory)


class ContactFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Contact

    agency = factory.SubFactory(AgencyFactory)
    kind = ContactKind.CONTACT
    name = "Người liên hệ"
    starts = dt.date(2020, 1, 1)


class AgencyOfficeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AgencyOffice

    agency = factory.SubFactory(AgencyFactory)
    name = "Phòng Kinh tế ngành"
    part = "Chủ trì tham mưu tổ chức thực hiện kế hoạch"
    starts = dt.date(2020, 12, 8)
