"""`make run`, really. Its very first start, with nothing there, is that of the journeys' own portal."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings

from ntm_portal.probe import healthy
from tests.journeys.portal import OF_THE_SUITE, take_seeded

pytestmark = pytest.mark.journey


def processes_of(var):
    """Every living process that was started for this folder.

    Redis writes its title over its environment: it is known by the socket that the title names.
    """
    mark, folder = f"VAR_DIR={var}".encode(), f"{var}/".encode()
    found = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                title = (entry / "cmdline").read_bytes().replace(b"\0", b" ")
                if folder in title or mark in (entry / "environ").read_bytes().split(b"\0"):
                    found[int(entry.name)] = title
            except OSError:
                continue
    return found


def wait_for(truth, seconds):
    began = time.monotonic()
    while not truth():
        assert time.monotonic() < began + seconds, f"waited {seconds} s in vain"
        time.sleep(0.1)
    return time.monotonic() - began


@pytest.fixture
def start(seeded, tmp_path):
    """Starts a portal of its own as `make run` does, over data as seeded; what it leaves is ended."""
    take_seeded(seeded, tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if name not in OF_THE_SUITE}
    environment |= {
        "DJANGO_SETTINGS_MODULE": "ntm_portal.settings.dev",
        "VAR_DIR": str(tmp_path),
        "PORT": str(port),
    }
    started = []

    def run(seconds):
        process = subprocess.Popen(
            [sys.executable, "manage.py", "run_portal"],
            cwd=settings.BASE_DIR,
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        spent = wait_for(lambda: process.poll() is not None or healthy(port, "127.0.0.1"), seconds)
        return process, spent

    yield run
    for pid in processes_of(tmp_path):
        os.kill(pid, signal.SIGKILL)
    for process in started:
        process.wait()
        process.stdout.close()


def test_a_run_killed_hard_starts_again_and_ctrl_c_ends_it_all(start, tmp_path):
    first, _ = start(60)
    wait_for(lambda: len(processes_of(tmp_path)) >= 9, 30)  # us, Redis, 3 web, 3 worker, beat

    refused, _ = start(20)
    assert refused.wait(20) == 1
    assert first.poll() is None

    first.kill()
    wait_for(lambda: not processes_of(tmp_path), 10)

    second, spent = start(60)
    assert spent < 25  # four seconds by itself; here other journeys run beside it
    wait_for(lambda: len(processes_of(tmp_path)) >= 9, 30)
    second.send_signal(signal.SIGINT)
    wait_for(lambda: not processes_of(tmp_path), 20)
    assert second.wait() == 0
    assert second.stdout.read().rstrip().endswith("Đã dừng mọi tiến trình.")
