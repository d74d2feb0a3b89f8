"""The Celery application: worker and beat start here."""

import os
from typing import Any

from celery import Celery
from celery.signals import worker_process_init

from ntm_portal.supervisor import die_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ntm_portal.settings.base")

app = Celery("ntm_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_process_init.connect
def leave_with_the_worker(**kwargs: Any) -> None:  # noqa: ARG001
    """A worker killed hard takes its pool along: a child that goes on would finish a run that is done again."""
    die_with_parent()
