import datetime as dt
import secrets
from collections.abc import Iterable
from typing import Any, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q

from accounts.models import User
from communes.choices import Confidence
from communes.models import Agency, held_by
from communes.names import search_key
from documents.choices import (
    EDITABLE,
    ON_ITS_WAY,
    PaperKind,
    PaperState,
    RelationKind,
    Urgency,
)
from documents.models.letterhead import Letterhead

# Without letters and digits that are read one for another.
CODE_SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 8


def new_code() -> str:
    """The short code that every print carries; kept without its dash: «7K3M9XPD», shown as «7K3M-9XPD»."""
    return "".join(secrets.choice(CODE_SIGNS) for _ in range(CODE_LENGTH))


FIXED = (PaperState.ISSUED, PaperState.RECALLED, PaperState.REPLACED)
# What happens to a paper after it is issued, and how it is found; all else is what it says.
LATER = {"state", "note", "search_key", "dated", "by"}


class PaperQuerySet(models.QuerySet["OfficialDocument"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Members read every paper that is out; one on its way only its own people.

        Those are: the agency that issues it and the one that keeps its letterhead, who wrote it, and
        whoever has a right of their own to one of its steps.
        """
        held = held_by(user)
        if not held:
            return self.none()
        agencies = [one.agency.pk for one in held]
        own = (
            Q(issuer__in=agencies)
            | Q(letterhead__agency__in=agencies)
            | Q(by=user)
            | Q(letterhead__in=Letterhead.objects.filter(rights__user=user.pk).values("pk"))
        )
        return self.filter(~Q(state__in=ON_ITS_WAY) | own)

    def out(self) -> Self:
        """Issued, registered, replaced or recalled: no draft."""
        return self.exclude(state__in=ON_ITS_WAY)

    def fixed(self) -> Self:
        """Written here and issued: never changed again, whatever becomes of them."""
        return self.filter(state__in=FIXED, letterhead__isnull=False)

    def update(self, **values: Any) -> int:
        """As Django's, but what an issued paper says is not updated by the way."""
        if not set(values) <= LATER and self.fixed().exists():
            raise Fixed(f"Issued papers cannot change: {', '.join(sorted(values))}.")
        return super().update(**values)

    def delete(self) -> tuple[int, dict[str, int]]:
        """As Django's, but an issued paper stays."""
        refuse_removal(self)
        return super().delete()

    def in_force(self) -> Self:
        """Out, and not taken back: what rests on a recalled paper rests on nothing."""
        return self.out().exclude(state=PaperState.RECALLED)


class Fixed(Exception):  # noqa: N818 -- reads as what it is
    """Somebody tried to change an issued paper: a fault of the program, never of a person."""


class OfficialDocument(models.Model):
    """A paper as it is or was issued. Once issued it never changes; a correction is another paper."""

    kind = models.CharField("loại", max_length=5, choices=PaperKind)
    number = models.CharField("số", max_length=11, blank=True)
    notation = models.CharField(
        "ký hiệu", max_length=30, blank=True, help_text="như đã ban hành, ví dụ QĐ-UBND"
    )
    title = models.CharField("trích yếu", max_length=500)
    issuer = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="papers",
        verbose_name="cơ quan ban hành",
    )
    letterhead = models.ForeignKey(
        Letterhead,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="papers",
        verbose_name="chủ thể ban hành",
        help_text="trống ở văn bản chỉ vào sổ",
    )
    issuer_text = models.CharField("cơ quan ban hành (như in)", max_length=200, blank=True)
    superior_text = models.CharField("cơ quan chủ quản (như in)", max_length=200, blank=True)
    place = models.CharField("địa danh", max_length=100, blank=True)
    day = models.PositiveSmallIntegerField("ngày", null=True, blank=True)
    month = models.PositiveSmallIntegerField("tháng", null=True, blank=True)
    year = models.PositiveSmallIntegerField("năm", null=True, blank=True)
    dated = models.DateField("ngày văn bản", null=True, blank=True, editable=False)
    effective_on = models.DateField("hiệu lực từ", null=True, blank=True)
    signer_prefix = models.CharField("quyền hạn", max_length=200, blank=True)
    signer_post = models.CharField("chức vụ người ký", max_length=200, blank=True)
    signer_second_post = models.CharField("chức vụ thứ hai", max_length=200, blank=True)
    signer_name = models.CharField("người ký", max_length=100, blank=True)
    state = models.CharField(
        "trạng thái", max_length=10, choices=PaperState, default=PaperState.REGISTERED
    )
    body = models.JSONField("nội dung", default=list, blank=True)
    unit_name = models.CharField(
        "đơn vị soạn thảo", max_length=60, blank=True, help_text="chữ viết tắt, ví dụ KTN"
    )
    drafter_mark = models.CharField("ký hiệu người soạn thảo", max_length=30, blank=True)
    urgency = models.CharField("mức độ khẩn", max_length=12, choices=Urgency, blank=True)
    attached_to = models.CharField(
        "kèm theo",
        max_length=300,
        blank=True,
        help_text="(Kèm theo Quyết định số …), in dưới trích yếu",
    )
    version = models.PositiveIntegerField("phiên bản", default=1, editable=False)
    code = models.CharField(
        "mã văn bản", max_length=8, unique=True, default=new_code, editable=False
    )
    confidence = models.CharField(max_length=10, choices=Confidence, default=Confidence.SOURCED)
    note = models.CharField("ghi chú", max_length=1000, blank=True)
    source = models.CharField("nguồn", max_length=300, blank=True)
    demo = models.BooleanField("văn bản trình diễn", default=False)
    search_key = models.CharField(max_length=700, editable=False, db_index=True)
    recorded_at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="papers")

    objects = PaperQuerySet.as_manager()

    class Meta:
        verbose_name = "văn bản"
        verbose_name_plural = "văn bản"
        ordering = ["-year", "-month", "-day", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="paper_day_has_month_and_year",
                condition=Q(day=None)
                | (Q(month__isnull=False) & Q(month__range=(1, 12)) & Q(year__isnull=False)),
                violation_error_message="Có ngày thì phải có tháng và năm.",
            ),
        ]

    def __str__(self) -> str:
        name = (
            f"{self.get_kind_display()} {self.symbol}" if self.symbol else self.get_kind_display()
        )
        return f"{name} ({self.date_words})" if self.date_words else name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self._refuse_if_fixed(kwargs.get("update_fields"))
        self.dated = (
            dt.date(self.year, self.month, self.day)
            if self.year and self.month and self.day
            else None
        )
        self.search_key = search_key(f"{self.symbol} {self.title} {self.issuer_text}")[:700]
        super().save(*args, **kwargs)

    def _refuse_if_fixed(self, names: Any) -> None:
        """An issued paper of ours never changes; what happens to it afterwards (`LATER`) does."""
        if self.pk is None or (names is not None and set(names) <= LATER):
            return
        stored = OfficialDocument.objects.fixed().filter(pk=self.pk).values().first()
        if stored is None:
            return
        changed = [
            name
            for name, value in stored.items()
            if name not in LATER and value != getattr(self, name)
        ]
        if changed:
            raise Fixed(f"{self} is issued; {', '.join(changed)} cannot change.")

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        refuse_removal(OfficialDocument.objects.filter(pk=self.pk))
        return super().delete(*args, **kwargs)

    @property
    def is_on_its_way(self) -> bool:
        """Still a draft in some step: seen by its own people alone."""
        return self.state in ON_ITS_WAY

    @property
    def is_editable(self) -> bool:
        return self.state in EDITABLE

    @property
    def shown_code(self) -> str:
        return f"{self.code[:4]}-{self.code[4:]}"

    @property
    def symbol(self) -> str:
        """Number and notation as issued: «2071/SKH-KTN»; only the notation while the number is blank."""
        return f"{self.number}/{self.notation}" if self.number else self.notation

    @property
    def short(self) -> str:
        """How others cite it: «QĐ 645/QĐ-BCĐCTMTQG»; the kind alone while there is no number."""
        kind = self.kind if self.kind != PaperKind.OTHER else "Văn bản"
        return f"{kind} {self.symbol}" if self.number else f"{kind} chưa có số"

    @property
    def date_words(self) -> str:
        """What is known of the date: 27/3/2024, 11/2020, 2020 or nothing."""
        parts = [
            f"{self.day:02d}" if self.day else None,
            self.month,
            self.year,
        ]
        return "/".join(str(part) for part in parts if part)


