"""Villages, dossiers of districts and villages, and the programmes that districts issue."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import trail
from accounts.calendar import working_day
from accounts.models import User
from communes.models import Agency, Commune, District
from documents.models import OfficialDocument
from plans.choices import DossierStage
from plans.models import DistrictProgramme, Dossier, Village
from plans.services.kept import change, hold


@transaction.atomic
def add_dossier(
    *,
    by: User,
    district: District | None = None,
    village: Village | None = None,
    on_behalf_of: User | None = None,
    **values: Any,
) -> Dossier:
    """Enter how far a district or a village is at a level.

    Refusals: `twin` (the level is there), `future` (a day after the working day), `decision`
    (recognised without the day of the decision, or without its paper or source).
    """
    row = Dossier(district=district, village=village, by=by, on_behalf_of=on_behalf_of, **values)
    _hold_place(row)
    _check(row)
    row.full_clean(validate_constraints=False)
    row.save()
    trail.record(by, "added dossier", row, on_behalf_of=on_behalf_of, place=_place(row))
    return row


@transaction.atomic
def change_dossier(*, dossier: Dossier, seen: int | None, by: User, **values: Any) -> Dossier:
    """Refusals: those of `add_dossier`, and `stale`."""
    fresh = Dossier.objects.get(pk=dossier.pk)
    for name, value in values.items():
        setattr(fresh, name, value)
    _hold_place(fresh)
    _check(fresh)
    return change(dossier, seen, by, "changed dossier", **values)


@transaction.atomic
def add_village(
    *,
    commune: Commune,
    name: str,
    starts: dt.date,
    households: int | None = None,
    poor_households: int | None = None,
    by: User,
    on_behalf_of: User | None = None,
) -> Village:
    """Refusals: `twin` (the commune has it), `poor` (more poor households than households)."""
    _refuse_poor(households, poor_households)
    hold(commune)
    same = Village.objects.on(working_day()).filter(commune=commune, name__iexact=name.strip())
    if same.exists():
        raise ValidationError(f"Xã đã có thôn, bản «{name.strip()}».", code="twin")
    row = Village(
        commune=commune,
        name=name.strip(),
        starts=starts,
        households=households,
        poor_households=poor_households,
        by=by,
        on_behalf_of=on_behalf_of,
    )
    row.full_clean()
    row.save()
    trail.record(by, "added village", row, on_behalf_of=on_behalf_of, commune=commune.code)
    return row


@transaction.atomic
def change_village(*, village: Village, seen: int | None, by: User, **values: Any) -> Village:
    """Refusals: `poor`, `stale`."""
    given = {
        name: values.get(name, getattr(village, name))
        for name in ("households", "poor_households")
    }
    _refuse_poor(*given.values())
    return change(village, seen, by, "changed village", **values)


@transaction.atomic
def add_district_programme(
    *,
    agency: Agency,
    year: int,
    paper: OfficialDocument,
    note: str = "",
    by: User,
) -> DistrictProgramme:
    """Enter that a district has issued its own programme of a year. Refusal: `twin`."""
    hold(agency)
    if DistrictProgramme.objects.filter(agency=agency, year=year, paper=paper).exists():
        raise ValidationError(
            f"Văn bản này đã được ghi là chương trình năm {year} của {agency}.", code="twin"
        )
    row = DistrictProgramme(agency=agency, year=year, paper=paper, note=note.strip())
    row.full_clean()
    row.save()
    trail.record(by, "added district programme", agency, year=year, paper=paper.short)
    return row


@transaction.atomic
def drop_district_programme(*, row: DistrictProgramme, by: User) -> None:
    """Take back what was entered by mistake; the paper stays on the register. Refusal: `gone`."""
    row = hold(row)
    trail.record(
        by, "dropped district programme", row.agency, year=row.year, paper=row.paper.short
    )
    row.delete()


def _hold_place(row: Dossier) -> None:
    place = row.district or row.village
    if place is not None:
        hold(place)


def _check(row: Dossier) -> None:
    same = Dossier.objects.filter(
        district=row.district_id, village=row.village_id, level=row.level
    )
    if same.exclude(pk=row.pk).exists():
        raise ValidationError(
            f"{_place(row)} đã có hồ sơ {row.get_level_display()}; hãy sửa hồ sơ ấy.", code="twin"
        )
    today = working_day()
    for day in (row.stage_on, row.decided_on):
        if day is not None and day > today:
            raise ValidationError(
                f"Ngày không được sau ngày làm việc {today.day}/{today.month}/{today.year}.",
                code="future",
            )
    if row.stage == DossierStage.RECOGNISED:
        if row.decided_on is None or not (row.paper_id or row.source.strip()):
            raise ValidationError(
                "Đã công nhận thì phải có ngày quyết định, và quyết định đã vào sổ hoặc nguồn.",
                code="decision",
            )
    elif row.decided_on is not None:
        raise ValidationError(
            "Có ngày quyết định thì hồ sơ phải ở bước «đã công nhận».", code="decision"
        )


def _refuse_poor(households: int | None, poor: int | None) -> None:
    if households is not None and poor is not None and poor > households:
        raise ValidationError("Số hộ nghèo không được lớn hơn số hộ.", code="poor")


def _place(row: Dossier) -> str:
    return str(row.district or (row.village and f"{row.village} ({row.village.commune})") or "")
