import os
from unittest.mock import MagicMock

import pytest

from accounts.models import User
from ntm_portal import one_machine
from ntm_portal.demo.accounts import ACCOUNTS, account_lines
from tests.factories import CommuneFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def called(monkeypatch, settings, tmp_path):
    """Which commands were called, in order; none of them does anything."""
    names = []
    monkeypatch.setattr(
        one_machine, "call_command", lambda name, *args, **kwargs: names.append(name)
    )
    # The test's own transaction lives in the connection that a real start lets go of.
    monkeypatch.setattr(one_machine, "connections", MagicMock())
    settings.VAR_DIR = tmp_path / "var"
    settings.BASE_DIR = tmp_path / "code"
    settings.STATICFILES_DIRS = [settings.BASE_DIR / "static"]
    data = settings.BASE_DIR / "criteria" / "data"
    for folder in (settings.VAR_DIR, data, settings.BASE_DIR / "static"):
        folder.mkdir(parents=True)
    (data / "set.yaml").write_text("set: 1")
    (settings.BASE_DIR / "static" / "page.css").write_text("a {}")
    return names


def prepare():
    said = []
    one_machine.prepare(said.append)
    return said


def test_a_first_start_loads_everything(called):
    said = prepare()

    assert called == ["check", "migrate", "collectstatic", "load_reference", "seed_demo"]
    assert len(said) == 3


def test_a_second_start_does_what_is_quick(called):
    CommuneFactory()
    prepare()
    called.clear()

    assert prepare() == []
    assert called == ["check", "migrate"]


def test_changed_data_are_loaded_again(called, settings):
    CommuneFactory()
    prepare()
    called.clear()
    (settings.BASE_DIR / "criteria" / "data" / "set.yaml").write_text("set: 2")
    prepare()

    assert called == ["check", "migrate", "load_reference", "seed_demo"]


def test_changed_static_files_are_gathered_again(called, settings):
    CommuneFactory()
    prepare()
    called.clear()
    (settings.BASE_DIR / "static" / "page.css").write_text("a { color: red }")
    prepare()

    assert called == ["check", "migrate", "collectstatic"]


def test_an_empty_database_is_filled_whatever_was_remembered(called):
    prepare()
    called.clear()
    prepare()

    assert called == ["check", "migrate", "load_reference", "seed_demo"]


def introduced():
    said = []
    one_machine._introduce(8123, said.append)  # noqa: SLF001 -- what the person at the keyboard reads
    return said


def test_the_address_and_the_accounts_are_said():
    UserFactory(username=ACCOUNTS[0].username)
    said = introduced()

    assert said[0].endswith("http://127.0.0.1:8123/")
    assert said[1:-1] == [f"  {line}" for line in account_lines()]


def test_accounts_that_were_cleared_are_not_said():
    assert not User.objects.exists()
    assert len(introduced()) == 2


def test_a_folder_for_the_socket_that_others_can_open_is_refused(settings, tmp_path):
    folder = tmp_path / "short"
    folder.mkdir()
    folder.chmod(0o755)
    settings.VAR_DIR = tmp_path / "var"
    settings.REDIS_SOCKET = folder / "redis.sock"

    with pytest.raises(one_machine.StartRefusedError, match="không phải của riêng bạn"):
        one_machine._queue()  # noqa: SLF001


def test_a_socket_left_by_a_killed_run_is_taken_away(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    settings.REDIS_SOCKET = tmp_path / "redis.sock"
    settings.REDIS_SOCKET.touch()
    part = one_machine._queue()  # noqa: SLF001

    assert not settings.REDIS_SOCKET.exists()
    assert os.access(part.command[0], os.X_OK)
    assert list(part.command[1:3]) == ["--port", "0"]
