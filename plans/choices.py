from django.db import models


class TargetKind(models.TextChoices):
    """What is to be reached."""

    COMMUNES_RECOGNISED = "communes_recognised", "số xã đạt chuẩn nông thôn mới"
    COMMUNES_ADVANCED = "communes_advanced", "số xã đạt chuẩn nâng cao"
    COMMUNES_MODEL = "communes_model", "số xã đạt chuẩn kiểu mẫu"
    COMMUNES_UNDER = "communes_under", "số xã dưới mức tiêu chí"
    CRITERIA_MET = "criteria_met", "số tiêu chí đạt"
    LEVEL = "level", "mức đạt chuẩn"
    CRITERION_MET = "criterion_met", "số xã đạt tiêu chí"
    DISTRICTS_RECOGNISED = "districts_recognised", "số huyện đạt chuẩn nông thôn mới"
    VILLAGES_RECOGNISED = "villages_recognised", "số thôn, bản đạt chuẩn nông thôn mới"


class GroupRule(models.TextChoices):
    """Whom a group in words means on a day."""

    DEPARTMENTS = "departments", "mọi sở, ban, ngành, đoàn thể cấp tỉnh"
    DISTRICTS = "districts", "mọi UBND cấp huyện"
    ASSIGNED = "assigned", "đơn vị được phân công đỡ đầu, phụ trách xã"
    RESPONSIBLE = "responsible", "cơ quan phụ trách tiêu chí"
    LISTED = "listed", "theo danh sách"


class Part(models.TextChoices):
    """The part an agency takes in a task."""

    LEAD = "lead", "chủ trì"
    COORDINATE = "coordinate", "phối hợp"


class DueKind(models.TextChoices):
    """The form of a deadline in words; the words themselves are kept beside it."""

    DAY = "day", "ngày"
    MONTH = "month", "tháng"
    QUARTER = "quarter", "quý"
    HALF_YEAR = "half_year", "6 tháng"
    YEAR = "year", "năm"
    RECURRING = "recurring", "thường xuyên, định kỳ"
    NONE = "none", "không nêu"


class TaskState(models.TextChoices):
    """What a lead says of its task. Only the office's word makes it completed."""

    NOT_STARTED = "not_started", "chưa thực hiện"
    IN_PROGRESS = "in_progress", "đang thực hiện"
    DONE = "done", "báo đã hoàn thành"
    STUCK = "stuck", "gặp vướng mắc"


class ExtensionState(models.TextChoices):
    ASKED = "asked", "chờ quyết định"
    GRANTED = "granted", "đồng ý"
    REFUSED = "refused", "không đồng ý"
    WITHDRAWN = "withdrawn", "đã rút"


class ActionState(models.TextChoices):
    """Where help, a need or an action of a plan stands."""

    OFFERED = "offered", "đề xuất hỗ trợ"
    PLANNED = "planned", "theo kế hoạch"
    DONE = "done", "đã thực hiện"
    DROPPED = "dropped", "không thực hiện"


class NeedState(models.TextChoices):
    OPEN = "open", "chưa có hỗ trợ"
    ANSWERED = "answered", "đã có hỗ trợ"
    MET = "met", "đã đáp ứng"
    DROPPED = "dropped", "không còn nhu cầu"


class SupportForm(models.TextChoices):
    """Forms of help, as reports of sponsors name them."""

    GUIDANCE = "guidance", "hướng dẫn, chuyên môn"
    UNBLOCKING = "unblocking", "tháo gỡ vướng mắc"
    DIRECT = "direct", "hỗ trợ trực tiếp"
    APPEAL = "appeal", "kêu gọi tài trợ"
    INTEGRATED = "integrated", "lồng ghép dự án"
    LOAN = "loan", "cho vay"
    LABOUR = "labour", "ngày công"
    MEETING = "meeting", "giao ban, làm việc định kỳ"
    PROPAGANDA = "propaganda", "tuyên truyền"
    TRAINING = "training", "tập huấn"
    OTHER = "other", "hình thức khác"


class MoneySource(models.TextChoices):
    """Where money comes from, as the tables of resources have it; amounts in triệu đồng."""

    CENTRAL = "central", "ngân sách trung ương"
    PROVINCIAL = "provincial", "ngân sách tỉnh"
    COMMUNE = "commune", "ngân sách xã"
    INTEGRATED = "integrated", "vốn lồng ghép"
    CREDIT = "credit", "tín dụng"
    ENTERPRISES = "enterprises", "doanh nghiệp, nhà hảo tâm"
    COMMUNITY_CASH = "community_cash", "cộng đồng đóng góp tiền mặt"
    LABOUR_DAYS = "labour_days", "ngày công quy đổi"
    IN_KIND = "in_kind", "hiện vật quy đổi"
    OWN = "own", "kinh phí của đơn vị"


