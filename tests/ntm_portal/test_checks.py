import datetime as dt

import pytest
from django.core.checks import run_checks
from django.utils import timezone

from ntm_portal import checks
from reports.choices import RunState
from tests.factories import ReportRunFactory


def found(**kwargs):
    return [message.id for message in run_checks(tags=["ntm"], **kwargs)]


@pytest.fixture
def well(settings, monkeypatch):
    """A deploy that got everything right."""
    settings.CELERY_BROKER_URL = "redis://queue"
    monkeypatch.setattr(checks, "vietnamese_files", lambda family: ["LiberationSerif.ttf"])


def test_a_good_deploy_has_nothing_to_say(well):
    assert found(include_deployment_checks=True) == []


def test_a_missing_font_is_named(well, monkeypatch):
    monkeypatch.setattr(checks, "vietnamese_files", lambda family: [])

    assert found(include_deployment_checks=True) == ["ntm.E001"]


@pytest.mark.parametrize("broker", ["", "memory://"])
def test_a_missing_broker_is_named(well, settings, broker):
    settings.CELERY_BROKER_URL = broker

    assert found(include_deployment_checks=True) == ["ntm.E002"]


def test_this_machine_has_the_font_and_not_one_of_that_made_up_name():
    assert len(checks.vietnamese_files("Liberation Serif")) >= 2
    assert checks.vietnamese_files("Khong Co Phong Nay") == []


def test_no_fontconfig_is_no_font(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))

    assert checks.vietnamese_files("Liberation Serif") == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("state", "minutes", "said"),
    [
        (RunState.QUEUED, 61, ["ntm.W001"]),
        (RunState.QUEUED, 59, []),
        (RunState.RUNNING, 61, []),
        (RunState.FAILED, 61, []),
    ],
)
def test_a_run_queued_for_an_hour_is_told(state, minutes, said):
    ReportRunFactory(state=state, queued_at=timezone.now() - dt.timedelta(minutes=minutes))

    assert found(databases=["default"]) == said


def test_runs_are_not_asked_for_when_no_database_is_named():
    assert found() == []
