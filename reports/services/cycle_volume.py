"""What a cycle made, bound by a worker: a ZIP of its PDFs and one PDF to print, with contents."""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import structlog
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from accounts import trail
from accounts.models import User
from documents.services import claims
from reports.choices import RunState
from reports.models import CycleVolume, ReportCycle, ReportRun
from reports.selectors.cycles import ORDER
from reports.words import day

NAMED = 20  # reports that could not be made, named on the title page
logger = structlog.get_logger("ntm.reports")


@transaction.atomic
def queue_volume(cycle: ReportCycle, by: User | None = None) -> CycleVolume:
    """Ask for the volume; one that waits or is being bound is given back. Whoever called tells a worker."""
    ReportCycle.objects.select_for_update(of=("self",)).get(pk=cycle.pk)
    before = CycleVolume.objects.filter(cycle=cycle).unsettled().first()
    if before is not None:
        return before
    volume = CycleVolume.objects.create(cycle=cycle, queued_at=timezone.now())
    if by is not None:
        trail.record(by, "asked for report volume", cycle)
    return volume


def take_volume(volume_pk: int) -> CycleVolume | None:
    if not claims.claim(CycleVolume.objects.all(), volume_pk):
        return None
    return CycleVolume.objects.select_related("cycle__round").get(pk=volume_pk)


def bind(volume: CycleVolume) -> None:
    """Both files under a name of this attempt's own; who was superseded takes them back."""
    from documents.bundles import (  # noqa: PLC0415 -- tools of PDF, which web workers never need
        Entry,
        write_bundle,
        write_zip,
    )

    runs = bound_runs(volume.cycle)
    entries = [Entry(_title(one), _content(one)) for one in runs]
    kept: list[str] = []
    try:
        with tempfile.TemporaryDirectory() as folder:
            archive, book = Path(folder, "tap.zip"), Path(folder, "tap.pdf")
            claims.tell(volume, 10, "Gom các tệp PDF")
            write_zip(entries, archive)
            kept.append(_keep(volume, archive))
            claims.tell(volume, 40, "Ghép tập để in")
            title = f"Báo cáo {_period(volume.cycle)}"
            write_bundle(entries, book, title, _lines(volume.cycle, runs))
            kept.append(_keep(volume, book))
        with transaction.atomic():
            claims.end(volume, archive=kept[0], book=kept[1], count=len(entries))
            trail.record(None, "bound report volume", volume.cycle, count=len(entries))
    except BaseException:
        for name in kept:
            default_storage.delete(name)
        raise
    _drop_older(volume)


def _content(run: ReportRun) -> bytes:
    with run.file.open() as file:
        content: bytes = file.read()
    return content


def _keep(volume: CycleVolume, made: Path) -> str:
    """Under a name of its own for every attempt, so that none writes over another's file."""
    name = f"reports/ky/{volume.stem}-{volume.pk}-{volume.attempt}{made.suffix}"
    with made.open("rb") as file:
        kept: str = default_storage.save(name, File(file))
    return kept


def bound_runs(cycle: ReportCycle) -> list[ReportRun]:
    """Reports whose file stands: made by the cycle, or standing before it; the province first, then by name."""
    made = ReportRun.objects.filter(cycle=cycle, state=RunState.DONE)
    rows = [
        *made.select_related("agency", "commune").defer("figures", "body"),
        *cycle.standing.filter(state=RunState.DONE)
        .select_related("agency", "commune")
        .defer("figures", "body"),
    ]
    there = [one for one in rows if one.file and default_storage.exists(one.file.name)]
    return sorted(there, key=lambda one: (_place(one), one.agency.sort_key, one.pk))


def _place(run: ReportRun) -> int:
    places = [place for place, start in enumerate(ORDER) if run.kind.startswith(start)]
    return places[0] if places else len(ORDER)


def _title(run: ReportRun) -> str:
    return f"Báo cáo {run.period} của {run.agency.name}"


def _period(cycle: ReportCycle) -> str:
    return cycle.round.name.removeprefix("Kỳ ")


def _lines(cycle: ReportCycle, runs: Sequence[ReportRun]) -> list[str]:
    """Under the title: what the figures are of, how many reports, which are missing."""
    failed = list(
        ReportRun.objects.filter(cycle=cycle, state=RunState.FAILED).select_related("agency")
    )
    lines = [f"Số liệu đến ngày {day(cycle.as_of)}", f"{len(runs)} báo cáo"]
    if failed:
        names = "; ".join(one.agency.name for one in failed[:NAMED])
        more = f" và {len(failed) - NAMED} đơn vị khác" if len(failed) > NAMED else ""
        lines.append(f"Chưa có báo cáo của {len(failed)} đơn vị: {names}{more}")
    return lines


def _drop_older(volume: CycleVolume) -> None:
    """Files of earlier volumes go; their rows stay."""
    older = CycleVolume.objects.filter(cycle=volume.cycle, pk__lt=volume.pk).exclude(archive="")
    for one in older:
        for file in (one.archive, one.book):
            if file:
                default_storage.delete(file.name)
        older.filter(pk=one.pk).update(archive="", book="")


def fail_volume(volume: CycleVolume, error: BaseException) -> None:
    logger.error("volume failed", volume=volume.pk, attempt=volume.attempt, exc_info=error)
    with transaction.atomic():
        reason = f"{error}"  # names the report
        if type(error).__name__ != "Unreadable":
            reason = claims.reason_of(error, what="tập báo cáo", again="Lập lại tập")
        if claims.end_badly(volume, reason):
            trail.record(None, "report volume failed", volume.cycle, error=repr(error)[:300])


def sweep_volumes() -> list[int]:
    """Volumes that nobody took or whose worker died, to hand over again."""
    return claims.sweep(CycleVolume.objects.all(), _give_up)


@transaction.atomic
def _give_up(volume: CycleVolume, still: Any) -> None:
    told = (
        f"Hệ thống nền đã dừng giữa chừng {volume.attempt} lần khi lập tập này. Bấm «Lập lại tập»."
    )
    failed = still.update(state=RunState.FAILED, error=told, finished_at=timezone.now())
    if failed:
        trail.record(None, "report volume failed", volume.cycle, error="worker lost")
