from django.db import models


class Role(models.TextChoices):
    """In which role a person serves an agency. The agency's kind says which office it is."""

    OFFICER = "officer", "cán bộ"
    FOCAL_POINT = "focal_point", "đầu mối"
    DIRECTOR = "director", "thủ trưởng"
    ADMIN = "admin", "quản trị"
