"""What the environment decides, and that the list of it is true."""

import ast
import os
import runpy
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

import ntm_portal.settings as portal_settings

SETTINGS = Path(settings.BASE_DIR) / "ntm_portal" / "settings"
EXAMPLE = Path(settings.BASE_DIR) / ".env.example"
COMPOSE_ALONE = {"POSTGRES_PASSWORD"}  # docker-compose.yml reads it, the portal does not
READERS = {"env", "flag", "get", "setdefault"}


def variables_read():
    for path in SETTINGS.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and node.args:
                name = getattr(node.func, "id", getattr(node.func, "attr", None))
                given = node.args[0]
                if name in READERS and isinstance(given, ast.Constant):
                    yield given.value


def variables_listed():
    for line in EXAMPLE.read_text().splitlines():
        name, equals, _ = line.removeprefix("# ").partition("=")
        if equals and name.isupper() and " " not in name:
            yield name


def test_the_example_names_every_variable_that_is_read():
    assert set(variables_listed()) == set(variables_read()) | COMPOSE_ALONE


def test_the_example_names_each_variable_once():
    assert len(list(variables_listed())) == len(set(variables_listed()))


def say(expression, **environment):
    """What an expression over `settings` prints in a fresh process with only these variables."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(  # noqa: S603 -- our own words
        [sys.executable, "-c", f"from django.conf import settings; print({expression})"],
        cwd=settings.BASE_DIR,
        env=kept | environment,
        capture_output=True,
        text=True,
        check=False,
    )


PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "ntm_portal.settings.base",
    "SECRET_KEY": "x",
    "ALLOWED_HOSTS": "ntm.vidu.vn",
    "DATABASE_URL": "postgres://ntm@db/ntm",
    "REDIS_URL": "redis://queue",
}


def test_production_has_no_demonstration_no_debug_and_https_only():
    answer = say(
        "settings.DEMO, settings.DEBUG, settings.SECURE_SSL_REDIRECT, settings.SESSION_COOKIE_SECURE",
        **PRODUCTION,
    )

    assert answer.stdout == "False False True True\n"


def test_what_is_missing_says_so_at_start():
    answer = say(
        "settings.DEBUG",
        **{name: value for name, value in PRODUCTION.items() if name != "SECRET_KEY"},
    )

    assert answer.returncode == 1
    assert "Set SECRET_KEY; see .env.example." in answer.stderr


@pytest.fixture
def settings_of(monkeypatch):
    """Reads the file of settings anew, with only these variables; as long as the test lasts."""

    def read(name, **environment):
        for known in os.environ:
            monkeypatch.delenv(known)
        for known, value in environment.items():
            monkeypatch.setenv(known, value)
        monkeypatch.delitem(sys.modules, "ntm_portal.settings.base", raising=False)
        return runpy.run_path(f"{SETTINGS / name}.py")

    monkeypatch.setattr(portal_settings, "base", None, raising=False)  # put back afterwards
    return read


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "REDIS_URL"])
def test_each_variable_that_is_missing_is_named(settings_of, name):
    given = {key: value for key, value in PRODUCTION.items() if key != name}

    with pytest.raises(ImproperlyConfigured, match=f"Set {name}; see .env.example."):
        settings_of("base", **given)


def test_an_hour_that_no_day_has_is_refused_at_start(settings_of):
    with pytest.raises(ImproperlyConfigured, match="Set NOTICE_DIGEST_HOUR to 0"):
        settings_of("base", **PRODUCTION, NOTICE_DIGEST_HOUR="24")


def test_the_queue_lies_in_the_var_folder(settings_of, tmp_path):
    found = settings_of("dev", VAR_DIR=f"{tmp_path}/v")

    assert found["CELERY_BROKER_URL"] == f"redis+socket://{tmp_path}/v/redis.sock"


@pytest.mark.parametrize("name", ["rất dài " * 3, "x" * 120])
def test_a_folder_no_socket_fits_in_gets_a_short_one(settings_of, tmp_path, name):
    first, second = (
        str(settings_of("dev", VAR_DIR=f"{tmp_path / name}")["REDIS_SOCKET"]) for _ in range(2)
    )

    assert len(first.encode()) <= 100
    assert first.startswith(f"{tempfile.gettempdir()}/ntm-{os.getuid()}-")  # private to one person
    assert second == first


def test_two_copies_on_one_host_do_not_share_cookies(settings_of, tmp_path):
    names = {
        settings_of("dev", VAR_DIR=f"{tmp_path}", PORT=port)["SESSION_COOKIE_NAME"]
        for port in ("8000", "8001")
    }

    assert names == {"ntm_session_8000", "ntm_session_8001"}
