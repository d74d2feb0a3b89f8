"""Making a report, and what happens when its worker dies."""

import datetime as dt
import errno

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage
from django.utils import timezone

from accounts.models import Activity
from criteria.choices import Status
from documents import pdf
from documents.choices import PaperState
from reports import services
from reports.choices import Kind, RunState
from reports.kinds import KINDS
from reports.models import ReportRun
from reports.services.run import file_name
from tests.factories import (
    ReportRunFactory,
    ResponsibilityFactory,
    SponsorAssignmentFactory,
    StatusEntryFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

ONE_MINUTE_AGO = dt.timedelta(seconds=61)


@pytest.fixture(autouse=True)
def _no_files_of_other_tests(monkeypatch):
    monkeypatch.setattr(ReportRun._meta.get_field("file"), "storage", InMemoryStorage())


@pytest.fixture
def entry():
    return StatusEntryFactory(effective_on=dt.date(2024, 3, 1))


@pytest.fixture
def run(entry):
    """A queued run of an agency that sponsors a commune with one criterion met."""
    run = ReportRunFactory(
        agency__name="Sở Thông tin và Truyền thông",
        criteria_set=entry.scorecard.criteria_set,
        as_of=dt.date(2024, 6, 18),
        paper__notation="BC-STTTT",
    )
    SponsorAssignmentFactory(agency=run.agency, commune=entry.scorecard.commune)
    return run


@pytest.fixture
def drawn(monkeypatch):
    """What was sent to print; the PDF itself has its own tests."""
    papers = []

    def draw(paper, told=None):
        papers.append(paper)
        return b"%PDF-1.7 test"

    monkeypatch.setattr(pdf, "render", draw)
    return papers


def lose_worker(run):
    """Its worker died a while ago."""
    past = timezone.now() - ONE_MINUTE_AGO
    ReportRun.objects.filter(pk=run.pk).update(heartbeat=past)


# Making


def test_a_run_is_made_once_and_its_file_kept(run, drawn):
    services.render(services.start(run.pk))

    run.refresh_from_db()
    assert (run.state, run.attempt, run.progress) == (RunState.DONE, 1, 100)
    assert run.file.read() == b"%PDF-1.7 test"
    assert run.figures["communes"][0]["met_now"] == 1
    assert run.finished_at is not None
    assert len(drawn) == 1
    assert [one.verb for one in Activity.objects.all()] == ["made report"]


def test_a_second_delivery_finds_nothing_to_claim(run):
    assert services.start(run.pk).attempt == 1
    assert services.start(run.pk) is None


def test_a_settled_run_is_not_claimed(run):
    for state in (RunState.DONE, RunState.FAILED):
        ReportRun.objects.filter(pk=run.pk).update(state=state)
        assert services.start(run.pk) is None


def test_a_run_without_heartbeat_is_claimed_anew(run):
    services.start(run.pk)
    lose_worker(run)

    assert services.start(run.pk).attempt == 2


def test_a_heartbeat_within_the_limit_keeps_the_claim(run, settings):
    services.start(run.pk)
    almost = timezone.now() - dt.timedelta(seconds=settings.RUN_EXPIRES - 5)
    ReportRun.objects.filter(pk=run.pk).update(heartbeat=almost)

    assert services.start(run.pk) is None


@pytest.mark.usefixtures("drawn")
def test_a_superseded_worker_stops_and_leaves_nothing(run):
    slow = services.start(run.pk)
    lose_worker(run)
    second = services.start(run.pk)

    with pytest.raises(services.Superseded):
        services.progress(slow, 40, "Soạn nội dung")
    with pytest.raises(services.Superseded):
        services.finish(slow, b"%PDF of the slow one")

    services.render(second)
    run.refresh_from_db()
    assert (run.state, run.attempt, run.file.read()) == (RunState.DONE, 2, b"%PDF-1.7 test")
    assert not run.file.storage.exists(file_name(slow))


def test_a_superseded_worker_cannot_fail_the_run(run):
    slow = services.start(run.pk)
    lose_worker(run)
    services.start(run.pk)

    services.fail(slow, RuntimeError("late"))

    run.refresh_from_db()
    assert (run.state, run.error) == (RunState.RUNNING, "")


@pytest.mark.usefixtures("drawn")
def test_a_finished_run_does_not_finish_again(run):
    mine = services.start(run.pk)
    services.render(mine)
    finished_at = mine.finished_at

    with pytest.raises(services.Superseded):
        services.finish(mine, b"again")

    run.refresh_from_db()
    assert run.finished_at == finished_at
    assert Activity.objects.count() == 1


@pytest.mark.usefixtures("drawn")
def test_the_file_half_written_by_a_dead_attempt_is_removed(run):
    dead = services.start(run.pk)
    storage = run.file.storage
    storage.save(half := file_name(dead), ContentFile(b"%PDF half"))
    lose_worker(run)

    services.render(services.start(run.pk))

    assert not storage.exists(half)


@pytest.mark.usefixtures("drawn")
def test_a_file_left_under_the_same_name_is_not_taken_for_the_report(run):
    mine = services.start(run.pk)
    run.file.storage.save(left := file_name(mine), ContentFile(b"of another database"))

    services.render(mine)

    assert mine.file.read() == b"%PDF-1.7 test"
    assert mine.file.name != left


def test_finishing_twice_leaves_the_file_in_place(run):
    mine = services.start(run.pk)
    services.finish(mine, b"first")

    with pytest.raises(services.Superseded):
        services.finish(mine, b"again")

    assert mine.file.read() == b"first"


@pytest.mark.usefixtures("drawn")
def test_a_long_name_of_an_agency_fits_the_column(run):
    run.agency.name = "Ban Quản lý " * 15
    run.agency.short_name = ""
    run.agency.save()
    mine = services.start(run.pk)
    services.render(mine)
    assert len(mine.file.name) <= ReportRun._meta.get_field("file").max_length


# Frozen


def test_rendering_again_after_data_changed_gives_the_same_figures(run, entry, drawn):
    services.render(services.start(run.pk))
    StatusEntryFactory(
        scorecard=entry.scorecard,
        criterion=entry.criterion,
        status=Status.NOT_MET,
        effective_on=dt.date(2024, 6, 1),
    )
    run.refresh_from_db()
    figures = run.figures

    services.render_again(run=run, by=UserFactory())
    services.render(services.start(run.pk))

    run.refresh_from_db()
    assert (run.state, run.attempt, run.figures) == (RunState.DONE, 2, figures)
    assert drawn[0] == drawn[1]


@pytest.mark.usefixtures("drawn")
def test_a_second_attempt_prints_what_the_first_froze(run):
    figures = KINDS[Kind.AGENCY_HALF_YEAR].gather(run) | {"agency": "như lần đầu đã chốt"}
    services.start(run.pk)
    ReportRun.objects.filter(pk=run.pk).update(figures=figures)
    lose_worker(run)

    services.render(services.start(run.pk))

    run.refresh_from_db()
    assert run.figures["agency"] == "như lần đầu đã chốt"


@pytest.mark.usefixtures("drawn")
def test_an_issued_paper_keeps_its_body(run):
    paper = run.paper
    paper.state, paper.body = PaperState.ISSUED, []
    paper.save()

    services.render(services.start(run.pk))

    paper.refresh_from_db()
    assert paper.body == []


# Failing


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "Máy chủ hết chỗ lưu tệp"),
        (PermissionError(errno.EACCES, "no"), "Không ghi được tệp PDF"),
        (KeyError("x"), "Có lỗi khi lập báo cáo"),
    ],
)
def test_a_failed_run_says_why(run, error, said):
    services.fail(services.start(run.pk), error)

    run.refresh_from_db()
    assert run.state == RunState.FAILED
    assert run.error.startswith(said)
    assert run.error.endswith(f"(mã tra nhật ký: {run.pk}-1)")
    assert [one.verb for one in Activity.objects.all()] == ["report failed"]


