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
