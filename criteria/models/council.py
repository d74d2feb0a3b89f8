"""The council's file: a commune on its way to a level or out of it, and what the law asks of it.

Rules are dated data (`Procedure`); a file keeps them as they stood when it went before the council.
"""

from typing import Self

from django.db import models
from django.db.models import F, Q

from accounts.constraints import all_or_none, ends_after_it_starts
from accounts.models import User
from communes.choices import Confidence
from communes.models import Agency, Commune, MemberQuerySet, Span, SpanQuerySet
from criteria.choices import LIVING, ConditionKind, CouncilState, Level, Purpose
from criteria.models.recognition import Recognition
from documents.models import OfficialDocument, StoredFile

LIVING_STATES = sorted(LIVING)
BEFORE_THE_COUNCIL = [
    CouncilState.SUBMITTED.value,
    CouncilState.PASSED.value,
    CouncilState.FAILED.value,
    CouncilState.DECIDED.value,
]


def _is_a_share(field: str) -> Q:
    return Q(**{field: None}) | Q(**{f"{field}__gte": 0, f"{field}__lte": 100})


class Procedure(Span):
    """How communes are recognised at a level, or lose it, in a period: conditions, documents, vote.

    Blank shares are not known. `confidence` MISSING: nothing of the period's procedure is at hand.
    """

    level = models.CharField("mức", max_length=10, choices=Level)
    purpose = models.CharField("việc", max_length=10, choices=Purpose)
    paper = models.ForeignKey(
        OfficialDocument, models.PROTECT, null=True, blank=True, related_name="procedures"
    )
    present_share = models.DecimalField(
        "họp hợp lệ khi có mặt từ (%)", max_digits=5, decimal_places=2, null=True, blank=True
    )
    favour_share = models.DecimalField(
        "thông qua khi tán thành từ (%)", max_digits=5, decimal_places=2, null=True, blank=True
    )
    vote_confidence = models.CharField("độ tin cậy của tỷ lệ", max_length=10, choices=Confidence)
    vote_source = models.CharField("nguồn của tỷ lệ", max_length=500, blank=True)
    confidence = models.CharField("độ tin cậy", max_length=10, choices=Confidence)
    source = models.CharField("nguồn", max_length=500, blank=True)
    note = models.CharField("ghi chú", max_length=1000, blank=True)

    objects = SpanQuerySet.as_manager()

    class Meta:
        verbose_name = "quy trình xét công nhận"
        verbose_name_plural = "quy trình xét công nhận"
        ordering = ["-starts", "level", "purpose"]
        constraints = [
            models.UniqueConstraint(
                fields=["level", "purpose", "starts"], name="procedure_once_a_day"
            ),
            ends_after_it_starts("procedure_ends_after_it_starts"),
            models.CheckConstraint(
                name="procedure_shares_are_shares",
                condition=_is_a_share("present_share") & _is_a_share("favour_share"),
                violation_error_message="Tỷ lệ phải từ 0 đến 100 (%).",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display().capitalize()} {self.get_level_display()}"

    @property
    def documents_confidence(self) -> str:
        """How sure the list of documents is, where it is equally sure of each."""
        found = {one.confidence for one in self.documents.all()}
        return found.pop() if len(found) == 1 else ""

    @property
    def has_numbers(self) -> bool:
        return self.present_share is not None and self.favour_share is not None


class Condition(models.Model):
    """One condition of a procedure; `number` in percent, blank where there is none or it is not known."""

    procedure = models.ForeignKey(Procedure, models.CASCADE, related_name="conditions")
    order = models.PositiveSmallIntegerField("thứ tự")
    code = models.SlugField("mã", max_length=20)
    kind = models.CharField("loại", max_length=12, choices=ConditionKind)
    words = models.CharField("điều kiện", max_length=300)
    number = models.DecimalField("từ (%)", max_digits=5, decimal_places=2, null=True, blank=True)
    confidence = models.CharField("độ tin cậy", max_length=10, choices=Confidence)
    source = models.CharField("nguồn", max_length=500, blank=True)
    note = models.CharField("ghi chú", max_length=300, blank=True)

    class Meta:
        verbose_name = "điều kiện công nhận"
        verbose_name_plural = "điều kiện công nhận"
        ordering = ["procedure", "order"]
        constraints = [
            models.UniqueConstraint(fields=["procedure", "code"], name="condition_once"),
            models.CheckConstraint(
                name="condition_number_is_a_share", condition=_is_a_share("number")
            ),
        ]

    def __str__(self) -> str:
        return self.words


class AskedDocument(models.Model):
    """A document that the file of a procedure must hold."""

    procedure = models.ForeignKey(Procedure, models.CASCADE, related_name="documents")
    order = models.PositiveSmallIntegerField("thứ tự")
    code = models.SlugField("mã", max_length=20)
    words = models.CharField("giấy tờ", max_length=300)
    confidence = models.CharField("độ tin cậy", max_length=10, choices=Confidence)
    source = models.CharField("nguồn", max_length=500, blank=True)

    class Meta:
        verbose_name = "giấy tờ của hồ sơ"
        verbose_name_plural = "giấy tờ của hồ sơ"
        ordering = ["procedure", "order"]
        constraints = [
            models.UniqueConstraint(fields=["procedure", "code"], name="asked_document_once")
        ]

    def __str__(self) -> str:
        return self.words


class CouncilFileQuerySet(MemberQuerySet):
    def living(self) -> Self:
        """Neither decided nor given up."""
        return self.filter(state__in=LIVING_STATES)


class CouncilFile(models.Model):
    """A commune × level × purpose on its way through the council; at most one of them lives.

    The procedure in force on `opened_on` applies; `frozen` is what it asked when the file went before the
    council. `recognition`: the one that was decided, or the one to be taken back.
    """

    commune = models.ForeignKey(Commune, models.PROTECT, related_name="council_files")
    level = models.CharField("mức", max_length=10, choices=Level)
    purpose = models.CharField("việc", max_length=10, choices=Purpose)
    year = models.PositiveSmallIntegerField("năm đạt chuẩn", null=True, blank=True)
    opened_on = models.DateField("ngày lập")
    state = models.CharField(
        "tình trạng", max_length=10, choices=CouncilState, default=CouncilState.PREPARING
    )
    submitted_on = models.DateField("trình hội đồng ngày", null=True, blank=True)
    frozen = models.JSONField("quy định lúc trình", null=True, blank=True)
    recognition = models.ForeignKey(
        Recognition, models.PROTECT, null=True, blank=True, related_name="council_files"
    )
    ended_on = models.DateField("kết thúc ngày", null=True, blank=True)
    dropped_reason = models.CharField("lý do thôi xét", max_length=300, blank=True)
    note = models.CharField("ghi chú", max_length=500, blank=True)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    on_behalf_of = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField("ghi lúc", auto_now_add=True)
    illustrative = models.BooleanField("số liệu minh họa", default=False)

    objects = CouncilFileQuerySet.as_manager()

    class Meta:
        verbose_name = "hồ sơ xét công nhận"
        verbose_name_plural = "hồ sơ xét công nhận"
        ordering = ["-opened_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["commune", "level", "purpose"],
                condition=Q(state__in=LIVING_STATES),
                name="council_file_lives_once",
            ),
            all_or_none("submitted_on", "frozen", name="council_file_submitted_and_frozen"),
            models.CheckConstraint(
                name="council_file_frozen_before_the_council",
                condition=~Q(state__in=BEFORE_THE_COUNCIL) | Q(submitted_on__isnull=False),
            ),
            models.CheckConstraint(
                name="council_file_submitted_after_it_was_opened",
                condition=Q(submitted_on=None) | Q(submitted_on__gte=F("opened_on")),
                violation_error_message="Ngày trình phải từ ngày lập hồ sơ trở đi.",
            ),
            models.CheckConstraint(
                name="council_file_decided_with_its_recognition",
                condition=~Q(state=CouncilState.DECIDED) | Q(recognition__isnull=False),
            ),
            models.CheckConstraint(
                name="council_file_revokes_a_recognition",
                condition=~Q(purpose=Purpose.REVOKE) | Q(recognition__isnull=False),
            ),
            models.CheckConstraint(
                name="council_file_ends_when_it_ended",
                condition=Q(state__in=LIVING_STATES, ended_on=None)
                | Q(~Q(state__in=LIVING_STATES), ended_on__isnull=False),
            ),
            models.CheckConstraint(
                name="council_file_dropped_with_a_reason",
                condition=~Q(state=CouncilState.DROPPED) | ~Q(dropped_reason=""),
                violation_error_message="Thôi xét phải nêu lý do.",
            ),
        ]

    def __str__(self) -> str:
        words = f"{self.get_purpose_display()} {self.get_level_display()}"
        return f"Hồ sơ {words}: {self.commune}"

    @property
    def is_living(self) -> bool:
        return self.state in LIVING

    @property
    def is_preparing(self) -> bool:
        return self.state == CouncilState.PREPARING

    @property
    def revokes(self) -> bool:
        return self.purpose == Purpose.REVOKE