class StepKind(models.TextChoices):
    """What happened to a difficulty."""

    RAISED = "raised", "nêu"
    ANSWERED = "answered", "trả lời"
    FORWARDED = "forwarded", "chuyển"
    ESCALATED = "escalated", "báo cáo cấp trên"
    REOPENED = "reopened", "nêu lại"
    CLOSED = "closed", "khép lại"


class DifficultyState(models.TextChoices):
    OPEN = "open", "chờ trả lời"
    ANSWERED = "answered", "đã trả lời"
    ESCALATED = "escalated", "đã báo cáo cấp trên"
    CLOSED = "closed", "đã khép lại"


class WorkKind(models.TextChoices):
    """Kinds of works in the tables of the programme (Biểu 08)."""

    ROADS = "roads", "giao thông"
    IRRIGATION = "irrigation", "thủy lợi"
    DISASTERS = "disasters", "phòng, chống thiên tai"
    POWER = "power", "điện"
    TRADE = "trade", "thương mại nông thôn"
    MATERIALS = "materials", "vùng nguyên liệu"
    DIGITAL = "digital", "hạ tầng số"
    BROADCAST = "broadcast", "truyền thanh"
    WATER = "water", "nước sạch tập trung"
    ENVIRONMENT = "environment", "bảo vệ môi trường"
    SETTLEMENT = "settlement", "ổn định dân cư"
    DATABASE = "database", "cơ sở dữ liệu quản lý"
    ETHNIC = "ethnic", "đặc thù vùng dân tộc thiểu số và miền núi"
    OTHER = "other", "công trình khác"


class DossierStage(models.TextChoices):
    """How far the file of a district or a village is."""

    NOT_STARTED = "not_started", "chưa lập hồ sơ"
    SELF_ASSESSED = "self_assessed", "tự đánh giá"
    VERIFIED = "verified", "đã thẩm tra"
    SUBMITTED = "submitted", "đã trình cấp thẩm định"
    APPRAISED = "appraised", "đã thẩm định"
    RECOGNISED = "recognised", "đã công nhận"


class ContactKind(models.TextChoices):
    """Who of an agency looks after a commune."""

    HEAD = "head", "tổ trưởng tổ công tác"
    MEMBER = "member", "thành viên tổ công tác"
    CONTACT = "contact", "đầu mối liên hệ"


class UrgeKind(models.TextChoices):
    """Why somebody is written to."""

    DIGEST = "digest", "tổng hợp sáng thứ Hai"
    BEFORE = "before", "sắp đến hạn"
    ON_THE_DAY = "on_the_day", "đến hạn hôm nay"
    ESCALATION = "escalation", "quá hạn, không có hồi âm"


class Audience(models.TextChoices):
    """To whom a mail about an agency's tasks goes."""

    FOCAL_POINT = "focal_point", "đầu mối của đơn vị"
    OFFICER = "officer", "cán bộ của đơn vị"
    DIRECTOR = "director", "thủ trưởng của đơn vị"
    OFFICE = "office", "Văn phòng Điều phối"
    LEADER = "leader", "lãnh đạo Ban Chỉ đạo"


class MailState(models.TextChoices):
    """WAITING may be sent; SENDING was handed over and nobody knows: never sent a second time by itself."""

    WAITING = "waiting", "chờ gửi"
    SENDING = "sending", "đang gửi"
    SENT = "sent", "đã gửi"
    FAILED = "failed", "không gửi được"
    SKIPPED = "skipped", "không có địa chỉ"


class DraftKind(models.TextChoices):
    """What was read from a sheet or pasted, and waits to be confirmed."""

    ASSIGNMENTS = "assignments", "danh sách phân công"
    PROGRAMME = "programme", "chương trình công tác"
    SUPPORT = "support", "hoạt động hỗ trợ"
    WORKS = "works", "công trình, vốn"
    DEBTS = "debts", "nợ đọng xây dựng cơ bản"


class DraftState(models.TextChoices):
    READY = "ready", "chờ xác nhận"
    STORED = "stored", "đã ghi"
    DISCARDED = "discarded", "đã bỏ"


class ProposalState(models.TextChoices):
    """What became of a proposal to a higher level."""

    OPEN = "open", "chờ trả lời"
    ACCEPTED = "accepted", "đồng ý"
    REFUSED = "refused", "không đồng ý"
    NOTED = "noted", "đã ghi nhận"


class Frequency(models.TextChoices):
    """How often a report is owed."""

    WEEKLY = "weekly", "hằng tuần"
    MONTHLY = "monthly", "hằng tháng"
    QUARTERLY = "quarterly", "hằng quý"
    HALF_YEAR = "half_year", "6 tháng"
    YEARLY = "yearly", "hằng năm"
    PERIODIC = "periodic", "định kỳ (không nêu ngày)"
    DEMAND = "demand", "đột xuất, theo yêu cầu"
