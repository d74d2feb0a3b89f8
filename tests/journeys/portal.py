"""A portal of its own: started as `make run` starts it, in a folder of its own, on a free port."""

import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Playwright

from ntm_portal.probe import healthy

ROOT = Path(__file__).resolve().parent.parent.parent
HOST = "127.0.0.1"
FIRST_START = 300  # seconds; half a minute on a machine with nothing else to do
PASSWORD = re.compile(r"mật khẩu chung: (\S+)")
CHROMIUM = "/usr/bin/chromium-headless-shell"  # a third less work than the whole of it
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--js-flags=--no-turbofan --no-maglev",  # no page lives long enough to gain by compilers
]
SEEDED = "seeded.sqlite3"
OF_THE_SUITE = {
    "SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "REDIS_URL", "PORTAL_TODAY", "MAKELEVEL",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Portal:
    """What the person at the keyboard reads when it has started."""

    url: str
    password: str
    environment: dict[str, str]

    def manage(self, *words: str) -> None:
        """A command of the operator, beside the running portal."""
        subprocess.run(  # noqa: S603 -- our own command
            [sys.executable, "manage.py", *words], cwd=ROOT, env=self.environment, check=True
        )


@contextmanager
def running(var: Path, **more: str) -> Iterator[Portal]:
    """A portal with real and demonstration data, and more variables; ended by Ctrl-C at the end."""
    with socket.create_server((HOST, 0)) as free:
        port = free.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if name not in OF_THE_SUITE}
    environment |= {
        "DJANGO_SETTINGS_MODULE": "ntm_portal.settings.dev",
        "VAR_DIR": str(var),
        "PORT": str(port),
        **more,
    }
    with (var / "portal.log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "run_portal"],
            cwd=ROOT,
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            said = _wait(process, port, var / "portal.log")
            yield Portal(f"http://{HOST}:{port}", said, environment)
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(60)


def keep_seeded(var: Path, shared: Path) -> None:
    """A copy of the data as seeded: in `var` for those who want it before anybody wrote, and for other workers."""
    copy_database(var / "portal.sqlite3", var / SEEDED)
    if shared.exists():
        return
    shared.mkdir()
    shutil.copy(var / SEEDED, shared / "portal.sqlite3")
    for folder in ("media", "static"):
        shutil.copytree(var / folder, shared / folder)
    for stamp in var.glob("*.sha256"):
        shutil.copy(stamp, shared)


def take_seeded(shared: Path, var: Path) -> None:
    """Begin with what another worker has seeded, where one has."""
    if shared.exists():
        shutil.copytree(shared, var, dirs_exist_ok=True)


def copy_database(source: Path, target: Path) -> None:
    """Whole, also while a portal writes."""
    with closing(sqlite3.connect(source)) as there, closing(sqlite3.connect(target)) as here:
        there.backup(here)


@contextmanager
def on_a_day(seeded: Portal, database: Path, day: str, **more: str) -> Iterator[Portal]:
    """The web alone, over data of its own, on another day: seconds, where a whole portal takes a minute."""
    listener = socket.create_server((HOST, 0))
    port = listener.getsockname()[1]
    environment = seeded.environment | {
        "DATABASE_URL": f"sqlite:///{database}",
        "PORTAL_TODAY": day,
        "PORT": str(port),
        **more,
    }
    words = ["--bind", f"fd://{listener.fileno()}", "--threads", "4", "--no-control-socket"]
    with listener, database.with_suffix(f".{day}.log").open("w") as log:
        process = subprocess.Popen(  # noqa: S603 -- our own command
            [sys.executable, "-m", "gunicorn", *words, "ntm_portal.wsgi"],
            cwd=ROOT,
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
            pass_fds=[listener.fileno()],
        )
        try:
            until = time.monotonic() + FIRST_START
            while not healthy(port, HOST):
                if process.poll() is not None or time.monotonic() > until:
                    raise RuntimeError(f"The web did not start: {log.name}")
                time.sleep(0.2)
            yield Portal(f"http://{HOST}:{port}", seeded.password, environment)
        finally:
            process.terminate()
            process.wait(60)


def _wait(process: subprocess.Popen, port: int, log: Path) -> str:
    """Until the portal says that it stands; the password it prints."""
    until = time.monotonic() + FIRST_START
    while not ((said := PASSWORD.search(log.read_text())) and healthy(port, HOST)):
        if process.poll() is not None or time.monotonic() > until:
            raise RuntimeError(f"The portal did not start:\n{log.read_text()}")
        time.sleep(0.2)
    return said[1]


def chromium(playwright: Playwright) -> Browser:
    return playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
