from django.db import models


class AgencyKind(models.TextChoices):
    """What an agency is; it decides which part it takes in the programme."""

    OFFICE = "office", "Văn phòng Điều phối"
    PROVINCE = "province", "UBND tỉnh, Ban Chỉ đạo"
    DEPARTMENT = "department", "sở, ban, ngành, đoàn thể"
    DISTRICT = "district", "UBND cấp huyện"
    COMMUNE = "commune", "UBND cấp xã"


class CommuneClassKind(models.TextChoices):
    """The classes of communes that thresholds distinguish.

    QĐ 318/QĐ-TTg: special communes (ĐBKK), and safe-zone communes of districts that were poor,
    are measured with the column of TDMNPB. Which communes these are (QĐ 861/QĐ-TTg) is not at hand.
    """

    ORDINARY = "ordinary", "xã không thuộc diện ĐBKK"
    SPECIAL = "dbkk", "xã đặc biệt khó khăn"
    GROUP_1 = (
        "nhom_1",
        "xã nhóm 1",
    )  # QĐ 51/2025/QĐ-TTg: three groups take the place of the regions
    GROUP_2 = "nhom_2", "xã nhóm 2"
    GROUP_3 = "nhom_3", "xã nhóm 3"


class Extent(models.TextChoices):
    """How much of a commune went into another."""

    WHOLLY = "wholly", "toàn bộ"
    PARTLY = "partly", "một phần"


class Confidence(models.TextChoices):
    """How sure a stored fact is: read in its source, from memory or inferred, or not at hand."""

    SOURCED = "sourced", "có nguồn"
    RECALLED = "recalled", "chưa kiểm chứng"
    MISSING = "missing", "chưa có"