def refuse_removal(papers: PaperQuerySet) -> None:
    """An issued paper is kept for ever; only the demonstration's own go with it."""
    demo = Q(demo=True) | Q(by__demo=True)
    one = papers.order_by().fixed().exclude(demo).first()
    if one is not None:
        raise Fixed(f"{one} is issued; it cannot be removed.")


def refuse_parts(papers: Any) -> None:
    """What belongs to an issued paper stands as the paper does; `papers` are keys."""
    one = OfficialDocument.objects.fixed().filter(pk__in=papers).first()
    if one is not None:
        raise Fixed(f"{one} is issued; its parts cannot change.")


class PartQuerySet(models.QuerySet[Any]):
    """Rows of papers: none of an issued paper is added, changed or removed on the way of a list either."""

    def update(self, **values: Any) -> int:
        refuse_parts(self.order_by().values("paper"))
        return super().update(**values)

    def delete(self) -> tuple[int, dict[str, int]]:
        refuse_parts(self.order_by().values("paper"))
        return super().delete()

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        rows = list(objs)
        refuse_parts({one.paper_id for one in rows if not one.comes_later})
        return super().bulk_create(rows, *args, **kwargs)


class Part(models.Model):
    """A row that belongs to a paper's words: once the paper is issued it stands as it is."""

    paper_id: int

    objects = PartQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.comes_later:
            refuse_parts({self.paper_id, *self._stored()})
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        refuse_parts({self.paper_id, *self._stored()})
        return super().delete(*args, **kwargs)

    @property
    def comes_later(self) -> bool:
        """Told of an issued paper afterwards, and none of its words."""
        return False

    def _stored(self) -> set[int]:
        """The paper it belonged to until now."""
        if self._state.adding:
            return set()
        return set(type(self).objects.filter(pk=self.pk).values_list("paper", flat=True))


