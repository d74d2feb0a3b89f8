"""The shell: wires the apps together; nobody imports it."""

from ntm_portal.celery import app as celery_app

__all__ = ["celery_app"]
