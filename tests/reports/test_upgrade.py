"""An earlier release's database: what the deploy asks before it is migrated does not stand in the way."""

import datetime as dt
from unittest.mock import Mock

import pytest
from django.core.checks import run_checks
from django.db import connections
from django.utils import timezone

from reports.choices import RunState
from reports.models import ReportCycle
from tests.factories import ReportRunFactory

pytestmark = pytest.mark.django_db


def test_before_there_are_cycles_waiting_runs_are_not_asked_for(
    monkeypatch, django_assert_num_queries
):
    ReportRunFactory(state=RunState.QUEUED, queued_at=timezone.now() - dt.timedelta(hours=2))
    introspection = connections["default"].introspection
    tables = introspection.table_names()
    assert len(run_checks(tags=["ntm"], databases=["default"])) == 1
    earlier = [one for one in tables if one != ReportCycle._meta.db_table]
    monkeypatch.setattr(introspection, "table_names", Mock(return_value=earlier))

    with django_assert_num_queries(0):
        assert run_checks(tags=["ntm"], databases=["default"]) == []
