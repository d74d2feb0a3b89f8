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
    """Where a paper stands; up to NUMBERED it is a draft that only its own people see.

    Registered: issued elsewhere, told here. The order is that of NĐ 30/2020, Điều 11 to 18.
    """

    DRAFT = "draft", "dự thảo"
    UNIT = "unit", "chờ lãnh đạo đơn vị soạn thảo"
    CHECKING = "checking", "chờ kiểm tra thể thức"
    SIGNING = "signing", "trình ký"
    SIGNED = "signed", "đã ký, chờ số"
    NUMBERED = "numbered", "đã cấp số, chờ ban hành"
    REGISTERED = "registered", "đã vào sổ"
    ISSUED = "issued", "đã ban hành"
    RECALLED = "recalled", "đã thu hồi"
    REPLACED = "replaced", "đã được thay thế"


# On its way: seen by its own people alone, may still change. Everything else is out and never changes.
ON_ITS_WAY = (
    PaperState.DRAFT,
    PaperState.UNIT,
    PaperState.CHECKING,
    PaperState.SIGNING,
    PaperState.SIGNED,
    PaperState.NUMBERED,
)
# Its words may change: until the signer has it before them (NĐ 30/2020, Điều 11: the signer approves the draft).
EDITABLE = (PaperState.DRAFT, PaperState.UNIT, PaperState.CHECKING)


class PaperAct(models.TextChoices):
    """What was done with a paper on its way; each act is a line that stays."""

    DRAFTED = "drafted", "soạn thảo"
    SENT_UP = "sent_up", "trình lãnh đạo đơn vị"
    APPROVED = "approved", "duyệt nội dung"
    CHECKED = "checked", "xác nhận thể thức"
    RETURNED = "returned", "trả lại"
    TAKEN_BACK = "taken_back", "rút về"
    SIGNED = "signed", "ký"
    NUMBERED = "numbered", "cấp số"
    ISSUED = "issued", "ban hành"
    RECALLED = "recalled", "thu hồi"
    REPLACED = "replaced", "thay thế"


class PaperStepKind(models.TextChoices):
    """A step for which an agency says who may take it."""

    DRAFT = "draft", "soạn thảo"
    APPROVE = "approve", "duyệt nội dung (lãnh đạo đơn vị soạn thảo)"
    CHECK = "check", "kiểm tra thể thức"
    SIGN = "sign", "ký"
    NUMBER = "number", "cấp số"
    ISSUE = "issue", "ban hành, thu hồi"


class Authority(models.TextChoices):
    """In whose name a signer signs (NĐ 30/2020, Điều 13; Phụ lục I, II.7b)."""

    HEAD = "", "người đứng đầu"
    COLLECTIVE = "TM.", "thay mặt tập thể"
    ACTING = "Q.", "quyền người đứng đầu"
    DEPUTY = "KT.", "cấp phó ký thay"
    ORDER = "TL.", "thừa lệnh"
    AUTHORISED = "TUQ.", "thừa ủy quyền"


class Urgency(models.TextChoices):
    """Stamps of haste (Phụ lục I, III.2b)."""

    NONE = "", "thường"
    URGENT = "KHẨN", "khẩn"
    VERY_URGENT = "THƯỢNG KHẨN", "thượng khẩn"
    FLASH = "HỎA TỐC", "hỏa tốc"


class PaperFileKind(models.TextChoices):
    """What a file is to a paper. None is ever deleted; the newest of its kind counts."""

    PRINTED = "printed", "bản in để ký"
    SIGNED = "signed", "bản ký số"
    SCAN = "scan", "bản quét có chữ ký"
    WORD = "word", "bản Word hoàn thiện"
    ATTACHED = "attached", "tệp kèm theo"


class PrintState(models.TextChoices):
    QUEUED = "queued", "chờ in"
    RUNNING = "running", "đang in"
    DONE = "done", "đã in xong"
    FAILED = "failed", "không in được"


class RelationKind(models.TextChoices):
    """How a paper stands to another one, as it says itself."""

    BASED_ON = "based_on", "căn cứ"
    CARRIES_OUT = "carries_out", "thực hiện"
    REPLACES = "replaces", "thay thế"
    AMENDS = "amends", "sửa đổi"
    ATTACHED_TO = "attached_to", "kèm theo"
    PROPOSED_BY = "proposed_by", "theo đề nghị"
