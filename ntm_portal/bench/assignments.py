"""The matrix of assignments, 101 communes × 22 agencies, as a commune's officer opens it."""

import datetime as dt

from django.db import transaction
from django.urls import reverse

from accounts.calendar import working_day
from communes.choices import AgencyKind
from communes.models import Agency, Commune
from criteria.choices import Duty
from criteria.models import SponsorAssignment
from documents.models import OfficialDocument
from ntm_portal.bench.measure import Row, page_rows
from ntm_portal.bench.pages import client, getter

AGENCIES = 22
COMMUNES = 92
AGENCIES_OF_ONE = 2


def assignment_matrix(rounds: int) -> list[Row]:
    """A made-up list of the size that the province speaks of (22 agencies, 92 communes); gone afterwards."""
    officer = client("huongviet")
    page = getter(officer, reverse("plans:assignment_matrix"))
    with transaction.atomic():
        _fill(working_day())
        rows = page_rows(
            "Ma trận phân công 101 × 22",
            page,
            getter(officer, "/san/"),
            times_floor=6,
            max_queries=12,
            rounds=rounds,
        )
        transaction.set_rollback(True)
    return rows


def _fill(day: dt.date) -> None:
    agencies = list(Agency.objects.on(day).filter(kind=AgencyKind.DEPARTMENT)[:AGENCIES])
    paper = OfficialDocument.objects.earliest("pk")
    SponsorAssignment.objects.on(day).update(ends=day - dt.timedelta(days=1))
    SponsorAssignment.objects.bulk_create(
        SponsorAssignment(
            commune=commune,
            agency=agencies[(place + step * 7) % len(agencies)],
            duty=(Duty.SPONSOR, Duty.IN_CHARGE)[step],
            paper=paper,
            starts=day,
        )
        for place, commune in enumerate(Commune.objects.on(day)[:COMMUNES])
        for step in range(AGENCIES_OF_ONE)
    )
