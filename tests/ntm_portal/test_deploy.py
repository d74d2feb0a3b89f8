"""The files of a deployment, judged by their own tools; no engine is needed."""

import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
TOOLS = Path(sys.executable).parent
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]


def run(*words, **environment):
    return subprocess.run(  # noqa: S603 -- our own words
        words, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


def test_compose_accepts_its_file(tmp_path):
    answer = run(
        TOOLS / "docker-compose",
        *("-f", "docker-compose.yml", "config", "-q"),
        POSTGRES_PASSWORD="x",  # noqa: S106 -- any will do
        HOME=str(tmp_path),
    )

    assert (answer.returncode, answer.stderr) == (0, "")


def test_compose_asks_for_the_password_of_its_database(tmp_path):
    answer = run(
        TOOLS / "docker-compose",
        *("--env-file", "/dev/null", "-f", "docker-compose.yml", "config", "-q"),
        HOME=str(tmp_path),
    )

    assert answer.returncode != 0
    assert "POSTGRES_PASSWORD" in answer.stderr


def test_the_image_is_written_as_hadolint_likes_it(tmp_path):
    answer = run(TOOLS / "hadolint", "Dockerfile", HOME=str(tmp_path))

    assert (answer.returncode, answer.stdout) == (0, "")


def test_compose_has_the_parts_of_the_portal():
    assert set(SERVICES) == {"migrate", "web", "worker", "beat", "postgres", "redis"}
    assert set(COMPOSE["volumes"]) == {"database", "media", "queue"}


@pytest.mark.parametrize("name", sorted(set(SERVICES) - {"migrate"}))
def test_each_lasting_service_is_watched(name):
    assert SERVICES[name]["healthcheck"]["test"]
    assert SERVICES[name]["restart"] == "unless-stopped"


@pytest.mark.parametrize("name", ["web", "worker", "beat"])
def test_each_part_waits_for_what_it_needs(name):
    conditions = {need: about["condition"] for need, about in SERVICES[name]["depends_on"].items()}

    assert conditions == {
        "migrate": "service_completed_successfully",
        "postgres": "service_healthy",
        "redis": "service_healthy",
    }


def test_the_queue_keeps_what_it_was_given():
    command = " ".join(SERVICES["redis"]["command"])

    assert command == (
        "redis-server --appendonly yes --appendfsync everysec --maxmemory-policy noeviction"
    )


@pytest.mark.parametrize(
    ("name", "opening"),
    [
        ("web", "gunicorn"),
        ("worker", "celery -A ntm_portal worker"),
        ("beat", "celery -A ntm_portal beat"),
    ],
)
def test_each_part_runs_its_program(name, opening):
    command = shlex.join(SERVICES[name]["command"])

    assert command.startswith(opening)
    assert (TOOLS / SERVICES[name]["command"][0]).exists()


def test_migrate_prepares_and_never_demonstrates():
    script = SERVICES["migrate"]["command"][-1]
    called = [line.split()[2] for line in script.splitlines()]

    assert called == ["migrate", "load_reference", "check"]


def test_no_committed_list_names_an_address():
    for path in (ROOT / "requirements").iterdir():
        assert "://" not in path.read_text(), path


def test_every_locked_package_has_a_hash():
    for name in ("base.txt", "dev.txt", "uv.txt"):
        lines = (ROOT / "requirements" / name).read_text().splitlines()
        pinned = [number for number, line in enumerate(lines) if "==" in line.split(";")[0]]
        assert pinned
        for number in pinned:
            assert lines[number + 1].strip().startswith("--hash=sha256:"), lines[number]
