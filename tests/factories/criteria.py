import datetime as dt

import factory
from django.utils import timezone

from communes.choices import Confidence
from criteria.choices import (
    Comparator,
    DraftKind,
    DraftState,
    Duty,
    FileAct,
    FileState,
    Level,
    RoundKind,
    Stage,
    Status,
    ValueType,
)
from criteria.models import (
    CriteriaSet,
    Criterion,
    EntryDraft,
    Evidence,
    FileStep,
    Holding,
    Indicator,
    Mapping,
    Measurement,
    Opinion,
    Recognition,
    Remark,
    Reply,
    Responsibility,
    Round,
    RouteStep,
    Scorecard,
    SponsorAssignment,
    StatusEntry,
    Submission,
    Threshold,
)
from tests.factories.accounts import UserFactory
from tests.factories.communes import AgencyFactory, CommuneFactory
from tests.factories.documents import PaperFactory, StoredFileFactory


class CriteriaSetFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CriteriaSet

    code = factory.Sequence(lambda n: f"set-{n}")
    name = "Bộ tiêu chí quốc gia về xã nông thôn mới giai đoạn 2021-2025"
    short_name = "2021–2025"
    level = Level.STANDARD
    starts = dt.date(2022, 3, 8)
    special_region = "TDMNPB"


class CriterionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Criterion

    criteria_set = factory.SubFactory(CriteriaSetFactory)
    number = factory.Sequence(lambda n: n + 1)
    name = factory.LazyAttribute(lambda criterion: f"Tiêu chí {criterion.number}")
    group_code = "I"
    group_name = "Quy hoạch"


class IndicatorFactory(factory.django.DjangoModelFactory):
    """A percentage, at least something."""

    class Meta:
        model = Indicator

    criterion = factory.SubFactory(CriterionFactory)
    order = factory.Sequence(lambda n: n)
    code = factory.LazyAttribute(lambda one: f"{one.criterion.number}.{one.order}")
    name = "Tỷ lệ hộ"
    value_type = ValueType.PERCENT
    unit = "%"


class ThresholdFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Threshold

    indicator = factory.SubFactory(IndicatorFactory)
    order = factory.Sequence(lambda n: n)
    region = "chung"
    value_type = ValueType.PERCENT
    comparator = Comparator.AT_LEAST
    number = 80
    confidence = Confidence.SOURCED


class ScorecardFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Scorecard

    commune = factory.SubFactory(CommuneFactory)
    criteria_set = factory.SubFactory(CriteriaSetFactory)


class StatusEntryFactory(factory.django.DjangoModelFactory):
    """A row alone: the current state beside it is the services' business."""

    class Meta:
        model = StatusEntry

    scorecard = factory.SubFactory(ScorecardFactory)
    criterion = factory.SubFactory(
        CriterionFactory, criteria_set=factory.SelfAttribute("..scorecard.criteria_set")
    )
    status = Status.MET
    stage = Stage.DECLARED
    effective_on = dt.date(2024, 6, 1)
    by = factory.SubFactory(UserFactory)


class MeasurementFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Measurement

    scorecard = factory.SubFactory(ScorecardFactory)
    indicator = factory.SubFactory(
        IndicatorFactory,
        criterion__criteria_set=factory.SelfAttribute("...scorecard.criteria_set"),
    )
    number = 85
    stage = Stage.DECLARED
    effective_on = dt.date(2024, 6, 1)
    by = factory.SubFactory(UserFactory)


class EntryDraftFactory(factory.django.DjangoModelFactory):
    """Read, with nothing in it."""

    class Meta:
        model = EntryDraft

    kind = DraftKind.COMMUNE_SHEET
    state = DraftState.READY
    criteria_set = factory.SubFactory(CriteriaSetFactory)
    options = {"effective_on": "2024-06-18", "speaking_as": "", "note": ""}
    plan = {"cells": []}
    heartbeat = factory.LazyFunction(timezone.now)
    by = factory.SubFactory(UserFactory)


class SponsorAssignmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SponsorAssignment

    commune = factory.SubFactory(CommuneFactory)
    agency = factory.SubFactory(AgencyFactory)
    paper = factory.SubFactory(PaperFactory)
    duty = Duty.SPONSOR
    starts = dt.date(2020, 7, 14)


class ResponsibilityFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Responsibility

    indicator = factory.SubFactory(IndicatorFactory)
    agency = factory.SubFactory(AgencyFactory)
    confidence = Confidence.RECALLED
    starts = dt.date(2020, 1, 1)


class RoundFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Round

    kind = RoundKind.HALF_YEAR
    year = 2024
    name = "Kỳ 6 tháng đầu năm 2024"
    starts = dt.date(2024, 1, 1)
    ends = dt.date(2024, 6, 30)


class RecognitionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Recognition

    commune = factory.SubFactory(CommuneFactory)
    level = Level.STANDARD
    year = 2022
    since = dt.date(2023, 6, 5)
    decided_on = dt.date(2023, 6, 5)
    source = "Quyết định công nhận"


class EvidenceFactory(factory.django.DjangoModelFactory):
    """A file behind the only indicator of a criterion."""

    class Meta:
        model = Evidence

    file = factory.SubFactory(StoredFileFactory)
    name = factory.LazyAttribute(lambda one: one.file.name)
    scorecard = factory.SubFactory(ScorecardFactory)
    criterion = factory.SubFactory(
        CriterionFactory,
        criteria_set=factory.SelfAttribute("..scorecard.criteria_set"),
        number=factory.Sequence(lambda n: 1000 + n),
    )
    indicator = factory.SubFactory(
        IndicatorFactory, criterion=factory.SelfAttribute("..criterion")
    )
    agency = factory.SubFactory(AgencyFactory)
    by = factory.SubFactory(UserFactory)


class MappingFactory(factory.django.DjangoModelFactory):
    """A criterion that stays the same, unless told otherwise."""

    class Meta:
        model = Mapping

    old_set = factory.SubFactory(CriteriaSetFactory)
    new_set = factory.SubFactory(CriteriaSetFactory)
    kinship = "same"
    old_criterion = factory.SubFactory(
        CriterionFactory, criteria_set=factory.SelfAttribute("..old_set")
    )
    new_criterion = factory.SubFactory(
        CriterionFactory, criteria_set=factory.SelfAttribute("..new_set")
    )
    confidence = Confidence.RECALLED


class ReplyFactory(factory.django.DjangoModelFactory):
    """A commune agrees with a value."""

    class Meta:
        model = Reply

    measurement = factory.SubFactory(MeasurementFactory)
    agrees = True
    agency = factory.SubFactory(AgencyFactory, of_commune=True)
    by = factory.SubFactory(UserFactory)


class RouteStepFactory(factory.django.DjangoModelFactory):
    """The appraisal, on any day, unless told otherwise."""

    class Meta:
        model = RouteStep

    stage = Stage.APPRAISED
    starts = dt.date(2016, 1, 1)
    confidence = Confidence.SOURCED


class SubmissionFactory(factory.django.DjangoModelFactory):
    """A file that its commune has not sent; nobody holds it."""

    class Meta:
        model = Submission

    round = factory.SubFactory(RoundFactory)
    scorecard = factory.SubFactory(ScorecardFactory)


class HoldingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Holding

    submission = factory.SubFactory(SubmissionFactory)
    stage = Stage.DECLARED
    agency = factory.SubFactory(AgencyFactory)
    turn = 0
    since = dt.date(2024, 6, 3)


class FileStepFactory(factory.django.DjangoModelFactory):
    """A district's return."""

    class Meta:
        model = FileStep

    submission = factory.SubFactory(SubmissionFactory)
    act, before, after = FileAct.RETURN, FileState.VERIFYING, FileState.RETURNED
    stage = Stage.VERIFIED
    turn = 1
    words = "Bổ sung minh chứng"
    agency = factory.SubFactory(AgencyFactory)
    by = factory.SubFactory(UserFactory)
    on = dt.date(2024, 6, 10)


class OpinionFactory(factory.django.DjangoModelFactory):
    """A district agrees with what its commune claims."""

    class Meta:
        model = Opinion

    claim = factory.SubFactory(StatusEntryFactory)
    criterion = factory.SelfAttribute("claim.criterion")
    submission = factory.SubFactory(
        SubmissionFactory, scorecard=factory.SelfAttribute("..claim.scorecard")
    )
    stage = Stage.VERIFIED
    turn = 1
    agrees = True
    status = Status.MET
    agency = factory.SubFactory(AgencyFactory)
    by = factory.SubFactory(UserFactory)
    on = dt.date(2024, 6, 10)


class RemarkFactory(factory.django.DjangoModelFactory):
    """About the file as a whole."""

    class Meta:
        model = Remark

    step = factory.SubFactory(FileStepFactory)
    submission = factory.SelfAttribute("step.submission")
    words = "Bổ sung minh chứng"
