"""What a cycle made, bound together: exactly once, partial with what is missing named, old files gone."""

import datetime as dt
import zipfile
from pathlib import Path

import pypdf
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from accounts.models import Activity
from documents import bundles, pdf
from documents.bundles import Unreadable
from documents.services.claims import Superseded
from ntm_portal.bench import papers
from reports import tasks
from reports.choices import RunState
from reports.models import CycleVolume
from reports.services import cycle_volume
from tests.factories import ReportCycleFactory, ReportRunFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def printed():
    return pdf.render(papers.short_paper())


@pytest.fixture
def cycle():
    return ReportCycleFactory()


@pytest.fixture
def made(cycle, printed):
    """Makes a report of the cycle whose file stands."""

    def add(**more):
        run = ReportRunFactory(
            **({"cycle": cycle, "round": cycle.round, "state": "done"} | more),
            finished_at=timezone.now(),
        )
        run.file = default_storage.save(f"reports/2024/{run.pk}.pdf", ContentFile(printed))
        run.save()
        return run

    return add


def bound(cycle):
    volume = cycle_volume.queue_volume(cycle)
    tasks.bind_volume(volume.pk)
    volume.refresh_from_db()
    return volume


def test_both_files_hold_every_report(cycle, made):
    run = made()
    before = made(cycle=None)
    cycle.standing.add(before)
    failed = ReportRunFactory(cycle=cycle, state="failed")
    volume = bound(cycle)

    assert (volume.state, volume.count, volume.error) == (RunState.DONE, 2, "")
    with zipfile.ZipFile(volume.archive.open()) as archive:
        assert len(archive.namelist()) == 2
    text = "".join(page.extract_text() for page in pypdf.PdfReader(volume.book.open()).pages[:3])
    flat = " ".join(text.split())
    assert run.agency.name in flat
    assert f"Chưa có báo cáo của 1 đơn vị: {failed.agency.name}" in flat
    assert "Số liệu đến ngày 30/6/2024" in flat
    assert Activity.objects.filter(verb="bound report volume").count() == 1


def test_a_second_delivery_does_nothing(cycle, made):
    made()
    volume = bound(cycle)
    tasks.bind_volume(volume.pk)
    volume.refresh_from_db()
    assert volume.attempt == 1


def test_bound_anew_the_older_files_go(cycle, made):
    made()
    older = bound(cycle)
    gone = older.archive.name
    newer = bound(cycle)
    older.refresh_from_db()
    assert newer.pk != older.pk
    assert (older.archive, default_storage.exists(gone)) == ("", False)
    assert default_storage.exists(newer.archive.name)


def test_who_was_superseded_takes_the_files_back(cycle, made, monkeypatch):
    made()
    volume = cycle_volume.take_volume(cycle_volume.queue_volume(cycle).pk)

    def slow(_, target, *__):
        Path(target).write_bytes(b"%PDF")
        CycleVolume.objects.filter(pk=volume.pk).update(attempt=2)

    monkeypatch.setattr(bundles, "write_bundle", slow)
    assert default_storage.save("reports/ky/x.txt", ContentFile(b""))
    before = set(default_storage.listdir("reports/ky")[1])
    with pytest.raises(Superseded):
        cycle_volume.bind(volume)
    assert set(default_storage.listdir("reports/ky")[1]) == before


@pytest.mark.parametrize(
    ("error", "told"),
    [(OSError(28, "full"), "hết chỗ lưu tệp"), (Unreadable("Tệp hỏng: xã A"), "Tệp hỏng: xã A")],
)
def test_what_went_wrong_is_said(cycle, made, monkeypatch, error, told):
    made()

    def refuse(*_):
        raise error

    monkeypatch.setattr(bundles, "write_zip", refuse)
    volume = bound(cycle)
    assert volume.state == RunState.FAILED
    assert told in volume.error
    assert Activity.objects.filter(verb="report volume failed").count() == 1


def test_a_lost_volume_is_asked_for_again_and_given_up(cycle, made):
    made()
    volume = cycle_volume.queue_volume(cycle)
    long_ago = timezone.now() - dt.timedelta(hours=1)
    CycleVolume.objects.update(queued_at=long_ago)
    assert cycle_volume.sweep_volumes() == [volume.pk]
    CycleVolume.objects.update(state=RunState.RUNNING, heartbeat=long_ago, attempt=3)
    assert cycle_volume.sweep_volumes() == []
    volume.refresh_from_db()
    assert volume.state == RunState.FAILED
    assert "dừng giữa chừng 3 lần" in volume.error


def test_a_volume_that_waits_is_not_asked_for_twice(cycle):
    by = UserFactory()
    first = cycle_volume.queue_volume(cycle, by)
    assert cycle_volume.queue_volume(cycle, by) == first
    assert Activity.objects.filter(verb="asked for report volume").count() == 1


def test_a_file_that_is_gone_is_left_out(cycle, made):
    made()
    lost = made()
    default_storage.delete(lost.file.name)
    assert bound(cycle).count == 1
