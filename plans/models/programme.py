"""The year's work programme as its decision prints it (QĐ 645/QĐ-BCĐCTMTQG), row by row."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from accounts.models import User
from communes.models import Agency, District, MemberQuerySet
from communes.names import search_key
from documents.models import OfficialDocument
from plans.choices import DueKind, Part
from plans.models.base import About, Kept
from plans.models.group import AgencyGroup

HEADINGS = [
    *("TT", "Nội dung thực hiện", "Chịu trách nhiệm chủ trì, chỉ đạo/ đôn đốc"),
    *("Chịu trách nhiệm phối hợp", "Thời gian hoàn thành", "Kết quả thực hiện", "Ghi chú"),
]


def default_headings() -> list[str]:
    return list(HEADINGS)


class WorkProgramme(Kept):
    """The table of tasks of a year, by a decision."""

    year = models.PositiveSmallIntegerField("năm")
    title = models.CharField("tên", max_length=300)
    paper = models.ForeignKey(
        OfficialDocument,
        models.PROTECT,
        related_name="programmes",
        verbose_name="quyết định",
    )
    headings = models.JSONField("tên cột như in", default=default_headings)
    follows = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="followed_by"
    )
    note = models.CharField("ghi chú", max_length=500, blank=True)
    soon_days = models.PositiveSmallIntegerField(
        "sắp đến hạn: còn bao nhiêu ngày làm việc",
        default=10,
        validators=[MinValueValidator(1), MaxValueValidator(250)],
        help_text="mức của cổng, không phải của quyết định",
    )
    silent_days = models.PositiveSmallIntegerField(
        "chậm: quá bao nhiêu ngày làm việc không có tiến độ mới",
        default=22,
        validators=[MinValueValidator(1), MaxValueValidator(250)],
        help_text="mức của cổng, không phải của quyết định",
    )

    class Meta:
        verbose_name = "chương trình công tác"
        verbose_name_plural = "chương trình công tác"
        ordering = ["-year", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["year", "paper"], name="programme_once_a_paper")
        ]

    def __str__(self) -> str:
        return f"Chương trình công tác năm {self.year}"


class TaskGroup(models.Model):
    """A group of tasks with its printed number."""

    programme = models.ForeignKey(WorkProgramme, models.PROTECT, related_name="groups")
    order = models.PositiveSmallIntegerField("thứ tự")
    number = models.CharField("số như in", max_length=10, blank=True)
    title = models.CharField("tên nhóm", max_length=500)

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = "nhóm nhiệm vụ"
        verbose_name_plural = "nhóm nhiệm vụ"
        ordering = ["programme", "order"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "order"], name="task_group_order")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()


class Task(Kept):
    """A row of the table as printed. `due_on` is its last day, normalised; what became of it: progress.

    `expected_result` is the column «Kết quả thực hiện» at issue: what should come of it. The two
    columns of agencies stand whole in `leads_text` and `coordinators_text`; whom they mean: `parties`.
    """

    group = models.ForeignKey(TaskGroup, models.PROTECT, related_name="tasks")
    order = models.PositiveSmallIntegerField("thứ tự")
    number = models.CharField("TT như in", max_length=10, blank=True)
    content = models.TextField("nội dung")
    leads_text = models.TextField("chủ trì như in", blank=True)
    coordinators_text = models.TextField("phối hợp như in", blank=True)
    due_text = models.CharField("thời gian như in", max_length=200, blank=True)
    due_kind = models.CharField(
        "dạng thời hạn", max_length=10, choices=DueKind, default=DueKind.NONE
    )
    due_on = models.DateField("hạn", null=True, blank=True)
    expected_result = models.TextField("kết quả cần đạt", blank=True)
    note = models.TextField("ghi chú", blank=True)
    follows = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="followed_by"
    )
    search_key = models.TextField(editable=False, blank=True)

    class Meta:
        verbose_name = "nhiệm vụ"
        verbose_name_plural = "nhiệm vụ"
        ordering = ["group__order", "order"]
        constraints = [
            models.UniqueConstraint(fields=["group", "order"], name="task_order"),
            models.CheckConstraint(
                name="task_due_day_by_kind",
                condition=Q(due_kind__in=[DueKind.NONE, DueKind.RECURRING])
                | Q(due_on__isnull=False),
                violation_error_message="Thời hạn có dạng ngày, tháng, quý, năm thì phải có ngày.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.content}"[:120]

    def save(self, *args: object, **kwargs: object) -> None:
        self.search_key = search_key(f"{self.code} {self.content}")
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    @property
    def code(self) -> str:
        """«I.6»: the group's number and the task's own, as people cite it."""
        return ".".join(filter(None, [self.group.number, self.number]))


class TaskParty(models.Model):
    """Who leads or coordinates, in the paper's order: an agency, a group in words, or words not settled."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="parties")
    part = models.CharField("vai", max_length=10, choices=Part)
    order = models.PositiveSmallIntegerField("thứ tự")
    text = models.CharField("như in", max_length=300)
    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="task_parts"
    )
    group = models.ForeignKey(
        AgencyGroup, models.PROTECT, null=True, blank=True, related_name="task_parts"
    )

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = "đơn vị thực hiện"
        verbose_name_plural = "đơn vị thực hiện"
        ordering = ["task", "part", "order"]
        constraints = [
            models.UniqueConstraint(fields=["task", "part", "order"], name="task_party_order"),
            models.CheckConstraint(
                name="task_party_is_an_agency_or_a_group",
                condition=Q(agency=None) | Q(group=None),
            ),
        ]

    def __str__(self) -> str:
        return self.text


class TaskReference(models.Model):
    """A paper that a task names, with the words that name it."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="references")
    text = models.CharField("như in", max_length=300)
    paper = models.ForeignKey(
        OfficialDocument, models.PROTECT, null=True, blank=True, related_name="cited_in_tasks"
    )

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = "văn bản dẫn"
        verbose_name_plural = "văn bản dẫn"
        ordering = ["pk"]


class TaskAim(About):
    """What a task is to turn green: a criterion or indicator, of one commune, a district or everywhere.

    Without a criterion it is for communes as a whole («không còn xã dưới 13 tiêu chí»: `under` 13).
    """

    task = models.ForeignKey(Task, models.CASCADE, related_name="aims")
    district = models.ForeignKey(
        District, models.PROTECT, null=True, blank=True, related_name="task_aims"
    )
    under = models.PositiveSmallIntegerField("chỉ xã dưới (tiêu chí)", null=True, blank=True)
    text = models.CharField("lời của văn bản", max_length=300, blank=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = MemberQuerySet.as_manager()

    class Meta(About.Meta):
        abstract = False
        verbose_name = "nhiệm vụ gắn với tiêu chí"
        verbose_name_plural = "nhiệm vụ gắn với tiêu chí"
        ordering = ["pk"]
        constraints = [
            *About.Meta.constraints,
            models.CheckConstraint(
                name="taskaim_in_a_commune_or_a_district",
                condition=Q(commune=None) | Q(district=None),
            ),
        ]

    @property
    def what(self) -> str:
        """The criterion or indicator; without one, communes as a whole."""
        if self.criterion is not None:
            return str(self.indicator or self.criterion)
        return f"các xã dưới {self.under} tiêu chí" if self.under else "cả xã, không nêu tiêu chí"

    @property
    def where(self) -> str:
        return str(self.commune or self.district or "toàn tỉnh")

    @property
    def words(self) -> str:
        return f"{self.what} – {self.where}"
