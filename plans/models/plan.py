"""The data behind plans as papers: a sponsor's for its communes, a commune's for its year."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from accounts.models import User
from communes.models import Agency, Commune, MemberQuerySet
from criteria.choices import Duty, Level
from criteria.models import CriteriaSet, Criterion
from documents.models import OfficialDocument
from plans.choices import ActionState, ProposalState
from plans.models.base import About, Kept
from plans.models.dossier import Village

YEAR = [MinValueValidator(2010), MaxValueValidator(2100)]


class SponsorPlan(Kept):
    """An agency's plan for the communes assigned to it; its words stand on the paper, its data here.

    What it promises are `PlanAction`s and `Target`s with the same `paper`, its offices `AgencyOffice`s, its
    reports `ReportDuty`s. All of them count only once the paper is out (`OfficialDocument.out`).
    """

    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="sponsor_plans", verbose_name="đơn vị"
    )
    paper = models.OneToOneField(
        OfficialDocument, models.PROTECT, related_name="sponsor_plan", verbose_name="văn bản"
    )
    decision = models.ForeignKey(
        OfficialDocument,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="quyết định phân công",
    )
    criteria_set = models.ForeignKey(
        CriteriaSet, models.PROTECT, related_name="+", verbose_name="bộ tiêu chí"
    )
    year_from = models.PositiveSmallIntegerField("từ năm", validators=YEAR)
    year_to = models.PositiveSmallIntegerField("đến năm", null=True, blank=True, validators=YEAR)
    as_of = models.DateField("hiện trạng ngày", null=True, blank=True)

    class Meta:
        verbose_name = "kế hoạch đỡ đầu, phụ trách"
        verbose_name_plural = "kế hoạch đỡ đầu, phụ trách"
        ordering = ["-year_from", "agency", "-pk"]

    def __str__(self) -> str:
        return f"Kế hoạch của {self.agency} từ năm {self.year_from}"


class SponsorPlanCommune(Kept):
    """A commune in a sponsor's plan: its duty and its state on the day, each as the plan says or unknown.

    `met` may stand without names of criteria (10/19); unmet ones are listed where the plan names them.
    """

    plan = models.ForeignKey(SponsorPlan, models.CASCADE, related_name="communes")
    order = models.PositiveSmallIntegerField("thứ tự", default=1)
    commune = models.ForeignKey(Commune, models.PROTECT, related_name="sponsor_plans")
    duty = models.CharField("nhiệm vụ", max_length=9, choices=Duty, blank=True)
    level = models.CharField("đã được công nhận", max_length=10, choices=Level, blank=True)
    recognised = models.BooleanField("đã đạt chuẩn", null=True, blank=True)
    met = models.PositiveSmallIntegerField("số tiêu chí đạt", null=True, blank=True)
    out_of = models.PositiveSmallIntegerField("trên tổng số", null=True, blank=True)
    state_text = models.CharField("hiện trạng (bằng lời)", max_length=500, blank=True)
    target_text = models.CharField("mục tiêu (bằng lời)", max_length=500, blank=True)
    means_text = models.CharField("nội dung hỗ trợ, nguồn lực", max_length=1000, blank=True)

    class Meta:
        verbose_name = "xã trong kế hoạch"
        verbose_name_plural = "xã trong kế hoạch"
        ordering = ["plan", "order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "commune"], name="sponsor_plan_commune_once"),
            models.CheckConstraint(
                name="sponsor_plan_met_within_all",
                condition=Q(met=None) | Q(out_of=None) | Q(met__lte=models.F("out_of")),
                violation_error_message="Số tiêu chí đạt không thể lớn hơn tổng số.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.commune)


class SponsorPlanUnmet(models.Model):
    """A criterion that the plan names as unmet, with the name as the plan prints it."""

    row = models.ForeignKey(SponsorPlanCommune, models.CASCADE, related_name="unmet")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    printed = models.CharField("tên như in", max_length=200, blank=True)

    objects = MemberQuerySet.as_manager()

    class Meta:
        ordering = ["row", "criterion__number"]
        constraints = [
            models.UniqueConstraint(fields=["row", "criterion"], name="sponsor_plan_unmet_once")
        ]


class CommunePlan(Kept):
    """A commune's plan of a year. `commune` is blank for one outside the home tree (named by its paper)."""

    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="commune_plans",
        verbose_name="UBND xã",
    )
    commune = models.ForeignKey(
        Commune, models.PROTECT, null=True, blank=True, related_name="plans", verbose_name="xã"
    )
    place_text = models.CharField("xã (ngoài danh mục)", max_length=100, blank=True)
    paper = models.OneToOneField(
        OfficialDocument, models.PROTECT, related_name="commune_plan", verbose_name="văn bản"
    )
    criteria_set = models.ForeignKey(
        CriteriaSet, models.PROTECT, related_name="+", verbose_name="bộ tiêu chí"
    )
    year = models.PositiveSmallIntegerField("năm", validators=YEAR)

    class Meta:
        verbose_name = "kế hoạch của xã"
        verbose_name_plural = "kế hoạch của xã"
        ordering = ["-year", "commune", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="commune_plan_is_of_a_commune",
                condition=Q(commune__isnull=False) | ~Q(place_text=""),
                violation_error_message="Chọn xã, hoặc ghi tên xã ngoài danh mục.",
            )
        ]

    def __str__(self) -> str:
        return f"Kế hoạch năm {self.year} của {self.commune or self.place_text}"


