"""What reviewers say of a claim, what they send back, and what the commune answers: appended, never edited."""

from django.db import models
from django.db.models import Q

from criteria.choices import Doubt, OpinionWay, RemarkAct, Stage, Status
from criteria.models.catalogue import Criterion
from criteria.models.entry import StatusEntry
from criteria.models.submission import Acted, FileStep, Submission


class Opinion(Acted):
    """An agency agrees or disagrees, at a stage, with what the commune claims of a criterion.

    The last of a stage and agency counts; all stay, beside one another. `claim` is the word it is
    about, `status` what the reviewer finds. `entry` is the word that became of it when the file
    was handed on; before that it is the reviewer's note.
    """

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="opinions")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="opinions")
    stage = models.PositiveSmallIntegerField("cấp", choices=Stage)
    turn = models.PositiveSmallIntegerField("lần gửi")
    claim = models.ForeignKey(StatusEntry, models.PROTECT, related_name="opinions")
    agrees = models.BooleanField("đồng ý")
    status = models.CharField("kết quả", max_length=15, choices=Status)
    doubt = models.CharField("lý do", max_length=15, choices=Doubt, blank=True)
    words = models.CharField("ý kiến", max_length=1000, blank=True)
    given = models.CharField("cách ghi", max_length=6, choices=OpinionWay, default=OpinionWay.ROW)
    entry = models.ForeignKey(
        StatusEntry, models.PROTECT, null=True, blank=True, related_name="said_by"
    )

    class Meta:
        verbose_name = "ý kiến"
        verbose_name_plural = "ý kiến"
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["submission", "stage", "criterion"], name="opinion_of_submission")
        ]
        constraints = [
            models.CheckConstraint(
                name="opinion_disagrees_with_a_reason",
                condition=Q(agrees=True, doubt="")
                | (Q(agrees=False) & ~Q(doubt="") & ~Q(words="")),
                violation_error_message="Không đồng ý thì phải chọn lý do và ghi ý kiến.",
            ),
            models.CheckConstraint(
                name="opinion_is_of_a_reviewer",
                condition=Q(stage__gt=Stage.DECLARED, agency__isnull=False, by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {'đồng ý' if self.agrees else 'không đồng ý'}"


class OpenedRow(Acted):
    """An agency has looked into a criterion of a file in that turn: bulk acts leave out what nobody opened."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="opened")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    turn = models.PositiveSmallIntegerField("lần gửi")

    class Meta:
        verbose_name = "dòng đã mở"
        verbose_name_plural = "dòng đã mở"
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "criterion", "agency", "turn"], name="opened_row_once"
            )
        ]


class Remark(models.Model):
    """What a returned file asks of the commune, about a criterion or (blank) about the file as a whole."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="remarks")
    step = models.ForeignKey(FileStep, models.CASCADE, related_name="remarks")
    criterion = models.ForeignKey(
        Criterion, models.PROTECT, null=True, blank=True, related_name="+"
    )
    opinion = models.OneToOneField(
        Opinion, models.PROTECT, null=True, blank=True, related_name="remark"
    )
    words = models.CharField("nhận xét", max_length=1000)

    class Meta:
        verbose_name = "nhận xét khi trả lại"
        verbose_name_plural = "nhận xét khi trả lại"
        ordering = ["pk"]


class RemarkStep(Acted):
    """The commune answers a remark; who made it ticks whether the answer is enough."""

    remark = models.ForeignKey(Remark, models.CASCADE, related_name="steps")
    act = models.CharField("việc", max_length=10, choices=RemarkAct)
    words = models.CharField("nội dung", max_length=1000, blank=True)
    turn = models.PositiveSmallIntegerField("lần gửi")

    class Meta:
        verbose_name = "trả lời nhận xét"
        verbose_name_plural = "trả lời nhận xét"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="remark_answered_in_words",
                condition=~Q(act=RemarkAct.ANSWERED) | ~Q(words=""),
                violation_error_message="Hãy ghi nội dung trả lời.",
            )
        ]
