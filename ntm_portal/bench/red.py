"""The list of what is unmet over every commune, measured; and its counts, which the office's first page asks."""

from django.urls import reverse

from accounts.calendar import working_day
from ntm_portal.bench.measure import Row, page_rows, timed
from ntm_portal.bench.pages import client, getter
from plans.selectors.red import counts


def red_list(rounds: int) -> list[Row]:
    """As a commune's officer reads it: each unmet indicator of the province with what is being done."""
    officer = client("huongviet")
    page = getter(officer, reverse("plans:red_list"))
    counted = sorted(timed(lambda: counts(working_day())) for _ in range(rounds))
    return [
        *page_rows(
            "Chưa đạt và việc đang làm, mọi xã",
            page,
            getter(officer, "/san/"),
            times_floor=None,
            max_queries=45,
            rounds=rounds,
        ),
        Row("Đếm chưa đạt theo việc: trung vị", round(counted[len(counted) // 2], 1), "ms"),
    ]
