from django.db import models


class Kind(models.TextChoices):
    """The reports that the portal makes."""

    AGENCY_HALF_YEAR = (
        "agency_half_year",
        "Báo cáo 6 tháng của đơn vị phụ trách, đỡ đầu",
    )
    AGENCY_YEAR = "agency_year", "Báo cáo năm của đơn vị phụ trách, đỡ đầu"
    COMMUNE_HALF_YEAR = "commune_half_year", "Báo cáo 6 tháng của xã"
    COMMUNE_YEAR = "commune_year", "Báo cáo năm của xã"
    COMMUNE_SHEET = "commune_sheet", "Phiếu thông tin xã (một trang)"
    PROGRAMME = "programme", "Báo cáo tiến độ Chương trình công tác"
    DISTRICT_HALF_YEAR = "district_half_year", "Báo cáo 6 tháng của huyện"
    DISTRICT_YEAR = "district_year", "Báo cáo năm của huyện"
    PROVINCE_HALF_YEAR = "province_half_year", "Báo cáo 6 tháng của tỉnh"
    PROVINCE_YEAR = "province_year", "Báo cáo năm của tỉnh"

    @property
    def family(self) -> str:
        """The half-year and the year of one reporter tell the same, one after the other."""
        return self.value.removesuffix("_half_year").removesuffix("_year")


class RunState(models.TextChoices):
    """Where a run stands; «Lập lại» queues one that is done or failed once more."""

    QUEUED = "queued", "chờ lập"
    RUNNING = "running", "đang lập"
    DONE = "done", "đã xong"
    FAILED = "failed", "không lập được"


class CycleState(models.TextChoices):
    """Where the making of all reports of a round stands; paused, workers take no more of it."""

    RUNNING = "running", "đang lập"
    PAUSED = "paused", "tạm dừng"
    CANCELLED = "cancelled", "đã hủy"
    DONE = "done", "đã xong"
