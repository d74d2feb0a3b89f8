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
