"""Out of the box: `make run` on one machine, with demonstration data."""

import hashlib
import os
import re
import tempfile
from pathlib import Path
from urllib.parse import quote

os.environ.setdefault("SECRET_KEY", "demonstration-only")
os.environ.setdefault("ALLOWED_HOSTS", "127.0.0.1,localhost")
_var = Path(
    os.environ.get("VAR_DIR", Path(__file__).resolve().parent.parent.parent / "var")
).resolve()
_var.mkdir(parents=True, exist_ok=True)
REDIS_SOCKET = _var / "redis.sock"
if not re.fullmatch(r"[\w/.-]{1,100}", str(REDIS_SOCKET), re.ASCII):
    # A unix socket's path ends at 107 bytes, and a broker's address has its own ideas of spaces.
    _mark = hashlib.sha256(str(_var).encode()).hexdigest()[:12]
    REDIS_SOCKET = Path(tempfile.gettempdir()) / f"ntm-{os.getuid()}-{_mark}" / "redis.sock"
os.environ.setdefault("DATABASE_URL", f"sqlite:///{quote(str(_var / 'portal.sqlite3'))}")
os.environ.setdefault("REDIS_URL", f"redis+socket://{REDIS_SOCKET}")
os.environ.setdefault("PORTAL_TODAY", "2024-06-18")
os.environ.setdefault("PORTAL_URL", f"http://127.0.0.1:{os.environ.get('PORT', '8000')}")

from ntm_portal.settings.base import *  # noqa: E402

DEMO = True
DEBUG = flag("DEBUG")
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
SECURE_HSTS_SECONDS = 0
# Two copies on one host share cookies (a cookie knows no port): name them by port.
SESSION_COOKIE_NAME = f"ntm_session_{env('PORT', '8000')}"
CSRF_COOKIE_NAME = f"ntm_csrf_{env('PORT', '8000')}"
if "EMAIL_HOST" not in os.environ:  # no mail server is named: mails lie in var/mail
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = VAR_DIR / "mail"
