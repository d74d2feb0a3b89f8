"""The pages that are read: overview with its answers, trend, places, a report; each beside the floor."""

from django.urls import reverse

from ntm_portal.bench.measure import Row, page_rows
from ntm_portal.bench.pages import client, getter

PAGES = (
    ("Tổng quan: tiêu chí", "reports:overview_criteria", ()),
    ("Tổng quan: biến động", "reports:overview_movement", ()),
    ("Tổng quan: nguy cơ", "reports:overview_endangered", ()),
    ("Tổng quan: tiến độ kỳ", "reports:overview_round", ()),
    ("Bản đồ", "reports:province_map", ()),
    ("Xã gần đạt", "reports:nearest", ()),
    ("Xu hướng toàn tỉnh", "reports:trend", ()),
    ("Trang huyện", "reports:district_detail", ("465",)),
    ("Trang xã", "reports:commune_detail", ("19438",)),
    ("Trang cơ quan", "reports:agency_detail", ("so-thong-tin-truyen-thong",)),
    ("Danh sách báo cáo", "reports:run_list", ()),
    ("Kỳ báo cáo", "reports:cycle_list", ()),
)


def dashboards(rounds: int) -> list[Row]:
    """As a commune's officer, who may read them all and write none."""
    reader = client("huongviet")
    floor = getter(reader, "/san/")
    return [
        row
        for name, url, arguments in PAGES
        for row in page_rows(
            name,
            getter(reader, reverse(url, args=arguments)),
            floor,
            times_floor=None,
            max_queries=None,
            rounds=rounds,
        )
    ]