class Relation(Part):
    """How one paper stands to another."""

    paper = models.ForeignKey(OfficialDocument, models.CASCADE, related_name="relations")
    kind = models.CharField("quan hệ", max_length=12, choices=RelationKind)
    other = models.ForeignKey(OfficialDocument, models.PROTECT, related_name="cited_by")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["paper", "kind", "other"], name="relation_once")
        ]

    @property
    def comes_later(self) -> bool:
        """That it takes another's place may turn out once both are out (`documents.services.papers.replace_paper`)."""
        return self._state.adding and self.kind == RelationKind.REPLACES


class Basis(Part):
    """A line of the bases (căn cứ) as printed, with the paper it names where that is registered."""

    paper = models.ForeignKey(OfficialDocument, models.CASCADE, related_name="bases")
    order = models.PositiveSmallIntegerField()
    text = models.CharField("căn cứ", max_length=500)
    other = models.ForeignKey(
        OfficialDocument, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["paper", "order"], name="basis_order")]


class Recipient(Part):
    """A line of Nơi nhận, as printed, with the agency it means where that is known."""

    paper = models.ForeignKey(OfficialDocument, models.CASCADE, related_name="recipients")
    order = models.PositiveSmallIntegerField()
    text = models.CharField("nơi nhận", max_length=300)
    purpose = models.CharField("mục đích", max_length=20, blank=True)
    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="received"
    )

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["paper", "order"], name="recipient_order")]
