"""Illustrative works, capital, debts, villages and dossiers: every name, figure and stage here is made up.

What a paper says of districts (QĐ 645, II.2 and II.3) stands with its tasks; no decision is invented.
"""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import User
from communes.choices import AgencyKind
from communes.models import Agency, Commune, District
from criteria.choices import Level
from documents.choices import PaperKind, PaperState
from documents.models import DayOff, OfficialDocument
from plans.choices import DossierStage, DraftKind, MoneySource, WorkKind
from plans.models import (
    Capital,
    Debt,
    DistrictProgramme,
    Dossier,
    PlanDraft,
    Target,
    Village,
    Work,
)

DAY = dt.date(2024, 6, 18)
QUARTER, MAY = dt.date(2024, 3, 31), dt.date(2024, 5, 31)
YEAR_END = dt.date(2023, 12, 31)
WRITER = "vpdp"
NOTE = "Số liệu minh họa"
HUONG_VIET, VINH_THAI = "19438", "19369"
GIO_MAI, THUAN, GIO_MY, CAM_CHINH = "19543", "19471", "19510", "19618"


@dataclass(frozen=True, slots=True)
class Built:
    """A work: money in triệu đồng; central and own allocated, disbursed by the end of May."""

    commune: str
    name: str
    kind: WorkKind
    investment: str
    quantity: str
    unit: str
    central: tuple[str, str]
    own: tuple[str, str] | None = None
    finished: dt.date | None = None


BUILT = (
    Built(
        *(GIO_MAI, "Đường trục thôn (minh họa)", WorkKind.ROADS, "2400", "1.8", "km"),
        *(("1500", "900"), ("300", "300")),
    ),
    Built(
        *(GIO_MAI, "Hệ thống truyền thanh thôn (minh họa)", WorkKind.BROADCAST, "350", "4"),
        *("cụm loa", ("350", "350"), None, dt.date(2024, 5, 20)),
    ),
    Built(
        *(THUAN, "Phòng học điểm trường bản (minh họa)", WorkKind.ETHNIC, "3200", "4"),
        *("phòng học", ("2000", "450"), ("150", "0")),
    ),
    Built(
        *(THUAN, "Nước sạch tập trung liên bản (minh họa)", WorkKind.WATER, "5100", "210"),
        *("hộ", ("2600", "0"), None),
    ),
    Built(
        *(HUONG_VIET, "Đường vào khu sản xuất (minh họa)", WorkKind.ETHNIC, "4300", "2.4", "km"),
        *(("2800", "1250"), ("200", "60")),
    ),
    Built(
        *(VINH_THAI, "Kè chống sạt lở (minh họa)", WorkKind.DISASTERS, "6800", "0.6", "km"),
        ("3000", "1900"),
    ),
    Built(
        *(CAM_CHINH, "Điểm thu gom rác thải (minh họa)", WorkKind.ENVIRONMENT, "420", "1"),
        *("điểm", ("300", "280"), ("120", "100"), dt.date(2024, 4, 30)),
    ),
)
# Of the commune as a whole: code, source, allocated, disbursed. Gio Mai's leaves a remainder beside its works.
WHOLE = (
    (GIO_MAI, MoneySource.CENTRAL, "2100", "1400"),
    (GIO_MAI, MoneySource.LABOUR_DAYS, "180", "180"),
    (THUAN, MoneySource.INTEGRATED, "900", "300"),
    (GIO_MY, MoneySource.CENTRAL, "1200", None),
)
DEBTS = (
    (THUAN, ("820", "640")),
    (HUONG_VIET, ("310", "310")),
    (VINH_THAI, ("1150", "900")),
    (GIO_MAI, (None, "0")),
)
VILLAGES = (
    (THUAN, "Bản minh họa 1", 86, 31, DossierStage.SELF_ASSESSED),
    (THUAN, "Bản minh họa 2", 64, 27, None),
    (HUONG_VIET, "Bản minh họa 3", 58, 35, DossierStage.SUBMITTED),
    (GIO_MAI, "Thôn minh họa 4", 142, 3, DossierStage.VERIFIED),
    (GIO_MAI, "Thôn minh họa 5", 120, 2, None),
)
# Which districts stand at which step is not at hand: these steps are made up.
DISTRICTS = (
    ("464", 2024, DossierStage.SELF_ASSESSED, QUARTER),
    ("468", 2023, DossierStage.SUBMITTED, MAY),
    ("469", 2023, DossierStage.VERIFIED, MAY),
    ("470", 2023, DossierStage.VERIFIED, QUARTER),
)
ISSUED = ("464", "466", "468")  # districts said to have issued their own programme of 2024


def write_works() -> int:
    """How many rows were written."""
    user = User.objects.get(username=WRITER)
    communes = {one.code: one for one in Commune.objects.on(DAY)}
    return (
        _works(user, communes)
        + _money(user, communes)
        + _villages(user, communes)
        + _districts(user)
    )


