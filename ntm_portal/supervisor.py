"""Runs the portal's processes on one machine: starts them, restarts what falls, ends them all and nothing else."""

import ctypes
import fcntl
import os
import signal
import socket
import subprocess
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

PR_SET_PDEATHSIG = 1
MAY_FALL = 3  # times within MINUTE before the whole run stops
MINUTE = 60
LOG_LIMIT = 5_000_000
libc = ctypes.CDLL(None, use_errno=True)


class StartRefusedError(Exception):
    """The run cannot start; the message says why, to whoever typed the command."""


def die_with_parent(sign: int = signal.SIGKILL) -> None:
    """Asks the kernel to end this process when the one that started it is gone, however hard it was killed."""
    libc.prctl(PR_SET_PDEATHSIG, sign)


@dataclass
class Part:
    """One process of the run, in a process group of its own so that Ctrl-C reaches the supervisor alone."""

    name: str
    command: Sequence[str | Path]
    patience: float = 10
    dies_by: int = signal.SIGKILL
    process: subprocess.Popen[bytes] | None = None
    falls: deque[float] = field(default_factory=lambda: deque(maxlen=MAY_FALL))

    def start(self, log_dir: Path, *, cwd: Path, fds: Sequence[int]) -> None:
        log = log_dir / f"{self.name}.log"
        if log.exists() and log.stat().st_size > LOG_LIMIT:
            log.rename(log.with_suffix(".old"))
        parent = os.getpid()

        def prepare() -> None:
            die_with_parent(self.dies_by)
            if os.getppid() != parent:  # it died between fork and here
                os._exit(1)

        with log.open("ab") as output:
            self.process = subprocess.Popen(  # noqa: S603 -- our own commands
                self.command,
                cwd=cwd,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                pass_fds=fds,
                start_new_session=True,
                preexec_fn=prepare,  # noqa: PLW1509 -- the supervisor has one thread
            )

    def fallen(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def signal(self, sign: int) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(sign)

    def end(self, until: float) -> None:
        """Waits for the process as long as it may take, then ends whatever is left of its group."""
        if self.process is None:
            return
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(max(0.1, until - time.monotonic()))
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process = None


class Supervisor:
    """Starts parts in order, ends them in the opposite one."""

    def __init__(
        self, *, log_dir: Path, cwd: Path, fds: Sequence[int], say: Callable[[str], None]
    ) -> None:
        self.log_dir, self.cwd, self.fds, self.say = log_dir, cwd, fds, say
        self.parts: list[Part] = []
        self.asked_to_stop = 0

    def listen_for_signals(self) -> None:
        for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(sign, self._stop)

    def _stop(self, sign: int, frame: FrameType | None) -> None:  # noqa: ARG002
        self.asked_to_stop += 1
        if self.asked_to_stop == 1:
            raise KeyboardInterrupt

    def start(self, part: Part) -> None:
        self.parts.append(part)
        part.start(self.log_dir, cwd=self.cwd, fds=self.fds)

    def wait_until(self, ready: Callable[[], bool], *, of: Part, seconds: float) -> None:
        until = time.monotonic() + seconds
        while not ready():
            if of.fallen() or time.monotonic() > until:
                raise StartRefusedError(
                    f"Tiến trình {of.name} không khởi động được. Xem {self.log_dir / of.name}.log"
                )
            time.sleep(0.05)

    def watch(self) -> None:
        """Restarts what falls; gives up when one part falls again and again."""
        while True:
            time.sleep(0.5)
            for part in self.parts:
                if part.fallen():
                    self._pick_up(part)

    def _pick_up(self, part: Part) -> None:
        now = time.monotonic()
        code = part.process.returncode if part.process else None
        log = self.log_dir / f"{part.name}.log"
        if len(part.falls) == MAY_FALL and now - part.falls[0] < MINUTE:
            raise StartRefusedError(
                f"Tiến trình {part.name} dừng liên tiếp (mã {code}); dừng cả cổng. Xem {log}"
            )
        part.falls.append(now)
        self.say(f"Tiến trình {part.name} đã dừng (mã {code}); khởi động lại. Xem {log}")
        part.end(now)
        part.start(self.log_dir, cwd=self.cwd, fds=self.fds)

    def end(self) -> None:
        """Asks every part to finish, the first started last (it is the queue the others still speak to)."""
        for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(sign, self._hurry)
        first, others = self.parts[:1], self.parts[1:]
        for group in (others, first):
            for part in group:
                part.signal(signal.SIGTERM)
            began = time.monotonic()
            for part in group:
                part.end(began + part.patience)
        self.parts = []

    def _hurry(self, sign: int, frame: FrameType | None) -> None:  # noqa: ARG002
        for part in self.parts:
            if part.process is not None:
                with suppress(ProcessLookupError):
                    os.killpg(part.process.pid, signal.SIGKILL)


def hold(lock: Path, *, patience: float = 15) -> int:
    """Takes the lock of a run. Its parts inherit the lock, so it is free only when the last of them is gone."""
    fd = os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
    until = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(fd, 20, 0).decode().strip()
            if holder and _runs(holder):
                raise StartRefusedError(
                    f"Cổng đang chạy ở thư mục này rồi (tiến trình {holder}). "
                    "Dừng lần chạy đó bằng Ctrl-C, hoặc đặt VAR_DIR khác."
                ) from None
            if time.monotonic() > until:
                raise StartRefusedError(
                    f"Tiến trình của lần chạy trước chưa dừng hẳn (còn giữ {lock})."
                ) from None
            time.sleep(0.1)
        else:
            os.ftruncate(fd, 0)
            os.pwrite(fd, str(os.getpid()).encode(), 0)
            return fd


def _runs(pid: str) -> bool:
    """Whether that process is a supervisor still (a number is used again by others)."""
    try:
        return b"run_portal" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


def listen(port: int) -> socket.socket:
    """Takes the port before anything starts; the web server is given the open socket."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
        listener.listen(64)
    except (OSError, OverflowError) as error:
        listener.close()
        raise StartRefusedError(
            f"Cổng mạng {port} đang bận hoặc không dùng được. "
            f"Chọn cổng khác, ví dụ: PORT={port + 1 if port < 65535 else 8000} make run"  # noqa: PLR2004
        ) from error
    return listener