class CommunePlanCriterion(Kept):
    """A criterion in a commune's plan: held or unmet, in the order and under the name printed, and who minds it.

    The place in the list is not the criterion's number (seed 003: item 13 is criterion 15).
    """

    plan = models.ForeignKey(CommunePlan, models.CASCADE, related_name="criteria")
    order = models.PositiveSmallIntegerField("thứ tự in")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    printed = models.CharField("tên như in", max_length=200, blank=True)
    holds = models.BooleanField("đạt, được duy trì")
    person = models.CharField("người phụ trách", max_length=100, blank=True)
    post = models.CharField("chức vụ", max_length=150, blank=True)
    user = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="tài khoản"
    )

    class Meta:
        verbose_name = "tiêu chí trong kế hoạch xã"
        verbose_name_plural = "tiêu chí trong kế hoạch xã"
        ordering = ["plan", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "criterion"], name="commune_plan_criterion_once"
            )
        ]


class Milestone(Kept):
    """What a commune's plan sets for a quarter."""

    plan = models.ForeignKey(CommunePlan, models.CASCADE, related_name="milestones")
    quarter = models.PositiveSmallIntegerField(
        "quý", validators=[MinValueValidator(1), MaxValueValidator(4)]
    )
    order = models.PositiveSmallIntegerField("thứ tự", default=1)
    text = models.CharField("việc", max_length=500)
    state = models.CharField(
        "tình trạng", max_length=10, choices=ActionState, default=ActionState.PLANNED
    )
    done_on = models.DateField("xong ngày", null=True, blank=True)
    note = models.CharField("ghi chú", max_length=300, blank=True)

    class Meta:
        verbose_name = "mốc theo quý"
        verbose_name_plural = "mốc theo quý"
        ordering = ["plan", "quarter", "order", "pk"]
        constraints = [
            models.CheckConstraint(
                name="milestone_quarter_of_a_year", condition=Q(quarter__range=(1, 4))
            ),
            models.CheckConstraint(
                name="milestone_done_has_its_day",
                condition=~Q(state=ActionState.DONE) | Q(done_on__isnull=False),
                violation_error_message="Việc đã thực hiện phải có ngày.",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class VillageReport(models.Model):
    """A village's monthly report has come: ticked by the commune, taken back by deleting the tick."""

    plan = models.ForeignKey(CommunePlan, models.CASCADE, related_name="village_reports")
    village = models.ForeignKey(
        Village, models.PROTECT, null=True, blank=True, related_name="reports"
    )
    village_name = models.CharField("thôn (ngoài danh mục)", max_length=100, blank=True)
    month = models.PositiveSmallIntegerField("tháng")
    came_on = models.DateField("nhận ngày")
    note = models.CharField("ghi chú", max_length=300, blank=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField("ghi lúc", auto_now_add=True)

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = "báo cáo tháng của thôn"
        verbose_name_plural = "báo cáo tháng của thôn"
        ordering = ["plan", "month", "village_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "village", "month"],
                condition=Q(village__isnull=False),
                name="village_report_once",
            ),
            models.UniqueConstraint(
                fields=["plan", "village_name", "month"],
                condition=Q(village=None),
                name="named_village_report_once",
            ),
            models.CheckConstraint(
                name="village_report_of_a_village",
                condition=Q(village__isnull=False) | ~Q(village_name=""),
            ),
            models.CheckConstraint(
                name="village_report_month_of_a_year", condition=Q(month__range=(1, 12))
            ),
        ]


class Proposal(Kept, About):
    """What a plan proposes to a higher level; it reaches the addressee's list once the paper is out."""

    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="proposals_made",
        verbose_name="bên kiến nghị",
    )
    paper = models.ForeignKey(
        OfficialDocument, models.PROTECT, related_name="proposals", verbose_name="văn bản"
    )
    order = models.PositiveSmallIntegerField("thứ tự", default=1)
    text = models.CharField("kiến nghị", max_length=1000)
    addressee = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="proposals",
        verbose_name="gửi đến",
    )
    addressee_text = models.CharField("gửi đến (như in)", max_length=200, blank=True)
    state = models.CharField(
        "tình trạng", max_length=9, choices=ProposalState, default=ProposalState.OPEN
    )
    answer = models.CharField("trả lời", max_length=1000, blank=True)
    answered_on = models.DateField("trả lời ngày", null=True, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta(About.Meta):
        abstract = False
        verbose_name = "kiến nghị"
        verbose_name_plural = "kiến nghị"
        ordering = ["paper", "order", "pk"]
        constraints = [
            *About.Meta.constraints,
            models.CheckConstraint(
                name="proposal_answered_has_its_day_and_words",
                condition=Q(state=ProposalState.OPEN)
                | (Q(answered_on__isnull=False) & ~Q(answer="")),
                violation_error_message="Trả lời phải có nội dung và ngày.",
            ),
        ]

    def __str__(self) -> str:
        return self.text