@pytest.mark.usefixtures("drawn")
def test_a_full_disk_leaves_no_half_file(run, monkeypatch):
    storage = run.file.storage
    whole = storage.save

    def save_half(name, content, **_):
        whole(name, ContentFile(content.read()[:4]))
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(storage, "save", save_half)
    mine = services.start(run.pk)

    with pytest.raises(OSError, match="No space"):
        services.render(mine)

    assert not storage.exists(file_name(mine))


@pytest.mark.usefixtures("drawn")
def test_a_failed_run_is_made_when_asked_again(run):
    for _ in range(3):
        lost = services.start(run.pk)
        lose_worker(run)
    services.sweep()
    run.refresh_from_db()
    assert (lost.attempt, run.state) == (3, RunState.FAILED)

    services.render_again(run=run, by=UserFactory())
    services.render(services.start(run.pk))

    run.refresh_from_db()
    assert (run.state, run.attempt, run.error) == (RunState.DONE, 4, "")


def test_a_run_underway_is_not_queued_again(run):
    with pytest.raises(ValidationError) as refusal:
        services.render_again(run=run, by=UserFactory())

    assert refusal.value.code == "underway"


# Sweeping


def test_the_sweep_asks_again_for_what_was_forgotten(run, settings):
    fresh = ReportRunFactory()
    lost_on_the_way = ReportRunFactory(
        queued_at=timezone.now() - dt.timedelta(seconds=3 * settings.RUN_EXPIRES + 1)
    )
    services.start(run.pk)
    lose_worker(run)
    at_work = ReportRunFactory()
    services.start(at_work.pk)

    assert services.sweep() == [run.pk, lost_on_the_way.pk]
    assert services.sweep() == []

    run.refresh_from_db()
    assert (run.state, run.attempt) == (RunState.QUEUED, 1)
    assert services.start(run.pk).attempt == 2
    assert services.start(fresh.pk).attempt == 1


def test_the_sweep_gives_up_after_three_attempts_and_says_so(run):
    for _ in range(3):
        services.start(run.pk)
        lose_worker(run)

    assert services.sweep() == []

    run.refresh_from_db()
    assert (run.state, run.attempt) == (RunState.FAILED, 3)
    assert run.error.startswith("Hệ thống nền đã dừng giữa chừng 3 lần")
    assert services.start(run.pk) is None


def test_a_worker_back_from_the_dead_loses_against_the_sweep(run):
    slow = services.start(run.pk)
    lose_worker(run)
    services.sweep()

    with pytest.raises(services.Superseded):
        services.progress(slow, 60, "In ra PDF")


# Reports of an agency that answers for a criterion alone


def test_an_agency_without_communes_reports_its_criterion(entry, drawn):
    run = ReportRunFactory(criteria_set=entry.scorecard.criteria_set, as_of=dt.date(2024, 6, 18))
    ResponsibilityFactory(agency=run.agency, indicator__criterion=entry.criterion)

    services.render(services.start(run.pk))

    [paper] = drawn
    titles = [(one.number, one.text) for one in paper.blocks if hasattr(one, "level")]
    assert ("1", "Tiêu chí do ngành phụ trách") in titles
