from django.db import models


class PaperKind(models.TextChoices):
    """Kinds of papers, abbreviated as NĐ 30/2020 Phụ lục III does."""

    DECISION = "QĐ", "Quyết định"
    PLAN = "KH", "Kế hoạch"
    REPORT = "BC", "Báo cáo"
    LETTER = "CV", "Công văn"
    SUBMISSION = "TTr", "Tờ trình"
    NOTICE = "TB", "Thông báo"
    GUIDE = "HD", "Hướng dẫn"
    RESOLUTION = "NQ", "Nghị quyết"
    CIRCULAR = "TT", "Thông tư"
    DECREE = "NĐ", "Nghị định"
    LAW = "L", "Luật"
    OTHER = "khác", "Văn bản khác"


class PaperState(models.TextChoices):
    """A draft may change, and only its own people see it; registered: issued elsewhere, told here."""

    DRAFT = "draft", "dự thảo"
    REGISTERED = "registered", "đã vào sổ"
    ISSUED = "issued", "đã ban hành"
    REPLACED = "replaced", "đã được thay thế"


class RelationKind(models.TextChoices):
    """How a paper stands to another one, as it says itself."""

    BASED_ON = "based_on", "căn cứ"
    CARRIES_OUT = "carries_out", "thực hiện"
    REPLACES = "replaces", "thay thế"
    AMENDS = "amends", "sửa đổi"
    ATTACHED_TO = "attached_to", "kèm theo"
    PROPOSED_BY = "proposed_by", "theo đề nghị"