class Spoken(models.Model):
    """Said by somebody for an agency."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    on_behalf_of = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField("ghi lúc", auto_now_add=True)

    class Meta:
        abstract = True


class Withdrawn(models.Model):
    """Appended, never edited: taken back with a reason."""

    withdrawn_at = models.DateTimeField("rút lúc", null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_reason = models.CharField("lý do rút", max_length=300, blank=True)

    class Meta:
        abstract = True
        constraints = [
            all_or_none("withdrawn_at", "withdrawn_by", name="%(class)s_withdrawn_at_and_by"),
            models.CheckConstraint(
                name="%(class)s_withdrawn_with_a_reason",
                condition=Q(withdrawn_at=None) | ~Q(withdrawn_reason=""),
                violation_error_message="Rút phải nêu lý do.",
            ),
        ]


class ConditionFinding(Spoken):
    """Whether a condition holds, on a day; appended, the last one counts.

    Of what the portal computes there is one where the file went before the council. `beside`: what the
    portal knew of the same thing at that moment.
    """

    council_file = models.ForeignKey(CouncilFile, models.CASCADE, related_name="findings")
    condition = models.SlugField("điều kiện", max_length=20)
    holds = models.BooleanField("đạt điều kiện")
    number = models.DecimalField(
        "tỷ lệ (%)", max_digits=5, decimal_places=2, null=True, blank=True
    )
    words = models.CharField("căn cứ bằng lời", max_length=500, blank=True)
    beside = models.CharField("cổng đang ghi", max_length=300, blank=True)
    beside_holds = models.BooleanField("theo cổng", null=True, blank=True)
    paper = models.ForeignKey(
        OfficialDocument, models.PROTECT, null=True, blank=True, related_name="+"
    )
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    computed = models.BooleanField("cổng tính", default=False)
    on = models.DateField("ngày")

    class Meta:
        verbose_name = "kết quả điều kiện"
        verbose_name_plural = "kết quả điều kiện"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="finding_number_is_a_share", condition=_is_a_share("number")
            ),
            models.CheckConstraint(
                name="finding_rests_on_something",
                condition=~Q(words="") | Q(paper__isnull=False) | Q(file__isnull=False),
                violation_error_message="Phải có căn cứ: văn bản, tệp hoặc lời.",
            ),
        ]


class FiledDocument(Spoken, Withdrawn):
    """A document in the file: an upload or a paper on the register, for what is asked or beside it."""

    council_file = models.ForeignKey(CouncilFile, models.CASCADE, related_name="filed")
    asked = models.SlugField("giấy tờ", max_length=20, blank=True, help_text="trống: giấy tờ khác")
    name = models.CharField("tên", max_length=255)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    paper = models.ForeignKey(
        OfficialDocument, models.PROTECT, null=True, blank=True, related_name="+"
    )
    on = models.DateField("ngày nộp")

    class Meta:
        verbose_name = "giấy tờ trong hồ sơ"
        verbose_name_plural = "giấy tờ trong hồ sơ"
        ordering = ["pk"]
        constraints = [
            *Withdrawn.Meta.constraints,
            models.CheckConstraint(
                name="filed_document_is_a_file_or_a_paper",
                condition=Q(file__isnull=False, paper=None) | Q(file=None, paper__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CouncilMeeting(Spoken, Withdrawn):
    """A meeting of the council about a file. `valid` is blank where the shares are not known."""

    council_file = models.ForeignKey(CouncilFile, models.CASCADE, related_name="meetings")
    held_on = models.DateField("ngày họp")
    members = models.PositiveSmallIntegerField("thành viên hội đồng")
    present = models.PositiveSmallIntegerField("có mặt")
    in_favour = models.PositiveSmallIntegerField("tán thành")
    valid = models.BooleanField("hợp lệ", null=True, blank=True)
    passed = models.BooleanField("thông qua")
    minutes = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+"
    )
    note = models.CharField("ghi chú", max_length=500, blank=True)

    class Meta:
        verbose_name = "phiên họp hội đồng"
        verbose_name_plural = "phiên họp hội đồng"
        ordering = ["held_on", "pk"]
        constraints = [
            *Withdrawn.Meta.constraints,
            models.CheckConstraint(
                name="meeting_has_members",
                condition=Q(members__gte=1),
                violation_error_message="Hội đồng phải có thành viên.",
            ),
            models.CheckConstraint(
                name="meeting_present_are_members",
                condition=Q(present__lte=F("members")),
                violation_error_message="Số có mặt không thể nhiều hơn số thành viên.",
            ),
            models.CheckConstraint(
                name="meeting_in_favour_are_present",
                condition=Q(in_favour__lte=F("present")),
                violation_error_message="Số tán thành không thể nhiều hơn số có mặt.",
            ),
            models.CheckConstraint(
                name="meeting_not_valid_passes_nothing",
                condition=Q(valid=None) | Q(valid=True) | Q(passed=False),
            ),
        ]
