"""VPĐP closes the first round of 2024, has all its reports made, watches; the worker is killed in between."""

import os
import signal
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.portal import running, take_seeded
from tests.journeys.visitor import Visitors, picture

pytestmark = pytest.mark.journey

AFTER_THE_ROUND = "2024-07-02"
PLACE = "huyện Cam Lộ"
SWEEP = "from reports.tasks import sweep_forgotten_runs; sweep_forgotten_runs()"
EXPIRES = 3
LONGEST = 60_000  # ms; eight reports on a machine with other things to do


@pytest.fixture
def portal_in_july(seeded, tmp_path):
    take_seeded(seeded, tmp_path)
    with running(tmp_path, PORTAL_TODAY=AFTER_THE_ROUND, RUN_EXPIRES=str(EXPIRES)) as portal:
        yield portal


@pytest.fixture
def office(browser, portal_in_july):
    visitors = Visitors(browser, portal_in_july)
    yield visitors.window("vpdp")
    visitors.leave()


def rows(var, what):
    with closing(sqlite3.connect(var / "portal.sqlite3", timeout=20)) as database:
        return database.execute(what).fetchall()


def kill_worker(var):
    """With its pool and no last words, as a machine that goes down does."""
    mark = f"VAR_DIR={var}".encode()
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            title = (entry / "cmdline").read_bytes().split(b"\0")
            ours = mark in (entry / "environ").read_bytes().split(b"\0")
        except OSError:
            continue
        if ours and b"celery" in b" ".join(title) and b"worker" in title:
            os.kill(int(entry.name), signal.SIGKILL)


def wait_until(truth):
    until = time.monotonic() + LONGEST / 1000
    while not truth():
        assert time.monotonic() < until
        time.sleep(0.05)


def test_the_office_has_the_reports_of_a_round_made(office, portal_in_july, tmp_path):
    page, var = office, tmp_path
    page.goto("/ky/")
    page.get_by_role("link", name="Kỳ 6 tháng đầu năm 2024", exact=True).click()
    page.get_by_role("link", name="Đóng kỳ").click()
    page.get_by_role("button", name="Đóng kỳ").click()
    expect(page.get_by_text("Đã đóng Kỳ 6 tháng đầu năm 2024")).to_be_visible()

    page.get_by_role("link", name="Báo cáo", exact=True).first.click()
    page.get_by_role("link", name="Báo cáo theo kỳ").click()
    page.get_by_role("link", name="Lập báo cáo Kỳ 6 tháng đầu năm 2024").click()
    for one in page.get_by_role("group", name="Loại báo cáo").get_by_role("checkbox").all():
        one.set_checked("commune_half_year" in one.get_attribute("value"))
    page.get_by_role("checkbox", name=PLACE).check()
    picture(page, "ky-bao-cao-bat-dau")
    page.get_by_role("button", name="Bắt đầu lập").click()
    expect(page.get_by_role("heading", name="Đang lập báo cáo")).to_be_visible()
    (asked,) = rows(var, "SELECT asked FROM reports_reportcycle")[0]
    assert asked > 4

    runs = "SELECT state, attempt, progress FROM reports_reportrun WHERE cycle_id IS NOT NULL"
    wait_until(lambda: any(one[0] == "done" for one in rows(var, runs)))
    picture(page, "ky-bao-cao-dang-lap")
    wait_until(lambda: any(one[0] == "running" and one[2] >= 10 for one in rows(var, runs)))
    kill_worker(var)
    left = rows(var, runs)
    assert any(one[0] == "running" for one in left)  # nobody has said otherwise
    assert any(one[0] == "queued" for one in left)
    time.sleep(EXPIRES + 0.5)
    portal_in_july.manage("shell", "-v0", "-c", SWEEP)  # as beat does every minute

    expect(page.get_by_role("heading", name="Đã lập xong")).to_be_visible(timeout=LONGEST)
    archive = page.get_by_role("link", name="Tải mọi báo cáo (ZIP)")
    expect(archive).to_be_visible(timeout=LONGEST)
    expect(page.get_by_text(f"{asked}/{asked} báo cáo")).to_be_visible()
    picture(page, "ky-bao-cao-xong", full_page=True)

    ended = rows(var, runs)
    assert [one[0] for one in ended] == ["done"] * asked
    assert {one[1] for one in ended} == {1, 2}  # what was in hand was taken up again
    reports = rows(
        var, "SELECT agency_id, paper_id, file FROM reports_reportrun WHERE cycle_id IS NOT NULL"
    )
    for column in zip(*reports, strict=True):
        assert len(set(column)) == asked
    files = {path.relative_to(var / "media").as_posix() for path in var.glob("media/reports/2*/*")}
    assert {one[2] for one in reports} <= files
    (drafted,) = rows(
        var,
        "SELECT COUNT(*) FROM documents_officialdocument WHERE kind = 'BC' AND state = 'draft'",
    )[0]
    assert drafted >= asked
    with page.expect_download() as given:
        archive.click()
    assert given.value.suggested_filename.endswith(".zip")