def _works(user: User, communes: dict[str, Commune]) -> int:
    rows: list[Capital] = []
    for one in BUILT:
        work = Work.objects.create(
            commune=communes[one.commune],
            name=one.name,
            kind=one.kind,
            investment=Decimal(one.investment),
            quantity=Decimal(one.quantity),
            unit=one.unit,
            started_on=dt.date(2024, 2, 20),
            finished_on=one.finished,
            note=NOTE,
            by=user,
            illustrative=True,
        )
        sources = [(MoneySource.CENTRAL, one.central), (MoneySource.COMMUNE, one.own)]
        for source, amounts in sources:
            if amounts is None:
                continue
            for day, share in ((QUARTER, Decimal("0.3")), (MAY, Decimal(1))):
                rows.append(
                    Capital(
                        commune=work.commune,
                        work=work,
                        year=2024,
                        source=source,
                        as_of=day,
                        allocated=Decimal(amounts[0]),
                        disbursed=Decimal(amounts[1]) * share,
                        by=user,
                        illustrative=True,
                    )
                )
    Capital.objects.bulk_create(rows)
    return len(BUILT) + len(rows)


def _money(user: User, communes: dict[str, Commune]) -> int:
    whole = [
        Capital(
            commune=communes[code],
            year=2024,
            source=source,
            as_of=MAY,
            **_amounts(allocated=allocated, disbursed=disbursed),
            by=user,
            illustrative=True,
        )
        for code, source, allocated, disbursed in WHOLE
    ]
    debts = [
        Debt(
            commune=communes[code],
            as_of=day,
            amount=Decimal(amount),
            note=NOTE,
            by=user,
            illustrative=True,
        )
        for code, amounts in DEBTS
        for day, amount in zip((YEAR_END, MAY), amounts, strict=True)
        if amount is not None
    ]
    Capital.objects.bulk_create(whole)
    Debt.objects.bulk_create(debts)
    return len(whole) + len(debts)


def _amounts(**texts: str | None) -> dict[str, Any]:
    """Numbers; None was not reported."""
    return {name: Decimal(text) if text is not None else None for name, text in texts.items()}


def _villages(user: User, communes: dict[str, Commune]) -> int:
    made = 0
    for code, name, households, poor, stage in VILLAGES:
        village = Village.objects.create(
            commune=communes[code],
            name=name,
            starts=communes[code].starts,
            households=households,
            poor_households=poor,
            by=user,
            illustrative=True,
        )
        made += 1
        if stage:
            Dossier.objects.create(
                village=village,
                level=Level.STANDARD,
                year=2024,
                stage=stage,
                stage_on=MAY,
                note=NOTE,
                by=user,
                illustrative=True,
            )
            made += 1
    return made


def _districts(user: User) -> int:
    districts = {one.code: one for one in District.objects.on(DAY)}
    for code, year, stage, day in DISTRICTS:
        Dossier.objects.create(
            district=districts[code],
            level=Level.STANDARD,
            year=year,
            stage=stage,
            stage_on=day,
            note=NOTE,
            by=user,
            illustrative=True,
        )
    agencies = Agency.objects.on(DAY).filter(kind=AgencyKind.DISTRICT)
    for agency in agencies.filter(district__code__in=ISSUED):
        paper = OfficialDocument.objects.create(
            kind=PaperKind.PLAN,
            title="Kế hoạch xây dựng nông thôn mới năm 2024 của huyện (minh họa)",
            issuer=agency,
            year=2024,
            state=PaperState.REGISTERED,
            note=NOTE,
            demo=True,
        )
        DistrictProgramme.objects.create(agency=agency, year=2024, paper=paper, illustrative=True)
    return len(DISTRICTS) + len(ISSUED)


def clear_works(demo: QuerySet[User]) -> int:
    """What is marked, and what demonstration accounts wrote; before papers and accounts go."""
    marked = Q(illustrative=True) | Q(by__in=demo)
    gone = 0
    programmes = Q(illustrative=True) | Q(paper__demo=True) | Q(paper__by__in=demo)
    gone += DistrictProgramme.objects.filter(programmes).delete()[0]
    villages = Village.objects.filter(marked)
    gone += Dossier.objects.filter(marked | Q(village__in=villages)).delete()[0]
    works = Work.objects.filter(marked)
    gone += Capital.objects.filter(marked | Q(work__in=works)).delete()[0]
    for model in (Village, Work, Debt):
        gone += model.objects.filter(marked).delete()[0]
    gone += DayOff.objects.filter(by__in=demo).delete()[0]
    gone += Target.objects.filter(marked).delete()[0]
    kinds = [DraftKind.WORKS, DraftKind.DEBTS]
    PlanDraft.objects.filter(kind__in=kinds, by__in=demo).delete()
    return gone
