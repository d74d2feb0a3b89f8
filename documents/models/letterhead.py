"""In whose name an agency's papers are written, how they are numbered, and who may take which step."""

import datetime as dt

from django.db import models
from django.db.models import Q

from accounts.choices import Role
from accounts.constraints import ends_after_it_starts
from accounts.models import User
from communes.models import Agency, Span, SpanQuerySet
from documents.choices import Authority, PaperKind, PaperStepKind


class Letterhead(Span):
    """An issuer as its papers print it: the agency itself, or a post such as «Trưởng Ban Chỉ đạo …».

    `agency` keeps it: its people draft. Names are those printed at the head, in sentence case.
    """

    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="letterheads", verbose_name="cơ quan"
    )
    name = models.CharField("tên in ở đầu văn bản", max_length=200)
    is_post = models.BooleanField("là chức danh", default=False)
    superior = models.CharField("cơ quan chủ quản (như in)", max_length=200, blank=True)
    code = models.CharField("chữ viết tắt trong ký hiệu", max_length=30, blank=True)
    place = models.CharField("địa danh", max_length=100, default="Quảng Trị")
    head_post = models.CharField("chức vụ người đứng đầu", max_length=200, blank=True)
    collective = models.CharField(
        "tên tập thể sau TM.", max_length=200, blank=True, help_text="ví dụ ỦY BAN NHÂN DÂN"
    )
    archive = models.CharField("nơi lưu", max_length=60, default="VT")
    own_series = models.BooleanField(
        "đề xuất số tiếp theo", default=False, help_text="dãy số riêng theo năm của cơ quan"
    )
    by_unit_head = models.BooleanField("qua lãnh đạo đơn vị soạn thảo", default=True)
    by_form_check = models.BooleanField("qua kiểm tra thể thức", default=True)
    version = models.PositiveIntegerField("lần sửa", default=1, editable=False)

    objects = SpanQuerySet.as_manager()

    class Meta:
        verbose_name = "chủ thể ban hành"
        verbose_name_plural = "chủ thể ban hành"
        ordering = ["agency", "is_post", "name", "starts"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "name", "starts"], name="letterhead_once"),
            ends_after_it_starts("letterhead_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return self.name


class SymbolRule(models.Model):
    """The notation that papers of a kind get, and the series their numbers come from.

    `template` may use {kind}, {code} and {unit} (drafting unit): «KH-{code}», «{code}-{unit}». Kinds that
    share `series` share one row of numbers a year; blank is the series of the whole issuer.
    """

    letterhead = models.ForeignKey(Letterhead, models.CASCADE, related_name="symbol_rules")
    kind = models.CharField("loại", max_length=5, choices=PaperKind)
    template = models.CharField("mẫu ký hiệu", max_length=60)
    series = models.CharField("dãy số", max_length=30, blank=True)

    class Meta:
        verbose_name = "quy tắc ký hiệu"
        verbose_name_plural = "quy tắc ký hiệu"
        ordering = ["letterhead", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["letterhead", "kind"], name="symbol_rule_once")
        ]


class StepRight(Span):
    """Who may take a step of an issuer's papers: a person, or everybody in a role of its agency.

    A right to sign says in whose name and under which post. Without any right of a step its default holds
    (`documents.permissions`): officers draft, directors approve and sign, focal points check, number, issue.
    """

    letterhead = models.ForeignKey(Letterhead, models.CASCADE, related_name="rights")
    step = models.CharField("bước", max_length=8, choices=PaperStepKind)
    user = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="step_rights"
    )
    role = models.CharField("vai trò", max_length=12, choices=Role, blank=True)
    authority = models.CharField("quyền hạn", max_length=4, choices=Authority, blank=True)
    post = models.CharField("chức vụ in trên văn bản", max_length=200, blank=True)
    second_post = models.CharField("chức vụ thứ hai", max_length=200, blank=True)
    basis = models.CharField(
        "căn cứ", max_length=300, blank=True, help_text="giấy ủy quyền, quyết định phân công"
    )

    objects = SpanQuerySet.as_manager()

    class Meta:
        verbose_name = "quyền ở một bước"
        verbose_name_plural = "quyền ở các bước"
        ordering = ["letterhead", "step", "pk"]
        constraints = [
            ends_after_it_starts("step_right_ends_after_it_starts"),
            models.CheckConstraint(
                name="step_right_is_a_persons_or_a_roles",
                condition=Q(user__isnull=False, role="") | (Q(user=None) & ~Q(role="")),
                violation_error_message="Chọn một người hoặc một vai trò.",
            ),
        ]

    def held_on(self, day: dt.date) -> bool:
        return self.covers(day)
