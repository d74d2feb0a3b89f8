"""The test-suite: SQLite in memory, or whatever DATABASE_URL and REDIS_URL name."""

import os
import tempfile

os.environ.setdefault("SECRET_KEY", "tests-only")
os.environ.setdefault("ALLOWED_HOSTS", "testserver,127.0.0.1,localhost")
os.environ.setdefault("DATABASE_URL", "sqlite://:memory:")
os.environ.setdefault("REDIS_URL", "memory://")
os.environ.setdefault("VAR_DIR", tempfile.mkdtemp(prefix="ntm-tests-"))
os.environ["PORTAL_TODAY"] = "2024-06-18"

from ntm_portal.settings.base import *

DEMO = True
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
SESSION_ENGINE = (
    "django.contrib.sessions.backends.cache"  # a tenth of a page test is its session's queries
)
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "files": STORAGES["files"],  # their moves and losses are what the tests are about
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
DATABASES["default"]["CONN_MAX_AGE"] = 0
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # WhiteNoise warns of a missing folder
