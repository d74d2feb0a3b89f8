from django.db import models


class Status(models.TextChoices):
    """Where a commune stands on one criterion. «Chưa đánh giá» is the absence of an entry; only MET counts."""

    MET = "met", "Đạt"
    NOT_MET = "not_met", "Chưa đạt"
    IN_PROGRESS = "in_progress", "Đang thực hiện"
    NOT_APPLICABLE = "not_applicable", "Không áp dụng"


FAILING = frozenset({Status.NOT_MET.value, Status.IN_PROGRESS.value})


def gained(before: str, now: str) -> bool:
    """Judged and not met before, met now. A first judgement and «không áp dụng» are no change."""
    return before in FAILING and now == Status.MET


def lost(before: str, now: str) -> bool:
    return before == Status.MET and now in FAILING


class Stage(models.IntegerChoices):
    """Who speaks, lowest first; who that is on a day, `criteria.permissions.mandates` says.

    Commune, sponsor (QĐ 1841/QĐ-UBND: every six months), district, the agency responsible for the
    indicator, the coordination office. The status that counts is the latest of the
    highest stage that has spoken.
    """

    DECLARED = 1, "khai báo"
    REVIEWED = 2, "rà soát"
    VERIFIED = 3, "thẩm tra"
    APPRAISED = 4, "thẩm định"
    CONFIRMED = 5, "xác nhận"

    @property
    def letter(self) -> str:
        """One letter for tight places: K, R, T, Đ, X."""
        return " KRTĐX"[self.value]


class Change(models.TextChoices):
    """Why a status differs from the one before."""

    SITUATION = "situation", "tình hình thay đổi"
    YARDSTICK = "yardstick", "thước đo thay đổi"
    CORRECTION = "correction", "đánh giá lại / sửa số liệu"


class Level(models.TextChoices):
    """Levels of recognition, lowest first; decided by the Chair of the province (QĐ 18/2022/QĐ-TTg)."""

    STANDARD = "ntm", "đạt chuẩn nông thôn mới"
    ADVANCED = "advanced", "nông thôn mới nâng cao"
    MODEL = "model", "nông thôn mới kiểu mẫu"


class ValueType(models.TextChoices):
    """What kind of value an indicator takes; an amendment may change it (15.4 on 01/3/2024)."""

    BOOLEAN = "boolean", "có/không"
    PERCENT = "percent", "phần trăm"
    NUMBER = "number", "số"
    TEXT = "text", "mức"


class Comparator(models.TextChoices):
    """How a value stands to its threshold; BOOLEAN: it must be the same answer, which may be «Không»."""

    AT_LEAST = ">=", "từ … trở lên"
    AT_MOST = "<=", "không quá"
    LESS_THAN = "<", "dưới"
    MORE_THAN = ">", "trên"
    EQUAL = "=", "bằng"
    BOOLEAN = "boolean", "đạt"


class Duty(models.TextChoices):
    """The duty of an agency towards a commune (QĐ 1841/QĐ-UBND); blank where the papers do not say."""

    SPONSOR = "sponsor", "đỡ đầu"
    IN_CHARGE = "in_charge", "phụ trách"


class RoundKind(models.TextChoices):
    """Sponsors review every six months and every year (QĐ 1841/QĐ-UBND)."""

    HALF_YEAR = "half_year", "6 tháng"
    YEAR = "year", "năm"
    ON_DEMAND = "on_demand", "đột xuất"


class FileState(models.TextChoices):
    """With whom a commune's file of a round lies; from which to which an act leads, `evaluation.diagram` says."""

    DECLARING = "declaring", "đang khai báo"
    VERIFYING = "verifying", "chờ thẩm tra"
    APPRAISING = "appraising", "chờ thẩm định"
    CONFIRMING = "confirming", "chờ xác nhận"
    RETURNED = "returned", "đã trả lại"
    CONFIRMED = "confirmed", "đã xác nhận"


class FileAct(models.TextChoices):
    """What is done to a file."""

    SUBMIT = "submit", "gửi hồ sơ"
    RECALL = "recall", "rút lại hồ sơ"
    REVIEW = "review", "nộp ý kiến rà soát"
    VERIFY = "verify", "thẩm tra xong, chuyển tiếp"
    APPRAISE = "appraise", "nộp ý kiến thẩm định"
    RETURN = "return", "trả lại"
    CONFIRM = "confirm", "xác nhận"
    EXTEND = "extend", "gia hạn"
    REOPEN = "reopen", "mở lại"
    PASS_ON = "pass_on", "giao lại"


class HoldEnd(models.TextChoices):
    """How a file left the agency that held it."""

    HANDED_ON = "handed_on", "đã chuyển tiếp"
    RETURNED = "returned", "đã trả lại"
    RECALLED = "recalled", "xã rút lại"
    PASSED_ON = "passed_on", "giao cho cơ quan khác"
    LAPSED = "lapsed", "hết lượt"


