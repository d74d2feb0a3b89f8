import datetime as dt

import factory

from plans.choices import DraftKind, DueKind, GroupRule, Part, TaskState
from plans.models import (
    AgencyGroup,
    Extension,
    GroupMember,
    PlanDraft,
    Task,
    TaskAim,
    TaskGroup,
    TaskParty,
    TaskProgress,
    TaskReview,
    WorkProgramme,
)
from tests.factories.accounts import UserFactory
from tests.factories.communes import AgencyFactory, CommuneFactory
from tests.factories.documents import PaperFactory


class AgencyGroupFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AgencyGroup

    slug = factory.Sequence(lambda n: f"nhom-{n}")
    name = "Các sở, ban ngành"
    rule = GroupRule.DEPARTMENTS


class GroupMemberFactory(factory.django.DjangoModelFactory):
    """A member of a group by list, since 2020."""

    class Meta:
        model = GroupMember

    group = factory.SubFactory(AgencyGroupFactory, rule=GroupRule.LISTED)
    agency = factory.SubFactory(AgencyFactory)
    starts = dt.date(2020, 1, 1)


class WorkProgrammeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = WorkProgramme

    year = 2024
    title = "Chương trình công tác trọng tâm năm 2024"
    paper = factory.SubFactory(PaperFactory, day=27, month=3, year=2024)


class TaskGroupFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = TaskGroup

    programme = factory.SubFactory(WorkProgrammeFactory)
    order = factory.Sequence(lambda n: n + 1)
    number = "I"
    title = "Công tác chỉ đạo, điều hành"


class TaskFactory(factory.django.DjangoModelFactory):
    """Due on 30/6/2024; led by `lead` where one is given."""

    class Meta:
        model = Task
        skip_postgeneration_save = True

    group = factory.SubFactory(TaskGroupFactory)
    order = factory.Sequence(lambda n: n + 1)
    number = factory.LazyAttribute(lambda task: f"{task.order}")
    content = "Sửa đổi bộ tiêu chí xã"
    due_text = "Quý II/2024"
    due_kind = DueKind.QUARTER
    due_on = dt.date(2024, 6, 30)
    expected_result = "Quyết định của UBND tỉnh"

    @factory.post_generation
    def lead(self, create, agency, **kwargs):
        if agency:
            TaskPartyFactory(task=self, agency=agency, text=f"{agency}")


class TaskPartyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = TaskParty

    task = factory.SubFactory(TaskFactory)
    part = Part.LEAD
    order = factory.Sequence(lambda n: n + 1)
    text = "Sở Nông nghiệp và PTNT"


class TaskAimFactory(factory.django.DjangoModelFactory):
    """For a commune as a whole."""

    class Meta:
        model = TaskAim

    task = factory.SubFactory(TaskFactory)
    commune = factory.SubFactory(CommuneFactory)


class TaskProgressFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = TaskProgress

    task = factory.SubFactory(TaskFactory)
    agency = factory.SubFactory(AgencyFactory)
    by = factory.SubFactory(UserFactory)
    effective_on = dt.date(2024, 6, 1)
    state = TaskState.IN_PROGRESS
    words = "Đang lấy ý kiến các sở"


class TaskReviewFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = TaskReview

    task = factory.SubFactory(TaskFactory)
    agency = factory.SubFactory(AgencyFactory, office=True)
    by = factory.SubFactory(UserFactory)
    effective_on = dt.date(2024, 6, 10)
    agrees = True


class ExtensionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Extension

    task = factory.SubFactory(TaskFactory)
    agency = factory.SubFactory(AgencyFactory)
    by = factory.SubFactory(UserFactory)
    due_on = dt.date(2024, 9, 30)
    asked_on = dt.date(2024, 6, 18)
    reason = "Chờ ý kiến của bộ"


class PlanDraftFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PlanDraft

    kind = DraftKind.ASSIGNMENTS
    by = factory.SubFactory(UserFactory)
