from django.db import models


class AgencyKind(models.TextChoices):
    """What an agency is; it decides which part it takes in the programme."""

    OFFICE = "office", "Văn phòng Điều phối"
    PROVINCE = "province", "UBND tỉnh, Ban Chỉ đạo"
    DEPARTMENT = "department", "sở, ban, ngành, đoàn thể"
    DISTRICT = "district", "UBND cấp huyện"
    COMMUNE = "commune", "UBND cấp xã"


class CommuneClassKind(models.TextChoices):
    """The classes of communes that thresholds distinguish (QĐ 318/QĐ-TTg: ĐBKK uses TDMNPB)."""

    ORDINARY = "ordinary", "xã không thuộc diện ĐBKK"
    SPECIAL = "dbkk", "xã đặc biệt khó khăn"


class Extent(models.TextChoices):
    WHOLLY = "wholly", "toàn bộ"
    PARTLY = "partly", "một phần"


class Confidence(models.TextChoices):
    """How sure a stored fact is."""

    SOURCED = "sourced", "có nguồn"
    RECALLED = "recalled", "chưa kiểm chứng"
    MISSING = "missing", "chưa có"