class Doubt(models.TextChoices):
    """Why a reviewer does not agree with a claim; words say the rest."""

    NO_EVIDENCE = "no_evidence", "thiếu minh chứng"
    OTHER_EVIDENCE = "other_evidence", "minh chứng không khớp số liệu"
    WRONG_VALUE = "wrong_value", "số liệu không đúng"
    BELOW = "below", "chưa đạt ngưỡng"
    OLD = "old", "số liệu không thuộc kỳ này"
    FIELD = "field", "kiểm tra thực tế thấy khác"
    OTHER = "other", "lý do khác"


class OpinionWay(models.TextChoices):
    """How an opinion came about."""

    ROW = "row", "từng dòng"
    COPIED = "copied", "lấy theo cột trước"
    BULK = "bulk", "hàng loạt"


class RemarkAct(models.TextChoices):
    """What became of a remark with which a file was returned."""

    ANSWERED = "answered", "xã trả lời"
    SETTLED = "settled", "đã trả lời đủ"
    UNSETTLED = "unsettled", "chưa trả lời đủ"


class Subject(models.TextChoices):
    """What a stated count counts."""

    CRITERIA_MET = "criteria_met", "số tiêu chí đạt"
    COMMUNES_RECOGNISED = "communes_recognised", "số xã đạt chuẩn"
    COMMUNES_ADVANCED = "communes_advanced", "số xã nâng cao"
    AVERAGE_CRITERIA = "average_criteria", "số tiêu chí bình quân"


class Combine(models.TextChoices):
    """How the values of merged communes become one; without a rule the heir declares anew."""

    WEIGHTED = "weighted", "bình quân theo mẫu số"
    TOTAL = "total", "cộng lại"
    WORST = "worst", "lấy mức kém nhất"
    ANEW = "anew", "khai báo lại"


class Kinship(models.TextChoices):
    """What became of a criterion or an indicator from one set to another."""

    SAME = "same", "giữ nguyên"
    CHANGED = "changed", "thay đổi"
    SPLIT = "split", "tách ra"
    MERGED = "merged", "gộp lại"
    DROPPED = "dropped", "bỏ"
    NEW = "new", "mới"


class DraftKind(models.TextChoices):
    """What was read from a file or pasted, and waits to be confirmed."""

    COMMUNE_SHEET = "commune", "phiếu của một xã"
    CRITERION_SHEET = "criterion", "một tiêu chí, các xã"
    PROVINCE_SHEET = "province", "toàn tỉnh"
    PASTED = "pasted", "bảng dán"
    MATRIX = "matrix", "ma trận xã × tiêu chí"
    CRITERIA_SET = "set", "bộ tiêu chí"


class DraftState(models.TextChoices):
    """What becomes of a draft; nothing of it counts before it is stored."""

    READING = "reading", "đang đọc"
    READY = "ready", "chờ xác nhận"
    STORING = "storing", "đang ghi"
    STORED = "stored", "đã ghi"
    FAILED = "failed", "không ghi được"
    DISCARDED = "discarded", "đã bỏ"


class Purpose(models.TextChoices):
    """Why a file goes before the council: to be recognised, or to lose a level (QĐ 18/2022/QĐ-TTg)."""

    RECOGNISE = "recognise", "xét công nhận"
    REVOKE = "revoke", "xét thu hồi"


class ConditionKind(models.TextChoices):
    """What a condition is about; those of `COMPUTED` the portal finds, nobody types."""

    CRITERIA = "criteria", "tiêu chí"
    LOWER = "lower", "tiêu chí của mức phải đang giữ"
    HELD = "held", "đang giữ mức"
    REGISTERED = "registered", "đăng ký"
    DEBT = "debt", "nợ đọng xây dựng cơ bản"
    SATISFACTION = "satisfaction", "sự hài lòng của người dân"
    SURVEYED = "surveyed", "số hộ được lấy ý kiến"
    SECURITY = "security", "an ninh, trật tự"
    REVOCATION = "revocation", "thuộc diện thu hồi"


COMPUTED = frozenset(
    {
        ConditionKind.CRITERIA.value,
        ConditionKind.LOWER.value,
        ConditionKind.HELD.value,
        ConditionKind.REVOCATION.value,
    }
)
SHARES = frozenset({ConditionKind.SATISFACTION.value, ConditionKind.SURVEYED.value})


class CouncilState(models.TextChoices):
    """How far a council file is; a living one is neither decided nor given up."""

    PREPARING = "preparing", "đang lập hồ sơ"
    SUBMITTED = "submitted", "chờ hội đồng họp"
    PASSED = "passed", "hội đồng thông qua"
    FAILED = "failed", "hội đồng không thông qua"
    DECIDED = "decided", "đã có quyết định"
    DROPPED = "dropped", "thôi xét"


LIVING = frozenset(
    {
        CouncilState.PREPARING.value,
        CouncilState.SUBMITTED.value,
        CouncilState.PASSED.value,
        CouncilState.FAILED.value,
    }
)
