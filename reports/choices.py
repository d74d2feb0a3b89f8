from django.db import models


class Kind(models.TextChoices):
    """The reports that the portal makes."""

    AGENCY_HALF_YEAR = (
        "agency_half_year",
        "Báo cáo 6 tháng của đơn vị phụ trách, đỡ đầu",
    )


class RunState(models.TextChoices):
    """Where a run stands; «Lập lại» queues one that is done or failed once more."""

    QUEUED = "queued", "chờ lập"
    RUNNING = "running", "đang lập"
    DONE = "done", "đã xong"
    FAILED = "failed", "không lập được"
