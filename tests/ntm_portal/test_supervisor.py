import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from ntm_portal import supervisor
from ntm_portal.supervisor import Part, StartRefusedError, Supervisor, hold, listen

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]
FALL = [sys.executable, "-c", "import sys; print('fell'); sys.exit(3)"]
# A process with a child of its own, as web and worker have: it tells the child's number and waits.
STORY = f"""
import subprocess, time
child = subprocess.Popen({SLEEP!r})
print(child.pid, flush=True)
time.sleep(60)
"""
PARENT = [sys.executable, "-c", STORY]


def alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def wait_for(truth, seconds=10):
    until = time.monotonic() + seconds
    while not truth():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.02)


@pytest.fixture
def keeper(tmp_path):
    """A supervisor whose words and logs can be read; whatever it started is gone afterwards."""
    said = []
    keeper = Supervisor(log_dir=tmp_path, cwd=tmp_path, fds=[], say=said.append)
    keeper.said = said
    handlers = {
        sign: signal.getsignal(sign) for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    }
    yield keeper
    keeper.end()
    for sign, handler in handlers.items():
        signal.signal(sign, handler)


def test_ending_takes_the_children_of_a_part_along_and_nothing_else(keeper, tmp_path):
    part = Part("cha", PARENT, patience=5)
    with subprocess.Popen(SLEEP) as bystander:  # noqa: S603 -- our own words
        keeper.start(part)
        log = tmp_path / "cha.log"
        wait_for(lambda: log.read_text().endswith("\n"))
        parent, child = part.process.pid, int(log.read_text())

        keeper.end()

        wait_for(lambda: not alive(child))
        assert not alive(parent)
        assert alive(bystander.pid)
        bystander.kill()


def test_a_part_dies_with_a_supervisor_that_is_killed_hard(tmp_path):
    script = (
        "import pathlib, sys, time\n"
        "from ntm_portal.supervisor import Part\n"
        f"part = Part('con', {SLEEP!r})\n"
        f"part.start(pathlib.Path({str(tmp_path)!r}), cwd='/', fds=[])\n"
        "print(part.process.pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    words = [sys.executable, "-c", script]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as killed:  # noqa: S603
        pid = int(killed.stdout.readline())
        assert alive(pid)
        killed.kill()
        killed.wait()

        wait_for(lambda: not alive(pid))


def test_a_part_that_falls_is_started_again(keeper):
    part = Part("web", SLEEP)
    keeper.start(part)
    first = part.process.pid
    os.kill(first, signal.SIGKILL)
    wait_for(part.fallen)

    keeper._pick_up(part)  # noqa: SLF001 -- one turn of watch(), which never ends

    assert part.process.pid != first
    assert not part.fallen()
    assert keeper.said == [
        f"Tiến trình web đã dừng (mã -9); khởi động lại. Xem {keeper.log_dir / 'web.log'}"
    ]


def test_a_part_that_falls_again_and_again_ends_the_run(keeper, monkeypatch):
    monkeypatch.setattr(supervisor.time, "sleep", lambda seconds: threading.Event().wait(0.02))
    keeper.start(Part("worker", FALL))

    with pytest.raises(StartRefusedError, match="worker dừng liên tiếp"):
        keeper.watch()

    assert len(keeper.said) == supervisor.MAY_FALL


def test_a_part_that_cannot_start_says_where_to_look(keeper, tmp_path):
    part = Part("redis", FALL)
    keeper.start(part)

    with pytest.raises(StartRefusedError, match=r"redis không khởi động được.*redis\.log"):
        keeper.wait_until(lambda: False, of=part, seconds=10)
    assert (tmp_path / "redis.log").read_text() == "fell\n"


def test_a_log_that_grew_large_begins_anew(keeper, tmp_path, monkeypatch):
    monkeypatch.setattr(supervisor, "LOG_LIMIT", 3)
    (tmp_path / "redis.log").write_text("cũ lắm rồi")
    part = Part("redis", FALL)
    keeper.start(part)
    wait_for(part.fallen)

    assert (tmp_path / "redis.log").read_text() == "fell\n"
    assert (tmp_path / "redis.old").read_text() == "cũ lắm rồi"


def test_a_second_run_in_the_same_folder_is_refused(tmp_path, monkeypatch):
    held = hold(tmp_path / "run.lock")
    monkeypatch.setattr(supervisor, "_runs", lambda pid: pid == str(os.getpid()))

    with pytest.raises(StartRefusedError, match=f"đang chạy .* {os.getpid()}"):
        hold(tmp_path / "run.lock", patience=5)
    os.close(held)
    os.close(hold(tmp_path / "run.lock"))


def test_a_run_waits_for_what_a_killed_one_left_dying(tmp_path):
    held = hold(tmp_path / "run.lock")  # by a process that is no supervisor
    threading.Timer(0.3, os.close, [held]).start()

    os.close(hold(tmp_path / "run.lock", patience=5))


def test_a_run_does_not_wait_for_ever(tmp_path):
    held = hold(tmp_path / "run.lock")

    with pytest.raises(StartRefusedError, match="chưa dừng hẳn"):
        hold(tmp_path / "run.lock", patience=0.2)
    os.close(held)


def test_a_busy_port_is_said_with_a_way_out():
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]

        with pytest.raises(StartRefusedError, match=f"{port} đang bận.*PORT={port + 1} make run"):
            listen(port)


@pytest.mark.parametrize("port", [-1, 70000])
def test_a_port_that_cannot_be_is_refused(port):
    with pytest.raises(StartRefusedError, match="PORT="):
        listen(port)


def test_a_free_port_is_taken_at_once():
    with listen(0) as taken, socket.create_connection(taken.getsockname(), timeout=1):
        assert taken.getsockname()[0] == "127.0.0.1"
