"""Illustrative recognitions, beside the real ones, so that the known totals come out."""

import datetime as dt

from communes.choices import Confidence
from communes.models import Commune
from criteria.choices import Level
from criteria.models import Recognition
from ntm_portal.demo.plan import Plan
from ntm_portal.demo.words import END_OF_2023

SOURCE = "Số liệu minh họa: chỉ tổng số theo năm và theo huyện là có nguồn"


def write_recognitions(plan: Plan) -> int:
    """Each counts from the last day of its year; no decision is invented."""
    communes = {one.code: one for one in Commune.objects.on(END_OF_2023)}
    rows = [
        Recognition(
            commune=communes[code],
            level=Level.STANDARD,
            year=year,
            since=dt.date(year, 12, 31),
            source=SOURCE,
            confidence=Confidence.RECALLED,
            illustrative=True,
        )
        for code, year in sorted(plan.recognised.items())
    ]
    Recognition.objects.bulk_create(rows)
    return len(rows)
